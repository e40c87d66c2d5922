//! Quality flags and coaching, counted; no figure here looks at whether a grade is good or bad.

use super::{Arrival, Input};
use crate::domain::definition::{AudienceId, DepartmentId};
use crate::domain::estimate::distribution::normal;
use crate::domain::estimate::interval::wilson;
use crate::domain::submission::quality::{Findings, Flag};
use std::collections::BTreeMap;

/// Level of the intervals.
const LEVEL: f64 = 0.95;

/// Flags raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityCounts {
    /// Submissions looked at.
    pub submissions: u64,
    /// With at least one flag.
    pub flagged: u64,
    /// Submissions by flag, in the order of the sheet.
    pub flags: Vec<(Flag, u64)>,
}

/// A share with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Share<K> {
    /// Of whom.
    pub key: K,
    /// Said yes.
    pub yes: u64,
    /// Answered.
    pub n: u64,
    /// Wilson's interval at 95 %; `None` where nobody answered.
    pub interval: Option<(f64, f64)>,
}

/// Who says that someone told them how to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Coaching {
    /// All audiences.
    pub all: Share<()>,
    /// By audience and sampled stratum.
    pub districts: Vec<Share<(AudienceId, String)>>,
    /// By department, among those who rated it.
    pub departments: Vec<Share<DepartmentId>>,
}

/// Medians are those of everything that came in, so that a filter changes who is counted and never who is flagged.
pub(super) fn flags(found: &Findings, kept: &[&Arrival]) -> QualityCounts {
    let raised = |bits: u8| {
        kept.iter()
            .filter(|one| found.flags[one.row as usize] & bits != 0)
            .count() as u64
    };
    QualityCounts {
        submissions: kept.len() as u64,
        flagged: raised(u8::MAX),
        flags: Flag::ALL.into_iter().map(|flag| (flag, raised(flag.bit()))).collect(),
    }
}

pub(super) fn coaching(input: &Input, kept: &[&Arrival]) -> Coaching {
    let (mut all, mut districts, mut departments) = (Count::default(), BTreeMap::new(), BTreeMap::new());
    for one in kept {
        let coached = match input.columns.coached[one.row as usize] {
            1 => false,
            2 => true,
            _ => continue,
        };
        all.add(coached);
        if let Some(audience) = input.audience(one) {
            let key = (audience.clone(), input.stratum(one).to_owned());
            districts.entry(key).or_insert_with(Count::default).add(coached);
        }
        for rating in input.columns.ratings.of(one.row as usize) {
            departments
                .entry(rating.department)
                .or_insert_with(Count::default)
                .add(coached);
        }
    }
    let id = |place: u16| input.survey.departments[usize::from(place)].id.clone();
    Coaching {
        all: all.share(()),
        districts: districts.into_iter().map(|(key, count)| count.share(key)).collect(),
        departments: departments
            .into_iter()
            .map(|(place, count)| count.share(id(place)))
            .collect(),
    }
}

#[derive(Default)]
struct Count {
    yes: u64,
    n: u64,
}

impl Count {
    fn add(&mut self, yes: bool) {
        self.n += 1;
        self.yes += u64::from(yes);
    }

    fn share<K>(&self, key: K) -> Share<K> {
        let (yes, n) = (self.yes, self.n);
        let limits = || wilson(yes as f64 / n as f64, n as f64, normal::quantile(0.5 + LEVEL / 2.0));
        Share {
            key,
            yes,
            n,
            interval: (n > 0).then(limits),
        }
    }
}
