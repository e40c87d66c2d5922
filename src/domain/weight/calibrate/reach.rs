//! Sums of numbers that no weights from 0 on can have while the categories keep their totals: such a sum is impossible
//! by itself, whatever else is furthest off in the end.

use super::units::Units;
use super::{Auxiliaries, Bounds, Distance, Options, Totals};

/// Beyond rounding.
const BEYOND: f64 = 1e-9;

/// The number whose sum lies furthest out of reach, and by how much, relative to the sum.
///
/// Within a category of total N_c the weighted sum of y lies between N_c min y and N_c max y, so the whole between the
/// sums of these; every margin gives such limits.
pub fn out_of_reach(units: &Units, aux: &Auxiliaries, totals: &Totals, options: &Options) -> Option<(String, f64)> {
    let from_zero = match options.bounds {
        Bounds::None => options.distance != Distance::Linear,
        Bounds::Factor { low, .. } => low >= 0.0,
        Bounds::Weight { .. } => true,
    };
    let rows = units.rows.as_ref().filter(|_| from_zero)?;
    let mut worst: Option<(String, f64)> = None;
    for ((name, values), total) in aux.numbers.iter().zip(&totals.sums) {
        for margin in 0..units.margins {
            let mut range = vec![(f64::INFINITY, f64::NEG_INFINITY); units.margin_of.len()];
            for (unit, row) in rows.iter().enumerate() {
                let (low, high) = &mut range[units.of(unit)[margin]];
                let value = values[*row as usize];
                (*low, *high) = (low.min(value), high.max(value));
            }
            let columns = units.margin_of.iter().zip(&units.totals).zip(&range);
            let own = columns.filter(|((of, n), _)| **of == margin && **n > 0.0);
            let (low, high) = own.fold((0.0, 0.0), |(low, high), ((_, n), (least, most))| {
                (low + n * least, high + n * most)
            });
            let miss = (low - total).max(total - high) / total.abs().max(f64::MIN_POSITIVE);
            if miss > BEYOND && worst.as_ref().is_none_or(|(_, most)| miss > *most) {
                worst = Some((name.clone(), miss));
            }
        }
    }
    worst
}
