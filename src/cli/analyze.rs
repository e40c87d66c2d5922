//! `barometer analyze SPEC --data FILE --out DIR`: any microdata, analysed as a specification says.

mod cell;
mod columnar;
mod data;
mod lines;
mod stream;
mod write;

use super::progress;
use super::words::Voice;
use crate::domain::analysis::outcome::{Input, Outcome};
use crate::domain::analysis::spec::Spec;
use crate::domain::analysis::{Inputs, parse, run};
use crate::domain::definition::Problems;
use crate::domain::table;
use crate::text::command::Complaint;
use clap::Args;
use indicatif::ProgressBar;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The documentation of the specification language.
const MANUAL: &str = include_str!("../../surveys/analyze/README.md");

/// What is analysed, and where the results go.
#[derive(Debug, Args)]
pub struct AnalyzeArgs {
    /// 分析说明（TOML），写法见 --manual · The specification, in TOML; --manual explains it.
    #[arg(required_unless_present = "manual")]
    spec: Option<PathBuf>,
    /// 数据：CSV、XLSX 或 Parquet，每行一个单位 · The data: CSV, XLSX or Parquet, one row per unit.
    #[arg(long, required_unless_present = "manual")]
    data: Option<PathBuf>,
    /// 结果写入的文件夹 · The folder for the results.
    #[arg(long, required_unless_present = "manual")]
    out: Option<PathBuf>,
    /// 线程数，默认为全部处理器；结果逐位相同 · Threads, by default all processors; results are the same bits.
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
    /// 打印分析说明的写法，附例子 · Prints how to write a specification, with examples.
    #[arg(long)]
    manual: bool,
}

/// Runs the command; a refusal gives exit code 1 and writes nothing.
pub fn run(args: AnalyzeArgs, voice: Voice) -> anyhow::Result<ExitCode> {
    let (Some(path), Some(data), Some(out)) = (args.spec, args.data, args.out) else {
        println!("{MANUAL}");
        return Ok(ExitCode::SUCCESS);
    };
    let (spec, inputs) = inputs(&path, &data, &out, voice).map_err(|error| match error.downcast::<Problems>() {
        Ok(problems) => run::AnalysisError::Problems(problems).into(),
        Err(other) => other,
    })?;
    let threads = args.threads.or_else(|| std::thread::available_parallelism().ok());
    let outcome = calculate(threads.map_or(1, NonZero::get), &spec, &inputs, voice)?;
    let bar = progress::spinner(&voice.lang.say(|words, _| words.busy.write.to_owned()));
    write::write(&outcome, &out)?;
    progress::finish(&bar, out.display().to_string());
    Ok(ExitCode::SUCCESS)
}

/// The specification, and every file it needs.
fn inputs(path: &Path, data: &Path, out: &Path, voice: Voice) -> anyhow::Result<(Spec, Inputs)> {
    let bytes = super::read(path)?;
    let mut files = vec![input("spec", path, hash(&bytes), None)];
    let name = super::file_name(path);
    let spec = parse::parse(&name, &super::utf8(&name, bytes)?)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut read: Vec<PathBuf> = vec![path.to_owned(), data.to_owned()];
    read.extend(spec.files().iter().map(|file| folder.join(file)));
    let runs: Vec<&str> = spec.runs.iter().map(|run| run.name.as_str()).collect();
    write::spares(&read, &runs, out)?;
    let bar = progress::bar(&voice.lang.say(|words, _| words.busy.read.to_owned()), 0);
    let read = data::read(data, &spec, &bar)?;
    files.push(input("data", data, read.sha256, Some(read.frame.rows_read)));
    let mut tables = BTreeMap::new();
    let mut besides = Vec::new();
    let wanted = spec.ratings.iter().map(|ratings| ("ratings", ratings.beside()));
    for (role, wanted) in wanted.chain(spec.replicate_files().into_iter().map(|one| ("replicates", one))) {
        let path = folder.join(&wanted.file);
        let read =
            data::beside(&path, &spec, &wanted, &bar).map_err(|error| named(error, &spec, &wanted.file, &path))?;
        files.push(input(role, &path, read.sha256, Some(read.frame.rows_read)));
        besides.push((wanted, read.frame));
    }
    for table_of in spec.tables() {
        let path = folder.join(&table_of.file);
        let bytes = super::read(&path).map_err(|error| named(error, &spec, &table_of.file, &path))?;
        let table = table::read(&super::file_name(&path), &bytes, None)?;
        files.push(input(table_of.role, &path, hash(&bytes), Some(table.rows.len() as u64)));
        tables.insert(table_of.file, table);
    }
    let inputs = Inputs::new(&spec, read.frame, tables, besides, files)?;
    progress::finish(&bar, super::file_name(data));
    Ok((spec, inputs))
}

/// A file that could not be opened, with the line of the specification that names it.
fn named(error: anyhow::Error, spec: &Spec, file: &str, path: &Path) -> anyhow::Error {
    let line = spec.lines.get(file);
    match (line, error.downcast::<std::io::Error>()) {
        (Some(line), Ok(cause)) => anyhow::Error::new(cause).context(Complaint::CannotReadNamed {
            file: path.display().to_string(),
            asked: format!("{}:{line}", spec.file),
        }),
        (None, Ok(cause)) => anyhow::Error::new(cause).context(Complaint::CannotRead(path.display().to_string())),
        (_, Err(error)) => error,
    }
}

fn calculate(threads: usize, spec: &Spec, inputs: &Inputs, voice: Voice) -> anyhow::Result<Outcome> {
    let bar = progress::bar(&voice.lang.say(|words, _| words.busy.calculate.to_owned()), 0);
    let outcome = run::run_on(threads, spec, inputs, &mut Waiting { bar: bar.clone() })?;
    progress::finish(&bar, spec.title.clone());
    Ok(outcome)
}

/// The bar of a calculation: its parts follow one another.
struct Waiting {
    bar: ProgressBar,
}

impl run::Progress for Waiting {
    fn begin(&mut self, _run: &str, _part: &str, steps: u64) {
        self.bar.inc_length(steps);
    }

    fn tick(&mut self) {
        self.bar.inc(1);
    }
}

fn input(role: &str, path: &Path, sha256: String, rows: Option<u64>) -> Input {
    Input {
        role: role.to_owned(),
        file: super::file_name(path),
        sha256,
        rows,
    }
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
