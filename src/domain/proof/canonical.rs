//! Canonical bytes (RFC 8785) and what is committed to the log in place of a document.

use super::finite;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Length of a commitment's secret nonce.
pub const NONCE_BYTES: usize = 32;

/// A value has no canonical JSON.
#[derive(Debug, thiserror::Error)]
pub enum CanonicalError {
    /// NaN or an infinity: JSON writers would turn it into `null`, as if nothing had been measured.
    #[error("no canonical JSON: {0}")]
    NotFinite(#[from] finite::NotFinite),
    /// A map with keys that aren't text, or with a key twice.
    #[error("no canonical JSON: {0}")]
    Shape(#[from] serde_json::Error),
}

/// The RFC 8785 bytes of a value: keys sorted by UTF-16, no spaces, UTF-8.
///
/// Numbers are written as ECMAScript writes a double: the shortest text that reads back to the same f64, whole values
/// without a point (`3.0` is `3`), −0 as `0`. An integer above 2⁵³ is rounded to a double, so keep those as text.
///
/// # Errors
/// NaN or an infinity, a map with keys that aren't text, or a key that occurs twice.
pub fn canonical(value: &impl Serialize) -> Result<Vec<u8>, CanonicalError> {
    finite::check(value)?;
    Ok(serde_json_canonicalizer::to_vec(value)?)
}

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The log's entry for a document: SHA-256(nonce ‖ document), both as bytes, the nonce 32 secret random ones.
///
/// The entry tells nothing about the document as long as the nonce is secret, and fits no other document. The log's
/// leaf is the RFC 6962 hash of this entry ([`super::merkle::leaf_hash`]).
pub fn commitment(nonce: &[u8; NONCE_BYTES], document: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(nonce)
        .chain_update(document)
        .finalize()
        .into()
}
