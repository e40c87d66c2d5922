//! The synthetic respondents as a wide CSV or Parquet file, with the specification that analyses them.

use crate::data::{AGES, DISTRICTS, Data, ITEMS, MISSING};
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

/// 62 rates and indices with calibrated and fixed errors, their covariances, a ranking.
const SPEC: &str = r#"title = "Speed"
errors = ["calibrated", "fixed"]

[data]
id = "id"

[items.departments]
columns = "r*"
valid = [1, 2, 3, 4, 5]
other = [9]

[design]
strata = "district"
weight = "weight"

[population]
file = "population.csv"

[margins.district_age]
columns = ["district", "age"]
file = "population_cells.csv"
total = "residents"

[[weighting]]
step = "rake"
margins = ["district", "age", "sex", "district_age"]
tolerance = 1e-6

[[estimates]]
name = "satisfied"
items = "departments"
proportion = "value in [4, 5]"

[[estimates]]
name = "index"
items = "departments"
mean = "25 * (value - 1)"

[[covariances]]
name = "all"
of = "satisfied"

[[rankings]]
name = "ranking"
of = "satisfied"
"#;

/// Writes `spec.toml` and the population beside the data.
pub fn spec(data: &Data, folder: &Path) -> Result<()> {
    std::fs::write(folder.join("spec.toml"), SPEC)?;
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

/// The same as Parquet.
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
