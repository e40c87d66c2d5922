//! What a specification says in its own words and where, for a report that tells the method and for refusals.

use crate::domain::analysis::spec::{StepSpec, Written};
use crate::domain::definition::parse::node::{Node, Table};
use crate::domain::definition::parse::source::Sink;
use std::collections::BTreeMap;

/// Lists of named tables.
const LISTS: [&str; 10] = [
    "weighting",
    "estimates",
    "composites",
    "contrasts",
    "changes",
    "covariances",
    "independence",
    "rankings",
    "shrinkage",
    "sample_sizes",
];
/// Tables of named tables.
const NAMED: [&str; 2] = ["replicates", "margins"];
/// Tables of their own.
const SINGLE: [&str; 2] = ["design", "population"];

/// Every entry of a run with its keys as written, in the order of the file.
pub(super) fn written(root: &Table<'_>, steps: &[StepSpec]) -> Vec<Written> {
    // What is wrong was reported when the tables themselves were read.
    let mut sink = Sink::default();
    let mut all = Vec::new();
    for list in LISTS {
        let tables = root
            .get(list)
            .filter(Node::is_list)
            .map(|_| root.tables(list, &mut sink));
        for (at, table) in tables.unwrap_or_default().iter().enumerate() {
            let mut one = entry(list, String::new(), table.line(), Some(table));
            let step = steps.get(at).filter(|_| list == "weighting");
            let name = step.map(|step| &step.name).or(one.settings.get("name"));
            one.name = name.cloned().unwrap_or_default();
            all.push(one);
        }
    }
    for tables in NAMED {
        let nodes = root.table(tables, &mut sink).map(|table| table.nodes());
        for node in nodes.unwrap_or_default() {
            let table = node.table(&mut sink);
            all.push(entry(tables, node.key.to_string(), node.line(), table.as_ref()));
        }
    }
    if let Some(node) = root.get("errors") {
        all.push(entry("errors", "errors".into(), node.line(), None));
    }
    for name in SINGLE {
        if let Some(table) = root.table(name, &mut sink) {
            all.push(entry(name, name.to_string(), table.line(), Some(&table)));
        }
    }
    all
}

fn entry(list: &str, name: String, line: usize, table: Option<&Table<'_>>) -> Written {
    let nodes = table.map(Table::nodes).unwrap_or_default();
    let mut lines = BTreeMap::new();
    for node in &nodes {
        lines.insert(node.key.to_string(), node.line());
        let inner = node.is_table().then(|| node.table(&mut Sink::default())).flatten();
        for inner in inner.map(|table| table.nodes()).unwrap_or_default() {
            lines.insert(format!("{}.{}", node.key, inner.key), inner.line());
        }
    }
    let settings = nodes.iter().map(|node| (node.key.to_string(), node.plain()));
    Written {
        table: list.to_string(),
        name,
        line,
        lines,
        settings: settings.collect(),
    }
}
