//! `barometer survey check DIR`.

use super::words::Voice;
use crate::domain::definition::{self, SurveyFile};
use crate::text::command::Complaint;
use crate::text::problems::Extent;
use anyhow::Context;
use clap::Subcommand;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What can be done with a survey folder.
#[derive(Debug, Subcommand)]
pub enum SurveyCommand {
    /// 检查：读取文件夹，列出每个问题的文件、行号、发现的内容和应有的内容 · Reads the folder and prints every problem with file, line, what was found and what was expected.
    Check {
        /// 调查文件夹 · The survey folder, e.g. `surveys/beijing-2009`.
        dir: PathBuf,
    },
}

/// Runs the command; problems give exit code 1.
pub fn run(command: SurveyCommand, voice: Voice) -> anyhow::Result<ExitCode> {
    let SurveyCommand::Check { dir } = command;
    match definition::parse(read_folder(&dir)?) {
        Ok(survey) => {
            for language in voice.lang.languages() {
                println!("{}", definition::report::summary(&survey, *language));
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(problems) => {
            // A folder is mended from this list, so nothing is left out of it.
            let extent = Extent::All;
            super::complain(&problems.into(), Voice { extent, ..voice });
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Every file of a survey folder by its path inside it, hidden ones left out.
pub fn read_folder(dir: &Path) -> anyhow::Result<Vec<SurveyFile>> {
    let mut files = Vec::new();
    collect(dir, dir, &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    anyhow::ensure!(!files.is_empty(), Complaint::NoSurvey(dir.display().to_string()));
    Ok(files)
}

fn collect(root: &Path, dir: &Path, files: &mut Vec<SurveyFile>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(dir).with_context(|| Complaint::CannotRead(dir.display().to_string()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path
            .extension()
            .is_some_and(|ending| ending == "toml" || ending == "csv")
        {
            let inside = path.strip_prefix(root).unwrap_or(&path);
            let name = inside
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect::<Vec<_>>()
                .join("/");
            let text = super::utf8(&name, super::read(&path)?)?;
            files.push(SurveyFile {
                path: name,
                text: text.trim_start_matches('\u{feff}').to_owned(),
            });
        }
    }
    Ok(())
}
