//! Which drawn unit a cell names: its number in the sample and its id in the frame may look alike, and are not guessed between.

use crate::domain::definition::{AudienceId, Expected, Found, UnitName};
use crate::domain::table::plain;
use crate::storage::sample::UnitRecord;
use std::collections::BTreeMap;

/// What a cell holds and what it may hold, where it names no unit.
pub(super) type Misnamed = Box<(Found, Expected)>;

/// The units of a round as one audience's forms name them.
pub(super) struct Units {
    audience: AudienceId,
    /// Every unit of the round; the numbers run over all audiences.
    by_number: BTreeMap<u64, UnitRecord>,
    /// Frame id of this audience → sample number.
    by_ref: BTreeMap<String, u64>,
}

impl Units {
    /// Of all units of a round, reserve included: a cell that could mean a unit in reserve has two readings as well.
    pub(super) fn new(units: Vec<UnitRecord>, audience: &AudienceId) -> Units {
        let own = units.iter().filter(|unit| &unit.audience == audience);
        Units {
            by_ref: own.map(|unit| (unit.unit_ref.clone(), unit.sample_no)).collect(),
            by_number: units.into_iter().map(|unit| (unit.sample_no, unit)).collect(),
            audience: audience.clone(),
        }
    }

    /// The issued unit of the audience that a cell names, also where its digits are full-width or end in `.0`.
    ///
    /// # Errors
    /// No such unit; or no `unit_is`, and the cell read as a sample number names another unit than as a frame id.
    pub(super) fn named(&self, cell: &str, unit_is: Option<UnitName>) -> Result<&UnitRecord, Misnamed> {
        let (unit, expected) = match unit_is {
            Some(UnitName::SampleNo) => (self.numbered(cell), Expected::IssuedSampleNo),
            Some(UnitName::UnitRef) => (self.framed(cell), Expected::IssuedUnitRef),
            None => (self.either(cell)?, Expected::IssuedUnit),
        };
        unit.filter(|unit| unit.issued && unit.audience == self.audience)
            .ok_or_else(|| Box::new((Found::Text(cell.to_owned()), expected)))
    }

    fn either(&self, cell: &str) -> Result<Option<&UnitRecord>, Misnamed> {
        match (self.numbered(cell), self.framed(cell)) {
            (Some(one), Some(other)) if one.sample_no != other.sample_no => {
                let found = Found::TwoUnits(cell.to_owned(), one.unit_ref.clone(), other.sample_no);
                Err(Box::new((found, Expected::OneUnit)))
            }
            (one, other) => Ok(one.or(other)),
        }
    }

    fn numbered(&self, cell: &str) -> Option<&UnitRecord> {
        let digits = plain(cell);
        let number: u64 = digits.parse().ok()?;
        // `007` may be an id, but nobody writes a number so.
        self.by_number.get(&number).filter(|_| digits == number.to_string())
    }

    fn framed(&self, cell: &str) -> Option<&UnitRecord> {
        let number = self.by_ref.get(cell).or_else(|| self.by_ref.get(&plain(cell)))?;
        self.by_number.get(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(sample_no: u64, unit_ref: &str, audience: &str, issued: bool) -> UnitRecord {
        UnitRecord {
            sample_no,
            audience: AudienceId(audience.into()),
            stratum: "N".into(),
            unit_ref: unit_ref.into(),
            attributes: BTreeMap::new(),
            supervisors: Vec::new(),
            contact: None,
            issued,
            batch: u32::from(!issued),
            draw_order: sample_no,
            token_hash: None,
            key_commitment: String::new(),
            respondent: None,
            disposition: None,
        }
    }

    fn units() -> Units {
        let units = vec![
            unit(1, "3", "residents", true),
            unit(2, "2", "residents", true),
            unit(3, "900", "residents", true),
            unit(4, "40", "residents", false),
            unit(5, "5", "firms", true),
            unit(6, "5", "residents", true),
            unit(7, "4", "residents", true),
            unit(8, "R8", "residents", true),
        ];
        Units::new(units, &AudienceId("residents".into()))
    }

    #[test]
    fn a_cell_with_two_readings_is_told_with_both() {
        let units = units();
        let told = |cell: &str| {
            units
                .named(cell, None)
                .map(|unit| unit.sample_no)
                .map_err(|wrong| wrong.0)
        };
        assert_eq!(told("3"), Err(Found::TwoUnits("3".into(), "900".into(), 1)));
        assert_eq!(told("2"), Ok(2), "both readings are the same unit");
        assert_eq!(told("900"), Ok(3));
        assert_eq!(told("1.0"), Ok(1));
        assert_eq!(told("R8"), Ok(8));
        // Another reading counts even where it is no unit that could have answered.
        assert_eq!(
            told("4"),
            Err(Found::TwoUnits("4".into(), "40".into(), 7)),
            "number 4 is in reserve"
        );
        assert_eq!(
            told("5"),
            Err(Found::TwoUnits("5".into(), "5".into(), 6)),
            "number 5 is a firm"
        );
    }

    #[test]
    fn what_the_column_holds_decides_when_it_is_said() {
        let units = units();
        let number = |cell: &str, unit_is| units.named(cell, Some(unit_is)).map(|unit| unit.sample_no).ok();
        assert_eq!(number("3", UnitName::SampleNo), Some(3));
        assert_eq!(number("3", UnitName::UnitRef), Some(1));
        assert_eq!(number("900", UnitName::SampleNo), None);
        assert_eq!(number("8", UnitName::UnitRef), None);
        assert_eq!(number("4", UnitName::SampleNo), None, "in reserve");
        assert_eq!(number("4", UnitName::UnitRef), Some(7));
        assert_eq!(number("5", UnitName::SampleNo), None, "another audience's unit");
        assert_eq!(number("5", UnitName::UnitRef), Some(6));
        assert_eq!(number("008", UnitName::SampleNo), None);
    }
}
