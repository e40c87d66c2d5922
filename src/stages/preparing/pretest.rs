//! Pretests: a round of its own from the same files, whose answers never count.

use super::codes::{opened, seal};
use super::frames::refused;
use crate::domain::assignment::respondent_key;
use crate::domain::data::StratumCount;
use crate::domain::definition::{Audience, SampleDesign, Survey, Text};
use crate::domain::invitation::token::Token;
use crate::domain::refusal::{PrepareRefusal, Refusal};
use crate::jobs;
use crate::stages::draw::{assignment_secret, keys_leaf};
use crate::stages::invite::{Invitation, invitation};
use crate::stages::open::{OpenOptions, open};
use crate::stages::{App, LoadedRound, StageError};
use crate::storage::StorageError;
use crate::storage::preparing::{codes, pretest};
use crate::storage::round::Purpose;
use crate::storage::sample::{Basis, StratumRecord, UnitRecord, save_draw, save_tokens};
use std::collections::BTreeMap;

/// Most links of one audience.
pub const MOST_LINKS: u64 = 50;

/// Where the units of a pretest stand if its survey names no strata.
const STRATUM: &str = "pretest";

/// The id of a round's pretest.
pub fn id_of(round: &str) -> String {
    format!("{round}-pretest")
}

/// The round that a pretest tries out.
pub fn round_of(pretest: &str) -> &str {
    pretest.strip_suffix("-pretest").unwrap_or(pretest)
}

/// A pretest with its links.
#[derive(Debug)]
pub struct Pretest {
    /// Its round.
    pub loaded: LoadedRound,
    /// Its links, by sample number.
    pub links: Vec<Invitation>,
}

/// The pretest of a round, if there is one.
///
/// # Errors
/// The database; codes that cannot be opened.
pub async fn pretest(app: &App, round: &str) -> Result<Option<Pretest>, StageError> {
    let id = id_of(round);
    let loaded = match app.round(&id).await {
        Ok(loaded) if loaded.record.purpose == Purpose::Pretest => loaded,
        Ok(_) | Err(StageError::Storage(StorageError::NotFound(_))) => return Ok(None),
        Err(error) => return Err(error),
    };
    let sealed = codes::codes(&app.db, &id, 1).await?;
    let links = opened(app, &loaded, &sealed).await?;
    Ok(Some(Pretest { loaded, links }))
}

/// Makes the pretest of a round, with that many links for each audience; `title` is what its pages say it is.
///
/// # Errors
/// A pretest of a pretest, a round without a sample, one that is there already.
pub async fn begin(app: &App, round: &str, links: u64, title: Text) -> Result<(), StageError> {
    let loaded = app.round(round).await?;
    if loaded.record.purpose == Purpose::Pretest {
        return Err(refused(PrepareRefusal::OfPretest(round.to_owned())));
    }
    if loaded.survey.round.sample == SampleDesign::None {
        return Err(StageError::OutOfOrder(Refusal::NoSample(round.to_owned())));
    }
    if !(1..=MOST_LINKS).contains(&links) {
        return Err(refused(PrepareRefusal::Links(MOST_LINKS)));
    }
    let id = id_of(round);
    let options = OpenOptions {
        rename: Some((id.clone(), title)),
        pretest: true,
        ..OpenOptions::default()
    };
    open(app, loaded.survey.files.clone(), options).await?;
    let made = fill(app, &id, links).await;
    if made.is_err() {
        // Half a pretest helps nobody; the reason is what is told.
        pretest::discard(&app.db, &id, app.now()).await?;
    }
    made
}

/// Throws the pretest of a round away, with every answer that was given in it.
///
/// # Errors
/// [`PrepareRefusal::NoPretest`].
pub async fn discard(app: &App, round: &str) -> Result<(), StageError> {
    match pretest::discard(&app.db, &id_of(round), app.now()).await {
        Err(StorageError::NotFound(_)) => Err(refused(PrepareRefusal::NoPretest(round.to_owned()))),
        done => Ok(done?),
    }
}

/// Refuses what a pretest never does.
pub(in crate::stages) fn counts(loaded: &LoadedRound) -> Result<(), StageError> {
    match loaded.record.purpose {
        Purpose::Evaluation => Ok(()),
        Purpose::Pretest => Err(refused(PrepareRefusal::Pretest(loaded.record.id.clone()))),
    }
}

/// Made-up units, their codes in force and kept.
async fn fill(app: &App, id: &str, links: u64) -> Result<(), StageError> {
    let loaded = app.round(id).await?;
    let secret = assignment_secret(&loaded.seed()?);
    let (mut units, mut strata) = (Vec::new(), Vec::new());
    for audience in &loaded.survey.audiences {
        let first = units.len();
        for place in 0..links {
            let number = units.len() as u64 + 1;
            units.push(unit(&loaded.survey, audience, place, number, &secret));
        }
        strata.extend(count(&units[first..]));
    }
    let summary = serde_json::json!({"pretest": true, "links": units.len()});
    let (leaf, basis) = (keys_leaf(&units)?, Basis::default());
    save_draw(&app.db, id, &basis, &strata, &units, leaf, app.now(), &summary).await?;
    // Made here, not by `prepare`: what has to be registered before people are invited holds for real ones.
    let mut rng = app.random.generator();
    let made = units
        .iter()
        .map(|unit| invitation(app, &loaded, &secret, unit, Token::generate(&mut rng)))
        .collect::<Result<Vec<Invitation>, _>>()?;
    pretest::keep_codes(&app.db, id, &seal(app, id, &made)?, app.now()).await?;
    let hash = |one: &Invitation| (one.sample_no, one.token.hash(&app.keys.token_hash).to_vec());
    let hashes: Vec<(u64, Vec<u8>)> = made.iter().map(hash).collect();
    let summary = serde_json::json!({"invited": hashes.len()});
    save_tokens(&app.db, id, &hashes, app.now(), &summary).await?;
    jobs::epoch::refresh(app, id).await?;
    Ok(())
}

/// A unit that nobody is: strata and attributes in turn, so that every way through the questionnaire can be tried.
fn unit(survey: &Survey, audience: &Audience, place: u64, number: u64, secret: &[u8; 32]) -> UnitRecord {
    let strata = audience
        .frame
        .as_ref()
        .map(|spec| spec.strata.as_slice())
        .unwrap_or_default();
    let stratum = turn(strata, place).map_or_else(|| STRATUM.to_owned(), String::clone);
    let mut attributes = BTreeMap::new();
    for margin in survey.margins_of(&audience.id) {
        let Some(category) = turn(&margin.categories, place) else {
            continue;
        };
        for (variable, value) in margin.variables.iter().zip(&category.key) {
            attributes.insert(variable.name.clone(), value.clone());
        }
    }
    let spec = audience.frame.as_ref();
    attributes.retain(|name, _| spec.is_some_and(|spec| spec.attributes.contains(name)));
    if let Some(spec) = spec.filter(|spec| spec.attributes.contains(&spec.stratum)) {
        attributes.insert(spec.stratum.clone(), stratum.clone());
    }
    UnitRecord {
        sample_no: number,
        audience: audience.id.clone(),
        stratum,
        unit_ref: format!("T{number:03}"),
        attributes,
        supervisors: Vec::new(),
        contact: None,
        issued: true,
        batch: 0,
        draw_order: place + 1,
        token_hash: None,
        key_commitment: hex::encode(respondent_key(secret, number).commitment()),
        respondent: None,
        disposition: None,
    }
}

fn turn<T>(all: &[T], place: u64) -> Option<&T> {
    all.get(usize::try_from(place).unwrap_or_default() % all.len().max(1))
}

fn count(units: &[UnitRecord]) -> Vec<StratumRecord> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for unit in units {
        *counts.entry(&unit.stratum).or_default() += 1;
    }
    let audience = units.first().map(|unit| unit.audience.clone());
    let record = |(stratum, n): (&str, u64)| {
        Some(StratumRecord {
            count: StratumCount {
                audience: audience.clone()?,
                stratum: stratum.to_owned(),
                frame: n,
                issued: n,
            },
            reserve: 0,
        })
    };
    counts.into_iter().filter_map(record).collect()
}
