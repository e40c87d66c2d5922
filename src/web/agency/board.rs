//! `/agency/{round}/board`: what a fieldwork manager looks at every morning, and its tables as files.

mod charts;
mod checks;
mod figures;
mod forms;
mod tables;

pub(super) use self::checks::flag_name;
pub(super) use self::tables::meaning;
use super::{may, names as names_of};
use crate::domain::definition::Language;
use crate::domain::fieldwork::{Board, Filter, Known};
use crate::stages::{LoadedRound, StageError, board as stage};
use crate::storage::round::RoundState;
use crate::text::board;
use crate::text::names::Names;
use crate::text::on_page::Reader;
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::{ReadField, RunField};
use crate::web::access::{May, Posted, Table, Visit};
use crate::web::components::console::{Desk, Place, desk};
use crate::web::components::grid::Grid;
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::sort::Sorting;
use crate::web::components::time::minute;
use crate::web::rounds::known;
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

/// Seconds after which the page looks anew.
const EVERY: u32 = 60;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(ReadField, "/agency/{round}/board", show);
    table.get(ReadField, "/agency/{round}/board/{table}", file);
    table.post(RunField, "/agency/{round}/board/last-day", submit);
}

/// The parts of the address.
type Pairs = Vec<(String, String)>;

/// The form of the last day.
#[derive(Debug, Deserialize)]
pub struct LastDay {
    last: String,
}

/// What the page shows.
struct Page<'a> {
    loaded: &'a LoadedRound,
    known: Known,
    filter: Filter,
    board: Option<Board>,
    complaint: Option<Markup>,
    done: bool,
}

impl Page<'_> {
    /// Whether who was asked and what was answered can no longer be brought together.
    fn sealed(&self) -> bool {
        self.loaded.record.state == RoundState::Sealed
    }
}

/// `GET /agency/{round}/board`.
pub async fn show(
    may: May<ReadField>,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    let (page, status) = look(&may, &loaded, &pairs).await?;
    Ok((status, view(&may, &page)).into_response())
}

/// `GET /agency/{round}/board/{table}`: `days.csv` and its like, under the same filter.
pub async fn file(
    may: May<ReadField>,
    Path((id, table)): Path<(String, String)>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    let (page, status) = look(&may, &loaded, &pairs).await?;
    let Some(board) = page.board.as_ref().filter(|_| status == StatusCode::OK) else {
        return Ok((status, view(&may, &page)).into_response());
    };
    let all = grids(board, &page, names_of(&may, &loaded));
    match all.into_iter().find(|grid| format!("{}.csv", grid.id) == table) {
        Some(grid) => csv_file(&grid.sorted(&Sorting::of(&may, "")), &id),
        None => Ok(nowhere(&may)),
    }
}

/// A table as a download.
pub(super) fn csv_file(grid: &Grid, round: &str) -> Result<Response, PageError> {
    let bytes = grid.csv().map_err(super::technical)?;
    let name = format!("attachment; filename=\"{round}-{}.csv\"", grid.id);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}

/// `POST /agency/{round}/board/last-day`.
pub async fn submit(
    may: May<RunField>,
    Path(id): Path<String>,
    Posted(form): Posted<LastDay>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    let Ok(last) = form.last.trim().parse::<Date>() else {
        return Err(PageError::Form(StatusCode::BAD_REQUEST));
    };
    match stage::set_last_day(&may.app, &id, last).await {
        Ok(()) => Ok(Redirect::to(&format!("/agency/{id}/board?done=last-day")).into_response()),
        Err(error) => {
            let complaint = refused(error, &may).await?;
            let (mut page, _) = look(&may, &loaded, &[]).await?;
            page.complaint = Some(complaint);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view(&may, &page)).into_response())
        }
    }
}

/// The board under the filter of the address; an address that is none is told, and everything shown.
async fn look<'a>(
    visit: &Visit,
    loaded: &'a LoadedRound,
    pairs: &[(String, String)],
) -> Result<(Page<'a>, StatusCode), PageError> {
    let id = &loaded.record.id;
    let parts = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut page = Page {
        loaded,
        known: stage::known(&visit.app, id).await?,
        filter: Filter::default(),
        board: None,
        complaint: None,
        done: pairs.iter().any(|(name, value)| name == "done" && value == "last-day"),
    };
    let mut status = StatusCode::OK;
    match stage::filter(&visit.app, id, parts).await {
        Ok(filter) => page.filter = filter,
        Err(error) => {
            (page.complaint, status) = (Some(refused(error, visit).await?), StatusCode::UNPROCESSABLE_ENTITY);
        }
    }
    match stage::board(&visit.app, id, &page.filter).await {
        Ok(board) => page.board = Some(board),
        Err(error @ StageError::Storage(_)) => return Err(error.into()),
        Err(error) => page.complaint = Some(refused(error, visit).await?),
    }
    Ok((page, status))
}

/// Every table in the order of the page.
fn grids(board: &Board, page: &Page<'_>, names: Names<'_>) -> Vec<Grid> {
    vec![
        tables::days(board, names),
        tables::audiences(board, names),
        tables::districts(board, names),
        tables::modes(board, page.sealed(), names),
        tables::interviewers(board, names),
        tables::dispositions(board, names),
        tables::rates(board, names),
        tables::stops(board, names),
        tables::minutes(board, names),
        tables::departments(board, names),
        checks::flags(board, names),
        checks::coaching_districts(board, names),
        checks::coaching_departments(board, names),
        checks::bursts(board, names),
        checks::interviewers(board, names),
        checks::alike(board, names),
    ]
}

/// Where chapters begin in [`grids`].
const CHAPTERS: [usize; 5] = [0, 5, 9, 10, 16];

/// Tables behind a chart, and long ones.
const FOLDED: [&str; 3] = ["days", "dispositions", "coaching-departments"];

fn view(visit: &Visit, page: &Page<'_>) -> Markup {
    let words = board::of(visit.language());
    let body = html! {
        @if let Some(complaint) = &page.complaint { (complaint) }
        @if page.done { p.done role="status" { (words.last_day[4]) } }
        (forms::filter(visit, page))
        div data-every=(EVERY) { @if let Some(board) = &page.board { (shown(visit, page, board)) } }
        @let open = [RoundState::Draft, RoundState::Registered, RoundState::Fielding].contains(&page.loaded.record.state);
        @if open && may::<RunField>(visit) { (forms::last_day(visit, page)) }
    };
    let about = Desk {
        visit,
        title: words.title,
        place: Place::Board,
        round: Some(&page.loaded.record),
    };
    desk(&about, body)
}

/// What changes by itself.
fn shown(visit: &Visit, page: &Page<'_>, board: &Board) -> Markup {
    let names = names_of(visit, page.loaded);
    let words = board::of(names.language);
    let sorting = Sorting::of(visit, format!("/agency/{}/board", page.loaded.record.id));
    let all: Vec<Grid> = grids(board, page, names);
    let all: Vec<Grid> = all.into_iter().map(|grid| grid.sorted(&sorting)).collect();
    let [not_begun, nothing] = words.empty;
    html! {
        @if board.schedule.first.is_none() { p.mind { (not_begun) } }
        @else if board.progress.completes == 0 { p.mind { (nothing) } }
        p.quiet.small { (fill(words.as_of, &[("time", &minute(visit.app.now()))])) }
        (figures::figures(board, names))
        @for (number, title) in words.chapters.iter().enumerate() {
            h2 { (title) }
            @match number {
                0 => (charts::days(board, names)),
                1 => (charts::outcomes(board, names)),
                3 => @if let Err(error) = &board.quality { p.mind { (words.no_quality) (Reader::of(names.survey, names.language).stop(&error.clone().into())) } },
                _ => {}
            }
            @for grid in &all[CHAPTERS[number]..CHAPTERS[number + 1]] { (chapter_table(grid, page, &sorting, names.language)) }
        }
    }
}

/// A table; what stands behind a chart, and what is long, is folded, and one without rows is a line.
fn chapter_table(grid: &Grid, page: &Page<'_>, sorting: &Sorting, language: Language) -> Markup {
    let (words, title) = (board::of(language), grid.words.title);
    let [modes, stops] = words.unlinked;
    if grid.rows.is_empty() {
        let why = if page.sealed() && grid.id == "stops" {
            stops
        } else {
            words.no_rows
        };
        return html! { p.quiet.small { b { (title) } " · " (why) } };
    }
    let file = format!("/agency/{}/board/{}.csv", page.loaded.record.id, grid.id);
    let shown = html! {
        @if page.sealed() && grid.id == "modes" { p.quiet.small { (modes) } }
        (grid.shown(&file, sorting, language))
    };
    html! {
        @if FOLDED.contains(&grid.id) { details open[sorting.order(grid.id, usize::MAX).is_some()] { summary { (title) } (shown) } }
        @else { h3 { (title) } (shown) }
    }
}
