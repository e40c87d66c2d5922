//! Shrinkage on the documented vectors, and the equations that τ² must solve.

use super::*;
use proptest::prelude::*;

fn near(a: f64, b: f64, digits: f64) {
    assert!((a - b).abs() <= digits * b.abs().max(1e-12), "{a} instead of {b}");
}

fn areas(rows: &[(f64, f64)]) -> Vec<Direct> {
    let one = |(estimate, variance): &(f64, f64)| Direct {
        estimate: *estimate,
        variance: *variance,
    };
    rows.iter().map(one).collect()
}

const ALL: [Between; 3] = [Between::Moments, Between::FayHerriot, Between::Reml];

#[test]
fn shrinkage_follows_the_documented_vectors() {
    for (n, index, b, value) in [(400.0, 74.0, 0.92969, 73.8594), (60.0, 80.0, 0.66482, 77.3186)] {
        let found = shrink(index, 22.0 * 22.0 / n, 16.0, 72.0);
        assert!(
            (found.0 - b).abs() < 5e-6 && (found.1 - value).abs() < 5e-5,
            "{found:?}"
        );
    }
}

#[test]
fn with_equal_variances_all_methods_agree_with_the_moments() {
    let rows = [(70.0, 4.0), (76.0, 4.0), (64.0, 4.0), (81.0, 4.0)];
    let (mean, tau2) = moments(&rows).unwrap();
    for how in ALL {
        let found = fay_herriot(&areas(&rows), how).unwrap();
        near(found.tau2, tau2, 1e-12);
        near(found.mean, mean, 1e-12);
        near(found.mean_variance, (tau2 + 4.0) / 4.0, 1e-12);
        let b = tau2 / (tau2 + 4.0);
        let (g1, g2) = (b * 4.0, (1.0 - b) * (1.0 - b) * (tau2 + 4.0) / 4.0);
        near(found.areas[0].mse_first, g1 + g2, 1e-12);
        // V(τ̂²) = 2 (τ² + ψ)²/m for all three, so 2 g3 = 4 (1 − B)² (τ² + ψ)/m.
        near(
            found.areas[0].mse,
            g1 + g2 + (1.0 - b) * (1.0 - b) * (tau2 + 4.0),
            1e-11,
        );
    }
}

#[test]
fn each_method_solves_its_own_equation() {
    let rows = areas(&[(70.0, 1.0), (76.0, 9.0), (64.0, 2.0), (81.0, 25.0), (69.0, 4.0)]);
    let found = fay_herriot(&rows, Between::FayHerriot).unwrap();
    let part = |a: &Direct| (a.estimate - found.mean).powi(2) / (found.tau2 + a.variance);
    near(rows.iter().map(part).sum::<f64>(), 4.0, 1e-12);
    let found = fay_herriot(&rows, Between::Reml).unwrap();
    // The restricted log-likelihood is highest there.
    let likelihood = |tau2: f64| {
        let (mean, variance) = weighted_mean(&rows, tau2);
        let part = |a: &Direct| {
            let total = tau2 + a.variance;
            libm::log(total) + (a.estimate - mean).powi(2) / total
        };
        -rows.iter().map(part).sum::<f64>() + libm::log(variance)
    };
    let top = likelihood(found.tau2);
    for away in [0.9, 0.99, 1.01, 1.1] {
        assert!(likelihood(found.tau2 * away) < top);
    }
}

#[test]
fn cells_that_differ_less_than_their_errors_all_get_the_mean() {
    for how in ALL {
        let found = fay_herriot(&areas(&[(70.0, 100.0), (71.0, 50.0), (69.0, 80.0)]), how).unwrap();
        assert!(found.at_zero && found.tau2 <= 0.0);
        assert!(
            found
                .areas
                .iter()
                .all(|a| a.b <= 0.0 && (a.value - found.mean).abs() < 1e-12)
        );
        assert!(found.areas.iter().all(|a| a.mse_first > 0.0 && a.mse > 0.0));
    }
}

#[test]
fn what_cannot_be_shrunken_is_refused() {
    let refuse = |rows: &[(f64, f64)]| fay_herriot(&areas(rows), Between::default()).unwrap_err();
    assert_eq!(refuse(&[(1.0, 1.0), (2.0, 1.0)]), ShrinkageError::TooFewAreas(2));
    assert_eq!(
        refuse(&[(1.0, 1.0), (2.0, 0.0), (3.0, 1.0)]),
        ShrinkageError::ZeroVariance(1)
    );
    assert_eq!(
        refuse(&[(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0)]),
        ShrinkageError::NotANumber(2)
    );
    assert_eq!(
        refuse(&[(1.0, -1.0), (2.0, 1.0), (3.0, 1.0)]),
        ShrinkageError::NotANumber(0)
    );
    assert_eq!(moments(&[(1.0, 1.0)]), None);
}

proptest! {
    #[test]
    fn a_shrunken_value_lies_between_the_direct_one_and_the_mean(
        rows in prop::collection::vec((0.0f64..100.0, 0.5f64..60.0), 3..30),
    ) {
        for how in ALL {
            let found = fay_herriot(&areas(&rows), how).unwrap();
            for (area, (direct, variance)) in found.areas.iter().zip(&rows) {
                let (low, high) = (direct.min(found.mean), direct.max(found.mean));
                prop_assert!(area.value >= low - 1e-9 && area.value <= high + 1e-9);
                prop_assert!((0.0..1.0).contains(&area.b) && area.mse_first <= variance + found.mean_variance);
            }
        }
    }

    #[test]
    fn the_unit_and_the_origin_do_not_matter(rows in prop::collection::vec((0.0f64..100.0, 0.5f64..60.0), 3..20)) {
        let moved: Vec<(f64, f64)> = rows.iter().map(|(x, v)| (4.0 * x + 1e6, 16.0 * v)).collect();
        for how in ALL {
            let (plain, moved) = (fay_herriot(&areas(&rows), how).unwrap(), fay_herriot(&areas(&moved), how).unwrap());
            prop_assert!((16.0 * plain.tau2 - moved.tau2).abs() <= 1e-6 * (1.0 + moved.tau2));
            prop_assert!((4.0 * plain.mean + 1e6 - moved.mean).abs() <= 1e-6);
        }
    }
}

/// Three areas whose likelihood has a lower peak at 18.03 and its highest at 0.
#[test]
fn the_highest_peak_of_the_restricted_likelihood_is_found() {
    let row = |y: f64, se: f64| (y, se * se);
    let rows = [
        row(58.2170866678319, 7.7587276227217625),
        row(40.08482038086341, 3.653903025089174),
        row(42.73958464715429, 2.6675601465827974),
    ];
    let found = fay_herriot(&areas(&rows), Between::Reml).unwrap();
    assert!(found.at_zero && found.tau2 <= 0.0, "{found:?}");
    // The first area a little farther away: the peak above 0 is the higher one.
    let mut rows = rows;
    rows[0].0 += 2.0;
    let found = fay_herriot(&areas(&rows), Between::Reml).unwrap();
    assert!(found.tau2 > 20.0, "{found:?}");
}
