//! `[[estimates]]` and `[[composites]]`.

use super::read::{self, Inside};
use crate::domain::analysis::spec::{CompositeSpec, CompositeWeights, DividedBy, EstimateKind, EstimateSpec};
use crate::domain::definition::parse::node::{Node, Table};
use crate::domain::definition::parse::source::Sink;
use crate::domain::definition::{Demand, Expected, Found};

const KINDS: [&str; 5] = ["mean", "total", "proportion", "ratio", "quantile"];
/// Intervals by the names that results use.
const INTERVALS: [&str; 9] = [
    "t",
    "wald_t",
    "wald_z",
    "logit",
    "arcsine",
    "wilson",
    "korn_graubard",
    "korn_graubard_capped",
    "woodruff",
];

/// `[[estimates]]`.
pub(super) fn estimates(root: &Table<'_>, sink: &mut Sink) -> Vec<EstimateSpec> {
    let named = read::named(root, "estimates", sink);
    named
        .into_iter()
        .filter_map(|(name, table)| {
            let others = ["name", "at", "items", "among", "by", "intervals"];
            let keys: Vec<&str> = others.iter().chain(&KINDS).copied().collect();
            table.only(&keys, sink);
            let listed = KINDS
                .iter()
                .any(|kind| table.get(kind).is_some_and(|node| node.is_list()));
            let kind = kind(&table, sink)?;
            Some(EstimateSpec {
                name,
                kind,
                listed,
                items: read::text_if(&table, "items", sink),
                among: read::formula_if(&table, "among", sink),
                by: read::texts(&table, "by", sink),
                intervals: table.get("intervals").map(|node| intervals(&node, sink)),
            })
        })
        .collect()
}

fn intervals(node: &Node<'_>, sink: &mut Sink) -> Vec<String> {
    let words = INTERVALS.map(|word| (word, ()));
    let items = if node.is_list() { node.array(sink) } else { vec![*node] };
    let known = items.iter().filter_map(|item| {
        item.word(&words, sink)?;
        item.text(sink)
    });
    known.collect()
}

fn kind(table: &Table<'_>, sink: &mut Sink) -> Option<EstimateKind> {
    let key = read::one_key(table, &KINDS, sink)?;
    let node = table.get(key)?;
    if let Some(at) = table.get("at").filter(|_| key != "quantile") {
        at.bad(
            sink,
            Found::UnknownKey("at".into()),
            Expected::OneOf(vec!["quantile".into()]),
        );
    }
    let formulas = read::formulas(&node, sink);
    if formulas.is_empty() {
        return None;
    }
    Some(match key {
        "mean" => EstimateKind::Mean(formulas),
        "total" => EstimateKind::Total(formulas),
        "proportion" => EstimateKind::Proportion(formulas),
        "ratio" => match <[_; 2]>::try_from(formulas) {
            Ok([numerator, denominator]) => EstimateKind::Ratio(numerator, denominator),
            Err(_) => {
                node.bad(sink, node.shown(), Demand::TwoFormulas.into());
                return None;
            }
        },
        _ => {
            let of = formulas.into_iter().next()?;
            let at = table.need("at", Demand::ShareInside.into(), sink)?;
            let items = if at.is_list() { at.array(sink) } else { vec![at] };
            let shares = items.iter().filter_map(|item| read::number(item, Inside::Share, sink));
            EstimateKind::Quantile {
                of,
                at: shares.collect(),
            }
        }
    })
}

/// `[[composites]]`.
pub(super) fn composites(root: &Table<'_>, sink: &mut Sink) -> Vec<CompositeSpec> {
    let named = read::named(root, "composites", sink);
    named
        .into_iter()
        .filter_map(|(name, table)| {
            table.only(
                &[
                    "name",
                    "of",
                    "over",
                    "weights",
                    "equal",
                    "file",
                    "key",
                    "columns",
                    "out_of",
                    "normalise",
                    "times",
                    "df",
                ],
                sink,
            );
            Some(CompositeSpec {
                name,
                of: read::text(&table, "of", sink),
                over: read::text(&table, "over", sink),
                weights: weights(&table, sink)?,
                divided_by: divided_by(&table, sink),
                line: table.line(),
                df_of_design: read::word_or(&table, "df", &[("satterthwaite", false), ("design", true)], false, sink),
                times: read::number_or(&table, "times", 1.0, Inside::Positive, sink),
            })
        })
        .collect()
}

fn divided_by(table: &Table<'_>, sink: &mut Sink) -> DividedBy {
    let normalise = table.flag("normalise", true, sink);
    match read::number_if(table, "out_of", Inside::Positive, sink) {
        Some(out_of) if normalise => DividedBy::OutOf(out_of),
        Some(_) => {
            table.bad(
                sink,
                Found::Written("out_of, normalise = false".into()),
                Demand::OneKind(vec!["out_of".into(), "normalise = false".into()]).into(),
            );
            DividedBy::Nothing
        }
        None if normalise => DividedBy::Sum,
        None => DividedBy::Nothing,
    }
}

fn weights(table: &Table<'_>, sink: &mut Sink) -> Option<CompositeWeights> {
    match read::one_key(table, &["weights", "equal", "file"], sink)? {
        "weights" => {
            let node = table.get("weights")?;
            let weights = read::numbers(&node, Inside::FromZero, sink);
            if weights.values().all(|weight| *weight == 0.0) {
                node.bad(sink, node.shown(), Demand::PartAboveZero.into());
            }
            Some(CompositeWeights::Inline(weights))
        }
        "equal" => {
            if !table.flag("equal", true, sink) {
                table.bad(sink, Found::Written("equal = false".into()), Expected::TrueOrFalse);
            }
            Some(CompositeWeights::Equal)
        }
        _ => Some(CompositeWeights::File {
            file: read::text(table, "file", sink),
            key: read::text(table, "key", sink),
            columns: {
                table.need("columns", Demand::PartColumns.into(), sink)?;
                table.text_map("columns", sink)
            },
        }),
    }
}
