//! Whom to call when a code opens nothing, so that no round is known.

use crate::domain::definition::Text;
use crate::stages::{App, StageError};
use crate::storage::round::{self, RoundState};

/// The telephone numbers of the rounds in the field, each once, with the title of the newest round that has it.
///
/// # Errors
/// The database; a stored survey that cannot be read.
pub async fn helplines(app: &App) -> Result<Vec<(Text, String)>, StageError> {
    let mut lines: Vec<(Text, String)> = Vec::new();
    for record in round::list(&app.db).await? {
        if record.state != RoundState::Fielding {
            continue;
        }
        let round = app.with_survey(record).await?;
        let phone = &round.survey.round.contact.phone;
        if !phone.is_empty() && !lines.iter().any(|(_, known)| known == phone) {
            lines.push((round.record.title.clone(), phone.clone()));
        }
    }
    Ok(lines)
}
