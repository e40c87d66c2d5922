//! Draws a recorded assignment again and names the first difference.

use super::{EpochTable, RespondentKey, assigned_list, assigned_on_paper, known, shown_list};
use crate::domain::data::{Answers, Assigned, Assignment, Mode, Shown};
use crate::domain::definition::{AssignmentRule, Audience, AudienceId, DepartmentId, Survey};
use std::collections::BTreeMap;

/// The first place where a recorded assignment is not what its key gives.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// No such audience in the survey.
    #[error("audience “{0}” is not in the survey")]
    Audience(String),
    /// The key is missing or not 64 hex digits.
    #[error("the respondent's key is not 64 hex digits")]
    Key,
    /// A place of a list differs. `place` counts from 1.
    #[error("{list} list, place {place}: recorded {recorded}, drawn {drawn}")]
    Entry {
        /// `shown` or `assigned`.
        list: &'static str,
        /// 1-based.
        place: usize,
        /// What the record says, `D18 3/7`; `nothing` past its end.
        recorded: String,
        /// What the draw gives.
        drawn: String,
    },
    /// The record's epoch is not that of the table given.
    #[error("the record was drawn under epoch {recorded}, the table given is {given}")]
    Epoch {
        /// In the record; `none` if it has none.
        recorded: String,
        /// In the table; `none` if there is none.
        given: String,
    },
}

/// Checks one assignment: shown list, assigned list, battery and every probability, from its key alone.
///
/// `table` is the epoch table that the record names; it is not needed where nothing was drawn by it (paper forms,
/// `assignment = "all"`, a respondent who left before the draw).
///
/// # Errors
/// The first difference.
pub fn replay(
    survey: &Survey,
    audience: &AudienceId,
    mode: Mode,
    assignment: &Assignment,
    answers: &Answers,
    table: Option<&EpochTable>,
) -> Result<(), Mismatch> {
    let audience = survey
        .audience(audience)
        .ok_or_else(|| Mismatch::Audience(audience.0.clone()))?;
    let all = survey.method.assignment == AssignmentRule::All;
    let key = match RespondentKey::from_hex(&assignment.k) {
        Some(key) => key,
        // Nothing is drawn under `all`, so any key gives the same lists.
        None if all && assignment.k.is_empty() => RespondentKey::from_bytes([0; 32]),
        None => return Err(Mismatch::Key),
    };
    let shown = shown_list(survey, &audience.id, &assignment.excluded, &key);
    same("shown", &assignment.shown, &shown, write_shown)?;
    let known = known(survey, audience, &shown, &familiarity_codes(audience, answers));
    let drawn = match (mode, assignment.epoch) {
        _ if all => assigned_list(survey, audience, &known, &EpochTable::default(), &key),
        (Mode::Paper, None) => assigned_on_paper(survey, audience, &shown, &known),
        // Left before the draw: then nothing may be recorded as assigned.
        (_, None) => Vec::new(),
        (_, Some(epoch)) => {
            let table = table.filter(|t| t.epoch == epoch).ok_or_else(|| Mismatch::Epoch {
                recorded: epoch.to_string(),
                given: table.map_or("none".into(), |t| t.epoch.to_string()),
            })?;
            assigned_list(survey, audience, &known, table, &key)
        }
    };
    same("assigned", &assignment.assigned, &drawn, write_assigned)
}

/// The familiarity answers as department → code; empty without a familiarity question.
fn familiarity_codes(audience: &Audience, answers: &Answers) -> BTreeMap<DepartmentId, String> {
    let question = audience.questionnaire.familiarity();
    let given = question.and_then(|q| answers.by_department.get(&q.id));
    let codes = given.into_iter().flatten();
    codes
        .filter_map(|(department, answer)| Some((department.clone(), answer.codes().first()?.clone())))
        .collect()
}

fn same<T: PartialEq>(
    list: &'static str,
    recorded: &[T],
    drawn: &[T],
    write: fn(&T) -> String,
) -> Result<(), Mismatch> {
    for i in 0..recorded.len().max(drawn.len()) {
        if recorded.get(i) != drawn.get(i) {
            let text = |entry: Option<&T>| entry.map_or("nothing".into(), write);
            return Err(Mismatch::Entry {
                list,
                place: i + 1,
                recorded: text(recorded.get(i)),
                drawn: text(drawn.get(i)),
            });
        }
    }
    Ok(())
}

fn write_shown(entry: &Shown) -> String {
    format!("{} with s = {}", entry.department.0, entry.s)
}

fn write_assigned(entry: &Assigned) -> String {
    let battery = entry.r.map_or(String::new(), |r| format!(", r = {r}"));
    format!("{} with q = {}{battery}", entry.department.0, entry.q)
}
