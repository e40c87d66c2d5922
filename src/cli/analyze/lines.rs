//! Which line of the file a record stands in, blank lines and cells with line breaks counted.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::rc::Rc;

/// Where lines end among the bytes that were read but not yet asked for.
#[derive(Debug, Default)]
struct Ends {
    /// Places of line feeds.
    waiting: VecDeque<u64>,
    /// Line feeds before those.
    passed: usize,
    /// Bytes read.
    read: u64,
    /// Quotation marks among them.
    quotes: u64,
    /// Whether the last byte read is a line feed.
    feed: bool,
}

/// Passes bytes on and notes where lines end.
pub struct Counted<R> {
    inner: R,
    ends: Rc<RefCell<Ends>>,
}

/// Tells lines.
pub struct Lines(Rc<RefCell<Ends>>);

/// A reader, and what tells the lines of what it reads.
pub fn counted<R: Read>(inner: R) -> (Counted<R>, Lines) {
    let ends = Rc::new(RefCell::new(Ends::default()));
    let lines = Lines(Rc::clone(&ends));
    (Counted { inner, ends }, lines)
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        let mut ends = self.ends.borrow_mut();
        let start = ends.read;
        let feeds = buffer[..length].iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        ends.waiting.extend(feeds.map(|(at, _)| start + at as u64));
        ends.read += length as u64;
        ends.feed = buffer[..length].last().map_or(ends.feed, |byte| *byte == b'\n');
        ends.quotes += buffer[..length].iter().filter(|byte| **byte == b'"').count() as u64;
        Ok(length)
    }
}

impl Lines {
    /// Whether the quotation marks read so far do not pair up.
    pub fn quote_is_open(&self) -> bool {
        !self.0.borrow().quotes.is_multiple_of(2)
    }

    /// Whether what was read ends in a line feed.
    pub fn end_in_feed(&self) -> bool {
        self.0.borrow().feed
    }

    /// The 1-based line where a record begins that ends before byte `end` and holds `inside` line feeds in its cells.
    /// Records only go forward.
    pub fn of(&self, end: u64, inside: usize) -> usize {
        let mut ends = self.0.borrow_mut();
        let mut closed = false;
        while ends.waiting.front().is_some_and(|place| *place < end) {
            closed = ends.waiting.pop_front() == Some(end - 1);
            ends.passed += 1;
        }
        // A record that ends at a carriage return, or with the file, has its own line feed ahead of it or none.
        ends.passed + usize::from(!closed) - inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<usize> {
        let (reader, lines) = counted(text.as_bytes());
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(reader);
        let mut record = csv::StringRecord::new();
        let mut found = Vec::new();
        while reader.read_record(&mut record).unwrap() {
            let inside = record.as_slice().matches('\n').count();
            found.push(lines.of(reader.position().byte(), inside));
        }
        found
    }

    #[test]
    fn records_are_told_by_the_line_where_they_begin() {
        assert_eq!(lines("a,b\n1,2\n3,4\n"), [1, 2, 3]);
        assert_eq!(lines("a,b\r\n1,2\r\n3,4"), [1, 2, 3]);
        assert_eq!(lines("a,b\n\n\n1,2\n\n3,4"), [1, 4, 6]);
        assert_eq!(lines("a,b\r\n\r\n1,2\r\n"), [1, 3]);
        assert_eq!(lines("a,b\n\"x\ny\",2\n3,4\n"), [1, 2, 4]);
    }
}
