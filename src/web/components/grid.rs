//! A table as data: read on a page and saved as CSV, from the same cells.

use super::number::{decimal, grouped, short};
use super::sort::{Sorting, sort};
use super::table::{download, heads, sortable};
use crate::domain::definition::Language;
use crate::export::{BOM, ExportError, inert};
use crate::text::board::GridWords;
use maud::{Markup, html};

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words; never a live formula in a file.
    Text(String),
    /// How many.
    Count(u64),
    /// A number with so many decimals.
    Number(f64, usize),
    /// A share of 0 to 1, written in per cent.
    Percent(f64),
    /// How long something took.
    Minutes(f64),
    /// There is none.
    Nothing,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Grid {
    /// Its name in addresses.
    pub id: &'static str,
    /// What it is, and its columns: words first, then numbers.
    pub words: &'static GridWords,
    /// Its rows, as many cells as columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Cell {
    /// A number where there is one.
    pub fn number(value: Option<f64>, decimals: usize) -> Cell {
        value.map_or(Cell::Nothing, |value| Cell::Number(value, decimals))
    }

    /// A share where there is one.
    pub fn percent(share: Option<f64>) -> Cell {
        share.map_or(Cell::Nothing, Cell::Percent)
    }

    /// Words.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A duration where there is one.
    pub fn minutes(value: Option<f64>) -> Cell {
        value.map_or(Cell::Nothing, Cell::Minutes)
    }

    /// As it stands in a file; empty where there is nothing.
    fn written(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => count.to_string(),
            Cell::Number(value, _) if !value.is_finite() => "∞".into(),
            Cell::Number(value, decimals) => format!("{value:.decimals$}"),
            Cell::Percent(share) => format!("{:.1}", 100.0 * share),
            Cell::Minutes(minutes) => short(*minutes),
            Cell::Nothing => String::new(),
        }
    }

    fn shown(&self) -> Markup {
        match self {
            Cell::Nothing => html! { span.quiet { "—" } },
            Cell::Count(count) => html! { (grouped(*count)) },
            Cell::Number(value, decimals) if value.is_finite() => html! { (decimal(*value, *decimals)) },
            other => html! { (other.written()) },
        }
    }
}

impl Grid {
    /// In the order that the address asks for.
    pub fn sorted(mut self, sorting: &Sorting) -> Grid {
        let columns = self.words.texts.len() + self.words.numbers.len();
        sort(&mut self.rows, sorting.order(self.id, columns), |row| row);
        self
    }

    /// On a page, with heads that sort it and the link that saves it in the same order; `file` is where the file is.
    pub fn shown(&self, file: &str, sorting: &Sorting, language: Language) -> Markup {
        let heads = heads(self.words.texts, self.words.numbers);
        let rows = self.rows.iter().map(|row| row.iter().map(Cell::shown).collect());
        let rows: Vec<Vec<Markup>> = rows.collect();
        html! {
            @if !self.words.note.is_empty() { p.quiet.small { (self.words.note) } }
            (sortable(self.words.title, (self.id, sorting), &heads, &rows, language))
            (download(&sorting.address(file), language))
        }
    }

    /// As a file: UTF-8 with a byte order mark, no cell of which is a formula.
    ///
    /// # Errors
    /// The writer failed.
    pub fn csv(&self) -> Result<Vec<u8>, ExportError> {
        let mut writer = csv::Writer::from_writer(BOM.to_vec());
        writer.write_record(self.words.texts.iter().chain(self.words.numbers))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| match cell {
                Cell::Text(text) => inert(text),
                other => other.written(),
            }))?;
        }
        let bytes = writer
            .into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: GridWords = GridWords {
        title: "t",
        note: "",
        texts: &["who"],
        numbers: &["%", "z"],
    };

    #[test]
    fn page_and_file_show_the_same_and_no_formula_lives() {
        let row = vec![Cell::text("=1+1"), Cell::Percent(0.125), Cell::Number(-1.25, 1)];
        let grid = Grid {
            id: "x",
            words: &WORDS,
            rows: vec![row, vec![Cell::text("a"), Cell::Nothing, Cell::Nothing]],
        };
        let file = grid.csv().unwrap();
        assert_eq!(
            String::from_utf8(file).unwrap(),
            "\u{feff}who,%,z\n'=1+1,12.5,-1.2\na,,\n"
        );
        let page = grid
            .shown("/x.csv", &Sorting::asked("/x".into(), ""), Language::En)
            .into_string();
        assert!(page.contains("12.5") && page.contains("href=\"/x.csv\""), "{page}");
    }
}
