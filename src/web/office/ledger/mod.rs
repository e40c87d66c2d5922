//! `/office/ledger`: the main ledger of each year, what was delivered for it, its notes, its review, its files.

mod deliveries;
mod department;
mod files;
mod list;
mod notes;
mod review;
mod sheet;
mod totals;
mod years;

use crate::domain::definition::Language;
use crate::domain::ledger::{Ledger, LedgerRefusal, Step};
use crate::domain::refusal::Refusal;
use crate::stages::StageError;
use crate::stages::ledger::load;
use crate::text::console::named;
use crate::text::ledger;
use crate::text::ledger_pages::of;
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::{ChangeLedger, ConfirmLedger, ReadLedger};
use crate::web::access::{Act, Table, Visit};
use crate::web::components::console::{Desk, Place, desk_part};
use crate::web::components::refusal::{nowhere, refused};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(ReadLedger, "/office/ledger", list::show);
    table.get(ReadLedger, list::TEMPLATE, list::template);
    table.upload(ChangeLedger, "/office/ledger/open", list::submit);
    table.get(ReadLedger, "/office/ledger/{year}", totals::show);
    table.get(
        ReadLedger,
        "/office/ledger/{year}/departments/{department}",
        department::show,
    );
    table.get(ReadLedger, "/office/ledger/{year}/deliveries", deliveries::show);
    table
        .upload(ChangeLedger, "/office/ledger/{year}/import", deliveries::submit)
        .on("/office/ledger/{year}/deliveries");
    table
        .post(ChangeLedger, "/office/ledger/{year}/own-sheet", sheet::take_own)
        .on("/office/ledger/{year}/deliveries");
    table
        .upload(ChangeLedger, "/office/ledger/{year}/sheet", sheet::submit)
        .on("/office/ledger/{year}/deliveries");
    table.get(ReadLedger, "/office/ledger/{year}/notes", notes::show);
    table
        .post(ChangeLedger, "/office/ledger/{year}/note", notes::submit)
        .on("/office/ledger/{year}/notes");
    table.post(
        ChangeLedger,
        "/office/ledger/{year}/notes/{number}/withdraw",
        notes::withdraw,
    );
    table.get(ReadLedger, "/office/ledger/{year}/review", review::show);
    table
        .post(ConfirmLedger, "/office/ledger/{year}/step", review::submit)
        .on("/office/ledger/{year}/review");
    table.get(ReadLedger, "/office/ledger/{year}/years", years::show);
    table.get(ReadLedger, "/office/ledger/{year}/files/{file}", files::show);
}

/// Which of its parts a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Totals,
    Deliveries,
    Notes,
    Review,
    Years,
}

/// The parts in the order of their words, with the end of their addresses.
const TABS: [(Tab, &str); 5] = [
    (Tab::Totals, ""),
    (Tab::Deliveries, "/deliveries"),
    (Tab::Notes, "/notes"),
    (Tab::Review, "/review"),
    (Tab::Years, "/years"),
];

/// What a page says above itself.
#[derive(Debug, Default)]
struct Above {
    /// What was done, as the word of the address.
    done: Option<String>,
    /// What was refused.
    complaint: Option<Markup>,
}

/// `?done=word`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Done {
    done: Option<String>,
}

impl From<Done> for Above {
    fn from(Done { done }: Done) -> Above {
        Above { done, complaint: None }
    }
}

/// Whether the visitor may do this.
fn may<A: Act>(visit: &Visit) -> bool {
    A::INFO.roles.contains(&visit.person.account.role)
}

/// The ledger of a year; `None` where there is none.
async fn known(visit: &Visit, year: i16) -> Result<Option<Ledger>, PageError> {
    match load(&visit.app, year).await {
        Ok(ledger) => Ok(Some(ledger)),
        Err(StageError::Refused(Refusal::Ledger(LedgerRefusal::NoLedger { .. }))) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A ledger's page.
fn frame(visit: &Visit, ledger: &Ledger, tab: Tab, above: &Above, body: Markup) -> Markup {
    let language = visit.language();
    let words = of(language);
    let body = html! {
        nav.tabs aria-label=(words.parts) {
            @for ((one, end), name) in TABS.into_iter().zip(words.tabs) {
                a href={ "/office/ledger/" (ledger.year) (end) } aria-current=[(one == tab).then_some("page")] { (name) }
            }
        }
        (state(ledger, language))
        (said(visit, above))
        (body)
    };
    let name = TABS.iter().zip(words.tabs).find(|((one, _), _)| *one == tab);
    let title = ledger.title.get(language);
    let window = name.map_or_else(|| title.to_owned(), |(_, name)| format!("{name} · {title}"));
    page(visit, title, &window, body)
}

/// Where the review stands: the steps that were taken, the one that comes next, and whether figures may change.
fn state(ledger: &Ledger, language: Language) -> Markup {
    let taken = ledger.present_steps().len();
    html! {
        section.state aria-label=(of(language).facts[0]) {
            ol {
                @for (place, step) in Step::ORDER.into_iter().enumerate() {
                    li class=[(place < taken).then_some("done")] aria-current=[(place == taken).then_some("step")] {
                        (step.name().get(language))
                    }
                }
            }
            p { b { (of(language).facts[1]) } " " (totals::next_step(ledger, language)) " · " span.quiet { (ledger::of(language).figures(ledger)) } }
        }
    }
}

/// That a newer sealed sheet is there than the ledger has, and where to go with it.
fn newer(ledger: &Ledger, newest: Option<u32>, language: Language) -> Markup {
    let words = of(language);
    let Some((version, has)) = newest.zip(ledger.sheet()) else {
        return html! {};
    };
    let said = |sentence| fill(sentence, &[("version", &version), ("has", &has.version)]);
    let (part, link) = match ledger.expect_open() {
        Ok(()) => ("/deliveries#sheet", words.newer_sheet[1]),
        Err(_) => ("/review#reopen", words.newer_sheet[2]),
    };
    html! {
        p.mind role="status" { (said(words.newer_sheet[0])) " " a href={ "/office/ledger/" (ledger.year) (part) } { (said(link)) } }
    }
}

/// Any page of this place; `window` tells pages with the same title apart.
fn page(visit: &Visit, title: &str, window: &str, body: Markup) -> Markup {
    let about = Desk {
        visit,
        title,
        place: Place::Ledger,
        round: None,
    };
    desk_part(&about, window, body)
}

fn said(visit: &Visit, above: &Above) -> Markup {
    let words = of(visit.language());
    html! {
        @if let Some(complaint) = &above.complaint { (complaint) }
        @if let Some(done) = &above.done { p.done role="status" { (named(words.done, done)) } }
    }
}

/// What a form's stage said: on with `?done=word`, or what was refused, for the form's page again.
async fn outcome<T>(
    visit: &Visit,
    done: Result<T, StageError>,
    to: &str,
    word: impl FnOnce(&T) -> &'static str,
) -> Result<Result<Response, Markup>, PageError> {
    match done {
        Ok(value) => Ok(Ok(Redirect::to(&format!("{to}?done={}", word(&value))).into_response())),
        Err(error) => Ok(Err(refused(error, visit).await?)),
    }
}

/// A form's page again, with what was refused; 404 where the ledger is none.
async fn again(
    visit: &Visit,
    year: i16,
    complaint: Markup,
    show: impl AsyncFnOnce(&Ledger, Above) -> Result<Markup, PageError>,
) -> Result<Response, PageError> {
    let Some(ledger) = known(visit, year).await? else {
        return Ok(nowhere(visit));
    };
    let above = Above {
        complaint: Some(complaint),
        done: None,
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&ledger, above).await?).into_response())
}
