//! `/audit/{round}`: what an auditor can hold a round against, and the bundle that the sheet is recomputed from.

use crate::domain::definition::Language;
use crate::domain::proof::SignerRole;
use crate::domain::refusal::Refusal;
use crate::export::archive;
use crate::stages::{App, LoadedRound, StageError, bundle, seal};
use crate::storage::log::{EntryRecord, HeadRecord, entries, heads};
use crate::storage::round::RoundState;
use crate::storage::{round, submission};
use crate::text::console;
use crate::web::PageError;
use crate::web::access::acts::ReadLogs;
use crate::web::access::{May, Posted, Visit};
use crate::web::components::console::{Desk, Place, desk, token};
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::table::{facts, heads as columns, table};
use crate::web::components::time::minute;
use crate::web::rounds::known;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Heads on the page; the file behind the link has every one.
const NEWEST: usize = 20;

/// A form with nothing but its token.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// What the page shows.
#[derive(Debug)]
pub struct ProofsPage {
    loaded: LoadedRound,
    heads: Vec<HeadRecord>,
    entries: Vec<EntryRecord>,
    /// Submissions that count now.
    submissions: u64,
    /// Signatures of the newest sealed sheet: role and key.
    signatures: Vec<(String, String)>,
    /// Public keys of the house: role and key.
    keys: Vec<(SignerRole, String)>,
    complaint: Option<Markup>,
}

/// `GET /audit/{round}`.
pub async fn show(may: May<ReadLogs>, Path(id): Path<String>) -> Result<Response, PageError> {
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    Ok(view(&may, &gather(&may.app, loaded, None).await?).into_response())
}

/// `POST /audit/{round}/bundle`: who took it is written down.
pub async fn take(may: May<ReadLogs>, Path(id): Path<String>, _: Posted<Nothing>) -> Result<Response, PageError> {
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    let files = match bundle::take(&may.app, &id).await {
        Ok(bundle) => bundle.files,
        Err(error) => {
            let complaint = refused(error, &may).await?;
            let data = gather(&may.app, loaded, Some(complaint)).await?;
            return Ok((StatusCode::CONFLICT, view(&may, &data)).into_response());
        }
    };
    let packed = tokio::task::spawn_blocking(move || archive(&files))
        .await
        .map_err(technical)?;
    let packed = packed.map_err(technical)?;
    let name = format!("attachment; filename=\"bundle-{id}.zip\"");
    let kind = "application/zip".to_owned();
    Ok((
        [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)],
        packed,
    )
        .into_response())
}

fn technical(error: impl std::fmt::Display) -> StageError {
    StageError::Refused(Refusal::Technical(error.to_string()))
}

async fn gather(app: &App, loaded: LoadedRound, complaint: Option<Markup>) -> Result<ProofsPage, PageError> {
    let id = loaded.record.id.clone();
    let stored = async {
        Ok::<_, crate::storage::StorageError>((
            heads(&app.db, &id).await?,
            entries(&app.db, &id).await?,
            submission::count(&app.db, &id).await?,
        ))
    };
    let (heads, entries, submissions) = stored.await.map_err(StageError::from)?;
    let signatures = match loaded.record.state {
        RoundState::Sealed => seal::sealed_sheet(app, &id).await?.signatures,
        _ => Vec::new(),
    };
    let keys = app.keys.public().map_err(StageError::from)?;
    Ok(ProofsPage {
        loaded,
        heads,
        entries,
        submissions,
        signatures: signatures.into_iter().map(|one| (one.role, one.key_id)).collect(),
        keys: keys.into_iter().map(|(role, key)| (role, key.key_id())).collect(),
        complaint,
    })
}

/// The page.
pub fn view(visit: &Visit, data: &ProofsPage) -> Markup {
    let language = visit.language();
    let words = &console::of(language).proofs;
    let record = &data.loaded.record;
    let body = html! {
        @if let Some(complaint) = &data.complaint { (complaint) }
        p { (words.about) }
        h2 { (words.chapters[0]) }
        (frozen(record, language))
        h2 { (words.chapters[1]) }
        (log(data, language))
        h2 { (words.chapters[2]) }
        (signed(data, language))
        h2 { (words.chapters[3]) }
        p { (words.bundle) }
        @if record.state == RoundState::Sealed {
            form method="post" action={ "/audit/" (record.id) "/bundle" } { (token(visit)) button.primary { (words.take) } }
        } @else { p.quiet { (words.not_yet) } }
    };
    let page = Desk {
        visit,
        title: words.title,
        place: Place::Proofs,
        round: Some(record),
    };
    desk(&page, body)
}

fn frozen(record: &round::RoundRecord, language: Language) -> Markup {
    let words = &console::of(language).rounds;
    let code = |text: &str| html! { code.long { (text) } };
    html! {
        (facts(&[
            (words.facts[2], code(&record.method_hash)),
            (words.facts[3], code(&record.definition_hash)),
            (words.facts[4], code(&record.seed_commitment)),
        ]))
        p { a href={ "/office/" (record.id) "/method" } { (console::of(language).places.method) } }
    }
}

fn log(data: &ProofsPage, language: Language) -> Markup {
    let words = &console::of(language).proofs;
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    for entry in &data.entries {
        *kinds.entry(entry.kind.as_str()).or_default() += 1;
    }
    let rows: Vec<Vec<Markup>> = data.heads.iter().rev().take(NEWEST).map(head_row).collect();
    let mut counts = vec![(words.submissions, html! { (data.submissions) })];
    counts.extend(
        words
            .kinds
            .iter()
            .filter_map(|(kind, name)| Some((*name, html! { (kinds.get(kind)?) }))),
    );
    let address = format!("/rounds/{}/log.json", data.loaded.record.id);
    html! {
        (facts(&counts))
        (table(words.chapters[1], &columns(&words.heads, &[]), &rows, language))
        p.download { a href=(address) download { (words.all_heads) } }
    }
}

fn head_row(head: &HeadRecord) -> Vec<Markup> {
    vec![
        html! { (head.size) },
        html! { span.time { (minute(head.at)) } },
        html! { code { (head.root) } },
        html! { code { (head.key_id) } },
    ]
}

fn signed(data: &ProofsPage, language: Language) -> Markup {
    let words = &console::of(language).proofs;
    let key = |(role, id): &(SignerRole, String)| {
        let signs = data.signatures.iter().any(|(by, key)| by == role.as_str() && key == id);
        let name = words.signers.iter().find(|(word, _)| *word == role.as_str());
        vec![
            html! { (name.map_or(role.as_str(), |(_, name)| name)) },
            html! { code { (id) } },
            html! { @if signs { (words.signed[0]) } @else { (words.signed[1]) } },
        ]
    };
    let rows: Vec<Vec<Markup>> = data.keys.iter().map(key).collect();
    table(words.chapters[2], &columns(&words.key_heads, &[]), &rows, language)
}
