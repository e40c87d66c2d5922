//! One systematic mistake is one thing to mend: problems of the same kind in the same column stand together.

use super::Extent;
use crate::domain::definition::{Expected, Found, Problem};
use std::collections::BTreeSet;
use std::mem::{Discriminant, discriminant};

/// Most problems of one kind that are printed one by one.
const MOST_ALONE: usize = 5;
/// Printed of a longer group.
const FIRST: usize = 3;
/// The same mistake in further columns is shown by one example each.
const COLUMNS_IN_FULL: usize = 2;

/// One line of a report.
#[derive(Debug)]
pub(super) enum Entry<'p> {
    /// One problem.
    One(&'p Problem),
    /// The others of its kind.
    More {
        /// `file [column]`.
        place: String,
        /// How many.
        count: usize,
        /// `5–266`, or each of a few.
        rows: String,
    },
}

type Kind<'p> = (&'p str, &'p str, Discriminant<Found>, Discriminant<Expected>);

/// The problems in the order of their groups' first members.
pub(super) fn entries(problems: &[Problem], extent: Extent) -> Vec<Entry<'_>> {
    if extent == Extent::All {
        return problems.iter().map(Entry::One).collect();
    }
    let groups = groups(problems);
    let mistake = |group: &[&Problem]| (discriminant(&group[0].found), discriminant(&group[0].expected));
    let lines = groups.iter().enumerate().flat_map(|(at, group)| {
        let long = |other: &&Vec<&Problem>| other.len() > MOST_ALONE && mistake(other) == mistake(group);
        let earlier = groups[..at].iter().filter(long).count();
        lines(group, if earlier < COLUMNS_IN_FULL { FIRST } else { 1 })
    });
    lines.collect()
}

fn groups(problems: &[Problem]) -> Vec<Vec<&Problem>> {
    let mut groups: Vec<Vec<&Problem>> = Vec::new();
    let mut known: Vec<(Kind<'_>, usize)> = Vec::new();
    for problem in problems {
        let kind = kind(problem);
        let group = kind.and_then(|kind| known.iter().find(|(other, _)| *other == kind));
        match group {
            Some((_, group)) => groups[*group].push(problem),
            None => {
                known.extend(kind.map(|kind| (kind, groups.len())));
                groups.push(vec![problem]);
            }
        }
    }
    groups
}

/// Only cells of tables repeat a mistake; what stands in another file is another thing to mend.
fn kind(problem: &Problem) -> Option<Kind<'_>> {
    let place = &problem.place;
    let column = place.column.as_deref()?;
    let (found, expected) = (discriminant(&problem.found), discriminant(&problem.expected));
    Some((&place.file, column, found, expected))
}

fn lines<'p>(group: &[&'p Problem], first: usize) -> Vec<Entry<'p>> {
    if group.len() <= MOST_ALONE {
        return group.iter().map(|problem| Entry::One(problem)).collect();
    }
    let (first, rest) = group.split_at(first);
    let place = &first[0].place;
    let more = Entry::More {
        place: format!("{} [{}]", place.file, place.column.as_deref().unwrap_or_default()),
        count: rest.len(),
        rows: rows(rest),
    };
    first.iter().map(|problem| Entry::One(problem)).chain([more]).collect()
}

/// The first and the last row, or each of them when there are few.
fn rows(problems: &[&Problem]) -> String {
    let lines: BTreeSet<usize> = problems.iter().map(|problem| problem.place.line).collect();
    let lines: Vec<usize> = lines.into_iter().collect();
    match lines.as_slice() {
        [first, .., last] if lines.len() > 10 => format!("{first}–{last}"),
        some => some.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    }
}
