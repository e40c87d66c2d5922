//! What a person with an invitation meets: the questionnaire page by page, on any phone, without script.

mod answers;
mod elsewhere;
mod entry;
mod links;
mod lists;
mod revision;
mod slips;
mod twice;
