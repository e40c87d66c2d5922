//! `/agency/{round}/prepare`: the steps and where each stands.

use super::draw::drawn_from;
use super::{count, may_change};
use crate::domain::definition::SampleDesign;
use crate::stages::preparing::outlook::{AudienceOutlook, Outlook, outlook};
use crate::stages::preparing::{codes, pretest, remind};
use crate::stages::{LoadedRound, StageError};
use crate::storage::round::{Purpose, RoundState, StageRecord, records};
use crate::storage::sample::{strata, units};
use crate::text::prepare::{self as text, Overview};
use crate::web::PageError;
use crate::web::access::acts::ReadSample;
use crate::web::access::{May, Visit};
use crate::web::components::console::{Desk, Place, desk};
use crate::web::components::refusal::nowhere;
use crate::web::components::table::{heads, table};
use crate::web::rounds::known;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// What the page shows.
#[derive(Debug)]
pub struct OverviewPage {
    outlook: Outlook,
    /// What the draw wrote down.
    draw: Option<StageRecord>,
    /// Units of the main sample and of the reserve, once drawn.
    drawn: (u64, u64),
    /// Issued units without a code.
    uninvited: u64,
    /// Units with a code in force.
    invited: u64,
    /// Codes that wait to be taken.
    waiting: Option<u64>,
    remind: u64,
    /// Links of the pretest, if there is one.
    pretest: Option<usize>,
}

/// `GET /agency/{round}/prepare`.
pub async fn show(may: May<ReadSample>, Path(id): Path<String>) -> Result<Response, PageError> {
    let Some(loaded) = known(&may, &id).await? else {
        return Ok(nowhere(&may));
    };
    let data = load(&may, &loaded).await?;
    Ok(view(&may, &loaded, &data).into_response())
}

async fn load(visit: &Visit, loaded: &LoadedRound) -> Result<OverviewPage, StageError> {
    let (app, round) = (&visit.app, &loaded.record.id);
    let strata = strata(&app.db, round).await?;
    let units = units(&app.db, round).await?;
    let invited = units.iter().filter(|unit| unit.token_hash.is_some()).count() as u64;
    let issued = units.iter().filter(|unit| unit.issued).count() as u64;
    let remind = remind::counts(app, loaded).await?;
    let pretest = match may_change(visit) {
        true => pretest::pretest(app, round).await?,
        false => None,
    };
    let history = records(&app.db, round).await?;
    Ok(OverviewPage {
        draw: history.into_iter().find(|record| record.stage == "draw"),
        outlook: outlook(app, loaded).await?,
        drawn: strata
            .iter()
            .fold((0, 0), |(a, b), one| (a + one.count.issued, b + one.reserve)),
        uninvited: issued - invited,
        invited,
        waiting: codes::waiting(app, round).await?.map(|batch| batch.codes),
        remind: remind.iter().map(|one| one.remind).sum(),
        pretest: pretest.map(|pretest| pretest.links.len()),
    })
}

/// The page.
pub fn view(visit: &Visit, loaded: &LoadedRound, data: &OverviewPage) -> Markup {
    let language = visit.language();
    let words = &text::of(language).overview;
    let is_pretest = loaded.record.purpose == Purpose::Pretest;
    let sampled = loaded.survey.round.sample != SampleDesign::None;
    let rows = if is_pretest {
        Vec::new()
    } else {
        rows(visit, loaded, data)
    };
    let body = html! {
        @if is_pretest { p.mind { (words.is_pretest) } }
        @else if !sampled { p.mind { (words.no_sample) } }
        @else {
            p { (words.about) }
            (table(words.heads[0], &heads(&words.heads, &[]), &rows, language))
        }
    };
    let page = Desk {
        visit,
        title: words.title,
        place: Place::Prepare,
        round: Some(&loaded.record),
    };
    desk(&page, body)
}

fn rows(visit: &Visit, loaded: &LoadedRound, data: &OverviewPage) -> Vec<Vec<Markup>> {
    let words = &text::of(visit.language()).overview;
    let [frame, sizes, draw, invite, remind, pretest] = words.steps;
    let base = format!("/agency/{}/prepare", loaded.record.id);
    let row = |address: String, name: &str, stands: Markup| vec![html! { a href=(address) { (name) } }, stands];
    let mut rows = Vec::new();
    let mut steps = |step: &str, path: &str, stands: &dyn Fn(&AudienceOutlook) -> Markup| {
        for (audience, one) in loaded.survey.audiences.iter().zip(&data.outlook.audiences) {
            let name = step.replace("{audience}", audience.name.get(visit.language()));
            rows.push(row(format!("{base}/{path}/{}", audience.id.0), &name, stands(one)));
        }
    };
    steps(frame, "frame", &|one| frame_stands(one, data, words));
    steps(sizes, "sizes", &|one| sizes_stand(one, words));
    let state = loaded.record.state;
    rows.push(row(format!("{base}/draw"), draw, draw_stands(state, data, words)));
    rows.push(row(
        format!("{base}/invitations"),
        invite,
        invitations_stand(state, data, words),
    ));
    rows.push(row(format!("{base}/reminders"), remind, reminders_stand(data, words)));
    if may_change(visit) {
        let stands = match data.pretest {
            None => html! { span.quiet { (words.pretest_none) } },
            Some(n) => html! { (words.pretest_there.replace("{n}", &n.to_string())) },
        };
        rows.push(row(format!("{base}/pretest"), pretest, stands));
    }
    rows
}

/// A sample that was drawn from the command line had its frame from there.
fn frame_stands(one: &AudienceOutlook, data: &OverviewPage, words: &Overview) -> Markup {
    let drawn = data.draw.as_ref().and_then(|record| drawn_from(record, &one.audience));
    match (&one.frame, drawn) {
        (None, None) => html! { span.flag { (words.frame_missing) } },
        (None, Some((n, hash))) => {
            let said = words.frame_from_command.replace("{n}", &count(n));
            html! { (said) " " code { (hash.get(..16).unwrap_or(&hash)) "…" } }
        }
        (Some(frame), _) => {
            let facts = &frame.upload.facts;
            let said = words.frame_there.replace("{n}", &count(facts.units()));
            html! { (said.replace("{file}", &facts.file).replace("{by}", &frame.by)) }
        }
    }
}

fn sizes_stand(one: &AudienceOutlook, words: &Overview) -> Markup {
    let said = if one.chosen {
        words.sizes_chosen
    } else {
        words.sizes_registered
    };
    html! {
        (said)
        @if matches!(one.strata, Some(Err(_))) { " · " span.flag { (words.sizes_wrong) } }
    }
}

fn draw_stands(state: RoundState, data: &OverviewPage, words: &Overview) -> Markup {
    let (main, reserve) = data.drawn;
    match state {
        RoundState::Draft if data.outlook.ready() => html! { b { (words.draw_ready) } },
        RoundState::Draft => html! { span.quiet { (words.draw_waits) } },
        _ => html! { (words.drawn.replace("{main}", &count(main)).replace("{reserve}", &count(reserve))) },
    }
}

fn invitations_stand(state: RoundState, data: &OverviewPage, words: &Overview) -> Markup {
    let open = matches!(state, RoundState::Registered | RoundState::Fielding);
    let said = |sentence: &str, n: u64| sentence.replace("{n}", &count(n));
    html! {
        @if state == RoundState::Draft { span.quiet { (words.invite_waits) } }
        @else { (said(words.invited, data.invited)) }
        @if let Some(n) = data.waiting { " · " span.flag { (said(words.codes_wait, n)) } }
        @else if open && data.uninvited > 0 { " · " b { (said(words.invite_now, data.uninvited)) } }
    }
}

fn reminders_stand(data: &OverviewPage, words: &Overview) -> Markup {
    match data.invited {
        0 => html! { span.quiet { (words.remind_waits) } },
        _ => html! { (words.remind_now.replace("{n}", &count(data.remind))) },
    }
}
