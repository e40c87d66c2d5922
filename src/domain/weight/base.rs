//! Base weights (METHOD 3): 1/π from the frame, or stratum population over respondents.

use super::WeightError;
use crate::domain::columns::Columns;
use crate::domain::data::RoundData;
use crate::domain::definition::{AudienceId, BaseWeight, Survey};

/// Strata of one audience among the respondents, with what the design needs.
#[derive(Debug, Clone, Default)]
pub struct Strata {
    /// Names, sorted.
    pub names: Vec<String>,
    /// Stratum of each row.
    pub of_row: Vec<u32>,
    /// Base weight in each stratum.
    pub base: Vec<f64>,
    /// Population N_h of each stratum.
    pub population: Vec<f64>,
}

/// Sorts rows of the columns into strata and gives each its base weight.
///
/// # Errors
/// A stratum without counts or population, or with more cases issued than in the frame; no such margin.
pub fn strata(
    survey: &Survey,
    data: &RoundData,
    audience: &AudienceId,
    columns: &Columns,
    rows: &[u32],
) -> Result<Strata, WeightError> {
    let all = &columns.strata.values;
    let mut occurs = vec![false; all.len()];
    let of = |row: &u32| columns.stratum[*row as usize] as usize;
    rows.iter().for_each(|row| occurs[of(row)] = true);
    let mut sorted: Vec<usize> = (0..all.len()).filter(|h| occurs[*h]).collect();
    sorted.sort_unstable_by_key(|h| &all[*h]);
    let mut place = vec![0u32; all.len()];
    sorted.iter().zip(0..).for_each(|(h, number)| place[*h] = number);
    let names: Vec<String> = sorted.iter().map(|h| all[*h].clone()).collect();
    let of_row: Vec<u32> = rows.iter().map(|row| place[of(row)]).collect();
    let mut respondents = vec![0u64; names.len()];
    of_row.iter().for_each(|h| respondents[*h as usize] += 1);
    let (mut base, mut population) = (Vec::new(), Vec::new());
    for (name, n) in names.iter().zip(&respondents) {
        let (weight, size) = match &survey.method.base {
            BaseWeight::InverseProbability => inverse_probability(data, audience, name)?,
            BaseWeight::StratumPopulation { margin } => {
                let size = stratum_population(survey, audience, margin, name)?;
                (size / *n as f64, size)
            }
        };
        base.push(weight);
        population.push(size);
    }
    Ok(Strata {
        names,
        of_row,
        base,
        population,
    })
}

/// (1/π, N_h) with π = issued / frame.
pub(super) fn inverse_probability(
    data: &RoundData,
    audience: &AudienceId,
    stratum: &str,
) -> Result<(f64, f64), WeightError> {
    let found = data
        .strata
        .iter()
        .find(|s| &s.audience == audience && s.stratum == stratum);
    let (audience, stratum) = (audience.0.clone(), stratum.to_owned());
    let Some(count) = found else {
        return Err(WeightError::NoStratumCount { audience, stratum });
    };
    if count.issued == 0 || count.issued > count.frame {
        let (frame, issued) = (count.frame, count.issued);
        return Err(WeightError::BadStratumCount {
            audience,
            stratum,
            frame,
            issued,
        });
    }
    Ok((count.frame as f64 / count.issued as f64, count.frame as f64))
}

fn stratum_population(survey: &Survey, audience: &AudienceId, id: &str, stratum: &str) -> Result<f64, WeightError> {
    let (name, margin) = (audience.0.clone(), id.to_owned());
    let Some(found) = survey.margins_of(audience).find(|m| m.id == id) else {
        return Err(WeightError::NoBaseMargin { audience: name, margin });
    };
    let category = found
        .categories
        .iter()
        .find(|c| c.key.len() == 1 && c.key[0] == stratum);
    category
        .map(|c| c.population)
        .filter(|p| *p > 0.0)
        .ok_or(WeightError::NoStratumPopulation {
            audience: name,
            margin,
            stratum: stratum.to_owned(),
        })
}
