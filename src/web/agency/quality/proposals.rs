//! Proposed removals: the list with what was decided, the form to propose, the form to decide.

use super::{Typed, may};
use crate::domain::removal::{Cause, Proposal};
use crate::stages::LoadedRound;
use crate::stages::cases::LONGEST_NOTE;
use crate::text::quality_pages::{self, QualityPages};
use crate::web::access::Visit;
use crate::web::access::acts::DecideRemoval;
use crate::web::components::console::token;
use crate::web::components::table::{heads, table};
use crate::web::components::time::minute;
use maud::{Markup, html};

fn cause(cause: Cause, words: &QualityPages) -> &'static str {
    let place = Cause::ALL.iter().position(|one| *one == cause);
    words.causes[place.unwrap_or_default()]
}

/// Every proposal, newest first.
pub fn list(visit: &Visit, loaded: &LoadedRound, proposals: &[Proposal]) -> Markup {
    let words = quality_pages::of(visit.language());
    let [title, none] = words.proposals;
    let row = |one: &Proposal| {
        vec![
            html! { (one.number) },
            html! { code { (one.submission) } },
            html! { (cause(one.cause, words)) },
            html! { (one.reason) },
            html! { (one.by) br; small.time { (minute(one.at)) } },
            decision(visit, loaded, one, words),
        ]
    };
    let rows: Vec<Vec<Markup>> = proposals.iter().rev().map(row).collect();
    html! {
        h2 { (title) }
        @if proposals.is_empty() { p.quiet { (none) } }
        @else { (table(title, &heads(&words.proposal_heads, &[]), &rows, visit.language())) }
    }
}

fn decision(visit: &Visit, loaded: &LoadedRound, one: &Proposal, words: &QualityPages) -> Markup {
    let [waits, removed, kept, own] = words.decisions;
    if let Some(decision) = &one.decision {
        return html! {
            b { (if decision.removed { removed } else { kept }) } ": " (decision.reason)
            br; small { (decision.by) " " (minute(decision.at)) }
        };
    }
    let [reason, remove, keep] = words.decide;
    html! {
        @if !may::<DecideRemoval>(visit) { span.flag { (waits) } }
        @else if one.by == visit.person.account.login.as_str() { (own) }
        @else {
            form.stack method="post" action={ "/agency/" (loaded.record.id) "/quality/" (one.number) "/decide" } {
                (token(visit))
                label { span { (reason) } textarea name="reason" rows="2" maxlength=(LONGEST_NOTE) required {} }
                div.actions {
                    button.final name="removed" value="yes" { (remove) }
                    button name="removed" value="no" { (keep) }
                }
            }
        }
    }
}

/// The form of a proposal.
pub fn form(visit: &Visit, loaded: &LoadedRound, typed: &Typed) -> Markup {
    let words = quality_pages::of(visit.language());
    let [title, about, submission, label, reason, hint, button] = words.propose;
    html! {
        section.card #propose {
            h2 { (title) }
            p { (about) }
            form.stack method="post" action={ "/agency/" (loaded.record.id) "/quality/propose" } {
                (token(visit))
                label { span { (submission) } input name="submission" value=(typed.submission) autocomplete="off" spellcheck="false" required; }
                label {
                    span { (label) }
                    select name="cause" required {
                        option value="" {}
                        @for one in Cause::ALL {
                            option value=(one.code()) selected[one.code() == typed.cause] { (cause(one, words)) }
                        }
                    }
                }
                label {
                    span { (reason) }
                    textarea name="reason" rows="3" maxlength=(LONGEST_NOTE) required { (typed.reason) }
                    small { (hint) }
                }
                button.primary { (button) }
            }
        }
    }
}
