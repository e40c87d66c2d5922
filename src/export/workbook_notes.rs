//! The workbook's sheets about weighting, and its notes: what every column and flag means and how to verify.

use super::ExportError;
use super::workbook::both;
use super::workbook_parts::{Cell, Look, Shape, head, open, put};
use crate::domain::definition::Language;
use crate::domain::score::sheet::{AudienceEvidence, SealedSheet, WeightingEvidence};
use crate::text::sheet::{self, Column};
use rust_xlsxwriter::Worksheet;
use std::collections::BTreeSet;

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
        24.0, 18.0, 26.0, 13.0, 13.0, 13.0, 18.0, 11.0, 11.0, 13.0, 11.0, 12.0, 13.0,
    ];
    open(page, sealed, [zh.sheets[2], en.sheets[2]], &widths, look)?;
    page.set_freeze_panes(2, 1)?;
    page.set_repeat_rows(0, 1)?;
    let audiences = &sealed.sheet.audiences;
    let collection = audiences.iter().map(|a| collection_row(a).to_vec()).collect();
    let steps = audiences
        .iter()
        .flat_map(|a| a.weighting.iter().map(|step| step_row(a, step).to_vec()))
        .collect();
    let margins = audiences.iter().flat_map(margin_rows).collect();
    let row = block(
        page,
        3,
        0,
        (&zh.collection, &en.collection),
        &COLLECTION,
        collection,
        look,
    )?;
    let row = block(page, row + 1, 1, (&zh.steps, &en.steps), &STEPS, steps, look)?;
    block(page, row + 1, 2, (&zh.margins, &en.margins), &MARGINS, margins, look)?;
    Ok(())
}

/// A heading, a header row and the rows below; gives the row after the block.
fn block(
    page: &mut Worksheet,
    start: u32,
    which: usize,
    columns: (&[Column], &[Column]),
    shapes: &[Shape],
    rows: Vec<Vec<Cell>>,
    look: &Look,
) -> Result<u32, ExportError> {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    let title = format!("{}　{}", zh.weighting_blocks[which], en.weighting_blocks[which]);
    page.write_string_with_format(start, 0, title, &look.block)?;
    head(page, start + 1, columns.0, columns.1, look)?;
    for (i, cells) in rows.iter().enumerate() {
        for (column, (cell, shape)) in cells.iter().zip(shapes).enumerate() {
            put(
                page,
                (start + 2 + i as u32, column as u16),
                cell,
                look.of(*shape, false),
            )?;
        }
    }
    Ok(start + 2 + rows.len() as u32)
}

fn name(id: &str) -> Cell {
    Cell::text(both(
        sheet::of(Language::Zh).audience(id),
        sheet::of(Language::En).audience(id),
    ))
}

fn collection_row(a: &AudienceEvidence) -> [Cell; 13] {
    let rate = |code: &str| Cell::number(a.outcome_rates.get(code).copied());
    let count = |value: u64| Cell::Number(value as f64);
    [
        name(&a.audience.0),
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
        name(&a.audience.0),
        Cell::text(both(zh.step(&step.step), en.step(&step.step))),
        Cell::number(step.cycles.map(f64::from)),
        Cell::number(step.largest_miss),
        Cell::Number(step.factor_min),
        Cell::Number(step.factor_max),
        Cell::Number(step.sum),
        Cell::Number(step.deff),
    ]
}

fn margin_rows(a: &AudienceEvidence) -> Vec<Vec<Cell>> {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    let yes = |value: bool| Cell::text(both(zh.yes_no[usize::from(!value)], en.yes_no[usize::from(!value)]));
    let row = |m: &crate::domain::score::sheet::MarginEvidence| {
        vec![
            name(&a.audience.0),
            Cell::text(&m.margin),
            Cell::text(&m.source),
            Cell::text(m.year.to_string()),
            yes(m.approximate),
            Cell::Number(m.scaled_by),
            Cell::text(m.collapsed.join("\n")),
        ]
    };
    a.margins.iter().map(row).collect()
}

/// What the sheet is, what its columns and flags mean, how to verify it.
pub(crate) fn notes(page: &mut Worksheet, sealed: &SealedSheet, look: &Look) -> Result<(), ExportError> {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    open(page, sealed, [zh.sheets[3], en.sheets[3]], &[34.0, 58.0, 74.0], look)?;
    page.set_freeze_panes(2, 0)?;
    page.set_repeat_rows(0, 1)?;
    let mut rows: Vec<Option<[String; 3]>> = Vec::new();
    let labels = zh.notes.iter().zip(en.notes);
    rows.push(None);
    rows.extend(
        labels
            .zip(about(sealed))
            .map(|((zh, en), value)| Some([format!("{zh}\n{en}"), value.0, value.1])),
    );
    rows.push(None);
    for (zh, en) in definitions() {
        rows.push(Some([format!("{}\n{}", zh.0, en.0), zh.1.into(), en.1.into()]));
    }
    rows.push(None);
    rows.extend(sheet::condensed(flags(sealed).iter()).into_iter().map(|flag| {
        let words = (zh.flag(&flag), en.flag(&flag));
        Some([flag, words.0, words.1])
    }));
    rows.push(None);
    for (i, (zh, en)) in zh.verify.iter().zip(en.verify).enumerate() {
        rows.push(Some([format!("{}", i + 1), (*zh).into(), en.into()]));
    }
    write_notes(page, &rows, look)
}

fn write_notes(page: &mut Worksheet, rows: &[Option<[String; 3]>], look: &Look) -> Result<(), ExportError> {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    let mut blocks = zh.note_blocks.iter().zip(en.note_blocks);
    for (i, cells) in rows.iter().enumerate() {
        let row = 2 + i as u32;
        match (cells, blocks.len()) {
            (None, _) => {
                let (zh, en) = blocks.next().unwrap_or((&"", ""));
                page.set_row_height(row, 30)?;
                page.write_string_with_format(row, 0, format!("{zh}　{en}"), &look.block)?;
            }
            (Some([label, zh, en]), _) => {
                // Row heights are set: no program grows them for wrapped Chinese on its own.
                let lines = lines(zh, 56).max(lines(en, 76)).max(label.lines().count());
                page.set_row_height(row, 15.5 * lines as f64 + 3.0)?;
                page.write_string_with_format(row, 0, super::inert(label), &look.label)?;
                put(page, (row, 1), &Cell::text(zh), look.of(Shape::Wrap, false))?;
                put(page, (row, 2), &Cell::text(en), look.of(Shape::Wrap, false))?;
            }
        }
    }
    Ok(())
}

/// Lines that a text takes in a column of so many half-width characters.
pub(crate) fn lines(text: &str, width: usize) -> usize {
    let wide = |c: char| if c.is_ascii() { 1 } else { 2 };
    text.lines()
        .map(|line| line.chars().map(wide).sum::<usize>().div_ceil(width).max(1))
        .sum::<usize>()
        .max(1)
}

/// Values of the first block, Chinese and English; where they are the same, only once.
fn about(sealed: &SealedSheet) -> Vec<(String, String)> {
    let (zh, en, s) = (sheet::of(Language::Zh), sheet::of(Language::En), &sealed.sheet);
    let one = |text: String| (text, String::new());
    let signatures = sealed
        .signatures
        .iter()
        .map(|s| format!("{} {}", s.role, s.key_id))
        .collect::<Vec<_>>();
    let decisions = |words: &sheet::SheetText| {
        let said = |code: &str| {
            words
                .overrides
                .iter()
                .find(|(c, _)| *c == code)
                .map_or(code.to_string(), |o| o.1.into())
        };
        let lines = s
            .overrides
            .iter()
            .map(|(code, o)| format!("{}: {} · {}", said(code), o.by, o.reason));
        lines.collect::<Vec<_>>().join("\n")
    };
    let flagged = |words: &sheet::SheetText| {
        let said = sheet::condensed(s.flags.iter()).into_iter().map(|f| words.flag(&f));
        said.collect::<Vec<_>>().join("\n")
    };
    vec![
        (s.title.zh.clone(), s.title.en.clone()),
        one(s.year.to_string()),
        one(s.sheet_version.to_string()),
        one(s.generated_at.clone()),
        one(s.software.clone()),
        one(format!("{} / {}", s.survey_id, s.round)),
        one(s.method_hash.clone()),
        one(s.definition_hash.clone()),
        one(s.data_hash.clone()),
        one(s.seed.clone()),
        one(s.log_size.to_string()),
        one(s.log_root.clone()),
        one(signatures.join("\n")),
        (decisions(zh), decisions(en)),
        (flagged(zh), flagged(en)),
    ]
}

/// Every column of every sheet, each heading once.
fn definitions() -> Vec<(Column, Column)> {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    let all = |t: &'static sheet::SheetText| {
        let groups: [&[Column]; 5] = [&t.scores, &t.cells, &t.collection, &t.steps, &t.margins];
        groups.concat()
    };
    let mut seen = BTreeSet::new();
    all(zh)
        .into_iter()
        .zip(all(en))
        .filter(|(zh, _)| seen.insert(zh.0))
        .collect()
}

/// Flags that occur on this sheet.
fn flags(sealed: &SealedSheet) -> BTreeSet<String> {
    let sheet = &sealed.sheet;
    let cells = sheet
        .departments
        .iter()
        .flat_map(|d| d.audiences.iter().flat_map(|c| c.flags.iter()));
    let departments = sheet.departments.iter().flat_map(|d| d.flags.iter());
    sheet.flags.iter().chain(departments).chain(cells).cloned().collect()
}
