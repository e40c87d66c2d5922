//! What a set of weights costs: count, sum, range and Kish's design effect.

/// Figures of a column of weights.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Diagnostics {
    /// Rows with a positive weight.
    pub n: u64,
    /// Sum of all weights.
    pub sum: f64,
    /// Smallest weight other than 0: below 0 where linear calibration without bounds made it so.
    pub min: Option<f64>,
    /// Largest positive weight.
    pub max: Option<f64>,
    /// n Σw²/(Σw)² over positive weights (D5).
    pub deff: Option<f64>,
    /// (Σw)²/Σw² over positive weights.
    pub n_eff: Option<f64>,
    /// Rows with a negative weight, which linear calibration without bounds may give.
    pub negative: u64,
}

/// Smallest and largest positive weight, in lanes: minima and maxima do not depend on the order.
#[derive(Debug, Clone, Copy)]
pub struct Range {
    low: [f64; 4],
    high: [f64; 4],
}

impl Range {
    /// Before the first weight.
    pub const START: Range = Range {
        low: [f64::INFINITY; 4],
        high: [0.0; 4],
    };

    /// Takes in weights, none of them negative.
    pub fn add(&mut self, weights: &[f64]) {
        let (fours, rest) = weights.as_chunks::<4>();
        fours.iter().for_each(|four| self.four(four));
        rest.iter().for_each(|w| self.four(&[*w; 4]));
    }

    #[inline]
    fn four(&mut self, weights: &[f64; 4]) {
        for (lane, w) in weights.iter().enumerate() {
            let positive = if *w > 0.0 { *w } else { f64::INFINITY };
            self.low[lane] = if positive < self.low[lane] {
                positive
            } else {
                self.low[lane]
            };
            self.high[lane] = if *w > self.high[lane] { *w } else { self.high[lane] };
        }
    }

    /// (smallest, largest).
    pub fn ends(self) -> (f64, f64) {
        let low = self.low.into_iter().fold(f64::INFINITY, f64::min);
        (low, self.high.into_iter().fold(0.0, f64::max))
    }
}

/// The sums behind the figures, row by row.
#[derive(Debug, Clone, Copy)]
pub struct Running {
    n: u64,
    negative: u64,
    sum: f64,
    kept: f64,
    squares: f64,
    min: f64,
    max: f64,
}

impl Running {
    /// Before the first row.
    pub const START: Running = Running {
        n: 0,
        negative: 0,
        sum: 0.0,
        kept: 0.0,
        squares: 0.0,
        min: f64::INFINITY,
        max: 0.0,
    };

    /// Takes in a weight; without branches, as this runs over millions of rows.
    #[inline]
    pub fn add(&mut self, w: f64) {
        let positive = if w > 0.0 { w } else { 0.0 };
        self.sum += w;
        self.kept += positive;
        self.squares += positive * positive;
        self.n += u64::from(w > 0.0);
        self.negative += u64::from(w < 0.0);
        self.min = if (w.abs() > 0.0) & (w < self.min) { w } else { self.min };
        self.max = if positive > self.max { positive } else { self.max };
    }

    /// Weights none of which is negative, of which `n` are positive, with Σw, Σw² and their range.
    pub fn summed(n: u64, [sum, squares]: [f64; 2], (min, max): (f64, f64)) -> Running {
        Running {
            n,
            negative: 0,
            sum,
            kept: sum,
            squares,
            min,
            max,
        }
    }

    /// The figures of all that were taken in.
    pub fn figures(self) -> Diagnostics {
        let (n, n_eff) = (self.n as f64, self.kept * self.kept / self.squares);
        let some = |value: f64| (self.n > 0 && self.squares > 0.0).then_some(value);
        Diagnostics {
            n: self.n,
            sum: self.sum,
            min: some(self.min),
            max: some(self.max),
            deff: some(n / n_eff),
            n_eff: some(n_eff),
            negative: self.negative,
        }
    }
}

impl Diagnostics {
    /// Sums in row order, in one pass.
    pub fn of(weights: &[f64]) -> Diagnostics {
        let mut running = Running::START;
        weights.iter().for_each(|w| running.add(*w));
        running.figures()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_shows_weights_below_0_and_leaves_out_those_of_0() {
        let of = |weights: &[f64]| (Diagnostics::of(weights).min, Diagnostics::of(weights).max);
        assert_eq!(of(&[2.0, -9.5, 0.0, 6.5]), (Some(-9.5), Some(6.5)));
        assert_eq!(of(&[0.0, 2.0, 6.5]), (Some(2.0), Some(6.5)));
        assert_eq!(of(&[0.0, 0.0]), (None, None));
    }
}
