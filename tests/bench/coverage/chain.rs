//! From a round's data to estimates by the functions that the stages call, kept small enough for thousands of rounds.

use anyhow::{Result, ensure};
use barometer::domain::data::RoundData;
use barometer::domain::definition::Survey;
use barometer::domain::estimate::design::dot;
use barometer::domain::estimate::interval;
use barometer::domain::score::cells::{Cells, Errors, Precision, measure};
use barometer::domain::score::compose::{Composition, compositions};
use barometer::domain::score::ratings::{AudienceRatings, collect};
use barometer::domain::score::{SurveyHashes, compute, convert};
use barometer::domain::submission::quality::assess;
use barometer::domain::weight::{AudienceWeights, Weighting, weigh};

/// Nominal confidence of every interval.
pub const LEVEL: f64 = 0.95;

/// One department × audience that is shown.
#[derive(Clone)]
pub struct CellResult {
    pub rate: f64,
    /// Variance with the residuals of the last raking: the official one.
    pub variance: f64,
    /// Variance with the weights taken as fixed.
    pub fixed: f64,
    /// The official one with a finite population correction.
    pub corrected: f64,
    pub n: u64,
    pub n_eff_kish: f64,
    pub df: f64,
    /// Rate, variance and degrees of freedom of the difference from the audience's next department.
    pub difference: Option<(f64, f64, f64)>,
}

/// One department's score, unrounded.
#[derive(Clone)]
pub struct ScoreResult {
    pub points: f64,
    /// Standard error in points.
    pub se: f64,
    /// Interval in points as the sheet prints it.
    pub interval: (f64, f64),
    pub n_eff_kish: f64,
    /// Effective λ of the audiences that count, by their place.
    pub lambda: Vec<(usize, f64)>,
    /// Whether the λ of a suppressed audience was spread over the others.
    pub partial: bool,
}

/// What one round gives under one treatment.
#[derive(Clone)]
pub struct Outcome {
    /// Shown cells, `cells[audience][department]`.
    pub cells: Vec<Vec<Option<CellResult>>>,
    /// Cells that the audience rates but that are too small to show.
    pub suppressed: u64,
    /// Scores by department; `None` without one.
    pub scores: Vec<Option<ScoreResult>>,
    /// Kish design effect of the weights, per audience.
    pub deff: Vec<f64>,
    /// Respondents whose adjustment was trimmed, over all audiences.
    pub trimmed: u64,
}

/// Weighs and estimates a round under one survey (whose method is the treatment).
///
/// # Errors
/// Whatever stops the stages.
pub fn outcome(survey: &Survey, data: &RoundData) -> Result<Outcome> {
    let quality = assess(survey, &data.documents, &data.removals)?;
    let weighting = weigh(survey, data, &quality)?;
    let ratings = collect(survey, data, &weighting)?;
    let cells = measure(survey, &ratings);
    let compositions = compositions(survey, &cells);
    let unlinked: Vec<AudienceWeights> = weighting.audiences.iter().map(without_raking).collect();
    let designs = Designs::new(&weighting, &unlinked)?;
    let values = convert::rate_values(&survey.method.scale);
    let results: Vec<Vec<Option<CellResult>>> = (0..cells.len())
        .map(|a| designs.audience(a, &ratings[a], &cells, &values))
        .collect();
    let shown = results.iter().flatten().flatten().count();
    let rated = cells.iter().flatten().flatten().count();
    let scores = compositions.iter().enumerate();
    Ok(Outcome {
        suppressed: (rated - shown) as u64,
        scores: scores.map(|(d, c)| score(survey, c, d, &results)).collect(),
        cells: results,
        deff: weighting.audiences.iter().map(|a| a.deff).collect(),
        trimmed: weighting.audiences.iter().map(trimmed).sum(),
    })
}

fn trimmed(weights: &AudienceWeights) -> u64 {
    let trims = weights
        .steps
        .iter()
        .filter(|step| step.name == "trim")
        .flat_map(|step| &step.factor);
    trims.filter(|factor| factor.total_cmp(&1.0).is_ne()).count() as u64
}

fn without_raking(weights: &AudienceWeights) -> AudienceWeights {
    AudienceWeights {
        raking: None,
        ..weights.clone()
    }
}

/// The same sample's design with each kind of standard error.
struct Designs<'a> {
    official: Vec<Errors<'a>>,
    fixed: Vec<Errors<'a>>,
    corrected: Vec<Errors<'a>>,
}

impl<'a> Designs<'a> {
    /// `unlinked` are the same weights without the memory of their raking.
    fn new(weighting: &'a Weighting, unlinked: &'a [AudienceWeights]) -> Result<Designs<'a>> {
        let all = |of: &'a [AudienceWeights], fpc| of.iter().map(|w| Errors::new(w, fpc)).collect();
        let (official, corrected): (Result<_, _>, Result<_, _>) =
            (all(&weighting.audiences, false), all(&weighting.audiences, true));
        let fixed: Result<_, _> = all(unlinked, false);
        Ok(Designs {
            official: official?,
            fixed: fixed?,
            corrected: corrected?,
        })
    }

    fn audience(&self, a: usize, ratings: &AudienceRatings, cells: &Cells, values: &[f64]) -> Vec<Option<CellResult>> {
        let official = &self.official[a];
        let mut deviations: Vec<Option<Precision>> = Vec::new();
        let mut results: Vec<Option<CellResult>> = Vec::new();
        for (ratings, cell) in ratings.cells.iter().zip(&cells[a]) {
            let shown = cell.as_ref().filter(|cell| !cell.suppressed);
            let precision = shown.and_then(|_| official.precision(ratings, values));
            let variance = |errors: &Errors| errors.precision(ratings, values).map_or(f64::NAN, |p| p.variance);
            results.push(shown.zip(precision.as_ref()).map(|(cell, precision)| CellResult {
                rate: dot(&cell.shares, values),
                variance: precision.variance,
                fixed: variance(&self.fixed[a]),
                corrected: variance(&self.corrected[a]),
                n: cell.n,
                n_eff_kish: cell.n_eff_kish,
                df: official.degrees_of_freedom(ratings) as f64,
                difference: None,
            }));
            deviations.push(precision);
        }
        differences(&mut results, &deviations);
        results
    }
}

/// First minus second for departments that stand next to each other and are rated by the same people (D7).
fn differences(results: &mut [Option<CellResult>], deviations: &[Option<Precision>]) {
    for d in 1..results.len() {
        let (before, from) = results.split_at_mut(d);
        let (Some(first), Some(second)) = (&mut before[d - 1], &from[0]) else {
            continue;
        };
        if let (Some(a), Some(b)) = (&deviations[d - 1], &deviations[d]) {
            let variance = a.variance + b.variance - 2.0 * dot(&a.deviations, &b.deviations);
            first.difference = Some((first.rate - second.rate, variance, first.df.min(second.df)));
        }
    }
}

fn score(
    survey: &Survey,
    composition: &Composition,
    d: usize,
    cells: &[Vec<Option<CellResult>>],
) -> Option<ScoreResult> {
    let conversion = &survey.method.conversion;
    let cell = |a: usize| cells[a][d].as_ref();
    let rate = composition.value(|a| cell(a).map(|c| c.rate))?;
    let (variance, df) = composition.variance(|a| cell(a).map(|c| (c.variance, c.df)))?;
    let counted = || composition.counted().filter_map(|(a, _)| cell(a));
    let limits = interval::rate(rate, variance, counted().map(|c| c.n).sum(), df, LEVEL)?;
    // No rule of the study looks at the class, so its limits don't matter.
    let points = |rate| convert::points(conversion, rate, (0.0, 1.0));
    let printed = |rate| convert::text(points(rate)).parse::<f64>().ok();
    Some(ScoreResult {
        points: points(rate),
        se: convert::slope(conversion, (0.0, 1.0))? * variance.sqrt(),
        interval: (printed(limits.0)?, printed(limits.1)?),
        n_eff_kish: counted().map(|c| c.n_eff_kish).sum(),
        lambda: composition.counted().collect(),
        partial: composition.is_partial(),
    })
}

/// Holds the study's numbers against the whole sheet that the stages would sign, bit by bit.
///
/// # Errors
/// The first department or cell that differs: then the study would study something else than the sheet.
pub fn same_as_sheet(survey: &Survey, data: &RoundData, mine: &Outcome) -> Result<()> {
    let hashes = SurveyHashes {
        definition: String::new(),
        method: String::new(),
    };
    let sheet = compute(survey, data, &hashes)?.sheet;
    let bits = |x: Option<f64>| x.map(f64::to_bits);
    for (d, row) in sheet.departments.iter().enumerate() {
        let id = &row.department_id.0;
        let score = mine.scores[d].as_ref();
        let printed = score.map(|s| convert::text(s.points));
        ensure!(
            row.score == printed,
            "{id}: the sheet says {:?}, the study {printed:?}",
            row.score
        );
        let low = row.score_ci_low.as_ref().and_then(|low| low.parse().ok());
        ensure!(bits(low) == bits(score.map(|s| s.interval.0)), "{id}: intervals differ");
        for cell in &row.audiences {
            let a = survey
                .audiences
                .iter()
                .position(|audience| audience.id == cell.audience);
            let own = a.and_then(|a| mine.cells[a][d].as_ref());
            let interval = own.and_then(|c| interval::rate(c.rate, c.variance, c.n, c.df, LEVEL));
            let same = bits(cell.rate) == bits(own.map(|c| c.rate))
                && bits(cell.rate_se) == bits(own.map(|c| c.variance.sqrt()))
                && bits(cell.rate_ci_low) == bits(interval.map(|i| i.0))
                && bits(cell.rate_ci_high) == bits(interval.map(|i| i.1));
            ensure!(same, "{id} by {}: the sheet and the study differ", cell.audience.0);
        }
    }
    Ok(())
}
