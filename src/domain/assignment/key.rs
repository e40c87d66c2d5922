//! K_i: the key from which all of one respondent's draws follow.

use crate::domain::proof::sha256;
use crate::domain::random::{hmac_sha256, stream};
use rand_chacha::ChaCha20Rng;
use std::fmt;

/// 32 bytes; travels with the submission, never with the contact.
#[derive(Clone, PartialEq, Eq)]
pub struct RespondentKey([u8; 32]);

/// K_i = HMAC-SHA256(the round's assignment secret, the sample number in decimal digits).
///
/// Sample numbers are unique in the round, over all audiences.
pub fn respondent_key(secret: &[u8; 32], sample_no: u64) -> RespondentKey {
    RespondentKey(hmac_sha256(secret, sample_no.to_string().as_bytes()))
}

impl RespondentKey {
    /// The key of these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> RespondentKey {
        RespondentKey(bytes)
    }

    /// The key written as 64 hex digits; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<RespondentKey> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(RespondentKey(bytes))
    }

    /// 64 lower-case hex digits.
    pub fn to_hex(&self) -> String {
        hex::encode(self.0)
    }

    /// SHA-256 of the key: what is committed before fieldwork. It tells nothing about the key.
    pub fn commitment(&self) -> [u8; 32] {
        sha256(&self.0)
    }

    /// One of the key's separate streams.
    pub(super) fn stream(&self, purpose: &str) -> ChaCha20Rng {
        stream(&self.0, &["barometer/assignment/1", purpose])
    }
}

impl fmt::Debug for RespondentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RespondentKey(…)")
    }
}
