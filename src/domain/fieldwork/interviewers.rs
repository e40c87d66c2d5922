//! Interviewers beside each other: durations and 说不清 that are unlike those of the others (METHODOLOGY 5.3).
//!
//! z = (own mean − mean of the others) / √(own s²/n + others' s²/m), Welch's statistic, over interviews of one audience
//! that the interviewer gave, by telephone or on paper. Told from [`OUTLIER`] on and from [`LEAST_INTERVIEWS`] interviews on, either way:
//! it is a reason to look, never one to remove.

use super::{Arrival, Input, is_interviewed};
use crate::domain::columns::DONT_KNOW;
use crate::domain::definition::AudienceId;
use std::collections::BTreeMap;

/// |z| from which an interviewer is told.
pub const OUTLIER: f64 = 3.0;
/// Fewest interviews, of the interviewer and of the others.
pub const LEAST_INTERVIEWS: usize = 5;

/// One measure of one interviewer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unusual {
    /// Interviews with a value.
    pub n: u64,
    /// Mean over them.
    pub mean: f64,
    /// Mean over the others'.
    pub others: f64,
    /// z; `None` with too few interviews, or where nobody differs from anybody.
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
        let others = || {
            given
                .iter()
                .filter(|(other, _)| other.0 == key.0 && *other != key)
                .flat_map(|(_, all)| all)
        };
        let compare = |of: &dyn Fn(&Values) -> Option<f64>| {
            let own: Vec<f64> = own.iter().filter_map(of).collect();
            let others: Vec<f64> = others().filter_map(of).collect();
            unusual(&own, &others)
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

fn unusual(own: &[f64], others: &[f64]) -> Option<Unusual> {
    let ((mean, error), (other_mean, other_error)) = (moments(own)?, moments(others).unwrap_or((f64::NAN, 0.0)));
    let enough = own.len() >= LEAST_INTERVIEWS && others.len() >= LEAST_INTERVIEWS;
    let spread = (error + other_error).sqrt();
    Some(Unusual {
        n: own.len() as u64,
        mean,
        others: other_mean,
        z: (enough && spread > 0.0).then(|| (mean - other_mean) / spread),
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
    fn welchs_statistic_by_hand() {
        // Means 2 and 5; s² = 1 and 2.5; √(1/5 · 0.5 …): own 1,2,3,2,2 has s² 0.5, others 3..7 has s² 2.5.
        let told = unusual(&[1.0, 2.0, 3.0, 2.0, 2.0], &[3.0, 4.0, 5.0, 6.0, 7.0]).unwrap();
        assert!((told.z.unwrap() - -3.0 / (0.1f64 + 0.5).sqrt()).abs() < 1e-12);
        assert!(told.is_outlier());
        assert_eq!(
            unusual(&[1.0; 4], &[2.0, 3.0, 4.0, 5.0, 6.0]).unwrap().z,
            None,
            "too few"
        );
        assert_eq!(unusual(&[1.0; 5], &[1.0; 5]).unwrap().z, None, "nobody differs");
        assert_eq!(unusual(&[], &[1.0]), None);
    }
}
