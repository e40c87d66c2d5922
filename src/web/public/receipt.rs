//! `/verify`: what became of the answers behind a receipt code, never what they say; withdrawal until close.

use super::layout::{link, page};
use crate::domain::definition::{Language, Text};
use crate::text::public;
use maud::{Markup, html};

/// What can be said about a receipt code (DESIGN 5.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptState {
    /// Accepted and in the log; the round is not sealed.
    Recorded,
    /// Accepted; the log has not taken it up yet.
    Waiting,
    /// The same invitation sent newer answers.
    Replaced,
    /// Withdrawn on request.
    Withdrawn,
    /// Sealed, and part of the result.
    Used,
    /// Sealed, and set aside by a registered rule.
    SetAside,
    /// Well formed, and nothing is known of it.
    Unknown,
    /// The check character does not fit, or it is no receipt code at all.
    Mistyped,
}

/// A known receipt's round and log.
#[derive(Debug, Clone)]
pub struct ReceiptFacts {
    /// Round title.
    pub title: Text,
    /// Leaves of the log when asked.
    pub log_size: u64,
    /// Root of the log, hex.
    pub log_root: String,
    /// Whether it is in the log, so that there is a proof to download.
    pub has_proof: bool,
    /// Whether the round is still open for withdrawal.
    pub may_withdraw: bool,
}

/// What the receipt page shows.
#[derive(Debug)]
pub struct ReceiptPage {
    /// Language.
    pub language: Language,
    /// The code as typed; empty on the first visit.
    pub typed: String,
    /// The answer, once a code was typed.
    pub answer: Option<(ReceiptState, Option<ReceiptFacts>)>,
    /// The withdrawal was sent without the tick.
    pub tick_missing: bool,
    /// The withdrawal came after the round had closed.
    pub too_late: bool,
}

/// The page.
pub fn view(data: &ReceiptPage) -> Markup {
    let words = &public::of(data.language).receipt;
    let body = html! {
        h1 { (words.title.0) }
        @match &data.answer {
            None => p.lead { (words.title.1) },
            Some((state, facts)) => (answer(data, *state, facts.as_ref())),
        }
        @if data.answer.as_ref().is_some_and(|(state, _)| !to_retype(*state)) { h2 { (words.again) } }
        (form(data))
        p.quiet { (words.never) }
    };
    page(data.language, words.title.0, "/verify", body)
}

/// Whether the same code should be typed again.
fn to_retype(state: ReceiptState) -> bool {
    matches!(state, ReceiptState::Mistyped | ReceiptState::Unknown)
}

/// The code travels in the body, so that it stays out of addresses, histories and access logs.
fn form(data: &ReceiptPage) -> Markup {
    let words = &public::of(data.language).receipt;
    let wrong = data.answer.as_ref().is_some_and(|(state, _)| to_retype(*state));
    let keep = if wrong { data.typed.as_str() } else { "" };
    html! {
        form.ask method="post" action=(link("/verify", data.language)) {
            label for="code" { (words.form[0]) }
            p.hint #hint { (words.form[1]) }
            input #code name="code" value=(keep) required autocomplete="off" autocapitalize="characters"
                spellcheck="false" placeholder="R-XXXX-XXXX-XXXX-XXXX" maxlength="40" aria-describedby=(if wrong { "answer hint" } else { "hint" }) aria-invalid=[wrong.then_some("true")];
            button type="submit" { (words.form[2]) }
        }
    }
}

fn answer(data: &ReceiptPage, state: ReceiptState, facts: Option<&ReceiptFacts>) -> Markup {
    let words = &public::of(data.language).receipt;
    let (heading, explanation) = words.answers[state as usize];
    let class = match state {
        ReceiptState::Recorded | ReceiptState::Used => "answer good",
        ReceiptState::Mistyped | ReceiptState::Unknown => "answer bad",
        _ => "answer mind",
    };
    html! {
        section #answer class=(class) role="status" {
            h2 { (heading) }
            p { (explanation) }
            @if data.too_late { p.error role="alert" { (words.withdraw[5]) } }
            @if let Some(facts) = facts { (known(data, facts)) }
        }
        @if let Some(facts) = facts {
            @if facts.may_withdraw && matches!(state, ReceiptState::Recorded | ReceiptState::Waiting) {
                (withdraw(data))
            }
        }
    }
}

fn known(data: &ReceiptPage, facts: &ReceiptFacts) -> Markup {
    let words = &public::of(data.language).receipt;
    html! {
        dl.facts {
            dt { (words.facts[0]) } dd { (facts.title.get(data.language)) }
        }
        details.technical {
            summary { (words.technical) }
            dl.facts {
                dt { (words.facts[1]) } dd { (facts.log_size) }
                dt { (words.facts[2]) } dd { code.hash { (facts.log_root) } }
            }
            @if facts.has_proof {
                form method="post" action="/verify/proof" {
                    input type="hidden" name="code" value=(data.typed);
                    button.link type="submit" { (words.facts[3]) }
                }
            }
        }
    }
}

fn withdraw(data: &ReceiptPage) -> Markup {
    let words = &public::of(data.language).receipt.withdraw;
    let tick = public::of(data.language).receipt.tick_first;
    html! {
        details.withdraw open[data.tick_missing] {
            summary { (words[0]) }
            p { (words[1]) }
            form method="post" action=(link("/verify/withdraw", data.language)) {
                input type="hidden" name="code" value=(data.typed);
                @if data.tick_missing { p.error role="alert" { (tick) } }
                label.tick { input type="checkbox" name="sure" value="yes" required; span { (words[2]) } }
                button.quiet type="submit" { (words[3]) }
            }
        }
    }
}
