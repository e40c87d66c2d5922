//! The same stages from a terminal: every command parses its arguments, calls one stage and says what happened.

mod account;
mod analyze;
mod demo;
mod export;
mod ledger;
mod progress;
mod round;
mod serve;
mod survey;
mod verify;
mod words;

use crate::clock::Clock;
use crate::config::ServerConfig;
use crate::domain::account::Actor;
use crate::domain::definition::{Expected, Found, Place, Problem, Problems};
use crate::stages::{App, Keys, Random};
use crate::storage::Db;
use crate::text::command::Complaint;
use crate::text::problems::Extent;
use anyhow::Context;
use clap::{Parser, Subcommand};
use std::process::ExitCode;
use words::{Lang, Voice};

/// Barometer 晴雨表
///
/// 市民、企业和单位对政府部门满意度的调查：从抽样到封存的得分。
///
/// Surveys of how satisfied people are with municipal departments, from the sample to sealed scores.
#[derive(Debug, Parser)]
#[command(name = "barometer", version, about, max_term_width = 110)]
struct Cli {
    /// 终端文字的语言 · Language of what the terminal says.
    #[arg(long, global = true, env = "BAROMETER_LANG", value_enum, default_value = "both")]
    lang: Lang,
    /// 逐条列出，不合并同类问题 · Prints every problem instead of the first few of each kind.
    #[arg(long, global = true)]
    all: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 演示：在新建的内置数据库上，由模拟受访者走完一整轮，然后提供网页 · Runs a whole round with simulated respondents on a fresh embedded database, then serves it.
    Demo(demo::DemoArgs),
    /// 服务：提供网页 · Serves the pages.
    Serve(serve::ServeArgs),
    /// 调查文件夹：读取并列出每个问题及其位置 · Reads a survey folder and prints every problem with its place.
    #[command(subcommand)]
    Survey(survey::SurveyCommand),
    /// 评价轮次：逐个阶段推进，从开启、抽样、邀请到封存 · Drives a round, stage by stage: open, draw, invite, …, seal.
    #[command(subcommand)]
    Round(round::RoundCommand),
    /// 账号：谁可以登录工作台 · Who may sign in to the consoles.
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// 导出：写出已封存轮次的文件 · Writes a sealed round's files.
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// 绩效总账：八项指标、行政问责扣分、审核步骤和导出 · The main ledger: eight indicators, deductions, review and export.
    #[command(subcommand)]
    Ledger(ledger::LedgerCommand),
    /// 分析：按分析说明对任意微观数据加权、估计、检验 · Weights, estimates and tests on any microdata, as a specification says.
    Analyze(analyze::AnalyzeArgs),
    /// 核验：核对封存成绩单的签名；给出审计包时逐字节重算 · Checks a sealed sheet's signatures and, with the auditor's bundle, recomputes it to the byte.
    Verify(verify::VerifyArgs),
}

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let voice = Voice {
        lang: cli.lang,
        extent: if cli.all { Extent::All } else { Extent::Grouped },
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(cli.command, voice)),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            complain(&error, voice);
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(command: Command, voice: Voice) -> anyhow::Result<ExitCode> {
    match command {
        Command::Demo(args) => demo::run(args, voice.lang).await,
        Command::Serve(args) => serve::run(args, voice.lang).await,
        Command::Survey(command) => survey::run(command, voice),
        Command::Round(command) => round::run(command, voice.lang).await,
        Command::Account(command) => account::run(command, voice.lang).await,
        Command::Export(command) => export::run(command, voice.lang).await,
        Command::Ledger(command) => ledger::run(command, voice.lang).await,
        Command::Analyze(args) => analyze::run(args, voice),
        Command::Verify(args) => verify::run(&args, voice),
    }
}

/// Connects everything that a command needs.
async fn app(config: &ServerConfig) -> anyhow::Result<App> {
    if let Some(path) = config.database.strip_prefix("sqlite://")
        && let Some(folder) = std::path::Path::new(path).parent()
    {
        std::fs::create_dir_all(folder).with_context(|| Complaint::CannotMake(folder.display().to_string()))?;
    }
    let random = Random::System;
    let db = Db::connect(&config.database).await.context(Complaint::Database)?;
    let keys = Keys::of_database(&db, &config.keys, &random, Clock::System.now().as_second()).await?;
    Ok(App::new(
        db.by(Actor::CommandLine),
        keys,
        Clock::System,
        random,
        &config.public_url(),
    ))
}

/// Says what went wrong, with its causes, once.
#[expect(clippy::print_stderr, reason = "the terminal is this room's page")]
fn complain(error: &anyhow::Error, voice: Voice) {
    eprintln!("{}", words::refusal(error, voice));
}

/// Text of a file that must be UTF-8; the first line that is not is named.
fn utf8(file: &str, bytes: Vec<u8>) -> Result<String, Problems> {
    String::from_utf8(bytes).map_err(|error| {
        let readable = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + readable.iter().filter(|byte| **byte == b'\n').count();
        let (file, column) = (file.to_owned(), None);
        Problems(vec![Problem {
            place: Place { file, line, column },
            found: Found::NotUtf8,
            expected: Expected::Utf8,
        }])
    })
}

/// Reads a file, naming it when that fails.
fn read(path: &std::path::Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| Complaint::CannotRead(path.display().to_string()))
}

/// The file's name without its folders, for messages about its content.
fn file_name(path: &std::path::Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
