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
pub fn write(outcome: &Outcome, folder: &Path) -> anyhow::Result<()> {
    let cannot = |path: &Path| Complaint::CannotWrite(path.display().to_string());
    std::fs::create_dir_all(folder).with_context(|| Complaint::CannotMake(folder.display().to_string()))?;
    let mut names = Vec::new();
    for (name, writer) in FILES {
        one(&folder.join(part(name)), |out| writer(outcome, out)).with_context(|| cannot(&folder.join(name)))?;
        names.push(name.to_owned());
    }
    for run in &outcome.runs {
        let name = weights_name(outcome, &run.run);
        one(&folder.join(part(&name)), |out| export::weights_csv(run, out))
            .with_context(|| cannot(&folder.join(&name)))?;
        names.push(name);
    }
    for name in names {
        let path = folder.join(&name);
        std::fs::rename(folder.join(part(&name)), &path).with_context(|| cannot(&path))?;
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
