//! Running a plan: with a full record for the full sample, with the final weights alone for a replicate.

use super::apply::{Applied, apply};
use super::record::{Done, record};
use super::{MarginError, Plan, PlanError, PlannedStep, StepError};
use crate::domain::weight::trim::{Band, Counts};

/// Room that replicates use again and again.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    pub(super) q: Vec<f64>,
    pub(super) spare: Vec<f64>,
    pub(super) m: Vec<f64>,
    pub(super) rows: Vec<u64>,
    pub(super) weight: Vec<f64>,
}

impl Plan {
    /// Runs on the full sample and fixes what replicates must keep (the nonresponse classes).
    ///
    /// # Errors
    /// The step that failed and why.
    pub fn prepare(&mut self, base: &[f64]) -> Result<Vec<Done>, PlanError> {
        for (_, step) in &mut self.steps {
            if let PlannedStep::Nonresponse { merged, .. } = step {
                *merged = None;
            }
        }
        let (done, merged) = self.recorded(base, None)?;
        for ((_, step), found) in self.steps.iter_mut().zip(merged) {
            if let (PlannedStep::Nonresponse { merged, .. }, Applied::Classes(found, _)) = (step, found) {
                *merged = Some(found);
            }
        }
        Ok(done)
    }

    /// Runs every step with its record; `multiplier` (one per row, ≥ 0) makes it a replicate of a prepared plan.
    ///
    /// Base weights are not in the records: the first is that of the first step.
    pub fn run(&self, base: &[f64], multiplier: Option<&[f64]>) -> Result<Vec<Done>, PlanError> {
        Ok(self.recorded(base, multiplier)?.0)
    }

    fn recorded(&self, base: &[f64], m: Option<&[f64]>) -> Result<(Vec<Done>, Vec<Applied>), PlanError> {
        self.check(base, m)?;
        let (mut q, mut spare) = (base.to_vec(), Vec::new());
        let (mut done, mut all): (Vec<Done>, Vec<Applied>) = (Vec::new(), Vec::new());
        let weigh = |q: &[f64]| match m {
            None => q.to_vec(),
            Some(m) => q.iter().zip(m).map(|(q, m)| q * m).collect(),
        };
        let mut band = None;
        let first = m.map(|_| weigh(base));
        let first = first.as_deref().unwrap_or(base);
        for (number, (name, step)) in self.steps.iter().enumerate() {
            let applied = apply(step, &mut q, Counts::of(m), base, &mut spare).map_err(|source| PlanError {
                step: name.clone(),
                source,
            })?;
            let before = done.last().map_or(first, |d| &d.weight);
            let cycled = matches!(applied, Applied::Cycled(_)).then(|| weigh(&spare));
            let last = number + 1 == self.steps.len();
            let weight = if last && m.is_none() {
                std::mem::take(&mut q)
            } else {
                weigh(&q)
            };
            let mut next = record(name, step, &applied, before, weight, cycled);
            match (&applied, step) {
                (Applied::Trimmed(trimmed), PlannedStep::Trim(rule)) => {
                    band = Some((trimmed.band, rule.relative_to_base));
                }
                // Limits on weights of another size say nothing any more, and those of groups are many.
                (Applied::Scaled | Applied::TrimmedWithin(_), _) => band = None,
                // What calibration has put outside a trimming's limits again is counted, not hidden.
                (_, step) => count_outside(&mut next, step, band, base, m),
            }
            done.push(next);
            all.push(applied);
        }
        Ok((done, all))
    }

    /// The final weights alone, in room that is used again: for replicates. The same arithmetic as [`Plan::run`].
    pub fn run_final<'a>(
        &self,
        base: &[f64],
        multiplier: Option<&[f64]>,
        scratch: &'a mut Scratch,
    ) -> Result<&'a [f64], PlanError> {
        self.check(base, multiplier)?;
        scratch.q.clear();
        scratch.q.extend_from_slice(base);
        let Scratch { q, spare, .. } = scratch;
        for (name, step) in &self.steps {
            apply(step, q, Counts::of(multiplier), base, spare).map_err(|source| PlanError {
                step: name.clone(),
                source,
            })?;
        }
        if let Some(m) = multiplier {
            q.iter_mut().zip(m).for_each(|(q, m)| *q *= m);
        }
        Ok(q)
    }
}

/// Rows outside the last trimming's limits after a step that calibrates.
fn count_outside(done: &mut Done, step: &PlannedStep, band: Option<(Band, bool)>, base: &[f64], m: Option<&[f64]>) {
    let Some((band, relative)) = band.filter(|_| step.auxiliaries().is_some()) else {
        return;
    };
    let outside = |row: &usize| {
        let unit = m.map_or(1.0, |m| m[*row]) * if relative { base[*row] } else { 1.0 };
        done.weight[*row] > 0.0 && band.misses(done.weight[*row] / unit)
    };
    let count = (0..base.len()).filter(outside).count();
    done.figures.entry("outside").or_insert(count as f64);
}

impl Plan {
    /// Every column has a value per row, and base weights and multipliers are weights.
    pub(super) fn check(&self, base: &[f64], m: Option<&[f64]>) -> Result<(), PlanError> {
        for (name, step) in &self.steps {
            if let Some(source) = step.wrong_length(base.len()) {
                let step = name.clone();
                return Err(PlanError { step, source });
            }
        }
        check(base, m)
    }
}

impl PlannedStep {
    fn wrong_length(&self, expected: usize) -> Option<StepError> {
        let mut lengths = Vec::new();
        if let PlannedStep::Nonresponse { rule, .. } = self {
            lengths.extend([rule.status.len(), rule.class.len()]);
        }
        if let PlannedStep::TrimWithin(_, within) = self {
            lengths.push(within.of_row.len());
        }
        if let Some(auxiliaries) = self.auxiliaries() {
            lengths.push(auxiliaries.cells.of_row.len());
            lengths.extend(auxiliaries.numbers.iter().map(|(_, x)| x.len()));
            let margins = auxiliaries.cells.categories.first().map_or(0, Vec::len);
            let (targets, sums) = self.totals();
            for (expected, found) in [(margins, targets.len()), (auxiliaries.numbers.len(), sums.len())] {
                if expected != found && !auxiliaries.cells.is_empty() {
                    return Some(StepError::Length { expected, found });
                }
            }
        }
        let found = lengths.into_iter().find(|found| *found != expected)?;
        Some(StepError::Length { expected, found })
    }
}

/// Base weights and multipliers are weights, and somebody has one.
fn check(base: &[f64], m: Option<&[f64]>) -> Result<(), PlanError> {
    let stop = |source: StepError| {
        let step = "base".to_owned();
        Err(PlanError { step, source })
    };
    for column in std::iter::once(base).chain(m) {
        if column.len() != base.len() {
            let (expected, found) = (base.len(), column.len());
            return stop(StepError::Length { expected, found });
        }
        // Without a branch, so that a million rows take no time; the row is looked for only when there is one.
        let good = |w: &f64| (*w >= 0.0) & (*w < f64::INFINITY);
        if !column.iter().fold(true, |all, w| all & good(w)) {
            let row = column.iter().position(|w| !good(w)).unwrap_or(0);
            let weight = column[row];
            return stop(MarginError::BadWeight { row, weight }.into());
        }
    }
    let some = |row: usize| base[row] > 0.0 && m.is_none_or(|m| m[row] > 0.0);
    if (0..base.len()).any(some) {
        Ok(())
    } else {
        stop(MarginError::NoWeight.into())
    }
}
