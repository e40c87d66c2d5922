//! What chosen sizes buy, as figures and tables.

use super::sizes::SizesPage;
use super::{count, stratum};
use crate::domain::definition::Language;
use crate::domain::sample::{HalfWidth, Precision, StratumPrecision};
use crate::text::prepare as text;
use crate::web::components::table::{heads, table};
use maud::{Markup, html};

/// What the sizes of the form buy.
pub(super) fn results(data: &SizesPage<'_>, bought: &Precision, language: Language) -> Markup {
    let words = &text::of(language).sizes;
    let asked: u64 = bought.strata.iter().map(|one| one.asked).sum();
    let [main, completes, overall, allocation] = words.figures;
    let deff = bought.allocation_deff.map(|deff| format!("{deff:.2}"));
    let level = format!("{:.0} %", data.loaded.survey.method.interval.level * 100.0);
    html! {
        h2 { (words.bought) }
        dl.figures {
            div { dt { (main) } dd { (count(asked)) } }
            div { dt { (completes) } dd { (rounded(bought.completes)) } }
            div {
                dt { (overall) }
                dd {
                    (width(bought.half_width, words.unknown, |one| one.worst))
                    small { (words.usual.replace("{usual}", &width(bought.half_width, words.unknown, |one| one.usual))) }
                }
            }
            div { dt { (allocation) } dd { (deff.as_deref().unwrap_or(words.unknown)) } }
        }
        (strata_table(data, bought, language))
        h2 { (words.departments) }
        (department_table(data, bought, language))
        p.quiet { (words.notes.replace("{level}", &level)) }
    }
}

fn strata_table(data: &SizesPage<'_>, bought: &Precision, language: Language) -> Markup {
    let words = &text::of(language).sizes;
    let (head, numbers) = words.heads;
    let registered = |code: &str| match &data.sizing.registered {
        Ok(sizes) => sizes.get(code).map_or_else(|| "0".into(), |n| count(*n)),
        Err(_) => words.unknown.to_owned(),
    };
    let mut rows: Vec<Vec<Markup>> = bought
        .strata
        .iter()
        .map(|one| {
            vec![
                stratum(data.loaded, data.audience, &one.stratum, language),
                html! { (count(one.frame)) },
                html! { (registered(&one.stratum)) },
                html! { (count(one.asked)) },
                html! { (rounded(one.completes)) },
                html! { (width(one.half_width, words.unknown, |one| one.worst)) },
                html! { (width(one.half_width, words.unknown, |one| one.usual)) },
            ]
        })
        .collect();
    let sum = |of: fn(&StratumPrecision) -> u64| count(bought.strata.iter().map(of).sum());
    let all = data
        .sizing
        .registered
        .as_ref()
        .map_or(words.unknown.to_owned(), |sizes| count(sizes.values().sum()));
    rows.push(vec![
        html! { b { (text::of(language).total) } },
        html! { b { (sum(|one| one.frame)) } },
        html! { b { (all) } },
        html! { b { (sum(|one| one.asked)) } },
        html! { b { (rounded(bought.completes)) } },
        html! { b { (width(bought.half_width, words.unknown, |one| one.worst)) } },
        html! { b { (width(bought.half_width, words.unknown, |one| one.usual)) } },
    ]);
    table(words.bought, &heads(&[head], &numbers), &rows, language)
}

fn department_table(data: &SizesPage<'_>, bought: &Precision, language: Language) -> Markup {
    let words = &text::of(language).sizes;
    let survey = &data.loaded.survey;
    let (head, numbers) = words.department_heads;
    let few = survey.method.small_cells.flag;
    let name = |id| {
        let found = survey.departments.iter().find(|one| &one.id == id);
        found.map_or_else(String::new, |one| one.name.get(language).to_owned())
    };
    let share = |p: f64| format!("{:.0} %", p * 100.0);
    let rows: Vec<Vec<Markup>> = bought
        .departments
        .iter()
        .map(|one| {
            let short = one.effective.is_some_and(|n| n < few);
            let effective = one.effective.map_or_else(|| words.unknown.to_owned(), rounded);
            vec![
                html! { (name(&one.department)) },
                html! { (share(one.shown)) },
                html! { (share(one.assigned)) },
                html! { (rounded(one.ratings)) },
                html! { @if short { span.flag { "▼ " (effective) } } @else { (effective) } },
            ]
        })
        .collect();
    let short = bought
        .departments
        .iter()
        .any(|one| one.effective.is_some_and(|n| n < few));
    html! {
        (table(words.departments, &heads(&[head], &numbers), &rows, language))
        @if short { p { span.flag { "▼" } " " (words.few.replace("{n}", &few.to_string())) } }
    }
}

fn rounded(x: f64) -> String {
    // Numbers of people: never negative, far below what a u64 holds.
    count(x.round().max(0.0) as u64)
}

/// A half-width in percentage points.
fn width(of: Option<HalfWidth>, unknown: &str, which: fn(HalfWidth) -> f64) -> String {
    of.map_or_else(|| unknown.to_owned(), |one| format!("{:.1}", which(one) * 100.0))
}
