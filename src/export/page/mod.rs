//! What pages that stand alone share: style, charts, figures, words with gaps.

pub(in crate::export) mod chart;
pub(in crate::export) mod figures;

/// Colours, type, tables and charts, for screens and for A4.
pub(in crate::export) const STYLE: &str = include_str!("style.css");

/// A template with its words in braces filled, in one pass: what is filled in is never filled again.
pub(in crate::export) fn fill(template: &str, with: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let word = after.find('}').map(|close| &after[..close]);
        match word.and_then(|word| with.iter().find(|(name, _)| *name == word)) {
            Some((name, value)) => {
                out.push_str(value);
                rest = &after[name.len() + 1..];
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}
