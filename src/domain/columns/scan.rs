//! The quick way through a document's bytes: text that stands exactly as canonical JSON writes a document.
//!
//! Whatever looks different in the least (escapes, other members, another order) goes the ordinary way, so that one
//! reader alone says what a document is: what this one reads, the ordinary one reads too, and to the same value.

use super::reading::{Listed, Lists, Members, ROOM, Reading, Replies, Said, Word};
use crate::domain::data::{Fraction, Mode};
use std::borrow::Cow;

impl<'a> Reading<'a> {
    /// Reads the bytes of a document.
    ///
    /// # Errors
    /// What is wrong with them, in words.
    pub fn of_bytes(bytes: &'a [u8]) -> Result<Reading<'a>, String> {
        // Looked through once for what is no UTF-8, instead of word by word.
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        match canonical(text) {
            Some(reading) => Ok(reading),
            None => serde_json::from_str(text).map_err(|error| error.to_string()),
        }
    }
}

/// The document, where its text is as expected.
pub(super) fn canonical(text: &str) -> Option<Reading<'_>> {
    let mut scan = Scan {
        text,
        at: 0,
        last: ("", Fraction::ONE),
    };
    let reading = scan.document()?;
    (scan.at == text.len()).then_some(reading)
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// The probability that was read last: the next one is often the same.
    last: (&'a str, Fraction),
}

impl<'a> Scan<'a> {
    fn document(&mut self) -> Option<Reading<'a>> {
        self.expect("{\"answers\":{\"by_department\":")?;
        let by_department = self.members(|scan| scan.members(Scan::said))?;
        self.expect(",\"plain\":")?;
        let plain = self.members(Scan::said)?;
        self.expect("},\"arrived\":")?;
        self.word()?;
        self.expect(",\"assignment\":")?;
        let assignment = self.lists()?;
        self.expect(",\"audience\":")?;
        let audience = self.word()?;
        self.expect(",\"disposition\":")?;
        let disposition = self.word()?;
        self.expect(",\"frame\":")?;
        let frame = self.members(Scan::word)?;
        self.expect(",\"mode\":")?;
        let mode = self.mode()?;
        self.expect(",\"round\":")?;
        self.word()?;
        self.expect(",\"scale_order\":")?;
        self.word()?;
        self.expect(",\"schema\":")?;
        self.word()?;
        self.expect(",\"seconds\":")?;
        let seconds = self.members(Scan::number)?;
        self.expect(",\"stratum\":")?;
        let stratum = self.word()?;
        self.expect(",\"submission\":")?;
        let submission = self.word()?;
        self.expect("}")?;
        Some(Reading {
            submission,
            audience,
            stratum,
            frame,
            mode,
            seconds,
            disposition,
            assignment,
            answers: Replies { plain, by_department },
        })
    }

    fn lists(&mut self) -> Option<Lists<'a>> {
        self.expect("{\"assigned\":")?;
        let assigned = self.list(|scan| scan.listed("q"))?;
        self.expect(",\"epoch\":")?;
        match self.next()? {
            b'n' => self.expect("null")?,
            _ => drop(self.number()?),
        }
        self.expect(",\"excluded\":")?;
        self.list(Scan::word)?;
        self.expect(",\"k\":")?;
        let k = self.word()?;
        self.expect(",\"shown\":")?;
        let shown = self.list(|scan| scan.listed("s"))?;
        self.expect("}")?;
        Some(Lists { k, shown, assigned })
    }

    fn listed(&mut self, name: &str) -> Option<Listed<'a>> {
        self.expect("{\"department\":")?;
        let department = self.word()?;
        self.expect(",\"")?;
        self.expect(name)?;
        self.expect("\":")?;
        let text = self.plain()?;
        if text != self.last.0 {
            self.last = (text, text.parse().ok()?);
        }
        if name == "q" && self.next()? == b',' {
            self.expect(",\"r\":")?;
            self.word()?;
        }
        self.expect("}")?;
        let probability = self.last.1;
        Some(Listed {
            department,
            probability,
        })
    }

    fn said(&mut self) -> Option<Said<'a>> {
        match self.next()? {
            b'[' => self.list(Scan::word).map(Said::Many),
            _ => self.word().map(Said::One),
        }
    }

    fn mode(&mut self) -> Option<Mode> {
        match self.plain()? {
            "web" => Some(Mode::Web),
            "paper" => Some(Mode::Paper),
            "phone" => Some(Mode::Phone),
            _ => None,
        }
    }

    /// An object whose names ascend, none twice.
    fn members<V>(&mut self, value: impl Fn(&mut Self) -> Option<V>) -> Option<Members<'a, V>> {
        self.expect("{")?;
        let (mut all, mut before) = (Vec::new(), None);
        if self.next()? != b'}' {
            all.reserve(ROOM);
            loop {
                let name = self.plain()?;
                if before.is_some_and(|before| before >= name) {
                    return None;
                }
                before = Some(name);
                self.expect(":")?;
                all.push((name.into(), value(self)?));
                if self.next()? != b',' {
                    break;
                }
                self.at += 1;
            }
        }
        self.expect("}")?;
        Some(Members(all))
    }

    fn list<V>(&mut self, one: impl Fn(&mut Self) -> Option<V>) -> Option<Vec<V>> {
        self.expect("[")?;
        let mut all = Vec::new();
        if self.next()? != b']' {
            all.reserve(ROOM);
            loop {
                all.push(one(self)?);
                if self.next()? != b',' {
                    break;
                }
                self.at += 1;
            }
        }
        self.expect("]")?;
        Some(all)
    }

    fn word(&mut self) -> Option<Word<'a>> {
        self.plain().map(|text| Word(Cow::Borrowed(text)))
    }

    /// Text without escapes.
    fn plain(&mut self) -> Option<&'a str> {
        self.expect("\"")?;
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.iter().position(|b| *b == b'"' || *b == b'\\' || *b < b' ')?;
        let text = self.text.get(self.at..self.at + length)?;
        self.at += length;
        self.expect("\"")?;
        Some(text)
    }

    fn number(&mut self) -> Option<u32> {
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let text = self.text.get(self.at..self.at + length)?;
        if length > 1 && text.starts_with('0') {
            return None;
        }
        self.at += length;
        text.parse().ok()
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    // Of known length wherever it is called, so that comparing takes no call.
    #[inline(always)]
    fn expect(&mut self, what: &str) -> Option<()> {
        let rest = &self.text.as_bytes()[self.at..];
        if !rest.starts_with(what.as_bytes()) {
            return None;
        }
        self.at += what.len();
        Some(())
    }
}
