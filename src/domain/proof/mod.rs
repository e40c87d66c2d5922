//! What makes a result provable: canonical bytes, commitments, the append-only log, receipts, keys and signatures.

pub mod bundle;
mod canonical;
pub mod code;
mod contact;
mod finite;
mod head;
mod keys;
mod logged;
mod master;
pub mod merkle;
mod push;
mod receipt;
mod seal;
#[cfg(test)]
mod tests;
pub mod verify;

pub use canonical::{CanonicalError, NONCE_BYTES, canonical, commitment, sha256};
pub use code::CodeError;
pub use contact::{ContactError, open_contact, seal_contact};
pub use head::{SignedTreeHead, TREE_HEAD_SCHEMA, TreeHead};
pub use keys::{KeyError, PublicKey, SignerRole, SigningKey};
pub use logged::{Claim, LogCheck, LogFault, Logged};
pub use master::{Key32, MasterKey, Purpose};
pub use push::{PUSH_SCHEMA, SignedPush, sign_push};
pub use receipt::Receipt;
pub use seal::{SealError, SignatureCheck, Verdict, check_signatures, read_sealed, sealed_bytes, sign_sheet};
