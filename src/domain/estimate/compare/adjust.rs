//! Adjustment of p-values for many comparisons, as R's `p.adjust` does it.

/// How p-values are adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    /// Holm (1979): the chance of any false finding, whatever the dependence; never larger than p · m (Bonferroni).
    Holm,
    /// Benjamini and Hochberg (1995): the expected share of false findings, under independence or positive dependence.
    BenjaminiHochberg,
}

/// Adjusted p-values in the order of `p`; each in 0..=1.
///
/// A comparison without a p-value stays without one and does not count among the m (R: `NA`); NaN counts as none.
/// With p sorted upward p₍₁₎ ≤ … ≤ p₍ₘ₎: Holm max over i ≤ k of (m − i + 1) p₍ᵢ₎, Benjamini–Hochberg min over i ≥ k of
/// (m/i) p₍ᵢ₎, both cut at 1. Equal p-values get equal results.
pub fn adjust(how: Adjustment, p: &[Option<f64>]) -> Vec<Option<f64>> {
    let known = |i: &usize| p[*i].filter(|p| !p.is_nan());
    let mut order: Vec<(usize, f64)> = (0..p.len()).filter_map(|i| Some((i, known(&i)?))).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let m = order.len() as f64;
    let mut adjusted = vec![None; p.len()];
    match how {
        Adjustment::Holm => {
            let mut largest = 0.0f64;
            for (k, (i, p)) in order.iter().enumerate() {
                largest = largest.max((m - k as f64) * p);
                adjusted[*i] = Some(largest.min(1.0));
            }
        }
        Adjustment::BenjaminiHochberg => {
            let mut smallest = 1.0f64;
            for (k, (i, p)) in order.iter().enumerate().rev() {
                smallest = smallest.min(m / (k as f64 + 1.0) * p);
                adjusted[*i] = Some(smallest);
            }
        }
    }
    adjusted
}
