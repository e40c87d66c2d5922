//! `barometer ledger …`: opens a year's ledger, fills it, takes it through its review, shows and writes it.

mod args;
mod files;
mod show;

pub use args::LedgerCommand;

use super::round::Table;
use super::words::Lang;
use super::{app, file_name, read};
use crate::domain::definition::{Language, Text};
use crate::domain::ledger::{Cause, Indicator, Intake, Kind, LedgerRefusal, PublicScore, Signatories};
use crate::domain::refusal::Refusal;
use crate::stages::ledger::{self as stage, Imported, NewEntry, NewStep, Opening, PartFile};
use crate::stages::{App, StageError};
use crate::text::ledger::of;
use crate::text::terminal::fill;
use args::Change;
use std::fmt::Display;
use std::path::PathBuf;
use std::process::ExitCode;

/// Does it.
pub async fn run(command: LedgerCommand, lang: Lang) -> anyhow::Result<ExitCode> {
    match command {
        LedgerCommand::Open {
            change,
            round,
            departments,
            title,
            title_en,
        } => open(&change, round, departments, [title, title_en], lang).await?,
        LedgerCommand::Import {
            change,
            indicator,
            body,
            file,
            replace,
        } => {
            let file = PartFile {
                indicator,
                source: body,
                name: file_name(&file),
                bytes: read(&file)?,
                replace,
            };
            import(&change, &file, lang).await?;
        }
        LedgerCommand::Sheet {
            change,
            file,
            agency_key,
            office_key,
        } => sheet(&change, file, [agency_key, office_key], lang).await?,
        LedgerCommand::Deduct {
            change,
            department,
            cause,
            detail,
        } => {
            let unknown = || StageError::Refused(Refusal::Ledger(LedgerRefusal::UnknownCause(cause.clone())));
            let kind = Kind::Deduction(Cause::find(&cause).ok_or_else(unknown)?);
            note(&change, department, kind, detail, lang).await?;
        }
        LedgerCommand::Task {
            change,
            department,
            detail,
        } => note(&change, department, Kind::UnfinishedTask, detail, lang).await?,
        LedgerCommand::Withdraw { change, number, reason } => {
            let app = app(&change.target.config).await?;
            stage::withdraw(&app, change.target.year, number, &reason, &change.by).await?;
            say(lang, |language| {
                fill(of(language).command.withdrawn, &[("number", &number)])
            });
        }
        LedgerCommand::Step {
            change,
            step,
            who,
            on,
            note,
        } => {
            let seen = None;
            let new = NewStep {
                step,
                who,
                on,
                note,
                seen,
            };
            take_step(&change, &new, lang).await?;
        }
        LedgerCommand::Show(target) => {
            let app = app(&target.config).await?;
            show::show(&stage::load(&app, target.year).await?, lang);
        }
        LedgerCommand::Export { target, out } => {
            for path in files::write(&app(&target.config).await?, target.year, &out).await? {
                println!(
                    "{}",
                    lang.say(|words, _| fill(words.written, &[("file", &path.display())]))
                );
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A line in every chosen language.
fn say(lang: Lang, line: impl Fn(Language) -> String) {
    println!("{}", lang.say(|_, language| line(language)));
}

async fn open(
    change: &Change,
    round: String,
    departments: Option<PathBuf>,
    titles: [Option<String>; 2],
    lang: Lang,
) -> anyhow::Result<()> {
    let year = change.target.year;
    let default = |language| fill(of(language).title, &[("year", &year)]);
    let [zh, en] = titles;
    let opening = Opening {
        year,
        title: Text {
            zh: zh.unwrap_or_else(|| default(Language::Zh)),
            en: en.unwrap_or_else(|| default(Language::En)),
        },
        round,
        departments: departments
            .map(|path| read(&path).map(|bytes| (file_name(&path), bytes)))
            .transpose()?,
    };
    let app = app(&change.target.config).await?;
    let ledger = stage::open(&app, opening, &change.by).await?;
    let values: [(&str, &dyn Display); 3] = [
        ("year", &year),
        ("n", &ledger.departments.len()),
        ("round", &ledger.round),
    ];
    say(lang, |language| fill(of(language).command.opened, &values));
    Ok(())
}

async fn import(change: &Change, file: &PartFile, lang: Lang) -> anyhow::Result<()> {
    let app = app(&change.target.config).await?;
    match stage::import(&app, change.target.year, file, &change.by).await? {
        Imported::Same(import) => {
            say(lang, |language| {
                fill(of(language).command.same_file, &[("file", &import.file)])
            });
        }
        Imported::Stored { import, replaced } => {
            let scored = import.rows.values().filter(|row| row.score.is_some()).count();
            say(lang, |language| {
                let (indicator, body) = (import.indicator.name(), import.source.name());
                let values: [(&str, &dyn Display); 4] = [
                    ("indicator", &indicator.get(language)),
                    ("body", &body.get(language)),
                    ("scored", &scored),
                    ("unscored", &(import.rows.len() - scored)),
                ];
                fill(of(language).command.imported, &values)
            });
            if !replaced.is_empty() {
                let files = replaced.join(", ");
                say(lang, |language| {
                    fill(of(language).command.replaced, &[("files", &files)])
                });
            }
        }
    }
    show_next(&app, change.target.year, lang).await
}

async fn sheet(change: &Change, file: Option<PathBuf>, keys: [Option<PathBuf>; 2], lang: Lang) -> anyhow::Result<()> {
    let app = app(&change.target.config).await?;
    let year = change.target.year;
    let intake = match file {
        None => stage::take_own_sheet(&app, year, &change.by).await?,
        Some(path) => {
            let own = stage::own_signatories(&app)?;
            let [agency, office] = keys;
            let trusted = Signatories {
                agency: agency.map_or(Ok(own.agency), |path| super::verify::key(&path))?,
                office: office.map_or(Ok(own.office), |path| super::verify::key(&path))?,
            };
            let bytes = read(&path)?;
            stage::take_sheet(&app, year, (&file_name(&path), &bytes), &trusted, &change.by).await?
        }
    };
    match intake {
        Intake::Same(version) => say(lang, |language| {
            fill(of(language).command.same_sheet, &[("version", &version)])
        }),
        Intake::New(sheet) => {
            let counts = |one: &&PublicScore| one.points.is_some();
            let scored = sheet.scores.values().filter(counts).count();
            let values: [(&str, &dyn Display); 4] = [
                ("version", &sheet.version),
                ("hash", &&sheet.hash[..16]),
                ("scored", &scored),
                ("unscored", &(sheet.scores.len() - scored)),
            ];
            say(lang, |language| fill(of(language).command.sheet, &values));
        }
    }
    show_next(&app, year, lang).await
}

async fn note(change: &Change, department: String, kind: Kind, detail: String, lang: Lang) -> anyhow::Result<()> {
    let app = app(&change.target.config).await?;
    let new = NewEntry {
        department,
        kind,
        detail,
    };
    let entry = stage::note(&app, change.target.year, &new, &change.by).await?;
    say(lang, |language| {
        let words = of(language);
        let kind = words.kind(&entry, language);
        let values: [(&str, &dyn Display); 3] = [
            ("number", &entry.number),
            ("kind", &kind),
            ("department", &entry.department.0),
        ];
        fill(words.command.noted, &values)
    });
    Ok(())
}

async fn take_step(change: &Change, new: &NewStep, lang: Lang) -> anyhow::Result<()> {
    let app = app(&change.target.config).await?;
    let record = stage::step(&app, change.target.year, new, &change.by).await?;
    say(lang, |language| {
        let values: [(&str, &dyn Display); 3] = [
            ("step", &record.step.name().get(language)),
            ("on", &record.minutes.on),
            ("who", &record.minutes.who),
        ];
        fill(of(language).command.step, &values)
    });
    show_next(&app, change.target.year, lang).await
}

async fn show_next(app: &App, year: i16, lang: Lang) -> anyhow::Result<()> {
    show::next(&stage::load(app, year).await?, lang);
    Ok(())
}
