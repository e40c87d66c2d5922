//! What a file is, told from its first bytes: other programs' documents are refused by their names, not as bad tables.

use super::{Expected, Found, Problems, csv, whole};

/// The two formats that are read.
pub(super) enum Kind {
    Xlsx,
    Csv,
}

/// Endings of a name that promise a workbook.
const WORKBOOKS: [&str; 5] = [".xlsx", ".xlsm", ".xls", ".xlsb", ".et"];
/// How old Excel files begin, and encrypted new ones.
const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];
const PICTURES: [&[u8]; 5] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"];

/// The content decides. Text under a workbook's name is read as CSV where its first line has several columns, because
/// nothing else can be meant; anything else under such a name is not read as text, which would give nonsense.
pub(super) fn kind(file: &str, bytes: &[u8]) -> Result<Kind, Problems> {
    let refuse = |found| Err(whole(file, found, Expected::SavedAsTable));
    let document = |found| Err(whole(file, found, Expected::TableFile));
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Xlsx);
    }
    if bytes.starts_with(OLE) {
        return refuse(old_or_locked(bytes));
    }
    if bytes.starts_with(b"%PDF") {
        return document(Found::Pdf);
    }
    if PICTURES.iter().any(|start| bytes.starts_with(start)) || is_webp_or_heic(bytes) {
        return document(Found::Picture);
    }
    if is_markup(bytes) {
        return refuse(Found::WebPage);
    }
    match workbook_ending(file) {
        Some(ending) if !bytes.is_empty() && !csv::has_columns(file, bytes) => {
            refuse(Found::NotWorkbook(ending.to_owned()))
        }
        _ => Ok(Kind::Csv),
    }
}

/// Whether a file's name promises a workbook.
pub fn called_workbook(file: &str) -> bool {
    workbook_ending(file).is_some()
}

fn workbook_ending(file: &str) -> Option<&'static str> {
    let name = file.to_lowercase();
    WORKBOOKS.into_iter().find(|ending| name.ends_with(ending))
}

/// An encrypted workbook has a stream of that name; names are UTF-16.
fn old_or_locked(bytes: &[u8]) -> Found {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(name.len()).any(|window| window == name) {
        Found::LockedWorkbook
    } else {
        Found::OldExcel
    }
}

fn is_webp_or_heic(bytes: &[u8]) -> bool {
    let at = |from: usize, word: &[u8]| bytes.get(from..from + word.len()) == Some(word);
    (at(0, b"RIFF") && at(8, b"WEBP")) || (at(4, b"ftyp") && at(8, b"hei"))
}

/// Some programs save a web page under a workbook's name.
fn is_markup(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    ["<!doctype", "<html", "<?xml", "<table", "<head", "<meta"]
        .iter()
        .any(|tag| start.starts_with(tag))
}
