//! The weighting steps of one audience as values, one after the other.

use super::base::Strata;
use super::diagnostics::Diagnostics;
use super::margins::Categorised;
use super::nonresponse::Adjustment;
use super::rake::{Cells, Limits, obstacles, rake};
use super::trim::Band;
use super::{AudienceWeights, LastRaking, Step, WeightError};
use crate::domain::definition::{AudienceId, Method};

/// Weights on their way through the steps.
pub struct Steps {
    result: AudienceWeights,
}

impl Steps {
    /// The base step.
    pub fn start(audience: &AudienceId, strata: &Strata) -> Steps {
        let base: Vec<f64> = strata.of_row.iter().map(|h| strata.base[*h as usize]).collect();
        let step = Step {
            name: "base",
            factor: base.clone(),
            weight: base.clone(),
            cycles: None,
            largest_miss: None,
        };
        let result = AudienceWeights {
            audience: audience.clone(),
            documents: Vec::new(),
            strata: Strata::default(),
            weight: base,
            steps: vec![step],
            raking: None,
            collapsed: Vec::new(),
            classes: Vec::new(),
            filled: Default::default(),
            deff: 0.0,
            n_eff_kish: 0.0,
            outside_limits: 0,
            classes_too_small: false,
        };
        Steps { result }
    }

    /// Multiplies by each stratum's nonresponse factor.
    pub fn nonresponse(&mut self, adjusted: Adjustment, strata: &Strata) {
        let by_stratum: Vec<f64> = strata
            .names
            .iter()
            .map(|s| adjusted.factor.get(s).copied().unwrap_or(1.0))
            .collect();
        let factor = strata.of_row.iter().map(|h| by_stratum[*h as usize]).collect();
        self.push("nonresponse", factor, None, None);
        self.result.classes = adjusted.merged;
        self.result.classes_too_small = adjusted.too_small;
    }

    /// Rakes, trims once, rakes again where anything was trimmed, as far as the method asks and the audience has margins.
    pub fn rake_and_trim(&mut self, method: &Method, categorised: Categorised) -> Result<(), Vec<WeightError>> {
        self.result.collapsed = categorised.merged.clone();
        self.result.filled = categorised.filled.clone();
        let cells = Cells::of_targets(&categorised.of_row, &categorised.targets);
        let limits = Limits {
            tolerance: method.raking.tolerance,
            max_cycles: method.raking.max_cycles,
        };
        let rakes = !categorised.targets.is_empty();
        if rakes {
            self.rake("rake", &cells, &categorised, limits)?;
        }
        let base = self.result.steps[0].weight.clone();
        let rule = method.trimming.as_ref();
        let band = rule.and_then(|t| Band::around_median(&self.result.weight, &base, t.lower, t.upper));
        if let Some(band) = band {
            let factors = band.factors(&self.result.weight, &base);
            let trims = factors.iter().any(|factor| factor.total_cmp(&1.0).is_ne());
            self.push("trim", factors, None, None);
            // Where nothing was trimmed the margins are still met: raking again would only stir the last bits.
            if rakes && trims {
                self.rake("rerake", &cells, &categorised, limits)?;
            }
            self.result.outside_limits = band.outside(&self.result.weight, &base);
        }
        Ok(())
    }

    /// Closes the account.
    pub fn finish(self, documents: Vec<u32>, strata: Strata) -> AudienceWeights {
        let found = Diagnostics::of(&self.result.weight);
        let (deff, n_eff_kish) = (found.deff.unwrap_or(0.0), found.n_eff.unwrap_or(0.0));
        AudienceWeights {
            documents,
            strata,
            deff,
            n_eff_kish,
            ..self.result
        }
    }

    fn rake(
        &mut self,
        name: &'static str,
        cells: &Cells,
        categorised: &Categorised,
        limits: Limits,
    ) -> Result<(), Vec<WeightError>> {
        let before = self.result.weight.clone();
        let stop = |source| WeightError::Raking {
            audience: self.result.audience.0.clone(),
            source,
        };
        let raked = rake(&before, cells, &categorised.targets, limits).map_err(|first| {
            let all = obstacles(&before, cells, &categorised.targets);
            let all = if all.is_empty() { vec![first] } else { all };
            all.into_iter().map(stop).collect::<Vec<_>>()
        })?;
        let factor = cells.per_row(&raked.cell_factor);
        self.push(name, factor, Some(raked.cycles), Some(raked.largest_miss));
        self.result.raking = Some(LastRaking {
            cells: cells.clone(),
            before,
        });
        Ok(())
    }

    fn push(&mut self, name: &'static str, factor: Vec<f64>, cycles: Option<u32>, largest_miss: Option<f64>) {
        let weight: Vec<f64> = self.result.weight.iter().zip(&factor).map(|(w, f)| w * f).collect();
        self.result.weight = weight.clone();
        self.result.steps.push(Step {
            name,
            factor,
            weight,
            cycles,
            largest_miss,
        });
    }
}
