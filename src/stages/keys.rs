//! Secrets in files outside the database and its backup: one master secret, and a signing key per role.

use super::Random;
use crate::domain::proof::{Key32, KeyError, MasterKey, PublicKey, Purpose, SignerRole, SigningKey};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Derived secrets, one per purpose, and the folder that holds the signing keys.
#[derive(Debug, Clone)]
pub struct Keys {
    /// Hashes tokens.
    pub token_hash: Key32,
    /// Signs the state that a page's form carries.
    pub form_state: Key32,
    /// Encrypts contact data.
    pub contact: Key32,
    /// Derives and hashes receipt codes.
    pub receipt: Key32,
    folder: PathBuf,
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
    /// The master file does not hold a secret.
    #[error("{path}: found something else than the 64 hexadecimal digits of a master secret")]
    Master {
        /// Which file.
        path: PathBuf,
    },
    /// A signing key's file does not hold one.
    #[error("{path}: {source}")]
    Signing {
        /// Which file.
        path: PathBuf,
        /// What was wrong.
        source: KeyError,
    },
}

impl Keys {
    /// Reads the secrets from a folder, making what is missing at the first start (folder 0700, files 0600).
    pub fn load_or_create(folder: &Path, random: &Random) -> Result<Keys, KeysError> {
        let path = folder.join("master.key");
        if !path.exists() {
            create_private_folder(folder)?;
            write_private(&path, MasterKey::new(random.bytes()).to_hex().as_bytes())?;
        }
        let master = MasterKey::from_hex(&read(&path)?).ok_or(KeysError::Master { path })?;
        for role in [SignerRole::Platform, SignerRole::Agency, SignerRole::Office] {
            make_signing_key(folder, role, random)?;
        }
        Ok(Keys {
            token_hash: master.derive(Purpose::TokenHash),
            form_state: master.derive(Purpose::FormState),
            contact: master.derive(Purpose::Contact),
            receipt: master.derive(Purpose::Receipt),
            folder: folder.to_owned(),
        })
    }

    /// The signing key of a role.
    pub fn signing(&self, role: SignerRole) -> Result<SigningKey, KeysError> {
        let path = self.folder.join(format!("{role}.key.pem"));
        SigningKey::from_pem(role, &read(&path)?).map_err(|source| KeysError::Signing { path, source })
    }

    /// The public keys, by role.
    pub fn public(&self) -> Result<Vec<(SignerRole, PublicKey)>, KeysError> {
        [SignerRole::Platform, SignerRole::Agency, SignerRole::Office]
            .into_iter()
            .map(|role| Ok((role, self.signing(role)?.public())))
            .collect()
    }

    /// Where a role's public key file is.
    pub fn public_path(&self, role: SignerRole) -> PathBuf {
        self.folder.join(format!("{role}.pub.pem"))
    }
}

fn make_signing_key(folder: &Path, role: SignerRole, random: &Random) -> Result<(), KeysError> {
    let path = folder.join(format!("{role}.key.pem"));
    if path.exists() {
        return Ok(());
    }
    let key = SigningKey::generate(role, &mut random.generator());
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| KeysError::Signing { path, source }
    };
    write_private(&path, key.to_pem().map_err(failed(&path))?.as_bytes())?;
    let public = folder.join(format!("{role}.pub.pem"));
    let text = key.public().to_pem().map_err(failed(&public))?;
    std::fs::write(&public, text).map_err(|source| KeysError::File { path: public, source })
}

fn read(path: &Path) -> Result<String, KeysError> {
    std::fs::read_to_string(path).map_err(|source| KeysError::File {
        path: path.to_owned(),
        source,
    })
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
fn write_private(path: &Path, content: &[u8]) -> Result<(), KeysError> {
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
