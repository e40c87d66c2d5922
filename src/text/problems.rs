//! What is wrong with a file, in words: a line a problem, its place first and the same in every language.

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use super::zh;
use crate::domain::definition::{Expected, Language, Problem, Problems};

/// A line a problem: `file:line [column]: ` and then what was found and what was expected.
pub fn print(problems: &Problems, language: Language) -> String {
    let lines: Vec<String> = problems.0.iter().map(|problem| say(problem, language)).collect();
    lines.join("\n")
}

/// The lines, and how many they are.
pub fn report(problems: &Problems, language: Language) -> String {
    let (lines, count) = (print(problems, language), problems.0.len());
    match (language, count) {
        (Language::Zh, _) => format!("{lines}\n共 {count} 个问题"),
        (Language::En, 1) => format!("{lines}\n1 problem"),
        (Language::En, _) => format!("{lines}\n{count} problems"),
    }
}

/// One problem in one line.
pub fn say(problem: &Problem, language: Language) -> String {
    let place = &problem.place;
    match language {
        Language::Zh => {
            let (found, expected) = (
                zh::found::found(&problem.found),
                zh::expected::expected(&problem.expected),
            );
            format!("{place}: 发现：{found}；应为：{expected}")
        }
        Language::En => {
            let expected = match &problem.expected {
                Expected::Answer(answer) => super::respondent(Language::En).problems.say(answer),
                other => other.to_string(),
            };
            format!("{place}: found {}; expected {expected}", problem.found)
        }
    }
}
