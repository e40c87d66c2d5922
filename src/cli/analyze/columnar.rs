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

/// A cell as a CSV file would hold it; tables inside a cell are no cell.
fn text(field: &Field, out: &mut String) -> Result<(), ()> {
    use std::fmt::Write as _;
    let written = match field {
        Field::Null => Ok(()),
        Field::Str(text) => out.write_str(text),
        // Data frames write what is missing as NaN.
        Field::Double(number) if number.is_nan() => Ok(()),
        Field::Float(number) if number.is_nan() => Ok(()),
        Field::Bool(truth) => out.write_str(if *truth { "1" } else { "0" }),
        Field::Double(number) => write!(out, "{number}"),
        Field::Float(number) => write!(out, "{number}"),
        Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => return Err(()),
        Field::Bytes(bytes) => match bytes.as_utf8() {
            Ok(text) => out.write_str(text),
            Err(_) => return Err(()),
        },
        other => write!(out, "{other}"),
    };
    written.map_err(|_| ())
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
