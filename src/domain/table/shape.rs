//! From raw rows to a table: headings checked, every row as long as the heading.

use super::{Expected, Found, MOST_CELLS, Problem, Problems, Row, Table, at, whole};

/// Rows as a reader found them, the heading first; blank ones already left out, cells trimmed.
pub(super) struct RawRows {
    pub rows: Vec<Row>,
    /// Whether a short row is an error (CSV) or merely ends in empty cells (XLSX).
    pub short_is_wrong: bool,
}

pub(super) fn table(file: &str, raw: RawRows) -> Result<Table, Problems> {
    let mut rows = raw.rows.into_iter();
    let Some(heading) = rows.next() else {
        return Err(whole(file, Found::NoContent, Expected::HeadingAndRows));
    };
    let heading_line = heading.line;
    let (header, mut problems) = trimmed(file, heading);
    let mut rows: Vec<Row> = rows.collect();
    if let Some(title) = title(&header, &rows) {
        let found = Found::TitleRow(excerpt(title));
        return Err(Problems(vec![at(
            file,
            heading_line,
            None,
            found,
            Expected::HeadingAndRows,
        )]));
    }
    for row in &mut rows {
        problems.extend(fit(file, row, &header, raw.short_is_wrong));
    }
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    Ok(Table {
        file: file.into(),
        header,
        rows,
    })
}

/// The only cell of the first row where every row below has more: a title, not a heading.
fn title<'a>(header: &'a [String], rows: &[Row]) -> Option<&'a String> {
    let [only] = header else {
        return None;
    };
    let wide = |row: &Row| row.cells.iter().skip(1).any(|cell| !cell.is_empty());
    (rows.len() > 1 && rows.iter().all(wide)).then_some(only)
}

/// The headings of a row, for a reader that takes rows one by one.
///
/// # Errors
/// Empty or repeated headings.
pub fn heading(file: &str, row: Row) -> Result<Vec<String>, Problems> {
    let (header, problems) = trimmed(file, row);
    if problems.is_empty() {
        Ok(header)
    } else {
        Err(Problems(problems))
    }
}

fn trimmed(file: &str, heading: Row) -> (Vec<String>, Vec<Problem>) {
    let mut header = heading.cells;
    // Spreadsheets leave empty columns at the right.
    while header.last().is_some_and(|text| text.is_empty()) {
        header.pop();
    }
    let problems = heading_problems(file, heading.line, &header);
    (header, problems)
}

fn heading_problems(file: &str, line: usize, header: &[String]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut earlier = std::collections::BTreeMap::new();
    for (i, heading) in header.iter().enumerate() {
        if heading.is_empty() {
            let column = Some(column_name(i));
            problems.push(at(file, line, column, Found::EmptyHeading, Expected::HeadingEverywhere));
        } else if let Some(first) = earlier.insert(heading, i) {
            let found = Found::HeadingAgain(heading.clone());
            let expected = Expected::HeadingOnceAt(column_name(first));
            problems.push(at(file, line, Some(column_name(i)), found, expected));
        }
    }
    problems
}

/// Makes a row as long as the heading, or says why that would lose or invent something.
pub fn fit(file: &str, row: &mut Row, header: &[String], short_is_wrong: bool) -> Option<Problem> {
    let (width, length) = (header.len(), row.cells.len());
    let extra = row.cells.iter().skip(width).position(|cell| !cell.is_empty());
    if let Some(extra) = extra {
        let found = Found::BeyondHeading(excerpt(&row.cells[width + extra]));
        let expected = Expected::Cells(width);
        return Some(at(file, row.line, Some(column_name(width + extra)), found, expected));
    }
    if length < width && short_is_wrong {
        let expected = Expected::Cells(width);
        let column = Some(header[length].clone());
        return Some(at(file, row.line, column, Found::ShortRow(length), expected));
    }
    row.cells.resize(width, String::new());
    None
}

/// A column as spreadsheets name it: A, B … Z, AA …
pub(super) fn column_name(index: usize) -> String {
    let mut name = String::new();
    let mut rest = index + 1;
    while rest > 0 {
        let digit = ((rest - 1) % 26) as u8;
        name.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name
}

/// At most 40 characters of a cell, for a message.
pub(super) fn excerpt(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.into();
    }
    text.chars().take(40).chain(['…']).collect()
}

/// Refuses tables that would not fit into memory.
pub(super) fn check_cells(file: &str, cells: usize) -> Result<(), Problems> {
    if cells > MOST_CELLS {
        let expected = Expected::AtMostCells(MOST_CELLS);
        return Err(whole(file, Found::TooManyCells(MOST_CELLS), expected));
    }
    Ok(())
}
