//! The files of an outcome, all of them or none.

use crate::domain::analysis::outcome::Outcome;
use crate::domain::analysis::parse::plain_run_name;
use crate::domain::analysis::run::SCHEMA;
use crate::export::analysis as export;
use crate::text::command::Complaint;
use anyhow::{Context, ensure};
use serde::Deserialize;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

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

/// Writes every file under a passing name first, so that a full disk leaves no half results under the real ones; then
/// what an earlier analysis left in the folder gives way, and nothing else.
pub fn write(outcome: &Outcome, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| Complaint::CannotMake(folder.display().to_string()))?;
    let runs: Vec<&str> = outcome.runs.iter().map(|run| run.run.as_str()).collect();
    let names = names(&runs);
    if let Some(taken) = names.iter().map(|name| folder.join(name)).find(|path| path.is_dir()) {
        return Err(io::Error::from(io::ErrorKind::IsADirectory)).with_context(|| cannot(&taken));
    }
    if let Err(error) = parts(outcome, folder, &names) {
        for name in &names {
            // Those that were not begun are not there; the first refusal is the one to tell.
            let _ = std::fs::remove_file(folder.join(part(name)));
        }
        return Err(error);
    }
    for name in earlier(folder).iter().filter(|name| !names.contains(name)) {
        let path = folder.join(name);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).with_context(|| cannot(&path))?,
            _ => {}
        }
    }
    // `results.json` comes last: where it stands, the rest stands too.
    for name in names.iter().rev() {
        let path = folder.join(name);
        std::fs::rename(folder.join(part(name)), &path).with_context(|| cannot(&path))?;
    }
    Ok(())
}

/// Refuses a folder that is a file, or in which the results would take the place of a file that is read.
///
/// # Errors
/// That file.
pub fn spares(inputs: &[PathBuf], runs: &[&str], folder: &Path) -> anyhow::Result<()> {
    ensure!(!folder.is_file(), Complaint::NotAFolder(folder.display().to_string()));
    for name in names(runs).into_iter().chain(earlier(folder)) {
        // A file that is not there yet is no input.
        let Ok(there) = folder.join(name).canonicalize() else {
            continue;
        };
        for input in inputs {
            let same = input.canonicalize().is_ok_and(|input| input == there);
            ensure!(!same, Complaint::ResultsOverInput(input.display().to_string()));
        }
    }
    Ok(())
}

fn parts(outcome: &Outcome, folder: &Path, names: &[String]) -> anyhow::Result<()> {
    for (name, writer) in FILES {
        one(&folder.join(part(name)), |out| writer(outcome, out)).with_context(|| cannot(&folder.join(name)))?;
    }
    for (run, name) in outcome.runs.iter().zip(&names[FILES.len()..]) {
        one(&folder.join(part(name)), |out| export::weights_csv(run, out))
            .with_context(|| cannot(&folder.join(name)))?;
    }
    Ok(())
}

/// Every file of an analysis with these runs: the common ones, then the weights, run by run.
fn names(runs: &[&str]) -> Vec<String> {
    let weights = |run: &&str| match runs.len() {
        1 => "weights.csv".to_owned(),
        _ => format!("weights-{run}.csv"),
    };
    let common = FILES.iter().map(|(name, _)| (*name).to_owned());
    common.chain(runs.iter().map(weights)).collect()
}

/// What the folder's `results.json` says of the analysis that wrote it; other keys are passed over.
#[derive(Deserialize)]
struct Earlier {
    schema: String,
    runs: Vec<EarlierRun>,
}

#[derive(Deserialize)]
struct EarlierRun {
    run: String,
}

/// Files that an earlier analysis wrote into the folder, as its `results.json` names its runs; none where there is no
/// such file or it is of another program.
fn earlier(folder: &Path) -> Vec<String> {
    let Ok(file) = File::open(folder.join(FILES[0].0)) else {
        return Vec::new();
    };
    let Ok(found) = serde_json::from_reader::<_, Earlier>(BufReader::new(file)) else {
        return Vec::new();
    };
    let runs: Vec<&str> = found.runs.iter().map(|run| run.run.as_str()).collect();
    // A name that leads out of the folder is nobody's run.
    match found.schema == SCHEMA && runs.iter().all(|run| plain_run_name(run)) {
        true => names(&runs),
        false => Vec::new(),
    }
}

fn cannot(path: &Path) -> Complaint {
    Complaint::CannotWrite(path.display().to_string())
}

fn part(name: &str) -> String {
    format!("{name}.part")
}

fn one(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 18, File::create(path)?);
    write(&mut out)?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::analysis::fixture;
    use std::fs;

    fn outcome(runs: &[&str]) -> Outcome {
        let mut outcome = fixture::outcome();
        let template = outcome.runs.swap_remove(0);
        outcome.runs = runs.iter().map(|_| template.clone()).collect();
        for (run, name) in outcome.runs.iter_mut().zip(runs) {
            run.run = (*name).to_owned();
        }
        outcome
    }

    fn weights(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.retain(|name| !FILES.iter().any(|(known, _)| known == name));
        names.sort();
        names
    }

    #[test]
    fn nothing_of_an_earlier_analysis_stays_and_nothing_else_goes() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        write(&outcome(&["lin", "加权"]), folder).unwrap();
        assert_eq!(weights(folder), ["weights-lin.csv", "weights-加权.csv"]);
        fs::write(folder.join("weights-mine.csv"), "mine").unwrap();
        write(&outcome(&["main"]), folder).unwrap();
        assert_eq!(weights(folder), ["weights-mine.csv", "weights.csv"]);
        write(&outcome(&["lin", "b"]), folder).unwrap();
        assert_eq!(
            weights(folder),
            ["weights-b.csv", "weights-lin.csv", "weights-mine.csv"]
        );
    }

    #[test]
    fn results_of_another_program_are_not_trusted() {
        let folder = tempfile::tempdir().unwrap();
        let results = folder.path().join("results.json");
        for (schema, run) in [("other/1", "lin"), (SCHEMA, "x/../../lin")] {
            let text = format!(r#"{{"schema": "{schema}", "runs": [{{"run": "a"}}, {{"run": "{run}"}}]}}"#);
            fs::write(&results, text).unwrap();
            assert_eq!(earlier(folder.path()), Vec::<String>::new());
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_earlier_results() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        write(&outcome(&["lin", "rak"]), folder).unwrap();
        let before = fs::read(folder.join("results.json")).unwrap();
        fs::create_dir(folder.join("margins.csv.part")).unwrap();
        write(&outcome(&["main"]), folder).unwrap_err();
        assert_eq!(
            weights(folder),
            ["margins.csv.part", "weights-lin.csv", "weights-rak.csv"]
        );
        assert_eq!(fs::read(folder.join("results.json")).unwrap(), before);
    }

    #[test]
    fn results_never_take_the_place_of_what_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("margins.csv");
        fs::write(&input, "a").unwrap();
        let inputs = [input];
        let said = spares(&inputs, &["main"], folder.path()).unwrap_err().to_string();
        assert!(said.contains("margins.csv, which this analysis reads"), "{said}");
        spares(&inputs, &["main"], &folder.path().join("out")).unwrap();
    }
}
