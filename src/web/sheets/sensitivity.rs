//! What other conversion rules and other treatments would give, department by department beside the official score.

use crate::domain::score::sheet::DepartmentScore;
use crate::export::by_class;
use crate::text::console::named;
use crate::text::sheets::{self as text, SheetsWords};
use crate::web::components::sheet::SheetView;
use crate::web::components::table;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Rules of conversion among the sheet's codes; the others are treatments.
const CONVERSIONS: [&str; 8] = [
    "rate",
    "index",
    "index-100-75-50-25-0",
    "index-100-80-60-40-20",
    "index-100-80-60-30-0",
    "top-three-rate",
    "floor-100-75-55",
    "floor-100-90-70-50",
];

/// Both tables, as far as the sheet has their codes.
pub fn tables(data: &SheetView<'_>) -> Markup {
    let words = text::of(data.language);
    let all: BTreeSet<&str> = codes(data).collect();
    let conversions: Vec<&str> = CONVERSIONS.into_iter().filter(|code| all.contains(code)).collect();
    let known = words.rules.iter().map(|(code, _)| *code);
    let treatments = known.filter(|code| all.contains(code) && !CONVERSIONS.contains(code));
    // What has no name of its own (one removal rule undone) follows those that have.
    let others = all
        .iter()
        .copied()
        .filter(|code| !words.rules.iter().any(|(known, _)| known == code));
    let treatments: Vec<&str> = treatments.chain(others).collect();
    html! {
        (table(data, words.chapters[1], words.about[0], &conversions))
        (table(data, words.chapters[2], words.about[1], &treatments))
    }
}

fn codes<'a>(data: &SheetView<'a>) -> impl Iterator<Item = &'a str> {
    let departments = data.sheet.departments.iter();
    departments.flat_map(|d| d.sensitivity.keys().map(String::as_str))
}

fn table(data: &SheetView<'_>, title: &str, about: &str, codes: &[&str]) -> Markup {
    let words = text::of(data.language);
    let classes = by_class(&data.sheet.departments);
    html! {
        @if !codes.is_empty() {
            h2 { (title) }
            p { (about) }
            details {
                summary { (title) }
                div.scroll tabindex="0" role="region" aria-label=(title) {
                    table.sensitivity {
                        caption.hidden { (title) }
                        thead { tr {
                            th scope="col" { (words.heads[0]) }
                            th.n scope="col" { (words.heads[1]) }
                            @for code in codes { th.n scope="col" { (name(code, words)) } }
                        } }
                        @for (class, members) in &classes {
                            tbody {
                                @if classes.len() > 1 { tr.of { th scope="rowgroup" colspan=(codes.len() + 2) { (class) } } }
                                @for department in members { (row(data, department, codes)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn name(code: &str, words: &SheetsWords) -> String {
    match code.split_once(':') {
        Some((_, rule)) => words.without.replace("{rule}", named(words.removals, rule)),
        None => named(words.rules, code).to_owned(),
    }
}

fn row(data: &SheetView<'_>, d: &DepartmentScore, codes: &[&str]) -> Markup {
    html! {
        tr {
            th scope="row" { (data.named(d)) }
            td.n { strong { (d.score.as_deref().unwrap_or("–")) } }
            @for code in codes { td.n { (cell(d, code)) } }
        }
    }
}

fn cell(d: &DepartmentScore, code: &str) -> Markup {
    let other = d.sensitivity.get(code).cloned().flatten();
    let number = other.as_deref().and_then(|text| text.parse::<f64>().ok());
    // Hundredths without the dust of binary fractions.
    let apart = number
        .zip(d.points())
        .map(|(other, official)| ((other - official) * 100.0).round() as i64);
    html! {
        @match (&other, apart) {
            (Some(other), Some(0) | None) => (other),
            (Some(other), Some(apart)) => { (other) " " small { (signed(apart)) } },
            (None, _) => "–",
        }
    }
}

/// One department's score under the other conversion rules.
pub fn conversions(data: &SheetView<'_>, d: &DepartmentScore) -> Markup {
    let words = text::of(data.language);
    let known = CONVERSIONS.iter().filter(|code| d.sensitivity.contains_key(**code));
    let row = |code: &&str| vec![html! { (name(code, words)) }, cell(d, code)];
    let rows: Vec<Vec<Markup>> = known.map(row).collect();
    html! {
        @if !rows.is_empty() {
            (table::table(words.chapters[1], &table::heads(&words.department.rules[..1], &words.department.rules[1..]), &rows, data.language))
        }
    }
}

/// Hundredths with their sign: `+0.35`, `−1.20`.
fn signed(hundredths: i64) -> String {
    let sign = if hundredths < 0 { '−' } else { '+' };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_carries_its_sign_and_two_decimals() {
        assert_eq!([signed(35), signed(-120), signed(-5)], ["+0.35", "−1.20", "−0.05"]);
    }
}
