//! Running a plan: with a full record for the full sample, with the final weights alone for a replicate.

use super::apply::{Applied, apply};
use super::around::Around;
use super::record::{Done, record};
use super::{MarginError, Plan, PlanError, PlannedStep, StepError};
use crate::domain::weight::rake::rake_rows;
use crate::domain::weight::trim::{Band, Counts};

/// Room that replicates use again and again.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    /// Weight ÷ multiplier, per row or group.
    pub(super) q: Vec<f64>,
    /// What a step needs beside.
    pub(super) spare: Vec<f64>,
    /// Sum of the multipliers of each group.
    pub(super) m: Vec<f64>,
    /// Rows of each group that take part.
    pub(super) rows: Vec<u64>,
    /// Final weights per row.
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
    ///
    /// # Errors
    /// The step that failed and why.
    pub fn run(&self, base: &[f64], multiplier: Option<&[f64]>) -> Result<Vec<Done>, PlanError> {
        Ok(self.recorded(base, multiplier)?.0)
    }

    fn recorded(&self, base: &[f64], m: Option<&[f64]>) -> Result<(Vec<Done>, Vec<Applied>), PlanError> {
        self.check_lengths(base.len())?;
        // A raking looks at every weight itself; on the full sample it need not be done twice.
        let looked_at = m.is_none() && matches!(self.steps.first(), Some((_, PlannedStep::Rake { .. })));
        if !looked_at {
            check(base, m)?;
        }
        let mut spare = Vec::new();
        // Without multipliers the weights are q.
        let mut q = m.map(|_| base.to_vec());
        let (mut done, mut all): (Vec<Done>, Vec<Applied>) = (Vec::new(), Vec::new());
        let weigh = |q: &[f64], m: &[f64]| q.iter().zip(m).map(|(q, m)| q * m).collect::<Vec<f64>>();
        let mut band = None;
        let first = m.map(|m| weigh(base, m));
        let first = first.as_deref().unwrap_or(base);
        for (name, step) in &self.steps {
            let before = done.last().map_or(first, |d| &d.weight);
            let applied = match (&mut q, m) {
                (Some(q), Some(_)) => apply(step, q, Counts::of(m), base, &mut spare).map(|applied| (applied, None)),
                _ => applied_to(step, before, base, &mut spare),
            };
            // What the first raking refuses is a fault of the base weights, if they have one.
            let stop = |source| check(base, m).err().unwrap_or_else(|| step_failed(name, source));
            let (applied, rows) = applied.map_err(stop)?;
            let multiplied = |column: &[f64]| m.map_or_else(|| column.to_vec(), |m| weigh(column, m));
            let cycled = matches!(applied, Applied::Cycled(_)).then(|| multiplied(&spare));
            let (weight, around) = rows.unwrap_or_else(|| (multiplied(q.as_deref().unwrap_or(base)), None));
            let cells = step.auxiliaries().map(|of| &of.cells);
            let around = around.unwrap_or_else(|| Around::of(before, &weight, cells));
            let mut next = record(name, step, &applied, before, weight, &around, cycled);
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
    ///
    /// # Errors
    /// As [`Plan::run`].
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
            apply(step, q, Counts::of(multiplier), base, spare).map_err(|source| step_failed(name, source))?;
        }
        if let Some(m) = multiplier {
            q.iter_mut().zip(m).for_each(|(q, m)| *q *= m);
        }
        Ok(q)
    }
}

/// Weights after a step with, where the step knows them already, the figures around it.
type Rows = (Vec<f64>, Option<Around>);

/// A step on the weights of the full sample, which stay as they are.
fn applied_to(
    step: &PlannedStep,
    before: &[f64],
    base: &[f64],
    spare: &mut Vec<f64>,
) -> Result<(Applied, Option<Rows>), StepError> {
    if let PlannedStep::Rake {
        auxiliaries,
        targets,
        limits,
    } = step
    {
        let rows = rake_rows(before, &auxiliaries.cells, targets, *limits)?;
        let around = Around::raked(&rows);
        return Ok((Applied::Raked(rows.raked), Some((rows.weight, Some(around)))));
    }
    let mut weight = before.to_vec();
    let applied = apply(step, &mut weight, Counts::of(None), base, spare)?;
    Ok((applied, Some((weight, None))))
}

fn step_failed(name: &str, source: StepError) -> PlanError {
    let step = name.to_owned();
    PlanError { step, source }
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
        self.check_lengths(base.len())?;
        check(base, m)
    }

    fn check_lengths(&self, rows: usize) -> Result<(), PlanError> {
        let wrong = |(name, step): &(String, PlannedStep)| Some(step_failed(name, step.wrong_length(rows)?));
        self.steps.iter().find_map(wrong).map_or(Ok(()), Err)
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
