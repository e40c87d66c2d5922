//! `barometer demo`: a whole round with simulated respondents who answer through the real pages, then a server.

mod books;
mod browser;
mod bundled;
mod fieldwork;
mod person;
mod population;
mod staff;

use super::round::{invitation_row, print_sheet};
use super::words::Lang;
use super::{progress, serve};
use crate::clock::Clock;
use crate::config::ServerConfig;
use crate::domain::account::Role;
use crate::domain::definition::{self, AudienceId, Survey, SurveyFile, Text};
use crate::domain::proof::SignerRole;
use crate::domain::random;
use crate::jobs::sequencer::Seconds;
use crate::stages::analyse::Analysed;
use crate::stages::invite::Invitation;
use crate::stages::open::OpenOptions;
use crate::stages::{self, App, Keys, Random};
use crate::storage::{Db, Durability};
use crate::text::command::Complaint;
use crate::text::console;
use crate::text::terminal::fill;
use crate::{export, jobs};
use anyhow::Context;
use clap::Args;
use jiff::Timestamp;
use population::Opinions;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

/// Where the demonstration's clock starts: the first Monday of December 2009, nine in the morning in Beijing.
const FIRST_DAY: &str = "2009-12-07T01:00:00Z";
/// The round that is played through.
const ROUND: &str = "beijing-2009";
const SIMULATED: (&str, &str) = ("演示：答卷由程序模拟", "demonstration: simulated answers");
/// The round that is left open for trying.
const TRY_ROUND: &str = "beijing-2009-try";
const FOR_TRYING: (&str, &str) = ("试填", "for trying");

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
    let sealed_path = write_results(&app, &folder, &survey.round.id).await?;
    let invitations = open_for_trying(&app, files, &survey, &secret, lang).await?;
    let more = write_invitations(&folder, &invitations)?;
    let try_links = one_of_each(&survey, invitations);
    print_addresses(
        &app,
        &survey,
        &sealed_path,
        (!args.once).then_some((&try_links[..], &more)),
        lang,
    );
    if args.once {
        return Ok(ExitCode::SUCCESS);
    }
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
    Ok(App::new(db, keys, clock, random, &format!("http://{}", args.listen)))
}

async fn play_round(
    app: &App,
    args: &DemoArgs,
    files: &[SurveyFile],
    secret: &[u8; 32],
    lang: Lang,
) -> anyhow::Result<Arc<Survey>> {
    let seed = random::derive(secret, &["round"]);
    let record = stages::open::open(app, files.to_vec(), marked(files, ROUND, SIMULATED, seed)?).await?;
    let survey = app.round(&record.id).await?.survey;
    let spinner = progress::spinner(&lang.say(|words, _| words.demo.steps[0].into()));
    let frames = population::frames(&survey, secret);
    stages::draw::draw(app, &record.id, &frames).await?;
    let invitations = stages::invite::invite(app, &record.id).await?;
    jobs::epoch::refresh(app, &record.id).await?;
    let invited = lang.say(|words, _| fill(words.demo.invitations, &[("n", &invitations.len())]));
    progress::finish(&spinner, invited);
    let opinions = Arc::new(Opinions::new(&survey, secret));
    fieldwork::run(app, &survey, &opinions, &invitations, args.respondents, secret, lang).await?;
    close_and_seal(app, &record.id, lang).await?;
    Ok(survey)
}

async fn close_and_seal(app: &App, round: &str, lang: Lang) -> anyhow::Result<()> {
    let bar = progress::bar(&lang.say(|words, _| words.demo.steps[2].into()), 5);
    stages::close::close(app, round, stages::close::OnDanger::Accept).await?;
    bar.inc(1);
    let Analysed { checked, sheet, .. } = stages::analyse::all(app, round).await?;
    bar.inc(3);
    stages::seal::seal(
        app,
        round,
        &[SignerRole::Platform, SignerRole::Agency, SignerRole::Office],
    )
    .await?;
    progress::finish(&bar, lang.say(|words, _| words.demo.done.into()));
    println!("\n{}\n", super::round::checked(&checked, lang));
    print_sheet(&sheet, 6, lang);
    Ok(())
}

async fn write_results(app: &App, folder: &Path, round: &str) -> anyhow::Result<PathBuf> {
    let out = folder.join(round);
    super::export::write_sheet(app, round, &out).await?;
    super::export::write_bundle(app, round, &out.join("bundle")).await?;
    super::export::write_report(app, round, &out.join("report")).await?;
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
    })
}

/// A second round of the same survey stays in the field, so that a person can answer it.
async fn open_for_trying(
    app: &App,
    files: Vec<SurveyFile>,
    survey: &Survey,
    secret: &[u8; 32],
    lang: Lang,
) -> anyhow::Result<Vec<Invitation>> {
    let seed = random::derive(secret, &["round for trying"]);
    let options = marked(&files, TRY_ROUND, FOR_TRYING, seed)?;
    let record = stages::open::open(app, files, options).await?;
    let spinner = progress::spinner(&lang.say(|words, _| words.demo.steps[3].into()));
    stages::draw::draw(app, &record.id, &population::frames(survey, secret)).await?;
    let invitations = stages::invite::invite(app, &record.id).await?;
    jobs::epoch::refresh(app, &record.id).await?;
    spinner.finish_and_clear();
    Ok(invitations)
}

/// Every link of the round for trying, in the file that a printer or a messaging service would get. Its people are
/// made up, and the folder is the demonstration's own.
fn write_invitations(folder: &Path, invitations: &[Invitation]) -> anyhow::Result<PathBuf> {
    let rows: Vec<export::InvitationRow> = invitations.iter().map(invitation_row).collect();
    let out = folder.join(TRY_ROUND);
    std::fs::create_dir_all(&out).with_context(|| Complaint::CannotMake(out.display().to_string()))?;
    let path = out.join("invitations.csv");
    std::fs::write(&path, export::invitations_csv(&rows)?)
        .with_context(|| Complaint::CannotWrite(path.display().to_string()))?;
    Ok(path)
}

fn one_of_each(survey: &Survey, invitations: Vec<Invitation>) -> Vec<Invitation> {
    let first = |id: &AudienceId| invitations.iter().find(|one| one.audience == id.0).cloned();
    survey
        .audiences
        .iter()
        .filter_map(|audience| first(&audience.id))
        .collect()
}

/// Who signs in to the consoles, role by role, and with what.
fn sign_ins(lang: Lang) -> Vec<(String, String)> {
    let row = |(login, _, role): &(&str, &str, Role)| {
        let role = lang.say(|_, language| console::of(language).role(*role).to_owned());
        (format!("  {role}"), format!("{login} / {}", staff::PASSWORD))
    };
    staff::STAFF.iter().map(row).collect()
}

/// Where everything is; links only while somebody serves them.
fn print_addresses(app: &App, survey: &Survey, sealed: &Path, links: Option<(&[Invitation], &Path)>, lang: Lang) {
    let label = |which: usize| lang.say(|words, _| words.demo.labels[which].into());
    let bundle = sealed.with_file_name("bundle").display().to_string();
    let keys: Vec<String> = [SignerRole::Platform, SignerRole::Agency, SignerRole::Office]
        .iter()
        .map(|role| format!("--key {}", app.keys.public_path(*role).display()))
        .collect();
    let verify = format!(
        "barometer verify {} {} --bundle {bundle}",
        sealed.display(),
        keys.join(" ")
    );
    let mut rows = vec![
        (label(0), sealed.display().to_string()),
        (label(1), bundle),
        (label(2), verify),
    ];
    for link in links.map_or(&[][..], |(links, _)| links) {
        let audience = survey.audience(&AudienceId(link.audience.clone()));
        let label = lang.say(|words, language| {
            let name = audience.map_or("", |audience| audience.name.get(language));
            fill(words.demo.labels[3], &[("audience", &name)])
        });
        rows.push((label, invitation_row(link).link));
    }
    if let Some((_, more)) = links {
        rows.push((label(4), more.display().to_string()));
        rows.push((label(5), format!("{}/results/{}", app.public_url, survey.round.id)));
        rows.push((label(6), format!("{}/verify", app.public_url)));
        rows.push((label(7), format!("{}/sign-in", app.public_url)));
        rows.extend(sign_ins(lang));
    }
    let widest = rows.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
    println!();
    for (label, value) in rows {
        println!("{label}{}  {value}", " ".repeat(widest - label.width()));
    }
}
