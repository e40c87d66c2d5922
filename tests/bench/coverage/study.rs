//! Many rounds on several threads; what a round gives depends on its seed alone, so neither threads nor order matter.

use super::chain::{Outcome, outcome, same_as_sheet};
use super::fieldwork::{Field, Response, run};
use super::plan::{DEPARTMENTS, department_id};
use super::population::Crowd;
use super::sampling::{Strata, issue, strata};
use super::survey::survey;
use anyhow::{Context, Result, anyhow, ensure};
use barometer::domain::data::RoundData;
use barometer::domain::definition::Survey;
use barometer::domain::random::derive;
use barometer::domain::sample::Sample;
use indicatif::{ProgressBar, ProgressStyle};
use std::thread;

/// How the answers come about and what is done with them.
pub const TREATMENTS: [(&str, Response, Adjust); 6] = [
    ("response as modelled, whole method", Response::Groups, Adjust::All),
    ("… without the nonresponse step", Response::Groups, Adjust::Raking),
    ("… base weights only", Response::Groups, Adjust::Nothing),
    ("… trimmed to 0.8–1.25 of the median", Response::Groups, Adjust::Hard),
    (
        "response also by satisfaction, whole method",
        Response::Mood,
        Adjust::All,
    ),
    ("… base weights only", Response::Mood, Adjust::Nothing),
];

/// Which weighting steps are done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Adjust {
    /// All that the method registers.
    All,
    /// All, with a much narrower trimming band.
    Hard,
    /// All but the nonresponse step.
    Raking,
    /// None: base weights.
    Nothing,
}

/// What was asked for on the command line.
pub struct Plan {
    pub rounds: u64,
    pub seed: u64,
    /// At least 1.
    pub threads: u64,
}

/// The treatments beside the registered one are looked at in one round of so many.
const BESIDE: u64 = 8;

/// The truth and every round's outcomes, `rounds[round][treatment]`; most rounds have the first treatment only.
pub struct Study {
    pub crowds: Vec<Crowd>,
    pub rounds: Vec<Vec<Outcome>>,
}

/// A secret for one use of the study's seed.
fn secret(seed: u64, parts: &[&str]) -> [u8; 32] {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    derive(&key, parts)
}

/// The survey whose method does only these steps; the ceiling of the design effect binds the official one alone.
fn adjusted(survey: &Survey, adjust: Adjust) -> Survey {
    let mut survey = survey.clone();
    if matches!(adjust, Adjust::Raking | Adjust::Nothing) {
        survey.method.nonresponse = None;
        survey.method.deff_block = f64::INFINITY;
    }
    if let (Adjust::Hard, Some(trimming)) = (adjust, &mut survey.method.trimming) {
        (trimming.lower, trimming.upper) = (0.8, 1.25);
    }
    if adjust == Adjust::Nothing {
        survey.margins.clear();
        survey.method.trimming = None;
    }
    survey
}

/// What stays the same over the rounds.
struct City {
    crowds: Vec<Crowd>,
    strata: Vec<Strata>,
    survey: Survey,
    /// The survey under each treatment.
    adjusted: Vec<Survey>,
}

impl City {
    fn new(seed: u64) -> Result<City> {
        let crowds = Crowd::all(&secret(seed, &["population"]));
        let survey = survey(&crowds)?;
        let ids = survey.departments.iter().map(|d| d.id.0.clone());
        ensure!(
            ids.eq((0..DEPARTMENTS.len()).map(department_id)),
            "the survey's departments are not the plan's"
        );
        Ok(City {
            strata: strata(&survey, &crowds)?,
            adjusted: TREATMENTS
                .iter()
                .map(|(_, _, adjust)| adjusted(&survey, *adjust))
                .collect(),
            survey,
            crowds,
        })
    }

    /// One round under the first `treatments`; `check` holds the whole method's numbers against the sheet.
    fn round(&self, seed: &[u8; 32], treatments: usize, check: bool) -> Result<Vec<Outcome>> {
        let samples = issue(&self.survey, &self.crowds, &self.strata, seed)?;
        let mut fielded: Option<(Response, RoundData)> = None;
        let mut outcomes = Vec::new();
        for ((_, response, adjust), survey) in TREATMENTS.iter().zip(&self.adjusted).take(treatments) {
            let data = match fielded.take().filter(|(of, _)| of == response) {
                Some((_, data)) => data,
                None => self.field(&samples, *response, seed)?,
            };
            let outcome = outcome(survey, &data)?;
            if check && *adjust == Adjust::All {
                same_as_sheet(survey, &data, &outcome)?;
            }
            outcomes.push(outcome);
            fielded = Some((*response, data));
        }
        Ok(outcomes)
    }

    fn field(&self, samples: &[Sample], response: Response, seed: &[u8; 32]) -> Result<RoundData> {
        let field = Field {
            survey: &self.survey,
            crowds: &self.crowds,
            samples,
            response,
        };
        run(&field, seed)
    }

    /// The rounds of one thread: every `threads`-th from `thread` on, with their numbers.
    fn part(&self, plan: &Plan, thread: u64, bar: &ProgressBar) -> Result<Vec<(u64, Vec<Outcome>)>> {
        let mut done = Vec::new();
        for number in (thread..plan.rounds).step_by(plan.threads as usize) {
            let seed = secret(plan.seed, &["round", &number.to_string()]);
            let treatments = if number % BESIDE == 0 { TREATMENTS.len() } else { 1 };
            let outcomes = self.round(&seed, treatments, number < plan.threads);
            done.push((number, outcomes.with_context(|| format!("round {number}"))?));
            bar.inc(1);
            // A log has no bar that moves.
            if bar.is_hidden() && bar.position().is_multiple_of(100) {
                println!("{} of {} rounds", bar.position(), plan.rounds);
            }
        }
        Ok(done)
    }
}

/// Simulates all rounds.
///
/// # Errors
/// The first round that a stage refuses, or whose sheet differs from the study's numbers (checked in every thread's
/// first round).
pub fn simulate(plan: &Plan) -> Result<Study> {
    let city = City::new(plan.seed)?;
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} rounds, {eta} left")?;
    let bar = ProgressBar::new(plan.rounds).with_style(style);
    let mut rounds = thread::scope(|scope| {
        let (city, bar) = (&city, &bar);
        let start = |number| scope.spawn(move || city.part(plan, number, bar));
        let threads: Vec<_> = (0..plan.threads).map(start).collect();
        let joined = threads
            .into_iter()
            .map(|one| one.join().map_err(|_| anyhow!("a thread broke"))?);
        Ok::<_, anyhow::Error>(joined.collect::<Result<Vec<_>>>()?.concat())
    })?;
    bar.finish_and_clear();
    rounds.sort_by_key(|(number, _)| *number);
    Ok(Study {
        crowds: city.crowds,
        rounds: rounds.into_iter().map(|(_, outcomes)| outcomes).collect(),
    })
}
