//! The workbook's notes: what every column and flag means and how to verify.

use super::ExportError;
use super::workbook_parts::{Cell, Look, Shape, open, put};
use crate::domain::definition::Language;
use crate::domain::score::sheet::{AudienceEvidence, SealedSheet};
use crate::text::sheet::{self, Column};
use rust_xlsxwriter::Worksheet;
use std::collections::BTreeSet;

/// What the sheet is, what its columns and flags mean, how to verify it.
pub(crate) fn notes(page: &mut Worksheet, sealed: &SealedSheet, look: &Look) -> Result<(), ExportError> {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    open(page, sealed, [zh.sheets[4], en.sheets[4]], &[34.0, 58.0, 74.0], look)?;
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
    let said = |words: &str, language| sheet::fill(words, &sealed.sheet, language);
    for (zh, en) in definitions() {
        let meaning = (said(zh.1, Language::Zh), said(en.1, Language::En));
        rows.push(Some([format!("{}\n{}", zh.0, en.0), meaning.0, meaning.1]));
    }
    rows.push(None);
    for flag in sheet::condensed(flags(sealed).iter()) {
        let [zh, en] = [Language::Zh, Language::En].map(|language| sheet::flag_of(&sealed.sheet, &flag, language));
        // The code without what was merged: that stands in the words.
        let code = flag.split(": ").next().unwrap_or(&flag);
        rows.push(Some([code.to_owned(), zh, en]));
    }
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
                let body = lines(zh, 62).max(lines(en, 82)) as f64;
                page.set_row_height(row, (13.0 * body).max(15.0 * lines(label, 34) as f64) + 5.0)?;
                page.write_string_with_format(row, 0, super::inert(label), &look.label)?;
                put(page, (row, 1), &Cell::text(zh), look.of(Shape::Note, false))?;
                put(page, (row, 2), &Cell::text(en), look.of(Shape::Note, false))?;
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
    let flagged = |language| {
        let mut said: Vec<String> = Vec::new();
        for line in sheet::condensed(s.flags.iter())
            .iter()
            .map(|flag| sheet::flag_of(s, flag, language))
        {
            if !said.contains(&line) {
                said.push(line);
            }
        }
        said.join("\n")
    };
    let counted = |words: &sheet::SheetText| {
        let sum = |f: fn(&AudienceEvidence) -> u64| s.audiences.iter().map(f).sum::<u64>().to_string();
        let (all, scored) = (
            s.departments.len(),
            s.departments.iter().filter(|d| d.score.is_some()).count(),
        );
        let submissions = words.counted[0].replace("{received}", &sum(|a| a.received));
        let departments = words.counted[1]
            .replace("{all}", &all.to_string())
            .replace("{scored}", &scored.to_string());
        let unscored = (all - scored).to_string();
        [
            submissions.replace("{analysed}", &sum(|a| a.analysed)),
            departments.replace("{unscored}", &unscored),
        ]
    };
    let ([zh_answers, zh_scored], [en_answers, en_scored]) = (counted(zh), counted(en));
    vec![
        (s.title.zh.clone(), s.title.en.clone()),
        one(s.year.to_string()),
        (zh_answers, en_answers),
        (zh_scored, en_scored),
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
        (flagged(Language::Zh), flagged(Language::En)),
    ]
}

/// Every column of every sheet, each heading once.
fn definitions() -> Vec<(Column, Column)> {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    let all = |t: &'static sheet::SheetText| {
        let groups: [&[Column]; 6] = [&t.scores, &t.details, &t.cells, &t.collection, &t.steps, &t.margins];
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
