//! Units of a stage by their groups, and how much of each group was taken.

/// A sampling fraction this close to 1 is a complete stratum (R uses the same limit).
const COMPLETE: f64 = 1e-7;

/// Units of one stage while the design is built.
pub(super) struct Units {
    /// Unit of each row; `None`: the rows are the units.
    pub of_row: Option<Vec<u32>>,
    /// Group of each unit: its stratum, or the unit of the stage above.
    pub group: Vec<u32>,
    /// A row of each unit, to name it by.
    pub row: Vec<u32>,
}

/// How much of a group's population was taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fraction {
    /// f = n/N, 0 without a population.
    pub taken: f64,
    /// 1 − f, 0 where it is complete.
    pub left: f64,
}

impl Fraction {
    /// n of a population of N.
    pub fn of(n: u64, population: f64) -> Fraction {
        let n = n as f64;
        // Not 1 − n/N, which would lose digits of nearly complete strata.
        let left = (population - n) / population;
        Fraction {
            taken: (n / population).min(1.0),
            left: if left < COMPLETE { 0.0 } else { left },
        }
    }

    /// (1 − f) n/(n − 1); for a single unit 1 − f in the first stage, whose rule decides, and 0 in later ones (D3.3).
    pub fn spread(self, n: u64, stage: usize) -> f64 {
        match n {
            0 | 1 if stage > 0 => 0.0,
            0 | 1 => self.left,
            n => self.left * (n as f64 / (n as f64 - 1.0)),
        }
    }
}

impl Units {
    /// Unit of a row.
    pub fn of(&self, row: usize) -> usize {
        self.of_row.as_ref().map_or(row, |of| of[row] as usize)
    }

    /// Units per group.
    pub fn sizes(&self, groups: usize) -> Vec<u64> {
        let mut size = vec![0; groups];
        self.group.iter().for_each(|g| size[*g as usize] += 1);
        size
    }

    /// Units of the rows by the order of their keys; the group is that of the unit's first row.
    pub fn by_key(keys: &[u64], group_of_row: impl Fn(usize) -> usize) -> Units {
        let of_row = ranks(keys);
        let units = of_row.iter().max().map_or(0, |most| *most as usize + 1);
        let mut row = vec![u32::MAX; units];
        of_row
            .iter()
            .enumerate()
            .for_each(|(r, unit)| row[*unit as usize] = row[*unit as usize].min(r as u32));
        let group = row.iter().map(|r| group_of_row(*r as usize) as u32).collect();
        let of_row = Some(of_row);
        Units { of_row, group, row }
    }
}

/// Place of each key among the distinct keys in ascending order.
fn ranks(keys: &[u64]) -> Vec<u32> {
    let most = keys.iter().max().map_or(0, |most| *most as usize);
    if most > 4 * keys.len() + 1024 {
        let mut sorted = keys.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let place = |key| sorted.binary_search(key).expect("every key is in its own sorted list") as u32;
        return keys.iter().map(place).collect();
    }
    // Dense keys: the same places from a table.
    let mut place = vec![0; most + 1];
    keys.iter().for_each(|key| place[*key as usize] = 1);
    let mut next = 0;
    for place in &mut place {
        let present = *place;
        *place = next;
        next += present;
    }
    keys.iter().map(|key| place[*key as usize]).collect()
}
