//! Parquet: only the columns that are used are unpacked.

use super::data::Data;
use crate::domain::analysis::columns::Builder;
use crate::domain::analysis::spec::Spec;
use crate::domain::definition::{Expected, Found, Place, Problem, Problems};
use crate::domain::table::{self, Row};
use crate::text::command::Complaint;
use anyhow::Context;
use indicatif::ProgressBar;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::Type;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// Reads a Parquet file. Rows are counted as a CSV file would have them: the first is row 2.
pub fn read(path: &Path, name: &str, spec: &Spec, bar: &ProgressBar) -> anyhow::Result<Data> {
    let cannot = || Complaint::CannotRead(path.display().to_string());
    let mut file = File::open(path).with_context(cannot)?;
    let sha256 = hash(&mut file).with_context(cannot)?;
    let broken = |error: parquet::errors::ParquetError| broken(name, &error.to_string());
    let reader = SerializedFileReader::new(File::open(path).with_context(cannot)?).map_err(broken)?;
    let schema = reader.metadata().file_metadata().schema();
    let fields: Vec<Arc<Type>> = schema.get_fields().to_vec();
    let cells = fields.iter().map(|field| field.name().to_owned()).collect();
    let header = table::heading(name, Row { line: 1, cells })?;
    let mut builder = Builder::new(spec, name, header)?;
    let wanted = builder.wanted();
    let mut projected: Vec<Arc<Type>> = wanted.iter().map(|place| Arc::clone(&fields[*place])).collect();
    if projected.is_empty() {
        projected.extend(fields.first().cloned());
    }
    let projection = Type::group_type_builder(schema.name())
        .with_fields(projected)
        .build()
        .map_err(broken)?;
    bar.set_length(u64::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or_default());
    let mut texts = vec![String::new(); fields.len()];
    for (at, row) in reader.get_row_iter(Some(projection)).map_err(broken)?.enumerate() {
        let row = row.map_err(broken)?;
        for (place, (column, field)) in wanted.iter().zip(row.get_column_iter()) {
            texts[*place].clear();
            text(field, &mut texts[*place]).map_err(|()| nested(name, column))?;
        }
        builder.row(at + 2, |place| &texts[place]);
        if at.is_multiple_of(4096) {
            bar.set_position(at as u64);
        }
    }
    let frame = builder.finish()?;
    Ok(Data { frame, sha256 })
}

fn hash(file: &mut File) -> std::io::Result<String> {
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; 1 << 20];
    loop {
        let length = file.read(&mut chunk)?;
        if length == 0 {
            return Ok(hex::encode(hasher.finalize()));
        }
        hasher.update(&chunk[..length]);
    }
}

/// A cell as an XLSX file would give it: nothing where there is no number, truth values as `TRUE` and `FALSE`, moments as
/// ISO 8601; tables inside a cell are no cell.
fn text(field: &Field, out: &mut String) -> Result<(), ()> {
    use std::fmt::Write as _;
    let written = match field {
        Field::Null => Ok(()),
        Field::Str(text) => out.write_str(text),
        // What other programs write for “no value” in a column of numbers.
        Field::Double(number) if number.is_nan() => Ok(()),
        Field::Float(number) if number.is_nan() => Ok(()),
        Field::Float16(number) if number.is_nan() => Ok(()),
        // Adding 0 takes the sign off a zero.
        Field::Double(number) => write!(out, "{}", number + 0.0),
        Field::Float(number) => write!(out, "{}", number + 0.0),
        Field::Float16(number) => write!(out, "{}", f32::from(*number) + 0.0),
        Field::Bool(true) => out.write_str("TRUE"),
        Field::Bool(false) => out.write_str("FALSE"),
        Field::TimestampMillis(_) | Field::TimestampMicros(_) => out.write_str(&moment(&field.to_string())),
        Field::TimeMillis(_) | Field::TimeMicros(_) => out.write_str(without_fraction(&field.to_string())),
        Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => return Err(()),
        Field::Bytes(bytes) => match bytes.as_utf8() {
            Ok(text) => out.write_str(text),
            Err(_) => return Err(()),
        },
        other => write!(out, "{other}"),
    };
    written.map_err(|_| ())
}

/// `2009-12-01 09:30:00.000 +00:00` as ISO 8601, the day alone at midnight.
fn moment(text: &str) -> String {
    let text = without_fraction(text.trim_end_matches(" +00:00")).replace(' ', "T");
    text.strip_suffix("T00:00:00").map(str::to_owned).unwrap_or(text)
}

/// A time without the fraction of a second where that is 0.
fn without_fraction(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole,
        Some(_) => text.trim_end_matches('0'),
        None => text,
    }
}

fn broken(name: &str, why: &str) -> Problems {
    problem(name, None, Found::BrokenParquet(why.to_owned()), Expected::TableFile)
}

fn nested(name: &str, column: &str) -> Problems {
    let found = Found::NestedColumn;
    problem(name, Some(column.to_owned()), found, Expected::AValue)
}

fn problem(name: &str, column: Option<String>, found: Found, expected: Expected) -> Problems {
    let place = Place {
        file: name.to_owned(),
        line: 0,
        column,
    };
    Problems(vec![Problem { place, found, expected }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::analysis::parse::parse;
    use parquet::data_type::{BoolType, DoubleType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    /// Four rows: y = 1, NaN, null, 4; b = true, false, null, true; a moment in each.
    fn file(path: &Path) {
        let schema = "message t { optional double y; optional boolean b; required int64 t (TIMESTAMP(MILLIS,true)); }";
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
        let mut column = group.next_column().unwrap().unwrap();
        let t = [0, 34_200_000, 34_200_250, 86_400_000];
        column.typed::<Int64Type>().write_batch(&t, None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.close().unwrap();
    }

    #[test]
    fn what_is_no_number_is_missing_and_truth_is_said_as_in_a_workbook() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.parquet");
        file(&path);
        let text = "[[estimates]]\nname = \"m\"\nmean = \"y\"\nby = [\"b\", \"t\"]\n";
        let spec = parse("spec.toml", text).unwrap();
        let frame = read(&path, "data.parquet", &spec, &ProgressBar::hidden())
            .unwrap()
            .frame;
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
    }
}
