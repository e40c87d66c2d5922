//! An interview on the telephone: the interviewer whom a case is given to asks the questionnaire's own pages.
//!
//! No code of an invitation is needed: who asks is known from signing in, and whom, from the assignment of the case. What
//! opens the pages is the line that the beginning of the call left in the case's history; it is looked at again with
//! every page, so that a case which is given to somebody else, answered or closed meanwhile opens nothing more, and a call
//! that is taken up again the next day is begun anew.
//!
//! An interview is held on the telephone as soon as an interviewer has asked one of the pages that are handed in,
//! whoever hands them in. Ratings told to somebody are kinder than those one gives alone, so nothing that an interviewer
//! has heard may stand among the self-completed answers; an interviewer who tells people to send the last page
//! themselves would otherwise slip out of the back-checks; and partial answers, which nobody hands in, have a mode too.
//! Answers that are given anew through the link alone are self-completed.

use super::session::{Progressed, Session, load};
use crate::domain::invitation::disposition::may_be_called;
use crate::domain::refusal::{FieldRefusal, Instead};
use crate::stages::cases::{case, is_answered};
use crate::stages::{App, StageError};
use crate::storage::answers;
use crate::storage::cases::{self, CALL, CaseEvent, CaseRecord};
use crate::storage::round::RoundState;

/// Seconds after its beginning that a call goes on.
const LONGEST_CALL: i64 = 4 * 60 * 60;

/// What an interviewer finds at a call's address.
#[derive(Debug)]
pub enum Called {
    /// No issued case of theirs.
    Nobodys,
    /// Nothing is asked: no call was begun, or it is over.
    Over,
    /// It has answered; nothing of it is shown but, right after handing in, the receipt.
    Answered(Box<Session>),
    /// An interview.
    Open(Box<Session>),
}

/// Whether the acting interviewer may call the case: it is theirs, and its people have not said no.
pub fn may_call(app: &App, case: &CaseRecord, history: &[CaseEvent]) -> bool {
    is_given(app, case) && may_be_called(case.code.as_deref()) && !has_said_no(history)
}

/// Whether the acting interviewer has called the case before.
pub fn has_called(app: &App, history: &[CaseEvent]) -> bool {
    last_call(app, history).is_some()
}

/// Begins a call, or takes it up again: a line in the case's history and in the audit log.
///
/// # Errors
/// A round outside the field, somebody else's case, one that is not to be called.
pub async fn begin_call(app: &App, round: &str, sample_no: u64) -> Result<(), StageError> {
    let loaded = app.round(round).await?;
    loaded.expect_state(&[RoundState::Fielding], Instead::RecordInField)?;
    let (case, history) = case(app, round, sample_no).await?;
    if !may_call(app, &case, &history) {
        return Err(FieldRefusal::NotToCall(sample_no).into());
    }
    Ok(cases::begin_call(&app.db, round, sample_no, app.now()).await?)
}

/// The interview of a call that the acting interviewer has begun. Reads only.
pub async fn take_up(app: &App, round: &str, sample_no: u64) -> Result<Called, StageError> {
    let (case, history) = match case(app, round, sample_no).await {
        Ok(found) => found,
        Err(StageError::Refused(_)) => return Ok(Called::Nobodys),
        Err(error) => return Err(error),
    };
    if !is_given(app, &case) {
        return Ok(Called::Nobodys);
    }
    let answered = is_answered(case.code.as_deref());
    let goes_on = last_call(app, &history).is_some_and(|at| app.now() - at <= LONGEST_CALL);
    if !goes_on || !(answered || may_call(app, &case, &history)) {
        return Ok(Called::Over);
    }
    let Some(session) = session(app, round, sample_no, app.db.actor().name()).await? else {
        return Ok(Called::Nobodys);
    };
    let open = matches!(session.progressed, Progressed::Fresh | Progressed::Filling(_));
    Ok(match session.round.record.state {
        RoundState::Fielding if answered => Called::Answered(Box::new(session)),
        RoundState::Fielding if open => Called::Open(Box::new(session)),
        _ => Called::Over,
    })
}

/// The same session as it is stored now; `None` where its unit is gone.
pub async fn again(app: &App, before: &Session) -> Result<Option<Session>, StageError> {
    let opened = answers::of_unit(&app.db, &before.round.record.id, before.unit.sample_no).await?;
    let Some(opened) = opened else {
        return Ok(None);
    };
    let mut session = load(
        app,
        before.round.clone(),
        opened.unit,
        opened.stored,
        before.link.clone(),
    )
    .await?;
    session.caller = before.caller.clone();
    Ok(Some(session))
}

/// Forms of a call are signed for this case and this account, as those of a link are for its code.
async fn session(app: &App, round: &str, sample_no: u64, login: &str) -> Result<Option<Session>, StageError> {
    let Some(opened) = answers::of_unit(&app.db, round, sample_no).await? else {
        return Ok(None);
    };
    let loaded = app.with_survey(opened.round).await?;
    let link = format!("call {sample_no} {login}");
    let mut session = load(app, loaded, opened.unit, opened.stored, link).await?;
    session.caller = Some(login.to_owned());
    Ok(Some(session))
}

fn is_given(app: &App, case: &CaseRecord) -> bool {
    case.issued && case.interviewer.as_deref() == Some(app.db.actor().name())
}

/// When the acting interviewer last began a call.
fn last_call(app: &App, history: &[CaseEvent]) -> Option<i64> {
    let own = |event: &&CaseEvent| event.source == CALL && event.by.as_deref() == Some(app.db.actor().name());
    history.iter().filter(own).map(|event| event.at).max()
}

/// What people said themselves last, on the pages: not to take part, or to take their answers back. No code that the
/// agency records afterwards changes that; only they do, through their link.
fn has_said_no(history: &[CaseEvent]) -> bool {
    let own = history.iter().rev().find(|event| event.source == "respondent");
    own.is_some_and(|event| matches!(event.code.as_str(), "2.15" | "2.16"))
}
