//! The frame of every console page: the rail, the round's state always in sight, the title, the page.

use super::time::minute;
use crate::domain::account::Role;
use crate::domain::definition::Language;
use crate::storage::round::{Purpose, RoundRecord, RoundState};
use crate::text::{self, closing, console};
use crate::web::access::{CSRF, Visit};
use crate::web::assets::{CONSOLE_CSS, CONSOLE_JS};
use maud::{DOCTYPE, Markup, html};

/// A place of the rail; at most seven are shown to a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is a page of the consoles")]
pub enum Place {
    Rounds,
    Prepare,
    Board,
    Cases,
    Quality,
    BackChecks,
    Sheet,
    Report,
    Method,
    Results,
    Ledger,
    Feed,
    Proofs,
    Audit,
    Accounts,
    Account,
}

/// What surrounds a page.
#[derive(Debug)]
pub struct Desk<'a> {
    /// Who looks.
    pub visit: &'a Visit,
    /// What the page is.
    pub title: &'a str,
    /// Where in the rail it is.
    pub place: Place,
    /// The round that it is about.
    pub round: Option<&'a RoundRecord>,
}

/// The states in order.
const STATES: [RoundState; 6] = [
    RoundState::Draft,
    RoundState::Registered,
    RoundState::Fielding,
    RoundState::Closed,
    RoundState::Scored,
    RoundState::Sealed,
];

/// A whole document.
pub fn desk(desk: &Desk<'_>, body: Markup) -> Markup {
    desk_part(desk, desk.title, body)
}

/// The document of one of several pages with the same title: `window` is the title of the window, which tells them apart.
pub fn desk_part(desk: &Desk<'_>, window: &str, body: Markup) -> Markup {
    let language = desk.visit.language();
    let words = console::of(language);
    html! {
        (DOCTYPE)
        html lang=(text::lang(language)) {
            (head(window, words.service))
            body {
                a.skip href="#main" { (words.skip) }
                header.top {
                    p.service { a href="/desk" { (words.service) } }
                    @if let Some(round) = desk.round { p.round { a href={ "/rounds/" (round.id) } { (round.title.get(language)) } } }
                    (who(desk.visit))
                }
                (rail(desk))
                main #main tabindex="-1" {
                    @if let Some(round) = desk.round { (state(round, desk.visit)) }
                    h1 { (desk.title) }
                    (body)
                }
                script src=(CONSOLE_JS.path) defer {}
            }
        }
    }
}

/// A document without a rail: signing in, one-time links.
pub fn bare(title: &str, language: Language, body: Markup) -> Markup {
    let words = console::of(language);
    html! {
        (DOCTYPE)
        html lang=(text::lang(language)) {
            (head(title, words.service))
            body.bare {
                header.top { p.service { a href="/" { (words.service) } } }
                main #main { h1 { (title) } (body) }
                script src=(CONSOLE_JS.path) defer {}
            }
        }
    }
}

/// The hidden field that every form carries.
pub fn token(visit: &Visit) -> Markup {
    html! { input type="hidden" name=(CSRF) value=(visit.person.csrf); }
}

fn head(title: &str, service: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="format-detection" content="telephone=no";
            meta name="robots" content="noindex";
            title { (title) " · " (service) }
            link rel="icon" href="data:,";
            link rel="stylesheet" href=(CONSOLE_CSS.path);
        }
    }
}

fn who(visit: &Visit) -> Markup {
    let words = console::of(visit.language());
    let account = &visit.person.account;
    let other = match visit.language() {
        Language::Zh => Language::En,
        Language::En => Language::Zh,
    };
    html! {
        div.who {
            span { (account.name) " · " (words.role(account.role)) }
            form method="post" action="/account/language" {
                (token(visit))
                input type="hidden" name="back" value=(visit.here);
                button.quiet lang=(text::lang(other)) { (words.other_language) }
            }
            form method="post" action="/sign-out" { (token(visit)) button.quiet { (words.sign_out) } }
        }
    }
}

fn rail(desk: &Desk<'_>) -> Markup {
    let words = console::of(desk.visit.language());
    let round = desk.round.map(|round| round.id.as_str());
    html! {
        nav.rail aria-label=(words.rail) {
            ul {
                @for place in places(desk.visit.person.account.role, round.is_some()) {
                    li { a href=(address(place, round)) aria-current=[(place == desk.place).then_some("page")] { (name(place, words)) } }
                }
            }
        }
    }
}

/// Where a role can go, with a round chosen or without.
pub fn places(role: Role, in_round: bool) -> Vec<Place> {
    use Place::{
        Account, Accounts, Audit, BackChecks, Board, Cases, Feed, Ledger, Method, Prepare, Proofs, Quality, Report,
        Results, Rounds, Sheet,
    };
    let (inside, outside): (&[Place], &[Place]) = match role {
        Role::Administrator => (&[], &[Accounts]),
        Role::Manager => (&[Prepare, Board, Cases, Quality, Report], &[]),
        Role::Interviewer => (&[Cases], &[]),
        Role::Analyst => (&[Board, Quality, BackChecks, Sheet, Report], &[]),
        Role::Officer => (&[Method, Results], &[Ledger, Feed]),
        Role::Auditor => (&[Proofs, Results, Report], &[Ledger, Audit]),
    };
    let rounds = (role != Role::Administrator).then_some(Rounds);
    let inside = inside.iter().copied().filter(|_| in_round);
    rounds
        .into_iter()
        .chain(inside)
        .chain(outside.iter().copied())
        .chain([Account])
        .collect()
}

fn address(place: Place, round: Option<&str>) -> String {
    let id = round.unwrap_or_default();
    match place {
        Place::Rounds => "/rounds".into(),
        Place::Prepare => format!("/agency/{id}/prepare"),
        Place::Board => format!("/agency/{id}/board"),
        Place::Cases => format!("/agency/{id}/cases"),
        Place::Quality => format!("/agency/{id}/quality"),
        Place::BackChecks => format!("/agency/{id}/back-checks"),
        Place::Sheet => format!("/agency/{id}/sheet"),
        Place::Report => format!("/agency/{id}/report"),
        Place::Method => format!("/office/{id}/method"),
        Place::Results => format!("/office/{id}/results"),
        Place::Ledger => "/office/ledger".into(),
        Place::Feed => "/office/feed".into(),
        Place::Proofs => format!("/audit/{id}"),
        Place::Audit => "/audit".into(),
        Place::Accounts => "/admin/accounts".into(),
        Place::Account => "/account".into(),
    }
}

fn name(place: Place, words: &console::Console) -> &'static str {
    let names = &words.places;
    match place {
        Place::Rounds => names.rounds,
        Place::Prepare => names.prepare,
        Place::Board => names.board,
        Place::Cases => names.cases,
        Place::Quality => names.quality,
        Place::BackChecks => names.back_checks,
        Place::Sheet => names.sheet,
        Place::Report => names.report,
        Place::Method => names.method,
        Place::Results => names.results,
        Place::Ledger => names.ledger,
        Place::Feed => names.feed,
        Place::Proofs => names.proofs,
        Place::Audit => names.audit,
        Place::Accounts => names.accounts,
        Place::Account => names.account,
    }
}

/// Where a round stands: the steps, what comes next and who does it, what can no longer be undone.
pub fn state(round: &RoundRecord, visit: &Visit) -> Markup {
    let words = console::of(visit.language());
    let here = STATES
        .iter()
        .position(|state| *state == round.state)
        .unwrap_or_default();
    let pretest = round.purpose == Purpose::Pretest;
    let closes = visit.person.account.role == Role::Manager && round.state >= RoundState::Fielding && !pretest;
    let (next, settled) = match (pretest, round.state, round.registered_at) {
        (true, ..) => (words.pretest[0], words.pretest[1]),
        (false, RoundState::Draft, Some(_)) => (words.next_registered, words.settled[here]),
        _ => (words.next_in[here], words.settled[here]),
    };
    html! {
        section.state aria-label=(words.state) {
            ol {
                @for (i, name) in words.states.iter().enumerate() {
                    li class=[(i < here).then_some("done")] aria-current=[(i == here).then_some("step")] { (name) }
                }
            }
            p {
                b { (words.next) } " " (next) " · " span.quiet { (settled) }
                @if closes { " · " a href={ "/agency/" (round.id) "/close" } { (closing::of(visit.language()).link) } }
            }
            @if let Some(at) = round.registered_at {
                p.quiet { (words.registered.replace("{at}", &minute(at))) " " code { (round.method_hash) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_rail_has_more_than_seven_places() {
        for role in Role::ALL {
            for in_round in [false, true] {
                assert!(places(role, in_round).len() <= 7, "{role}");
            }
        }
    }
}
