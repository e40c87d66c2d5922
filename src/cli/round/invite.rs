//! `barometer round invite`: the codes are on the disk before they come into force, so that nothing can lose them.

use super::{Target, app, invitation_row, read};
use crate::cli::words::Lang;
use crate::domain::definition::Language;
use crate::domain::invitation::token::Token;
use crate::export::{InvitationRow, invitations_csv, slips_html};
use crate::jobs;
use crate::stages::{self, App, StageError};
use crate::storage::StorageError;
use crate::text::command::Complaint;
use crate::text::terminal::fill;
use anyhow::{Context, ensure};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes the files under their temporary names, stores the hashes, gives the files their names.
pub async fn invite(target: &Target, out: &Path, slips: Option<&Path>, lang: Lang) -> anyhow::Result<()> {
    let paths: Vec<&Path> = [Some(out), slips].into_iter().flatten().collect();
    ensure!(slips != Some(out), Complaint::NamedTwice(out.display().to_string()));
    let app = app(&target.config).await?;
    let survey = app.round(&target.round).await?.survey;
    for path in &paths {
        leftover(&app, &target.round, path).await?;
    }
    for path in &paths {
        ensure!(!path.exists(), Complaint::WouldOverwrite(path.display().to_string()));
    }
    let prepared = stages::invite::prepare(&app, &target.round).await?;
    let rows: Vec<InvitationRow> = prepared.invitations().iter().map(invitation_row).collect();
    let mut contents = vec![invitations_csv(&rows)?];
    if slips.is_some() {
        contents.push(
            slips_html(&survey.round, &rows, Language::Zh)?
                .into_string()
                .into_bytes(),
        );
    }
    let mut parts = Parts::default();
    for (path, content) in paths.iter().zip(&contents) {
        parts.write(path, content)?;
    }
    commit(&app, prepared, &mut parts).await?;
    parts.into_place()?;
    jobs::epoch::refresh(&app, &target.round).await?;
    println!(
        "{}",
        lang.say(|words, _| fill(words.invited, &[("n", &rows.len()), ("file", &out.display())]))
    );
    Ok(())
}

async fn commit(app: &App, prepared: stages::invite::Prepared, parts: &mut Parts) -> anyhow::Result<()> {
    match stages::invite::commit(app, prepared).await {
        Ok(_) => {
            parts.keep = true;
            Ok(())
        }
        // A connection that broke may have broken after the commit: then the files are all there is of the codes.
        Err(error @ StageError::Storage(StorageError::Database(_))) => {
            parts.keep = true;
            Err(anyhow::Error::from(error).context(Complaint::PerhapsInvited(parts.named())))
        }
        Err(error) => Err(error.into()),
    }
}

/// Refuses where an interrupted invitation left its file, and says whether the codes in it are good.
async fn leftover(app: &App, round: &str, path: &Path) -> anyhow::Result<()> {
    let part = part_of(path);
    if !part.exists() {
        return Ok(());
    }
    let tokens = tokens_in(&String::from_utf8_lossy(&read(&part)?));
    let (path, part) = (path.display().to_string(), part.display().to_string());
    if stages::invite::any_in_force(app, round, &tokens).await? {
        return Err(Complaint::CodesInPart { part, path }.into());
    }
    Err(Complaint::StalePart(part).into())
}

/// Every code in a text, of whichever file.
fn tokens_in(text: &str) -> Vec<Token> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .filter_map(|word| Token::parse(word).ok())
        .collect()
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// Files under temporary names; dropped before the codes are in force, it removes them again.
#[derive(Default)]
struct Parts {
    /// Temporary name and name, of the files that this command made.
    written: Vec<(PathBuf, PathBuf)>,
    keep: bool,
}

impl Parts {
    /// Writes one file through to the disk, its name included.
    fn write(&mut self, path: &Path, content: &[u8]) -> anyhow::Result<()> {
        let part = part_of(path);
        let failed = || Complaint::CannotWrite(path.display().to_string());
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // Live codes, names and telephone numbers: for nobody else on this machine.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&part).with_context(failed)?;
        self.written.push((part, path.to_owned()));
        file.write_all(content)
            .and_then(|()| file.sync_all())
            .with_context(failed)?;
        sync_folder(path);
        Ok(())
    }

    /// The list last: while its temporary name stands, it is known that something was interrupted.
    fn into_place(self) -> anyhow::Result<()> {
        for (part, path) in self.written.iter().rev() {
            let stays = || Complaint::StaysInPart {
                part: part.display().to_string(),
                path: path.display().to_string(),
            };
            ensure!(!path.exists(), stays());
            fs::rename(part, path).with_context(stays)?;
            sync_folder(path);
        }
        Ok(())
    }

    fn named(&self) -> String {
        let names: Vec<String> = self
            .written
            .iter()
            .map(|(part, _)| part.display().to_string())
            .collect();
        names.join(", ")
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        if !self.keep {
            for (part, _) in &self.written {
                // Its codes never came into force; if it cannot be removed, the next invitation names it.
                let _ = fs::remove_file(part);
            }
        }
    }
}

/// Puts a folder's names on the disk where the system can do that.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
}
