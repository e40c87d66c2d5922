//! Margins that no weights meet together: which of them, what they ask for and where that stands.

use super::blame;
use super::margins::{Margin, Tables, margin};
use super::place::Stands;
use super::weigh::{entering, planned};
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::spec::RunSpec;
use crate::domain::weight::plan::{Plan, PlanError, StepError};
use crate::domain::weight::{MarginError, Why, short};
use std::fmt::{Display, Formatter, Result as Written};

/// A margin and those that it contradicts: displays in English.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction {
    /// The margin that is missed, and where it stands.
    pub margin: (String, Option<Stands>),
    /// The category that is furthest off, and its total.
    pub asks: Option<(String, f64)>,
    /// One margin that it contradicts by itself; several: it can be met beside each, but not beside all.
    pub others: Vec<(String, Option<Stands>)>,
}

/// What is needed to try margins in twos.
pub struct Ground<'a> {
    /// The run.
    pub run: &'a RunSpec,
    /// Its rows.
    pub frame: &'a Frame,
    /// Files with totals.
    pub tables: &'a Tables,
    /// Weights before the first step.
    pub base: &'a [f64],
}

impl Ground<'_> {
    /// The contradiction that a step failed of; `None` where margins do not contradict each other.
    pub fn contradiction(&self, error: &PlanError) -> Option<Contradiction> {
        let StepError::Margin(error_of_margin) = &error.source else {
            return None;
        };
        let stands = |name: &str, category| blame::of_margin(self.run, self.tables, name, category);
        let one = |name: &str| (name.to_owned(), stands(name, None));
        match error_of_margin {
            MarginError::DifferentSums { margin, first, .. } => Some(Contradiction {
                margin: one(margin),
                asks: None,
                others: vec![one(first)],
            }),
            MarginError::NotConverged {
                margin,
                category,
                why: Why::Contradictory,
                ..
            } => {
                let others = self.others(&error.step, margin)?;
                Some(Contradiction {
                    margin: (margin.clone(), stands(margin, Some(category))),
                    asks: self.total(margin, category).map(|total| (category.clone(), total)),
                    others: others.into_iter().map(one).collect(),
                })
            }
            _ => None,
        }
    }

    /// The first other margin of the step that cannot be met beside this one; every other one where only all of them
    /// together cannot.
    fn others(&self, step: &str, missed: &str) -> Option<Vec<&str>> {
        let at = self.run.weighting.iter().position(|spec| spec.name == step)?;
        let kind = &self.run.weighting[at].kind;
        let others: Vec<&str> = kind.margins().into_iter().filter(|name| *name != missed).collect();
        let alone = others.iter().find(|other| self.contradict(at, missed, other));
        match (alone, others.is_empty()) {
            (Some(other), _) => Some(vec![other]),
            (None, false) => Some(others),
            (None, true) => None,
        }
    }

    fn contradict(&self, at: usize, one: &str, other: &str) -> bool {
        let kind = self.run.weighting[at].kind.with_margins(&[one, other]);
        let planned_of = |number: usize, plan: &Plan| {
            let kind = if number == at {
                &kind
            } else {
                &self.run.weighting[number].kind
            };
            let entering = entering(kind, plan, self.base).ok()?;
            planned(self.run, kind, self.frame, self.tables, &entering).ok()
        };
        let mut plan = Plan::default();
        for number in 0..=at {
            let Some(step) = planned_of(number, &plan) else {
                return false;
            };
            plan.steps.push((self.run.weighting[number].name.clone(), step));
        }
        let found = plan.prepare(self.base).map_err(|error| error.source);
        matches!(found, Err(StepError::Margin(error)) if error.why() == Some(Why::Contradictory))
    }

    fn total(&self, name: &str, category: &str) -> Option<f64> {
        match margin(self.run, name, self.frame, self.tables).ok()? {
            Margin::Sum { total, .. } => Some(total),
            Margin::Counts { target, .. } => {
                let mut all = target.categories.into_iter();
                all.find(|(label, _)| label == category).map(|(_, total)| total)
            }
        }
    }
}

impl Display for Contradiction {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        let place = |stands: &Option<Stands>| stands.as_ref().map_or_else(String::new, |place| format!(" ({place})"));
        write!(f, "“{}”", self.margin.0)?;
        if let Some((category, total)) = &self.asks {
            write!(f, " asks for {category} = {}", short(*total))?;
        }
        let and = if self.asks.is_some() { " and" } else { "" };
        write!(f, "{}{and} contradicts ", place(&self.margin.1))?;
        let others = self
            .others
            .iter()
            .map(|(name, stands)| format!("“{name}”{}", place(stands)));
        write!(f, "{}", others.collect::<Vec<_>>().join(" and "))?;
        f.write_str(if self.others.len() > 1 { " taken together" } else { "" })
    }
}
