//! `[data]`, `[columns]`, `[items.NAME]` and `[ratings]`.

use super::read;
use crate::domain::analysis::formula::Formula;
use crate::domain::analysis::spec::{DataSpec, ItemsSpec, RatingsSpec};
use crate::domain::definition::parse::node::Table;
use crate::domain::definition::parse::source::Sink;
use crate::domain::definition::{Demand, Expected, Found};
use std::collections::BTreeSet;

/// `[data]`.
pub(super) fn data(root: &Table<'_>, sink: &mut Sink) -> DataSpec {
    let Some(table) = root.table("data", sink) else {
        return DataSpec {
            id: None,
            missing: Vec::new(),
            keep: None,
            sheet: None,
        };
    };
    table.only(&["id", "missing", "keep", "sheet"], sink);
    DataSpec {
        id: read::text_if(&table, "id", sink),
        missing: read::texts(&table, "missing", sink),
        keep: read::formula_if(&table, "keep", sink),
        sheet: read::text_if(&table, "sheet", sink),
    }
}

/// `[columns]`: names with their formulas.
pub(super) fn columns(root: &Table<'_>, sink: &mut Sink) -> Vec<(String, Formula)> {
    let Some(table) = root.table("columns", sink) else {
        return Vec::new();
    };
    let mut columns = Vec::new();
    for node in table.nodes() {
        columns.extend(read::formula(&node, sink).map(|formula| (node.key.to_string(), formula)));
    }
    if let Some(circle) = circle(&columns) {
        table.bad(sink, Found::Circle(circle), Demand::NoCircle.into());
    }
    columns
}

/// Columns that cannot be computed because each of them waits for another of them.
fn circle(columns: &[(String, Formula)]) -> Option<Vec<String>> {
    let names: BTreeSet<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let mut waiting: Vec<(&str, BTreeSet<&str>)> = columns
        .iter()
        .map(|(name, formula)| (name.as_str(), formula.names().intersection(&names).copied().collect()))
        .collect();
    loop {
        let left: BTreeSet<&str> = waiting.iter().map(|(name, _)| *name).collect();
        let before = waiting.len();
        waiting.retain(|(_, needs)| !needs.is_disjoint(&left));
        match waiting.len() {
            0 => return None,
            after if after == before => return Some(waiting.iter().map(|(name, _)| name.to_string()).collect()),
            _ => {}
        }
    }
}

/// `[items.NAME]`, all of them; codes that are `missing` as well are refused.
pub(super) fn items(root: &Table<'_>, missing: &[String], sink: &mut Sink) -> Vec<ItemsSpec> {
    let Some(table) = root.table("items", sink) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for node in table.nodes() {
        let Some(items) = node.table(sink) else { continue };
        items.only(&["columns", "valid", "other"], sink);
        let (valid, other) = codes(&items, missing, sink);
        if items.need("columns", Demand::ColumnsOrPattern.into(), sink).is_none() {
            continue;
        }
        all.push(ItemsSpec {
            name: node.key.to_string(),
            columns: read::texts(&items, "columns", sink),
            valid,
            other,
        });
    }
    all
}

fn codes(table: &Table<'_>, missing: &[String], sink: &mut Sink) -> (Vec<String>, Vec<String>) {
    table.need("valid", Expected::AtLeastOneCode, sink);
    let valid = spread(table, "valid", sink);
    if let Some(node) = table.get("valid")
        && valid.is_empty()
    {
        node.bad(sink, node.shown(), Expected::AtLeastOneCode);
    }
    let other = spread(table, "other", sink);
    let mut seen = BTreeSet::new();
    for (key, codes) in [("valid", &valid), ("other", &other)] {
        if let Some(node) = table.get(key) {
            let again = codes.iter().filter(|code| !seen.insert(code.as_str()));
            again.for_each(|code| node.bad(sink, Found::Again(code.clone()), Expected::CodeOnce));
            let lost = codes.iter().filter(|code| missing.contains(code));
            lost.for_each(|code| node.bad(sink, Found::Text(code.clone()), Demand::CodeNotMissing.into()));
        }
    }
    (valid, other)
}

/// Most codes that a range may stand for.
const MOST_CODES: i64 = 1000;

/// Codes of a key, ranges such as `"1..5"` written out.
fn spread(table: &Table<'_>, key: &str, sink: &mut Sink) -> Vec<String> {
    let mut codes = Vec::new();
    for text in read::texts(table, key, sink) {
        match range(&text) {
            None => codes.push(text),
            Some(Some(range)) => codes.extend(range.map(|code| code.to_string())),
            Some(None) => {
                let node = table.get(key).expect("its texts were read");
                node.bad(sink, Found::Text(text), Demand::CodeRange(MOST_CODES).into());
            }
        }
    }
    codes
}

/// Whether a text is of the form `A..B`, and if its ends are whole numbers in order the codes it stands for.
fn range(text: &str) -> Option<Option<std::ops::RangeInclusive<i64>>> {
    let (first, last) = text.split_once("..")?;
    let [first, last] = [first, last].map(|end| end.trim().parse::<f64>().ok());
    let (first, last) = (first?, last?);
    let whole = first.fract().abs() + last.fract().abs() <= 0.0 && first <= last;
    // Ends are whole and close together, so that nothing is cut off.
    let fits = whole && first.abs() < 1e15 && last - first < MOST_CODES as f64;
    Some(fits.then_some(first as i64..=last as i64))
}

/// `[ratings]`, where it is there; codes that are `missing` as well are refused.
pub(super) fn ratings(root: &Table<'_>, missing: &[String], sink: &mut Sink) -> Option<RatingsSpec> {
    let table = root.table("ratings", sink)?;
    table.only(
        &[
            "file",
            "respondent",
            "item",
            "value",
            "valid",
            "other",
            "factor",
            "probability",
        ],
        sink,
    );
    if root.get("data").and_then(|node| node.table(sink)?.get("id")).is_none() {
        table.bad(sink, Found::NoKey("id".into()), Demand::IdForRatings.into());
    }
    let (valid, other) = codes(&table, missing, sink);
    Some(RatingsSpec {
        file: read::text(&table, "file", sink),
        respondent: read::text(&table, "respondent", sink),
        item: read::text(&table, "item", sink),
        value: read::text(&table, "value", sink),
        valid,
        other,
        factor: read::formula_if(&table, "factor", sink),
        probability: read::instead(&table, "probability", "factor", sink),
    })
}
