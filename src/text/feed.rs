//! What the page of the score feed says: clients, addresses, what was sent.

use super::{en, zh};
use crate::domain::definition::Language;

/// The words of the feed's page. Words in braces are filled by the caller.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Feed {
    pub title: &'static str,
    pub about: &'static str,
    /// Clients, addresses, what was sent, for programmers.
    pub chapters: [&'static str; 4],
    pub clients_about: &'static str,
    /// Name, made by, made, last used, state, what can be done.
    pub client_heads: [&'static str; 6],
    pub name: &'static str,
    pub name_hint: &'static str,
    pub name_wrong: &'static str,
    pub make: &'static str,
    pub revoke: &'static str,
    /// In force, revoked on `{day}`.
    pub states: [&'static str; 2],
    pub never: &'static str,
    pub token: &'static str,
    /// `{name}`.
    pub token_about: &'static str,
    pub push_about: &'static str,
    /// Address, set by, since, state, what can be done.
    pub target_heads: [&'static str; 5],
    pub address: &'static str,
    pub address_hint: &'static str,
    pub address_wrong: &'static str,
    pub add: &'static str,
    pub remove: &'static str,
    pub hurry: &'static str,
    /// Sends a test message.
    pub test: &'static str,
    /// Sends the newest sealed sheets.
    pub newest: &'static str,
    /// What revoking a token does.
    pub revoke_about: &'static str,
    /// What removing an address does.
    pub remove_about: &'static str,
    /// Sheet, address, state, tries, accepted, next try.
    pub delivery_heads: [&'static str; 6],
    /// Accepted; waits for the next try; not sent any more.
    pub delivery_states: [&'static str; 3],
    /// When, sheet, address, try, answer.
    pub attempt_heads: [&'static str; 5],
    /// Stands for the sheet of a test message.
    pub tested: &'static str,
    /// An answer that is no acceptance.
    pub not_accepted: &'static str,
    /// In the order of [`crate::domain::feed::PushFailure::ALL`]; `{seconds}`.
    pub failures: [&'static str; 5],
    /// What was done, by the word of the address.
    pub done: &'static [(&'static str, &'static str)],
    pub attempts: &'static str,
    /// `{version}`.
    pub version: &'static str,
    pub programmers: &'static str,
    pub description: &'static str,
    pub signature: &'static str,
}

/// The words in that language.
pub fn of(language: Language) -> &'static Feed {
    match language {
        Language::Zh => &zh::feed::FEED,
        Language::En => &en::feed::FEED,
    }
}
