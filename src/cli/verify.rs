//! `barometer verify SHEET`: needs no database, no server and no trust in either.

use super::words::Voice;
use super::{file_name, read};
use crate::domain::definition::Language;
use crate::domain::proof::bundle::Bundle;
use crate::domain::proof::verify::{Check, Fault, Outcome, Report, verify};
use crate::domain::proof::{PublicKey, read_sealed};
use crate::text;
use crate::text::command::Complaint;
use crate::text::refusals;
use anyhow::Context;
use clap::Args;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// 封存的成绩单 · The sealed sheet (JSON).
    sheet: PathBuf,
    /// 您信任的公钥，可写多次 · Public key (PEM) that you trust; once per key.
    #[arg(long = "key")]
    keys: Vec<PathBuf>,
    /// 审计包文件夹，用来重算每个数字 · Folder of the auditor's bundle, to recompute every number.
    #[arg(long)]
    bundle: Option<PathBuf>,
}

/// Prints the findings; exit code 0 when everything that could be checked holds, 1 when something is wrong, 2 when
/// nothing could be proved because no key and no bundle was given.
pub fn run(args: &VerifyArgs, voice: Voice) -> anyhow::Result<ExitCode> {
    let sheet = read(&args.sheet)?;
    let keys = args
        .keys
        .iter()
        .map(|path| key(path))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let bundle = args.bundle.as_deref().map(read_bundle).transpose()?;
    let report = verify(&sheet, &keys, bundle.as_ref());
    for language in voice.lang.languages() {
        let told = in_their_words(&report, &sheet, &args.sheet, *language);
        println!("{}", text::verify::print(&told, *language, voice.extent));
    }
    Ok(match report.outcome() {
        Outcome::Verified => ExitCode::SUCCESS,
        Outcome::Failed => ExitCode::FAILURE,
        Outcome::Unproved => ExitCode::from(2),
    })
}

/// The report with the given file's own name, and with what is wrong with its form in that language.
fn in_their_words(report: &Report, sheet: &[u8], path: &Path, language: Language) -> Report {
    let mut report = report.clone();
    let form = read_sealed(sheet).err();
    let own = report
        .checks
        .iter_mut()
        .filter(|(check, _)| matches!(check, Check::Form | Check::Signatures));
    for (check, findings) in own {
        for finding in findings {
            finding.file = file_name(path);
            if let (Check::Form, Fault::Unreadable(why), Some(error)) = (*check, &mut finding.fault, &form) {
                *why = refusals::say(error, language);
            }
        }
    }
    report
}

/// A public key's file.
pub fn key(path: &Path) -> anyhow::Result<PublicKey> {
    let text = String::from_utf8_lossy(&read(path)?).into_owned();
    PublicKey::from_pem(&text).with_context(|| Complaint::PublicKey(path.display().to_string()))
}

fn read_bundle(folder: &Path) -> anyhow::Result<Bundle> {
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files)?;
    anyhow::ensure!(!files.is_empty(), Complaint::NoBundle(folder.display().to_string()));
    Ok(Bundle { files })
}

/// Paths of a folder's files inside it, with forward slashes.
pub fn files_in(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files)?;
    Ok(files.into_keys().collect())
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| Complaint::CannotRead(folder.display().to_string()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let inside = path.strip_prefix(root).unwrap_or(&path);
            let parts: Vec<_> = inside
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect();
            files.insert(parts.join("/"), read(&path)?);
        }
    }
    Ok(())
}
