//! The Beijing survey folder, compiled in: the demonstration needs no file beside the program.

use crate::domain::definition::SurveyFile;
use include_dir::{Dir, include_dir};

static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/surveys/beijing-2009");

/// Its files by path inside the folder, in order.
pub fn survey_files() -> Vec<SurveyFile> {
    let mut files = Vec::new();
    collect(&FOLDER, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn collect(folder: &Dir<'_>, files: &mut Vec<SurveyFile>) {
    folder.dirs().for_each(|inner| collect(inner, files));
    let readable = folder.files().filter_map(|file| {
        Some(SurveyFile {
            path: file.path().to_str()?.replace('\\', "/"),
            text: file.contents_utf8()?.trim_start_matches('\u{feff}').to_owned(),
        })
    });
    files.extend(readable.filter(|file| file.path.ends_with(".toml") || file.path.ends_with(".csv")));
}
