//! Anonymised microdata with their codebook, and the logs of weighting and outcomes: plain tables as CSV and XLSX.

mod codebook;
mod describe;
pub mod tables;
mod workbook;

pub use workbook::workbook;

use super::{BOM, ExportError, inert};

/// A plain table for programs: names of columns, then rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Position among the sheets of the workbook's words.
    pub place: usize,
    /// Names of the columns; programs count on them.
    pub heads: Vec<String>,
    /// Rows, each as long as the heads.
    pub rows: Vec<Vec<Value>>,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, always written so that no program runs it.
    Text(String),
    /// A number with every digit.
    Number(f64),
    /// A whole number.
    Count(u64),
    /// Nothing.
    None,
}

impl Value {
    /// Text; nothing where it is empty.
    pub fn text(text: impl Into<String>) -> Value {
        let text = text.into();
        if text.is_empty() {
            Value::None
        } else {
            Value::Text(text)
        }
    }

    /// A number that may be absent.
    pub fn number(value: Option<f64>) -> Value {
        value.map_or(Value::None, Value::Number)
    }

    fn written(&self) -> String {
        match self {
            Value::Text(text) => inert(text),
            Value::Number(value) => value.to_string(),
            Value::Count(n) => n.to_string(),
            Value::None => String::new(),
        }
    }
}

impl Sheet {
    /// UTF-8 with BOM, RFC 4180 line ends, numbers as shortest round-trip text, absent values empty.
    ///
    /// # Errors
    /// The writer failed.
    pub fn csv(&self) -> Result<Vec<u8>, ExportError> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(BOM.to_vec());
        writer.write_record(self.heads.iter().map(|head| inert(head)))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(Value::written))?;
        }
        writer
            .into_inner()
            .map_err(|error| ExportError::Csv(error.into_error().into()))
    }
}
