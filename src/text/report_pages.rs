//! The words of the page that hands out the sample report.

use super::{en, zh};
use crate::domain::definition::Language;

/// Words of the page.
#[derive(Debug)]
pub struct ReportPages {
    /// Title.
    pub title: &'static str,
    /// What it is; that the first opening computes.
    pub about: [&'static str; 2],
    /// Too early; a draft of `{version}`; final, `{version}`.
    pub states: [&'static str; 3],
    /// Chapters: the report, the files behind it, the microdata.
    pub chapters: [&'static str; 3],
    /// Links to other versions: sealed, a draft; `{version}`.
    pub versions: [&'static str; 2],
    /// Why there are no microdata: a draft; too close to `{version}`.
    pub not_own: [&'static str; 2],
    /// About the microdata.
    pub microdata: &'static str,
    /// Columns: file, what it is for, what to do.
    pub heads: [&'static str; 3],
    /// Open in the browser, save.
    pub actions: [&'static str; 2],
    /// Files with what each is for.
    pub files: [(&'static str, &'static str); 12],
}

/// The words in that language.
pub fn of(language: Language) -> &'static ReportPages {
    match language {
        Language::Zh => &zh::report_pages::PAGES,
        Language::En => &en::report_pages::PAGES,
    }
}
