//! What holds for every sample: replicates and the order, the scale and the origin of the data.

use super::*;
use proptest::prelude::*;

/// Rows of (stratum, weight, value); every stratum has at least two rows.
fn sample() -> impl Strategy<Value = Vec<(u32, f64, f64)>> {
    let stratum = |h: u32| prop::collection::vec((Just(h), 0.1f64..10.0, -50.0f64..50.0), 2..7);
    (stratum(0), stratum(3), stratum(4)).prop_map(|(a, b, c)| [a, b, c].concat())
}

fn mean_variance(set: &ReplicateSet, rows: &[(u32, f64, f64)], y: impl Fn(f64) -> f64) -> f64 {
    let w: Vec<f64> = rows.iter().map(|r| r.1).collect();
    let mean = |w: &[f64]| {
        let sum: f64 = w.iter().sum();
        Some(w.iter().zip(rows).map(|(w, r)| w * y(r.2)).sum::<f64>() / sum).filter(|m| m.is_finite())
    };
    let mut out = vec![0.0; w.len()];
    let mut replicates = Vec::new();
    for r in 0..set.count() {
        set.weights(r, &w, &mut out);
        replicates.push(mean(&out));
    }
    variance(set, mean(&w).unwrap(), &replicates).unwrap().value
}

fn units(rows: &[(u32, f64, f64)]) -> Units {
    let stratum: Vec<u32> = rows.iter().map(|r| r.0).collect();
    Units::new(&stratum, None, &[]).unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-8 * (a.abs() + b.abs()) + 1e-12
}

proptest! {
    #[test]
    fn the_jackknife_does_not_depend_on_the_order_of_rows(rows in sample(), seed in 0usize..1000) {
        let mut turned = rows.clone();
        let by = seed % turned.len();
        turned.rotate_left(by);
        let of = |rows: &[(u32, f64, f64)]| {
            mean_variance(&jackknife(units(rows), None, Lonely::Fail).unwrap(), rows, |y| y)
        };
        prop_assert!(close(of(&rows), of(&turned)));
    }

    #[test]
    fn a_variance_grows_with_the_square_of_the_scale_and_not_with_the_origin(rows in sample(), times in 0.1f64..9.0) {
        let sets = [
            jackknife(units(&rows), None, Lonely::Fail).unwrap(),
            bootstrap(units(&rows), 12, "seed", None, Lonely::Fail).unwrap(),
        ];
        for set in sets {
            let plain = mean_variance(&set, &rows, |y| y);
            prop_assert!(close(mean_variance(&set, &rows, |y| times * y), times * times * plain));
            prop_assert!((mean_variance(&set, &rows, |y| y + 1000.0) - plain).abs() <= 1e-7 * (1.0 + plain));
            prop_assert!(plain >= 0.0);
        }
    }

    #[test]
    fn multipliers_keep_the_number_of_units_in_every_stratum(rows in sample(), r in 0usize..12) {
        let units = units(&rows);
        let set = bootstrap(units.clone(), 12, "seed", None, Lonely::Fail).unwrap();
        let mut out = vec![0.0; rows.len()];
        set.multiplier(r, &mut out);
        for h in 0..units.strata() {
            let sum: f64 = (0..rows.len()).filter(|row| units.stratum(*row) == h).map(|row| out[row]).sum();
            prop_assert!(close(sum, units.size(h) as f64));
        }
    }

    #[test]
    fn a_covariance_matrix_is_symmetric_and_not_negative(rows in sample()) {
        let set = jackknife(units(&rows), None, Lonely::Fail).unwrap();
        let replicates = |k: usize| -> Vec<Option<f64>> {
            (0..set.count()).map(|r| Some(rows[r].2 * (k + 1) as f64 + (r % (k + 2)) as f64)).collect()
        };
        let (a, b) = (replicates(0), replicates(1));
        let ab = covariance(&set, (0.0, &a), (1.0, &b)).unwrap().value;
        let ba = covariance(&set, (1.0, &b), (0.0, &a)).unwrap().value;
        prop_assert!(close(ab, ba));
        let (va, vb) = (variance(&set, 0.0, &a).unwrap().value, variance(&set, 1.0, &b).unwrap().value);
        prop_assert!(ab * ab <= va * vb * (1.0 + 1e-9));
    }
}
