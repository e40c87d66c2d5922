//! The tables of a battery give what the row by row formulas give, on random data and on the pipeline case.

mod case;
mod refusals;
mod sample;

use super::*;
use crate::domain::estimate::Lonely;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use sample::Sample;

const CODES: [u8; 6] = [1, 2, 3, 4, 5, 9];
const RATE: [Option<f64>; 6] = [Some(0.0), Some(0.0), Some(0.0), Some(1.0), Some(1.0), None];
/// An index far from 0, so that what loses digits there is found.
const FAR: [Option<f64>; 6] = [
    Some(1e6),
    Some(1e6 + 25.0),
    Some(1e6 + 50.0),
    Some(1e6 + 75.0),
    Some(1e6 + 100.0),
    None,
];
const DONT_KNOW: [Option<f64>; 6] = [Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(1.0)];

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn near(what: &str, got: f64, want: f64, scale: f64) {
    assert!(
        (got - want).abs() <= 1e-12 * scale.abs(),
        "{what}: {got} instead of {want}"
    );
}

fn all_wanted() -> Vec<Wanted<'static>> {
    let domains = [None, Some(1)];
    let values: [&[Option<f64>]; 3] = [&RATE, &FAR, &DONT_KNOW];
    let each = domains
        .into_iter()
        .flat_map(|domain| values.map(|values| (domain, values)));
    each.flat_map(|(domain, values)| (0..4).map(move |item| Wanted { item, values, domain }))
        .collect()
}

#[test]
fn tables_give_the_estimates_and_errors_of_the_rows() {
    for seed in [1, 2] {
        let sample = Sample::new(1500, seed);
        let (battery, groups, weight, regression) =
            (sample.battery(), sample.groups(), sample.weight(), sample.regression());
        let moments = Moments::new(&battery, &groups, &weight).unwrap();
        for lonely in [Lonely::Adjust, Lonely::Remove, Lonely::Average] {
            let errors = Errors::new(&moments, sample.strata(lonely), Some(&regression)).unwrap();
            let spread = if lonely == Lonely::Average { 6.0 / 5.0 } else { 1.0 };
            for wanted in all_wanted() {
                let got = errors.estimate(&wanted).unwrap();
                let (mean, sum, z) = sample.linearised(&wanted);
                near("mean", got.estimate.unwrap(), mean, mean);
                near("sum", got.sum_w, sum, sum);
                let variance = |z: &[f64]| {
                    let e = sample.deviations(z, lonely == Lonely::Adjust);
                    spread * dot(&e, &e)
                };
                let (fixed, calibrated) = (variance(&z), variance(&sample.residuals(&z)));
                near("fixed", got.fixed.unwrap(), fixed, fixed);
                near("calibrated", got.calibrated.unwrap(), calibrated, calibrated);
            }
        }
    }
}

#[test]
fn covariances_are_those_of_the_linearised_values() {
    for seed in [3, 4] {
        let sample = Sample::new(800, seed);
        let (battery, groups, weight, regression) =
            (sample.battery(), sample.groups(), sample.weight(), sample.regression());
        let moments = Moments::new(&battery, &groups, &weight).unwrap();
        let errors = Errors::new(&moments, sample.strata(Lonely::Adjust), Some(&regression)).unwrap();
        let wanted = all_wanted();
        let got = errors.covariances(&weight, &wanted).unwrap();
        let z: Vec<Vec<f64>> = wanted.iter().map(|w| sample.linearised(w).2).collect();
        let deviations = |z: &[f64]| sample.deviations(z, true);
        let fixed: Vec<Vec<f64>> = z.iter().map(|z| deviations(z)).collect();
        let calibrated: Vec<Vec<f64>> = z.iter().map(|z| deviations(&sample.residuals(z))).collect();
        for i in 0..wanted.len() {
            for j in 0..wanted.len() {
                for (got, e) in [(&got.fixed, &fixed), (got.calibrated.as_ref().unwrap(), &calibrated)] {
                    let scale = (dot(&e[i], &e[i]) * dot(&e[j], &e[j])).sqrt();
                    near("covariance", got[i][j].unwrap(), dot(&e[i], &e[j]), scale);
                }
            }
        }
    }
}

#[test]
fn an_item_without_ratings_has_no_estimate_and_a_constant_one_no_variance() {
    let sample = Sample::new(300, 5);
    let (battery, groups, weight) = (sample.battery(), sample.groups(), sample.weight());
    let moments = Moments::new(&battery, &groups, &weight).unwrap();
    let errors = Errors::new(&moments, sample.strata(Lonely::Adjust), None).unwrap();
    let wanted = |item, values| Wanted {
        item,
        values,
        domain: None,
    };
    let empty = errors.estimate(&wanted(4, &RATE)).unwrap();
    assert_eq!(
        (empty.n, empty.estimate, empty.fixed, empty.kish_neff, empty.df),
        (0, None, None, None, 0)
    );
    let covariances = errors
        .covariances(&weight, &[wanted(4, &RATE), wanted(0, &RATE)])
        .unwrap();
    assert!(covariances.fixed[0][1].is_none() && covariances.fixed[1][1].is_some());
    let one = [Some(1.0); 6];
    let constant = errors.estimate(&wanted(0, &one)).unwrap();
    assert!(constant.fixed.unwrap() <= 0.0 && constant.calibrated.is_none() && constant.s2.unwrap() <= 0.0);
}

#[test]
fn strata_of_one_opinion_each_have_no_variance_to_the_last_digit() {
    let stratum: Vec<u32> = (0..900).map(|r| r % 3).collect();
    let column: Vec<u8> = stratum.iter().map(|h| [1, 3, 5][*h as usize]).collect();
    let battery = Battery::from_columns(&[&column], &CODES, &[0]).unwrap();
    let groups = Groups::new((&stratum, 3), None, None).unwrap();
    let moments = Moments::new(&battery, &groups, &[0.1; 900]).unwrap();
    let strata = Strata {
        size: &[300; 3],
        scale: &[1.0; 3],
        lonely: Lonely::Fail,
    };
    let errors = Errors::new(&moments, strata, None).unwrap();
    let got = errors
        .estimate(&Wanted {
            item: 0,
            values: &FAR,
            domain: None,
        })
        .unwrap();
    assert!(got.fixed.unwrap() < 1e-25, "{got:?}");
}

#[test]
fn replicates_have_the_same_bits_for_any_number_of_threads_and_keep_their_failures() {
    let sample = Sample::new(400, 6);
    let (battery, weight) = (sample.battery(), sample.weight());
    let weigh = |(): &mut (), r: usize, out: &mut [f64]| {
        let mut rng = ChaCha8Rng::seed_from_u64(r as u64);
        out.iter_mut()
            .zip(&weight)
            .for_each(|(o, w)| *o = w * f64::from(rng.random_range(0..3u32)));
        if r == 5 { Err("contradictory") } else { Ok(()) }
    };
    let one = replicate(&battery, 11, 1, || (), weigh);
    assert_eq!(one.len(), 11);
    assert_eq!(one[5], Err("contradictory"));
    for threads in [2, 8] {
        assert_eq!(one, replicate(&battery, 11, threads, || (), weigh));
    }
    let groups = sample.groups();
    let mut own = vec![0.0; 400];
    for r in [0, 3, 10] {
        weigh(&mut (), r, &mut own).unwrap();
        let moments = Moments::new(&battery, &groups, &own).unwrap();
        let errors = Errors::new(&moments, sample.strata(Lonely::Remove), None).unwrap();
        let want = errors
            .estimate(&Wanted {
                item: 2,
                values: &RATE,
                domain: None,
            })
            .unwrap()
            .estimate
            .unwrap();
        near(
            "replicate",
            one[r].as_ref().unwrap().mean(2, &RATE).unwrap(),
            want,
            want,
        );
    }
    assert_eq!(one[0].as_ref().unwrap().mean(4, &RATE), None);
}
