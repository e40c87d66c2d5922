//! What the stages recorded beside the answers: dated facts, strata, signatures, earlier rounds.

use super::Former;
use crate::domain::back_check::Agreement;
use crate::domain::data::StratumCount;
use crate::domain::definition::{AudienceId, Survey, Text};
use crate::domain::score::sheet::{ScoreSheet, Signature};
use std::collections::BTreeMap;

/// What the house recorded about a round, as plain facts.
#[derive(Debug, Clone, Default)]
pub struct Chronicle {
    /// What the stages left behind, oldest first.
    pub events: Vec<Event>,
    /// Frames as they were drawn from, by audience; empty where nothing was drawn.
    pub frames: BTreeMap<AudienceId, FrameFacts>,
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
    /// Back-checks; `None` where none were drawn.
    pub back_checks: Option<BackChecks>,
    /// Submissions of the pretest, a round of its own that never counts; `None` without one.
    pub pretest: Option<u64>,
    /// Removals that people proposed.
    pub proposals: Proposals,
    /// Sealed versions of the same sheet before this one, oldest first.
    pub former: Vec<Former>,
    /// Why this version was made; `None` for the first.
    pub correction: Option<String>,
    /// Sealed rounds of earlier years in the same house, oldest first.
    pub earlier: Vec<Earlier>,
}

/// Interviews that were drawn to be asked again.
#[derive(Debug, Clone)]
pub struct BackChecks {
    /// Interviews drawn.
    pub drawn: u64,
    /// Whether any were drawn for calls that somebody listened to.
    pub live: bool,
    /// How what was said again agrees with the interviews.
    pub agreement: Agreement,
}

/// Removals that one person proposed and another decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Proposals {
    /// All.
    pub made: u64,
    /// Confirmed by the second person.
    pub confirmed: u64,
    /// Rejected.
    pub rejected: u64,
}

/// One stage that was done.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its name: `open`, `draw`, `invite`, `release`, `import-answers`, `closing`, `close`, `check` …
    pub stage: String,
    /// When, RFC 3339 in whole seconds, UTC.
    pub at: String,
    /// What it left behind, by stored name: counts, batches, audiences.
    pub facts: Vec<(String, String)>,
}

/// One frame.
#[derive(Debug, Clone)]
pub struct FrameFacts {
    /// Units in it.
    pub units: u64,
    /// Units drawn into the main sample.
    pub drawn: u64,
    /// Units drawn into the reserve.
    pub reserve: u64,
    /// SHA-256 of the frame as read, hex.
    pub hash: String,
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
    /// Why its figures cannot stand beside these; empty where they can.
    pub changes: Vec<Change>,
    /// Its newest sheet.
    pub sheet: ScoreSheet,
}

/// What changed between two rounds, so that they cannot be compared (METHODOLOGY 3.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The answer scale has another version.
    Scale,
    /// Other audiences, or other weights of the same.
    Audiences,
    /// The scored question has another wording.
    Wording,
    /// Another rule from rate to points.
    Conversion,
    /// Another way to sample.
    Sampling,
}

impl Change {
    /// What differs between two surveys.
    pub fn between(earlier: &Survey, later: &Survey) -> Vec<Change> {
        let (a, b) = (&earlier.method, &later.method);
        let names = |survey: &Survey| survey.audiences.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
        let wording = |survey: &Survey| -> Vec<Text> {
            survey
                .audiences
                .iter()
                .map(|one| one.questionnaire.scored().text.clone())
                .collect()
        };
        let shared = earlier
            .departments
            .iter()
            .filter_map(|one| Some((one, later.department(&one.id)?)));
        let weights = shared.into_iter().any(|(one, other)| one.weights != other.weights);
        let changes = [
            (a.scale.version != b.scale.version, Change::Scale),
            (names(earlier) != names(later) || weights, Change::Audiences),
            (wording(earlier) != wording(later), Change::Wording),
            (a.conversion != b.conversion, Change::Conversion),
            (earlier.round.sample != later.round.sample, Change::Sampling),
        ];
        changes
            .into_iter()
            .filter(|(differs, _)| *differs)
            .map(|(_, change)| change)
            .collect()
    }
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
