//! `/audit`: the log of what everybody changed, whether it is whole, and the log as a file.

mod proofs;

use crate::domain::account::{AuditEntry, AuditFault, Role, check_chain};
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
use crate::web::extract::Query;
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
    chain: Result<(usize, String), AuditFault>,
}

impl Asked {
    fn wanted(&self) -> Wanted {
        let given = |word: &str| (!word.trim().is_empty()).then(|| word.trim().to_owned());
        Wanted {
            actor: given(&self.actor).map(|name| console::written_as(&name)),
            action: given(&self.action),
            round: given(&self.round),
        }
    }

    fn is_empty(&self) -> bool {
        [&self.actor, &self.action, &self.round]
            .iter()
            .all(|word| word.trim().is_empty())
    }
}

/// `GET /audit`.
pub async fn show(may: May<ReadLogs>, Query(asked): Query<Asked>) -> Result<Markup, PageError> {
    let db = &may.app.db;
    let (lines, all) = newest(db, &asked.wanted(), asked.skip, LINES)
        .await
        .map_err(StageError::from)?;
    let entries = whole(db).await.map_err(StageError::from)?;
    let asked = Asked {
        skip: asked.skip.min(all),
        ..asked
    };
    let data = AuditPage {
        asked,
        lines,
        all,
        chain: check_chain(entries.iter()).map(|last| (entries.len(), last)),
    };
    Ok(view(&may, &data))
}

/// `GET /audit/log.jsonl`: one entry a line with its hash, oldest first; all, or those that the filter lets through.
pub async fn file(may: May<ReadLogs>, Query(asked): Query<Asked>) -> Result<impl IntoResponse, PageError> {
    let entries = whole(&may.app.db).await.map_err(StageError::from)?;
    let wanted = asked.wanted();
    let line =
        |(entry, hash): &(AuditEntry, String)| serde_json::json!({"entry": entry, "hash": hash}).to_string() + "\n";
    let body: String = entries
        .iter()
        .filter(|(entry, _)| wanted.has(entry))
        .map(line)
        .collect();
    let name = if asked.is_empty() {
        "attachment; filename=\"audit-log.jsonl\""
    } else {
        "attachment; filename=\"audit-log-part.jsonl\""
    };
    let kind = (header::CONTENT_TYPE, "application/x-ndjson; charset=utf-8");
    Ok(([kind, (header::CONTENT_DISPOSITION, name)], body))
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
        (download(&format!("/audit/log.jsonl?{}", pairs(&data.asked)), language))
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
        Err(fault) => html! { p.error role="alert" { (words.broken.replace("{fault}", &words.fault(fault))) } },
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
                    @for (word, name) in once(all.audit.actions, all.rounds.stages) {
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
    format!("/audit?{}&skip={skip}", pairs(asked))
}

fn pairs(asked: &Asked) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs
        .append_pair("actor", &asked.actor)
        .append_pair("action", &asked.action)
        .append_pair("round", &asked.round)
        .finish()
}

/// Every action once: some are stages of a round too.
fn once<'a>(actions: &'a [Named], stages: &'a [Named]) -> impl Iterator<Item = &'a Named> {
    let new = |stage: &&Named| actions.iter().all(|(word, _)| *word != stage.0);
    actions.iter().chain(stages.iter().filter(new))
}

/// A word and its name.
type Named = (&'static str, &'static str);

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
