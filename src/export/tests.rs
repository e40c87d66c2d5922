//! What was exported is read back by other programs' eyes and compared with the sheet.

use super::fixture::sealed_sheet;
use super::*;
use crate::domain::definition::{Contact, FormHeader, Language, Round, SampleDesign, Text};
use crate::domain::score::sheet::{ScoreStatus, SealedSheet};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use std::io::Cursor;

fn csv_rows(bytes: &[u8]) -> Vec<csv::StringRecord> {
    assert!(bytes.starts_with(BOM), "Excel needs the byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[3..]);
    reader
        .records()
        .map(|record| record.expect("well-formed CSV"))
        .collect()
}

#[test]
fn the_json_reads_back_as_the_same_sheet_and_the_same_bytes() {
    let sealed = sealed_sheet();
    let bytes = sheet_json(&sealed).unwrap();
    let read: SealedSheet = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(read, sealed);
    assert_eq!(sheet_json(&read).unwrap(), bytes);
}

#[test]
fn the_csv_carries_every_department_with_every_digit() {
    let sealed = sealed_sheet();
    let rows = csv_rows(&sheet_csv(&sealed).unwrap());
    assert_eq!(rows[0].iter().collect::<Vec<_>>(), feed::COLUMNS);
    assert_eq!(rows.len(), 63);
    let column = |name: &str| feed::COLUMNS.iter().position(|c| *c == name).unwrap();
    for (row, d) in rows[1..].iter().zip(&sealed.sheet.departments) {
        let number = |name: &str| row[column(name)].parse::<f64>().ok();
        assert_eq!(&row[column("department_id")], d.department_id.0);
        assert_eq!(&row[column("score")], d.score.clone().unwrap_or_default());
        assert_eq!(number("rate"), d.rate, "shortest round-trip text keeps the last bit");
        assert_eq!(number("index"), d.index);
        assert_eq!(number("n_eff_kish"), Some(d.n_eff_kish));
        assert_eq!(&row[column("flags")], d.flags.join(";"));
        assert!(row[column("signature")].starts_with("platform:5e1c09ab77d2f034:"));
        assert_eq!(&row[column("name_en")], d.name.en);
        assert_eq!(row[column("rank_high")].parse::<u32>().ok(), d.rank_high);
        assert_eq!(
            (
                number("rate_se"),
                number("index_se"),
                number("df"),
                number("n_eff_design")
            ),
            (d.rate_se, d.index_se, d.df, d.n_eff_design)
        );
        assert_eq!(
            row[column("effective_weights")].is_empty(),
            d.effective_weights.is_empty()
        );
        assert_eq!(&row[column("sheet_flags")], "approximate-margins");
        assert!(row[column("overrides")].starts_with("approximate_margins=张三: "));
    }
}

#[test]
fn new_columns_of_the_feed_stand_behind_the_old_ones() {
    assert_eq!(feed::COLUMNS[25], "signature");
    assert_eq!(feed::COLUMNS[26..28], ["name_en", "rank"]);
    assert_eq!(feed::COLUMNS[36..], ["overrides", "interval_level"]);
}

#[test]
fn names_that_look_like_formulas_stay_text_in_csv_and_workbook() {
    for dangerous in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1"] {
        let mut sealed = sealed_sheet();
        sealed.sheet.departments[0].name.zh = dangerous.into();
        let rows = csv_rows(&sheet_csv(&sealed).unwrap());
        assert_eq!(&rows[1][5], format!("'{dangerous}"));
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(sheet_xlsx(&sealed).unwrap())).unwrap();
        for name in book.sheet_names() {
            assert!(
                book.worksheet_formula(&name).unwrap().is_empty(),
                "no live formula on {name}"
            );
        }
    }
    assert_eq!(inert("市教委"), "市教委");
    assert_eq!(inert("A-1"), "A-1");
}

#[test]
fn the_workbook_holds_the_sheet_class_by_class() {
    let sealed = sealed_sheet();
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(sheet_xlsx(&sealed).unwrap())).unwrap();
    assert_eq!(
        book.sheet_names(),
        [
            "得分 Scores",
            "明细 Details",
            "分主体 Audiences",
            "加权 Weighting",
            "说明 Notes"
        ]
    );
    let range = book.worksheet_range("得分 Scores").unwrap();
    let rows: Vec<&[Data]> = range.rows().skip(3).collect();
    assert_eq!(rows.len(), 62);
    for row in &rows {
        let id = row[3].to_string();
        let d = sealed
            .sheet
            .departments
            .iter()
            .find(|d| d.department_id.0 == id)
            .unwrap();
        let points = d.score.as_deref().map(|score| score.parse::<f64>().unwrap());
        assert_eq!(number(&row[7]), points);
        assert_eq!(number(&row[10]), d.rate, "the cell holds every digit");
        assert_eq!(number(&row[11]), d.score.as_ref().map(|_| d.n as f64));
        assert_eq!(row[0].to_string(), d.class);
    }
    let order: Vec<(String, f64)> = rows
        .iter()
        .map(|r| (r[0].to_string(), -number(&r[7]).unwrap_or(-1.0)))
        .collect();
    assert!(
        order.is_sorted_by(|a, b| a.0 < b.0 || (a.0 == b.0 && a.1 <= b.1)),
        "class by class, best first"
    );
    let details = book.worksheet_range("明细 Details").unwrap();
    for row in details.rows().skip(3) {
        let id = row[1].to_string();
        let d = sealed
            .sheet
            .departments
            .iter()
            .find(|d| d.department_id.0 == id)
            .unwrap();
        assert_eq!(number(&row[3]), d.rate);
        assert_eq!(number(&row[8]), d.index);
        assert_eq!(row[15].to_string(), d.flags.join("\n"), "codes as in the feed");
    }
    let cells = book.worksheet_range("分主体 Audiences").unwrap();
    let expected: usize = sealed.sheet.departments.iter().map(|d| d.audiences.len()).sum();
    assert_eq!(cells.rows().count() - 3, expected);
}

#[test]
fn the_scores_say_in_words_what_to_mind_and_leave_the_codes_to_the_details() {
    let sealed = sealed_sheet();
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(sheet_xlsx(&sealed).unwrap())).unwrap();
    let range = book.worksheet_range("得分 Scores").unwrap();
    let words: Vec<String> = range.rows().skip(3).map(|row| row[13].to_string()).collect();
    assert!(
        words
            .iter()
            .any(|said| said.contains("样本少：事业单位\nsmall sample: institutions"))
    );
    for code in ["small-n", "audience-suppressed", "no-score"] {
        assert!(words.iter().all(|said| !said.contains(code)), "{code}");
    }
}

/// Every text of the workbook.
fn words(sealed: &SealedSheet) -> String {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(sheet_xlsx(sealed).unwrap())).unwrap();
    let pages = book.worksheets();
    let cells = pages.iter().flat_map(|(_, range)| range.rows().flatten());
    cells.map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_workbook_says_level_grades_and_names_as_registered() {
    let mut sealed = sealed_sheet();
    let usual = words(&sealed);
    assert!(usual.contains("得分 95% 区间的下限") && usual.contains("0.95^(1/D)") && usual.contains("at 95 % each"));
    assert!(usual.contains("“很满意”、“满意”的加权比例"));
    let sheet = &mut sealed.sheet;
    sheet.interval_level = 0.9;
    sheet.satisfied = vec![Text {
        zh: "好评".into(),
        en: "Thumbs up".into(),
    }];
    sheet.audiences[0].name = Text {
        zh: "住户".into(),
        en: "Households".into(),
    };
    let told = words(&sealed);
    for other in ["95%", "95 %", "0.95^", "很满意", "very satisfied", "居民", "{", "}"] {
        assert!(!told.contains(other), "{other}");
    }
    for own in [
        "90% 区间",
        "0.9^(1/D)",
        "at 90 % each",
        "“好评”的加权比例",
        "share of “Thumbs up”",
        "住户 Households",
    ] {
        assert!(told.contains(own), "{own}");
    }
}

#[test]
fn with_equal_scores_departments_stand_by_id_whatever_their_rate() {
    let mut departments = sealed_sheet().sheet.departments;
    departments.truncate(3);
    let like = [
        ("b", Some("12.64"), 0.9),
        ("c", Some("12.73"), 0.5),
        ("a", Some("12.64"), 0.1),
    ];
    for (department, (id, score, rate)) in departments.iter_mut().zip(like) {
        department.department_id.0 = id.into();
        department.score = score.map(str::to_owned);
        department.rate = Some(rate);
        department.class = "A".into();
    }
    let [(_, members)] = &by_class(&departments)[..] else {
        panic!("one class");
    };
    let ids: Vec<&str> = members.iter().map(|d| d.department_id.0.as_str()).collect();
    assert_eq!(ids, ["c", "a", "b"]);
}

fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Float(value) => Some(*value),
        Data::Int(value) => Some(*value as f64),
        _ => None,
    }
}

#[test]
fn the_same_sheet_gives_the_same_workbook() {
    assert_eq!(
        sheet_xlsx(&sealed_sheet()).unwrap(),
        sheet_xlsx(&sealed_sheet()).unwrap()
    );
}

#[test]
fn the_made_up_sheet_has_every_case_that_pages_must_show() {
    let sheet = sealed_sheet().sheet;
    assert!(sheet.departments.iter().any(|d| d.status == ScoreStatus::NoScore));
    assert!(sheet.departments.iter().any(|d| d.score.is_some() && d.rank.is_none()));
    assert!(
        sheet
            .departments
            .iter()
            .any(|d| d.flags.iter().any(|f| f == "small-n:institutions"))
    );
}

fn invitation(n: u64) -> InvitationRow {
    InvitationRow {
        sample_no: n,
        audience: "residents".into(),
        stratum: "东城".into(),
        unit_ref: "=HYPERLINK(\"x\")".into(),
        contact: [("phone".to_string(), "+86 138 0000 0000".to_string())].into(),
        token: "ABCD-EFGH-JKMN-P".into(),
        link: "https://survey.example/s/ABCDEFGHJKMNP".into(),
        shown: vec!["D03".into(), "D18".into()],
    }
}

#[test]
fn invitations_keep_phone_numbers_from_being_formulas() {
    let rows = csv_rows(&invitations_csv(&[invitation(1)]).unwrap());
    assert_eq!(
        rows[0].iter().collect::<Vec<_>>(),
        [
            "sample_no",
            "audience",
            "stratum",
            "unit_ref",
            "phone",
            "token",
            "link",
            "shown"
        ]
    );
    assert_eq!(&rows[1][3], "'=HYPERLINK(\"x\")");
    assert_eq!(&rows[1][4], "'+86 138 0000 0000");
    assert_eq!(&rows[1][7], "D03 D18");
}

fn round() -> Round {
    let text = |zh: &str, en: &str| Text {
        zh: zh.into(),
        en: en.into(),
    };
    Round {
        id: "2009".into(),
        title: text(
            "2009年度市级行政机关公众评价",
            "Public evaluation of municipal departments 2009",
        ),
        year: 2009,
        sample: SampleDesign::Stratified,
        contact: Contact {
            agency: "晴雨表示范调查公司（Barometer Demo Surveys）".into(),
            phone: "010-12340".into(),
            ..Contact::default()
        },
        header: FormHeader {
            issuing_body: "北京市人民政府绩效管理办公室".into(),
            ..FormHeader::default()
        },
        approximate_margins_override: None,
        deff_waiver: None,
    }
}

#[test]
fn slips_stand_eight_to_a_page_each_with_its_code() {
    let rows: Vec<InvitationRow> = (1..=9).map(invitation).collect();
    let page = slips_html(&round(), &rows, Language::Zh).unwrap().into_string();
    assert_eq!(page.matches("class=\"page\"").count(), 2);
    assert_eq!(page.matches("<svg").count(), 9);
    assert!(page.contains(">https://survey.example/s/<") && page.contains(">ABCD-EFGH-JKMN-P<"));
    assert!(page.contains("编号 9 · "), "an interviewer finds the unit");
    assert!(page.contains("咨询电话：010-12340") && page.contains("组织单位：北京市人民政府绩效管理办公室"));
    assert!(qr_svg(&"x".repeat(5000)).is_err());
}

/// Where rendered files are left for a person to look at.
pub(crate) fn look_at(name: &str, bytes: &[u8]) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/look");
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(format!("{folder}/{name}"), bytes).unwrap();
}

#[test]
fn a_person_may_look_at_workbook_and_slips() {
    let rows = (1..=9).map(|n| InvitationRow {
        unit_ref: format!("R{:06}", 45_059 + n),
        ..invitation(n)
    });
    let rows: Vec<InvitationRow> = rows.collect();
    let slips = slips_html(&round(), &rows, Language::Zh).unwrap();
    look_at("sheet.xlsx", &sheet_xlsx(&sealed_sheet()).unwrap());
    look_at("slips.html", slips.into_string().as_bytes());
}
