//! One secret, many purposes: the master key and what is derived from it.

use hkdf::Hkdf;
use sha2::Sha256;
use std::fmt;

/// What a derived key is for; no key serves two purposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Hashes of invitation codes.
    TokenHash,
    /// The signed state in every page's form.
    FormState,
    /// Encryption of contact data.
    Contact,
    /// Receipt codes.
    Receipt,
    /// Sessions, one-time links and the brake on guessing.
    SignIn,
    /// Encryption of second-factor secrets.
    SecondFactor,
    /// What the key set is recognised by; it protects nothing.
    Fingerprint,
}

impl Purpose {
    fn label(self) -> &'static str {
        match self {
            Purpose::TokenHash => "token-hash",
            Purpose::FormState => "form-state",
            Purpose::Contact => "contact",
            Purpose::Receipt => "receipt",
            Purpose::SignIn => "sign-in",
            Purpose::SecondFactor => "second-factor",
            Purpose::Fingerprint => "fingerprint",
        }
    }
}

/// A 32-byte key for one purpose.
#[derive(Clone, PartialEq, Eq)]
pub struct Key32([u8; 32]);

/// The 32 secret bytes that live in one file outside the database and its backups.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl Key32 {
    /// The key of these bytes.
    pub fn new(bytes: [u8; 32]) -> Key32 {
        Key32(bytes)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl MasterKey {
    /// The key of these bytes.
    pub fn new(bytes: [u8; 32]) -> MasterKey {
        MasterKey(bytes)
    }

    /// Reads 64 hex digits, as the secret file holds them; surrounding white space is fine. `None` for anything else.
    pub fn from_hex(text: &str) -> Option<MasterKey> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes).ok()?;
        Some(MasterKey(bytes))
    }

    /// 64 lower-case hex digits: only for the secret file.
    pub fn to_hex(&self) -> String {
        hex::encode(self.0)
    }

    /// HKDF-SHA256 (RFC 5869) of the master key, no salt, info `barometer/1/` and the purpose's name.
    pub fn derive(&self, purpose: Purpose) -> Key32 {
        let mut key = [0; 32];
        let info = [b"barometer/1/", purpose.label().as_bytes()];
        Hkdf::<Sha256>::new(None, &self.0)
            .expand_multi_info(&info, &mut key)
            .expect("HKDF-SHA256 gives up to 8160 bytes");
        Key32(key)
    }
}

impl fmt::Debug for Key32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key32(…)")
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}
