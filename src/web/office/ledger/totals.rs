//! `/office/ledger/{year}`: ranks, the eight scores, deductions, totals, bonus, and what is missing.

use super::{Above, Done, Tab, frame, known, newer};
use crate::domain::definition::Language;
use crate::domain::ledger::{Bonus, Indicator, Ledger, Points, SheetImport, Standing, Totals, standing};
use crate::stages::ledger::newer_sheet;
use crate::text::ledger::{LedgerText, of};
use crate::text::ledger_pages;
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::ReadLedger;
use crate::web::access::{May, Visit};
use crate::web::components::grid::Cell;
use crate::web::components::refusal::nowhere;
use crate::web::components::sort::{Row, Sorting};
use crate::web::components::table::{Head, facts, sortable};
use crate::web::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// Missing scores that are said in the table at once.
const FEW: usize = 2;

/// `GET /office/ledger/{year}`.
pub async fn show(
    may: May<ReadLedger>,
    Path(year): Path<i16>,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let Some(ledger) = known(&may, year).await? else {
        return Ok(nowhere(&may));
    };
    let newest = newer_sheet(&may.app, &ledger).await?;
    Ok(view(&may, &standing(&ledger), newest, &done.into()).into_response())
}

fn view(visit: &Visit, standing: &Standing, newest: Option<u32>, above: &Above) -> Markup {
    let (language, ledger) = (visit.language(), standing.ledger);
    let (words, pages) = (of(language), ledger_pages::of(language));
    let most = |one: Indicator| fill(pages.short_most, &[("most", &one.facts().most)]);
    let indicators = Indicator::ALL.map(|one| format!("{}\n{}", one.name().get(language), most(one)));
    let number = |text| Head { text, number: true };
    let text = |text| Head { text, number: false };
    let [rank, id, department, total, less, sum, bonus] = pages.short_heads;
    // What people look for first stands first: the total, then what it comes from.
    let mut heads = vec![
        number(rank),
        text(id),
        text(department),
        number(total),
        number(less),
        number(sum),
    ];
    heads.extend(indicators.iter().map(|head| number(head)));
    heads.push(text(bonus));
    let sorting = Sorting::of(visit, format!("/office/ledger/{}", ledger.year));
    let rows = standing
        .by_rank()
        .into_iter()
        .map(|one| row(ledger, one, words, language));
    let rows = sorting.arranged("totals", rows.collect());
    let body = html! {
        (newer(ledger, newest, language))
        (about(standing, language))
        p.sideways { (pages.sideways) }
        div.ledger { (sortable(words.sheets[0], ("totals", &sorting), &heads, &rows, language)) }
        (downloads(ledger, language))
    };
    frame(visit, ledger, Tab::Totals, above, body)
}

/// Where the ledger stands.
fn about(standing: &Standing, language: Language) -> Markup {
    let (words, pages, ledger) = (of(language), ledger_pages::of(language), standing.ledger);
    let [review, _, sheet, departments] = pages.facts;
    let ranked = standing.totals.iter().filter(|one| one.rank.is_some()).count();
    let all = standing.totals.len();
    let counted = fill(
        words.counted,
        &[("all", &all), ("ranked", &ranked), ("unranked", &(all - ranked))],
    );
    facts(&[
        (review, html! { (words.review(ledger, language)) }),
        (
            sheet,
            html! { (ledger.round) " · " @match ledger.sheet() {
                Some(sheet) => { (sheet_link(ledger, sheet, language)) },
                None => { span.flag { (words.gaps[4]) } },
            } },
        ),
        (departments, html! { (counted) }),
    ])
}

/// A version of the sheet, to take along.
pub(super) fn sheet_link(ledger: &Ledger, sheet: &SheetImport, language: Language) -> Markup {
    let said = fill(ledger_pages::of(language).downloads[2], &[("version", &sheet.version)]);
    html! { a href={ "/office/ledger/" (ledger.year) "/files/sheet-v" (sheet.version) ".json" } download { (said) } }
}

/// What is waited for, or the step that comes next.
pub(super) fn next_step(ledger: &Ledger, language: Language) -> Markup {
    let (words, pages) = (of(language), ledger_pages::of(language));
    let missing = ledger.missing();
    if !missing.is_empty() {
        let parts = missing.iter().map(|one| {
            format!(
                "{}/{}",
                one.indicator.name().get(language),
                one.source.name().get(language)
            )
        });
        let parts: Vec<String> = parts.collect();
        return html! { (fill(words.command.waiting, &[("parts", &parts.join(words.gaps_between[1]))])) };
    }
    html! { (ledger.next_step().map_or(pages.finished, |step| step.name().get(language))) }
}

/// Points, or the sign that there are none.
pub(super) fn shown(points: Option<Points>, words: &LedgerText) -> String {
    points.map_or_else(|| words.none.to_owned(), |points| points.to_string())
}

fn row(ledger: &Ledger, one: &Totals, words: &LedgerText, language: Language) -> Row {
    let department = one.department;
    let rank = one.rank.map_or_else(|| words.none.to_owned(), |rank| rank.to_string());
    let mut cells = vec![
        html! { (rank) },
        html! { (department.id.0) },
        html! {
            a href={ "/office/ledger/" (ledger.year) "/departments/" (department.id.0) } { (department.name.get(language)) }
            (lacking(&words.lacks(one, language), language))
        },
    ];
    cells.push(html! { b { (shown(one.total, words)) } });
    cells.push(html! { (one.deducted) });
    cells.push(html! { (shown(one.sum, words)) });
    cells.extend(one.scores.iter().map(|score| html! { (shown(score.points(), words)) }));
    cells.push(html! { (bonus(one, language)) });
    (values(one, language), cells)
}

/// The same cells as values, for the order.
fn values(one: &Totals, language: Language) -> Vec<Cell> {
    let mut values = vec![
        one.rank.map_or(Cell::Nothing, |rank| Cell::Count(rank as u64)),
        Cell::text(&one.department.id.0),
        Cell::text(one.department.name.get(language)),
        points(one.total),
        points(Some(one.deducted)),
        points(one.sum),
    ];
    values.extend(one.scores.iter().map(|score| points(score.points())));
    values.push(Cell::text(bonus(one, language)));
    values
}

/// Points as a value.
pub(super) fn points(points: Option<Points>) -> Cell {
    Cell::number(points.map(Points::as_f64), 2)
}

/// What a department lacks: a few said at once, many behind a line that counts them.
fn lacking(lacks: &[String], language: Language) -> Markup {
    let counted = fill(ledger_pages::of(language).lacking, &[("n", &lacks.len())]);
    html! {
        @if lacks.len() > FEW { details.lacks { summary { small { (counted) } } @for lack in lacks { small { (lack) } br; } } }
        @else { @for lack in lacks { br; small { (lack) } } }
    }
}

/// The bonus in a word: none as long as something is missing, unless it is cut already.
fn bonus(one: &Totals, language: Language) -> &'static str {
    let short = ledger_pages::of(language).short_paid;
    match (&one.bonus, one.total) {
        (Bonus::Less(_), _) => short[1],
        (Bonus::Full, Some(_)) => short[0],
        (Bonus::Full, None) => of(language).none,
    }
}

fn downloads(ledger: &Ledger, language: Language) -> Markup {
    let pages = ledger_pages::of(language);
    let files = format!("/office/ledger/{}/files", ledger.year);
    let code = if language == Language::Zh { "zh" } else { "en" };
    html! {
        p.download {
            a href={ (files) "/ledger-" (ledger.year) ".xlsx" } download { (pages.downloads[0]) } " · "
            a href={ (files) "/ledger-" (ledger.year) "." (code) ".html" } target="_blank" { (pages.downloads[1]) }
            @for sheet in &ledger.sheets { " · " (sheet_link(ledger, sheet, language)) }
        }
    }
}
