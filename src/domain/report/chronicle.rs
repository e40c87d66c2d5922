//! What the stages recorded beside the answers: dated facts, strata, signatures, earlier rounds.

use crate::domain::data::StratumCount;
use crate::domain::definition::Text;
use crate::domain::score::sheet::Signature;

/// What the house recorded about a round, as plain facts.
#[derive(Debug, Clone, Default)]
pub struct Chronicle {
    /// What the stages left behind, oldest first.
    pub events: Vec<Event>,
    /// Strata with what is left of their reserve; empty where nothing was drawn.
    pub strata: Vec<StratumFacts>,
    /// SHA-256 of the round's secret seed, published before fieldwork, hex.
    pub seed_commitment: String,
    /// Submissions that a later one of the same invitation replaced.
    pub replaced: u64,
    /// Submissions that were withdrawn before the close.
    pub withdrawn: u64,
    /// Signed heads of the commitment log.
    pub heads: u64,
    /// Target tables of the assignment that were logged.
    pub target_tables: u64,
    /// Signatures under the sheet; empty as long as it is not sealed.
    pub signatures: Vec<Signature>,
    /// Sealed rounds of earlier years in the same house, oldest first.
    pub earlier: Vec<Earlier>,
}

/// One stage that was done.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its name: `open`, `draw`, `invite`, `release`, `import-answers`, `closing`, `close`, `check` …
    pub stage: String,
    /// When, RFC 3339 in whole seconds, UTC.
    pub at: String,
    /// Units or cases that it was about, where it says so.
    pub units: Option<u64>,
}

/// One stratum: frame, issued, reserve.
#[derive(Debug, Clone)]
pub struct StratumFacts {
    /// Frame and issued counts.
    pub count: StratumCount,
    /// Units that are still in reserve.
    pub reserve: u64,
}

/// A sealed round of an earlier year.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// Round id.
    pub round: String,
    /// Its title.
    pub title: Text,
    /// Its reference year.
    pub year: i16,
    /// Whether scale, audiences, wording of the scored item and conversion are the same.
    pub comparable: bool,
}

impl Chronicle {
    /// When a stage was done first.
    pub fn first(&self, stage: &str) -> Option<&str> {
        let found = self.events.iter().find(|event| event.stage == stage);
        found.map(|event| event.at.as_str())
    }

    /// How often a stage was done.
    pub fn times(&self, stage: &str) -> usize {
        self.events.iter().filter(|event| event.stage == stage).count()
    }
}
