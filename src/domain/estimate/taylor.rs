//! From an estimate to its variance by linearisation: design, domain, and the residuals of the last calibration (D3, D12).

use super::calibration::Calibration;
use super::design::{Design, Support, dot};
use super::statistic::Estimate;

/// A variance below this share of the linearised values' squares is rounding: the members are one cluster, or the
/// calibration determines the value.
const NOTHING: f64 = 1e-24;

/// Whether rounding is all that is left of values with these squares. Squares beyond the largest double say nothing.
pub(super) fn nothing(left: f64, squares: f64) -> bool {
    squares.is_finite() && left <= NOTHING * squares
}

/// A way to linearise: weights taken as fixed, or as calibrated where `calibration` is given.
#[derive(Debug, Clone, Copy)]
pub struct Taylor<'a> {
    /// The design of all rows.
    pub design: &'a Design,
    /// The last calibration step, `None` for fixed weights.
    pub calibration: Option<&'a Calibration<'a>>,
}

/// Precision of one estimate.
#[derive(Debug, Clone)]
pub struct Precision {
    /// V ≥ 0, exactly 0 where the values or the calibration leave nothing to vary.
    pub variance: f64,
    /// Scaled deviations, as long as [`Design::units`]; their dot products with others of the same design are covariances.
    pub deviations: Vec<f64>,
    /// Where the domain's members are.
    pub support: Support,
}

impl Precision {
    /// √V.
    pub fn se(&self) -> f64 {
        self.variance.sqrt()
    }

    /// D4.
    pub fn df(&self) -> u64 {
        self.support.degrees_of_freedom()
    }
}

impl Taylor<'_> {
    /// Variance, deviations and degrees of freedom of an estimate.
    pub fn precision(&self, estimate: &Estimate) -> Precision {
        let deviations = self.deviations(estimate);
        Precision {
            variance: dot(&deviations, &deviations),
            deviations,
            support: self.design.support(estimate.domain.positive()),
        }
    }

    /// Scaled deviations of an estimate.
    pub fn deviations(&self, estimate: &Estimate) -> Vec<f64> {
        let mut z = estimate.linearised(self.design.rows());
        let before = dot(&z, &z);
        let Some(calibration) = self.calibration else {
            let mut deviations = self.design.deviations(&z);
            if nothing(dot(&deviations, &deviations), before) {
                deviations.fill(0.0);
            }
            return deviations;
        };
        calibration.residuals_of(estimate, &mut z);
        let mut deviations = self.design.deviations(&z);
        if nothing(dot(&z, &z), before) {
            deviations.fill(0.0);
        }
        deviations
    }
}
