//! The workbook: one sheet a table, frozen headings, widths by content, number formats, and the method in sentences.

use super::model::{Block, Cell, Document, Table};
use crate::domain::score::sheet::ScoreSheet;
use crate::export::workbook::properties;
use crate::export::workbook_notes::lines;
use crate::export::workbook_parts::{Look, Shape, set_up, titles};
use crate::export::{ExportError, inert};
use crate::text::{sample_report, sheet as sheet_text};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet};

/// Narrowest and widest column, in half-width characters.
const WIDTHS: (f64, f64) = (8.0, 46.0);

/// The document as a workbook; `sheet` dates it.
pub(super) fn workbook(document: &Document, sheet: &ScoreSheet) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let (look, words) = (Look::new(), sample_report::of(document.language));
    workbook.set_properties(&properties(sheet, &format!("{} {}", document.title, document.name))?);
    let book = Book {
        document,
        sheet,
        look,
        numbering: sheet_text::of(document.language).page,
    };
    book.glance(workbook.add_worksheet(), words.small.book[0])?;
    for table in tables(document) {
        book.table(workbook.add_worksheet(), table)?;
    }
    book.notes(workbook.add_worksheet(), words.small.book[2])?;
    Ok(workbook.save_to_buffer()?)
}

fn tables(document: &Document) -> impl Iterator<Item = &Table> {
    let blocks = document.parts.iter().flat_map(|part| &part.blocks);
    blocks.filter_map(|block| match block {
        Block::Table(table) if !table.rows.is_empty() => Some(table),
        _ => None,
    })
}

struct Book<'a> {
    document: &'a Document,
    sheet: &'a ScoreSheet,
    look: Look,
    numbering: &'static str,
}

impl Book<'_> {
    fn open(&self, page: &mut Worksheet, name: &str, title: &str, widths: &[f64]) -> Result<(), ExportError> {
        page.set_name(name)?;
        set_up(page, self.sheet, self.numbering, widths)?;
        let line = format!("{} · {}", self.document.title, self.document.name);
        let draft = self
            .document
            .draft
            .map(|draft| format!(" · {} {}", draft[0], draft[1]))
            .unwrap_or_default();
        titles(page, title, &format!("{line}{draft}"), &self.look)
    }

    /// Who, when, how many, how sure, what came out; then what every sheet holds.
    fn glance(&self, page: &mut Worksheet, name: &str) -> Result<(), ExportError> {
        self.open(page, name, &self.document.title, &[26.0, 96.0])?;
        let mut row = 2;
        let facts = self.document.identifiers.iter().chain(&self.document.facts);
        for (label, value) in facts {
            self.pair(page, &mut row, label, value)?;
        }
        for line in &self.document.mind {
            self.pair(page, &mut row, "", line)?;
        }
        row += 1;
        for table in tables(self.document) {
            self.pair(page, &mut row, table.sheet, &table.title)?;
        }
        page.set_freeze_panes(2, 0)?;
        Ok(())
    }

    fn pair(&self, page: &mut Worksheet, row: &mut u32, label: &str, value: &str) -> Result<(), ExportError> {
        page.set_row_height(*row, 5.0 + 14.0 * lines(value, 100).max(lines(label, 26)) as f64)?;
        page.write_string_with_format(*row, 0, inert(label), &self.look.label)?;
        page.write_string_with_format(*row, 1, inert(value), &self.look.of(Shape::Note, false))?;
        *row += 1;
        Ok(())
    }

    fn table(&self, page: &mut Worksheet, table: &Table) -> Result<(), ExportError> {
        let widths: Vec<f64> = (0..table.heads.len()).map(|column| width(table, column)).collect();
        self.open(page, table.sheet, &table.title, &widths)?;
        page.set_row_height(2, 40)?;
        for (column, head) in table.heads.iter().enumerate() {
            page.write_string_with_format(2, column as u16, inert(head), &self.look.head)?;
        }
        page.set_freeze_panes(3, 0)?;
        page.set_repeat_rows(0, 2)?;
        let mut row = 3;
        for cells in &table.rows {
            let high = cells.iter().zip(&widths).map(|(cell, width)| high(cell, *width)).max();
            page.set_row_height(row, 5.0 + 12.5 * high.unwrap_or(1) as f64)?;
            for (column, cell) in cells.iter().enumerate() {
                self.cell(page, (row, column as u16), cell)?;
            }
            row += 1;
        }
        if !table.rows.is_empty() {
            page.autofilter(2, 0, row - 1, table.heads.len() as u16 - 1)?;
        }
        if !table.note.is_empty() {
            page.write_string_with_format(row + 1, 0, inert(&table.note), &self.look.subtitle)?;
        }
        Ok(())
    }

    fn cell(&self, page: &mut Worksheet, (row, column): (u32, u16), cell: &Cell) -> Result<(), ExportError> {
        let format = self.format(cell);
        match cell {
            Cell::Text(text) | Cell::Hash(text) => page.write_string_with_format(row, column, inert(text), &format)?,
            Cell::Count(n) => page.write_number_with_format(row, column, *n as f64, &format)?,
            Cell::Share(value) | Cell::Number(value, _) | Cell::Tiny(value) => {
                page.write_number_with_format(row, column, *value, &format)?
            }
            Cell::None => page.write_blank(row, column, &format)?,
        };
        Ok(())
    }

    fn format(&self, cell: &Cell) -> Format {
        let right = |pattern: &str| {
            let plain = self.look.of(Shape::Count, false);
            plain.set_num_format(pattern).set_align(FormatAlign::Right)
        };
        match cell {
            Cell::Text(_) | Cell::Hash(_) | Cell::None => self.look.of(Shape::Wrap, false),
            Cell::Count(_) => right("#,##0"),
            Cell::Share(_) => right("0.0 %"),
            Cell::Tiny(_) => right("0.0E+00"),
            Cell::Number(_, 0) => right("#,##0"),
            Cell::Number(_, decimals) => right(&format!("#,##0.{}", "0".repeat(*decimals))),
        }
    }

    /// Everything that the parts say in words.
    fn notes(&self, page: &mut Worksheet, name: &str) -> Result<(), ExportError> {
        self.open(page, name, name, &[30.0, 110.0])?;
        let words = sample_report::of(self.document.language);
        let mut row = 2;
        for part in &self.document.parts {
            page.set_row_height(row, 26)?;
            let title = format!("{}. {}", part.number, part.title);
            page.write_string_with_format(row, 0, title, &self.look.block)?;
            row += 1;
            for block in &part.blocks {
                match block {
                    Block::Say(text) => self.pair(page, &mut row, "", text)?,
                    Block::Absent(text) => self.pair(page, &mut row, words.small.absent, text)?,
                    Block::List(all) => all.iter().try_for_each(|text| self.pair(page, &mut row, "•", text))?,
                    Block::Facts(all) => all
                        .iter()
                        .try_for_each(|(label, value)| self.pair(page, &mut row, label, value))?,
                    Block::Table(_) | Block::Figure(_) | Block::Form(_) => {}
                }
            }
        }
        page.set_freeze_panes(2, 0)?;
        Ok(())
    }
}

/// Half-width characters that a text takes.
fn size(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Wide enough for the values, and for the heading on three lines.
fn width(table: &Table, column: usize) -> f64 {
    let value = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Hash(text) => size(text),
        Cell::Count(n) => n.to_string().len() + 4,
        Cell::Share(_) | Cell::Tiny(_) => 9,
        Cell::Number(value, decimals) => format!("{value:.decimals$}").len() + 3,
        Cell::None => 1,
    };
    let widest = table.rows.iter().map(|row| value(&row[column])).max().unwrap_or(0) as f64;
    let head = &table.heads[column];
    let word = head.split_whitespace().map(size).max().unwrap_or(0).min(24) as f64;
    let head = (size(head) as f64 / 2.0).ceil().max(word) + 2.0;
    (widest + 2.0).max(head).clamp(WIDTHS.0, WIDTHS.1)
}

/// Lines that a cell takes in a column of that width.
fn high(cell: &Cell, width: f64) -> usize {
    match cell {
        Cell::Text(text) | Cell::Hash(text) => lines(text, (width as usize).saturating_sub(2).max(4)),
        _ => 1,
    }
}
