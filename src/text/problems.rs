//! What is wrong with a file, in words: a line a problem, its place first and the same in every language.

mod group;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use super::zh;
use crate::domain::definition::{Expected, Language, Problem, Problems};
use group::Entry;

/// How many problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Of many problems of the same kind in the same column, the first few and the rows of the others.
    Grouped,
    /// Every one.
    All,
}

/// A line a problem: `file:line [column]: ` and then what was found and what was expected.
pub fn print(problems: &Problems, language: Language) -> String {
    let lines: Vec<String> = problems.0.iter().map(|problem| say(problem, language)).collect();
    lines.join("\n")
}

/// The lines, and how many problems there are; what was left out is counted and its rows are named.
pub fn report(problems: &Problems, language: Language, extent: Extent) -> String {
    let entries = group::entries(&problems.0, extent);
    let shortened = entries.iter().any(|entry| matches!(entry, Entry::More { .. }));
    let mut lines: Vec<String> = entries.iter().map(|entry| entry_line(entry, language)).collect();
    lines.push(match (language, problems.0.len()) {
        (Language::Zh, count) => format!(
            "共 {count} 个问题{}",
            if shortened { "；加 --all 可逐条列出" } else { "" }
        ),
        (Language::En, 1) => "1 problem".into(),
        (Language::En, count) => format!(
            "{count} problems{}",
            if shortened { "; --all prints each one" } else { "" }
        ),
    });
    lines.join("\n")
}

fn entry_line(entry: &Entry<'_>, language: Language) -> String {
    match (entry, language) {
        (Entry::One(problem), _) => say(problem, language),
        (Entry::More { place, count, rows }, Language::Zh) => {
            format!("{place}: …… 还有 {count} 个同类问题（第 {rows} 行）")
        }
        (Entry::More { place, count, rows }, Language::En) => {
            format!("{place}: … and {count} more of this kind (rows {rows})")
        }
    }
}

/// One problem in one line.
pub fn say(problem: &Problem, language: Language) -> String {
    let place = &problem.place;
    match language {
        Language::Zh => {
            let found = zh::found::found(&problem.found);
            let expected = zh::expected::expected(&problem.expected);
            let lead = zh::expected::lead(&problem.expected);
            format!("{place}: 发现：{found}；{lead}{expected}")
        }
        Language::En => match &problem.expected {
            // What the pages say is a sentence of its own.
            Expected::Answer(answer) => {
                let sentence = super::respondent(Language::En).problems.say(answer);
                format!("{place}: found {}. {sentence}", problem.found)
            }
            other => format!("{place}: found {}; expected {other}", problem.found),
        },
    }
}
