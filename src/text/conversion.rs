//! How a share becomes points, in a sentence with the numbers that count.

use super::{public, sheet};
use crate::domain::definition::{Conversion, Language, Survey, Text};

/// The registered rule.
pub fn conversion(survey: &Survey, language: Language) -> String {
    let words = &public::of(language).results.method.conversion;
    match &survey.method.conversion {
        Conversion::Rate => filled(survey, words[0], language),
        Conversion::Index { .. } => words[1].replace("{values}", &values(survey, language)),
        Conversion::Target { target } => words[2].replace("{target}", &percent(*target)),
        Conversion::Bands { bands } => {
            let band = |(from, points): &(f64, f64)| format!("≥ {}: {points}", percent(*from));
            words[3].replace("{bands}", &joined(bands.iter().map(band), language))
        }
        Conversion::MinMax { floor } => words[4].replace("{floor}", &floor.to_string()),
    }
}

/// Words with the level of the intervals and the grades that count as satisfied.
pub fn filled(survey: &Survey, words: &str, language: Language) -> String {
    let grades = survey.method.scale.grades.iter().filter(|grade| grade.satisfied);
    let satisfied: Vec<Text> = grades.map(|grade| grade.label.clone()).collect();
    sheet::fill_with(words, survey.method.interval.level, &satisfied, language)
}

/// The values of an index, grade by grade.
fn values(survey: &Survey, language: Language) -> String {
    let Conversion::Index { values } = &survey.method.conversion else {
        return String::new();
    };
    let grades = survey.method.scale.grades.iter();
    let said = grades.filter_map(|grade| Some(format!("{} {}", grade.label.get(language), values.get(&grade.code)?)));
    joined(said, language)
}

fn joined(parts: impl Iterator<Item = String>, language: Language) -> String {
    parts.collect::<Vec<_>>().join(sheet::of(language).list_gap)
}

fn percent(share: f64) -> String {
    format!("{} %", (share * 1e4).round() / 1e2)
}
