//! A dictionary column: sorted levels, and a small whole number per row.

use std::collections::BTreeMap;
use std::ops::Range;

/// A dictionary column.
#[derive(Debug, Clone)]
pub struct Codes {
    /// The texts that occur, each once: by number where all are numbers, else by text.
    pub levels: Vec<String>,
    /// The number that each level is; NaN where it is none.
    pub numbers: Vec<f64>,
    /// Per row 0 for a missing value, else 1 + the level's place.
    pub rows: CodeRows,
}

/// Numbers follow from the levels, and those of texts are NaN, which equals nothing.
impl PartialEq for Codes {
    fn eq(&self, other: &Codes) -> bool {
        self.levels == other.levels && self.rows == other.rows
    }
}

/// Codes in the smallest width that holds them.
#[derive(Debug, Clone, PartialEq)]
pub enum CodeRows {
    /// Up to 255 levels.
    U8(Vec<u8>),
    /// Up to 65,535 levels.
    U16(Vec<u16>),
    /// More.
    U32(Vec<u32>),
}

impl CodeRows {
    /// No rows yet.
    pub fn new() -> CodeRows {
        CodeRows::U8(Vec::new())
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        match self {
            CodeRows::U8(rows) => rows.len(),
            CodeRows::U16(rows) => rows.len(),
            CodeRows::U32(rows) => rows.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The code of a row.
    pub fn get(&self, row: usize) -> usize {
        match self {
            CodeRows::U8(rows) => usize::from(rows[row]),
            CodeRows::U16(rows) => usize::from(rows[row]),
            CodeRows::U32(rows) => rows[row] as usize,
        }
    }

    /// Every code, in order of rows.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Adds a row, widening where the code needs it.
    pub fn push(&mut self, code: u32) {
        match self {
            CodeRows::U8(rows) => match u8::try_from(code) {
                Ok(code) => return rows.push(code),
                Err(_) => *self = CodeRows::U16(rows.iter().map(|code| u16::from(*code)).collect()),
            },
            CodeRows::U16(rows) => match u16::try_from(code) {
                Ok(code) => return rows.push(code),
                Err(_) => *self = CodeRows::U32(rows.iter().map(|code| u32::from(*code)).collect()),
            },
            CodeRows::U32(rows) => return rows.push(code),
        }
        self.push(code);
    }

    /// Gives every row the code that stands at its present code.
    fn renumber(&mut self, codes: &[u32]) {
        match self {
            CodeRows::U8(rows) => rows.iter_mut().for_each(|code| *code = codes[usize::from(*code)] as u8),
            CodeRows::U16(rows) => rows
                .iter_mut()
                .for_each(|code| *code = codes[usize::from(*code)] as u16),
            CodeRows::U32(rows) => rows.iter_mut().for_each(|code| *code = codes[*code as usize]),
        }
    }

    pub(super) fn take(&self, places: &[u32]) -> CodeRows {
        let place = |at: &u32| *at as usize;
        match self {
            CodeRows::U8(rows) => CodeRows::U8(places.iter().map(|at| rows[place(at)]).collect()),
            CodeRows::U16(rows) => CodeRows::U16(places.iter().map(|at| rows[place(at)]).collect()),
            CodeRows::U32(rows) => CodeRows::U32(places.iter().map(|at| rows[place(at)]).collect()),
        }
    }

    fn narrowed(self, levels: usize) -> CodeRows {
        let fits = match &self {
            CodeRows::U8(_) => true,
            CodeRows::U16(_) => levels > usize::from(u8::MAX),
            CodeRows::U32(_) => levels > usize::from(u16::MAX),
        };
        if fits {
            return self;
        }
        let mut rows = CodeRows::new();
        self.iter().for_each(|code| rows.push(code as u32));
        rows
    }
}

impl Default for CodeRows {
    fn default() -> Self {
        CodeRows::new()
    }
}

/// The number that a text is; NaN where it is none (`inf` and `nan` are words).
pub(super) fn number_of(text: &str) -> f64 {
    text.parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .unwrap_or(f64::NAN)
}

impl Codes {
    /// From levels in order of arrival and rows with 0 for missing and 1 + place for a level: drops levels that no row
    /// has, and sorts the others.
    pub fn new(levels: Vec<String>, mut rows: CodeRows) -> Codes {
        let mut used = vec![false; levels.len() + 1];
        rows.iter().for_each(|code| used[code] = true);
        let numbers: Vec<f64> = levels.iter().map(|level| number_of(level)).collect();
        let mut order: Vec<usize> = (0..levels.len()).filter(|level| used[level + 1]).collect();
        let all_numbers = order.iter().all(|level| !numbers[*level].is_nan());
        order.sort_by(|a, b| {
            let by_number = numbers[*a].total_cmp(&numbers[*b]);
            let by_text = levels[*a].cmp(&levels[*b]);
            if all_numbers { by_number.then(by_text) } else { by_text }
        });
        let mut codes = vec![0; levels.len() + 1];
        for (place, level) in order.iter().enumerate() {
            codes[level + 1] = place as u32 + 1;
        }
        rows.renumber(&codes);
        let mut levels = levels;
        Codes {
            numbers: order.iter().map(|level| numbers[*level]).collect(),
            rows: rows.narrowed(order.len()),
            levels: order.iter().map(|level| std::mem::take(&mut levels[*level])).collect(),
        }
    }

    /// From a text or nothing per row.
    pub fn from_texts<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> Codes {
        let mut places: BTreeMap<&str, u32> = BTreeMap::new();
        let mut levels = Vec::new();
        let mut rows = CodeRows::new();
        for text in texts {
            let code = text.map_or(0, |text| {
                *places.entry(text).or_insert_with(|| {
                    levels.push(text.to_string());
                    levels.len() as u32
                })
            });
            rows.push(code);
        }
        Codes::new(levels, rows)
    }

    /// From numbers, NaN being missing; levels are their shortest decimal texts.
    pub fn from_numbers(numbers: &[f64]) -> Codes {
        let mut distinct: Vec<f64> = Vec::new();
        for number in numbers
            .iter()
            .filter(|number| !number.is_nan())
            .map(|number| number + 0.0)
        {
            // Neighbours are often the same; of what is left there may be little.
            if distinct.last().is_none_or(|last| last.total_cmp(&number).is_ne()) {
                distinct.push(number);
            }
        }
        distinct.sort_by(f64::total_cmp);
        distinct.dedup();
        let mut rows = CodeRows::new();
        for number in numbers {
            let place = distinct.binary_search_by(|other| other.total_cmp(&(number + 0.0)));
            rows.push(place.map_or(0, |place| place as u32 + 1));
        }
        Codes {
            levels: distinct.iter().map(f64::to_string).collect(),
            numbers: distinct,
            rows,
        }
    }

    /// Whether every level is a number.
    pub fn are_numbers(&self) -> bool {
        self.numbers.iter().all(|number| !number.is_nan())
    }

    /// The place of a row's level; none where the value is missing.
    pub fn level(&self, row: usize) -> Option<usize> {
        self.rows.get(row).checked_sub(1)
    }

    /// A row's text.
    pub fn text(&self, row: usize) -> Option<&str> {
        self.level(row).map(|level| self.levels[level].as_str())
    }

    /// The place of a level by its text.
    pub fn place(&self, text: &str) -> Option<usize> {
        self.levels.iter().position(|level| level == text)
    }

    /// The same column with only the levels that are wanted; the others become missing.
    pub fn only(&self, wanted: impl Fn(&str) -> bool) -> Codes {
        let codes: Vec<u32> = std::iter::once(0)
            .chain((0..self.levels.len()).map(|level| {
                if wanted(&self.levels[level]) {
                    level as u32 + 1
                } else {
                    0
                }
            }))
            .collect();
        let mut rows = self.rows.clone();
        rows.renumber(&codes);
        Codes::new(self.levels.clone(), rows)
    }

    /// `out[i] = table[code of rows.start + i]`; the table is for missing first, then by level.
    pub fn look_up(&self, rows: Range<usize>, table: &[f64], out: &mut [f64]) {
        match &self.rows {
            CodeRows::U8(codes) => {
                let pairs = out.iter_mut().zip(&codes[rows]);
                pairs.for_each(|(out, code)| *out = table[usize::from(*code)]);
            }
            CodeRows::U16(codes) => {
                let pairs = out.iter_mut().zip(&codes[rows]);
                pairs.for_each(|(out, code)| *out = table[usize::from(*code)]);
            }
            CodeRows::U32(codes) => {
                let pairs = out.iter_mut().zip(&codes[rows]);
                pairs.for_each(|(out, code)| *out = table[*code as usize]);
            }
        }
    }

    /// The rows at these places, in that order; levels stay as they are.
    pub(super) fn take(&self, places: &[u32]) -> Codes {
        Codes {
            levels: self.levels.clone(),
            numbers: self.numbers.clone(),
            rows: self.rows.take(places),
        }
    }
}
