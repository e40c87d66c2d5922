//! The second factor: six digits that a phone shows, new every 30 seconds (RFC 6238).

use crate::domain::proof::{ContactError, Key32, open_contact, seal_contact};
use rand::Rng;
use std::fmt;
use thiserror::Error;
use totp_rs::{Builder, Totp};

/// Name that the phone shows above the digits.
const ISSUER: &str = "Barometer";

/// Seconds of a step.
const STEP: u64 = 30;

/// A second factor that cannot be used.
#[derive(Debug, Error)]
pub enum SecondFactorError {
    /// The stored secret cannot be opened.
    #[error(transparent)]
    Sealed(#[from] ContactError),
    /// The library refuses the secret or the name.
    #[error("a second factor that cannot be used: {0}")]
    Unusable(String),
}

/// The secret that the server and a phone share: 20 bytes.
#[derive(Clone)]
pub struct SecondFactor([u8; 20]);

impl SecondFactor {
    /// A new secret.
    pub fn generate(rng: &mut impl Rng) -> SecondFactor {
        let mut secret = [0; 20];
        rng.fill_bytes(&mut secret);
        SecondFactor(secret)
    }

    /// Reads back what [`SecondFactor::sealed`] gave for the same account.
    ///
    /// # Errors
    /// Another key, another account, or changed bytes.
    pub fn open(key: &Key32, account: &str, sealed: &[u8]) -> Result<SecondFactor, SecondFactorError> {
        let bytes = open_contact(key, account, 0, sealed)?;
        let secret = bytes.try_into().map_err(|_| ContactError::CutOff)?;
        Ok(SecondFactor(secret))
    }

    /// Encrypted and bound to the account.
    ///
    /// # Errors
    /// None in practice: the secret is short.
    pub fn sealed(&self, key: &Key32, account: &str, rng: &mut impl Rng) -> Result<Vec<u8>, SecondFactorError> {
        Ok(seal_contact(key, account, 0, &self.0, rng)?)
    }

    /// The time step for which these digits are right, one step early or late allowed. A step up to `last_step` was used
    /// before and counts no more: nobody can look over a shoulder and repeat the digits.
    ///
    /// # Errors
    /// [`SecondFactorError::Unusable`].
    pub fn step_of(&self, digits: &str, now: i64, last_step: i64) -> Result<Option<i64>, SecondFactorError> {
        let typed: String = digits.chars().filter(char::is_ascii_digit).collect();
        let time = u64::try_from(now).unwrap_or_default();
        let step = self.totp("account")?.check(&typed, time);
        let step = step.and_then(|step| i64::try_from(step).ok());
        Ok(step.filter(|step| *step > last_step))
    }

    /// The address that a phone reads from the picture.
    ///
    /// # Errors
    /// [`SecondFactorError::Unusable`].
    pub fn address(&self, login: &str) -> Result<String, SecondFactorError> {
        self.totp(login)?.to_url().map_err(unusable)
    }

    /// The secret as people type it into a phone without a camera: groups of four signs.
    ///
    /// # Errors
    /// [`SecondFactorError::Unusable`].
    pub fn typed(&self) -> Result<String, SecondFactorError> {
        let all = self.totp("account")?.secret().to_base32();
        let signs: Vec<char> = all.chars().collect();
        let groups: Vec<String> = signs.chunks(4).map(|group| group.iter().collect()).collect();
        Ok(groups.join(" "))
    }

    /// The digits of a moment: what a phone would show.
    ///
    /// # Errors
    /// [`SecondFactorError::Unusable`].
    pub fn digits(&self, now: i64) -> Result<String, SecondFactorError> {
        let time = u64::try_from(now).unwrap_or_default();
        Ok(self.totp("account")?.generate(time).to_string())
    }

    fn totp(&self, login: &str) -> Result<Totp, SecondFactorError> {
        let builder = Builder::new().with_secret(self.0.to_vec()).with_step_duration(STEP);
        let named = builder.with_account_name(login).with_issuer(Some(ISSUER));
        named.build().map_err(unusable)
    }
}

fn unusable(error: impl fmt::Display) -> SecondFactorError {
    SecondFactorError::Unusable(error.to_string())
}

impl fmt::Debug for SecondFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecondFactor(…)")
    }
}
