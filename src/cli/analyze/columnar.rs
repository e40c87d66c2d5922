//! Parquet: only the columns that are used are unpacked.

use super::cell;
use super::data::{Data, Open};
use crate::domain::definition::{Expected, Found, Place, Problem, Problems};
use crate::domain::table::{self, Row};
use crate::text::command::Complaint;
use anyhow::Context;
use indicatif::ProgressBar;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::{ColumnDescPtr, Type};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// Rows that are read at a time, column by column.
const BATCH: usize = 4096;

/// Reads a Parquet file. Rows are counted as a CSV file would have them: the first is row 2.
pub fn read(path: &Path, name: &str, open: &Open, bar: &ProgressBar) -> anyhow::Result<Data> {
    let cannot = || Complaint::CannotRead(path.display().to_string());
    let mut file = File::open(path).with_context(cannot)?;
    let sha256 = hash(&mut file).with_context(cannot)?;
    let broken = |error: ParquetError| broken(name, &error.to_string());
    let reader = SerializedFileReader::new(File::open(path).with_context(cannot)?).map_err(broken)?;
    let schema = reader.metadata().file_metadata().schema();
    let fields: Vec<Arc<Type>> = schema.get_fields().to_vec();
    let cells = fields.iter().map(|field| field.name().to_owned()).collect();
    let header = table::heading(name, Row { line: 1, cells })?;
    let mut builder = open(name, header)?;
    let wanted = builder.wanted();
    let groups = reader.metadata().file_metadata().schema_descr_ptr();
    let mut columns = Vec::new();
    for place in &wanted {
        let field = &fields[*place];
        let leaf = (0..groups.num_columns()).find(|leaf| groups.get_column_root_idx(*leaf) == *place);
        let leaf = leaf.filter(|leaf| field.is_primitive() && groups.column(*leaf).max_rep_level() == 0);
        columns.push(Leaf {
            number: leaf.ok_or_else(|| nested(name, field.name()))?,
            name: field.name().to_owned(),
            cells: Cells::default(),
        });
    }
    // Nobody asks for the columns that aren't wanted.
    let mut place = vec![usize::MAX; fields.len()];
    wanted.iter().zip(0..).for_each(|(of, at)| place[*of] = at);
    bar.set_length(u64::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or_default());
    let mut done = 0;
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).map_err(broken)?;
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
        let opened = columns.iter().map(|leaf| group.get_column_reader(leaf.number));
        let mut readers = opened.collect::<Result<Vec<_>, _>>().map_err(broken)?;
        for first in (0..rows).step_by(BATCH) {
            let many = BATCH.min(rows - first);
            for (reader, leaf) in readers.iter_mut().zip(&mut columns) {
                let of = groups.column(leaf.number);
                let filled = leaf.cells.fill(reader, &of, many);
                filled.map_err(|error| self::broken(name, &format!("{}: {error}", leaf.name)))?;
                if leaf.cells.len() != many {
                    return Err(short(name, &leaf.name).into());
                }
            }
            for at in 0..many {
                builder.row(done + at + 2, |of| columns[place[of]].cells.get(at));
            }
            done += many;
            bar.set_position(done as u64);
        }
    }
    let frame = builder.finish()?;
    Ok(Data { frame, sha256 })
}

/// A column that is read.
struct Leaf {
    /// Its number among the file's columns.
    number: usize,
    name: String,
    cells: Cells,
}

/// Some cells of a column, as a CSV file would hold them.
#[derive(Default)]
struct Cells {
    text: String,
    ends: Vec<usize>,
    levels: Vec<i16>,
}

impl Cells {
    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[at]]
    }

    /// The next `many` cells.
    fn fill(&mut self, reader: &mut ColumnReader, of: &ColumnDescPtr, many: usize) -> parquet::errors::Result<()> {
        self.text.clear();
        self.ends.clear();
        match reader {
            ColumnReader::BoolColumnReader(r) => self.of(r, of, many, |v| Ok(Field::convert_bool(of, v))),
            ColumnReader::Int32ColumnReader(r) => self.of(r, of, many, |v| Ok(Field::convert_int32(of, v))),
            ColumnReader::Int64ColumnReader(r) => self.of(r, of, many, |v| Ok(cell::whole(of, v))),
            ColumnReader::Int96ColumnReader(r) => self.of(r, of, many, |v| Ok(Field::convert_int96(of, v))),
            ColumnReader::FloatColumnReader(r) => self.of(r, of, many, |v| Ok(Field::convert_float(of, v))),
            ColumnReader::DoubleColumnReader(r) => self.of(r, of, many, |v| Ok(Field::convert_double(of, v))),
            ColumnReader::ByteArrayColumnReader(r) => self.of(r, of, many, |v| Field::convert_byte_array(of, v)),
            ColumnReader::FixedLenByteArrayColumnReader(r) => {
                self.of(r, of, many, |v| Field::convert_byte_array(of, v.into()))
            }
        }
    }

    fn of<T: DataType>(
        &mut self,
        reader: &mut ColumnReaderImpl<T>,
        of: &ColumnDescPtr,
        many: usize,
        field: impl Fn(T::T) -> parquet::errors::Result<Field>,
    ) -> parquet::errors::Result<()> {
        let (mut values, present) = (Vec::new(), of.max_def_level());
        self.levels.clear();
        let (records, ..) = reader.read_records(many, Some(&mut self.levels), None, &mut values)?;
        let mut values = values.into_iter();
        for at in 0..records {
            let there = present == 0 || self.levels.get(at) == Some(&present);
            if let Some(value) = there.then(|| values.next()).flatten() {
                let written = cell::text(&field(value)?, &mut self.text);
                written.map_err(|()| ParquetError::General("a cell is neither text nor number".to_owned()))?;
            }
            self.ends.push(self.text.len());
        }
        Ok(())
    }
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

fn broken(name: &str, why: &str) -> Problems {
    problem(name, None, Found::BrokenParquet(why.to_owned()), Expected::TableFile)
}

/// A column that ends before its row group does.
fn short(name: &str, column: &str) -> Problems {
    broken(name, &format!("column {column} has fewer values than rows"))
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
mod tests;
