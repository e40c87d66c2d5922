//! Ranks inside a class with the range that joint intervals allow (METHODOLOGY 3.10; Wright, Klein, Wieczorek).

/// Confidence of each of `d` intervals so that all hold together at `level`: level^(1/d).
pub fn joint_level(level: f64, d: usize) -> f64 {
    libm::pow(level, 1.0 / d.max(1) as f64)
}

/// Rank of each value, 1 is the highest; equal values share the better rank.
pub fn ranks<T: PartialOrd>(values: &[T]) -> Vec<u32> {
    let better = |x: &T| values.iter().filter(|y| *y > x).count() as u32;
    values.iter().map(|x| 1 + better(x)).collect()
}

/// (best, worst) rank that the intervals allow: best = 1 + #{j: L_j > U_i}, worst = D − #{j: U_j < L_i}.
pub fn ranges(intervals: &[(f64, f64)]) -> Vec<(u32, u32)> {
    let count = |hit: &dyn Fn(&(f64, f64)) -> bool| intervals.iter().filter(|i| hit(i)).count() as u32;
    let range = |(low, high): &(f64, f64)| {
        let above = count(&|other| other.0 > *high);
        let below = count(&|other| other.1 < *low);
        (1 + above, intervals.len() as u32 - below)
    };
    intervals.iter().map(range).collect()
}
