//! Raking by rows gives the bits of raking by cells; what does not fit is refused with its place.

use super::CODES;
use crate::domain::estimate::battery::*;
use crate::domain::weight::rake::{Cells, Limits, RakeError, Target, rake};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

fn target(margin: &str, totals: &[f64]) -> Target {
    let categories = totals.iter().enumerate().map(|(c, t)| (c.to_string(), *t)).collect();
    Target {
        margin: margin.to_owned(),
        categories,
    }
}

const LIMITS: Limits = Limits {
    tolerance: 1e-12,
    max_cycles: 200,
};

#[test]
fn raking_rows_has_the_bits_of_raking_cells() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    // So many categories that no table holds their combinations, and few.
    for levels in [[4, 3], [3000, 1500]] {
        let mut column = |n: u32| {
            (0..5000)
                .map(|r| if r < n { r } else { rng.random_range(0..n) })
                .collect()
        };
        let margins: Vec<Vec<u32>> = levels.map(&mut column).to_vec();
        let d: Vec<f64> = (0..5000).map(|_| rng.random_range(1.0..3.0)).collect();
        let targets = [0, 1].map(|m| {
            let mut totals = vec![0.0; levels[m] as usize];
            margins[m].iter().for_each(|c| totals[*c as usize] += 2.0);
            target(["a", "b"][m], &totals)
        });
        let cells = Cells::new(&margins);
        let want = rake(
            &d,
            &cells,
            &targets,
            Limits {
                tolerance: 1e-5,
                max_cycles: 5000,
            },
        )
        .unwrap();
        let slices: Vec<&[u32]> = margins.iter().map(Vec::as_slice).collect();
        let got = rake_rows(
            &d,
            &slices,
            &targets,
            Limits {
                tolerance: 1e-5,
                max_cycles: 5000,
            },
        )
        .unwrap();
        assert_eq!(got.raked, want);
        assert_eq!(
            (&got.raker.cells.of_row, &got.raker.cells.categories),
            (&cells.of_row, &cells.categories)
        );
        let mut again = d.clone();
        let (raked, before) = got
            .raker
            .rake(
                &mut again,
                &targets,
                Limits {
                    tolerance: 1e-5,
                    max_cycles: 5000,
                },
            )
            .unwrap();
        assert_eq!((raked, before, again), (want, got.before, got.weight));
    }
}

#[test]
fn what_cannot_be_raked_is_named() {
    let (a, b) = (vec![0, 0, 1, 1], vec![0, 1, 0, 1]);
    let targets = [target("a", &[3.0, 3.0]), target("b", &[2.0, 4.0])];
    let rake = |d: &[f64], a: &[u32], targets: &[Target]| rake_rows(d, &[a, &b], targets, LIMITS).map(|_| ());
    assert_eq!(rake(&[1.0; 4], &a, &targets), Ok(()));
    let stop = rake(&[1.0, f64::NAN, 1.0, 1.0], &a, &targets).unwrap_err();
    assert!(
        matches!(stop, RakerError::Input(BatteryError::BadWeight { row: 1, .. })),
        "{stop}"
    );
    let stop = rake(&[1.0, 1.0, -1.0, 1.0], &a, &targets).unwrap_err();
    assert!(
        matches!(stop, RakerError::Input(BatteryError::BadWeight { row: 2, .. })),
        "{stop}"
    );
    let stop = rake(&[1.0; 4], &[0, 0, 1, 2], &targets).unwrap_err();
    let beyond = BatteryError::LevelBeyond {
        column: 0,
        row: 3,
        level: 2,
        levels: 2,
    };
    assert_eq!(stop, RakerError::Input(beyond));
    let stop = rake(&[1.0; 4], &[0; 4], &targets).unwrap_err();
    assert!(
        matches!(stop, RakerError::Rake(RakeError::EmptyCategory { .. })),
        "{stop}"
    );
    let stop = rake(&[1.0; 3], &a, &targets).unwrap_err();
    assert!(
        matches!(stop, RakerError::Input(BatteryError::Rows { found: 3, .. })),
        "{stop}"
    );
}

#[test]
fn ratings_that_do_not_fit_are_refused_with_row_and_item() {
    let columns: [&[u8]; 2] = [&[1, 0, 9], &[5, 7, 0]];
    let stop = Battery::from_columns(&columns, &CODES, &[0]).unwrap_err();
    assert_eq!(
        stop,
        BatteryError::UnknownCode {
            row: 1,
            item: 1,
            code: 7
        }
    );
    let stop = Battery::from_columns(&[&[1, 1], &[1]], &CODES, &[0]).unwrap_err();
    assert_eq!(
        stop,
        BatteryError::Length {
            item: 1,
            found: 1,
            rows: 2
        }
    );
    assert_eq!(
        Battery::from_columns(&[], &[1, 1], &[]).unwrap_err(),
        BatteryError::RepeatedCode { code: 1 }
    );
    let list = |rows, codes, factor| Battery::from_lists(3, &[ItemRatings { rows, codes, factor }], &CODES).map(|_| ());
    assert_eq!(list(&[0, 2], &[1, 9], None), Ok(()));
    assert_eq!(
        list(&[0, 0], &[1, 9], None),
        Err(BatteryError::RowOrder { item: 0, row: 0 })
    );
    assert_eq!(
        list(&[3], &[1], None),
        Err(BatteryError::RowBeyond {
            item: 0,
            row: 3,
            rows: 3
        })
    );
    assert_eq!(
        list(&[1], &[6], None),
        Err(BatteryError::UnknownCode {
            row: 1,
            item: 0,
            code: 6
        })
    );
    let stop = list(&[1], &[5], Some(&[0.0]));
    assert_eq!(
        stop,
        Err(BatteryError::BadFactor {
            row: 1,
            item: 0,
            factor: 0.0
        })
    );
    let battery = Battery::from_columns(&[&[1, 0, 9]], &CODES, &[0]).unwrap();
    let groups = Groups::new((&[0, 0, 0], 1), None, None).unwrap();
    let stop = Moments::new(&battery, &groups, &[1.0, -2.0, 1.0]).unwrap_err();
    assert_eq!(stop, BatteryError::BadWeight { row: 1, weight: -2.0 });
}
