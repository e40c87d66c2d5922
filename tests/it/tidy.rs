//! The house rules that a machine can hold: sizes, opening sentences, and which room may know which.

use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 400;

/// Room → what its files may not name, and why.
const CLOSED_DOORS: &[(&str, &[&str], &str)] = &[
    (
        "src/domain",
        &[
            "sea_orm",
            "axum",
            "maud",
            "tokio",
            "std::fs",
            "std::net",
            "std::env",
            "SystemTime",
            "Timestamp::now",
            "SysRng",
            "HashMap",
            "HashSet",
            "crate::storage",
            "crate::stages",
            "crate::web",
            "crate::cli",
            "crate::export",
            "crate::jobs",
            "crate::clock",
            "crate::text",
        ],
        "the domain is pure",
    ),
    (
        "src/storage",
        &[
            "crate::stages",
            "crate::web",
            "crate::cli",
            "crate::export",
            "crate::jobs",
            "axum",
            "maud",
        ],
        "storage knows the database and the domain",
    ),
    (
        "src/stages",
        &["sea_orm", "crate::web", "crate::cli", "axum", "maud"],
        "stages join domain and storage",
    ),
    ("src/web", &["sea_orm", "crate::cli"], "pages speak to stages"),
    (
        "src/export",
        &[
            "sea_orm",
            "crate::storage",
            "crate::stages",
            "crate::web",
            "crate::cli",
            "axum",
        ],
        "exports know only the domain and its words",
    ),
    (
        "src/text",
        &["sea_orm", "crate::storage", "crate::stages", "crate::web", "crate::cli"],
        "words know nobody",
    ),
    (
        "src/web/respondent",
        &["web::public", "web::agency", "web::office"],
        "audiences never import each other",
    ),
    (
        "src/web/public",
        &["web::respondent", "web::agency", "web::office"],
        "audiences never import each other",
    ),
    (
        "migrations/src",
        &["barometer"],
        "the database's history imports nothing of ours",
    ),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn all_files() -> Vec<PathBuf> {
    ["src", "migrations/src", "tests/it", "tests/bench"]
        .iter()
        .flat_map(|room| rust_files(&root().join(room)))
        .collect()
}

fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(i, line)| (i + 1, line))
}

/// Tests of a pure room may read their reference cases from files.
fn is_test_code(path: &Path) -> bool {
    let path = path.to_string_lossy().replace('\\', "/");
    path.starts_with("src")
        && (path.contains("/tests/") || path.ends_with("/tests.rs") || path.ends_with("/fixture.rs"))
}

#[test]
fn every_file_opens_with_a_sentence_and_stays_readable() {
    let mut complaints = Vec::new();
    let files = all_files();
    assert!(files.len() > 50, "the walk found only {} files", files.len());
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        if !text.starts_with("//! ") {
            complaints.push(format!("{}: opens without a //! sentence", path.display()));
        }
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            complaints.push(format!("{}: {lines} lines, more than {LONGEST_FILE}", path.display()));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn no_room_reaches_through_a_closed_door() {
    let mut complaints = Vec::new();
    for (room, forbidden, why) in CLOSED_DOORS {
        for path in rust_files(&root().join(room)) {
            let text = std::fs::read_to_string(&path).unwrap();
            for (number, line) in code_lines(&text) {
                for name in *forbidden {
                    let reads = *name == "std::fs" || *name == "std::env";
                    if line.contains(name) && !(reads && is_test_code(path.strip_prefix(root()).unwrap())) {
                        complaints.push(format!("{}:{number}: names {name}, but {why}", path.display()));
                    }
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn entities_stay_inside_storage() {
    for path in rust_files(&root().join("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let inside = path.starts_with(root().join("src/storage"));
        assert!(
            inside || !text.contains("storage::entity"),
            "{} names an entity",
            path.display()
        );
    }
}

#[test]
fn nothing_unfinished_is_left_lying() {
    let words = [
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("#[ign", "ore"),
        concat!("dbg", "!("),
    ];
    for path in all_files() {
        let text = std::fs::read_to_string(&path).unwrap();
        for word in words {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}
