//! Looks ahead from the field: what check, weigh and score would say if the round were closed now. Writes nothing.

use super::data::{hashes, round_facts};
use super::evidence::read_columns;
use super::{App, LoadedRound, Random, StageError, respond};
use crate::domain::columns::Columns;
use crate::domain::definition::SampleDesign;
use crate::domain::score::forecast::{Forecast, forecast as look_ahead};
use crate::storage::{disposition, sample};

/// What closing now would lead to, the sufficient partial answers included that closing makes submissions of.
pub async fn forecast(app: &App, loaded: &LoadedRound) -> Result<Forecast, StageError> {
    let round = &loaded.record.id;
    let mut data = round_facts(app, loaded, app.now(), 1).await?;
    let mut columns = read_columns(app, loaded, None).await?;
    // What is tried out here must not use up the house's own randomness: a seeded round stays repeatable.
    let aside = app.with(app.clock.clone(), Random::seeded(0));
    let partials = respond::partials(&aside, loaded).await?;
    if loaded.survey.round.sample == SampleDesign::Stratified {
        let mut units = sample::units(&app.db, round).await?;
        for unit in &mut units {
            if let Some((_, document)) = partials.iter().find(|(number, _)| *number == unit.sample_no) {
                unit.disposition = Some(document.disposition.clone());
            }
        }
        data.cases = disposition::count_cases(units);
    }
    let documents = partials.iter().map(|(_, document)| document.into());
    columns.append(Columns::of(&loaded.survey, documents));
    Ok(look_ahead(
        &loaded.survey,
        &data,
        &columns.ordered(),
        &hashes(&loaded.survey),
    ))
}
