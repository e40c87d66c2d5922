//! A column while its file is being read.

use super::codes::number_of;
use super::{CodeRows, Codes, Column, Role};
use std::collections::BTreeMap;

/// With more different numbers than this, a column that need not be a category is kept as numbers.
const MOST_LEVELS: usize = 255;

/// A growing column.
pub(super) struct Growing<'m> {
    role: Role,
    missing: &'m [String],
    cells: Cells,
}

enum Cells {
    Dictionary(Dictionary),
    Numbers(Vec<f64>),
}

#[derive(Default)]
struct Dictionary {
    /// 0 for texts that mean missing.
    codes: BTreeMap<String, u32>,
    /// The same for texts of one ASCII character, which answers mostly are; 0 means not there.
    short: Vec<u32>,
    /// The same for two ASCII characters; empty before the first.
    pairs: Vec<u32>,
    levels: Vec<String>,
    rows: CodeRows,
    all_numbers: bool,
}

impl<'m> Growing<'m> {
    /// An empty column; cells whose text is one of `missing`, or empty, have no value.
    pub fn new(role: Role, missing: &'m [String]) -> Growing<'m> {
        let cells = Cells::Dictionary(Dictionary::new(missing));
        Growing { role, missing, cells }
    }

    /// Adds a trimmed cell.
    pub fn push(&mut self, cell: &str) {
        match &mut self.cells {
            Cells::Dictionary(dictionary) => {
                dictionary.push(cell);
                if dictionary.levels.len() > MOST_LEVELS && dictionary.all_numbers {
                    self.become_numbers();
                }
            }
            Cells::Numbers(numbers) => {
                let number = number_of(cell);
                let missing = cell.is_empty() || self.missing.iter().any(|text| text == cell);
                let fits = !number.is_nan() && (self.role != Role::Either || is_shortest(cell, number));
                if missing || fits {
                    numbers.push(if missing { f64::NAN } else { number });
                } else {
                    self.back_to_texts();
                    self.push(cell);
                }
            }
        }
    }

    fn become_numbers(&mut self) {
        let Cells::Dictionary(dictionary) = &self.cells else {
            return;
        };
        let shortest = || dictionary.levels.iter().all(|text| is_shortest(text, number_of(text)));
        if self.role == Role::Category || (self.role == Role::Either && !shortest()) {
            return;
        }
        let table: Vec<f64> = std::iter::once(f64::NAN)
            .chain(dictionary.levels.iter().map(|text| number_of(text)))
            .collect();
        self.cells = Cells::Numbers(dictionary.rows.iter().map(|code| table[code]).collect());
    }

    /// A text among numbers: the column is a dictionary after all, and stays one.
    fn back_to_texts(&mut self) {
        let Cells::Numbers(numbers) = &self.cells else { return };
        let mut dictionary = Dictionary::new(self.missing);
        for number in numbers {
            match number.is_nan() {
                true => dictionary.push(""),
                false => dictionary.push(&number.to_string()),
            }
        }
        self.role = Role::Category;
        self.cells = Cells::Dictionary(dictionary);
    }

    /// The whole column: a dictionary unless there were too many different numbers, its levels in order.
    pub fn finish(self) -> Column {
        match self.cells {
            Cells::Dictionary(dictionary) => Column::Codes(Codes::new(dictionary.levels, dictionary.rows)),
            Cells::Numbers(numbers) => Column::Numbers(numbers),
        }
    }
}

/// Whether a number's text would be written just so: then nothing is lost by keeping only the number.
fn is_shortest(text: &str, number: f64) -> bool {
    number.to_string() == text
}

impl Dictionary {
    fn new(missing: &[String]) -> Dictionary {
        let mut codes: BTreeMap<String, u32> = missing.iter().map(|text| (text.clone(), 0)).collect();
        codes.insert(String::new(), 0);
        Dictionary {
            codes,
            short: vec![0; 128],
            all_numbers: true,
            ..Dictionary::default()
        }
    }

    fn push(&mut self, cell: &str) {
        let code = match cell.as_bytes() {
            [] => 0,
            [byte] if self.short[usize::from(byte & 127)] > 0 && byte.is_ascii() => self.short[usize::from(*byte)],
            [a, b] if a.is_ascii() && b.is_ascii() => match self.pairs.get(pair(*a, *b)) {
                Some(code) if *code > 0 => *code,
                _ => self.code(cell),
            },
            _ => self.code(cell),
        };
        self.rows.push(code);
    }

    fn code(&mut self, cell: &str) -> u32 {
        if let Some(code) = self.codes.get(cell) {
            return *code;
        }
        self.levels.push(cell.to_string());
        self.all_numbers &= !number_of(cell).is_nan();
        let code = self.levels.len() as u32;
        self.codes.insert(cell.to_string(), code);
        match cell.as_bytes() {
            [byte] => self.short[usize::from(byte & 127)] = code,
            [a, b] if a.is_ascii() && b.is_ascii() => {
                self.pairs.resize(1 << 14, 0);
                self.pairs[pair(*a, *b)] = code;
            }
            _ => {}
        }
        code
    }
}

/// Place of two ASCII characters among all pairs of them.
fn pair(a: u8, b: u8) -> usize {
    usize::from(a) << 7 | usize::from(b)
}
