//! Back-checks: draws which interviews are asked again, takes what was said, and tells how well the two agree.

use super::{App, LoadedRound, StageError};
use crate::domain::back_check::{Agreement, Interviews, Pair, agreement as compare, drawn};
use crate::domain::data::{Answers, Document};
use crate::domain::definition::{Expected, Found, Place, Problem, Problems};
use crate::domain::fieldwork::is_interviewed;
use crate::domain::random::derive;
use crate::domain::refusal::{FieldRefusal, Instead};
use crate::domain::submission::{Cell, FieldProblem, import_row};
use crate::storage::back_check::{self, BackCheckRecord};
use crate::storage::round::{self, RoundState};
use crate::storage::{fieldwork, submission};
use std::collections::{BTreeMap, BTreeSet};

/// While answers come in and after, until sealing cuts the link to the people.
const OPEN: [RoundState; 3] = [RoundState::Fielding, RoundState::Closed, RoundState::Scored];

/// The seed of the draws: derived from the round's secret.
pub fn back_check_seed(round_seed: &[u8; 32]) -> [u8; 32] {
    derive(round_seed, &["barometer/back-check/1"])
}

/// Draws what the interviewers' shares still lack; `live` where calls are monitored. Gives the new cases in order.
///
/// # Errors
/// A sealed round, no interviews by interviewers, nothing left to draw, somebody else's draw at the same time.
pub async fn draw(app: &App, round: &str, live: bool) -> Result<Vec<BackCheckRecord>, StageError> {
    let loaded = app.round(round).await?;
    loaded.expect_state(&OPEN, Instead::BackCheckBeforeSealing)?;
    let interviews = interviews(app, round).await?;
    if interviews.is_empty() {
        return Err(FieldRefusal::NoInterviews.into());
    }
    let before = back_check::all(&app.db, round).await?;
    let number = before.iter().map(|one| one.draw).max().unwrap_or(0) + 1;
    let taken: BTreeSet<u64> = before.iter().map(|one| one.sample_no).collect();
    let seed = back_check_seed(&loaded.seed()?);
    let new = drawn(&interviews, &taken, live, &seed, number);
    if new.is_empty() {
        return Err(FieldRefusal::EnoughDrawn.into());
    }
    let summary = serde_json::json!({"draw": number, "cases": new.len(), "live": live});
    back_check::save_draw(&app.db, round, number, &new, app.now(), &summary).await?;
    let mut all = list(app, round).await?;
    all.retain(|one| one.draw == number);
    Ok(all)
}

/// Every drawn case, in the order of draw and place.
pub async fn list(app: &App, round: &str) -> Result<Vec<BackCheckRecord>, StageError> {
    Ok(back_check::all(&app.db, round).await?)
}

/// Interviews through interviewers' hands, by interviewer.
async fn interviews(app: &App, round: &str) -> Result<Interviews, StageError> {
    let respondents = fieldwork::respondents(&app.db, round).await?;
    let answered = respondents
        .into_iter()
        .filter(|row| row.submission.is_some() && is_interviewed(row.mode));
    let answered: BTreeSet<String> = answered.map(|row| row.respondent).collect();
    let arrivals = fieldwork::arrivals(&app.db, round).await?.into_iter();
    let held: BTreeMap<String, String> = arrivals.filter_map(|one| one.respondent.zip(one.interviewer)).collect();
    let mut found = Interviews::new();
    for unit in fieldwork::units(&app.db, round).await? {
        let held = unit.respondent.as_ref().and_then(|id| held.get(id));
        // Who held it from the console is known; of other calls and forms, whom the case is given to.
        let interviewer = held.cloned().or(unit.interviewer);
        if let (Some(interviewer), Some(respondent)) = (interviewer, unit.respondent)
            && answered.contains(&respondent)
        {
            found.entry(interviewer).or_default().insert(unit.sample_no);
        }
    }
    Ok(found)
}

/// What is needed to ask again: the round and the interview's document, whose lists say what may be asked. The page
/// shows the questions and never what was answered.
///
/// # Errors
/// A case that was not drawn, was entered already, is one's own interview, or has withdrawn since.
pub async fn to_ask(app: &App, round: &str, sample_no: u64) -> Result<(LoadedRound, Document), StageError> {
    let loaded = app.round(round).await?;
    loaded.expect_state(&OPEN, Instead::BackCheckBeforeSealing)?;
    let all = back_check::all(&app.db, round).await?;
    let drawn = all
        .iter()
        .find(|one| one.sample_no == sample_no)
        .ok_or(FieldRefusal::NotDrawn(sample_no))?;
    if drawn.entered.is_some() {
        return Err(FieldRefusal::Entered(sample_no).into());
    }
    if drawn.interviewer == app.db.actor().name() {
        return Err(FieldRefusal::OwnInterview(sample_no).into());
    }
    let units = fieldwork::units(&app.db, round).await?;
    let unit = units.into_iter().find(|unit| unit.sample_no == sample_no);
    let respondent = unit
        .and_then(|unit| unit.respondent)
        .ok_or(FieldRefusal::NotDrawn(sample_no))?;
    let mut found = submission::documents_of(&app.db, round, std::slice::from_ref(&respondent)).await?;
    let document = found.remove(&respondent).ok_or(FieldRefusal::NotDrawn(sample_no))?;
    Ok((loaded, document))
}

/// Takes what a respondent said again, through the parser of every other answer: only what the first interview could
/// ask, by the codes of the same questionnaire. It is entered once.
///
/// # Errors
/// As [`to_ask`]; every answer that does not fit, with its field; nothing answered at all.
pub async fn enter(app: &App, round: &str, sample_no: u64, cells: &[Cell]) -> Result<(), StageError> {
    let (loaded, document) = to_ask(app, round, sample_no).await?;
    let answers = read(&loaded, &document, cells)?;
    if answers == Answers::default() {
        return Err(FieldRefusal::NothingAnswered.into());
    }
    Ok(back_check::enter(&app.db, round, sample_no, &answers, app.now()).await?)
}

fn read(loaded: &LoadedRound, document: &Document, cells: &[Cell]) -> Result<Answers, StageError> {
    let audience = loaded.survey.audience(&document.audience);
    let audience = audience.ok_or_else(|| crate::domain::refusal::Refusal::NoAudience(document.audience.0.clone()));
    let audience = audience.map_err(StageError::Refused)?;
    let row = import_row(&loaded.survey, audience, &document.assignment, cells);
    Ok(row
        .map_err(|problems| Problems(problems.into_iter().map(problem).collect()))?
        .answers)
}

/// A problem at the field of the form.
fn problem(found: FieldProblem) -> Problem {
    let field = match &found.department {
        Some(department) => format!("{}.{}", found.question.0, department.0),
        None => found.question.0.clone(),
    };
    Problem {
        place: Place {
            file: field,
            line: 0,
            column: None,
        },
        found: Found::Text(found.found.clone()),
        expected: Expected::Answer(Box::new(found)),
    }
}

/// How the interviews agree with what was said again. A sealed round tells what was counted when it was sealed: there
/// the interviewers bear codes, and what each person said again is gone.
pub async fn agreement(app: &App, id: &str) -> Result<Agreement, StageError> {
    let loaded = app.round(id).await?;
    if loaded.record.state == RoundState::Sealed {
        let records = round::records(&app.db, id).await?;
        let sealed = records.iter().rev().find(|record| record.stage == "seal");
        let counted = sealed.and_then(|record| serde_json::from_value(record.summary["back_checks"].clone()).ok());
        return Ok(counted.unwrap_or_default());
    }
    let again = back_check::answers(&app.db, id).await?;
    let interviewers = whose(app, id).await?;
    let respondents: Vec<String> = again.keys().cloned().collect();
    let documents = submission::documents_of(&app.db, id, &respondents).await?;
    let pairs = again.iter().filter_map(|(respondent, again)| {
        // Who has answered anew on the pages is another interview than the one that was to be checked.
        let document = documents
            .get(respondent)
            .filter(|document| is_interviewed(document.mode))?;
        Some(Pair {
            interviewer: interviewers.get(respondent)?,
            audience: loaded.survey.audience(&document.audience)?,
            original: &document.answers,
            again,
        })
    });
    Ok(compare(&pairs.collect::<Vec<_>>()))
}

/// The same for the record of sealing: interviewers by a code that only the round's secret leads to; `None` without any
/// back-check.
pub(super) async fn counted_for_sealing(app: &App, loaded: &LoadedRound) -> Result<Option<Agreement>, StageError> {
    let mut found = agreement(app, &loaded.record.id).await?;
    let seed = loaded.seed()?;
    for one in &mut found.interviewers {
        let code = derive(&seed, &["barometer/interviewer/1", &one.interviewer]);
        one.interviewer = hex::encode(&code[..4]);
    }
    found.interviewers.sort_by(|a, b| a.interviewer.cmp(&b.interviewer));
    Ok(Some(found).filter(|found| found.interviews > 0))
}

/// Interviewer of every drawn case, by respondent.
async fn whose(app: &App, round: &str) -> Result<BTreeMap<String, String>, StageError> {
    let drawn: BTreeMap<u64, String> = (back_check::all(&app.db, round).await?.into_iter())
        .map(|one| (one.sample_no, one.interviewer))
        .collect();
    let units = fieldwork::units(&app.db, round).await?;
    let each = units
        .into_iter()
        .filter_map(|unit| Some((unit.respondent?, drawn.get(&unit.sample_no)?.clone())));
    Ok(each.collect())
}
