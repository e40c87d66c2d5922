//! What closing now would lead to: the round's own quality, weighting and scoring, run on what there is so far.
//!
//! Nothing here knows the statistics a second time: it asks [`quality::find`], [`weigh_columns`] and [`score`], the very
//! functions of the stages after closing, and sorts what they say into what endangers the sheet and what only marks it.

use super::danger::{Danger, Notice};
use super::sheet::ScoreStatus;
use super::{Found, ScoreError, SurveyHashes, score};
use crate::domain::columns::Columns;
use crate::domain::data::RoundData;
use crate::domain::definition::{Audience, SampleDesign, Survey};
use crate::domain::submission::quality;
use crate::domain::weight::margins::MERGED;
use crate::domain::weight::{AudienceWeights, Weighting, weigh_columns};
use serde::Serialize;
use std::collections::BTreeSet;

/// What closing now would lead to.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Forecast {
    /// Submissions that would count, sufficient partial ones among them.
    pub submissions: u64,
    /// Whether people were sampled, so that more of them can be asked.
    pub sampled: bool,
    /// What would leave the round without a sheet, or the sheet without a part of the population.
    pub dangers: Vec<Danger>,
    /// What a registered rule would deal with and the sheet would say.
    pub notices: Vec<Notice>,
}

/// Looks ahead; `columns` and `data` are what would be closed, with every sufficient partial among rows and cases.
pub fn forecast(survey: &Survey, data: &RoundData, columns: &Columns, hashes: &SurveyHashes) -> Forecast {
    let mut ahead = Forecast {
        submissions: columns.len() as u64,
        sampled: survey.round.sample == SampleDesign::Stratified,
        ..Forecast::default()
    };
    for (number, audience) in survey.audiences.iter().enumerate() {
        if columns.rows_of(number).next().is_none() {
            ahead.dangers.push(Danger::NoAnswers {
                audience: audience.id.0.clone(),
            });
        }
    }
    if ahead.submissions > 0 {
        run(survey, data, columns, hashes, &mut ahead);
    }
    ahead
}

fn run(survey: &Survey, data: &RoundData, columns: &Columns, hashes: &SurveyHashes, ahead: &mut Forecast) {
    let quality = match quality::find(survey, columns, &data.removals) {
        Ok(quality) => quality,
        Err(stop) => return ahead.dangers.push(Danger::Stops(stop.into())),
    };
    let weighting = match weigh_columns(survey, data, columns, &quality) {
        Ok(weighting) => weighting,
        Err(stops) => {
            let stops = stops.into_iter().map(|stop| Danger::Stops(ScoreError::from(stop)));
            return ahead.dangers.extend(stops);
        }
    };
    look_at_weights(survey, data, &weighting, ahead);
    let found = Found {
        columns,
        quality: &quality,
        weighting: &weighting,
        // Nobody sees this sheet: what it would say of its data is not asked.
        data_hash: String::new(),
    };
    match score(survey, data, &found, hashes) {
        Err(stop) => ahead.dangers.push(Danger::Stops(stop)),
        Ok(sheet) => {
            let all = sheet.departments;
            let without = all
                .iter()
                .filter(|department| department.status == ScoreStatus::NoScore);
            let departments: Vec<String> = without.map(|department| department.department_id.0.clone()).collect();
            if departments.len() == all.len() {
                let departments = all.len() as u64;
                ahead.dangers.push(Danger::NoScores { departments });
            } else if !departments.is_empty() {
                ahead.notices.push(Notice::NoScore { departments });
            }
        }
    }
}

fn look_at_weights(survey: &Survey, data: &RoundData, weighting: &Weighting, ahead: &mut Forecast) {
    for (audience, weights) in survey.audiences.iter().zip(&weighting.audiences) {
        if weights.documents.is_empty() {
            continue;
        }
        empty_strata(audience, data, weights, ahead);
        let (name, deff, warn) = (audience.id.0.clone(), weights.deff, survey.method.deff_warn);
        if deff > warn {
            ahead.notices.push(Notice::DesignEffect {
                audience: name,
                deff,
                warn,
            });
        }
    }
}

/// Strata of the sample in which nobody counts: merged with others by the registered rule, or simply lost.
fn empty_strata(audience: &Audience, data: &RoundData, weights: &AudienceWeights, ahead: &mut Forecast) {
    let answered: BTreeSet<&str> = weights.strata.names.iter().map(String::as_str).collect();
    let merged = |stratum: &str| {
        weights
            .classes
            .iter()
            .any(|class| class.split(MERGED).any(|one| one == stratum))
    };
    for count in data
        .strata
        .iter()
        .filter(|count| count.audience == audience.id && count.issued > 0)
    {
        if answered.contains(count.stratum.as_str()) {
            continue;
        }
        let (audience, stratum, issued) = (audience.id.0.clone(), count.stratum.clone(), count.issued);
        if merged(&stratum) {
            ahead.notices.push(Notice::Merged {
                audience,
                stratum,
                issued,
            });
        } else {
            ahead.dangers.push(Danger::NobodyIn {
                audience,
                stratum,
                issued,
            });
        }
    }
}
