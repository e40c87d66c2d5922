//! `[design]`.

use super::read;
use crate::domain::analysis::spec::DesignSpec;
use crate::domain::definition::Demand;
use crate::domain::definition::parse::node::Table;
use crate::domain::definition::parse::source::Sink;
use crate::domain::estimate::Lonely;

const LONELY: [(&str, Lonely); 5] = [
    ("fail", Lonely::Fail),
    ("remove", Lonely::Remove),
    ("adjust", Lonely::Adjust),
    ("average", Lonely::Average),
    ("certainty", Lonely::Certainty),
];

pub(super) fn design(root: &Table<'_>, sink: &mut Sink) -> DesignSpec {
    let Some(table) = root.table("design", sink) else {
        return DesignSpec {
            strata: Vec::new(),
            clusters: Vec::new(),
            population: Vec::new(),
            weight: None,
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
            "lonely",
            "nest",
            "nonrespondents",
        ],
        sink,
    );
    let design = DesignSpec {
        strata: read::texts(&table, "strata", sink),
        clusters: read::texts(&table, "clusters", sink),
        population: read::texts(&table, "population", sink),
        weight: read::formula_if(&table, "weight", sink),
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
    design
}
