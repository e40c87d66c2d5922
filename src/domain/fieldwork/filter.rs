//! What the board shows of a round, as it stands in the address.

use super::{Arrival, Case, Edit, Input};
use crate::domain::data::Mode;
use crate::domain::definition::{AudienceId, Survey};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// Nothing set shows everything.
///
/// `from` and `to` choose the days of arrival (both included) for whatever came in. Cases are shown as they stood at the
/// end of `to`; `from` says nothing about them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// `audience`.
    pub audience: Option<AudienceId>,
    /// `district`: a sampled stratum, as `audience/stratum`, because audiences may name strata alike; its audience is
    /// chosen with it.
    pub district: Option<String>,
    /// `mode`.
    pub mode: Option<Mode>,
    /// `interviewer`: a login.
    pub interviewer: Option<String>,
    /// `from`.
    pub from: Option<Date>,
    /// `to`.
    pub to: Option<Date>,
}

/// Why an address is no filter.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FilterError {
    /// A value that the round does not have.
    #[error("{key}: “{found}” is not there; there are: {}", expected.join(", "))]
    Unknown {
        /// Which part.
        key: &'static str,
        /// As it stands in the address.
        found: String,
        /// What may stand there.
        expected: Vec<String>,
    },
    /// Not a day.
    #[error("{key}: “{found}” is not a day; expected one like 2026-09-30")]
    NotADay {
        /// Which part.
        key: &'static str,
        /// As it stands in the address.
        found: String,
    },
    /// The same part more than once.
    #[error("{0} stands twice in the address")]
    Twice(&'static str),
    /// The first day after the last.
    #[error("the days end ({to}) before they begin ({from})")]
    Backwards {
        /// First.
        from: Date,
        /// Last.
        to: Date,
    },
}

/// What a filter of a round may name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// Strata by audience.
    pub strata: BTreeMap<AudienceId, BTreeSet<String>>,
    /// Logins of interviewers with cases.
    pub interviewers: BTreeSet<String>,
}

const KEYS: [&str; 6] = ["audience", "district", "mode", "interviewer", "from", "to"];
const MODES: [(Mode, &str); 3] = [(Mode::Web, "web"), (Mode::Paper, "paper"), (Mode::Phone, "phone")];

impl Known {
    /// The audiences of the survey with the strata of their frames.
    pub fn of(survey: &Survey, interviewers: BTreeSet<String>) -> Known {
        let strata = |frame: &Option<crate::domain::definition::FrameSpec>| {
            frame.iter().flat_map(|frame| frame.strata.iter().cloned()).collect()
        };
        let audiences = survey.audiences.iter().map(|one| (one.id.clone(), strata(&one.frame)));
        Known {
            strata: audiences.collect(),
            interviewers,
        }
    }

    /// Strata as an address names them, of one audience or of all.
    fn districts(&self, audience: Option<&AudienceId>) -> Vec<String> {
        let wanted = self
            .strata
            .iter()
            .filter(|(id, _)| audience.is_none_or(|audience| audience == *id));
        wanted
            .flat_map(|(id, strata)| strata.iter().map(|stratum| district(id, stratum)))
            .collect()
    }
}

impl Filter {
    /// Reads the parts of an address; parts with other names belong to the page, and an empty value is none.
    ///
    /// # Errors
    /// The first part that means nothing in this round.
    pub fn parse<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        known: &Known,
    ) -> Result<Filter, FilterError> {
        let mut given: BTreeMap<&'static str, &str> = BTreeMap::new();
        for (name, value) in pairs {
            let Some(key) = KEYS.into_iter().find(|key| *key == name) else {
                continue;
            };
            if !value.is_empty() && given.insert(key, value).is_some() {
                return Err(FilterError::Twice(key));
            }
        }
        let audiences: Vec<String> = known.strata.keys().map(|id| id.0.clone()).collect();
        let audience = one_of("audience", &given, audiences)?.map(AudienceId);
        let modes = MODES.iter().map(|(_, name)| (*name).to_owned()).collect();
        let mode = one_of("mode", &given, modes)?;
        let district = one_of("district", &given, known.districts(audience.as_ref()))?;
        let (of, district) = district.as_deref().and_then(|one| one.split_once('/')).unzip();
        let filter = Filter {
            district: district.map(str::to_owned),
            audience: audience.or(of.map(|id| AudienceId(id.to_owned()))),
            mode: mode.and_then(|name| MODES.iter().find(|(_, other)| *other == name).map(|(mode, _)| *mode)),
            interviewer: one_of("interviewer", &given, known.interviewers.iter().cloned().collect())?,
            from: day("from", &given)?,
            to: day("to", &given)?,
        };
        match (filter.from, filter.to) {
            (Some(from), Some(to)) if from > to => Err(FilterError::Backwards { from, to }),
            _ => Ok(filter),
        }
    }

    /// The district as an address names it.
    pub fn district_value(&self) -> Option<String> {
        Some(district(self.audience.as_ref()?, self.district.as_ref()?))
    }

    /// Whether it narrows nothing below an audience, so that targets and projections mean something.
    pub fn is_whole(&self) -> bool {
        let audience_alone = Filter {
            audience: self.audience.clone(),
            ..Filter::default()
        };
        *self == audience_alone
    }

    fn keeps(&self, audience: &AudienceId, stratum: &str, interviewer: Option<&String>) -> bool {
        self.audience.as_ref().is_none_or(|wanted| wanted == audience)
            && self.district.as_ref().is_none_or(|wanted| wanted == stratum)
            && self
                .interviewer
                .as_ref()
                .is_none_or(|wanted| Some(wanted) == interviewer)
    }

    fn keeps_day(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    pub(super) fn keeps_case(&self, case: &Case) -> bool {
        self.keeps(&case.audience, &case.stratum, case.interviewer.as_ref())
            && self.mode.is_none_or(|mode| case.mode == Some(mode))
    }

    pub(super) fn keeps_arrival(&self, input: &Input, of: &Arrival) -> bool {
        let audience = input.audience(of);
        audience.is_some_and(|id| self.keeps(id, input.stratum(of), of.interviewer.as_ref()))
            && self.mode.is_none_or(|mode| input.mode(of) == mode)
            && self.keeps_day(of.day)
    }

    /// The same as of a case: cases are those that stood at the end of `to`, however early they came in.
    pub(super) fn keeps_as_case(&self, input: &Input, of: &Arrival) -> bool {
        let audience = input.audience(of);
        audience.is_some_and(|id| self.keeps(id, input.stratum(of), of.interviewer.as_ref()))
            && self.mode.is_none_or(|mode| input.mode(of) == mode)
            && self.to.is_none_or(|to| of.day <= to)
    }

    pub(super) fn keeps_edit(&self, edit: &Edit) -> bool {
        self.keeps(&edit.audience, &edit.stratum, edit.interviewer.as_ref())
            && self.mode.is_none_or(|mode| edit.mode == mode)
            && self.keeps_day(edit.day)
    }

    /// Whether a stratum of an audience is within it.
    pub(super) fn keeps_stratum(&self, audience: &AudienceId, stratum: &str) -> bool {
        self.audience.as_ref().is_none_or(|wanted| wanted == audience)
            && self.district.as_ref().is_none_or(|wanted| wanted == stratum)
    }
}

/// A stratum of an audience as an address names it.
pub fn district(audience: &AudienceId, stratum: &str) -> String {
    format!("{}/{stratum}", audience.0)
}

fn one_of(
    key: &'static str,
    given: &BTreeMap<&'static str, &str>,
    expected: Vec<String>,
) -> Result<Option<String>, FilterError> {
    let Some(found) = given.get(key).map(|found| (*found).to_owned()) else {
        return Ok(None);
    };
    if expected.contains(&found) {
        return Ok(Some(found));
    }
    // A bare code of a stratum, as addresses once had it, could be several: those are told.
    let ending = format!("/{found}");
    let meant: Vec<String> = expected.iter().filter(|one| one.ends_with(&ending)).cloned().collect();
    let expected = if meant.is_empty() { expected } else { meant };
    Err(FilterError::Unknown { key, found, expected })
}

fn day(key: &'static str, given: &BTreeMap<&'static str, &str>) -> Result<Option<Date>, FilterError> {
    let read = |found: &&str| {
        let date: Result<Date, _> = found.parse();
        // The date alone: a time after it would be read and forgotten.
        date.ok()
            .filter(|date| date.to_string() == **found)
            .ok_or_else(|| FilterError::NotADay {
                key,
                found: (*found).to_owned(),
            })
    };
    given.get(key).map(read).transpose()
}
