//! What a link opens: a refusal, or everything that is stored about its respondent.

use crate::domain::assignment::{
    EpochTable, RespondentKey, ScaleOrder, asks_attention, assigned_list, known, respondent_key, scale_order,
    shown_list,
};
use crate::domain::data::{Answers, Assignment};
use crate::domain::definition::{AssignmentRule, Audience, DepartmentId, Role, Survey};
use crate::domain::invitation::token::Token;
use crate::domain::proof::Receipt;
use crate::domain::refusal;
use crate::domain::submission::{Interview, Page, PageKind, pages};
use crate::stages::draw::assignment_secret;
use crate::stages::{App, LoadedRound, StageError};
use crate::storage::answers::{self, Opened, SavedPage, StoredInterview};
use crate::storage::epoch;
use crate::storage::round::RoundState;
use crate::storage::sample::UnitRecord;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Why a link opens no questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not a code: wrong length, sign or check sign.
    Mistyped,
    /// A code that nobody was given.
    Unknown,
    /// The round has not begun.
    NotOpen,
    /// The round is over.
    Closed,
    /// The respondent is not in the population.
    ScreenedOut,
}

/// What a link opens.
#[derive(Debug)]
pub enum Entry {
    /// Nothing; the survey is there for its telephone number where the round is known.
    Refused(Refusal, Option<Arc<Survey>>),
    /// A questionnaire.
    Open(Box<Session>),
}

/// How far a respondent is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progressed {
    /// Nothing saved yet.
    Fresh,
    /// An edit is open; its id.
    Filling(String),
    /// Consent was declined.
    Declined,
    /// The submission was withdrawn.
    Withdrawn,
    /// A submission counts; its receipt.
    Submitted(Receipt),
}

/// One respondent with everything stored.
#[derive(Debug, Clone)]
pub struct Session {
    /// The round and its survey.
    pub round: LoadedRound,
    /// The invited unit.
    pub unit: UnitRecord,
    /// The token's hash, hex, or a call's name: names the link in signed form states.
    pub link: String,
    /// Login of the interviewer who asks on the telephone; `None` on the respondent's own link.
    pub caller: Option<String>,
    /// How far they are.
    pub progressed: Progressed,
    /// Id on the answer side, once something is saved.
    pub respondent: Option<String>,
    /// The edit whose submission counts.
    pub submitted_edit: Option<String>,
    /// The lists.
    pub assignment: Assignment,
    /// Frozen familiarity, once drawn.
    pub familiarity: Option<Answers>,
    /// Saved pages of the open edit.
    pub saved: BTreeMap<String, SavedPage>,
    /// Drafts of pages of the open edit.
    pub drafts: BTreeMap<String, SavedPage>,
    /// All answers of the open edit, with the frozen familiarity.
    pub answers: Answers,
    /// Which end of the scale comes first.
    pub scale_order: ScaleOrder,
    pub(super) key: RespondentKey,
    asks_attention: bool,
    /// Worked out once, for one request asks for them several times.
    pages: OnceLock<Vec<Page>>,
}

/// What the typed or scanned code opens. Reads only.
pub async fn open(app: &App, token: &str) -> Result<Entry, StageError> {
    let Ok(token) = Token::parse(token) else {
        return Ok(Entry::Refused(Refusal::Mistyped, None));
    };
    let hash = token.hash(&app.keys.token_hash);
    let Some(Opened { round, unit, stored }) = answers::by_token(&app.db, &hash).await? else {
        return Ok(Entry::Refused(Refusal::Unknown, None));
    };
    let round = app.with_survey(round).await?;
    let survey = Some(round.survey.clone());
    match round.record.state {
        RoundState::Draft | RoundState::Registered => return Ok(Entry::Refused(Refusal::NotOpen, survey)),
        RoundState::Fielding => {}
        _ => return Ok(Entry::Refused(Refusal::Closed, survey)),
    }
    let out_of_scope = unit.disposition.as_deref().is_some_and(|code| code.starts_with("4."));
    if out_of_scope {
        return Ok(Entry::Refused(Refusal::ScreenedOut, survey));
    }
    let session = load(app, round, unit, stored, hex::encode(hash)).await?;
    Ok(Entry::Open(Box::new(session)))
}

/// Everything stored about one unit's respondent.
pub(super) async fn load(
    app: &App,
    round: LoadedRound,
    unit: UnitRecord,
    stored: Option<StoredInterview>,
    link: String,
) -> Result<Session, StageError> {
    let key = key_of(&round, &unit)?;
    let survey = round.survey.clone();
    let audience = audience(&survey, &unit)?;
    let assignment = match &stored {
        Some(stored) => stored.respondent.assignment.clone(),
        None => {
            let table = table_in_force(app, &round.record.id).await?;
            first_assignment(&survey, audience, &unit, &key, &table)
        }
    };
    let asks = attention_share(audience).is_some_and(|share| asks_attention(&key, share));
    let progressed = progressed(app, &unit, stored.as_ref());
    let mut session = Session {
        link,
        caller: None,
        progressed,
        respondent: stored.as_ref().map(|s| s.respondent.id.clone()),
        submitted_edit: stored.as_ref().and_then(|s| s.submitted_edit.clone()),
        familiarity: stored.as_ref().and_then(|s| s.respondent.familiarity.clone()),
        assignment,
        saved: BTreeMap::new(),
        drafts: BTreeMap::new(),
        answers: Answers::default(),
        scale_order: scale_order(&key),
        asks_attention: asks,
        pages: OnceLock::new(),
        key,
        round,
        unit,
    };
    if let Some(edit) = stored.and_then(|s| s.open) {
        session.saved = edit.pages;
        session.drafts = edit.drafts;
    }
    session.refresh();
    Ok(session)
}

impl Session {
    /// The audience's form.
    pub fn audience(&self) -> &Audience {
        let found = self.round.survey.audience(&self.unit.audience);
        found.expect("loading a session checks its audience")
    }

    /// Whether the assigned list stands.
    pub fn is_drawn(&self) -> bool {
        self.familiarity.is_some() || self.audience().questionnaire.familiarity().is_none()
    }

    /// The receipt of the submission that counts, also while it is being revised.
    pub fn receipt(&self, app: &App) -> Option<Receipt> {
        let edit = self.submitted_edit.as_deref()?;
        Some(Receipt::of_edit(&app.keys.receipt, edit))
    }

    /// The engine's view of this session.
    pub fn interview(&self) -> Interview<'_> {
        Interview {
            survey: &self.round.survey,
            audience: self.audience(),
            assignment: &self.assignment,
            answers: &self.answers,
            asks_attention: self.asks_attention,
            drawn: self.is_drawn(),
        }
    }

    /// Its pages.
    pub fn pages(&self) -> &[Page] {
        self.pages.get_or_init(|| pages(&self.interview()))
    }

    /// The first page that is not saved; review when all are.
    pub fn first_unsaved(&self, pages: &[Page]) -> String {
        let open = pages
            .iter()
            .find(|page| page.kind == PageKind::Review || !self.saved.contains_key(&page.name));
        open.map_or_else(String::new, |page| page.name.clone())
    }

    /// Whether a saved page is shown again: to the respondents all of theirs, to an interviewer what was told to them.
    pub fn shows(&self, saved: &SavedPage) -> bool {
        self.caller.is_none() || self.caller == saved.interviewer
    }

    /// The draft of a page, where it may be shown.
    pub fn draft(&self, page: &str) -> Option<&Answers> {
        let draft = self.drafts.get(page).filter(|draft| self.shows(draft));
        draft.map(|draft| &draft.answers)
    }

    /// Who held the interview on the telephone: of several interviewers the one who asked most of its pages.
    pub fn interviewer(&self) -> Option<&str> {
        let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
        for login in self.saved.values().filter_map(|saved| saved.interviewer.as_deref()) {
            *asked.entry(login).or_default() += 1;
        }
        asked
            .into_iter()
            .max_by_key(|(_, pages)| *pages)
            .map(|(login, _)| login)
    }

    /// Works out again what rests on the saved pages and the lists, after one of them has changed.
    pub(super) fn refresh(&mut self) {
        self.answers = self.merged();
        self.pages = OnceLock::new();
    }

    /// The saved pages' answers together, the frozen familiarity on top.
    fn merged(&self) -> Answers {
        let mut all = Answers::default();
        let pages = self.saved.values().map(|page| &page.answers);
        for answers in pages.chain(&self.familiarity) {
            all.plain.extend(answers.plain.clone());
            for (question, by_department) in &answers.by_department {
                let known = all.by_department.entry(question.clone()).or_default();
                known.extend(by_department.clone());
            }
        }
        all
    }
}

fn progressed(app: &App, unit: &UnitRecord, stored: Option<&StoredInterview>) -> Progressed {
    let Some(stored) = stored else {
        return Progressed::Fresh;
    };
    if let Some(open) = &stored.open {
        return Progressed::Filling(open.id.clone());
    }
    if let Some(edit) = &stored.submitted_edit {
        return Progressed::Submitted(Receipt::of_edit(&app.keys.receipt, edit));
    }
    match unit.disposition.as_deref() {
        Some("2.16") => Progressed::Withdrawn,
        Some("2.15") => Progressed::Declined,
        _ => Progressed::Fresh,
    }
}

/// The key committed to for this unit; a commitment that does not fit means that seed or sample were changed.
fn key_of(round: &LoadedRound, unit: &UnitRecord) -> Result<RespondentKey, StageError> {
    let secret = assignment_secret(&round.seed()?);
    let key = respondent_key(&secret, unit.sample_no);
    if !unit.key_commitment.is_empty() && unit.key_commitment != hex::encode(key.commitment()) {
        return Err(StageError::Refused(refusal::Refusal::OtherKey(unit.sample_no)));
    }
    Ok(key)
}

fn audience<'s>(survey: &'s Survey, unit: &UnitRecord) -> Result<&'s Audience, StageError> {
    let missing = || {
        StageError::Refused(refusal::Refusal::UnitAudience {
            unit: unit.sample_no,
            audience: unit.audience.0.clone(),
        })
    };
    survey.audience(&unit.audience).ok_or_else(missing)
}

fn attention_share(audience: &Audience) -> Option<(u64, u64)> {
    audience
        .questionnaire
        .questions()
        .find_map(|question| match question.role {
            Role::Attention { share, .. } => Some(share),
            _ => None,
        })
}

/// The table that sizes draws now; the table of zeros that fieldwork starts with before there is another.
pub(super) async fn table_in_force(app: &App, round: &str) -> Result<EpochTable, StageError> {
    let latest = epoch::latest(&app.db, round).await?;
    Ok(latest.map_or_else(EpochTable::default, |record| record.table))
}

/// The lists before anything is answered. Without a familiarity question nothing is waited for: the draw is made.
fn first_assignment(
    survey: &Survey,
    audience: &Audience,
    unit: &UnitRecord,
    key: &RespondentKey,
    table: &EpochTable,
) -> Assignment {
    let excluded: Vec<DepartmentId> = unit.supervisors.clone();
    let shown = shown_list(survey, &audience.id, &excluded, key);
    let mut assignment = Assignment {
        k: key.to_hex(),
        excluded,
        shown,
        epoch: None,
        assigned: Vec::new(),
    };
    if audience.questionnaire.familiarity().is_none() {
        draw(survey, audience, &mut assignment, &BTreeMap::new(), table, key);
    }
    assignment
}

/// Draws the assigned list into `assignment`.
pub(super) fn draw(
    survey: &Survey,
    audience: &Audience,
    assignment: &mut Assignment,
    codes: &BTreeMap<DepartmentId, String>,
    table: &EpochTable,
    key: &RespondentKey,
) {
    let known = known(survey, audience, &assignment.shown, codes);
    assignment.assigned = assigned_list(survey, audience, &known, table, key);
    assignment.epoch = (survey.method.assignment != AssignmentRule::All).then_some(table.epoch);
}
