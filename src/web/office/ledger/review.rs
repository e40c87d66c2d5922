//! `/office/ledger/{year}/review`: the steps that were taken, and the one that comes next; reopens a ledger.

use super::{Above, Done, Tab, again, frame, known, may, newer, outcome};
use crate::domain::definition::Language;
use crate::domain::ledger::{Ledger, MOST_WORDS, Step, StepRecord, standing};
use crate::stages::ledger::{NewStep, newer_sheet, step};
use crate::text::ledger_pages::{LedgerPages, of};
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::{ConfirmLedger, ReadLedger};
use crate::web::access::{May, Posted, Visit};
use crate::web::components::console::token;
use crate::web::components::refusal::nowhere;
use crate::web::components::table::{heads, table};
use crate::web::components::time::{day, minute};
use crate::web::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// A step as typed.
#[derive(Debug, Default, Deserialize)]
pub struct StepForm {
    step: String,
    who: String,
    on: String,
    note: String,
    /// The revision that the page showed.
    seen: u64,
}

/// `GET /office/ledger/{year}/review`.
pub async fn show(
    may: May<ReadLedger>,
    Path(year): Path<i16>,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let Some(ledger) = known(&may, year).await? else {
        return Ok(nowhere(&may));
    };
    let newest = newer_sheet(&may.app, &ledger).await?;
    Ok(view(&may, (&ledger, newest), &StepForm::default(), &done.into()).into_response())
}

/// `POST /office/ledger/{year}/step`.
pub async fn submit(
    may: May<ConfirmLedger>,
    Path(year): Path<i16>,
    Posted(form): Posted<StepForm>,
) -> Result<Response, PageError> {
    let new = NewStep {
        step: form.step.clone(),
        who: form.who.clone(),
        on: Some(form.on.clone()),
        note: form.note.clone(),
        seen: Some(form.seen),
    };
    let taken = step(&may.app, year, &new, "").await;
    match outcome(&may, taken, &format!("/office/ledger/{year}/review"), |_| "step").await? {
        Ok(done) => Ok(done),
        Err(complaint) => {
            again(&may, year, complaint, async |ledger, above| {
                let newest = newer_sheet(&may.app, ledger).await?;
                Ok(view(&may, (ledger, newest), &form, &above))
            })
            .await
        }
    }
}

/// The page; beside the ledger stands the newer sealed version of its sheet, where there is one.
fn view(visit: &Visit, (ledger, newest): (&Ledger, Option<u32>), typed: &StepForm, above: &Above) -> Markup {
    let language = visit.language();
    let words = of(language);
    let rows: Vec<Vec<Markup>> = ledger.steps.iter().map(|record| row(record, language)).collect();
    let confirms = may::<ConfirmLedger>(visit);
    let body = html! {
        (table(words.review, &heads(&words.review_heads, &[]), &rows, language))
        @if !confirms || ledger.next_step().is_none() { (newer(ledger, newest, language)) }
        @if confirms {
            @if let Some(next) = ledger.next_step() { (next_step(visit, (ledger, newest), next, typed, words)) }
            @if ledger.expect_open().is_err() { (reopening(visit, ledger, typed, words)) }
        }
    };
    frame(visit, ledger, Tab::Review, above, body)
}

fn row(record: &StepRecord, language: Language) -> Vec<Markup> {
    let minutes = &record.minutes;
    vec![
        html! { (record.step.name().get(language)) },
        html! { (minutes.who) },
        html! { span.time { (minutes.on) } },
        html! { (minutes.note) },
        html! { (record.by) br; small.time { (minute(record.at)) } },
    ]
}

/// What the step does, with counts, and then the button.
fn next_step(
    visit: &Visit,
    (ledger, newest): (&Ledger, Option<u32>),
    next: Step,
    typed: &StepForm,
    words: &LedgerPages,
) -> Markup {
    let place = Step::ORDER.iter().position(|step| *step == next);
    let (does, button) = place.map_or(("", ""), |place| (words.step_does[place], words.step_buttons[place]));
    let ranked = standing(ledger).totals.iter().filter(|one| one.rank.is_some()).count();
    let counts = fill(
        words.step_counts,
        &[
            ("ranked", &ranked),
            ("all", &ledger.departments.len()),
            ("waiting", &ledger.missing().len()),
            ("by", &ledger.changed_by),
        ],
    );
    let name = next.name().get(visit.language());
    let typed = (typed.step == next.id()).then_some(typed);
    html! {
        section.card {
            h2 { (name) }
            p { (does) }
            p { (counts) }
            (newer(ledger, newest, visit.language()))
            (form(visit, ledger, next, typed, [words.step_labels[2], button]))
        }
    }
}

fn reopening(visit: &Visit, ledger: &Ledger, typed: &StepForm, words: &LedgerPages) -> Markup {
    let [title, about, button] = words.reopen;
    let typed = (typed.step == Step::Reopened.id()).then_some(typed);
    html! {
        section.card #reopen {
            h2 { (title) }
            p { (about) }
            (form(visit, ledger, Step::Reopened, typed, [words.step_labels[3], button]))
        }
    }
}

fn form(visit: &Visit, ledger: &Ledger, step: Step, typed: Option<&StepForm>, labels: [&str; 2]) -> Markup {
    let words = of(visit.language());
    let today = day(visit.app.now());
    let [note, button] = labels;
    html! {
        form.stack method="post" action={ "/office/ledger/" (ledger.year) "/step" } {
            (token(visit))
            input type="hidden" name="step" value=(step.id());
            input type="hidden" name="seen" value=(ledger.revision);
            label { span { (words.step_labels[0]) } input name="who" maxlength="100" value=[typed.map(|typed| &typed.who)] required; }
            label { span { (words.step_labels[1]) } input name="on" type="date" max=(today) value=(typed.map_or(&today, |typed| &typed.on)) required; }
            label { span { (note) } textarea name="note" rows="2" maxlength=(MOST_WORDS) required[step == Step::Reopened] { (typed.map_or("", |typed| &typed.note)) } }
            button.final { (button) }
        }
    }
}
