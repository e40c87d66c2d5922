//! Every word that pages, command line and exports say, one file a language.
//!
//! A part of the product has one struct of words here and one constant per language, so a missing translation does not
//! compile. Words in braces (`{n}`) are filled by the caller.

pub mod analysis;
pub mod back_check_pages;
pub mod board;
pub mod call;
pub mod case_pages;
pub mod closing;
pub mod command;
pub mod console;
pub mod contact;
pub mod conversion;
pub mod en;
pub mod entry;
pub mod feed;
pub mod ledger;
pub mod ledger_pages;
pub mod method;
pub mod microdata;
pub mod names;
pub mod on_page;
pub mod prepare;
pub mod problems;
pub mod public;
pub mod quality_pages;
pub mod records;
pub mod refusals;
pub mod report_pages;
pub mod respondent;
pub mod sample_report;
pub mod sheet;
pub mod sheets;
pub mod status;
pub mod terminal;
pub mod verify;
pub mod zh;

pub use respondent::Respondent;

use crate::domain::definition::Language;

/// The words of the questionnaire pages.
pub fn respondent(language: Language) -> &'static Respondent {
    match language {
        Language::Zh => &zh::respondent::RESPONDENT,
        Language::En => &en::respondent::RESPONDENT,
    }
}

/// The `lang` attribute of pages in that language.
pub fn lang(language: Language) -> &'static str {
    match language {
        Language::Zh => "zh-CN",
        Language::En => "en",
    }
}
