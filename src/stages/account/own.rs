//! What everybody may change about the own account: password, second factor, language, sessions.

use super::super::{App, StageError};
use super::devices::{Guess, lane};
use super::session::Person;
use super::sign_in::{Ticket, asks_second_factor, failed, password_is, ticket};
use super::{Denied, SERVICE, factor_error, hashed};
use crate::domain::account::{SecondFactor, fits};
use crate::domain::definition::Language;
use crate::storage::account::{self, NewFactor, OwnChange};
use crate::storage::session::{self, Stage, Try};

/// Changes the password; every other session ends, and this one begins anew.
pub async fn change_password(
    app: &App,
    person: &Person,
    present: &str,
    (password, again): (&str, &str),
) -> Result<Result<Ticket, Denied>, StageError> {
    if let Err(denied) = check_present(app, person, present).await? {
        return Ok(Err(denied));
    }
    let account = &person.account;
    let known = [account.login.as_str(), &account.name, SERVICE[0], SERVICE[1]];
    if let Err(problem) = fits(password, again, &known) {
        return Ok(Err(Denied::Password(problem)));
    }
    let password = hashed(app, password).await?;
    let change = OwnChange::Password(password);
    account::change_own(&app.db, &account.id, &change, app.now()).await?;
    Ok(Ok(begin_anew(app, person).await?))
}

/// A new secret for the own phone; nothing is stored before its digits were typed once.
pub fn new_second_factor(app: &App, person: &Person) -> Result<(SecondFactor, String), StageError> {
    let factor = SecondFactor::generate(&mut app.random.generator());
    let key = &app.keys.second_factor;
    let sealed = factor.sealed(key, &person.account.id, &mut app.random.generator());
    Ok((factor, hex::encode(sealed.map_err(factor_error)?)))
}

/// A secret that [`new_second_factor`] sealed for this person, for showing it once more.
pub fn reopened_second_factor(app: &App, person: &Person, sealed: &str) -> Option<SecondFactor> {
    let bytes = hex::decode(sealed).ok()?;
    SecondFactor::open(&app.keys.second_factor, &person.account.id, &bytes).ok()
}

/// Takes a new secret, as [`new_second_factor`] sealed it, once the phone shows the right digits for it; every other
/// session ends, and this one begins anew. In a session that was left open it takes the present password too; in one that
/// has to set up its first, nobody else may have set one meanwhile.
pub async fn set_second_factor(
    app: &App,
    person: &Person,
    (sealed, digits): (&str, &str),
    present: &str,
) -> Result<Result<Ticket, Denied>, StageError> {
    let id = &person.account.id;
    if person.stage == Stage::Full
        && let Err(denied) = check_present(app, person, present).await?
    {
        return Ok(Err(denied));
    }
    let Some(factor) = reopened_second_factor(app, person, sealed) else {
        return Ok(Err(Denied::WrongDigits));
    };
    let bytes = hex::decode(sealed).unwrap_or_default();
    let Some(step) = factor.step_of(digits, app.now(), 0).map_err(factor_error)? else {
        return Ok(Err(Denied::WrongDigits));
    };
    let new = NewFactor {
        sealed: bytes,
        step,
        epoch: person.account.epoch,
        replaces: person.stage == Stage::Full,
    };
    if !account::set_second_factor(&app.db.by(person.actor()), id, &new, app.now()).await? {
        return Ok(Err(Denied::Over));
    }
    Ok(Ok(begin_anew(app, person).await?))
}

/// Gives the second factor up, where none is asked for; every other session ends, and this one begins anew.
pub async fn drop_second_factor(
    app: &App,
    person: &Person,
    present: &str,
) -> Result<Result<Ticket, Denied>, StageError> {
    if asks_second_factor(app, person.account.role) {
        return Ok(Err(Denied::WrongDigits));
    }
    if let Err(denied) = check_present(app, person, present).await? {
        return Ok(Err(denied));
    }
    let change = OwnChange::DropSecondFactor;
    account::change_own(&app.db, &person.account.id, &change, app.now()).await?;
    Ok(Ok(begin_anew(app, person).await?))
}

/// Sets the language of the own pages.
pub async fn change_language(app: &App, person: &Person, language: Language) -> Result<(), StageError> {
    let change = OwnChange::Language(language);
    Ok(account::change_own(&app.db, &person.account.id, &change, app.now()).await?)
}

/// Ends every session of the account, this one too.
pub async fn sign_out_everywhere(app: &App, person: &Person) -> Result<(), StageError> {
    let change = OwnChange::SignOutEverywhere;
    Ok(account::change_own(&app.db, &person.account.id, &change, app.now()).await?)
}

/// The present password, with the same brake as signing in: a session left open is no way to guess it.
async fn check_present(app: &App, person: &Person, typed: &str) -> Result<Result<(), Denied>, StageError> {
    let login = &person.account.login;
    let lane = lane(&app.keys.sign_in, login, Guess::Present);
    let tries = match session::count_try(&app.db, &lane.key, lane.longest, app.now()).await? {
        Try::Counted(tries) => tries,
        Try::Wait(seconds) => return Ok(Err(Denied::Wait(seconds))),
    };
    if password_is(Some(&person.account), typed).await? {
        session::release_brake(&app.db, &lane.key).await?;
        return Ok(Ok(()));
    }
    failed(app, Some(login), tries).await?;
    Ok(Err(Denied::WrongPassword))
}

async fn begin_anew(app: &App, person: &Person) -> Result<Ticket, StageError> {
    let account = account::find(&app.db, &person.account.id).await?;
    let account = account.unwrap_or_else(|| person.account.clone());
    ticket(app, &account, Stage::Full).await
}
