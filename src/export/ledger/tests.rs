//! The ledger's files, read as their readers read them.

use super::*;
use crate::domain::definition::DepartmentId;
use crate::domain::ledger::fixture::{full_ledger, notes, points};
use crate::domain::ledger::{Cause, Kind, Minutes, Step, StepRecord, Withdrawal, standing};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// A ledger with a deduction, a withdrawn one, a task, a note that looks like a formula, and a first step.
fn busy() -> Ledger {
    let mut ledger = full_ledger();
    notes(&mut ledger, "D01", Kind::Deduction(Cause::Accident));
    notes(&mut ledger, "D02", Kind::Deduction(Cause::Integrity));
    notes(&mut ledger, "D03", Kind::UnfinishedTask);
    ledger.entries[1].withdrawn = Some(Withdrawal {
        reason: "复核不成立".into(),
        by: "李科".into(),
        at: 1_290_000_400,
    });
    ledger.entries[2].detail = "=HYPERLINK(\"http://x\")".into();
    let row = ledger.imports[0].rows.get_mut(&DepartmentId("D01".into())).unwrap();
    row.note = "=cmd|' /C calc'!A0".into();
    ledger.imports[1].by = "<script>alert(1)</script>".into();
    ledger.steps.push(StepRecord {
        step: Step::Compiled,
        minutes: Minutes {
            who: "绩效办 王主任".into(),
            on: jiff::civil::date(2011, 1, 10),
            note: String::new(),
        },
        by: "张处".into(),
        at: 1_290_000_500,
    });
    ledger
}

fn last_year() -> Ledger {
    let mut last = full_ledger();
    last.year = 2009;
    let row = last.imports[0].rows.get_mut(&DepartmentId("D02".into())).unwrap();
    row.score = Some(points("40"));
    last
}

fn sheets(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let text = |cell: &Data| match cell {
        Data::Float(number) => format!("{number:.2}"),
        other => other.to_string(),
    };
    let sheets = book.worksheets().into_iter();
    sheets
        .map(|(name, range)| (name, range.rows().map(|row| row.iter().map(text).collect()).collect()))
        .collect()
}

#[test]
fn the_workbook_has_one_idea_a_sheet_with_units_in_its_headings() {
    let (present, last) = (busy(), last_year());
    let (present, last) = (standing(&present), standing(&last));
    let view = LedgerView {
        present: &present,
        last: Some(&last),
    };
    let bytes = ledger_xlsx(&view).unwrap();
    assert_eq!(bytes, ledger_xlsx(&view).unwrap(), "same ledger, same bytes");
    let sheets = sheets(bytes);
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    let want = [
        "总账 Ledger",
        "各指标 Indicators",
        "考评备注 Remarks",
        "问责与任务 Accountability",
        "奖金 Bonus",
        "年度对照 Years",
        "已被取代 Replaced",
        "说明 Notes",
    ];
    assert_eq!(names, want);
    let totals = &sheets[0].1;
    assert!(totals[2][4].contains("职责任务（40 分）") && totals[2][4].contains("Duties and tasks (40 points)"));
    let row = |id: &str| totals.iter().find(|row| row[1] == id).unwrap();
    assert_eq!(row("D01")[12..15], ["88.50", "5.00", "83.50"]);
    assert_eq!(
        row("D02")[12..15],
        ["88.50", "0.00", "88.50"],
        "a withdrawn deduction costs nothing"
    );
    let unscored = row("D04");
    assert_eq!(
        (unscored[0].as_str(), unscored[8].as_str(), unscored[14].as_str()),
        ("—", "—", "—"),
        "never zero"
    );
    assert!(unscored[16].contains("公众评价：样本不足，不计分") && unscored[16].contains("too small a sample"));
    let years = &sheets[5].1;
    assert!(years[2][2].contains("2010 年总分（分）") && years[2][4].contains("Total 2009 (points)"));
    let second = years.iter().find(|row| row[0] == "D02").unwrap();
    assert_eq!(
        second[2..],
        ["88.50", "2.00", "91.00", "1.00", "-2.50"].map(String::from)[..]
    );
    let bonus = &sheets[4].1;
    assert_eq!(
        bonus.iter().find(|row| row[0] == "D03").unwrap()[2..4],
        ["95.00", "5.00"]
    );
    assert_eq!(
        bonus.iter().find(|row| row[0] == "D02").unwrap()[2..4],
        ["100.00", "0.00"]
    );
}

#[test]
fn no_text_of_a_file_becomes_a_formula() {
    let ledger = busy();
    let present = standing(&ledger);
    let view = LedgerView {
        present: &present,
        last: None,
    };
    let bytes = ledger_xlsx(&view).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    for name in book.sheet_names() {
        assert!(
            book.worksheet_formula(&name).unwrap().used_cells().next().is_none(),
            "{name}"
        );
    }
    let all: Vec<String> = sheets(bytes).into_iter().flat_map(|(_, rows)| rows.concat()).collect();
    assert!(all.iter().any(|cell| cell.starts_with("'=HYPERLINK")));
    assert!(all.iter().any(|cell| cell.starts_with("'=cmd")), "a note of a body");
    assert!(!all.iter().any(|cell| cell.starts_with('=')));
    assert!(
        all.iter().any(|cell| cell.contains("没有 2009 年的总账")),
        "what is not there is said"
    );
}

#[test]
fn the_page_to_print_says_everything_in_its_language_and_loads_nothing() {
    let (present, last) = (busy(), last_year());
    let (present, last) = (standing(&present), standing(&last));
    let view = LedgerView {
        present: &present,
        last: Some(&last),
    };
    let zh = ledger_html(&view, Language::Zh).into_string();
    for said in [
        "河镇 2010 年绩效总账",
        "职责任务（40 分）",
        "行政问责扣分：重大责任事故",
        "公众评价：样本不足，不计分",
        "绩效办汇总（2011-01-10，绩效办 王主任）",
        "减发 5%",
        "2009 年总分（分）",
        "-2.50",
        "复核不成立",
        "已锁定",
    ] {
        assert!(zh.contains(said), "{said}");
    }
    let en = ledger_html(&view, Language::En).into_string();
    for said in [
        "Riverton performance ledger 2010",
        "Duties and tasks (40 points)",
        "Total 2009 (points)",
        "5% less",
    ] {
        assert!(en.contains(said), "{said}");
    }
    for page in [&zh, &en] {
        assert!(page.contains("size: A4 landscape"));
        for foreign in ["<script", "http://", "https://", "src=", "@import", "url("] {
            assert!(
                !page.replace("HYPERLINK(&quot;http://x", "").contains(foreign),
                "{foreign}"
            );
        }
    }
}
