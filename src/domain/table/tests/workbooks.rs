//! Workbooks that are none, and workbooks that would be read otherwise than they look.

use super::*;

fn book(fill: impl Fn(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

/// A sheet with these texts below one another in column A.
fn sheet<'b>(book: &'b mut Workbook, name: &str, texts: &[&str]) -> &'b mut rust_xlsxwriter::Worksheet {
    let sheet = book.add_worksheet().set_name(name).unwrap();
    for (row, text) in texts.iter().enumerate() {
        sheet.write(row as u32, 0, *text).unwrap();
    }
    sheet
}

/// The workbook with a part of its first sheet's XML replaced, as other programs write it.
fn rewritten(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    use std::io::{Read, Write};
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..old.len() {
        let mut entry = old.by_index(i).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = Vec::new();
        entry.read_to_end(&mut text).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let xml = String::from_utf8(text).unwrap();
            assert!(xml.contains(from), "{xml}");
            text = xml.replace(from, to).into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&text).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn a_sheet_with_more_rows_than_excel_has_is_refused_at_once() {
    let plain = book(|book| {
        sheet(book, "S", &["a"]);
    });
    let rows = format!("{}</sheetData>", "<row/>".repeat(MOST_ROWS));
    let long = rewritten(&plain, "</sheetData>", &rows);
    assert_eq!(
        problems("f.xlsx", &long),
        ["f.xlsx: found more than 1048576 rows, the most that Excel has; expected a smaller workbook"]
    );
}

#[test]
fn other_programs_files_are_refused_by_their_names() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let locked = [&b"\xd0\xcf\x11\xe0"[..], &utf16("EncryptedPackage")].concat();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive
        .start_file("word/document.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    let document = archive.finish().unwrap().into_inner();
    let cases: [(&str, &[u8], &str); 9] = [
        ("a.xlsx", b"%PDF-1.7\n1 0 obj", "a PDF document"),
        ("a.csv", b"%PDF-1.7\n1 0 obj", "a PDF document"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n\0", "a picture"),
        ("a.xlsx", b"\xff\xd8\xff\xe0", "a picture"),
        (
            "a.xls",
            b"<html><table><tr><td>1</td></tr></table>",
            "a web page (HTML)",
        ),
        ("a.xlsx", &locked, "a workbook with a password"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 ...", "an old Excel workbook (.xls)"),
        ("a.xlsx", &document, "a ZIP archive or another program's document"),
        (
            "a.XLSX",
            b"garbage\nmore",
            "no readable workbook, although the name ends in .xlsx",
        ),
    ];
    for (file, bytes, found) in cases {
        let told = problems(file, bytes);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].starts_with(&format!("{file}: found {found}; expected a table")),
            "{told:?}"
        );
    }
    assert_eq!(
        problems("a.xlsx", b""),
        ["a.xlsx: found no content; expected a heading row and rows below it"]
    );
}

#[test]
fn a_workbook_that_was_cut_off_is_no_text() {
    let whole = book(|book| {
        sheet(book, "S", &["unit", "1"]);
    });
    for length in [30, whole.len() / 2, whole.len() - 10] {
        let told = problems("a.xlsx", &whole[..length]);
        assert!(told[0].contains("no readable workbook"), "{told:?}");
    }
}

#[test]
fn text_with_columns_under_a_workbooks_name_is_read() {
    let table = read("answers.xlsx", "unit,q1\nU1,3\n".as_bytes(), None).unwrap();
    assert_eq!(
        (table.file.as_str(), cells(&table)),
        ("answers.xlsx", vec![vec!["U1", "3"]])
    );
}

#[test]
fn a_formula_without_its_value_is_not_an_empty_cell() {
    let bytes = book(|book| {
        let sheet = sheet(book, "答卷", &["unit", "U1"]);
        sheet.write(0, 1, "q1").unwrap();
        sheet.write(1, 1, Formula::new("=1+2").set_result("3")).unwrap();
    });
    assert_eq!(cells(&read("f.xlsx", &bytes, None).unwrap()), [["U1", "3"]]);
    for value in ["<v></v>", "<v/>", ""] {
        let without = rewritten(&bytes, "<f>1+2</f><v>3</v>", &format!("<f>1+2</f>{value}"));
        assert_eq!(
            problems("f.xlsx", &without),
            [
                "f.xlsx (答卷):2 [B]: found a formula without a stored value; expected a stored value: open and save \
              the file in a spreadsheet program, or paste the values"
            ]
        );
    }
}

#[test]
fn merged_cells_are_named() {
    let bytes = book(|book| {
        let sheet = sheet(book, "S", &["unit", "U1"]);
        sheet.merge_range(1, 0, 3, 0, "U1", &Format::new()).unwrap();
    });
    assert_eq!(
        problems("f.xlsx", &bytes),
        [
            "f.xlsx (S):2 [A]: found the merged cells A2:A4; expected every cell on its own: undo the merging and fill \
          each cell"
        ]
    );
}

#[test]
fn the_first_visible_sheet_with_content_is_read_and_named() {
    let bytes = book(|book| {
        sheet(book, "空", &[]);
        sheet(book, "旧", &["old", "x"]).set_hidden(true);
        sheet(book, "答卷", &["unit", "U1"]);
        sheet(book, "说明", &["notes"]);
        book.worksheets_mut()[2].set_active(true);
    });
    let table = read("f.xlsx", &bytes, None).unwrap();
    assert_eq!(
        (table.file.as_str(), cells(&table)),
        ("f.xlsx (答卷)", vec![vec!["U1"]])
    );
}

#[test]
fn rows_on_two_sheets_are_never_lost_without_a_word() {
    let two = book(|book| {
        sheet(book, "东城", &["unit", "U1"]);
        sheet(book, "西城", &["unit", "U2"]);
    });
    assert_eq!(
        problems("f.xlsx", &two),
        [
            "f.xlsx: found rows under the same headings on the sheets 东城, 西城; expected all rows on one sheet, or the \
          other sheets hidden or taken out"
        ]
    );
    let hidden = book(|book| {
        sheet(book, "空", &[]);
        sheet(book, "旧", &["old", "x"]).set_hidden(true);
    });
    assert!(problems("f.xlsx", &hidden)[0].starts_with("f.xlsx: found content on hidden sheets only: 旧; expected"));
}

#[test]
fn invisible_marks_around_cells_do_not_count() {
    let bytes = book(|book| {
        sheet(book, "S", &["\u{3000}unit ", " U1\u{200b}\u{a0}"]);
    });
    let table = read("f.xlsx", &bytes, None).unwrap();
    assert_eq!(
        (table.header, table.rows[0].cells.clone()),
        (vec!["unit".to_string()], vec!["U1".to_string()])
    );
    let csv = read("f.csv", "\u{3000}unit ,q\n U1\u{200b},１\n".as_bytes(), None).unwrap();
    assert_eq!(cells(&csv), [["U1", "１"]], "what a cell says is kept as it stands");
}
