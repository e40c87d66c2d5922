//! The one draw routine and what surrounds it, by hand, by enumeration and by frequency.

use super::survey::{audience, survey};
use crate::domain::assignment::draw::systematic;
use crate::domain::assignment::*;
use crate::domain::data::Fraction;
use crate::domain::definition::{AssignmentRule, DepartmentId};
use crate::domain::random::stream;
use std::collections::BTreeMap;

fn fractions(list: &[&str]) -> Vec<Option<Fraction>> {
    list.iter().map(|text| Some(text.parse().unwrap())).collect()
}

/// Every order of `0..n`.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(n - 1);
    let insert = |order: &Vec<usize>, at: usize| {
        let mut longer = order.clone();
        longer.insert(at, n - 1);
        longer
    };
    shorter
        .iter()
        .flat_map(|order| (0..n).map(move |at| insert(order, at)))
        .collect()
}

#[test]
fn probabilities_by_hand() {
    assert_eq!(probabilities(&[1, 1, 1], 3), fractions(&["1/1"; 3]));
    assert_eq!(probabilities(&[1, 1], 5), fractions(&["1/1"; 2]));
    assert_eq!(probabilities(&[1, 2, 1], 2), fractions(&["1/2", "1/1", "1/2"]));
    // 3·8 ≥ 14 takes the first; of the rest 2·4 ≥ 6 takes the second; then one of two.
    assert_eq!(
        probabilities(&[8, 4, 1, 1], 3),
        fractions(&["1/1", "1/1", "1/2", "1/2"])
    );
    assert_eq!(
        probabilities(&[4, 3, 2, 1, 1], 2),
        fractions(&["8/11", "6/11", "4/11", "2/11", "2/11"])
    );
    assert_eq!(probabilities(&[1, 1], 0), [None, None]);
    assert_eq!(probabilities(&[], 3), []);
}

#[test]
fn every_start_and_every_order_give_exactly_the_stated_probabilities() {
    for (sizes, k) in [
        (vec![4, 3, 2, 1, 1], 2_u64),
        (vec![1, 1, 1, 1], 3),
        (vec![4, 4, 1, 2, 3, 4], 4),
        (vec![2, 1, 1], 1),
    ] {
        let total: u64 = sizes.iter().sum();
        let stated = probabilities(&sizes, k);
        assert!(
            stated.iter().all(|q| *q != Some(Fraction::ONE)),
            "no certainties in this test"
        );
        for order in orders(sizes.len()) {
            let mut times = vec![0; sizes.len()];
            for start in 0..total {
                let taken = systematic(&sizes, &order, k, total, start);
                assert_eq!(taken.len() as u64, k, "always k");
                taken.into_iter().for_each(|j| times[j] += 1);
            }
            let exact: Vec<_> = times.iter().map(|&n| Fraction::new(n, total)).collect();
            assert_eq!(exact, stated, "{sizes:?} in order {order:?}");
        }
    }
}

#[test]
fn probabilities_sum_to_k_and_the_draw_takes_k() {
    use proptest::prelude::*;
    proptest!(|(sizes in proptest::collection::vec(1_u64..=9, 0..40), k in 0_u64..15, seed in any::<[u8; 32]>())| {
        let expected = k.min(sizes.len() as u64);
        let sum: f64 = probabilities(&sizes, k).into_iter().flatten().map(Fraction::value).sum();
        prop_assert!((sum - expected as f64).abs() < 1e-12);
        let taken = draw(&sizes, k, &mut stream(&seed, &["t"]));
        prop_assert_eq!(taken.iter().flatten().count() as u64, expected);
        for (drawn, stated) in taken.into_iter().zip(probabilities(&sizes, k)) {
            prop_assert!(drawn.is_none() || drawn == stated);
            prop_assert!(drawn.is_some() || stated != Some(Fraction::ONE));
        }
    });
}

#[test]
fn frequencies_are_the_stated_probabilities() {
    const DRAWS: u32 = 40_000;
    let sizes = [4, 4, 3, 3, 2, 2, 1, 1, 1, 1, 30];
    let mut rng = stream(&[4; 32], &["frequencies"]);
    let mut times = [0_u32; 11];
    for _ in 0..DRAWS {
        for (j, q) in draw(&sizes, 5, &mut rng).into_iter().enumerate() {
            times[j] += u32::from(q.is_some());
        }
    }
    for (n, q) in times.iter().zip(probabilities(&sizes, 5)) {
        let (p, n, draws) = (q.unwrap().value(), f64::from(*n), f64::from(DRAWS));
        let sd = (p * (1.0 - p) * draws).sqrt();
        assert!((n - p * draws).abs() <= 5.0 * sd, "{n} of {draws} against {p}");
    }
}

#[test]
fn a_department_behind_target_gets_more() {
    let rule = survey().method.assignment;
    let d = DepartmentId("D01".into());
    let size = |valid, who: &str| {
        let row = BTreeMap::from([(d.clone(), valid)]);
        let valid = BTreeMap::from([(audience(who), row)]);
        EpochTable { epoch: 1, valid }.size(&rule, &audience(who), &d)
    };
    let by_hand = [
        (0, 4),
        (1, 4),
        (49, 4),
        (50, 3),
        (51, 3),
        (100, 2),
        (149, 2),
        (150, 1),
        (200, 1),
        (900, 1),
    ];
    for (valid, expected) in by_hand {
        assert_eq!(size(valid, "residents"), expected, "{valid} of 200");
    }
    assert_eq!(size(0, "enterprises"), 1, "no target, no boost");
    assert_eq!(EpochTable::default().size(&rule, &audience("residents"), &d), 4);
    assert_eq!(
        EpochTable::default().size(&AssignmentRule::All, &audience("residents"), &d),
        1
    );
}

#[test]
fn an_epoch_table_is_logged_as_canonical_json() {
    let row = BTreeMap::from([(DepartmentId("D01".into()), 7)]);
    let valid = BTreeMap::from([(audience("residents"), row)]);
    let table = EpochTable { epoch: 3, valid };
    let bytes = table.canonical().unwrap();
    assert_eq!(
        String::from_utf8(bytes.clone()).unwrap(),
        r#"{"epoch":3,"valid":{"residents":{"D01":7}}}"#
    );
    assert_eq!(table.hash().unwrap(), crate::domain::proof::sha256(&bytes));
}

#[test]
fn a_respondents_key_is_hmac_of_the_sample_number() {
    // HMAC-SHA256 with 32 bytes 0x0b of "42", computed by a separate program.
    let key = respondent_key(&[0x0b; 32], 42);
    assert_eq!(
        key.to_hex(),
        "9bd31e296d7062917019111cfde2a3bc4bc59b54ac6017da46a1b1ae273552db"
    );
    assert_eq!(RespondentKey::from_hex(&key.to_hex()), Some(key.clone()));
    assert_eq!(RespondentKey::from_hex("0b"), None);
    assert_ne!(key.commitment(), respondent_key(&[0x0b; 32], 43).commitment());
    assert_eq!(format!("{key:?}"), "RespondentKey(…)");
}

#[test]
fn coin_tosses_have_their_shares() {
    let keys: Vec<RespondentKey> = (0..4000).map(|i| respondent_key(&[1; 32], i)).collect();
    let asked = keys.iter().filter(|k| asks_attention(k, (1, 4))).count();
    let best_first = keys.iter().filter(|k| scale_order(k) == ScaleOrder::BestFirst).count();
    let both = keys
        .iter()
        .filter(|k| asks_attention(k, (1, 4)) && scale_order(k) == ScaleOrder::BestFirst)
        .count();
    // Means 1000, 2000 and (independent of each other) 500; five standard deviations.
    assert!(asked.abs_diff(1000) < 137 && best_first.abs_diff(2000) < 158 && both.abs_diff(500) < 105);
    assert!(
        keys.iter()
            .all(|k| !asks_attention(k, (0, 1)) && asks_attention(k, (1, 1)))
    );
}
