//! Opens a round: the survey folder is parsed, frozen and hashed, and the round's secret seed is committed to.

use super::{App, StageError};
use crate::domain::definition::{self, SampleDesign, SurveyFile, Text};
use crate::domain::proof::sha256;
use crate::storage::round::{self, Purpose, RoundRecord, RoundState};

/// How a round may differ from what its folder says about itself.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    /// Another round id and title, to run one folder twice.
    pub rename: Option<(String, Text)>,
    /// 32 secret bytes; drawn when absent.
    pub seed: Option<[u8; 32]>,
    /// Whether it only tries the questionnaires out.
    pub pretest: bool,
}

/// Opens a round from the files of a survey folder.
///
/// A round without a sample has nothing to draw and is in the field at once.
pub async fn open(app: &App, files: Vec<SurveyFile>, options: OpenOptions) -> Result<RoundRecord, StageError> {
    let mut survey = definition::parse(files)?;
    if let Some((id, title)) = &options.rename {
        survey = survey.with_round_id(id, title)?;
    }
    let seed = options.seed.unwrap_or_else(|| app.random.bytes());
    let record = RoundRecord {
        id: survey.round.id.clone(),
        survey: survey.id.clone(),
        title: survey.round.title.clone(),
        state: match survey.round.sample {
            SampleDesign::Stratified => RoundState::Draft,
            SampleDesign::None => RoundState::Fielding,
        },
        definition_hash: survey.definition_hash(),
        method_hash: survey.method_hash(),
        seed: hex::encode(seed),
        seed_commitment: hex::encode(sha256(&seed)),
        opened_at: app.now(),
        purpose: if options.pretest {
            Purpose::Pretest
        } else {
            Purpose::Evaluation
        },
        registered_at: None,
    };
    round::insert(&app.db, &record, &survey.files, app.now()).await?;
    Ok(record)
}
