//! The sample report of a round: fifteen parts in both languages, microdata that tell on nobody, the same bytes always.

use crate::support::{Person, TestApp, folder, frames, on_both, replaced};
use barometer::domain::definition::Language;
use barometer::domain::refusal::Refusal;
use barometer::domain::score::sheet::ScoreSheet;
use barometer::export::sample_report::{MANIFEST, OF_PEOPLE, ReportFile, files};
use barometer::stages::StageError;
use barometer::stages::sample_report::sample_report;
use calamine::{Data, Reader, Xlsx};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Mutex;

const FORMULA: &str = "=cmd|' /C calc'!A0";
const SCRIPT: &str = "<script>alert(1)</script>";

/// The town in which a cell needs ten ratings to be published, with two people who write what a program might run.
async fn the_town_is_asked(town: &mut TestApp) {
    let files = replaced(&folder("small"), "method.toml", "suppress = 4", "suppress = 10");
    town.opens(files).await.unwrap();
    town.draws(&frames(1)).await.unwrap();
    let invitations = town.invites().await.unwrap();
    for (place, invitation) in invitations.iter().enumerate().filter(|(place, _)| place % 7 != 3) {
        if place == invitations.len() / 2 {
            town.sleeps_a_night().await;
        }
        let person = Person::of(invitation);
        let written = [FORMULA, SCRIPT].get(place);
        let answer = |field: &crate::support::Field| match (written, field.name.split('.').next()) {
            (Some(_), Some("rating")) => Some(vec!["1".to_owned()]),
            (Some(text), Some("why")) => Some(vec![(*text).to_owned()]),
            _ => person.answer(field),
        };
        town.phone(invitation).answers_everything(&answer).await;
    }
    let stored = format!("{:?}", town.documents().await);
    assert!(
        stored.contains(FORMULA) && stored.contains(SCRIPT),
        "both were really written"
    );
}

async fn written(town: &TestApp) -> Vec<ReportFile> {
    files(&sample_report(&town.app, &town.round, None).await.unwrap()).unwrap()
}

fn text(files: &[ReportFile], name: &str) -> String {
    let file = files.iter().find(|file| file.name == name).unwrap();
    String::from_utf8(file.bytes.clone()).unwrap()
}

/// Rows of a CSV file by the names of its columns.
fn rows(files: &[ReportFile], name: &str) -> Vec<BTreeMap<String, String>> {
    let text = text(files, name);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// What both databases wrote, once they have.
static WRITTEN: Mutex<Option<Vec<ReportFile>>> = Mutex::new(None);

#[test]
fn the_report_is_whole_in_both_languages_and_the_same_bytes_every_time_and_everywhere() {
    on_both(async |mut town: TestApp| {
        the_town_is_asked(&mut town).await;
        let early = sample_report(&town.app, &town.round, None).await.unwrap_err();
        assert!(
            matches!(early, StageError::OutOfOrder(Refusal::InState { .. })),
            "{early}"
        );
        town.closes().await.unwrap();
        town.computes().await.unwrap();
        let draft = written(&town).await;
        assert!(
            text(&draft, "report.zh.html").contains("草稿") && text(&draft, "report.en.html").contains("is a draft")
        );
        assert!(text(&draft, MANIFEST).contains(r#""status":"draft""#));
        let of_people = draft.iter().filter(|file| OF_PEOPLE.contains(&file.name.as_str()));
        assert_eq!(of_people.count(), 0, "microdata come with the seal");

        let sealed = town.seals().await.unwrap();
        let files = written(&town).await;
        assert_eq!(files, written(&town).await);
        is_whole(&files);
        is_listed(&files, &sealed.sheet);
        hides_everybody(&files);
        reproduces_the_rates(&files, &sealed.sheet);
        runs_nothing(&files);
        let mut first = WRITTEN.lock().unwrap();
        match first.as_ref() {
            None => *first = Some(files),
            Some(first) => {
                for (here, there) in files.iter().zip(first) {
                    assert!(here == there, "{} differs between databases", here.name);
                }
            }
        }
    });
}

/// All fifteen parts in order, no draft any more, and what did not happen is said.
fn is_whole(files: &[ReportFile]) {
    for (language, name) in [(Language::Zh, "report.zh.html"), (Language::En, "report.en.html")] {
        let (page, words) = (text(files, name), barometer::text::sample_report::of(language));
        let mut after = 0;
        for (number, title) in words.parts.iter().enumerate() {
            let heading = format!("<h2>{}. {title}</h2>", number + 1);
            let place = page.find(&heading).unwrap_or_else(|| panic!("{name} lacks {heading}"));
            assert!(place > after, "{heading} stands in its order");
            after = place;
        }
        assert!(!page.contains(words.draft[1]) && !page.contains("http://") && !page.contains("https://"));
        use barometer::domain::report::Absence;
        for what in [
            Absence::Incentive,
            Absence::BackChecks,
            Absence::EarlierRound,
            Absence::TextThemes,
            Absence::Pretest,
        ] {
            assert!(page.contains((words.absence)(what)), "{name} says nothing of {what:?}");
        }
        assert!(!page.contains('{') || !page.contains("{n}"), "gaps are filled");
    }
}

/// The manifest names every other file with its hash, and whose they are.
fn is_listed(files: &[ReportFile], sheet: &ScoreSheet) {
    let manifest: serde_json::Value = serde_json::from_str(&text(files, MANIFEST)).unwrap();
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len(), files.len() - 1);
    for file in files.iter().filter(|file| file.name != MANIFEST) {
        let entry = listed.iter().find(|entry| entry["name"] == file.name).unwrap();
        assert_eq!(
            entry["sha256"],
            hex::encode(Sha256::digest(&file.bytes)),
            "{}",
            file.name
        );
        assert_eq!(entry["bytes"], file.bytes.len());
    }
    let told = [
        ("method_hash", &sheet.method_hash),
        ("definition_hash", &sheet.definition_hash),
        ("data_hash", &sheet.data_hash),
        ("log_root", &sheet.log_root),
        ("software", &sheet.software),
    ];
    told.iter()
        .for_each(|(name, value)| assert_eq!(manifest[name], **value, "{name}"));
    assert_eq!(manifest["status"], "sealed");
}

/// Every combination of characteristics is shared by ten, in both files; nothing leads from one to the other.
fn hides_everybody(files: &[ReportFile]) {
    for (name, also) in [
        ("respondents.csv", vec!["audience"]),
        ("ratings.csv", vec!["audience", "department"]),
    ] {
        let rows = rows(files, name);
        let mut counts: BTreeMap<Vec<&String>, usize> = BTreeMap::new();
        for row in &rows {
            let known = also.iter().copied().chain(["mode", "zone", "area", "sex", "type"]);
            *counts.entry(known.map(|column| &row[column]).collect()).or_default() += 1;
        }
        assert!(
            rows.len() > 50 && counts.values().all(|n| *n >= 10),
            "{name}: {counts:?}"
        );
        for column in ["submission", "stratum", "arrived", "sample_no", "k"] {
            assert!(!rows[0].contains_key(column), "{name} holds {column}");
        }
    }
    let kept = rows(files, "respondents.csv")
        .iter()
        .filter(|row| row["sex"] != "*")
        .count();
    assert!(kept > 20, "what many share is kept: {kept}");
}

/// Every published rate, of cells and of departments, from `ratings.csv` alone.
fn reproduces_the_rates(files: &[ReportFile], sheet: &ScoreSheet) {
    let mut cells: BTreeMap<(String, String), (f64, f64, f64)> = BTreeMap::new();
    for row in rows(files, "ratings.csv")
        .iter()
        .filter(|row| !row["satisfied"].is_empty())
    {
        let number = |name: &str| row[name].parse::<f64>().unwrap_or(0.0);
        let cell = cells
            .entry((row["department"].clone(), row["audience"].clone()))
            .or_default();
        let u = number("weight");
        *cell = (cell.0 + u * number("satisfied"), cell.1 + u, number("lambda"));
    }
    let (mut departments, mut published) = (0, 0);
    for department in &sheet.departments {
        let of = |audience: &str| cells.get(&(department.department_id.0.clone(), audience.to_owned()));
        for cell in department.audiences.iter().filter(|cell| !cell.suppressed) {
            let (above, below, _) = of(&cell.audience.0).unwrap();
            assert!(
                (above / below - cell.rate.unwrap()).abs() < 1e-12,
                "{}",
                department.department_id.0
            );
            published += 1;
        }
        if let Some(rate) = department.rate {
            let parts = department.effective_weights.keys().map(|audience| {
                let (above, below, lambda) = of(&audience.0).unwrap();
                lambda * above / below
            });
            let again: f64 = parts.sum();
            assert!(
                (again - rate).abs() < 1e-12,
                "{}: {again} {rate}",
                department.department_id.0
            );
            departments += 1;
        }
    }
    assert!(
        departments >= 4 && published >= 5,
        "{departments} departments, {published} cells"
    );
}

/// What somebody wrote is counted, and stands nowhere: not as words, not as a formula, not as a script.
fn runs_nothing(files: &[ReportFile]) {
    for file in files.iter().filter(|file| !file.name.ends_with(".xlsx")) {
        let text = String::from_utf8(file.bytes.clone()).unwrap();
        for piece in [FORMULA, SCRIPT, "cmd|", "alert(1)", "<script"] {
            assert!(!text.contains(piece), "{} holds {piece}", file.name);
        }
    }
    for file in files.iter().filter(|file| file.name.ends_with(".xlsx")) {
        let mut book = Xlsx::new(Cursor::new(file.bytes.clone())).unwrap();
        for name in book.sheet_names() {
            let formulas = book.worksheet_formula(&name).unwrap();
            assert!(
                formulas.cells().all(|(_, _, formula)| formula.is_empty()),
                "{} {name}",
                file.name
            );
            let range = book.worksheet_range(&name).unwrap();
            for cell in range.rows().flatten() {
                let Data::String(said) = cell else { continue };
                assert!(
                    !said.contains("cmd|") && !said.contains("alert(1)"),
                    "{} {name}: {said}",
                    file.name
                );
                assert!(!said.starts_with(['=', '+', '-', '@']), "{} {name}: {said}", file.name);
            }
        }
    }
    let page = text(files, "report.en.html");
    assert!(
        page.contains("Open answers") && page.contains("What should [department] do better?"),
        "the open question is listed: {}",
        page.len()
    );
}

#[test]
fn answers_that_were_changed_after_they_were_logged_get_no_report() {
    on_both(async |mut town: TestApp| {
        the_town_is_asked(&mut town).await;
        town.closes().await.unwrap();
        town.computes().await.unwrap();
        let id = town.documents().await[0].submission.clone();
        town.changes(&format!(
            "UPDATE submission SET nonce = leaf_hash WHERE submission_id = '{id}'"
        ))
        .await;
        let refused = sample_report(&town.app, &town.round, None).await.unwrap_err();
        assert!(
            matches!(refused, StageError::Refused(Refusal::Tampered { .. })),
            "{refused}"
        );
    });
}
