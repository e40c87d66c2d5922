//! The weighting steps of a run, resolved to rows and run.

use super::AnalysisError;
use super::margins::{Margin, Tables, crossed, margin};
use super::members::View;
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::formula::Formula;
use crate::domain::analysis::spec::{
    DistanceSpec, GiveBackSpec, LimitsOf, LimitsSpec, RunSpec, ScaleTo, StepKind, TrimSpec,
};
use crate::domain::weight::calibrate::{Auxiliaries, Bounds, Distance, Options, Totals};
use crate::domain::weight::cells::Cells;
use crate::domain::weight::classes::{Nonresponse, Status};
use crate::domain::weight::plan::{Done, Plan, PlannedStep};
use crate::domain::weight::rake::{Limits, Target};
use crate::domain::weight::trim::{Cycles, GiveBack, Reference, Trim, median};

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
}

impl Weighted {
    /// Final weight per row of the frame.
    pub fn last(&self) -> &[f64] {
        self.done.last().map_or(&self.base, |done| &done.weight)
    }
}

/// Weights the rows of a frame as the run says.
pub fn weigh(run: &RunSpec, frame: &Frame, tables: &Tables) -> Result<Weighted, AnalysisError> {
    let base = base(run, frame)?;
    let mut plan = Plan::default();
    for step in &run.weighting {
        let entering = match &step.kind {
            StepKind::Calibrate { limits: Some(_), .. } => entering(run, frame, &plan, &base)?,
            _ => Vec::new(),
        };
        plan.steps
            .push((step.name.clone(), planned(run, &step.kind, frame, tables, &entering)?));
    }
    let done = plan
        .prepare(&base)
        .map_err(|error| AnalysisError::weighting(run, frame, error))?;
    let analysed = analysed(run, &plan);
    Ok(Weighted {
        plan,
        base,
        done,
        analysed,
    })
}

fn base(run: &RunSpec, frame: &Frame) -> Result<Vec<f64>, AnalysisError> {
    let Some(formula) = &run.design.weight else {
        return Ok(vec![1.0; frame.lines.len()]);
    };
    let weights = View::whole(frame).numbers(formula)?;
    match weights.iter().position(|w| !(0.0..f64::INFINITY).contains(w)) {
        None => Ok(weights),
        Some(row) => Err(AnalysisError::BadWeight {
            run: run.name.clone(),
            file: frame.file.clone(),
            line: frame.lines[row],
            column: formula
                .names()
                .first()
                .map(|name| (*name).to_string())
                .filter(|_| formula.names().len() == 1),
            formula: formula.text.clone(),
            weight: Some(weights[row]).filter(|weight| !weight.is_nan()),
        }),
    }
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

/// The positive weights that enter the next step.
fn entering(run: &RunSpec, frame: &Frame, plan: &Plan, base: &[f64]) -> Result<Vec<f64>, AnalysisError> {
    let done = plan
        .clone()
        .prepare(base)
        .map_err(|error| AnalysisError::weighting(run, frame, error))?;
    let last = done.last().map_or(base, |done| &done.weight);
    Ok(last.iter().copied().filter(|weight| *weight > 0.0).collect())
}

fn planned(
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
            let status = statuses(frame, responded, eligible.as_ref())?;
            let (class, classes) = response_classes(frame, classes.as_ref(), within)?;
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
                bounds: bounds_of(*bounds, *limits, &totals, entering)?,
                tolerance: *tolerance,
                max_cycles: *max_cycles,
            };
            PlannedStep::Calibrate {
                auxiliaries,
                totals,
                options,
            }
        }
        StepKind::Trim(trim) => PlannedStep::Trim(trim_of(trim, None)?),
        StepKind::TrimAndRake {
            trim,
            margins: names,
            tolerance,
            max_cycles,
            cycles,
        } => {
            let (auxiliaries, targets) = counted(margins(names)?, "trim_and_rake")?;
            let limits = Limits {
                tolerance: *tolerance,
                max_cycles: *max_cycles,
            };
            let trim = trim_of(trim, targets.first().map(Target::sum))?;
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

fn statuses(frame: &Frame, responded: &Formula, eligible: Option<&Formula>) -> Result<Vec<Status>, AnalysisError> {
    let view = View::whole(frame);
    let responded = view.numbers(responded)?;
    let eligible = eligible.map(|formula| view.numbers(formula)).transpose()?;
    let status = |row: usize| {
        let eligible = eligible.as_ref().map_or(1.0, |eligible| eligible[row]);
        match (
            responded[row] != 0.0 && !responded[row].is_nan(),
            eligible.is_nan(),
            eligible != 0.0,
        ) {
            (true, _, _) => Status::Respondent,
            (false, true, _) => Status::Unknown,
            (false, false, true) => Status::Nonrespondent,
            (false, false, false) => Status::Ineligible,
        }
    };
    Ok((0..responded.len()).map(status).collect())
}

/// Class of each row, and (group, name) of each class in order: groups of `within`, in them the values of `classes`.
type Classes = (Vec<Option<u32>>, Vec<(String, String)>);

fn response_classes(frame: &Frame, classes: Option<&String>, within: &[String]) -> Result<Classes, AnalysisError> {
    let rows = frame.lines.len();
    let (group, groups) = match within {
        [] => (vec![0; rows], vec![String::new()]),
        columns => crossed(columns, frame)?,
    };
    let (value, values) = match classes {
        None => (vec![0; rows], vec!["all".to_string()]),
        Some(column) => crossed(std::slice::from_ref(column), frame)?,
    };
    let known = |row: &usize| group[*row] != u32::MAX && value[*row] != u32::MAX;
    let mut present = vec![false; groups.len() * values.len()];
    let at = |row: usize| group[row] as usize * values.len() + value[row] as usize;
    (0..rows).filter(known).for_each(|row| present[at(row)] = true);
    let mut names = Vec::new();
    let mut number = vec![u32::MAX; present.len()];
    for place in (0..present.len()).filter(|place| present[*place]) {
        number[place] = names.len() as u32;
        names.push((
            groups[place / values.len()].clone(),
            values[place % values.len()].clone(),
        ));
    }
    let of_row = (0..rows)
        .map(|row| Some(row).filter(known).map(|row| number[at(row)]))
        .collect();
    Ok((of_row, names))
}

fn distance_of(distance: DistanceSpec) -> Distance {
    match distance {
        DistanceSpec::Linear => Distance::Linear,
        DistanceSpec::Raking => Distance::Raking,
        DistanceSpec::Logit => Distance::Logit,
    }
}

fn bounds_of(
    bounds: Option<(f64, f64)>,
    limits: Option<LimitsSpec>,
    totals: &Totals,
    entering: &[f64],
) -> Result<Bounds, AnalysisError> {
    let Some(limits) = limits else {
        return Ok(bounds.map_or(Bounds::None, |(low, high)| Bounds::Factor { low, high }));
    };
    let n = entering.len() as f64;
    let unit = match limits.of {
        LimitsOf::Weight => 1.0,
        LimitsOf::PopulationMean => totals.targets.first().map_or(f64::NAN, Target::sum) / n,
        LimitsOf::Mean => entering.iter().sum::<f64>() / n,
        LimitsOf::Median => median(&mut entering.to_vec()).unwrap_or(f64::NAN),
        LimitsOf::Quantile => {
            return Err(AnalysisError::LimitsOf {
                step: "calibrate",
                of: "quantile".into(),
            });
        }
    };
    Ok(Bounds::Weight {
        low: limits.low * unit,
        high: limits.high * unit,
    })
}

fn trim_of(trim: &TrimSpec, population: Option<f64>) -> Result<Trim, AnalysisError> {
    let of = match trim.limits.of {
        LimitsOf::Weight => Reference::Weight,
        LimitsOf::Mean => Reference::Mean,
        LimitsOf::Median => Reference::Median,
        LimitsOf::Quantile => Reference::Quantile,
        LimitsOf::PopulationMean => match population {
            Some(sum) => Reference::PopulationMean(sum),
            None => {
                return Err(AnalysisError::LimitsOf {
                    step: "trim",
                    of: "population_mean".into(),
                });
            }
        },
    };
    let give_back = match trim.give_back {
        GiveBackSpec::None => GiveBack::None,
        GiveBackSpec::Equal => GiveBack::Equal,
        GiveBackSpec::Proportional => GiveBack::Proportional,
    };
    let (low, high) = (trim.limits.low, trim.limits.high);
    let (repeat, relative_to_base) = (trim.repeat, trim.relative_to_base);
    Ok(Trim {
        low,
        high,
        of,
        give_back,
        repeat,
        relative_to_base,
    })
}
