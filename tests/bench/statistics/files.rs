//! The synthetic respondents as files: wide as CSV and Parquet, long as CSV, with the specifications that analyse them.

use crate::data::{AGES, DISTRICTS, Data, ITEMS, MISSING};
use crate::specs::{RATINGS, RESPONDENTS, WRITTEN};
use parquet::data_type::{DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;
use std::sync::Arc;

/// Ids are as long as those of a register.
const FIRST_ID: i64 = 100_000_000;
/// Rows of a row group.
const GROUP: usize = 1 << 17;

/// Writes every specification and the population beside the data.
pub fn specs(data: &Data, folder: &Path) -> Result<()> {
    for written in &WRITTEN {
        std::fs::write(folder.join(written.spec), written.text())?;
    }
    let mut margins = String::from("margin,level,total\n");
    for target in &data.targets[..3] {
        for (level, total) in &target.categories {
            let _ = writeln!(margins, "{},{level},{total}", target.margin);
        }
    }
    std::fs::write(folder.join("population.csv"), margins)?;
    let mut cells = String::from("district,age,residents\n");
    for (cell, (_, total)) in data.targets[3].categories.iter().enumerate() {
        let _ = writeln!(cells, "{},{},{total}", cell / AGES, cell % AGES);
    }
    debug_assert_eq!(data.targets[3].categories.len(), DISTRICTS * AGES);
    std::fs::write(folder.join("population_cells.csv"), cells)
}

/// One row per respondent, one column per item.
pub fn csv(data: &Data, path: &Path) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    write!(out, "id,district,age,sex,weight")?;
    (1..=ITEMS).try_for_each(|item| write!(out, ",r{item:02}"))?;
    for row in 0..data.base.len() {
        let (district, age, sex) = (data.district[row], data.age[row], data.sex[row]);
        let id = FIRST_ID + row as i64;
        write!(out, "\n{id},{district},{age},{sex},{}", data.base[row])?;
        for column in &data.columns {
            match column[row] {
                MISSING => out.write_all(b",")?,
                code => out.write_all(&[b',', b'0' + code])?,
            }
        }
    }
    writeln!(out)?;
    out.flush()
}

/// One file with a row per respondent, another with a row per rating.
pub fn long(data: &Data, folder: &Path) -> Result<()> {
    let create =
        |name: &str| Ok::<_, std::io::Error>(BufWriter::with_capacity(1 << 20, File::create(folder.join(name))?));
    let (mut respondents, mut ratings) = (create(RESPONDENTS)?, create(RATINGS)?);
    writeln!(respondents, "id,district,age,sex,weight")?;
    writeln!(ratings, "respondent,department,rating")?;
    for row in 0..data.base.len() {
        let (district, age, sex) = (data.district[row], data.age[row], data.sex[row]);
        let id = FIRST_ID + row as i64;
        writeln!(respondents, "{id},{district},{age},{sex},{}", data.base[row])?;
        for (column, item) in data
            .columns
            .iter()
            .zip(1..)
            .filter(|(column, _)| column[row] != MISSING)
        {
            writeln!(ratings, "{id},r{item:02},{}", column[row])?;
        }
    }
    respondents.flush()?;
    ratings.flush()
}

/// The wide file as Parquet.
pub fn parquet(data: &Data, path: &Path) -> parquet::errors::Result<()> {
    let items: Vec<String> = (1..=ITEMS)
        .map(|item| format!("optional int32 r{item:02} (int_8);"))
        .collect();
    let schema = format!(
        "message respondents {{ required int64 id; required int32 district; required int32 age; required int32 sex; \
         required double weight; {} }}",
        items.concat()
    );
    let schema = Arc::new(parse_message_type(&schema)?);
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(File::create(path)?, schema, properties)?;
    let rows = data.base.len();
    for first in (0..rows).step_by(GROUP) {
        let of = first..rows.min(first + GROUP);
        let mut group = writer.next_row_group()?;
        let mut number = 0;
        while let Some(mut column) = group.next_column()? {
            match number {
                0 => {
                    let ids: Vec<i64> = of.clone().map(|row| FIRST_ID + row as i64).collect();
                    column.typed::<Int64Type>().write_batch(&ids, None, None)?;
                }
                4 => {
                    column
                        .typed::<DoubleType>()
                        .write_batch(&data.base[of.clone()], None, None)?;
                }
                1..4 => {
                    let levels = [&data.district, &data.age, &data.sex][number - 1];
                    let levels: Vec<i32> = levels[of.clone()].iter().map(|level| *level as i32).collect();
                    column.typed::<Int32Type>().write_batch(&levels, None, None)?;
                }
                _ => {
                    let codes = &data.columns[number - 5][of.clone()];
                    let there: Vec<i16> = codes.iter().map(|code| i16::from(*code != MISSING)).collect();
                    let given = codes.iter().filter(|code| **code != MISSING);
                    let given: Vec<i32> = given.map(|code| i32::from(*code)).collect();
                    column.typed::<Int32Type>().write_batch(&given, Some(&there), None)?;
                }
            }
            column.close()?;
            number += 1;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}
