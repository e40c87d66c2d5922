//! What freezes a survey: SHA-256 over its files, and the same round under another name.

use super::{Problems, Survey, SurveyFile, Text, parse};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

impl Survey {
    /// SHA-256 (hex) of all files: per file in order of path, byte length (u64, big-endian) and bytes of the path,
    /// then of the text.
    pub fn definition_hash(&self) -> String {
        hash(self.files.iter())
    }

    /// The same over what fixes the figures: `method.toml`, `departments.csv` and `margins/*`.
    pub fn method_hash(&self) -> String {
        hash(self.files.iter().filter(|file| is_method(&file.path)))
    }

    /// Paths of the files of the method that are not the same in another survey: where their hashes differ, some do.
    pub fn method_files_apart<'s>(&'s self, other: &'s Survey) -> Vec<&'s str> {
        let one_way = |from: &'s Survey, to: &'s Survey| {
            let files = from
                .files
                .iter()
                .filter(|file| is_method(&file.path) && !to.files.contains(file));
            files.map(|file| file.path.as_str())
        };
        let all: BTreeSet<&str> = one_way(self, other).chain(one_way(other, self)).collect();
        all.into_iter().collect()
    }

    /// The same survey as another round: `id` and title are replaced in its files, so that the copy parses and
    /// hashes like a folder written that way.
    ///
    /// # Errors
    /// When the id is not made of lower-case letters, digits and hyphens, or a title is empty.
    pub fn with_round_id(&self, id: &str, title: &Text) -> Result<Survey, Problems> {
        let mut files = self.files.clone();
        for file in &mut files {
            match file.path.as_str() {
                "round.toml" => replace(file, &["id"], id),
                "text/zh.toml" => replace(file, &["round", "title"], &title.zh),
                "text/en.toml" => replace(file, &["round", "title"], &title.en),
                _ => {}
            }
        }
        parse(files)
    }
}

fn is_method(path: &str) -> bool {
    matches!(path, "method.toml" | "departments.csv") || path.starts_with("margins/")
}

fn hash<'f>(files: impl Iterator<Item = &'f SurveyFile>) -> String {
    let mut hasher = Sha256::new();
    for file in files {
        for part in [&file.path, &file.text] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hex::encode(hasher.finalize())
}

/// Puts another text where the value of a key stands; a file without that key stays as it is.
fn replace(file: &mut SurveyFile, path: &[&str], value: &str) {
    if let Some(span) = span(&file.text, path) {
        file.text
            .replace_range(span, &toml::Value::String(value.to_string()).to_string());
    }
}

fn span(text: &str, path: &[&str]) -> Option<std::ops::Range<usize>> {
    let document = toml::de::DeTable::parse(text).ok()?;
    let [tables @ .., key] = path else { return None };
    let mut table = document.get_ref();
    for name in tables {
        table = table.get(*name)?.get_ref().as_table()?;
    }
    Some(table.get(*key)?.span())
}
