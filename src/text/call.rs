//! What the pages of a telephone interview say to the interviewer.

use super::{en, zh};
use crate::domain::definition::Language;
use crate::domain::submission::PageKind;

/// Words of the pages. Words in braces are filled.
#[derive(Debug)]
pub struct Call {
    /// On the case page: title, what it is, `{agency}` what to say first, button, button of a call that is taken up again.
    pub begin: [&'static str; 5],
    /// On top of every page: case `{number}`; the way out.
    pub place: [&'static str; 2],
    /// Before what is for the interviewer's eyes only.
    pub label: &'static str,
    /// What to do on the page: consent, screening, plain questions, familiarity, a department, before handing in.
    pub pages: [&'static str; 6],
    /// Heading of the introduction, to read it once more.
    pub introduction: &'static str,
    /// The receipt: title, what to read out, what not to do with the code, how long it is shown, the way back.
    pub receipt: [&'static str; 5],
}

impl Call {
    /// What to do on a page of that kind.
    pub fn page(&self, kind: PageKind) -> &'static str {
        self.pages[match kind {
            PageKind::Consent => 0,
            PageKind::Screening => 1,
            PageKind::Plain => 2,
            PageKind::Familiarity => 3,
            PageKind::Ratings => 4,
            PageKind::Review => 5,
        }]
    }
}

/// The words in that language.
pub fn of(language: Language) -> &'static Call {
    match language {
        Language::Zh => &zh::call::CALL,
        Language::En => &en::call::CALL,
    }
}
