//! Many respondents of the default survey: what they are shown and rate, and every bit of it drawn again.

use super::survey::{audience, survey};
use crate::domain::assignment::*;
use crate::domain::data::{Answer, Answers, Assignment, Fraction, Mode};
use crate::domain::definition::{AssignmentRule, DepartmentId, Familiarity, QuestionId, Survey};
use crate::domain::random::{below, stream};
use std::collections::BTreeMap;

const SECRET: [u8; 32] = [8; 32];

fn table() -> EpochTable {
    let row = (1..=62).map(|i| (DepartmentId(format!("D{i:02}")), i * 5)).collect();
    EpochTable {
        epoch: 2,
        valid: BTreeMap::from([(audience("residents"), row)]),
    }
}

fn excluded(i: u64, who: &str) -> Vec<DepartmentId> {
    if who != "institutions" {
        return Vec::new();
    }
    vec![
        DepartmentId(format!("D{:02}", 1 + i % 62)),
        DepartmentId(format!("D{:02}", 1 + (i * 7) % 62)),
    ]
}

/// Familiarity answers of respondent i: each shown department is 1 (used), 2 (known) or 3 (neither).
fn familiarity(i: u64, assignment: &Assignment) -> Answers {
    let mut rng = stream(&SECRET, &["answers", &i.to_string()]);
    let code = |rng: &mut _| Answer::One((below(rng, 3) + 1).to_string());
    let row = assignment.shown.iter().map(|s| (s.department.clone(), code(&mut rng)));
    Answers {
        by_department: BTreeMap::from([(QuestionId("F1".into()), row.collect())]),
        ..Answers::default()
    }
}

fn respondent(survey: &Survey, who: &str, i: u64) -> (Assignment, Answers) {
    let key = respondent_key(&SECRET, i);
    let excluded = excluded(i, who);
    let mut assignment = Assignment {
        k: key.to_hex(),
        shown: shown_list(survey, &audience(who), &excluded, &key),
        excluded,
        epoch: Some(2),
        assigned: Vec::new(),
    };
    let answers = familiarity(i, &assignment);
    let known = known_of(survey, who, &assignment, &answers);
    let form = survey.audience(&audience(who)).unwrap();
    assignment.assigned = assigned_list(survey, form, &known, &table(), &key);
    (assignment, answers)
}

fn known_of(survey: &Survey, who: &str, assignment: &Assignment, answers: &Answers) -> Known {
    let codes = answers.by_department[&QuestionId("F1".into())]
        .iter()
        .map(|(d, answer)| (d.clone(), answer.codes()[0].clone()))
        .collect();
    known(
        survey,
        survey.audience(&audience(who)).unwrap(),
        &assignment.shown,
        &codes,
    )
}

#[test]
fn a_whole_round_is_replayed_and_every_probability_found_again() {
    let survey = survey();
    for (who, most) in [("residents", 6), ("enterprises", 8), ("institutions", 12)] {
        for i in 0..150 {
            let (assignment, answers) = respondent(&survey, who, i);
            let known = known_of(&survey, who, &assignment, &answers);
            assert_eq!(assignment.assigned.len(), most.min(known.eligible.len()), "{who} {i}");
            let eligible = |d| known.eligible.contains(d);
            assert!(assignment.assigned.iter().all(|a| eligible(&a.department)));
            let battery: Vec<_> = assignment.assigned.iter().filter(|a| a.r.is_some()).collect();
            assert!(battery.len() <= 2 && battery.iter().all(|a| known.used.contains(&a.department)));
            let text = serde_json::to_string(&assignment).unwrap();
            let exported: Assignment = serde_json::from_str(&text).unwrap();
            let again = replay(&survey, &audience(who), Mode::Web, &exported, &answers, Some(&table()));
            assert_eq!(again, Ok(()), "{who} {i}");
        }
    }
}

#[test]
fn supervisors_are_never_shown_and_others_are_as_stated() {
    let survey = survey();
    for i in 0..200 {
        let (assignment, _) = respondent(&survey, "institutions", i);
        let shown = |d: &DepartmentId| assignment.shown.iter().find(|s| &s.department == d);
        assert!(assignment.excluded.iter().all(|d| shown(d).is_none()));
        let low = survey.departments.iter().filter(|d| d.familiarity == Familiarity::Low);
        for department in low.filter(|d| !assignment.excluded.contains(&d.id)) {
            assert_eq!(shown(&department.id).unwrap().s, Fraction::ONE);
        }
    }
}

#[test]
fn departments_stand_together_by_theme_in_changing_order() {
    let survey = survey();
    let theme = |d: &DepartmentId| survey.department(d).unwrap().theme.zh.clone();
    let mut first = BTreeMap::<String, u32>::new();
    for i in 0..400 {
        let (assignment, _) = respondent(&survey, "residents", i);
        let mut themes: Vec<String> = assignment.shown.iter().map(|s| theme(&s.department)).collect();
        themes.dedup();
        let count = themes.len();
        *first.entry(themes[0].clone()).or_default() += 1;
        themes.sort();
        themes.dedup();
        assert_eq!(themes.len(), count, "a theme is not torn apart");
    }
    // Eight themes, 50 each; five standard deviations.
    assert!(
        first.len() == 8 && first.values().all(|n| n.abs_diff(50) < 33),
        "{first:?}"
    );
}

#[test]
fn shown_and_assigned_frequencies_are_the_stated_probabilities() {
    const N: u64 = 6000;
    let survey = survey();
    let form = survey.audience(&audience("residents")).unwrap();
    // The same eligible set for all, so that q is one number per department.
    let eligible: Vec<DepartmentId> = survey.departments.iter().take(20).map(|d| d.id.clone()).collect();
    let used = eligible.iter().take(12).cloned().collect();
    let known = Known { eligible, used };
    let mut seen = BTreeMap::<(&str, DepartmentId), (f64, u64)>::new();
    let mut sum_of_r = 0.0;
    for i in 0..N {
        let key = respondent_key(&SECRET, i);
        for shown in shown_list(&survey, &form.id, &[], &key) {
            seen.entry(("shown", shown.department))
                .or_insert((shown.s.value(), 0))
                .1 += 1;
        }
        for assigned in assigned_list(&survey, form, &known, &table(), &key) {
            let entry = seen
                .entry(("assigned", assigned.department))
                .or_insert((assigned.q.value(), 0));
            assert_eq!(entry.0.to_bits(), assigned.q.value().to_bits(), "q is a constant here");
            entry.1 += 1;
            sum_of_r += assigned.r.map_or(0.0, |r| 1.0 / r.value());
        }
    }
    assert_eq!(seen.len(), 62 + 20);
    for (what, (p, n)) in &seen {
        let (mean, sd) = (p * N as f64, (p * (1.0 - p) * N as f64).sqrt());
        assert!(
            (*n as f64 - mean).abs() <= 5.0 * sd + 1e-9,
            "{what:?}: {n} against {mean}"
        );
    }
    let sum = |what| {
        seen.iter()
            .filter(|((w, _), _)| *w == what)
            .map(|(_, (p, _))| p)
            .sum::<f64>()
    };
    // 20 of low familiarity and half of the other 42; six of the eligible.
    assert!((sum("shown") - 41.0).abs() < 1e-9 && (sum("assigned") - 6.0).abs() < 1e-9);
    // Horvitz and Thompson: ratings of used departments, counted through the battery.
    let used_rated: f64 = seen
        .iter()
        .filter(|((w, d), _)| *w == "assigned" && known.used.contains(d))
        .map(|(_, (_, n))| *n as f64)
        .sum();
    assert!(
        (sum_of_r - used_rated).abs() < 1e-6 * used_rated,
        "{sum_of_r} {used_rated}"
    );
}

#[test]
fn the_first_difference_is_named() {
    let survey = survey();
    let (good, answers) = respondent(&survey, "residents", 7);
    let check = |assignment: &Assignment| {
        replay(
            &survey,
            &audience("residents"),
            Mode::Web,
            assignment,
            &answers,
            Some(&table()),
        )
    };
    let mut bad = good.clone();
    bad.shown.swap(0, 1);
    assert!(matches!(
        check(&bad),
        Err(Mismatch::Entry {
            list: "shown",
            place: 1,
            ..
        })
    ));
    let mut bad = good.clone();
    bad.assigned[2].q = Fraction::new(1, 97).unwrap();
    let Err(Mismatch::Entry {
        list,
        place,
        recorded,
        drawn,
    }) = check(&bad)
    else {
        panic!("found nothing")
    };
    assert_eq!((list, place), ("assigned", 3));
    assert!(recorded.ends_with("q = 1/97") && recorded != drawn);
    let mut bad = good.clone();
    bad.assigned.pop();
    assert!(matches!(
        check(&bad),
        Err(Mismatch::Entry {
            list: "assigned",
            place: 6,
            ..
        })
    ));
    let mut bad = good.clone();
    bad.k = "??".into();
    assert_eq!(check(&bad), Err(Mismatch::Key));
    let mut bad = good.clone();
    bad.epoch = Some(9);
    assert_eq!(
        check(&bad).unwrap_err().to_string(),
        "the record was drawn under epoch 9, the table given is 2"
    );
    let mut bad = good;
    bad.epoch = None;
    assert!(check(&bad).is_err(), "assigned without a draw");
}

#[test]
fn paper_rates_every_known_department_with_certainty() {
    let survey = survey();
    let (mut assignment, answers) = respondent(&survey, "residents", 3);
    let known = known_of(&survey, "residents", &assignment, &answers);
    let form = survey.audience(&audience("residents")).unwrap();
    assignment.assigned = assigned_on_paper(&survey, form, &assignment.shown, &known);
    assignment.epoch = None;
    assert_eq!(assignment.assigned.len(), known.eligible.len());
    assert!(assignment.assigned.iter().all(|a| a.q == Fraction::ONE));
    let check = |mode| replay(&survey, &audience("residents"), mode, &assignment, &answers, None);
    assert_eq!(check(Mode::Paper), Ok(()));
    assert!(check(Mode::Web).is_err(), "on the pages that would be too many");
}

#[test]
fn where_everyone_rates_everything_nothing_is_drawn() {
    let mut survey = survey();
    survey.method.assignment = AssignmentRule::All;
    for form in &mut survey.audiences {
        form.questionnaire.sections.remove(0);
    }
    let form = survey.audience(&audience("residents")).unwrap();
    let key = respondent_key(&SECRET, 1);
    let shown = shown_list(&survey, &form.id, &[], &key);
    let known = known(&survey, form, &shown, &BTreeMap::new());
    let assigned = assigned_list(&survey, form, &known, &EpochTable::default(), &key);
    assert_eq!((shown.len(), assigned.len()), (62, 62));
    assert!(shown.iter().all(|s| s.s == Fraction::ONE) && assigned.iter().all(|a| a.q == Fraction::ONE));
    assert_eq!(shown[0].department.0, "D01");
    let assignment = Assignment {
        shown,
        assigned,
        ..Assignment::default()
    };
    let again = replay(&survey, &form.id, Mode::Web, &assignment, &Answers::default(), None);
    assert_eq!(again, Ok(()));
}
