//! CSV, record by record: a file of any size is never in memory as text unless it has to be decoded.

use super::data::{Data, Open};
use super::lines::counted;
use crate::domain::analysis::columns::{Builder, Frame};
use crate::domain::definition::{Expected, Found, Place, Problem, Problems};
use crate::domain::table::{self, Row, trim};
use crate::text::command::Complaint;
use anyhow::Context;
use indicatif::ProgressBar;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// Bytes that are looked at together.
const CHUNK: usize = 1 << 20;
/// Rows of a wrong length that are reported.
const MOST: usize = 200;
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Reads a CSV file in UTF-8 or GB18030 with comma, semicolon or tab, as the heading line has most of.
pub fn read(path: &Path, name: &str, open: &Open, bar: &ProgressBar) -> anyhow::Result<Data> {
    let cannot = || Complaint::CannotRead(path.display().to_string());
    let mut file = File::open(path).with_context(cannot)?;
    let scan = scan(&mut file).with_context(cannot)?;
    let sha256 = scan.sha256;
    if !scan.utf8 || scan.control {
        let bytes = crate::cli::read(path)?;
        let text = table::decode(name, &bytes)?.into_owned();
        drop(bytes);
        let delimiter = table::delimiter(&text);
        let frame = records(name, Cursor::new(text), delimiter, open, bar)?;
        return Ok(Data { frame, sha256 });
    }
    let start = if scan.head.starts_with(BOM) { BOM.len() } else { 0 };
    file.seek(SeekFrom::Start(start as u64)).with_context(cannot)?;
    let delimiter = table::delimiter(&String::from_utf8_lossy(&scan.head[start..]));
    let frame = records(name, file, delimiter, open, bar)?;
    Ok(Data { frame, sha256 })
}

/// What one look at all bytes tells.
struct Scan {
    head: Vec<u8>,
    sha256: String,
    utf8: bool,
    control: bool,
}

fn scan(file: &mut File) -> std::io::Result<Scan> {
    let mut hasher = Sha256::new();
    let mut decoder = encoding_rs::UTF_8.new_decoder_without_bom_handling();
    let mut scan = Scan {
        head: Vec::new(),
        sha256: String::new(),
        utf8: true,
        control: false,
    };
    let mut chunk = vec![0; CHUNK];
    let mut text = vec![0; CHUNK * 3];
    loop {
        let length = file.read(&mut chunk)?;
        let bytes = &chunk[..length];
        hasher.update(bytes);
        if scan.head.is_empty() {
            scan.head = bytes.to_vec();
        }
        scan.control |= bytes.iter().any(|byte| *byte < b'\t' || (0x0e..0x20).contains(byte));
        let last = length == 0;
        let (result, ..) = decoder_step(&mut decoder, bytes, &mut text, last);
        scan.utf8 &= !matches!(result, encoding_rs::DecoderResult::Malformed(..));
        if last || !scan.utf8 {
            break;
        }
    }
    // What comes after text that is not UTF-8 still belongs to the hash.
    loop {
        let length = file.read(&mut chunk)?;
        if length == 0 {
            break;
        }
        hasher.update(&chunk[..length]);
    }
    scan.sha256 = hex::encode(hasher.finalize());
    Ok(scan)
}

fn decoder_step(
    decoder: &mut encoding_rs::Decoder,
    bytes: &[u8],
    text: &mut [u8],
    last: bool,
) -> (encoding_rs::DecoderResult, usize, usize) {
    decoder.decode_to_utf8_without_replacement(bytes, text, last)
}

fn records(name: &str, from: impl Read, delimiter: u8, open: &Open, bar: &ProgressBar) -> Result<Frame, Problems> {
    let (from, lines) = counted(from);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(1 << 18)
        .from_reader(from);
    let mut record = csv::StringRecord::new();
    let mut builder: Option<Builder<'_>> = None;
    let mut header: Vec<String> = Vec::new();
    let mut problems = Vec::new();
    let mut opened = None;
    let mut last = 0;
    while reader
        .read_record(&mut record)
        .map_err(|error| whole(name, 0, Found::NotCsv(error.to_string()), Expected::Csv))?
    {
        let end = reader.position().byte();
        let inside = record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
        let line = lines.of(end, inside);
        last = line;
        if inside > 0 {
            opened = Some(line);
        }
        if record.iter().all(|cell| trim(cell).is_empty()) {
            continue;
        }
        let Some(builder) = &mut builder else {
            header = table::heading(name, row(line, &record))?;
            builder = Some(open(name, header.clone())?);
            continue;
        };
        if record.len() != header.len()
            && let Some(problem) = table::fit(name, &mut row(line, &record), &header, true)
        {
            problems.push(problem);
            if problems.len() >= MOST {
                break;
            }
            continue;
        }
        builder.row(line, |at| record.get(at).unwrap_or_default());
        if line.is_multiple_of(4096) {
            bar.set_position(end);
        }
    }
    // A quotation mark that is never closed swallows the rest of the file into one cell: the row has too few cells, or
    // the mark stands in the last column and its row is the last one.
    if let Some(line) = opened.filter(|line| lines.quote_is_open() && (!problems.is_empty() || *line == last)) {
        // The line feed at the end of the file is inside the cell then.
        let line = line + usize::from(line == last && lines.end_in_feed());
        return Err(whole(name, line, Found::OpenQuote, Expected::ClosingQuote));
    }
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    match builder {
        Some(builder) => builder.finish(),
        None => Err(whole(name, 0, Found::NoContent, Expected::HeadingAndRows)),
    }
}

fn row(line: usize, record: &csv::StringRecord) -> Row {
    Row {
        line,
        cells: record.iter().map(|cell| trim(cell).to_owned()).collect(),
    }
}

fn whole(file: &str, line: usize, found: Found, expected: Expected) -> Problems {
    let place = Place {
        file: file.to_owned(),
        line,
        column: None,
    };
    Problems(vec![Problem { place, found, expected }])
}
