//! A person at a command line: the binary itself, in an empty folder.

use std::path::PathBuf;
use std::process::{Command, Output};

const README: &str = include_str!("../../../surveys/README.md");

/// A desk: an empty folder, with the database and the keys in it.
pub struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Desk {
        Desk {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn types(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_barometer"))
            .args(words)
            .current_dir(self.folder.path())
            .env(
                "BAROMETER_DATABASE",
                format!("sqlite://{}", self.path("data/barometer.db").display()),
            )
            .env("BAROMETER_KEYS", self.path("keys"))
            .output()
            .unwrap()
    }

    /// It works; gives what was printed.
    pub fn works(&self, words: &[&str]) -> String {
        let output = self.types(words);
        assert!(output.status.success(), "{words:?}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// It is refused with exit code 1; gives the complaint.
    pub fn refused(&self, words: &[&str]) -> String {
        let output = self.types(words);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {}", said(&output));
        String::from_utf8(output.stderr).unwrap()
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The river city of the documentation as a survey folder.
    pub fn river_city(&self) {
        for (name, text) in example("## Example 2") {
            self.write(&format!("river/{name}"), &text);
        }
    }
}

pub fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The files of an example in `surveys/README.md`: a name in backticks, then a fenced block.
fn example(title: &str) -> Vec<(String, String)> {
    let part = README.split(title).nth(1).unwrap().split("\n## ").next().unwrap();
    let pieces: Vec<&str> = part.split("\n```").collect();
    let blocks = pieces.windows(2).step_by(2).filter_map(|pair| {
        let name = pair[0].trim_end().strip_suffix('`')?.rsplit('`').next()?;
        let (_, body) = pair[1].split_once('\n')?;
        Some((name.to_owned(), format!("{body}\n")))
    });
    let files: Vec<(String, String)> = blocks.collect();
    assert!(files.len() > 5, "{files:?}");
    files
}

/// Eighty made-up people of the river city.
pub fn river_people() -> String {
    let mut csv = String::from("row,area,sex,mode,sat_police,sat_streets,sat_parks\n");
    for n in 1..=80_usize {
        let grade = |k: usize| ["5", "4", "4", "3", "2", "dk", "1", "5"][(n * k + n / 7) % 8];
        let (area, sex, mode) = (1 + n % 2, ["M", "F"][n / 2 % 2], ["Web", "Mail", "Phone"][n % 3]);
        csv += &format!("{n},{area},{sex},{mode},{},{},{}\n", grade(1), grade(3), grade(5));
    }
    csv
}
