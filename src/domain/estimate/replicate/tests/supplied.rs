//! Replicates that come from a file.

use super::*;

#[test]
fn draws_from_a_file_must_add_up() {
    let make = |columns: Vec<Vec<f64>>| draws(units(&[3, 2]), columns, None, Lonely::Fail);
    let good = vec![vec![2.0, 0.0, 0.0, 1.0, 0.0], vec![1.0, 1.0, 0.0, 0.0, 1.0]];
    let mut out = vec![0.0; 5];
    let set = make(good.clone()).unwrap();
    set.multiplier(0, &mut out);
    assert_eq!(out, [3.0, 0.0, 0.0, 2.0, 0.0]);
    assert_eq!(set.scale, [0.5, 0.5]);
    let mut wrong = good;
    wrong[1][4] = 2.0;
    let refused = make(wrong).unwrap_err().to_string();
    assert_eq!(
        refused,
        "replicate 2, stratum 1: 2 draws, expected 1 (one less than its units)"
    );
    assert!(matches!(make(vec![vec![1.0; 5]]), Err(ReplicateError::TooFew { .. })));
    let negative = vec![vec![f64::NAN; 5], vec![0.0; 5]];
    assert!(matches!(
        make(negative),
        Err(ReplicateError::NotANumber {
            replicate: 1,
            row: 1,
            ..
        })
    ));
    let groups = Units::new(&[0, 0, 0], Some(&[1, 1, 2]), &[]).unwrap();
    let unequal = draws(groups, vec![vec![1.0, 0.0, 0.0]; 2], None, Lonely::Fail).unwrap_err();
    assert!(matches!(
        unequal,
        ReplicateError::UnitDrawnUnequally {
            replicate: 1,
            row: 2,
            ..
        }
    ));
}

#[test]
fn whole_weights_are_used_as_they_are() {
    let set = weights(2, vec![vec![3.0, 4.0], vec![5.0, 6.0]], Some(0.25)).unwrap();
    let mut out = vec![0.0; 2];
    set.weights(1, &[100.0, 100.0], &mut out);
    assert_eq!(out, [5.0, 6.0]);
    assert!(set.is_whole_weights());
    let set = multipliers(2, vec![vec![0.5, 2.0], vec![1.0, 0.0]], None).unwrap();
    set.weights(0, &[10.0, 10.0], &mut out);
    assert_eq!(out, [5.0, 20.0]);
}
