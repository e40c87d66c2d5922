//! The numbers behind the charts, as tables.

use super::results::{ResultsPage, grouped};
use super::results_flags;
use crate::domain::score::sheet::{CellEstimate, DepartmentScore};
use crate::text::{public, sheet};
use maud::{Markup, html};

/// Points as a number, for drawing and sorting only.
pub(super) fn points(text: &Option<String>) -> Option<f64> {
    text.as_deref()?.parse().ok()
}

fn percent(value: Option<f64>) -> String {
    value.map_or("–".into(), |value| format!("{:.1} %", 100.0 * value))
}

fn interval(low: Option<f64>, high: Option<f64>) -> String {
    low.zip(high).map_or("–".into(), |(low, high)| {
        format!("{:.1}–{:.1} %", 100.0 * low, 100.0 * high)
    })
}

/// The scores of one class.
pub(super) fn scores(data: &ResultsPage<'_>, members: &[&DepartmentScore]) -> Markup {
    let words = &public::of(data.language).results;
    html! {
        details {
            summary { (words.table) }
            div.scroll tabindex="0" role="region" aria-label=(words.table) {
                table.numbers {
                    thead { tr { @for (i, column) in words.columns.iter().enumerate() {
                        th.number[i != 1 && i != 10] scope="col" { (column) }
                    } } }
                    tbody { @for department in members { (score_row(data, department)) } }
                }
            }
        }
    }
}

fn score_row(data: &ResultsPage<'_>, d: &DepartmentScore) -> Markup {
    let (words, text) = (&public::of(data.language).results, sheet::of(data.language));
    let rank = match (d.rank, d.rank_low, d.rank_high) {
        (Some(rank), Some(low), Some(high)) if low != high => format!("{rank} ({low}–{high})"),
        (Some(rank), ..) => rank.to_string(),
        (None, ..) if d.score.is_some() => words.not_ranked.into(),
        _ => "–".into(),
    };
    let flags: Vec<String> = d.flags.iter().map(|flag| results_flags::short(data, flag)).collect();
    let range = d
        .score_ci_low
        .as_ref()
        .zip(d.score_ci_high.as_ref())
        .map_or("–".into(), |(l, h)| format!("{l}–{h}"));
    html! {
        tr {
            td.number { (rank) }
            th scope="row" { (d.name.get(data.language)) }
            td.number { strong { (d.score.as_deref().unwrap_or(text.status(d.status))) } }
            td.number { (range) }
            td.number { (percent(d.rate)) }
            td.number { (d.index.map_or("–".into(), |index| format!("{index:.1}"))) }
            td.number { (grouped(d.n)) }
            td.number { (format!("{:.0}", d.n_eff_kish)) }
            td.number { (percent(d.familiarity)) }
            td.number { (percent(d.dont_know)) }
            td.words { (flags.join(words.flag_gap)) }
        }
    }
}

/// Every audience of one class's departments.
pub(super) fn cells(data: &ResultsPage<'_>, members: &[&DepartmentScore]) -> Markup {
    let words = &public::of(data.language).results;
    html! {
        details {
            summary { (words.by_audience) }
            div.scroll tabindex="0" role="region" aria-label=(words.by_audience) {
                table.numbers {
                    thead { tr { @for (i, column) in words.cells.iter().enumerate() {
                        th.number[i > 1] scope="col" { (column) }
                    } } }
                    tbody {
                        @for department in members { @for cell in &department.audiences { (cell_row(data, department, cell)) } }
                    }
                }
            }
        }
    }
}

fn cell_row(data: &ResultsPage<'_>, d: &DepartmentScore, cell: &CellEstimate) -> Markup {
    let text = sheet::of(data.language);
    let audience = data.survey.audience(&cell.audience).map(|a| a.name.get(data.language));
    let weight = d
        .effective_weights
        .get(&cell.audience)
        .or(d.audience_weights.get(&cell.audience));
    html! {
        tr {
            th scope="row" { (d.name.get(data.language)) }
            td { (audience.unwrap_or(text.audience(&cell.audience.0))) }
            td.number { (weight.map_or("–".into(), |weight| format!("{weight:.2}"))) }
            td.number { (grouped(cell.n)) }
            @if cell.suppressed {
                td.words colspan="4" { (text.suppressed) }
            } @else {
                td.number { (format!("{:.0}", cell.n_eff_kish)) }
                td.number { (percent(cell.rate)) }
                td.number { (interval(cell.rate_ci_low, cell.rate_ci_high)) }
                td.number { (cell.index.map_or("–".into(), |index| format!("{index:.1}"))) }
            }
        }
    }
}
