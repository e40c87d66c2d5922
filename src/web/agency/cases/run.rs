//! `/agency/{round}/cases/run`: who reaches which cases, the reserve, codes and answers from files.

use super::{frame, names, reserve, tabs};
use crate::domain::definition::{AudienceId, SurveyFile};
use crate::stages::cases::{Which, assign as give, interviewers, unassigned};
use crate::stages::import::{AnswerFile, ImportReport, import_answers};
use crate::stages::release::{Waiting, waiting};
use crate::stages::{LoadedRound, StageError, dispositions};
use crate::storage::round::RoundState;
use crate::text::case_pages::{self, CasePages};
use crate::text::console::named;
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::RunField;
use crate::web::access::{May, Posted, UPLOAD_MOST, Upload, Visit};
use crate::web::components::console::token;
use crate::web::components::number::grouped;
use crate::web::components::refusal::{nowhere, refused};
use crate::web::extract::Path;
use crate::web::rounds::known;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Name of the mapping in messages.
const MAPPING: &str = "mapping.toml";

/// A stratum (`audience/stratum`) and who gets its cases.
#[derive(Debug, Deserialize)]
pub struct Turns {
    stratum: String,
    #[serde(default)]
    to: Vec<String>,
}

/// What the page shows.
struct Page {
    waiting: Vec<Waiting>,
    open: BTreeMap<(AudienceId, String), u64>,
    interviewers: Vec<String>,
    /// Messages on top.
    above: Markup,
    mapping: String,
}

/// `GET /agency/{round}/cases/run`.
pub async fn show(
    visit: May<RunField>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    let pairs: BTreeMap<String, String> = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    let above = done(&pairs, case_pages::of(visit.language()));
    Ok(view(&visit, &loaded, &look(&visit, &id, above).await?).into_response())
}

/// What the address says was done.
fn done(pairs: &BTreeMap<String, String>, words: &CasePages) -> Markup {
    let number = |name: &str| pairs.get(name).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0);
    let counts = ["accepted", "insufficient", "ended"].map(|name| (name, number(name)));
    match pairs.get("done").map(String::as_str) {
        Some("answers") => {
            let counts = counts.each_ref().map(|(name, n)| (*name, n as &dyn std::fmt::Display));
            let lines: Vec<u64> = pairs
                .get("lines")
                .into_iter()
                .flat_map(|all| all.split('.'))
                .filter_map(|n| n.parse().ok())
                .collect();
            html! {
                p.done role="status" { (fill(words.imported[0], &counts)) }
                @let few = pairs.get("few").map(String::as_str).unwrap_or_default();
                @let few: Vec<String> = few.split('.').filter_map(|one| said(one, words)).collect();
                @if !few.is_empty() { p.mind { (words.imported[2]) (few.join(words.imported[4])) } }
                @if !lines.is_empty() { p.mind { (words.imported[1]) @for line in lines { " " (line) } } }
            }
        }
        Some(word) => html! { p.done role="status" { (named(words.done, word)) } },
        None => html! {},
    }
}

/// A row with its case, as an address holds them: `12-345`.
fn said(row: &str, words: &CasePages) -> Option<String> {
    let (line, case) = row.split_once('-')?;
    let (line, case) = (line.parse::<u64>().ok()?, case.parse::<u64>().ok()?);
    Some(fill(words.imported[3], &[("line", &line), ("case", &case)]))
}

/// `POST /agency/{round}/cases/assign`.
pub async fn assign(
    visit: May<RunField>,
    Path(id): Path<String>,
    Posted(turns): Posted<Turns>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    let (audience, stratum) = turns.stratum.split_once('/').unwrap_or_default();
    let which = Which::Stratum(AudienceId(audience.to_owned()), stratum.to_owned());
    if turns.to.is_empty() {
        return Err(PageError::Form(StatusCode::BAD_REQUEST));
    }
    let done = give(&visit.app, &id, &which, &turns.to).await;
    outcome(&visit, &loaded, done.map(drop), "assigned").await
}

/// `POST /agency/{round}/cases/codes`.
pub async fn codes(visit: May<RunField>, Path(id): Path<String>, upload: Upload) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    let done = dispositions::record(&visit.app, &id, &upload.name, &upload.bytes).await;
    outcome(&visit, &loaded, done.map(drop), "codes").await
}

/// `POST /agency/{round}/cases/answers`.
pub async fn answers(visit: May<RunField>, Path(id): Path<String>, upload: Upload) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    let mapping = upload.field("mapping").to_owned();
    let file = AnswerFile {
        name: upload.name,
        bytes: upload.bytes,
        mapping: SurveyFile {
            path: MAPPING.to_owned(),
            text: mapping.clone(),
        },
    };
    match import_answers(&visit.app, &id, &file).await {
        Ok(report) => Ok(Redirect::to(&imported(&id, &report)).into_response()),
        Err(error) => again(&visit, &loaded, error, mapping).await,
    }
}

/// Most rows that an address names.
const NAMED: usize = 20;

/// Where an import leads: its counts, and the first rows to look at.
fn imported(id: &str, report: &ImportReport) -> String {
    let lines: Vec<String> = report
        .ended_with_ratings
        .iter()
        .take(NAMED)
        .map(ToString::to_string)
        .collect();
    let few = report.insufficient.iter().take(NAMED);
    let few: Vec<String> = few.map(|(line, sample_no)| format!("{line}-{sample_no}")).collect();
    let (insufficient, ended) = (report.insufficient.len(), report.ended.len());
    format!(
        "/agency/{id}/cases/run?done=answers&accepted={}&insufficient={insufficient}&ended={ended}&lines={}&few={}",
        report.accepted,
        lines.join("."),
        few.join(".")
    )
}

/// On with `?done=word`, or the page again with what was refused.
pub async fn outcome(
    visit: &Visit,
    loaded: &LoadedRound,
    done: Result<(), StageError>,
    word: &str,
) -> Result<Response, PageError> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/agency/{}/cases/run?done={word}", loaded.record.id)).into_response()),
        Err(error) => again(visit, loaded, error, String::new()).await,
    }
}

async fn again(visit: &Visit, loaded: &LoadedRound, error: StageError, mapping: String) -> Result<Response, PageError> {
    let above = refused(error, visit).await?;
    let mut page = look(visit, &loaded.record.id, above).await?;
    page.mapping = mapping;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, view(visit, loaded, &page)).into_response())
}

async fn look(visit: &Visit, id: &str, above: Markup) -> Result<Page, PageError> {
    Ok(Page {
        waiting: waiting(&visit.app, id).await?,
        open: unassigned(&visit.app, id).await?,
        interviewers: interviewers(&visit.app).await?,
        above,
        mapping: String::new(),
    })
}

fn view(visit: &Visit, loaded: &LoadedRound, page: &Page) -> Markup {
    let words = case_pages::of(visit.language());
    let body = html! {
        (tabs(visit, loaded, true))
        (page.above)
        @let in_field = loaded.record.state == RoundState::Fielding;
        @if in_field || loaded.record.state == RoundState::Registered { (assign_card(visit, loaded, page, words)) }
        @if !in_field { p.mind { (words.not_now) } }
        (reserve::card(visit, loaded, &page.waiting))
        @if in_field {
            (codes_card(visit, loaded, words))
            (answers_card(visit, loaded, page, words))
        }
    };
    frame(visit, loaded, words.titles[2], body)
}

fn assign_card(visit: &Visit, loaded: &LoadedRound, page: &Page, words: &CasePages) -> Markup {
    let [title, about, stratum, interviewers, button, nobody, open] = words.assign;
    let names = names(visit, loaded);
    html! {
        section.card {
            h2 { (title) }
            p { (about) }
            @if page.interviewers.is_empty() { p.mind { (nobody) } }
            @else {
                form.stack method="post" action={ "/agency/" (loaded.record.id) "/cases/assign" } {
                    (token(visit))
                    label {
                        span { (stratum) }
                        select name="stratum" required {
                            @for ((audience, code), left) in &page.open {
                                option value={ (audience.0) "/" (code) } {
                                    (names.audience(audience)) " · " (names.stratum(audience, code)) " · " (fill(open, &[("open", &grouped(*left))]))
                                }
                            }
                        }
                    }
                    fieldset.plain {
                        legend { (interviewers) }
                        @for login in &page.interviewers {
                            label.check { input type="checkbox" name="to" value=(login); span { (login) } }
                        }
                    }
                    button.primary { (button) }
                }
            }
        }
    }
}

fn codes_card(visit: &Visit, loaded: &LoadedRound, words: &CasePages) -> Markup {
    let [title, about, file, button, busy] = words.codes_file;
    html! {
        section.card {
            h2 { (title) }
            p { (about) }
            form.stack method="post" action={ "/agency/" (loaded.record.id) "/cases/codes" } enctype="multipart/form-data" {
                (token(visit))
                label { span { (file) } input name="file" type="file" accept=".csv,.xlsx" data-most=(UPLOAD_MOST) required; }
                button.primary data-busy=(busy) { (button) }
            }
        }
    }
}

fn answers_card(visit: &Visit, loaded: &LoadedRound, page: &Page, words: &CasePages) -> Markup {
    let [title, about, mapping, file, button, busy] = words.answers_file;
    html! {
        section.card {
            h2 { (title) }
            p { (about) }
            form.stack method="post" action={ "/agency/" (loaded.record.id) "/cases/answers" } enctype="multipart/form-data" {
                (token(visit))
                label { span { (mapping) } textarea name="mapping" rows="8" spellcheck="false" required { (page.mapping) } }
                label { span { (file) } input name="file" type="file" accept=".csv,.xlsx" data-most=(UPLOAD_MOST) required; }
                button.primary data-busy=(busy) { (button) }
            }
        }
    }
}
