//! `barometer export …`: the files of a sealed round.

use super::app;
use crate::config::ServerConfig;
use crate::export;
use crate::stages::{self, App};
use crate::text::command::Complaint;
use anyhow::Context;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Which round, and where to.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 轮次编号 · Round id.
    round: String,
    /// 写入的文件夹，没有时新建 · Folder to write to; made when missing.
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    config: ServerConfig,
}

/// What can be exported.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// 成绩单：JSON、CSV 和 XLSX · The sealed sheet as JSON, CSV and XLSX.
    Sheet(ExportArgs),
    /// 审计包：重算成绩单所需的一切，不供公开 · The auditor's bundle: everything that the sheet can be recomputed from. Not for publication.
    Bundle(ExportArgs),
}

/// Writes the files.
pub async fn run(command: ExportCommand) -> anyhow::Result<ExitCode> {
    match command {
        ExportCommand::Sheet(args) => write_sheet(&app(&args.config).await?, &args.round, &args.out).await?,
        ExportCommand::Bundle(args) => write_bundle(&app(&args.config).await?, &args.round, &args.out).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes `sheet.json`, `sheet.csv` and `sheet.xlsx`.
pub async fn write_sheet(app: &App, round: &str, out: &Path) -> anyhow::Result<()> {
    let sealed = stages::seal::sealed_sheet(app, round).await?;
    std::fs::create_dir_all(out).with_context(|| Complaint::CannotMake(out.display().to_string()))?;
    write(&out.join("sheet.json"), &export::sheet_json(&sealed)?)?;
    write(&out.join("sheet.csv"), &export::sheet_csv(&sealed)?)?;
    write(&out.join("sheet.xlsx"), &export::sheet_xlsx(&sealed)?)
}

/// Writes the auditor's bundle into a folder.
pub async fn write_bundle(app: &App, round: &str, out: &Path) -> anyhow::Result<()> {
    let bundle = stages::bundle::bundle(app, round).await?;
    for (name, bytes) in &bundle.files {
        let path = out.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(|| Complaint::CannotMake(folder.display().to_string()))?;
        }
        write(&path, bytes)?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| Complaint::CannotWrite(path.display().to_string()))
}
