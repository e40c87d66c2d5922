//! What the ledger comes to: each department's eight scores, deductions, total, rank and bonus.

use super::bonus::bonus;
use super::entry::cost;
use super::{Bonus, Entry, Import, Indicator, Ledger, LedgerDepartment, Points, Source};
use crate::domain::definition::DepartmentId;
use crate::domain::score::sheet::ScoreStatus;

/// A ledger with every department's result, in the order of the ledger.
#[derive(Debug, Clone)]
pub struct Standing<'l> {
    /// The ledger.
    pub ledger: &'l Ledger,
    /// One for every department.
    pub totals: Vec<Totals<'l>>,
}

/// One department's result.
#[derive(Debug, Clone)]
pub struct Totals<'l> {
    /// Who.
    pub department: &'l LedgerDepartment,
    /// The eight, in the order of [`Indicator::ALL`].
    pub scores: [IndicatorScore<'l>; 8],
    /// Sum of the eight; `None` where one is missing, never a sum of the others.
    pub sum: Option<Points>,
    /// 行政问责: what is deducted, 0 to 10.
    pub deducted: Points,
    /// Sum less deductions.
    pub total: Option<Points>,
    /// 1 is best; ties share a rank; `None` without a total.
    pub rank: Option<usize>,
    /// The bonus, which does not need a total.
    pub bonus: Bonus<'l>,
    /// What is noted, withdrawn notes included.
    pub entries: Vec<&'l Entry>,
}

/// One department's score of one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndicatorScore<'l> {
    /// Points from 0 to the indicator's.
    Given(Points),
    /// Nothing, and why; never zero.
    Missing(Vec<Gap<'l>>),
}

impl IndicatorScore<'_> {
    /// The points, where there are any.
    pub fn points(&self) -> Option<Points> {
        match self {
            IndicatorScore::Given(points) => Some(*points),
            IndicatorScore::Missing(_) => None,
        }
    }
}

/// Why a score is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap<'l> {
    /// The body has not delivered its part; of the public evaluation: no sealed sheet was imported.
    NotDelivered(Source),
    /// The body gave this department no score, with this reason.
    NotScored(Source, &'l str),
    /// Too little was measured for a public evaluation.
    NoPublicScore,
    /// The public evaluation is provisional: not for the ledger yet.
    Provisional,
}

/// The results of a ledger, as things stand.
pub fn standing(ledger: &Ledger) -> Standing<'_> {
    let mut totals: Vec<Totals<'_>> = ledger.departments.iter().map(|one| totals_of(ledger, one)).collect();
    let mut scored: Vec<Points> = totals.iter().filter_map(|one| one.total).collect();
    scored.sort_unstable();
    for one in &mut totals {
        // One more than how many are above: equal totals share a rank, and the next is counted past them.
        one.rank = one
            .total
            .map(|total| 1 + scored.len() - scored.partition_point(|other| *other <= total));
    }
    Standing { ledger, totals }
}

fn totals_of<'l>(ledger: &'l Ledger, department: &'l LedgerDepartment) -> Totals<'l> {
    let scores = Indicator::ALL.map(|indicator| match indicator {
        Indicator::Public => public_score(ledger, &department.id),
        _ => part_score(ledger, indicator, &department.id),
    });
    let given: Option<Vec<Points>> = scores.iter().map(IndicatorScore::points).collect();
    let sum: Option<Points> = given.map(|points| points.into_iter().sum());
    let entries = ledger.entries_of(&department.id);
    let deducted = cost(entries.iter().filter(|entry| entry.deducts()).count());
    Totals {
        department,
        scores,
        sum,
        deducted,
        total: sum.map(|sum| sum.less(deducted)),
        rank: None,
        bonus: bonus(&entries),
        entries,
    }
}

/// The sum of every body's part, or what is missing of it.
fn part_score<'l>(ledger: &'l Ledger, indicator: Indicator, department: &DepartmentId) -> IndicatorScore<'l> {
    let waiting = ledger.waiting_for(indicator).into_iter().map(Gap::NotDelivered);
    let unscored = |import: &'l Import| {
        let row = import.rows.get(department)?;
        row.score.is_none().then_some(Gap::NotScored(import.source, &row.note))
    };
    let gaps: Vec<Gap<'l>> = waiting.chain(ledger.parts(indicator).filter_map(unscored)).collect();
    if !gaps.is_empty() {
        return IndicatorScore::Missing(gaps);
    }
    let points = |import: &Import| import.rows.get(department).and_then(|row| row.score);
    IndicatorScore::Given(ledger.parts(indicator).filter_map(points).sum())
}

fn public_score<'l>(ledger: &'l Ledger, department: &DepartmentId) -> IndicatorScore<'l> {
    let not_delivered = || {
        let sources = ledger.waiting_for(Indicator::Public).into_iter();
        IndicatorScore::Missing(sources.map(Gap::NotDelivered).collect())
    };
    let Some(sheet) = ledger.sheet() else {
        return not_delivered();
    };
    match sheet.scores.get(department) {
        Some(score) => match (score.status, score.points) {
            (ScoreStatus::Final, Some(points)) => IndicatorScore::Given(points),
            (ScoreStatus::Provisional, _) => IndicatorScore::Missing(vec![Gap::Provisional]),
            _ => IndicatorScore::Missing(vec![Gap::NoPublicScore]),
        },
        None => IndicatorScore::Missing(vec![Gap::NoPublicScore]),
    }
}

impl<'l> Totals<'l> {
    /// Its score of one indicator.
    pub fn score(&self, indicator: Indicator) -> &IndicatorScore<'l> {
        &self.scores[indicator as usize]
    }
}

impl<'l> Standing<'l> {
    /// Departments by rank, those without a total last; equal ones in the order of the ledger.
    pub fn by_rank(&self) -> Vec<&Totals<'l>> {
        let mut all: Vec<&Totals<'l>> = self.totals.iter().collect();
        all.sort_by_key(|one| one.rank.unwrap_or(usize::MAX));
        all
    }

    /// One department's result.
    pub fn of(&self, department: &DepartmentId) -> Option<&Totals<'l>> {
        self.totals.iter().find(|one| &one.department.id == department)
    }
}
