//! Intervals and errors against known values; degenerate inputs have typed outcomes; the reference cases.

mod calibrated;
mod case;
mod clusters;
mod degenerate;
mod designs;
mod deviations;
mod distribution;
mod properties;
mod stratified;
mod surveys;

use super::Lonely;
use super::calibration::Calibration;
use super::compare::{limits, zero_test};
use super::design::{Design, Frame, Levels, dot};
use super::deviations::Deviations;
use super::domain::Domain;
use super::interval::{self, effective_size, satterthwaite, wilson};
use super::student::quantile;
use crate::domain::weight::rake::Cells;

/// A contrast as an analysis works it out: deviations combined, squared, tested and given an interval of 95 %.
struct Contrast {
    value: f64,
    se: f64,
    df: f64,
    test: Option<(f64, f64)>,
    limits: Option<(f64, f64)>,
}

/// Of terms (coefficient, value, deviations).
fn contrast(terms: &[(f64, f64, &[f64])], df: u64) -> Contrast {
    let value = terms.iter().map(|(c, value, _)| c * value).sum();
    let variance = combined(terms.iter().map(|(c, _, deviations)| (*c, *deviations)));
    let df = df as f64;
    Contrast {
        value,
        se: variance.sqrt(),
        df,
        test: zero_test(value, Some(variance), Some(df)),
        limits: limits(value, Some(variance), Some(df), 0.95),
    }
}

/// V of Σ c × estimate from deviations.
fn combined<'d>(parts: impl Iterator<Item = (f64, &'d [f64])>) -> f64 {
    let sum = Deviations::sum(parts.map(|(c, of)| (c, Deviations::whole(of.to_vec()))).collect());
    sum.with(&sum)
}

/// Covariances of estimates from deviations.
fn covariances(deviations: &[&[f64]]) -> Vec<Vec<f64>> {
    let all: Vec<Deviations> = deviations.iter().map(|of| Deviations::whole(of.to_vec())).collect();
    (all.iter()).map(|a| all.iter().map(|b| a.with(b)).collect()).collect()
}

#[test]
fn t_quantiles_are_right_from_one_to_a_million_degrees_of_freedom() {
    // cot(π/40) at 1; even degrees from the finite sum of the distribution function in 60 digits; the last from its
    // expansion in 1/df, in 50 digits.
    let known = [
        (1.0, 12.706_204_736_174_707),
        (2.0, 4.302_652_729_749_464),
        (10.0, 2.228_138_851_986_275),
        (30.0, 2.042_272_456_301_238),
        (100.0, 1.983_971_518_523_552),
        (1000.0, 1.962_339_080_826_408),
        (100_000.0, 1.959_987_707_534_61),
        (1_000_000.0, 1.959_966_356_814_107),
    ];
    for (df, want) in known {
        let got = quantile(0.975, df);
        assert!((got / want - 1.0).abs() < 1e-12, "df {df}: {got} instead of {want}");
    }
}

#[test]
fn both_ways_to_the_density_constant_meet() {
    let (below, above) = (quantile(0.975, 49.999_999), quantile(0.975, 50.0));
    assert!(below > above && below - above < 1e-8);
}

#[test]
fn wilson_gives_the_worked_example() {
    let (low, high) = wilson(0.68, 320.0, 1.959_963_984_540_054);
    assert!(
        (low - 0.62701).abs() < 5e-6 && (high - 0.72872).abs() < 5e-6,
        "{low} {high}"
    );
}

#[test]
fn all_or_none_satisfied_uses_n_and_keeps_the_end_exact() {
    assert!((effective_size(1.0, 0.0, 40) - 40.0).abs() < 1e-15);
    let (low, high) = interval::rate(1.0, 0.0, 40, 39.0, 0.95).unwrap();
    assert!(low > 0.9 && low < 1.0 && high >= 1.0);
    let (low, high) = interval::rate(0.0, 0.0, 40, 39.0, 0.95).unwrap();
    assert!(low <= 0.0 && high > 0.0 && high < 0.1);
}

#[test]
fn below_one_degree_of_freedom_there_is_no_interval() {
    assert_eq!(interval::rate(0.5, 0.01, 2, 0.0, 0.95), None);
    assert_eq!(interval::mean(50.0, 4.0, 0.5, 0.95), None);
}

#[test]
fn satterthwaite_of_equal_parts_adds_and_of_nothing_adds_too() {
    assert!((satterthwaite(&[(1.0, 10.0), (1.0, 10.0)]) - 20.0).abs() < 1e-12);
    assert!((satterthwaite(&[(0.0, 10.0), (0.0, 5.0)]) - 15.0).abs() < 1e-15);
    assert!((satterthwaite(&[(4.0, 7.0), (0.0, 100.0)]) - 7.0).abs() < 1e-12);
}

#[test]
fn a_mean_of_a_simple_sample_has_the_textbook_variance() {
    let y = [1.0, 0.0, 1.0, 1.0];
    let domain = Domain {
        rows: vec![0, 1, 2, 3],
        u: vec![2.0; 4],
    };
    let mean = domain.mean(&y).unwrap();
    let design = Design::stratified(&[0; 4], None, Lonely::Fail).unwrap();
    let v = design.variance(&domain.linearised(&y, mean, 4, None));
    assert!((mean - 0.75).abs() < 1e-15 && (v - 0.25 / 4.0).abs() < 1e-15, "{v}");
    let halved = Design::stratified(&[0; 4], Some(&[8.0]), Lonely::Fail).unwrap();
    assert!((halved.variance(&domain.linearised(&y, mean, 4, None)) - v / 2.0).abs() < 1e-15);
    let whole = Design::stratified(&[0; 4], Some(&[4.0]), Lonely::Fail).unwrap();
    assert!(whole.variance(&domain.linearised(&y, mean, 4, None)).abs() < 1e-30);
}

#[test]
fn a_lonely_stratum_is_counted_and_deviates_from_the_overall_mean() {
    let design = Design::stratified(&[0, 0, 1], None, Lonely::Adjust).unwrap();
    assert_eq!(design.lonely(), ["1"]);
    let deviations = design.deviations(&[1.0, 3.0, 8.0]);
    assert!((deviations[2] - 4.0).abs() < 1e-15);
}

#[test]
fn clusters_are_totalled_before_they_are_compared() {
    let blocks = Levels {
        of_row: &[0, 0, 1, 1],
        labels: &[],
    };
    let frame = Frame {
        rows: 4,
        clusters: vec![blocks],
        ..Frame::default()
    };
    let design = Design::build(&frame).unwrap();
    let by_hand = Design::stratified(&[0, 0], None, Lonely::Fail).unwrap();
    let (rows, totals) = (design.variance(&[1.0, 2.0, 4.0, 5.0]), by_hand.variance(&[3.0, 9.0]));
    assert!((rows - totals).abs() < 1e-15);
    assert_eq!(design.degrees_of_freedom([0, 1, 2].into_iter()), 1);
}

#[test]
fn an_empty_domain_has_no_mean() {
    assert_eq!(Domain::default().mean(&[]), None);
    assert_eq!(
        Domain {
            rows: vec![0],
            u: vec![0.0]
        }
        .mean(&[1.0]),
        None
    );
}

#[test]
fn a_margin_category_has_variance_zero_after_raking() {
    let sex = vec![0, 0, 1, 1, 1];
    let cells = Cells::new(&[sex.clone(), vec![0, 1, 0, 1, 1]]);
    let (before, after) = (vec![1.0; 5], vec![1.2, 1.2, 0.9, 0.9, 0.9]);
    let calibration = Calibration::new(&cells, &before, &after);
    let y: Vec<f64> = sex.iter().map(|s| f64::from(*s)).collect();
    let domain = Domain {
        rows: (0..5).collect(),
        u: after.clone(),
    };
    let z = domain.linearised(&y, domain.mean(&y).unwrap(), 5, Some(&calibration));
    assert!(dot(&z, &z) < 1e-28, "{z:?}");
}
