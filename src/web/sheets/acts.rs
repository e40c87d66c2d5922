//! The two final acts of a sheet: the agency's confirmation and the office's seal, each with what exactly will happen.

use super::SheetPage;
use super::view::Counts;
use crate::domain::account::Role;
use crate::stages::seal::StoredSheet;
use crate::storage::round::RoundState;
use crate::text::sheets::{self as text, FinalAct};
use crate::web::access::Visit;
use crate::web::components::console::token;
use crate::web::components::sheet::grouped;
use maud::{Markup, html};

/// What this person may do with the sheet now, or whom it waits for.
pub fn act(visit: &Visit, data: &SheetPage, stored: &StoredSheet) -> Markup {
    let words = text::of(visit.language());
    let id = &data.loaded.record.id;
    let waits = data.loaded.record.state == RoundState::Scored && stored.record.sealed_at.is_none();
    let confirmed = data.confirmation.is_some();
    html! {
        @match (waits, visit.person.account.role, confirmed) {
            (true, Role::Analyst, false) => (form(visit, data, stored, &words.confirm, &format!("/agency/{id}/sheet"))),
            (true, Role::Analyst, true) => p.done { (words.waits_office) },
            (true, Role::Officer, true) => (form(visit, data, stored, &words.seal, &format!("/office/{id}/results"))),
            (true, Role::Officer, false) => p.mind { (words.waits_agency) },
            _ => {},
        }
    }
}

fn form(visit: &Visit, data: &SheetPage, stored: &StoredSheet, words: &FinalAct, action: &str) -> Markup {
    let (seen, counts) = (stored.seen(), Counts::of(&stored.sheet));
    let numbers = [
        ("{version}", seen.version.to_string()),
        ("{hash}", seen.hash[..16].to_owned()),
        ("{all}", grouped(counts.all)),
        ("{scored}", grouped(counts.scored)),
        ("{provisional}", grouped(counts.provisional)),
        ("{received}", grouped(counts.received)),
        ("{removed}", grouped(counts.received - counts.analysed)),
        ("{links}", grouped(data.links)),
    ];
    let filled = |line: &&str| {
        let fill = |text: String, (name, number): &(&str, String)| text.replace(name, number);
        numbers.iter().fold((*line).to_owned(), fill)
    };
    html! {
        section.card #act {
            h2 { (words.title) }
            ul { @for line in words.lines { li { (filled(line)) } } }
            form.stack method="post" action=(action) {
                (token(visit))
                input type="hidden" name="version" value=(seen.version);
                input type="hidden" name="hash" value=(seen.hash);
                label.check { input type="checkbox" required; span { (words.tick) } }
                button.final { (words.button) }
            }
        }
    }
}
