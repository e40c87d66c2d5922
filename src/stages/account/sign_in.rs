//! Signing in: the password, then the digits of the second factor.

use super::super::{App, StageError};
use super::devices::{Guess, brake_key, mark};
use super::session::{Person, begin};
use super::{factor_error, hashing};
use crate::domain::account::{AccountState, Login, PasswordHash, Role, SecondFactor};
use crate::storage::account::{self, AccountRecord};
use crate::storage::session::{self, Stage};
use std::sync::LazyLock;

/// Stands in for the password of accounts that are not there, so that they take as long to refuse.
static NOBODY: LazyLock<PasswordHash> = LazyLock::new(|| PasswordHash::of("nobody has this password", [0; 16]));

/// What somebody typed to sign in.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// Login as typed.
    pub login: &'a str,
    /// Password as typed.
    pub password: &'a str,
    /// What the browser kept from an earlier time.
    pub device: Option<&'a str>,
}

/// What the browser keeps.
#[derive(Debug, Clone)]
pub struct Ticket {
    /// Token of the session.
    pub token: String,
    /// Mark of the browser.
    pub device: String,
    /// How far the sign-in has come.
    pub stage: Stage,
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A session began.
    In(Ticket),
    /// Login or password is wrong; which one is not said.
    Wrong,
    /// Too many failures: seconds to wait.
    Wait(i64),
}

/// Tries login and password.
pub async fn sign_in(app: &App, attempt: Attempt<'_>) -> Result<Outcome, StageError> {
    let Some(login) = Login::parse(attempt.login) else {
        return Ok(Outcome::Wrong);
    };
    let key = brake_key(&app.keys.sign_in, &login, Guess::Password(attempt.device));
    let wait = session::brake(&app.db, &key).await?.wait(app.now());
    if wait > 0 {
        return Ok(Outcome::Wait(wait));
    }
    let found = account::by_login(&app.db, &login).await?;
    let right = password_is(found.as_ref(), attempt.password).await?;
    let Some(account) = found.filter(|account| right && account.state == AccountState::Active) else {
        session::count_failure(&app.db, &key, login.as_str(), app.now()).await?;
        return Ok(Outcome::Wrong);
    };
    session::release_brake(&app.db, &key).await?;
    let stage = match (&account.second_factor, asks_second_factor(app, account.role)) {
        (Some(_), _) => Stage::Digits,
        (None, true) => Stage::SetUp,
        (None, false) => Stage::Full,
    };
    Ok(Outcome::In(ticket(app, &account, stage).await?))
}

/// Tries the digits; the session that waited for them is replaced by a full one.
pub async fn digits(app: &App, person: &Person, typed: &str) -> Result<Outcome, StageError> {
    let account = &person.account;
    let key = brake_key(&app.keys.sign_in, &account.login, Guess::Digits);
    let wait = session::brake(&app.db, &key).await?.wait(app.now());
    if wait > 0 {
        return Ok(Outcome::Wait(wait));
    }
    let right = match &account.second_factor {
        Some(sealed) => uses_digits(app, account, sealed, typed).await?,
        None => false,
    };
    if !right {
        session::count_failure(&app.db, &key, account.login.as_str(), app.now()).await?;
        return Ok(Outcome::Wrong);
    }
    session::release_brake(&app.db, &key).await?;
    session::end(&app.db, &person.token_hash).await?;
    Ok(Outcome::In(ticket(app, account, Stage::Full).await?))
}

/// A session that is signed in, after its account was opened or changed.
pub(super) async fn ticket(app: &App, account: &AccountRecord, stage: Stage) -> Result<Ticket, StageError> {
    Ok(Ticket {
        token: begin(app, account, stage).await?,
        device: mark(&app.keys.sign_in, &account.login, app.random.bytes()),
        stage,
    })
}

/// Whether an account of that role has to have a second factor.
pub(super) fn asks_second_factor(app: &App, role: Role) -> bool {
    app.second_factor && role != Role::Interviewer
}

/// Whether this is the account's password; takes as long where there is no account.
pub(super) async fn password_is(account: Option<&AccountRecord>, typed: &str) -> Result<bool, StageError> {
    let kept = account.and_then(|account| account.password.clone());
    let typed = typed.to_owned();
    hashing(move || match kept {
        Some(kept) => kept.is(&typed),
        None => {
            NOBODY.is(&typed);
            false
        }
    })
    .await
}

async fn uses_digits(app: &App, account: &AccountRecord, sealed: &[u8], typed: &str) -> Result<bool, StageError> {
    let factor = SecondFactor::open(&app.keys.second_factor, &account.id, sealed).map_err(factor_error)?;
    let step = factor
        .step_of(typed, app.now(), account.last_step)
        .map_err(factor_error)?;
    match step {
        Some(step) => Ok(account::use_step(&app.db, &account.id, step).await?),
        None => Ok(false),
    }
}
