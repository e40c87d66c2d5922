//! What is calibrated, unit by unit: cells where only categories matter, rows where numbers or limits on weights do.

use super::scale::{Scaled, scale};
use super::{Auxiliaries, Bounds, MarginError, Options, Totals};

/// Units with their columns. The first columns are the categories of each margin, then come the scaled numbers.
pub struct Units {
    /// Weight before.
    pub d: Vec<f64>,
    /// Columns of the categories, `margins` per unit.
    pub categories: Vec<usize>,
    /// Scaled numbers, `numbers` per unit.
    pub values: Vec<f64>,
    /// Bounds on the factor.
    pub bounds: Vec<(f64, f64)>,
    /// Totals in the scale of the columns.
    pub totals: Vec<f64>,
    /// What a miss is divided by, per column.
    pub sizes: Vec<f64>,
    /// Categorical margins.
    pub margins: usize,
    /// Continuous variables.
    pub numbers: usize,
    /// Rows that are units; `None`: the units are cells.
    pub rows: Option<Vec<u32>>,
    /// Rows in each unit.
    pub count: Vec<u64>,
    /// Margin of each categorical column.
    pub margin_of: Vec<usize>,
}

impl Units {
    /// Sorts out units, columns and scales.
    pub fn new(
        q: &[f64],
        m: Option<&[f64]>,
        sums: Vec<f64>,
        aux: &Auxiliaries,
        totals: &Totals,
        options: &Options,
    ) -> Result<Units, MarginError> {
        let by_cell = aux.numbers.is_empty() && !matches!(options.bounds, Bounds::Weight { .. });
        let weight = |row: usize| q[row] * m.map_or(1.0, |m| m[row]);
        let positive = (0..q.len()).filter(|row| weight(*row) > 0.0);
        let mut units = Units::of_categories(totals);
        if by_cell {
            units.d = sums;
            units.count = vec![0; units.d.len()];
            positive.for_each(|row| units.count[aux.cells.of_row[row] as usize] += 1);
            units.categories = units.columns(0..aux.cells.len(), aux, totals);
        } else {
            let rows: Vec<u32> = positive.map(|row| row as u32).collect();
            units.d = rows.iter().map(|row| weight(*row as usize)).collect();
            units.count = vec![1; rows.len()];
            let cells = rows.iter().map(|row| aux.cells.of_row[*row as usize] as usize);
            units.categories = units.columns(cells, aux, totals);
            units.rows = Some(rows);
        }
        units.bound(q, options)?;
        units.scale_numbers(aux, totals)?;
        Ok(units)
    }

    /// The columns of the categories, without units.
    fn of_categories(totals: &Totals) -> Units {
        let categories = || totals.targets.iter().flat_map(|t| &t.categories);
        let margins = totals.targets.iter().enumerate();
        Units {
            d: Vec::new(),
            categories: Vec::new(),
            values: Vec::new(),
            bounds: Vec::new(),
            totals: categories().map(|(_, total)| *total).collect(),
            sizes: categories().map(|(_, t)| if *t > 0.0 { *t } else { 1.0 }).collect(),
            margins: totals.targets.len(),
            numbers: totals.sums.len(),
            rows: None,
            count: Vec::new(),
            margin_of: margins.flat_map(|(i, t)| vec![i; t.categories.len()]).collect(),
        }
    }

    fn columns(&self, cells: impl Iterator<Item = usize>, aux: &Auxiliaries, totals: &Totals) -> Vec<usize> {
        let mut offset = vec![0usize];
        for target in &totals.targets {
            offset.push(offset[offset.len() - 1] + target.categories.len());
        }
        let last = self.margin_of.len().saturating_sub(1);
        let columns = |cell: usize| {
            let of = aux.cells.categories[cell].iter().zip(&offset);
            // A cell of rows without category has no weight: it may stand in any column.
            of.map(|(c, o)| (o + *c as usize).min(last)).collect::<Vec<_>>()
        };
        cells.flat_map(columns).collect()
    }

    /// See [`scale`]; an intercept is there where there are categories.
    fn scale_numbers(&mut self, aux: &Auxiliaries, totals: &Totals) -> Result<(), MarginError> {
        let Some(rows) = &self.rows else { return Ok(()) };
        let population = totals.targets.first().map(|t| t.sum());
        let mut scaled: Vec<Scaled> = Vec::new();
        for ((name, values), total) in aux.numbers.iter().zip(&totals.sums) {
            let x: Vec<f64> = rows.iter().map(|row| values[*row as usize]).collect();
            if let Some(at) = x.iter().position(|x| !x.is_finite()) {
                let (name, row) = (name.clone(), rows[at] as usize);
                return Err(MarginError::MissingNumber { name, row });
            }
            if !total.is_finite() {
                let (margin, category, total) = (name.clone(), "sum".to_owned(), *total);
                return Err(MarginError::BadTotal {
                    margin,
                    category,
                    total,
                });
            }
            scaled.push(scale(x, *total, &self.d, population, &scaled));
        }
        self.numbers = scaled.len();
        self.values = vec![0.0; rows.len() * self.numbers];
        for (k, number) in scaled.iter().enumerate() {
            let places = self.values.iter_mut().skip(k).step_by(self.numbers);
            places.zip(&number.values).for_each(|(place, value)| *place = *value);
            self.totals.push(number.total);
            self.sizes.push(number.size);
        }
        Ok(())
    }

    /// Categorical columns of a unit.
    pub fn of(&self, unit: usize) -> &[usize] {
        &self.categories[unit * self.margins..(unit + 1) * self.margins]
    }

    /// Scaled numbers of a unit.
    pub fn numbers_of(&self, unit: usize) -> &[f64] {
        self.values
            .get(unit * self.numbers..(unit + 1) * self.numbers)
            .unwrap_or(&[])
    }

    /// (margin, category) of a column.
    pub fn name(&self, column: usize, totals: &Totals, aux: &Auxiliaries) -> (String, String) {
        match self.margin_of.get(column) {
            Some(margin) => {
                let first = self.margin_of.partition_point(|m| m < margin);
                let target = &totals.targets[*margin];
                (target.margin.clone(), target.label(column - first))
            }
            None => {
                let number = aux.numbers.get(column - self.margin_of.len());
                (number.map_or_else(String::new, |n| n.0.clone()), "sum".to_owned())
            }
        }
    }

    /// Factor of each row; 1 where the weight is 0.
    pub fn to_rows(&self, factor: &[f64], aux: &Auxiliaries) -> Vec<f64> {
        match &self.rows {
            None => aux.cells.of_row.iter().map(|c| factor[*c as usize]).collect(),
            Some(rows) => {
                let mut by_row = vec![1.0; aux.cells.of_row.len()];
                rows.iter().zip(factor).for_each(|(row, f)| by_row[*row as usize] = *f);
                by_row
            }
        }
    }
}
