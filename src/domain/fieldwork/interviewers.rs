//! Interviewers beside each other: durations and 说不清 that are unlike those of the others (METHODOLOGY 5.3).
//!
//! z = (own mean − median of the other interviewers' means) / √(own s²/n + (1.4826 · MAD)²), MAD being the median distance of
//! the others' means from that median. Median and MAD (Hampel 1974), because one who makes everything up must not make
//! the honest look strange. Compared are interviews of one audience, by telephone or on paper; told from [`OUTLIER`] on,
//! with [`LEAST_INTERVIEWS`] interviews and [`LEAST_OTHERS`] others at least: it is a reason to look, never one to remove.

use super::{Arrival, Input, is_interviewed};
use crate::domain::columns::DONT_KNOW;
use crate::domain::definition::AudienceId;
use crate::domain::weight::trim::median;
use std::collections::BTreeMap;

/// |z| from which an interviewer is told.
pub const OUTLIER: f64 = 3.0;
/// Fewest interviews of each interviewer that is compared.
pub const LEAST_INTERVIEWS: usize = 5;
/// Fewest other interviewers.
pub const LEAST_OTHERS: usize = 3;

/// Standard deviation of a normal variable over its MAD: 1/Φ⁻¹(3/4).
const MAD_TO_SD: f64 = 1.482_602_218_505_602;

/// One measure of one interviewer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unusual {
    /// Interviews with a value.
    pub n: u64,
    /// Mean over them.
    pub mean: f64,
    /// Median of the others' means; `None` with too few others.
    pub others: Option<f64>,
    /// z, infinite where nobody varies but the means differ; `None` with too few interviews or others.
    pub z: Option<f64>,
}

impl Unusual {
    /// Whether it is told.
    pub fn is_outlier(&self) -> bool {
        self.z.is_some_and(|z| z.abs() >= OUTLIER)
    }
}

/// One interviewer's interviews of one audience.
#[derive(Debug, Clone, PartialEq)]
pub struct InterviewerCheck {
    /// Login.
    pub interviewer: String,
    /// Audience.
    pub audience: AudienceId,
    /// Interviews.
    pub interviews: u64,
    /// Minutes of an interview; `None` where none was timed.
    pub minutes: Option<Unusual>,
    /// Share of 说不清 among the ratings of an interview; `None` without ratings.
    pub dont_know: Option<Unusual>,
}

/// Values of one interview.
struct Values {
    minutes: Option<f64>,
    dont_know: Option<f64>,
}

pub(super) fn checks(input: &Input, kept: &[&Arrival]) -> Vec<InterviewerCheck> {
    let mut given: BTreeMap<(u8, &str), Vec<Values>> = BTreeMap::new();
    for one in kept.iter().filter(|one| is_interviewed(input.mode(one))) {
        if let Some(interviewer) = &one.interviewer {
            let key = (input.columns.audience[one.row as usize], interviewer.as_str());
            given.entry(key).or_default().push(values(input, one));
        }
    }
    let each = given.iter().filter_map(|(key, own)| {
        let compare = |of: &dyn Fn(&Values) -> Option<f64>| {
            let others = given.iter().filter(|(other, _)| other.0 == key.0 && *other != key);
            let others = others.map(|(_, all)| all.iter().filter_map(of).collect::<Vec<f64>>());
            let others = others.filter(|values| values.len() >= LEAST_INTERVIEWS);
            let means = others.filter_map(|values| Some(moments(&values)?.0));
            unusual(&own.iter().filter_map(of).collect::<Vec<f64>>(), means.collect())
        };
        Some(InterviewerCheck {
            interviewer: key.1.to_owned(),
            audience: input.survey.audiences.get(usize::from(key.0))?.id.clone(),
            interviews: own.len() as u64,
            minutes: compare(&|values| values.minutes),
            dont_know: compare(&|values| values.dont_know),
        })
    });
    each.collect()
}

fn values(input: &Input, one: &Arrival) -> Values {
    let row = one.row as usize;
    let ratings = input.columns.ratings.of(row);
    let unclear = ratings.iter().filter(|rating| rating.grade == DONT_KNOW).count();
    let seconds = input.columns.seconds[row];
    Values {
        minutes: (!seconds.is_nan()).then_some(seconds / 60.0),
        dont_know: (!ratings.is_empty()).then(|| unclear as f64 / ratings.len() as f64),
    }
}

fn unusual(own: &[f64], mut others: Vec<f64>) -> Option<Unusual> {
    let (mean, error) = moments(own)?;
    let n = own.len() as u64;
    if others.len() < LEAST_OTHERS {
        let (others, z) = (None, None);
        return Some(Unusual { n, mean, others, z });
    }
    let centre = median(&mut others)?;
    let mut distances: Vec<f64> = others.iter().map(|other| (other - centre).abs()).collect();
    let between = MAD_TO_SD * median(&mut distances)?;
    let (difference, spread) = (mean - centre, (error + between * between).sqrt());
    let z = match spread > 0.0 {
        true => difference / spread,
        // Nobody varies: who is different all the same could not be more so.
        false if difference.abs() > 0.0 => f64::INFINITY.copysign(difference),
        false => 0.0,
    };
    Some(Unusual {
        n,
        mean,
        others: Some(centre),
        z: (own.len() >= LEAST_INTERVIEWS).then_some(z),
    })
}

/// Mean and s²/n; s² of a single value counts as 0.
fn moments(values: &[f64]) -> Option<(f64, f64)> {
    let n = values.len() as f64;
    if values.is_empty() {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some((mean, squares / (n - 1.0).max(1.0) / n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statistic_by_hand() {
        let unusual = |own: &[f64], others: &[f64]| unusual(own, others.to_vec()).unwrap();
        // Own mean 2, s² 0.5; others' median 5, distances 0, 0.5, 1, 1.5, 2 with median 1.
        let told = unusual(&[1.0, 2.0, 3.0, 2.0, 2.0], &[5.0, 4.5, 6.0, 6.5, 3.0]);
        assert!((told.z.unwrap() - -3.0 / (0.1 + MAD_TO_SD * MAD_TO_SD).sqrt()).abs() < 1e-12);
        assert_eq!((told.others, told.n), (Some(5.0), 5));
        assert_eq!(unusual(&[1.0; 4], &[2.0, 3.0, 4.0]).z, None, "too few interviews");
        assert_eq!(unusual(&[1.0; 5], &[2.0, 3.0]).z, None, "too few others");
        assert_eq!(unusual(&[1.0; 5], &[1.0; 3]).z, Some(0.0));
        assert!(
            unusual(&[1.0; 5], &[2.0; 3]).is_outlier(),
            "nobody varies, and this one differs"
        );
        assert_eq!(super::unusual(&[], vec![1.0]), None);
    }
}
