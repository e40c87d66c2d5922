//! What an account signs in with.

use std::fmt;

/// A login: 2 to 40 small letters, digits, Chinese characters, `.`, `-` or `_`, beginning with a letter or a character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Login(String);

impl Login {
    /// Reads a login as people type it: white space around it and capitals do not matter. `None` for anything else.
    pub fn parse(typed: &str) -> Option<Login> {
        let login = typed.trim().to_lowercase();
        let length = login.chars().count();
        let begins = login.chars().next().is_some_and(char::is_alphabetic);
        let fits = login.chars().all(|c| c.is_alphanumeric() || ".-_".contains(c));
        ((2..=40).contains(&length) && begins && fits).then_some(Login(login))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
