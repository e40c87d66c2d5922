//! Small readers that several tables share.

use crate::domain::analysis::formula::Formula;
use crate::domain::definition::parse::node::{Node, Table};
use crate::domain::definition::parse::source::Sink;
use crate::domain::definition::{Demand, Expected, Found};
use std::collections::BTreeMap;

/// Which numbers are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Above 0 and below 1.
    Share,
    /// Above 0.
    Positive,
    /// 0 or more.
    FromZero,
    /// Any finite number.
    Any,
}

impl Inside {
    fn holds(self, number: f64) -> bool {
        match self {
            Inside::Share => number > 0.0 && number < 1.0,
            Inside::Positive => number > 0.0,
            Inside::FromZero => number >= 0.0,
            Inside::Any => true,
        }
    }

    fn expected(self) -> Expected {
        match self {
            Inside::Share => Demand::ShareInside.into(),
            Inside::Positive => Expected::NumberAboveZero,
            Inside::FromZero => Demand::FromZero.into(),
            Inside::Any => Demand::ANumber.into(),
        }
    }
}

/// A number of this value's kind; reports any other.
pub(super) fn number(node: &Node<'_>, inside: Inside, sink: &mut Sink) -> Option<f64> {
    let number = node.number().filter(|number| inside.holds(*number));
    if number.is_none() {
        node.bad(sink, node.shown(), inside.expected());
    }
    number
}

/// A number that need not be there.
pub(super) fn number_if(table: &Table<'_>, key: &str, inside: Inside, sink: &mut Sink) -> Option<f64> {
    number(&table.get(key)?, inside, sink)
}

/// A number, or its default.
pub(super) fn number_or(table: &Table<'_>, key: &str, default: f64, inside: Inside, sink: &mut Sink) -> f64 {
    number_if(table, key, inside, sink).unwrap_or(default)
}

/// A whole number, or its default.
pub(super) fn whole_or(
    table: &Table<'_>,
    key: &str,
    default: u64,
    range: std::ops::RangeInclusive<u64>,
    sink: &mut Sink,
) -> u64 {
    let node = table.get(key);
    node.and_then(|node| node.whole_in(&range, sink)).unwrap_or(default)
}

/// A list of texts, or one; empty when absent.
pub(super) fn texts(table: &Table<'_>, key: &str, sink: &mut Sink) -> Vec<String> {
    table.get(key).map(|node| node.texts_or_one(sink)).unwrap_or_default()
}

/// A text that need not be there.
pub(super) fn text_if(table: &Table<'_>, key: &str, sink: &mut Sink) -> Option<String> {
    table.get(key)?.text(sink)
}

/// A text, or its default.
pub(super) fn text_or(table: &Table<'_>, key: &str, default: &str, sink: &mut Sink) -> String {
    text_if(table, key, sink).unwrap_or_else(|| default.to_string())
}

/// A text that must be there.
pub(super) fn text(table: &Table<'_>, key: &str, sink: &mut Sink) -> String {
    table.text(key, Expected::QuotedText, sink)
}

/// A name that labels are built from.
pub(super) fn name(table: &Table<'_>, sink: &mut Sink) -> String {
    let name = text(table, "name", sink);
    if let Some(node) = table.get("name")
        && name.contains(['[', ']', ','])
    {
        node.bad(sink, node.shown(), Demand::PlainName.into());
    }
    name
}

/// One of a few words, or its default.
pub(super) fn word_or<T: Copy>(table: &Table<'_>, key: &str, words: &[(&str, T)], default: T, sink: &mut Sink) -> T {
    let node = table.get(key);
    node.and_then(|node| node.word(words, sink)).unwrap_or(default)
}

/// A formula; a bare number is one too.
pub(super) fn formula(node: &Node<'_>, sink: &mut Sink) -> Option<Formula> {
    let text = match node.number() {
        Some(number) => number.to_string(),
        None => node.text(sink)?,
    };
    match Formula::parse(&text) {
        Ok(formula) => Some(formula.at(node.line())),
        Err(error) => {
            node.bad(sink, *error.found, error.expected);
            None
        }
    }
}

/// A formula that need not be there.
pub(super) fn formula_if(table: &Table<'_>, key: &str, sink: &mut Sink) -> Option<Formula> {
    formula(&table.get(key)?, sink)
}

/// A formula that may stand in the place of another key's, not beside it.
pub(super) fn instead(table: &Table<'_>, key: &str, other: &str, sink: &mut Sink) -> Option<Formula> {
    let node = table.get(key)?;
    if table.get(other).is_some() {
        let keys = vec![other.to_string(), key.to_string()];
        node.bad(sink, Found::Written(keys.join(", ")), Demand::OneKind(keys).into());
    }
    formula(&node, sink)
}

/// A formula that must be there; when it isn't, that is reported and any formula given.
pub(super) fn formula_of(table: &Table<'_>, key: &str, sink: &mut Sink) -> Formula {
    let node = table.need(key, Demand::AFormula.into(), sink);
    node.and_then(|node| formula(&node, sink)).unwrap_or_else(nothing)
}

/// Formulas: a list, or one.
pub(super) fn formulas(node: &Node<'_>, sink: &mut Sink) -> Vec<Formula> {
    if !node.is_list() {
        return formula(node, sink).into_iter().collect();
    }
    let items = node.array(sink);
    if items.is_empty() {
        node.bad(sink, node.shown(), Demand::AFormula.into());
    }
    items.iter().filter_map(|item| formula(item, sink)).collect()
}

/// Stands where a formula could not be read; the problem is in the sink.
pub(super) fn nothing() -> Formula {
    Formula::parse("0").expect("a number is a formula")
}

/// A table of numbers.
pub(super) fn numbers(node: &Node<'_>, inside: Inside, sink: &mut Sink) -> BTreeMap<String, f64> {
    let nodes = node.table(sink).map(|table| table.nodes()).unwrap_or_default();
    let pair = |node: &Node<'_>, sink: &mut Sink| Some((node.key.to_string(), number(node, inside, sink)?));
    nodes.iter().filter_map(|node| pair(node, sink)).collect()
}

/// The tables `[[key]]` with their names, each name once.
pub(super) fn named<'a>(root: &Table<'a>, key: &'static str, sink: &mut Sink) -> Vec<(String, Table<'a>)> {
    let mut named: Vec<(String, Table<'a>)> = Vec::new();
    for table in root.tables(key, sink) {
        let name = name(&table, sink);
        if named.iter().any(|(other, _)| *other == name) {
            table.bad(sink, Found::NameTwice(key, name.clone()), Demand::EachNameOnce.into());
        }
        named.push((name, table));
    }
    named
}

/// Exactly one of these keys.
pub(super) fn one_key<'k>(table: &Table<'_>, keys: &[&'k str], sink: &mut Sink) -> Option<&'k str> {
    let there: Vec<&str> = keys.iter().copied().filter(|key| table.get(key).is_some()).collect();
    match there.as_slice() {
        [one] => Some(one),
        _ => {
            let found = match there.as_slice() {
                [] => Found::NoKey(keys.join(" / ")),
                some => Found::Written(some.join(", ")),
            };
            table.bad(
                sink,
                found,
                Demand::OneKind(keys.iter().map(|key| key.to_string()).collect()).into(),
            );
            None
        }
    }
}
