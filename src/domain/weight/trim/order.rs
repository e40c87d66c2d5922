//! Order statistics of weights, by selection instead of sorting.

/// The median; the mean of the two middle values where their number is even. Rearranges its argument.
pub fn median(values: &mut [f64]) -> Option<f64> {
    let n = values.len();
    if n == 0 {
        return None;
    }
    let (below, middle, _) = values.select_nth_unstable_by(n / 2, f64::total_cmp);
    let middle = *middle;
    if n % 2 == 1 {
        return Some(middle);
    }
    below
        .iter()
        .copied()
        .max_by(f64::total_cmp)
        .map(|lower| (lower + middle) / 2.0)
}

/// The quantile at `share` in 0..1, linear between order statistics (n − 1) p apart (R's type 7). Rearranges its argument.
pub fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let place = share * last as f64;
    let whole = (place.floor() as usize).min(last);
    let (_, lower, above) = values.select_nth_unstable_by(whole, f64::total_cmp);
    let lower = *lower;
    let upper = above.iter().copied().min_by(f64::total_cmp).unwrap_or(lower);
    Some(lower + (place - whole as f64) * (upper - lower))
}

/// Quantiles of values that stand for several rows each: sorted once, then read at any place.
pub struct Counted {
    /// (value, rows up to and with it), ascending.
    upto: Vec<(f64, u64)>,
}

impl Counted {
    /// From values and how many rows each stands for.
    pub fn new(values: &[f64], rows: &[u64]) -> Counted {
        let mut upto: Vec<(f64, u64)> = values.iter().copied().zip(rows.iter().copied()).collect();
        upto.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sum = 0;
        for (_, rows) in &mut upto {
            sum += *rows;
            *rows = sum;
        }
        Counted { upto }
    }

    /// Rows in all.
    pub fn rows(&self) -> u64 {
        self.upto.last().map_or(0, |(_, rows)| *rows)
    }

    /// Order statistic at `place` from 0.
    fn at(&self, place: u64) -> Option<f64> {
        let found = self.upto.partition_point(|(_, rows)| *rows <= place);
        self.upto.get(found).map(|(value, _)| *value)
    }

    /// The plain mean over rows.
    pub fn mean(&self) -> f64 {
        let mut before = 0;
        let mut sum = 0.0;
        for (value, upto) in &self.upto {
            sum += value * (upto - before) as f64;
            before = *upto;
        }
        sum / self.rows() as f64
    }

    /// As [`median`].
    pub fn median(&self) -> Option<f64> {
        let n = self.rows();
        let middle = self.at(n / 2)?;
        if n % 2 == 1 {
            return Some(middle);
        }
        self.at((n / 2).checked_sub(1)?).map(|lower| (lower + middle) / 2.0)
    }

    /// As [`quantile`].
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let last = self.rows().checked_sub(1)?;
        let place = share * last as f64;
        let whole = (place.floor() as u64).min(last);
        let lower = self.at(whole)?;
        let upper = self.at(whole + 1).unwrap_or(lower);
        Some(lower + (place - whole as f64) * (upper - lower))
    }
}
