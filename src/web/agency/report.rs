//! `/agency/{round}/report`: the sample report to read and to save, with what stands behind it.

mod kept;

use super::may;
use crate::export::sample_report::ReportFile;
use crate::stages::LoadedRound;
use crate::storage::round::RoundState;
use crate::text::report_pages::{self, ReportPages};
use crate::web::PageError;
use crate::web::access::acts::{ReadMicrodata, ReadReport};
use crate::web::access::{May, Table, Visit};
use crate::web::components::console::{Desk, Place, desk};
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::table::{heads, table};
use crate::web::rounds::known;
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// The report carries its own style and its charts, and nothing else.
const REPORT_POLICY: &str = "style-src 'unsafe-inline'; default-src 'none'; img-src data:";

/// Files that everybody who reads the report may have come first in the words, the microdata after them.
const OPEN_FILES: usize = 7;

/// Pages among them.
const PAGES: usize = 4;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(ReadReport, "/agency/{round}/report", show);
    table.get(ReadReport, "/agency/{round}/report/files/{file}", file);
    table.get(ReadMicrodata, "/agency/{round}/report/microdata/{file}", microdata);
}

/// `?save=1` saves what would open.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct How {
    save: Option<String>,
}

/// `GET /agency/{round}/report`.
pub async fn show(visit: May<ReadReport>, Path(id): Path<String>) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    Ok(frame(&visit, &loaded, view(&visit, &loaded)).into_response())
}

/// `GET /agency/{round}/report/files/{file}`.
pub async fn file(
    visit: May<ReadReport>,
    Path((id, file)): Path<(String, String)>,
    Query(how): Query<How>,
) -> Result<Response, PageError> {
    let names = &report_pages::of(visit.language()).files[..OPEN_FILES];
    hand_out(&visit, &id, &file, names, how.save.is_some()).await
}

/// `GET /agency/{round}/report/microdata/{file}`.
pub async fn microdata(
    visit: May<ReadMicrodata>,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let names = &report_pages::of(visit.language()).files[OPEN_FILES..];
    hand_out(&visit, &id, &file, names, true).await
}

/// One of these files; a page opens where it is not saved.
async fn hand_out(
    visit: &Visit,
    id: &str,
    name: &str,
    names: &[(&str, &str)],
    save: bool,
) -> Result<Response, PageError> {
    let Some(loaded) = known(visit, id)
        .await?
        .filter(|_| names.iter().any(|(one, _)| *one == name))
    else {
        return Ok(nowhere(visit));
    };
    if !is_scored(&loaded) {
        return Ok((StatusCode::CONFLICT, frame(visit, &loaded, view(visit, &loaded))).into_response());
    }
    let files = match kept::files(&visit.app, &loaded).await {
        Ok(files) => files,
        Err(error) => {
            let complaint = refused(error, visit).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, frame(visit, &loaded, complaint)).into_response());
        }
    };
    match files.iter().find(|file| file.name == name) {
        Some(file) => Ok(response(file, id, save)),
        None => Ok(nowhere(visit)),
    }
}

fn response(file: &ReportFile, round: &str, save: bool) -> Response {
    let bytes = file.bytes.clone();
    let kind = (header::CONTENT_TYPE, file.media_type.to_owned());
    if file.name.ends_with(".html") && !save {
        let policy = (header::CONTENT_SECURITY_POLICY, REPORT_POLICY.to_owned());
        return ([kind, policy], bytes).into_response();
    }
    let name = format!("attachment; filename=\"{round}-{}\"", file.name);
    ([kind, (header::CONTENT_DISPOSITION, name)], bytes).into_response()
}

fn is_scored(loaded: &LoadedRound) -> bool {
    matches!(loaded.record.state, RoundState::Scored | RoundState::Sealed)
}

fn frame(visit: &Visit, loaded: &LoadedRound, body: Markup) -> Markup {
    let about = Desk {
        visit,
        title: report_pages::of(visit.language()).title,
        place: Place::Report,
        round: Some(&loaded.record),
    };
    desk(&about, body)
}

fn view(visit: &Visit, loaded: &LoadedRound) -> Markup {
    let words = report_pages::of(visit.language());
    let [early, draft, last] = words.states;
    let home = format!("/agency/{}/report", loaded.record.id);
    let may_take = may::<ReadMicrodata>(visit);
    let list = |title, names: &[(&'static str, &'static str)], folder: &str| {
        let rows: Vec<Vec<Markup>> = names
            .iter()
            .map(|one| row(one, &format!("{home}/{folder}"), words))
            .collect();
        html! {
            h2 { (title) }
            (table(title, &heads(&words.heads, &[]), &rows, visit.language()))
        }
    };
    html! {
        p { (words.about[0]) }
        @if !is_scored(loaded) { p.mind { (early) } }
        @else {
            @if loaded.record.state == RoundState::Sealed { p.done { (last) } } @else { p.mind { (draft) } }
            p.quiet { (words.about[1]) }
            (list(words.chapters[0], &words.files[..PAGES], "files"))
            (list(words.chapters[1], &words.files[PAGES..OPEN_FILES], "files"))
            @if may_take {
                (list(words.chapters[2], &words.files[OPEN_FILES..], "microdata"))
                p.quiet { (words.microdata) }
            }
        }
    }
}

fn row((name, what): &(&str, &str), folder: &str, words: &ReportPages) -> Vec<Markup> {
    let [open, save] = words.actions;
    let is_page = name.ends_with(".html");
    vec![
        html! { code { (name) } },
        html! { (what) },
        html! {
            @if is_page {
                a href={ (folder) "/" (name) } target="_blank" rel="noopener" { (open) } " · "
                a href={ (folder) "/" (name) "?save=1" } download { (save) }
            } @else { a href={ (folder) "/" (name) } download { (save) } }
        },
    ]
}
