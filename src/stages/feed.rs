//! The score feed in time: clients and their tokens, addresses that sealed sheets are sent to.

use super::{App, StageError};
use crate::domain::feed::{ClientToken, PushAddress};
use crate::storage::feed::{self, ClientRecord};
use crate::storage::push::{self, TargetRecord};

/// Longest name of a client, characters.
const LONGEST_NAME: usize = 60;

/// Seconds between two notes that a client has fetched something.
const NOTED_EVERY: i64 = 5 * 60;

/// Makes a client; its token is shown once and not kept. `None` where the name is missing or too long.
pub async fn add_client(app: &App, name: &str) -> Result<Option<ClientToken>, StageError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Ok(None);
    }
    let token = ClientToken::generate(&mut app.random.generator());
    let client = ClientRecord {
        id: app.random.uuid().to_string(),
        name: name.to_owned(),
        created_by: app.db.actor().name().to_owned(),
        created_at: app.now(),
        used_at: None,
        revoked_at: None,
    };
    feed::add(&app.db, &client, &token.hash(&app.keys.sign_in), app.now()).await?;
    Ok(Some(token))
}

/// Ends a client's token at once.
pub async fn revoke_client(app: &App, id: &str) -> Result<(), StageError> {
    Ok(feed::revoke(&app.db, id, app.now()).await?)
}

/// The client behind a token; `None` for an unknown or revoked one.
pub async fn client(app: &App, token: &str) -> Result<Option<ClientRecord>, StageError> {
    let Some(token) = ClientToken::parse(token) else {
        return Ok(None);
    };
    let Some(client) = feed::by_token(&app.db, &token.hash(&app.keys.sign_in)).await? else {
        return Ok(None);
    };
    if client.used_at.is_none_or(|used| app.now() - used > NOTED_EVERY) {
        feed::touch(&app.db, &client.id, app.now()).await?;
    }
    Ok(Some(client))
}

/// Adds an address; sheets that are sealed from now on are sent there. `None` for what is no address.
pub async fn add_target(app: &App, typed: &str) -> Result<Option<()>, StageError> {
    let Some(address) = PushAddress::parse(typed) else {
        return Ok(None);
    };
    let target = TargetRecord {
        id: app.random.uuid().to_string(),
        address: address.as_str().to_owned(),
        created_by: app.db.actor().name().to_owned(),
        created_at: app.now(),
        revoked_at: None,
    };
    push::add_target(&app.db, &target, app.now()).await?;
    Ok(Some(()))
}

/// Removes an address.
pub async fn remove_target(app: &App, id: &str) -> Result<(), StageError> {
    Ok(push::revoke_target(&app.db, id, app.now()).await?)
}

/// Makes everything due now that an address has not accepted yet.
pub async fn hurry(app: &App, id: &str) -> Result<(), StageError> {
    Ok(push::hurry(&app.db, id, app.now()).await?)
}

/// Sends an address the newest sealed sheets, also those that were sealed before it was added.
pub async fn send_newest(app: &App, id: &str) -> Result<(), StageError> {
    Ok(push::send_newest(&app.db, id, app.now()).await?)
}
