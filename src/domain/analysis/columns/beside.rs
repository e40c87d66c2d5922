//! Files beside the data that may be longer than it: ratings and supplied replicates. Like the data they are taken record
//! by record, and only the columns that are used are kept.

use super::{Needs, Role};
use crate::domain::analysis::spec::{RatingsSpec, ReplicatesMethod, Spec};
use std::collections::BTreeMap;

/// Such a file, and what is needed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// As the specification writes it, relative to itself.
    pub file: String,
    /// The column with ids of the data.
    pub id: String,
    /// Whether each id stands in one row at most.
    pub once: bool,
    /// The other columns.
    pub needs: Needs,
}

/// The column of a file of supplied replicates that holds the ids of the data.
pub fn replicate_id<'s>(own: Option<&'s str>, data: Option<&'s str>) -> &'s str {
    own.or(data).unwrap_or("id")
}

impl RatingsSpec {
    /// What is needed of the ratings' file.
    pub fn beside(&self) -> Beside {
        let mut columns = BTreeMap::new();
        for name in self
            .factor
            .iter()
            .chain(&self.probability)
            .flat_map(|formula| formula.names())
        {
            columns.insert(name.to_string(), Role::Formula);
        }
        columns.insert(self.item.clone(), Role::Category);
        columns.insert(self.value.clone(), Role::Category);
        Beside {
            file: self.file.clone(),
            id: self.respondent.clone(),
            once: false,
            needs: Needs {
                columns,
                patterns: Vec::new(),
            },
        }
    }
}

impl Spec {
    /// What is needed of files of supplied replicates: one entry per file and column of ids.
    pub fn replicate_files(&self) -> Vec<Beside> {
        let mut all: Vec<Beside> = Vec::new();
        for set in self.runs.iter().flat_map(|run| &run.replicates) {
            let ReplicatesMethod::Supplied {
                file: Some(file),
                id,
                columns,
                ..
            } = &set.method
            else {
                continue;
            };
            let id = replicate_id(id.as_deref(), self.data.id.as_deref());
            let pattern = (columns.clone(), Role::Formula);
            match all.iter_mut().find(|known| known.file == *file && known.id == id) {
                Some(known) => known.needs.patterns.push(pattern),
                None => all.push(Beside {
                    file: file.clone(),
                    id: id.to_string(),
                    once: true,
                    needs: Needs {
                        columns: BTreeMap::new(),
                        patterns: vec![pattern],
                    },
                }),
            }
        }
        all
    }
}
