//! The page of the invitations: making codes, taking them, putting them in force.

use super::invitations::InvitationsPage;
use super::{busy_bar, count, may_change, page};
use crate::domain::definition::Language;
use crate::stages::preparing::codes::PART;
use crate::storage::preparing::codes::{BatchRecord, DISCARDED, IN_FORCE};
use crate::storage::round::RoundState;
use crate::text::prepare as text;
use crate::web::access::Visit;
use crate::web::components::console::token;
use crate::web::components::table::{heads, table};
use crate::web::components::time::minute;
use maud::{Markup, html};

/// The page.
pub fn view(visit: &Visit, data: &InvitationsPage<'_>) -> Markup {
    let language = visit.language();
    let words = &text::of(language).invitations;
    let waiting = data.waiting.as_ref().map_or(0, |batch| batch.codes);
    let without = data.issued.saturating_sub(data.invited + waiting);
    let numbers = [data.issued, data.invited, waiting, without];
    let state = data.loaded.record.state;
    let body = html! {
        @if let Some(message) = &data.message { (message) }
        p { (words.about) }
        dl.figures {
            @for (label, n) in words.figures.iter().zip(numbers) { div { dt { (label) } dd { (count(n)) } } }
        }
        @match (state, &data.waiting) {
            (RoundState::Draft, _) => p.mind { (words.undrawn) },
            (RoundState::Registered | RoundState::Fielding, Some(batch)) => @if may_change(visit) { (dealing(visit, data, batch)) },
            (RoundState::Registered | RoundState::Fielding, None) => @if may_change(visit) { (making(visit, data, without)) },
            _ => p.quiet { (words.over) },
        }
        (history(data, language))
    };
    page(visit, data.loaded, words.title, body)
}

fn making(visit: &Visit, data: &InvitationsPage<'_>, without: u64) -> Markup {
    let words = &text::of(visit.language()).invitations;
    html! {
        section.card {
            h2 { (words.make_title) }
            @if without == 0 { p { (words.nobody) } }
            @else {
                p { (words.make_about.replace("{n}", &count(without))) }
                form method="post" action={ "/agency/" (data.loaded.record.id) "/prepare/invitations" } {
                    (token(visit))
                    button.primary data-busy=(words.make_busy) { (words.make) }
                    (busy_bar(words.make_busy))
                }
            }
        }
    }
}

/// The codes that wait: take them, say so, or throw them away.
fn dealing(visit: &Visit, data: &InvitationsPage<'_>, batch: &BatchRecord) -> Markup {
    let words = &text::of(visit.language()).invitations;
    let base = format!("/agency/{}/prepare/invitations", data.loaded.record.id);
    let n = count(batch.codes);
    let about = words.take_about.replace("{batch}", &batch.number.to_string());
    let about = about
        .replace("{n}", &n)
        .replace("{by}", &batch.by)
        .replace("{at}", &minute(batch.at));
    let batch_field = html! { (token(visit)) input type="hidden" name="batch" value=(batch.number); };
    html! {
        section.card {
            h2 { (words.take_title) }
            p { (about) }
            (taking(&base, batch, &batch_field, words))
        }
        section.card {
            h2 { (words.confirm_title) }
            ul { @for line in words.confirm_about { li { (line) } } }
            form.stack method="post" action={ (base) "/confirm" } {
                (batch_field)
                label.check { input type="checkbox" name="have" value="yes" required; span { (words.confirm_tick) } }
                button.final data-busy=(words.confirm_busy) { (words.confirm.replace("{n}", &n)) }
                (busy_bar(words.confirm_busy))
            }
        }
        section.card {
            h2 { (words.discard_title) }
            p { (words.discard_about) }
            form method="post" action={ (base) "/discard" } { (batch_field) button { (words.discard) } }
        }
    }
}

fn taking(base: &str, batch: &BatchRecord, batch_field: &Markup, words: &text::Invitations) -> Markup {
    let form = |format: &str, part: Option<usize>, label: &str| {
        html! {
            form method="post" action={ (base) "/take" } data-download {
                (batch_field)
                input type="hidden" name="format" value=(format);
                @if let Some(part) = part { input type="hidden" name="part" value=(part); }
                button { (label) }
            }
        }
    };
    let parts = usize::try_from(batch.codes).unwrap_or(usize::MAX).div_ceil(PART);
    let label = |part: usize| {
        let (from, to) = (
            (part - 1) * PART + 1,
            (part * PART).min(usize::try_from(batch.codes).unwrap_or(usize::MAX)),
        );
        let said = words.part.replace("{from}", &count(from as u64));
        said.replace("{to}", &count(to as u64))
    };
    html! {
        h3 { (words.list) }
        div.actions { (form("csv", None, words.csv)) (form("xlsx", None, words.xlsx)) }
        h3 { (words.slips) }
        div.actions { @for part in 1..=parts { (form("slips", Some(part), &label(part))) } }
    }
}

fn history(data: &InvitationsPage<'_>, language: Language) -> Markup {
    let words = &text::of(language).invitations;
    let [waiting, in_force, discarded] = words.states;
    let state = |batch: &BatchRecord| match batch.state.as_str() {
        IN_FORCE => in_force,
        DISCARDED => discarded,
        _ => waiting,
    };
    let rows: Vec<Vec<Markup>> = data
        .batches
        .iter()
        .map(|batch| {
            vec![
                html! { (batch.number) },
                html! { (minute(batch.at)) },
                html! { (batch.by) },
                html! { (state(batch)) },
                html! { (count(batch.codes)) },
            ]
        })
        .collect();
    let (texts, numbers) = words.heads;
    html! {
        @if !rows.is_empty() {
            h2 { (words.history) }
            (table(words.history, &heads(&texts, &numbers), &rows, language))
            p.quiet { (words.lost) }
        }
    }
}
