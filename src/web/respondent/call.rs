//! What an interviewer sees beside the questionnaire: which case it is, what to read out, and the receipt to read out.

use super::{Link, RECEIPT};
use crate::domain::definition::SectionKind;
use crate::domain::proof::Receipt;
use crate::domain::submission::{FormState, Interview, PageKind, Piping};
use crate::stages::App;
use crate::stages::respond::Session;
use crate::text::call;
use crate::text::terminal::fill;
use crate::web::components::layout::{Frame, frame};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// Seconds for which a receipt can be read out.
const READ_OUT: u32 = 15 * 60;

/// A call whose pages are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Number of the case.
    pub number: u64,
    /// Address of the case.
    pub case: String,
    /// Name and value of the hidden field that every form of the consoles carries.
    pub token: (&'static str, String),
}

/// Which case it is, and the way out: instead of the name of the service.
pub fn place(link: &Link) -> Markup {
    let words = call::of(link.language);
    html! {
        @if let Some(call) = &link.call {
            p.call {
                strong { (fill(words.place[0], &[("number", &call.number)])) }
                a href=(call.case) { (words.place[1]) }
            }
        }
    }
}

/// What to do on a page of that kind, and the introduction for whoever asks once more what this is about.
pub fn aside(link: &Link, interview: &Interview<'_>, kind: PageKind) -> Markup {
    let words = call::of(link.language);
    html! {
        @if link.call.is_some() {
            aside.call {
                p { strong { (words.label) } " " (words.page(kind)) }
                @if kind != PageKind::Consent {
                    details {
                        summary { (words.introduction) }
                        @for line in introduction(link, interview).lines() { p { (line) } }
                    }
                }
            }
        }
    }
}

fn introduction(link: &Link, interview: &Interview<'_>) -> String {
    let sections = &interview.audience.questionnaire.sections;
    let consent = sections.iter().find(|section| section.kind == SectionKind::Consent);
    let piping = Piping {
        survey: interview.survey,
        language: link.language,
    };
    consent.map_or_else(String::new, |consent| {
        piping.fill_in_form(interview, &consent.intro, None)
    })
}

/// The hidden field of a form on the telephone.
pub fn hidden(link: &Link) -> Markup {
    html! {
        @if let Some(call) = &link.call { input type="hidden" name=(call.token.0) value=(call.token.1); }
    }
}

/// Where the receipt of an edit is shown: on the telephone under an address that only this account can use, and not for
/// long, for the code is the respondent's.
pub fn receipt_address(app: &App, session: &Session, link: &Link, edit: &str) -> String {
    if link.call.is_none() {
        return link.to(RECEIPT);
    }
    let pass = FormState {
        round: session.round.record.id.clone(),
        link: session.link.clone(),
        edit: edit.to_owned(),
        page: RECEIPT.to_owned(),
        issued: app.now(),
        form: String::new(),
        base: String::new(),
    };
    link.to(&format!("{RECEIPT}/{}", pass.sign(app.keys.form_state.bytes())))
}

/// The receipt to read out; `None` where the address is not of this call's submission, or too old.
pub fn receipt(app: &App, session: &Session, link: &Link, page: &str) -> Option<Response> {
    let pass = page.strip_prefix(RECEIPT)?.strip_prefix('/')?;
    let (round, key) = (&session.round.record.id, app.keys.form_state.bytes());
    let pass = FormState::verify(pass, round, &session.link, RECEIPT, key).ok()?;
    if pass.seconds(app.now()) > READ_OUT || session.submitted_edit.as_ref() != Some(&pass.edit) {
        return None;
    }
    let code = session.receipt(app)?;
    Some(receipt_view(link, &code, page, &session.round.survey.round.contact.phone).into_response())
}

fn receipt_view(link: &Link, code: &Receipt, page: &str, phone: &str) -> Markup {
    let [title, read, keep, expires, back] = call::of(link.language).receipt;
    let around = Frame {
        title,
        link,
        page,
        progress: None,
        phone,
    };
    let body = html! {
        h1 { (title) }
        p { (read) }
        div.receipt { strong { (code) } }
        p.warn { (keep) " " (expires) }
        @if let Some(call) = &link.call { p.onward { a.button href=(call.case) { (back) } } }
    };
    frame(&around, body)
}
