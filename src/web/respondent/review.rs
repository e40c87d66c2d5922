//! Before handing in: what was answered, part by part, and the one button.

use super::call::{aside, hidden};
use super::{Link, may_show, notice};
use crate::domain::submission::{
    Completeness, FormState, Interview, Page, PageKind, Progress, REVIEW, can_still_count, completeness, previous_page,
    progress, unanswered,
};
use crate::stages::App;
use crate::stages::respond::{Origin, Session};
use crate::text;
use crate::web::components::layout::{Frame, frame};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// What the review page shows.
#[derive(Debug)]
pub struct Data<'a> {
    /// Language, size, addresses.
    pub link: &'a Link,
    /// The respondent's interview.
    pub interview: Interview<'a>,
    /// Its pages.
    pub pages: &'a [Page],
    /// Signed state of the form.
    pub state: String,
    /// Where the respondent is.
    pub progress: Progress,
    /// Whether answers were saved elsewhere after the page was shown before.
    pub changed: bool,
}

/// The review page of the open edit; `changed` when it is shown again instead of handing in.
pub fn show(app: &App, session: &Session, link: &Link, edit: &str, changed: bool) -> Response {
    let origin = Origin::shown(app, session.base(REVIEW));
    let interview = session.interview();
    let pages = session.pages();
    let state = FormState {
        round: session.round.record.id.clone(),
        link: session.link.clone(),
        edit: edit.to_owned(),
        page: REVIEW.to_owned(),
        issued: app.now(),
        form: origin.form,
        base: origin.base,
    };
    let progress = progress(&interview, pages, REVIEW);
    let pages: Vec<Page> = (pages.iter())
        .filter(|page| may_show(session, &page.name))
        .cloned()
        .collect();
    let page = view(&Data {
        link,
        interview,
        state: state.sign(app.keys.form_state.bytes()),
        progress,
        pages: &pages,
        changed,
    });
    let status = if changed { StatusCode::CONFLICT } else { StatusCode::OK };
    (status, page).into_response()
}

/// Handed in, but it cannot count and nothing is left to answer: thanks and an honest end.
pub fn not_counted(session: &Session, link: &Link) -> Response {
    let page = notice::view(&notice::Data {
        link,
        notice: &text::respondent(link.language).notices.not_counted,
        onward: None,
        phone: &session.round.survey.round.contact.phone,
    });
    (StatusCode::OK, page).into_response()
}

/// The page.
pub fn view(data: &Data<'_>) -> Markup {
    let words = text::respondent(data.link.language);
    let around = Frame {
        title: words.review.title,
        link: data.link,
        page: REVIEW,
        progress: Some(data.progress),
        phone: &data.interview.survey.round.contact.phone,
    };
    let too_few = completeness(&data.interview, true) == Completeness::BreakOff;
    let back = previous_page(data.pages, REVIEW);
    let body = html! {
        (aside(data.link, &data.interview, PageKind::Review))
        h1 { (words.review.title) }
        @if data.changed { p.warn role="alert" { (words.review.changed) } }
        p { (words.review.intro) }
        @if too_few { p.warn { @if can_still_count(&data.interview) { (words.review.too_few) } @else { (words.review.cannot_count) } } }
        h2 { (words.review.change) }
        ul.sections { @for page in data.pages { (row(data, page)) } }
        form method="post" action=(data.link.to(REVIEW)) data-page=(REVIEW) data-offline=(words.offline) {
            input type="hidden" name="state" value=(data.state);
            (hidden(data.link))
            p.onward { button type="submit" { (words.submit) } }
            @if let Some(back) = back { a.back href=(data.link.to(&back.name)) { (words.back) } }
        }
    };
    frame(&around, body)
}

fn row(data: &Data<'_>, page: &Page) -> Markup {
    let words = text::respondent(data.link.language);
    let department = page
        .department
        .as_ref()
        .and_then(|id| data.interview.survey.department(id));
    let title = match (&page.theme, department) {
        (Some(theme), _) => theme,
        (_, Some(department)) => &department.name,
        _ => &page.title,
    };
    let skipped = unanswered(&data.interview, page);
    html! {
        @if !page.items.is_empty() {
            li {
                a href=(data.link.to(&page.name)) {
                    span { (title.get(data.link.language)) }
                    @if skipped == 0 {
                        small { (words.review.all_answered) }
                    } @else {
                        small.left { (words.review.skipped.replace("{n}", &skipped.to_string())) }
                    }
                }
            }
        }
    }
}
