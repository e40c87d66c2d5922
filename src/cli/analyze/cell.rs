//! A cell of a Parquet file as a text.

use parquet::basic::{LogicalType, TimeUnit};
use parquet::record::Field;
use parquet::schema::types::ColumnDescPtr;

/// A whole number of eight bytes, which may be a moment or a time in nanoseconds: those the library leaves as numbers.
pub(super) fn whole(of: &ColumnDescPtr, value: i64) -> Field {
    match of.logical_type_ref() {
        Some(LogicalType::Timestamp(kind)) if kind.unit == TimeUnit::NANOS => {
            let text = Field::TimestampMicros(value.div_euclid(NANOS)).to_string();
            Field::Str(moment(&finer(text.trim_end_matches(UTC), value)))
        }
        Some(LogicalType::Time(kind)) if kind.unit == TimeUnit::NANOS => {
            let text = Field::TimeMicros(value.div_euclid(NANOS)).to_string();
            Field::Str(without_fraction(&finer(&text, value)).to_owned())
        }
        _ => Field::convert_int64(of, value),
    }
}

/// Nanoseconds in a microsecond.
const NANOS: i64 = 1000;
/// What stands after a moment.
const UTC: &str = " +00:00";

/// A text that ends with six digits of a second's fraction, with the other three of `nanoseconds`.
fn finer(text: &str, nanoseconds: i64) -> String {
    format!("{text}{:03}", nanoseconds.rem_euclid(NANOS))
}

/// A cell as an XLSX file would give it: nothing where there is no number, truth values as `TRUE` and `FALSE`, moments as
/// ISO 8601; tables inside a cell are no cell.
pub(super) fn text(field: &Field, out: &mut String) -> Result<(), ()> {
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
    let text = without_fraction(text.trim_end_matches(UTC)).replace(' ', "T");
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
