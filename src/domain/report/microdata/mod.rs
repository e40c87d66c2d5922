//! Anonymised microdata: respondents and ratings in two files that cannot be joined, both so coarse that every
//! combination of characteristics is shared by at least ten.
//!
//! Three things would tell who somebody is, and each is taken away:
//! - **characteristics** (mode, raking variables) are kept only as far as at least [`FEWEST`](super::FEWEST) rows share
//!   their combination, by [`partition()`];
//! - **weights** are as good as a fingerprint, because few people share stratum, age, sex and registration: a
//!   respondent's weight is the mean of the weights of his or her combination, a rating's weight is the mean over ratings
//!   of the same department and grade, so that every share of satisfied is reproduced exactly;
//! - **the list of departments** that somebody was shown is printed on the invitation: therefore ratings stand in a file of
//!   their own without any number that leads to the respondent, and in an order that says nothing.

mod partition;
mod ratings;
mod respondents;
#[cfg(test)]
mod tests;

pub use partition::{WITHHELD, partition};
pub use ratings::RatingRow;
pub use respondents::{RespondentRow, UNKNOWN, mode_code};

use super::Sample;
use crate::domain::columns::variables;
use crate::domain::definition::{Audience, AudienceId, MarginVariable, QuestionId, Survey};
use crate::domain::random::{shuffle, stream};
use crate::domain::score::ScoreError;
use crate::domain::score::sheet::ScoreSheet;
use sha2::{Digest, Sha256};

/// Names what a seed is for; a change of the rules is a new name.
const PURPOSE: &str = "barometer/microdata/1";

/// The microdata of a round.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Microdata {
    /// Characteristics of each audience, in the order of the columns of its rows.
    pub forms: Vec<Form>,
    /// One row per analysed respondent.
    pub respondents: Vec<RespondentRow>,
    /// One row per rating of a published cell.
    pub ratings: Vec<RatingRow>,
}

/// Which columns the rows of one audience have.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Audience.
    pub audience: AudienceId,
    /// Characteristics by name: `mode`, the raking variables, and `zone` where strata have registered groups.
    pub characteristics: Vec<String>,
    /// Questions of opinion that are asked once and stand in the respondents' file.
    pub opinions: Vec<QuestionId>,
}

impl Microdata {
    /// Makes the rows.
    ///
    /// # Errors
    /// A rating that cannot be read, which the sheet would have refused as well.
    pub(super) fn of(sample: &Sample, sheet: &ScoreSheet) -> Result<Microdata, ScoreError> {
        let forms: Vec<Form> = sample
            .survey
            .audiences
            .iter()
            .map(|one| Form::of(sample.survey, one))
            .collect();
        let mut data = Microdata {
            respondents: respondents::rows(sample, &forms),
            ratings: ratings::rows(sample, &forms, sheet)?,
            forms,
        };
        let seed = seed(sheet);
        // Sorted by what they say before they are shuffled: who undoes the shuffle, whose seed is public, learns nothing.
        data.respondents.sort_by(|a, b| a.content().cmp(&b.content()));
        data.ratings.sort_by(|a, b| a.content().cmp(&b.content()));
        shuffle(&mut stream(&seed, &["respondents"]), &mut data.respondents);
        shuffle(&mut stream(&seed, &["ratings"]), &mut data.ratings);
        Ok(data)
    }

    /// The columns of an audience's rows.
    pub fn form(&self, audience: &AudienceId) -> Option<&Form> {
        self.forms.iter().find(|form| &form.audience == audience)
    }

    /// Every characteristic of any audience, each once, in order.
    pub fn characteristics(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for name in self.forms.iter().flat_map(|form| &form.characteristics) {
            if !all.contains(&name.as_str()) {
                all.push(name);
            }
        }
        all
    }
}

/// The seed of the row order, from what the sheet publishes.
fn seed(sheet: &ScoreSheet) -> [u8; 32] {
    Sha256::digest(format!("{PURPOSE}\n{}\n{}", sheet.log_root, sheet.data_hash)).into()
}

/// The characteristic that groups strata, where the method registers such groups.
pub const ZONE: &str = "zone";

/// How the answers came in, as a characteristic: outsiders may know it.
pub const MODE: &str = "mode";

impl Form {
    fn of(survey: &Survey, audience: &Audience) -> Form {
        let named = variables(survey, audience);
        let mut characteristics = vec![MODE.to_owned()];
        if zone_of(survey, audience, &named).is_some() {
            characteristics.push(ZONE.to_owned());
        }
        characteristics.extend(named.into_iter().map(|variable| variable.name.clone()));
        Form {
            audience: audience.id.clone(),
            characteristics,
            opinions: respondents::opinions(audience),
        }
    }
}

/// The variable whose values the method groups for nonresponse, and the groups.
pub(super) fn zone_of<'s>(
    survey: &'s Survey,
    audience: &Audience,
    named: &[&MarginVariable],
) -> Option<(usize, &'s std::collections::BTreeMap<String, String>)> {
    let groups = survey.method.nonresponse.as_ref()?.groups.get(&audience.id)?;
    let frame = audience.frame.as_ref()?;
    let place = named.iter().position(|variable| variable.name == frame.stratum)?;
    (!groups.is_empty()).then_some((place, groups))
}
