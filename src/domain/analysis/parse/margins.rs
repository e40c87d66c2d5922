//! `[population]` and `[margins.NAME]`.

use super::read::{self, Inside};
use crate::domain::analysis::spec::{MarginSpec, ScaleTo, StepKind, StepSpec, TotalsSpec};
use crate::domain::definition::parse::node::{Node, Table};
use crate::domain::definition::parse::source::Sink;
use crate::domain::definition::{Demand, Found};

/// Margins with a table of their own, and those that steps name and `[population]` holds.
pub(super) fn margins(root: &Table<'_>, steps: &[StepSpec], sink: &mut Sink) -> Vec<MarginSpec> {
    let long = root.table("population", sink).map(|table| long(&table, sink));
    let nodes = root
        .table("margins", sink)
        .map(|table| table.nodes())
        .unwrap_or_default();
    let mut margins: Vec<MarginSpec> = nodes
        .iter()
        .filter_map(|node| margin(node, long.as_ref(), sink))
        .collect();
    let named: Vec<&str> = steps.iter().flat_map(|step| step.kind.margins()).collect();
    for name in named {
        let known = margins.iter().any(|margin| margin.name == name) || nodes.iter().any(|node| node.key == name);
        if let (false, Some(totals)) = (known, &long) {
            margins.push(MarginSpec {
                name: name.to_string(),
                columns: vec![name.to_string()],
                totals: totals.clone(),
            });
        }
    }
    margins
}

fn long(table: &Table<'_>, sink: &mut Sink) -> TotalsSpec {
    table.only(&["file", "margin", "level", "total"], sink);
    TotalsSpec::Long {
        file: read::text(table, "file", sink),
        margin: read::text_or(table, "margin", "margin", sink),
        level: read::text_or(table, "level", "level", sink),
        total: read::text_or(table, "total", "total", sink),
    }
}

fn margin(node: &Node<'_>, long: Option<&TotalsSpec>, sink: &mut Sink) -> Option<MarginSpec> {
    let table = node.table(sink)?;
    table.only(&["columns", "totals", "sum", "file", "file_columns", "total"], sink);
    let mut columns = read::texts(&table, "columns", sink);
    if columns.is_empty() {
        columns.push(node.key.to_string());
    }
    let own = ["totals", "sum", "file"];
    let totals = match (own.iter().any(|key| table.get(key).is_some()), long) {
        (false, Some(long)) => long.clone(),
        (false, None) => {
            table.bad(sink, Found::NoKey("totals".into()), Demand::TotalsSource.into());
            return None;
        }
        (true, _) => match read::one_key(&table, &own, sink)? {
            "totals" => {
                let node = table.get("totals")?;
                let totals = read::numbers(&node, Inside::FromZero, sink);
                for key in totals.keys().filter(|key| !is_crossed(key, columns.len())) {
                    node.bad(
                        sink,
                        Found::Text(key.clone()),
                        Demand::CrossedLevel(columns.len()).into(),
                    );
                }
                TotalsSpec::Inline(totals)
            }
            "sum" => TotalsSpec::Sum(read::number(&table.get("sum")?, Inside::Any, sink)?),
            _ => file(&table, &columns, sink),
        },
    };
    Some(MarginSpec {
        name: node.key.to_string(),
        columns,
        totals,
    })
}

fn file(table: &Table<'_>, columns: &[String], sink: &mut Sink) -> TotalsSpec {
    let mut own = read::texts(table, "file_columns", sink);
    if let Some(node) = table.get("file_columns")
        && own.len() != columns.len()
    {
        node.bad(sink, node.shown(), Demand::AsManyColumns(columns.len()).into());
    }
    if own.is_empty() {
        own = columns.to_vec();
    }
    TotalsSpec::File {
        file: read::text(table, "file", sink),
        columns: own,
        total: read::text_or(table, "total", "total", sink),
    }
}

/// Stands between the categories of crossed columns, in labels and inline totals.
pub(in crate::domain::analysis) const CROSSED: &str = " × ";

/// Whether a category can be one of that many columns crossed.
pub(in crate::domain::analysis) fn is_crossed(category: &str, columns: usize) -> bool {
    category.matches(CROSSED).count() + 1 >= columns
}

impl StepKind {
    /// The same step to other margins.
    pub fn with_margins(&self, names: &[&str]) -> StepKind {
        let mut kind = self.clone();
        if let StepKind::Rake { margins, .. }
        | StepKind::Calibrate { margins, .. }
        | StepKind::TrimAndRake { margins, .. } = &mut kind
        {
            *margins = names.iter().map(|name| (*name).to_string()).collect();
        }
        kind
    }

    /// The margins that a step names, in its order.
    pub fn margins(&self) -> Vec<&str> {
        match self {
            StepKind::Poststratify { margin } => vec![margin],
            StepKind::Rake { margins, .. }
            | StepKind::Calibrate { margins, .. }
            | StepKind::TrimAndRake { margins, .. } => margins.iter().map(String::as_str).collect(),
            StepKind::Scale {
                to: ScaleTo::Margin(margin),
            } => vec![margin],
            StepKind::Nonresponse { .. } | StepKind::Trim(..) | StepKind::Scale { .. } => Vec::new(),
        }
    }
}
