//! The journey in time: each stage loads, asks the domain, and saves in one transaction; pages and command line call
//! the same stages.

pub mod account;
pub mod analyse;
pub mod back_checks;
pub mod board;
pub mod bundle;
pub mod cases;
pub mod close;
pub mod contact;
pub mod correct;
mod data;
pub mod dimensions;
pub mod dispositions;
pub mod draw;
mod evidence;
pub mod feed;
pub mod finish;
pub mod forecast;
pub mod import;
pub mod invite;
mod keys;
pub mod ledger;
pub mod memory;
pub mod open;
pub mod preparing;
mod random;
pub mod receipt;
pub mod register;
pub mod release;
pub mod removals;
pub mod respond;
pub mod sample_report;
pub mod seal;
pub mod status;

pub use keys::{Keys, KeysError};
pub use random::Random;

use crate::clock::Clock;
use crate::domain::account::Actor;
use crate::domain::definition::{self, Problems, Survey};
use crate::domain::refusal::{FieldRefusal, Instead, Refusal};
use crate::domain::score::ScoreError;
use crate::storage::round::{RoundRecord, RoundState};
use crate::storage::{self, Db, StorageError};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use thiserror::Error;

/// A running Barometer: what every stage needs. Time and randomness come from here and from nowhere else.
#[derive(Debug)]
pub struct App {
    /// The database.
    pub db: Db,
    /// Secrets, from files outside the database.
    pub keys: Keys,
    /// The time.
    pub clock: Clock,
    /// Unpredictable bytes (or, in simulations and tests, predictable ones).
    pub random: Random,
    /// Address under which respondents reach the server, without a slash at the end.
    pub public_url: String,
    /// Whether everybody but interviewers has to have a second factor.
    pub second_factor: bool,
    /// Long work and long results.
    pub memory: Arc<memory::Memory>,
    /// Surveys already parsed, by definition hash: the files of a round never change.
    surveys: Arc<Mutex<BTreeMap<String, Arc<Survey>>>>,
}

/// A round with its survey.
#[derive(Debug, Clone)]
pub struct LoadedRound {
    /// The stored round.
    pub record: RoundRecord,
    /// Its survey, parsed from the registered files.
    pub survey: Arc<Survey>,
}

/// Why a stage refused.
#[derive(Debug, Error)]
pub enum StageError {
    /// The round is not where this stage starts; the refusal says what to do instead.
    #[error(transparent)]
    OutOfOrder(Refusal),
    /// Input with problems, each with its place; nothing was stored.
    #[error(transparent)]
    Problems(#[from] Problems),
    /// The request does not fit; the refusal says what does.
    #[error(transparent)]
    Refused(Refusal),
    /// The statistics refused.
    #[error(transparent)]
    Score(#[from] ScoreError),
    /// The database refused or failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Keys.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

impl From<FieldRefusal> for StageError {
    fn from(refusal: FieldRefusal) -> Self {
        StageError::Refused(refusal.into())
    }
}

impl App {
    /// Joins the parts; `public_url` may end with a slash.
    pub fn new(db: Db, keys: Keys, clock: Clock, random: Random, public_url: &str) -> App {
        let public_url = public_url.trim_end_matches('/').to_owned();
        App {
            db,
            keys,
            clock,
            random,
            public_url,
            second_factor: false,
            memory: Arc::default(),
            surveys: Arc::default(),
        }
    }

    /// The same house for somebody: what is changed through it is written down under that name.
    pub fn by(self: &Arc<App>, actor: Actor) -> Arc<App> {
        let app = self.as_ref();
        Arc::new(App {
            db: app.db.by(actor),
            keys: app.keys.clone(),
            clock: app.clock.clone(),
            random: app.random.clone(),
            public_url: app.public_url.clone(),
            second_factor: app.second_factor,
            memory: app.memory.clone(),
            surveys: app.surveys.clone(),
        })
    }

    /// The same house with another clock and another source of randomness, for simulations.
    pub fn with(&self, clock: Clock, random: Random) -> App {
        App {
            db: self.db.clone(),
            keys: self.keys.clone(),
            clock,
            random,
            public_url: self.public_url.clone(),
            second_factor: self.second_factor,
            memory: self.memory.clone(),
            surveys: self.surveys.clone(),
        }
    }

    /// Unix seconds.
    pub fn now(&self) -> i64 {
        self.clock.now().as_second()
    }

    /// A round with its survey; the state is fresh, the survey comes from the cache.
    pub async fn round(&self, id: &str) -> Result<LoadedRound, StageError> {
        self.with_survey(storage::round::find(&self.db, id).await?).await
    }

    /// A round that was just read, with its survey.
    pub async fn with_survey(&self, record: RoundRecord) -> Result<LoadedRound, StageError> {
        let key = format!("{}/{}", record.id, record.definition_hash);
        let cached = self
            .surveys
            .lock()
            .expect("no panic while holding the cache")
            .get(&key)
            .cloned();
        if let Some(survey) = cached {
            return Ok(LoadedRound { record, survey });
        }
        let survey = Arc::new(definition::parse(storage::round::files(&self.db, &record.id).await?)?);
        self.surveys
            .lock()
            .expect("no panic while holding the cache")
            .insert(key, survey.clone());
        Ok(LoadedRound { record, survey })
    }
}

impl LoadedRound {
    /// The round's 32 secret bytes.
    pub fn seed(&self) -> Result<[u8; 32], StageError> {
        let mut seed = [0; 32];
        hex::decode_to_slice(&self.record.seed, &mut seed).map_err(|error| StorageError::Corrupt {
            what: "round seed",
            why: error.to_string(),
        })?;
        Ok(seed)
    }

    /// Refuses unless the round is in one of these states.
    pub fn expect_state(&self, states: &[RoundState], instead: Instead) -> Result<(), StageError> {
        if states.contains(&self.record.state) {
            return Ok(());
        }
        Err(StageError::OutOfOrder(Refusal::InState {
            round: self.record.id.clone(),
            state: self.record.state.as_str(),
            instead,
        }))
    }
}
