//! What a later version says of the one before: why it was made, and which scores changed.

use super::Of;
use crate::domain::report::{Changed, changed};
use crate::export::sample_report::model::{Block, Cell, Place};

/// Why this version was made.
pub(super) fn reason(of: Of) -> Option<Block> {
    let reason = of.report.chronicle.correction.as_deref()?;
    let (version, former) = (of.report.sheet.sheet_version.to_string(), former(of)?.to_string());
    let with = [("version", version.as_str()), ("former", &former), ("reason", reason)];
    Some(Block::Say(of.fill(of.text.correction.reason, &with)))
}

fn former(of: Of) -> Option<u32> {
    of.report.chronicle.former.last().map(|one| one.sheet.sheet_version)
}

/// The scores that changed, or that none did.
pub(super) fn scores(of: Of) -> Option<Block> {
    let (words, before) = (&of.text.correction, of.report.chronicle.former.last()?);
    let rows: Vec<Vec<Cell>> = changed(&before.sheet, &of.report.sheet)
        .iter()
        .map(|one| row(of, one))
        .collect();
    if rows.is_empty() {
        return Some(Block::Say(
            of.fill(words.same, &[("former", &before.sheet.sheet_version.to_string())]),
        ));
    }
    Some(of.table(&words.changed, Place::Both, rows))
}

fn row(of: Of, one: &Changed) -> Vec<Cell> {
    let department = of.report.survey.department(&one.department);
    vec![
        Cell::text(&one.department.0),
        Cell::text(department.map_or(one.department.0.as_str(), |d| d.name.get(of.language))),
        Cell::points(&one.before),
        Cell::points(&one.now),
        Cell::number(one.difference(), 2),
    ]
}
