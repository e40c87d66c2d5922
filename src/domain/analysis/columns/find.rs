//! Rows by their ids, looked up once per line of a longer file.

use super::Ids;
use super::ids::Key;

/// No row.
const FREE: u32 = u32::MAX;

/// A table in which most ids are found at the first look.
pub(super) struct Finder<'i> {
    ids: &'i Ids,
    /// Twice as many places as ids at least, a power of two.
    table: Vec<u32>,
}

impl<'i> Finder<'i> {
    /// Of ids that stand in one row each.
    pub fn new(ids: &'i Ids) -> Finder<'i> {
        let mut table = vec![FREE; (2 * ids.len()).next_power_of_two()];
        for row in 0..ids.len() {
            let mut at = first(&ids.key(row), table.len());
            while table[at] != FREE {
                at = (at + 1) & (table.len() - 1);
            }
            table[at] = row as u32;
        }
        Finder { ids, table }
    }

    /// The row with the id that stands in a row of another file.
    pub fn find(&self, others: &Ids, at: usize) -> Option<u32> {
        let key = others.key(at);
        let mut at = first(&key, self.table.len());
        while self.table[at] != FREE {
            let row = self.table[at];
            if self.ids.key(row as usize) == key {
                return Some(row);
            }
            at = (at + 1) & (self.table.len() - 1);
        }
        None
    }
}

/// Where to look first in a table of so many places; the factors are 2⁶⁴ over the golden ratio, which scatters well, and
/// the one of Fowler, Noll and Vo.
fn first(key: &Key, places: usize) -> usize {
    let number = match key {
        Key::Number(number) => *number,
        Key::Text(text) => text.bytes().fold(0xcbf2_9ce4_8422_2325, |all, byte| {
            (all ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        }),
    };
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (places - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(all: &[&str]) -> Ids {
        let mut ids = Ids::Whole(Vec::new());
        all.iter().for_each(|id| ids.push(id));
        ids
    }

    #[test]
    fn ids_are_found_whether_they_are_kept_as_numbers_or_as_texts() {
        let (numbers, texts) = (ids(&["10", "9", "0"]), ids(&["9", "x", "09", "0", "市民"]));
        assert!(matches!((&numbers, &texts), (Ids::Whole(_), Ids::Texts { .. })));
        let all = |of: &Ids, at: &Ids| {
            (0..at.len())
                .map(|row| Finder::new(of).find(at, row))
                .collect::<Vec<_>>()
        };
        assert_eq!(all(&numbers, &texts), [Some(1), None, None, Some(2), None]);
        assert_eq!(all(&texts, &numbers), [None, Some(0), Some(3)]);
        assert_eq!(all(&texts, &texts), [0, 1, 2, 3, 4].map(Some));
        assert_eq!(all(&ids(&[]), &numbers), [None; 3]);
    }
}
