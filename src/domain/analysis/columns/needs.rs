//! Which of the file's columns a specification uses, and as what.

use crate::domain::analysis::formula::Formula;
use crate::domain::analysis::spec::{EstimateKind, ReplicatesMethod, RunSpec, Spec, StepKind, TotalsSpec};
use std::collections::{BTreeMap, BTreeSet};

/// As what a column is used; the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Its texts are categories.
    Category,
    /// A category or a number, which the population file tells.
    Either,
    /// In formulas only.
    Formula,
}

/// Names that are used, and patterns of names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs {
    /// Name → role; derived columns among them.
    pub columns: BTreeMap<String, Role>,
    /// Lists of names and patterns with their role: batteries, replicates that stand in the data.
    pub patterns: Vec<(Vec<String>, Role)>,
}

impl Needs {
    /// What a specification needs of the data file.
    pub fn of(spec: &Spec) -> Needs {
        let batteries = spec.items.iter();
        let mut needs = Needs {
            columns: BTreeMap::new(),
            patterns: batteries.map(|items| (items.columns.clone(), Role::Category)).collect(),
        };
        needs.formulas(
            spec.data
                .keep
                .iter()
                .chain(spec.columns.iter().map(|(_, formula)| formula)),
        );
        for run in &spec.runs {
            needs.design(run);
            needs.margins(run);
            needs.weighting(run);
            needs.replicates(run);
            needs.estimates(run);
        }
        needs
    }

    fn add(&mut self, name: &str, role: Role) {
        let entry = self.columns.entry(name.to_string()).or_insert(role);
        *entry = (*entry).min(role);
    }

    fn categories<'n>(&mut self, names: impl IntoIterator<Item = &'n String>) {
        names.into_iter().for_each(|name| self.add(name, Role::Category));
    }

    fn formulas<'n>(&mut self, formulas: impl IntoIterator<Item = &'n Formula>) {
        for formula in formulas {
            formula
                .names()
                .into_iter()
                .for_each(|name| self.add(name, Role::Formula));
        }
    }

    fn design(&mut self, run: &RunSpec) {
        let design = &run.design;
        self.categories(design.strata.iter().chain(&design.clusters));
        design
            .population_columns()
            .for_each(|name| self.add(name, Role::Formula));
        self.formulas(design.weight.iter().chain(&design.probability));
    }

    fn margins(&mut self, run: &RunSpec) {
        for margin in &run.margins {
            let role = match (&margin.totals, margin.columns.len()) {
                (TotalsSpec::Sum(_), _) => Role::Formula,
                (TotalsSpec::Long { .. }, 1) => Role::Either,
                _ => Role::Category,
            };
            margin.columns.iter().for_each(|name| self.add(name, role));
        }
    }

    fn weighting(&mut self, run: &RunSpec) {
        for step in &run.weighting {
            if let StepKind::Nonresponse {
                responded,
                eligible,
                classes,
                within,
                ..
            } = &step.kind
            {
                self.formulas(std::iter::once(responded).chain(eligible));
                self.categories(classes.iter().chain(within));
            }
            if let StepKind::Trim(_, within) = &step.kind {
                self.categories(within);
            }
        }
    }

    fn replicates(&mut self, run: &RunSpec) {
        for set in &run.replicates {
            match &set.method {
                ReplicatesMethod::Jackknife { units, .. } | ReplicatesMethod::Bootstrap { units, .. } => {
                    self.categories(units);
                }
                ReplicatesMethod::Brr { .. } => {}
                ReplicatesMethod::Supplied {
                    file, columns, units, ..
                } => {
                    self.categories(units);
                    if file.is_none() {
                        self.patterns.push((columns.clone(), Role::Formula));
                    }
                }
            }
        }
    }

    fn estimates(&mut self, run: &RunSpec) {
        for estimate in &run.estimates {
            self.categories(&estimate.by);
            let formulas = estimate.kind.formulas().into_iter().chain(&estimate.among);
            let own = estimate.items.is_some();
            let names: BTreeSet<&str> = formulas.flat_map(Formula::names).collect();
            let names = names.into_iter().filter(|name| !(own && *name == "value"));
            names.for_each(|name| self.add(name, Role::Formula));
        }
        for table in &run.independence {
            self.formulas([&table.rows, &table.columns].into_iter().chain(&table.among));
        }
    }
}

impl EstimateKind {
    /// Its formulas, in order.
    pub fn formulas(&self) -> Vec<&Formula> {
        match self {
            EstimateKind::Mean(of) | EstimateKind::Total(of) | EstimateKind::Proportion(of) => of.iter().collect(),
            EstimateKind::Ratio(numerator, denominator) => vec![numerator, denominator],
            EstimateKind::Quantile { of, .. } => vec![of],
        }
    }
}

/// The columns of a heading row that names and patterns mean, in the order of the patterns and then of the file, each
/// once. In a pattern `*` stands for any text, `?` for one character and `#` for one digit; a name that is itself a
/// heading is no pattern.
///
/// # Errors
/// The first name or pattern that matches nothing.
pub fn expand(names: &[String], header: &[String]) -> Result<Vec<String>, String> {
    let mut columns: Vec<String> = Vec::new();
    for name in names {
        if header.contains(name) {
            columns.push(name.clone());
            continue;
        }
        let pattern: Vec<char> = name.chars().collect();
        let before = columns.len();
        let hits = header.iter().filter(|heading| {
            let heading: Vec<char> = heading.chars().collect();
            matches(&pattern, &heading)
        });
        columns.extend(hits.cloned());
        if columns.len() == before {
            return Err(name.clone());
        }
    }
    let mut seen = BTreeSet::new();
    columns.retain(|column| seen.insert(column.clone()));
    Ok(columns)
}

fn matches(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|skip| matches(rest, &text[skip..])),
        Some((sign, rest)) => text.split_first().is_some_and(|(c, others)| {
            let fits = *sign == '?' || (*sign == '#' && c.is_ascii_digit()) || sign == c;
            fits && matches(rest, others)
        }),
    }
}
