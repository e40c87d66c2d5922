//! What was understood of a frame file: what each column is taken for, and its first rows.

use crate::domain::definition::FrameSpec;
use crate::domain::table::Table;

/// Rows that a preview shows.
const ROWS: usize = 6;

/// What a column of a frame is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnUse {
    /// Names the unit.
    UnitId,
    /// Holds the stratum.
    Stratum,
    /// Travels with the answers for weighting.
    Attribute,
    /// Names the departments that the unit may not rate.
    Supervisors,
    /// Kept encrypted, for invitations only.
    Contact,
    /// Not read.
    Unused,
}

/// The beginning of a frame file with what was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Each column's heading with its uses, at least one.
    pub columns: Vec<(String, Vec<ColumnUse>)>,
    /// First rows with their line in the file.
    pub rows: Vec<(usize, Vec<String>)>,
    /// Rows in all.
    pub all: usize,
    /// In which encoding its text was read; `None` for a workbook.
    pub encoding: Option<&'static str>,
    /// Cells that a spreadsheet would take for a formula: exports put an apostrophe before them.
    pub formulas: usize,
}

/// What a table is taken for under this specification.
pub fn preview(table: &Table, spec: &FrameSpec) -> Preview {
    let columns = table
        .header
        .iter()
        .map(|heading| (heading.clone(), uses(heading, spec)));
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    Preview {
        columns: columns.collect(),
        rows: table
            .rows
            .iter()
            .take(ROWS)
            .map(|row| (row.line, row.cells.clone()))
            .collect(),
        all: table.rows.len(),
        encoding: None,
        formulas: cells.filter(|cell| cell.starts_with(['=', '+', '-', '@'])).count(),
    }
}

fn uses(heading: &String, spec: &FrameSpec) -> Vec<ColumnUse> {
    let all = [
        (ColumnUse::UnitId, *heading == spec.unit_id),
        (ColumnUse::Stratum, *heading == spec.stratum),
        (ColumnUse::Attribute, spec.attributes.contains(heading)),
        (ColumnUse::Supervisors, spec.supervisor.as_ref() == Some(heading)),
        (ColumnUse::Contact, spec.contact.contains(heading)),
    ];
    let found: Vec<ColumnUse> = all.into_iter().filter(|(_, is)| *is).map(|(one, _)| one).collect();
    if found.is_empty() {
        vec![ColumnUse::Unused]
    } else {
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::definition::Allocation;
    use crate::domain::table;

    #[test]
    fn every_column_says_what_it_is_taken_for() {
        let spec = FrameSpec {
            unit_id: "id".into(),
            stratum: "area".into(),
            contact: vec!["phone".into()],
            attributes: vec!["area".into(), "sex".into()],
            supervisor: Some("over".into()),
            allocation: Allocation::Equal,
            total: 2,
            minimum: 0,
            reserve_share: 0.0,
            strata: Vec::new(),
        };
        let file = "id,area,sex,over,phone,remark\n1,N,F,tax,=1+1,a\n2,S,M,,+86 10,b\n";
        let found = preview(&table::read("f.csv", file.as_bytes(), None).unwrap(), &spec);
        let uses: Vec<_> = found.columns.iter().map(|(_, uses)| uses.clone()).collect();
        use ColumnUse::*;
        assert_eq!(
            uses,
            [
                vec![UnitId],
                vec![Stratum, Attribute],
                vec![Attribute],
                vec![Supervisors],
                vec![Contact],
                vec![Unused]
            ]
        );
        assert_eq!((found.all, found.formulas, found.rows[1].0), (2, 2, 3));
    }
}
