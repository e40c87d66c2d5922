//! Shrunken estimates beside the direct ones (METHODOLOGY 3.11): never official, always with their B.

/// (B, shrunken value): B = τ²/(τ² + SE²), θ = B·direct + (1 − B)·mean.
pub fn shrink(direct: f64, variance: f64, tau2: f64, mean: f64) -> (f64, f64) {
    let below = tau2 + variance;
    let b = if below > 0.0 { tau2 / below } else { 1.0 };
    (b, b * direct + (1.0 - b) * mean)
}

/// Class mean and τ² by the method of moments from (direct, variance) of at least two departments:
/// τ² = max(0, sample variance of the direct values − mean of their variances).
pub fn moments(cells: &[(f64, f64)]) -> Option<(f64, f64)> {
    let n = cells.len() as f64;
    if cells.len() < 2 {
        return None;
    }
    let mean = cells.iter().map(|(x, _)| x).sum::<f64>() / n;
    let spread = cells.iter().map(|(x, _)| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    let noise = cells.iter().map(|(_, v)| v).sum::<f64>() / n;
    Some((mean, (spread - noise).max(0.0)))
}
