//! Which entries are said something about together, so that what they need is kept, and nothing else.

use crate::domain::analysis::spec::{ContrastKind, RunSpec};
use std::collections::BTreeSet;

/// Entries by name that others refer to, in sets whose members meet in one statement.
#[derive(Debug, Default)]
pub struct Links {
    together: Vec<BTreeSet<String>>,
}

impl Links {
    /// What a run's composites, contrasts, changes, covariances, rankings and shrinkage refer to.
    pub fn of(run: &RunSpec) -> Links {
        let mut links = Links::default();
        for one in &run.composites {
            links.join([one.of.as_str(), one.name.as_str()], run);
        }
        for one in &run.contrasts {
            match &one.kind {
                ContrastKind::Linear(terms) => links.join(terms.keys().map(String::as_str), run),
                ContrastKind::Smooth { names, .. } => links.join(names.values().map(String::as_str), run),
                ContrastKind::Pairs { of, .. } | ContrastKind::AgainstMean { of, .. } => links.join([of.as_str()], run),
            }
        }
        run.changes.iter().for_each(|one| links.join([one.of.as_str()], run));
        (run.covariances.iter()).for_each(|one| links.join(one.of.iter().map(String::as_str), run));
        run.rankings.iter().for_each(|one| links.join([one.of.as_str()], run));
        run.shrinkage.iter().for_each(|one| links.join([one.of.as_str()], run));
        links
    }

    /// Entries that meet in one statement, by their names; a name may be a label.
    fn join<'n>(&mut self, names: impl IntoIterator<Item = &'n str>, run: &RunSpec) {
        let mut all: BTreeSet<String> = BTreeSet::new();
        for name in names {
            all.insert(name.to_string());
            let of_entry = |entry: &&str| name.strip_prefix(entry).is_some_and(|rest| rest.starts_with('['));
            let entries = run.estimates.iter().map(|entry| entry.name.as_str());
            let composites = run.composites.iter().map(|composite| composite.name.as_str());
            all.extend(entries.chain(composites).filter(of_entry).map(str::to_string));
        }
        let (near, apart): (Vec<_>, Vec<_>) = std::mem::take(&mut self.together)
            .into_iter()
            .partition(|set| !set.is_disjoint(&all));
        self.together = apart;
        near.into_iter().for_each(|set| all.extend(set));
        self.together.push(all);
    }

    /// Whether anything refers to an entry.
    pub fn wanted(&self, entry: &str) -> bool {
        self.together.iter().any(|set| set.contains(entry))
    }

    /// The entries that meet an entry, itself among them.
    pub fn beside(&self, entry: &str) -> Option<&BTreeSet<String>> {
        self.together.iter().find(|set| set.contains(entry))
    }
}
