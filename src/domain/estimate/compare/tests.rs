//! Adjusted p-values as R gives them; tests worked by hand.

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
}

#[test]
fn a_comparison_without_a_p_value_does_not_count() {
    let p = [Some(0.02), None, Some(0.03), Some(f64::NAN)];
    all_near(&adjust(Adjustment::Holm, &p), &[Some(0.04), None, Some(0.04), None]);
    assert_eq!(adjust(Adjustment::Holm, &[]), []);
    assert_eq!(adjust(Adjustment::BenjaminiHochberg, &[None]), [None]);
}

#[test]
fn nothing_is_tested_without_a_variance_or_degrees_of_freedom() {
    assert_eq!(zero_test(1.0, None, Some(9.0)), None);
    assert_eq!(
        (limits(1.0, None, Some(9.0), 0.95), limits(1.0, Some(1.0), None, 0.95)),
        (None, None)
    );
    assert_eq!(zero_test(1.0, Some(0.0), Some(9.0)), None);
    assert_eq!(zero_test(1.0, Some(1.0), Some(0.0)), None);
}

#[test]
fn a_test_against_zero_and_its_interval_are_those_of_t() {
    let (t, p) = zero_test(3.0, Some(4.0), Some(30.0)).unwrap();
    near(t, 1.5);
    near(p, crate::domain::estimate::student::both(1.5, 30.0));
    let (low, high) = limits(3.0, Some(4.0), Some(30.0), 0.95).unwrap();
    near(high - low, 2.0 * 2.0 * 2.042_272_456_301_238);
}

proptest! {
    #[test]
    fn adjusted_values_are_larger_monotone_and_ordered(p in prop::collection::vec(0.0f64..=1.0, 1..40)) {
        let raw: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
        let of = |how| -> Vec<f64> { adjust(how, &raw).into_iter().flatten().collect() };
        let (holm, bh) = (of(Adjustment::Holm), of(Adjustment::BenjaminiHochberg));
        let bonferroni: Vec<f64> = p.iter().map(|one| (one * p.len() as f64).min(1.0)).collect();
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
