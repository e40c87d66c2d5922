//! From cells to a department's composite over its audiences, by the registered λ (METHOD 7 to 9).

use super::cells::{Cell, Cells};
use super::convert;
use crate::domain::definition::{Conversion, Survey};
use crate::domain::estimate::interval::satterthwaite;

/// How a department's audiences count.
#[derive(Debug, Clone, Default)]
pub struct Composition {
    /// (audience position, registered λ, effective λ); effective is 0 for suppressed audiences.
    pub parts: Vec<(usize, f64, f64)>,
    /// More λ was lost than the method allows.
    pub no_score: bool,
}

impl Composition {
    /// Spreads the λ of suppressed audiences over the others of the department.
    pub fn new(survey: &Survey, cells: &Cells, department: usize) -> Composition {
        let weights = &survey.departments[department].weights;
        let lambda = |a: usize| weights.get(&survey.audiences[a].id).copied().unwrap_or(0.0);
        let cell = |a: usize| cells[a][department].as_ref();
        let rated: Vec<usize> = (0..survey.audiences.len()).filter(|a| cell(*a).is_some()).collect();
        let total: f64 = rated.iter().map(|a| lambda(*a)).sum();
        let shown = |a: &usize| cell(*a).is_some_and(|c| !c.suppressed);
        let kept: f64 = rated.iter().filter(|a| shown(a)).map(|a| lambda(*a)).sum();
        let effective = |a: &usize| match shown(a) {
            // Untouched λ stay exactly as registered.
            true if kept >= total => lambda(*a),
            true => lambda(*a) / kept * total,
            false => 0.0,
        };
        let lost = total - kept > survey.method.small_cells.lost_weight_most + 1e-12;
        let parts = rated.iter().map(|a| (*a, lambda(*a), effective(a))).collect();
        Composition {
            parts,
            no_score: lost || kept <= 0.0,
        }
    }

    /// Audiences that count, with their effective λ.
    pub fn counted(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.parts
            .iter()
            .filter(|(_, _, effective)| *effective > 0.0)
            .map(|(a, _, effective)| (*a, *effective))
    }

    /// Whether an audience is suppressed.
    pub fn is_partial(&self) -> bool {
        self.parts.iter().any(|(_, _, effective)| *effective <= 0.0)
    }

    /// Σ λ x over the audiences that count; `None` without a score or when one of them has no value.
    pub fn value(&self, of: impl Fn(usize) -> Option<f64>) -> Option<f64> {
        if self.no_score {
            return None;
        }
        self.counted().map(|(a, lambda)| Some(lambda * of(a)?)).sum()
    }

    /// V = Σ λ² V_g and its degrees of freedom by Satterthwaite, from (V_g, df_g) per audience.
    pub fn variance(&self, of: impl Fn(usize) -> Option<(f64, f64)>) -> Option<(f64, f64)> {
        if self.no_score {
            return None;
        }
        let part = |(a, lambda): (usize, f64)| of(a).map(|(v, df)| (lambda * lambda * v, df));
        let parts: Vec<(f64, f64)> = self.counted().map(part).collect::<Option<_>>()?;
        Some((parts.iter().map(|(v, _)| v).sum(), satterthwaite(&parts)))
    }
}

/// Composition of every department, in the order of the survey.
pub fn compositions(survey: &Survey, cells: &Cells) -> Vec<Composition> {
    (0..survey.departments.len())
        .map(|d| Composition::new(survey, cells, d))
        .collect()
}

/// Composite per department of a value per cell.
pub fn composites(
    cells: &Cells,
    compositions: &[Composition],
    value: impl Fn(&Cell) -> Option<f64>,
) -> Vec<Option<f64>> {
    let of = |(d, c): (usize, &Composition)| c.value(|a| cells[a][d].as_ref().and_then(&value));
    compositions.iter().enumerate().map(of).collect()
}

/// Lowest and highest value among the scored departments of each department's class.
pub fn class_limits(survey: &Survey, values: &[Option<f64>]) -> Vec<(f64, f64)> {
    let limits = |class: &str| {
        let in_class = survey.departments.iter().zip(values).filter(|(d, _)| d.class == class);
        in_class
            .filter_map(|(_, v)| *v)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)))
    };
    survey.departments.iter().map(|d| limits(&d.class)).collect()
}

/// Points per department, as on the sheet.
pub fn points(survey: &Survey, conversion: &Conversion, values: &[Option<f64>]) -> Vec<Option<String>> {
    let limits = class_limits(survey, values);
    let one =
        |(value, class): (&Option<f64>, (f64, f64))| Some(convert::text(convert::points(conversion, (*value)?, class)));
    values.iter().zip(limits).map(one).collect()
}
