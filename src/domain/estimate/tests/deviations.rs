//! Many estimates from the same readings of the rows have the bits that each has alone.

use crate::domain::estimate::Lonely;
use crate::domain::estimate::calibration::Calibration;
use crate::domain::estimate::design::{Design, Frame, Levels, dot};
use crate::domain::estimate::deviations::{Deviations, deviations, products, variances};
use crate::domain::estimate::domain::Domain;
use crate::domain::estimate::statistic::{self, Estimate};
use crate::domain::estimate::taylor::Taylor;
use crate::domain::weight::rake::Cells;

/// More than two blocks of rows, and no round number of them.
const ROWS: usize = 700;

/// Numbers that look like chance, the same ones every time.
fn digits(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

fn column(seed: u64, below: u64) -> Vec<u32> {
    let mut next = digits(seed);
    (0..ROWS).map(|_| next(below) as u32).collect()
}

fn levels(of_row: &[u32]) -> Levels<'_> {
    Levels { of_row, labels: &[] }
}

/// Rows in strata (one of a single row), clusters in strata, and two stages with their populations.
fn designs() -> Vec<Design> {
    let mut strata = column(1, 5);
    strata[17] = 5;
    let (clusters, of_stratum) = (column(2, 40), column(3, 3));
    let population: Vec<f64> = of_stratum.iter().map(|h| 1000.0 + f64::from(*h)).collect();
    let second = vec![90.0; ROWS];
    let one = |strata, clusters, population| Frame {
        rows: ROWS,
        strata: Some(levels(strata)),
        clusters,
        population,
        lonely: Lonely::Adjust,
        nest: true,
    };
    let frames = [
        one(&strata, Vec::new(), Vec::new()),
        one(&strata, vec![levels(&clusters)], Vec::new()),
        one(&of_stratum, vec![levels(&clusters)], vec![&population, &second]),
    ];
    frames.iter().map(|frame| Design::build(frame).unwrap()).collect()
}

/// Everybody, nobody but two, members by chance, and one value for all: by 23 domains, so that they fill lanes of both kinds.
fn domains(weights: &[f64]) -> Vec<(Domain, Vec<f64>)> {
    let (of, y) = (column(4, 20), column(5, 5));
    let by_chance = (0..20).map(|level| Domain::of(weights, |row| of[row] == level));
    let others = [
        Domain::of(weights, |_| true),
        Domain::of(weights, |row| row == 3 || row == 699),
    ];
    let some = by_chance.chain(others).map(|domain| {
        let values = domain.rows.iter().map(|row| 1e6 + 25.0 * f64::from(y[*row as usize]));
        let values = values.collect();
        (domain, values)
    });
    let same = Domain::of(weights, |row| row % 3 == 0);
    let values = vec![4.0; same.rows.len()];
    some.chain([(same, values)]).collect()
}

#[test]
fn estimates_together_have_the_bits_of_each_alone() {
    let mut next = digits(6);
    let before: Vec<f64> = (0..ROWS).map(|_| 1.0 + next(97) as f64 / 7.0).collect();
    let cells = Cells::new(&[column(7, 4), column(8, 3)]);
    let factor = |cell: &u32| 0.8 + f64::from(*cell) / 11.0;
    let after: Vec<f64> = before
        .iter()
        .zip(&cells.of_row)
        .map(|(d, cell)| d * factor(cell))
        .collect();
    let number: Vec<f64> = (0..ROWS).map(|_| next(50) as f64).collect();
    let by_cells = Calibration::new(&cells, &before, &after);
    let by_numbers = Calibration::with_numbers(&cells, &[number], &before, &after);
    let domains = domains(&after);
    let estimates: Vec<Estimate> = (domains.iter())
        .map(|(domain, y)| statistic::mean(domain, y).unwrap())
        .collect();
    let estimates: Vec<&Estimate> = estimates.iter().collect();
    for design in &designs() {
        for calibration in [&by_cells, &by_numbers] {
            let ways = [None, Some(calibration)].map(|calibration| Taylor { design, calibration });
            let (together, kept) = (variances(&ways, &estimates), deviations(&ways, &estimates));
            for (at, estimate) in estimates.iter().enumerate() {
                for (number, way) in ways.iter().enumerate() {
                    let alone = way.deviations(estimate);
                    assert_eq!(together[at][number].to_bits(), dot(&alone, &alone).to_bits());
                    assert_eq!(kept[at][number].variance.to_bits(), dot(&alone, &alone).to_bits());
                }
            }
            check_products(&ways[1], &estimates, kept.iter().map(|of| &of[1]).collect());
        }
    }
}

fn check_products(way: &Taylor, estimates: &[&Estimate], kept: Vec<&Deviations>) {
    let alone: Vec<Vec<f64>> = estimates.iter().map(|estimate| way.deviations(estimate)).collect();
    let rows = products(&kept, &[2, 5]);
    for (row, i) in rows.iter().zip([2, 5]) {
        for j in i..kept.len() {
            assert_eq!(row[j].to_bits(), dot(&alone[i], &alone[j]).to_bits());
        }
    }
    let sum = Deviations::sum(vec![(0.5, kept[1].clone()), (-2.0, kept[4].clone())]);
    let added: Vec<f64> = (alone[1].iter().zip(&alone[4]))
        .map(|(a, b)| 0.5 * a + -2.0 * b)
        .collect();
    assert_eq!(sum.variance.to_bits(), dot(&added, &added).to_bits());
    assert_eq!(sum.with(kept[7]).to_bits(), dot(&added, &alone[7]).to_bits());
}
