//! The numbers behind the charts, as tables that fit a phone: there a row of many columns becomes a card.

use super::{SheetView, flags, grouped, in_numbers};
use crate::domain::score::sheet::{CellEstimate, DepartmentScore};
use crate::text::{public, sheet};
use maud::{Markup, html};

/// Points as a number, for drawing and sorting only.
pub fn points(text: &Option<String>) -> Option<f64> {
    text.as_deref()?.parse().ok()
}

/// What the score rests on; without a score the ratings that came in all the same, which the sheet does not count.
pub fn ratings(d: &DepartmentScore) -> u64 {
    match d.score {
        Some(_) => d.n,
        None => d.audiences.iter().map(|cell| cell.n).sum(),
    }
}

/// A share in percent.
pub fn percent(value: Option<f64>) -> String {
    value.map_or("–".into(), |value| format!("{:.1} %", 100.0 * value))
}

/// A share's interval in percent.
pub fn interval(low: Option<f64>, high: Option<f64>) -> String {
    low.zip(high).map_or("–".into(), |(low, high)| {
        format!("{:.1}–{:.1} %", 100.0 * low, 100.0 * high)
    })
}

/// An index, 0 to 100.
pub fn index(value: Option<f64>) -> String {
    value.map_or("–".into(), |value| format!("{value:.1}"))
}

/// The scores of one class. Roles are said because cards are no table to a browser's eye.
pub fn scores(data: &SheetView<'_>, title: &str, members: &[&DepartmentScore]) -> Markup {
    let words = &public::of(data.language).results;
    html! {
        details {
            summary { (words.table) }
            div.scroll tabindex="0" role="region" aria-label={ (title) " · " (words.table) } {
                table.numbers.folds role="table" {
                    caption.hidden { (title) }
                    thead role="rowgroup" { tr role="row" { @for (i, column) in words.columns.iter().enumerate() {
                        th.number[i != 1 && i != 10] scope="col" role="columnheader" { (in_numbers(data, column)) }
                    } } }
                    tbody role="rowgroup" { @for department in members { (score_row(data, department)) } }
                }
            }
        }
    }
}

fn score_row(data: &SheetView<'_>, d: &DepartmentScore) -> Markup {
    let (words, text) = (&public::of(data.language).results, sheet::of(data.language));
    let rank = match (d.rank, d.rank_low, d.rank_high) {
        (Some(rank), Some(low), Some(high)) if low != high => format!("{rank} ({low}–{high})"),
        (Some(rank), ..) => rank.to_string(),
        (None, ..) if d.score.is_some() => words.not_ranked.into(),
        _ => "–".into(),
    };
    let range = d
        .score_ci_low
        .as_ref()
        .zip(d.score_ci_high.as_ref())
        .map_or("–".into(), |(l, h)| format!("{l}–{h}"));
    let score = d.score.as_deref().unwrap_or(text.status(d.status));
    let measured = [
        (3, range),
        (4, percent(d.rate)),
        (5, index(d.index)),
        (6, grouped(ratings(d))),
        (
            7,
            d.score.as_ref().map_or("–".into(), |_| format!("{:.0}", d.n_eff_kish)),
        ),
        (8, percent(d.familiarity)),
        (9, percent(d.dont_know)),
    ];
    html! {
        tr role="row" {
            td.number.empty[rank == "–"] role="cell" data-label=(words.columns[0]) { (rank) }
            th scope="row" role="rowheader" { (data.named(d)) }
            td.number role="cell" data-label=(words.columns[2]) { strong { (score) } }
            @for (column, value) in measured {
                td.number.range[column == 3].empty[value == "–"] role="cell" data-label=(in_numbers(data, words.columns[column])) { (value) }
            }
            td.words role="cell" data-label=(words.columns[10]) { (flags::brief(data, d).join(words.flag_gap)) }
        }
    }
}

/// Every audience of one class's departments: department by department, four columns.
pub fn cells(data: &SheetView<'_>, title: &str, members: &[&DepartmentScore]) -> Markup {
    let words = &public::of(data.language).results;
    html! {
        details {
            summary { (words.by_audience) }
            table.numbers.audiences {
                caption.hidden { (title) " · " (words.by_audience) }
                thead { tr { @for (i, column) in words.cells.iter().enumerate() { th.number[i > 0] scope="col" { (in_numbers(data, column)) } } } }
                @for department in members {
                    tbody {
                        tr.of { th scope="rowgroup" colspan="2" { (department.name.get(data.language)) }
                            td.number colspan="2" { (score(data, department)) } }
                        @for cell in &department.audiences { (cell_row(data, department, cell)) }
                    }
                }
            }
        }
    }
}

/// The department's score, or that it has none, on the line of its name.
fn score(data: &SheetView<'_>, d: &DepartmentScore) -> Markup {
    let words = &public::of(data.language).results;
    html! {
        @match &d.score {
            Some(score) => { (score) " " (words.points) },
            None => (sheet::of(data.language).status(d.status)),
        }
    }
}

fn cell_row(data: &SheetView<'_>, d: &DepartmentScore, cell: &CellEstimate) -> Markup {
    let text = sheet::of(data.language);
    html! {
        tr {
            th scope="row" { (data.sheet.audience_name(&cell.audience.0, data.language)) small { (weight(data, d, cell)) }
                @if !cell.suppressed { @for line in sheet::brief_of(data.sheet, &cell.flags, data.language) { small { (line) } } } }
            @if cell.suppressed {
                td.number { (grouped(cell.n)) }
                td.words colspan="2" { (text.suppressed) }
            } @else {
                td.number { (grouped(cell.n)) " / " (format!("{:.0}", cell.n_eff_kish)) }
                td.number { (percent(cell.rate)) small { (interval(cell.rate_ci_low, cell.rate_ci_high)) } }
                td.number { (index(cell.index)) }
            }
        }
    }
}

/// The weight as registered, and where the score uses another, that one too: 0 for an audience that was left out.
fn weight(data: &SheetView<'_>, d: &DepartmentScore, cell: &CellEstimate) -> String {
    let words = &public::of(data.language).results.cell_weight;
    let share = |of: Option<&f64>| of.map_or("0 %".into(), |weight| format!("{:.0} %", 100.0 * weight));
    let registered = share(d.audience_weights.get(&cell.audience));
    let used = share(d.effective_weights.get(&cell.audience));
    let changed = d.score.is_some() && used != registered;
    words[usize::from(changed)]
        .replace("{weight}", &registered)
        .replace("{used}", &used)
}
