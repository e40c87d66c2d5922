//! `/agency/{round}/quality/effects`: every department with and without removals.

use super::{frame, names};
use crate::domain::removal::RemovalEffect;
use crate::stages::{LoadedRound, removals as stage};
use crate::text::quality_pages;
use crate::web::PageError;
use crate::web::access::acts::ReadQuality;
use crate::web::access::{May, Visit};
use crate::web::agency::board::csv_file;
use crate::web::components::grid::{Cell, Grid};
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::sort::Sorting;
use crate::web::rounds::known;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::html;

/// `GET /agency/{round}/quality/effects`.
pub async fn show(visit: May<ReadQuality>, Path(id): Path<String>) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    let body = match stage::effects(&visit.app, &id).await {
        Ok(found) => {
            let here = format!("/agency/{id}/quality/effects");
            let sorting = Sorting::of(&visit, &here);
            let grid = grid(&visit, &loaded, &found).sorted(&sorting);
            html! { div.effects { (grid.shown(&format!("{here}.csv"), &sorting, visit.language())) } }
        }
        Err(error) => refused(error, &visit).await?,
    };
    Ok(frame(&visit, &loaded, 1, body).into_response())
}

/// `GET /agency/{round}/quality/effects.csv`.
pub async fn file(visit: May<ReadQuality>, Path(id): Path<String>) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    match stage::effects(&visit.app, &id).await {
        Ok(found) => csv_file(&grid(&visit, &loaded, &found).sorted(&Sorting::of(&visit, "")), &id),
        Err(error) => {
            let body = refused(error, &visit).await?;
            Ok(frame(&visit, &loaded, 1, body).into_response())
        }
    }
}

fn grid(visit: &Visit, loaded: &LoadedRound, found: &[RemovalEffect]) -> Grid {
    let names = names(visit, loaded);
    let row = |one: &RemovalEffect| {
        let change = one
            .with
            .rate
            .zip(one.without.rate)
            .map(|(with, without)| 100.0 * (with - without));
        let score = |score: &Option<String>| score.clone().map_or(Cell::Nothing, Cell::Text);
        vec![
            Cell::text(names.department(&one.department)),
            Cell::Count(one.with.n),
            Cell::Count(one.without.n),
            Cell::percent(one.with.rate),
            Cell::percent(one.without.rate),
            Cell::number(change, 2),
            score(&one.with.score),
            score(&one.without.score),
        ]
    };
    Grid {
        id: "effects",
        words: &quality_pages::of(names.language).effects,
        rows: found.iter().map(row).collect(),
    }
}
