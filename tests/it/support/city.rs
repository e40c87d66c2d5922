//! The Kansas City round, which is about answers that came from elsewhere.

use super::{TestApp, folder};

const HEADING: &str = "id,district,sex,mode,q1_01,q1_02,q1_03,q3_01,q3_02,q3_03,q3_04,q3_05,q3_06,q3_07,q3_08,q3_09,\
                       q3_10,q3_11,q3_12,q3_13,q3_14,q3_15,q3_16,q5_01,q5_02,q5_03,q5_04,q5_05,q5_06,q5_07";

impl TestApp {
    /// The agency opens the round as its folder stands; gives the mapping of its answers.
    pub async fn opens_kansas_city(&mut self) -> String {
        let files = folder("kansas-city-2021q3");
        let mapping = files.iter().find(|file| file.path == "import.toml");
        let mapping = mapping.unwrap().text.clone();
        self.opens(files).await.unwrap();
        mapping
    }
}

/// A file of its answers: each row says who (the first four columns) and is satisfied with everything.
pub fn city_answers<Row: AsRef<str>>(rows: &[Row]) -> Vec<u8> {
    let line = |row: &Row| format!("{}{}\n", row.as_ref(), ",4".repeat(26));
    format!("{HEADING}\n{}", rows.iter().map(line).collect::<String>()).into_bytes()
}
