//! The epoch table: how many valid ratings every department has so far, logged before it sizes a draw.

use crate::domain::definition::{AssignmentRule, AudienceId, DepartmentId};
use crate::domain::proof::{CanonicalError, canonical, sha256};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Valid ratings per audience and department at one moment; replaced at most once a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EpochTable {
    /// 0 for the table of zeros that fieldwork starts with, then rising.
    pub epoch: u32,
    /// Valid ratings; what is absent is zero.
    pub valid: BTreeMap<AudienceId, BTreeMap<DepartmentId, u64>>,
}

impl EpochTable {
    /// The size a_d = clamp(⌈b·(1 − valid/target)⌉, 1, b) of a department in the assigned draw, b the largest boost.
    ///
    /// Without a target for the audience, or where everyone rates everything, every size is 1.
    pub fn size(&self, rule: &AssignmentRule, audience: &AudienceId, department: &DepartmentId) -> u64 {
        let AssignmentRule::Drawn {
            boost_most,
            target_ratings,
            ..
        } = rule
        else {
            return 1;
        };
        let most = (*boost_most).max(1);
        let target = target_ratings.get(audience).copied().unwrap_or(0);
        let valid = self.valid.get(audience).and_then(|row| row.get(department));
        let missing = target.saturating_sub(valid.copied().unwrap_or(0));
        if missing == 0 {
            return 1;
        }
        let boost = (u128::from(most) * u128::from(missing)).div_ceil(u128::from(target));
        u64::try_from(boost).unwrap_or(most).clamp(1, most)
    }

    /// The RFC 8785 bytes that are logged.
    ///
    /// # Errors
    /// None in practice: the table holds only text and integers.
    pub fn canonical(&self) -> Result<Vec<u8>, CanonicalError> {
        canonical(self)
    }

    /// SHA-256 of [`EpochTable::canonical`].
    ///
    /// # Errors
    /// As [`EpochTable::canonical`].
    pub fn hash(&self) -> Result<[u8; 32], CanonicalError> {
        Ok(sha256(&self.canonical()?))
    }
}
