//! Another round of the same survey beside this one: what differs, then what is the same.

use super::MethodPage;
use super::facts::{Fact, groups};
use crate::domain::definition::Language;
use crate::domain::definition::Survey;
use crate::stages::LoadedRound;
use crate::text::method::{self as text, Compare};
use crate::web::access::Visit;
use crate::web::components::sheet::rules::Rules;
use crate::web::components::table::{heads, table};
use maud::{Markup, html};

/// The chapter.
pub fn compare(visit: &Visit, data: &MethodPage) -> Markup {
    let language = visit.language();
    let words = &text::of(language).compare;
    html! {
        h2 #compare { (words.title) }
        p { (words.about) }
        @if data.others.is_empty() { p.quiet { (words.alone) } } @else {
            form.filter method="get" action="#compare" {
                label {
                    span { (words.choose[0]) }
                    select name="with" {
                        @for other in &data.others {
                            option value=(other.id) selected[data.other.as_ref().is_some_and(|one| one.record.id == other.id)] {
                                (other.title.get(language)) " (" (other.id) ")"
                            }
                        }
                    }
                }
                button { (words.choose[1]) }
            }
        }
        @if let Some(other) = &data.other { (beside(&data.loaded, other, language)) }
    }
}

fn beside(here: &LoadedRound, there: &LoadedRound, language: Language) -> Markup {
    let (all, words) = (text::of(language), &text::of(language).compare);
    let rows = paired(&settings(&here.survey, language), &settings(&there.survey, language));
    let (same, differ): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.here == row.there);
    let hashes = [
        (all.hashes[0], here.record.method_hash == there.record.method_hash),
        (
            all.hashes[1],
            here.record.definition_hash == there.record.definition_hash,
        ),
    ];
    html! {
        ul { @for (name, equal) in hashes { li { (words.hashes[usize::from(!equal)].replace("{name}", name)) } } }
        (files(here, there, differ.is_empty(), words))
        @if !differ.is_empty() {
            (rows_of(&words.differ.replace("{n}", &differ.len().to_string()), &differ, words, language))
        }
        details {
            summary { (words.same.replace("{n}", &same.len().to_string())) }
            (rows_of(words.title, &same, words, language))
        }
    }
}

/// Whether everything is the same, and where it is not: a difference that no setting shows is never called the same.
fn files(here: &LoadedRound, there: &LoadedRound, is_same: bool, words: &Compare) -> Markup {
    let apart = here.survey.method_files_apart(&there.survey);
    html! {
        @match (is_same, apart.is_empty()) {
            (true, true) => p.done { (words.equal) },
            (true, false) => p.mind { (words.unnamed) },
            (false, _) => {},
        }
        @if !apart.is_empty() { p.quiet { (words.files.replace("{files}", &apart.join(" · "))) } }
    }
}

fn settings(survey: &Survey, language: Language) -> Vec<Fact> {
    let groups = groups(&Rules { language, survey });
    groups.into_iter().flat_map(|(_, facts)| facts).collect()
}

fn rows_of(caption: &str, rows: &[Row], words: &Compare, language: Language) -> Markup {
    let cell = |value: &Option<String>| html! { @match value { Some(value) => (value), None => span.quiet { "–" } } };
    let row = |row: &Row| vec![html! { (row.label) }, cell(&row.here), cell(&row.there)];
    let rows: Vec<Vec<Markup>> = rows.iter().map(row).collect();
    table(caption, &heads(&words.heads, &[]), &rows, language)
}

/// One setting in two rounds; a round that has it not leaves its side empty.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    label: String,
    here: Option<String>,
    there: Option<String>,
}

/// Settings paired by what they are, in the order of the first list; those of the second alone follow.
fn paired(here: &[Fact], there: &[Fact]) -> Vec<Row> {
    let value = |facts: &[Fact], key: &str| facts.iter().find(|fact| fact.key == key).map(|fact| fact.value.clone());
    let only = there.iter().filter(|fact| !here.iter().any(|one| one.key == fact.key));
    let row = |fact: &Fact| Row {
        label: fact.label.clone(),
        here: value(here, &fact.key),
        there: value(there, &fact.key),
    };
    here.iter().chain(only).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::definition::{AssignmentRule, AudienceId, Conversion, Familiarity, Nonresponse, QuestionId};
    use crate::domain::score::fixture::{department, margin, survey, text};
    use std::collections::BTreeMap;

    fn fact(key: &str, value: &str) -> Fact {
        Fact {
            key: key.into(),
            label: key.to_uppercase(),
            value: value.into(),
            mind: None,
        }
    }

    /// One change of the method, of a department or of a margin, with a name to fail under.
    type OneChange = (&'static str, fn(&mut Survey));

    const CHANGES: [OneChange; 26] = [
        ("class", |s| s.departments[0].class = "B".into()),
        ("weights", |s| {
            *s.departments[1].weights.values_mut().next().unwrap() = 0.9
        }),
        ("familiarity", |s| s.departments[0].familiarity = Familiarity::Low),
        ("theme", |s| s.departments[0].theme = text("别的")),
        ("full name", |s| s.departments[0].full_name = text("别的")),
        ("description", |s| s.departments[0].description = text("别的")),
        ("one department less", |s| drop(s.departments.pop())),
        ("figures swapped", |s| {
            let (one, other) = (
                s.margins[0].categories[0].population,
                s.margins[0].categories[1].population,
            );
            (
                s.margins[0].categories[0].population,
                s.margins[0].categories[1].population,
            ) = (other, one);
        }),
        ("a figure", |s| s.margins[0].categories[0].population += 1.0),
        ("a variable", |s| {
            s.margins[0].variables[0].question = QuestionId("sex".into())
        }),
        ("a value", |s| {
            *s.margins[0].variables[0].values.values_mut().next().unwrap() = "S".into()
        }),
        ("source", |s| s.margins[0].source = "别处".into()),
        ("master", |s| s.margins[0].master = false),
        ("groups", |s| {
            let groups = [("N".to_owned(), "core".to_owned())].into();
            let groups = [(AudienceId("residents".into()), groups)].into();
            s.method.nonresponse = Some(Nonresponse {
                min_completes: 30,
                groups,
            });
        }),
        ("assignment", |s| {
            s.method.assignment = AssignmentRule::Drawn {
                shown_sizes: BTreeMap::new(),
                shown_share: (1, 2),
                boost_most: 4,
                target_ratings: BTreeMap::new(),
            };
        }),
        ("scale value", |s| s.method.scale.grades[0].value = 90.0),
        ("scale code", |s| s.method.scale.grades[0].code = "7".into()),
        ("satisfied", |s| s.method.scale.grades[2].satisfied ^= true),
        ("conversion", |s| {
            s.method.conversion = Conversion::MinMax { floor: 12.0 }
        }),
        ("fpc", |s| s.method.fpc ^= true),
        ("raking", |s| s.method.raking.max_cycles += 1),
        ("deff", |s| s.method.deff_block += 1.0),
        ("small", |s| s.method.small_cells.suppress += 1.0),
        ("level", |s| s.method.interval.level = 0.9),
        ("quality", |s| s.method.quality.straight_items += 1),
        ("battery", |s| s.method.battery_most += 1),
    ];

    #[test]
    fn whatever_changes_in_the_method_is_listed() {
        let departments = ["D1", "D2"].map(|id| department(id, "A", &[("residents", 1.0)]));
        let margins = vec![margin("residents", "district", true, &[("N", 600.0), ("S", 400.0)])];
        let mut here = survey(&["residents"], departments.into(), margins);
        for grade in &mut here.method.scale.grades {
            grade.label = text(&grade.code);
        }
        for language in [Language::Zh, Language::En] {
            let before = settings(&here, language);
            for (name, change) in CHANGES {
                let mut there = here.clone();
                change(&mut there);
                let rows = paired(&before, &settings(&there, language));
                assert!(rows.iter().any(|row| row.here != row.there), "{name} is not listed");
            }
        }
    }

    #[test]
    fn a_raised_floor_is_called_out_with_its_figures() {
        let mut survey = survey(
            &["residents"],
            vec![department("D1", "A", &[("residents", 1.0)])],
            Vec::new(),
        );
        let called_out = |survey: &Survey| {
            let all = settings(survey, Language::Zh);
            let rule = all.into_iter().find(|fact| fact.key == "conversion.rule:").unwrap();
            rule.mind.unwrap_or_default()
        };
        assert_eq!(called_out(&survey), "");
        let codes: Vec<String> = survey
            .method
            .scale
            .grades
            .iter()
            .map(|grade| grade.code.clone())
            .collect();
        let values = codes.into_iter().zip([100.0, 90.0, 80.0, 70.0, 60.0]).collect();
        survey.method.conversion = Conversion::Index { values };
        assert!(
            called_out(&survey).contains("没有部门能低于 12 分或高于 20 分"),
            "{}",
            called_out(&survey)
        );
        survey.method.conversion = Conversion::MinMax { floor: 14.0 };
        assert!(called_out(&survey).contains("低于 14 分"));
        survey.method.conversion = Conversion::Bands {
            bands: vec![(0.9, 18.0), (0.0, 10.0)],
        };
        assert!(called_out(&survey).contains("低于 10 分或高于 18 分"));
    }

    #[test]
    fn settings_of_either_round_stand_beside_each_other_whatever_their_order() {
        let rows = paired(
            &[fact("upper", "3"), fact("lower", "0.3")],
            &[fact("lower", "0.2"), fact("waiver", "yes")],
        );
        let said: Vec<_> = rows
            .iter()
            .map(|row| (row.label.as_str(), row.here.as_deref(), row.there.as_deref()))
            .collect();
        assert_eq!(
            said,
            [
                ("UPPER", Some("3"), None),
                ("LOWER", Some("0.3"), Some("0.2")),
                ("WAIVER", None, Some("yes")),
            ]
        );
    }
}
