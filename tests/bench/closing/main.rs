//! A round from the database to its score sheet: seconds and memory of check, weigh and score.
//!
//! `fill` stores a closed round of so many respondents × 10 ratings, `run` takes it through the stages. They are two
//! processes, so that the peak memory that is printed is that of the stages alone. What reading the rows alone takes is
//! measured in the same process, before.

mod fill;
mod survey;

use anyhow::{Context, Result};
use barometer::clock::Clock;
use barometer::stages::analyse::{self, CheckReport};
use barometer::stages::{App, Keys, Random};
use barometer::storage::Db;
use barometer::storage::bulk::Pages;
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::time::Instant;

// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Fills a database with a closed round, or takes that round from check to score.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// Given by cargo.
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum What {
    /// Stores a closed round in a new folder.
    Fill { folder: PathBuf, respondents: u64 },
    /// Checks, weighs and scores it, printing seconds and peak memory.
    Run {
        folder: PathBuf,
        /// Step by step, each reading the answers for itself.
        #[arg(long)]
        apart: bool,
    },
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    match Args::parse().what {
        Some(What::Fill { folder, respondents }) => fill::fill(&folder, respondents).await,
        Some(What::Run { folder, apart }) => run(&folder, apart).await,
        None => in_turn(10_000),
    }
}

/// Both parts, each in its own process, in a folder that goes away.
fn in_turn(respondents: u64) -> Result<()> {
    let (own, folder) = (std::env::current_exe()?, tempfile::tempdir()?);
    let path = folder.path().to_str().context("a folder with a plain name")?;
    let parts = [
        vec!["fill".to_owned(), path.into(), respondents.to_string()],
        vec!["run".into(), path.into()],
    ];
    for part in parts {
        let status = std::process::Command::new(&own).args(part).status()?;
        anyhow::ensure!(status.success(), "{status}");
    }
    Ok(())
}

/// The house in this folder.
async fn house(folder: &Path) -> Result<App> {
    let random = Random::seeded(1);
    let keys = Keys::load_or_create(&folder.join("keys"), &random)?;
    let url = format!("sqlite://{}/barometer.db", folder.display());
    let clock = Clock::set("2026-12-01T00:00:00Z".parse()?);
    Ok(App::new(
        Db::connect(&url).await?,
        keys,
        clock,
        random,
        "http://localhost",
    ))
}

async fn run(folder: &Path, apart: bool) -> Result<()> {
    let app = house(folder).await?;
    let round = survey::ROUND;
    println!("| stage | seconds | peak so far, MB |\n|---|---:|---:|");
    read_only(&app).await?;
    let start = Instant::now();
    let checked = if apart {
        in_steps(&app, start).await?
    } else {
        analyse::all(&app, round).await?.checked
    };
    line("check, weigh and score", start);
    let csv = std::fs::read_to_string(folder.join("csv-bytes"))?;
    println!(
        "{} submissions, {} flagged, {} removed; the CSV of their answers would have {:.1} MB",
        checked.submissions,
        checked.flagged,
        checked.removed,
        csv.trim().parse::<f64>()? / 1e6
    );
    Ok(())
}

/// The floor: every row of the submissions from the database, and nothing done with it.
async fn read_only(app: &App) -> Result<()> {
    let (start, mut pages) = (Instant::now(), Pages::begin(&app.db, survey::ROUND).await?);
    while !pages.next().await?.submissions.is_empty() {}
    line("reading the rows alone", start);
    Ok(())
}

async fn in_steps(app: &App, start: Instant) -> Result<CheckReport> {
    let round = survey::ROUND;
    let checked = analyse::check(app, round).await?;
    line("check", start);
    let weighing = Instant::now();
    analyse::weigh(app, round).await?;
    line("weigh", weighing);
    let scoring = Instant::now();
    analyse::score(app, round).await?;
    line("score", scoring);
    Ok(checked)
}

fn line(stage: &str, since: Instant) {
    let seconds = since.elapsed().as_secs_f64();
    match peak() {
        Some(bytes) => println!("| {stage} | {seconds:.2} | {:.0} |", bytes / 1e6),
        None => println!("| {stage} | {seconds:.2} | unknown |"),
    }
}

/// Most memory that this process has held, in bytes; known on Linux only.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? * 1024.0)
}
