//! `/office/ledger/{year}/notes`: deductions and unfinished tasks, each with what happened; notes and withdraws them.

use super::{Above, Done, Tab, again, frame, known, may, outcome};
use crate::domain::definition::Language;
use crate::domain::ledger::{Cause, Entry, Kind, Ledger, MOST_WORDS};
use crate::stages::ledger::{NewEntry, note, withdraw as take_back};
use crate::text::ledger::of;
use crate::text::ledger_pages::{self, LedgerPages};
use crate::web::PageError;
use crate::web::access::acts::{ChangeLedger, ReadLedger};
use crate::web::access::{May, Posted, Visit};
use crate::web::components::console::token;
use crate::web::components::refusal::nowhere;
use crate::web::components::table::{Head, table};
use crate::web::components::time::minute;
use crate::web::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// The value that stands for an unfinished task beside the causes.
const TASK: &str = "task";

/// A note as typed.
#[derive(Debug, Default, Deserialize)]
pub struct NoteForm {
    kind: String,
    department: String,
    detail: String,
}

/// Why a note is taken back.
#[derive(Debug, Deserialize)]
pub struct WithdrawForm {
    reason: String,
}

/// `GET /office/ledger/{year}/notes`.
pub async fn show(
    may: May<ReadLedger>,
    Path(year): Path<i16>,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let Some(ledger) = known(&may, year).await? else {
        return Ok(nowhere(&may));
    };
    Ok(view(&may, &ledger, &NoteForm::default(), &done.into()).into_response())
}

/// `POST /office/ledger/{year}/note`.
pub async fn submit(
    may: May<ChangeLedger>,
    Path(year): Path<i16>,
    Posted(form): Posted<NoteForm>,
) -> Result<Response, PageError> {
    let kind = match (form.kind.as_str(), Cause::find(&form.kind)) {
        (TASK, _) => Kind::UnfinishedTask,
        (_, Some(cause)) => Kind::Deduction(cause),
        _ => return Err(PageError::Form(StatusCode::BAD_REQUEST)),
    };
    let new = NewEntry {
        department: form.department.clone(),
        kind,
        detail: form.detail.clone(),
    };
    let noted = note(&may.app, year, &new, "").await;
    match outcome(&may, noted, &format!("/office/ledger/{year}/notes"), |_| "noted").await? {
        Ok(done) => Ok(done),
        Err(complaint) => {
            again(&may, year, complaint, async |ledger, above| {
                Ok(view(&may, ledger, &form, &above))
            })
            .await
        }
    }
}

/// `POST /office/ledger/{year}/notes/{number}/withdraw`.
pub async fn withdraw(
    may: May<ChangeLedger>,
    Path((year, number)): Path<(i16, u64)>,
    Posted(form): Posted<WithdrawForm>,
) -> Result<Response, PageError> {
    let withdrawn = take_back(&may.app, year, number, &form.reason, "").await;
    match outcome(
        &may,
        withdrawn,
        &format!("/office/ledger/{year}/notes"),
        |_| "withdrawn",
    )
    .await?
    {
        Ok(done) => Ok(done),
        Err(complaint) => {
            let empty = NoteForm::default();
            again(&may, year, complaint, async |ledger, above| {
                Ok(view(&may, ledger, &empty, &above))
            })
            .await
        }
    }
}

fn view(visit: &Visit, ledger: &Ledger, typed: &NoteForm, above: &Above) -> Markup {
    let language = visit.language();
    let (words, pages) = (of(language), ledger_pages::of(language));
    let open = may::<ChangeLedger>(visit) && ledger.expect_open().is_ok();
    let text = |text| Head { text, number: false };
    let heads = [
        Head {
            text: words.entries[0],
            number: true,
        },
        text(words.entries[2]),
        text(words.entries[3]),
        text(words.entries[5]),
        text(words.entries[6]),
        text(words.entries[8]),
    ];
    let rows: Vec<Vec<Markup>> = ledger
        .entries
        .iter()
        .map(|entry| row(visit, ledger, entry, open))
        .collect();
    let body = html! {
        (table(pages.notes[0], &heads, &rows, language))
        @if open { (form(visit, ledger, typed, pages)) } @else { p.mind { (words.figures(ledger)) } }
    };
    frame(visit, ledger, Tab::Notes, above, body)
}

fn row(visit: &Visit, ledger: &Ledger, entry: &Entry, open: bool) -> Vec<Markup> {
    let language = visit.language();
    let (words, pages) = (of(language), ledger_pages::of(language));
    let department = ledger.department(&entry.department);
    vec![
        html! { (entry.number) },
        html! { @if let Some(one) = department {
            a href={ "/office/ledger/" (ledger.year) "/departments/" (one.id.0) } { (one.name.get(language)) }
        } },
        html! { (words.kind(entry, language)) },
        html! { (entry.detail) },
        html! { (entry.by) br; small.time { (minute(entry.at)) } },
        html! {
            @match &entry.withdrawn {
                Some(how) => { (words.states[1]) (words.gaps_between[0]) (how.reason) br; small { (how.by) " " (minute(how.at)) } },
                None => { (words.states[0]) @if open { (withdrawal(visit, ledger, entry, pages)) } },
            }
        },
    ]
}

fn withdrawal(visit: &Visit, ledger: &Ledger, entry: &Entry, pages: &LedgerPages) -> Markup {
    let action = format!("/office/ledger/{}/notes/{}/withdraw", ledger.year, entry.number);
    html! {
        details {
            summary { (pages.withdraw[1]) }
            form.stack method="post" action=(action) {
                (token(visit))
                label { span { (pages.withdraw[0]) } input name="reason" maxlength=(MOST_WORDS) required; }
                button { (pages.withdraw[1]) }
            }
        }
    }
}

fn form(visit: &Visit, ledger: &Ledger, typed: &NoteForm, pages: &LedgerPages) -> Markup {
    let language = visit.language();
    let [_, title, about, kind, department, detail, button] = pages.notes;
    html! {
        section.card {
            h2 { (title) }
            p { (about) }
            form.stack method="post" action={ "/office/ledger/" (ledger.year) "/note" } {
                (token(visit))
                label { span { (kind) } select name="kind" required { (kinds(&typed.kind, language)) } }
                label { span { (department) } select name="department" required {
                    option value="" { }
                    @for one in &ledger.departments {
                        option value=(one.id.0) selected[one.id.0 == typed.department] { (one.id.0) " " (one.name.get(language)) }
                    }
                } }
                label { span { (detail) } textarea name="detail" rows="3" maxlength=(MOST_WORDS) required { (typed.detail) } }
                button.primary { (button) }
            }
        }
    }
}

fn kinds(chosen: &str, language: Language) -> Markup {
    let words = of(language);
    html! {
        option value="" { }
        optgroup label=(words.kinds[0]) {
            @for cause in Cause::ALL { option value=(cause.id()) selected[cause.id() == chosen] { (cause.name().get(language)) } }
        }
        option value=(TASK) selected[chosen == TASK] { (words.kinds[1]) }
    }
}
