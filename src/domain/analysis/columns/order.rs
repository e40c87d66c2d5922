//! Canonical order of rows.

use super::{Column, Ids};
use std::cmp::Ordering;

/// The rows' places in canonical order. Without ids rows are compared by their contents, column by column, and by line
/// only where they are alike.
pub(super) fn order<'c>(ids: &Ids, lines: &[u32], columns: impl Iterator<Item = &'c Column>) -> Vec<u32> {
    let mut places: Vec<u32> = (0..lines.len() as u32).collect();
    match ids {
        Ids::Whole(numbers) => sort(&mut places, |a, b| numbers[a].cmp(&numbers[b])),
        Ids::Texts { .. } => by_text(ids, &mut places),
        Ids::Lines => {
            let columns: Vec<&Column> = columns.collect();
            sort(&mut places, |a, b| {
                let differs = columns.iter().map(|column| compare(column, a, b)).find(|o| o.is_ne());
                differs.unwrap_or_else(|| lines[a].cmp(&lines[b]))
            });
        }
    }
    places
}

fn sort(places: &mut [u32], compare: impl Fn(usize, usize) -> Ordering) {
    // A stable sort sees in one pass that a file is in order already.
    places.sort_by(|a, b| compare(*a as usize, *b as usize));
}

/// Whole numbers with zeros before them or a minus are ordered by their size, any other text by its letters.
fn by_text(ids: &Ids, places: &mut [u32]) {
    let text = |at: usize| ids.text(at).unwrap_or_default();
    let numbers: Option<Vec<i64>> = (0..places.len()).map(|at| text(at).parse().ok()).collect();
    match numbers {
        Some(numbers) => sort(places, |a, b| {
            numbers[a].cmp(&numbers[b]).then_with(|| text(a).cmp(text(b)))
        }),
        None => sort(places, |a, b| text(a).cmp(text(b))),
    }
}

fn compare(column: &Column, a: usize, b: usize) -> Ordering {
    match column {
        Column::Codes(codes) => codes.rows.get(a).cmp(&codes.rows.get(b)),
        Column::Numbers(numbers) => numbers[a].total_cmp(&numbers[b]),
    }
}
