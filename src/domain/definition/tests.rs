//! The two survey folders of the project, and every kind of mistake in a small one.

use super::*;
use std::path::{Path, PathBuf};

/// Reads a folder as the command line does.
fn folder(name: &str) -> Vec<SurveyFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys").join(name);
    let mut files = Vec::new();
    let mut open: Vec<PathBuf> = vec![root.clone()];
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let inside = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                let text = std::fs::read_to_string(&path).unwrap();
                files.push(SurveyFile { path: inside, text });
            }
        }
    }
    files
}

fn survey(name: &str) -> Survey {
    parse(folder(name)).unwrap_or_else(|problems| panic!("{name}:\n{problems}"))
}

#[test]
fn the_beijing_folder_has_no_problem() {
    let survey = survey("beijing-2009");
    println!("{}", summary(&survey, Language::En));
    println!("{}", summary(&survey, Language::Zh));
}

#[test]
fn the_kansas_city_folder_has_no_problem() {
    let survey = survey("kansas-city-2021q3");
    println!("{}", summary(&survey, Language::En));
    let file = survey.files.iter().find(|file| file.path == "import.toml").unwrap();
    let mapping = parse_mapping(file, &survey).unwrap();
    assert_eq!(mapping.columns.len(), 28);
}
