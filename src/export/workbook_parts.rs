//! What the sheets of the workbook share: formats, page set-up, headings, cells.

use super::ExportError;
use crate::domain::definition::Language;
use crate::domain::score::sheet::{ScoreSheet, SealedSheet};
use crate::text::sheet;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet};

/// The accent of pages and exports.
const ACCENT: u32 = 0x0B5C63;

/// Height of a heading row in points: Chinese above two lines of English.
pub(crate) const HEAD_HEIGHT: f64 = 52.0;

/// How a column's values look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Left.
    Text,
    /// Left, several lines.
    Wrap,
    /// Left, several lines, from the top.
    Note,
    /// In the middle.
    Centre,
    /// Whole numbers with separators.
    Count,
    /// One decimal.
    Tenth,
    /// Two decimals.
    Points,
    /// Two decimals, emphasised.
    Score,
    /// Two decimals with their sign: a difference.
    Difference,
    /// Four decimals.
    Points4,
    /// A share as percent with one decimal.
    Rate,
    /// A share as percent with two decimals.
    Rate2,
    /// A tiny relative difference.
    Scientific,
}

/// One value, text or number; absent numbers stay empty.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    /// Always written as text: a workbook never holds a live formula.
    Text(String),
    /// A number with every digit.
    Number(f64),
    /// Nothing.
    Empty,
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Cell {
        Cell::Text(super::inert(&text.into()))
    }

    /// Lines that it takes in a column of so many half-width characters.
    pub(crate) fn lines(&self, width: usize) -> usize {
        match self {
            Cell::Text(text) => super::workbook_notes::lines(text, width),
            Cell::Number(_) | Cell::Empty => 1,
        }
    }

    pub(crate) fn number(value: Option<f64>) -> Cell {
        value.map_or(Cell::Empty, Cell::Number)
    }
}

/// The formats of one workbook.
pub(crate) struct Look {
    pub(crate) title: Format,
    pub(crate) subtitle: Format,
    pub(crate) head: Format,
    pub(crate) block: Format,
    pub(crate) label: Format,
}

impl Look {
    pub(crate) fn new() -> Look {
        let base = || Format::new().set_font_name("Microsoft YaHei").set_font_size(10);
        Look {
            title: base()
                .set_font_size(16)
                .set_bold()
                .set_font_color(ACCENT)
                .set_align(FormatAlign::VerticalCenter),
            subtitle: base().set_font_color(0x5A6467).set_align(FormatAlign::VerticalCenter),
            head: base()
                .set_bold()
                .set_font_size(9)
                .set_font_color(Color::White)
                .set_background_color(ACCENT)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap()
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::White),
            block: base().set_font_size(12).set_bold().set_font_color(ACCENT),
            label: base().set_bold().set_align(FormatAlign::Top).set_text_wrap(),
        }
    }

    /// The format of a column; the first row of a group has a darker line above it.
    pub(crate) fn of(&self, shape: Shape, first: bool) -> Format {
        let format = Format::new()
            .set_font_name("Microsoft YaHei")
            .set_font_size(10)
            .set_align(FormatAlign::VerticalCenter)
            .set_border_bottom(FormatBorder::Hair)
            .set_border_bottom_color(0xB8C4C6);
        let format = match shape {
            Shape::Text => format.set_align(FormatAlign::Left),
            Shape::Wrap => format
                .set_align(FormatAlign::Left)
                .set_indent(1)
                .set_text_wrap()
                .set_font_size(9),
            Shape::Note => format
                .set_align(FormatAlign::Left)
                .set_align(FormatAlign::Top)
                .set_text_wrap()
                .set_font_size(9),
            Shape::Centre => format.set_align(FormatAlign::Center).set_text_wrap(),
            Shape::Count => format.set_num_format("#,##0").set_align(FormatAlign::Right),
            Shape::Tenth => format.set_num_format("#,##0.0").set_align(FormatAlign::Right),
            Shape::Points => format.set_num_format("0.00").set_align(FormatAlign::Right),
            Shape::Score => format.set_num_format("0.00").set_align(FormatAlign::Right).set_bold(),
            Shape::Difference => format.set_num_format("+0.00;-0.00;0.00").set_align(FormatAlign::Right),
            Shape::Points4 => format.set_num_format("0.0000").set_align(FormatAlign::Right),
            Shape::Rate => format.set_num_format("0.0 %").set_align(FormatAlign::Right),
            Shape::Rate2 => format.set_num_format("0.00 %").set_align(FormatAlign::Right),
            Shape::Scientific => format.set_num_format("0.0E+00").set_align(FormatAlign::Right),
        };
        if first {
            format.set_border_top(FormatBorder::Thin).set_border_top_color(ACCENT)
        } else {
            format
        }
    }
}

/// What stands above and below every sheet of a workbook.
pub(crate) struct Masthead<'t> {
    /// Chinese title.
    pub(crate) title: &'t str,
    /// The line below it, from the English title on; the sheet's name stands behind the first part.
    pub(crate) line: [&'t str; 2],
    /// Left and right of the page footer.
    pub(crate) footer: [&'t str; 2],
}

/// Names the sheet, sets widths and page, and writes title and subtitle above row 3.
pub(crate) fn open(
    page: &mut Worksheet,
    sealed: &SealedSheet,
    names: [&str; 2],
    widths: &[f64],
    look: &Look,
) -> Result<(), ExportError> {
    let sheet = &sealed.sheet;
    let line = format!("{} · {}", sheet.generated_at, sheet.software);
    let masthead = Masthead {
        title: &sheet.title.zh,
        line: [&sheet.title.en, &line],
        footer: footer(sheet),
    };
    begin(page, &masthead, names, widths, look)
}

/// The same for any workbook of the house.
pub(crate) fn begin(
    page: &mut Worksheet,
    masthead: &Masthead,
    names: [&str; 2],
    widths: &[f64],
    look: &Look,
) -> Result<(), ExportError> {
    page.set_name(names.join(" "))?;
    let title = format!("{}　{}", masthead.title, names[0]);
    let line = format!("{} · {} · {}", masthead.line[0], names[1], masthead.line[1]);
    lay_out(page, masthead.footer, sheet::of(Language::Zh).page, widths)?;
    titles(page, &title, &line, look)
}

/// The round and the beginning of the method's hash.
fn footer(sheet: &ScoreSheet) -> [&str; 2] {
    [&sheet.round, &sheet.method_hash[..sheet.method_hash.len().min(16)]]
}

/// A4 across, as wide as one page, with the round and the method's hash at the foot.
pub(crate) fn set_up(
    page: &mut Worksheet,
    sheet: &ScoreSheet,
    numbering: &str,
    widths: &[f64],
) -> Result<(), ExportError> {
    lay_out(page, footer(sheet), numbering, widths)
}

fn lay_out(page: &mut Worksheet, [left, right]: [&str; 2], numbering: &str, widths: &[f64]) -> Result<(), ExportError> {
    for (column, width) in widths.iter().enumerate() {
        page.set_column_width(column as u16, *width)?;
    }
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_margins(0.4, 0.4, 0.55, 0.6, 0.3, 0.3);
    page.set_screen_gridlines(false);
    page.set_footer(format!("&L{left}&C{numbering}&R{right}"));
    Ok(())
}

/// Title and subtitle in the first two rows.
pub(crate) fn titles(page: &mut Worksheet, title: &str, line: &str, look: &Look) -> Result<(), ExportError> {
    page.set_row_height(0, 30)?;
    page.set_row_height(1, 20)?;
    page.write_string_with_format(0, 0, super::inert(title), &look.title)?;
    page.write_string_with_format(1, 0, super::inert(line), &look.subtitle)?;
    Ok(())
}

/// A bilingual heading row.
pub(crate) fn head(
    page: &mut Worksheet,
    row: u32,
    zh: &[sheet::Column],
    en: &[sheet::Column],
    look: &Look,
) -> Result<(), ExportError> {
    let pairs = zh.iter().zip(en);
    headings(page, row, pairs.map(|(zh, en)| format!("{}\n{}", zh.0, en.0)), look)
}

/// A heading row.
pub(crate) fn headings(
    page: &mut Worksheet,
    row: u32,
    heads: impl Iterator<Item = String>,
    look: &Look,
) -> Result<(), ExportError> {
    page.set_row_height(row, HEAD_HEIGHT)?;
    for (column, head) in heads.enumerate() {
        page.write_string_with_format(row, column as u16, head, &look.head)?;
    }
    Ok(())
}

/// One cell.
pub(crate) fn put(page: &mut Worksheet, at: (u32, u16), cell: &Cell, format: Format) -> Result<(), ExportError> {
    match cell {
        Cell::Text(text) => page.write_string_with_format(at.0, at.1, text, &format)?,
        Cell::Number(value) => page.write_number_with_format(at.0, at.1, *value, &format)?,
        Cell::Empty => page.write_blank(at.0, at.1, &format)?,
    };
    Ok(())
}
