//! `/agency/{round}/cases/{number}`: a case with its history; gives it a code, gives it to an interviewer.

use super::{code, frame, may, names, whose};
use crate::stages::cases::{LONGEST_NOTE, Which, assign as give, case, codes, interviewers, is_answered, set_code};
use crate::stages::respond::{has_called, may_call};
use crate::stages::{LoadedRound, StageError};
use crate::storage::cases::{CaseEvent, CaseRecord};
use crate::storage::round::RoundState;
use crate::text::call;
use crate::text::case_pages::{self, CasePages};
use crate::text::console::named;
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::{RunField, WorkCases};
use crate::web::access::{May, Posted, Visit};
use crate::web::agency::contact;
use crate::web::components::console::token;
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::table::{facts, heads, table};
use crate::web::components::time::minute;
use crate::web::rounds::known;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// `?done=word`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: Option<String>,
}

/// A code with its note.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewCode {
    code: String,
    note: String,
}

/// Who is to reach the case.
#[derive(Debug, Deserialize)]
pub struct To {
    interviewer: String,
}

/// A case as its page shows it.
struct Page {
    case: CaseRecord,
    history: Vec<CaseEvent>,
    /// Whom a manager can give it to.
    interviewers: Vec<String>,
    /// What was typed before.
    typed: NewCode,
    complaint: Option<Markup>,
    done: Option<String>,
}

/// `GET /agency/{round}/cases/{number}`.
pub async fn show(
    visit: May<WorkCases>,
    Path((id, number)): Path<(String, String)>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, PageError> {
    let Some((loaded, mut page)) = look(&visit, &id, &number).await? else {
        return Ok(nowhere(&visit));
    };
    page.done = done;
    Ok(view(&visit, &loaded, &page).into_response())
}

/// `POST /agency/{round}/cases/{number}/code`.
pub async fn submit(
    visit: May<WorkCases>,
    Path((id, number)): Path<(String, String)>,
    Posted(form): Posted<NewCode>,
) -> Result<Response, PageError> {
    let Some((loaded, mut page)) = look(&visit, &id, &number).await? else {
        return Ok(nowhere(&visit));
    };
    let done = set_code(&visit.app, &id, page.case.sample_no, &form.code, &form.note).await;
    page.typed = form;
    outcome(&visit, &loaded, page, done, "code").await
}

/// `POST /agency/{round}/cases/{number}/assign`.
pub async fn assign(
    visit: May<RunField>,
    Path((id, number)): Path<(String, String)>,
    Posted(to): Posted<To>,
) -> Result<Response, PageError> {
    let Some((loaded, page)) = look(&visit, &id, &number).await? else {
        return Ok(nowhere(&visit));
    };
    let to: Vec<String> = (!to.interviewer.is_empty())
        .then_some(to.interviewer)
        .into_iter()
        .collect();
    let done = give(&visit.app, &id, &Which::Cases(vec![page.case.sample_no]), &to).await;
    outcome(&visit, &loaded, page, done.map(drop), "assigned").await
}

/// The case with the reason why no call begins.
pub async fn refused_call(visit: &Visit, id: &str, number: &str, error: StageError) -> Result<Response, PageError> {
    match look(visit, id, number).await? {
        Some((loaded, page)) => outcome(visit, &loaded, page, Err(error), "").await,
        None => Ok(nowhere(visit)),
    }
}

/// The case; `None` where there is none, or where it is somebody else's.
async fn look(visit: &Visit, id: &str, number: &str) -> Result<Option<(LoadedRound, Page)>, PageError> {
    let (Some(loaded), Ok(number)) = (known(visit, id).await?, number.parse::<u64>()) else {
        return Ok(None);
    };
    let (case, history) = match case(&visit.app, id, number).await {
        Ok(found) => found,
        Err(StageError::Refused(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if whose(visit).is_some_and(|login| case.interviewer.as_deref() != Some(login)) {
        return Ok(None);
    }
    let page = Page {
        case,
        history,
        interviewers: interviewers(&visit.app).await?,
        typed: NewCode::default(),
        complaint: None,
        done: None,
    };
    Ok(Some((loaded, page)))
}

async fn outcome(
    visit: &Visit,
    loaded: &LoadedRound,
    mut page: Page,
    done: Result<(), StageError>,
    word: &str,
) -> Result<Response, PageError> {
    let (id, number) = (&loaded.record.id, page.case.sample_no);
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/agency/{id}/cases/{number}?done={word}")).into_response()),
        Err(error) => {
            page.complaint = Some(refused(error, visit).await?);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, view(visit, loaded, &page)).into_response())
        }
    }
}

fn view(visit: &Visit, loaded: &LoadedRound, page: &Page) -> Markup {
    let words = case_pages::of(visit.language());
    let title = fill(words.titles[1], &[("number", &page.case.sample_no)]);
    let in_field = page.case.issued && loaded.record.state == RoundState::Fielding;
    let answered = is_answered(page.case.code.as_deref());
    let calls = in_field && may_call(&visit.app, &page.case, &page.history);
    let body = html! {
        p { a href={ "/agency/" (loaded.record.id) "/cases" } { (words.back) } }
        @if let Some(complaint) = &page.complaint { (complaint) }
        @if let Some(done) = &page.done { p.done role="status" { (named(words.done, done)) } }
        (about(visit, loaded, page, words))
        @if in_field { (contact::of_own_case(visit, loaded, page.case.sample_no)) }
        @if calls { (call_form(visit, loaded, page)) }
        @if answered { p.mind { (words.code[5]) } } @else if in_field { (code_form(visit, loaded, page, words, calls)) }
        @if in_field && !answered && may::<RunField>(visit) { (assign_form(visit, loaded, page, words)) }
        h2 { (words.history[0]) }
        @if page.history.is_empty() { p.quiet { (words.history[6]) } } @else { (history(visit, loaded, page, words)) }
    };
    frame(visit, loaded, &title, body)
}

fn about(visit: &Visit, loaded: &LoadedRound, page: &Page, words: &CasePages) -> Markup {
    let (case, names) = (&page.case, names(visit, loaded));
    let [unit, audience, district, state, invited, interviewer, code_label] = words.facts;
    let [issued, reserve, yes, no, nobody, _] = words.small;
    let state_word = if case.issued {
        issued.to_owned()
    } else {
        fill(reserve, &[("batch", &case.batch)])
    };
    facts(&[
        (unit, html! { (case.unit_ref) }),
        (audience, html! { (names.audience(&case.audience)) }),
        (district, html! { (names.stratum(&case.audience, &case.stratum)) }),
        (state, html! { (state_word) }),
        (invited, html! { (if case.invited { yes } else { no }) }),
        (interviewer, html! { (case.interviewer.as_deref().unwrap_or(nobody)) }),
        (code_label, code(case.code.as_deref(), names)),
    ])
}

/// Only whom the case is given to sees it.
fn call_form(visit: &Visit, loaded: &LoadedRound, page: &Page) -> Markup {
    let [title, about, greeting, begin, go_on] = call::of(visit.language()).begin;
    let label = if has_called(&visit.app, &page.history) {
        go_on
    } else {
        begin
    };
    let agency = &loaded.survey.round.contact.agency;
    html! {
        section.card {
            h2 { (title) }
            p { (about) }
            p { (fill(greeting, &[("agency", agency)])) }
            form.stack method="post" action={ "/agency/" (loaded.record.id) "/cases/" (page.case.sample_no) "/interview" } {
                (token(visit))
                button.primary { (label) }
            }
        }
    }
}

/// The button is the page's first one unless a call is.
fn code_form(visit: &Visit, loaded: &LoadedRound, page: &Page, words: &CasePages, calls: bool) -> Markup {
    let [title, label, note, hint, button, _] = words.code;
    html! {
        section.card {
            h2 { (title) }
            form.stack method="post" action={ "/agency/" (loaded.record.id) "/cases/" (page.case.sample_no) "/code" } {
                (token(visit))
                label {
                    span { (label) }
                    select name="code" required {
                        option value="" {}
                        @for one in codes() {
                            option value=(one.code) selected[one.code == page.typed.code] {
                                (one.code) " " (crate::web::agency::board::meaning(one, visit.language()))
                            }
                        }
                    }
                }
                label {
                    span { (note) }
                    textarea name="note" rows="3" maxlength=(LONGEST_NOTE) { (page.typed.note) }
                    small { (hint) }
                }
                button.primary[!calls] { (button) }
            }
        }
    }
}

fn assign_form(visit: &Visit, loaded: &LoadedRound, page: &Page, words: &CasePages) -> Markup {
    let [title, label, button] = words.assign_one;
    html! {
        section.card {
            h2 { (title) }
            form.stack method="post" action={ "/agency/" (loaded.record.id) "/cases/" (page.case.sample_no) "/assign" } {
                (token(visit))
                label {
                    span { (label) }
                    select name="interviewer" {
                        option value="" { (words.small[4]) }
                        @for login in &page.interviewers {
                            option value=(login) selected[page.case.interviewer.as_ref() == Some(login)] { (login) }
                        }
                    }
                }
                button { (button) }
            }
        }
    }
}

fn history(visit: &Visit, loaded: &LoadedRound, page: &Page, words: &CasePages) -> Markup {
    let names = names(visit, loaded);
    let [title, columns @ .., _] = words.history;
    let row = |event: &CaseEvent| {
        vec![
            html! { span.time { (minute(event.at)) } },
            code(Some(&event.code), names),
            html! { (named(words.sources, &event.source)) },
            html! { (event.by.as_deref().unwrap_or("—")) },
            html! { (event.note.as_deref().unwrap_or_default()) },
        ]
    };
    let rows: Vec<Vec<Markup>> = page.history.iter().rev().map(row).collect();
    table(title, &heads(&columns, &[]), &rows, names.language)
}
