//! The half of the feed's page about sending: addresses with what can be done, what was sent, and every try.

use super::{FeedPage, HERE, button, final_button, state};
use crate::domain::feed::{PATIENCE, PushFailure};
use crate::storage::push::{Attempt, Delivery, TargetRecord};
use crate::text::feed::Feed;
use crate::text::terminal::fill;
use crate::web::access::Visit;
use crate::web::components::console::token;
use crate::web::components::table::{heads, table};
use crate::web::components::time::{day, minute};
use maud::{Markup, html};

/// Addresses, and the form that adds one.
pub(super) fn targets(visit: &Visit, data: &FeedPage, words: &Feed) -> Markup {
    let row = |target: &TargetRecord| {
        vec![
            html! { code { (target.address) } },
            html! { (target.created_by) },
            html! { span.time { (day(target.created_at)) } },
            html! { (state(target.revoked_at, words)) },
            html! { @if target.revoked_at.is_none() { (actions(visit, data, target, words)) } },
        ]
    };
    let rows: Vec<Vec<Markup>> = data.targets.iter().map(row).collect();
    html! {
        p { (words.push_about) }
        @if !rows.is_empty() { (table(words.chapters[1], &heads(&words.target_heads, &[]), &rows, visit.language())) }
        form.stack method="post" action="/office/feed/targets" {
            (token(visit))
            label { span { (words.address) } input name="address" type="url" value=(data.typed) required; small { (words.address_hint) } }
            button { (words.add) }
        }
    }
}

fn actions(visit: &Visit, data: &FeedPage, target: &TargetRecord, words: &Feed) -> Markup {
    let act = |act: &str| format!("{HERE}/targets/{}/{act}", target.id);
    let mut own = data.deliveries.iter().filter(|one| one.target == target.id);
    let waits = own.any(|one| one.accepted_at.is_none());
    html! {
        div.actions {
            (button(visit, &act("test"), words.test))
            (button(visit, &act("newest"), words.newest))
            @if waits { (button(visit, &act("hurry"), words.hurry)) }
        }
        (final_button(visit, &act("remove"), words.remove, words.remove_about))
    }
}

/// What is on its way or has arrived, and every try.
pub(super) fn sent(visit: &Visit, data: &FeedPage, words: &Feed) -> Markup {
    let deliveries: Vec<Vec<Markup>> = data.deliveries.iter().map(|one| delivery(data, one, words)).collect();
    let attempts: Vec<Vec<Markup>> = data
        .history
        .iter()
        .map(|(of, one)| attempt(data, of, one, words))
        .collect();
    let language = visit.language();
    html! {
        @if !deliveries.is_empty() { (table(words.chapters[2], &heads(&words.delivery_heads, &[]), &deliveries, language)) }
        details open[deliveries.is_empty()] {
            summary { (words.attempts) }
            (table(words.attempts, &heads(&words.attempt_heads, &[]), &attempts, language))
        }
    }
}

fn delivery(data: &FeedPage, one: &Delivery, words: &Feed) -> Vec<Markup> {
    let target = data.targets.iter().find(|target| target.id == one.target);
    let removed = target.is_none_or(|target| target.revoked_at.is_some());
    let (state, next) = match (one.accepted_at, removed) {
        (Some(_), _) => (words.delivery_states[0], None),
        (None, true) => (words.delivery_states[2], None),
        (None, false) => (words.delivery_states[1], Some(one.next_at)),
    };
    let time = |at: Option<i64>| html! { @if let Some(at) = at { span.time { (minute(at)) } } @else { "—" } };
    vec![
        html! { (sheet(&one.round, one.version, words)) },
        html! { (address(data, &one.target)) },
        html! { (state) },
        html! { (one.attempts) },
        time(one.accepted_at),
        time(next),
    ]
}

fn attempt(data: &FeedPage, of: &(String, String, u32), one: &Attempt, words: &Feed) -> Vec<Markup> {
    let (target, round, version) = of;
    vec![
        html! { span.time { (minute(one.at)) } },
        html! { (sheet(round, *version, words)) },
        html! { (address(data, target)) },
        html! { (one.number) },
        html! { (answer(one, words)) },
    ]
}

/// Which sheet, or that it was a test.
fn sheet(round: &str, version: u32, words: &Feed) -> String {
    if version == 0 {
        return words.tested.to_owned();
    }
    format!("{round} · {}", fill(words.version, &[("version", &version)]))
}

fn address(data: &FeedPage, id: &str) -> Markup {
    let target = data.targets.iter().find(|target| target.id == id);
    html! { code { (target.map_or("—", |target| &target.address)) } }
}

/// The answer's status, or why there was none.
fn answer(one: &Attempt, words: &Feed) -> String {
    if let Some(status) = one.status {
        let said = if one.accepted() {
            words.delivery_states[0]
        } else {
            words.not_accepted
        };
        return format!("HTTP {status} · {said}");
    }
    let why = PushFailure::read(&one.error);
    let place = PushFailure::ALL.iter().position(|one| *one == why).unwrap_or_default();
    fill(words.failures[place], &[("seconds", &PATIENCE)])
}
