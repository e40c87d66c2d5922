//! Names that are looked up millions of times.

/// Start, whole text and position of a name.
type Named = ([u64; 2], Box<str>, u16);

/// Positions by name: a table in which most names are found at the first look.
pub struct Names {
    /// As many places as a power of two.
    table: Vec<Option<Named>>,
}

impl Names {
    /// The names, each once, with their positions.
    pub fn new<'s>(names: impl ExactSizeIterator<Item = &'s str>) -> Names {
        let mut table = vec![None; (4 * names.len()).next_power_of_two()];
        for (name, place) in names.zip(0..) {
            let start = start(name);
            let free = (first(start, table.len())..).find(|at| table[at % table.len()].is_none());
            let at = free.expect("three quarters are free") % table.len();
            table[at] = Some((start, name.into(), place));
        }
        Names { table }
    }

    /// Position of a name.
    pub fn find(&self, name: &str) -> Option<u16> {
        let start = start(name);
        let mut at = first(start, self.table.len());
        while let Some((own, text, place)) = &self.table[at] {
            // Up to 16 bytes the start is the whole text.
            if *own == start && text.len() == name.len() && (name.len() <= 16 || **text == *name) {
                return Some(*place);
            }
            at = (at + 1) & (self.table.len() - 1);
        }
        None
    }
}

/// The first 8 bytes and the next 8 as numbers.
fn start(name: &str) -> [u64; 2] {
    let number = |bytes: &[u8]| bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
    let name = name.as_bytes();
    match name.split_at_checked(8) {
        Some((first, rest)) => [number(first), number(&rest[..rest.len().min(8)])],
        None => [number(name), 0],
    }
}

/// Where to look first in a table of so many places; the factor is 2⁶⁴ over the golden ratio, which scatters well.
fn first([a, b]: [u64; 2], places: usize) -> usize {
    let mixed = (a ^ b.rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as usize & (places - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_no_other_even_where_beginnings_are_the_same() {
        let all = [
            "d10",
            "d1",
            "the-bureau-of-many-works",
            "the-bureau-of-many-words",
            "市民",
        ];
        let names = Names::new(all.into_iter());
        for (name, place) in all.into_iter().zip(0..) {
            assert_eq!(names.find(name), Some(place), "{name}");
        }
        for other in ["", "d", "d100", "d1\0", "the-bureau-of-ma", "the-bureau-of-many-wor"] {
            assert_eq!(names.find(other), None, "{other}");
        }
        assert_eq!(Names::new([].into_iter()).find("d1"), None);
    }
}
