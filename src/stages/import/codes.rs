//! Which code a cell means: as the mapping translates it, as it stands, or typed in another way.

use super::Batch;
use crate::domain::data::Mode;
use crate::domain::definition::{MappedColumn, QuestionKind};
use crate::domain::submission::allowed_codes;
use crate::domain::table::plain;
use std::collections::BTreeMap;

impl Batch<'_> {
    /// The codes of the column's question; none where it takes a text.
    pub(super) fn codes(&self, mapped: &MappedColumn) -> Vec<String> {
        let question = self.audience.questionnaire.question(&mapped.question);
        let closed = question.filter(|question| !matches!(question.kind, QuestionKind::Text { .. }));
        closed.map_or_else(Vec::new, |question| {
            allowed_codes(question, &self.loaded.survey.method.scale)
        })
    }

    /// What may stand in the column's cells: the mapping's words, or the codes where it translates nothing.
    pub(super) fn words(&self, mapped: &MappedColumn) -> Vec<String> {
        if mapped.values.is_empty() {
            self.codes(mapped)
        } else {
            mapped.values.keys().cloned().collect()
        }
    }
}

/// The code of a text; a text that means no code stays as it is, so that it is refused as it was typed.
pub(super) fn code_of(values: &BTreeMap<String, String>, codes: &[String], text: &str) -> String {
    let known = |text: &str| {
        let own = || codes.iter().find(|code| *code == text);
        values.get(text).or_else(own).cloned()
    };
    known(text)
        .or_else(|| known(&plain(text)))
        .unwrap_or_else(|| text.to_owned())
}

/// The mode of a text.
pub(super) fn mode_of(values: &BTreeMap<String, Mode>, text: &str) -> Option<Mode> {
    values.get(text).or_else(|| values.get(&plain(text))).copied()
}
