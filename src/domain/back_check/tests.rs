//! Back-checks worked out by hand.

use super::*;
use crate::domain::data::{Answer, Answers};
use crate::domain::definition::{DepartmentId, QuestionId};
use crate::domain::score::fixture::audience;
use std::collections::{BTreeMap, BTreeSet};

fn table(counts: &[(&'static str, &'static str, usize)]) -> Vec<(&'static str, &'static str)> {
    let each = counts
        .iter()
        .flat_map(|(one, other, n)| std::iter::repeat_n((*one, *other), *n));
    each.collect()
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

#[test]
fn fifty_pairs_by_hand() {
    // p_o = 35/50, p_e = 0.5·0.6 + 0.5·0.4; (0.10972 + 0.36·0.283 − 0.01)/(50·0.25) = 0.016128.
    let found = kappa(table(&[("y", "y", 20), ("y", "n", 5), ("n", "y", 10), ("n", "n", 15)])).unwrap();
    near(found.value, 0.4);
    near(found.by_chance, 0.5);
    near(found.se, 0.016_128_f64.sqrt());
}

#[test]
fn what_the_codes_are_called_changes_nothing() {
    let one = kappa(table(&[
        ("5", "5", 7),
        ("5", "1", 2),
        ("1", "5", 3),
        ("2", "2", 4),
        ("1", "2", 1),
    ]))
    .unwrap();
    let other = kappa(table(&[
        ("1", "1", 7),
        ("1", "4", 2),
        ("4", "1", 3),
        ("3", "3", 4),
        ("4", "3", 1),
    ]))
    .unwrap();
    near(one.value, other.value);
    near(one.se, other.se);
}

#[test]
fn where_there_is_no_kappa_the_reason_is_told() {
    assert_eq!(kappa([]), Err(Undefined::NoPairs));
    assert_eq!(kappa(table(&[("5", "5", 9)])), Err(Undefined::OneAnswer));
    let full = kappa(table(&[("5", "5", 9), ("4", "4", 1)])).unwrap();
    near(full.value, 1.0);
    near(full.se, 0.0);
    near(kappa(table(&[("5", "4", 9)])).unwrap().value, 0.0);
}

fn answers(district: &str, ratings: &[(&str, &str)]) -> Answers {
    let one = |code: &str| Answer::One(code.to_owned());
    let about = ratings
        .iter()
        .map(|(department, code)| (DepartmentId((*department).into()), one(code)));
    Answers {
        plain: BTreeMap::from([(QuestionId("district".into()), one(district))]),
        by_department: BTreeMap::from([(QuestionId("R".into()), about.collect())]),
    }
}

#[test]
fn each_interviewer_is_measured_on_what_was_answered_both_times() {
    let audience = audience("residents");
    let said = [
        (
            "wang",
            answers("1", &[("a", "5"), ("b", "4")]),
            answers("1", &[("a", "5"), ("b", "2"), ("c", "1")]),
        ),
        ("wang", answers("2", &[("a", "4")]), answers("2", &[("a", "4")])),
        ("li", answers("1", &[("a", "5")]), answers("3", &[("a", "1")])),
    ];
    let pairs: Vec<Pair> = said
        .iter()
        .map(|(interviewer, original, again)| Pair {
            interviewer,
            audience: &audience,
            original,
            again,
        })
        .collect();
    let found = agreement(&pairs);
    assert_eq!((found.interviews, found.questions.len()), (3, 2));
    let [li, wang] = &found.interviewers[..] else {
        panic!("{found:?}")
    };
    assert_eq!((wang.interviews, wang.all.answers, wang.all.equal), (2, 5, 4));
    assert_eq!((li.all.share(), li.all.answers), (Some(0.0), 2));
    // R: (5,5), (4,2), (4,4): p_o 2/3, p_e (1·1 + 2·1)/9, so (2/3 − 1/3)/(2/3); district: 1 of 1 beyond chance.
    near(wang.questions[0].measured.kappa.unwrap().value, 0.5);
    near(wang.questions[1].measured.kappa.unwrap().value, 1.0);
    // Weights 3·(1 − 1/3) and 2·(1 − 1/2): (2·0.5 + 1·1)/3.
    near(wang.all.kappa.unwrap().value, 2.0 / 3.0);
}

#[test]
fn a_tenth_of_every_interviewer_is_drawn_and_the_draw_can_be_repeated() {
    let of = |range: std::ops::RangeInclusive<u64>| range.collect::<BTreeSet<u64>>();
    let mut interviews = Interviews::from([("li".into(), of(1..=30)), ("wang".into(), of(31..=35))]);
    let first = drawn(&interviews, &BTreeSet::new(), false, &[1; 32], 1);
    assert_eq!(first, drawn(&interviews, &BTreeSet::new(), false, &[1; 32], 1));
    assert_ne!(first, drawn(&interviews, &BTreeSet::new(), false, &[2; 32], 1));
    let count = |drawn: &[(String, u64)], who: &str| drawn.iter().filter(|(name, _)| name == who).count();
    assert_eq!((count(&first, "li"), count(&first, "wang")), (3, 1));
    assert!(
        first
            .iter()
            .all(|(name, sample_no)| interviews[name].contains(sample_no))
    );
    assert_eq!(
        drawn(&interviews, &BTreeSet::new(), true, &[1; 32], 1).len(),
        3,
        "2 and 1 where calls are monitored"
    );
    let taken: BTreeSet<u64> = first.iter().map(|(_, sample_no)| *sample_no).collect();
    assert_eq!(drawn(&interviews, &taken, false, &[1; 32], 2), []);
    interviews.insert("li".into(), of(1..=31));
    let second = drawn(&interviews, &taken, false, &[1; 32], 2);
    assert_eq!(count(&second, "li"), 1);
    assert!(second.iter().all(|(_, sample_no)| !taken.contains(sample_no)));
}
