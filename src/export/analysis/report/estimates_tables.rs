//! The tables behind an entry's charts.

use super::estimates::{Entry, interval};
use super::figures::{self, count, maybe, number};
use super::table::{Cell, folded, more, table};
use super::{MOST_ROWS, Part, fill, notes};
use crate::domain::analysis::outcome::{ErrorOutcome, EstimateOutcome, Limits};
use crate::export::analysis::tables::INTERVALS;
use crate::text::analysis::name;
use maud::{Markup, html};

/// The official figures, and all methods with all intervals.
pub(super) fn tables(part: Part<'_>, entry: &Entry<'_>) -> Markup {
    let say = &part.words.say;
    html! {
        (folded(say.table, &official(part, entry)))
        @if entry.members.iter().any(|estimate| !estimate.errors.is_empty()) {
            (more(say.by_method, &by_method(part, entry)))
        }
    }
}

fn official(part: Part<'_>, entry: &Entry<'_>) -> Markup {
    let words = part.words;
    let [label, n, sum, estimate, neff, se, df, deff] = words.columns.estimate;
    let level = figures::level(part.run.level);
    let shown = name(words.names.intervals, entry.interval);
    let shown = fill(words.say.interval, &[("name", shown), ("level", &level)]);
    let heads = [label, n, sum, estimate, &shown, se, df, deff, neff, words.columns.notes];
    let row = |estimate: &&EstimateOutcome| {
        let none = ErrorOutcome::default();
        let error = estimate.errors.first().unwrap_or(&none);
        vec![
            Cell::Head(estimate.label.clone()),
            Cell::Number(Some(count(estimate.n))),
            Cell::Number(maybe(Some(estimate.sum_w))),
            Cell::Number(maybe(estimate.estimate)),
            Cell::Number(interval(estimate, entry.interval).map(|(low, high)| between(low, high))),
            Cell::Number(maybe(error.se)),
            Cell::Number(error.df.map(figures::df)),
            Cell::Number(error.deff_wor.or(error.deff_wr).map(figures::ratio)),
            Cell::Number(maybe(error.neff.or(estimate.kish_neff))),
            Cell::Notes(notes::line(words, &estimate.notes)),
        ]
    };
    let rows: Vec<Vec<Cell>> = entry.members.iter().take(MOST_ROWS).map(row).collect();
    table(words, entry.name, &heads, &rows)
}

fn by_method(part: Part<'_>, entry: &Entry<'_>) -> Markup {
    let words = part.words;
    let intervals = INTERVALS.iter().map(|key| name(words.names.intervals, key));
    let heads: Vec<&str> = [words.columns.estimate[0]]
        .into_iter()
        .chain(words.columns.errors)
        .chain(intervals)
        .chain([words.columns.notes])
        .collect();
    let row = |estimate: &EstimateOutcome, error: &ErrorOutcome, first: bool| {
        let label = if first { Cell::Head } else { Cell::Same };
        let mut cells = vec![
            label(estimate.label.clone()),
            Cell::Words(part.method(&error.method)),
            Cell::Number(maybe(error.se)),
            Cell::Number(error.df.map(figures::df)),
            Cell::Number(error.deff_wor.map(figures::ratio)),
            Cell::Number(error.deff_wr.map(figures::ratio)),
            Cell::Number(maybe(error.neff)),
            Cell::Number(maybe(error.neff_kg)),
        ];
        let limits = INTERVALS.iter().map(|key| error.ci.get(*key).copied());
        cells.extend(limits.map(|limits| Cell::Number(limits.and_then(limits_text))));
        cells.push(Cell::Notes(notes::line(words, &estimate.notes)));
        cells
    };
    let members = entry.members.iter().take(MOST_ROWS);
    let rows: Vec<Vec<Cell>> = members
        .flat_map(|estimate| {
            let errors = estimate.errors.iter().enumerate();
            errors.map(move |(i, error)| row(estimate, error, i == 0))
        })
        .collect();
    table(words, entry.name, &heads, &rows)
}

/// Both limits.
pub(super) fn limits_text((low, high): Limits) -> Option<String> {
    low.zip(high).map(|(low, high)| between(low, high))
}

fn between(low: f64, high: f64) -> String {
    format!("{} – {}", number(low), number(high))
}
