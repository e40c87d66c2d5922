//! Who is rated.

use super::{AudienceId, DepartmentId, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How well known a department is beforehand; decides how often it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Familiarity {
    /// Known by few: always shown by the default method.
    Low,
    /// In between.
    Medium,
    /// Known by most.
    High,
}

/// One rated department.
#[derive(Debug, Clone)]
pub struct Department {
    /// Its id in every file and export.
    pub id: DepartmentId,
    /// Short name, as asked about.
    pub name: Text,
    /// Full legal name.
    pub full_name: Text,
    /// One line that says what it does.
    pub description: Text,
    /// Service class (`A` to `D`): ranking happens inside it.
    pub class: String,
    /// Theme under which it is listed.
    pub theme: Text,
    /// Who may rate it, with that audience's weight λ > 0; sums to 1.
    pub weights: BTreeMap<AudienceId, f64>,
    /// Prior familiarity.
    pub familiarity: Familiarity,
}

impl Department {
    /// Whether that audience rates this department at all.
    pub fn is_rated_by(&self, audience: &AudienceId) -> bool {
        self.weights.contains_key(audience)
    }
}
