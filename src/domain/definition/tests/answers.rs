//! Mapping files of imports.

use super::*;
use crate::domain::data::Mode;
use std::collections::BTreeMap;

fn river_city() -> (Survey, SurveyFile) {
    let survey = parse(example(2)).unwrap();
    let file = survey
        .files
        .iter()
        .find(|file| file.path == "import.toml")
        .unwrap()
        .clone();
    (survey, file)
}

/// One change in the documented mapping file; its problems.
fn mistake(from: &str, to: &str) -> String {
    let (survey, mut file) = river_city();
    assert!(file.text.contains(from), "the mapping holds “{from}”");
    file.text = file.text.replacen(from, to, 1);
    parse_mapping(&file, &survey).unwrap_err().to_string()
}

#[test]
fn the_documented_mapping_is_read() {
    let (survey, file) = river_city();
    let mapping = parse_mapping(&file, &survey).unwrap();
    assert_eq!(
        (mapping.unit.as_str(), mapping.stratum.as_deref()),
        ("row", Some("area"))
    );
    assert_eq!(mapping.not_answered, ["", "n/a"]);
    let modes = [("Web", Mode::Web), ("Mail", Mode::Paper), ("Phone", Mode::Phone)];
    let values: BTreeMap<String, Mode> = modes.map(|(text, mode)| (text.to_string(), mode)).into();
    let column = "mode".to_string();
    assert_eq!(mapping.mode, ModeRule::Column { column, values });
    let headings: Vec<&str> = mapping.columns.iter().map(|column| column.column.as_str()).collect();
    assert_eq!(headings, ["area", "sex", "sat_police", "sat_streets", "sat_parks"]);
    assert_eq!(mapping.columns[1].values["F"], "female");
    assert_eq!(mapping.columns[3].department, Some(DepartmentId("streets".to_string())));
}

#[test]
fn the_kansas_city_mapping_covers_every_service() {
    let survey = folder("kansas-city-2021q3");
    let file = survey.files.iter().find(|file| file.path == "import.toml").unwrap();
    let mapping = parse_mapping(file, &survey).unwrap();
    let rated = mapping
        .columns
        .iter()
        .filter(|column| column.department.is_some())
        .count();
    assert_eq!((rated, mapping.columns.len()), (26, 28));
}

#[test]
fn mistakes_in_a_mapping_are_named_with_their_line() {
    let unknown = mistake("question = \"sex\"", "question = \"gender\"");
    assert!(
        unknown.contains("question = \"gender\"; expected “district”, “sex” or “rating”"),
        "{unknown}"
    );
    assert!(unknown.starts_with("import.toml:18"), "{unknown}");
    assert!(mistake("\"female\"", "\"woman\"").contains("expected “male” or “female”"));
    assert!(mistake("\"paper\"", "\"post\"").contains("expected “web”, “paper” or “phone”"));
    assert!(mistake("columns = \"sat_{department}\"", "column = \"sat\"").contains("without a department"));
    assert!(mistake("sat_{department}", "sat").contains("a pattern with {department}"));
    assert!(mistake("stratum =", "stratun =").contains("“stratum”, perhaps"));
    assert!(mistake("stratum = \"area\"\n", "").contains("no “stratum”; expected the column that holds the stratum"));
    assert!(mistake("column = \"sex\"", "column = \"area\"").contains("column “area” mapped twice"));
    assert!(mistake("audience = \"residents\"", "audience = \"firms\"").contains("expected “residents”"));
}

#[test]
fn which_name_of_a_unit_a_column_holds_is_said_only_where_units_are_drawn() {
    let drawn = parse(example(1)).unwrap();
    let mapping = |unit_is: &str| {
        let text = format!(
            "audience = \"residents\"\nunit = \"no\"\n{unit_is}\n[mode]\nall = \"paper\"\n\
             [[column]]\ncolumn = \"sex\"\nquestion = \"sex\"\n"
        );
        let path = "import.toml".to_string();
        parse_mapping(&SurveyFile { path, text }, &drawn)
    };
    let said = |unit_is: &str| mapping(unit_is).unwrap().unit_is;
    assert_eq!(said(""), None);
    assert_eq!(said("unit_is = \"sample_no\""), Some(UnitName::SampleNo));
    assert_eq!(said("unit_is = \"unit_ref\""), Some(UnitName::UnitRef));
    let wrong = mapping("unit_is = \"frame\"").unwrap_err().to_string();
    assert_eq!(
        wrong,
        "import.toml:3: found unit_is = \"frame\"; expected “sample_no” or “unit_ref”"
    );
    let none = mistake("unit = \"row\"", "unit = \"row\"\nunit_is = \"sample_no\"");
    assert!(none.contains("no unit_is, because this round has no sample"), "{none}");
}

#[test]
fn the_mapping_in_a_folder_is_checked_with_it() {
    let mut files = example(2);
    let file = files.iter_mut().find(|file| file.path == "import.toml").unwrap();
    file.text = file.text.replace("question = \"rating\"", "question = \"ratings\"");
    let problems = parse(files).unwrap_err().0;
    assert!(
        problems[0].place.file == "import.toml" && problems[0].found.to_string().contains("ratings"),
        "{}",
        problems[0]
    );
}
