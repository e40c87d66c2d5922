//! The canonical document: what was answered, under which lists, cut down to the questions that applied.

use super::condition::is_met;
use super::outcome::Completeness;
use super::page::{Interview, all_pages};
use super::parse::insert;
use crate::domain::data::{Answers, Document, Mode};
use crate::domain::definition::Questionnaire;
use std::collections::BTreeMap;

/// Schema name of a document.
pub const DOCUMENT_SCHEMA: &str = "barometer/submission/1";

/// What a document says beside lists and answers.
#[derive(Debug, Clone)]
pub struct DocumentFacts {
    /// Round id.
    pub round: String,
    /// Random id of the submission.
    pub submission: String,
    /// Sampled stratum.
    pub stratum: String,
    /// Frame values of the raking variables.
    pub frame: BTreeMap<String, String>,
    /// How it came in.
    pub mode: Mode,
    /// `best-first` or `worst-first`.
    pub scale_order: String,
    /// When it arrived.
    pub arrived: jiff::Timestamp,
    /// Seconds per page.
    pub seconds: BTreeMap<String, u32>,
    /// Complete or sufficient.
    pub completeness: Completeness,
}

/// The document of these answers.
pub fn document(interview: &Interview<'_>, facts: DocumentFacts) -> Document {
    Document {
        schema: DOCUMENT_SCHEMA.to_owned(),
        round: facts.round,
        submission: facts.submission,
        audience: interview.audience.id.clone(),
        stratum: facts.stratum,
        frame: facts.frame,
        mode: facts.mode,
        scale_order: facts.scale_order,
        arrived: arrived_hour(facts.arrived),
        seconds: facts.seconds,
        disposition: facts.completeness.code().to_owned(),
        assignment: interview.assignment.clone(),
        answers: prune(interview),
    }
}

/// The answers to questions that still apply: a changed answer on an early page may have ruled out a later one.
pub fn prune(interview: &Interview<'_>) -> Answers {
    let mut kept = Answers::default();
    for item in all_pages(interview).iter().flat_map(|page| &page.items) {
        if !is_met(&item.when, item.department.as_ref(), &kept) {
            continue;
        }
        let answer = match &item.department {
            Some(department) => interview.answers.about(&item.question, department),
            None => interview.answers.of(&item.question),
        };
        if let Some(answer) = answer {
            insert(&mut kept, item, answer.clone());
        }
    }
    kept
}

/// The familiarity answers alone: what is frozen at the draw and carried into every revision.
pub fn freeze_familiarity(questionnaire: &Questionnaire, answers: &Answers) -> Answers {
    let codes = questionnaire
        .familiarity()
        .and_then(|question| Some((question.id.clone(), answers.by_department.get(&question.id)?.clone())));
    Answers {
        plain: BTreeMap::new(),
        by_department: codes.into_iter().collect(),
    }
}

/// A moment to the hour, UTC: `2009-12-01T09Z`.
pub fn arrived_hour(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%HZ").to_string()
}
