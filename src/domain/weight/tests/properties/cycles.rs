//! Cycles of trimming and raking: they end inside or say how many are not, and always with the margins met.

use super::*;
use crate::domain::weight::trim::{Band, Counts, Cycles, GiveBack, Reference, Trim, trim_and_rake};

/// Rows that take part and lie outside the band, counted apart from the engine; (weights, multipliers, base).
fn outside(q: &[f64], m: &[f64], base: Option<&[f64]>, band: Band) -> u64 {
    let unit = |row: usize| base.map_or(1.0, |base| base[row]);
    let out = |row: &usize| {
        let g = q[*row] / unit(*row);
        m[*row] > 0.0 && (g < band.lower * (1.0 - 1e-9) || g > band.upper * (1.0 + 1e-9))
    };
    (0..q.len()).filter(out).count() as u64
}

/// Limits around the middle of the weights. What is cut around a median cannot always be given back, so it is not there.
fn rules() -> impl Strategy<Value = Trim> {
    let of = prop::sample::select(vec![Reference::Mean, Reference::Given(3.0), Reference::Median]);
    let back = prop::sample::select(vec![GiveBack::None, GiveBack::Equal, GiveBack::Proportional]);
    let limits = (0.05f64..0.6, 1.5f64..6.0);
    let rule = |(of, back, (low, high), repeat, relative_to_base)| Trim {
        low,
        high,
        of,
        give_back: if of == Reference::Median { GiveBack::None } else { back },
        repeat,
        relative_to_base,
    };
    (of, back, limits, any::<bool>(), any::<bool>()).prop_map(rule)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn cycles_end_with_margins_met_and_all_inside_or_the_number_outside(
        d in prop::collection::vec(0.1f64..6.0, ROWS),
        factor in prop::collection::vec(0.6f64..1.5, ROWS),
        drawn in prop::option::of(prop::collection::vec(0u32..3, ROWS - 6)),
        rule in rules(),
        most in 1u32..12,
    ) {
        let truth: Vec<f64> = d.iter().zip(&factor).map(|(d, f)| d * f).collect();
        let (columns, targets) = sample(&truth);
        let cells = Cells::new(&columns);
        // One of each cell is drawn at least, so that no category is empty.
        let drawn = drawn.unwrap_or_else(|| vec![1; ROWS - 6]);
        let m: Vec<f64> = [1; 6].iter().chain(&drawn).map(|times| f64::from(*times)).collect();
        let base = vec![1.25; ROWS];
        let limits = Limits { tolerance: 1e-10, max_cycles: 5000 };
        let (mut q, mut before) = (d.clone(), Vec::new());
        let cycles = Cycles { trim: rule, limits, most };
        let done = trim_and_rake(&mut q, Counts::of(Some(&m)), &base, &cells, &targets, &cycles, &mut before);
        let done = done.map_err(|error| TestCaseError::fail(format!("{error}")))?;
        // What it says is so.
        let relative = rule.relative_to_base.then_some(base.as_slice());
        prop_assert_eq!(done.outside, outside(&q, &m, relative, done.band));
        let started = done.outside_by_cycle.first().copied().unwrap_or(done.outside);
        prop_assert_eq!(started, outside(&d, &m, relative, done.band));
        // It stops early only where there is nothing left to do.
        let rounds = done.outside_by_cycle.len();
        prop_assert!(rounds <= most as usize && (done.outside == 0 || rounds == most as usize));
        prop_assert!(done.outside_by_cycle.iter().skip(1).all(|count| *count > 0));
        // The margins are met, whatever is outside.
        for (column, target) in columns.iter().zip(&targets) {
            for (category, (_, total)) in target.categories.iter().enumerate() {
                let rows = (0..ROWS).filter(|row| column[*row] as usize == category);
                let got: f64 = rows.map(|row| q[row] * m[row]).sum();
                prop_assert!((got / total - 1.0).abs() <= 1e-10 + 1e-13, "{} {}: {} {}", target.margin, category, got, total);
            }
        }
        // The last raking leads from the weights before it to those at the end.
        match &done.last {
            None => prop_assert_eq!((&before, &q, rounds), (&d, &d, 0)),
            Some(last) => {
                prop_assert!(last.largest_miss <= limits.tolerance);
                let factor = |row: usize| last.cell_factor[cells.of_row[row] as usize];
                prop_assert!((0..ROWS).all(|row| (before[row] * factor(row)).to_bits() == q[row].to_bits()));
                let band = done.band;
                let inside = |row: &usize| !band.misses(before[*row] / relative.map_or(1.0, |base| base[*row]));
                // Before it, all are inside where nothing was given back, or given back until all were.
                if rule.give_back == GiveBack::None || rule.repeat {
                    prop_assert!((0..ROWS).filter(|row| m[*row] > 0.0).all(|row| inside(&row)));
                }
            }
        }
    }
}
