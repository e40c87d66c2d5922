//! `/agency/{round}/prepare/draw`: exactly what would be drawn, the button, and what was drawn.

use super::{Done, busy_bar, count, may_change, page, stratum};
use crate::domain::data::StratumCount;
use crate::domain::definition::{Audience, AudienceId, Language};
use crate::domain::sample::StratumDraw;
use crate::stages::preparing::outlook::{AudienceOutlook, Outlook, draw_accepted, outlook};
use crate::stages::{LoadedRound, StageError};
use crate::storage::round::{RoundState, StageRecord, records};
use crate::storage::sample::{Basis, StratumRecord, strata};
use crate::text::on_page::Reader;
use crate::text::prepare as text;
use crate::web::PageError;
use crate::web::access::acts::{Prepare, ReadSample};
use crate::web::access::{Fields, May, Posted, Visit};
use crate::web::components::console::token;
use crate::web::components::refusal::{nowhere, refused};
use crate::web::components::table::{facts, heads, table};
use crate::web::components::time::minute;
use crate::web::rounds::known;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

/// What the page shows.
#[derive(Debug)]
pub struct DrawPage<'a> {
    loaded: &'a LoadedRound,
    outlook: Outlook,
    /// What was drawn; nothing before.
    strata: Vec<StratumRecord>,
    record: Option<StageRecord>,
    /// What was just done, or what was wrong.
    message: Option<Markup>,
}

/// Before an audience's id in the name of the field that holds its frame's version.
const FRAME: &str = "frame:";

/// `GET /agency/{round}/prepare/draw`.
pub async fn show(
    may: May<ReadSample>,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let message =
        (done.done == "drawn").then(|| html! { p.done role="status" { (text::of(may.language()).draw.done) } });
    respond(&may, &id, message, StatusCode::OK).await
}

/// `POST /agency/{round}/prepare/draw`: draws, if frames and sizes are what the page showed.
pub async fn submit(
    may: May<Prepare>,
    Path(id): Path<String>,
    Posted(fields): Posted<Fields>,
) -> Result<Response, PageError> {
    if known(&may, &id).await?.is_none() {
        return Ok(nowhere(&may));
    }
    match draw_accepted(&may.app, &id, &seen(&fields)).await {
        Ok(_) => Ok(Redirect::to(&format!("/agency/{id}/prepare/draw?done=drawn")).into_response()),
        Err(error) => {
            let message = refused(error, &may).await?;
            respond(&may, &id, Some(message), StatusCode::CONFLICT).await
        }
    }
}

/// What was on the page when the button was pressed.
fn seen(fields: &Fields) -> Basis {
    let version = |value: &str| value.parse::<u64>().unwrap_or(u64::MAX);
    let frames = fields.iter().filter_map(|(name, value)| {
        let audience = name.strip_prefix(FRAME)?;
        Some((AudienceId(audience.to_owned()), version(value)))
    });
    let plan = fields.iter().find(|(name, _)| name == "plan");
    Basis {
        frames: frames.collect(),
        plan: Some(plan.map_or(u64::MAX, |(_, value)| version(value))),
    }
}

async fn respond(visit: &Visit, id: &str, message: Option<Markup>, status: StatusCode) -> Result<Response, PageError> {
    let Some(loaded) = known(visit, id).await? else {
        return Ok(nowhere(visit));
    };
    let app = &visit.app;
    let history = records(&app.db, id).await.map_err(StageError::from)?;
    let data = DrawPage {
        loaded: &loaded,
        outlook: outlook(app, &loaded).await?,
        strata: strata(&app.db, id).await.map_err(StageError::from)?,
        record: history.into_iter().find(|record| record.stage == "draw"),
        message,
    };
    Ok((status, view(visit, &data)).into_response())
}

/// The page.
pub fn view(visit: &Visit, data: &DrawPage<'_>) -> Markup {
    let language = visit.language();
    let words = &text::of(language).draw;
    let waits = data.loaded.record.state == RoundState::Draft;
    let commitment = html! { code.long { (data.loaded.record.seed_commitment) } br; small.quiet { (words.seed) } };
    let body = html! {
        @if let Some(message) = &data.message { (message) }
        p { (words.about) }
        @if let Some(record) = &data.record { p { b { (words.drawn.replace("{at}", &minute(record.at))) } } }
        (facts(&[(words.commitment, commitment)]))
        @if waits && !data.outlook.ready() { p.mind { (words.waits) } }
        @for (audience, one) in data.loaded.survey.audiences.iter().zip(&data.outlook.audiences) {
            h2 { (audience.name.get(language)) }
            @if waits { (foreseen(data.loaded, audience, one, language)) }
            @else { (drawn(data, audience, language)) }
        }
        @if waits && data.outlook.ready() && may_change(visit) { (button(visit, data)) }
    };
    page(visit, data.loaded, words.title, body)
}

fn foreseen(loaded: &LoadedRound, audience: &Audience, one: &AudienceOutlook, language: Language) -> Markup {
    let words = &text::of(language).draw;
    let Some(frame) = &one.frame else {
        let address = format!("/agency/{}/prepare/frame/{}", loaded.record.id, audience.id.0);
        return html! { p { a.flag href=(address) { (words.no_frame) } } };
    };
    let sizes = if one.chosen {
        words.sizes_chosen
    } else {
        words.sizes_registered
    };
    html! {
        (facts(&[
            (words.file, html! { (frame.upload.facts.file) }),
            (words.frame, html! { code.long { (frame.upload.facts.hash) } }),
            (words.sizes, html! { (sizes) }),
        ]))
        @match &one.strata {
            Some(Err(error)) => p.error { (Reader::of(&loaded.survey, language).other(error)) },
            Some(Ok(strata)) => (counts(loaded, audience, strata, language)),
            None => {}
        }
    }
}

fn drawn(data: &DrawPage<'_>, audience: &Audience, language: Language) -> Markup {
    let words = &text::of(language).draw;
    let of = |record: &&StratumRecord| record.count.audience == audience.id;
    let strata: Vec<StratumDraw> = data.strata.iter().filter(of).map(as_drawn).collect();
    html! {
        @if let Some((_, hash)) = data.record.as_ref().and_then(|record| drawn_from(record, &audience.id)) {
            (facts(&[(words.frame, html! { code.long { (hash) } })]))
        }
        (counts(data.loaded, audience, &strata, language))
    }
}

fn as_drawn(record: &StratumRecord) -> StratumDraw {
    let StratumCount {
        stratum, frame, issued, ..
    } = &record.count;
    StratumDraw {
        reserve: record.reserve,
        ..StratumDraw::planned(stratum, *frame, *issued, 0.0)
    }
}

/// The frame's size and hash as the draw wrote them down.
pub(super) fn drawn_from(record: &StageRecord, audience: &AudienceId) -> Option<(u64, String)> {
    let all = record.summary.get("audiences")?.as_array()?;
    let own = all
        .iter()
        .find(|one| one.get(0).and_then(|id| id.as_str()) == Some(&audience.0))?;
    Some((own.get(1)?.as_u64()?, own.get(4)?.as_str()?.to_owned()))
}

fn counts(loaded: &LoadedRound, audience: &Audience, strata: &[StratumDraw], language: Language) -> Markup {
    let words = text::of(language);
    let (head, numbers) = words.strata;
    let mut rows: Vec<Vec<Markup>> = strata
        .iter()
        .map(|one| {
            let numbers = [one.frame, one.main, one.reserve].map(|n| html! { (count(n)) });
            std::iter::once(stratum(loaded, audience, &one.stratum, language))
                .chain(numbers)
                .collect()
        })
        .collect();
    let sums: [fn(&StratumDraw) -> u64; 3] = [|one| one.frame, |one| one.main, |one| one.reserve];
    let totals = sums.map(|of| html! { b { (count(strata.iter().map(of).sum())) } });
    rows.push(std::iter::once(html! { b { (words.total) } }).chain(totals).collect());
    table(audience.name.get(language), &heads(&[head], &numbers), &rows, language)
}

fn button(visit: &Visit, data: &DrawPage<'_>) -> Markup {
    let words = &text::of(visit.language()).draw;
    let planned = |of: fn(&StratumDraw) -> u64| {
        let all = data
            .outlook
            .audiences
            .iter()
            .filter_map(|one| one.strata.as_ref()?.as_ref().ok());
        count(all.flatten().map(of).sum())
    };
    let will = words.will.replace("{frame}", &planned(|one| one.frame));
    let will = will.replace("{main}", &planned(|one| one.main));
    let will = will.replace("{reserve}", &planned(|one| one.reserve));
    html! {
        section.card {
            h2 { (words.what) }
            p { b { (will) } }
            ul { @for line in words.last { li { (line) } } }
            form method="post" action={ "/agency/" (data.loaded.record.id) "/prepare/draw" } {
                (token(visit))
                @for (audience, version) in &data.outlook.basis.frames {
                    input type="hidden" name={ (FRAME) (audience.0) } value=(version);
                }
                input type="hidden" name="plan" value=(data.outlook.basis.plan.unwrap_or_default());
                button.final data-busy=(words.busy) { (words.button) }
                (busy_bar(words.busy))
            }
        }
    }
}
