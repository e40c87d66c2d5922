//! How accounts come into being: the first administrator's link, and one-time links for everybody else.

use super::super::{App, StageError};
use super::sign_in::{Ticket, asks_second_factor, ticket};
use super::{Denied, SERVICE, hashed};
use crate::domain::account::{AccountState, Login, Role, fits};
use crate::domain::definition::Language;
use crate::domain::random::derive;
use crate::storage::account::{self, AccountRecord, LinkPurpose, LinkRecord, NewLink};
use crate::storage::session::Stage;

/// Seconds for which the first administrator's link is good.
const FIRST_GOOD_FOR: i64 = 24 * 60 * 60;

/// Seconds for which any other link is good.
const GOOD_FOR: i64 = 7 * 24 * 60 * 60;

/// Longest name of a person, characters.
const LONGEST_NAME: usize = 60;

/// An account that an administrator asks for, as typed.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What it will sign in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Its one role.
    pub role: Role,
}

/// What opening a link gives.
#[derive(Debug)]
pub enum Opened {
    /// Signed in, or on the way to the second factor.
    In(Ticket),
    /// The form has to be filled in again.
    Denied(Denied),
}

/// The link that makes the first administrator, while there is none; a new one replaces the old.
pub async fn first_link(app: &App) -> Result<Option<String>, StageError> {
    let (token, link) = new_link(app, FIRST_GOOD_FOR);
    let made = account::put_first_link(&app.db, &link).await?;
    Ok(made.then(|| address(app, &token)))
}

/// Makes an account; gives the link that opens it, to be handed over in person. It is shown once and not kept.
pub async fn create(app: &App, wanted: &NewAccount) -> Result<Result<String, Denied>, StageError> {
    let record = match record(app, &wanted.login, &wanted.name, wanted.role) {
        Ok(record) => record,
        Err(denied) => return Ok(Err(denied)),
    };
    let (token, link) = new_link(app, GOOD_FOR);
    account::insert(&app.db, &record, &link, app.now()).await?;
    Ok(Ok(address(app, &token)))
}

/// A new link for an account whose owner lost the password or the phone.
pub async fn renew(app: &App, id: &str) -> Result<String, StageError> {
    let (token, link) = new_link(app, GOOD_FOR);
    account::renew_link(&app.db, id, &link, app.now()).await?;
    Ok(address(app, &token))
}

/// Closes an account or opens it again.
pub async fn set_state(app: &App, id: &str, state: AccountState) -> Result<(), StageError> {
    Ok(account::set_state(&app.db, id, state, app.now()).await?)
}

/// What a link opens, while it is good.
pub async fn link_of(app: &App, token: &str) -> Result<Option<(LinkRecord, Option<AccountRecord>)>, StageError> {
    let Some(link) = account::link(&app.db, &link_hash(app, token), app.now()).await? else {
        return Ok(None);
    };
    let account = match &link.account {
        Some(id) => account::find(&app.db, id).await?,
        None => None,
    };
    Ok(Some((link, account)))
}

/// Uses a link: the first administrator names the account, everybody sets a password; the account speaks this language.
pub async fn open(
    app: &App,
    token: &str,
    (login, name): (&str, &str),
    (password, again): (&str, &str),
    language: Language,
) -> Result<Option<Opened>, StageError> {
    let Some((link, existing)) = link_of(app, token).await? else {
        return Ok(None);
    };
    let account = match existing {
        Some(account) => account,
        None => match record(app, login, name, Role::Administrator) {
            Ok(record) => record,
            Err(denied) => return Ok(Some(Opened::Denied(denied))),
        },
    };
    let known = [account.login.as_str(), &account.name, SERVICE[0], SERVICE[1]];
    if let Err(problem) = fits(password, again, &known) {
        return Ok(Some(Opened::Denied(Denied::Password(problem))));
    }
    let password = hashed(app, password).await?;
    let hash = link_hash(app, token);
    let id = account.id.clone();
    match link.purpose {
        LinkPurpose::First => {
            let record = AccountRecord {
                password: Some(password),
                state: AccountState::Active,
                language,
                ..account
            };
            account::use_first_link(&app.db, &hash, &record, app.now()).await?;
        }
        LinkPurpose::Password => {
            account::use_link(&app.db, &hash, &id, (&password, language), app.now()).await?;
        }
    }
    let Some(account) = account::find(&app.db, &id).await? else {
        return Ok(None);
    };
    let stage = if asks_second_factor(app, account.role) {
        Stage::SetUp
    } else {
        Stage::Full
    };
    Ok(Some(Opened::In(ticket(app, &account, stage).await?)))
}

fn record(app: &App, login: &str, name: &str, role: Role) -> Result<AccountRecord, Denied> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Denied::Name);
    }
    Ok(AccountRecord {
        id: app.random.uuid().to_string(),
        login: Login::parse(login).ok_or(Denied::Login)?,
        name: name.to_owned(),
        role,
        state: AccountState::Invited,
        password: None,
        second_factor: None,
        last_step: 0,
        epoch: 0,
        language: Language::Zh,
        created_at: app.now(),
    })
}

fn new_link(app: &App, good_for: i64) -> (String, NewLink) {
    let token = hex::encode(app.random.bytes::<24>());
    let link = NewLink {
        token_hash: link_hash(app, &token),
        expires_at: app.now() + good_for,
    };
    (token, link)
}

fn link_hash(app: &App, token: &str) -> Vec<u8> {
    derive(app.keys.sign_in.bytes(), &["link", token]).to_vec()
}

fn address(app: &App, token: &str) -> String {
    format!("{}/welcome/{token}", app.public_url)
}
