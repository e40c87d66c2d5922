//! The workbook's sheet about weighting: how answers were collected, the steps, the margins.

use super::ExportError;
use super::workbook::both;
use super::workbook_parts::{Cell, HEAD_HEIGHT, Look, Shape, open, put};
use crate::domain::definition::Language;
use crate::domain::score::sheet::{AudienceEvidence, SealedSheet, WeightingEvidence};
use crate::text::public;
use crate::text::sheet::{self, Column};
use rust_xlsxwriter::{Format, Worksheet};

const COLLECTION: [Shape; 13] = [
    Shape::Text,
    Shape::Count,
    Shape::Count,
    Shape::Count,
    Shape::Rate,
    Shape::Rate,
    Shape::Rate,
    Shape::Rate,
    Shape::Rate,
    Shape::Points,
    Shape::Tenth,
    Shape::Count,
    Shape::Rate,
];
const STEPS: [Shape; 8] = [
    Shape::Text,
    Shape::Text,
    Shape::Count,
    Shape::Scientific,
    Shape::Points4,
    Shape::Points4,
    Shape::Count,
    Shape::Points,
];
const MARGINS: [Shape; 7] = [
    Shape::Text,
    Shape::Text,
    Shape::Wrap,
    Shape::Text,
    Shape::Centre,
    Shape::Rate2,
    Shape::Wrap,
];

/// How answers were collected, weighting steps, margins: three blocks below one another.
pub(crate) fn weighting(page: &mut Worksheet, sealed: &SealedSheet, look: &Look) -> Result<(), ExportError> {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    let widths = [
        22.0, 26.0, 11.5, 11.5, 11.5, 11.5, 14.0, 11.5, 11.5, 12.0, 11.5, 11.5, 12.0,
    ];
    open(page, sealed, [zh.sheets[3], en.sheets[3]], &widths, look)?;
    page.set_freeze_panes(2, 1)?;
    page.set_repeat_rows(0, 1)?;
    let audiences = &sealed.sheet.audiences;
    let collection = audiences.iter().map(|a| collection_row(a).to_vec()).collect();
    let steps = audiences
        .iter()
        .flat_map(|a| a.weighting.iter().map(|step| step_row(a, step).to_vec()))
        .collect();
    let margins = audiences.iter().flat_map(margin_rows).collect();
    let parts = [
        Block {
            columns: (&zh.collection, &en.collection),
            shapes: &COLLECTION,
            spans: &[],
            rows: collection,
        },
        Block {
            columns: (&zh.steps, &en.steps),
            shapes: &STEPS,
            spans: &[],
            rows: steps,
        },
        Block {
            columns: (&zh.margins, &en.margins),
            shapes: &MARGINS,
            spans: &MARGIN_SPANS,
            rows: margins,
        },
    ];
    let mut row = 3;
    for (which, part) in parts.iter().enumerate() {
        let title = format!("{}　{}", zh.weighting_blocks[which], en.weighting_blocks[which]);
        page.write_string_with_format(row, 0, title, &look.block)?;
        row = block(page, row + 1, part, look)? + 1;
    }
    Ok(())
}

/// First and last sheet column of each column of the margins: sources are long.
const MARGIN_SPANS: [(u16, u16); 7] = [(0, 0), (1, 1), (2, 6), (7, 7), (8, 8), (9, 9), (10, 12)];
/// Half-width characters of 9 points that the widened columns hold.
const MARGIN_CHARACTERS: [(usize, usize); 2] = [(2, 66), (6, 38)];

/// A table inside a sheet.
struct Block<'a> {
    columns: (&'a [Column], &'a [Column]),
    shapes: &'a [Shape],
    /// First and last sheet column of each column; empty where every column is one.
    spans: &'a [(u16, u16)],
    rows: Vec<Vec<Cell>>,
}

/// A header row and the rows below; gives the row after the block.
fn block(page: &mut Worksheet, start: u32, part: &Block<'_>, look: &Look) -> Result<u32, ExportError> {
    let span = |column: usize| {
        part.spans
            .get(column)
            .copied()
            .unwrap_or((column as u16, column as u16))
    };
    page.set_row_height(start, HEAD_HEIGHT)?;
    for (column, (zh, en)) in part.columns.0.iter().zip(part.columns.1).enumerate() {
        wide(
            page,
            start,
            span(column),
            &Cell::text(format!("{}\n{}", zh.0, en.0)),
            &look.head,
        )?;
    }
    for (i, cells) in part.rows.iter().enumerate() {
        let row = start + 1 + i as u32;
        if !part.spans.is_empty() {
            let high = MARGIN_CHARACTERS.map(|(column, width)| cells.get(column).map_or(1, |cell| cell.lines(width)));
            page.set_row_height(row, 6.0 + 13.0 * high.into_iter().max().unwrap_or(1) as f64)?;
        }
        for (column, (cell, shape)) in cells.iter().zip(part.shapes).enumerate() {
            wide(page, row, span(column), cell, &look.of(*shape, false))?;
        }
    }
    Ok(start + 1 + part.rows.len() as u32)
}

/// One cell over one or several sheet columns.
fn wide(
    page: &mut Worksheet,
    row: u32,
    (from, to): (u16, u16),
    cell: &Cell,
    format: &Format,
) -> Result<(), ExportError> {
    if to > from {
        page.merge_range(row, from, row, to, "", format)?;
    }
    put(page, (row, from), cell, format.clone())
}

fn name(a: &AudienceEvidence) -> Cell {
    Cell::text(both(&a.name.zh, &a.name.en))
}

fn collection_row(a: &AudienceEvidence) -> [Cell; 13] {
    let rate = |code: &str| Cell::number(a.outcome_rates.get(code).copied());
    let count = |value: u64| Cell::Number(value as f64);
    [
        name(a),
        Cell::number(a.issued.map(|n| n as f64)),
        count(a.received),
        count(a.analysed),
        rate("RR1"),
        rate("RR2"),
        rate("COOP1"),
        rate("REF1"),
        rate("CON1"),
        Cell::Number(a.weighting_deff),
        Cell::Number(a.n_eff_kish),
        count(a.outside_limits),
        Cell::number(a.coaching_rate),
    ]
}

fn step_row(a: &AudienceEvidence, step: &WeightingEvidence) -> [Cell; 8] {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    [
        name(a),
        Cell::text(both(zh.step(&step.step), en.step(&step.step))),
        Cell::number(step.cycles.map(f64::from)),
        Cell::number(step.largest_miss),
        Cell::Number(step.factor_min),
        Cell::Number(step.factor_max),
        Cell::Number(step.sum),
        Cell::Number(step.deff),
    ]
}

/// A margin by what it is about where all parts of its id are well known, `年龄与性别 age by sex`; else its id.
fn margin_name(id: &str) -> Cell {
    let said = [Language::Zh, Language::En].map(|language| {
        let words = &public::of(language).results.method;
        let known = |part: &str| {
            words
                .variables
                .iter()
                .find(|(code, _)| *code == part)
                .map(|(_, name)| *name)
        };
        let parts: Option<Vec<&str>> = id.split('-').map(known).collect();
        parts.map(|parts| parts.join(words.crossed))
    });
    match said {
        [Some(zh), Some(en)] => Cell::text(both(&zh, &en)),
        _ => Cell::text(id),
    }
}

fn margin_rows(a: &AudienceEvidence) -> Vec<Vec<Cell>> {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    let yes = |value: bool| Cell::text(both(zh.yes_no[usize::from(!value)], en.yes_no[usize::from(!value)]));
    let row = |m: &crate::domain::score::sheet::MarginEvidence| {
        vec![
            name(a),
            margin_name(&m.margin),
            Cell::text(&m.source),
            Cell::text(m.year.to_string()),
            yes(m.approximate),
            Cell::Number(m.scaled_by),
            Cell::text(m.collapsed.join("\n")),
        ]
    };
    a.margins.iter().map(row).collect()
}
