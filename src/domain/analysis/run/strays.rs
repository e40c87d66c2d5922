//! How estimates stray by the linearised methods of a run: variances alone, or deviations where others are joined to them.

use super::estimates::Ground;
use super::methods::{How, Method};
use crate::domain::estimate::deviations::{Deviations, deviations, variances};
use crate::domain::estimate::statistic::Estimate;
use crate::domain::estimate::taylor::Taylor;

/// How one estimate strays by one linearised method.
pub struct Stray<'g> {
    /// V.
    pub variance: f64,
    /// Where the estimate is held.
    pub deviations: Option<Deviations<'g>>,
}

/// By method of the run; `None` for replicates.
pub type Strays<'g> = Vec<Option<Stray<'g>>>;

/// Of several estimates, whose deviations are kept where they are `wanted`.
pub fn strays<'g>(estimates: &[&Estimate], wanted: bool, ground: &Ground<'g>) -> Vec<Strays<'g>> {
    let linearised = |method: &&Method| !matches!(method.how, How::Replicates(_));
    let methods = ground.methods.iter().filter(linearised);
    let ways: Vec<Taylor<'g>> = methods.map(|method| ground.taylor(&method.how)).collect();
    let alone = |variance: f64| Stray {
        variance,
        deviations: None,
    };
    let kept = |deviations: Deviations<'g>| Stray {
        variance: deviations.variance,
        deviations: Some(deviations),
    };
    let found: Vec<Vec<Stray>> = match wanted {
        false => variances(&ways, estimates)
            .into_iter()
            .map(|all| all.into_iter().map(alone).collect())
            .collect(),
        true => deviations(&ways, estimates)
            .into_iter()
            .map(|all| all.into_iter().map(kept).collect())
            .collect(),
    };
    let by_method = |all: Vec<Stray<'g>>| {
        let mut all = all.into_iter();
        let of = |method: &Method| linearised(&method).then(|| all.next()).flatten();
        ground.methods.iter().map(of).collect()
    };
    found.into_iter().map(by_method).collect()
}
