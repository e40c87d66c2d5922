//! Ed25519 keys as texts: PKCS #8 PEM for the secret one, SubjectPublicKeyInfo PEM for the public one.

use super::sha256;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use ed25519_dalek::{Signer, VerifyingKey};
use rand::Rng;
use std::fmt;
use std::str::FromStr;

/// On whose behalf a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignerRole {
    /// Who runs the server.
    Platform,
    /// The survey agency.
    Agency,
    /// The performance office.
    Office,
}

/// A key text that isn't one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not an Ed25519 secret key.
    #[error("found no Ed25519 secret key; expected PEM text that begins with -----BEGIN PRIVATE KEY-----")]
    Secret,
    /// Not an Ed25519 public key.
    #[error("found no Ed25519 public key; expected PEM text that begins with -----BEGIN PUBLIC KEY-----")]
    Public,
    /// The library refused to write the key.
    #[error("the key could not be written as PEM")]
    Write,
}

/// A secret key with its role.
#[derive(Clone)]
pub struct SigningKey {
    role: SignerRole,
    key: ed25519_dalek::SigningKey,
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl SigningKey {
    /// A new key from 32 bytes of `rng`, a cryptographic one.
    pub fn generate(role: SignerRole, rng: &mut impl Rng) -> SigningKey {
        let mut secret = [0; 32];
        rng.fill_bytes(&mut secret);
        let key = ed25519_dalek::SigningKey::from_bytes(&secret);
        SigningKey { role, key }
    }

    /// Reads a PKCS #8 PEM text.
    ///
    /// # Errors
    /// [`KeyError::Secret`].
    pub fn from_pem(role: SignerRole, text: &str) -> Result<SigningKey, KeyError> {
        let key = ed25519_dalek::SigningKey::from_pkcs8_pem(text.trim()).map_err(|_| KeyError::Secret)?;
        Ok(SigningKey { role, key })
    }

    /// PKCS #8 PEM text: only for the key's own file.
    ///
    /// # Errors
    /// [`KeyError::Write`], which the library never gives for a whole key.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        let text = self.key.to_pkcs8_pem(LineEnding::LF).map_err(|_| KeyError::Write)?;
        Ok(text.to_string())
    }

    /// On whose behalf it signs.
    pub fn role(&self) -> SignerRole {
        self.role
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.key.verifying_key())
    }

    /// The signature of a message, 128 lower-case hex digits. Ed25519 is deterministic: same message, same signature.
    pub(super) fn sign(&self, message: &[u8]) -> String {
        hex::encode(self.key.sign(message).to_bytes())
    }
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo PEM text, as `openssl pkey -pubout` writes it.
    ///
    /// # Errors
    /// [`KeyError::Public`].
    pub fn from_pem(text: &str) -> Result<PublicKey, KeyError> {
        let key = VerifyingKey::from_public_key_pem(text.trim()).map_err(|_| KeyError::Public)?;
        Ok(PublicKey(key))
    }

    /// SubjectPublicKeyInfo PEM text.
    ///
    /// # Errors
    /// [`KeyError::Write`], which the library never gives for a whole key.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        self.0.to_public_key_pem(LineEnding::LF).map_err(|_| KeyError::Write)
    }

    /// First 16 hex digits of SHA-256 of the 32 bytes of the key.
    pub fn key_id(&self) -> String {
        hex::encode(&sha256(self.0.as_bytes())[..8])
    }

    /// Whether these 128 lower-case hex digits are this key's signature of the message.
    ///
    /// Upper-case digits are refused, so that a changed byte in a file never goes unnoticed.
    pub(super) fn verifies(&self, message: &[u8], signature: &str) -> bool {
        let mut bytes = [0; 64];
        if signature.chars().any(|c| c.is_ascii_uppercase()) || hex::decode_to_slice(signature, &mut bytes).is_err() {
            return false;
        }
        let signature = ed25519_dalek::Signature::from_bytes(&bytes);
        self.0.verify_strict(message, &signature).is_ok()
    }
}

impl SignerRole {
    /// `platform`, `agency` or `office`.
    pub fn as_str(self) -> &'static str {
        match self {
            SignerRole::Platform => "platform",
            SignerRole::Agency => "agency",
            SignerRole::Office => "office",
        }
    }
}

impl fmt::Display for SignerRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SignerRole {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let roles = [SignerRole::Platform, SignerRole::Agency, SignerRole::Office];
        let found = roles.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| format!("found role “{text}”; expected platform, agency or office"))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, {})", self.role, self.public().key_id())
    }
}
