//! The page: one language, no script, nothing from elsewhere; on paper it is A4, wide tables lie across.

use super::model::{Block, Cell, Document, Figure, Part, Place, Table};
use crate::export::page::figures::{NONE, Unit, count, fixed, miss};
use crate::export::page::{STYLE, fill};
use crate::text;
use crate::text::sample_report::{self, ReportText};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// What this report adds to the shared style.
const OWN_STYLE: &str = include_str!("style.css");

/// Characters from which a text wants room for itself.
const LONG: usize = 20;

/// The document as a page.
pub(super) fn page(document: &Document) -> String {
    let words = sample_report::of(document.language);
    let markup = html! {
        (DOCTYPE)
        html lang=(text::lang(document.language)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (document.title) " · " (document.name) }
                style { (PreEscaped(STYLE)) (PreEscaped(OWN_STYLE)) }
            }
            body {
                header.top { span.home { (document.name) } @if let Some(draft) = document.draft { span.badge { (draft[0]) } } }
                main {
                    (first_page(document, words))
                    @for part in &document.parts { (section(part, words)) }
                    footer { p.quiet.small { (document.made) } }
                }
            }
        }
    };
    markup.into_string()
}

fn first_page(document: &Document, words: &ReportText) -> Markup {
    html! {
        div.cover {
            @if !document.identifiers.is_empty() {
                dl.identifiers { @for (label, value) in &document.identifiers { div { dt { (label) } dd { (value) } } } }
            }
            h1 { (document.title) " " span.kind { (document.name) } }
            @if let Some(draft) = document.draft { p.mind.draft { strong { (draft[0]) } (words.small.gaps[2]) (draft[1]) } }
            dl.headline { @for (label, value) in &document.facts { div { dt { (label) } dd { (value) } } } }
            @if !document.mind.is_empty() {
                h2 { (words.contents[1]) }
                ul.mind { @for line in &document.mind { li { (line) } } }
            }
            h2 { (words.contents[0]) }
            nav { ol.contents { @for part in &document.parts {
                li { a href={ "#part-" (part.number) } { (part.title) } }
            } } }
        }
    }
}

fn section(part: &Part, words: &ReportText) -> Markup {
    html! {
        section.chapter id={ "part-" (part.number) } {
            h2 { (part.number) ". " (part.title) }
            @for block in &part.blocks { (self::block(block, words)) }
        }
    }
}

fn block(block: &Block, words: &ReportText) -> Markup {
    html! {
        @match block {
            Block::Say(text) => p { (text) },
            Block::List(lines) => ul.sentences { @for line in lines { li { (line) } } },
            Block::Facts(facts) => dl.facts { @for (label, value) in facts { div { dt { (label) } dd { (value) } } } },
            Block::Absent(sentence) => p.absent { strong { (words.small.absent) } " " (sentence) },
            Block::Table(table) => { @if table.place != Place::Book { (self::table(table)) } },
            Block::Figure(figure) => (self::figure(figure, words)),
            Block::Form(form) => (form),
        }
    }
}

fn figure(figure: &Figure, words: &ReportText) -> Markup {
    html! {
        figure {
            figcaption { (figure.caption) }
            p.hidden { (fill(words.small.table_follows, &[("title", &figure.caption)])) }
            @if let Some(legend) = &figure.legend { div.small { (legend) } }
            (figure.drawing)
        }
    }
}

fn table(table: &Table) -> Markup {
    let figures: Vec<bool> = (0..table.heads.len()).map(|column| is_figure(table, column)).collect();
    html! {
        div.tabled.wide[table.place == Place::Wide] {
            h3.table-title { (table.title) }
            div.scroll tabindex="0" role="region" aria-label=(table.title) {
                table.numbers {
                    thead { tr { @for (head, figure) in table.heads.iter().zip(&figures) {
                        th.number[*figure] scope="col" { (head) }
                    } } }
                    tbody { @for row in &table.rows { tr { @for (value, figure) in row.iter().zip(&figures) { (cell(value, *figure)) } } } }
                }
            }
            @if !table.note.is_empty() { p.quiet.small { (table.note) } }
        }
    }
}

/// Whether a column holds figures: then it stands right, its empty cells too.
fn is_figure(table: &Table, column: usize) -> bool {
    table.rows.iter().any(|row| row[column].is_figure())
}

fn cell(cell: &Cell, figure: bool) -> Markup {
    html! {
        @match cell {
            Cell::Text(text) if !figure => td.words.long[text.chars().count() > LONG] { (text) },
            Cell::Text(text) => td.number { (text) },
            Cell::Hash(text) => td { code.hash { (text) } },
            Cell::None if !figure => td {},
            Cell::None => td.number { (NONE) },
            _ => td.number { (shown(cell)) },
        }
    }
}

/// A figure as people read it.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Count(n) => count(*n),
        Cell::Share(value) => Unit::Percent.say(*value, 1),
        Cell::Number(value, decimals) => fixed(*value, *decimals),
        Cell::Tiny(value) => miss(*value),
        Cell::Text(text) | Cell::Hash(text) => text.clone(),
        Cell::None => NONE.to_owned(),
    }
}
