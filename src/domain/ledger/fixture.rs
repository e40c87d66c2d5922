//! A small ledger for tests: four departments, and files that give each of them points.

use super::*;
use crate::domain::definition::{DepartmentId, Text};
use crate::domain::score::sheet::ScoreStatus;

/// The departments of the fixture, id and name.
pub const DEPARTMENTS: [(&str, &str, &str); 4] = [
    ("D01", "水务局", "Water"),
    ("D02", "园林局", "Parks"),
    ("D03", "公安局", "Police"),
    ("D04", "卫生局", "Health"),
];

/// Points of a test.
pub fn points(text: &str) -> Points {
    Points::parse(text).expect("points of a test")
}

fn both(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.into(),
        en: en.into(),
    }
}

/// An open ledger of 2010 without any figure.
pub fn ledger() -> Ledger {
    let department = |(id, zh, en): (&str, &str, &str)| LedgerDepartment {
        id: DepartmentId(id.into()),
        name: both(zh, en),
        full_name: both(&format!("河镇{zh}"), &format!("Riverton {en}")),
    };
    Ledger {
        year: 2010,
        title: both("河镇 2010 年绩效总账", "Riverton performance ledger 2010"),
        round: "riverton-2010".into(),
        revision: 1,
        opened_by: "王科".into(),
        opened_at: 1_290_000_000,
        changed_by: "王科".into(),
        departments: DEPARTMENTS.map(department).into(),
        imports: Vec::new(),
        sheets: Vec::new(),
        entries: Vec::new(),
        steps: Vec::new(),
    }
}

/// A body's file: points of the four departments, `-` where it gives none.
pub fn delivers(ledger: &mut Ledger, indicator: Indicator, source: &str, scores: [&str; 4]) {
    let rows = DEPARTMENTS.iter().zip(scores).map(|((id, ..), score)| {
        let row = PartRow {
            score: Points::parse(score),
            note: if score == "-" {
                "新设部门".into()
            } else {
                String::new()
            },
        };
        (DepartmentId((*id).into()), row)
    });
    ledger.imports.push(Import {
        number: ledger.imports.len() as u64 + 1,
        indicator,
        source: Source::find(indicator, source).expect("a source of a test"),
        file: format!("{source}.xlsx"),
        sha256: "ab".repeat(32),
        by: "王科".into(),
        at: 1_290_000_100,
        replaced_by: None,
        rows: rows.collect(),
    });
}

/// A sealed sheet's points of the four; `-` for no score.
pub fn evaluates(ledger: &mut Ledger, version: u32, scores: [&str; 4]) {
    let scores = DEPARTMENTS.iter().zip(scores).map(|((id, ..), score)| {
        let points = Points::parse(score);
        let status = if points.is_some() {
            ScoreStatus::Final
        } else {
            ScoreStatus::NoScore
        };
        (DepartmentId((*id).into()), PublicScore { points, status })
    });
    ledger.sheets.push(SheetImport {
        version,
        hash: format!("{version:064}"),
        origin: "sheet.json".into(),
        generated_at: "2010-12-20T08:00:00Z".into(),
        signatures: Vec::new(),
        scores: scores.collect(),
        by: "王科".into(),
        at: 1_290_000_200,
    });
}

/// Notes something of a department.
pub fn notes(ledger: &mut Ledger, department: &str, kind: Kind) {
    ledger.entries.push(Entry {
        number: ledger.entries.len() as u64 + 1,
        department: DepartmentId(department.into()),
        kind,
        detail: "十月的事故".into(),
        by: "李科".into(),
        at: 1_290_000_300,
        withdrawn: None,
    });
}

/// Everything delivered: sums of 88.50, 88.50, 90.00, and a department without a public score.
pub fn full_ledger() -> Ledger {
    let mut ledger = ledger();
    delivers(&mut ledger, Indicator::Duties, "whole", ["38", "37.5", "39", "40"]);
    delivers(&mut ledger, Indicator::Law, "legal-affairs", ["3.5", "3.5", "4", "4"]);
    delivers(&mut ledger, Indicator::Law, "supervision", ["3.25", "3.75", "3", "4"]);
    delivers(&mut ledger, Indicator::Capacity, "whole", ["6", "6", "6.5", "7"]);
    delivers(&mut ledger, Indicator::Central, "liaison", ["4.5", "4.5", "4.5", "5"]);
    evaluates(&mut ledger, 1, ["15.75", "15.75", "15.5", "-"]);
    delivers(&mut ledger, Indicator::Leaders, "leaders", ["9", "9", "9", "10"]);
    delivers(&mut ledger, Indicator::Coordination, "peers", ["2", "2", "2", "2.5"]);
    delivers(
        &mut ledger,
        Indicator::Coordination,
        "districts",
        ["2.25", "2.25", "2.25", "2.5"],
    );
    delivers(
        &mut ledger,
        Indicator::Innovation,
        "whole",
        ["4.25", "4.25", "4.25", "5"],
    );
    ledger
}
