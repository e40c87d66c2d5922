//! CSV: text in one of the encodings that Chinese offices send, cut into rows.

use super::encoding::{meant_as_utf8, of_text};
use super::plain::trim;
use super::shape::{RawRows, check_cells};
use super::{Expected, Found, Problems, Row, at, whole};
use encoding_rs::{Encoding, GB18030};
use std::borrow::Cow;

pub(super) fn rows(file: &str, bytes: &[u8]) -> Result<RawRows, Problems> {
    let text = decode(file, bytes)?;
    let delimiter = delimiter(&text);
    refuse_open_quote(file, &text, delimiter)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::None)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut cells_read = 0;
    let mut lines = Lines {
        text: &text,
        at: 0,
        line: 1,
    };
    let mut record = csv::StringRecord::new();
    loop {
        let more = reader
            .read_record(&mut record)
            .map_err(|e| whole(file, Found::NotCsv(e.to_string()), Expected::Csv))?;
        if !more {
            break;
        }
        cells_read += record.len();
        check_cells(file, cells_read)?;
        let cells: Vec<String> = record.iter().map(|cell| trim(cell).to_string()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            let line = record.position().map_or(0, |p| lines.line_of(p.byte() as usize));
            rows.push(Row { line, cells });
        }
    }
    Ok(RawRows {
        rows,
        short_is_wrong: true,
    })
}

/// Whether the bytes are text with more than one column in the first line.
pub(super) fn has_columns(file: &str, bytes: &[u8]) -> bool {
    decode(file, bytes).is_ok_and(|text| {
        let first = text.trim_start().lines().next().unwrap_or_default();
        first.contains([',', ';', '\t'])
    })
}

/// Counts lines up to the records; the reader's own count stops at blank lines before a record.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The 1-based line of the record whose reading began at that byte. Places only go forward.
    fn line_of(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let blank = bytes[start..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let (from, to) = (self.at, start + blank);
        // A line ends with LF, with CR LF, or (old Macintosh) with CR alone.
        let ends = |i: &usize| bytes[*i] == b'\n' || (bytes[*i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
        self.line += (from..to).filter(ends).count();
        self.at = to;
        self.line
    }
}

/// Text in UTF-8, UTF-16 with a byte order mark, or GB18030.
///
/// # Errors
/// Bytes that are no text in any of them; control characters; a text in UTF-8 with a few broken bytes, which would be
/// nonsense in GB18030.
pub fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, Problems> {
    let encoding = of_text(bytes);
    let marked = Encoding::for_bom(bytes).map_or(0, |(_, length)| length);
    if encoding == GB18030 && meant_as_utf8(bytes) {
        let line = first_wrong_line(bytes);
        return Err(Problems(vec![at(file, line, None, Found::BrokenUtf8, Expected::Utf8)]));
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[marked..]);
    let Some(text) = text else {
        let line = first_wrong_line(bytes);
        let found = Found::NeitherEncoding;
        return Err(Problems(vec![at(file, line, None, found, Expected::Encodings)]));
    };
    // Control characters tell pictures and archives from text: GB18030 would read almost anything.
    if let Some(place) = text.find(|c: char| c < '\t' || ('\u{e}'..' ').contains(&c)) {
        let line = 1 + text[..place].matches('\n').count();
        let found = Found::ControlCharacter;
        return Err(Problems(vec![at(file, line, None, found, Expected::Encodings)]));
    }
    Ok(text)
}

fn first_wrong_line(bytes: &[u8]) -> usize {
    let readable = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
    1 + bytes[..readable].iter().filter(|&&b| b == b'\n').count()
}

fn refuse_open_quote(file: &str, text: &str, delimiter: u8) -> Result<(), Problems> {
    let Some(line) = open_quote(text, delimiter) else {
        return Ok(());
    };
    let found = Found::OpenQuote;
    Err(Problems(vec![at(file, line, None, found, Expected::ClosingQuote)]))
}

/// The line of a quotation mark that opens a cell and is never closed: it would swallow the rest of the file.
fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    let (mut line, mut opened, mut cell_start) = (1, None, true);
    for byte in text.bytes() {
        match (byte, opened) {
            // A doubled quotation mark closes and opens again.
            (b'"', Some(_)) => (opened, cell_start) = (None, true),
            (b'"', None) if cell_start => opened = Some(line),
            (_, None) => cell_start = byte == delimiter || byte == b'\n' || byte == b'\r',
            _ => {}
        }
        line += usize::from(byte == b'\n');
    }
    opened
}

/// The one of comma, semicolon and tab that the heading line has most of, outside quotes; comma if none.
pub fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts
                .iter_mut()
                .filter(|(sign, _)| *sign == byte)
                .for_each(|(_, n)| *n += 1),
        }
    }
    let mut best = counts[0];
    for count in counts {
        if count.1 > best.1 {
            best = count;
        }
    }
    best.0
}
