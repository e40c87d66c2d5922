//! Which rows go together in a replicate: units (clusters, or groups of them) in strata.

use super::ReplicateError;

/// Rows in units, units in strata. Units of one stratum have consecutive numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Units {
    unit_of: Vec<u32>,
    stratum_of_unit: Vec<u32>,
    /// First unit of each stratum, and one past the last unit.
    start: Vec<u32>,
    label: Vec<String>,
    are_the_rows: bool,
}

impl Units {
    /// `stratum[row]` and, with `unit`, `unit[row]`; without it every row is a unit.
    ///
    /// Unit codes are read inside their stratum, so that "group 1" of two strata is two units. All rows of the sample
    /// belong here, also those with weight 0: n_h counts units that were selected (D3.2). Strata are ordered by their
    /// codes; `label[code]` names one in messages (the code itself where there is none).
    ///
    /// # Errors
    /// No rows; another number of units than rows.
    pub fn new(stratum: &[u32], unit: Option<&[u32]>, label: &[String]) -> Result<Units, ReplicateError> {
        if stratum.is_empty() {
            return Err(ReplicateError::NoRows);
        }
        if let Some(found) = unit.map(<[u32]>::len).filter(|n| *n != stratum.len()) {
            let (what, expected) = ("units", stratum.len());
            return Err(ReplicateError::Length { what, found, expected });
        }
        let key = |row: u32| (stratum[row as usize], unit.map_or(row, |u| u[row as usize]), row);
        let mut rows: Vec<(u32, u32, u32)> = (0..stratum.len() as u32).map(key).collect();
        rows.sort_unstable();
        let mut units = Units {
            unit_of: vec![0; stratum.len()],
            stratum_of_unit: Vec::new(),
            start: Vec::new(),
            label: Vec::new(),
            are_the_rows: false,
        };
        let mut last = None;
        for (code, unit, row) in rows {
            let before = last.replace((code, unit));
            if before.is_none_or(|(stratum, _)| stratum != code) {
                units.start.push(units.stratum_of_unit.len() as u32);
                let named = label.get(code as usize).cloned();
                units.label.push(named.unwrap_or_else(|| code.to_string()));
            }
            if before != Some((code, unit)) {
                units.stratum_of_unit.push(units.label.len() as u32 - 1);
            }
            units.unit_of[row as usize] = units.stratum_of_unit.len() as u32 - 1;
        }
        units.start.push(units.stratum_of_unit.len() as u32);
        units.are_the_rows = units.unit_of.iter().zip(0..).all(|(unit, row)| *unit == row);
        Ok(units)
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.unit_of.len()
    }

    /// Units.
    pub fn len(&self) -> usize {
        self.stratum_of_unit.len()
    }

    /// Never: a sample has rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether unit i is row i, so that nothing has to be looked up.
    pub(super) fn are_the_rows(&self) -> bool {
        self.are_the_rows
    }

    /// Strata with at least one row.
    pub fn strata(&self) -> usize {
        self.label.len()
    }

    /// Units of stratum `h`.
    pub fn range(&self, h: usize) -> std::ops::Range<usize> {
        self.start[h] as usize..self.start[h + 1] as usize
    }

    /// n_h.
    pub fn size(&self, h: usize) -> usize {
        self.range(h).len()
    }

    /// Name of stratum `h`.
    pub fn label(&self, h: usize) -> &str {
        &self.label[h]
    }

    /// Unit of a row.
    pub fn unit(&self, row: usize) -> usize {
        self.unit_of[row] as usize
    }

    /// Stratum of a unit.
    pub fn stratum_of_unit(&self, unit: usize) -> usize {
        self.stratum_of_unit[unit] as usize
    }

    /// Stratum of a row, numbered from 0 in the order of codes.
    pub fn stratum(&self, row: usize) -> usize {
        self.stratum_of_unit(self.unit(row))
    }

    /// Strata with one unit.
    pub fn lonely(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.strata()).filter(|h| self.size(*h) == 1)
    }

    /// n_h/(n_h − 1) per stratum; `None` for a lonely one.
    pub(super) fn expansions(&self) -> Vec<Option<f64>> {
        let of = |h: usize| self.size(h) as f64;
        let expansion = |h: usize| (self.size(h) > 1).then(|| of(h) / (of(h) - 1.0));
        (0..self.strata()).map(expansion).collect()
    }

    /// `value[unit]` for every row.
    pub(super) fn spread(&self, value: &[f64], out: &mut [f64]) {
        out.iter_mut()
            .zip(&self.unit_of)
            .for_each(|(out, unit)| *out = value[*unit as usize]);
    }

    /// D4: units that hold one of `rows`, less the strata that do; `rows` are the domain's rows of positive weight.
    pub fn degrees_of_freedom(&self, rows: impl Iterator<Item = usize>) -> u64 {
        let mut units = vec![false; self.len()];
        rows.for_each(|row| units[self.unit(row)] = true);
        let hit = |h: usize| units[self.range(h)].iter().filter(|hit| **hit).count() as u64;
        (0..self.strata()).map(|h| hit(h).saturating_sub(1)).sum()
    }
}
