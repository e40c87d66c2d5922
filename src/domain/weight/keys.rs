//! Numbering of the combinations of several category columns, without a map look-up per row.

use std::borrow::Cow;

/// Up to this many possible combinations a plain table numbers them; above it a map does.
const DENSE: u64 = 1 << 21;

/// A key that was not met.
const NEW: u32 = u32::MAX;

/// Rows of a sample, and how many samples are looked at beforehand.
const SAMPLE: usize = 256;
const SAMPLES: usize = 16;

/// Rows taken at a time, so that a column's part stays in the nearest memory.
const BLOCK: usize = 2048;

/// Combinations that occur, in order of their levels, and which one each row has.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbered<'a> {
    /// Number of each row's combination; a single column whose levels all occur is that already.
    pub of_row: Cow<'a, [u32]>,
    /// Levels of each combination: `levels[number][column]`.
    pub levels: Vec<Vec<u32>>,
}

/// Columns of levels with the number of levels that each may have.
pub struct Columns<'a> {
    /// One slice per column, one level per row.
    pub columns: Vec<&'a [u32]>,
    /// Levels of each column: 0 ≤ level < levels.
    pub levels: Vec<usize>,
}

impl<'a> Columns<'a> {
    /// Rows of the first column.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |c| c.len())
    }

    /// Number of possible combinations if a table of them is affordable.
    pub fn dense(&self) -> Option<usize> {
        let product = self.levels.iter().try_fold(1u64, |p, n| p.checked_mul(*n as u64))?;
        (product <= DENSE).then_some(product as usize)
    }

    /// Keys of the rows from `from` on, as many as `keys` holds; false where a level is beyond its column's levels.
    ///
    /// A key is the combination written in mixed radix, so keys are ordered as the combinations are.
    #[inline]
    pub fn keys(&self, from: usize, keys: &mut [u32]) -> bool {
        keys.fill(0);
        let mut beyond = 0u32;
        let columns: Vec<&[u32]> = self.columns.iter().map(|c| &c[from..from + keys.len()]).collect();
        for (columns, levels) in columns.chunks(4).zip(self.levels.chunks(4)) {
            // Read side by side: each column alone would wait for memory at every page.
            beyond |= match (columns, levels) {
                ([a, b, c, d], [i, j, k, l]) => mix(keys, [a, b, c, d], [*i, *j, *k, *l]),
                ([a, b, c], [i, j, k]) => mix(keys, [a, b, c], [*i, *j, *k]),
                ([a, b], [i, j]) => mix(keys, [a, b], [*i, *j]),
                _ => mix(keys, [columns[0]], [levels[0]]),
            };
        }
        beyond >> 31 == 0
    }

    /// The levels that a key stands for.
    pub fn levels_of(&self, key: u64) -> Vec<u32> {
        let mut rest = key;
        let mut levels: Vec<u32> = (self.levels.iter().rev())
            .map(|n| {
                let level = (rest % *n as u64) as u32;
                rest /= *n as u64;
                level
            })
            .collect();
        levels.reverse();
        levels
    }

    /// Numbers the combinations that occur through a table of `size` = [`Columns::dense`]; `None` where a level is beyond
    /// its column's levels.
    pub fn numbered(&self, size: usize) -> Option<Numbered<'a>> {
        if self.all_levels_occur() {
            return Some(Numbered {
                of_row: Cow::Borrowed(self.columns[0]),
                levels: (0..self.levels[0] as u32).map(|level| vec![level]).collect(),
            });
        }
        let (mut number, known) = self.sampled(size)?;
        let mut next = known;
        let mut of_row = vec![0u32; self.rows()];
        for (block, keys) in of_row.chunks_mut(BLOCK).enumerate() {
            if !self.keys(block * BLOCK, keys) {
                return None;
            }
            next = give_numbers(keys, &mut number, next);
        }
        if next > known {
            // Some were first met late: numbers go by the order of the keys again.
            let mut order = vec![0u32; next as usize];
            let met = number.iter().filter(|n| **n != NEW);
            met.zip(0u32..).for_each(|(n, place)| order[*n as usize] = place);
            of_row.iter_mut().for_each(|n| *n = order[*n as usize]);
        }
        let met = number.iter().enumerate().filter(|(_, n)| **n != NEW);
        let levels = met.map(|(key, _)| self.levels_of(key as u64)).collect();
        let of_row = Cow::Owned(of_row);
        Some(Numbered { of_row, levels })
    }

    /// Numbers the keys of some rows from all over, which are all keys as a rule, so that each row is read only once; and
    /// says how many.
    fn sampled(&self, size: usize) -> Option<(Vec<u32>, u32)> {
        let mut number = vec![NEW; size];
        let mut keys = [0u32; SAMPLE];
        let step = (self.rows() / SAMPLES).max(SAMPLE);
        for from in (0..self.rows()).step_by(step) {
            let keys = &mut keys[..SAMPLE.min(self.rows() - from)];
            if !self.keys(from, keys) {
                return None;
            }
            keys.iter().for_each(|key| number[*key as usize] = 0);
        }
        let mut known = 0;
        for number in number.iter_mut().filter(|n| **n != NEW) {
            (*number, known) = (known, known + 1);
        }
        Some((number, known))
    }

    /// Whether there is one column, without a level beyond its levels, and each of them occurs.
    fn all_levels_occur(&self) -> bool {
        let ([column], [levels]) = (self.columns.as_slice(), self.levels.as_slice()) else {
            return false;
        };
        let (mut occurs, mut left) = (vec![false; *levels], *levels);
        // Few rows tell, as a rule; those after them are only compared with the last level.
        let mut rows = column.iter();
        while left > 0 {
            let Some(mark) = rows.next().and_then(|level| occurs.get_mut(*level as usize)) else {
                return false;
            };
            left -= usize::from(!*mark);
            *mark = true;
        }
        // As in `mix`: the top bit tells.
        let last = (*levels as u32).wrapping_sub(1);
        let beyond = rows.fold(0, |beyond, level| beyond | last.wrapping_sub(*level) | level);
        beyond >> 31 == 0
    }
}

/// Replaces keys by their numbers; those not met before are numbered on from `next`, and what comes then is the result.
#[inline]
fn give_numbers(keys: &mut [u32], number: &mut [u32], mut next: u32) -> u32 {
    let highest = keys.iter().fold(0, |most, key| number[*key as usize].max(most));
    if highest == NEW {
        for key in keys.iter() {
            let number = &mut number[*key as usize];
            if *number == NEW {
                (*number, next) = (next, next + 1);
            }
        }
    }
    keys.iter_mut().for_each(|key| *key = number[*key as usize]);
    next
}

/// Appends the levels of some columns to the keys; the top bit of the result is set where a level is beyond the last.
#[inline]
fn mix<const N: usize>(keys: &mut [u32], columns: [&[u32]; N], levels: [usize; N]) -> u32 {
    let (radix, columns) = (levels.map(|n| n as u32), columns.map(|c| &c[..keys.len()]));
    let mut beyond = 0;
    for (at, key) in keys.iter_mut().enumerate() {
        for (column, radix) in columns.iter().zip(radix) {
            let level = column[at];
            *key = key.wrapping_mul(radix).wrapping_add(level);
            // The top bit of (last level − level), or of the level itself, is set where the level is beyond the last;
            // this needs no comparison, and a table's radix is far below 2³¹.
            beyond |= radix.wrapping_sub(1).wrapping_sub(level) | level;
        }
    }
    beyond
}
