//! From the text of a specification to a [`Spec`], or to every problem that can be known without the data.

mod comparisons;
mod cross;
mod data;
mod design;
mod estimates;
mod lines;
mod margins;
mod read;
mod replicates;
#[cfg(test)]
mod tests;
mod weighting;
mod written;

pub(super) use margins::{CROSSED, is_crossed};

use super::spec::{RunSpec, Spec};
use crate::domain::definition::parse::node::Table;
use crate::domain::definition::parse::source::{Sink, Source};
use crate::domain::definition::{Demand, Found, Problems, SurveyFile};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys that belong to the whole specification.
const COMMON: [&str; 6] = ["title", "data", "columns", "items", "ratings", "runs"];
/// Keys that a run may lay over.
const OF_RUN: [&str; 16] = [
    "level",
    "errors",
    "design",
    "population",
    "margins",
    "weighting",
    "replicates",
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

/// Parses a specification; `file` is its name for messages.
///
/// # Errors
/// Every problem at once, by line. Text that is not TOML hides what it says, so then only that is reported.
pub fn parse(file: &str, text: &str) -> Result<Spec, Problems> {
    let source = Source::new(&SurveyFile {
        path: file.to_string(),
        text: text.to_string(),
    });
    let mut sink = Sink::default();
    let spec = source
        .toml(&mut sink)
        .map(|document| whole(&source, &document, &mut sink));
    match spec {
        Some(spec) if sink.problems.is_empty() => Ok(spec),
        _ => {
            let mut problems = sink.problems;
            problems.sort();
            // What stands in the common part is read once per run.
            problems.dedup();
            Err(Problems(problems))
        }
    }
}

fn whole(source: &Source, document: &Spanned<DeTable<'_>>, sink: &mut Sink) -> Spec {
    let root = Table::root(source, document);
    let allowed: Vec<&str> = COMMON.iter().chain(&OF_RUN).copied().collect();
    root.only(&allowed, sink);
    let data = data::data(&root, sink);
    let mut spec = Spec {
        file: source.path.clone(),
        title: root.get("title").and_then(|node| node.text(sink)).unwrap_or_default(),
        columns: data::columns(&root, sink),
        items: data::items(&root, &data.missing, sink),
        ratings: data::ratings(&root, &data.missing, sink),
        data,
        runs: Vec::new(),
        lines: lines::lines(source, document.get_ref()),
    };
    spec.runs = runs(source, document, &spec, sink);
    spec
}

fn runs(source: &Source, document: &Spanned<DeTable<'_>>, spec: &Spec, sink: &mut Sink) -> Vec<RunSpec> {
    let root = Table::root(source, document);
    let Some(overlays) = document
        .get_ref()
        .get("runs")
        .and_then(|runs| runs.get_ref().as_table())
    else {
        if let Some(node) = root.get("runs") {
            node.table(sink);
        }
        return vec![run("main", &root, spec, sink)];
    };
    let nodes = root.table("runs", sink).map(|table| table.nodes()).unwrap_or_default();
    let mut runs = Vec::new();
    for node in nodes {
        if !plain_run_name(node.key) {
            node.bad(sink, Found::Text(node.key.to_string()), Demand::RunName.into());
        }
        let Some(table) = node.table(sink) else { continue };
        table.only(&OF_RUN, sink);
        let Some(over) = overlays.get(node.key).and_then(|over| over.get_ref().as_table()) else {
            continue;
        };
        let laid = Spanned::new(0..0, lay(document.get_ref(), over));
        runs.push(run(node.key, &Table::root(source, &laid), spec, sink));
    }
    runs
}

/// Whether files can be named after a run without leaving their folder, hiding or being taken for another run's.
pub fn plain_run_name(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
}

/// Tables are merged key by key; any other value, lists among them, takes the place of what was there.
fn lay<'a>(base: &DeTable<'a>, over: &DeTable<'a>) -> DeTable<'a> {
    let mut laid = base.clone();
    for (key, value) in over.iter() {
        let below = laid.remove(key.get_ref().as_ref());
        let merged = match (below.as_ref().map(Spanned::get_ref), value.get_ref()) {
            (Some(DeValue::Table(below)), DeValue::Table(above)) => {
                Spanned::new(value.span(), DeValue::Table(lay(below, above)))
            }
            _ => value.clone(),
        };
        laid.insert(key.clone(), merged);
    }
    laid
}

fn run(name: &str, root: &Table<'_>, spec: &Spec, sink: &mut Sink) -> RunSpec {
    let design = design::design(root, sink);
    let weighting = weighting::steps(root, sink);
    let run = RunSpec {
        name: name.to_string(),
        level: read::number_or(root, "level", 0.95, read::Inside::Share, sink),
        errors: replicates::errors(root, sink),
        margins: margins::margins(root, &weighting, sink),
        replicates: replicates::sets(root, &design, sink),
        estimates: estimates::estimates(root, sink),
        composites: estimates::composites(root, sink),
        contrasts: comparisons::contrasts(root, sink),
        changes: comparisons::changes(root, sink),
        covariances: comparisons::covariances(root, sink),
        independence: comparisons::independence(root, sink),
        rankings: comparisons::rankings(root, sink),
        shrinkage: comparisons::shrinkage(root, sink),
        sample_sizes: comparisons::sample_sizes(root, sink),
        written: written::written(root, &weighting),
        design,
        weighting,
    };
    cross::check(root, spec, &run, sink);
    run
}
