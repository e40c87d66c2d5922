//! Secrets in files outside the database and its backup: one master secret, and a signing key per role.

use super::{Random, StageError};
use crate::domain::proof::{Key32, KeyError, MasterKey, PublicKey, Purpose, SignerRole, SigningKey, sha256};
use crate::storage::{Db, key_set};
use std::path::{Path, PathBuf};
use thiserror::Error;

const MASTER: &str = "master.key";
const ROLES: [SignerRole; 3] = [SignerRole::Platform, SignerRole::Agency, SignerRole::Office];
/// The secret files of a whole set.
const FILES: [&str; 4] = [MASTER, "platform.key.pem", "agency.key.pem", "office.key.pem"];

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
    /// Hashes sessions, one-time links and who fails to sign in.
    pub sign_in: Key32,
    /// Encrypts second-factor secrets.
    pub second_factor: Key32,
    /// 32 hexadecimal digits that name this set of keys; no key can be found from it.
    pub fingerprint: String,
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
    /// Files of the key set are missing, and the database is in use already.
    #[error("the key folder {folder} lacks {missing}; the database is in use, so nothing is made anew", missing = .missing.join(", "))]
    Incomplete {
        /// The folder.
        folder: PathBuf,
        /// The files that are not there.
        missing: Vec<String>,
        /// Fingerprint of the key set that belongs to the database, where it is known.
        expected: Option<String>,
    },
    /// The folder holds another key set than the database's own.
    #[error("the key folder {folder} holds the key set {found}; the database belongs to {expected}")]
    OtherSet {
        /// The folder.
        folder: PathBuf,
        /// Fingerprint of what it holds.
        found: String,
        /// Fingerprint of the key set that belongs to the database.
        expected: String,
    },
}

impl Keys {
    /// The keys that belong to this database. An empty one that is started for the first time gets new keys, or those
    /// that lie in the folder already; from then on it accepts no others, and nothing is ever added to the folder.
    ///
    /// # Errors
    /// [`KeysError::Incomplete`] and [`KeysError::OtherSet`], with both fingerprints, beside whatever the files say.
    pub async fn of_database(db: &Db, folder: &Path, random: &Random, at: i64) -> Result<Keys, StageError> {
        let expected = key_set::recorded(db).await?;
        if expected.is_none() && !key_set::has_rounds(db).await? {
            let keys = Keys::load_or_create(folder, random)?;
            let kept = key_set::record(db, &keys.fingerprint, at).await?;
            return Ok(keys.expect(kept)?);
        }
        let missing: Vec<String> = FILES
            .iter()
            .filter(|name| !folder.join(name).exists())
            .map(|name| (*name).into())
            .collect();
        if !missing.is_empty() {
            let folder = folder.to_owned();
            return Err(KeysError::Incomplete {
                folder,
                missing,
                expected,
            }
            .into());
        }
        let keys = Keys::load(folder)?;
        let expected = match expected {
            Some(expected) => expected,
            // A database from before fingerprints were kept: the whole set that it is started with is its own.
            None => key_set::record(db, &keys.fingerprint, at).await?,
        };
        Ok(keys.expect(expected)?)
    }

    /// Reads the secrets from a folder, making what is missing (folder 0700, files 0600).
    pub fn load_or_create(folder: &Path, random: &Random) -> Result<Keys, KeysError> {
        create_private_folder(folder)?;
        // Two first starts at once make one set: the second waits, and finds it whole.
        let _alone = lock(folder)?;
        let path = folder.join(MASTER);
        if !path.exists() {
            write_private(&path, MasterKey::new(random.bytes()).to_hex().as_bytes())?;
        }
        for role in ROLES {
            make_signing_key(folder, role, random)?;
        }
        Keys::load(folder)
    }

    /// Reads the secrets from a folder that has them all.
    fn load(folder: &Path) -> Result<Keys, KeysError> {
        let path = folder.join(MASTER);
        let master = MasterKey::from_hex(&read(&path)?).ok_or(KeysError::Master { path })?;
        let mut keys = Keys {
            token_hash: master.derive(Purpose::TokenHash),
            form_state: master.derive(Purpose::FormState),
            contact: master.derive(Purpose::Contact),
            receipt: master.derive(Purpose::Receipt),
            sign_in: master.derive(Purpose::SignIn),
            second_factor: master.derive(Purpose::SecondFactor),
            fingerprint: String::new(),
            folder: folder.to_owned(),
        };
        let mut named = b"barometer/key-set/1".to_vec();
        named.extend(master.derive(Purpose::Fingerprint).bytes());
        for (role, key) in keys.public()? {
            named.extend(format!("\n{role} {}", key.key_id()).into_bytes());
        }
        keys.fingerprint = hex::encode(&sha256(&named)[..16]);
        Ok(keys)
    }

    fn expect(self, expected: String) -> Result<Keys, KeysError> {
        if self.fingerprint == expected {
            return Ok(self);
        }
        Err(KeysError::OtherSet {
            folder: self.folder,
            found: self.fingerprint,
            expected,
        })
    }

    /// The signing key of a role.
    pub fn signing(&self, role: SignerRole) -> Result<SigningKey, KeysError> {
        let path = self.folder.join(format!("{role}.key.pem"));
        SigningKey::from_pem(role, &read(&path)?).map_err(|source| KeysError::Signing { path, source })
    }

    /// The public keys, by role.
    pub fn public(&self) -> Result<Vec<(SignerRole, PublicKey)>, KeysError> {
        ROLES
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
    let public = folder.join(format!("{role}.pub.pem"));
    if path.exists() && public.exists() {
        return Ok(());
    }
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| KeysError::Signing { path, source }
    };
    let key = if path.exists() {
        // A first start was interrupted between the two files.
        SigningKey::from_pem(role, &read(&path)?).map_err(failed(&path))?
    } else {
        let key = SigningKey::generate(role, &mut random.generator());
        write_private(&path, key.to_pem().map_err(failed(&path))?.as_bytes())?;
        key
    };
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

/// Holds the folder for this process until the handle is dropped.
fn lock(folder: &Path) -> Result<std::fs::File, KeysError> {
    let handle = std::fs::File::open(folder).map_err(at(folder))?;
    match handle.lock() {
        // A file system that cannot lock has one user at a time.
        Err(error) if error.kind() == std::io::ErrorKind::Unsupported => Ok(handle),
        held => held.map(|()| handle).map_err(at(folder)),
    }
}

/// Writes a file that only its owner may read, whole or not at all; only for whoever holds the folder and has seen that
/// the file is not there.
fn write_private(path: &Path, content: &[u8]) -> Result<(), KeysError> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let part = path.with_extension("part");
    let mut file = options.open(&part).map_err(at(&part))?;
    file.write_all(content)
        .and_then(|()| file.sync_all())
        .map_err(at(&part))?;
    std::fs::rename(&part, path).map_err(at(path))
}

/// A system's complaint with the file it is about.
fn at(path: &Path) -> impl Fn(std::io::Error) -> KeysError {
    let path = path.to_owned();
    move |source| KeysError::File {
        path: path.clone(),
        source,
    }
}
