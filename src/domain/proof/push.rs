//! The signature of a message that the house sends out: Ed25519 by the platform's key over its schema's name and its bytes.

use super::{PublicKey, SigningKey};

/// Schema name of the message about a sealed sheet; it begins what is signed.
pub const PUSH_SCHEMA: &str = "barometer/push/1";

/// A message's signature, as its header carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedPush {
    /// Which key.
    pub key_id: String,
    /// 128 lower-case hex digits over the line [`PUSH_SCHEMA`] and the body's bytes.
    pub signature: String,
}

/// Signs a body.
pub fn sign_push(body: &[u8], key: &SigningKey) -> SignedPush {
    SignedPush {
        key_id: key.public().key_id(),
        signature: key.sign(&message(body)),
    }
}

impl SignedPush {
    /// The header's value: `ed25519 KEY_ID SIGNATURE`.
    pub fn header(&self) -> String {
        format!("ed25519 {} {}", self.key_id, self.signature)
    }

    /// Reads a header's value. `None` for anything else.
    pub fn parse(header: &str) -> Option<SignedPush> {
        let mut parts = header.split(' ');
        let (kind, key_id, signature) = (parts.next()?, parts.next()?, parts.next()?);
        (kind == "ed25519" && parts.next().is_none()).then(|| SignedPush {
            key_id: key_id.to_owned(),
            signature: signature.to_owned(),
        })
    }

    /// Whether it is this key's signature of these very bytes.
    pub fn is_of(&self, body: &[u8], key: &PublicKey) -> bool {
        self.key_id == key.key_id() && key.verifies(&message(body), &self.signature)
    }
}

fn message(body: &[u8]) -> Vec<u8> {
    [PUSH_SCHEMA.as_bytes(), b"\n", body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::proof::SignerRole;
    use crate::domain::random::stream;

    #[test]
    fn a_message_is_known_by_its_key_and_its_bytes() {
        let key = SigningKey::generate(SignerRole::Platform, &mut stream(&[1; 32], &["push"]));
        let other = SigningKey::generate(SignerRole::Platform, &mut stream(&[2; 32], &["push"]));
        let signed = sign_push(b"{}", &key);
        assert_eq!(SignedPush::parse(&signed.header()), Some(signed.clone()));
        assert!(signed.is_of(b"{}", &key.public()));
        assert!(!signed.is_of(b"{ }", &key.public()) && !signed.is_of(b"{}", &other.public()));
        assert_eq!(SignedPush::parse("rsa a b"), None);
    }
}
