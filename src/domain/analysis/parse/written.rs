//! What a specification says in its own words, for a report that tells the method.

use crate::domain::analysis::spec::Written;
use crate::domain::definition::parse::node::{Node, Table};
use crate::domain::definition::parse::source::Sink;
use std::collections::BTreeMap;

/// Lists of named tables.
const LISTS: [&str; 9] = [
    "weighting",
    "estimates",
    "composites",
    "contrasts",
    "changes",
    "independence",
    "rankings",
    "shrinkage",
    "sample_sizes",
];

/// Every entry of a run with its keys as written, in the order of the file.
pub(super) fn written(root: &Table<'_>) -> Vec<Written> {
    // What is wrong was reported when the tables themselves were read.
    let mut sink = Sink::default();
    let mut all = Vec::new();
    for list in LISTS {
        for table in root
            .get(list)
            .filter(Node::is_list)
            .map(|_| root.tables(list, &mut sink))
            .unwrap_or_default()
        {
            let settings = settings(&table);
            let name = settings
                .get("name")
                .or(settings.get("step"))
                .cloned()
                .unwrap_or_default();
            all.push(Written {
                table: list.to_string(),
                name,
                settings,
            });
        }
    }
    if let Some(sets) = root.table("replicates", &mut sink) {
        for node in sets.nodes() {
            let settings = node.table(&mut sink).map(|table| settings(&table)).unwrap_or_default();
            all.push(Written {
                table: "replicates".into(),
                name: node.key.to_string(),
                settings,
            });
        }
    }
    if let Some(design) = root.table("design", &mut sink) {
        all.push(Written {
            table: "design".into(),
            name: "design".into(),
            settings: settings(&design),
        });
    }
    all
}

fn settings(table: &Table<'_>) -> BTreeMap<String, String> {
    table
        .nodes()
        .iter()
        .map(|node| (node.key.to_string(), node.plain()))
        .collect()
}
