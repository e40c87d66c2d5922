//! Continuous variables centred, made orthogonal to earlier ones and scaled, so that offsets and near copies cost no digits.

/// Less spread than this share of a variable's size is rounding: the variable is a copy of others.
const NOTHING: f64 = 1e-12;

/// A variable ready for Newton: the same totals are met through it.
pub struct Scaled {
    /// Value per unit, weighted mean square 1 (all 0 for a copy of other variables).
    pub values: Vec<f64>,
    /// Total in the same scale.
    pub total: f64,
    /// What a miss is divided by: population × standard deviation, in the same scale.
    pub size: f64,
}

/// Scales `x` for weights `d`; `population` is the categorical margins' sum, `None` without an intercept.
pub fn scale(mut x: Vec<f64>, total: f64, d: &[f64], population: Option<f64>, earlier: &[Scaled]) -> Scaled {
    let weight: f64 = d.iter().sum();
    let people = population.unwrap_or(weight);
    let mut total = total;
    let magnitude = mean(&x, &x, d, weight).sqrt();
    if population.is_some() {
        // Twice: the second mean takes away what the first one's rounding left.
        for _ in 0..2 {
            let centre = x.iter().zip(d).map(|(x, d)| d * x).sum::<f64>() / weight;
            x.iter_mut().for_each(|x| *x -= centre);
            total -= centre * people;
        }
    }
    let spread = mean(&x, &x, d, weight).sqrt();
    for _ in 0..2 {
        for other in earlier {
            let shared = mean(&x, &other.values, d, weight);
            x.iter_mut()
                .zip(&other.values)
                .for_each(|(x, other)| *x -= shared * other);
            total -= shared * other.total;
        }
    }
    let left = mean(&x, &x, d, weight).sqrt();
    if left <= NOTHING * magnitude {
        x.iter_mut().for_each(|x| *x = 0.0);
        let size = (people * magnitude).max(f64::MIN_POSITIVE);
        return Scaled { values: x, total, size };
    }
    x.iter_mut().for_each(|x| *x /= left);
    Scaled {
        values: x,
        total: total / left,
        size: people * spread / left,
    }
}

fn mean(x: &[f64], y: &[f64], d: &[f64], weight: f64) -> f64 {
    let products = x.iter().zip(y).zip(d).map(|((x, y), d)| d * x * y);
    products.sum::<f64>() / weight
}
