//! Cohen's kappa of two readings of the same things, with its standard error.
//!
//! κ = (p_o − p_e)/(1 − p_e), p_o the share on the diagonal, p_e = Σ p_i· p_·i (Cohen 1960). Its large-sample variance is
//! that of Fleiss, Cohen and Everitt (1969):
//! `[Σ p_ii (1 − (p_i· + p_·i)(1 − κ))² + (1 − κ)² Σ_{i≠j} p_ij (p_·i + p_j·)² − (κ − p_e (1 − κ))²] / (n (1 − p_e)²)`.
//! Codes are names here: no order, no direction.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Agreement beyond chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Kappa {
    /// −1 to 1.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// Agreement that chance alone would give, 0 to 1.
    pub by_chance: f64,
}

/// Why there is no kappa.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Undefined {
    /// Nothing was answered both times.
    #[error("nothing was answered both times")]
    NoPairs,
    /// All answers of both times are the same one: chance alone would agree wholly.
    #[error("every answer, both times, was the same one")]
    OneAnswer,
}

/// Kappa of these pairs of codes.
///
/// # Errors
/// [`Undefined`].
pub fn kappa<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Kappa, Undefined> {
    let (mut cells, mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut n = 0.0;
    for (one, other) in pairs {
        *cells.entry((one, other)).or_insert(0.0) += 1.0;
        *rows.entry(one).or_insert(0.0) += 1.0;
        *columns.entry(other).or_insert(0.0) += 1.0;
        n += 1.0;
    }
    if n < 1.0 {
        return Err(Undefined::NoPairs);
    }
    let row = |code: &str| rows.get(code).copied().unwrap_or(0.0) / n;
    let column = |code: &str| columns.get(code).copied().unwrap_or(0.0) / n;
    let by_chance: f64 = rows.keys().map(|code| row(code) * column(code)).sum();
    if rows.len() == 1 && rows.keys().eq(columns.keys()) {
        return Err(Undefined::OneAnswer);
    }
    let diagonal = || cells.iter().filter(|((one, other), _)| one == other);
    let equal: f64 = diagonal().map(|(_, count)| count / n).sum();
    let value = (equal - by_chance) / (1.0 - by_chance);
    let on: f64 = diagonal()
        .map(|((code, _), count)| count / n * (1.0 - (row(code) + column(code)) * (1.0 - value)).powi(2))
        .sum();
    let off: f64 = cells
        .iter()
        .filter(|((one, other), _)| one != other)
        .map(|((one, other), count)| count / n * (column(one) + row(other)).powi(2))
        .sum();
    let centre = value - by_chance * (1.0 - value);
    let above = on + (1.0 - value).powi(2) * off - centre * centre;
    Ok(Kappa {
        value,
        // Full agreement has none; rounding must not make it a root of something below 0.
        se: (above.max(0.0) / n).sqrt() / (1.0 - by_chance),
        by_chance,
    })
}
