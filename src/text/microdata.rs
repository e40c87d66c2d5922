//! The words of microdata files and of their codebook; both languages stand side by side in the files.

use super::{en, zh};
use crate::domain::definition::Language;

/// Words of the codebook, once per language.
#[derive(Debug)]
pub struct MicrodataText {
    /// Names of the sheets: notes, respondents, ratings, codebook.
    pub sheets: [&'static str; 4],
    /// What columns mean, by name.
    pub columns: &'static [(&'static str, &'static str)],
    /// What codes mean that are no answers: withheld, unknown, empty.
    pub missing: [&'static str; 3],
    /// Labels: satisfied, not satisfied; web, telephone, paper.
    pub labels: [&'static str; 5],
    /// Why a question is not in the files: it is asked once and no opinion on the scale, is open text, is about one department, is not for
    /// analysis.
    pub left_out: [&'static str; 4],
    /// What stands before a group of strata.
    pub zone: &'static str,
    /// Notes, sentence by sentence.
    pub notes: &'static [&'static str],
}

/// The words in that language.
pub fn of(language: Language) -> &'static MicrodataText {
    match language {
        Language::Zh => &zh::microdata::MICRODATA,
        Language::En => &en::microdata::MICRODATA,
    }
}

impl MicrodataText {
    /// What a column means; nothing for a question, whose wording says it.
    pub fn column(&self, name: &str) -> Option<&'static str> {
        self.columns
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, words)| *words)
    }
}
