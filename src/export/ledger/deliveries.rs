//! The workbook's sheets of what the assessing bodies delivered beside points: their notes, and deliveries that were replaced.

use super::pages::{ENGLISH, ID, NAME, Page, WORDS, both, heads, points};
use super::{LedgerView, moment};
use crate::domain::definition::DepartmentId;
use crate::domain::ledger::{Import, Ledger, PartRow};
use crate::export::workbook_parts::{Cell, Shape};

/// Every note of an assessing body on a department, by department.
pub(super) fn remarks(view: &LedgerView) -> Page {
    let ledger = view.ledger();
    let of = |id: &DepartmentId| -> Vec<Vec<Cell>> {
        let counts = ledger.imports.iter().filter(|import| import.replaced_by.is_none());
        let noted = counts.filter_map(|import| Some((import, import.rows.get(id)?)));
        let noted = noted.filter(|(_, row)| !row.note.is_empty());
        noted.map(|(import, row)| remark(ledger, import, id, row)).collect()
    };
    let rows = ledger.departments.iter().flat_map(|one| of(&one.id)).collect();
    Page {
        name: 6,
        columns: vec![ID, NAME, ENGLISH, ENGLISH, (60.0, Shape::Wrap)],
        frozen: 2,
        heads: heads(|words| &words.remarks),
        rows: or_nothing(rows, 1),
    }
}

fn remark(ledger: &Ledger, import: &Import, id: &DepartmentId, row: &PartRow) -> Vec<Cell> {
    let [indicator, body] = whose(import);
    vec![
        Cell::text(&id.0),
        Cell::text(name(ledger, id)),
        indicator,
        body,
        Cell::text(&row.note),
    ]
}

/// Every row of the deliveries whose place another took.
pub(super) fn replaced(view: &LedgerView) -> Page {
    let ledger = view.ledger();
    let gone = ledger.imports.iter().filter(|import| import.replaced_by.is_some());
    let rows = gone.flat_map(|import| {
        import
            .rows
            .iter()
            .map(move |(id, row)| replaced_row(ledger, import, id, row))
    });
    Page {
        name: 7,
        columns: vec![ENGLISH, NAME, NAME, ID, NAME, (10.5, Shape::Points), WORDS, NAME],
        frozen: 1,
        heads: heads(|words| &words.replaced_rows),
        rows: or_nothing(rows.collect(), 0),
    }
}

fn replaced_row(ledger: &Ledger, import: &Import, id: &DepartmentId, row: &PartRow) -> Vec<Cell> {
    let [indicator, body] = whose(import);
    vec![
        Cell::text(&import.file),
        indicator,
        body,
        Cell::text(&id.0),
        Cell::text(name(ledger, id)),
        points(row.score),
        Cell::text(&row.note),
        Cell::text(format!("{}\n{}", import.by, moment(import.at))),
    ]
}

fn whose(import: &Import) -> [Cell; 2] {
    [import.indicator.name(), import.source.name()].map(|name| Cell::text(name.zh))
}

fn name<'l>(ledger: &'l Ledger, id: &DepartmentId) -> &'l str {
    ledger.department(id).map_or("", |one| &one.name.zh)
}

/// A row that says that there is none, in its column, rather than an empty sheet.
fn or_nothing(mut rows: Vec<Vec<Cell>>, column: usize) -> Vec<Vec<Cell>> {
    if rows.is_empty() {
        let mut none = vec![Cell::Empty; column];
        none.push(Cell::text(both(|words, _| words.nothing.to_owned())));
        rows.push(none);
    }
    rows
}
