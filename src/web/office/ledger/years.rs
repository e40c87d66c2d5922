//! `/office/ledger/{year}/years`: last year beside this year.

use super::totals::{points, shown};
use super::{Above, Tab, frame, known};
use crate::domain::ledger::{Beside, Points, Standing, beside, standing};
use crate::stages::ledger::year_before;
use crate::text::ledger::{LedgerText, of};
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::ReadLedger;
use crate::web::access::{May, Visit};
use crate::web::components::grid::Cell;
use crate::web::components::refusal::nowhere;
use crate::web::components::sort::{Row, Sorting};
use crate::web::components::table::{heads, sortable};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// `GET /office/ledger/{year}/years`.
pub async fn show(may: May<ReadLedger>, Path(year): Path<i16>) -> Result<Response, PageError> {
    let Some(ledger) = known(&may, year).await? else {
        return Ok(nowhere(&may));
    };
    let before = year_before(&may.app, &ledger).await?;
    let last = before.as_ref().map(standing);
    Ok(view(&may, &standing(&ledger), last.as_ref()).into_response())
}

fn view(visit: &Visit, present: &Standing, last: Option<&Standing>) -> Markup {
    let language = visit.language();
    let (words, year) = (of(language), present.ledger.year);
    let filled = words
        .years
        .map(|head| fill(head, &[("year", &year), ("last", &(year - 1))]));
    let filled: Vec<&str> = filled.iter().map(String::as_str).collect();
    let body = match last {
        None => html! { p { (fill(words.no_last_year, &[("last", &(year - 1))])) } },
        Some(last) => {
            let sorting = Sorting::of(visit, format!("/office/ledger/{year}/years"));
            let rows = beside(present, last);
            let rows = sorting.arranged("years", rows.iter().map(|one| row(one, visit, words)).collect());
            sortable(
                words.sheets[4],
                ("years", &sorting),
                &heads(&filled[..2], &filled[2..]),
                &rows,
                language,
            )
        }
    };
    frame(visit, present.ledger, Tab::Years, &Above::default(), body)
}

fn row(one: &Beside, visit: &Visit, words: &LedgerText) -> Row {
    let rank = |rank: Option<usize>| rank.map_or_else(|| words.none.to_owned(), |rank| rank.to_string());
    let place = |rank: Option<usize>| rank.map_or(Cell::Nothing, |rank| Cell::Count(rank as u64));
    let values = vec![
        Cell::text(&one.department.id.0),
        Cell::text(one.department.name.get(visit.language())),
        points(one.present.0),
        place(one.present.1),
        points(one.last.0),
        place(one.last.1),
        points(one.difference),
    ];
    let shown = vec![
        html! { (one.department.id.0) },
        html! { (one.department.name.get(visit.language())) },
        html! { (shown(one.present.0, words)) },
        html! { (rank(one.present.1)) },
        html! { (shown(one.last.0, words)) },
        html! { (rank(one.last.1)) },
        html! { (one.difference.map_or_else(|| words.none.to_owned(), Points::signed)) },
    ];
    (values, shown)
}
