//! The same data in every kind of file give the same results.

use super::bench::{Bench, PEOPLE, SPEC, without_hashes};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

/// People with Chinese strata, so that the encoding matters, and one missing answer.
fn people() -> String {
    PEOPLE
        .replace(",A,", ",东城,")
        .replace(",B,", ",西城,")
        .replace("F,1,3", "F,1,")
}

fn cells() -> Vec<Vec<String>> {
    let people = people();
    people
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

#[track_caller]
fn of(name: &str, content: impl AsRef<[u8]>) -> Value {
    let bench = Bench::new();
    bench.puts(
        "spec.toml",
        format!("{SPEC}[[weighting]]\nstep = \"rake\"\nmargins = \"sex\"\n"),
    );
    bench.puts(name, content);
    without_hashes(bench.analyses(Path::new("spec.toml"), Path::new(name), "out"))
}

#[test]
fn text_files_of_every_habit() {
    let plain = of("data.csv", people());
    assert_eq!(plain["runs"][0]["estimates"][0]["n"], 6);
    let gb = encoding_rs::GB18030.encode(&people()).0.into_owned();
    for (name, bytes) in [
        ("bom", format!("\u{feff}{}", people()).into_bytes()),
        ("gb18030", gb),
        ("semicolon", people().replace(',', ";").into_bytes()),
        ("tab", people().replace(',', "\t").into_bytes()),
        ("windows", people().replace('\n', "\r\n").into_bytes()),
        ("quoted", people().replace("东城", "\"东城\"").into_bytes()),
    ] {
        assert_eq!(of(&format!("{name}.csv"), bytes), plain, "{name}");
    }
}

#[test]
fn a_workbook() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in cells().iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    assert_eq!(
        of("data.xlsx", book.save_to_buffer().unwrap()),
        of("data.csv", people())
    );
}

/// Whole numbers, a double, optional numbers and texts: a column of each kind.
fn parquet() -> Vec<u8> {
    let schema = "message people {
        REQUIRED INT64 id; REQUIRED BYTE_ARRAY stratum (UTF8); REQUIRED BYTE_ARRAY block (UTF8); REQUIRED INT64 size;
        REQUIRED DOUBLE weight; REQUIRED BYTE_ARRAY sex (UTF8); REQUIRED INT64 age; OPTIONAL DOUBLE q1; }";
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut bytes = Vec::new();
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
    // Two groups of rows, as a large file has many.
    for rows in cells()[1..].chunks(5) {
        let mut group = writer.next_row_group().unwrap();
        for column in 0..8 {
            let texts: Vec<&str> = rows.iter().map(|row| row[column].as_str()).collect();
            let mut out = group.next_column().unwrap().unwrap();
            match column {
                0 | 3 | 6 => {
                    let numbers: Vec<i64> = texts.iter().map(|text| text.parse().unwrap()).collect();
                    out.typed::<Int64Type>().write_batch(&numbers, None, None).unwrap();
                }
                4 => {
                    let numbers: Vec<f64> = texts.iter().map(|text| text.parse().unwrap()).collect();
                    out.typed::<DoubleType>().write_batch(&numbers, None, None).unwrap();
                }
                7 => {
                    let numbers: Vec<f64> = texts.iter().filter_map(|text| text.parse().ok()).collect();
                    let there: Vec<i16> = texts.iter().map(|text| i16::from(!text.is_empty())).collect();
                    out.typed::<DoubleType>()
                        .write_batch(&numbers, Some(&there), None)
                        .unwrap();
                }
                _ => {
                    let texts: Vec<ByteArray> = texts.iter().map(|text| ByteArray::from(*text)).collect();
                    out.typed::<ByteArrayType>().write_batch(&texts, None, None).unwrap();
                }
            }
            out.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

#[test]
fn a_parquet_file() {
    assert_eq!(of("data.parquet", parquet()), of("data.csv", people()));
}
