//! Joins parts that were read apart, and brings rows into order of submission id.

use super::{Columns, FROM_FRAME, Familiar, NO_VALUE, Ragged};
use std::collections::BTreeMap;

impl<T: Copy> Ragged<T> {
    fn append(&mut self, other: &Ragged<T>, change: impl Fn(T) -> T) {
        let before = self.all.len() as u32;
        self.all.extend(other.all.iter().map(|one| change(*one)));
        self.start.extend(other.start[1..].iter().map(|end| before + end));
    }

    fn picked(&self, rows: &[u32]) -> Ragged<T> {
        let mut picked = Ragged {
            start: Vec::with_capacity(self.start.len()),
            all: Vec::with_capacity(self.all.len()),
        };
        picked.start.push(0);
        for row in rows {
            picked.all.extend_from_slice(self.of(*row as usize));
            picked.end_row();
        }
        picked
    }
}

fn pick<T: Copy>(column: &mut Vec<T>, rows: &[u32]) {
    *column = rows.iter().map(|row| column[*row as usize]).collect();
}

impl Columns {
    /// Adds the rows of another part that was filled for the same survey.
    pub fn append(&mut self, part: Columns) {
        let first = self.len() as u32;
        let strata = self.strata.append(&part.strata);
        let dispositions = self.dispositions.append(&part.dispositions);
        let fractions = self.fractions.append(&part.fractions);
        let chances = self.chances.append(&part.chances);
        for (variable, column) in part.values.iter().enumerate() {
            self.append_values(variable, column, &part);
        }
        for (own, other) in self.value_names.iter_mut().zip(&part.value_names) {
            own.iter_mut()
                .zip(other)
                .for_each(|(own, other)| drop(own.append(other)));
        }
        self.ids.append(part.ids);
        self.came.extend(part.came.iter().map(|place| first + place));
        self.audience.extend(part.audience);
        self.stratum.extend(part.stratum.iter().map(|h| strata[*h as usize]));
        let moved = part.disposition.iter().map(|d| dispositions[*d as usize]);
        self.disposition.extend(moved);
        self.mode.extend(part.mode);
        self.seconds.extend(part.seconds);
        self.flags.extend(part.flags);
        self.key.extend(part.key);
        self.coached.extend(part.coached);
        let kinds: Vec<u32> = (part.familiar_kinds.values.iter())
            .map(|kind| Familiar {
                s: fractions[kind.s as usize],
                ..*kind
            })
            .map(|kind| self.familiar_kinds.number(&kind))
            .collect();
        self.familiar.append(&part.familiar, |kind| kinds[kind as usize]);
        self.ratings.append(&part.ratings, |mut one| {
            one.chance = chances[one.chance as usize];
            one
        });
        self.strangers
            .extend(part.strangers.into_iter().map(|(row, name)| (first + row, name)));
        self.faults
            .extend(part.faults.into_iter().map(|(row, fault)| (first + row, fault)));
    }

    fn append_values(&mut self, variable: usize, column: &[u32], part: &Columns) {
        let moved: Vec<Vec<u32>> = (self.value_names.iter_mut().zip(&part.value_names))
            .map(|(own, other)| match (own.get_mut(variable), other.get(variable)) {
                (Some(own), Some(other)) => own.append(other),
                _ => Vec::new(),
            })
            .collect();
        let renumbered = column.iter().zip(&part.audience).map(|(value, audience)| match *value {
            NO_VALUE => NO_VALUE,
            value => moved[usize::from(*audience)][(value & !FROM_FRAME) as usize] | (value & FROM_FRAME),
        });
        self.values[variable].extend(renumbered);
    }

    /// Room for so many rows in all, so that growing never holds a column twice; call it with some rows there.
    pub fn reserve_for(&mut self, rows: usize) {
        let more = rows.saturating_sub(self.len());
        self.ids.reserve_exact(more);
        self.came.reserve_exact(more);
        self.audience.reserve_exact(more);
        self.stratum.reserve_exact(more);
        self.disposition.reserve_exact(more);
        self.mode.reserve_exact(more);
        self.seconds.reserve_exact(more);
        self.flags.reserve_exact(more);
        self.key.reserve_exact(more);
        self.coached.reserve_exact(more);
        self.values.iter_mut().for_each(|column| column.reserve_exact(more));
        self.familiar.reserve_for(rows);
        self.ratings.reserve_for(rows);
    }

    /// As if the documents had come in the order in which the rows are: for documents that have no order of their own.
    pub fn by_id(mut self) -> Columns {
        self.came.iter_mut().zip(0..).for_each(|(came, row)| *came = row);
        self
    }

    /// The same rows in order of submission id.
    pub fn ordered(mut self) -> Columns {
        if self.ids.ascend() {
            return self;
        }
        let rows = self.ids.sorted();
        self.ids = self.ids.picked(&rows);
        pick(&mut self.came, &rows);
        pick(&mut self.audience, &rows);
        pick(&mut self.stratum, &rows);
        pick(&mut self.disposition, &rows);
        pick(&mut self.mode, &rows);
        pick(&mut self.seconds, &rows);
        pick(&mut self.flags, &rows);
        pick(&mut self.key, &rows);
        pick(&mut self.coached, &rows);
        self.values.iter_mut().for_each(|column| pick(column, &rows));
        self.familiar = self.familiar.picked(&rows);
        self.ratings = self.ratings.picked(&rows);
        let mut now = vec![0u32; rows.len()];
        rows.iter()
            .zip(0..)
            .for_each(|(before, after)| now[*before as usize] = after);
        self.strangers = moved(self.strangers, &now);
        self.faults = moved(self.faults, &now);
        self
    }
}

fn moved<T>(of_row: BTreeMap<u32, T>, now: &[u32]) -> BTreeMap<u32, T> {
    of_row.into_iter().map(|(row, one)| (now[row as usize], one)).collect()
}
