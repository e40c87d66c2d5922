//! What a receipt code may learn (DESIGN 5.10), and withdrawal by it.

use super::{App, StageError};
use crate::domain::definition::Text;
use crate::domain::proof::Receipt;
use crate::storage::round::RoundState;
use crate::storage::{log, receipt, results};

pub use super::respond::withdraw;

/// What became of the answers behind a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Accepted and in the log.
    Recorded,
    /// Accepted, not yet in the log.
    Waiting,
    /// Newer answers count.
    Replaced,
    /// Withdrawn.
    Withdrawn,
    /// Sealed and used.
    Used,
    /// Sealed and set aside by a registered rule.
    SetAside,
}

/// A known receipt.
#[derive(Debug, Clone)]
pub struct Known {
    /// What became of it.
    pub fate: Fate,
    /// Round id.
    pub round: String,
    /// Round title.
    pub title: Text,
    /// Size and root (hex) of the newest signed head; none while the log is empty.
    pub head: Option<(u64, String)>,
    /// Whether it can still be withdrawn.
    pub may_withdraw: bool,
}

/// Looks a receipt up; `None` when nobody knows it.
///
/// # Errors
/// The database.
pub async fn look_up(app: &App, code: &Receipt) -> Result<Option<Known>, StageError> {
    let Some(found) = receipt::find(&app.db, &code.hash(&app.keys.receipt)).await? else {
        return Ok(None);
    };
    let loaded = app.round(&found.round).await?;
    let sealed = loaded.record.state == RoundState::Sealed;
    let fate = match (found.status.as_str(), sealed) {
        ("replaced", _) => Fate::Replaced,
        ("withdrawn", _) => Fate::Withdrawn,
        (_, true)
            if results::set_aside(&app.db, &found.round, &found.submission)
                .await?
                .is_some() =>
        {
            Fate::SetAside
        }
        (_, true) => Fate::Used,
        (_, false) if found.leaf.is_some() => Fate::Recorded,
        (_, false) => Fate::Waiting,
    };
    let head = log::heads(&app.db, &found.round).await?.pop();
    Ok(Some(Known {
        fate,
        title: loaded.record.title.clone(),
        head: head.map(|head| (head.size, head.root)),
        may_withdraw: loaded.record.state == RoundState::Fielding && found.status == "accepted",
        round: found.round,
    }))
}
