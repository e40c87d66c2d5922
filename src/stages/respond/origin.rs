//! Where a posted form comes from: what tells a newer answer from one of a page that stood open elsewhere.
//!
//! Every page that is shown is a form with a name of its own, signed into its state beside its base: the form from which
//! the page had been saved by then. A save remembers the form that made it. A post may replace
//!
//! - a save that its form was shown with (its base): nothing happened in between;
//! - a save of the same form: pressed twice, sent again after a lost connection, or shown again from the browser's memory
//!   by "back" and changed, which is the ordinary way to correct an answer;
//! - a save that its tab has seen since, which the script says where there is one (`seen`).
//!
//! Any other save was made in another tab or on another phone after this page was shown, and stays unless the answers
//! are the same. This needs neither script nor cookie. A cookie would take all tabs of a browser for one, the forgotten
//! one too; without script, a page that "back" brings up from before two later saves of it in the same tab is taken for
//! another tab's. That is the careful side: nothing is lost, what was chosen is shown beside what is stored, and one more
//! press saves either.

use super::session::Session;
use crate::domain::submission::{FormState, REVIEW};
use crate::stages::App;
use sha2::{Digest, Sha256};

/// Bytes of a name or version that are kept.
const BYTES: usize = 8;
/// Most saves that a script names.
const SEEN_MOST: usize = 8;

/// What a posted form says of its origin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Its own name.
    pub form: String,
    /// What stood when it was shown.
    pub base: String,
    /// What its tab has seen since, as far as a script says. Not signed: it only ever names saves of the respondent's own,
    /// by names that nobody can guess.
    pub seen: Vec<String>,
}

impl Origin {
    /// A form that is shown now, for the first time, over what stands.
    pub fn shown(app: &App, base: String) -> Origin {
        Origin {
            form: hex::encode(app.random.bytes::<BYTES>()),
            base,
            seen: Vec::new(),
        }
    }

    /// A form that was posted, with the field in which its script names what it has seen, a blank between each two.
    pub fn posted(state: &FormState, seen: &str) -> Origin {
        Origin {
            form: state.form.clone(),
            base: state.base.clone(),
            seen: seen.split_whitespace().take(SEEN_MOST).map(str::to_owned).collect(),
        }
    }

    /// The saves that it knows of.
    pub fn knows(&self) -> Vec<String> {
        [&self.form, &self.base]
            .into_iter()
            .chain(&self.seen)
            .cloned()
            .collect()
    }

    /// Whether it knows of that save.
    pub fn knows_of(&self, save: &str) -> bool {
        self.form == save || self.base == save || self.seen.iter().any(|seen| seen == save)
    }
}

impl Session {
    /// What stands on a page of the open edit now: the form it was saved from, empty where it is not saved; on the review
    /// page the version of all answers.
    pub fn base(&self, page: &str) -> String {
        if page != REVIEW {
            return self
                .saved
                .get(page)
                .map_or_else(String::new, |saved| saved.form.clone());
        }
        let mut hash = Sha256::new();
        for (name, saved) in &self.saved {
            hash.update(format!("{name} {}\n", saved.form));
        }
        hex::encode(&hash.finalize()[..BYTES])
    }
}
