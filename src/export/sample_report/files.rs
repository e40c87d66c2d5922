//! Every file of the sample report, by name, with its media type.

use super::{manifest, report_html, report_xlsx};
use crate::domain::definition::Language;
use crate::domain::report::{Release, SampleReport};
use crate::export::ExportError;
use crate::export::microdata::{self, tables};

/// One file, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// Its name, without folders.
    pub name: String,
    /// Its media type, as an HTTP header has it.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Names of the microdata's files, which a report has only where its release is [`Release::Own`].
pub const OF_PEOPLE: [&str; 4] = ["respondents.csv", "ratings.csv", "codebook.csv", "microdata.xlsx"];

/// HTML in UTF-8.
const HTML: &str = "text/html; charset=utf-8";
/// CSV in UTF-8, its first row the names of the columns.
const CSV: &str = "text/csv; charset=utf-8; header=present";
/// A workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// JSON.
const JSON: &str = "application/json";

/// All files in the order in which people want them, the manifest with their hashes last.
///
/// # Errors
/// A file cannot be built.
pub fn files(report: &SampleReport) -> Result<Vec<ReportFile>, ExportError> {
    let html = |language| report_html(report, language).into_bytes();
    let mut files = vec![
        file("report.zh.html", HTML, html(Language::Zh)),
        file("report.en.html", HTML, html(Language::En)),
        file("report.zh.xlsx", XLSX, report_xlsx(report, Language::Zh)?),
        file("report.en.xlsx", XLSX, report_xlsx(report, Language::En)?),
    ];
    if report.release == Release::Own {
        files.extend(of_people(report)?);
    }
    files.push(file("weighting.csv", CSV, tables::weighting(report).csv()?));
    files.push(file("dispositions.csv", CSV, tables::dispositions(report).csv()?));
    files.push(file("outcome_rates.csv", CSV, tables::outcome_rates(report).csv()?));
    let manifest = manifest::manifest(report, &files)?;
    files.push(file(manifest::MANIFEST, JSON, manifest));
    Ok(files)
}

/// The microdata with their codebook.
fn of_people(report: &SampleReport) -> Result<[ReportFile; 4], ExportError> {
    let respondents = tables::respondents(report);
    let ratings = tables::ratings(report);
    let codebook = tables::codebook(report);
    Ok([
        file("respondents.csv", CSV, respondents.csv()?),
        file("ratings.csv", CSV, ratings.csv()?),
        file("codebook.csv", CSV, codebook.csv()?),
        file(
            "microdata.xlsx",
            XLSX,
            microdata::workbook(report, &[respondents, ratings, codebook])?,
        ),
    ])
}

fn file(name: &str, media_type: &'static str, bytes: Vec<u8>) -> ReportFile {
    ReportFile {
        name: name.to_owned(),
        media_type,
        bytes,
    }
}
