//! The workbook's notes: what this ledger is, its review, its files, and the rules it was computed by.

use super::workbook::{height, open};
use super::{LedgerView, about, files, steps};
use crate::domain::definition::Language;
use crate::export::ExportError;
use crate::export::workbook_parts::{Cell, Look, Shape, put};
use crate::text::ledger::of;
use rust_xlsxwriter::Worksheet;

/// Widths of label, Chinese and English.
const WIDTHS: [f64; 3] = [30.0, 62.0, 72.0];

/// A line: label, Chinese, English; or the number of the block that begins.
enum Line {
    Block(usize),
    Note([String; 3]),
}

/// Writes the notes.
pub(super) fn notes(page: &mut Worksheet, view: &LedgerView, look: &Look) -> Result<(), ExportError> {
    open(page, view, 5, &WIDTHS, look)?;
    page.set_freeze_panes(2, 0)?;
    page.set_repeat_rows(0, 1)?;
    for (row, line) in (2..).zip(told(view)) {
        match line {
            Line::Block(block) => {
                let [zh, en] = [Language::Zh, Language::En].map(|language| of(language).blocks[block]);
                page.set_row_height(row, 30)?;
                page.write_string_with_format(row, 0, format!("{zh}　{en}"), &look.block)?;
            }
            Line::Note([label, zh, en]) => {
                page.set_row_height(row, height([(&label, 30), (&zh, 66), (&en, 80)]))?;
                page.write_string_with_format(row, 0, crate::export::inert(&label), &look.label)?;
                put(page, (row, 1), &Cell::text(zh), look.of(Shape::Note, false))?;
                put(page, (row, 2), &Cell::text(en), look.of(Shape::Note, false))?;
            }
        }
    }
    Ok(())
}

fn told(view: &LedgerView) -> Vec<Line> {
    let ledger = view.ledger();
    let rules = |language| of(language).rules.map(|(label, text)| (label, text.to_owned()));
    let blocks = [
        pairs(about(view, Language::Zh), about(view, Language::En)),
        pairs(steps(ledger, Language::Zh), steps(ledger, Language::En)),
        pairs(files(ledger, Language::Zh), files(ledger, Language::En)),
        pairs(rules(Language::Zh), rules(Language::En)),
    ];
    let block = |(i, notes): (usize, Vec<[String; 3]>)| {
        let lines = notes.into_iter().map(Line::Note);
        [Line::Block(i)].into_iter().chain(lines)
    };
    blocks.into_iter().enumerate().flat_map(block).collect()
}

fn pairs<L: ToString>(
    zh: impl IntoIterator<Item = (L, String)>,
    en: impl IntoIterator<Item = (L, String)>,
) -> Vec<[String; 3]> {
    let pair = |(zh, en): ((L, String), (L, String))| {
        let label = format!("{}\n{}", zh.0.to_string(), en.0.to_string());
        [label, zh.1, en.1]
    };
    zh.into_iter().zip(en).map(pair).collect()
}
