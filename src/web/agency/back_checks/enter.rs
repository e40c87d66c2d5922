//! `/agency/{round}/back-checks/enter/{number}`: what somebody said again, on the questions of the same questionnaire.

use super::{frame, names};
use crate::domain::back_check::sheet;
use crate::domain::data::{Answers, Document};
use crate::domain::definition::{DepartmentId, QuestionId};
use crate::domain::submission::{Cell, Interview, Page, Piping, parse_draft};
use crate::stages::back_checks::{enter, to_ask};
use crate::stages::{LoadedRound, StageError};
use crate::text::back_check_pages;
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::EnterBackCheck;
use crate::web::access::{CSRF, May, Posted, Visit};
use crate::web::agency::contact;
use crate::web::components::console::token;
use crate::web::components::question::{Asking, question};
use crate::web::components::refusal::{nowhere, refused};
use crate::web::extract::Path;
use crate::web::rounds::known;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The form as it was sent.
type Fields = Vec<(String, String)>;

/// `GET /agency/{round}/back-checks/enter/{number}`.
pub async fn show(
    visit: May<EnterBackCheck>,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, PageError> {
    page(&visit, &id, &number, &[], None).await
}

/// `POST /agency/{round}/back-checks/enter/{number}`.
pub async fn submit(
    visit: May<EnterBackCheck>,
    Path((id, number)): Path<(String, String)>,
    Posted(fields): Posted<Fields>,
) -> Result<Response, PageError> {
    let (Some(_), Ok(sample_no)) = (known(&visit, &id).await?, number.parse()) else {
        return Ok(nowhere(&visit));
    };
    match enter(&visit.app, &id, sample_no, &cells(&fields)).await {
        Ok(()) => Ok(Redirect::to(&format!("/agency/{id}/back-checks?done=entered")).into_response()),
        Err(error) => {
            let complaint = refused(error, &visit).await?;
            page(&visit, &id, &number, &fields, Some(complaint)).await
        }
    }
}

/// Every answered field as a cell: `J9.D18` is a question about a department.
fn cells(fields: &[(String, String)]) -> Vec<Cell> {
    let mut given: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in fields.iter().filter(|(name, value)| name != CSRF && !value.is_empty()) {
        given.entry(name).or_default().push(value);
    }
    let cell = |(name, values): (&str, Vec<&str>)| {
        let (question, department) = match name.split_once('.') {
            Some((question, department)) => (question, Some(DepartmentId(department.to_owned()))),
            None => (name, None),
        };
        Cell {
            question: QuestionId(question.to_owned()),
            department,
            value: values.join(";"),
        }
    };
    given.into_iter().map(cell).collect()
}

async fn page(
    visit: &Visit,
    id: &str,
    number: &str,
    fields: &[(String, String)],
    complaint: Option<Markup>,
) -> Result<Response, PageError> {
    let (Some(loaded), Ok(sample_no)) = (known(visit, id).await?, number.parse()) else {
        return Ok(nowhere(visit));
    };
    let status = if complaint.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let body = match to_ask(&visit.app, id, sample_no).await {
        Ok((loaded, document)) => form(visit, &loaded, sample_no, &document, fields),
        Err(StageError::Refused(_)) if complaint.is_some() => html! {},
        Err(error) => refused(error, visit).await?,
    };
    Ok((
        status,
        view(
            visit,
            &loaded,
            number,
            html! { @if let Some(complaint) = complaint { (complaint) } (body) },
        ),
    )
        .into_response())
}

fn view(visit: &Visit, loaded: &LoadedRound, number: &str, body: Markup) -> Markup {
    let words = back_check_pages::of(visit.language());
    let body = html! {
        p { a href={ "/agency/" (loaded.record.id) "/back-checks" } { (words.form[2]) } }
        (body)
    };
    frame(visit, loaded, &fill(words.titles[1], &[("number", &number)]), body)
}

/// The questions that the first interview could ask, by its lists; nothing of what it heard.
fn form(visit: &Visit, loaded: &LoadedRound, number: u64, document: &Document, fields: &[(String, String)]) -> Markup {
    let words = back_check_pages::of(visit.language());
    let Some(audience) = loaded.survey.audience(&document.audience) else {
        return html! {};
    };
    let nothing = Answers::default();
    let interview = Interview {
        survey: &loaded.survey,
        audience,
        assignment: &document.assignment,
        answers: &nothing,
        asks_attention: false,
        drawn: true,
    };
    let sheet = sheet(&loaded.survey, audience, &document.assignment);
    let wordings = Piping {
        survey: &loaded.survey,
        language: visit.language(),
    };
    let left_out = sheet
        .not_asked
        .iter()
        .filter_map(|id| audience.questionnaire.question(id));
    let names = names(visit, loaded);
    html! {
        p.mind { (words.form[0]) }
        (contact::of_interview(visit, loaded, number))
        form.again method="post" action={ "/agency/" (loaded.record.id) "/back-checks/enter/" (number) } {
            (token(visit))
            @for page in &sheet.pages {
                @let typed = parse_draft(&unconditional(page), &interview, fields);
                @let asking = Asking {
                    survey: &loaded.survey,
                    audience,
                    language: visit.language(),
                    answers: &typed,
                    worst_first: false,
                    problems: &[],
                    unsaved: None,
                };
                section {
                    @if let Some(department) = &page.department { h2 { (names.department(department)) } }
                    @for item in &page.items { (question(&asking, item)) }
                }
            }
            @if !sheet.not_asked.is_empty() {
                h2 { (words.form[3]) }
                p.quiet { (words.form[4]) }
                ul { @for question in left_out { li { (wordings.fill(&question.text, None)) } } }
            }
            button.primary { (words.form[1]) }
        }
    }
}

/// The page with every answer kept as it was typed, whatever the other pages say.
fn unconditional(page: &Page) -> Page {
    let mut page = page.clone();
    page.items.iter_mut().for_each(|item| item.when.clear());
    page
}
