//! Accounts in time: the first administrator, invitations, signing in and out, the second factor.

mod devices;
mod links;
mod own;
mod session;
mod sign_in;

pub use links::{NewAccount, Opened, create, first_link, link_of, open, renew, set_state};
pub use own::{
    change_language, change_password, drop_second_factor, new_second_factor, reopened_second_factor, set_second_factor,
    sign_out_everywhere,
};
pub use session::{Person, person, sign_out};
pub use sign_in::{Attempt, Outcome, Ticket, digits, sign_in};

use super::StageError;
use crate::domain::account::{PasswordHash, PasswordProblem, SecondFactorError};
use crate::domain::refusal::Refusal;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Name of the service: a word that a guesser would try first.
const SERVICE: [&str; 2] = ["barometer", "晴雨表"];

/// Passwords hashed at once: each takes 19 MiB and a core.
static HASHING: Semaphore = Semaphore::const_new(2);

/// Why somebody's own wish is refused; the form says it beside the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// The new password.
    Password(PasswordProblem),
    /// The present password is not this one.
    WrongPassword,
    /// The digits are not those of this half minute, or were used before.
    WrongDigits,
    /// Too many failures: seconds to wait.
    Wait(i64),
    /// The session is over, or the second factor was set elsewhere meanwhile.
    Over,
    /// A login has other signs, or is too short or too long.
    Login,
    /// A name is missing, or is longer than 60 characters.
    Name,
}

/// Runs the slow part of a password in the background, two at a time.
async fn hashing<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, StageError> {
    let _turn = HASHING.acquire().await.map_err(technical)?;
    spawn_blocking(work).await.map_err(technical)
}

async fn hashed(app: &super::App, password: &str) -> Result<PasswordHash, StageError> {
    let (password, salt) = (password.to_owned(), app.random.bytes());
    hashing(move || PasswordHash::of(&password, salt)).await
}

fn technical(error: impl std::fmt::Display) -> StageError {
    StageError::Refused(Refusal::Technical(error.to_string()))
}

fn factor_error(error: SecondFactorError) -> StageError {
    technical(error)
}
