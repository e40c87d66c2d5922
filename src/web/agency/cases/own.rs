//! An interviewer's cases: open ones first, so many on a page, filtered by stratum and code in the address.

use super::{Names, code, heads, link};
use crate::domain::definition::AudienceId;
use crate::domain::fieldwork::district;
use crate::domain::invitation::disposition::lookup;
use crate::stages::LoadedRound;
use crate::storage::fieldwork::UnitRow;
use crate::text::{case_pages, console};
use crate::web::components::number::grouped;
use crate::web::components::table::table;
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Cases on one page.
const PAGE: usize = 50;

/// How an address names a case without a code.
const NONE: &str = "none";

/// Which of the cases are shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Part {
    /// `audience/stratum`.
    stratum: String,
    /// A code, or `none`.
    code: String,
    /// Cases left out before the page; what is no number leaves out none.
    skip: String,
}

impl Part {
    fn keeps(&self, unit: &UnitRow) -> bool {
        let here = self.stratum.is_empty() || self.stratum == place(unit);
        here && (self.code.is_empty() || self.code == coded(unit))
    }

    fn address(&self, loaded: &LoadedRound, skip: usize) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs
            .append_pair("stratum", &self.stratum)
            .append_pair("code", &self.code);
        pairs.append_pair("skip", &skip.to_string());
        format!("/agency/{}/cases?{}", loaded.record.id, pairs.finish())
    }
}

fn place(unit: &UnitRow) -> String {
    district(&AudienceId(unit.audience.clone()), &unit.stratum)
}

fn coded(unit: &UnitRow) -> &str {
    unit.code.as_deref().unwrap_or(NONE)
}

/// The list with its filter.
pub fn list(loaded: &LoadedRound, own: &[UnitRow], part: &Part, names: Names<'_>) -> Markup {
    let words = case_pages::of(names.language);
    let kept: Vec<&UnitRow> = own.iter().filter(|unit| part.keeps(unit)).collect();
    let skip = part.skip.parse().unwrap_or(0).min(kept.len().saturating_sub(1)) / PAGE * PAGE;
    let all = heads(words);
    let heads = [all[0], all[2], all[3], all[5]];
    let row = |unit: &&UnitRow| {
        let audience = AudienceId(unit.audience.clone());
        vec![
            link(loaded, unit.sample_no),
            html! { (names.audience(&audience)) },
            html! { (names.stratum(&audience, &unit.stratum)) },
            code(unit.code.as_deref(), names),
        ]
    };
    let rows: Vec<Vec<Markup>> = kept.iter().skip(skip).take(PAGE).map(row).collect();
    html! {
        (filter(loaded, own, part, names))
        (table(words.found[3], &heads, &rows, names.language))
        (paging(loaded, part, (skip, rows.len(), kept.len()), names))
    }
}

fn filter(loaded: &LoadedRound, own: &[UnitRow], part: &Part, names: Names<'_>) -> Markup {
    let (words, all) = (case_pages::of(names.language), console::of(names.language));
    let name = |unit: &UnitRow| {
        let audience = AudienceId(unit.audience.clone());
        format!(
            "{} · {}",
            names.audience(&audience),
            names.stratum(&audience, &unit.stratum)
        )
    };
    let strata: BTreeMap<String, String> = own.iter().map(|unit| (place(unit), name(unit))).collect();
    let codes: BTreeSet<&str> = own.iter().map(coded).collect();
    let meaning = |code: &str| lookup(code).map_or("", |row| super::super::board::meaning(row, names.language));
    let home = format!("/agency/{}/cases", loaded.record.id);
    html! {
        form.filter method="get" action=(home) {
            label {
                span { (words.heads[3]) }
                select name="stratum" {
                    option value="" { (all.any) }
                    @for (value, name) in &strata { option value=(value) selected[*value == part.stratum] { (name) } }
                }
            }
            label {
                span { (words.heads[5]) }
                select name="code" {
                    option value="" { (all.any) }
                    @for code in codes {
                        option value=(code) selected[code == part.code] {
                            @if code == NONE { (words.small[5]) } @else { (code) " " (meaning(code)) }
                        }
                    }
                }
            }
            button { (all.filter[0]) }
            a href=(home) { (all.filter[1]) }
        }
    }
}

/// Where one is in the list, and the pages beside.
fn paging(loaded: &LoadedRound, part: &Part, (skip, shown, all): (usize, usize, usize), names: Names<'_>) -> Markup {
    let [before, after] = case_pages::of(names.language).paging;
    let numbers = [("{from}", skip + 1), ("{to}", skip + shown), ("{all}", all)];
    let said = console::of(names.language).paging[2].to_owned();
    let said = numbers
        .iter()
        .fold(said, |said, (name, n)| said.replace(name, &grouped(*n as u64)));
    html! {
        nav.paging {
            @if skip > 0 { a href=(part.address(loaded, skip - PAGE)) { (before) } }
            @if shown > 0 { span { (said) } }
            @if skip + shown < all { a href=(part.address(loaded, skip + PAGE)) { (after) } }
        }
    }
}
