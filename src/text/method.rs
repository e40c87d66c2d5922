//! The words of the office's page about the method.

use super::{en, zh};
use crate::domain::definition::Language;

/// Words of the method page. Words in braces are filled by the caller.
#[derive(Debug)]
pub struct MethodWords {
    /// Title.
    pub title: &'static str,
    /// Names of the two hashes: method, definition.
    pub hashes: [&'static str; 2],
    /// What each of the two covers.
    pub covers: [&'static str; 2],
    /// Heading of the registration.
    pub registration: &'static str,
    /// Nobody has signed; one has, `{first}` at `{first_at}`; two have, `{second}` at `{second_at}`.
    pub signed: [&'static str; 3],
    /// The second signature came after the first invitations.
    pub late: &'static str,
    /// A round without a sample needs none.
    pub unconcerned: &'static str,
    /// It is too late: the round is past its fieldwork.
    pub past: &'static str,
    /// You have signed; another officer comes next.
    pub yours: &'static str,
    /// What signing means: as the first, as the second.
    pub act: [&'static str; 2],
    /// Tick: I have read it.
    pub read: &'static str,
    /// Button: as the first, as the second.
    pub button: [&'static str; 2],
    /// After signing: as the first, as the second.
    pub done: [&'static str; 2],
    /// Heading of what to look at twice; nothing of the kind.
    pub minds: [&'static str; 2],
    /// Heading of the sentences.
    pub sentences: &'static str,
    /// Heading of the numbers.
    pub numbers: &'static str,
    /// Heads of the tables of numbers: setting, as registered, remark.
    pub heads: [&'static str; 3],
    /// Groups of settings, in the order of the page.
    pub groups: [&'static str; 13],
    /// Names of settings.
    pub labels: &'static [(&'static str, &'static str)],
    /// Why a setting deserves a second look.
    pub reasons: &'static [(&'static str, &'static str)],
    /// The default is `{usual}`.
    pub unusual: &'static str,
    /// A grade: `{code}`, `{value}`, `{counts}` as satisfied.
    pub grade: &'static str,
    /// Yes and no.
    pub yes_no: [&'static str; 2],
    /// Nothing of the kind.
    pub none: &'static str,
    /// Conversion rules: rate, index, target, bands, min-max.
    pub conversions: [&'static str; 5],
    /// Allocations: proportional, power, equal, fixed.
    pub allocations: [&'static str; 4],
    /// Base weights: inverse probability, stratum population.
    pub bases: [&'static str; 2],
    /// Units of enterprises, by the word that is stored.
    pub enterprise_units: &'static [(&'static str, &'static str)],
    /// Everybody rates everything; drawn.
    pub assignments: [&'static str; 2],
    /// A department: `{class}`, `{weights}`, `{familiarity}`, `{theme}`, `{full}` name, `{about}` it.
    pub department: &'static str,
    /// Always on the list.
    pub always: &'static str,
    /// Prior familiarity: low, medium, high.
    pub familiarities: [&'static str; 3],
    /// Where a wording names the year.
    pub year: &'static str,
    /// A margin: master, other. `{n}`, `{sum}`, `{source}`, `{year}`.
    pub margin: [&'static str; 2],
    /// Comparison.
    pub compare: Compare,
}

/// Comparison with another round.
#[derive(Debug)]
pub struct Compare {
    /// Heading.
    pub title: &'static str,
    /// What it is.
    pub about: &'static str,
    /// No other round of this survey.
    pub alone: &'static str,
    /// Label of the choice, and button.
    pub choose: [&'static str; 2],
    /// Heads: setting, this round, the other round.
    pub heads: [&'static str; 3],
    /// Everything is the same.
    pub equal: &'static str,
    /// The fingerprints differ, and no setting does.
    pub unnamed: &'static str,
    /// `{files}` of the survey that differ.
    pub files: &'static str,
    /// Above what differs: `{n}`.
    pub differ: &'static str,
    /// Summary of what is the same: `{n}`.
    pub same: &'static str,
    /// Same hash; other hash, by name.
    pub hashes: [&'static str; 2],
}

/// The words in that language.
pub fn of(language: Language) -> &'static MethodWords {
    match language {
        Language::Zh => &zh::method::METHOD,
        Language::En => &en::method::METHOD,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_name_the_same_settings_and_reasons() {
        let words = |names: &[(&'static str, &'static str)]| names.iter().map(|(word, _)| *word).collect::<Vec<_>>();
        let (zh, en) = (of(Language::Zh), of(Language::En));
        assert_eq!(words(zh.labels), words(en.labels));
        assert_eq!(words(zh.reasons), words(en.reasons));
    }
}
