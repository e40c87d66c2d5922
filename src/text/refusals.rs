//! Why something was refused, in words: every error that reaches people, in either language.

use super::command::Complaint;
use super::{problems, zh};
use crate::domain::definition::{Language, Problems};
use crate::domain::proof::{CodeError, ContactError, KeyError, SealError};
use crate::domain::refusal::{Conflict, Refusal};
use crate::domain::sample::AllocationError;
use crate::domain::score::ScoreError;
use std::error::Error;

/// The refusal in that language. What the system or a library says (`permission denied`) stays as it says it.
pub fn say(error: &(dyn Error + 'static), language: Language) -> String {
    if let Some(found) = error.downcast_ref::<Problems>() {
        return problems::print(found, language);
    }
    match language {
        Language::Zh => in_chinese(error).unwrap_or_else(|| error.to_string()),
        Language::En => error.to_string(),
    }
}

fn in_chinese(error: &(dyn Error + 'static)) -> Option<String> {
    let refusal = error.downcast_ref::<Refusal>().map(zh::refusals::refusal);
    refusal
        .or_else(|| error.downcast_ref::<Conflict>().map(zh::refusals::conflict))
        .or_else(|| error.downcast_ref::<ScoreError>().map(zh::statistics::score))
        .or_else(|| error.downcast_ref::<AllocationError>().map(zh::statistics::allocation))
        .or_else(|| error.downcast_ref::<ContactError>().map(zh::secrets::contact))
        .or_else(|| error.downcast_ref::<KeyError>().map(zh::secrets::key))
        .or_else(|| error.downcast_ref::<SealError>().map(zh::secrets::seal))
        .or_else(|| error.downcast_ref::<CodeError>().map(zh::secrets::code))
        .or_else(|| error.downcast_ref::<Complaint>().map(zh::command::complaint))
}
