//! Degenerate inputs have defined outcomes, and large offsets cost no digits.

use super::contrast;
use crate::domain::estimate::Lonely;
use crate::domain::estimate::design::Design;
use crate::domain::estimate::domain::Domain;
use crate::domain::estimate::effect::{DesignEffect, against, kish, spread};
use crate::domain::estimate::independence::{NoTest, independence};
use crate::domain::estimate::interval::{Rate, RateInterval};
use crate::domain::estimate::quantile::quantile;
use crate::domain::estimate::statistic::{self, NoEstimate};
use crate::domain::estimate::taylor::Taylor;

fn simple(rows: usize) -> Design {
    Design::stratified(&vec![0; rows], None, Lonely::Fail).unwrap()
}

fn fixed(design: &Design) -> Taylor<'_> {
    Taylor {
        design,
        calibration: None,
    }
}

#[test]
fn a_domain_without_weight_has_no_estimate_but_a_total_of_nothing() {
    for domain in [Domain::default(), Domain::of(&[0.0, 0.0, 5.0], |row| row < 2)] {
        let y = vec![1.0; domain.rows.len()];
        assert_eq!(statistic::mean(&domain, &y).unwrap_err(), NoEstimate::EmptyDomain);
        assert_eq!(statistic::ratio(&domain, &y, &y).unwrap_err(), NoEstimate::EmptyDomain);
        let design = simple(3);
        let total = statistic::total(&domain, &y).unwrap();
        assert_eq!((total.value, total.n, total.sum_w), (0.0, 0, 0.0));
        assert!(total.value.is_sign_positive() && total.sum_w.is_sign_positive());
        let precision = fixed(&design).precision(&total);
        assert_eq!((precision.variance, precision.df()), (0.0, 0));
        assert_eq!(
            quantile(&fixed(&design), &domain, &y, 0.5, 0.95).unwrap_err(),
            NoEstimate::EmptyDomain
        );
        assert_eq!(kish(&domain.u), None);
    }
}

#[test]
fn values_and_weights_that_are_no_numbers_are_refused() {
    let domain = Domain::of(&[1.0, 2.0], |_| true);
    assert_eq!(
        statistic::mean(&domain, &[1.0, f64::NAN]).unwrap_err(),
        NoEstimate::NotANumber
    );
    for bad in [f64::NAN, f64::INFINITY] {
        let domain = Domain::of(&[1.0, bad], |_| true);
        assert_eq!(
            statistic::total(&domain, &[1.0, 2.0]).unwrap_err(),
            NoEstimate::NotANumber
        );
    }
}

#[test]
fn weights_below_zero_count_in_every_sum() {
    // As R does after linear calibration without bounds: (3·1 − 1·2 + 2·4)/4, outside of no value's range here.
    let domain = Domain::of(&[3.0, -1.0, 2.0], |_| true);
    let mean = statistic::mean(&domain, &[1.0, 2.0, 4.0]).unwrap();
    assert_eq!((mean.n, mean.sum_w, mean.value), (2, 4.0, 2.25));
}

fn effect(estimate: &statistic::Estimate, y: &[f64], variance: f64) -> DesignEffect {
    against(estimate.kind, estimate.n, estimate.sum_w, spread(estimate, y), variance)
}

#[test]
fn a_ratio_over_nothing_is_refused() {
    let domain = Domain::of(&[1.0, 1.0], |_| true);
    let refused = statistic::ratio(&domain, &[1.0, 2.0], &[3.0, -3.0]).unwrap_err();
    assert_eq!(refused, NoEstimate::ZeroDenominator);
}

#[test]
fn one_respondent_has_a_variance_of_0_no_degrees_of_freedom_and_no_design_effect() {
    let design = simple(4);
    let domain = Domain::of(&[3.0; 4], |row| row == 2);
    let estimate = statistic::mean(&domain, &[0.7]).unwrap();
    let precision = fixed(&design).precision(&estimate);
    assert_eq!((estimate.n, precision.df(), precision.variance.to_bits()), (1, 0, 0));
    assert_eq!(effect(&estimate, &[0.7], precision.variance), DesignEffect::default());
    let rate = Rate {
        p: 0.7,
        variance: 0.0,
        n: 1,
        df: 0.0,
    };
    for kind in RateInterval::ALL {
        let exists = rate.limits(kind, 0.95) != (None, None);
        assert_eq!(exists, kind == RateInterval::WaldZ, "{kind:?}");
    }
}

#[test]
fn equal_values_have_exactly_no_variance_whatever_their_weights() {
    let weights = [0.1, 0.7, 1.3, 2.9, 0.0];
    let domain = Domain::of(&weights, |_| true);
    for value in [0.0, 1.0, 0.1, 1e9 + 0.3, -7.7] {
        let estimate = statistic::mean(&domain, &[value; 5]).unwrap();
        let precision = fixed(&simple(5)).precision(&estimate);
        assert_eq!(estimate.value.to_bits(), f64::to_bits(value));
        assert_eq!(precision.variance.to_bits(), 0);
        assert_eq!(effect(&estimate, &[value; 5], 0.0), DesignEffect::default());
    }
}

#[test]
fn all_or_nobody_satisfied_follows_the_rules_for_degenerate_rates() {
    for (p, end) in [(0.0, 0), (1.0, 1)] {
        let rate = Rate {
            p,
            variance: 0.0,
            n: 84,
            df: 81.0,
        };
        assert!((rate.neff() - 84.0).abs() + (rate.neff_kg(0.95).unwrap() - 84.0).abs() < 1e-15);
        assert_eq!(rate.limits(RateInterval::Logit, 0.95), (None, None));
        assert_eq!(rate.limits(RateInterval::Arcsine, 0.95), (None, None));
        assert_eq!(rate.limits(RateInterval::WaldT, 0.95), (Some(p), Some(p)));
        for kind in [
            RateInterval::Wilson,
            RateInterval::KornGraubard,
            RateInterval::KornGraubardCapped,
        ] {
            let (low, high) = rate.limits(kind, 0.95);
            let (at_end, inside) = if end == 0 { (low, high) } else { (high, low) };
            assert_eq!(at_end, Some(p));
            assert!((inside.unwrap() - p).abs() > 0.04 && (inside.unwrap() - p).abs() < 0.05);
        }
    }
}

#[test]
fn a_rate_without_variance_between_0_and_1_counts_its_respondents() {
    let rate = Rate {
        p: 0.25,
        variance: 0.0,
        n: 40,
        df: 39.0,
    };
    assert_eq!(rate.limits(RateInterval::Logit, 0.95), (None, None));
    let (low, high) = rate.limits(RateInterval::KornGraubard, 0.95);
    // Clopper and Pearson, 10 of 40.
    assert!(
        (low.unwrap() - 0.126_914_798_932_845).abs() < 1e-13 && (high.unwrap() - 0.411_961_980_151_43).abs() < 1e-13,
        "{low:?} {high:?}"
    );
}

#[test]
fn an_offset_of_a_thousand_million_costs_no_digits() {
    let strata: Vec<u32> = (0..60).map(|i| i % 3).collect();
    let design = Design::stratified(&strata, Some(&[100.0, 90.0, 80.0]), Lonely::Fail).unwrap();
    let taylor = fixed(&design);
    let weights: Vec<f64> = (0..60)
        .map(|i| [3.3, 7.1, 1.9][i % 3] * (1.0 + (i % 7) as f64 / 10.0))
        .collect();
    let domain = Domain::of(&weights, |row| row % 5 != 0);
    let y: Vec<f64> = domain.rows.iter().map(|row| f64::from(row * 37 % 11)).collect();
    let shifted: Vec<f64> = y.iter().map(|y| y + 1e9).collect();
    let near = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-12, "{a} {b}");
    let (small, large) = (
        statistic::mean(&domain, &y).unwrap(),
        statistic::mean(&domain, &shifted).unwrap(),
    );
    near(large.value, small.value + 1e9);
    let [v, w] = [&small, &large].map(|e| taylor.precision(e).variance);
    near(w, v);
    let effects = [(&small, &y, v), (&large, &shifted, w)].map(|(e, y, v)| effect(e, y, v).with_replacement.unwrap());
    near(effects[0], effects[1]);
    // (y + 10⁹x)/x = y/x + 10⁹ with the same variance.
    let x: Vec<f64> = y.iter().map(|y| 2.0 + y % 4.0).collect();
    let moved: Vec<f64> = y.iter().zip(&x).map(|(y, x)| y + 1e9 * x).collect();
    let (plain, moved) = (
        statistic::ratio(&domain, &y, &x).unwrap(),
        statistic::ratio(&domain, &moved, &x).unwrap(),
    );
    near(taylor.precision(&moved).variance, taylor.precision(&plain).variance);
}

#[test]
fn a_total_with_a_large_offset_keeps_its_variance() {
    let design = simple(50);
    let domain = Domain::of(&[4.0; 50], |_| true);
    let y: Vec<f64> = (0..50).map(|i| f64::from(i * 17 % 23)).collect();
    let variance = |offset: f64| {
        let y: Vec<f64> = y.iter().map(|y| y + offset).collect();
        fixed(&design)
            .precision(&statistic::total(&domain, &y).unwrap())
            .variance
    };
    assert!((variance(1e9) / variance(0.0) - 1.0).abs() < 1e-12);
}

#[test]
fn a_contrast_that_cannot_vary_has_no_t_and_no_p() {
    let deviations = [0.3, -0.3];
    let tested = |terms: &[(f64, f64, &[f64])], df: u64| {
        let found = contrast(terms, df);
        (found.test, found.limits)
    };
    assert_eq!(tested(&[(1.0, 2.0, &deviations), (-1.0, 2.0, &deviations)], 10).0, None);
    assert_eq!(tested(&[(1.0, 2.0, &deviations)], 0), (None, None));
    let (_, p) = tested(&[(1.0, 1e6, &deviations)], 1_000_000).0.unwrap();
    assert!((0.0..1e-300).contains(&p));
}

#[test]
fn quantiles_invert_the_weighted_distribution_function() {
    let design = simple(5);
    let domain = Domain::of(&[1.0, 1.0, 2.0, 1.0, 0.0], |_| true);
    let y = [5.0, 1.0, 3.0, 9.0, -100.0];
    let at = |share: f64| quantile(&fixed(&design), &domain, &y, share, 0.95).unwrap();
    // Weights 1, 2, 1, 1 at 1, 3, 5, 9: F^ reaches 0.2, 0.6, 0.8, 1.
    let values: Vec<f64> = [0.1, 0.2, 0.21, 0.5, 0.6, 0.61, 1.0]
        .iter()
        .map(|share| at(*share).value)
        .collect();
    assert_eq!(values, [1.0, 1.0, 3.0, 3.0, 3.0, 5.0, 9.0]);
    let median = at(0.5);
    assert!((median.share - 0.6).abs() < 1e-15 && median.n == 4);
    // Four of five rows hold the domain: V of the share is the mean's.
    assert!(median.precision.variance > 0.0 && median.limits.0.is_none());
}

#[test]
fn woodruffs_interval_brackets_the_median_of_a_long_sample() {
    let design = simple(400);
    let domain = Domain::of(&[2.5; 400], |_| true);
    let y: Vec<f64> = (0..400).map(|i| f64::from(i * 173 % 400)).collect();
    let median = quantile(&fixed(&design), &domain, &y, 0.5, 0.95).unwrap();
    // F^ ∓ t₃₉₉ √(¼/399) = 0.5 ∓ 0.049208…, so the 181st and the 220th value.
    assert_eq!((median.value, median.limits), (199.0, (Some(180.0), Some(219.0))));
    assert!(median.se.unwrap() > 9.9 && median.se.unwrap() < 10.0);
}

#[test]
fn tables_that_cannot_be_tested_say_why() {
    let design = simple(6);
    let domain = Domain::of(&[1.0; 6], |_| true);
    let test = |row: &[u32], rows, column: &[u32], columns| {
        independence(&fixed(&design), &domain, (row, rows), (column, columns)).unwrap_err()
    };
    let (a, b) = ([0, 0, 0, 1, 1, 1], [0, 1, 0, 1, 0, 1]);
    assert_eq!(test(&a, 3, &b, 2), NoTest::EmptyRow(2));
    assert_eq!(test(&a, 2, &[0, 2, 0, 2, 0, 2], 3), NoTest::EmptyColumn(1));
    assert_eq!(test(&[0; 6], 1, &b, 2), NoTest::TooSmall { rows: 1, columns: 2 });
    let empty = Domain::default();
    let refused = independence(&fixed(&design), &empty, (&[], 2), (&[], 2)).unwrap_err();
    assert_eq!(refused, NoTest::NoEstimate(NoEstimate::EmptyDomain));
}

#[test]
fn a_simple_sample_has_pearsons_test() {
    // 2 × 2 from a simple sample: Δ is n/(n−1) for the design's n/(n−1), so F is X²·(n−1)/n.
    let (row, column): (Vec<u32>, Vec<u32>) = (0..40)
        .map(|i| (u32::from(i < 22), u32::from(i % 3 == 0 || i < 6)))
        .unzip();
    let design = simple(40);
    let domain = Domain::of(&[1.5; 40], |_| true);
    let got = independence(&fixed(&design), &domain, (&row, 2), (&column, 2)).unwrap();
    let counts = |r: u32, c: u32| row.iter().zip(&column).filter(|(a, b)| **a == r && **b == c).count() as f64;
    let (a, b, c, d) = (counts(0, 0), counts(0, 1), counts(1, 0), counts(1, 1));
    let pearson = 40.0 * (a * d - b * c) * (a * d - b * c) / ((a + b) * (c + d) * (a + c) * (b + d));
    assert!((got.x2 / pearson - 1.0).abs() < 1e-12, "{} {pearson}", got.x2);
    assert!((got.rao_scott.unwrap().ddf - 39.0).abs() < 1e-12);
}

#[test]
fn limits_that_are_smaller_than_any_double_are_zero() {
    // Few effective units and one degree of freedom: m·p is about 0.0004.
    let rate = Rate {
        p: 0.02,
        variance: 0.01,
        n: 12,
        df: 1.0,
    };
    let (low, high) = rate.limits(RateInterval::KornGraubard, 0.95);
    assert_eq!(low, Some(0.0));
    assert!(high.is_some_and(|high| high > 0.9 && high <= 1.0), "{high:?}");
}

#[test]
fn an_arcsine_interval_whose_limits_change_places_is_not_given() {
    let rate = |p: f64, variance: f64| Rate {
        p,
        variance,
        n: 20,
        df: 1.0,
    };
    assert_eq!(rate(0.33, 0.02).limits(RateInterval::Arcsine, 0.95), (None, None));
    let (low, high) = rate(0.33, 0.0001).limits(RateInterval::Arcsine, 0.95);
    assert!(low < Some(0.33) && high > Some(0.33));
}
