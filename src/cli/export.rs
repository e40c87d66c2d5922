//! `barometer export …`: the files of a sealed round.

use super::words::Lang;
use super::{app, read};
use crate::config::ServerConfig;
use crate::domain::proof::bundle;
use crate::export;
use crate::stages::{self, App};
use crate::text::command::Complaint;
use crate::text::terminal::fill;
use anyhow::Context;
use clap::{Args, Subcommand};
use std::collections::BTreeMap;
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
    Sheet(SheetArgs),
    /// 审计包：重算成绩单所需的一切，不供公开 · The auditor's bundle: everything that the sheet can be recomputed from. Not for publication.
    Bundle(SheetArgs),
    /// 样本报告：中英文报告（HTML、XLSX）、加权日志、结果代码表和清单；封存前是草稿，封存后附匿名微观数据和编码手册 · The sample report: pages and workbooks in Chinese and English, weighting log, dispositions, manifest. A draft until sealed; then with anonymised microdata and codebook.
    Report(SheetArgs),
}

/// Which version of which sheet goes where.
#[derive(Debug, Args)]
pub struct SheetArgs {
    #[command(flatten)]
    place: ExportArgs,
    /// 成绩单的版次；不写则为最新一版 · Version of the sheet; the newest sealed one if left out.
    #[arg(long)]
    version: Option<u32>,
}

/// Writes the files.
pub async fn run(command: ExportCommand, lang: Lang) -> anyhow::Result<ExitCode> {
    let written = match command {
        ExportCommand::Sheet(SheetArgs { place, version }) => {
            write_sheet(&app(&place.config).await?, &place.round, version, &place.out).await?
        }
        ExportCommand::Bundle(SheetArgs { place, version }) => {
            write_bundle(&app(&place.config).await?, &place.round, version, &place.out).await?
        }
        ExportCommand::Report(SheetArgs { place, version }) => {
            write_report(&app(&place.config).await?, &place.round, version, &place.out).await?
        }
    };
    for path in written {
        println!(
            "{}",
            lang.say(|words, _| fill(words.written, &[("file", &path.display())]))
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes `sheet.json`, `sheet.csv` and `sheet.xlsx` of that version or the newest; gives their paths.
pub async fn write_sheet(app: &App, round: &str, version: Option<u32>, out: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let sealed = match version {
        Some(version) => stages::seal::sealed_version(app, round, version).await?,
        None => stages::seal::sealed_sheet(app, round).await?,
    };
    no_bundle(out)?;
    let files = [
        ("sheet.json".to_owned(), export::sheet_json(&sealed)?),
        ("sheet.csv".to_owned(), export::sheet_csv(&sealed)?),
        ("sheet.xlsx".to_owned(), export::sheet_xlsx(&sealed)?),
    ];
    write_all(out, &files.into())
}

/// Writes the sample report of that version or the newest with its microdata and manifest; gives the paths.
pub async fn write_report(app: &App, round: &str, version: Option<u32>, out: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let report = stages::sample_report::sample_report(app, round, version).await?;
    no_bundle(out)?;
    let files = export::sample_report::files(&report)?;
    write_all(out, &files.into_iter().map(|file| (file.name, file.bytes)).collect())
}

/// A file more would make a bundle fail its verification.
fn no_bundle(out: &Path) -> anyhow::Result<()> {
    let found = out.join(bundle::MANIFEST).exists();
    anyhow::ensure!(!found, Complaint::IsABundle(out.display().to_string()));
    Ok(())
}

/// Writes the auditor's bundle of that version or the newest into a folder that holds nothing else; gives the folder.
pub async fn write_bundle(app: &App, round: &str, version: Option<u32>, out: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let bundle = match version {
        Some(version) => stages::bundle::bundle_version(app, round, version).await?,
        None => stages::bundle::bundle(app, round).await?,
    };
    if out.exists() {
        let found = super::verify::files_in(out)?;
        if let Some(foreign) = found.into_iter().find(|path| !bundle.files.contains_key(path)) {
            anyhow::bail!(Complaint::NotOfTheBundle(out.join(foreign).display().to_string()));
        }
    }
    write_all(out, &bundle.files)?;
    Ok(vec![out.to_owned()])
}

/// Writes every file or none: what stands there already must be the same to the byte.
pub fn write_all(out: &Path, files: &BTreeMap<String, Vec<u8>>) -> anyhow::Result<Vec<PathBuf>> {
    for (name, bytes) in files {
        let path = out.join(name);
        let same = !path.exists() || read(&path)? == *bytes;
        anyhow::ensure!(same, Complaint::HoldsOther(path.display().to_string()));
    }
    let parts = files.iter().map(|(name, bytes)| write_part(&out.join(name), bytes));
    let written: anyhow::Result<Vec<PathBuf>> = parts.collect();
    if written.is_err() {
        let left = files.keys().map(|name| part_of(&out.join(name)));
        left.for_each(|part| drop(std::fs::remove_file(part)));
    }
    for path in files.keys().map(|name| out.join(name)).filter(|_| written.is_ok()) {
        let moved = std::fs::rename(part_of(&path), &path);
        moved.with_context(|| Complaint::CannotWrite(path.display().to_string()))?;
    }
    written?;
    Ok(files.keys().map(|name| out.join(name)).collect())
}

/// Where a file is written before all are whole.
fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

fn write_part(path: &Path, bytes: &[u8]) -> anyhow::Result<PathBuf> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).with_context(|| Complaint::CannotMake(folder.display().to_string()))?;
    std::fs::write(part_of(path), bytes).with_context(|| Complaint::CannotWrite(path.display().to_string()))?;
    Ok(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_says_something_else_is_never_overwritten_and_nothing_is_half_written() {
        let folder = tempfile::tempdir().unwrap();
        let files = |text: &str| BTreeMap::from([("a".to_owned(), b"a".to_vec()), ("b/c".to_owned(), text.into())]);
        assert_eq!(write_all(folder.path(), &files("one")).unwrap().len(), 2);
        write_all(folder.path(), &files("one")).expect("the same again is the same");
        std::fs::remove_file(folder.path().join("a")).unwrap();
        let refused = write_all(folder.path(), &files("two")).unwrap_err().to_string();
        assert!(refused.contains("c holds something else"), "{refused}");
        assert!(!folder.path().join("a").exists());
        assert_eq!(std::fs::read(folder.path().join("b/c")).unwrap(), b"one");
    }
}
