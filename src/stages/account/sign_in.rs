//! Signing in: the password, then the digits of the second factor.

use super::super::{App, StageError};
use super::devices::{Guess, lane, marks};
use super::session::{Person, begin};
use super::{factor_error, hashing};
use crate::domain::account::{AccountState, FREE_TRIES, Login, PasswordHash, Role, SecondFactor};
use crate::domain::definition::Language;
use crate::storage::account::{self, AccountRecord};
use crate::storage::session::{self, Stage, Try};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Tries at passwords that wait for their turn at once: a flood is turned away before it costs anything.
static WAITING: Semaphore = Semaphore::const_new(64);

/// Seconds after which to come again when too many wait.
const BUSY: i64 = 5;

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
    /// Who signed in: for the browser's mark.
    login: Login,
    /// How far the sign-in has come.
    pub stage: Stage,
    /// Language of the account's pages.
    pub language: Language,
}

impl Ticket {
    /// What the browser is to keep beside the session, with the marks of other accounts that it kept before.
    pub fn marks(&self, app: &App, kept: Option<&str>) -> String {
        marks(&app.keys.sign_in, &self.login, app.random.bytes(), kept)
    }
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
    let Ok(_place) = WAITING.try_acquire() else {
        return Ok(Outcome::Wait(BUSY));
    };
    let lane = lane(&app.keys.sign_in, &login, Guess::Password(attempt.device));
    let tries = match session::count_try(&app.db, &lane.key, lane.longest, app.now()).await? {
        Try::Counted(tries) => tries,
        Try::Wait(seconds) => return Ok(Outcome::Wait(seconds)),
    };
    let found = account::by_login(&app.db, &login).await?;
    let right = password_is(found.as_ref(), attempt.password).await?;
    let known = found.is_some().then_some(&login);
    let Some(account) = found.filter(|account| right && account.state == AccountState::Active) else {
        failed(app, known, tries).await?;
        return Ok(Outcome::Wrong);
    };
    session::release_brake(&app.db, &lane.key).await?;
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
    let lane = lane(&app.keys.sign_in, &account.login, Guess::Digits);
    let tries = match session::count_try(&app.db, &lane.key, lane.longest, app.now()).await? {
        Try::Counted(tries) => tries,
        Try::Wait(seconds) => return Ok(Outcome::Wait(seconds)),
    };
    let right = match &account.second_factor {
        Some(sealed) => uses_digits(app, account, sealed, typed).await?,
        None => false,
    };
    if !right {
        failed(app, Some(&account.login), tries).await?;
        return Ok(Outcome::Wrong);
    }
    session::release_brake(&app.db, &lane.key).await?;
    session::end(&app.db, &person.token_hash).await?;
    Ok(Outcome::In(ticket(app, account, Stage::Full).await?))
}

/// A counted try failed; the first one that brings a pause is written down.
pub(super) async fn failed(app: &App, login: Option<&Login>, tries: u32) -> Result<(), StageError> {
    if tries == FREE_TRIES {
        session::note_braked(&app.db, login, tries, app.now()).await?;
    }
    Ok(())
}

/// A session that is signed in, after its account was opened or changed.
pub(super) async fn ticket(app: &App, account: &AccountRecord, stage: Stage) -> Result<Ticket, StageError> {
    Ok(Ticket {
        token: begin(app, account, stage).await?,
        login: account.login.clone(),
        language: account.language,
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
