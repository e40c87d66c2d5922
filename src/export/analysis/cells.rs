//! CSV written cell by cell into one buffer: a million rows without a string for each cell.

use crate::export::{BOM, inert};
use std::io::{self, Write};

/// Bytes gathered before they go out.
const FULL: usize = 1 << 16;

/// A CSV file under way: UTF-8 with BOM, commas, RFC 4180 quotation and line ends.
pub(super) struct Cells<W: Write> {
    out: W,
    buffer: Vec<u8>,
    fresh: bool,
}

impl<W: Write> Cells<W> {
    /// Starts with the heading.
    pub(super) fn new(out: W, heading: &[&str]) -> io::Result<Cells<W>> {
        let mut cells = Cells {
            out,
            buffer: Vec::with_capacity(FULL + 4096),
            fresh: true,
        };
        cells.buffer.extend_from_slice(BOM);
        for name in heading {
            cells.text(name);
        }
        cells.end()?;
        Ok(cells)
    }

    fn start(&mut self) {
        if !self.fresh {
            self.buffer.push(b',');
        }
        self.fresh = false;
    }

    /// Text that no spreadsheet program takes for a formula. A negative number stays one, so that ids can be joined.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.start();
        let plain = |b: &u8| b.is_ascii_alphanumeric() || b"_.[] ".contains(b);
        if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) && text.as_bytes().iter().all(plain) {
            self.buffer.extend_from_slice(text.as_bytes());
            return self;
        }
        let number = text.ends_with(|c: char| c.is_ascii_digit()) && text.parse::<f64>().is_ok();
        let safe = if number { text.to_string() } else { inert(text) };
        if safe.contains(['"', ',', '\r', '\n']) {
            let quoted = format!("\"{}\"", safe.replace('"', "\"\""));
            self.buffer.extend_from_slice(quoted.as_bytes());
        } else {
            self.buffer.extend_from_slice(safe.as_bytes());
        }
        self
    }

    /// The shortest text that reads back as the same f64; empty where it is not finite.
    pub(super) fn number(&mut self, value: f64) -> &mut Self {
        self.start();
        if value.is_finite() {
            let mut digits = zmij::Buffer::new();
            let text = digits.format_finite(value);
            self.buffer
                .extend_from_slice(text.strip_suffix(".0").unwrap_or(text).as_bytes());
        }
        self
    }

    /// A number, or an empty cell.
    pub(super) fn maybe(&mut self, value: Option<f64>) -> &mut Self {
        self.number(value.unwrap_or(f64::NAN))
    }

    /// A count.
    pub(super) fn count(&mut self, value: u64) -> &mut Self {
        self.start();
        // Writing into a Vec cannot fail.
        let _ = write!(self.buffer, "{value}");
        self
    }

    /// A range of counts as two cells, both empty where there is none.
    pub(super) fn range(&mut self, range: Option<(u64, u64)>) -> &mut Self {
        match range {
            Some((low, high)) => self.count(low).count(high),
            None => self.text("").text(""),
        }
    }

    /// `1` or `0`.
    pub(super) fn truth(&mut self, value: bool) -> &mut Self {
        self.count(u64::from(value))
    }

    /// Ends the row.
    pub(super) fn end(&mut self) -> io::Result<()> {
        self.buffer.extend_from_slice(b"\r\n");
        self.fresh = true;
        if self.buffer.len() >= FULL {
            self.out.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.out.flush()
    }
}
