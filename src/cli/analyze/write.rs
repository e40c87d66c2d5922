//! The files of an outcome, all of them or none.

use crate::domain::analysis::outcome::Outcome;
use crate::export::analysis as export;
use crate::text::command::Complaint;
use anyhow::Context;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

type Writer = fn(&Outcome, &mut dyn Write) -> io::Result<()>;

/// Files with their writers.
const FILES: [(&str, Writer); 10] = [
    ("results.json", |outcome, out| export::results_json(outcome, out)),
    ("report.html", |outcome, out| export::report_html(outcome, out)),
    ("estimates.csv", |outcome, out| export::estimates_csv(outcome, out)),
    ("contrasts.csv", |outcome, out| export::contrasts_csv(outcome, out)),
    ("covariances.csv", |outcome, out| export::covariances_csv(outcome, out)),
    ("rankings.csv", |outcome, out| export::rankings_csv(outcome, out)),
    ("shrinkage.csv", |outcome, out| export::shrinkage_csv(outcome, out)),
    ("weighting.csv", |outcome, out| export::weighting_csv(outcome, out)),
    ("margins.csv", |outcome, out| export::margins_csv(outcome, out)),
    ("factors.csv", |outcome, out| export::factors_csv(outcome, out)),
];

/// Writes every file under a passing name first, so that a full disk leaves no half results under the real ones.
/// `results.json` is put in place last: where it stands, the rest stands too.
pub fn write(outcome: &Outcome, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| Complaint::CannotMake(folder.display().to_string()))?;
    let weights = outcome.runs.iter().map(|run| weights_name(outcome, &run.run));
    let names: Vec<String> = weights
        .chain(FILES.iter().rev().map(|(name, _)| (*name).to_owned()))
        .collect();
    let done = parts(outcome, folder).and_then(|()| put(&names, folder));
    if done.is_err() {
        for name in &names {
            // What is not there need not go; what cannot be removed is no result.
            let _ = std::fs::remove_file(folder.join(part(name)));
        }
    }
    done
}

fn cannot(path: &Path) -> Complaint {
    Complaint::CannotWrite(path.display().to_string())
}

fn parts(outcome: &Outcome, folder: &Path) -> anyhow::Result<()> {
    for (name, writer) in FILES {
        one(&folder.join(part(name)), |out| writer(outcome, out)).with_context(|| cannot(&folder.join(name)))?;
    }
    for run in &outcome.runs {
        let name = weights_name(outcome, &run.run);
        one(&folder.join(part(&name)), |out| export::weights_csv(run, out))
            .with_context(|| cannot(&folder.join(&name)))?;
    }
    Ok(())
}

/// Gives the files their names, and takes away the weights of runs that an earlier analysis had and this one has not.
fn put(names: &[String], folder: &Path) -> anyhow::Result<()> {
    if let Some(taken) = names.iter().map(|name| folder.join(name)).find(|path| path.is_dir()) {
        return Err(io::Error::from(io::ErrorKind::IsADirectory)).with_context(|| cannot(&taken));
    }
    if folder.join("results.json").is_file() {
        for old in std::fs::read_dir(folder)?.flatten() {
            let name = old.file_name().to_string_lossy().into_owned();
            let of_a_run = name == "weights.csv" || (name.starts_with("weights-") && name.ends_with(".csv"));
            if of_a_run && !names.contains(&name) {
                std::fs::remove_file(old.path()).with_context(|| cannot(&old.path()))?;
            }
        }
    }
    for name in names {
        let path = folder.join(name);
        std::fs::rename(folder.join(part(name)), &path).with_context(|| cannot(&path))?;
    }
    Ok(())
}

fn part(name: &str) -> String {
    format!("{name}.part")
}

/// `weights.csv`, or one file per run.
fn weights_name(outcome: &Outcome, run: &str) -> String {
    if outcome.runs.len() == 1 {
        return "weights.csv".to_owned();
    }
    let plain: String = run
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') {
                c
            } else {
                '_'
            }
        })
        .collect();
    format!("weights-{plain}.csv")
}

fn one(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 18, File::create(path)?);
    write(&mut out)?;
    out.flush()
}
