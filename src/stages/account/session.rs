//! Who is behind a cookie.

use super::super::{App, StageError};
use crate::domain::account::{AccountState, Actor};
use crate::domain::random::derive;
use crate::storage::account::{self, AccountRecord};
use crate::storage::session::{self, SessionRecord, Stage};

/// Seconds without a page after which a session is over.
pub(super) const IDLE: i64 = 2 * 60 * 60;

/// Seconds after which a session is over in any case.
const LONGEST: i64 = 12 * 60 * 60;

/// Seconds between two notes that a session is in use.
const NOTED_EVERY: i64 = 5 * 60;

/// A signed-in person.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub account: AccountRecord,
    /// How far the sign-in has come.
    pub stage: Stage,
    /// What every form of this session carries.
    pub csrf: String,
    pub(super) token_hash: Vec<u8>,
}

impl Person {
    /// As the audit log names them.
    pub fn actor(&self) -> Actor {
        Actor::Account {
            id: self.account.id.clone(),
            login: self.account.login.clone(),
            role: self.account.role,
        }
    }
}

/// The person behind a session's token; `None` where it is unknown or over.
pub async fn person(app: &App, token: &str) -> Result<Option<Person>, StageError> {
    let token_hash = token_hash(app, token);
    let Some(session) = session::find(&app.db, &token_hash).await? else {
        return Ok(None);
    };
    let now = app.now();
    if now - session.seen_at > IDLE || now - session.created_at > LONGEST {
        return Ok(None);
    }
    let account = account::find(&app.db, &session.account).await?;
    let good = |account: &AccountRecord| account.state == AccountState::Active && account.epoch == session.epoch;
    let Some(account) = account.filter(good) else {
        return Ok(None);
    };
    if now - session.seen_at > NOTED_EVERY {
        session::touch(&app.db, &token_hash, now).await?;
    }
    Ok(Some(Person {
        account,
        stage: session.stage,
        csrf: hex::encode(derive(app.keys.sign_in.bytes(), &["csrf", token])),
        token_hash,
    }))
}

/// Begins a session; gives its token for the cookie.
pub(super) async fn begin(app: &App, account: &AccountRecord, stage: Stage) -> Result<String, StageError> {
    let token = hex::encode(app.random.bytes::<32>());
    let now = app.now();
    let record = SessionRecord {
        token_hash: token_hash(app, &token),
        account: account.id.clone(),
        epoch: account.epoch,
        stage,
        created_at: now,
        seen_at: now,
    };
    let actor = Actor::Account {
        id: account.id.clone(),
        login: account.login.clone(),
        role: account.role,
    };
    session::begin(&app.db.by(actor), &record, account.login.as_str(), now - IDLE).await?;
    Ok(token)
}

/// Ends this session.
pub async fn sign_out(app: &App, person: &Person) -> Result<(), StageError> {
    Ok(session::end(&app.db, &person.token_hash).await?)
}

fn token_hash(app: &App, token: &str) -> Vec<u8> {
    derive(app.keys.sign_in.bytes(), &["session", token]).to_vec()
}
