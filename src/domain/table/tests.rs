//! Tables as they arrive from offices and agencies, good and bad.

mod workbooks;

use super::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

fn problems(file: &str, bytes: &[u8]) -> Vec<String> {
    let problems = read(file, bytes, None).unwrap_err();
    problems.0.iter().map(ToString::to_string).collect()
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    table
        .rows
        .iter()
        .map(|r| r.cells.iter().map(String::as_str).collect())
        .collect()
}

#[test]
fn the_same_csv_in_every_encoding() {
    let text = "编号,区\nU1,东城\n\n U2 ,\"西,城\"\n,\n";
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    let bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for bytes in [text.as_bytes(), &gb, &bom, &wide] {
        let table = read("f.csv", bytes, None).unwrap();
        assert_eq!(table.header, ["编号", "区"]);
        assert_eq!(cells(&table), [["U1", "东城"], ["U2", "西,城"]]);
        assert_eq!(table.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 4]);
    }
}

#[test]
fn a_damaged_file_in_utf8_is_not_read_as_another_encoding() {
    let mut bytes = "编号,区\nU1,东城\nU2,西城\nU3,海淀\n".as_bytes().to_vec();
    let place = bytes.len() - 5;
    bytes.remove(place);
    assert_eq!(
        problems("f.csv", &bytes),
        ["f.csv:4: found bytes that are not UTF-8 in a file that is UTF-8 otherwise; expected UTF-8 text"]
    );
    let all = |text: &str| encoding("f.csv", &encoding_rs::GB18030.encode(text).0);
    assert_eq!(
        (all("编号,区\nU1,东城区建国门街道办事处\n"), encoding("f.csv", b"a,b\n")),
        (Some("gb18030"), Some("UTF-8"))
    );
}

#[test]
fn a_title_above_the_headings_is_one_problem() {
    let text = "2009 年居民名单,,\n编号,区,电话\nU1,东城,1\nU2,西城,2\n";
    let said = problems("f.csv", text.as_bytes());
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("f.csv:1: found “2009 年居民名单” alone"),
        "{said:?}"
    );
}

#[test]
fn a_missing_column_is_named_once() {
    let table = read("f.csv", b"a,b\n1,2\n", None).unwrap();
    let said = table.columns(&["district", "a", "district"]).unwrap_err().to_string();
    assert_eq!(said.matches("district").count(), 1, "{said}");
}

#[test]
fn semicolons_and_tabs_when_the_heading_says_so() {
    for text in [
        "a;b\n1,5;2\n",
        "a\tb\n1,5\t2\n",
        "a,b\n\"1,5\",2\n",
        "a,b,,\r\n\"1,5\",2,,\r\n",
    ] {
        let table = read("f.csv", text.as_bytes(), None).unwrap();
        assert_eq!(cells(&table), [["1,5", "2"]], "{text}");
    }
}

#[test]
fn quotation_marks_inside_cells() {
    let table = read(
        "f.csv",
        b"a,b\n\"say \"\"hi\"\"\",5\" pipe\n\"two\nlines\",\"\"\nx,y\n",
        None,
    )
    .unwrap();
    assert_eq!(
        cells(&table),
        [["say \"hi\"", "5\" pipe"], ["two\nlines", ""], ["x", "y"]]
    );
    assert_eq!(table.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 3, 5]);
}

#[test]
fn bad_csv_is_refused_with_row_and_column() {
    assert_eq!(
        problems("f.csv", b"a,b,c\n1,2,3\n1,2\n1,2,3,4\n"),
        [
            "f.csv:3 [c]: found a row of 2 cells; expected 3 cells, as many as the heading has",
            "f.csv:4 [D]: found “4” beyond the last heading; expected 3 cells, as many as the heading has",
        ]
    );
    assert_eq!(
        problems("f.csv", b"a,,a\n1,2,3\n"),
        [
            "f.csv:1 [B]: found an empty heading; expected a heading in every column",
            "f.csv:1 [C]: found the heading “a” again; expected every heading once (it stands in column A already)",
        ]
    );
    for empty in [&b""[..], b"\n\n", b"\xef\xbb\xbf", b" , \n"] {
        assert_eq!(
            problems("f.csv", empty),
            ["f.csv: found no content; expected a heading row and rows below it"]
        );
    }
    assert_eq!(
        problems("f.csv", b"a,b\n1,\xff\xff\n"),
        ["f.csv:2: found bytes that are neither UTF-8 nor GB18030; expected text in UTF-8 or GB18030"]
    );
    assert_eq!(
        problems("f.csv", b"a,b\n1,\0\n"),
        ["f.csv:2: found a control character; expected text in UTF-8 or GB18030"]
    );
    assert_eq!(
        problems("f.csv", b"a,b\n1,\"2\n3,4\n"),
        ["f.csv:2: found a quotation mark that is never closed; expected a closing quotation mark"]
    );
    assert!(problems("f.xls", b"\xd0\xcf\x11\xe0\xa1\xb1")[0].contains("an old Excel workbook (.xls)"));
    assert!(
        problems("f.xlsx", b"PK\x03\x04 and nothing more")[0].contains("no readable workbook: it cannot be unpacked")
    );
}

fn workbook(fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name("名单").unwrap());
    book.add_worksheet().set_name("说明").unwrap().write(0, 0, "x").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_reads_as_a_person_sees_it() {
    let bytes = workbook(|sheet| {
        for (i, heading) in ["编号", "数", "日期", "时间", "空", "真"].iter().enumerate() {
            sheet.write(0, i as u16, *heading).unwrap();
        }
        sheet.write(2, 0, " U1 ").unwrap();
        sheet.write(2, 1, 3.0).unwrap();
        let day = ExcelDateTime::parse_from_str("2009-12-01").unwrap();
        let moment = ExcelDateTime::parse_from_str("2009-12-01 09:30:00").unwrap();
        sheet
            .write_with_format(2, 2, day, &Format::new().set_num_format("yyyy-mm-dd"))
            .unwrap();
        let format = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        sheet.write_with_format(2, 3, moment, &format).unwrap();
        sheet.write(2, 5, true).unwrap();
        sheet.write(3, 1, 0.25).unwrap();
    });
    let table = read("f.xlsx", &bytes, None).unwrap();
    assert_eq!(table.rows[0].line, 3);
    assert_eq!(
        cells(&table),
        [
            ["U1", "3", "2009-12-01", "2009-12-01T09:30:00", "", "TRUE"],
            ["", "0.25", "", "", "", ""]
        ]
    );
    let other = read("f.xlsx", &bytes, Some("说明")).unwrap();
    assert_eq!((other.header, other.rows.len()), (vec!["x".to_string()], 0));
    let missing = read("f.xlsx", &bytes, Some("没有")).unwrap_err();
    assert_eq!(
        missing.to_string(),
        "f.xlsx: found the sheets 名单, 说明; expected a sheet “没有”"
    );
}

#[test]
fn formula_errors_are_named_by_cell() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "a").unwrap();
        sheet.write(0, 1, "b").unwrap();
        sheet.write(4, 1, Formula::new("=NA()").set_result("#N/A")).unwrap();
    });
    assert_eq!(
        problems("f.xlsx", &bytes),
        [
            "f.xlsx (名单):5 [B]: found the formula error #N/A; expected a value: correct the formula, or paste the value"
        ]
    );
}

#[test]
fn a_sheet_that_claims_to_be_huge_takes_little_memory() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "a").unwrap();
        sheet.write(1_048_575, 16_383, "far away").unwrap();
    });
    assert_eq!(
        problems("f.xlsx", &bytes),
        [
            "f.xlsx (名单):1048576 [XFD]: found “far away” beyond the last heading; expected 1 cell, as many as the heading has"
        ]
    );
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_read() {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let zeros = vec![0_u8; 10_000_000];
    archive.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    for _ in 0..101 {
        archive.write_all(&zeros).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 20_000_000);
    assert!(problems("f.xlsx", &bytes)[0].contains("unpacks to more than 1000000000 bytes"));
}

#[test]
fn columns_are_found_by_name() {
    let table = read("f.csv", b"a,b,c\n1,2,3\n", None).unwrap();
    assert_eq!(table.columns(&["c", "a"]).unwrap(), [2, 0]);
    assert_eq!(
        table.columns(&["c", "x"]).unwrap_err().to_string(),
        "f.csv:1: found the columns a, b, c; expected a column “x”"
    );
    assert_eq!(
        table.columns(&["x", "a", "y"]).unwrap_err().to_string(),
        "f.csv:1: found the columns a, b, c; expected also the columns “x” and “y”"
    );
}
