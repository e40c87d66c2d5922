//! `/audit`: the log of what everybody changed, whether it is whole, and the log as a file.

mod proofs;

use crate::domain::account::{AuditEntry, Role, check_chain};
use crate::domain::definition::Language;
use crate::stages::StageError;
use crate::storage::audit::{Wanted, newest, whole};
use crate::text::console::{self, named};
use crate::text::records::object;
use crate::web::PageError;
use crate::web::access::acts::ReadLogs;
use crate::web::access::{May, Table, Visit};
use crate::web::components::console::{Desk, Place, desk};
use crate::web::components::table::{Head, download, table};
use crate::web::components::time::minute;
use crate::web::components::values::values;
use axum::extract::Query;
use axum::http::header;
use axum::response::IntoResponse;
use maud::{Markup, html};
use serde::Deserialize;

/// Lines on one page.
const LINES: u64 = 100;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(ReadLogs, "/audit", show);
    table.get(ReadLogs, "/audit/log.jsonl", file);
    table.get(ReadLogs, "/audit/{round}", proofs::show);
    table.post(ReadLogs, "/audit/{round}/bundle", proofs::take);
}

/// The filter and the place in the list, as the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    actor: String,
    action: String,
    round: String,
    skip: u64,
}

/// What the page shows.
#[derive(Debug)]
pub struct AuditPage {
    asked: Asked,
    lines: Vec<(AuditEntry, String)>,
    /// Lines that fit the filter.
    all: u64,
    /// The state of the whole chain.
    chain: Result<(usize, String), String>,
}

/// `GET /audit`.
pub async fn show(may: May<ReadLogs>, Query(asked): Query<Asked>) -> Result<Markup, PageError> {
    let db = &may.app.db;
    let given = |word: &str| (!word.is_empty()).then(|| word.to_owned());
    let wanted = Wanted {
        actor: given(&asked.actor),
        action: given(&asked.action),
        round: given(&asked.round),
    };
    let (lines, all) = newest(db, &wanted, asked.skip, LINES).await.map_err(StageError::from)?;
    let entries = whole(db).await.map_err(StageError::from)?;
    let chain = check_chain(entries.iter())
        .map(|last| (entries.len(), last))
        .map_err(|fault| fault.to_string());
    let data = AuditPage {
        asked,
        lines,
        all,
        chain,
    };
    Ok(view(&may, &data))
}

/// `GET /audit/log.jsonl`: one entry a line with its hash, oldest first.
pub async fn file(may: May<ReadLogs>) -> Result<impl IntoResponse, PageError> {
    let entries = whole(&may.app.db).await.map_err(StageError::from)?;
    let line =
        |(entry, hash): &(AuditEntry, String)| serde_json::json!({"entry": entry, "hash": hash}).to_string() + "\n";
    let body: String = entries.iter().map(line).collect();
    let kind = (header::CONTENT_TYPE, "application/x-ndjson; charset=utf-8");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"audit-log.jsonl\"");
    Ok(([kind, name], body))
}

/// The page.
pub fn view(visit: &Visit, data: &AuditPage) -> Markup {
    let language = visit.language();
    let words = &console::of(language).audit;
    let [seq, when, who, what, which, change] = words.heads;
    let text = |text| Head { text, number: false };
    let heads = [
        Head {
            text: seq,
            number: true,
        },
        text(when),
        text(who),
        text(what),
        text(which),
        text(change),
    ];
    let rows: Vec<Vec<Markup>> = data.lines.iter().map(|(entry, _)| row(entry, language)).collect();
    let body = html! {
        p { (words.about) }
        (chain(data, language))
        (filter(data, language))
        (table(words.title, &heads, &rows, language))
        (paging(data, language))
        (download("/audit/log.jsonl", language))
        p.quiet { (words.recompute) }
    };
    let page = Desk {
        visit,
        title: words.title,
        place: Place::Audit,
        round: None,
    };
    desk(&page, body)
}

fn chain(data: &AuditPage, language: Language) -> Markup {
    let words = &console::of(language).audit;
    match &data.chain {
        Ok((n, hash)) => html! {
            p.done { (words.whole.replace("{n}", &n.to_string()).replace("{hash}", hash)) }
            p.quiet { (words.note) }
        },
        Err(fault) => html! { p.error role="alert" { (words.broken.replace("{fault}", fault)) } },
    }
}

fn filter(data: &AuditPage, language: Language) -> Markup {
    let all = console::of(language);
    let [who, what, round] = all.audit.filters;
    html! {
        form.filter method="get" action="/audit" {
            label { span { (who) } input name="actor" value=(data.asked.actor); }
            label {
                span { (what) }
                select name="action" {
                    option value="" { (all.any) }
                    @for (word, name) in all.audit.actions.iter().chain(all.rounds.stages) {
                        option value=(word) selected[*word == data.asked.action] { (name) }
                    }
                }
            }
            label { span { (round) } input name="round" value=(data.asked.round); }
            button { (all.filter[0]) }
            a href="/audit" { (all.filter[1]) }
        }
    }
}

fn paging(data: &AuditPage, language: Language) -> Markup {
    let words = console::of(language).paging;
    let (from, to) = (data.asked.skip + 1, data.asked.skip + data.lines.len() as u64);
    let numbers = [("{from}", from), ("{to}", to), ("{all}", data.all)];
    let said = numbers.iter().fold(words[2].to_owned(), |said, (name, n)| {
        said.replace(name, &n.to_string())
    });
    html! {
        nav.paging {
            @if data.asked.skip > 0 { a href=(at(&data.asked, data.asked.skip.saturating_sub(LINES))) { (words[0]) } }
            @if !data.lines.is_empty() { span { (said) } }
            @if to < data.all { a href=(at(&data.asked, to)) { (words[1]) } }
        }
    }
}

fn at(asked: &Asked, skip: u64) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs
        .append_pair("actor", &asked.actor)
        .append_pair("action", &asked.action);
    pairs
        .append_pair("round", &asked.round)
        .append_pair("skip", &skip.to_string());
    format!("/audit?{}", pairs.finish())
}

fn row(entry: &AuditEntry, language: Language) -> Vec<Markup> {
    let all = console::of(language);
    let action = named(all.rounds.stages, named(all.audit.actions, &entry.action));
    vec![
        html! { (entry.seq) },
        html! { span.time { (minute(entry.at)) } },
        who(entry, language),
        html! { (action) },
        html! { (object(&entry.object, language)) @if let Some(round) = entry.round.as_ref().filter(|round| **round != entry.object) { br; small.quiet { (round) } } },
        html! { (change(entry, language)) },
    ]
}

/// Login and role; the two names without an account in the reader's language.
fn who(entry: &AuditEntry, language: Language) -> Markup {
    let words = console::of(language);
    match entry.role.parse::<Role>() {
        Ok(role) => html! { (entry.actor) br; small.quiet { (words.role(role)) } },
        Err(_) => html! { (named(&words.audit.others, &entry.actor)) },
    }
}

fn change(entry: &AuditEntry, language: Language) -> Markup {
    html! {
        @if !entry.before.is_null() { (values(&entry.before, language)) " → " }
        (values(&entry.after, language))
    }
}
