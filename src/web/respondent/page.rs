//! One page of questions: consent, screening, familiarity, a department, integrity, about you.

use super::call::{aside, hidden};
use super::{Link, may_show};
use crate::domain::data::{Answer, Answers};
use crate::domain::definition::{QuestionKind, Text};
use crate::domain::submission::{
    FieldProblem, FormState, Interview, Page, PageKind, Piping, Progress, confirmation, pages, parse_page,
    previous_page, progress,
};
use crate::stages::App;
use crate::stages::respond::{Origin, PostedPage, Progressed, Session};
use crate::text;
use crate::web::components::layout::{Frame, frame};
use crate::web::components::question::{Asking, elsewhere, problem_words, question};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// What a page of questions shows.
#[derive(Debug)]
pub struct Data<'a> {
    /// Language, size, addresses.
    pub link: &'a Link,
    /// The respondent's interview.
    pub interview: Interview<'a>,
    /// The page.
    pub page: &'a Page,
    /// Answers to show as given.
    pub given: &'a Answers,
    /// Grades from worst to best.
    pub worst_first: bool,
    /// What is wrong with a posted page.
    pub problems: &'a [FieldProblem],
    /// What was posted and not saved, because the page was answered elsewhere.
    pub unsaved: Option<&'a Answers>,
    /// Signed state of the form.
    pub state: String,
    /// Page before this one.
    pub back: Option<String>,
    /// Where the respondent is; none on the consent page.
    pub progress: Option<Progress>,
}

/// The first page, blank, for a new edit. Nothing is stored: the edit begins when the page is posted.
pub fn show_new(app: &App, session: &Session, link: &Link) -> Response {
    let blank = Answers::default();
    let interview = Interview {
        answers: &blank,
        ..session.interview()
    };
    let edit = app.random.uuid().to_string();
    let pages = pages(&interview);
    let Some(page) = pages.first() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let replaces = session.submitted_edit.clone().unwrap_or_default();
    let sheet = Sheet::of(interview, (&pages, page), &edit, Origin::shown(app, replaces), &blank);
    rendered(app, session, link, &sheet).into_response()
}

/// A page of the open edit, with what was saved of it; a draft is newer than what was saved, for saving drops it.
pub fn show(app: &App, session: &Session, link: &Link, edit: &str, name: &str) -> Response {
    let pages = session.pages();
    let Some(page) = pages.iter().find(|page| page.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let given = session.draft(name).unwrap_or(&session.answers);
    let origin = Origin::shown(app, session.base(name));
    let sheet = Sheet::of(session.interview(), (pages, page), edit, origin, given);
    rendered(app, session, link, &sheet).into_response()
}

/// The posted page again, with what is wrong. It stays the form that it was: putting an answer right is no new look at
/// what is stored.
pub fn show_problems(
    app: &App,
    session: &Session,
    link: &Link,
    posted: &PostedPage<'_>,
    problems: &[FieldProblem],
) -> Response {
    let pages = session.pages();
    let Some(page) = pages.iter().find(|page| page.name == posted.page) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let given = as_posted(session, page, posted.form);
    let sheet = Sheet {
        problems,
        ..Sheet::of(
            session.interview(),
            (pages, page),
            posted.edit,
            posted.origin.clone(),
            &given,
        )
    };
    (StatusCode::UNPROCESSABLE_ENTITY, rendered(app, session, link, &sheet)).into_response()
}

/// The posted page as it is stored, because it was answered elsewhere after it was shown, with what was posted beside
/// it; pressing the button goes on with what is stored, choosing anew changes it.
pub fn show_elsewhere(app: &App, session: &Session, link: &Link, posted: &PostedPage<'_>) -> Option<Response> {
    let Progressed::Filling(edit) = &session.progressed else {
        return None;
    };
    let pages = session.pages();
    let page = pages.iter().find(|page| page.name == posted.page)?;
    let typed = parse_page(page, &session.interview(), posted.form);
    let typed = typed.unwrap_or_else(|_| as_posted(session, page, posted.form));
    let origin = Origin::shown(app, session.base(posted.page));
    let sheet = Sheet {
        unsaved: Some(&typed),
        ..Sheet::of(session.interview(), (pages, page), edit, origin, &session.answers)
    };
    Some((StatusCode::CONFLICT, rendered(app, session, link, &sheet)).into_response())
}

/// One page with what fills it.
struct Sheet<'a> {
    interview: Interview<'a>,
    pages: &'a [Page],
    page: &'a Page,
    edit: &'a str,
    origin: Origin,
    given: &'a Answers,
    problems: &'a [FieldProblem],
    unsaved: Option<&'a Answers>,
}

impl<'a> Sheet<'a> {
    fn of(
        interview: Interview<'a>,
        (pages, page): (&'a [Page], &'a Page),
        edit: &'a str,
        origin: Origin,
        given: &'a Answers,
    ) -> Sheet<'a> {
        Sheet {
            interview,
            pages,
            page,
            edit,
            origin,
            given,
            problems: &[],
            unsaved: None,
        }
    }
}

fn rendered(app: &App, session: &Session, link: &Link, sheet: &Sheet<'_>) -> Markup {
    let (page, interview) = (sheet.page, sheet.interview);
    let state = FormState {
        round: session.round.record.id.clone(),
        link: session.link.clone(),
        edit: sheet.edit.to_owned(),
        page: page.name.clone(),
        issued: app.now(),
        form: sheet.origin.form.clone(),
        base: sheet.origin.base.clone(),
    };
    let back = previous_page(sheet.pages, &page.name).filter(|page| may_show(session, &page.name));
    let back = back.map(|page| page.name.clone());
    view(&Data {
        link,
        interview,
        page,
        given: sheet.given,
        worst_first: session.scale_order == crate::domain::assignment::ScaleOrder::WorstFirst,
        problems: sheet.problems,
        unsaved: sheet.unsaved,
        state: state.sign(app.keys.form_state.bytes()),
        back,
        progress: (page.kind != PageKind::Consent).then(|| progress(&interview, sheet.pages, &page.name)),
    })
}

/// The fields as they were sent, right or wrong, so that nothing has to be typed twice.
fn as_posted(session: &Session, page: &Page, form: &[(String, String)]) -> Answers {
    let mut given = Answers::default();
    for item in &page.items {
        let field = item.field();
        let values: Vec<String> = form
            .iter()
            .filter(|(name, _)| *name == field)
            .map(|(_, v)| v.clone())
            .collect();
        let question = session.audience().questionnaire.question(&item.question);
        let answer = match (question.map(|q| &q.kind), values.first()) {
            (_, None) => continue,
            (Some(QuestionKind::Many(_)), _) => Answer::Many(values),
            (_, Some(first)) => Answer::One(first.clone()),
        };
        match &item.department {
            None => given.plain.insert(item.question.clone(), answer),
            Some(id) => given
                .by_department
                .entry(item.question.clone())
                .or_default()
                .insert(id.clone(), answer),
        };
    }
    given
}

/// The page.
pub fn view(data: &Data<'_>) -> Markup {
    let words = text::respondent(data.link.language);
    let heading = heading(data);
    let around = Frame {
        title: &heading,
        link: data.link,
        page: &data.page.name,
        progress: data.progress,
        phone: &data.interview.survey.round.contact.phone,
    };
    let asking = Asking {
        survey: data.interview.survey,
        audience: data.interview.audience,
        language: data.link.language,
        answers: data.given,
        worst_first: data.worst_first,
        problems: data.problems,
        unsaved: data.unsaved,
    };
    let draft = data.page.kind != PageKind::Consent && data.progress.is_some();
    let body = html! {
        (aside(data.link, &data.interview, data.page.kind))
        @if data.page.kind == PageKind::Consent { (identifiers(data)) }
        (errors(data, &asking))
        (elsewhere(&asking, data.page))
        (top(data, &heading))
        form method="post" action=(data.link.to(&data.page.name)) data-page=(data.page.name) data-draft[draft]
            data-offline=(words.offline) novalidate {
            input type="hidden" name="state" value=(data.state);
            (hidden(data.link))
            @for confirmed in data.problems.iter().filter_map(confirmation) {
                input type="hidden" name="confirm" value=(confirmed);
            }
            @for item in &data.page.items { (question(&asking, item)) }
            p.onward { button type="submit" { (words.next) } }
            @if let Some(back) = &data.back { a.back href=(data.link.to(back)) { (words.back) } }
        }
    };
    frame(&around, body)
}

fn heading(data: &Data<'_>) -> String {
    let language = data.link.language;
    let department = data
        .page
        .department
        .as_ref()
        .and_then(|id| data.interview.survey.department(id));
    let title: &Text = match (&data.page.theme, department) {
        (Some(theme), _) => theme,
        (_, Some(department)) => &department.name,
        _ => &data.page.title,
    };
    title.get(language).to_owned()
}

/// Heading, with the section above it where it is a theme's or a department's, and the introduction.
fn top(data: &Data<'_>, heading: &str) -> Markup {
    let language = data.link.language;
    let department = data
        .page
        .department
        .as_ref()
        .and_then(|id| data.interview.survey.department(id));
    let piping = Piping {
        survey: data.interview.survey,
        language,
    };
    let intro = piping.fill_in_form(&data.interview, &data.page.intro, department);
    html! {
        @if data.page.theme.is_some() || department.is_some() { p.kicker { (data.page.title.get(language)) } }
        h1 { (heading) }
        @if let Some(department) = department { p.description { (department.description.get(language)) } }
        (statement(&intro))
    }
}

/// Paragraphs, one a line; lines that begin with a short label and a colon are a numbered list.
fn statement(intro: &str) -> Markup {
    let lines: Vec<&str> = intro.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    html! {
        @if !lines.is_empty() {
            div.statement {
                @for group in lines.chunk_by(|a, b| labelled(a).is_some() == labelled(b).is_some()) {
                    @if labelled(group[0]).is_some() {
                        ol { @for line in group { li { (point(line)) } } }
                    } @else {
                        @for line in group { p { (line) } }
                    }
                }
            }
        }
    }
}

fn point(line: &str) -> Markup {
    let (label, rest) = labelled(line).unwrap_or(("", line));
    html! { strong { (label) } (rest) }
}

/// `自愿:您可以…` apart into the label with its colon and the rest.
fn labelled(line: &str) -> Option<(&str, &str)> {
    let (at, colon) = line.char_indices().find(|(_, c)| matches!(c, ':' | '\u{ff1a}'))?;
    let (label, rest) = line.split_at(at + colon.len_utf8());
    let is_label = label.chars().count() <= 32 && !label.contains(['。', '.', ',', '!', '\u{ff0c}', '\u{ff01}']);
    (is_label && !rest.trim().is_empty()).then_some((label, rest))
}

/// 法定标识: what a government survey form must carry at its head.
fn identifiers(data: &Data<'_>) -> Markup {
    let labels = &text::respondent(data.link.language).header;
    let round = &data.interview.survey.round;
    let version = &data.interview.audience.questionnaire.version;
    let rows = [
        (labels.form_number, &round.header.form_number),
        (labels.issuing_body, &round.header.issuing_body),
        (labels.approval_number, &round.header.approval_number),
        (labels.valid_until, &round.header.valid_until),
        (labels.version, version),
        (labels.agency, &round.contact.agency),
        (labels.phone, &round.contact.phone),
    ];
    html! {
        dl.identifiers {
            @for (label, value) in rows { @if !value.is_empty() { div { dt { (label) } dd { (value) } } } }
        }
    }
}

/// The errors in one place, each a link to its question; takes the focus by script, and stands first without. What is
/// only asked back is no error and does not look like one.
fn errors(data: &Data<'_>, asking: &Asking<'_>) -> Markup {
    let words = text::respondent(data.link.language);
    let asks_back = data.problems.iter().all(|problem| problem.code.asks_back());
    html! {
        @if !data.problems.is_empty() {
            div.errors.asks[asks_back] role="alert" tabindex="-1" {
                h2 { @if asks_back { (words.ask_back_title) } @else { (words.errors_title) } }
                ul {
                    @for problem in data.problems {
                        li {
                            a href={ "#q-" (field_of(problem)) } {
                                @if !problem.code.asks_back() { (asked(data, problem)) " " }
                                (problem_words(asking, problem))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn field_of(problem: &FieldProblem) -> String {
    match &problem.department {
        Some(department) => format!("{}.{}", problem.question.0, department.0),
        None => problem.question.0.clone(),
    }
}

fn asked(data: &Data<'_>, problem: &FieldProblem) -> String {
    let piping = Piping {
        survey: data.interview.survey,
        language: data.link.language,
    };
    let department = problem
        .department
        .as_ref()
        .and_then(|id| data.interview.survey.department(id));
    let question = data.interview.audience.questionnaire.question(&problem.question);
    question.map_or_else(String::new, |question| piping.fill(&question.text, department))
}
