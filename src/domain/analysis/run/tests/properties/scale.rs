//! The unit of the base weights: calibrated weights don't know it, means and their errors don't either, totals have it.

use super::*;
use crate::domain::analysis::outcome::{ErrorOutcome, EstimateOutcome};

/// The specification with its base weights times `c`.
fn times(text: &str, c: f64) -> String {
    text.replace("weight = \"weight\"", &format!("weight = \"weight * {c}\""))
}

fn near(what: &str, a: Option<f64>, b: Option<f64>, size: f64) -> Result<(), TestCaseError> {
    match (a, b) {
        (Some(a), Some(b)) => prop_assert!((a - b).abs() <= 1e-9 * (b.abs() + size), "{}: {} and {}", what, a, b),
        (a, b) => prop_assert_eq!(a, b, "{}", what),
    }
    Ok(())
}

/// Whether `b`, whose weights are `c` times those of `a`, has a value `unit` times as large with an error to match.
fn scaled(a: &EstimateOutcome, b: &EstimateOutcome, c: f64, unit: f64) -> Result<(), TestCaseError> {
    let label = a.label.as_str();
    prop_assert_eq!((&a.label, a.n, &a.notes), (&b.label, b.n, &b.notes));
    let size = a.errors.first().and_then(|error| error.se).unwrap_or(0.0);
    near(label, b.estimate, a.estimate.map(|value| value * unit), size * unit)?;
    near(label, Some(b.sum_w), Some(a.sum_w * c), 0.0)?;
    near(label, b.kish_deff, a.kish_deff, 0.0)?;
    let part = |error: &ErrorOutcome| [error.df, error.deff_wr, error.neff, error.neff_kg];
    for (a, b) in a.errors.iter().zip(&b.errors) {
        near(label, b.se, a.se.map(|se| se * unit), size * unit * 1e-3)?;
        for (a, b) in part(a).into_iter().zip(part(b)) {
            near(label, b, a, 1e-3)?;
        }
        for ((name, a), (_, b)) in a.ci.iter().zip(&b.ci) {
            let what = format!("{label} {name}");
            near(&what, b.0, a.0.map(|limit| limit * unit), size * unit + 1e-3)?;
            near(&what, b.1, a.1.map(|limit| limit * unit), size * unit + 1e-3)?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// `deff_wor` is left out: it compares the sum of the weights with n, so it depends on their unit by definition (D5).
    #[test]
    fn weights_in_another_unit_leave_means_and_their_errors_and_scale_totals(rows in rows(), c in 1e-3f64..1e3) {
        let text = spec("", &[ESTIMATES, TOTALS], false).replace("\"2 + weight\"", "\"2 + y * y\"");
        let (a, b) = (done(&text, &rows)?, done(&times(&text, c), &rows)?);
        prop_assert_eq!(a.estimates.len(), b.estimates.len());
        for (a, b) in a.estimates.iter().zip(&b.estimates) {
            scaled(a, b, c, if a.kind == "total" { c } else { 1.0 })?;
        }
        for (a, b) in a.contrasts.iter().zip(&b.contrasts) {
            let size = a.errors[0].se.unwrap_or(0.0);
            near(&a.label, b.estimate, a.estimate, size)?;
            near(&a.label, b.errors[0].se, a.errors[0].se, size * 1e-3)?;
        }
        let (f, g) = (&a.independence[0], &b.independence[0]);
        near("X2", g.x2, f.x2, 1.0)?;
        near("Rao-Scott", g.rao_scott.f, f.rao_scott.f, 1.0)?;
        let ranks = |of: &RunOutcome| of.rankings[0].places.iter().map(|p| (p.rank, p.joint)).collect::<Vec<_>>();
        prop_assert_eq!(ranks(&a), ranks(&b));
    }

    /// A power of two changes no digit, so that all that follows from the margins stays to the bit.
    #[test]
    fn weights_raked_from_twice_the_base_are_the_same_to_the_bit(rows in rows(), power in -20i32..20) {
        let text = spec(WEIGHTING, &[ESTIMATES, TOTALS], true).replace("\"2 + weight\"", "\"2 + y * y\"");
        let (a, b) = (done(&text, &rows)?, done(&times(&text, 2f64.powi(power)), &rows)?);
        for ((name, a), (_, b)) in a.weights.steps.iter().zip(&b.weights.steps).skip(2) {
            prop_assert_eq!(a, b, "{}", name);
        }
        prop_assert_eq!(&a.estimates, &b.estimates);
        prop_assert_eq!((&a.contrasts, &a.covariances), (&b.contrasts, &b.covariances));
        prop_assert_eq!((&a.rankings, &a.shrinkage, &a.independence), (&b.rankings, &b.shrinkage, &b.independence));
    }
}
