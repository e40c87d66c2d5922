//! Saving one page, and with the last familiarity page the draw.

use super::origin::Origin;
use super::session::{Progressed, Session, draw, table_in_force};
use crate::domain::data::{Answers, Assignment};
use crate::domain::submission::{
    FieldProblem, Page, PageKind, REVIEW, all_pages, ending, familiarity_codes, freeze_familiarity, nothing_familiar,
    parse_draft, parse_page, unconfirmed_ending,
};
use crate::stages::{App, StageError};
use crate::storage::answers::{self, NewRespondent, PageSave, SavedPage, Written};

/// A page as posted.
#[derive(Debug)]
pub struct PostedPage<'a> {
    /// Name of the page.
    pub page: &'a str,
    /// The edit that its signed state names.
    pub edit: &'a str,
    /// Which form it is and what it knows of.
    pub origin: Origin,
    /// Seconds since it was shown.
    pub seconds: u32,
    /// Its fields.
    pub form: &'a [(String, String)],
    /// The answer that this form was shown back for, as its hidden field names it; empty for any other.
    pub confirmed: &'a str,
    /// Only a draft, saved while the page is being filled in.
    pub draft: bool,
}

/// What became of a posted page.
#[derive(Debug, PartialEq, Eq)]
pub enum Saved {
    /// Saved; the page to show next.
    Next(String),
    /// Saved, and the interview ended with this disposition code.
    Ended(String),
    /// Not saved: these answers cannot be taken, or are asked back first.
    Problems(Vec<FieldProblem>),
    /// Not saved: the page was answered elsewhere after this one was shown, and differently.
    Elsewhere,
    /// Not saved: the departments were drawn from this page as it was answered before.
    Frozen,
    /// Not saved: the edit is over, another one is open, or the page is not asked any more.
    Stale,
    /// Not saved: the round has closed.
    Closed,
}

/// Saves a posted page. Posting it twice is saving it once; a changed post replaces what was saved, unless that was saved
/// elsewhere after the posted page was shown ([`Origin`]).
pub async fn save_page(app: &App, session: &Session, posted: &PostedPage<'_>) -> Result<Saved, StageError> {
    let pages = session.pages();
    let Some(at) = pages
        .iter()
        .position(|page| page.name == posted.page && page.name != REVIEW)
    else {
        return Ok(no_longer_asked(session, posted));
    };
    let (page, starts) = (&pages[at], at == 0);
    let parsed = if posted.draft {
        // Half a page is no mistake.
        Ok(parse_draft(page, &session.interview(), posted.form))
    } else {
        parse_page(page, &session.interview(), posted.form)
    };
    if let Some(settled) = settled(session, posted, starts, parsed.as_ref().ok()) {
        return Ok(settled);
    }
    let answers = match parsed {
        Ok(answers) => answers,
        Err(problems) => return Ok(Saved::Problems(problems)),
    };
    let ended = ending(&session.audience().questionnaire, &answers).map(str::to_owned);
    let ended = ended.filter(|_| !posted.draft);
    let begun = session.saved.keys().any(|known| known != posted.page);
    let asked_back = unconfirmed_ending(&session.interview(), page, &answers, begun, posted.confirmed);
    if let Some(problem) = asked_back.filter(|_| ended.is_some()) {
        return Ok(Saved::Problems(vec![problem]));
    }
    let mut session = session.clone();
    keep(&mut session, posted, &answers);
    let due = !posted.draft && ended.is_none() && is_draw_due(&session, page);
    if let Some(problem) = nothing_familiar(&session.interview(), page).filter(|_| due) {
        return Ok(Saved::Problems(vec![problem]));
    }
    let draw = if due {
        Some(draw_lists(app, &mut session).await?)
    } else {
        None
    };
    let save = page_save(app, &session, page, posted, starts, answers, ended.as_deref(), draw);
    match answers::save_page(&app.db, &save).await? {
        Written::Done => {}
        Written::NotFielding => return Ok(Saved::Closed),
        Written::Elsewhere => return Ok(Saved::Elsewhere),
        // Declining twice is declining once.
        Written::Stale if ended.is_some() && session.progressed == Progressed::Declined => {}
        Written::Stale | Written::Unknown => return Ok(Saved::Stale),
    }
    Ok(match ended {
        Some(code) => Saved::Ended(code),
        None => Saved::Next(session.first_unsaved(session.pages())),
    })
}

/// What becomes of a post that needs no saving, or may not be saved; `None` for all others. The database looks again.
///
/// A page belongs to the open edit. The first page may begin one where none is open and the submission that it would
/// replace is the one it was shown with; where another edit is open already, the same consent goes on with that one.
fn settled(session: &Session, posted: &PostedPage<'_>, starts: bool, answers: Option<&Answers>) -> Option<Saved> {
    let Progressed::Filling(open) = &session.progressed else {
        let replaces = session.submitted_edit.as_deref().unwrap_or_default();
        let may_begin = starts && !posted.draft && replaces == posted.origin.base && replaces != posted.edit;
        return (!may_begin).then_some(Saved::Stale);
    };
    let own = open == posted.edit;
    if !(own || starts) || (posted.draft && starts) {
        return Some(Saved::Stale);
    }
    let saved = session.saved.get(posted.page)?;
    let same = answers == Some(&saved.answers);
    match (own, same || posted.origin.knows_of(&saved.form)) {
        (true, true) => None,
        (false, _) if same => Some(Saved::Next(session.first_unsaved(session.pages()))),
        _ => Some(Saved::Elsewhere),
    }
}

/// A page that was asked when it was shown: a familiarity page after the draw, or one that other answers ruled out. The
/// familiarity page sent a second time, as it was, goes on.
fn no_longer_asked(session: &Session, posted: &PostedPage<'_>) -> Saved {
    let pages = all_pages(&session.interview());
    let frozen = pages
        .iter()
        .find(|page| page.name == posted.page && page.kind == PageKind::Familiarity);
    let (Some(page), true) = (
        frozen,
        session.progressed == Progressed::Filling(posted.edit.to_owned()),
    ) else {
        return Saved::Stale;
    };
    let answers = parse_page(page, &session.interview(), posted.form).ok();
    match session.saved.get(posted.page) {
        Some(saved) if answers.as_ref() == Some(&saved.answers) => Saved::Next(session.first_unsaved(session.pages())),
        _ => Saved::Frozen,
    }
}

fn keep(session: &mut Session, posted: &PostedPage<'_>, answers: &Answers) {
    if posted.draft {
        return;
    }
    let page = SavedPage {
        answers: answers.clone(),
        seconds: posted.seconds,
        form: posted.origin.form.clone(),
        interviewer: session.caller.clone(),
    };
    session.saved.insert(posted.page.to_owned(), page);
    session.refresh();
}

/// Whether this page was the last familiarity page to be saved.
fn is_draw_due(session: &Session, page: &Page) -> bool {
    if session.is_drawn() || page.kind != PageKind::Familiarity {
        return false;
    }
    let all = all_pages(&session.interview());
    let mut familiarity = all.iter().filter(|page| page.kind == PageKind::Familiarity);
    familiarity.all(|page| session.saved.contains_key(&page.name))
}

/// Draws the assigned list under the epoch table of this moment.
async fn draw_lists(app: &App, session: &mut Session) -> Result<(Assignment, Answers), StageError> {
    let table = table_in_force(app, &session.round.record.id).await?;
    let questionnaire = &session.audience().questionnaire;
    let codes = familiarity_codes(questionnaire, &session.answers);
    let frozen = freeze_familiarity(questionnaire, &session.answers);
    let mut assignment = session.assignment.clone();
    draw(
        &session.round.survey,
        session.audience(),
        &mut assignment,
        &codes,
        &table,
        &session.key,
    );
    session.assignment = assignment.clone();
    session.familiarity = Some(frozen.clone());
    session.refresh();
    Ok((assignment, frozen))
}

#[expect(
    clippy::too_many_arguments,
    reason = "one value is put together from everything that was worked out"
)]
fn page_save(
    app: &App,
    session: &Session,
    page: &Page,
    posted: &PostedPage<'_>,
    starts: bool,
    answers: Answers,
    ended: Option<&str>,
    draw: Option<(Assignment, Answers)>,
) -> PageSave {
    PageSave {
        round: session.round.record.id.clone(),
        sample_no: session.unit.sample_no,
        respondent: new_respondent(app, session),
        edit: posted.edit.to_owned(),
        starts,
        page: page.name.clone(),
        answers,
        seconds: posted.seconds,
        form: posted.origin.form.clone(),
        interviewer: session.caller.clone(),
        knows: posted.origin.knows(),
        draft: posted.draft,
        clears_draft: !posted.draft && session.drafts.contains_key(&page.name),
        draw,
        ends: ended.is_some(),
        disposition: ended
            .map(str::to_owned)
            .or_else(|| code_so_far(session, page, posted.draft))
            .filter(|code| session.unit.disposition.as_ref() != Some(code)),
        at: app.now(),
    }
}

/// A case that gets no further than this: 3.21 before the screening is done, 2.12 after it.
fn code_so_far(session: &Session, page: &Page, draft: bool) -> Option<String> {
    let waits = session
        .pages()
        .iter()
        .any(|p| p.kind == PageKind::Screening && !session.saved.contains_key(&p.name));
    let code = if waits { "3.21" } else { "2.12" };
    let counts = page.kind == PageKind::Consent || page.kind == PageKind::Screening || !waits;
    (counts && !draft).then(|| code.to_owned())
}

fn new_respondent(app: &App, session: &Session) -> NewRespondent {
    let known = session.respondent.clone();
    NewRespondent {
        id: known.unwrap_or_else(|| app.random.uuid().to_string()),
        audience: session.unit.audience.0.clone(),
        stratum: session.unit.stratum.clone(),
        frame: session.unit.attributes.clone(),
        assignment: session.assignment.clone(),
    }
}
