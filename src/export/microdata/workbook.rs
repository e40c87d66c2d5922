//! The microdata as a workbook: notes, respondents, ratings, codebook.

use super::{Sheet, Value};
use crate::domain::definition::Language;
use crate::domain::report::SampleReport;
use crate::export::workbook::properties;
use crate::export::workbook_notes::lines;
use crate::export::workbook_parts::{Look, Shape, set_up, titles};
use crate::export::{ExportError, inert};
use crate::text::microdata::{self, MicrodataText};
use crate::text::sheet as sheet_text;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

/// Rows that one sheet of a workbook holds below its heading; what is more goes to another sheet.
const MOST_ROWS: usize = 1_000_000;

/// The workbook. Same report, same bytes.
///
/// # Errors
/// It cannot be built.
pub fn workbook(report: &SampleReport, sheets: &[Sheet]) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let (zh, en) = (microdata::of(Language::Zh), microdata::of(Language::En));
    let title = &report.survey.round.title;
    workbook.set_properties(&properties(&report.sheet, &format!("{} {}", title.zh, title.en))?);
    let look = Look::new();
    notes(workbook.add_worksheet(), report, [zh, en], &look)?;
    for sheet in sheets {
        let chunks = sheet.rows.chunks(MOST_ROWS).collect::<Vec<_>>();
        let chunks = if chunks.is_empty() {
            vec![&[] as &[Vec<Value>]]
        } else {
            chunks
        };
        for (number, rows) in chunks.iter().enumerate() {
            let name = [zh.sheets[sheet.place], en.sheets[sheet.place]].join(" ");
            let name = if number > 0 {
                format!("{name} {}", number + 1)
            } else {
                name
            };
            table(workbook.add_worksheet(), &name, sheet, rows, &look)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn notes(
    page: &mut Worksheet,
    report: &SampleReport,
    [zh, en]: [&MicrodataText; 2],
    look: &Look,
) -> Result<(), ExportError> {
    page.set_name([zh.sheets[0], en.sheets[0]].join(" "))?;
    set_up(page, &report.sheet, sheet_text::of(Language::Zh).page, &[76.0, 92.0])?;
    let title = &report.survey.round.title;
    titles(page, &title.zh, &title.en, look)?;
    for (i, (zh, en)) in zh.notes.iter().zip(en.notes).enumerate() {
        let row = 2 + i as u32;
        page.set_row_height(row, 6.0 + 13.0 * lines(zh, 80).max(lines(en, 98)) as f64)?;
        page.write_string_with_format(row, 0, inert(zh), &look.of(Shape::Note, false))?;
        page.write_string_with_format(row, 1, inert(en), &look.of(Shape::Note, false))?;
    }
    page.set_freeze_panes(2, 0)?;
    Ok(())
}

/// Plain rows below a frozen heading; nothing is coloured, so that large files stay small.
fn table(page: &mut Worksheet, name: &str, sheet: &Sheet, rows: &[Vec<Value>], look: &Look) -> Result<(), ExportError> {
    page.set_name(name)?;
    for (column, head) in sheet.heads.iter().enumerate() {
        page.set_column_width(column as u16, width(head, rows, column))?;
        page.write_string_with_format(0, column as u16, inert(head), &look.head)?;
    }
    page.set_row_height(0, 22)?;
    page.set_freeze_panes(1, 0)?;
    let decimals = Format::new().set_num_format("0.000000");
    for (i, row) in rows.iter().enumerate() {
        for (column, value) in row.iter().enumerate() {
            let (at, column) = (1 + i as u32, column as u16);
            match value {
                Value::Text(text) => page.write_string(at, column, inert(text))?,
                Value::Number(value) => page.write_number_with_format(at, column, *value, &decimals)?,
                Value::Count(n) => page.write_number(at, column, *n as f64)?,
                Value::None => continue,
            };
        }
    }
    if !rows.is_empty() {
        page.autofilter(0, 0, rows.len() as u32, sheet.heads.len() as u16 - 1)?;
    }
    Ok(())
}

/// As wide as the widest of the first values.
fn width(head: &str, rows: &[Vec<Value>], column: usize) -> f64 {
    let size = |text: &str| text.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum::<f64>();
    let value = |row: &Vec<Value>| match &row[column] {
        Value::Text(text) => size(text),
        Value::Number(_) => 14.0,
        Value::Count(n) => n.to_string().len() as f64,
        Value::None => 0.0,
    };
    let widest = rows.iter().take(500).map(value).fold(size(head) + 4.0, f64::max);
    (widest + 2.0).clamp(8.0, 50.0)
}
