//! The main ledger as a workbook and as a page to print, both made of what the ledger comes to.

mod deliveries;
mod notes;
mod pages;
mod print;
#[cfg(test)]
mod tests;
mod workbook;

pub use print::ledger_html;
pub use workbook::ledger_xlsx;

use super::{BOM, ExportError, inert};
use crate::domain::definition::Language;
use crate::domain::ledger::{DEPARTMENT_COLUMNS, Import, Ledger, SheetImport, Standing};
use crate::text::ledger::of;
use crate::text::terminal::fill;

/// Columns of a delivery's file: those that can be imported again, then what the delivery was.
const DELIVERY_COLUMNS: [&str; 11] = [
    "部门编号",
    "部门名称",
    "得分",
    "备注",
    "指标",
    "考评单位",
    "文件",
    "SHA-256",
    "录入人",
    "录入时间",
    "被第几号取代",
];

/// What is written: a year's ledger, with the one of the year before beside it where there is one.
#[derive(Debug, Clone, Copy)]
pub struct LedgerView<'l> {
    /// The year.
    pub present: &'l Standing<'l>,
    /// The year before.
    pub last: Option<&'l Standing<'l>>,
}

impl<'l> LedgerView<'l> {
    fn ledger(&self) -> &'l Ledger {
        self.present.ledger
    }
}

/// An empty table for an assessing body: every department, with room for its points and a note (UTF-8 with BOM).
pub fn ledger_table(ledger: &Ledger) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::Writer::from_writer(BOM.to_vec());
    writer.write_record(["部门编号", "部门名称", "得分", "备注"])?;
    for one in &ledger.departments {
        writer.write_record([inert(&one.id.0), inert(&one.name.zh), String::new(), String::new()])?;
    }
    let whole = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(whole)
}

/// A delivery of an assessing body as it was understood, replaced or not: every row with the file that it stood in (UTF-8
/// with BOM).
///
/// # Errors
/// None that a delivery in memory can cause.
pub fn delivery_table(ledger: &Ledger, import: &Import) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::Writer::from_writer(BOM.to_vec());
    writer.write_record(DELIVERY_COLUMNS)?;
    let whose = [import.indicator.name().zh, import.source.name().zh];
    let replaced = import.replaced_by.map(|number| number.to_string()).unwrap_or_default();
    for (id, row) in &import.rows {
        let name = ledger.department(id).map_or("", |one| &one.name.zh);
        let score = row.score.map(|points| points.to_string()).unwrap_or_default();
        let own = [inert(&id.0), inert(name), score, inert(&row.note)];
        let of_file = [
            whose[0].to_owned(),
            whose[1].to_owned(),
            inert(&import.file),
            import.sha256.clone(),
            inert(&import.by),
            moment(import.at),
            replaced.clone(),
        ];
        writer.write_record(own.into_iter().chain(of_file))?;
    }
    let whole = writer.into_inner();
    Ok(whole.map_err(|error| csv::Error::from(error.into_error()))?)
}

/// The name of that file.
pub fn delivery_name(import: &Import) -> String {
    let (indicator, source) = (import.indicator.facts().id, import.source.id());
    format!("delivery-{}-{indicator}-{source}.csv", import.number)
}

/// An empty list of departments for a ledger whose round is in another house (UTF-8 with BOM).
pub fn departments_table() -> Vec<u8> {
    let line = DEPARTMENT_COLUMNS.join(",") + "\r\n";
    [BOM, line.as_bytes()].concat()
}

/// A moment in Beijing, to the minute.
fn moment(at: i64) -> String {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    jiff::Timestamp::from_second(at).map_or_else(
        |_| at.to_string(),
        |at| at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// What the notes say of the ledger: label and value.
fn about(view: &LedgerView, language: Language) -> Vec<(&'static str, String)> {
    let (words, ledger) = (of(language), view.ledger());
    let sheet = ledger
        .sheet()
        .map_or_else(|| words.sheet[1].to_owned(), |sheet| sheet_line(sheet, language));
    let ranked = view.present.totals.iter().filter(|one| one.rank.is_some()).count();
    let all = view.present.totals.len();
    let counted = fill(
        words.counted,
        &[("all", &all), ("ranked", &ranked), ("unranked", &(all - ranked))],
    );
    let values = [
        ledger.year.to_string(),
        ledger.round.clone(),
        sheet,
        words.review(ledger, language),
        counted,
        words.figures(ledger).to_owned(),
    ];
    words.labels.into_iter().zip(values).collect()
}

fn sheet_line(sheet: &SheetImport, language: Language) -> String {
    let keys = sheet
        .signatures
        .iter()
        .map(|one| format!("{} {}", one.role, one.key_id));
    let keys: Vec<String> = keys.collect();
    fill(
        of(language).sheet[0],
        &[
            ("version", &sheet.version),
            ("hash", &sheet.hash),
            ("keys", &keys.join(", ")),
            ("at", &moment(sheet.at)),
            ("by", &sheet.by),
        ],
    )
}

/// The files of the assessing bodies, replaced ones included: whose, and which.
fn files(ledger: &Ledger, language: Language) -> Vec<(String, String)> {
    let words = of(language);
    let line = |import: &Import| {
        let whose = [import.indicator.name(), import.source.name()].map(|name| name.get(language));
        let mut line = fill(
            words.file,
            &[
                ("file", &import.file),
                ("hash", &import.sha256),
                ("at", &moment(import.at)),
                ("by", &import.by),
            ],
        );
        if import.replaced_by.is_some() {
            line.push_str(words.replaced);
        }
        (whose.join(" · "), line)
    };
    ledger.imports.iter().map(line).collect()
}

/// The steps of the review, reopenings included: which, and how.
fn steps(ledger: &Ledger, language: Language) -> Vec<(&'static str, String)> {
    let line = |record: &crate::domain::ledger::StepRecord| {
        let minutes = &record.minutes;
        let mut line = format!("{} · {} · {} {}", minutes.on, minutes.who, record.by, moment(record.at));
        if !minutes.note.is_empty() {
            line = format!("{line} · {}", minutes.note);
        }
        (record.step.name().get(language), line)
    };
    ledger.steps.iter().map(line).collect()
}
