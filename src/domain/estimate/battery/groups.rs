//! Groups of rows within which a linearised value depends on the code and the weight only: stratum × cell × domain.

use super::BatteryError;
use super::keys;
use crate::domain::weight::keys::Columns;
use std::borrow::Cow;

/// The groups that occur, in order of stratum, cell and domain.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups<'a> {
    /// Group of each row.
    pub(super) of_row: Cow<'a, [u32]>,
    /// Stratum of each group.
    pub(super) stratum: Vec<u32>,
    /// Calibration cell of each group; 0 without a calibration.
    pub(super) cell: Vec<u32>,
    /// Level of the domain variable of each group; 0 without one.
    pub(super) domain: Vec<u32>,
    /// Strata of the design.
    pub(super) strata: usize,
    /// Calibration cells.
    pub(super) cells: usize,
}

/// A category column: one level per row, and how many levels there are.
pub type Levels<'a> = (&'a [u32], usize);

impl<'a> Groups<'a> {
    /// Sorts rows by stratum, by the cell of the last calibration where residuals are wanted, and by a domain variable
    /// where estimates by its levels are.
    ///
    /// # Errors
    /// Columns of different length, levels beyond the number given.
    pub fn new(
        stratum: Levels<'a>,
        cell: Option<Levels<'a>>,
        domain: Option<Levels<'a>>,
    ) -> Result<Groups<'a>, BatteryError> {
        let (strata, cells) = (stratum.1, cell.map_or(1, |c| c.1));
        let given: Vec<Levels> = [Some(stratum), cell, domain].into_iter().flatten().collect();
        let columns = Columns {
            columns: given.iter().map(|c| c.0).collect(),
            levels: given.iter().map(|c| c.1).collect(),
        };
        let numbered = keys::number(&columns)?;
        let column = |at: usize| numbered.levels.iter().map(|l| l[at]).collect::<Vec<u32>>();
        let none = || vec![0; numbered.levels.len()];
        Ok(Groups {
            stratum: column(0),
            cell: if cell.is_some() { column(1) } else { none() },
            domain: if domain.is_some() {
                column(given.len() - 1)
            } else {
                none()
            },
            of_row: numbered.of_row,
            strata,
            cells,
        })
    }

    /// How many groups occur.
    pub fn len(&self) -> usize {
        self.stratum.len()
    }

    /// No rows.
    pub fn is_empty(&self) -> bool {
        self.stratum.is_empty()
    }
}
