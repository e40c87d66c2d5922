//! Files of assessing bodies: what is understood, and every problem with its place.

use crate::domain::definition::{DepartmentId, Problems};
use crate::domain::ledger::fixture::{delivers, ledger, points};
use crate::domain::ledger::{Indicator, Ledger, PartRow, Source, read_departments, read_part};
use crate::domain::table;
use std::collections::BTreeMap;

fn read(ledger: &Ledger, source: &str, csv: &str) -> Result<BTreeMap<DepartmentId, PartRow>, Problems> {
    let law = Indicator::Law;
    let table = table::read("law.csv", csv.as_bytes(), None)?;
    read_part(ledger, law, Source::find(law, source).unwrap(), &table)
}

fn refused(ledger: &Ledger, csv: &str) -> Vec<String> {
    let problems = read(ledger, "supervision", csv).unwrap_err();
    problems.0.iter().map(ToString::to_string).collect()
}

#[test]
fn a_department_stands_by_its_id_or_any_of_its_exact_names() {
    let csv =
        "序号,部门,得分,备注\n1,D01,3.5,\n2,园林局,４.25,\n3,Riverton Police,0,无行政审批\n4,河镇卫生局,,新设部门\n";
    let rows = read(&ledger(), "supervision", csv).unwrap();
    let score = |id: &str| rows[&DepartmentId(id.into())].score.map(|points| points.to_string());
    assert_eq!(
        ["D01", "D02", "D03"].map(score),
        [Some("3.50".into()), Some("4.25".into()), Some("0.00".into())]
    );
    assert_eq!(
        (score("D04"), rows[&DepartmentId("D04".into())].note.as_str()),
        (None, "新设部门")
    );
    let english = "department,score\nD01,1\nD02,2\nD03,3\nD04,8\n";
    assert_eq!(read(&ledger(), "whole", english).unwrap().len(), 4);
}

#[test]
fn every_problem_is_told_at_once_with_its_row_and_column() {
    let csv = "部门,得分\nD01,8.01\n水务,3\nD02,2009-12-01\nD02,1\nD03,\n";
    let told = refused(&ledger(), csv);
    let want = [
        "law.csv:2 [得分]: found “8.01”; expected points from 0 to 8.00 with at most two decimal places",
        "law.csv:3 [部门]: found “水务”; expected the id or the exact name of one department of this ledger",
        "law.csv:4 [得分]: found “2009-12-01”; expected points from 0 to 8.00 with at most two decimal places",
        "law.csv:5 [部门]: found “D02” again; expected each department once (it stands in row 4 already)",
        "law.csv:6 [得分]: found an empty cell; expected points from 0 to 8.00, or an empty cell with the reason in the column “备注” (or “note”)",
        "law.csv: found no row for “D04 卫生局”; expected a row for every department of the ledger; one without a score has an empty cell and its reason in the note",
    ];
    assert_eq!(told, want);
}

#[test]
fn a_nearly_right_name_is_told_and_never_taken() {
    let told = refused(&ledger(), "部门,得分\n河镇水务,3\nD02,1\nD03,1\nD04,1\n");
    assert!(told[0].contains("perhaps “河镇水务局”"), "{told:?}");
}

#[test]
fn other_columns_an_empty_file_and_no_rows() {
    assert!(refused(&ledger(), "dept,points\nD01,1\n")[0].contains("expected also the columns “部门” and “得分”"));
    assert!(refused(&ledger(), "部门,分数\nD01,1\n")[0].contains("expected a column “得分”"));
    assert!(refused(&ledger(), "部门,得分\n")[0].contains("no row below the heading"));
    assert!(refused(&ledger(), "")[0].contains("no content"));
}

#[test]
fn two_bodies_together_give_no_more_than_the_indicator_has() {
    let mut ledger = ledger();
    delivers(&mut ledger, Indicator::Law, "legal-affairs", ["4", "4", "4.5", "-"]);
    let csv = "部门,得分\nD01,4\nD02,4.01\nD03,3.5\nD04,8\n";
    assert_eq!(
        refused(&ledger, csv),
        [
            "law.csv:3 [得分]: found “4.01”; expected at most 8.00 points together with the 4.00 of the other assessing bodies"
        ]
    );
    let whole = read(&ledger, "whole", "部门,得分\nD01,8\nD02,8\nD03,8\nD04,8\n").unwrap();
    assert_eq!(
        whole[&DepartmentId("D03".into())].score,
        Some(points("8")),
        "a whole takes the place of the parts"
    );
    let again = read(&ledger, "legal-affairs", "部门,得分\nD01,8\nD02,8\nD03,8\nD04,8\n").unwrap();
    assert_eq!(again.len(), 4, "its own earlier part gives way");
}

#[test]
fn a_name_of_two_departments_names_neither() {
    let mut ledger = ledger();
    ledger.departments[1].name.zh = "水务局".into();
    let told = refused(&ledger, "部门,得分\n水务局,1\nD02,1\nD03,1\nD04,1\n");
    assert!(told[0].contains("law.csv:2 [部门]: found “水务局”"), "{told:?}");
}

#[test]
fn a_list_of_departments() {
    let list = |csv: &str| read_departments(&table::read("d.csv", csv.as_bytes(), None).unwrap());
    let read = list("id,name_zh,name_en,full_name_zh\nD1,水务局,Water,河镇水务局\nD2,园林局,Parks,\n").unwrap();
    assert_eq!(
        (read[0].full_name.zh.as_str(), read[0].full_name.en.as_str()),
        ("河镇水务局", "Water")
    );
    assert_eq!(read[1].full_name.zh, "园林局");
    let problems = list("id,name_zh,name_en\nD1,水务局,\n,园林局,Parks\nD1,道路局,Roads\n").unwrap_err();
    assert_eq!(problems.0.len(), 3, "{problems}");
}
