//! Replicates at the speed of groups: rows that no step can tell apart keep equal q, so each group is one row of a
//! smaller plan whose multiplier is the sum of its members'.
//!
//! Sums are then taken over groups instead of rows: the same numbers up to the last bits, the same on every machine and
//! for any number of threads.

use super::apply::apply;
use super::{Plan, PlanError, PlannedStep, Scratch};
use crate::domain::weight::calibrate::Auxiliaries;
use crate::domain::weight::cells::Cells;
use crate::domain::weight::classes::Nonresponse;
use crate::domain::weight::trim::Counts;

/// Grouping pays while there are at most this many rows for each group.
const WORTH: usize = 4;

/// A prepared plan, ready for many replicates; may be shared between threads, each with a [`Scratch`] of its own.
#[derive(Debug)]
pub struct Replicator<'a> {
    plan: &'a Plan,
    base: &'a [f64],
    grouped: Option<Grouped>,
}

#[derive(Debug)]
struct Grouped {
    of_row: Vec<u32>,
    base: Vec<f64>,
    plan: Plan,
}

impl<'a> Replicator<'a> {
    /// `plan` must be [prepared](Plan::prepare) where it adjusts for nonresponse; `base` has one weight per row.
    pub fn new(plan: &'a Plan, base: &'a [f64]) -> Replicator<'a> {
        let groups = groups(plan, base);
        let grouped = groups.map(|(of_row, first)| Grouped {
            base: first.iter().map(|row| base[*row]).collect(),
            plan: Plan {
                steps: plan
                    .steps
                    .iter()
                    .map(|(name, step)| (name.clone(), reduced(step, &first)))
                    .collect(),
            },
            of_row,
        });
        Replicator { plan, base, grouped }
    }

    /// Number of groups, where rows are grouped.
    #[cfg(test)]
    pub fn groups(&self) -> Option<usize> {
        self.grouped.as_ref().map(|grouped| grouped.base.len())
    }

    /// Final weights, one per row, for one multiplier per row.
    ///
    /// # Errors
    /// As [`Plan::run`].
    pub fn weights<'s>(&self, multiplier: &[f64], scratch: &'s mut Scratch) -> Result<&'s [f64], PlanError> {
        let mut weight = std::mem::take(&mut scratch.weight);
        weight.clear();
        weight.extend_from_slice(multiplier);
        let done = self.weigh(&mut weight, scratch);
        scratch.weight = weight;
        done.map(|()| scratch.weight.as_slice())
    }

    /// Puts final weights in the place of the multipliers that they are for, one per row: no other column is needed where
    /// rows are grouped.
    ///
    /// # Errors
    /// As [`Plan::run`]; the multipliers stay.
    pub fn weigh(&self, multiplier: &mut [f64], scratch: &mut Scratch) -> Result<(), PlanError> {
        if let Some(grouped) = &self.grouped {
            self.plan.check(self.base, Some(multiplier))?;
            if grouped.run(multiplier, scratch).is_ok() {
                let own = multiplier.iter_mut().zip(&grouped.of_row);
                own.for_each(|(m, group)| *m *= scratch.q[*group as usize]);
                return Ok(());
            }
            // The rows' own plan names the row that is the reason.
        }
        let weights = self.plan.run_final(self.base, Some(multiplier), scratch)?;
        multiplier.copy_from_slice(weights);
        Ok(())
    }
}

impl Grouped {
    /// Leaves q per group in the scratch.
    fn run(&self, multiplier: &[f64], scratch: &mut Scratch) -> Result<(), super::StepError> {
        let Scratch { q, spare, m, rows, .. } = scratch;
        m.clear();
        m.resize(self.base.len(), 0.0);
        rows.clear();
        rows.resize(self.base.len(), 0);
        for (group, multiplier) in self.of_row.iter().zip(multiplier) {
            m[*group as usize] += multiplier;
            rows[*group as usize] += u64::from(*multiplier > 0.0);
        }
        q.clear();
        q.extend_from_slice(&self.base);
        let counts = Counts {
            m: Some(m),
            rows: Some(rows),
        };
        for (_, step) in &self.plan.steps {
            apply(step, q, counts, &self.base, spare)?;
        }
        Ok(())
    }
}

/// (group of each row, first row of each group); `None` where there would be too many.
fn groups(plan: &Plan, base: &[f64]) -> Option<(Vec<u32>, Vec<usize>)> {
    let most = base.len() / WORTH;
    let mut of_row = vec![0u32; base.len()];
    for column in columns(plan, base) {
        let cells = Cells::new(&[of_row, column?]);
        if cells.len() > most {
            return None;
        }
        of_row = cells.of_row;
    }
    let count = of_row.iter().max().map_or(0, |g| *g as usize + 1);
    let mut first = vec![usize::MAX; count];
    for (row, group) in of_row.iter().enumerate().rev() {
        first[*group as usize] = row;
    }
    Some((of_row, first))
}

/// Everything that steps look at, as numbered values; a `None` among them: too many values.
fn columns<'a>(plan: &'a Plan, base: &'a [f64]) -> impl Iterator<Item = Option<Vec<u32>>> + 'a {
    let of_step = |(_, step): &'a (String, PlannedStep)| {
        let mut columns = Vec::new();
        if let PlannedStep::Nonresponse { rule, .. } = step {
            columns.push(Some(rule.status.iter().map(|s| *s as u32).collect()));
            // A row without class is refused by the full sample.
            columns.push(Some(rule.class.iter().map(|c| c.unwrap_or(0)).collect()));
        }
        if let PlannedStep::TrimWithin(_, within) = step {
            columns.push(Some(within.of_row.iter().map(|group| group.wrapping_add(1)).collect()));
        }
        if let Some(auxiliaries) = step.auxiliaries() {
            columns.push(Some(auxiliaries.cells.of_row.clone()));
            columns.extend(auxiliaries.numbers.iter().map(|(_, x)| distinct(x)));
        }
        columns
    };
    std::iter::once(distinct(base)).chain(plan.steps.iter().flat_map(of_step))
}

/// Number of each value among the distinct ones; `None` where they are too many.
fn distinct(values: &[f64]) -> Option<Vec<u32>> {
    let mut sorted: Vec<f64> = Vec::new();
    for value in values {
        if let Err(place) = sorted.binary_search_by(|known| known.total_cmp(value)) {
            if sorted.len() >= 4096 {
                return None;
            }
            sorted.insert(place, *value);
        }
    }
    let number = |value: &f64| sorted.partition_point(|known| known.total_cmp(value).is_lt()) as u32;
    Some(values.iter().map(number).collect())
}

/// The step for one row per group.
fn reduced(step: &PlannedStep, first: &[usize]) -> PlannedStep {
    let mut step = step.clone();
    match &mut step {
        PlannedStep::Nonresponse { rule, .. } => {
            *rule = Nonresponse {
                status: first.iter().map(|row| rule.status[*row]).collect(),
                class: first.iter().map(|row| rule.class[*row]).collect(),
                ..rule.clone()
            };
        }
        PlannedStep::Poststratify { auxiliaries, .. }
        | PlannedStep::Rake { auxiliaries, .. }
        | PlannedStep::Calibrate { auxiliaries, .. }
        | PlannedStep::TrimAndRake { auxiliaries, .. } => *auxiliaries = reduced_auxiliaries(auxiliaries, first),
        PlannedStep::TrimWithin(_, within) => {
            within.of_row = first.iter().map(|row| within.of_row[*row]).collect();
        }
        PlannedStep::Trim(_) | PlannedStep::Scale { .. } => {}
    }
    step
}

fn reduced_auxiliaries(all: &Auxiliaries, first: &[usize]) -> Auxiliaries {
    let numbers = all.numbers.iter();
    Auxiliaries {
        cells: Cells {
            of_row: first.iter().map(|row| all.cells.of_row[*row]).collect(),
            categories: all.cells.categories.clone(),
        },
        numbers: numbers
            .map(|(name, x)| (name.clone(), first.iter().map(|row| x[*row]).collect()))
            .collect(),
    }
}
