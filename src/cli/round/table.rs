//! A table in a terminal: columns as wide as their widest cell, Chinese signs counted as the two places they take.

use unicode_width::UnicodeWidthStr;

/// Rows of text; the first column stands to the left, the others, which are numbers, to the right.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings.
    pub fn new(heads: impl IntoIterator<Item = String>) -> Table {
        Table {
            rows: vec![heads.into_iter().collect()],
        }
    }

    /// Adds a row; cells that it lacks stay empty.
    pub fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Its lines, headings first.
    pub fn lines(&self) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.width())
                .max()
        };
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let line = |row: &Vec<String>| {
            let cell = |(column, text): (usize, &String)| {
                let space = " ".repeat(widths[column] - text.width());
                if column == 0 {
                    format!("{text}{space}")
                } else {
                    format!("  {space}{text}")
                }
            };
            let cells: String = row.iter().enumerate().map(cell).collect();
            cells.trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_under_each_other_whatever_the_script() {
        let mut table = Table::new(["评价主体".to_owned(), "完成".to_owned()]);
        table.push(["居民".to_owned(), "1200".to_owned()]);
        table.push(["institutions".to_owned()]);
        assert_eq!(
            table.lines(),
            ["评价主体      完成", "居民          1200", "institutions"]
        );
    }
}
