//! What samples buy, against figures worked out by hand and against the draw itself.

use super::*;
use crate::domain::assignment::{EpochTable, assigned_list, known, respondent_key, shown_list};
use crate::domain::definition::{AudienceId, FrameSpec, QuestionKind};
use crate::domain::random::{below, stream};
use crate::domain::sample::allocate;
use crate::domain::submission::tests::survey;

fn expects(response: f64) -> Expectation {
    Expectation {
        response,
        deff: 1.0,
        knows: BTreeMap::from([
            (Familiarity::Low, 0.2),
            (Familiarity::Medium, 0.4),
            (Familiarity::High, 0.6),
        ]),
        dont_know: 0.1,
        level: 0.95,
    }
}

fn residents() -> &'static Audience {
    survey().audience(&AudienceId("residents".into())).unwrap()
}

fn counts(of: &[(&str, u64)]) -> BTreeMap<String, u64> {
    of.iter().map(|(stratum, n)| ((*stratum).to_owned(), *n)).collect()
}

fn near(a: f64, b: f64, within: f64) {
    assert!((a - b).abs() < within, "{a} is not {b}");
}

#[test]
fn two_strata_by_hand() {
    let bought = precision(
        survey(),
        residents(),
        &counts(&[("a", 900), ("b", 100)]),
        &counts(&[("a", 200), ("b", 200)]),
        &expects(0.5),
    );
    // 100 completes each: 1.959964 · √(0.25/100) and, with 0.7 · 0.3 in place of 0.25, 0.08982.
    near(bought.strata[0].half_width.unwrap().worst, 0.097_998, 1e-6);
    near(bought.strata[1].half_width.unwrap().usual, 0.089_817, 1e-6);
    // Σ W²/m = 0.81/100 + 0.01/100 = 0.0082; times 200 completes 1.64; √(0.25 · 0.0082) · 1.959964 = 0.088741.
    near(bought.allocation_deff.unwrap(), 1.64, 1e-12);
    near(bought.half_width.unwrap().worst, 0.088_741, 1e-6);
    let costly = Expectation {
        deff: 1.5,
        ..expects(0.5)
    };
    let wider = precision(
        survey(),
        residents(),
        &counts(&[("a", 900), ("b", 100)]),
        &counts(&[("a", 200), ("b", 200)]),
        &costly,
    );
    near(wider.half_width.unwrap().worst, 0.088_741 * 1.5f64.sqrt(), 1e-6);
}

#[test]
fn the_registered_allocation_of_residents_costs_what_the_method_says() {
    let table = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/surveys/beijing-2009/margins/residents-district.csv"
    ));
    let rows = table.lines().skip(1).filter_map(|line| line.split_once(','));
    let counts: BTreeMap<String, u64> = rows.map(|(id, n)| (id.to_owned(), n.trim().parse().unwrap())).collect();
    let spec: &FrameSpec = residents().frame.as_ref().unwrap();
    let sizes = allocate(spec, &counts).unwrap();
    let bought = precision(survey(), residents(), &counts, &sizes, &expects(1.0));
    // METHODOLOGY 3.12: allocation deff 1.16 for 6,000 residents.
    near(bought.allocation_deff.unwrap(), 1.16, 0.005);
    assert!((bought.completes - 6000.0).abs() < 1e-9);
}

#[test]
fn two_known_departments_of_which_one_is_asked() {
    // The other is known to half: q is 1 or 1/2, each half of the time.
    let (q, inverse) = assigned(&[0.5, 0.5], 0, 1);
    near(q, 0.75, 1e-15);
    near(inverse, 1.5, 1e-15);
}

#[test]
fn the_expected_ratings_are_those_that_simulated_respondents_give() {
    let (survey, audience) = (survey(), residents());
    let bought = precision(
        survey,
        audience,
        &counts(&[("a", 10)]),
        &counts(&[("a", 10)]),
        &expects(1.0),
    );
    let people = 3000;
    let mut rng = stream(&[3; 32], &["people"]);
    let mut rated: BTreeMap<DepartmentId, (f64, f64, f64)> = BTreeMap::new();
    let done = EpochTable {
        epoch: 1,
        // Everybody at target: the sizes are equal, as the formula takes them.
        valid: BTreeMap::from([(
            audience.id.clone(),
            survey.departments.iter().map(|d| (d.id.clone(), 1_000_000)).collect(),
        )]),
    };
    for person in 0..people {
        let key = respondent_key(&[5; 32], person);
        let shown = shown_list(survey, &audience.id, &[], &key);
        let codes = shown.iter().map(|one| {
            let department = survey.department(&one.department).unwrap();
            let share = expects(1.0).knows[&department.familiarity];
            let knows = (below(&mut rng, 1000) as f64) < share * 1000.0;
            (one.department.clone(), if knows { "2" } else { "3" }.to_owned())
        });
        let known = known(survey, audience, &shown, &codes.collect());
        for one in assigned_list(survey, audience, &known, &done, &key) {
            let s = shown.iter().find(|shown| shown.department == one.department).unwrap().s;
            let u = 1.0 / (s.value() * one.q.value());
            let sums = rated.entry(one.department).or_default();
            *sums = (sums.0 + 1.0, sums.1 + u, sums.2 + u * u);
        }
    }
    assert!(matches!(audience.questionnaire.scored().kind, QuestionKind::Scale));
    for department in &bought.departments {
        let (n, sum, squares) = rated[&department.department];
        let scale = people as f64 / bought.completes * 1.0 / 0.9;
        // Six standard deviations of a count.
        near(n, department.ratings * scale, 6.0 * n.sqrt());
        near(
            sum * sum / squares,
            department.effective.unwrap() * scale,
            8.0 * n.sqrt(),
        );
    }
}

#[test]
fn a_stratum_that_gives_nobody_leaves_the_whole_without_a_figure() {
    let bought = precision(
        survey(),
        residents(),
        &counts(&[("a", 900), ("b", 100)]),
        &counts(&[("a", 200)]),
        &expects(0.5),
    );
    assert_eq!((bought.half_width, bought.allocation_deff), (None, None));
    assert_eq!(bought.strata[1].half_width, None);
    assert!(
        bought
            .departments
            .iter()
            .all(|one| one.effective.is_none() && one.ratings > 0.0)
    );
}
