//! `barometer survey check DIR`.

use super::words::Voice;
use crate::domain::definition::{self, Problems, SurveyFile};
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

/// Endings of the files that a survey consists of; others are only named.
const READ: [&str; 3] = ["toml", "csv", "md"];

/// Every file of a survey folder by its path inside it, hidden ones left out.
///
/// A file of another kind than a survey holds comes without its text: its name is enough to refuse it.
pub fn read_folder(dir: &Path) -> anyhow::Result<Vec<SurveyFile>> {
    let mut paths = Vec::new();
    collect(dir, &mut paths)?;
    let survey = |path: &PathBuf| has_ending(path, &READ[..2]);
    anyhow::ensure!(paths.iter().any(survey), Complaint::NoSurvey(dir.display().to_string()));
    let (mut files, mut unreadable) = (Vec::new(), Problems::default());
    for path in &paths {
        let name = inside(dir, path);
        let bytes = if has_ending(path, &READ) {
            super::read(path)?
        } else {
            Vec::new()
        };
        match super::utf8(&name, bytes) {
            Ok(text) => files.push(SurveyFile {
                path: name,
                text: text.trim_start_matches('\u{feff}').to_owned(),
            }),
            Err(mut problems) => unreadable.0.append(&mut problems.0),
        }
    }
    if !unreadable.0.is_empty() {
        unreadable.0.sort();
        return Err(unreadable.into());
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy());
    ending.is_some_and(|ending| endings.contains(&ending.as_ref()))
}

/// The path inside the folder, with forward slashes.
fn inside(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path).components();
    let parts: Vec<String> = inside
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(dir).with_context(|| Complaint::CannotRead(dir.display().to_string()))?;
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        match entry.path() {
            path if path.is_dir() => collect(&path, files)?,
            path => files.push(path),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::definition::Found;

    /// A copy of the Kansas City folder with further files in it; its paths, or the problems.
    fn folder_with(more: &[(&str, &[u8])]) -> Result<definition::Survey, Problems> {
        let copy = tempfile::tempdir().unwrap();
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/kansas-city-2021q3");
        let mut paths = Vec::new();
        collect(&original, &mut paths).unwrap();
        let files = paths
            .iter()
            .map(|path| (inside(&original, path), std::fs::read(path).unwrap()));
        let more = more.iter().map(|(name, bytes)| (name.to_string(), bytes.to_vec()));
        for (name, bytes) in files.chain(more) {
            let path = copy.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let files = read_folder(copy.path()).map_err(|error| error.downcast::<Problems>().unwrap())?;
        definition::parse(files)
    }

    #[test]
    fn whatever_does_not_belong_to_a_survey_is_named() {
        let more: [(&str, &[u8]); 6] = [
            ("extra.txt", b"notes"),
            ("notes.md", b"# Notes"),
            ("extra.xlsx", b"PK\x03\x04\xff\xfe"),
            ("picture", b"\xff\xd8\xff"),
            ("margins/README.md", b"Where the figures come from"),
            ("old/margins/sex.csv", b"sex,population"),
        ];
        let problems = folder_with(&more).unwrap_err().0;
        assert!(
            problems.iter().all(|problem| problem.found == Found::UnknownFile),
            "{problems:?}"
        );
        let mut named: Vec<&str> = problems.iter().map(|problem| problem.place.file.as_str()).collect();
        named.sort_unstable();
        let mut expected = more.map(|(name, _)| name);
        expected.sort_unstable();
        assert_eq!(named, expected);
    }

    #[test]
    fn notes_for_readers_are_part_of_the_survey_and_hidden_files_are_not() {
        let alone = folder_with(&[]).unwrap();
        let hidden = folder_with(&[(".DS_Store", b"\xff"), (".git/config.toml", b"[")]).unwrap();
        assert_eq!(alone.definition_hash(), hidden.definition_hash());
        let noted = folder_with(&[("README.md", b"Read me")]).unwrap();
        assert!(noted.files.iter().any(|file| file.path == "README.md"));
        assert_ne!(alone.definition_hash(), noted.definition_hash());
        assert_eq!(alone.method_hash(), noted.method_hash());
    }

    #[test]
    fn text_that_nobody_can_read_is_named_with_its_line() {
        let bytes = "sex,population\nm\u{e4}nnlich,1\n".as_bytes();
        let latin: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0xa4).collect();
        let problems = folder_with(&[("margins/sex.csv", &latin), ("README.md", b"\xff")])
            .unwrap_err()
            .0;
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "README.md:1: found bytes that are not UTF-8; expected UTF-8 text",
                "margins/sex.csv:2: found bytes that are not UTF-8; expected UTF-8 text"
            ]
        );
    }
}
