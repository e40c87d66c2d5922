//! Sentences with links to the pages where things are done; whoever may not open such a page sees words instead.

use crate::text::on_page::{Way, pieces};
use crate::web::access::acts::{ConfirmLedger, ConfirmSheet, ReadLedger, ReadSample, ReadSheet, RunField};
use crate::web::access::{Act, ActInfo, Visit};
use maud::{Markup, html};

/// What the address of a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About<'a> {
    /// A round.
    Round(&'a str),
    /// The ledger of a year.
    Ledger(&'a str),
    /// Neither.
    Nothing,
}

/// What the page of that path is about.
pub fn about(path: &str) -> About<'_> {
    let path = path.split('?').next().unwrap_or_default();
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.next(), parts.next()) {
        (Some("office"), Some("ledger"), Some(year)) => About::Ledger(year),
        (Some("office"), Some("ledger" | "feed"), _) => About::Nothing,
        (Some("agency" | "office" | "audit" | "rounds"), Some(round), _) => About::Round(round),
        _ => About::Nothing,
    }
}

/// A sentence with its links.
pub fn linked(sentence: &str, visit: &Visit) -> Markup {
    let here = about(&visit.here);
    let role = visit.person.account.role;
    html! {
        @for (words, way) in pieces(sentence) {
            @match way.and_then(|way| target(way, here)).filter(|(_, act)| act.roles.contains(&role)) {
                Some((address, _)) => a href=(address) { (words) },
                None => (words),
            }
        }
    }
}

/// Where a way leads from here, and what one must be allowed to do there.
fn target(way: Way, here: About<'_>) -> Option<(String, &'static ActInfo)> {
    let (page, act) = match way {
        Way::Draw => ("prepare/draw", ReadSample::INFO),
        Way::Invitations => ("prepare/invitations", ReadSample::INFO),
        Way::Reminders => ("prepare/reminders", ReadSample::INFO),
        Way::Field => ("cases/run", RunField::INFO),
        Way::Close => ("close", RunField::INFO),
        Way::Sheet => ("sheet", ConfirmSheet::INFO),
        Way::Results => ("results", ReadSheet::INFO),
        Way::Ledger => ("", ReadLedger::INFO),
        Way::Deliveries => ("/deliveries", ReadLedger::INFO),
        Way::Review => ("/review", ConfirmLedger::INFO),
    };
    match (way, here) {
        (Way::Ledger | Way::Deliveries | Way::Review, About::Ledger(year)) => {
            Some((format!("/office/ledger/{year}{page}"), act))
        }
        (Way::Ledger | Way::Deliveries | Way::Review, _) | (_, About::Ledger(_) | About::Nothing) => None,
        (Way::Results, About::Round(round)) => Some((format!("/office/{round}/{page}"), act)),
        (_, About::Round(round)) => Some((format!("/agency/{round}/{page}"), act)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_its_round_or_its_year_and_ways_lead_there() {
        assert_eq!(about("/agency/r1/close?done=x"), About::Round("r1"));
        assert_eq!(about("/office/ledger/2009/notes"), About::Ledger("2009"));
        assert_eq!(about("/office/feed"), About::Nothing);
        assert_eq!(about("/account"), About::Nothing);
        let to = |way, here| target(way, here).map(|(address, _)| address);
        assert_eq!(
            to(Way::Field, About::Round("r1")).as_deref(),
            Some("/agency/r1/cases/run")
        );
        assert_eq!(
            to(Way::Results, About::Round("r1")).as_deref(),
            Some("/office/r1/results")
        );
        assert_eq!(
            to(Way::Review, About::Ledger("2009")).as_deref(),
            Some("/office/ledger/2009/review")
        );
        assert_eq!(to(Way::Draw, About::Ledger("2009")), None);
    }
}
