//! Adjusted p-values as R gives them; differences worked by hand.

use super::*;
use proptest::prelude::*;

fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-12 * b.abs(), "{a} instead of {b}");
}

fn all_near(found: &[Option<f64>], want: &[Option<f64>]) {
    assert_eq!(found.len(), want.len());
    for (found, want) in found.iter().zip(want) {
        match (found, want) {
            (Some(a), Some(b)) => near(*a, *b),
            _ => assert_eq!(found, want),
        }
    }
}

#[test]
fn holm_and_benjamini_hochberg_are_those_of_r() {
    let p = [0.01, 0.04, 0.03, 0.005, 0.5].map(Some);
    all_near(&adjust(Adjustment::Holm, &p), &[0.04, 0.09, 0.09, 0.025, 0.5].map(Some));
    let bh = [0.025, 0.05, 0.05, 0.025, 0.5].map(Some);
    all_near(&adjust(Adjustment::BenjaminiHochberg, &p), &bh);
    all_near(
        &adjust(Adjustment::Bonferroni, &p),
        &[0.05, 0.2, 0.15, 0.025, 1.0].map(Some),
    );
    assert_eq!(adjust(Adjustment::None, &p), p);
}

#[test]
fn a_comparison_without_a_p_value_does_not_count() {
    let p = [Some(0.02), None, Some(0.03), Some(f64::NAN)];
    all_near(&adjust(Adjustment::Holm, &p), &[Some(0.04), None, Some(0.04), None]);
    assert_eq!(adjust(Adjustment::Holm, &[]), []);
    assert_eq!(adjust(Adjustment::BenjaminiHochberg, &[None]), [None]);
}

fn measured(estimate: f64, variance: f64, df: f64) -> Measured {
    Measured {
        estimate,
        variance: Some(variance),
        df: Some(df),
    }
}

#[test]
fn a_change_in_the_same_blocks_uses_the_covariance() {
    let (first, second) = (measured(60.0, 4.0, 30.0), measured(63.0, 5.0, 30.0));
    let change = overlapping(first, second, 2.5, Some(30.0), 0.95);
    near(change.estimate, 3.0);
    near(change.se.unwrap(), 2.0);
    near(change.se_if_covariance_ignored.unwrap(), 3.0);
    near(change.t.unwrap(), 1.5);
    near(change.p.unwrap(), crate::domain::estimate::student::both(1.5, 30.0));
    let (low, high) = change.interval.unwrap();
    near(high - low, 2.0 * 2.0 * 2.042_272_456_301_238);
}

#[test]
fn a_change_between_samples_takes_the_degrees_of_freedom_of_welch() {
    let change = independent(measured(70.0, 1.0, 10.0), measured(75.0, 3.0, 40.0), 0.95);
    near(change.se.unwrap(), 2.0);
    near(change.df.unwrap(), 16.0 / (1.0 / 10.0 + 9.0 / 40.0));
    near(change.t.unwrap(), 2.5);
}

#[test]
fn nothing_is_tested_without_a_variance_or_degrees_of_freedom() {
    let bare = Measured {
        estimate: 1.0,
        variance: None,
        df: None,
    };
    let change = independent(bare, measured(2.0, 1.0, 5.0), 0.95);
    near(change.estimate, 1.0);
    assert_eq!(
        (change.se, change.t, change.p, change.interval),
        (None, None, None, None)
    );
    assert_eq!(zero_test(1.0, Some(0.0), Some(9.0)), None);
    assert_eq!(zero_test(1.0, Some(1.0), Some(0.0)), None);
}

#[test]
fn each_against_the_mean_of_all() {
    let covariance = vec![vec![4.0, 1.0], vec![1.0, 9.0]];
    let found = against_mean(&[1e9 + 10.0, 1e9 + 4.0], &covariance);
    // (x − y)/2 and its variance (4 + 9 − 2)/4.
    near(found[0].0, 3.0);
    near(found[1].0, -3.0);
    near(found[0].1, 11.0 / 4.0);
    near(found[1].1, 11.0 / 4.0);
}

proptest! {
    #[test]
    fn adjusted_values_are_larger_monotone_and_ordered(p in prop::collection::vec(0.0f64..=1.0, 1..40)) {
        let raw: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
        let of = |how| -> Vec<f64> { adjust(how, &raw).into_iter().flatten().collect() };
        let (holm, bh, bonferroni) = (of(Adjustment::Holm), of(Adjustment::BenjaminiHochberg), of(Adjustment::Bonferroni));
        for i in 0..p.len() {
            prop_assert!(p[i] <= bh[i] && bh[i] <= holm[i] * (1.0 + 1e-15) && holm[i] <= bonferroni[i] && bonferroni[i] <= 1.0);
            for j in 0..p.len() {
                prop_assert!(p[i] > p[j] || (holm[i] <= holm[j] && bh[i] <= bh[j]));
            }
        }
    }

    #[test]
    fn adjustment_follows_the_comparison_through_any_order(p in prop::collection::vec(0.0f64..=1.0, 2..20), by in 1usize..19) {
        let raw: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
        let mut turned = raw.clone();
        turned.rotate_left(by % p.len());
        for how in [Adjustment::Holm, Adjustment::BenjaminiHochberg] {
            let mut found = adjust(how, &raw);
            found.rotate_left(by % p.len());
            prop_assert_eq!(found, adjust(how, &turned));
        }
    }
}
