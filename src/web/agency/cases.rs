//! `/agency/{round}/cases`: single cases found by number, unit id or code, and the work on them.

mod interview;
mod one;
mod own;
mod reserve;
mod run;

use super::{may, names};
use crate::domain::account::Role;
use crate::domain::invitation::disposition::lookup;
use crate::domain::invitation::token::Token;
use crate::stages::{LoadedRound, cases as stage};
use crate::storage::cases::CaseRecord;
use crate::text::case_pages::{self, CasePages};
use crate::text::names::Names;
use crate::web::PageError;
use crate::web::access::acts::{HoldInterview, RunField, WorkCases};
use crate::web::access::{May, Posted, Table, Visit};
use crate::web::components::console::{Desk, Place, desk, token};
use crate::web::components::grid::Cell;
use crate::web::components::refusal::nowhere;
use crate::web::components::sort::Sorting;
use crate::web::components::table::{Head, sortable};
use crate::web::components::time::minute;
use crate::web::rounds::known;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(WorkCases, "/agency/{round}/cases", show);
    table.post(WorkCases, "/agency/{round}/cases/by-code", by_code);
    table.get(RunField, "/agency/{round}/cases/run", run::show);
    table.post(RunField, "/agency/{round}/cases/assign", run::assign);
    table.post(RunField, "/agency/{round}/cases/release", reserve::submit);
    table.upload(RunField, "/agency/{round}/cases/codes", run::codes);
    table.upload(RunField, "/agency/{round}/cases/answers", run::answers);
    table.get(WorkCases, "/agency/{round}/cases/{number}", one::show);
    table.post(WorkCases, "/agency/{round}/cases/{number}/code", one::submit);
    let call = "/agency/{round}/cases/{number}/interview";
    table.get(HoldInterview, call, interview::enter);
    table.post(HoldInterview, call, interview::begin);
    let page = "/agency/{round}/cases/{number}/interview/{*page}";
    table.get(HoldInterview, page, interview::show);
    table.post(HoldInterview, page, interview::submit);
    table.post(RunField, "/agency/{round}/cases/{number}/assign", one::assign);
}

/// What is searched for, as the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    /// A code was typed here: the address was left at once.
    told: Option<String>,
    /// Which of the own cases.
    #[serde(flatten)]
    part: own::Part,
}

/// An invitation's code: never in an address.
#[derive(Debug, Deserialize)]
pub struct Code {
    code: String,
}

/// What a search came to.
enum Found {
    /// Nothing was asked for.
    Nothing,
    /// A code was typed where it would stay in an address.
    ACode,
    /// These.
    Cases(Vec<CaseRecord>),
}

/// `GET /agency/{round}/cases`.
pub async fn show(
    may: May<WorkCases>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    let typed = asked.q.trim();
    if Token::parse(typed).is_ok() {
        return Ok(Redirect::to(&format!("/agency/{id}/cases?told=code")).into_response());
    }
    let (found, typed) = match typed {
        "" if asked.told.is_some() => (Found::ACode, ""),
        "" => (Found::Nothing, ""),
        typed => (
            Found::Cases(stage::find(&may.app, &id, typed, whose(&may)).await?),
            typed,
        ),
    };
    view(&may, &loaded, found, typed, &asked.part).await
}

/// `POST /agency/{round}/cases/by-code`.
pub async fn by_code(
    may: May<WorkCases>,
    Path(id): Path<String>,
    Posted(form): Posted<Code>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    let found = stage::find(&may.app, &id, &form.code, whose(&may)).await?;
    match &found[..] {
        [one] => Ok(Redirect::to(&format!("/agency/{id}/cases/{}", one.sample_no)).into_response()),
        _ => view(&may, &loaded, Found::Cases(found), "", &own::Part::default()).await,
    }
}

/// Interviewers see their own cases only.
fn whose(visit: &Visit) -> Option<&str> {
    let account = &visit.person.account;
    (account.role == Role::Interviewer).then_some(account.login.as_str())
}

/// A page of this place.
fn frame(visit: &Visit, loaded: &LoadedRound, title: &str, body: Markup) -> Markup {
    let about = Desk {
        visit,
        title,
        place: Place::Cases,
        round: Some(&loaded.record),
    };
    desk(&about, body)
}

/// The two pages that a manager has here.
fn tabs(visit: &Visit, loaded: &LoadedRound, running: bool) -> Markup {
    let words = case_pages::of(visit.language());
    let home = format!("/agency/{}/cases", loaded.record.id);
    html! {
        @if may::<RunField>(visit) {
            nav.tabs aria-label=(words.titles[0]) {
                a href=(home) aria-current=[(!running).then_some("page")] { (words.titles[0]) }
                a href={ (home) "/run" } aria-current=[running.then_some("page")] { (words.titles[2]) }
            }
        }
    }
}

async fn view(
    visit: &Visit,
    loaded: &LoadedRound,
    found: Found,
    typed: &str,
    part: &own::Part,
) -> Result<Response, PageError> {
    let words = case_pages::of(visit.language());
    let names = names(visit, loaded);
    let sorting = Sorting::of(visit, format!("/agency/{}/cases", loaded.record.id));
    let own = match whose(visit) {
        Some(login) => Some(stage::own(&visit.app, &loaded.record.id, login).await?),
        None => None,
    };
    let body = html! {
        (tabs(visit, loaded, false))
        (search(visit, loaded, typed, words))
        @match &found {
            Found::Nothing => {},
            Found::ACode => p.mind role="alert" { (words.found[1]) },
            Found::Cases(cases) if cases.is_empty() => p.mind role="alert" { (words.found[0]) },
            Found::Cases(cases) => {
                h2 { (words.found[2]) }
                (results(&sorting, loaded, cases, names))
            }
        }
        @if let Some(own) = &own {
            h2 { (words.found[3]) }
            @if own.is_empty() { p { (words.found[4]) } } @else { (own::list(loaded, own, part, names)) }
        }
    };
    Ok(frame(visit, loaded, words.titles[0], body).into_response())
}

fn search(visit: &Visit, loaded: &LoadedRound, typed: &str, words: &CasePages) -> Markup {
    let [label, hint, button, code, code_hint, code_button] = words.search;
    let home = format!("/agency/{}/cases", loaded.record.id);
    html! {
        div.beside {
            form.stack method="get" action=(home) {
                label { span { (label) } input name="q" value=(typed) autocomplete="off" required; small { (hint) } }
                button.primary { (button) }
            }
            form.stack method="post" action={ (home) "/by-code" } {
                (token(visit))
                label { span { (code) } input name="code" autocomplete="off" spellcheck="false" required; small { (code_hint) } }
                button { (code_button) }
            }
        }
    }
}

fn heads(words: &CasePages) -> Vec<Head<'static>> {
    let mut heads: Vec<Head> = words.heads.iter().map(|text| Head { text, number: false }).collect();
    heads[0].number = true;
    heads
}

fn link(loaded: &LoadedRound, number: u64) -> Markup {
    html! { a href={ "/agency/" (loaded.record.id) "/cases/" (number) } { (number) } }
}

/// A code with its meaning.
fn code(code: Option<&str>, names: Names<'_>) -> Markup {
    let Some(code) = code else {
        return html! { span.quiet { (case_pages::of(names.language).small[5]) } };
    };
    let meaning = lookup(code).map(|row| super::board::meaning(row, names.language));
    html! { (code) @if let Some(meaning) = meaning { " " (meaning) } }
}

fn results(sorting: &Sorting, loaded: &LoadedRound, cases: &[CaseRecord], names: Names<'_>) -> Markup {
    let words = case_pages::of(names.language);
    let some = |text: &Option<String>| text.clone().map_or(Cell::Nothing, Cell::Text);
    let row = |case: &CaseRecord| {
        let cells = vec![
            Cell::Count(case.sample_no),
            Cell::text(&case.unit_ref),
            Cell::text(names.audience(&case.audience)),
            Cell::text(names.stratum(&case.audience, &case.stratum)),
            some(&case.interviewer),
            some(&case.code),
            case.code_at.map_or(Cell::Nothing, |at| Cell::Number(at as f64, 0)),
        ];
        let shown = vec![
            link(loaded, case.sample_no),
            html! { (case.unit_ref) },
            html! { (names.audience(&case.audience)) },
            html! { (names.stratum(&case.audience, &case.stratum)) },
            html! { (case.interviewer.as_deref().unwrap_or(words.small[4])) },
            code(case.code.as_deref(), names),
            html! { span.time { (case.code_at.map(minute).unwrap_or_default()) } },
        ];
        (cells, shown)
    };
    let rows = sorting.arranged("found", cases.iter().map(row).collect());
    sortable(words.found[2], ("found", sorting), &heads(words), &rows, names.language)
}
