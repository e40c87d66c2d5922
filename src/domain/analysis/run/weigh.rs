//! The weighting steps of a run, resolved to rows and run.

use super::margins::{Margin, Tables, crossed, margin};
use super::population::populations;
use super::{AnalysisError, base, blame, limits, place, responses};
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::spec::{DistanceSpec, RunSpec, ScaleTo, StepKind, StepSpec};
use crate::domain::weight::calibrate::{Auxiliaries, Distance, Options, Totals};
use crate::domain::weight::cells::Cells;
use crate::domain::weight::classes::{Nonresponse, Status};
use crate::domain::weight::plan::{Done, Plan, PlanError, PlannedStep};
use crate::domain::weight::rake::{Limits, Target};
use crate::domain::weight::trim::{Cycles, Within};
use std::borrow::Cow;

/// Weights of a run: the plan, its records, and who is analysed.
pub struct Weighted {
    /// The steps, prepared so that replicates can repeat them.
    pub plan: Plan,
    /// Base weight per row of the frame.
    pub base: Vec<f64>,
    /// One record per step.
    pub done: Vec<Done>,
    /// Rows of the frame that are analysed; `None`: all.
    pub analysed: Option<Vec<u32>>,
    /// Units that there were to draw from: per stage, one number per row of the frame.
    pub population: Vec<Vec<f64>>,
}

impl Weighted {
    /// The populations of the rows that are analysed.
    pub fn population_of_analysed(&self) -> Vec<Cow<'_, [f64]>> {
        let some = |stage: &'_ Vec<f64>, rows: &[u32]| rows.iter().map(|row| stage[*row as usize]).collect();
        let stages = self.population.iter();
        match &self.analysed {
            None => stages.map(|stage| Cow::Borrowed(stage.as_slice())).collect(),
            Some(rows) => stages.map(|stage| Cow::Owned(some(stage, rows))).collect(),
        }
    }

    /// Final weight per row of the frame.
    pub fn last(&self) -> &[f64] {
        self.done.last().map_or(&self.base, |done| &done.weight)
    }
}

/// Weights the rows of a frame as the run says.
pub fn weigh(run: &RunSpec, frame: &Frame, tables: &Tables) -> Result<Weighted, AnalysisError> {
    let base = base::weights(run, frame)?;
    let refused = |error| blame::refused(run, frame, tables, &base, error);
    let mut plan = Plan::default();
    for step in &run.weighting {
        let entering = entering(&step.kind, &plan, &base).map_err(refused)?;
        let planned = planned(run, &step.kind, frame, tables, &entering).map_err(|error| {
            let line = place::line_of_plan(run, &step.name, &error);
            error.asked(line)
        })?;
        plan.steps.push((step.name.clone(), planned));
    }
    let done = plan.prepare(&base).map_err(refused)?;
    if let Some((step, refusal)) = run.weighting.iter().zip(&done).find_map(ended_outside) {
        let line = place::line_of_plan(run, step, &refusal);
        return Err(refusal.asked(line));
    }
    let analysed = analysed(run, &plan);
    Ok(Weighted {
        plan,
        base,
        done,
        analysed,
        population: populations(run, frame, tables)?,
    })
}

/// Cycles that must end inside their limits, and do not.
fn ended_outside<'s>((step, done): (&'s StepSpec, &Done)) -> Option<(&'s str, AnalysisError)> {
    let StepKind::TrimAndRake {
        must_end_inside: true, ..
    } = step.kind
    else {
        return None;
    };
    let figure = |name: &str| done.figures.get(name).copied().unwrap_or(0.0);
    let told = || AnalysisError::EndedOutside {
        step: step.name.clone(),
        units: figure("outside") as u64,
        cycles: figure("cycles") as u64,
        low: figure("low"),
        high: figure("high"),
    };
    (!done.converged).then(|| (step.name.as_str(), told()))
}

/// Respondents of the nonresponse steps; all rows where there is none, or nonrespondents stay in the design.
fn analysed(run: &RunSpec, plan: &Plan) -> Option<Vec<u32>> {
    let rule = |(_, step): &'_ (String, PlannedStep)| match step {
        PlannedStep::Nonresponse { rule, .. } => Some(rule.status.clone()),
        _ => None,
    };
    let rules: Vec<Vec<Status>> = plan.steps.iter().filter_map(rule).collect();
    if run.design.nonrespondents_stay || rules.is_empty() {
        return None;
    }
    let answered = |row: &u32| rules.iter().all(|status| status[*row as usize] == Status::Respondent);
    Some((0..rules[0].len() as u32).filter(answered).collect())
}

/// The positive weights that enter the next step, where it has limits on weights.
pub(super) fn entering(kind: &StepKind, plan: &Plan, base: &[f64]) -> Result<Vec<f64>, PlanError> {
    if !matches!(kind, StepKind::Calibrate { limits: Some(_), .. }) {
        return Ok(Vec::new());
    }
    let done = plan.clone().prepare(base)?;
    let last = done.last().map_or(base, |done| &done.weight);
    Ok(last.iter().copied().filter(|weight| *weight > 0.0).collect())
}

/// A step with everything resolved to rows.
pub(super) fn planned(
    run: &RunSpec,
    kind: &StepKind,
    frame: &Frame,
    tables: &Tables,
    entering: &[f64],
) -> Result<PlannedStep, AnalysisError> {
    let margins = |names: &[String]| -> Result<(Auxiliaries, Totals), AnalysisError> {
        let mut found = Vec::new();
        for name in names {
            found.push((name.clone(), margin(run, name, frame, tables)?));
        }
        Ok(auxiliaries(found, frame.lines.len()))
    };
    Ok(match kind {
        StepKind::Nonresponse {
            responded,
            eligible,
            classes,
            within,
            min_respondents,
            max_factor,
        } => {
            let status = responses::statuses(frame, responded, eligible.as_ref())?;
            let (class, classes) = responses::classes(frame, classes.as_ref(), within)?;
            let (min_respondents, max_factor) = (*min_respondents, *max_factor);
            let rule = Nonresponse {
                status,
                class,
                classes,
                min_respondents,
                max_factor,
            };
            PlannedStep::Nonresponse { rule, merged: None }
        }
        StepKind::Poststratify { margin } => {
            let (auxiliaries, mut totals) = counted(margins(std::slice::from_ref(margin))?, "poststratify")?;
            PlannedStep::Poststratify {
                auxiliaries,
                target: totals.remove(0),
            }
        }
        StepKind::Rake {
            margins: names,
            tolerance,
            max_cycles,
        } => {
            let (auxiliaries, targets) = counted(margins(names)?, "rake")?;
            let limits = Limits {
                tolerance: *tolerance,
                max_cycles: *max_cycles,
            };
            PlannedStep::Rake {
                auxiliaries,
                targets,
                limits,
            }
        }
        StepKind::Calibrate {
            margins: names,
            distance,
            bounds,
            limits,
            tolerance,
            max_cycles,
        } => {
            let (auxiliaries, totals) = margins(names)?;
            let options = Options {
                distance: distance_of(*distance),
                bounds: limits::bounds(*bounds, *limits, &totals, entering)?,
                tolerance: *tolerance,
                max_cycles: *max_cycles,
            };
            PlannedStep::Calibrate {
                auxiliaries,
                totals,
                options,
            }
        }
        StepKind::Trim(trim, within) if within.is_empty() => PlannedStep::Trim(limits::trim(trim, None)?),
        StepKind::Trim(trim, within) => {
            let (of_row, labels) = crossed(within, frame)?;
            PlannedStep::TrimWithin(limits::trim(trim, None)?, Within { of_row, labels })
        }
        StepKind::TrimAndRake {
            trim,
            margins: names,
            tolerance,
            max_cycles,
            cycles,
            ..
        } => {
            let (auxiliaries, targets) = counted(margins(names)?, "trim_and_rake")?;
            let limits = Limits {
                tolerance: *tolerance,
                max_cycles: *max_cycles,
            };
            let trim = limits::trim(trim, targets.first().map(Target::sum))?;
            PlannedStep::TrimAndRake {
                auxiliaries,
                targets,
                cycles: Cycles {
                    trim,
                    limits,
                    most: *cycles,
                },
            }
        }
        StepKind::Scale {
            to: ScaleTo::Number(to),
        } => PlannedStep::Scale { to: *to },
        StepKind::Scale {
            to: ScaleTo::Margin(name),
        } => {
            let (_, totals) = margins(std::slice::from_ref(name))?;
            let to = totals.targets.first().map_or_else(|| totals.sums[0], Target::sum);
            PlannedStep::Scale { to }
        }
    })
}

fn auxiliaries(found: Vec<(String, Margin)>, rows: usize) -> (Auxiliaries, Totals) {
    let (mut categories, mut numbers, mut totals) = (Vec::new(), Vec::new(), Totals::default());
    for (name, margin) in found {
        match margin {
            Margin::Counts { target, of_row } => {
                totals.targets.push(target);
                categories.push(of_row);
            }
            Margin::Sum { values, total } => {
                totals.sums.push(total);
                numbers.push((name, values));
            }
        }
    }
    let cells = if categories.is_empty() {
        Cells::single(rows)
    } else {
        Cells::of_targets(&categories, &totals.targets)
    };
    (Auxiliaries { cells, numbers }, totals)
}

/// A step that knows categories only.
fn counted((aux, totals): (Auxiliaries, Totals), step: &str) -> Result<(Auxiliaries, Vec<Target>), AnalysisError> {
    match aux.numbers.first() {
        None => Ok((aux, totals.targets)),
        Some((margin, _)) => Err(AnalysisError::NumberMargin {
            margin: margin.clone(),
            step: step.to_string(),
        }),
    }
}

fn distance_of(distance: DistanceSpec) -> Distance {
    match distance {
        DistanceSpec::Linear => Distance::Linear,
        DistanceSpec::Raking => Distance::Raking,
        DistanceSpec::Logit => Distance::Logit,
    }
}
