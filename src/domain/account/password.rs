//! Passwords: what is asked of a new one, and how it is kept (Argon2id).
//!
//! The rules follow NIST SP 800-63B-4: length instead of mixtures of signs, every sign allowed, nothing that is easily
//! guessed, no change without a reason.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, PasswordHash as Phc};
use std::fmt;

/// Characters at least. NIST asks 15 where a password may stand alone; twelve Chinese characters are far more than that,
/// but people count signs, so one number serves all.
pub const SHORTEST: usize = 15;

/// Characters at most: enough for a long sentence, too few to keep the server busy.
pub const MOST: usize = 128;

/// Guesses (base-10 logarithm) that a new password has to outlast: as an estimator counts them, words and patterns known.
const GUESSES_LOG10: f64 = 10.0;

/// Why a new password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Fewer characters than [`SHORTEST`].
    Short,
    /// More characters than [`MOST`].
    Long,
    /// Among the first that a guesser tries: known words, names, rows of keys, repetitions.
    Guessable,
    /// The second field holds something else than the first.
    Different,
}

/// Checks a new password, typed twice; `known` are words a guesser would try first (login, name, name of the service).
///
/// # Errors
/// The first of the rules that is broken.
pub fn fits(password: &str, again: &str, known: &[&str]) -> Result<(), PasswordProblem> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordProblem::Short);
    }
    if length > MOST {
        return Err(PasswordProblem::Long);
    }
    if password != again {
        return Err(PasswordProblem::Different);
    }
    let few = {
        let mut signs: Vec<char> = password.chars().collect();
        signs.sort_unstable();
        signs.dedup();
        signs.len() < 5
    };
    if few || zxcvbn::zxcvbn(password, known).guesses_log10() < GUESSES_LOG10 {
        return Err(PasswordProblem::Guessable);
    }
    Ok(())
}

/// A kept password: an Argon2id string of the PHC form, with its own salt and settings.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Hashes with Argon2id, 19 MiB, 2 passes, 1 lane (OWASP's first choice); takes some 20 ms of one core.
    pub fn of(password: &str, salt: [u8; 16]) -> PasswordHash {
        let hashed = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
        PasswordHash(
            hashed
                .expect("16 bytes are a salt, and a password is short enough")
                .to_string(),
        )
    }

    /// One that was stored.
    pub fn stored(text: String) -> PasswordHash {
        PasswordHash(text)
    }

    /// The text to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the password; takes as long for a wrong one.
    pub fn is(&self, password: &str) -> bool {
        let parsed = Phc::new(&self.0);
        parsed.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}
