//! A score sheet for people, on public pages and in the consoles: chart, tables, flags, how it was measured.

pub mod chart;
pub mod flags;
pub mod method;
pub mod rules;
pub mod tables;

pub use super::number::grouped;
use crate::domain::definition::{Language, Survey};
use crate::domain::score::sheet::{DepartmentScore, ScoreSheet};
use crate::text::{self, sheet};
use maud::{Markup, html};

/// A sheet as it is shown.
#[derive(Debug, Clone, Copy)]
pub struct SheetView<'a> {
    /// Language.
    pub language: Language,
    /// The sheet.
    pub sheet: &'a ScoreSheet,
    /// The survey as registered.
    pub survey: &'a Survey,
    /// Where a department's own page is: before its id; none where it has none.
    pub departments: Option<&'a str>,
    /// The version that those pages are to show; `None` for the newest.
    pub version: Option<u32>,
}

impl SheetView<'_> {
    /// A department's name, leading to its own page where it has one.
    pub fn named(&self, d: &DepartmentScore) -> Markup {
        let name = d.name.get(self.language);
        html! {
            @match self.departments {
                Some(address) => {
                    @let version = self.version.map_or_else(String::new, |version| format!("?version={version}"));
                    a href={ (address) (d.department_id.0) (version) } { (name) }
                },
                None => (name),
            }
        }
    }
}

/// Words that were registered in one language only, marked as Chinese where they stand on an English page.
pub fn own_tongue(words: &str, page: Language) -> Markup {
    let chinese = words.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    html! {
        @if chinese && page == Language::En { span lang=(text::lang(Language::Zh)) { (words) } } @else { (words) }
    }
}

/// Words with the level of the sheet's intervals in them.
pub fn in_numbers(data: &SheetView<'_>, words: &str) -> String {
    sheet::fill(words, data.sheet, data.language)
}
