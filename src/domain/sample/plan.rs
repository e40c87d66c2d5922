//! Sizes that the agency chooses in place of the registered ones, held to the same limits.

use super::allocate::{AllocationError, allocate};
use crate::domain::definition::{Allocation, AudienceId, FrameSpec};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest units of a stratum that holds so many: with one, its variance could not be estimated.
pub const LEAST_PER_STRATUM: u64 = 2;

/// Share of the units asked that is expected to answer where nobody has stated another: a cautious one.
pub const USUAL_RESPONSE: f64 = 0.40;

/// How the sample of every audience is to be drawn; an audience without an entry keeps its registered sizes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SamplePlan(pub BTreeMap<AudienceId, AudiencePlan>);

/// The plan of one audience.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AudiencePlan {
    /// Units of the main sample.
    pub sizes: Sizes,
    /// Share of the units asked that is expected to answer, above 0 and at most 1: the agency's own statement.
    pub response: f64,
}

/// Units of one audience's main sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sizes {
    /// As the round says.
    Registered,
    /// So many in all, divided by the registered rule.
    Total(u64),
    /// So many in each stratum.
    Strata(BTreeMap<String, u64>),
}

/// Why a plan cannot be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// The rule cannot divide the total.
    #[error(transparent)]
    Allocation(#[from] AllocationError),
    /// A total where the round lists every stratum's size.
    #[error("the round lists the size of every stratum: give sizes by stratum instead of a total of {0}")]
    TotalOfFixed(u64),
    /// Fewer than two units of a stratum, or more than it has.
    #[error(
        "stratum “{stratum}” is to give {size} units; it has {most} in the frame, and a stratum gives at least {least}"
    )]
    Stratum {
        /// Which.
        stratum: String,
        /// As planned.
        size: u64,
        /// Fewest.
        least: u64,
        /// In the frame.
        most: u64,
    },
    /// An expected response that is no share.
    #[error("the expected response is {0}; expected a share above 0 and at most 1")]
    Response(f64),
    /// An audience that the survey does not have.
    #[error("the plan names the audience “{0}”, which the survey does not have")]
    Audience(String),
}

impl SamplePlan {
    /// Units per stratum of an audience whose frame has these counts; they are checked, the registered ones by the
    /// registered rule.
    ///
    /// # Errors
    /// [`PlanError`]; nothing is silently raised or lowered.
    pub fn sizes(
        &self,
        audience: &AudienceId,
        spec: &FrameSpec,
        counts: &BTreeMap<String, u64>,
    ) -> Result<BTreeMap<String, u64>, PlanError> {
        match self.0.get(audience) {
            None => Ok(allocate(spec, counts)?),
            Some(plan) => plan.sizes(spec, counts),
        }
    }

    /// Every audience of the plan is one of these.
    ///
    /// # Errors
    /// [`PlanError::Audience`].
    pub fn check_audiences<'a>(&self, known: impl Iterator<Item = &'a AudienceId>) -> Result<(), PlanError> {
        let known: BTreeSet<&AudienceId> = known.collect();
        let stranger = self.0.keys().find(|id| !known.contains(id));
        stranger.map_or(Ok(()), |id| Err(PlanError::Audience(id.0.clone())))
    }
}

impl AudiencePlan {
    /// Units per stratum.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn sizes(&self, spec: &FrameSpec, counts: &BTreeMap<String, u64>) -> Result<BTreeMap<String, u64>, PlanError> {
        if !(self.response > 0.0 && self.response <= 1.0) {
            return Err(PlanError::Response(self.response));
        }
        match &self.sizes {
            Sizes::Registered => Ok(allocate(spec, counts)?),
            Sizes::Total(total) if matches!(spec.allocation, Allocation::Fixed { .. }) => {
                Err(PlanError::TotalOfFixed(*total))
            }
            Sizes::Total(total) => {
                let spec = FrameSpec {
                    total: *total,
                    ..spec.clone()
                };
                check(allocate(&spec, counts)?, counts)
            }
            Sizes::Strata(sizes) => check(sizes.clone(), counts),
        }
    }
}

fn check(sizes: BTreeMap<String, u64>, counts: &BTreeMap<String, u64>) -> Result<BTreeMap<String, u64>, PlanError> {
    let all = sizes.keys().chain(counts.keys());
    let mut unlisted = all.filter(|stratum| !sizes.contains_key(*stratum) || !counts.contains_key(*stratum));
    if let Some(stratum) = unlisted.next() {
        return Err(AllocationError::Unlisted(stratum.clone()).into());
    }
    for (stratum, &size) in &sizes {
        let most = counts[stratum];
        let least = LEAST_PER_STRATUM.min(most);
        if size < least || size > most {
            let stratum = stratum.clone();
            return Err(PlanError::Stratum {
                stratum,
                size,
                least,
                most,
            });
        }
    }
    Ok(sizes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(allocation: Allocation) -> FrameSpec {
        FrameSpec {
            unit_id: "id".into(),
            stratum: "area".into(),
            contact: Vec::new(),
            attributes: Vec::new(),
            supervisor: None,
            allocation,
            total: 30,
            minimum: 0,
            reserve_share: 0.5,
            strata: vec!["N".into(), "S".into()],
        }
    }

    fn counts(n: u64, s: u64) -> BTreeMap<String, u64> {
        BTreeMap::from([("N".to_owned(), n), ("S".to_owned(), s)])
    }

    fn chosen(sizes: Sizes) -> Result<BTreeMap<String, u64>, PlanError> {
        let plan = AudiencePlan { sizes, response: 0.5 };
        let residents = AudienceId("residents".into());
        let plan = SamplePlan(BTreeMap::from([(residents.clone(), plan)]));
        plan.sizes(&residents, &spec(Allocation::Proportional), &counts(200, 100))
    }

    #[test]
    fn a_total_is_divided_by_the_registered_rule_and_sizes_are_taken_as_they_are() {
        assert_eq!(chosen(Sizes::Registered), Ok(counts(20, 10)));
        assert_eq!(chosen(Sizes::Total(60)), Ok(counts(40, 20)));
        assert_eq!(chosen(Sizes::Strata(counts(2, 100))), Ok(counts(2, 100)));
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_with_its_limits() {
        let refused = |n, s| chosen(Sizes::Strata(counts(n, s))).unwrap_err().to_string();
        let one = "stratum “N” is to give 1 units; it has 200 in the frame, and a stratum gives at least 2";
        assert_eq!(refused(1, 50), one);
        assert!(refused(10, 101).contains("“S” is to give 101 units; it has 100"));
        let half = BTreeMap::from([("N".to_owned(), 5)]);
        let unlisted = Err(AllocationError::Unlisted("S".into()).into());
        assert_eq!(chosen(Sizes::Strata(half)), unlisted);
        assert!(chosen(Sizes::Total(301)).is_err() && chosen(Sizes::Total(2)).is_err());
        let fixed = spec(Allocation::Fixed { sizes: counts(20, 10) });
        let total = AudiencePlan {
            sizes: Sizes::Total(40),
            response: 0.5,
        };
        assert_eq!(total.sizes(&fixed, &counts(200, 100)), Err(PlanError::TotalOfFixed(40)));
        for response in [0.0, 1.1, f64::NAN] {
            let plan = AudiencePlan {
                sizes: Sizes::Registered,
                response,
            };
            assert!(matches!(
                plan.sizes(&fixed, &counts(200, 100)),
                Err(PlanError::Response(_))
            ));
        }
    }

    #[test]
    fn a_plan_for_nobody_is_told() {
        let plan = AudiencePlan {
            sizes: Sizes::Registered,
            response: 0.5,
        };
        let plan = SamplePlan(BTreeMap::from([(AudienceId("birds".into()), plan)]));
        let known = [AudienceId("residents".into())];
        assert_eq!(
            plan.check_audiences(known.iter()),
            Err(PlanError::Audience("birds".into()))
        );
    }
}
