//! Tables on the page and in the workbook: what is written in them is read, never run.

use super::model::{Block, Cell, Document, Part, Place, Table};
use super::{html, workbook};
use crate::domain::definition::Language;
use crate::export::fixture;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

fn document(language: Language, place: Place) -> Document {
    let table = Table {
        sheet: "Numbers",
        title: "<b>Numbers</b>".into(),
        note: "=1+1".into(),
        heads: vec!["Who".into(), "Share".into(), "Points".into()],
        rows: vec![
            vec![
                Cell::text("=cmd|' /C calc'!A0"),
                Cell::Share(0.6812),
                Cell::Number(13.627, 2),
            ],
            vec![
                Cell::text("<script>alert(1)</script>"),
                Cell::None,
                Cell::Number(1234.5, 0),
            ],
        ],
        place,
    };
    Document {
        language,
        title: "A & B".into(),
        name: "Sample report",
        draft: Some(["Draft", "Not sealed."]),
        identifiers: Vec::new(),
        facts: vec![("Who".into(), "@agency".into())],
        mind: Vec::new(),
        parts: vec![Part {
            number: 1,
            title: "First",
            blocks: vec![Block::Table(table), Block::Absent("No incentive is recorded.")],
        }],
        made: "made".into(),
    }
}

#[test]
fn a_page_escapes_everything_and_marks_a_draft() {
    let page = html::page(&document(Language::En, Place::Both));
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script") && page.contains("A &amp; B"));
    assert!(page.contains("Draft") && page.contains("Not done or not recorded:"));
    for figure in ["68.1%", "13.63", "1,234", "—"] {
        assert!(page.contains(figure), "{figure}");
    }
}

#[test]
fn a_table_for_the_workbook_only_is_not_on_the_page() {
    assert!(!html::page(&document(Language::Zh, Place::Book)).contains("68.1%"));
}

#[test]
fn the_workbook_has_a_sheet_a_table_between_its_summary_and_its_notes() {
    let sheet = fixture::sealed_sheet().sheet;
    let bytes = workbook::workbook(&document(Language::En, Place::Book), &sheet).unwrap();
    assert_eq!(
        bytes,
        workbook::workbook(&document(Language::En, Place::Book), &sheet).unwrap()
    );
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["At a glance", "Numbers", "Method and notes"]);
    let range = book.worksheet_range("Numbers").unwrap();
    assert_eq!(
        range.get_value((3, 0)),
        Some(&Data::String("'=cmd|' /C calc'!A0".into()))
    );
    assert_eq!(range.get_value((3, 1)), Some(&Data::Float(0.6812)));
    assert_eq!(
        range.get_value((4, 0)),
        Some(&Data::String("<script>alert(1)</script>".into()))
    );
    assert_eq!(range.get_value((6, 0)), Some(&Data::String("'=1+1".into())));
    let notes = book.worksheet_range("Method and notes").unwrap();
    assert!(
        notes
            .rows()
            .flatten()
            .any(|cell| *cell == Data::String("No incentive is recorded.".into()))
    );
}
