//! The ledger as a workbook: one idea a sheet, bilingual headings, ready to print on A4.

use super::LedgerView;
use super::deliveries::{remarks, replaced};
use super::notes::notes;
use super::pages::{Page, bonus, entries, parts, totals, years};
use crate::domain::definition::Language;
use crate::export::ExportError;
use crate::export::workbook_notes::lines;
use crate::export::workbook_parts::{Cell, Look, Masthead, Shape, begin, headings, put};
use crate::text::ledger::of;
use crate::text::terminal::fill;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

/// The workbook. Same ledger, same bytes: its date of creation is when the ledger was opened.
pub fn ledger_xlsx(view: &LedgerView) -> Result<Vec<u8>, ExportError> {
    let (mut workbook, look) = (Workbook::new(), Look::new());
    let ledger = view.ledger();
    let created = ExcelDateTime::from_timestamp(ledger.opened_at)?;
    let title = format!("{} {}", ledger.title.zh, ledger.title.en);
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    let first = [
        totals(view),
        parts(view),
        remarks(view),
        entries(view),
        bonus(view),
        years(view),
    ];
    for page in first.into_iter().chain([replaced(view)]) {
        write(workbook.add_worksheet(), view, &page, &look)?;
    }
    notes(workbook.add_worksheet(), view, &look)?;
    Ok(workbook.save_to_buffer()?)
}

/// Names the sheet and writes what stands above and below it.
pub(super) fn open(
    page: &mut Worksheet,
    view: &LedgerView,
    name: usize,
    widths: &[f64],
    look: &Look,
) -> Result<(), ExportError> {
    let (ledger, zh, en) = (view.ledger(), of(Language::Zh), of(Language::En));
    let review = format!(
        "{} {}",
        zh.review(ledger, Language::Zh),
        en.review(ledger, Language::En)
    );
    let revision = fill(zh.revision, &[("n", &ledger.revision)]);
    let year = ledger.year.to_string();
    let masthead = Masthead {
        title: &ledger.title.zh,
        line: [&ledger.title.en, &review],
        footer: [&year, &revision],
    };
    begin(page, &masthead, [zh.sheets[name], en.sheets[name]], widths, look)
}

fn write(sheet: &mut Worksheet, view: &LedgerView, page: &Page, look: &Look) -> Result<(), ExportError> {
    let widths: Vec<f64> = page.columns.iter().map(|(width, _)| *width).collect();
    open(sheet, view, page.name, &widths, look)?;
    headings(sheet, 2, page.heads.iter().cloned(), look)?;
    sheet.set_row_height(2, page.head_height())?;
    sheet.set_freeze_panes(3, page.frozen)?;
    sheet.set_repeat_rows(0, 2)?;
    for (row, cells) in (3..).zip(&page.rows) {
        // Row heights are set: no program grows them for wrapped Chinese on its own.
        let shaped = cells.iter().zip(&page.columns);
        let high = shaped
            .map(|(cell, (width, _))| cell.lines((width * 1.15) as usize))
            .max();
        sheet.set_row_height(row, 5.0 + 12.5 * high.unwrap_or(1).min(30) as f64)?;
        for (column, (cell, (_, shape))) in (0..).zip(cells.iter().zip(&page.columns)) {
            let shape = if matches!(cell, Cell::Text(_)) && number(*shape) {
                Shape::Centre
            } else {
                *shape
            };
            put(sheet, (row, column), cell, look.of(shape, false))?;
        }
    }
    let last = 2 + page.rows.len().max(1) as u32;
    sheet.autofilter(2, 0, last, page.columns.len() as u16 - 1)?;
    Ok(())
}

fn number(shape: Shape) -> bool {
    !matches!(shape, Shape::Text | Shape::Wrap | Shape::Note | Shape::Centre)
}

/// Lines of a note, so that its row is high enough.
pub(super) fn height(texts: [(&str, usize); 3]) -> f64 {
    let most = texts.map(|(text, width)| lines(text, width)).into_iter().max();
    5.0 + 13.0 * most.unwrap_or(1) as f64
}
