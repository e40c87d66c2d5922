//! The quick way for means of coded items: one pass over all answers instead of one column of linearised values per mean.
//!
//! It is taken where every row is a cluster of one stage, the last step calibrates on categories (factors depend on the
//! cell alone), and an entry's formulas speak of `value` only. Design and entry decide, never the number of rows. Entries
//! that something is said about together go the same way.

mod entries;

use super::AnalysisError;
use super::Last;
use super::links::Links;
use super::targets::Part;
use super::weigh::Weighted;
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::spec::{EstimateSpec, RunSpec, Spec};
use crate::domain::estimate::Lonely;
use crate::domain::estimate::battery::{Battery, CellRegression, Covariances, Errors, Groups, Moments, Strata, Wanted};
use crate::domain::estimate::design::Design;
use crate::domain::weight::calibrate::Bounds;
use crate::domain::weight::plan::PlannedStep;
use entries::{battery, coded, separate};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One mean in waiting.
pub struct Mean<'a> {
    /// Its entry.
    pub entry: &'a EstimateSpec,
    /// Its parts in the order of the label.
    pub parts: Vec<Part>,
    /// The item in the battery.
    pub item: usize,
    /// Value per code; `None`: outside the base.
    pub values: Vec<Option<f64>>,
    /// The item's column.
    pub codes: &'a [u8],
    /// Its place in the covariances, where they are needed.
    pub place: Option<usize>,
}

/// What a run has.
pub struct Sources<'a> {
    /// The whole specification: its batteries.
    pub spec: &'a Spec,
    /// The run: its entries.
    pub run: &'a RunSpec,
    /// The analysed rows.
    pub frame: &'a Frame,
    /// Their final weights.
    pub weight: &'a [f64],
    /// Their design.
    pub design: &'a Design,
    /// The steps behind the weights.
    pub weighted: &'a Weighted,
    /// The last calibration on these rows.
    pub last: Option<&'a Last<'a>>,
    /// Whether any error takes the residuals of the last calibration.
    pub calibrated: bool,
    /// Which entries others speak of.
    pub links: &'a Links,
}

/// The means that go the quick way, and what their sums are made of.
pub struct Plan<'a> {
    battery: Battery,
    groups: Groups<'a>,
    regression: Option<CellRegression>,
    strata: Strata<'a>,
    /// By entry.
    means: BTreeMap<&'a str, Vec<Mean<'a>>>,
}

/// Means with their errors.
pub struct Means<'a> {
    /// The plan.
    pub plan: &'a Plan<'a>,
    /// Their errors.
    pub errors: Errors<'a>,
    /// Of the means that have a place.
    pub covariances: Option<Arc<Covariances>>,
}

impl<'a> Plan<'a> {
    /// `None` where no entry goes this way.
    pub fn new(of: &Sources<'a>) -> Result<Option<Plan<'a>>, AnalysisError> {
        let Some((stratum, size, scale)) = of.design.rows_in_strata() else {
            return Ok(None);
        };
        let cells = of
            .calibrated
            .then(|| of.last.filter(|_| by_cell(of.weighted)))
            .flatten();
        let regression = cells.and_then(|last| regression(last, of.weight));
        if of.calibrated && regression.is_none() {
            return Ok(None);
        }
        let mut columns = BTreeMap::new();
        let mut means = BTreeMap::new();
        for entry in &of.run.estimates {
            if let Some(found) = coded(of, entry, &mut columns)? {
                means.insert(entry.name.as_str(), found);
            }
        }
        separate(of, &mut means);
        let cell = cells.map(|last| (last.cells.of_row.as_slice(), last.cells.categories.len()));
        let Ok(groups) = Groups::new((stratum, size.len()), cell, None) else {
            return Ok(None);
        };
        let Some(battery) = battery(&mut means) else {
            return Ok(None);
        };
        // The design's scales know the rule for lonely strata: those that contribute have a scale.
        let lonely = Lonely::Adjust;
        Ok(Some(Plan {
            battery,
            groups,
            regression,
            strata: Strata { size, scale, lonely },
            means,
        }))
    }

    /// The answers.
    pub fn battery(&self) -> &Battery {
        &self.battery
    }

    /// Every mean.
    pub fn all(&self) -> impl Iterator<Item = &Mean<'a>> {
        self.means.values().flatten()
    }

    /// The means of an entry.
    pub fn of(&self, entry: &str) -> Option<&[Mean<'a>]> {
        self.means.get(entry).map(Vec::as_slice)
    }

    /// `None` where a weight is negative: such rows are told of one by one.
    pub fn moments(&self, weight: &[f64]) -> Option<Moments<'_>> {
        Moments::new(&self.battery, &self.groups, weight).ok()
    }

    /// The means under `weight`, which the moments were made of.
    pub fn means<'m>(&'m self, moments: &'m Moments<'m>, weight: &[f64]) -> Option<Means<'m>> {
        let errors = Errors::new(moments, self.strata, self.regression.as_ref()).ok()?;
        let mut placed: Vec<&Mean> = self.all().filter(|mean| mean.place.is_some()).collect();
        placed.sort_by_key(|mean| mean.place);
        let wanted: Vec<Wanted> = placed.iter().map(|mean| mean.wanted()).collect();
        let covariances = match wanted.is_empty() {
            true => None,
            false => Some(Arc::new(errors.covariances(weight, &wanted).ok()?)),
        };
        Some(Means {
            plan: self,
            errors,
            covariances,
        })
    }
}

impl Mean<'_> {
    /// As the battery knows it.
    pub fn wanted(&self) -> Wanted<'_> {
        let (item, values) = (self.item, self.values.as_slice());
        Wanted {
            item,
            values,
            domain: None,
        }
    }

    /// Rows with an answer in the base and a positive weight.
    pub fn rows<'m>(&'m self, weight: &'m [f64]) -> impl Iterator<Item = usize> + 'm {
        let counts = |(code, weight): (&u8, &f64)| *weight > 0.0 && self.value(*code).is_some();
        let rows = self.codes.iter().zip(weight).enumerate();
        rows.filter(move |(_, both)| counts(*both)).map(|(row, _)| row)
    }

    fn value(&self, code: u8) -> Option<f64> {
        self.values[usize::from(code).checked_sub(1)?]
    }
}

/// Whether the last step but scaling calibrates on categories with one factor per cell.
fn by_cell(weighted: &Weighted) -> bool {
    let mut steps = weighted.plan.steps.iter().rev().map(|(_, step)| step);
    match steps.find(|step| !matches!(step, PlannedStep::Scale { .. })) {
        Some(PlannedStep::Poststratify { .. } | PlannedStep::Rake { .. }) => true,
        Some(PlannedStep::Calibrate {
            auxiliaries, options, ..
        }) => auxiliaries.numbers.is_empty() && !matches!(options.bounds, Bounds::Weight { .. }),
        _ => false,
    }
}

/// The regression on the cells; `None` where a factor isn't above 0 or isn't the same in all of a cell.
fn regression(last: &Last, after: &[f64]) -> Option<CellRegression> {
    const SAME: f64 = 1e-9;
    let cells = &*last.cells;
    let (mut sums, mut factor) = (vec![0.0; cells.categories.len()], vec![0.0; cells.categories.len()]);
    if cells.of_row.len() != after.len() {
        return None;
    }
    for ((cell, before), after) in cells.of_row.iter().zip(last.before.iter()).zip(after) {
        let cell = *cell as usize;
        if *before > 0.0 {
            sums[cell] += before;
            if factor[cell] <= 0.0 {
                factor[cell] = after / before;
            }
            let off = (after - before * factor[cell]).abs();
            // Also false for what is not a number.
            if !(factor[cell] > 0.0 && off <= SAME * after) {
                return None;
            }
        } else if after.abs() > 0.0 {
            return None;
        }
    }
    factor.iter_mut().filter(|f| **f <= 0.0).for_each(|f| *f = 1.0);
    CellRegression::new(&cells.categories, &sums, &factor).ok()
}
