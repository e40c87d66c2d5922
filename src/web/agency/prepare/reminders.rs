//! `/agency/{round}/prepare/reminders`: lists of those who have not finished, and a text to send them.

use super::{busy_bar, count, file, may_change, page, unwritten};
use crate::domain::definition::{AudienceId, Language};
use crate::domain::submission::form_minutes;
use crate::export::{ReminderRow, reminders_csv, reminders_xlsx};
use crate::stages::preparing::remind::{self, Reminder, ToRemind};
use crate::stages::{LoadedRound, StageError};
use crate::storage::round::{RoundState, StageRecord, records};
use crate::text::prepare as text;
use crate::web::PageError;
use crate::web::access::acts::{Prepare, ReadSample};
use crate::web::access::{May, Posted, Visit};
use crate::web::components::console::token;
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::table::{heads, table};
use crate::web::components::time::minute;
use crate::web::rounds::known;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Whose list, and as what.
#[derive(Debug, Deserialize)]
pub struct RemindForm {
    audience: String,
    /// `csv` or `xlsx`.
    format: String,
}

/// What the page shows.
#[derive(Debug)]
pub struct RemindersPage<'a> {
    loaded: &'a LoadedRound,
    audiences: Vec<ToRemind>,
    /// Reminders so far, newest first.
    history: Vec<StageRecord>,
    address: &'a str,
    /// When the round was closed, Unix seconds.
    closed: Option<i64>,
    /// What was wrong.
    message: Option<Markup>,
}

/// `GET /agency/{round}/prepare/reminders`.
pub async fn show(may: May<ReadSample>, Path(id): Path<String>) -> Result<Response, PageError> {
    respond(&may, &id, None, StatusCode::OK).await
}

/// `POST /agency/{round}/prepare/reminders`: the answer is the list.
pub async fn take(
    may: May<Prepare>,
    Path(id): Path<String>,
    Posted(form): Posted<RemindForm>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    let audience = AudienceId(form.audience);
    if loaded.survey.audience(&audience).is_none() {
        return Ok(nowhere(&may));
    }
    let list = match remind::remind(&may.app, &id, &audience).await {
        Ok(list) => list,
        Err(error) => {
            let message = refused(error, &may).await?;
            return respond(&may, &id, Some(message), StatusCode::CONFLICT).await;
        }
    };
    let rows: Vec<ReminderRow> = list.into_iter().map(row).collect();
    let name = format!("{id}-reminders-{}", audience.0);
    Ok(match form.format.as_str() {
        "xlsx" => file(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            &format!("{name}.xlsx"),
            reminders_xlsx(&rows).map_err(unwritten)?,
        ),
        _ => file(
            "text/csv; charset=utf-8",
            &format!("{name}.csv"),
            reminders_csv(&rows).map_err(unwritten)?,
        ),
    })
}

fn row(line: Reminder) -> ReminderRow {
    ReminderRow {
        sample_no: line.sample_no,
        audience: line.audience.0,
        stratum: line.stratum,
        unit_ref: line.unit_ref,
        contact: line.contact,
    }
}

async fn respond(visit: &Visit, id: &str, message: Option<Markup>, status: StatusCode) -> Result<Response, PageError> {
    let Some(loaded) = known(visit, id).await? else {
        return Ok(nowhere(visit));
    };
    let mut history = records(&visit.app.db, id).await.map_err(StageError::from)?;
    let closed = history
        .iter()
        .find(|record| record.stage == "close")
        .map(|record| record.at);
    history.retain(|record| record.stage == "remind");
    history.reverse();
    let data = RemindersPage {
        loaded: &loaded,
        audiences: remind::counts(&visit.app, &loaded).await?,
        history,
        closed,
        address: &visit.app.public_url,
        message,
    };
    Ok((status, view(visit, &data)).into_response())
}

/// The page.
pub fn view(visit: &Visit, data: &RemindersPage<'_>) -> Markup {
    let language = visit.language();
    let words = &text::of(language).reminders;
    let rows: Vec<Vec<Markup>> = data
        .audiences
        .iter()
        .map(|one| {
            let numbers = [one.invited, one.finished, one.remind].map(|n| html! { (count(n)) });
            std::iter::once(html! { (audience_name(data.loaded, &one.audience, language)) })
                .chain(numbers)
                .collect()
        })
        .collect();
    let in_field = data.loaded.record.state == RoundState::Fielding;
    let some = data.audiences.iter().any(|one| one.remind > 0);
    let (head, numbers) = words.heads;
    let body = html! {
        @if let Some(message) = &data.message { (message) }
        p { (words.about) }
        (table(head, &heads(&[head], &numbers), &rows, language))
        @if let Some(at) = data.closed { p.mind { (words.closed.replace("{at}", &minute(at))) } }
        @else if !in_field { p.mind { (words.not_now) } }
        @else if !some { p { (words.nobody) } }
        @else if may_change(visit) {
            @for one in data.audiences.iter().filter(|one| one.remind > 0) { (list(visit, data, one)) }
        }
        p { (words.no_links) }
        @if in_field {
            h2 { (words.text_title) }
            (wording(data, language))
        }
        (history(data, language))
    };
    page(visit, data.loaded, words.title, body)
}

fn audience_name<'a>(loaded: &'a LoadedRound, id: &'a AudienceId, language: Language) -> &'a str {
    let found = loaded.survey.audience(id);
    found.map_or(id.0.as_str(), |audience| audience.name.get(language))
}

fn list(visit: &Visit, data: &RemindersPage<'_>, one: &ToRemind) -> Markup {
    let words = &text::of(visit.language()).reminders;
    let name = audience_name(data.loaded, &one.audience, visit.language());
    let what = words
        .take
        .replace("{audience}", name)
        .replace("{n}", &count(one.remind));
    html! {
        section.card {
            h2 { (what) }
            form method="post" action={ "/agency/" (data.loaded.record.id) "/prepare/reminders" } data-download {
                (token(visit))
                input type="hidden" name="audience" value=(one.audience.0);
                div.actions {
                    button.primary name="format" value="xlsx" { (words.xlsx) }
                    button name="format" value="csv" { (words.csv) }
                }
                (busy_bar(words.title))
            }
        }
    }
}

/// The text in both languages: who reads it is not who sends it. Audiences whose forms take as long share one.
fn wording(data: &RemindersPage<'_>, language: Language) -> Markup {
    let survey = &data.loaded.survey;
    let mut of: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for audience in &survey.audiences {
        let minutes = form_minutes(survey, audience);
        of.entry(minutes).or_default().push(audience.name.get(language));
    }
    html! {
        @for (minutes, names) in &of {
            @if of.len() > 1 { h3 { (names.join(" · ")) } }
            (texts(data, *minutes))
        }
    }
}

fn texts(data: &RemindersPage<'_>, minutes: u32) -> Markup {
    let round = &data.loaded.survey.round;
    let filled = |language: Language| {
        let text = text::of(language)
            .reminders
            .text
            .replace("{agency}", &round.contact.agency);
        let text = text.replace("{title}", round.title.get(language));
        let text = text.replace("{phone}", &round.contact.phone);
        let text = text.replace("{minutes}", &minutes.to_string());
        text.replace("{address}", data.address)
    };
    html! {
        blockquote lang="zh-CN" { (filled(Language::Zh)) }
        blockquote lang="en" { (filled(Language::En)) }
    }
}

fn history(data: &RemindersPage<'_>, language: Language) -> Markup {
    let words = &text::of(language).reminders;
    let of = |record: &StageRecord| {
        let audience = record.summary["audience"].as_str().unwrap_or_default().to_owned();
        let name = audience_name(data.loaded, &AudienceId(audience), language).to_owned();
        let n = record.summary["reminded"].as_u64().unwrap_or_default();
        vec![html! { (minute(record.at)) }, html! { (name) }, html! { (count(n)) }]
    };
    let rows: Vec<Vec<Markup>> = data.history.iter().map(of).collect();
    let (texts, numbers) = words.history_heads;
    html! {
        @if !rows.is_empty() {
            h2 { (words.history) }
            (table(words.history, &heads(&texts, &numbers), &rows, language))
        }
    }
}
