//! `errors` and `[replicates.NAME]`.

use super::read::{self, Inside};
use crate::domain::analysis::spec::{DesignSpec, ErrorsSpec, ReplicatesMethod, ReplicatesSpec, ScaleSpec, SuppliedAre};
use crate::domain::definition::parse::node::{Node, Table};
use crate::domain::definition::parse::source::Sink;
use crate::domain::definition::{Demand, Expected, Found};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Jackknife,
    Brr,
    Bootstrap,
    Supplied,
}

const METHODS: [(&str, Method); 4] = [
    ("jackknife", Method::Jackknife),
    ("brr", Method::Brr),
    ("bootstrap", Method::Bootstrap),
    ("supplied", Method::Supplied),
];
const ARE: [(&str, SuppliedAre); 3] = [
    ("draws", SuppliedAre::Draws),
    ("multipliers", SuppliedAre::Multipliers),
    ("weights", SuppliedAre::Weights),
];

/// `errors`; `None` where the default is wanted.
pub(super) fn errors(root: &Table<'_>, sink: &mut Sink) -> Option<Vec<ErrorsSpec>> {
    let node = root.get("errors")?;
    let mut errors: Vec<ErrorsSpec> = Vec::new();
    for word in node.texts_or_one(sink) {
        let way = match word.as_str() {
            "fixed" => ErrorsSpec::Fixed,
            "calibrated" => ErrorsSpec::Calibrated,
            _ => ErrorsSpec::Replicates(word.clone()),
        };
        if errors.contains(&way) {
            node.bad(sink, Found::Again(word), Demand::EachNameOnce.into());
        } else {
            errors.push(way);
        }
    }
    if errors.is_empty() {
        node.bad(sink, node.shown(), Demand::WaysOfErrors.into());
    }
    Some(errors)
}

/// `[replicates.NAME]`; the jackknife corrects for finite populations where the design does.
pub(super) fn sets(root: &Table<'_>, design: &DesignSpec, sink: &mut Sink) -> Vec<ReplicatesSpec> {
    let nodes = root
        .table("replicates", sink)
        .map(|table| table.nodes())
        .unwrap_or_default();
    nodes.iter().filter_map(|node| set(node, design, sink)).collect()
}

fn set(node: &Node<'_>, design: &DesignSpec, sink: &mut Sink) -> Option<ReplicatesSpec> {
    let table = node.table(sink)?;
    if ["fixed", "calibrated"].contains(&node.key) {
        node.bad(
            sink,
            Found::UnknownName("replicates", node.key.into()),
            Demand::NotAWord.into(),
        );
    }
    let method = table.need(
        "method",
        Expected::OneOf(METHODS.map(|(word, _)| word.to_string()).to_vec()),
        sink,
    )?;
    let method = made(method.word(&METHODS, sink)?, &table, design, sink)?;
    Some(ReplicatesSpec {
        name: node.key.to_string(),
        method,
        centre_at_mean: read::word_or(
            &table,
            "centre",
            &[("estimate", false), ("replicates", true)],
            false,
            sink,
        ),
        repeat_steps: read::word_or(&table, "steps", &[("repeat", true), ("final", false)], true, sink),
    })
}

fn only(table: &Table<'_>, keys: &[&str], sink: &mut Sink) {
    let all: Vec<&str> = ["method", "centre", "steps"].iter().chain(keys).copied().collect();
    table.only(&all, sink);
}

fn made(method: Method, table: &Table<'_>, design: &DesignSpec, sink: &mut Sink) -> Option<ReplicatesMethod> {
    Some(match method {
        Method::Jackknife => {
            only(table, &["units", "fpc"], sink);
            ReplicatesMethod::Jackknife {
                units: read::text_if(table, "units", sink),
                fpc: table.flag("fpc", !design.population.is_empty(), sink),
            }
        }
        Method::Brr => {
            only(table, &["rho"], sink);
            let rho = read::number_or(table, "rho", 0.0, Inside::FromZero, sink);
            if rho >= 1.0 {
                table.bad(sink, Found::Written(format!("rho = {rho}")), Demand::BelowOne.into());
            }
            ReplicatesMethod::Brr { rho }
        }
        Method::Bootstrap => {
            only(table, &["count", "seed", "units"], sink);
            let count = table.need("count", Expected::WholeFrom(2, 100_000), sink);
            ReplicatesMethod::Bootstrap {
                count: count.and_then(|node| node.whole_in(&(2..=100_000), sink)).unwrap_or(2) as u32,
                seed: read::text(table, "seed", sink),
                units: read::text_if(table, "units", sink),
            }
        }
        Method::Supplied => supplied(table, sink)?,
    })
}

fn supplied(table: &Table<'_>, sink: &mut Sink) -> Option<ReplicatesMethod> {
    only(table, &["file", "id", "columns", "are", "units", "scale"], sink);
    table.need("columns", Demand::ColumnsOrPattern.into(), sink)?;
    let are = table.need(
        "are",
        Expected::OneOf(ARE.map(|(word, _)| word.to_string()).to_vec()),
        sink,
    )?;
    let file = read::text_if(table, "file", sink);
    let id = read::text_if(table, "id", sink);
    if file.is_some() && id.is_none() {
        table.bad(sink, Found::NoKey("id".into()), Demand::IdOfFile.into());
    }
    Some(ReplicatesMethod::Supplied {
        file,
        id,
        columns: read::texts(table, "columns", sink),
        are: are.word(&ARE, sink)?,
        units: read::text_if(table, "units", sink),
        scale: scale(table, sink),
    })
}

fn scale(table: &Table<'_>, sink: &mut Sink) -> ScaleSpec {
    match table.get("scale") {
        Some(node) if node.is_list() => {
            let items = node.array(sink);
            let each = items
                .iter()
                .filter_map(|item| read::number(item, Inside::FromZero, sink));
            ScaleSpec::Each(each.collect())
        }
        Some(node) => read::number(&node, Inside::Positive, sink).map_or(ScaleSpec::Even, ScaleSpec::All),
        None => ScaleSpec::Even,
    }
}
