//! Nonresponse by classes of units (D15, METHOD 4): classes of a group are merged while they fail, then the weight of
//! unknown eligibility is spread over the known, and that of eligible nonrespondents over respondents.
//!
//! Nonrespondents and units that turned out not to be eligible end with weight 0; the latter take their share of the
//! unknown with them, as METHOD 4 says.

use super::collapse::merge_failing;
use thiserror::Error;

/// max_factor is exceeded only beyond rounding.
const ROUNDING: f64 = 1e-9;

/// How a unit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Answered.
    Respondent,
    /// Eligible, did not answer.
    Nonrespondent,
    /// Not known whether eligible.
    Unknown,
    /// Not eligible.
    Ineligible,
}

/// The units and the rule, everything resolved to rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Nonresponse {
    /// Per row.
    pub status: Vec<Status>,
    /// Per row: number of its elementary class; `None`: it has none, which is an error.
    pub class: Vec<Option<u32>>,
    /// Elementary classes in their order: (group, class). Classes of one group are merged, never across groups.
    pub classes: Vec<(String, String)>,
    /// Merge a class with fewer respondents; 0 never does.
    pub min_respondents: u64,
    /// Merge a class with a larger factor.
    pub max_factor: Option<f64>,
}

/// Classes after merging, as found on the full sample.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Merged {
    /// Merged class of each elementary class.
    pub of_class: Vec<u32>,
    /// Elementary classes of each merged one, ascending.
    pub members: Vec<Vec<usize>>,
}

/// Weighted counts of a class.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// Respondents with a positive weight, as rows.
    pub rows: u64,
    /// Sum over respondents.
    pub respondents: f64,
    /// Sum over nonrespondents.
    pub nonrespondents: f64,
    /// Sum over units of unknown eligibility.
    pub unknown: f64,
    /// Sum over ineligible units.
    pub ineligible: f64,
}

/// Why classes cannot be adjusted.
#[derive(Debug, Clone, PartialEq, Error)]
#[allow(
    missing_docs,
    reason = "the message of each variant says what its fields are; rows are counted from 0"
)]
pub enum ClassError {
    #[error("the unit in row {row} has no class")]
    MissingClass { row: usize },
    #[error("the weight in row {row} is {weight}; weights must be finite and not negative")]
    BadWeight { row: usize, weight: f64 },
    #[error("nobody has a positive weight")]
    NoWeight,
    #[error("max_factor is {0}; expected at least 1")]
    BadMaxFactor(f64),
    #[error("class {class}{a} has no respondent{b}", a = of(.group), b = .merging.words())]
    NoRespondents {
        group: String,
        class: String,
        merging: Merging,
        /// The first unit in it.
        row: usize,
    },
    #[error("every unit of class {class}{a} is of unknown eligibility{b}", a = of(.group), b = .merging.words())]
    NothingKnown {
        group: String,
        class: String,
        merging: Merging,
        /// The first unit in it.
        row: usize,
    },
}

/// Whether merging could have given a class its respondents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merging {
    /// No rule asks for it, and other classes of its group have respondents.
    WouldHelp,
    /// Every class of the group was merged.
    Done,
    /// No class of the group has a respondent, or there is no other.
    WouldNotHelp,
    /// A replicate keeps the classes of the full sample.
    Fixed,
}

impl Merging {
    fn words(self) -> &'static str {
        match self {
            Merging::WouldHelp => {
                "; `min_respondents = 1` (or more) merges such a class with its neighbour, and no key asks for that yet"
            }
            Merging::Done => ", with all classes of its group merged",
            Merging::WouldNotHelp => ", nor has any class that it could be merged with",
            Merging::Fixed => "; classes are those of the full sample, so a larger `min_respondents` makes them larger",
        }
    }
}

/// The group that a class belongs to, where classes are made inside groups.
fn of(group: &str) -> String {
    if group.is_empty() {
        String::new()
    } else {
        format!(" of {group}")
    }
}

impl Tally {
    fn add(self, other: &Tally) -> Tally {
        Tally {
            rows: self.rows + other.rows,
            respondents: self.respondents + other.respondents,
            nonrespondents: self.nonrespondents + other.nonrespondents,
            unknown: self.unknown + other.unknown,
            ineligible: self.ineligible + other.ineligible,
        }
    }

    /// all/known × eligible/respondents; infinite without respondents, 1 in a class of nobody.
    pub fn factor(&self) -> f64 {
        let eligible = self.respondents + self.nonrespondents;
        let known = eligible + self.ineligible;
        match (self.respondents > 0.0, known + self.unknown > 0.0) {
            (true, _) if self.unknown > 0.0 => (known + self.unknown) / known * (eligible / self.respondents),
            (true, _) => eligible / self.respondents,
            (false, true) => f64::INFINITY,
            (false, false) => 1.0,
        }
    }
}

impl Nonresponse {
    /// Weighted counts of each elementary class for weights `q` times `m`.
    ///
    /// # Errors
    /// A weight that is negative or not finite, a unit without class, nobody with a positive weight.
    pub fn tally(&self, q: &[f64], m: Option<&[f64]>) -> Result<Vec<Tally>, ClassError> {
        let mut tallies = vec![Tally::default(); self.classes.len()];
        let mut any = false;
        for (row, (q, class)) in q.iter().zip(&self.class).enumerate() {
            let weight = q * m.map_or(1.0, |m| m[row]);
            if !(0.0..f64::INFINITY).contains(&weight) {
                return Err(ClassError::BadWeight { row, weight });
            }
            let tally = class.and_then(|class| tallies.get_mut(class as usize));
            let tally = tally.ok_or(ClassError::MissingClass { row })?;
            let sum = match self.status[row] {
                Status::Respondent => &mut tally.respondents,
                Status::Nonrespondent => &mut tally.nonrespondents,
                Status::Unknown => &mut tally.unknown,
                Status::Ineligible => &mut tally.ineligible,
            };
            *sum += weight;
            any |= weight > 0.0;
            tally.rows += u64::from(weight > 0.0 && self.status[row] == Status::Respondent);
        }
        if any { Ok(tallies) } else { Err(ClassError::NoWeight) }
    }

    /// Whether a class of these weighted counts should be merged.
    fn fails(&self, tally: &Tally) -> bool {
        let limit = self.max_factor.unwrap_or(f64::INFINITY);
        tally.rows < self.min_respondents || tally.factor() > limit * (1.0 + ROUNDING)
    }

    /// Merged classes that fail all the same, because their group has no other.
    pub fn failing(&self, tallies: &[Tally], merged: &Merged) -> u64 {
        let fails = |members: &&Vec<usize>| self.fails(&total(tallies, members));
        merged.members.iter().filter(fails).count() as u64
    }

    /// Merges classes on the full sample.
    ///
    /// # Errors
    /// A `max_factor` below 1.
    pub fn merge(&self, tallies: &[Tally]) -> Result<Merged, ClassError> {
        let limit = self.max_factor.unwrap_or(f64::INFINITY);
        if limit.is_nan() || limit < 1.0 {
            return Err(ClassError::BadMaxFactor(limit));
        }
        let fails = |members: &[usize]| self.fails(&total(tallies, members));
        let groups: Vec<&str> = self.classes.iter().map(|(group, _)| group.as_str()).collect();
        let members = merge_failing(&groups, false, fails);
        let mut of_class = vec![0; self.classes.len()];
        for (number, members) in members.iter().enumerate() {
            members.iter().for_each(|class| of_class[*class] = number as u32);
        }
        Ok(Merged { of_class, members })
    }

    /// Factor of each merged class.
    ///
    /// # Errors
    /// A class with units and without respondents, or of whose units nothing is known.
    pub fn factors(&self, tallies: &[Tally], merged: &Merged) -> Result<Vec<f64>, ClassError> {
        let factor = |(number, members): (usize, &Vec<usize>)| {
            let tally = total(tallies, members);
            let factor = tally.factor();
            if factor.is_finite() {
                return Ok(factor);
            }
            let (group, class) = self.label(merged, number);
            let known = tally.respondents + tally.nonrespondents + tally.ineligible;
            let (merging, row) = (self.merging(tallies, members), self.first_row(members));
            Err(if known > 0.0 {
                ClassError::NoRespondents {
                    group,
                    class,
                    merging,
                    row,
                }
            } else {
                ClassError::NothingKnown {
                    group,
                    class,
                    merging,
                    row,
                }
            })
        };
        merged.members.iter().enumerate().map(factor).collect()
    }

    /// What merging did or could do for a class without respondents.
    fn merging(&self, tallies: &[Tally], members: &[usize]) -> Merging {
        let group = &self.classes[members[0]].0;
        let mut pairs = self.classes.iter().zip(tallies);
        let others = pairs.any(|((of, _), tally)| of == group && tally.respondents > 0.0);
        match (others, self.min_respondents == 0 && self.max_factor.is_none()) {
            (true, true) => Merging::WouldHelp,
            (true, false) => Merging::Fixed,
            (false, _) if members.len() > 1 => Merging::Done,
            (false, _) => Merging::WouldNotHelp,
        }
    }

    fn first_row(&self, members: &[usize]) -> usize {
        let inside = |class: &Option<u32>| class.is_some_and(|class| members.contains(&(class as usize)));
        self.class.iter().position(inside).unwrap_or(0)
    }

    /// (group, classes joined by `|`) of a merged class.
    pub fn label(&self, merged: &Merged, number: usize) -> (String, String) {
        let members = &merged.members[number];
        let names: Vec<&str> = members.iter().map(|class| self.classes[*class].1.as_str()).collect();
        (self.classes[members[0]].0.clone(), names.join("|"))
    }

    /// Multiplies `q` by the factors: respondents by their class's, all others by 0.
    pub fn apply(&self, q: &mut [f64], merged: &Merged, factors: &[f64]) {
        let of_class: Vec<f64> = merged.of_class.iter().map(|c| factors[*c as usize]).collect();
        for ((q, status), class) in q.iter_mut().zip(&self.status).zip(&self.class) {
            *q = match (status, class) {
                (Status::Respondent, Some(class)) => *q * of_class[*class as usize],
                _ => 0.0,
            };
        }
    }
}

fn total(tallies: &[Tally], members: &[usize]) -> Tally {
    members
        .iter()
        .fold(Tally::default(), |sum, class| sum.add(&tallies[*class]))
}
