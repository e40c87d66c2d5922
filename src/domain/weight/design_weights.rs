//! Design weights 1/π: stratified, in two or more stages, with unequal probabilities (D1).

use thiserror::Error;

/// Why a unit has no design weight.
#[derive(Debug, Clone, PartialEq, Error)]
#[allow(
    missing_docs,
    reason = "the message of each variant says what its fields are; rows are counted from 0"
)]
pub enum DesignWeightError {
    #[error("stratum {stratum}: {sample} units drawn from a population of {population} (row {row})")]
    MoreThanPopulation {
        stratum: String,
        sample: f64,
        population: f64,
        row: usize,
    },
    #[error("stratum {stratum}: the population is {population} in row {row}; expected a positive number")]
    BadPopulation {
        stratum: String,
        population: f64,
        row: usize,
    },
    #[error("stratum {stratum}: its population is {first} in one row and {population} in row {row}")]
    TwoPopulations {
        stratum: String,
        first: f64,
        population: f64,
        row: usize,
    },
}

/// A selection probability that is none.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("the selection probability in row {row} is {probability}; expected more than 0 and at most 1")]
pub struct BadProbability {
    /// Row, counted from 0.
    pub row: usize,
    /// What it has; NaN where it has nothing.
    pub probability: f64,
}

/// N_h / n_h for each row: `stratum[row]` numbers `names`, `population[row]` is N_h, n_h the rows of the stratum.
///
/// # Errors
/// As [`stage`].
pub fn stratified(stratum: &[u32], population: &[f64], names: &[String]) -> Result<Vec<f64>, DesignWeightError> {
    let units: Vec<u32> = (0..stratum.len() as u32).collect();
    stage(stratum, &units, population, names)
}

/// One stage: clusters (numbered over the whole sample) drawn within strata (or within clusters of the stage above).
///
/// Returns population over clusters drawn, for each row; weights of several stages multiply ([`stages`]).
///
/// # Errors
/// The first row whose population is no number above 0, another than that of an earlier row of its stratum, or smaller
/// than the number of clusters drawn there.
pub fn stage(
    stratum: &[u32],
    cluster: &[u32],
    population: &[f64],
    names: &[String],
) -> Result<Vec<f64>, DesignWeightError> {
    let name = |h: u32| names.get(h as usize).cloned().unwrap_or_else(|| h.to_string());
    let mut pairs: Vec<(u32, u32)> = stratum.iter().copied().zip(cluster.iter().copied()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let strata = stratum.iter().max().map_or(0, |h| *h as usize + 1);
    let mut drawn = vec![0.0; strata];
    pairs.iter().for_each(|(h, _)| drawn[*h as usize] += 1.0);
    let mut first: Vec<Option<f64>> = vec![None; strata];
    let weight = |(row, (h, population)): (usize, (&u32, &f64))| {
        let (population, sample) = (*population, drawn[*h as usize]);
        let known = *first[*h as usize].get_or_insert(population);
        let stratum = name(*h);
        if !(population > 0.0 && population.is_finite()) {
            Err(DesignWeightError::BadPopulation {
                stratum,
                population,
                row,
            })
        } else if known.total_cmp(&population).is_ne() {
            Err(DesignWeightError::TwoPopulations {
                stratum,
                first: known,
                population,
                row,
            })
        } else if sample > population {
            Err(DesignWeightError::MoreThanPopulation {
                stratum,
                sample,
                population,
                row,
            })
        } else {
            Ok(population / sample)
        }
    };
    stratum.iter().zip(population).enumerate().map(weight).collect()
}

/// Product of the stages' weights, row by row.
pub fn stages(of_stage: &[Vec<f64>]) -> Vec<f64> {
    let rows = of_stage.first().map_or(0, Vec::len);
    (0..rows)
        .map(|row| of_stage.iter().map(|stage| stage[row]).product())
        .collect()
}

/// 1/π for each row, whose selection probability π lies in (0, 1].
///
/// # Errors
/// The first row where it does not.
pub fn unequal(probability: &[f64]) -> Result<Vec<f64>, BadProbability> {
    let weight = |(row, p): (usize, &f64)| {
        let good = *p > 0.0 && *p <= 1.0;
        let probability = *p;
        good.then(|| 1.0 / p).ok_or(BadProbability { row, probability })
    };
    probability.iter().enumerate().map(weight).collect()
}
