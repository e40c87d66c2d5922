//! What holds for any sample: totals met, odds ratios kept, no effect of order or scale.

mod cycles;
mod odds;
mod splits;

use super::target;
use crate::domain::weight::calibrate::{Auxiliaries, Bounds, Distance, Options, Totals, calibrate};
use crate::domain::weight::cells::{Cells, Target};
use crate::domain::weight::diagnostics::Diagnostics;
use crate::domain::weight::rake::{Limits, RakeError, rake, rake_rows};
use proptest::prelude::*;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

const FINE: Limits = Limits {
    tolerance: 1e-13,
    max_cycles: 20_000,
};

const ROWS: usize = 60;

/// Every combination of 3 × 2 occurs; totals are those of some weights, so they can be met.
fn sample(truth: &[f64]) -> (Vec<Vec<u32>>, Vec<Target>) {
    let columns = vec![
        (0..ROWS).map(|i| i as u32 % 3).collect(),
        (0..ROWS).map(|i| i as u32 / 3 % 2).collect(),
    ];
    let total = |column: &Vec<u32>, category| {
        let of = column.iter().zip(truth).filter(|(c, _)| **c == category);
        of.map(|(_, w)| w).sum::<f64>()
    };
    let of = |column: usize, labels: &[&'static str]| {
        let totals = labels
            .iter()
            .enumerate()
            .map(|(c, label)| (*label, total(&columns[column], c as u32)));
        totals.collect::<Vec<_>>()
    };
    let targets = vec![
        target("age", &of(0, &["Y", "M", "O"])),
        target("sex", &of(1, &["m", "f"])),
    ];
    (columns, targets)
}

fn raked(d: &[f64], columns: &[Vec<u32>], targets: &[Target]) -> Vec<f64> {
    let cells = Cells::new(columns);
    let mut w = d.to_vec();
    cells.multiply(&mut w, &rake(d, &cells, targets, FINE).unwrap().cell_factor);
    w
}

fn close(a: &[f64], b: &[f64], rel: f64) -> bool {
    a.iter().zip(b).all(|(a, b)| (a - b).abs() <= rel * b.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn raking_does_not_depend_on_the_order_of_margins_and_scales_with_its_totals(
        d in prop::collection::vec(0.2f64..5.0, ROWS),
        truth in prop::collection::vec(0.5f64..4.0, ROWS),
        scale in 1e-6f64..1e6,
    ) {
        let (columns, targets) = sample(&truth);
        let w = raked(&d, &columns, &targets);
        let turned = raked(&d, &[columns[1].clone(), columns[0].clone()], &[targets[1].clone(), targets[0].clone()]);
        prop_assert!(close(&w, &turned, 1e-10));
        let more: Vec<f64> = d.iter().map(|d| d * scale).collect();
        prop_assert!(close(&raked(&more, &columns, &targets), &w, 1e-11));
        let larger: Vec<Target> = targets.iter().map(|t| Target {
            margin: t.margin.clone(),
            categories: t.categories.iter().map(|(l, total)| (l.clone(), total * scale)).collect(),
        }).collect();
        let scaled: Vec<f64> = w.iter().map(|w| w * scale).collect();
        prop_assert!(close(&raked(&d, &columns, &larger), &scaled, 1e-11));
        // Rows of one cell keep their ratios, cells their odds.
        prop_assert!((w[0] / w[6] / (d[0] / d[6]) - 1.0).abs() < 1e-12);
        let odds = |w: &[f64]| w[0] * w[4] / (w[1] * w[3]);
        prop_assert!((odds(&w) / odds(&d) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn every_way_to_calibrate_meets_totals_and_raking_is_one_of_them(
        d in prop::collection::vec(0.2f64..5.0, ROWS),
        factor in prop::collection::vec(0.8f64..1.25, ROWS),
        x in prop::collection::vec(-3.0f64..3.0, ROWS),
        offset in prop::sample::select(vec![0.0, 50.0, 1e9]),
    ) {
        let truth: Vec<f64> = d.iter().zip(&factor).map(|(d, f)| d * f).collect();
        let (columns, targets) = sample(&truth);
        let x: Vec<f64> = x.iter().map(|x| x + offset).collect();
        let sum = truth.iter().zip(&x).map(|(w, x)| w * x).sum();
        let ways = [
            (Distance::Linear, Bounds::None),
            (Distance::Raking, Bounds::None),
            (Distance::Linear, Bounds::Factor { low: 0.5, high: 2.0 }),
            (Distance::Raking, Bounds::Factor { low: 0.5, high: 2.0 }),
            (Distance::Logit, Bounds::Factor { low: 0.5, high: 2.0 }),
            (Distance::Linear, Bounds::Weight { low: 0.1, high: 8.0 }),
        ];
        for (distance, bounds) in ways {
            for number in [true, false] {
                let numbers = if number { vec![("x".to_owned(), x.clone())] } else { Vec::new() };
                let auxiliaries = Auxiliaries { cells: Cells::new(&columns), numbers };
                let totals = Totals { targets: targets.clone(), sums: if number { vec![sum] } else { Vec::new() } };
                let options = Options { distance, bounds, tolerance: 1e-10, max_cycles: 100 };
                let done = calibrate(&d, None, &auxiliaries, &totals, &options);
                let done = done.map_err(|e| TestCaseError::fail(format!("{distance:?} {bounds:?}: {e}")))?;
                let w: Vec<f64> = d.iter().zip(&done.factor).map(|(d, f)| d * f).collect();
                for (column, target) in columns.iter().zip(&targets) {
                    for (category, (_, total)) in target.categories.iter().enumerate() {
                        let got: f64 = column.iter().zip(&w).filter(|(c, _)| **c as usize == category).map(|(_, w)| w).sum();
                        prop_assert!((got / total - 1.0).abs() < 1e-9, "{distance:?} {bounds:?} {got} {total}");
                    }
                }
                if number {
                    let got: f64 = w.iter().zip(&x).map(|(w, x)| w * x).sum();
                    prop_assert!((got - sum).abs() < 1e-9 * sum.abs().max(100.0));
                }
                if !number && distance == Distance::Raking && bounds == Bounds::None {
                    prop_assert!(close(&w, &raked(&d, &columns, &targets), 1e-11));
                }
                let inside = |f: &f64| match bounds {
                    Bounds::Factor { low, high } => (low - 1e-12..=high + 1e-12).contains(f),
                    _ => true,
                };
                prop_assert!(done.factor.iter().all(inside));
            }
        }
    }
}

#[test]
fn raking_rows_in_two_passes_has_the_weights_and_figures_of_raking_row_by_row() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    // Few categories, and so many that no table holds their combinations; some are first met late.
    for levels in [[4u32, 3], [3000, 1500]] {
        let columns: Vec<Vec<u32>> = levels
            .map(|n| {
                (0..9001)
                    .map(|r| if r == 9000 { n - 1 } else { r * r % (n - 1) })
                    .collect()
            })
            .to_vec();
        let mut d: Vec<f64> = (0..9001).map(|_| rng.random_range(1.0..3.0)).collect();
        d[17] = 0.0;
        let cells = Cells::new(&columns);
        let targets = [0, 1].map(|m: usize| {
            let mut totals = vec![0.0; levels[m] as usize];
            columns[m]
                .iter()
                .zip(&d)
                .for_each(|(c, d)| totals[*c as usize] += 1.5 * d);
            let categories = totals.iter().enumerate().map(|(c, t)| (c.to_string(), *t)).collect();
            Target {
                margin: ["a", "b"][m].to_owned(),
                categories,
            }
        });
        assert_eq!(Cells::of_targets(&columns, &targets), cells);
        let limits = Limits {
            tolerance: 1e-9,
            max_cycles: 500,
        };
        let (rows, raked) = (
            rake_rows(&d, &cells, &targets, limits).unwrap(),
            rake(&d, &cells, &targets, limits),
        );
        assert_eq!(rows.raked, raked.unwrap());
        let weight = |(d, cell): (&f64, &u32)| d * rows.raked.cell_factor[*cell as usize];
        assert_eq!(
            rows.weight,
            d.iter().zip(&cells.of_row).map(weight).collect::<Vec<f64>>()
        );
        let figures = Diagnostics::of(&rows.weight);
        assert_eq!((Some(rows.range.0), Some(rows.range.1)), (figures.min, figures.max));
        let before: Vec<f64> = rows.before.iter().map(|tally| tally.sums[0]).collect();
        assert_eq!(before, cells.sum(&d));
        assert_eq!(rows.before.iter().map(|tally| tally.n).sum::<u64>(), 9000);
        d[5] = f64::NAN;
        let stop = rake_rows(&d, &cells, &targets, limits).unwrap_err();
        assert!(matches!(stop, RakeError::BadWeight { row: 5, .. }), "{stop}");
    }
}
