//! Everything that a run of an analysis reads, already in memory: so that the runner is pure.

use super::columns::{Beside, Frame, RatingsFrame, ratings};
use super::outcome::Input;
use super::spec::{CompositeWeights, PopulationSpec, Spec, TotalsSpec};
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
    /// Supplied replicates, by file and column of ids.
    pub replicates: BTreeMap<(String, String), Frame>,
    /// Every other file, by the name that the specification gives it.
    pub tables: BTreeMap<String, Table>,
    /// Names, roles and hashes for the outcome.
    pub files: Vec<Input>,
}

/// A file that is read as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// As the specification writes it, relative to itself.
    pub file: String,
    /// `population` or `weights`.
    pub role: &'static str,
}

impl Inputs {
    /// Joins what has been read; `besides` hold the ratings and every file of [`Spec::replicate_files`], `tables` every
    /// file of [`Spec::tables`].
    ///
    /// # Errors
    /// As [`ratings`].
    pub fn new(
        spec: &Spec,
        data: Frame,
        tables: BTreeMap<String, Table>,
        besides: Vec<(Beside, Frame)>,
        files: Vec<Input>,
    ) -> Result<Inputs, Problems> {
        let (mut joined, mut replicates) = (None, BTreeMap::new());
        for (beside, frame) in besides {
            match spec.ratings.as_ref().filter(|_| !beside.once) {
                // Its rows are needed only here, and may be the most of all.
                Some(wanted) => joined = Some(ratings(spec, wanted, frame, &data)?),
                None => {
                    replicates.insert((beside.file, beside.id), frame);
                }
            }
        }
        Ok(Inputs {
            data,
            ratings: joined,
            replicates,
            tables,
            files,
        })
    }
}

impl Spec {
    /// Every file that the specification names.
    pub fn files(&self) -> Vec<String> {
        let besides = self.ratings.iter().map(|ratings| ratings.file.clone());
        let besides = besides.chain(self.replicate_files().into_iter().map(|beside| beside.file));
        besides
            .chain(self.tables().into_iter().map(|named| named.file))
            .collect()
    }

    /// The files that are read as a whole, each once, in the specification's order.
    pub fn tables(&self) -> Vec<Named> {
        let mut files: Vec<Named> = Vec::new();
        let mut add = |file: &str, role| {
            if !files.iter().any(|known| known.file == file) {
                files.push(Named {
                    file: file.to_string(),
                    role,
                });
            }
        };
        for run in &self.runs {
            for population in &run.design.population {
                if let PopulationSpec::Table { file, .. } = population {
                    add(file, "population");
                }
            }
            for margin in &run.margins {
                if let TotalsSpec::File { file, .. } | TotalsSpec::Long { file, .. } = &margin.totals {
                    add(file, "population");
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
