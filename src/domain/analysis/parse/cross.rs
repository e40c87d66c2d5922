//! Names that refer to other parts of the specification.

use crate::domain::analysis::spec::{
    CompositeSpec, ContrastKind, ErrorsSpec, ReplicatesMethod, RunSpec, Spec, StepKind,
};
use crate::domain::definition::parse::node::Table;
use crate::domain::definition::parse::source::{Sink, nearest_of};
use crate::domain::definition::{Demand, Found};

/// What is checked, and where problems go.
struct Check<'a, 's> {
    root: &'a Table<'a>,
    run: &'a RunSpec,
    sink: &'s mut Sink,
}

/// Refuses a run without anything to do, and names in it that nothing else in it has.
pub(super) fn check(root: &Table<'_>, spec: &Spec, run: &RunSpec, sink: &mut Sink) {
    if run.weighting.is_empty() && run.estimates.is_empty() && run.independence.is_empty() && sink.problems.is_empty() {
        root.bad(sink, Found::NothingToDo, Demand::SomethingToDo.into());
    }
    let mut check = Check { root, run, sink };
    check.steps();
    check.errors();
    check.estimates(spec);
    check.composites();
    check.contrasts();
    check.changes();
    check.rankings();
    check.others();
}

impl<'a> Check<'a, '_> {
    /// The line of the n-th table of `[[key]]`, or of `[key.NAME]`.
    fn line(&mut self, key: &str, at: usize) -> usize {
        let mut quiet = Sink::default();
        let tables = self.root.tables(key, &mut quiet);
        tables.get(at).map_or(0, Table::line)
    }

    fn unknown(&mut self, (key, by): (&'static str, &'static str), at: usize, name: &str, known: &[&str]) {
        // What is no text has its own problem.
        if !name.is_empty() && !known.contains(&name) {
            let line = self.line(key, at);
            let expected = match known {
                [] => Demand::NoneDefined(by).into(),
                known => nearest_of(name, known.iter().copied()),
            };
            let file = self.root.source.path.clone();
            self.sink
                .add(&file, line, Found::UnknownName(key, name.to_string()), expected);
        }
    }

    fn steps(&mut self) {
        let known: Vec<&str> = self.run.margins.iter().map(|margin| margin.name.as_str()).collect();
        for (at, step) in self.run.weighting.iter().enumerate() {
            // A margin whose table is wrong has its own problem.
            for margin in step.kind.margins() {
                let mut quiet = Sink::default();
                let own = self.root.table("margins", &mut quiet);
                if own.and_then(|own| own.get(margin)).is_none() {
                    self.unknown(("weighting", "[margins.NAME] or [population]"), at, margin, &known);
                }
            }
            if let StepKind::Trim(trim, _) | StepKind::TrimAndRake { trim, .. } = &step.kind {
                let lone = trim.limits.of == crate::domain::analysis::spec::LimitsOf::PopulationMean
                    && step.kind.margins().is_empty();
                if lone {
                    let (line, file) = (self.line("weighting", at), self.root.source.path.clone());
                    let found = Found::Written("of = \"population_mean\"".into());
                    self.sink.add(&file, line, found, Demand::MarginNames.into());
                }
            }
        }
    }

    fn sets(&self) -> Vec<&'a str> {
        self.run.replicates.iter().map(|set| set.name.as_str()).collect()
    }

    fn errors(&mut self) {
        let known: Vec<&str> = ["fixed", "calibrated"].into_iter().chain(self.sets()).collect();
        let wrong = self.run.errors.iter().flatten().filter_map(|way| match way {
            ErrorsSpec::Replicates(name) if !known.contains(&name.as_str()) => Some(name),
            _ => None,
        });
        for name in wrong {
            if let Some(node) = self.root.get("errors") {
                let expected = nearest_of(name, known.iter().copied());
                node.bad(self.sink, Found::UnknownName("errors", name.clone()), expected);
            }
        }
        for set in &self.run.replicates {
            let needs_strata = matches!(set.method, ReplicatesMethod::Brr { .. }) && self.run.design.strata.is_empty();
            let mut quiet = Sink::default();
            let table = self.root.table("replicates", &mut quiet);
            if let Some(node) = table.and_then(|table| table.get(&set.name)).filter(|_| needs_strata) {
                node.bad(self.sink, Found::NoKey("strata".into()), Demand::StrataForBrr.into());
            }
        }
    }

    fn estimates(&mut self, spec: &Spec) {
        let mut known: Vec<&str> = spec.items.iter().map(|items| items.name.as_str()).collect();
        known.extend(spec.ratings.as_ref().map(|_| "ratings"));
        for (at, estimate) in self.run.estimates.iter().enumerate() {
            if let Some(items) = &estimate.items {
                self.unknown(("estimates", "[items.NAME] or [ratings]"), at, items, &known);
            }
        }
    }

    fn entries(&self) -> Vec<&'a str> {
        let run = self.run;
        let estimates = run.estimates.iter().map(|estimate| estimate.name.as_str());
        estimates
            .chain(run.composites.iter().map(|composite| composite.name.as_str()))
            .collect()
    }

    /// What the labels of an entry vary over: `item` and the columns of `by`, less what a composite sums over.
    fn parts(&self, entry: &str) -> Vec<&'a str> {
        let run = self.run;
        if let Some(estimate) = run.estimates.iter().find(|estimate| estimate.name == entry) {
            let item = estimate.items.as_ref().map(|_| "item");
            return item.into_iter().chain(estimate.by.iter().map(String::as_str)).collect();
        }
        let Some(at) = run.composites.iter().position(|composite| composite.name == entry) else {
            return Vec::new();
        };
        let composite = &run.composites[at];
        // Only earlier ones may be used, so this ends.
        let earlier = run.composites[..at].iter().any(|other| other.name == composite.of);
        let own = earlier || run.estimates.iter().any(|estimate| estimate.name == composite.of);
        let mut parts = if own { self.parts(&composite.of) } else { Vec::new() };
        parts.retain(|part| *part != composite.over);
        parts
    }

    fn composites(&mut self) {
        let run = self.run;
        let mut known: Vec<&str> = run.estimates.iter().map(|estimate| estimate.name.as_str()).collect();
        for (at, CompositeSpec { name, of, over, .. }) in run.composites.iter().enumerate() {
            self.unknown(("composites", "[[estimates]]"), at, of, &known);
            if known.contains(&of.as_str()) {
                let parts = self.parts(of);
                self.unknown(("composites", "by = \"COLUMN\""), at, over, &parts);
            }
            if run.estimates.iter().any(|estimate| estimate.name == *name) {
                let (line, file) = (self.line("composites", at), self.root.source.path.clone());
                let found = Found::NameTwice("composites", name.clone());
                self.sink.add(&file, line, found, Demand::EachNameOnce.into());
            }
            known.push(name);
        }
    }

    /// The entry of a label: what stands before the bracket.
    fn label(&mut self, key: &'static str, at: usize, label: &str) {
        let entry = label.split('[').next().unwrap_or_default().trim();
        let entries = self.entries();
        if !entries.contains(&entry) {
            let known = entries.into_iter().map(str::to_string).collect();
            let (line, file) = (self.line(key, at), self.root.source.path.clone());
            let found = Found::UnknownName(key, label.to_string());
            self.sink.add(&file, line, found, Demand::LabelOf(known).into());
        }
    }

    fn contrasts(&mut self) {
        let run = self.run;
        let entries = self.entries();
        for (at, contrast) in run.contrasts.iter().enumerate() {
            match &contrast.kind {
                ContrastKind::Linear(terms) => {
                    terms.keys().for_each(|label| self.label("contrasts", at, label));
                }
                ContrastKind::Smooth { names, .. } => {
                    names.values().for_each(|label| self.label("contrasts", at, label));
                }
                ContrastKind::Pairs { of, .. } | ContrastKind::AgainstMean { of, .. } => {
                    self.unknown(("contrasts", "[[estimates]]"), at, of, &entries);
                }
            }
        }
        for (at, covariance) in run.covariances.iter().enumerate() {
            covariance
                .of
                .iter()
                .for_each(|label| self.label("covariances", at, label));
        }
    }

    fn changes(&mut self) {
        let run = self.run;
        let entries: Vec<&str> = run.estimates.iter().map(|estimate| estimate.name.as_str()).collect();
        for (at, change) in run.changes.iter().enumerate() {
            self.unknown(("changes", "[[estimates]]"), at, &change.of, &entries);
            if let Some(estimate) = run.estimates.iter().find(|estimate| estimate.name == change.of) {
                let by: Vec<&str> = estimate.by.iter().map(String::as_str).collect();
                self.unknown(("changes", "by = \"COLUMN\""), at, &change.over, &by);
            }
        }
    }

    fn rankings(&mut self) {
        let run = self.run;
        let entries = self.entries();
        for (at, ranking) in run.rankings.iter().enumerate() {
            self.unknown(("rankings", "[[estimates]]"), at, &ranking.of, &entries);
            if let Some(set) = &ranking.replicates {
                let sets: Vec<&str> = run.replicates.iter().map(|set| set.name.as_str()).collect();
                self.unknown(("rankings", "[replicates.NAME]"), at, set, &sets);
            }
        }
        for (at, shrinkage) in run.shrinkage.iter().enumerate() {
            self.unknown(("shrinkage", "[[estimates]]"), at, &shrinkage.of, &entries);
        }
    }

    fn others(&mut self) {
        let run = self.run;
        let entries: Vec<&str> = run.estimates.iter().map(|estimate| estimate.name.as_str()).collect();
        for (at, sizes) in run.sample_sizes.iter().enumerate() {
            self.unknown(("sample_sizes", "[[estimates]]"), at, &sizes.of, &entries);
        }
    }
}
