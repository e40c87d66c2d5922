//! Properties that hold for every sample: scale, labels, order, and the linearity of linearised values.

use super::super::Lonely;
use super::super::contrast;
use super::super::design::{Design, Frame, Levels, dot};
use super::super::domain::Domain;
use super::super::statistic;
use super::super::taylor::Taylor;
use super::{combined, covariances};
use proptest::prelude::*;

/// A row: stratum, cluster in it, weight, value, in the domain.
type Row = (u32, u32, f64, f64, bool);

fn samples() -> impl Strategy<Value = Vec<Row>> {
    let row = (0u32..4, 0u32..6, 0.1f64..50.0, -100.0f64..100.0, any::<bool>());
    // Two clusters in every stratum at least, and members in the domain.
    let first: Vec<Row> = (0..4)
        .flat_map(|h| [(h, 0, 1.0, 3.0, true), (h, 1, 2.0, -4.0, true)])
        .collect();
    prop::collection::vec(row, 0..60).prop_map(move |rows| first.iter().copied().chain(rows).collect())
}

struct Sample {
    design: Design,
    domain: Domain,
    y: Vec<f64>,
}

fn sample(rows: &[Row], label: impl Fn(u32) -> u32, scale: (f64, f64)) -> Sample {
    let strata: Vec<u32> = rows.iter().map(|row| label(row.0)).collect();
    let clusters: Vec<u32> = rows.iter().map(|row| row.1).collect();
    let population: Vec<f64> = rows.iter().map(|row| 10.0 + f64::from(row.0)).collect();
    let levels = |of_row| Levels { of_row, labels: &[] };
    let frame = Frame {
        rows: rows.len(),
        strata: Some(levels(&strata)),
        clusters: vec![levels(&clusters)],
        population: vec![&population],
        lonely: Lonely::Fail,
        nest: true,
    };
    let weights: Vec<f64> = rows.iter().map(|row| row.2 * scale.0).collect();
    let domain = Domain::of(&weights, |row| rows[row].4);
    let y = domain.rows.iter().map(|row| rows[*row as usize].3 * scale.1).collect();
    Sample {
        design: Design::build(&frame).unwrap(),
        domain,
        y,
    }
}

impl Sample {
    fn mean(&self) -> (f64, f64) {
        let mean = statistic::mean(&self.domain, &self.y).unwrap();
        (mean.value, self.taylor().precision(&mean).variance)
    }

    fn total(&self) -> (f64, f64) {
        let total = statistic::total(&self.domain, &self.y).unwrap();
        (total.value, self.taylor().precision(&total).variance)
    }

    fn taylor(&self) -> Taylor<'_> {
        Taylor {
            design: &self.design,
            calibration: None,
        }
    }
}

fn near(got: (f64, f64), want: (f64, f64)) -> bool {
    let close = |a: f64, b: f64, size: f64| (a - b).abs() <= 1e-9 * b.abs() + 1e-9 * size;
    close(got.0, want.0, 1.0) && close(got.1, want.1, want.0 * want.0 * 1e-6 + 1e-6)
}

proptest! {
    #[test]
    fn other_names_of_strata_change_no_bit(rows in samples()) {
        let (a, b) = (sample(&rows, |h| h, (1.0, 1.0)), sample(&rows, |h| 1000 + 7 * h, (1.0, 1.0)));
        prop_assert_eq!(a.mean(), b.mean());
        prop_assert_eq!(a.total(), b.total());
    }

    #[test]
    fn a_mean_does_not_depend_on_the_weights_scale_and_a_total_does(rows in samples(), c in 0.001f64..1000.0) {
        let (a, b) = (sample(&rows, |h| h, (1.0, 1.0)), sample(&rows, |h| h, (c, 1.0)));
        prop_assert!(near(b.mean(), a.mean()));
        let (total, variance) = a.total();
        prop_assert!(near(b.total(), (c * total, c * c * variance)));
    }

    #[test]
    fn values_times_c_have_c_squared_the_variance(rows in samples(), c in 0.01f64..100.0) {
        let (a, b) = (sample(&rows, |h| h, (1.0, 1.0)), sample(&rows, |h| h, (1.0, c)));
        let (mean, variance) = a.mean();
        prop_assert!(near(b.mean(), (c * mean, c * c * variance)));
    }

    #[test]
    fn another_order_of_the_rows_changes_only_rounding(rows in samples(), turn in 0usize..60) {
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        let (a, b) = (sample(&rows, |h| h, (1.0, 1.0)), sample(&turned, |h| h, (1.0, 1.0)));
        prop_assert!(near(b.mean(), a.mean()) && near(b.total(), a.total()));
    }

    #[test]
    fn splitting_a_row_into_two_halves_changes_only_n(rows in samples()) {
        let halves = |row: &Row| [(row.0, row.1, row.2 / 2.0, row.3, row.4); 2];
        let split: Vec<Row> = rows.iter().flat_map(halves).collect();
        let (a, b) = (sample(&rows, |h| h, (1.0, 1.0)), sample(&split, |h| h, (1.0, 1.0)));
        prop_assert!(near(b.mean(), a.mean()) && near(b.total(), a.total()));
    }

    #[test]
    fn a_contrast_is_the_variance_of_the_combined_linearised_values(rows in samples(), c in -3.0f64..3.0) {
        let sample = sample(&rows, |h| h, (1.0, 1.0));
        let (mean, n) = (statistic::mean(&sample.domain, &sample.y).unwrap(), rows.len());
        let x: Vec<f64> = sample.y.iter().map(|y| 2.0 + y * y).collect();
        let ratio = statistic::ratio(&sample.domain, &sample.y, &x).unwrap();
        let deviations = [&mean, &ratio].map(|e| sample.taylor().deviations(e));
        let got = combined([(1.0, deviations[0].as_slice()), (c, &deviations[1])].into_iter());
        let combined: Vec<f64> =
            mean.linearised(n).iter().zip(ratio.linearised(n)).map(|(a, b)| a + c * b).collect();
        let want = sample.design.variance(&combined);
        prop_assert!(near((0.0, got), (0.0, want)));
        let matrix = covariances(&[&deviations[0], &deviations[1]]);
        let known: Vec<Vec<Option<f64>>> = matrix.iter().map(|row| row.iter().copied().map(Some).collect()).collect();
        let combination: contrast::Combination = [(0, 1.0), (1, c)].into();
        let quadratic = contrast::product(&combination, &combination, &known).unwrap();
        prop_assert!((quadratic - want).abs() <= 1e-9 * (matrix[0][0] + c * c * matrix[1][1]));
        let alike = vec![vec![Some(quadratic); 2]; 2];
        let difference: contrast::Combination = [(0, 1.0), (1, -1.0)].into();
        prop_assert_eq!(contrast::product(&difference, &difference, &alike).map(f64::to_bits), Some(0));
        prop_assert_eq!(contrast::product(&difference, &combination, &[vec![None; 2], vec![None; 2]]), None);
        prop_assert!(dot(&deviations[0], &deviations[0]) >= 0.0);
    }

    #[test]
    fn a_domain_and_its_complement_add_up_to_the_whole(rows in samples()) {
        let all: Vec<Row> = rows.iter().map(|row| (row.0, row.1, row.2, if row.4 { row.3 } else { 0.0 }, true)).collect();
        let (part, whole) = (sample(&rows, |h| h, (1.0, 1.0)), sample(&all, |h| h, (1.0, 1.0)));
        prop_assert!(near(part.total(), whole.total()));
    }
}
