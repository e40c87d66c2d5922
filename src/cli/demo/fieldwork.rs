//! Simulated days in the field: people open their links, answer page by page, and the rest get their codes.

use super::browser::Browser;
use super::person::{Fate, Person};
use super::population::Opinions;
use crate::cli::progress;
use crate::cli::words::Lang;
use crate::clock::Clock;
use crate::domain::definition::{AudienceId, Survey};
use crate::domain::random::{below, derive, stream};
use crate::jobs::{epoch, sequencer};
use crate::stages::invite::Invitation;
use crate::stages::{self, App, Random};
use crate::storage::sample;
use crate::text::terminal::fill;
use crate::web;
use axum::http::StatusCode;
use indicatif::ProgressBar;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// Seconds of a day; every one in the field ends with a new target table.
const DAY: i64 = 24 * 60 * 60;
/// Share of those who open their link, by audience, in per cent of the wanted number.
const SHARES: [(&str, u64); 3] = [("residents", 40), ("enterprises", 32), ("institutions", 28)];
/// Visitors at the same time.
const AT_ONCE: usize = 32;
/// Most pages of one visit: a form that leads in circles must end.
const MOST_PAGES: u32 = 80;

/// A round in the field, and the people of whom some will visit it.
pub struct Field<'a> {
    /// The house, with the clock of the simulation.
    pub app: &'a Arc<App>,
    /// The round's survey.
    pub survey: &'a Arc<Survey>,
    /// What people think.
    pub opinions: &'a Arc<Opinions>,
    /// Who was invited.
    pub invitations: &'a [Invitation],
    /// What decides about every person.
    pub seed: &'a [u8; 32],
}

impl Field<'_> {
    /// Lets `wanted` people visit, spread over so many days; gives their sample numbers.
    pub async fn visits(&self, wanted: u64, days: usize, lang: Lang) -> anyhow::Result<BTreeSet<u64>> {
        let round = &self.survey.round.id;
        let attributes = backgrounds(self.app, round).await?;
        let visitors = choose(self.survey, self.invitations, wanted);
        let bar = progress::bar(&lang.say(|words, _| words.demo.steps[1].into()), visitors.len() as u64);
        for day in 0..days {
            let today: Vec<&Invitation> = visitors.iter().copied().skip(day).step_by(days).collect();
            self.visit_all(&today, &attributes, &bar).await?;
            sequencer::sequence(self.app, round).await?;
            self.app.clock.advance(DAY);
            epoch::refresh(self.app, round).await?;
        }
        let visited = lang.say(|words, _| fill(words.demo.visited, &[("n", &visitors.len())]));
        progress::finish(&bar, visited);
        Ok(visitors.iter().map(|one| one.sample_no).collect())
    }

    /// Records how the case of everybody who never came ended.
    pub async fn codes(&self, visited: &BTreeSet<u64>) -> anyhow::Result<()> {
        let codes = fieldwork_codes(self.invitations, visited, self.seed);
        let round = &self.survey.round.id;
        stages::dispositions::record(self.app, round, "dispositions.csv", codes.as_bytes()).await?;
        Ok(())
    }

    async fn visit_all(
        &self,
        today: &[&Invitation],
        attributes: &BTreeMap<u64, BTreeMap<String, String>>,
        bar: &ProgressBar,
    ) -> anyhow::Result<()> {
        let Field {
            app,
            survey,
            opinions,
            seed,
            ..
        } = *self;
        let mut tasks = tokio::task::JoinSet::new();
        for invitation in today {
            if tasks.len() >= AT_ONCE {
                finished(tasks.join_next().await, bar)?;
            }
            let Some(audience) = survey.audience(&AudienceId(invitation.audience.clone())) else {
                continue;
            };
            let background = attributes.get(&invitation.sample_no).cloned().unwrap_or_default();
            let person = Person::new(
                survey.clone(),
                opinions.clone(),
                audience,
                background,
                seed,
                invitation.sample_no,
            );
            let own = derive(seed, &["demo visit", &invitation.sample_no.to_string()]);
            let clock = Clock::set(app.clock.now());
            clock.advance((own[0] as i64) * 140);
            let random = Random::seeded(u64::from_le_bytes(own[1..9].try_into().unwrap_or_default()));
            let here = Arc::new(app.with(clock, random));
            let path = format!("/s/{}", invitation.token.url_form());
            tasks.spawn(visit(here, person, path));
        }
        while let Some(done) = tasks.join_next().await {
            finished(Some(done), bar)?;
        }
        Ok(())
    }
}

async fn backgrounds(app: &App, round: &str) -> anyhow::Result<BTreeMap<u64, BTreeMap<String, String>>> {
    let units = sample::units(&app.db, round).await?;
    Ok(units
        .into_iter()
        .map(|unit| (unit.sample_no, unit.attributes))
        .collect())
}

/// The first invitations of every audience in a mixed order, up to its share.
fn choose<'a>(survey: &Survey, invitations: &'a [Invitation], wanted: u64) -> Vec<&'a Invitation> {
    let mut chosen = Vec::new();
    for (audience, share) in SHARES {
        let mine: Vec<&Invitation> = invitations.iter().filter(|one| one.audience == audience).collect();
        let number = ((wanted * share) / 100).min(mine.len() as u64) as usize;
        // A stride that shares no factor with the length visits every stratum alike.
        let stride = [7919, 6007, 3001, 1]
            .into_iter()
            .find(|s| gcd(*s, mine.len()) == 1)
            .unwrap_or(1);
        chosen.extend((0..number).map(|i| mine[(i * stride) % mine.len()]));
    }
    debug_assert!(!survey.audiences.is_empty());
    chosen
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn finished(done: Option<Result<anyhow::Result<()>, tokio::task::JoinError>>, bar: &ProgressBar) -> anyhow::Result<()> {
    if let Some(done) = done {
        done??;
        bar.inc(1);
    }
    Ok(())
}

/// One visit: page after page until there is no form left, or until the person leaves.
async fn visit(app: Arc<App>, mut person: Person, path: String) -> anyhow::Result<()> {
    let browser = Browser::new(web::router(app.clone()));
    let mut page = browser.get(&path).await?;
    let mut answers = Vec::new();
    for number in 0..MOST_PAGES {
        // Gone is what a person sees whose answers ended the interview; such answers are asked back once.
        let over = page.status == StatusCode::GONE;
        let asked_back = page.status == StatusCode::UNPROCESSABLE_ENTITY;
        anyhow::ensure!(
            over || asked_back || page.status.is_success(),
            "page {number} of a visit answered {}",
            page.status
        );
        let Some(form) = page.form.take().filter(|_| !over) else {
            return Ok(());
        };
        if person.fate == Fate::BreaksOff(number) {
            return Ok(());
        }
        app.clock.advance(person.seconds(&form));
        answers = if asked_back {
            form.with(&answers)
        } else {
            person.fill(&form)
        };
        page = browser.post(&form.action, &answers).await?;
    }
    anyhow::bail!("a visit did not end after {MOST_PAGES} pages")
}

/// Final codes of those who never opened their link, in shares that a telephone follow-up might give.
fn fieldwork_codes(invitations: &[Invitation], visited: &BTreeSet<u64>, seed: &[u8; 32]) -> String {
    let mut rng = stream(seed, &["demo codes"]);
    let mut csv = String::from("sample_no,code\n");
    for invitation in invitations.iter().filter(|one| !visited.contains(&one.sample_no)) {
        let code = match below(&mut rng, 100) {
            0..22 => "2.11",
            22..40 => "2.20",
            40..44 => "2.36",
            44..52 => "3.30",
            52..56 => "4.70",
            56..58 => "4.30",
            _ => "3.19",
        };
        let _ = writeln!(csv, "{},{code}", invitation.sample_no);
    }
    csv
}
