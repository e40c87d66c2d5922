//! Replicates against formulas worked by hand and against the linearised variance.

mod supplied;

use super::*;

fn codes(sizes: &[usize]) -> Vec<u32> {
    let stratum = |(h, n): (usize, &usize)| vec![h as u32; *n];
    sizes.iter().enumerate().flat_map(stratum).collect()
}

fn units(sizes: &[usize]) -> Units {
    Units::new(&codes(sizes), None, &[]).unwrap()
}

fn total(weights: &[f64], y: &[f64]) -> f64 {
    weights.iter().zip(y).map(|(w, y)| w * y).sum()
}

fn totals(set: &ReplicateSet, w: &[f64], y: &[f64]) -> Vec<Option<f64>> {
    let mut out = vec![0.0; w.len()];
    let mut of = |r| {
        set.weights(r, w, &mut out);
        Some(total(&out, y))
    };
    (0..set.count()).map(&mut of).collect()
}

fn variance_of_total(set: &ReplicateSet, w: &[f64], y: &[f64]) -> f64 {
    variance(set, total(w, y), &totals(set, w, y)).unwrap().value
}

/// D3 for a total, by stratum sizes.
fn linearised(sizes: &[usize], z: &[f64], f: &[f64]) -> f64 {
    let mut start = 0;
    let mut v = 0.0;
    for (n, f) in sizes.iter().zip(f) {
        let part = &z[start..start + n];
        let mean = part.iter().sum::<f64>() / *n as f64;
        let squares: f64 = part.iter().map(|z| (z - mean) * (z - mean)).sum();
        v += (1.0 - f) * *n as f64 / (*n as f64 - 1.0) * squares;
        start += n;
    }
    v
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-12 * b.abs().max(1e-300), "{a} instead of {b}");
}

#[test]
fn the_jackknife_of_a_total_is_the_linearised_variance() {
    let (sizes, f) = ([3, 2, 4], [0.1, 0.0, 0.5]);
    let y = [1.0, 4.0, 2.5, 9.0, 3.0, 7.0, 7.5, 1.0, 0.0];
    let w = [1.0, 2.0, 1.0, 3.0, 2.0, 1.0, 1.5, 2.0, 1.0];
    let z: Vec<f64> = w.iter().zip(&y).map(|(w, y)| w * y).collect();
    let set = jackknife(units(&sizes), Some(&f), Lonely::Fail).unwrap();
    assert_eq!(set.count(), 9);
    near(variance_of_total(&set, &w, &y), linearised(&sizes, &z, &f));
}

#[test]
fn a_deleted_unit_takes_all_its_rows_and_raises_the_others_of_its_stratum() {
    let stratum = [7, 7, 7, 7, 9, 9];
    let group = [1, 1, 2, 3, 1, 2];
    let set = jackknife(Units::new(&stratum, Some(&group), &[]).unwrap(), None, Lonely::Fail).unwrap();
    let mut out = vec![0.0; 6];
    set.multiplier(0, &mut out);
    assert_eq!(out, [0.0, 0.0, 1.5, 1.5, 1.0, 1.0]);
    set.multiplier(4, &mut out);
    assert_eq!(out, [1.0, 1.0, 1.0, 1.0, 2.0, 0.0]);
    assert_eq!(set.scale, [2.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0, 0.5, 0.5]);
}

#[test]
fn a_stratum_taken_whole_adds_nothing() {
    let set = jackknife(units(&[3]), Some(&[1.0]), Lonely::Fail).unwrap();
    near(variance_of_total(&set, &[1.0; 3], &[1.0, 5.0, 9.0]) + 1.0, 1.0);
}

#[test]
fn more_units_than_the_population_has_are_refused_by_stratum() {
    let labels = ["north".to_owned(), "south".to_owned()];
    let units = Units::new(&codes(&[2, 2]), None, &labels).unwrap();
    let refused = jackknife(units, Some(&[0.5, 1.2]), Lonely::Fail).unwrap_err();
    let (stratum, found) = ("south".to_owned(), 1.2);
    assert_eq!(refused, ReplicateError::Fraction { stratum, found });
}

#[test]
fn a_lonely_stratum_follows_the_rule() {
    let y = [1.0, 4.0, 2.5, 9.0, 3.0];
    let w = [1.0; 5];
    let make = |rule| jackknife(units(&[2, 1, 2]), None, rule);
    let refused = make(Lonely::Fail).unwrap_err();
    assert_eq!(refused, ReplicateError::LonelyStratum { stratum: "1".into() });
    let others = 9.0 + 36.0;
    near(variance_of_total(&make(Lonely::Remove).unwrap(), &w, &y), others);
    near(variance_of_total(&make(Lonely::Certainty).unwrap(), &w, &y), others);
    near(
        variance_of_total(&make(Lonely::Average).unwrap(), &w, &y),
        others * 3.0 / 2.0,
    );
    let mean = 19.5 / 5.0;
    let adjusted = others + (2.5 - mean) * (2.5 - mean);
    near(variance_of_total(&make(Lonely::Adjust).unwrap(), &w, &y), adjusted);
    assert_eq!(make(Lonely::Remove).unwrap().lonely, ["1"]);
}

#[test]
fn a_lonely_stratum_stays_in_every_bootstrap_replicate() {
    let set = bootstrap(units(&[4, 1]), 20, "s", None, Lonely::Remove).unwrap();
    let mut out = vec![0.0; 5];
    for r in 0..20 {
        set.multiplier(r, &mut out);
        near(out[4], 1.0);
    }
    assert!(bootstrap(units(&[4, 1]), 20, "s", None, Lonely::Fail).is_err());
    let refused = bootstrap(units(&[4, 1]), 20, "s", None, Lonely::Adjust).unwrap_err();
    let (method, stratum) = ("bootstrap", "1".to_owned());
    assert_eq!(refused, ReplicateError::NoSuchRule { method, stratum });
    let refused = bootstrap(units(&[1, 1]), 20, "s", None, Lonely::Remove).unwrap_err();
    assert_eq!(refused, ReplicateError::OnlyLonely);
}

#[test]
fn hadamard_matrices_are_orthogonal_and_nearly_as_small_as_can_be() {
    for least in 1..=90 {
        let h = hadamard(least);
        let n = h.order();
        let sign = |i, j| if h.is_positive(i, j) { 1i32 } else { -1 };
        for i in 0..n {
            assert_eq!((sign(0, i), sign(i, 0)), (1, 1));
            for j in 0..n {
                let inner: i32 = (0..n).map(|k| sign(i, k) * sign(j, k)).sum();
                assert_eq!(inner, if i == j { n as i32 } else { 0 }, "order {n}, rows {i} and {j}");
            }
        }
        let gap = n - least;
        assert!(gap <= 3 || matches!(n, 56 | 80 | 96), "{least} needs {n}");
    }
}

#[test]
fn half_samples_of_a_total_give_the_linearised_variance_with_and_without_fay() {
    for strata in [1, 3, 7, 18] {
        let sizes = vec![2; strata];
        let y: Vec<f64> = (0..2 * strata).map(|i| (i * i % 7) as f64 + 0.5 * i as f64).collect();
        let w = vec![1.0; 2 * strata];
        for rho in [0.0, 0.3, 0.5] {
            let set = half_samples(units(&sizes), rho, Lonely::Fail).unwrap();
            let want = linearised(&sizes, &y, &vec![0.0; strata]);
            near(variance_of_total(&set, &w, &y), want);
            let centred = set.centred(Centre::ReplicateMean);
            near(variance_of_total(&centred, &w, &y), want);
        }
    }
}

#[test]
fn half_samples_name_a_stratum_that_is_no_pair() {
    let labels = ["a".to_owned(), "b".to_owned()];
    let units = Units::new(&codes(&[2, 3]), None, &labels).unwrap();
    let refused = half_samples(units, 0.0, Lonely::Fail).unwrap_err();
    let (stratum, found) = ("b".to_owned(), 3);
    assert_eq!(refused, ReplicateError::NotAPair { stratum, found });
    assert_eq!(
        half_samples(tests::units(&[2]), 1.0, Lonely::Fail).unwrap_err(),
        ReplicateError::Rho(1.0)
    );
}

#[test]
fn the_bootstrap_draws_one_less_than_a_stratum_has_and_does_not_depend_on_the_order_of_calls() {
    let set = bootstrap(units(&[5, 2, 9]), 50, "2026", None, Lonely::Fail).unwrap();
    let longer = bootstrap(units(&[5, 2, 9]), 80, "2026", None, Lonely::Fail).unwrap();
    let (mut out, mut again) = (vec![0.0; 16], vec![0.0; 16]);
    for r in (0..50).rev() {
        set.multiplier(r, &mut out);
        longer.multiplier(r, &mut again);
        assert_eq!(out, again);
        near(out[..5].iter().sum(), 5.0);
        near(out[5..7].iter().sum(), 2.0);
        near(out[7..].iter().sum(), 9.0);
    }
    let other = bootstrap(units(&[5, 2, 9]), 50, "2027", None, Lonely::Fail).unwrap();
    other.multiplier(0, &mut again);
    assert_ne!(out, again);
}

#[test]
fn a_bootstrap_replicate_can_be_drawn_again_by_any_program() {
    let set = bootstrap(units(&[6, 3]), 2, "s", None, Lonely::Fail).unwrap();
    let mut out = vec![0.0; 9];
    set.multiplier(0, &mut out);
    let whole = |factor: f64| move |m: &f64| (m / factor).round() as u32;
    let drawn: Vec<u32> = out[..6]
        .iter()
        .map(whole(1.2))
        .chain(out[6..].iter().map(whole(1.5)))
        .collect();
    // Worked by a separate program from the description of the stream and of a draw.
    assert_eq!(drawn, [0, 1, 1, 0, 3, 0, 1, 1, 0]);
}

#[test]
fn rows_in_another_order_get_the_multipliers_of_their_units() {
    let shuffled = Units::new(&[1, 0, 1, 0, 0], Some(&[2, 1, 1, 2, 3]), &[]).unwrap();
    let set = bootstrap(shuffled, 5, "s", None, Lonely::Fail).unwrap();
    let sorted = bootstrap(units(&[3, 2]), 5, "s", None, Lonely::Fail).unwrap();
    let (mut out, mut of_unit) = (vec![0.0; 5], vec![0.0; 5]);
    for r in 0..5 {
        set.multiplier(r, &mut out);
        sorted.multiplier(r, &mut of_unit);
        assert_eq!(out, [4, 0, 3, 1, 2].map(|unit: usize| of_unit[unit]).to_vec());
    }
}

#[test]
fn the_bootstrap_of_a_total_comes_close_to_the_linearised_variance() {
    let (sizes, f) = ([40, 25], [0.0, 0.5]);
    let y: Vec<f64> = (0..65).map(|i| f64::from(i * 37 % 23)).collect();
    let set = bootstrap(units(&sizes), 4000, "close", Some(&f), Lonely::Fail).unwrap();
    let ratio = variance_of_total(&set, &vec![1.0; 65], &y) / linearised(&sizes, &y, &f);
    // Four standard errors of a variance from 4000 replicates.
    assert!((ratio - 1.0).abs() < 4.0 * (2.0f64 / 4000.0).sqrt(), "{ratio}");
}

#[test]
fn lost_replicates_are_counted_and_the_rest_stands_for_them() {
    let set = multipliers(1, vec![vec![1.0]; 4], None).unwrap();
    let found = variance(&set, 10.0, &[Some(11.0), None, Some(9.0), Some(12.0)]).unwrap();
    assert_eq!((found.used, found.failed), (3, 1));
    near(found.value, 6.0 / 3.0);
    let lost = variance(&set, 10.0, &[Some(11.0), None, None, None]).unwrap_err();
    assert_eq!(lost, ReplicateError::NothingLeft { count: 4, used: 1 });
}

#[test]
fn centring_at_the_mean_removes_the_bias() {
    let set = multipliers(1, vec![vec![1.0]; 2], None).unwrap();
    let replicates = [Some(1e9 + 3.0), Some(1e9 + 1.0)];
    near(variance(&set, 1e9, &replicates).unwrap().value, 5.0);
    let set = set.centred(Centre::ReplicateMean);
    near(variance(&set, 1e9, &replicates).unwrap().value, 1.0);
}

#[test]
fn degrees_of_freedom_count_units_with_a_member() {
    let units = Units::new(&[0, 0, 0, 1, 1, 2], Some(&[1, 1, 2, 1, 2, 1]), &[]).unwrap();
    assert_eq!(units.degrees_of_freedom(0..6), 2);
    assert_eq!(units.degrees_of_freedom([0, 2, 5].into_iter()), 1);
    assert_eq!(units.degrees_of_freedom(std::iter::empty()), 0);
}

#[test]
fn replicates_of_a_jackknife_are_set_apart_before_they_are_ranked() {
    let set = jackknife(units(&[4]), None, Lonely::Fail).unwrap();
    let apart = spread(&set, 10.0, &[Some(11.0), None, Some(10.0), Some(9.0)]);
    near(apart[0].unwrap(), 10.0 + 3.0f64.sqrt());
    assert_eq!(apart[1], None);
    let set = bootstrap(units(&[4]), 49, "s", None, Lonely::Fail).unwrap();
    let replicates: Vec<Option<f64>> = (0..49).map(|i| Some(f64::from(i))).collect();
    assert_eq!(spread(&set, 10.0, &replicates), replicates);
}
