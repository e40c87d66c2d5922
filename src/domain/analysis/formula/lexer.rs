//! A formula's words: numbers, texts, names and signs, each with its place.

use super::SyntaxError;
use crate::domain::definition::{Demand, Found};

/// A word of a formula.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    /// A bare word: a column, a function, or `and`, `or`, `not`, `in`.
    Word(String),
    /// A name in backquotes: always a column.
    Quoted(String),
    /// An operator or punctuation.
    Sign(&'static str),
}

/// A token with the 1-based character where it begins, and its text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    /// What it is.
    pub token: Token,
    /// Its first character, counted from 1.
    pub at: usize,
    /// As it stands in the formula.
    pub written: String,
}

/// Longest first, so that `<=` is not read as `<`.
const SIGNS: [&str; 21] = [
    "==", "!=", "<>", "<=", ">=", "..", "=", "<", ">", "+", "-", "*", "/", "^", "(", ")", "[", "]", ",", "&", "|",
];

/// The tokens of a formula in order.
///
/// # Errors
/// The first sign, number or text that is none, with its place.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, SyntaxError> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_whitespace() {
            at += 1;
            continue;
        }
        let (token, end) = token(&chars, at)?;
        tokens.push(Placed {
            token,
            at: at + 1,
            written: chars[at..end].iter().collect(),
        });
        at = end;
    }
    Ok(tokens)
}

fn token(chars: &[char], at: usize) -> Result<(Token, usize), SyntaxError> {
    match chars[at] {
        '\'' | '"' => quoted(chars, at).map(|(text, end)| (Token::Text(text), end)),
        '`' => quoted(chars, at).map(|(text, end)| (Token::Quoted(text), end)),
        c if c.is_ascii_digit() => number(chars, at),
        '.' if chars.get(at + 1).is_some_and(char::is_ascii_digit) => number(chars, at),
        c if c.is_alphabetic() || c == '_' => Ok(word(chars, at)),
        _ => sign(chars, at),
    }
}

/// A text ends at the same quotation mark; two of them inside stand for one.
fn quoted(chars: &[char], at: usize) -> Result<(String, usize), SyntaxError> {
    let mark = chars[at];
    let mut text = String::new();
    let mut next = at + 1;
    while let Some(c) = chars.get(next) {
        if *c == mark {
            if chars.get(next + 1) != Some(&mark) {
                return Ok((text, next + 1));
            }
            next += 1;
        }
        text.push(*c);
        next += 1;
    }
    let rest: String = chars[at..].iter().take(20).collect();
    Err(SyntaxError {
        found: Box::new(Found::InFormula(rest, at + 1)),
        expected: Demand::FormulaClosing(mark.to_string()).into(),
    })
}

fn digits(chars: &[char], from: usize) -> usize {
    from + chars[from..].iter().take_while(|c| c.is_ascii_digit()).count()
}

/// Digits, a fraction, an exponent. `1..5` is a range and not the number `1.`.
fn number(chars: &[char], at: usize) -> Result<(Token, usize), SyntaxError> {
    let mut end = digits(chars, at);
    if chars.get(end) == Some(&'.') && chars.get(end + 1) != Some(&'.') {
        end = digits(chars, end + 1);
    }
    if matches!(chars.get(end), Some('e' | 'E')) {
        let sign = usize::from(matches!(chars.get(end + 1), Some('+' | '-')));
        let exponent = digits(chars, end + 1 + sign);
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    // `3days` is a slip and not the number 3.
    let glued = chars.get(end).is_some_and(|c| c.is_alphanumeric() || *c == '_');
    let written: String = chars[at..end + usize::from(glued)].iter().collect();
    match written.parse::<f64>() {
        Ok(number) if !glued && number.is_finite() => Ok((Token::Number(number), end)),
        _ => Err(SyntaxError {
            found: Box::new(Found::InFormula(written, at + 1)),
            expected: Demand::FormulaOperand.into(),
        }),
    }
}

fn word(chars: &[char], at: usize) -> (Token, usize) {
    let part = |i: usize| {
        let c = chars[i];
        // A dot belongs to a name only between its parts: `a..b` is a range.
        let inside = c == '.'
            && chars
                .get(i + 1)
                .is_some_and(|next| next.is_alphanumeric() || *next == '_');
        c.is_alphanumeric() || c == '_' || inside
    };
    let mut end = at;
    while end < chars.len() && part(end) {
        end += 1;
    }
    (Token::Word(chars[at..end].iter().collect()), end)
}

fn sign(chars: &[char], at: usize) -> Result<(Token, usize), SyntaxError> {
    let matches = |sign: &&&str| sign.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
    match SIGNS.iter().find(matches) {
        Some(sign) => Ok((Token::Sign(sign), at + sign.len())),
        None => Err(SyntaxError {
            found: Box::new(Found::InFormula(chars[at].to_string(), at + 1)),
            expected: Demand::FormulaOperator.into(),
        }),
    }
}
