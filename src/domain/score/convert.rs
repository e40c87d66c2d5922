//! From a composite to points out of 20, as exact decimals (METHOD 10).

use super::ScoreError;
use crate::domain::definition::{Conversion, Scale};
use rust_decimal::{Decimal, RoundingStrategy};

/// Most points a department can get.
pub const FULL: f64 = 20.0;

/// Value per grade (best first) of the measure that a conversion works on: the rate (0/1) or an index (0 to 100).
pub fn measure(conversion: &Conversion, scale: &Scale) -> Result<Vec<f64>, ScoreError> {
    match conversion {
        Conversion::Index { values } => {
            let value = |code: &String| {
                values
                    .get(code)
                    .copied()
                    .ok_or_else(|| ScoreError::NoValue(code.clone()))
            };
            scale.grades.iter().map(|g| value(&g.code)).collect()
        }
        _ => Ok(rate_values(scale)),
    }
}

/// 1 for the satisfied grades, 0 for the others.
pub fn rate_values(scale: &Scale) -> Vec<f64> {
    scale
        .grades
        .iter()
        .map(|g| if g.satisfied { 1.0 } else { 0.0 })
        .collect()
}

/// The scale's own index values.
pub fn index_values(scale: &Scale) -> Vec<f64> {
    scale.grades.iter().map(|g| g.value).collect()
}

/// Points of a composite `value`; `class` is the lowest and highest value in the department's class (for `min_max`).
pub fn points(conversion: &Conversion, value: f64, class: (f64, f64)) -> f64 {
    let points = match conversion {
        Conversion::Rate => FULL * value,
        Conversion::Index { .. } => FULL * value / 100.0,
        Conversion::Target { target } => FULL * (value / target).min(1.0),
        Conversion::Bands { bands } => bands
            .iter()
            .find(|(from, _)| value >= *from)
            .map_or(0.0, |(_, points)| *points),
        // Where all of a class are equal, each is its highest.
        Conversion::MinMax { .. } if class.1 <= class.0 => FULL,
        Conversion::MinMax { floor } => floor + (FULL - floor) * (value - class.0) / (class.1 - class.0),
    };
    points.clamp(0.0, FULL)
}

/// The lowest and the highest points that answers can earn, whatever they are: 0 and [`FULL`] unless the rule raises its
/// floor or lowers its ceiling (METHODOLOGY 1.6, R5 and R6).
pub fn range(conversion: &Conversion) -> (f64, f64) {
    let ends = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| {
            (low.min(one), high.max(one))
        })
    };
    match conversion {
        Conversion::Rate | Conversion::Target { .. } => (0.0, FULL),
        Conversion::Index { values } => ends(&mut values.values().map(|value| FULL * value / 100.0)),
        Conversion::Bands { bands } => {
            // A rate below every band earns nothing.
            let below = bands.iter().all(|(from, _)| *from > 0.0).then_some(0.0);
            ends(&mut bands.iter().map(|(_, points)| *points).chain(below))
        }
        Conversion::MinMax { floor } => (*floor, FULL),
    }
}

/// d points / d value, for the standard error of the points (the class limits of `min_max` taken as fixed, the ceiling
/// of `target` ignored); `None` for bands, which have no slope.
pub fn slope(conversion: &Conversion, class: (f64, f64)) -> Option<f64> {
    match conversion {
        Conversion::Rate => Some(FULL),
        Conversion::Index { .. } => Some(FULL / 100.0),
        Conversion::Target { target } => Some(FULL / target),
        Conversion::Bands { .. } => None,
        Conversion::MinMax { .. } if class.1 <= class.0 => None,
        Conversion::MinMax { floor } => Some((FULL - floor) / (class.1 - class.0)),
    }
}

/// The number as a decimal: quantised to 1e-9 first, so that 13.614999999999998 is 13.615, then rounded half up, once.
pub fn decimal(value: f64, places: u32) -> Decimal {
    let quantised: Decimal = format!("{value:.9}")
        .parse()
        .expect("a finite f64 below 1e18 is a decimal");
    let mut rounded = quantised.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(places);
    rounded
}

/// Points as they stand on the sheet, `"13.62"`.
pub fn text(points: f64) -> String {
    decimal(points, 2).to_string()
}
