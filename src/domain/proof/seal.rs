//! Sealing a score sheet, and checking the seal.
//!
//! What is signed, as bytes: the line `barometer/score-sheet/1`, the line with the signer's role (`platform`, `agency`,
//! `office`), then the sheet as RFC 8785 JSON. The first line keeps a sheet's signature from serving any other text;
//! the second keeps a signature from being shown under another role.

use super::{CanonicalError, PublicKey, SigningKey, canonical};
use crate::domain::score::sheet::{SHEET_SCHEMA, ScoreSheet, SealedSheet, Signature};
use serde::Serialize;
use serde_json::Value;
use serde_json::error::Category;

/// A file that is no sealed sheet.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// Not JSON.
    #[error("this is no JSON: at line {line}, column {column} something stands that JSON does not have there")]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// JSON, but not of the shape `{sheet, signatures}`.
    #[error("this is JSON, but no sealed score sheet: it lacks “sheet” and “signatures” with what belongs into them")]
    Shape,
    /// Another schema.
    #[error("found schema “{0}”; expected “{SHEET_SCHEMA}”")]
    Schema(String),
    /// The bytes differ from the canonical form of what they say.
    #[error(
        "the file was changed or saved anew after it was sealed, so that its signatures cannot be valid: from byte {0} (from 0) \
         on it differs from the canonical form that was signed. Take the file as it was downloaded"
    )]
    NotCanonical(usize),
    /// A value without canonical JSON.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
}

impl SealError {
    /// What a reader of JSON says, as our own reason.
    pub fn of(error: &serde_json::Error) -> SealError {
        match error.classify() {
            Category::Data => SealError::Shape,
            Category::Io | Category::Syntax | Category::Eof => SealError::NotJson {
                line: error.line(),
                column: error.column(),
            },
        }
    }
}

/// What can be said about one signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Made by the given key over exactly this sheet in this role.
    Valid,
    /// The key was given, and this is not its signature of this sheet in this role.
    Wrong,
    /// No given key has this id: nothing can be said.
    KeyNotGiven,
}

/// The verdict on one signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureCheck {
    /// The role it claims.
    pub role: String,
    /// The key it claims.
    pub key_id: String,
    /// Whether that is true.
    pub verdict: Verdict,
}

/// Signs a sheet with every key, in the given order.
///
/// # Errors
/// A sheet with NaN or an infinity in it.
pub fn sign_sheet(sheet: &ScoreSheet, keys: &[SigningKey]) -> Result<SealedSheet, CanonicalError> {
    let signature = |key: &SigningKey| {
        Ok(Signature {
            role: key.role().to_string(),
            key_id: key.public().key_id(),
            signature: key.sign(&message(sheet, key.role().as_str())?),
        })
    };
    let signatures = keys.iter().map(signature).collect::<Result<_, CanonicalError>>()?;
    Ok(SealedSheet {
        sheet: sheet.clone(),
        signatures,
    })
}

fn message(sheet: &impl Serialize, role: &str) -> Result<Vec<u8>, CanonicalError> {
    Ok([
        SHEET_SCHEMA.as_bytes(),
        b"\n",
        role.as_bytes(),
        b"\n",
        &canonical(sheet)?,
    ]
    .concat())
}

/// The bytes of a sealed sheet's file: `{sheet, signatures}` as RFC 8785 JSON and a line end.
///
/// # Errors
/// A sheet with NaN or an infinity in it.
pub fn sealed_bytes(sealed: &SealedSheet) -> Result<Vec<u8>, CanonicalError> {
    let mut bytes = canonical(sealed)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Reads a sealed sheet's file and refuses any that is not byte for byte what [`sealed_bytes`] writes.
///
/// So nothing can hide in spaces, in a repeated or unknown key or in another way to write a number.
///
/// # Errors
/// [`SealError`]; `NotCanonical` names the first byte that differs.
pub fn read_sealed(bytes: &[u8]) -> Result<SealedSheet, SealError> {
    let sealed: SealedSheet = serde_json::from_slice(bytes).map_err(|error| SealError::of(&error))?;
    if sealed.sheet.schema_version != SHEET_SCHEMA {
        return Err(SealError::Schema(sealed.sheet.schema_version));
    }
    let written = sealed_bytes(&sealed)?;
    if written != bytes {
        let same = written.iter().zip(bytes).take_while(|(a, b)| a == b).count();
        return Err(SealError::NotCanonical(same));
    }
    Ok(sealed)
}

/// Checks every signature of `{sheet, signatures}` against the given keys; only these are trusted.
///
/// Takes raw JSON, so that a sheet of a later version, with members this program doesn't know, can be checked too. A
/// parsed value no longer shows a repeated key or spaces in the file: [`read_sealed`] does.
///
/// # Errors
/// [`SealError::Shape`] unless it is an object with a `sheet` object and a list of signatures.
pub fn check_signatures(sealed: &Value, keys: &[PublicKey]) -> Result<Vec<SignatureCheck>, SealError> {
    let sheet = sealed.get("sheet").filter(|s| s.is_object());
    let sheet = sheet.ok_or(SealError::Shape)?;
    let list = sealed.get("signatures").cloned().unwrap_or_default();
    let list: Vec<Signature> = serde_json::from_value(list).map_err(|_| SealError::Shape)?;
    list.into_iter()
        .map(|signature| check_one(sheet, signature, keys))
        .collect()
}

fn check_one(sheet: &Value, signature: Signature, keys: &[PublicKey]) -> Result<SignatureCheck, SealError> {
    let message = message(sheet, &signature.role)?;
    let verdict = match keys.iter().find(|key| key.key_id() == signature.key_id) {
        None => Verdict::KeyNotGiven,
        Some(key) if key.verifies(&message, &signature.signature) => Verdict::Valid,
        Some(_) => Verdict::Wrong,
    };
    Ok(SignatureCheck {
        role: signature.role,
        key_id: signature.key_id,
        verdict,
    })
}
