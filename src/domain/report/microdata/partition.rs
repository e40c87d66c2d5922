//! Coarsening until every combination of characteristics is shared by enough rows.

use std::collections::BTreeMap;

/// Stands for a value that would make its combination too rare.
pub const WITHHELD: &str = "*";

/// Replaces values by [`WITHHELD`] until every combination of values is shared by at least `fewest` rows; `rows[i][v]` is
/// row i's value of variable v. Gives whether there were so many rows at all; else
/// every value is withheld, and the rows are better left out.
///
/// From the top down, one variable after the other in the given `order`: inside a group of rows, the values that at least
/// `fewest` of its rows have stay, the rows with rarer values are pooled, and as long as the pool itself is too small the
/// rarest of the others joins it. Every group that is left at the end is one combination of published values, because
/// groups of one parent differ in the variable that split them: so each has at least `fewest` rows.
pub fn partition(rows: &mut [Vec<String>], order: &[usize], fewest: usize) -> bool {
    if rows.len() < fewest {
        rows.iter_mut().flatten().for_each(|value| WITHHELD.clone_into(value));
        return false;
    }
    let all: Vec<usize> = (0..rows.len()).collect();
    split(rows, &all, order, fewest);
    true
}

fn split(rows: &mut [Vec<String>], group: &[usize], order: &[usize], fewest: usize) {
    let Some((variable, rest)) = order.split_first() else {
        return;
    };
    let mut by_value: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in group {
        by_value.entry(rows[*row][*variable].clone()).or_default().push(*row);
    }
    for (value, members) in pooled(by_value, fewest) {
        for row in &members {
            rows[*row][*variable].clone_from(&value);
        }
        split(rows, &members, rest, fewest);
    }
}

/// Groups of at least `fewest` rows: values as they are, and the pool of the others.
fn pooled(by_value: BTreeMap<String, Vec<usize>>, fewest: usize) -> Vec<(String, Vec<usize>)> {
    let (mut kept, rare): (Vec<_>, Vec<_>) = by_value.into_iter().partition(|(_, rows)| rows.len() >= fewest);
    let mut pool: Vec<usize> = rare.into_iter().flat_map(|(_, rows)| rows).collect();
    while !pool.is_empty() && pool.len() < fewest {
        // The first of the rarest: the choice depends on counts and values alone.
        let Some(next) = (0..kept.len()).min_by_key(|i| kept[*i].1.len()) else {
            break;
        };
        pool.extend(kept.remove(next).1);
    }
    if !pool.is_empty() {
        // Who had "withheld" already, for want of an answer, is in the pool as well.
        kept.push((WITHHELD.to_owned(), pool));
    }
    kept
}

/// Variables in the order in which they are split: those with few values first, so that more of them survive.
pub fn by_coarseness(rows: &[Vec<String>]) -> Vec<usize> {
    let variables = rows.first().map_or(0, Vec::len);
    let values = |variable: usize| {
        let seen: std::collections::BTreeSet<&str> = rows.iter().map(|row| row[variable].as_str()).collect();
        seen.len()
    };
    let mut order: Vec<(usize, usize)> = (0..variables).map(|variable| (values(variable), variable)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, variable)| variable).collect()
}
