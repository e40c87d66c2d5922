//! Problems as their readers see them, in both languages.

use super::*;
use crate::domain::definition::{Found, FrameSpec, Place, SurveyFile, parse};
use crate::domain::{sample, table};
use std::collections::BTreeSet;

const MARKS: [&str; 8] = ["α", "β", "γ", "δ", "ε", "7001", "7002", "7003"];

/// The sentence is not empty and holds every mark that the value holds.
#[track_caller]
fn holds(value: &impl std::fmt::Debug, sentence: &str) {
    let value = format!("{value:?}");
    assert!(!sentence.trim().is_empty(), "{value} says nothing");
    for mark in MARKS.iter().filter(|mark| value.contains(**mark)) {
        assert!(sentence.contains(mark), "{value} is not told whole: {sentence}");
    }
}

#[test]
fn every_kind_of_problem_is_told_whole_in_both_languages() {
    let mut told = BTreeSet::new();
    for found in samples::found() {
        let (zh, en) = (zh::found::found(&found), found.to_string());
        holds(&found, &zh);
        holds(&found, &en);
        assert!(told.insert((zh.clone(), en)), "{zh}: said twice");
    }
    let demands = samples::demands().into_iter().map(Expected::from);
    for expected in samples::expected().into_iter().chain(demands) {
        holds(&expected, &zh::expected::expected(&expected));
        holds(&expected, &expected.to_string());
    }
}

#[test]
fn the_place_is_the_same_in_both_languages() {
    let place = Place {
        file: "method.toml".into(),
        line: 12,
        column: None,
    };
    let problem = Problem {
        place,
        found: Found::Written("level = 95".into()),
        expected: Expected::NumberFrom("0.5".into(), "0.999".into()),
    };
    let problems = Problems(vec![problem]);
    assert_eq!(
        report(&problems, Language::Zh, Extent::Grouped),
        "method.toml:12: 发现：level = 95；应为：0.5 到 0.999 之间的数\n共 1 个问题"
    );
    assert_eq!(
        report(&problems, Language::En, Extent::Grouped),
        "method.toml:12: found level = 95; expected a number from 0.5 to 0.999\n1 problem"
    );
}

#[test]
fn a_survey_folder_without_its_files() {
    let files = vec![SurveyFile {
        path: "methd.toml".into(),
        text: String::new(),
    }];
    let problems = parse(files).unwrap_err();
    let zh = print(&problems, Language::Zh);
    assert!(
        zh.contains("round.toml: 发现：没有这个文件；要求：文件夹里有这个名字的文件"),
        "{zh}"
    );
    let en = print(&problems, Language::En);
    assert!(
        en.contains("round.toml: found no such file; expected a file of that name in the folder"),
        "{en}"
    );
}

#[test]
fn a_table_that_cannot_be_read() {
    let problems = table::read("名单.csv", "a,b\n1\n".as_bytes(), None).unwrap_err();
    assert_eq!(
        print(&problems, Language::Zh),
        "名单.csv:2 [b]: 发现：这一行只有 1 个单元格；应为：2 个单元格，与列名一样多"
    );
}

#[test]
fn a_bad_row_of_a_frame() {
    let spec = FrameSpec {
        unit_id: "编号".into(),
        stratum: "区".into(),
        contact: Vec::new(),
        attributes: Vec::new(),
        supervisor: None,
        allocation: crate::domain::definition::Allocation::Equal,
        total: 1,
        minimum: 0,
        reserve_share: 0.0,
        strata: vec!["东城".into(), "西城".into()],
    };
    let rows = table::read("frame.csv", "编号,区\nU1,东城\nU2,西城\nU1,朝阳\n".as_bytes(), None).unwrap();
    let problems = sample::frame(&rows, &spec, &BTreeSet::new()).unwrap_err();
    assert_eq!(
        print(&problems, Language::Zh),
        "frame.csv:4 [区]: 发现：“朝阳”；应为：下列之一：东城、西城\n\
         frame.csv:4 [编号]: 发现：单位编号“U1”重复出现；要求：每个单位只出现一次（第 2 行已有）"
    );
    assert_eq!(
        print(&problems, Language::En),
        "frame.csv:4 [区]: found “朝阳”; expected one of 东城, 西城\n\
         frame.csv:4 [编号]: found the unit id “U1” again; expected every unit once (it stands in row 2 already)"
    );
}

fn in_column(line: usize, column: &str, found: &str) -> Problem {
    Problem {
        place: Place {
            file: "a.csv".into(),
            line,
            column: Some(column.into()),
        },
        found: Found::Text(found.into()),
        expected: Expected::OneOf(vec!["1".into()]),
    }
}

#[test]
fn one_systematic_mistake_is_told_once_and_counted() {
    let mut all: Vec<Problem> = (2..=266).map(|line| in_column(line, "q1", "x")).collect();
    all.insert(1, in_column(2, "q2", ""));
    let problems = Problems(all);
    let en = report(&problems, Language::En, Extent::Grouped);
    assert_eq!(
        en.lines().collect::<Vec<_>>(),
        [
            "a.csv:2 [q1]: found “x”; expected “1”",
            "a.csv:3 [q1]: found “x”; expected “1”",
            "a.csv:4 [q1]: found “x”; expected “1”",
            "a.csv [q1]: … and 262 more of this kind (rows 5–266)",
            "a.csv:2 [q2]: found an empty cell; expected “1”",
            "266 problems; --all prints each one",
        ]
    );
    let zh = report(&problems, Language::Zh, Extent::Grouped);
    assert!(zh.contains("a.csv [q1]: …… 还有 262 个同类问题（第 5–266 行）"), "{zh}");
    assert!(zh.ends_with("共 266 个问题；加 --all 可逐条列出"), "{zh}");
    let every = report(&problems, Language::En, Extent::All);
    assert_eq!((every.lines().count(), every.contains("--all")), (267, false));
}

#[test]
fn the_same_mistake_in_many_columns_is_shown_by_one_example_each() {
    let columns = (1..=4).flat_map(|column| (2..=21).map(move |line| in_column(line, &format!("q{column}"), "x")));
    let problems = Problems(columns.collect());
    let en = report(&problems, Language::En, Extent::Grouped);
    let of = |column: &str| en.lines().filter(|line| line.contains(column)).count();
    assert_eq!(["q1", "q2", "q3", "q4"].map(of), [4, 4, 2, 2], "{en}");
    assert!(
        en.contains("a.csv [q4]: … and 19 more of this kind (rows 3–21)"),
        "{en}"
    );
}

#[test]
fn demands_that_are_sentences_are_told_as_sentences() {
    let empty = Problem {
        found: Found::EmptyCell,
        expected: Expected::RowUnit,
        ..in_column(7, "unit", "")
    };
    assert_eq!(
        say(&empty, Language::Zh),
        "a.csv:7 [unit]: 发现：空单元格；应为：这一行的单位：样本号或编号"
    );
    let unrated = Problem {
        expected: Expected::EmptyNotRated("D05".into(), Vec::new()),
        ..in_column(7, "rating_D05", "4")
    };
    assert_eq!(
        say(&unrated, Language::En),
        "a.csv:7 [rating_D05]: found “4”; expected an empty cell, because this respondent does not rate “D05”; \
         the familiarity answers leave no department to rate"
    );
    let twice = Problem {
        expected: Expected::UnitOnceAt(3),
        ..in_column(7, "unit", "U1")
    };
    assert!(say(&twice, Language::Zh).ends_with("；要求：每个单位只出现一次（第 3 行已有）"));
}
