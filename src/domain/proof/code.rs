//! Codes that people read from paper and type: 31 signs without look-alikes, the last of them a check.
//!
//! The signs are `2…9` and `A…Z` without I, L and O; 0 and 1 are missing too. 31 is prime, so a weighted sum
//! Σ i·v_i ≡ 0 (mod 31) over the signs (i from 1, v_i the sign's place in the alphabet, the check sign last) detects
//! every single wrong sign and every two signs exchanged, in codes of up to 30 signs.

use crate::domain::random::below;
use rand::Rng;

/// The signs in order of value.
pub const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

const MODULUS: u64 = 31;

/// Why a typed code isn't one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Right length and signs, but the check sign says that something was typed wrongly.
    #[error("the code has a typing error")]
    Mistyped,
    /// Wrong length, or signs that no code has.
    #[error("this is not a code: wrong length or signs that no code has")]
    Malformed,
}

/// `n` random signs (4.954 bits each) and their check sign.
pub fn generate(n: usize, rng: &mut impl Rng) -> String {
    let values: Vec<u64> = (0..n).map(|_| below(rng, MODULUS)).collect();
    with_check(&values)
}

/// `n` signs from 16 bytes (as a big-endian number modulo 31ⁿ) and their check sign; `n` at most 20.
pub fn from_bytes(n: usize, bytes: &[u8; 16]) -> String {
    let mut number = u128::from_be_bytes(*bytes);
    let mut values = vec![0; n];
    for value in values.iter_mut().rev() {
        *value = (number % u128::from(MODULUS)) as u64;
        number /= u128::from(MODULUS);
    }
    with_check(&values)
}

fn with_check(values: &[u64]) -> String {
    let weight = values.len() as u64 + 1;
    let sum = weighted_sum(values);
    let check = (0..MODULUS).find(|v| (sum + weight * v).is_multiple_of(MODULUS));
    let check = check.expect("a weight below 31 has an inverse modulo 31");
    values
        .iter()
        .chain([&check])
        .map(|&v| char::from(ALPHABET[v as usize]))
        .collect()
}

fn weighted_sum(values: &[u64]) -> u64 {
    values.iter().zip(1..).map(|(v, weight)| v * weight).sum::<u64>() % MODULUS
}

/// The code in a typed text: upper case, without spaces and hyphens, full-width signs made narrow.
///
/// # Errors
/// [`CodeError::Malformed`] unless it has `length` signs of the alphabet (check sign included), then
/// [`CodeError::Mistyped`] unless the check sign fits.
pub fn parse(text: &str, length: usize) -> Result<String, CodeError> {
    let code = clean(text);
    let values: Option<Vec<u64>> = code.chars().map(value_of).collect();
    let values = values.filter(|v| v.len() == length).ok_or(CodeError::Malformed)?;
    if weighted_sum(&values) != 0 {
        return Err(CodeError::Mistyped);
    }
    Ok(code)
}

/// What was typed, without separators and in upper case; nothing is checked.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .map(narrow)
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '.' | '‐'..='―' | '−' | '\u{200b}'))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Chinese keyboards type full-width signs.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn value_of(c: char) -> Option<u64> {
    let place = ALPHABET.iter().position(|&sign| char::from(sign) == c)?;
    Some(place as u64)
}

/// The code in groups of four with hyphens: `ABCD-EFGH-JK`.
pub fn grouped(code: &str) -> String {
    let mut out = String::new();
    for (i, sign) in code.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push('-');
        }
        out.push(sign);
    }
    out
}
