//! Tables of the consoles: numbers on the right, a head that stays, and a way to take the table along.

use super::sort::Sorting;
use crate::domain::definition::Language;
use crate::text::console;
use maud::{Markup, html};

/// One column's head.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// What it says, with the unit.
    pub text: &'a str,
    /// Whether its cells are numbers.
    pub number: bool,
}

/// Heads of text, then of numbers.
pub fn heads<'a>(texts: &[&'a str], numbers: &[&'a str]) -> Vec<Head<'a>> {
    let text = texts.iter().map(|text| Head { text, number: false });
    let number = numbers.iter().map(|text| Head { text, number: true });
    text.chain(number).collect()
}

/// A table; every row has as many cells as there are heads. An empty one says so.
pub fn table(caption: &str, heads: &[Head<'_>], rows: &[Vec<Markup>], language: Language) -> Markup {
    let plain = heads
        .iter()
        .map(|head| html! { th scope="col" class=[head.number.then_some("n")] { (head.text) } });
    body(caption, None, plain.collect(), heads, rows, language)
}

/// The same with heads that sort it; `name` is the table's in addresses. The rows come sorted.
pub fn sortable(
    caption: &str,
    (name, sorting): (&str, &Sorting),
    heads: &[Head<'_>],
    rows: &[Vec<Markup>],
    language: Language,
) -> Markup {
    let order = sorting.order(name, heads.len());
    let head = |(column, head): (usize, &Head<'_>)| {
        let falling = order.filter(|order| order.column == column).map(|order| order.falling);
        let said = falling.map(|falling| if falling { "descending" } else { "ascending" });
        html! {
            th scope="col" class=[head.number.then_some("n")] aria-sort=[said] {
                // A column without a name holds what is done with the row.
                @if head.text.is_empty() {} @else {
                    a.sort href=(sorting.link(name, column, order)) {
                        (head.text)
                        @if let Some(falling) = falling { span aria-hidden="true" { @if falling { " ↓" } @else { " ↑" } } }
                    }
                }
            }
        }
    };
    body(
        caption,
        Some(name),
        heads.iter().enumerate().map(head).collect(),
        heads,
        rows,
        language,
    )
}

fn body(
    caption: &str,
    name: Option<&str>,
    headings: Vec<Markup>,
    heads: &[Head<'_>],
    rows: &[Vec<Markup>],
    language: Language,
) -> Markup {
    html! {
        div.scroll id=[name] tabindex="0" role="region" aria-label=(caption) {
            table {
                // The heading above says it to the eye.
                caption.hidden { (caption) }
                thead { tr { @for heading in headings { (heading) } } }
                tbody {
                    @for row in rows {
                        tr { @for (cell, head) in row.iter().zip(heads) { td class=[head.number.then_some("n")] { (cell) } } }
                    }
                    @if rows.is_empty() { tr { td.quiet colspan=(heads.len()) { (console::of(language).nothing) } } }
                }
            }
        }
    }
}

/// The link below a table that saves it.
pub fn download(address: &str, language: Language) -> Markup {
    html! { p.download { a href=(address) download { (console::of(language).download) } } }
}

/// Facts as pairs of a label and a value.
pub fn facts(pairs: &[(&str, Markup)]) -> Markup {
    html! { dl.facts { @for (label, value) in pairs { div { dt { (label) } dd { (value) } } } } }
}
