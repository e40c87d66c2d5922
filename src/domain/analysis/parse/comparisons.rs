//! `[[contrasts]]`, `[[changes]]`, `[[covariances]]`, `[[independence]]`, `[[rankings]]`, `[[shrinkage]]` and
//! `[[sample_sizes]]`.

use super::read::{self, Inside};
use crate::domain::analysis::spec::{
    Adjust, ChangeSpec, ContrastKind, ContrastSpec, CovarianceSpec, IndependenceSpec, RankingSpec, SampleSizeSpec,
    ShrinkageSpec,
};
use crate::domain::definition::parse::node::Table;
use crate::domain::definition::parse::source::Sink;
use crate::domain::definition::{Demand, Expected, Found};

const ADJUST: [(&str, Adjust); 3] = [
    ("none", Adjust::None),
    ("holm", Adjust::Holm),
    ("bh", Adjust::BenjaminiHochberg),
];

fn adjust(table: &Table<'_>, sink: &mut Sink) -> Adjust {
    read::word_or(table, "adjust", &ADJUST, Adjust::None, sink)
}

/// `[[contrasts]]`.
pub(super) fn contrasts(root: &Table<'_>, sink: &mut Sink) -> Vec<ContrastSpec> {
    let named = read::named(root, "contrasts", sink);
    named
        .into_iter()
        .filter_map(|(name, table)| {
            let kind = contrast(&table, sink)?;
            Some(ContrastSpec { name, kind })
        })
        .collect()
}

fn contrast(table: &Table<'_>, sink: &mut Sink) -> Option<ContrastKind> {
    let kinds = ["terms", "formula", "pairs_of", "against_mean_of"];
    let all = ["name", "where", "adjust"];
    let keys: Vec<&str> = all.iter().chain(&kinds).copied().collect();
    table.only(&keys, sink);
    let kind = read::one_key(table, &kinds, sink)?;
    let stray = |key: &str| table.get(key).filter(|_| (key == "where") != (kind == "formula"));
    if let Some(node) = stray("where") {
        node.bad(
            sink,
            Found::UnknownKey("where".into()),
            Expected::OneOf(vec!["formula".into()]),
        );
    }
    Some(match kind {
        "terms" => {
            let node = table.get("terms")?;
            let terms = read::numbers(&node, Inside::Any, sink);
            if terms.is_empty() {
                node.bad(sink, node.shown(), Demand::TermsOfLabels.into());
            }
            ContrastKind::Linear(terms)
        }
        "formula" => smooth(table, sink)?,
        "pairs_of" => ContrastKind::Pairs {
            of: read::text(table, "pairs_of", sink),
            adjust: adjust(table, sink),
        },
        _ => ContrastKind::AgainstMean {
            of: read::text(table, "against_mean_of", sink),
            adjust: adjust(table, sink),
        },
    })
}

fn smooth(table: &Table<'_>, sink: &mut Sink) -> Option<ContrastKind> {
    let node = table.get("formula")?;
    let formula = read::formula(&node, sink)?;
    if !formula.is_smooth() {
        node.bad(
            sink,
            Found::NotSmooth(formula.text.clone()),
            Demand::SmoothFormula.into(),
        );
    }
    let places = table.need("where", Demand::NamesOfLabels.into(), sink)?;
    let names = table.text_map("where", sink);
    for name in formula.names() {
        if !names.contains_key(name) {
            places.bad(sink, Found::NoKey(name.to_string()), Demand::NamesOfLabels.into());
        }
    }
    Some(ContrastKind::Smooth { formula, names })
}

/// `[[changes]]`.
pub(super) fn changes(root: &Table<'_>, sink: &mut Sink) -> Vec<ChangeSpec> {
    let named = read::named(root, "changes", sink);
    let change = |(name, table): (String, Table<'_>)| {
        table.only(&["name", "of", "over", "from", "to", "adjust"], sink);
        let change = ChangeSpec {
            name,
            of: read::text(&table, "of", sink),
            over: read::text(&table, "over", sink),
            from: read::text(&table, "from", sink),
            to: read::text(&table, "to", sink),
            adjust: adjust(&table, sink),
        };
        if change.from == change.to {
            table.bad(sink, Found::Again(change.to.clone()), Demand::TwoLevels.into());
        }
        change
    };
    named.into_iter().map(change).collect()
}

/// `[[covariances]]`.
pub(super) fn covariances(root: &Table<'_>, sink: &mut Sink) -> Vec<CovarianceSpec> {
    let named = read::named(root, "covariances", sink);
    let covariance = |(name, table): (String, Table<'_>)| {
        table.only(&["name", "of"], sink);
        table.need("of", Demand::EntriesOrLabels.into(), sink);
        let of = read::texts(&table, "of", sink);
        CovarianceSpec { name, of }
    };
    named.into_iter().map(covariance).collect()
}

/// `[[independence]]`.
pub(super) fn independence(root: &Table<'_>, sink: &mut Sink) -> Vec<IndependenceSpec> {
    let named = read::named(root, "independence", sink);
    let table = |(name, table): (String, Table<'_>)| {
        table.only(&["name", "rows", "columns", "among"], sink);
        IndependenceSpec {
            name,
            rows: read::formula_of(&table, "rows", sink),
            columns: read::formula_of(&table, "columns", sink),
            among: read::formula_if(&table, "among", sink),
        }
    };
    named.into_iter().map(table).collect()
}

/// `[[rankings]]`.
pub(super) fn rankings(root: &Table<'_>, sink: &mut Sink) -> Vec<RankingSpec> {
    let named = read::named(root, "rankings", sink);
    let ranking = |(name, table): (String, Table<'_>)| {
        table.only(&["name", "of", "groups", "replicates"], sink);
        RankingSpec {
            name,
            of: read::text(&table, "of", sink),
            groups: table.text_map("groups", sink),
            replicates: read::text_if(&table, "replicates", sink),
        }
    };
    named.into_iter().map(ranking).collect()
}

/// `[[shrinkage]]`.
pub(super) fn shrinkage(root: &Table<'_>, sink: &mut Sink) -> Vec<ShrinkageSpec> {
    let named = read::named(root, "shrinkage", sink);
    let shrinkage = |(name, table): (String, Table<'_>)| {
        table.only(&["name", "of", "groups"], sink);
        ShrinkageSpec {
            name,
            of: read::text(&table, "of", sink),
            groups: table.text_map("groups", sink),
        }
    };
    named.into_iter().map(shrinkage).collect()
}

/// `[[sample_sizes]]`.
pub(super) fn sample_sizes(root: &Table<'_>, sink: &mut Sink) -> Vec<SampleSizeSpec> {
    let named = read::named(root, "sample_sizes", sink);
    let sizes = |(name, table): (String, Table<'_>)| {
        table.only(&["name", "of", "differences", "power"], sink);
        let node = table.need("differences", Expected::NumberAboveZero, sink);
        let items = node.map_or(
            Vec::new(),
            |node| if node.is_list() { node.array(sink) } else { vec![node] },
        );
        SampleSizeSpec {
            name,
            of: read::text(&table, "of", sink),
            differences: items
                .iter()
                .filter_map(|item| read::number(item, Inside::Positive, sink))
                .collect(),
            power: read::number_or(&table, "power", 0.8, Inside::Share, sink),
        }
    };
    named.into_iter().map(sizes).collect()
}
