//! The record of a step: its weights and every figure that a reader may ask for.

use super::apply::Applied;
use super::around::Around;
use super::{PlannedStep, Target};
use crate::domain::weight::calibrate::{Auxiliaries, Bounds};
use crate::domain::weight::classes::{Merged, Status};
use crate::domain::weight::diagnostics::Diagnostics;
use crate::domain::weight::trim::Band;
use std::collections::BTreeMap;

/// A step that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// Its name.
    pub name: String,
    /// See [`PlannedStep::kind`].
    pub kind: &'static str,
    /// Weight per row after it.
    pub weight: Vec<f64>,
    /// Weights before the last raking of `trim_and_rake`; for other steps the weights of the step before are it.
    pub before: Option<Vec<f64>>,
    /// Figures of the weights.
    pub diagnostics: Diagnostics,
    /// Smallest and largest factor (after ÷ before) over rows with a positive weight before and a weight after.
    pub factor: Option<(f64, f64)>,
    /// Cycles or iterations.
    pub iterations: Option<u32>,
    /// Largest relative miss of a total at the end.
    pub largest_miss: Option<f64>,
    /// Whether the step reached its aim (all weights inside the limits after cycles; other steps fail instead).
    pub converged: bool,
    /// `reference`, `low`, `high`, `n_low`, `n_high`, `at_lower`, `at_upper`, `outside`, `passes`, `cycles`, `classes`, `failing`, `groups`,
    /// `negative`, `ineligible` where they apply.
    pub figures: BTreeMap<&'static str, f64>,
    /// Rows outside at the start of each cycle.
    pub outside_by_cycle: Vec<u64>,
    /// Factor per merged class (`group/class|class`) or per cell (categories joined by `/`).
    pub factors: Vec<(String, f64)>,
    /// Merged class of each row, as a position in `factors`, after a nonresponse step.
    pub class: Option<Vec<u32>>,
    /// Totals around the step.
    pub margins: Vec<MarginRow>,
}

/// A total around a step.
#[derive(Debug, Clone, PartialEq)]
pub struct MarginRow {
    /// Margin or number.
    pub margin: String,
    /// Category, or `sum`.
    pub category: String,
    /// Rows with a positive weight in it.
    pub n: u64,
    /// Wanted.
    pub target: f64,
    /// Weighted before.
    pub before: f64,
    /// Weighted after.
    pub after: f64,
}

/// Puts the record together.
pub fn record(
    name: &str,
    step: &PlannedStep,
    applied: &Applied,
    before: &[f64],
    weight: Vec<f64>,
    around: &Around,
    cycled: Option<Vec<f64>>,
) -> Done {
    let mut done = Done {
        name: name.to_owned(),
        kind: step.kind(),
        before: cycled,
        diagnostics: around.after.figures(),
        factor: (around.low <= around.high).then_some((around.low, around.high)),
        iterations: None,
        largest_miss: None,
        converged: true,
        figures: BTreeMap::new(),
        outside_by_cycle: Vec::new(),
        factors: Vec::new(),
        class: None,
        margins: Vec::new(),
        weight,
    };
    if let Some(auxiliaries) = step.auxiliaries() {
        done.margins = margin_rows(auxiliaries, step.totals(), around, (before, &done.weight));
    }
    describe(&mut done, step, applied, before);
    if done.diagnostics.negative > 0 {
        done.figures.insert("negative", done.diagnostics.negative as f64);
    }
    done
}

fn describe(done: &mut Done, step: &PlannedStep, applied: &Applied, before: &[f64]) {
    let limits = |figures: &mut BTreeMap<&'static str, f64>, band: Band, reference: Option<f64>| {
        figures.extend([("low", band.lower), ("high", band.upper)]);
        figures.extend(reference.map(|r| ("reference", r)));
    };
    match applied {
        Applied::Classes(merged, factors) => describe_classes(done, step, merged, factors, before),
        Applied::Poststratified(factors) => done.factors = cell_factors(step, factors),
        Applied::Raked(raked) => {
            (done.iterations, done.largest_miss) = (Some(raked.cycles), Some(raked.largest_miss));
            done.factors = cell_factors(step, &raked.cell_factor);
        }
        Applied::Calibrated(c) => {
            (done.iterations, done.largest_miss) = (Some(c.iterations), Some(c.largest_miss));
            done.figures
                .extend([("at_lower", c.at_low as f64), ("at_upper", c.at_high as f64)]);
            if let PlannedStep::Calibrate { options, .. } = step
                && let Bounds::Weight { low, high } | Bounds::Factor { low, high } = options.bounds
            {
                let limits = [("low", low), ("high", high)];
                done.figures
                    .extend(limits.into_iter().filter(|(_, limit)| limit.is_finite()));
            }
        }
        Applied::Trimmed(t) => {
            limits(&mut done.figures, t.band, t.reference);
            let counts = [
                ("n_low", t.n_low as f64),
                ("n_high", t.n_high as f64),
                ("passes", f64::from(t.passes)),
            ];
            done.figures.extend(counts);
        }
        Applied::TrimmedWithin(groups) => {
            let there = || groups.iter().flatten();
            let counts = [
                ("groups", there().count() as f64),
                ("n_low", there().map(|t| t.n_low).sum::<u64>() as f64),
                ("n_high", there().map(|t| t.n_high).sum::<u64>() as f64),
                ("passes", f64::from(there().map(|t| t.passes).max().unwrap_or(0))),
            ];
            done.figures.extend(counts);
        }
        Applied::Cycled(c) => {
            limits(&mut done.figures, c.band, c.reference);
            done.iterations = Some(c.outside_by_cycle.len() as u32);
            done.largest_miss = c.last.as_ref().map(|last| last.largest_miss);
            let counts = [
                ("cycles", c.outside_by_cycle.len() as f64),
                ("outside", c.outside as f64),
            ];
            done.figures.extend(counts);
            done.converged = c.outside == 0;
            done.outside_by_cycle.clone_from(&c.outside_by_cycle);
        }
        Applied::Scaled => {}
    }
}

fn describe_classes(done: &mut Done, step: &PlannedStep, merged: &Merged, factors: &[f64], before: &[f64]) {
    let PlannedStep::Nonresponse { rule, .. } = step else {
        return;
    };
    let label = |(number, factor): (usize, &f64)| {
        let (group, class) = rule.label(merged, number);
        let label = if group.is_empty() {
            class
        } else {
            format!("{group}/{class}")
        };
        (label, *factor)
    };
    done.factors = factors.iter().enumerate().map(label).collect();
    let of_row = |class: &Option<u32>| class.map_or(0, |c| merged.of_class[c as usize]);
    done.class = Some(rule.class.iter().map(of_row).collect());
    let gone = rule
        .status
        .iter()
        .zip(before)
        .filter(|(s, _)| **s == Status::Ineligible);
    let ineligible: f64 = gone.map(|(_, w)| w).sum();
    done.figures.extend([("classes", factors.len() as f64)]);
    let failing = rule
        .tally(before, None)
        .map_or(0, |tallies| rule.failing(&tallies, merged));
    if failing > 0 {
        done.figures.insert("failing", failing as f64);
    }
    if ineligible > 0.0 {
        done.figures.insert("ineligible", ineligible);
    }
}

fn cell_factors(step: &PlannedStep, factors: &[f64]) -> Vec<(String, f64)> {
    let (targets, _) = step.totals();
    let Some(auxiliaries) = step.auxiliaries() else {
        return Vec::new();
    };
    let label = |cell: &Vec<u32>| {
        let mut label = String::new();
        for (category, target) in cell.iter().zip(targets) {
            if !label.is_empty() {
                label.push('/');
            }
            label.push_str(target.categories.get(*category as usize).map_or("", |c| &c.0));
        }
        label
    };
    let labels = auxiliaries.cells.categories.iter().map(label);
    labels.zip(factors).map(|(label, factor)| (label, *factor)).collect()
}

fn margin_rows(
    aux: &Auxiliaries,
    totals: (&[Target], &[f64]),
    around: &Around,
    (before, after): (&[f64], &[f64]),
) -> Vec<MarginRow> {
    let mut rows = Vec::new();
    for (number, target) in totals.0.iter().enumerate() {
        let first = rows.len();
        rows.extend(target.categories.iter().map(|(category, total)| MarginRow {
            margin: target.margin.clone(),
            category: category.clone(),
            n: 0,
            target: *total,
            before: 0.0,
            after: 0.0,
        }));
        for (cell, of) in aux.cells.categories.iter().enumerate() {
            if let Some(row) = rows.get_mut(first + of[number] as usize) {
                row.n += around.cells[cell].count;
                row.before += around.cells[cell].before;
                row.after += around.cells[cell].after;
            }
        }
    }
    for ((name, x), total) in aux.numbers.iter().zip(totals.1) {
        let sum = |w: &[f64]| w.iter().zip(x).filter(|(w, _)| **w != 0.0).map(|(w, x)| w * x).sum();
        rows.push(MarginRow {
            margin: name.clone(),
            category: "sum".to_owned(),
            n: before.iter().filter(|w| **w > 0.0).count() as u64,
            target: *total,
            before: sum(before),
            after: sum(after),
        });
    }
    rows
}
