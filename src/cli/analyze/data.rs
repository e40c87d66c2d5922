//! The data file and long files beside it: what a file is, its content says, not its name.

use super::{columnar, hash, stream};
use crate::domain::analysis::columns::{Beside, Builder, Frame};
use crate::domain::analysis::spec::Spec;
use crate::domain::definition::Problems;
use crate::domain::table;
use crate::text::command::Complaint;
use anyhow::Context;
use indicatif::ProgressBar;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Bytes that tell one kind of file from another.
const HEAD: usize = 4096;

/// The data, and the hash of the file's bytes.
pub struct Data {
    pub frame: Frame,
    pub sha256: String,
}

/// What takes the records of a file with this name and these headings.
pub type Open<'s> = dyn Fn(&str, Vec<String>) -> Result<Builder<'s>, Problems> + 's;

/// Reads the data file.
///
/// # Errors
/// A file that cannot be read; everything that its content is refused for.
pub fn read(path: &Path, spec: &Spec, bar: &ProgressBar) -> anyhow::Result<Data> {
    let open = |file: &str, header| Builder::new(spec, file, header);
    records(path, spec.data.sheet.as_deref(), &open, bar)
}

/// Reads a file beside the data.
///
/// # Errors
/// As [`read`].
pub fn beside(path: &Path, spec: &Spec, wanted: &Beside, bar: &ProgressBar) -> anyhow::Result<Data> {
    let open = |file: &str, header| Builder::beside(spec, wanted, file, header);
    records(path, None, &open, bar)
}

fn records(path: &Path, sheet: Option<&str>, open: &Open, bar: &ProgressBar) -> anyhow::Result<Data> {
    let name = crate::cli::file_name(path);
    let cannot = || Complaint::CannotRead(path.display().to_string());
    let mut file = File::open(path).with_context(cannot)?;
    bar.set_length(file.metadata().with_context(cannot)?.len());
    bar.set_position(0);
    let mut head = Vec::new();
    file.by_ref()
        .take(HEAD as u64)
        .read_to_end(&mut head)
        .with_context(cannot)?;
    if head.starts_with(b"PAR1") {
        return columnar::read(path, &name, open, bar);
    }
    // What calls itself a workbook and is none is refused by the reader of whole files.
    if is_text(&head) && !table::called_workbook(&name) {
        return stream::read(path, &name, open, bar);
    }
    let bytes = crate::cli::read(path)?;
    let sha256 = hash(&bytes);
    let table = table::read(&name, &bytes, sheet)?;
    drop(bytes);
    let mut builder = open(&table.file, table.header.clone())?;
    for row in &table.rows {
        builder.row(row.line, |at| &row.cells[at]);
    }
    drop(table.rows);
    let frame = builder.finish()?;
    Ok(Data { frame, sha256 })
}

/// Neither an archive nor another program's document nor UTF-16, which the reader of whole files knows.
fn is_text(head: &[u8]) -> bool {
    let control = |byte: &u8| *byte < b'\t' || (0x0e..0x20).contains(byte);
    let markup = head.trim_ascii_start().starts_with(b"<");
    let known: [&[u8]; 6] = [b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"\xff\xfe", b"\xfe\xff", b"GIF8"];
    !markup && !head.is_empty() && !head.iter().any(control) && !known.iter().any(|start| head.starts_with(start))
}
