//! The files of a sealed round: JSON, CSV and XLSX say the same thing, and a spreadsheet program takes them as they are.

use crate::journey::the_town_answers;
use crate::support::{TestApp, on_both};
use barometer::domain::proof::read_sealed;
use barometer::export::{sheet_csv, sheet_json, sheet_xlsx};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

#[test]
fn the_three_files_of_a_sheet_say_the_same() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        let sealed = town.closes_to_seal().await;
        assert_eq!(read_sealed(&sheet_json(&sealed).unwrap()).unwrap(), sealed);

        let csv = sheet_csv(&sealed).unwrap();
        assert!(
            csv.starts_with(b"\xEF\xBB\xBF"),
            "Excel reads Chinese as GBK without the mark"
        );
        let mut reader = csv::Reader::from_reader(&csv[3..]);
        let heading = reader.headers().unwrap().clone();
        let place = |name: &str| {
            heading
                .iter()
                .position(|column| column == name)
                .unwrap_or_else(|| panic!("{name}"))
        };
        for column in [
            "schema_version",
            "survey_id",
            "round",
            "sheet_version",
            "department_id",
            "score",
            "score_se",
            "score_ci_low",
            "score_ci_high",
            "rate",
            "index",
            "n",
            "n_eff_kish",
            "familiarity",
            "dont_know",
            "class",
            "flags",
            "status",
            "method_hash",
            "log_root",
            "generated_at",
        ] {
            place(column);
        }
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), sealed.sheet.departments.len());
        let mut book = Xlsx::new(Cursor::new(sheet_xlsx(&sealed).unwrap())).unwrap();
        let cells: Vec<String> = book
            .worksheets()
            .iter()
            .flat_map(|(_, range)| {
                range
                    .rows()
                    .flatten()
                    .map(|cell| match cell {
                        Data::Float(number) => format!("{number:.2}"),
                        other => other.to_string(),
                    })
                    .collect::<Vec<_>>()
            })
            .collect();
        for department in &sealed.sheet.departments {
            let row = rows
                .iter()
                .find(|row| row[place("department_id")] == department.department_id.0)
                .unwrap();
            assert_eq!(
                &row[place("score")],
                department.score.as_deref().unwrap_or(""),
                "{}",
                department.name.en
            );
            assert_eq!(row[place("n")], department.n.to_string());
            assert_eq!(&row[place("method_hash")], sealed.sheet.method_hash);
            assert!(
                cells.contains(&department.name.zh),
                "{} is in the workbook",
                department.name.zh
            );
            if let Some(score) = &department.score {
                assert!(cells.contains(score), "{score} points are in the workbook");
            }
        }
    });
}

#[test]
fn the_files_are_the_same_bytes_every_time() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        let sealed = town.closes_to_seal().await;
        assert_eq!(sheet_csv(&sealed).unwrap(), sheet_csv(&sealed).unwrap());
        assert_eq!(
            town.exports_bundle().await.unwrap(),
            town.exports_bundle().await.unwrap()
        );
    });
}
