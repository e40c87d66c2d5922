//! Trimming (METHOD 6): the adjustment g = w/b is clipped to a band around its median within the audience.

/// The band for g, both limits already multiplied by the median.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Smallest allowed g.
    pub lower: f64,
    /// Largest allowed g.
    pub upper: f64,
}

impl Band {
    /// The band `[lower, upper] × median(w/b)` over rows with a positive base weight; `None` without such a row.
    pub fn around_median(w: &[f64], b: &[f64], lower: f64, upper: f64) -> Option<Band> {
        let mut g: Vec<f64> = w.iter().zip(b).filter(|(_, b)| **b > 0.0).map(|(w, b)| w / b).collect();
        let median = median(&mut g)?;
        Some(Band {
            lower: lower * median,
            upper: upper * median,
        })
    }

    /// Factor per row that brings w/b into the band; exactly 1 where it is inside already.
    pub fn factors(&self, w: &[f64], b: &[f64]) -> Vec<f64> {
        let factor = |(w, b): (&f64, &f64)| {
            let g = w / b;
            // A factor of b·g/w would miss 1 by rounding, so a row inside the band keeps its weight as it is.
            if *w > 0.0 && *b > 0.0 && (g < self.lower || g > self.upper) {
                g.clamp(self.lower, self.upper) * b / w
            } else {
                1.0
            }
        };
        w.iter().zip(b).map(factor).collect()
    }

    /// How many rows lie outside (by more than rounding).
    pub fn outside(&self, w: &[f64], b: &[f64]) -> u64 {
        let out = |(w, b): &(&f64, &f64)| {
            let g = *w / *b;
            g < self.lower * (1.0 - 1e-9) || g > self.upper * (1.0 + 1e-9)
        };
        w.iter().zip(b).filter(out).count() as u64
    }
}

/// The median; the mean of the two middle values where their number is even. Sorts its argument.
pub fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    match (n, n % 2) {
        (0, _) => None,
        (_, 1) => Some(values[n / 2]),
        _ => Some((values[n / 2 - 1] + values[n / 2]) / 2.0),
    }
}
