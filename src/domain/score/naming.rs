//! The same danger, notice or stop with the names of things in place of their ids, for readers who know no id.

use super::ScoreError;
use super::danger::{Danger, Notice};
use crate::domain::weight::{RakeError, WeightError};

/// What people call the things of a survey; an id that it does not know comes back as it is.
pub trait Naming {
    /// An audience.
    fn audience(&self, id: &str) -> String;
    /// A stratum of an audience.
    fn stratum(&self, audience: &str, code: &str) -> String;
    /// A margin of an audience.
    fn margin(&self, audience: &str, id: &str) -> String;
    /// A variable of an audience's margins.
    fn variable(&self, audience: &str, name: &str) -> String;
    /// A department.
    fn department(&self, id: &str) -> String;
}

impl Danger {
    /// With names in place of ids.
    pub fn named(&self, names: &dyn Naming) -> Danger {
        match self.clone() {
            Danger::Stops(stop) => Danger::Stops(stop.named(names)),
            Danger::NoAnswers { audience } => Danger::NoAnswers {
                audience: names.audience(&audience),
            },
            Danger::NobodyIn {
                audience,
                stratum,
                issued,
            } => Danger::NobodyIn {
                stratum: names.stratum(&audience, &stratum),
                audience: names.audience(&audience),
                issued,
            },
            other @ Danger::NoScores { .. } => other,
        }
    }
}

impl Notice {
    /// With names in place of ids.
    pub fn named(&self, names: &dyn Naming) -> Notice {
        match self.clone() {
            Notice::Merged {
                audience,
                stratum,
                issued,
            } => Notice::Merged {
                stratum: names.stratum(&audience, &stratum),
                audience: names.audience(&audience),
                issued,
            },
            Notice::DesignEffect { audience, deff, warn } => Notice::DesignEffect {
                audience: names.audience(&audience),
                deff,
                warn,
            },
            Notice::NoScore { departments } => Notice::NoScore {
                departments: departments.iter().map(|id| names.department(id)).collect(),
            },
        }
    }
}

impl ScoreError {
    /// With names in place of ids.
    pub fn named(self, names: &dyn Naming) -> ScoreError {
        match self {
            ScoreError::Weight(error) => ScoreError::Weight(weight(error, names)),
            ScoreError::NotAssigned {
                submission,
                question,
                department,
            } => ScoreError::NotAssigned {
                department: names.department(&department),
                submission,
                question,
            },
            ScoreError::NotAGrade {
                submission,
                department,
                found,
                expected,
            } => ScoreError::NotAGrade {
                department: names.department(&department),
                submission,
                found,
                expected,
            },
            ScoreError::UnknownDisposition { audience, code } => ScoreError::UnknownDisposition {
                audience: names.audience(&audience),
                code,
            },
            other @ (ScoreError::Quality(_)
            | ScoreError::Design(_)
            | ScoreError::NoValue(_)
            | ScoreError::NotCanonical(_)) => other,
        }
    }
}

fn weight(mut error: WeightError, names: &dyn Naming) -> WeightError {
    let Some(audience) = audience(&mut error) else {
        return error;
    };
    let id = std::mem::take(audience);
    *audience = names.audience(&id);
    for margin in margins(&mut error) {
        *margin = names.margin(&id, margin);
    }
    if let Some(stratum) = stratum(&mut error) {
        *stratum = names.stratum(&id, stratum);
    }
    if let WeightError::MissingAnswers { variable, .. } | WeightError::NoDonor { variable, .. } = &mut error {
        *variable = names.variable(&id, variable);
    }
    error
}

fn audience(error: &mut WeightError) -> Option<&mut String> {
    use WeightError as W;
    match error {
        W::NoStratumCount { audience, .. }
        | W::BadStratumCount { audience, .. }
        | W::NoBaseMargin { audience, .. }
        | W::NoStratumPopulation { audience, .. }
        | W::UnknownDisposition { audience, .. }
        | W::CasesDisagree { audience, .. }
        | W::CasesMissing { audience, .. }
        | W::NothingKnown { audience, .. }
        | W::MissingAnswers { audience, .. }
        | W::NoDonor { audience, .. }
        | W::UnknownCategory { audience, .. }
        | W::Raking { audience, .. }
        | W::DesignEffect { audience, .. } => Some(audience),
        W::UnknownAudience { .. } | W::RepeatedSubmission { .. } => None,
    }
}

fn stratum(error: &mut WeightError) -> Option<&mut String> {
    use WeightError as W;
    match error {
        W::NoStratumCount { stratum, .. }
        | W::BadStratumCount { stratum, .. }
        | W::NoStratumPopulation { stratum, .. }
        | W::UnknownDisposition { stratum, .. }
        | W::CasesDisagree { stratum, .. }
        | W::CasesMissing { stratum, .. } => Some(stratum),
        _ => None,
    }
}

fn margins(error: &mut WeightError) -> Vec<&mut String> {
    use WeightError as W;
    match error {
        W::NoBaseMargin { margin, .. } | W::NoStratumPopulation { margin, .. } | W::UnknownCategory { margin, .. } => {
            vec![margin]
        }
        W::Raking { source, .. } => match source {
            RakeError::DifferentSums { margin, first, .. } => vec![margin, first],
            RakeError::EmptyCategory { margin, .. }
            | RakeError::NoPopulation { margin, .. }
            | RakeError::MissingCategory { margin, .. }
            | RakeError::BadTotal { margin, .. }
            | RakeError::NotConverged { margin, .. } => vec![margin],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Marked;

    impl Naming for Marked {
        fn audience(&self, id: &str) -> String {
            format!("<{id}>")
        }
        fn stratum(&self, audience: &str, code: &str) -> String {
            format!("<{audience}/{code}>")
        }
        fn margin(&self, audience: &str, id: &str) -> String {
            format!("<{audience}:{id}>")
        }
        fn variable(&self, audience: &str, name: &str) -> String {
            format!("<{audience}?{name}>")
        }
        fn department(&self, id: &str) -> String {
            format!("<{id}>")
        }
    }

    #[test]
    fn audience_stratum_margin_and_variable_are_named_each_by_its_own_audience() {
        let text = |error: WeightError| Danger::Stops(error.into()).named(&Marked).to_string();
        let source = RakeError::EmptyCategory {
            margin: "district".into(),
            category: "东城".into(),
        };
        let said = text(WeightError::Raking {
            audience: "a".into(),
            source,
        });
        assert!(said.starts_with("<a>: margin <a:district>: category 东城"), "{said}");
        let said = text(WeightError::NoDonor {
            audience: "a".into(),
            variable: "age".into(),
        });
        assert!(said.contains("<a?age>"), "{said}");
        let said = text(WeightError::NoStratumPopulation {
            audience: "a".into(),
            margin: "m".into(),
            stratum: "N".into(),
        });
        assert_eq!(said, "<a>: margin <a:m> has no population for stratum <a/N>");
        let notice = Notice::NoScore {
            departments: vec!["d1".into()],
        };
        assert!(notice.named(&Marked).to_string().contains("<d1>"));
    }
}
