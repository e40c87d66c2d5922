//! Tables that drop columns without any figure and say why a single figure is missing.

use super::figures::NONE;
use crate::text::analysis::AnalysisText;
use maud::{Markup, html};

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// What the row is about.
    Head(String),
    /// The same as in the row above: said to those who listen, not shown again.
    Same(String),
    /// A figure, right-aligned; `None` where there is none.
    Number(Option<String>),
    /// Words.
    Words(String),
    /// Why figures are missing, or how to read them; the last column.
    Notes(String),
    /// A long fingerprint.
    Hash(String),
}

/// A table in a box that scrolls by itself. Columns of figures without any figure are left out; where a figure is missing
/// and the row has a remarks column without words, the general reason stands there.
pub(super) fn table(words: &AnalysisText, title: &str, heads: &[&str], rows: &[Vec<Cell>]) -> Markup {
    let used: Vec<usize> = (0..heads.len()).filter(|column| is_used(rows, *column)).collect();
    let missing = rows.iter().any(|row| lacks(row, &used));
    html! {
        div.scroll tabindex="0" role="region" aria-label=(title) {
            table.numbers {
                thead { tr { @for column in &used { th.number[is_number(rows, *column)] scope="col" { (heads[*column]) } } } }
                tbody {
                    @for row in rows {
                        @let lacks = lacks(row, &used);
                        tr { @for column in &used { (cell(words, &row[*column], lacks)) } }
                    }
                }
            }
        }
        @if missing { p.quiet.small { (words.say.missing) } }
    }
}

fn is_used(rows: &[Vec<Cell>], column: usize) -> bool {
    rows.is_empty()
        || rows.iter().any(|row| match &row[column] {
            Cell::Number(value) => value.is_some(),
            Cell::Words(text) | Cell::Hash(text) => !text.is_empty(),
            Cell::Head(_) | Cell::Same(_) => true,
            // The reasons for what is missing in other columns stand here.
            Cell::Notes(text) => !text.is_empty() || row.contains(&Cell::Number(None)),
        })
}

fn is_number(rows: &[Vec<Cell>], column: usize) -> bool {
    rows.first().is_some_and(|row| matches!(row[column], Cell::Number(_)))
}

fn lacks(row: &[Cell], used: &[usize]) -> bool {
    used.iter().any(|column| row[*column] == Cell::Number(None))
}

fn cell(words: &AnalysisText, cell: &Cell, lacks: bool) -> Markup {
    html! {
        @match cell {
            Cell::Head(text) => th scope="row" { (text) },
            Cell::Same(text) => th scope="row" { span.hidden { (text) } },
            Cell::Number(Some(text)) => td.number { (text) },
            Cell::Number(None) => td.number { (NONE) },
            Cell::Words(text) => td { (text) },
            Cell::Notes(text) if text.is_empty() && lacks => td.words { (words.say.no_value) },
            Cell::Notes(text) => td.words { (text) },
            Cell::Hash(text) => td { code.hash { (text) } },
        }
    }
}

/// For those who want every digit: printed only where it was opened.
pub(super) fn more(summary: &str, inside: &Markup) -> Markup {
    html! { details.more { summary { (summary) } (inside) } }
}

/// The table behind a chart, to be opened; always printed.
pub(super) fn folded(summary: &str, inside: &Markup) -> Markup {
    html! { details { summary { (summary) } (inside) } }
}
