//! Files of assessing bodies: taken whole or refused whole, each problem with its row and column.

use super::{Office, TOWN, even, reason};
use crate::support::{TestApp, on_both, to_csv, to_xlsx};
use barometer::domain::ledger::{Indicator, LedgerRefusal, Points, standing};
use barometer::stages::StageError;
use barometer::stages::ledger::{Imported, PartFile, import};
use encoding_rs::GB18030;
use rust_xlsxwriter::{Format, Formula, Workbook};

/// Rows of a file of the town, changed.
fn rows(change: impl FnOnce(&mut Vec<Vec<String>>)) -> Vec<Vec<String>> {
    let mut rows = vec![["部门", "得分", "备注"].map(str::to_owned).to_vec()];
    rows.extend(TOWN.map(|id| vec![id.to_owned(), "3.5".to_owned(), String::new()]));
    change(&mut rows);
    rows
}

#[test]
fn a_file_is_understood_in_every_usual_form() {
    on_both(async |mut town: TestApp| {
        town.opens_ledger().await;
        let names = [
            "水务局",
            "河镇园林局",
            "Roads",
            "公安局",
            "Riverton Health",
            "tax",
            "规划局",
            "档案局",
        ];
        let named = rows(|rows| {
            for (row, name) in rows[1..].iter_mut().zip(names) {
                row[0] = name.into();
            }
        });
        let text = String::from_utf8(to_csv(&named)).unwrap();
        let forms = [
            ("central", "liaison", text.clone().into_bytes()),
            ("leaders", "leaders", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
            ("law", "supervision", GB18030.encode(&text).0.into_owned()),
            ("law", "legal-affairs", to_xlsx(&named)),
            (
                "coordination",
                "peers",
                text.replace("3.5", "２.５").replace(',', ";").into_bytes(),
            ),
        ];
        for (indicator, body, bytes) in forms {
            let stored = town.hands_in(indicator, body, bytes).await;
            let Ok(Imported::Stored { import, .. }) = stored else {
                panic!("{body}: {stored:?}")
            };
            assert_eq!(import.rows.len(), 8, "{body}");
        }
        let ledger = town.ledger().await;
        let law = &standing(&ledger).totals[0].scores[1];
        assert_eq!(law.points(), Some(Points::whole(7)), "both bodies' parts");
    });
}

#[test]
fn every_problem_of_a_file_is_told_with_its_row_and_column_and_nothing_is_stored() {
    on_both(async |mut town: TestApp| {
        town.opens_ledger().await;
        let before = town.everything().await;
        let bad = [
            (
                rows(|rows| rows[0][0] = "单位".into()),
                "law.csv:1: found the columns 单位, 得分, 备注; expected a column “部门”",
            ),
            (
                rows(|rows| rows[2][0] = "water".into()),
                "law.csv:3 [部门]: found “water” again; expected each department once (it stands in row 2 already)",
            ),
            (
                rows(|rows| rows[3][0] = "harbour".into()),
                "law.csv:4 [部门]: found “harbour”; expected the id or the exact name of one department of this ledger",
            ),
            (
                rows(|rows| rows[3][1] = "8.01".into()),
                "law.csv:4 [得分]: found “8.01”; expected points from 0 to 8.00 with at most two decimal places",
            ),
            (rows(|rows| rows[3][1] = "-1".into()), "law.csv:4 [得分]: found “-1”"),
            (
                rows(|rows| rows[3][1] = "3.555".into()),
                "law.csv:4 [得分]: found “3.555”",
            ),
            (
                rows(|rows| rows[3][1] = "40148".into()),
                "law.csv:4 [得分]: found “40148”",
            ),
            (
                rows(|rows| rows[3][1] = "=2+3".into()),
                "law.csv:4 [得分]: found “=2+3”",
            ),
            (
                rows(|rows| rows[3][1] = String::new()),
                "law.csv:4 [得分]: found an empty cell; expected points from 0 to 8.00, or an empty cell with the reason",
            ),
            (
                rows(|rows| rows[3][2] = "很".repeat(501)),
                "law.csv:4 [备注]: found a text of 501 characters",
            ),
            (
                rows(|rows| drop(rows.pop())),
                "law.csv: found no row for “archive 档案局”",
            ),
            (rows(|rows| rows.truncate(1)), "found no row below the heading"),
        ];
        for (rows, told) in &bad {
            for (name, bytes) in [("law.csv", to_csv(rows)), ("law.xlsx", to_xlsx(rows))] {
                let file = PartFile {
                    indicator: "law".into(),
                    source: Some("supervision".into()),
                    name: name.into(),
                    bytes,
                    replace: false,
                };
                let refused = import(&town.app, 2026, &file, "王科").await.map(drop).unwrap_err();
                let StageError::Problems(problems) = &refused else {
                    panic!("{refused}")
                };
                let said = problems.to_string().replace("law.xlsx (Sheet1)", "law.csv");
                assert!(said.contains(told), "{name}: {told}\n{said}");
            }
        }
        for (bytes, told) in [
            (Vec::new(), "no content"),
            (b"\x89PNG\r\n\x1a\n".to_vec(), "picture"),
            (vec![b'P', b'K', 3, 4, 0, 0], "workbook"),
            ("部门,得分\nwater,\"3\n".into(), "quotation mark"),
        ] {
            let refused = town.hands_in("law", "supervision", bytes).await.map(drop).unwrap_err();
            assert!(refused.to_string().contains(told), "{told}: {refused}");
        }
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn a_workbook_s_formulas_count_by_their_stored_values_and_dates_are_no_points() {
    on_both(async |mut town: TestApp| {
        town.opens_ledger().await;
        let book = |fourth: &dyn Fn(&mut rust_xlsxwriter::Worksheet)| {
            let mut book = Workbook::new();
            let sheet = book.add_worksheet();
            sheet.write_string(0, 0, "department").unwrap();
            sheet.write_string(0, 1, "score").unwrap();
            for (row, id) in (1..).zip(TOWN) {
                sheet.write_string(row, 0, id).unwrap();
                sheet.write_number(row, 1, 4.25).unwrap();
            }
            sheet
                .write_formula(1, 1, Formula::new("=7.2+0.1-3").set_result("4.300000000000001"))
                .unwrap();
            fourth(sheet);
            book.save_to_buffer().unwrap()
        };
        let stored = town.hands_in("central", "liaison", book(&|_| {})).await.unwrap();
        let Imported::Stored { import, .. } = stored else {
            panic!()
        };
        let first = import.rows.values().find(|row| row.score == Points::parse("4.3"));
        assert!(first.is_some(), "as the spreadsheet shows it");
        let before = town.everything().await;
        let date = book(&|sheet| {
            let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2009, 12, 1).unwrap();
            sheet
                .write_datetime_with_format(4, 1, day, &Format::new().set_num_format("yyyy-mm-dd"))
                .unwrap();
        });
        let refused = town.hands_in("leaders", "leaders", date).await.map(drop).unwrap_err();
        assert!(
            refused
                .to_string()
                .contains("found “2009-12-01”; expected points from 0 to 10.00"),
            "{refused}"
        );
        let broken = book(&|sheet| {
            sheet
                .write_formula(4, 1, Formula::new("=1/0").set_result("#DIV/0!"))
                .unwrap();
        });
        let refused = town.hands_in("leaders", "leaders", broken).await.map(drop).unwrap_err();
        assert!(refused.to_string().contains("#DIV/0!"), "{refused}");
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn a_file_takes_another_s_place_only_when_that_is_said() {
    on_both(async |mut town: TestApp| {
        town.opens_ledger().await;
        town.hands_in("law", "legal-affairs", even("4")).await.unwrap();
        town.hands_in("law", "supervision", even("3")).await.unwrap();
        let before = town.everything().await;
        let same = town.hands_in("law", "supervision", even("3")).await.unwrap();
        assert!(matches!(same, Imported::Same(import) if import.number == 2));
        let LedgerRefusal::WouldReplace(files) = reason(town.hands_in("law", "supervision", even("3.5")).await) else {
            panic!()
        };
        assert_eq!(files, ["supervision.csv"]);
        let whole = reason(town.hands_in("law", "whole", even("6")).await);
        assert!(matches!(&whole, LedgerRefusal::WouldReplace(files) if files.len() == 2));
        let together = town
            .hands_in("law", "supervision", even("4.01"))
            .await
            .map(drop)
            .unwrap_err();
        assert!(
            together
                .to_string()
                .contains("at most 8.00 points together with the 4.00"),
            "{together}"
        );
        assert_eq!(before, town.everything().await);
        let file = PartFile {
            indicator: "law".into(),
            source: Some("whole".into()),
            name: "law.csv".into(),
            bytes: even("6"),
            replace: true,
        };
        let stored = import(&town.app, 2026, &file, "李科").await.unwrap();
        assert!(matches!(stored, Imported::Stored { replaced, .. } if replaced.len() == 2));
        let ledger = town.ledger().await;
        assert_eq!(ledger.parts(Indicator::Law).count(), 1);
        assert_eq!(standing(&ledger).totals[0].scores[1].points(), Some(Points::whole(6)));
        assert_eq!(ledger.imports[0].rows.len(), 8, "what was replaced stays readable");
        assert_eq!(ledger.imports[0].replaced_by, Some(3));
    });
}

#[test]
fn who_does_not_assess_an_indicator_delivers_nothing_for_it() {
    on_both(async |mut town: TestApp| {
        town.opens_ledger().await;
        let before = town.everything().await;
        let refused = async |indicator: &str, body: &str| reason(town.hands_in(indicator, body, even("1")).await);
        assert!(matches!(
            refused("laws", "supervision").await,
            LedgerRefusal::UnknownIndicator(_)
        ));
        assert!(matches!(
            refused("law", "personnel").await,
            LedgerRefusal::UnknownSource { .. }
        ));
        assert!(matches!(
            refused("public", "survey").await,
            LedgerRefusal::PublicFromSheetOnly
        ));
        let unsaid = PartFile {
            indicator: "law".into(),
            source: None,
            name: "law.csv".into(),
            bytes: even("1"),
            replace: false,
        };
        let two = reason(import(&town.app, 2026, &unsaid, "王科").await);
        assert!(matches!(two, LedgerRefusal::SourceNeeded(Indicator::Law)));
        assert_eq!(before, town.everything().await);
        let alone = PartFile {
            indicator: "leaders".into(),
            ..unsaid
        };
        assert!(
            import(&town.app, 2026, &alone, "王科").await.is_ok(),
            "only one body assesses"
        );
    });
}
