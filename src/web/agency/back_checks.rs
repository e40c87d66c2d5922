//! `/agency/{round}/back-checks`: which interviews are asked again, and how well the two agree.

mod enter;

use super::board::csv_file;
use super::{may, names};
use crate::domain::back_check::{Agreement, LIVE_SHARE, Measured, SHARE};
use crate::stages::{LoadedRound, back_checks as stage};
use crate::storage::back_check::BackCheckRecord;
use crate::storage::round::RoundState;
use crate::text::back_check_pages;
use crate::text::console::named;
use crate::text::names::Names;
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::{EnterBackCheck, ReadBackChecks, RunBackChecks};
use crate::web::access::{May, Posted, Table, Visit};
use crate::web::components::console::{Desk, Place, desk, token};
use crate::web::components::grid::{Cell, Grid};
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::sort::Sorting;
use crate::web::components::table::{facts, heads, table};
use crate::web::components::time::minute;
use crate::web::rounds::known;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(ReadBackChecks, "/agency/{round}/back-checks", show);
    table.get(ReadBackChecks, "/agency/{round}/back-checks/{table}", file);
    table.post(RunBackChecks, "/agency/{round}/back-checks/draw", draw);
    table.get(
        EnterBackCheck,
        "/agency/{round}/back-checks/enter/{number}",
        enter::show,
    );
    table.post(
        EnterBackCheck,
        "/agency/{round}/back-checks/enter/{number}",
        enter::submit,
    );
}

/// `?done=word`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: Option<String>,
}

/// Whether calls are monitored.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Live {
    live: String,
}

/// `GET /agency/{round}/back-checks`.
pub async fn show(
    visit: May<ReadBackChecks>,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    let words = back_check_pages::of(visit.language());
    let above = html! { @if let Some(done) = &done { p.done role="status" { (named(words.done, done)) } } };
    Ok(view(&visit, &loaded, above).await?.into_response())
}

/// `GET /agency/{round}/back-checks/{table}`: `interviewers.csv` and `questions.csv`.
pub async fn file(
    visit: May<ReadBackChecks>,
    Path((id, table)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    let found = stage::agreement(&visit.app, &id).await?;
    let all = grids(&found, names(&visit, &loaded));
    match all.into_iter().find(|grid| format!("{}.csv", grid.id) == table) {
        Some(grid) => csv_file(&grid.sorted(&Sorting::of(&visit, "")), &id),
        None => Ok(nowhere(&visit)),
    }
}

/// `POST /agency/{round}/back-checks/draw`.
pub async fn draw(
    visit: May<RunBackChecks>,
    Path(id): Path<String>,
    Posted(Live { live }): Posted<Live>,
) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    match stage::draw(&visit.app, &id, live == "yes").await {
        Ok(_) => Ok(Redirect::to(&format!("/agency/{id}/back-checks?done=drawn")).into_response()),
        Err(error) => {
            let above = refused(error, &visit).await?;
            let page = view(&visit, &loaded, above).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

fn frame(visit: &Visit, loaded: &LoadedRound, title: &str, body: Markup) -> Markup {
    let about = Desk {
        visit,
        title,
        place: Place::BackChecks,
        round: Some(&loaded.record),
    };
    desk(&about, body)
}

async fn view(visit: &Visit, loaded: &LoadedRound, above: Markup) -> Result<Markup, PageError> {
    let (id, words) = (&loaded.record.id, back_check_pages::of(visit.language()));
    let drawn = stage::list(&visit.app, id).await?;
    let found = stage::agreement(&visit.app, id).await?;
    let sorting = Sorting::of(visit, format!("/agency/{id}/back-checks"));
    let body = html! {
        (above)
        p { (words.about) }
        @let open = matches!(loaded.record.state, RoundState::Fielding | RoundState::Closed | RoundState::Scored);
        @if open && may::<RunBackChecks>(visit) { (draw_card(visit, loaded)) }
        h2 { (words.list[0]) }
        @if drawn.is_empty() { p.quiet { (words.list[1]) } } @else { (list(visit, loaded, &drawn)) }
        @if found.interviews > 0 {
            @for grid in grids(&found, names(visit, loaded)) {
                @let grid = grid.sorted(&sorting);
                h2 { (grid.words.title) }
                (grid.shown(&format!("/agency/{id}/back-checks/{}.csv", grid.id), &sorting, visit.language()))
            }
        }
    };
    Ok(frame(visit, loaded, words.titles[0], body))
}

fn draw_card(visit: &Visit, loaded: &LoadedRound) -> Markup {
    let [title, about, commitment, live, button] = back_check_pages::of(visit.language()).draw;
    let percent = |share: f64| format!("{:.0}%", 100.0 * share);
    let about = fill(about, &[("share", &percent(SHARE)), ("live", &percent(LIVE_SHARE))]);
    html! {
        section.card {
            h2 { (title) }
            p { (about) }
            (facts(&[(commitment, html! { code.long { (loaded.record.seed_commitment) } })]))
            form.stack method="post" action={ "/agency/" (loaded.record.id) "/back-checks/draw" } {
                (token(visit))
                label.check { input type="checkbox" name="live" value="yes"; span { (live) } }
                button.final { (button) }
            }
        }
    }
}

fn list(visit: &Visit, loaded: &LoadedRound, drawn: &[BackCheckRecord]) -> Markup {
    let words = back_check_pages::of(visit.language());
    let [enter, waits] = words.entered;
    let row = |one: &BackCheckRecord| {
        vec![
            html! { (one.sample_no) },
            html! { (one.interviewer) },
            html! { (one.draw) },
            html! { (one.place) },
            html! { span.time { (minute(one.drawn_at)) } },
            html! {
                @match &one.entered {
                    Some((by, at)) => { (by) " " small.time { (minute(*at)) } }
                    None if may::<EnterBackCheck>(visit) => {
                        a href={ "/agency/" (loaded.record.id) "/back-checks/enter/" (one.sample_no) } { (enter) }
                    }
                    None => span.flag { (waits) },
                }
            },
        ]
    };
    let rows: Vec<Vec<Markup>> = drawn.iter().map(row).collect();
    table(words.list[0], &heads(&words.heads, &[]), &rows, visit.language())
}

fn measured(one: &Measured) -> [Cell; 5] {
    let kappa = one.kappa.as_ref().ok();
    [
        Cell::Count(one.answers),
        Cell::Count(one.equal),
        Cell::percent(one.share()),
        Cell::number(kappa.map(|kappa| kappa.value), 3),
        Cell::number(kappa.map(|kappa| kappa.se), 3),
    ]
}

/// Agreement by interviewer and by question.
fn grids(found: &Agreement, names: Names<'_>) -> [Grid; 2] {
    let words = back_check_pages::of(names.language);
    let interviewers = found.interviewers.iter().map(|one| {
        let who = [Cell::text(&one.interviewer), Cell::Count(one.interviews)];
        who.into_iter().chain(measured(&one.all)).collect()
    });
    let questions = found.questions.iter().map(|one| {
        let audience = names.survey.audience(&one.audience);
        let question = audience.and_then(|audience| audience.questionnaire.question(&one.question));
        let wording = question.map_or_else(String::new, |question| names.wording(&question.text));
        let what = [
            Cell::text(names.audience(&one.audience)),
            Cell::text(format!("{} {wording}", one.question.0)),
        ];
        what.into_iter().chain(measured(&one.measured)).collect()
    });
    [
        Grid {
            id: "interviewers",
            words: &words.interviewers,
            rows: interviewers.collect(),
        },
        Grid {
            id: "questions",
            words: &words.questions,
            rows: questions.collect(),
        },
    ]
}
