//! `barometer demo`: a whole round with simulated respondents who answer through the real pages, then a server.

mod addresses;
mod books;
mod browser;
mod bundled;
mod fieldwork;
mod live;
mod person;
mod population;
mod staff;

use super::round::print_sheet;
use super::words::Lang;
use super::{progress, serve};
use crate::clock::Clock;
use crate::config::{ServerConfig, address_of};
use crate::domain::definition::{self, Survey, SurveyFile, Text};
use crate::domain::fieldwork::local;
use crate::domain::random;
use crate::jobs;
use crate::jobs::sequencer::Seconds;
use crate::stages::analyse::Analysed;
use crate::stages::open::OpenOptions;
use crate::stages::{self, App, Keys, Random};
use crate::storage::{Db, Durability};
use crate::text::command::Complaint;
use crate::text::terminal::fill;
use anyhow::Context;
use clap::Args;
use fieldwork::Field;
use jiff::{Timestamp, ToSpan};
use population::Opinions;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Where the demonstration's clock starts: the first Monday of December 2009, nine in the morning in Beijing.
const FIRST_DAY: &str = "2009-12-07T01:00:00Z";
/// The round that is played through.
const ROUND: &str = "beijing-2009";
const SIMULATED: (&str, &str) = ("演示：答卷由程序模拟", "demonstration: simulated answers");
/// Its days in the field.
const DAYS: usize = 10;
/// What share of each audience the agency of the demonstration expects to answer.
const EXPECTED: [staff::Stated; 3] = [
    ("residents", None, 0.18),
    ("enterprises", None, 0.42),
    ("institutions", None, 0.70),
];
/// For so many visits of the whole round, one to the round that is left in the field.
const LIVE_PART: u64 = 20;

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// 打开问卷的人数，至少 20 · How many people open their questionnaire, at least 20: of fewer nobody may come to answer.
    #[arg(long, default_value_t = 2700, value_parser = clap::value_parser!(u64).range(20..))]
    respondents: u64,
    /// 随机种子：种子相同，成绩单逐字节相同 · Seed of everything random: the same seed gives the same sheet to the byte.
    #[arg(long, default_value_t = 2009)]
    seed: u64,
    /// 存放数据库、密钥和文件的文件夹；上次演示的内容会先清空 · Folder for the database, keys and files; emptied of an earlier demonstration first.
    #[arg(long, default_value = "data/demo")]
    data: PathBuf,
    /// 演示结束后提供服务的地址 · Address to serve on afterwards.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: std::net::SocketAddr,
    /// 试填轮次的存证日志每隔多少秒写入一次；正式轮次每小时一次 · Seconds between two heads of the log of the round for trying; a real round has one an hour.
    #[arg(long, default_value = "60")]
    log_every: Seconds,
    /// 演示结束后退出，不提供服务 · Ends instead of serving.
    #[arg(long)]
    once: bool,
}

/// Runs the demonstration.
pub async fn run(args: DemoArgs, lang: Lang) -> anyhow::Result<ExitCode> {
    serve::start_logging();
    let folder = fresh_folder(&args.data)?;
    let first = FIRST_DAY.parse::<Timestamp>().expect("a moment written as one");
    let app = Arc::new(demo_app(&args, &folder, Clock::set(first)).await?);
    staff::hire(&app).await?;
    let secret = random::derive(&[0; 32], &["barometer demo", &args.seed.to_string()]);
    let files = bundled::survey_files();
    let survey = play_round(&app, &args, &files, &secret, lang).await?;
    books::keep(&app, &survey, &secret).await?;
    let sealed = write_results(&app, &folder, &survey.round.id).await?;
    let now = Clock::System.now();
    let invitations = live::open(&app, files, &secret, (args.respondents / LIVE_PART, now), lang).await?;
    let more = live::write_invitations(&folder, &invitations)?;
    addresses::print_files(&app, &sealed, lang);
    if args.once {
        return Ok(ExitCode::SUCCESS);
    }
    let token = staff::feed_token(&app).await?;
    addresses::print_links(&app, &survey, (&invitations, &more), &token, lang);
    let live = Arc::new(app.with(Clock::System, Random::System));
    serve::serve(live, args.listen, args.log_every, lang).await?;
    Ok(ExitCode::SUCCESS)
}

/// An empty folder; only one that an earlier demonstration made is emptied.
fn fresh_folder(path: &Path) -> anyhow::Result<PathBuf> {
    let mark = path.join("barometer-demo");
    if path.exists() && !mark.exists() && path.read_dir()?.next().is_some() {
        anyhow::bail!(Complaint::NotADemonstration(path.display().to_string()));
    }
    if mark.exists() {
        std::fs::remove_dir_all(path).with_context(|| Complaint::CannotEmpty(path.display().to_string()))?;
    }
    std::fs::create_dir_all(path).with_context(|| Complaint::CannotMake(path.display().to_string()))?;
    std::fs::write(&mark, "")?;
    Ok(path.to_owned())
}

async fn demo_app(args: &DemoArgs, folder: &Path, clock: Clock) -> anyhow::Result<App> {
    let random = Random::seeded(args.seed);
    let config = ServerConfig::for_file(&folder.join("barometer.db"));
    let db = Db::connect_with(&config.database, Durability::Simulated)
        .await
        .context(Complaint::Database)?;
    let keys = Keys::of_database(&db, &folder.join("keys"), &random, clock.now().as_second()).await?;
    Ok(App::new(db, keys, clock, random, &address_of(args.listen)))
}

async fn play_round(
    app: &Arc<App>,
    args: &DemoArgs,
    files: &[SurveyFile],
    secret: &[u8; 32],
    lang: Lang,
) -> anyhow::Result<Arc<Survey>> {
    let seed = random::derive(secret, &["round"]);
    let record = stages::open::open(app, files.to_vec(), marked(files, ROUND, SIMULATED, seed)?).await?;
    staff::register(app, &record).await?;
    let survey = app.round(&record.id).await?.survey;
    let spinner = progress::spinner(&lang.say(|words, _| words.demo.steps[0].into()));
    let (frames, manager) = (
        population::frames(&survey, secret),
        staff::acting(app, "manager").await?,
    );
    stages::draw::draw_with(&manager, &record.id, &frames, &staff::plan(&survey, &EXPECTED)).await?;
    let invitations = stages::invite::invite(&manager, &record.id).await?;
    let last = local(app.now()).0.saturating_add((DAYS as i64 - 1).days());
    stages::board::set_last_day(&manager, &record.id, last).await?;
    jobs::epoch::refresh(app, &record.id).await?;
    let invited = lang.say(|words, _| fill(words.demo.invitations, &[("n", &invitations.len())]));
    progress::finish(&spinner, invited);
    let opinions = Arc::new(Opinions::new(&survey, secret));
    let field = Field {
        app,
        survey: &survey,
        opinions: &opinions,
        invitations: &invitations,
        seed: secret,
    };
    let visited = field.visits(args.respondents, DAYS, lang).await?;
    field.codes(&visited).await?;
    close_and_seal(app, &record.id, lang).await?;
    Ok(survey)
}

/// Every duty by whom it belongs to: the manager closes and computes, the analyst confirms, the officer seals.
async fn close_and_seal(app: &Arc<App>, round: &str, lang: Lang) -> anyhow::Result<()> {
    let manager = staff::acting(app, "manager").await?;
    let bar = progress::bar(&lang.say(|words, _| words.demo.steps[2].into()), 5);
    stages::close::close(&manager, round, stages::close::OnDanger::Accept).await?;
    bar.inc(1);
    let Analysed { checked, sheet, .. } = stages::analyse::all(&manager, round).await?;
    bar.inc(3);
    let newest = stages::seal::versions(app, round).await?.pop();
    let seen = newest.context("a sheet that was just computed")?.seen();
    stages::seal::confirm(&*staff::acting(app, "analyst").await?, round, &seen).await?;
    stages::seal::seal_confirmed(&*staff::acting(app, "officer").await?, round, &seen).await?;
    progress::finish(&bar, lang.say(|words, _| words.demo.done.into()));
    println!("\n{}\n", super::round::checked(&checked, lang));
    print_sheet(&sheet, 6, lang);
    Ok(())
}

async fn write_results(app: &App, folder: &Path, round: &str) -> anyhow::Result<PathBuf> {
    let out = folder.join(round);
    super::export::write_sheet(app, round, None, &out).await?;
    super::export::write_bundle(app, round, None, &out.join("bundle")).await?;
    super::export::write_report(app, round, None, &out.join("report")).await?;
    Ok(out.join("sheet.json"))
}

/// The survey under that id, its title with a mark, in Chinese and in English, that nobody can overlook.
fn marked(files: &[SurveyFile], id: &str, (zh, en): (&str, &str), seed: [u8; 32]) -> anyhow::Result<OpenOptions> {
    let title = definition::parse(files.to_vec())?.round.title;
    let title = Text {
        zh: format!("{}（{zh}）", title.zh),
        en: format!("{} ({en})", title.en),
    };
    Ok(OpenOptions {
        rename: Some((id.to_owned(), title)),
        seed: Some(seed),
        ..OpenOptions::default()
    })
}
