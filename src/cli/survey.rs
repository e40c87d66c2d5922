//! `barometer survey check DIR`.

use crate::domain::definition::{self, Language, SurveyFile};
use anyhow::Context;
use clap::Subcommand;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What can be done with a survey folder.
#[derive(Debug, Subcommand)]
pub enum SurveyCommand {
    /// Reads the folder and prints every problem with file, line, what was found and what was expected.
    Check {
        /// The survey folder, e.g. `surveys/beijing-2009`.
        dir: PathBuf,
    },
}

/// Runs the command; problems give exit code 1.
#[expect(clippy::print_stderr, reason = "the terminal is this room's page")]
pub fn run(command: SurveyCommand) -> anyhow::Result<ExitCode> {
    let SurveyCommand::Check { dir } = command;
    match definition::parse(read_folder(&dir)?) {
        Ok(survey) => {
            for language in [Language::Zh, Language::En] {
                println!("{}", definition::report::summary(&survey, language));
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(problems) => {
            eprintln!("{problems}");
            eprintln!("共 {0} 个问题 · {0} problems", problems.0.len());
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Every text file of a survey folder, by its path inside it.
pub fn read_folder(dir: &Path) -> anyhow::Result<Vec<SurveyFile>> {
    let mut files = Vec::new();
    collect(dir, dir, &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    anyhow::ensure!(
        !files.is_empty(),
        "{} holds no survey: no .toml or .csv file in it",
        dir.display()
    );
    Ok(files)
}

fn collect(root: &Path, dir: &Path, files: &mut Vec<SurveyFile>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(dir).with_context(|| format!("cannot read the folder {}", dir.display()))?;
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
            let bytes = super::read(&path)?;
            let text = String::from_utf8(bytes).map_err(|error| {
                let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
                    .iter()
                    .filter(|b| **b == b'\n')
                    .count();
                anyhow::anyhow!(
                    "{name}:{}: found bytes that are not UTF-8; expected UTF-8 text",
                    line + 1
                )
            })?;
            files.push(SurveyFile {
                path: name,
                text: text.trim_start_matches('\u{feff}').to_owned(),
            });
        }
    }
    Ok(())
}
