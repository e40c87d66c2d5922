//! Everything estimated about the departments of a round, from which the sheet's rows are written.

use super::cells::{self, Cell, Cells, Errors};
use super::compose::{self, Composition};
use super::convert;
use super::ratings::{self, AudienceRatings};
use super::shrink::{moments, shrink};
use super::{Covariance, ScoreError};
use crate::domain::columns::Columns;
use crate::domain::definition::{Conversion, Survey};
use crate::domain::estimate::design::dot;
use crate::domain::estimate::interval;
use crate::domain::weight::Weighting;

/// What is kept of each cell's precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Variances: all that a sheet needs.
    Variances,
    /// Also one deviation per respondent and department, for covariances.
    Deviations,
}

/// Variances of one cell.
#[derive(Debug, Clone, Default)]
pub struct CellErrors {
    rate: Option<f64>,
    index: Option<f64>,
    measure: Option<f64>,
    /// D4.
    pub df: u64,
    deviations: Vec<f64>,
}

impl CellErrors {
    /// (V of the rate, df).
    pub fn rate(&self) -> Option<(f64, f64)> {
        self.rate.map(|v| (v, self.df as f64))
    }

    /// (V of the index, df).
    pub fn index(&self) -> Option<(f64, f64)> {
        self.index.map(|v| (v, self.df as f64))
    }

    fn measure(&self) -> Option<(f64, f64)> {
        self.measure.map(|v| (v, self.df as f64))
    }
}

/// The estimates.
pub struct Analysis<'a> {
    /// The survey.
    pub survey: &'a Survey,
    /// Ratings per audience.
    pub ratings: Vec<AudienceRatings>,
    /// Point estimates.
    pub cells: Cells,
    /// How audiences count, per department.
    pub compositions: Vec<Composition>,
    /// Values per grade of the rate.
    pub rate_values: Vec<f64>,
    /// Values per grade of the registered conversion's measure.
    pub measure_values: Vec<f64>,
    /// Audiences with a stratum of one respondent.
    pub lonely: Vec<usize>,
    index_values: Vec<f64>,
    errors: Vec<Vec<CellErrors>>,
    composites: Vec<Option<f64>>,
    class_limits: Vec<(f64, f64)>,
}

impl<'a> Analysis<'a> {
    /// Estimates everything from the final weights.
    pub fn new(
        survey: &'a Survey,
        columns: &Columns,
        weighting: &Weighting,
        keep: Keep,
    ) -> Result<Analysis<'a>, ScoreError> {
        let scale = &survey.method.scale;
        let measure_values = convert::measure(&survey.method.conversion, scale)?;
        let (rate_values, index_values) = (convert::rate_values(scale), convert::index_values(scale));
        let ratings = ratings::collect_columns(survey, columns, weighting)?;
        let cells = cells::measure(survey, &ratings);
        let compositions = compose::compositions(survey, &cells);
        let designs = Errors::all(survey, weighting)?;
        let lonely = (0..designs.len()).filter(|a| designs[*a].is_lonely()).collect();
        let values = [&rate_values, &index_values, &measure_values];
        let errors = designs
            .iter()
            .zip(&ratings)
            .zip(&cells)
            .map(|((e, r), c)| audience_errors(e, r, c, values, keep))
            .collect();
        let composites = compose::composites(&cells, &compositions, |cell| cell.value(&measure_values));
        let class_limits = compose::class_limits(survey, &composites);
        Ok(Analysis {
            survey,
            ratings,
            cells,
            compositions,
            rate_values,
            measure_values,
            lonely,
            index_values,
            errors,
            composites,
            class_limits,
        })
    }

    /// Confidence level of the sheet.
    pub fn level(&self) -> f64 {
        self.survey.method.interval.level
    }

    /// The cell of an audience that rates the department.
    pub fn cell(&self, a: usize, d: usize) -> &Cell {
        self.cells[a][d]
            .as_ref()
            .expect("compositions name only audiences that rate the department")
    }

    /// Its variances.
    pub fn cell_errors(&self, a: usize, d: usize) -> &CellErrors {
        &self.errors[a][d]
    }

    /// Rate of a shown cell.
    pub fn rate(&self, a: usize, d: usize) -> Option<f64> {
        self.cell(a, d).value(&self.rate_values)
    }

    /// Index of a shown cell.
    pub fn index(&self, a: usize, d: usize) -> Option<f64> {
        self.cell(a, d).value(&self.index_values)
    }

    /// Weighted share of those shown (and answering) who know or used the department; `None` if nobody was asked.
    pub fn familiarity(&self, a: usize, d: usize) -> Option<f64> {
        let (above, below) = self.ratings[a].cells[d].familiar;
        (below > 0.0 && !self.cell(a, d).suppressed).then(|| above / below)
    }

    /// Weighted share of 说不清 among the ratings given.
    pub fn dont_know(&self, a: usize, d: usize) -> Option<f64> {
        let ratings = &self.ratings[a].cells[d];
        let all = ratings.valid.sum() + ratings.dont_know;
        (all > 0.0 && !self.cell(a, d).suppressed).then(|| ratings.dont_know / all)
    }

    /// Effective-λ mean of a value over the counted audiences that have it.
    pub fn spread(&self, composition: &Composition, of: impl Fn(usize) -> Option<f64>) -> Option<f64> {
        if composition.no_score {
            return None;
        }
        let parts: Vec<(f64, f64)> = composition
            .counted()
            .filter_map(|(a, lambda)| Some((lambda, of(a)?)))
            .collect();
        let below: f64 = parts.iter().map(|(lambda, _)| lambda).sum();
        (below > 0.0).then(|| parts.iter().map(|(lambda, x)| lambda * x).sum::<f64>() / below)
    }

    /// Unrounded points.
    pub fn points(&self, d: usize) -> Option<f64> {
        Some(convert::points(
            &self.survey.method.conversion,
            self.composites[d]?,
            self.class_limits[d],
        ))
    }

    /// Standard error of the points.
    pub fn score_se(&self, d: usize) -> Option<f64> {
        let (variance, _) = self.compositions[d].variance(|a| self.errors[a][d].measure())?;
        Some(convert::slope(&self.survey.method.conversion, self.class_limits[d])? * variance.sqrt())
    }

    /// Interval of the registered measure: Wilson for a rate, t for an index.
    pub fn measure_interval(&self, d: usize, level: f64) -> Option<(f64, f64)> {
        let value = self.composites[d]?;
        let (variance, df) = self.compositions[d].variance(|a| self.errors[a][d].measure())?;
        match self.survey.method.conversion {
            Conversion::Index { .. } => interval::mean(value, variance, df, level),
            _ => {
                let n = self.compositions[d].counted().map(|(a, _)| self.cell(a, d).n).sum();
                interval::rate(value, variance, n, df, level)
            }
        }
    }

    /// The same in points; every conversion is monotone.
    pub fn score_interval(&self, d: usize, level: f64) -> Option<(f64, f64)> {
        let points = |x| convert::points(&self.survey.method.conversion, x, self.class_limits[d]);
        self.measure_interval(d, level)
            .map(|(low, high)| (points(low), points(high)))
    }

    /// (B, shrunken rate) of a cell towards the mean of its class and audience.
    pub fn shrunken_rate(&self, a: usize, d: usize) -> Option<(f64, f64)> {
        self.shrunken(a, d, &self.rate_values, CellErrors::rate)
    }

    /// Shrunken value of the registered measure per audience and department.
    pub fn shrunken_measure(&self) -> Vec<Vec<Option<f64>>> {
        let cell = |a: usize, d: usize| Some(self.shrunken(a, d, &self.measure_values, CellErrors::measure)?.1);
        (0..self.cells.len())
            .map(|a| (0..self.compositions.len()).map(|d| cell(a, d)).collect())
            .collect()
    }

    fn shrunken(
        &self,
        a: usize,
        d: usize,
        values: &[f64],
        variance: impl Fn(&CellErrors) -> Option<(f64, f64)>,
    ) -> Option<(f64, f64)> {
        let departments = &self.survey.departments;
        let direct = |d: usize| {
            let value = self.cells[a][d].as_ref()?.value(values)?;
            Some((value, variance(&self.errors[a][d])?.0))
        };
        let in_class = (0..departments.len()).filter(|other| departments[*other].class == departments[d].class);
        let class: Vec<(f64, f64)> = in_class.filter_map(direct).collect();
        let (value, variance) = direct(d)?;
        let (mean, tau2) = moments(&class)?;
        Some(shrink(value, variance, tau2, mean))
    }

    /// Covariances of the departments' composite rates: those rated by the same respondents go together (D7).
    pub fn covariance(&self) -> Covariance {
        let scored: Vec<usize> = (0..self.compositions.len())
            .filter(|d| !self.compositions[*d].no_score)
            .collect();
        let lambda = |a: usize, d: usize| {
            self.compositions[d]
                .counted()
                .find(|(audience, _)| *audience == a)
                .map_or(0.0, |(_, lambda)| lambda)
        };
        let between = |i: usize, j: usize| -> f64 {
            let part = |a: usize| match lambda(a, i) * lambda(a, j) {
                both if both > 0.0 => both * dot(&self.errors[a][i].deviations, &self.errors[a][j].deviations),
                _ => 0.0,
            };
            (0..self.cells.len()).map(part).sum()
        };
        let matrix = scored
            .iter()
            .map(|i| scored.iter().map(|j| between(*i.min(j), *i.max(j))).collect())
            .collect();
        let departments = scored.iter().map(|d| self.survey.departments[*d].id.clone()).collect();
        Covariance { departments, matrix }
    }
}

fn audience_errors(
    errors: &Errors,
    ratings: &AudienceRatings,
    cells: &[Option<Cell>],
    [rate, index, measure]: [&Vec<f64>; 3],
    keep: Keep,
) -> Vec<CellErrors> {
    let one = |(ratings, cell): (&ratings::CellRatings, &Option<Cell>)| {
        if cell.as_ref().is_none_or(|cell| cell.suppressed) {
            return CellErrors::default();
        }
        let of = |values: &[f64]| errors.precision(ratings, values);
        let rated = of(rate);
        let index_variance = of(index).map(|p| p.variance);
        let measured = if measure == rate {
            rated.as_ref().map(|p| p.variance)
        } else {
            of(measure).map(|p| p.variance)
        };
        CellErrors {
            rate: rated.as_ref().map(|p| p.variance),
            index: index_variance,
            measure: measured,
            df: errors.degrees_of_freedom(ratings),
            deviations: rated
                .filter(|_| keep == Keep::Deviations)
                .map(|p| p.deviations)
                .unwrap_or_default(),
        }
    };
    ratings.cells.iter().zip(cells).map(one).collect()
}
