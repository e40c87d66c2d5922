//! The answer scale of `method.toml`, refused unless it is balanced.

use super::method::section;
use super::node::Table;
use super::source::{Sink, one_of};
use super::texts::Texts;
use crate::domain::definition::{Expected, Found, Scale, ScaleGrade, Text};

/// Largest difference between two scale values that is only decimal notation.
const VALUE_TOLERANCE: f64 = 1e-9;

/// Reads `[scale]`; its labels stand in the texts.
pub(super) fn scale(root: Table<'_>, texts: &mut Texts<'_>, sink: &mut Sink) -> Scale {
    let Some(table) = section(root, "scale", &["version", "dont_know", "grade"], sink) else {
        let label = Text {
            zh: String::new(),
            en: String::new(),
        };
        return Scale {
            version: String::new(),
            grades: Vec::new(),
            dont_know: (String::new(), label),
        };
    };
    let dont_know = table.text("dont_know", Expected::DontKnowCode, sink);
    let mut sides = Vec::new();
    let mut grades: Vec<ScaleGrade> = Vec::new();
    for entry in table.tables("grade", sink) {
        entry.only(&["code", "value", "side"], sink);
        let code = entry.text("code", Expected::GradeCode, sink);
        if code == dont_know || grades.iter().any(|grade| grade.code == code) {
            entry.bad(sink, Found::ScaleCodeTwice(code), Expected::CodeOnce);
            continue;
        }
        let words = [("satisfied", 1), ("middle", 0), ("dissatisfied", -1)];
        let side = entry.need("side", one_of(words.map(|(word, _)| word)), sink);
        let side = side.and_then(|node| node.word(&words, sink)).unwrap_or(0);
        sides.push(side);
        grades.push(ScaleGrade {
            label: texts.need(&["scale", &code], sink),
            value: entry.number("value", 0.0..=100.0, sink),
            satisfied: side == 1,
            code,
        });
    }
    check_balance(table, &grades, &sides, sink);
    Scale {
        version: table.text("version", Expected::ScaleVersion, sink),
        grades,
        dont_know: (dont_know.clone(), texts.need(&["scale", &dont_know], sink)),
    }
}

/// Best first, as many satisfied as dissatisfied grades, values mirrored around the middle.
fn check_balance(table: Table<'_>, grades: &[ScaleGrade], sides: &[i32], sink: &mut Sink) {
    let count = |side: i32| sides.iter().filter(|other| **other == side).count();
    let mirrored = sides.iter().zip(sides.iter().rev()).all(|(a, b)| a + b == 0);
    let sorted = sides.is_sorted_by(|a, b| a >= b);
    if !mirrored || !sorted || count(0) > 1 || count(1) == 0 {
        let found = Found::UnbalancedSides(count(1), count(0), count(-1));
        table.bad(sink, found, Expected::BalancedSides);
    }
    let values: Vec<f64> = grades.iter().map(|grade| grade.value).collect();
    if !values.is_sorted_by(|a, b| a > b) {
        table.bad(sink, Found::ScaleValues(format!("{values:?}")), Expected::FallingValues);
    }
    let sum = values.first().zip(values.last()).map_or(0.0, |(a, b)| a + b);
    let antisymmetric = |(a, b): (&f64, &f64)| (a + b - sum).abs() <= VALUE_TOLERANCE;
    if !values.iter().zip(values.iter().rev()).all(antisymmetric) {
        let expected = Expected::Mirrored((sum / 2.0).to_string());
        table.bad(sink, Found::UnbalancedValues(format!("{values:?}")), expected);
    }
}
