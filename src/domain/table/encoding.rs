//! In which encoding a text came, and whether it is one that was damaged on the way.

use encoding_rs::{Encoding, GB18030, UTF_8};

/// The name of the encoding that a table's text is read in; `None` for a workbook, which needs none.
pub fn encoding(file: &str, bytes: &[u8]) -> Option<&'static str> {
    match super::kind::kind(file, bytes) {
        Ok(super::kind::Kind::Csv) => Some(of_text(bytes).name()),
        _ => None,
    }
}

/// The encoding of a text: UTF-8, UTF-16 with a byte order mark, or else GB18030.
pub(super) fn of_text(bytes: &[u8]) -> &'static Encoding {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => GB18030,
    }
}

/// Fewest Chinese characters in UTF-8 that tell a damaged file from one in GB18030, and how many of them outweigh a wrong
/// byte: in GB18030 such sequences come about by rare chance.
const CHARACTERS: usize = 4;

/// Whether bytes that are not UTF-8 throughout were meant as it.
pub(super) fn meant_as_utf8(bytes: &[u8]) -> bool {
    let (mut characters, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    wrong > 0 && characters >= CHARACTERS * wrong
}
