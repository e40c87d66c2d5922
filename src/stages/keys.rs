//! Secrets in files outside the database and its backup: one master secret, and a signing key per role.

use hkdf::Hkdf;
use sha2::Sha256;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Derived secrets, one per purpose.
#[derive(Clone)]
pub struct Keys {
    /// Hashes tokens.
    pub token_hash: [u8; 32],
    /// Signs the state that a page's form carries.
    pub form_state: [u8; 32],
    /// Encrypts contact data.
    pub contact: [u8; 32],
    /// Derives and hashes receipt codes.
    pub receipt: [u8; 32],
    /// Folder of the signing keys; `None` in tests that never sign.
    pub folder: Option<PathBuf>,
}

/// Why the secrets cannot be used.
#[derive(Debug, Error)]
pub enum KeysError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file does not hold a key.
    #[error("{path} does not hold {expected}")]
    Content {
        /// Which file.
        path: PathBuf,
        /// What it should hold.
        expected: &'static str,
    },
}

impl Keys {
    /// Derives every purpose's key with HKDF-SHA256; the purpose is the info string.
    pub fn from_master(master: &[u8; 32]) -> Keys {
        let derive = |purpose: &str| {
            let mut key = [0; 32];
            Hkdf::<Sha256>::new(None, master)
                .expand(purpose.as_bytes(), &mut key)
                .expect("32 bytes are within HKDF's limit");
            key
        };
        Keys {
            token_hash: derive("barometer token hash"),
            form_state: derive("barometer form state"),
            contact: derive("barometer contact"),
            receipt: derive("barometer receipt"),
            folder: None,
        }
    }

    /// Reads `master.key` from the folder, or makes it from `fresh` at the first start (folder 0700, file 0600).
    pub fn load_or_create(folder: &Path, fresh: &[u8; 32]) -> Result<Keys, KeysError> {
        let path = folder.join("master.key");
        if !path.exists() {
            create_private_folder(folder)?;
            write_private(&path, hex::encode(fresh).as_bytes())?;
        }
        let text = std::fs::read_to_string(&path).map_err(|source| KeysError::File {
            path: path.clone(),
            source,
        })?;
        let mut master = [0; 32];
        hex::decode_to_slice(text.trim(), &mut master).map_err(|_| KeysError::Content {
            path,
            expected: "64 hexadecimal digits",
        })?;
        Ok(Keys {
            folder: Some(folder.to_owned()),
            ..Keys::from_master(&master)
        })
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys { secret }")
    }
}

fn create_private_folder(folder: &Path) -> Result<(), KeysError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| KeysError::File {
        path: folder.to_owned(),
        source,
    })
}

/// Writes a file that only its owner may read; never replaces one that is there.
pub(super) fn write_private(path: &Path, content: &[u8]) -> Result<(), KeysError> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let error = |source| KeysError::File {
        path: path.to_owned(),
        source,
    };
    let mut file = options.open(path).map_err(error)?;
    file.write_all(content).and_then(|()| file.sync_all()).map_err(error)
}
