//! Which pages there are, and what they ask.

use super::Case;
use crate::domain::definition::Language;
use crate::domain::submission::{next_page, pages, previous_page, progress};

fn resident() -> Case {
    Case::new("residents", &["D18", "D03", "D08"], &["D18", "D03"], &["D18"])
        .answer("J8.D18", "1")
        .answer("J8.D03", "2")
}

#[test]
fn before_the_draw_familiarity_is_asked_theme_by_theme_and_no_ratings() {
    let case = Case {
        drawn: false,
        ..Case::new("residents", &["D18", "D03", "D08"], &[], &[])
    };
    let names = case.names();
    assert_eq!(names[..3], ["consent", "screening", "city"]);
    assert!(names.contains(&"contact/1".to_owned()), "{names:?}");
    assert!(!names.iter().any(|name| name.starts_with("ratings/")));
    assert_eq!(names.last().unwrap(), "review");
    let themes: usize = names.iter().filter(|name| name.starts_with("contact/")).count();
    let asked: usize = (1..=themes).map(|n| case.fields(&format!("contact/{n}")).len()).sum();
    assert_eq!(asked, 3, "each shown department is asked about once");
}

#[test]
fn after_the_draw_one_department_a_page_in_the_order_of_asking_and_familiarity_is_over() {
    let names = resident().names();
    let ratings: Vec<&String> = names.iter().filter(|name| name.starts_with("ratings/")).collect();
    assert_eq!(ratings, ["ratings/D18", "ratings/D03"]);
    assert!(!names.iter().any(|name| name.starts_with("contact/")));
}

#[test]
fn dimension_items_only_where_the_battery_was_drawn() {
    let case = resident();
    assert!(case.fields("ratings/D18").contains(&"J10a.D18".to_owned()));
    assert!(!case.fields("ratings/D03").contains(&"J10a.D03".to_owned()));
}

#[test]
fn a_condition_on_an_earlier_page_decides_before_the_page_is_shown() {
    let case = resident();
    assert!(
        case.fields("ratings/D18").contains(&"J11.D18".to_owned()),
        "dealt with it: was the matter settled?"
    );
    assert!(
        !case.fields("ratings/D03").contains(&"J11.D03".to_owned()),
        "only knows it"
    );
}

#[test]
fn a_condition_on_the_same_page_is_left_to_the_respondent() {
    let pages = pages(&resident().interview())
        .into_iter()
        .find(|p| p.name == "ratings/D18")
        .unwrap();
    let why = pages.items.iter().find(|item| item.field() == "J12.D18").unwrap();
    assert_eq!(why.when[0].question.0, "J9");
    assert_eq!(why.when[0].codes, ["1", "2"]);
}

#[test]
fn the_attention_item_is_asked_of_its_share_only() {
    assert!(!resident().fields("integrity").contains(&"C4".to_owned()));
    let asked = Case {
        attention: true,
        ..resident()
    };
    assert!(asked.fields("integrity").contains(&"C4".to_owned()));
}

#[test]
fn pages_follow_each_other_and_progress_never_goes_back() {
    let case = resident();
    let pages = case.pages();
    assert_eq!(next_page(&pages, "consent").unwrap().name, "screening");
    assert_eq!(previous_page(&pages, "screening").unwrap().name, "consent");
    assert!(previous_page(&pages, "consent").is_none() && next_page(&pages, "review").is_none());
    let along: Vec<_> = pages
        .iter()
        .map(|page| progress(&case.interview(), &pages, &page.name))
        .collect();
    assert!(
        along
            .windows(2)
            .all(|w| w[0].percent <= w[1].percent && w[0].minutes_left >= w[1].minutes_left)
    );
    assert!(
        along
            .iter()
            .all(|p| p.minutes_left >= 1 && p.section <= p.sections && p.percent <= 100)
    );
}

#[test]
fn wording_is_filled_in_for_the_department_and_the_year() {
    let case = resident();
    let interview = case.interview();
    let scored = interview.audience.questionnaire.scored();
    let department = interview.survey.departments.iter().find(|d| d.id.0 == "D18");
    for language in [Language::Zh, Language::En] {
        let text = case.piping(language).fill(&scored.text, department);
        assert!(text.contains("2009") && !text.contains('{'), "{text}");
        assert!(text.contains(department.unwrap().name.get(language)), "{text}");
    }
}
