//! The code a respondent keeps: it checks and withdraws, and never opens answers.

use super::Key32;
use super::code::{self, CodeError};
use crate::domain::random::hmac_sha256;
use std::fmt;

/// Signs after the prefix: 15 (74 bits) and the check sign.
const SIGNS: usize = 16;

/// A receipt code, written `R-ABCD-EFGH-JKMN-PQRS`; its prefix and length tell it from an invitation code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Receipt(String);

impl Receipt {
    /// The receipt of one edit: from HMAC-SHA256(key, edit id), so a repeated submit gives the same code.
    ///
    /// It is independent of the position in the log, and nobody without the key can find the edit from it.
    pub fn of_edit(key: &Key32, edit_id: &str) -> Receipt {
        let tag = hmac_sha256(key.bytes(), edit_id.as_bytes());
        let mut first = [0; 16];
        first.copy_from_slice(&tag[..16]);
        Receipt(code::from_bytes(SIGNS - 1, &first))
    }

    /// Reads a typed receipt; lower case, spaces, hyphens and full-width signs are fine, and the
    /// prefix may be missing.
    ///
    /// # Errors
    /// [`CodeError::Mistyped`] where the check sign doesn't fit, [`CodeError::Malformed`] for anything else, an
    /// invitation code included.
    pub fn parse(text: &str) -> Result<Receipt, CodeError> {
        let typed = code::clean(text);
        // R is a sign of codes as well: only the length says whether the prefix was typed.
        let signs = match typed.chars().count() {
            SIGNS => typed.as_str(),
            _ => typed.strip_prefix('R').ok_or(CodeError::Malformed)?,
        };
        Ok(Receipt(code::parse(signs, SIGNS)?))
    }

    /// `R` and 16 signs without separators, as stored and put into addresses.
    pub fn url_form(&self) -> String {
        format!("R{}", self.0)
    }

    /// HMAC-SHA256 of [`Receipt::url_form`]: what a database may index in place of the code.
    pub fn hash(&self, key: &Key32) -> [u8; 32] {
        hmac_sha256(key.bytes(), self.url_form().as_bytes())
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R-{}", code::grouped(&self.0))
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipt(…)")
    }
}
