//! The round that stays in the field: some have answered, an interviewer is at work, and everybody else's link is for trying.

use super::fieldwork::Field;
use super::population::{self, Opinions};
use super::{DAYS, marked, staff};
use crate::cli::progress;
use crate::cli::round::invitation_row;
use crate::cli::words::Lang;
use crate::clock::Clock;
use crate::domain::definition::SurveyFile;
use crate::domain::fieldwork::local;
use crate::domain::random::{below, derive, stream};
use crate::stages::cases::{Which, assign, set_code};
use crate::stages::invite::Invitation;
use crate::stages::{self, App};
use crate::text::command::Complaint;
use crate::{export, jobs};
use anyhow::Context;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const ROUND: &str = "beijing-2009-try";
const FOR_TRYING: (&str, &str) = ("试填", "for trying");
/// Days in the field before today.
const BEFORE: i64 = 5;
/// A smaller sample, and what share of it is expected to answer.
const SAMPLE: [staff::Stated; 3] = [
    ("residents", Some(50), 0.15),
    ("enterprises", Some(100), 0.25),
    ("institutions", Some(45), 0.30),
];
/// Cases that the interviewer has been given, and how many of them have been tried.
const GIVEN: usize = 60;
const TRIED: usize = 24;
/// What came of a try: the code, and what the interviewer noted.
const ATTEMPTS: [(&str, &str); 5] = [
    ("2.20", "没有人接听"),
    ("2.20", "约周六上午再打"),
    ("2.11", "不愿参加"),
    ("2.36", "家人说在外地"),
    ("4.30", "空号"),
];

/// Opens it five mornings before `now` and lets `wanted` people visit until yesterday; gives the invitations that nobody has used.
pub async fn open(
    app: &Arc<App>,
    files: Vec<SurveyFile>,
    secret: &[u8; 32],
    (wanted, now): (u64, Timestamp),
    lang: Lang,
) -> anyhow::Result<Vec<Invitation>> {
    let seed = derive(secret, &["round for trying"]);
    let morning = Clock::set(first_morning(now)?);
    let app = Arc::new(app.with(morning, app.random.clone()));
    let manager = staff::acting(&app, "manager").await?;
    let options = marked(&files, ROUND, FOR_TRYING, seed)?;
    let record = stages::open::open(&manager, files, options).await?;
    staff::register(&app, &record).await?;
    let survey = app.round(ROUND).await?.survey;
    let spinner = progress::spinner(&lang.say(|words, _| words.demo.steps[3].into()));
    let frames = population::frames(&survey, secret);
    stages::draw::draw_with(&manager, ROUND, &frames, &staff::plan(&survey, &SAMPLE)).await?;
    let invitations = stages::invite::invite(&manager, ROUND).await?;
    let last = local(app.now()).0.saturating_add((DAYS as i64).days());
    stages::board::set_last_day(&manager, ROUND, last).await?;
    jobs::epoch::refresh(&app, ROUND).await?;
    spinner.finish_and_clear();
    let field = Field {
        app: &app,
        survey: &survey,
        opinions: &Arc::new(Opinions::new(&survey, secret)),
        invitations: &invitations,
        seed: &seed,
    };
    let visited = field.visits(wanted, BEFORE as usize - 1, lang).await?;
    calls(&app, &manager, &invitations, &visited, &seed).await?;
    Ok(invitations
        .into_iter()
        .filter(|one| !visited.contains(&one.sample_no))
        .collect())
}

/// Nine in the morning in Beijing, some days before.
fn first_morning(now: Timestamp) -> anyhow::Result<Timestamp> {
    let day = local(now.as_second()).0.checked_sub(BEFORE.days())?;
    Ok(format!("{day}T09:00:00+08:00").parse()?)
}

/// The interviewer tries some of the residents who have not come.
async fn calls(
    app: &Arc<App>,
    manager: &App,
    invitations: &[Invitation],
    visited: &BTreeSet<u64>,
    seed: &[u8; 32],
) -> anyhow::Result<()> {
    let quiet = |one: &&Invitation| one.audience == "residents" && !visited.contains(&one.sample_no);
    let quiet = invitations.iter().rev().filter(quiet).map(|one| one.sample_no);
    let given: Vec<u64> = quiet.take(GIVEN).collect();
    assign(manager, ROUND, &Which::Cases(given.clone()), &["caller".to_owned()]).await?;
    let caller = staff::acting(app, "caller").await?;
    let mut rng = stream(seed, &["demo calls"]);
    for sample_no in given.into_iter().take(TRIED) {
        let (code, note) = ATTEMPTS[below(&mut rng, ATTEMPTS.len() as u64) as usize];
        set_code(&caller, ROUND, sample_no, code, note).await?;
        app.clock.advance(4 * 60);
    }
    Ok(())
}

/// Every link for trying, in the file that a printer or a messaging service would get. Its people are made up, and the
/// folder is the demonstration's own.
pub fn write_invitations(folder: &Path, invitations: &[Invitation]) -> anyhow::Result<PathBuf> {
    let rows: Vec<export::InvitationRow> = invitations.iter().map(invitation_row).collect();
    let out = folder.join(ROUND);
    std::fs::create_dir_all(&out).with_context(|| Complaint::CannotMake(out.display().to_string()))?;
    let path = out.join("invitations.csv");
    std::fs::write(&path, export::invitations_csv(&rows)?)
        .with_context(|| Complaint::CannotWrite(path.display().to_string()))?;
    Ok(path)
}
