//! `/agency/{round}/report`: the sample report to read and to save, with what stands behind it.

mod kept;

use super::may;
use crate::domain::report::Release;
use crate::export::sample_report::{OF_PEOPLE, ReportFile};
use crate::stages::sample_report::reported;
use crate::stages::seal::{StoredSheet, versions};
use crate::stages::{LoadedRound, StageError};
use crate::text::report_pages::{self, ReportPages};
use crate::web::PageError;
use crate::web::access::acts::{ReadMicrodata, ReadReport};
use crate::web::access::{May, Table, Visit};
use crate::web::components::console::{Desk, Place, desk};
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::table::{heads, table};
use crate::web::extract::{Path, Query};
use crate::web::rounds::known;
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

/// `?save=1` saves what would open; `?version=1` means the report of that version of the sheet.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct How {
    save: Option<String>,
    version: Option<u32>,
}

/// A round with the version of its sheet that the report is about.
struct About {
    loaded: LoadedRound,
    versions: Vec<StoredSheet>,
    version: Option<u32>,
}

impl About {
    /// Nothing where the round is not there, or the version was asked for and is not.
    async fn of(visit: &Visit, id: &str, how: &How) -> Result<Option<About>, PageError> {
        let Some(loaded) = known(visit, id).await? else {
            return Ok(None);
        };
        let (versions, version) = (versions(&visit.app, id).await?, how.version);
        let about = About {
            loaded,
            versions,
            version,
        };
        Ok(Some(about).filter(|one| version.is_none() || one.stored().is_some()))
    }

    /// The version; nothing before scoring.
    fn stored(&self) -> Option<&StoredSheet> {
        reported(&self.versions, self.version)
    }
}

/// `GET /agency/{round}/report`.
pub async fn show(
    visit: May<ReadReport>,
    Path(id): Path<String>,
    Query(how): Query<How>,
) -> Result<Response, PageError> {
    let Some(about) = About::of(&visit, &id, &how).await? else {
        return Ok(nowhere(&visit));
    };
    let release = match release(&visit, &about).await {
        Ok(release) => release,
        Err(error) => return complaint(&visit, &about, error).await,
    };
    Ok(frame(&visit, &about, view(&visit, &about, release)).into_response())
}

/// Only a later version has to be held against those before it.
async fn release(visit: &Visit, about: &About) -> Result<Release, StageError> {
    match about.stored() {
        Some(stored) if stored.record.sealed_at.is_none() => Ok(Release::Draft),
        Some(stored) if stored.record.version > 1 => Ok(kept::report(&visit.app, &about.loaded, stored).await?.release),
        _ => Ok(Release::Own),
    }
}

/// `GET /agency/{round}/report/files/{file}`.
pub async fn file(
    visit: May<ReadReport>,
    Path((id, file)): Path<(String, String)>,
    Query(how): Query<How>,
) -> Result<Response, PageError> {
    let names = &report_pages::of(visit.language()).files[..OPEN_FILES];
    hand_out(&visit, &id, &file, names, &how).await
}

/// `GET /agency/{round}/report/microdata/{file}`.
pub async fn microdata(
    visit: May<ReadMicrodata>,
    Path((id, file)): Path<(String, String)>,
    Query(how): Query<How>,
) -> Result<Response, PageError> {
    let names = &report_pages::of(visit.language()).files[OPEN_FILES..];
    hand_out(&visit, &id, &file, names, &how).await
}

/// One of these files; a page opens where it is not saved.
async fn hand_out(
    visit: &Visit,
    id: &str,
    name: &str,
    names: &[(&str, &str)],
    how: &How,
) -> Result<Response, PageError> {
    let about = About::of(visit, id, how).await?;
    let Some(about) = about.filter(|_| names.iter().any(|(one, _)| *one == name)) else {
        return Ok(nowhere(visit));
    };
    let Some(stored) = about.stored() else {
        return Ok((
            StatusCode::CONFLICT,
            frame(visit, &about, view(visit, &about, Release::Draft)),
        )
            .into_response());
    };
    let written = match kept::report(&visit.app, &about.loaded, stored).await {
        Ok(written) => written,
        Err(error) => return complaint(visit, &about, error).await,
    };
    match written.files.iter().find(|file| file.name == name) {
        Some(file) => Ok(response(file, &about, how.save.is_some())),
        None => Ok((
            StatusCode::CONFLICT,
            frame(visit, &about, view(visit, &about, written.release)),
        )
            .into_response()),
    }
}

async fn complaint(visit: &Visit, about: &About, error: StageError) -> Result<Response, PageError> {
    let complaint = refused(error, visit).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, frame(visit, about, complaint)).into_response())
}

fn response(file: &ReportFile, about: &About, save: bool) -> Response {
    let bytes = file.bytes.clone();
    let kind = (header::CONTENT_TYPE, file.media_type.to_owned());
    if file.name.ends_with(".html") && !save {
        let policy = (header::CONTENT_SECURITY_POLICY, REPORT_POLICY.to_owned());
        return ([kind, policy], bytes).into_response();
    }
    let round = &about.loaded.record.id;
    // One more than the first has its number in the name, so that nobody mistakes one for the other.
    let version = about.stored().map_or(1, |stored| stored.record.version);
    let version = if version > 1 {
        format!("-v{version}")
    } else {
        String::new()
    };
    let name = format!("attachment; filename=\"{round}{version}-{}\"", file.name);
    ([kind, (header::CONTENT_DISPOSITION, name)], bytes).into_response()
}

fn frame(visit: &Visit, about: &About, body: Markup) -> Markup {
    let about = Desk {
        visit,
        title: report_pages::of(visit.language()).title,
        place: Place::Report,
        round: Some(&about.loaded.record),
    };
    desk(&about, body)
}

fn view(visit: &Visit, about: &About, release: Release) -> Markup {
    let words = report_pages::of(visit.language());
    html! {
        p { (words.about[0]) }
        @match about.stored() {
            None => p.mind { (words.states[0]) },
            Some(stored) => {
                (standing(about, stored, words))
                p.quiet { (words.about[1]) }
                (files(visit, about, stored, release))
            },
        }
    }
}

/// Whether this is a draft, and which other versions there are.
fn standing(about: &About, stored: &StoredSheet, words: &ReportPages) -> Markup {
    let [_, draft, last] = words.states;
    let version = |text: &str, one: &StoredSheet| text.replace("{version}", &one.record.version.to_string());
    let others = about
        .versions
        .iter()
        .filter(|one| one.record.version != stored.record.version);
    html! {
        @if stored.record.sealed_at.is_some() { p.done { (version(last, stored)) } } @else { p.mind { (version(draft, stored)) } }
        @for other in others {
            @let word = words.versions[usize::from(other.record.sealed_at.is_none())];
            p { a href={ "?version=" (other.record.version) } { (version(word, other)) } }
        }
    }
}

fn files(visit: &Visit, about: &About, stored: &StoredSheet, release: Release) -> Markup {
    let words = report_pages::of(visit.language());
    let home = format!("/agency/{}/report", about.loaded.record.id);
    let list = |title, names: &[(&'static str, &'static str)], folder: &str| {
        let rows: Vec<Vec<Markup>> = names
            .iter()
            .filter(|(name, _)| release == Release::Own || !OF_PEOPLE.contains(name))
            .map(|one| row(one, &format!("{home}/{folder}"), stored.record.version, words))
            .collect();
        html! {
            h2 { (title) }
            (table(title, &heads(&words.heads, &[]), &rows, visit.language()))
        }
    };
    html! {
        (list(words.chapters[0], &words.files[..PAGES], "files"))
        (list(words.chapters[1], &words.files[PAGES..OPEN_FILES], "files"))
        @if may::<ReadMicrodata>(visit) {
            (list(words.chapters[2], &words.files[OPEN_FILES..], "microdata"))
            @match release {
                Release::Own => p.quiet { (words.microdata) },
                Release::Draft => p.mind { (words.not_own[0]) },
                Release::Earlier(version) => p.mind { (words.not_own[1].replace("{version}", &version.to_string())) },
            }
        }
    }
}

fn row((name, what): &(&str, &str), folder: &str, version: u32, words: &ReportPages) -> Vec<Markup> {
    let [open, save] = words.actions;
    let is_page = name.ends_with(".html");
    let address = format!("{folder}/{name}?version={version}");
    vec![
        html! { code { (name) } },
        html! { (what) },
        html! {
            @if is_page {
                a href=(address) target="_blank" rel="noopener" { (open) } " · "
                a href={ (address) "&save=1" } download { (save) }
            } @else { a href=(address) download { (save) } }
        },
    ]
}
