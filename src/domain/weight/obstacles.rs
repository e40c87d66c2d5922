//! Everything for which weights cannot be brought to margins at all, known before the first cycle.

use super::cells::{Cells, Target};
use super::margin_error::MarginError;
use std::borrow::Cow;

/// Margins may differ this much, relatively, before they contradict each other.
const SAME_SUM: f64 = 1e-6;

/// Sums that differ less are left as they are: no tolerance is finer.
const ROUNDING: f64 = 1e-12;

/// All obstacles for weights `q` (times `m`), whose sums per cell are `sums`; empty when there is none.
pub fn obstacles_in(sums: &[f64], cells: &Cells, targets: &[Target], q: &[f64], m: Option<&[f64]>) -> Vec<MarginError> {
    if sums.iter().all(|sum| *sum <= 0.0) {
        return vec![MarginError::NoWeight];
    }
    let mut found = Vec::new();
    for (number, target) in targets.iter().enumerate() {
        let bad = target.categories.iter().find(|(_, t)| !t.is_finite() || *t < 0.0);
        if let Some((category, total)) = bad {
            let (margin, category, total) = (target.margin.clone(), category.clone(), *total);
            found.push(MarginError::BadTotal {
                margin,
                category,
                total,
            });
            continue;
        }
        found.extend(other_sum(&targets[0], target));
        found.extend(lonely_categories(sums, cells, number, target, q, m));
    }
    found
}

/// Margins whose sums differ by rounding of published totals (at most 1e-6) are scaled to the first margin's sum: no
/// weights could meet them otherwise.
pub fn reconciled(targets: &[Target]) -> Cow<'_, [Target]> {
    let first = targets.first().map_or(0.0, Target::sum);
    let differs = |target: &Target| (target.sum() - first).abs() > ROUNDING * first;
    if !targets.iter().any(differs) {
        return Cow::Borrowed(targets);
    }
    let mut scaled = targets.to_vec();
    for target in &mut scaled {
        let factor = first / target.sum();
        target.categories.iter_mut().for_each(|(_, total)| *total *= factor);
    }
    Cow::Owned(scaled)
}

fn other_sum(first: &Target, target: &Target) -> Option<MarginError> {
    let (first_sum, sum) = (first.sum(), target.sum());
    let differ = (sum - first_sum).abs() > SAME_SUM * first_sum;
    differ.then(|| MarginError::DifferentSums {
        margin: target.margin.clone(),
        sum,
        first: first.margin.clone(),
        first_sum,
    })
}

fn lonely_categories(
    sums: &[f64],
    cells: &Cells,
    number: usize,
    target: &Target,
    q: &[f64],
    m: Option<&[f64]>,
) -> Vec<MarginError> {
    let mut found = Vec::new();
    let known = target.categories.len();
    let got = totals(sums, cells, number, known);
    for (category, (got, (label, wanted))) in got.iter().zip(&target.categories).enumerate() {
        let margin = target.margin.clone();
        match (*got > 0.0, *wanted > 0.0) {
            (false, true) => found.push(MarginError::EmptyCategory {
                margin,
                category: label.clone(),
            }),
            (true, false) => found.push(MarginError::NoPopulation {
                margin,
                category: label.clone(),
                row: cells.first_row(q, m, |of| of[number] as usize == category),
            }),
            _ => {}
        }
    }
    let missing = cells.categories.iter().zip(sums);
    if missing
        .into_iter()
        .any(|(of, sum)| of[number] as usize >= known && *sum > 0.0)
    {
        let row = cells.first_row(q, m, |of| of[number] as usize >= known);
        let margin = target.margin.clone();
        found.push(MarginError::MissingCategory { margin, row });
    }
    found
}

/// Weighted total of each category of a margin.
pub fn totals(sums: &[f64], cells: &Cells, margin: usize, categories: usize) -> Vec<f64> {
    let mut totals = vec![0.0; categories];
    for (sum, of) in sums.iter().zip(&cells.categories) {
        if let Some(total) = totals.get_mut(of[margin] as usize) {
            *total += sum;
        }
    }
    totals
}
