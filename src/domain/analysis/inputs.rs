//! Everything that a run of an analysis reads, already in memory: so that the runner is pure.

use super::columns::{Frame, RatingsFrame, ratings};
use super::outcome::Input;
use super::spec::{CompositeWeights, ReplicatesMethod, Spec, TotalsSpec};
use crate::domain::definition::Problems;
use crate::domain::table::Table;
use std::collections::BTreeMap;

/// What the runner works on.
#[derive(Debug, Clone, PartialEq)]
pub struct Inputs {
    /// The data, in canonical order.
    pub data: Frame,
    /// `[ratings]`, joined to the data.
    pub ratings: Option<RatingsFrame>,
    /// Every other file, by the name that the specification gives it.
    pub tables: BTreeMap<String, Table>,
    /// Names, roles and hashes for the outcome.
    pub files: Vec<Input>,
}

/// A file beside the data that a specification names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// As the specification writes it, relative to itself.
    pub file: String,
    /// `population`, `ratings`, `replicates`, `weights`.
    pub role: &'static str,
}

impl Inputs {
    /// Joins what has been read; `tables` hold every file of [`Spec::files`].
    ///
    /// # Errors
    /// As [`ratings`].
    pub fn new(
        spec: &Spec,
        data: Frame,
        mut tables: BTreeMap<String, Table>,
        files: Vec<Input>,
    ) -> Result<Inputs, Problems> {
        let joined = match &spec.ratings {
            None => None,
            // Its rows are needed only here, and may be the most of all.
            Some(wanted) => match tables.remove(&wanted.file) {
                None => None,
                Some(table) => Some(ratings(spec, wanted, &table, &data)?),
            },
        };
        Ok(Inputs {
            data,
            ratings: joined,
            tables,
            files,
        })
    }
}

impl Spec {
    /// The files that the specification names, each once, in its order.
    pub fn files(&self) -> Vec<Named> {
        let mut files: Vec<Named> = Vec::new();
        let mut add = |file: &str, role| {
            if !files.iter().any(|known| known.file == file) {
                files.push(Named {
                    file: file.to_string(),
                    role,
                });
            }
        };
        self.ratings.iter().for_each(|ratings| add(&ratings.file, "ratings"));
        for run in &self.runs {
            for margin in &run.margins {
                if let TotalsSpec::File { file, .. } | TotalsSpec::Long { file, .. } = &margin.totals {
                    add(file, "population");
                }
            }
            for set in &run.replicates {
                if let ReplicatesMethod::Supplied { file: Some(file), .. } = &set.method {
                    add(file, "replicates");
                }
            }
            for composite in &run.composites {
                if let CompositeWeights::File { file, .. } = &composite.weights {
                    add(file, "weights");
                }
            }
        }
        files
    }
}
