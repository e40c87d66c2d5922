//! Department × audience: what was estimated, and whether it may be shown (METHOD 7 and 8).

use super::ratings::{AudienceRatings, CellRatings};
use crate::domain::definition::{SmallCells, Survey};
use crate::domain::estimate::Lonely;
use crate::domain::estimate::calibration::Calibration;
use crate::domain::estimate::design::{Design, DesignError, dot};
use crate::domain::estimate::statistic;
use crate::domain::estimate::taylor::Taylor;
use crate::domain::weight::{AudienceWeights, Weighting, kish_n_eff};

/// Point estimates of one cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// Valid ratings with a positive weight.
    pub n: u64,
    /// (Σu)²/Σu².
    pub n_eff_kish: f64,
    /// Weighted share per grade, best first; empty without valid ratings.
    pub shares: Vec<f64>,
    /// The same among users, where their number allows; else empty.
    pub used_shares: Vec<f64>,
    /// Too few to show.
    pub suppressed: bool,
}

impl Cell {
    /// Weighted mean of `values` per grade, for a cell that may be shown.
    pub fn value(&self, values: &[f64]) -> Option<f64> {
        (!self.suppressed).then(|| dot(&self.shares, values))
    }

    /// The same among users.
    pub fn used_value(&self, values: &[f64]) -> Option<f64> {
        (!self.suppressed && !self.used_shares.is_empty()).then(|| dot(&self.used_shares, values))
    }
}

/// Cells of a survey: `cells[audience][department]`; `None` where the audience does not rate the department.
pub type Cells = Vec<Vec<Option<Cell>>>;

/// Point estimates of every cell.
pub fn measure(survey: &Survey, ratings: &[AudienceRatings]) -> Cells {
    let (rule, grades) = (&survey.method.small_cells, survey.method.scale.grades.len());
    let of_audience = |(a, ratings): (usize, &AudienceRatings)| {
        let id = &survey.audiences[a].id;
        let pairs = survey.departments.iter().zip(&ratings.cells);
        pairs
            .map(|(d, cell)| d.is_rated_by(id).then(|| point(cell, grades, rule)))
            .collect()
    };
    ratings.iter().enumerate().map(of_audience).collect()
}

fn point(ratings: &CellRatings, grades: usize, rule: &SmallCells) -> Cell {
    let (n, n_eff_kish) = (ratings.valid.n(), kish_n_eff(&ratings.valid.u));
    let few = |n: u64, n_eff: f64| (n as f64) < rule.suppress || n_eff < rule.suppress || n == 0;
    let (u, grade) = ratings.of_users();
    let enough = !few(u.len() as u64, kish_n_eff(&u));
    Cell {
        n,
        n_eff_kish,
        shares: ratings.shares(grades).unwrap_or_default(),
        used_shares: super::ratings::shares(&u, &grade, grades)
            .filter(|_| enough)
            .unwrap_or_default(),
        suppressed: few(n, n_eff_kish),
    }
}

/// One audience's design with the residuals of its last raking.
pub struct Errors<'a> {
    design: Design,
    calibration: Option<Calibration<'a>>,
}

/// Precision of one estimate: its scaled deviations per respondent, whose dot products are (co)variances.
#[derive(Debug, Clone)]
pub struct Precision {
    /// V (D3, D12).
    pub variance: f64,
    /// Scaled deviations, one per respondent of the audience.
    pub deviations: Vec<f64>,
}

impl<'a> Errors<'a> {
    /// The design of one audience's analysed sample: strata as sampled, the respondent as cluster.
    pub fn new(weights: &'a AudienceWeights, fpc: bool) -> Result<Errors<'a>, DesignError> {
        let population = fpc.then_some(weights.strata.population.as_slice());
        let calibration = weights
            .raking
            .as_ref()
            .map(|r| Calibration::new(&r.cells, &r.before, &weights.weight));
        Ok(Errors {
            design: Design::stratified(&weights.strata.of_row, population, Lonely::Adjust)?,
            calibration,
        })
    }

    /// One per audience.
    pub fn all(survey: &Survey, weighting: &'a Weighting) -> Result<Vec<Errors<'a>>, DesignError> {
        weighting
            .audiences
            .iter()
            .map(|w| Errors::new(w, survey.method.fpc))
            .collect()
    }

    /// Whether a stratum has a single respondent.
    pub fn is_lonely(&self) -> bool {
        !self.design.lonely().is_empty()
    }

    /// Precision of the mean of `values` per grade; `None` with fewer than two valid ratings.
    pub fn precision(&self, ratings: &CellRatings, values: &[f64]) -> Option<Precision> {
        if ratings.valid.n() < 2 {
            return None;
        }
        let y: Vec<f64> = ratings.grade.iter().map(|g| values[usize::from(*g)]).collect();
        let taylor = Taylor {
            design: &self.design,
            calibration: self.calibration.as_ref(),
        };
        let deviations = taylor.deviations(&statistic::mean(&ratings.valid, &y).ok()?);
        Some(Precision {
            variance: dot(&deviations, &deviations),
            deviations,
        })
    }

    /// D4.
    pub fn degrees_of_freedom(&self, ratings: &CellRatings) -> u64 {
        self.design.degrees_of_freedom(ratings.valid.positive())
    }
}
