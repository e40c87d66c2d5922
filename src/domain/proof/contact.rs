//! Contact data at rest: encrypted, and bound to the unit they belong to.

use super::Key32;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::Rng;

const NONCE: usize = 24;

/// Contact data that could not be encrypted or read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// More than the cipher takes (256 GB).
    #[error("the contact data are too long to encrypt")]
    TooLong,
    /// Shorter than a nonce and a tag.
    #[error("the stored contact data are cut off")]
    CutOff,
    /// Another key, another round or unit, or changed bytes.
    #[error("the stored contact data do not belong to this unit and key, or were changed")]
    Wrong,
}

/// Encrypts with XChaCha20-Poly1305; gives 24 bytes of nonce (from `rng`, a cryptographic one), then the ciphertext.
///
/// The round's id and the sample number are authenticated with it, so a stored row moved to another unit fails to open.
///
/// # Errors
/// [`ContactError::TooLong`].
pub fn seal_contact(
    key: &Key32,
    round: &str,
    sample_no: u64,
    contact: &[u8],
    rng: &mut impl Rng,
) -> Result<Vec<u8>, ContactError> {
    let mut nonce = [0; NONCE];
    rng.fill_bytes(&mut nonce);
    let owner = owner(round, sample_no);
    let payload = Payload {
        msg: contact,
        aad: &owner,
    };
    let sealed = XChaCha20Poly1305::new(&(*key.bytes()).into()).encrypt(&XNonce::from(nonce), payload);
    let sealed = sealed.map_err(|_| ContactError::TooLong)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Reads back what [`seal_contact`] gave for the same round and sample number.
///
/// # Errors
/// [`ContactError::CutOff`] or [`ContactError::Wrong`].
pub fn open_contact(key: &Key32, round: &str, sample_no: u64, sealed: &[u8]) -> Result<Vec<u8>, ContactError> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE>().ok_or(ContactError::CutOff)?;
    let owner = owner(round, sample_no);
    let payload = Payload {
        msg: ciphertext,
        aad: &owner,
    };
    let cipher = XChaCha20Poly1305::new(&(*key.bytes()).into());
    cipher
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| ContactError::Wrong)
}

/// The number comes first and is 8 bytes long, so round and number cannot run into each other.
fn owner(round: &str, sample_no: u64) -> Vec<u8> {
    [&sample_no.to_be_bytes(), round.as_bytes()].concat()
}
