//! Ratings of many items in order of the respondents, two bytes each.

use super::BatteryError;

/// Pairs of item and code that two bytes can name.
const MOST_PAIRS: usize = 1 << 16;

/// Not a rating: the item was not asked, or its answer is missing.
const SKIP: u16 = u16::MAX;
/// Neither a code nor missing.
const UNKNOWN: u16 = u16::MAX - 1;

/// Rows that are transposed at a time.
const TILE: usize = 64;

/// Ratings of `items` items, each with one of the same `codes`, compressed by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Battery {
    items: usize,
    codes: Vec<u8>,
    start: Vec<u32>,
    slot: Vec<u16>,
}

impl Battery {
    /// From one column per item with a code per row; `missing` are values that are no rating.
    ///
    /// # Errors
    /// Columns of different length, codes named twice, a value that is neither a code nor missing.
    pub fn from_columns(columns: &[&[u8]], codes: &[u8], missing: &[u8]) -> Result<Battery, BatteryError> {
        let rows = columns.first().map_or(0, |c| c.len());
        if let Some(item) = columns.iter().position(|c| c.len() != rows) {
            let found = columns[item].len();
            return Err(BatteryError::Length { item, found, rows });
        }
        let (mut battery, mut place) = (Battery::empty(columns.len(), codes, rows)?, places(codes)?);
        missing.iter().for_each(|code| place[usize::from(*code)] = SKIP);
        let (mut tile, mut own) = (vec![0u8; TILE * columns.len()], vec![0u16; columns.len() + 1]);
        for first in (0..rows).step_by(TILE) {
            let many = TILE.min(rows - first);
            for (item, column) in columns.iter().enumerate() {
                for (row, code) in column[first..first + many].iter().enumerate() {
                    tile[row * columns.len() + item] = *code;
                }
            }
            for row in 0..many {
                let codes = &tile[row * columns.len()..(row + 1) * columns.len()];
                battery.push_row(first + row, codes, &place, &mut own)?;
            }
        }
        battery.slot.shrink_to_fit();
        Ok(battery)
    }

    fn push_row(&mut self, row: usize, codes: &[u8], place: &[u16; 256], own: &mut [u16]) -> Result<(), BatteryError> {
        let (mut base, mut many, mut unknown) = (0u16, 0, false);
        // Always written, kept only where it is a rating: what is rated cannot be foreseen, a branch would stumble.
        for code in codes {
            let position = place[usize::from(*code)];
            own[many] = base.wrapping_add(position);
            many += usize::from(position < UNKNOWN);
            unknown |= position == UNKNOWN;
            base = base.wrapping_add(self.codes.len() as u16);
        }
        if unknown {
            let item = codes.iter().position(|c| place[usize::from(*c)] == UNKNOWN);
            let item = item.expect("an unknown code was found");
            let code = codes[item];
            return Err(BatteryError::UnknownCode { row, item, code });
        }
        self.slot.extend_from_slice(&own[..many]);
        let ratings = self.slot.len();
        let end = u32::try_from(ratings).map_err(|_| BatteryError::TooManyRatings { ratings })?;
        self.start.push(end);
        Ok(())
    }

    fn empty(items: usize, codes: &[u8], rows: usize) -> Result<Battery, BatteryError> {
        if items.saturating_mul(codes.len()) > MOST_PAIRS {
            let (codes, most) = (codes.len(), MOST_PAIRS);
            return Err(BatteryError::TooManyPairs { items, codes, most });
        }
        let mut start = Vec::with_capacity(rows + 1);
        start.push(0);
        Ok(Battery {
            items,
            codes: codes.to_vec(),
            start,
            slot: Vec::new(),
        })
    }

    /// Respondents.
    pub fn rows(&self) -> usize {
        self.start.len() - 1
    }

    /// Items.
    pub fn items(&self) -> usize {
        self.items
    }

    /// The codes, in the order in which values per code are given.
    pub fn codes(&self) -> &[u8] {
        &self.codes
    }

    /// Pairs of item and code.
    pub(super) fn slots(&self) -> usize {
        self.items * self.codes.len()
    }

    /// The slots of each row in turn: item × codes + position of the code, ascending.
    ///
    /// Rows are cut off what is left: looking up where each begins would wait for the sums of the row before.
    pub(super) fn by_row(&self) -> impl Iterator<Item = &[u16]> {
        let mut rest = self.slot.as_slice();
        self.start.windows(2).map(move |bounds| {
            let (own, later) = rest.split_at((bounds[1] - bounds[0]) as usize);
            rest = later;
            own
        })
    }
}

/// Position of each of the 256 values among the codes.
fn places(codes: &[u8]) -> Result<[u16; 256], BatteryError> {
    let mut place = [UNKNOWN; 256];
    for (position, code) in codes.iter().enumerate() {
        if place[usize::from(*code)] != UNKNOWN {
            return Err(BatteryError::RepeatedCode { code: *code });
        }
        place[usize::from(*code)] = position as u16;
    }
    Ok(place)
}
