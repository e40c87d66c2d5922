//! Data that are not the project's own: they stand in a folder beside it.

use serde_json::Value;
use std::path::PathBuf;

/// That folder: `BAROMETER_SHARED`, or `shared` beside the project.
pub fn shared() -> PathBuf {
    let given = std::env::var_os("BAROMETER_SHARED").map(PathBuf::from);
    given.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")))
}

/// Answers of a real city, and what the oracle found in them.
pub struct RealCity {
    /// Answers, a row per resident.
    pub answers: PathBuf,
    /// The oracle's numbers.
    pub expected: Value,
}

/// The city's answers, where they are there.
pub fn real_city() -> Option<RealCity> {
    let folder = shared().join("real-data/kc-2021q3");
    let (answers, expected) = (folder.join("responses.csv"), folder.join("expected.json"));
    if !(answers.is_file() && expected.is_file()) {
        println!(
            "not run: no responses.csv and expected.json in {} (set BAROMETER_SHARED)",
            folder.display()
        );
        return None;
    }
    let expected = serde_json::from_slice(&std::fs::read(expected).unwrap()).unwrap();
    Some(RealCity { answers, expected })
}
