//! Where a round stands: its history, how every audience's cases ended so far, what closing would lead to, what is next.

use super::register::{Registered, registered};
use super::{App, LoadedRound, StageError, forecast};
use crate::domain::data::CaseCount;
use crate::domain::definition::{AudienceId, SampleDesign, Text};
use crate::domain::invitation::disposition::Outcomes;
use crate::domain::refusal::Next;
use crate::domain::score::ScoreError;
use crate::domain::score::forecast::Forecast;
use crate::storage::round::{self, RoundState, StageRecord};
use crate::storage::{disposition, sample, submission};
use serde::Serialize;
use std::collections::BTreeMap;

/// Where a round stands.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// Round id.
    pub round: String,
    /// Its title.
    pub title: Text,
    /// Its state.
    pub state: RoundState,
    /// Submissions that count.
    pub submissions: u64,
    /// Who registered the method.
    pub registered: Registered,
    /// What the stages left behind, oldest first.
    pub history: Vec<StageRecord>,
    /// Audience by audience, in the order of the survey.
    pub audiences: Vec<AudienceStatus>,
    /// What closing now would lead to; only while the round is in the field.
    pub forecast: Option<Forecast>,
    /// What comes next, in words.
    #[serde(serialize_with = "in_english")]
    pub next: Next,
}

/// How far one audience is.
#[derive(Debug, Clone, Serialize)]
pub struct AudienceStatus {
    /// Its id.
    pub audience: AudienceId,
    /// Its name.
    pub name: Text,
    /// Submissions that count.
    pub submissions: u64,
    /// The sampled side; nothing where nobody was sampled.
    pub sample: Option<SampleStatus>,
}

/// How one audience's sampled cases ended so far. Removals by quality rules are not known before `round check`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SampleStatus {
    /// Issued units.
    pub issued: u64,
    /// Units still in reserve.
    pub reserve: u64,
    /// Issued units by disposition group; a case without a code counts as of unknown eligibility.
    pub outcomes: Outcomes,
    /// `RR1` … `CON3` and `e`, 0 to 1; a rate without a denominator is absent.
    pub rates: BTreeMap<String, f64>,
}

/// Everything about where the round stands.
pub async fn status(app: &App, round: &str) -> Result<Status, StageError> {
    let loaded = app.round(round).await?;
    let forecast = match loaded.record.state {
        RoundState::Fielding => Some(forecast::forecast(app, &loaded).await?),
        _ => None,
    };
    Ok(Status {
        round: round.to_owned(),
        title: loaded.record.title.clone(),
        state: loaded.record.state,
        submissions: submission::count(&app.db, round).await?,
        registered: registered(app, round).await?,
        history: round::records(&app.db, round).await?,
        audiences: audiences(app, &loaded).await?,
        forecast,
        next: next(app, &loaded).await?,
    })
}

/// What comes next for the round.
pub async fn next(app: &App, loaded: &LoadedRound) -> Result<Next, StageError> {
    let records = round::records(&app.db, &loaded.record.id).await?;
    let standing = round::standing(&records);
    let done = |stage: &str| standing.contains(&stage);
    Ok(match loaded.record.state {
        RoundState::Draft => Next::Draw,
        RoundState::Registered => Next::Invite,
        RoundState::Fielding if loaded.survey.round.sample == SampleDesign::None => Next::Import,
        RoundState::Fielding => Next::Field,
        RoundState::Closed if !done("close") => Next::FinishClosing,
        RoundState::Closed if !done("check") => Next::Check,
        RoundState::Closed if !done("weigh") => Next::Weigh,
        RoundState::Closed => Next::Score,
        RoundState::Scored => Next::Seal,
        RoundState::Sealed => Next::Export,
    })
}

async fn audiences(app: &App, loaded: &LoadedRound) -> Result<Vec<AudienceStatus>, StageError> {
    let round = &loaded.record.id;
    let received = submission::count_by_audience(&app.db, round).await?;
    let cases = disposition::case_counts(&app.db, round).await?;
    let strata = sample::strata(&app.db, round).await?;
    let mut found = Vec::new();
    for audience in &loaded.survey.audiences {
        let mine = || strata.iter().filter(|record| record.count.audience == audience.id);
        let ended = outcomes(&cases, &audience.id)?;
        let sample = (mine().count() > 0).then(|| SampleStatus {
            issued: mine().map(|record| record.count.issued).sum(),
            reserve: mine().map(|record| record.reserve).sum(),
            ..ended
        });
        found.push(AudienceStatus {
            audience: audience.id.clone(),
            name: audience.name.clone(),
            submissions: received.get(&audience.id.0).copied().unwrap_or(0),
            sample,
        });
    }
    Ok(found)
}

fn outcomes(cases: &[CaseCount], audience: &AudienceId) -> Result<SampleStatus, ScoreError> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for case in cases.iter().filter(|case| &case.audience == audience) {
        *counts.entry(case.code.clone()).or_default() += case.count;
    }
    let outcomes = Outcomes::count(&counts).map_err(|code| ScoreError::UnknownDisposition {
        audience: audience.0.clone(),
        code,
    })?;
    Ok(SampleStatus {
        rates: outcomes.rates(),
        outcomes,
        ..SampleStatus::default()
    })
}

fn in_english<S: serde::Serializer>(next: &Next, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(next)
}
