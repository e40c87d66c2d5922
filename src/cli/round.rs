//! `barometer round …`: one command a stage; each says what it did and what comes next.

mod finish;
mod invite;
mod sheet;
mod status;
mod table;

pub use finish::checked;
pub use sheet::print_sheet;
pub use table::Table;

use super::words::Lang;
use super::{app, file_name, progress, read, survey::read_folder, utf8};
use crate::config::ServerConfig;
use crate::domain::definition::{AudienceId, SurveyFile};
use crate::export;
use crate::stages;
use crate::stages::close::OnDanger;
use crate::stages::draw::FrameFile;
use crate::stages::import::AnswerFile;
use crate::text::command::Complaint;
use crate::text::status::{called, words as status_words};
use crate::text::terminal::fill;
use anyhow::Context;
use clap::{Args, Subcommand};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::PathBuf;
use std::process::ExitCode;

/// The round a command is about, and where it lives.
#[derive(Debug, Args)]
pub struct Target {
    /// 轮次编号 · Round id.
    round: String,
    #[command(flatten)]
    config: ServerConfig,
}

/// The stages of a round, in their order.
#[derive(Debug, Subcommand)]
pub enum RoundCommand {
    /// 开启 · Parses, freezes and hashes a survey folder as a round.
    Open {
        /// 调查文件夹 · The survey folder.
        dir: PathBuf,
        /// 轮次另用编号，以便同一调查做两轮 · Another round id than the folder's own, to run it twice.
        #[arg(long)]
        id: Option<String>,
        #[command(flatten)]
        config: ServerConfig,
    },
    /// 抽样 · Draws the sample of every audience from its frame.
    Draw {
        #[command(flatten)]
        target: Target,
        /// 调查对象=文件，每类对象一次；CSV 或 XLSX · AUDIENCE=FILE, once per audience; CSV or XLSX.
        #[arg(long = "frame", required = true, value_name = "AUDIENCE=FILE")]
        frames: Vec<String>,
    },
    /// 邀请 · Gives every issued unit its code and opens the field. The file is the only place where the codes stand.
    Invite {
        #[command(flatten)]
        target: Target,
        /// 写入的 CSV，含链接；不得已存在 · CSV to write, with links; must not exist yet.
        #[arg(long)]
        out: PathBuf,
        /// 另写可打印的二维码纸条（HTML，A4）· Also writes printable slips with QR codes (HTML, A4).
        #[arg(long)]
        slips: Option<PathBuf>,
    },
    /// 启用备用样本 · Releases the next reserve batch of a stratum, in its fixed order.
    Release {
        #[command(flatten)]
        target: Target,
        /// 调查对象 · Audience.
        #[arg(long)]
        audience: String,
        /// 层 · Stratum.
        #[arg(long)]
        stratum: String,
    },
    /// 导入答卷 · Takes paper or telephone answers: all rows or none.
    ImportAnswers {
        #[command(flatten)]
        target: Target,
        /// CSV 或 XLSX · CSV or XLSX.
        #[arg(long)]
        file: PathBuf,
        /// 对应文件（TOML），见 surveys/README.md · Mapping file (TOML), see surveys/README.md.
        #[arg(long)]
        mapping: PathBuf,
    },
    /// 结果代码 · Takes final codes of cases that did not answer (columns `sample_no`, `code`).
    Dispositions {
        #[command(flatten)]
        target: Target,
        /// CSV 或 XLSX · CSV or XLSX.
        #[arg(long)]
        file: PathBuf,
    },
    /// 关闭 · Ends the field for good, unless the stages that follow would stumble over what there is.
    Close {
        #[command(flatten)]
        target: Target,
        /// 照样关闭 · Closes it even though the sheet, or a part of it, would be lost.
        #[arg(long)]
        accept_no_sheet: bool,
    },
    /// 质量检查 · Flags answers and sets aside what the registered rule removes.
    Check(Target),
    /// 加权 · Computes every respondent's weight and keeps each step.
    Weigh(Target),
    /// 计分 · Computes the score sheet.
    Score(Target),
    /// 质量检查、加权、计分一次完成，答卷只读一遍 · Checks, weighs and scores in one go, reading the answers once.
    Compute(Target),
    /// 封存 · Signs the sheet and destroys the link between people and answers.
    Seal {
        #[command(flatten)]
        target: Target,
        /// 签名方 · Who signs.
        #[arg(long = "sign", value_delimiter = ',', default_value = "platform,agency,office")]
        roles: Vec<String>,
    },
    /// 进度 · Says where the round stands, what closing now would lead to, and what comes next.
    Status {
        #[command(flatten)]
        target: Target,
        /// 供程序读取 · For machines.
        #[arg(long)]
        json: bool,
    },
}

/// Runs one stage.
pub async fn run(command: RoundCommand, lang: Lang) -> anyhow::Result<ExitCode> {
    match command {
        RoundCommand::Open { dir, id, config } => open(dir, id, &config, lang).await?,
        RoundCommand::Draw { target, frames } => draw(&target, &frames, lang).await?,
        RoundCommand::Invite { target, out, slips } => invite::invite(&target, &out, slips.as_deref(), lang).await?,
        RoundCommand::Release {
            target,
            audience,
            stratum,
        } => release(&target, audience, &stratum, lang).await?,
        RoundCommand::ImportAnswers { target, file, mapping } => import(&target, &file, &mapping, lang).await?,
        RoundCommand::Dispositions { target, file } => dispositions(&target, &file, lang).await?,
        RoundCommand::Close {
            target,
            accept_no_sheet,
        } => {
            let on_danger = if accept_no_sheet {
                OnDanger::Accept
            } else {
                OnDanger::Refuse
            };
            finish::close(&target, on_danger, lang).await?;
        }
        RoundCommand::Check(target) => finish::check(&target, lang).await?,
        RoundCommand::Weigh(target) => finish::weigh(&target, lang).await?,
        RoundCommand::Score(target) => finish::score(&target, lang).await?,
        RoundCommand::Compute(target) => finish::compute(&target, lang).await?,
        RoundCommand::Seal { target, roles } => finish::seal(&target, &roles, lang).await?,
        RoundCommand::Status { target, json } => {
            status::print(&app(&target.config).await?, &target.round, lang, json).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn open(dir: PathBuf, id: Option<String>, config: &ServerConfig, lang: Lang) -> anyhow::Result<()> {
    let files = read_folder(&dir)?;
    let rename = match id {
        None => None,
        Some(id) => {
            let survey = crate::domain::definition::parse(files.clone())?;
            Some((id, survey.round.title))
        }
    };
    let record = stages::open::open(
        &app(config).await?,
        files,
        stages::open::OpenOptions {
            rename,
            ..stages::open::OpenOptions::default()
        },
    )
    .await?;
    let told = lang.say(|words, language| {
        let state = called(&status_words(language).states, record.state.as_str());
        fill(words.opened, &[("round", &record.id), ("state", &state)])
    });
    let hash = |words, hash: &String| fill(words, &[("hash", hash)]);
    println!("{told}");
    println!("{}", lang.say(|words, _| hash(words.method_hash, &record.method_hash)));
    println!(
        "{}",
        lang.say(|words, _| hash(words.seed_commitment, &record.seed_commitment))
    );
    Ok(())
}

async fn draw(target: &Target, frames: &[String], lang: Lang) -> anyhow::Result<()> {
    let mut files = BTreeMap::new();
    for pair in frames {
        let (audience, path) = pair
            .split_once('=')
            .with_context(|| Complaint::FrameOption(pair.clone()))?;
        let path = PathBuf::from(path);
        let file = FrameFile {
            name: file_name(&path),
            bytes: read(&path)?,
        };
        anyhow::ensure!(
            files.insert(AudienceId(audience.into()), file).is_none(),
            Complaint::NamedTwice(audience.into())
        );
    }
    let app = app(&target.config).await?;
    let spinner = progress::spinner(&lang.say(|words, _| words.busy.draw.into()));
    let report = stages::draw::draw(&app, &target.round, &files).await?;
    spinner.finish_and_clear();
    let survey = app.round(&target.round).await?.survey;
    for (audience, frame, issued, reserve, hash) in report.audiences {
        let told = lang.say(|words, language| {
            let named = survey.audience(&audience);
            let name = named.map_or(audience.0.as_str(), |audience| audience.name.get(language));
            let numbers: [(&str, &dyn Display); 5] = [
                ("audience", &name),
                ("frame", &frame),
                ("issued", &issued),
                ("reserve", &reserve),
                ("hash", &hash),
            ];
            fill(words.drawn, &numbers)
        });
        println!("{told}");
    }
    status::say_next(&app, &target.round, lang).await
}

/// An invitation as the export writes it.
pub fn invitation_row(invitation: &stages::invite::Invitation) -> export::InvitationRow {
    export::InvitationRow {
        sample_no: invitation.sample_no,
        audience: invitation.audience.clone(),
        stratum: invitation.stratum.clone(),
        unit_ref: invitation.unit_ref.clone(),
        contact: invitation.contact.clone(),
        token: invitation.token.to_string(),
        link: invitation.link.clone(),
        shown: invitation.shown.iter().map(|id| id.0.clone()).collect(),
    }
}

async fn release(target: &Target, audience: String, stratum: &str, lang: Lang) -> anyhow::Result<()> {
    let app = app(&target.config).await?;
    let (batch, units) = stages::release::release(&app, &target.round, &AudienceId(audience), stratum).await?;
    println!(
        "{}",
        lang.say(|words, _| fill(words.released, &[("batch", &batch), ("units", &units)]))
    );
    Ok(())
}

async fn import(target: &Target, file: &std::path::Path, mapping: &std::path::Path, lang: Lang) -> anyhow::Result<()> {
    let text = utf8(&file_name(mapping), read(mapping)?)?;
    let answers = AnswerFile {
        name: file_name(file),
        bytes: read(file)?,
        mapping: SurveyFile {
            path: file_name(mapping),
            text,
        },
    };
    let app = app(&target.config).await?;
    let spinner = progress::spinner(&lang.say(|words, _| words.busy.import.into()));
    let report = stages::import::import_answers(&app, &target.round, &answers).await?;
    spinner.finish_and_clear();
    println!(
        "{}",
        lang.say(|words, _| fill(words.accepted, &[("n", &report.accepted)]))
    );
    let rows = |words, rows: &[usize]| {
        let rows = rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        fill(words, &[("rows", &rows)])
    };
    if !report.insufficient.is_empty() {
        let few = report.insufficient.iter();
        let few: Vec<String> = few.map(|(line, sample_no)| format!("{line} (#{sample_no})")).collect();
        println!(
            "{}",
            lang.say(|words, _| fill(words.insufficient, &[("rows", &few.join(", "))]))
        );
    }
    if !report.ended.is_empty() {
        println!("{}", lang.say(|words, _| rows(words.ended, &report.ended)));
    }
    if !report.ended_with_ratings.is_empty() {
        let all = &report.ended_with_ratings;
        println!("{}", lang.say(|words, _| rows(words.ended_with_ratings, all)));
    }
    Ok(())
}

async fn dispositions(target: &Target, file: &std::path::Path, lang: Lang) -> anyhow::Result<()> {
    let app = app(&target.config).await?;
    let cases = stages::dispositions::record(&app, &target.round, &file_name(file), &read(file)?).await?;
    println!("{}", lang.say(|words, _| fill(words.recorded, &[("n", &cases)])));
    Ok(())
}
