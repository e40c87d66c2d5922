//! What the analysis of a round reads, gathered from the database.

use super::{App, LoadedRound, StageError, draw};
use crate::domain::data::{LogHead, RoundData};
use crate::domain::definition::{SampleDesign, Survey};
use crate::domain::score::SurveyHashes;
use crate::storage::{disposition, log, results, sample, submission};
use jiff::Timestamp;

/// The hashes that the sheet quotes.
pub fn hashes(survey: &Survey) -> SurveyHashes {
    SurveyHashes {
        definition: survey.definition_hash(),
        method: survey.method_hash(),
    }
}

/// Everything that the sheet is computed from, its documents as values: for who hands them on.
pub async fn round_data(
    app: &App,
    loaded: &LoadedRound,
    generated_at: i64,
    version: u32,
) -> Result<RoundData, StageError> {
    Ok(RoundData {
        documents: submission::documents(&app.db, &loaded.record.id).await?,
        ..round_facts(app, loaded, generated_at, version).await?
    })
}

/// The same without documents: for who reads them in columns.
pub async fn round_facts(
    app: &App,
    loaded: &LoadedRound,
    generated_at: i64,
    version: u32,
) -> Result<RoundData, StageError> {
    let round = &loaded.record.id;
    let sampled = loaded.survey.round.sample == SampleDesign::Stratified;
    let head = log::heads(&app.db, round).await?.pop();
    let time = Timestamp::from_second(generated_at).unwrap_or(Timestamp::UNIX_EPOCH);
    Ok(RoundData {
        documents: Vec::new(),
        strata: sample::strata(&app.db, round)
            .await?
            .into_iter()
            .map(|record| record.count)
            .collect(),
        cases: if sampled {
            disposition::case_counts(&app.db, round).await?
        } else {
            Vec::new()
        },
        removals: results::confirmed_removals(&app.db, round).await?,
        log: LogHead {
            size: head.as_ref().map_or(0, |head| head.size),
            root: head.map_or_else(String::new, |head| head.root),
        },
        seed: if sampled {
            hex::encode(draw::draw_seed(&loaded.seed()?))
        } else {
            String::new()
        },
        generated_at: time.to_string(),
        sheet_version: version,
    })
}
