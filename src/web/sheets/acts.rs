//! The two final acts of a sheet: the agency's confirmation and the office's seal, each with what exactly will happen.

use super::SheetPage;
use super::view::Counts;
use crate::domain::account::Role;
use crate::domain::report::{Changed, changed};
use crate::stages::seal::StoredSheet;
use crate::storage::round::RoundState;
use crate::text::sheets::{self as text, FinalAct};
use crate::web::access::Visit;
use crate::web::components::console::token;
use crate::web::components::sheet::grouped;
use crate::web::components::table::{heads, table};
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
            (corrected(visit, data, stored))
            (undecided(visit, data))
            form.stack method="post" action=(action) {
                (token(visit))
                input type="hidden" name="version" value=(seen.version);
                input type="hidden" name="hash" value=(seen.hash);
                label.check { input type="checkbox" name="understood" value="yes" required; span { (words.tick) } }
                button.final { (words.button) }
            }
        }
    }
}

fn undecided(visit: &Visit, data: &SheetPage) -> Markup {
    let words = text::of(visit.language());
    html! {
        @if data.undecided > 0 { p.mind { (words.undecided.replace("{n}", &grouped(data.undecided))) } }
    }
}

/// The scores that this version changes, beside the version that is published now.
fn corrected(visit: &Visit, data: &SheetPage, stored: &StoredSheet) -> Markup {
    let (words, language) = (&text::of(visit.language()).back, visit.language());
    let former = data.versions.iter().rfind(|one| one.record.sealed_at.is_some());
    let Some(former) = former.filter(|one| one.record.version < stored.record.version) else {
        return html! {};
    };
    let version = former.record.version.to_string();
    let points = |text: &Option<String>| html! { (text.as_deref().unwrap_or("–")) };
    let row = |one: &Changed| {
        let department = data.loaded.survey.department(&one.department);
        let name = department.map_or(one.department.0.as_str(), |d| d.name.get(language));
        let difference = one.difference().map_or("–".to_owned(), |by| format!("{by:+.2}"));
        vec![
            html! { (name) },
            points(&one.before),
            points(&one.now),
            html! { (difference) },
        ]
    };
    let rows: Vec<Vec<Markup>> = changed(&former.sheet, &stored.sheet).iter().map(row).collect();
    let title = words.changed[0].replace("{version}", &version);
    html! {
        @if rows.is_empty() { p { (words.changed[1].replace("{version}", &version)) } } @else {
            p { (title) }
            (table(&title, &heads(&words.changed[2..3], &words.changed[3..]), &rows, language))
        }
    }
}
