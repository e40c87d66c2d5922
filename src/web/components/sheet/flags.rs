//! What to mind when reading: every flag in words, with the departments that carry it, and the officers' decisions.

use super::SheetView;
use crate::domain::definition::Language;
use crate::domain::score::sheet::DepartmentScore;
use crate::text::{public, sheet};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// The chapter.
pub fn flags(data: &SheetView<'_>) -> Markup {
    let (words, text) = (&public::of(data.language).results, sheet::of(data.language));
    let scores = &data.sheet;
    let named = |code: &str| {
        text.overrides
            .iter()
            .find(|(known, _)| *known == code)
            .map_or(code.to_string(), |o| o.1.into())
    };
    let all = scores
        .flags
        .iter()
        .chain(scores.departments.iter().flat_map(|d| d.flags.iter()));
    let codes = all.collect::<BTreeSet<&String>>();
    let mut kinds: Vec<(String, String)> = Vec::new();
    for code in sheet::condensed(codes.into_iter()) {
        let said = sheet::flag_of(scores, &in_names(data, &code), data.language);
        if !kinds.iter().any(|(known, _)| *known == said) {
            kinds.push((said, code));
        }
    }
    html! {
        @if kinds.is_empty() && scores.overrides.is_empty() { p { (words.no_flags) } }
        ul.plain {
            @for (said, flag) in kinds {
                li { (said) " " span.quiet { (carriers(data, &flag)) } }
            }
            @for (code, decision) in &scores.overrides {
                li { (super::own_tongue(&words.decision.replace("{what}", &named(code)).replace("{by}", &decision.by).replace("{reason}", &decision.reason), data.language)) }
            }
        }
    }
}

/// A condensed code without the list of what was merged; a margin by its name.
fn in_names(data: &SheetView<'_>, code: &str) -> String {
    let head = code.split(": ").next().unwrap_or(code);
    let margin = head.rsplit(':').next().unwrap_or_default();
    let known = data.survey.margins.iter().find(|known| known.id == margin);
    match known.filter(|_| head.starts_with("margin-merged:")) {
        Some(known) => head.replace(
            &format!(":{margin}"),
            &format!(":{}", data.rules().names().margin(known)),
        ),
        None => head.to_owned(),
    }
}

/// A department's flags in few words, one line a kind; the audiences stay unnamed where there is only one.
pub fn brief(data: &SheetView<'_>, d: &DepartmentScore) -> Vec<String> {
    sheet::brief_of(data.sheet, &d.flags, data.language)
}

/// The departments that carry a flag, by name where they are few.
fn carriers(data: &SheetView<'_>, flag: &String) -> String {
    let marked = data.sheet.departments.iter().filter(|d| d.flags.contains(flag));
    let names: Vec<&str> = marked.map(|d| d.name.get(data.language)).collect();
    match (names.len(), data.language) {
        (0, _) => String::new(),
        (1..=8, Language::Zh) => names.join("、"),
        (1..=8, Language::En) => names.join(", "),
        (n, Language::Zh) => format!("{n} 个部门"),
        (n, Language::En) => format!("{n} departments"),
    }
}
