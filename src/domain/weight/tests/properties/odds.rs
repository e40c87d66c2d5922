//! Raking moves margins and nothing else: every odds ratio of a table, and the association of three margins, stays.

use super::*;

/// A table of two or three margins with weights per cell, and the totals of other weights in it.
#[derive(Debug, Clone)]
struct Table {
    levels: Vec<usize>,
    d: Vec<f64>,
    truth: Vec<f64>,
}

fn table(margins: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Table> {
    prop::collection::vec(2usize..=4, margins).prop_flat_map(|levels| {
        let cells: usize = levels.iter().product();
        let weights = || prop::collection::vec(0.2f64..8.0, cells);
        (Just(levels), weights(), weights()).prop_map(|(levels, d, truth)| Table { levels, d, truth })
    })
}

impl Table {
    /// Category of a cell in a margin; the last margin runs fastest.
    fn category(&self, cell: usize, margin: usize) -> usize {
        let step: usize = self.levels[margin + 1..].iter().product();
        cell / step % self.levels[margin]
    }

    /// A margin of some of the table's, crossed: column and total per category.
    fn margin(&self, of: &[usize]) -> (Vec<u32>, Target) {
        let number = |cell| {
            of.iter()
                .fold(0, |number, m| number * self.levels[*m] + self.category(cell, *m))
        };
        let column: Vec<u32> = (0..self.d.len()).map(|cell| number(cell) as u32).collect();
        let mut totals = vec![0.0; of.iter().map(|m| self.levels[*m]).product()];
        column
            .iter()
            .zip(&self.truth)
            .for_each(|(c, w)| totals[*c as usize] += w);
        let categories = totals
            .iter()
            .enumerate()
            .map(|(c, total)| (c.to_string(), *total))
            .collect();
        (
            column,
            Target {
                margin: format!("{of:?}"),
                categories,
            },
        )
    }

    /// The weights raked to these margins, which they must meet.
    fn raked(&self, margins: &[&[usize]]) -> Result<Vec<f64>, TestCaseError> {
        let (columns, targets): (Vec<_>, Vec<_>) = margins.iter().map(|of| self.margin(of)).unzip();
        let w = raked(&self.d, &columns, &targets);
        for (column, target) in columns.iter().zip(&targets) {
            for (category, (_, total)) in target.categories.iter().enumerate() {
                let got: f64 = column
                    .iter()
                    .zip(&w)
                    .filter(|(c, _)| **c as usize == category)
                    .map(|(_, w)| w)
                    .sum();
                prop_assert!(
                    (got / total - 1.0).abs() < 1e-11,
                    "{} {}: {} {}",
                    target.margin,
                    category,
                    got,
                    total
                );
            }
        }
        Ok(w)
    }

    /// The logarithm of ad/bc between neighbouring categories of two margins, from the cell of the lower ones.
    fn log_odds(&self, w: &[f64], cell: usize, [a, b]: [usize; 2]) -> Option<f64> {
        let step = |margin: usize| self.levels[margin + 1..].iter().product::<usize>();
        let last = |margin: usize| self.category(cell, margin) + 1 == self.levels[margin];
        let at = |more: usize| libm::log(w[cell + more]);
        let (i, j) = (step(a), step(b));
        (!last(a) && !last(b)).then(|| at(0) + at(i + j) - at(i) - at(j))
    }

    /// The same odds ratio's change to the next category of a third margin.
    fn log_interaction(&self, w: &[f64], cell: usize) -> Option<f64> {
        let last = self.category(cell, 2) + 1 == self.levels[2];
        let next = (!last).then_some(cell + 1)?;
        Some(self.log_odds(w, next, [0, 1])? - self.log_odds(w, cell, [0, 1])?)
    }
}

fn same(what: &str, before: Option<f64>, after: Option<f64>) -> Result<usize, TestCaseError> {
    match (before, after) {
        (Some(before), Some(after)) => {
            prop_assert!((before - after).abs() < 1e-11, "{}: {} became {}", what, before, after);
            Ok(1)
        }
        (before, after) => {
            prop_assert_eq!(before, after);
            Ok(0)
        }
    }
}

proptest! {
    #[test]
    fn raking_a_table_of_two_margins_keeps_every_odds_ratio(table in table(2..=2)) {
        let w = table.raked(&[&[0], &[1]])?;
        let mut compared = 0;
        for cell in 0..w.len() {
            let odds = |w: &[f64]| table.log_odds(w, cell, [0, 1]);
            compared += same("odds ratio", odds(&table.d), odds(&w))?;
        }
        prop_assert_eq!(compared, (table.levels[0] - 1) * (table.levels[1] - 1));
    }

    /// One-way margins have a factor each, so that the odds ratios of any two are kept in each category of the third.
    #[test]
    fn raking_over_three_margins_keeps_the_odds_ratios_of_any_two_given_the_third(table in table(3..=3)) {
        let w = table.raked(&[&[0], &[1], &[2]])?;
        let mut compared = 0;
        for cell in 0..w.len() {
            for pair in [[0, 1], [0, 2], [1, 2]] {
                let odds = |w: &[f64]| table.log_odds(w, cell, pair);
                compared += same("odds ratio", odds(&table.d), odds(&w))?;
            }
        }
        prop_assert!(compared >= 6);
    }

    /// Crossed margins may change the odds ratios of two, but not how these differ between categories of the third.
    #[test]
    fn raking_to_all_crossed_pairs_of_three_margins_keeps_their_interaction(table in table(3..=3)) {
        let w = table.raked(&[&[0, 1], &[1, 2], &[0, 2]])?;
        let mut compared = 0;
        for cell in 0..w.len() {
            let interaction = |w: &[f64]| table.log_interaction(w, cell);
            compared += same("interaction", interaction(&table.d), interaction(&w))?;
        }
        prop_assert_eq!(compared, table.levels.iter().map(|levels| levels - 1).product::<usize>());
    }
}
