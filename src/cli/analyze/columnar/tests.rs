//! Parquet files as other programs write them.

use super::super::data;
use super::*;
use crate::domain::analysis::columns::Frame;
use crate::domain::analysis::parse::parse;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// Four rows: y = 1, NaN, null, 4; b = true, false, null, true; a moment in each.
fn file(path: &Path) {
    let schema = "message t { optional double y; optional boolean b; required int64 t (TIMESTAMP(MILLIS,true)); \
         required int64 n (TIMESTAMP(NANOS,false)); required int64 s (TIME(NANOS,true)); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = Arc::new(WriterProperties::new());
    let mut writer = SerializedFileWriter::new(File::create(path).unwrap(), schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let there = Some(&[1, 1, 0, 1][..]);
    let mut column = group.next_column().unwrap().unwrap();
    let y = [1.0, f64::NAN, 4.0];
    column.typed::<DoubleType>().write_batch(&y, there, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let b = [true, false, true];
    column.typed::<BoolType>().write_batch(&b, there, None).unwrap();
    column.close().unwrap();
    let moments = [0, 34_200_000, 34_200_250, 86_400_000];
    let fine = [0, -1, 34_200_000_000_000, 34_200_000_000_020];
    let times = [0, 1, 34_200_000_000_000, 86_399_999_999_999];
    for whole in [moments, fine, times] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&whole, None, None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
}

#[test]
fn what_is_no_number_is_missing_and_truth_is_said_as_in_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.parquet");
    file(&path);
    let text = "[[estimates]]\nname = \"m\"\nmean = \"y\"\nby = [\"b\", \"t\", \"n\", \"s\"]\n";
    let spec = parse("spec.toml", text).unwrap();
    let frame = data::read(&path, &spec, &ProgressBar::hidden()).unwrap().frame;
    // Rows are in canonical order, so they are found by their lines.
    let at = |line: u32| frame.lines.iter().position(|known| *known == line).unwrap();
    let y = frame.numbers("y").unwrap();
    let found = [2, 3, 4, 5].map(|line| Some(y[at(line)]).filter(|y| !y.is_nan()));
    assert_eq!(found, [Some(1.0), None, None, Some(4.0)]);
    let texts = |name: &str| {
        let codes = frame.categories(name).unwrap().into_owned();
        [2, 3, 4, 5].map(|line| codes.text(at(line)).map(str::to_owned))
    };
    let some = |texts: [&str; 4]| texts.map(|text| Some(text.to_owned()).filter(|text| !text.is_empty()));
    assert_eq!(texts("b"), some(["TRUE", "FALSE", "", "TRUE"]));
    let moments = [
        "1970-01-01",
        "1970-01-01T09:30:00",
        "1970-01-01T09:30:00.25",
        "1970-01-02",
    ];
    assert_eq!(texts("t"), some(moments));
    let fine = [
        "1970-01-01",
        "1969-12-31T23:59:59.999999999",
        "1970-01-01T09:30:00",
        "1970-01-01T09:30:00.00000002",
    ];
    assert_eq!(texts("n"), some(fine));
    let times = ["00:00:00", "00:00:00.000000001", "09:30:00", "23:59:59.999999999"];
    assert_eq!(texts("s"), some(times));
}

const SPEC: &str = "[data]\nid = \"id\"\n[items.r]\ncolumns = \"r*\"\nvalid = [1, 2]\n[design]\nstrata = \"区\"\n\
    weight = \"w\"\n[[estimates]]\nname = \"m\"\nitems = \"r\"\nmean = \"value\"\n[[estimates]]\nname = \"y\"\nmean = \"y\"\n";

/// One person: district, weight, and where there are any an answer and a number.
fn person(id: i64) -> (&'static str, f64, Option<i32>, Option<f64>) {
    let answer = i32::try_from(id % 3).unwrap();
    let number = (id % 7 > 0).then_some(id as f64 * 0.3);
    (
        ["东", "西"][usize::from(id % 2 > 0)],
        id as f64 / 8.0 + 1.0,
        Some(answer).filter(|answer| *answer > 0),
        number,
    )
}

/// Two row groups; the second is longer than what is read at a time.
fn rows() -> [std::ops::Range<i64>; 2] {
    [0..3, 3..3 + 2 * BATCH as i64 + 5]
}

fn columnar(path: &Path) {
    let schema = "message m { required int64 id; required byte_array 区 (utf8); required double w; \
                  optional int32 unused; optional int32 r1 (integer(8,true)); optional double y; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(File::create(path).unwrap(), schema, Arc::default()).unwrap();
    for of in rows() {
        let mut group = writer.next_row_group().unwrap();
        let ids: Vec<i64> = of.clone().collect();
        let people: Vec<_> = of.map(person).collect();
        let districts: Vec<ByteArray> = people.iter().map(|person| person.0.into()).collect();
        let weights: Vec<f64> = people.iter().map(|person| person.1).collect();
        let answered: Vec<i16> = people.iter().map(|person| i16::from(person.2.is_some())).collect();
        let answers: Vec<i32> = people.iter().filter_map(|person| person.2).collect();
        let counted: Vec<i16> = people.iter().map(|person| i16::from(person.3.is_some())).collect();
        let numbers: Vec<f64> = people.iter().filter_map(|person| person.3).collect();
        let nobody = vec![0; ids.len()];
        for number in 0..6 {
            let mut column = group.next_column().unwrap().unwrap();
            match number {
                0 => column.typed::<Int64Type>().write_batch(&ids, None, None),
                1 => column.typed::<ByteArrayType>().write_batch(&districts, None, None),
                2 => column.typed::<DoubleType>().write_batch(&weights, None, None),
                3 => column.typed::<Int32Type>().write_batch(&[], Some(&nobody), None),
                4 => column.typed::<Int32Type>().write_batch(&answers, Some(&answered), None),
                _ => column.typed::<DoubleType>().write_batch(&numbers, Some(&counted), None),
            }
            .unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
}

const HEADINGS: [&str; 6] = ["id", "区", "w", "unused", "r1", "y"];

fn plain(path: &Path) {
    let mut csv = HEADINGS.join(",");
    for id in rows().into_iter().flatten() {
        let (district, weight, answer, number) = person(id);
        let answer = answer.map(|answer| answer.to_string()).unwrap_or_default();
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        csv.push_str(&format!("\n{id},{district},{weight},,{answer},{number}"));
    }
    std::fs::write(path, csv).unwrap();
}

fn workbook(path: &Path) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for (row, id) in (1..).zip(rows().into_iter().flatten()) {
        let (district, weight, answer, number) = person(id);
        sheet.write_number(row, 0, id as f64).unwrap();
        sheet.write_string(row, 1, district).unwrap();
        sheet.write_number(row, 2, weight).unwrap();
        for (column, number) in [(4, answer.map(f64::from)), (5, number)] {
            if let Some(number) = number {
                sheet.write_number(row, column, number).unwrap();
            }
        }
    }
    book.save(path).unwrap();
}

/// Texts have no number and missing values have none either: a frame is equal to another all the same.
#[test]
fn parquet_gives_the_frame_that_the_same_rows_as_csv_give() {
    let folder = tempfile::tempdir().unwrap();
    let spec = parse("spec.toml", SPEC).unwrap();
    let frame = |write: fn(&Path)| -> Frame {
        let path = folder.path().join("data");
        write(&path);
        let frame = data::read(&path, &spec, &ProgressBar::hidden()).unwrap().frame;
        // A workbook's sheet belongs to its name.
        let file = "data".to_owned();
        Frame { file, ..frame }
    };
    let from_csv = frame(plain);
    assert_eq!(from_csv.lines.len(), 3 + 2 * BATCH + 5);
    assert!(frame(columnar) == from_csv, "Parquet and CSV differ");
    assert!(frame(workbook) == from_csv, "XLSX and CSV differ");
    let mut other = from_csv.clone();
    other.columns.insert("y".to_owned(), other.columns["w"].clone());
    assert!(other != from_csv, "a frame is equal to any");
}
