//! How English messages write lists, counts and cells.

use crate::domain::submission::FieldProblem;

/// `“a”, “b” or “c”`.
pub(super) fn list(words: &[String]) -> String {
    none_or(words, "(there is none)")
}

/// `“a”, “b” or “c”` where a cell must hold one of them.
pub(super) fn choice(words: &[String]) -> String {
    none_or(words, "nothing, because no value is defined")
}

/// `“a”, “b” or “c”`, or the given words where there is nothing to list.
pub(super) fn none_or(words: &[String], none: &str) -> String {
    joined(words, none, "or")
}

/// `“a”, “b” and “c”`, or the given words where there is nothing to list.
pub(super) fn all_or(words: &[String], none: &str) -> String {
    joined(words, none, "and")
}

fn joined(words: &[String], none: &str, last_by: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
    match words.as_slice() {
        [] => none.to_string(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {last_by} {last}", most.join(", ")),
    }
}

/// `a, b, c`.
pub(super) fn commas(words: &[String]) -> String {
    words.join(", ")
}

/// `1 cell`, `2 cells`.
pub(super) fn count(number: usize, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        _ => format!("{number} {thing}s"),
    }
}

/// What a cell holds, in quotation marks; long texts are cut, and nothing is called so.
pub(super) fn cell(text: &str) -> String {
    if text.is_empty() {
        return "an empty cell".into();
    }
    format!("“{}”", excerpt(text))
}

/// At most 60 characters of a text.
pub(crate) fn excerpt(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.into();
    }
    text.chars().take(60).chain(['…']).collect()
}

pub(super) fn fitting(problem: &FieldProblem) -> String {
    format!("{:?}, allowed {}", problem.code, problem.allowed.join(" "))
}
