//! The survey folders of the project and of its documentation, and every kind of mistake in a small one.

mod answers;
mod figures;
mod fit;
mod names;
mod rules;

use super::*;
use std::path::{Path, PathBuf};

const DOCUMENTATION: &str = include_str!("../../../../surveys/README.md");

/// Reads a folder as the command line does.
fn folder(name: &str) -> Survey {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys").join(name);
    let mut files = Vec::new();
    let mut open: Vec<PathBuf> = vec![root.clone()];
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let inside = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            files.push(SurveyFile {
                path: inside,
                text: std::fs::read_to_string(&path).unwrap(),
            });
        }
    }
    parse(files).unwrap_or_else(|problems| panic!("{name}:\n{problems}"))
}

/// The files of an example folder of `surveys/README.md`: a path in backquotes, then a fenced block.
fn example(number: usize) -> Vec<SurveyFile> {
    let (_, after) = DOCUMENTATION.split_once(&format!("## Example {number}")).unwrap();
    let chapter = after.split("\n## ").next().unwrap();
    let mut parts = chapter.split("```").collect::<Vec<_>>().into_iter();
    let mut files = Vec::new();
    while let (Some(before), Some(block)) = (parts.next(), parts.next()) {
        let heading = before.trim_end().lines().last().unwrap_or_default();
        if let Some(path) = heading.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
            files.push(SurveyFile {
                path: path.to_string(),
                text: block.split_once('\n').unwrap().1.to_string(),
            });
        }
    }
    files
}

/// Makes one change in the small folder and gives its problems and the 1-based line of `marker` in the changed file.
fn mistake(path: &str, from: &str, to: &str, marker: &str) -> (Vec<Problem>, usize) {
    let mut files = example(1);
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    assert!(file.text.contains(from), "{path} holds “{from}”");
    file.text = file.text.replacen(from, to, 1);
    let line = file.text.lines().position(|line| line.contains(marker)).unwrap() + 1;
    (parse(files).expect_err("the mistake is noticed").0, line)
}

/// Asserts that one of the problems is at that place and holds those words.
#[track_caller]
fn says(problems: &[Problem], file: &str, line: usize, found: &str, expected: &str) {
    let hit = |problem: &&Problem| {
        problem.place.file == file
            && problem.place.line == line
            && problem.found.to_string().contains(found)
            && problem.expected.to_string().contains(expected)
    };
    let all = Problems(problems.to_vec());
    assert!(
        problems.iter().any(|problem| hit(&problem)),
        "no {file}:{line} “{found}” / “{expected}” in\n{all}"
    );
}

/// One change, one problem, at the line of the marker in the changed file.
#[track_caller]
fn only(path: &str, from: &str, to: &str, marker: &str, found: &str, expected: &str) {
    let (problems, line) = mistake(path, from, to, marker);
    says(&problems, path, line, found, expected);
    assert_eq!(problems.len(), 1, "{}", Problems(problems.clone()));
}

#[test]
fn the_examples_of_the_documentation_are_whole_folders() {
    for number in [1, 2] {
        let files = example(number);
        assert!(files.len() >= 8, "{}", files.len());
        parse(files).unwrap_or_else(|problems| panic!("example {number}:\n{problems}"));
    }
}

#[test]
fn the_beijing_folder_is_complete() {
    let survey = folder("beijing-2009");
    assert_eq!(survey.departments.len(), 62);
    let rated = |id: &str| {
        let id = AudienceId(id.to_string());
        survey
            .departments
            .iter()
            .filter(|department| department.is_rated_by(&id))
            .count()
    };
    assert_eq!(
        [rated("residents"), rated("enterprises"), rated("institutions")],
        [35, 37, 62]
    );
    let sizes: Vec<usize> = survey.margins.iter().map(|margin| margin.categories.len()).collect();
    assert_eq!(sizes, [18, 12, 2, 15, 4, 7]);
    let most: Vec<u32> = survey
        .audiences
        .iter()
        .map(|audience| audience.max_departments)
        .collect();
    assert_eq!(most, [6, 8, 12]);
    assert!(
        survey
            .audiences
            .iter()
            .all(|audience| audience.questionnaire.familiarity().is_some())
    );
    assert_eq!(survey.notes.len(), 3, "margins that were scaled to their master");
}

#[test]
fn margins_are_scaled_to_their_master() {
    let survey = folder("beijing-2009");
    let sum = |margin: &Margin| margin.categories.iter().map(|c| c.population).sum::<f64>();
    for audience in &survey.audiences {
        let master = survey
            .margins_of(&audience.id)
            .find(|margin| margin.master)
            .map(sum)
            .unwrap();
        for margin in survey.margins_of(&audience.id) {
            assert!((sum(margin) / master - 1.0).abs() < 1e-12, "{}", margin.id);
        }
    }
}

#[test]
fn the_kansas_city_folder_is_complete() {
    let survey = folder("kansas-city-2021q3");
    assert_eq!(survey.departments.len(), 26);
    assert_eq!(survey.method.assignment, AssignmentRule::All);
    assert!(survey.method.fpc && survey.method.nonresponse.is_none() && survey.method.trimming.is_none());
    assert!(survey.notes.is_empty());
}

#[test]
fn the_summary_names_counts_and_hashes_in_both_languages() {
    let survey = folder("beijing-2009");
    let (zh, en) = (summary(&survey, Language::Zh), summary(&survey, Language::En));
    assert!(
        zh.contains("被评部门 62 个") && zh.contains(&survey.definition_hash()),
        "{zh}"
    );
    assert!(
        en.contains("62 departments") && en.contains(&survey.method_hash()),
        "{en}"
    );
}

#[test]
fn the_hashes_move_with_what_they_cover_and_nothing_else() {
    let survey = parse(example(1)).unwrap();
    assert_eq!(survey.definition_hash().len(), 64);
    let mut files = example(1);
    files.reverse();
    let same = parse(files.clone()).unwrap();
    assert_eq!(
        same.definition_hash(),
        survey.definition_hash(),
        "the order of files does not matter"
    );
    let text = files.iter_mut().find(|file| file.path == "text/en.toml").unwrap();
    text.text = text.text.replace("Why?", "Why is that?");
    let reworded = parse(files.clone()).unwrap();
    assert_ne!(reworded.definition_hash(), survey.definition_hash());
    assert_eq!(reworded.method_hash(), survey.method_hash());
    let figures = files.iter_mut().find(|file| file.path == "margins/sex.csv").unwrap();
    figures.text = figures.text.replace("4900", "4901");
    assert_ne!(parse(files).unwrap().method_hash(), survey.method_hash());
}

#[test]
fn the_same_folder_opens_as_another_round() {
    let survey = folder("beijing-2009");
    let title = Text {
        zh: "试填“演示”".to_string(),
        en: "For \"trying\"".to_string(),
    };
    let other = survey.with_round_id("beijing-2009-try", &title).unwrap();
    assert_eq!(
        (other.round.id.as_str(), &other.round.title),
        ("beijing-2009-try", &title)
    );
    assert_eq!(other.id, survey.id);
    assert_eq!(other.method_hash(), survey.method_hash());
    assert_ne!(other.definition_hash(), survey.definition_hash());
    assert_eq!(
        parse(other.files.clone()).unwrap().round.id,
        "beijing-2009-try",
        "the stored files say so too"
    );
    assert!(survey.with_round_id("Not An Id", &title).is_err());
}

#[test]
fn a_folder_with_any_line_taken_out_is_read_or_refused_with_reasons() {
    for (at, file) in example(1).iter().enumerate() {
        for out in 0..file.text.lines().count() {
            let mut files = example(1);
            let kept = file.text.lines().enumerate().filter(|(i, _)| *i != out);
            files[at].text = kept.map(|(_, line)| format!("{line}\n")).collect();
            if let Err(Problems(problems)) = parse(files) {
                assert!(!problems.is_empty());
                let told = |words: String| !words.trim().is_empty();
                let whole =
                    |p: &Problem| !p.place.file.is_empty() && told(p.found.to_string()) && told(p.expected.to_string());
                assert!(problems.iter().all(whole));
            }
        }
    }
}

#[test]
fn a_missing_section_is_one_problem() {
    only(
        "method.toml",
        "[interval]\nlevel = 0.95\n",
        "",
        "deff_warn",
        "no “interval”",
        "a table [interval]",
    );
}
