//! Stored rows as the board's: cases, arrivals and interviews, joined by the one link there is between people and answers.

use crate::domain::columns::Columns;
use crate::domain::data::{ConfirmedRemoval, Mode};
use crate::domain::definition::{AudienceId, Survey};
use crate::domain::fieldwork::{Arrival, Case, Edit, Filter, Response, Targets, arrival, end_of, local};
use crate::domain::invitation::disposition::without_code;
use crate::domain::sample::{SamplePlan, USUAL_RESPONSE};
use crate::stages::{App, StageError};
use crate::storage::StorageError;
use crate::storage::fieldwork::{self, ArrivalRow, EditRow, PageRow, RespondentRow, UnitRow};
use crate::storage::results;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What is stored about the fieldwork of a round.
pub struct Rows {
    units: Vec<UnitRow>,
    respondents: Vec<RespondentRow>,
    arrivals: Vec<ArrivalRow>,
    edits: Vec<EditRow>,
    pages: Vec<PageRow>,
    /// Codes as they stood at the end of the filter's last day; `None` for as they stand.
    codes: Option<BTreeMap<u64, String>>,
    removals: Vec<ConfirmedRemoval>,
}

impl Rows {
    pub async fn read(app: &App, round: &str, filter: &Filter) -> Result<Rows, StageError> {
        let codes = match filter.to {
            Some(day) => Some(fieldwork::codes_before(&app.db, round, end_of(day)).await?),
            None => None,
        };
        Ok(Rows {
            units: fieldwork::units(&app.db, round).await?,
            respondents: fieldwork::respondents(&app.db, round).await?,
            arrivals: fieldwork::arrivals(&app.db, round).await?,
            edits: fieldwork::edits(&app.db, round).await?,
            pages: fieldwork::open_pages(&app.db, round).await?,
            codes,
            removals: results::confirmed_removals(&app.db, round).await?,
        })
    }

    fn respondents(&self) -> BTreeMap<&str, &RespondentRow> {
        self.respondents
            .iter()
            .map(|row| (row.respondent.as_str(), row))
            .collect()
    }

    /// Interviewer by respondent: who held the interview, else whom the case is given to.
    fn interviewers(&self) -> BTreeMap<&str, &String> {
        let given = (self.units.iter()).filter_map(|unit| unit.respondent.as_deref().zip(unit.interviewer.as_ref()));
        let held = (self.arrivals.iter()).filter_map(|one| one.respondent.as_deref().zip(one.interviewer.as_ref()));
        given.chain(held).chain(self.calls()).collect()
    }

    /// Who asks the interviews on the telephone that are still open, by respondent.
    fn calls(&self) -> BTreeMap<&str, &String> {
        let asked: BTreeMap<&str, &String> = (self.pages.iter())
            .filter_map(|page| Some((page.edit.as_str(), page.interviewer.as_ref()?)))
            .collect();
        let open =
            (self.edits.iter()).filter_map(|row| Some((row.respondent.as_str(), *asked.get(row.edit.as_str())?)));
        let respondents = self.respondents();
        let unanswered = |id: &str| respondents.get(id).is_some_and(|row| row.submission.is_none());
        open.filter(|(id, _)| unanswered(id)).collect()
    }

    /// How each respondent answers, or has begun to.
    fn modes(&self) -> BTreeMap<&str, Mode> {
        let stored = self.respondents.iter().map(|row| (row.respondent.as_str(), row.mode));
        let calls = self.calls();
        stored.chain(calls.into_keys().map(|id| (id, Mode::Phone))).collect()
    }

    /// Issued cases; one without a code counts as in every other count of cases.
    pub fn cases(&self) -> Vec<Case> {
        let modes = self.modes();
        let code = |unit: &UnitRow| match &self.codes {
            Some(codes) => codes.get(&unit.sample_no).cloned(),
            None => unit.code.clone(),
        };
        let issued = self.units.iter().filter(|unit| unit.status == "issued");
        issued
            .map(|unit| Case {
                sample_no: unit.sample_no,
                audience: AudienceId(unit.audience.clone()),
                stratum: unit.stratum.clone(),
                mode: unit.respondent.as_deref().and_then(|id| modes.get(id).copied()),
                interviewer: unit.interviewer.clone(),
                code: code(unit).unwrap_or_else(|| without_code(unit.invited).into()),
            })
            .collect()
    }

    /// Wanted completes: units of the main sample times the response, stated or usual.
    pub fn targets(&self, plan: &SamplePlan) -> Targets {
        let mut targets = Targets::default();
        for unit in self.units.iter().filter(|unit| unit.batch == 0) {
            let audience = AudienceId(unit.audience.clone());
            let stated = plan.0.get(&audience).map(|plan| plan.response);
            let response = Response {
                share: stated.unwrap_or(USUAL_RESPONSE),
                stated: stated.is_some(),
            };
            targets.responses.insert(audience.clone(), response);
            *targets.completes.entry((audience, unit.stratum.clone())).or_default() += response.share;
        }
        targets
    }

    /// Confirmed removals of what has a row in the columns.
    pub fn removals(&mut self, columns: &Columns) -> Vec<ConfirmedRemoval> {
        self.removals.retain(|one| columns.ids.find(&one.submission).is_some());
        std::mem::take(&mut self.removals)
    }

    /// What counts and has a row in the columns: what came in between the two readings waits for the next board.
    pub fn arrivals(&self, columns: &Columns) -> Result<Vec<Arrival>, StageError> {
        let interviewers = self.interviewers();
        let mut hours: BTreeMap<&str, (Date, i8)> = BTreeMap::new();
        let mut found = Vec::with_capacity(self.arrivals.len());
        for one in &self.arrivals {
            let Some(row) = columns.ids.find(&one.submission) else {
                continue;
            };
            let (day, hour) = match hours.get(one.arrived.as_str()) {
                Some(known) => *known,
                None => {
                    let read = arrival(&one.arrived).ok_or_else(|| StorageError::Corrupt {
                        what: "hour of arrival",
                        why: format!("“{}” is none", one.arrived),
                    })?;
                    hours.insert(&one.arrived, read);
                    read
                }
            };
            let interviewer = one.respondent.as_deref().and_then(|id| interviewers.get(id));
            found.push(Arrival {
                row: row as u32,
                day,
                hour,
                interviewer: interviewer.map(|name| (*name).clone()),
            });
        }
        found.sort_by_key(|one| one.row);
        Ok(found)
    }

    /// One per respondent who began on the pages, by the first form; a revision that was left open stopped nothing.
    pub fn edits(&self, survey: &Survey) -> Vec<Edit> {
        let (respondents, interviewers, modes) = (self.respondents(), self.interviewers(), self.modes());
        let last = self.last_pages(survey, &respondents);
        let mut begun: BTreeMap<&str, (i64, Option<&str>)> = BTreeMap::new();
        for row in &self.edits {
            let entry = begun.entry(&row.respondent).or_insert((row.started_at, None));
            entry.0 = entry.0.min(row.started_at);
            if row.status == "open" {
                entry.1 = Some(&row.edit);
            }
        }
        let edit = |(id, (started_at, open)): (&str, (i64, Option<&str>))| {
            let respondent = respondents.get(id)?;
            let open = open.filter(|_| respondent.submission.is_none());
            Some(Edit {
                audience: AudienceId(respondent.audience.clone()),
                stratum: respondent.stratum.clone(),
                mode: *modes.get(id)?,
                interviewer: interviewers.get(id).map(|name| (*name).clone()),
                day: local(started_at).0,
                stopped: open.and_then(|edit| Some((*last.get(edit)?).to_owned())),
            })
        };
        begun.into_iter().filter_map(edit).collect()
    }

    /// The page of every open edit that was saved last; of several in one second, the one that the form asks last.
    fn last_pages<'a>(
        &'a self,
        survey: &Survey,
        respondents: &BTreeMap<&str, &RespondentRow>,
    ) -> BTreeMap<&'a str, &'a str> {
        let of: BTreeMap<&str, &str> = self
            .edits
            .iter()
            .map(|row| (row.edit.as_str(), row.respondent.as_str()))
            .collect();
        let section = |row: &PageRow| {
            let audience = respondents.get(*of.get(row.edit.as_str())?)?.audience.clone();
            let sections = &survey.audience(&AudienceId(audience))?.questionnaire.sections;
            let name = row.page.split('/').next()?;
            sections.iter().position(|section| section.id == name)
        };
        // The page's own name is what is compared last, so it need not be kept beside.
        let mut last: BTreeMap<&str, (i64, Option<usize>, &str)> = BTreeMap::new();
        for row in &self.pages {
            let when = (row.saved_at, section(row), row.page.as_str());
            let entry = last.entry(&row.edit).or_insert(when);
            *entry = when.max(*entry);
        }
        last.into_iter().map(|(edit, (_, _, page))| (edit, page)).collect()
    }
}
