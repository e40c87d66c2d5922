//! `[design]`.

use super::read;
use crate::domain::analysis::spec::{DesignSpec, PopulationSpec};
use crate::domain::definition::parse::node::{Node, Table};
use crate::domain::definition::parse::source::Sink;
use crate::domain::definition::{Demand, Found};
use crate::domain::estimate::Lonely;

const LONELY: [(&str, Lonely); 5] = [
    ("fail", Lonely::Fail),
    ("remove", Lonely::Remove),
    ("adjust", Lonely::Adjust),
    ("average", Lonely::Average),
    ("certainty", Lonely::Certainty),
];

/// `[design]`; a sample without it has one stratum and weights of 1.
pub(super) fn design(root: &Table<'_>, sink: &mut Sink) -> DesignSpec {
    let Some(table) = root.table("design", sink) else {
        return DesignSpec {
            strata: Vec::new(),
            clusters: Vec::new(),
            population: Vec::new(),
            weight: None,
            probability: None,
            lonely: Lonely::Fail,
            nest: false,
            nonrespondents_stay: false,
        };
    };
    table.only(
        &[
            "strata",
            "clusters",
            "population",
            "weight",
            "probability",
            "lonely",
            "nest",
            "nonrespondents",
        ],
        sink,
    );
    let design = DesignSpec {
        strata: read::texts(&table, "strata", sink),
        clusters: read::texts(&table, "clusters", sink),
        population: populations(&table, sink),
        weight: read::formula_if(&table, "weight", sink),
        probability: read::instead(&table, "probability", "weight", sink),
        lonely: read::word_or(&table, "lonely", &LONELY, Lonely::Fail, sink),
        nest: table.flag("nest", false, sink),
        nonrespondents_stay: read::word_or(
            &table,
            "nonrespondents",
            &[("leave", false), ("stay", true)],
            false,
            sink,
        ),
    };
    if let Some(node) = table.get("population")
        && design.population.len() > design.clusters.len() + 1
    {
        node.bad(sink, node.shown(), Demand::OneMoreStage.into());
    }
    for (stage, population) in design.population.iter().enumerate() {
        let keys = design.strata.len() + stage.min(design.clusters.len());
        if let (PopulationSpec::Table { columns, .. }, Some(node)) = (population, table.get("population"))
            && !columns.is_empty()
            && columns.len() != keys
        {
            let found = Found::Written(format!("columns = {columns:?}"));
            node.bad(sink, found, Demand::AsManyColumns(keys).into());
        }
    }
    design
}

/// One per stage, or only one.
fn populations(table: &Table<'_>, sink: &mut Sink) -> Vec<PopulationSpec> {
    let Some(node) = table.get("population") else {
        return Vec::new();
    };
    let nodes = if node.is_list() { node.array(sink) } else { vec![node] };
    nodes.iter().filter_map(|node| population(node, sink)).collect()
}

fn population(node: &Node<'_>, sink: &mut Sink) -> Option<PopulationSpec> {
    if !node.is_table() {
        return node.text(sink).map(PopulationSpec::Column);
    }
    let table = node.table(sink)?;
    table.only(&["file", "total", "columns"], sink);
    Some(PopulationSpec::Table {
        file: read::text(&table, "file", sink),
        total: read::text_or(&table, "total", "total", sink),
        columns: read::texts(&table, "columns", sink),
    })
}
