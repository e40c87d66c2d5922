//! Another round of the same survey beside this one: what differs, then what is the same.

use super::facts::{Fact, groups};
use super::{MethodPage, rules_of};
use crate::domain::definition::Language;
use crate::stages::LoadedRound;
use crate::text::method::{self as text, Compare};
use crate::web::access::Visit;
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
    let rows = paired(&settings(here, language), &settings(there, language));
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
        @if differ.is_empty() { p.done { (words.equal) } } @else {
            (rows_of(&words.differ.replace("{n}", &differ.len().to_string()), &differ, words, language))
        }
        details {
            summary { (words.same.replace("{n}", &same.len().to_string())) }
            (rows_of(words.title, &same, words, language))
        }
    }
}

fn settings(loaded: &LoadedRound, language: Language) -> Vec<Fact> {
    let groups = groups(&rules_of(loaded, language));
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

    fn fact(key: &str, value: &str) -> Fact {
        Fact {
            key: key.into(),
            label: key.to_uppercase(),
            value: value.into(),
            mind: None,
        }
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
