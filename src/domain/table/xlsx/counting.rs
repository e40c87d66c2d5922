//! Counts a sheet's rows and cells while it is unpacked, and stops where there are too many to be read.

use super::super::{MOST_CELLS, MOST_ROWS};
use std::io::{Error, Read};

/// Longest beginning of a tag that is looked at: `<x:row `.
const LONGEST: usize = 12;

/// A reader that counts the tags that pass through it.
pub(super) struct Counting<R> {
    inner: R,
    /// Rows so far.
    pub rows: usize,
    /// Cells so far.
    pub cells: usize,
    /// A tag that began at the end of what was read before.
    begun: Vec<u8>,
}

impl<R> Counting<R> {
    pub(super) fn new(inner: R) -> Counting<R> {
        Counting {
            inner,
            rows: 0,
            cells: 0,
            begun: Vec::new(),
        }
    }

    fn count(&mut self, read: &[u8]) {
        if self.begun.is_empty() && !read.contains(&b'<') {
            return;
        }
        let mut text = std::mem::take(&mut self.begun);
        text.extend_from_slice(read);
        let mut from = 0;
        while let Some(place) = text[from..].iter().position(|byte| *byte == b'<') {
            let tag = &text[from + place + 1..];
            let name = tag
                .iter()
                .take(LONGEST)
                .position(|byte| matches!(byte, b' ' | b'>' | b'/' | b'\n' | b'\r' | b'\t'));
            match name {
                Some(end) => self.add(&tag[..end]),
                None if tag.len() < LONGEST => {
                    self.begun = text[from + place..].to_vec();
                    return;
                }
                None => {}
            }
            from += place + 1;
        }
    }

    /// Names may have a prefix: `x:row`.
    fn add(&mut self, name: &[u8]) {
        match name.rsplit(|byte| *byte == b':').next() {
            Some(b"row") => self.rows += 1,
            Some(b"c") => self.cells += 1,
            _ => {}
        }
    }
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.rows > MOST_ROWS || self.cells > MOST_CELLS {
            return Err(Error::other("too many rows or cells"));
        }
        let length = self.inner.read(buffer)?;
        self.count(&buffer[..length]);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_counted_wherever_they_are_cut() {
        let sheet =
            b"<sheetData><row r=\"1\"><c r=\"A1\"/><c><v>1</v></c></row><x:row><cols/></x:row><row/></sheetData>";
        for length in 1..sheet.len() {
            let mut counting = Counting::new(&sheet[..]);
            let mut buffer = vec![0; length];
            while counting.read(&mut buffer).unwrap() > 0 {}
            assert_eq!((counting.rows, counting.cells), (3, 2), "{length}");
        }
    }
}
