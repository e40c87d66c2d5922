//! Single cases: search, code with a note, interviewers.

use super::{App, StageError};
use crate::domain::account::{AccountState, Login, Role};
use crate::domain::definition::AudienceId;
use crate::domain::invitation::disposition;
use crate::domain::invitation::reminder::may_be_reminded;
use crate::domain::invitation::token::Token;
use crate::domain::refusal::{Conflict, FieldRefusal, Instead};
use crate::domain::table::plain;
use crate::stages::dispositions::fieldwork_code;
use crate::storage::account;
use crate::storage::cases::{self, CaseEvent, CaseName, CaseRecord, NewCode};
use crate::storage::fieldwork::UnitRow;
use crate::storage::round::RoundState;
use crate::storage::{StorageError, fieldwork};
use std::collections::BTreeMap;

/// Most characters of a note.
pub const LONGEST_NOTE: usize = 500;

/// Most cases that a search gives.
const MOST_FOUND: usize = 50;

/// Which cases interviewers are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// These.
    Cases(Vec<u64>),
    /// Issued cases of a stratum that have no interviewer and have not answered.
    Stratum(AudienceId, String),
}

/// Cases whose sample number, unit id or invitation code is what was typed, by sample number; a number and an id may be
/// two cases. `of` keeps one interviewer's.
pub async fn find(app: &App, round: &str, typed: &str, of: Option<&str>) -> Result<Vec<CaseRecord>, StageError> {
    app.round(round).await?;
    let mut found = cases::find(&app.db, round, &names(app, typed.trim())).await?;
    found.retain(|case| of.is_none_or(|login| case.interviewer.as_deref() == Some(login)));
    found.truncate(MOST_FOUND);
    Ok(found)
}

fn names(app: &App, typed: &str) -> Vec<CaseName> {
    if typed.is_empty() {
        return Vec::new();
    }
    let plain = plain(typed);
    let mut names = vec![CaseName::UnitRef(typed.to_owned())];
    if plain != typed {
        names.push(CaseName::UnitRef(plain.clone()));
    }
    names.extend(plain.parse().ok().map(CaseName::SampleNo));
    let token = Token::parse(typed).ok();
    names.extend(token.map(|token| CaseName::Token(token.hash(&app.keys.token_hash).to_vec())));
    names
}

/// An interviewer's issued cases, by sample number: first those that can still be reached.
pub async fn own(app: &App, round: &str, login: &str) -> Result<Vec<UnitRow>, StageError> {
    let mut own = fieldwork::units(&app.db, round).await?;
    own.retain(|unit| unit.status == "issued" && unit.interviewer.as_deref() == Some(login));
    own.sort_by_key(|unit| (!may_be_reminded(unit.code.as_deref()), unit.sample_no));
    Ok(own)
}

/// How many issued cases of each stratum have neither answered nor an interviewer.
pub async fn unassigned(app: &App, round: &str) -> Result<BTreeMap<(AudienceId, String), u64>, StageError> {
    let mut open = BTreeMap::new();
    for unit in fieldwork::units(&app.db, round).await? {
        let waits = unit.status == "issued" && unit.interviewer.is_none() && !is_answered(unit.code.as_deref());
        if waits {
            *open.entry((AudienceId(unit.audience), unit.stratum)).or_default() += 1;
        }
    }
    Ok(open)
}

/// Logins of the interviewers whose accounts are in use.
pub async fn interviewers(app: &App) -> Result<Vec<String>, StageError> {
    let mut all = account::list(&app.db).await?;
    all.retain(|one| one.role == Role::Interviewer && one.state != AccountState::Disabled);
    Ok(all.into_iter().map(|one| one.login.as_str().to_owned()).collect())
}

/// Whether a case has the code of somebody who answered.
pub fn is_answered(code: Option<&str>) -> bool {
    matches!(code, Some("1.1" | "1.2"))
}

/// A case with the history of its codes, oldest first.
///
/// # Errors
/// No case of that number.
pub async fn case(app: &App, round: &str, sample_no: u64) -> Result<(CaseRecord, Vec<CaseEvent>), StageError> {
    let found = cases::find(&app.db, round, &[CaseName::SampleNo(sample_no)])
        .await?
        .pop();
    let found = found.ok_or(FieldRefusal::NoCase(sample_no))?;
    Ok((found, cases::history(&app.db, round, sample_no).await?))
}

/// Gives a case a code; every attempt is one, with its note.
///
/// # Errors
/// A round outside the field, a reserve case, a code that the agency does not give, a case that has answered.
pub async fn set_code(app: &App, round: &str, sample_no: u64, code: &str, note: &str) -> Result<(), StageError> {
    let loaded = app.round(round).await?;
    loaded.expect_state(&[RoundState::Fielding], Instead::RecordInField)?;
    let code = fieldwork_code(code.trim()).ok_or_else(|| FieldRefusal::NotAFieldCode(code.to_owned()))?;
    let note = note.trim();
    let (found, most) = (note.chars().count(), LONGEST_NOTE);
    if found > most {
        return Err(FieldRefusal::NoteTooLong { found, most }.into());
    }
    let (case, _) = case(app, round, sample_no).await?;
    if !case.issued {
        return Err(FieldRefusal::NoCase(sample_no).into());
    }
    let at = app.now();
    let new = NewCode {
        sample_no,
        code,
        note,
        at,
    };
    Ok(cases::set_code(&app.db, round, &new).await?)
}

/// Codes that [`set_code`] takes, in code order.
pub fn codes() -> impl Iterator<Item = &'static disposition::Disposition> {
    disposition::CODES
        .iter()
        .filter(|one| fieldwork_code(one.code).is_some())
}

/// Gives cases to interviewers in turn, in the order of sample numbers; no interviewer takes them away. Gives how many.
///
/// # Errors
/// A round after the field, a login that is no interviewer's, a number that is no issued case, a case that has answered,
/// nothing to assign.
pub async fn assign(app: &App, round: &str, which: &Which, interviewers: &[String]) -> Result<u64, StageError> {
    let loaded = app.round(round).await?;
    loaded.expect_state(&[RoundState::Registered, RoundState::Fielding], Instead::RecordInField)?;
    let wanted = wanted(app, round, which).await?;
    if wanted.is_empty() {
        return Err(FieldRefusal::NobodyToAssign.into());
    }
    let mut to: BTreeMap<Option<String>, Vec<u64>> = BTreeMap::new();
    let logins = known_interviewers(app, interviewers).await?;
    let mut turns = logins.iter().cycle();
    for sample_no in &wanted {
        to.entry(turns.next().cloned()).or_default().push(*sample_no);
    }
    let to: Vec<_> = to.into_iter().collect();
    cases::assign(&app.db, round, &to, app.now()).await?;
    Ok(wanted.len() as u64)
}

/// These logins, each an interviewer's whose account is not closed.
async fn known_interviewers(app: &App, typed: &[String]) -> Result<Vec<String>, StageError> {
    let mut known = Vec::new();
    for typed in typed {
        let unknown = || FieldRefusal::NotAnInterviewer(typed.clone());
        let login = Login::parse(typed).ok_or_else(unknown)?;
        let found = account::by_login(&app.db, &login).await?.ok_or_else(unknown)?;
        if found.role != Role::Interviewer || found.state == AccountState::Disabled {
            return Err(unknown().into());
        }
        known.push(login.as_str().to_owned());
    }
    Ok(known)
}

async fn wanted(app: &App, round: &str, which: &Which) -> Result<Vec<u64>, StageError> {
    let units = fieldwork::units(&app.db, round).await?;
    let mut issued: BTreeMap<u64, _> = units.into_iter().map(|unit| (unit.sample_no, unit)).collect();
    issued.retain(|_, unit| unit.status == "issued");
    let answered = |code: &Option<String>| is_answered(code.as_deref());
    match which {
        Which::Stratum(audience, stratum) => {
            let open = issued.values().filter(|unit| {
                let mine = unit.audience == audience.0 && &unit.stratum == stratum;
                mine && unit.interviewer.is_none() && !answered(&unit.code)
            });
            Ok(open.map(|unit| unit.sample_no).collect())
        }
        Which::Cases(numbers) => {
            let mut wanted = numbers.clone();
            wanted.sort_unstable();
            wanted.dedup();
            for number in &wanted {
                let unit = issued.get(number).ok_or(FieldRefusal::NoCase(*number))?;
                if answered(&unit.code) {
                    return Err(StorageError::from(Conflict::AnsweredMeanwhile(*number)).into());
                }
            }
            Ok(wanted)
        }
    }
}
