//! Who registered the method, and the form with which the next officer signs it.

use crate::domain::account::Role;
use crate::domain::definition::SampleDesign;
use crate::stages::LoadedRound;
use crate::stages::register::Registered;
use crate::storage::round::RoundState;
use crate::text::method as text;
use crate::web::access::Visit;
use crate::web::components::console::token;
use crate::web::components::time::minute;
use maud::{Markup, html};

/// The chapter.
pub fn registration(visit: &Visit, loaded: &LoadedRound, registered: &Registered) -> Markup {
    let words = text::of(visit.language());
    let officers = &registered.officers;
    let mine = officers
        .iter()
        .any(|officer| officer.account == visit.person.account.id);
    let past = loaded.record.state >= RoundState::Closed;
    let may = visit.person.account.role == Role::Officer && !registered.complete();
    let class = if registered.complete() { "done" } else { "mind" };
    html! {
        section.card #registration {
            h2 { (words.registration) }
            div class=(class) {
                p { (said(visit, registered)) }
                @if registered.late { p { (words.late) } }
            }
            @if !registered.complete() && loaded.survey.round.sample == SampleDesign::None { p.quiet { (words.unconcerned) } }
            @if may && past { p { (words.past) } }
            @if may && !past && mine { p { (words.yours) } }
            @if may && !past && !mine { (form(visit, loaded, officers.len())) }
        }
    }
}

fn said(visit: &Visit, registered: &Registered) -> String {
    let words = text::of(visit.language());
    let officer = |place: usize| registered.officers.get(place);
    let login = |place: usize| officer(place).map_or("", |one| one.login.as_str());
    let at = |place: usize| officer(place).map_or_else(String::new, |one| minute(one.at));
    words.signed[registered.officers.len().min(2)]
        .replace("{first}", login(0))
        .replace("{first_at}", &at(0))
        .replace("{second}", login(1))
        .replace("{second_at}", &at(1))
}

fn form(visit: &Visit, loaded: &LoadedRound, signed: usize) -> Markup {
    let words = text::of(visit.language());
    let place = signed.min(1);
    html! {
        form.stack method="post" action={ "/office/" (loaded.record.id) "/method" } {
            (token(visit))
            input type="hidden" name="definition_hash" value=(loaded.record.definition_hash);
            input type="hidden" name="method_hash" value=(loaded.record.method_hash);
            p { (words.act[place]) }
            label.check { input type="checkbox" name="understood" value="yes" required; span { (words.read) } }
            button.final { (words.button[place]) }
        }
    }
}
