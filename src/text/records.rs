//! What was recorded (audit log, a round's history) in people's words: keys, values and things.

use super::terminal::fill;
use super::{console, en, zh};
use crate::domain::definition::Language;
use crate::domain::ledger::{Cause, Indicator, Source, Step};

/// Words of records, once per language.
#[derive(Debug)]
pub struct Records {
    /// What a key means.
    pub keys: &'static [(&'static str, &'static str)],
    /// What a value of a key means: key, stored word, words.
    pub values: &'static [(&'static str, &'static str, &'static str)],
    /// Audiences by their usual ids.
    pub audiences: &'static [(&'static str, &'static str)],
    /// Things by the word that begins their id; `{n}` is what follows.
    pub objects: &'static [(&'static str, &'static str)],
    /// True, false.
    pub yes_no: [&'static str; 2],
    /// One audience of a draw: `{audience}`, `{frame}`, `{issued}`, `{reserve}`.
    pub drawn: &'static str,
    /// `{name}` and its `{value}`.
    pub pair: &'static str,
    /// Between things, between values.
    pub joins: [&'static str; 2],
}

/// The words in that language.
pub fn of(language: Language) -> &'static Records {
    match language {
        Language::Zh => &zh::records::RECORDS,
        Language::En => &en::records::RECORDS,
    }
}

impl Records {
    /// What a key means.
    pub fn key(&self, key: &str) -> Option<&'static str> {
        let found = self
            .keys
            .iter()
            .chain(self.audiences)
            .find(|(stored, _)| *stored == key);
        found.map(|(_, word)| *word)
    }

    /// An audience, or any other id as it is.
    pub fn audience<'a>(&self, id: &'a str) -> &'a str {
        console::named(self.audiences, id)
    }
}

/// What a stored word of a key means; the word itself where it is one of people.
pub fn value(key: &str, stored: &str, language: Language) -> String {
    let named = |name: crate::domain::ledger::Named| name.get(language).to_owned();
    let words = of(language);
    let known = match key {
        "role" => stored
            .parse()
            .ok()
            .map(|role| console::of(language).role(role).to_owned()),
        "indicator" => Indicator::find(stored).map(|one| named(one.name())),
        "source" => {
            let mut all = Indicator::ALL.into_iter().filter_map(|one| Source::find(one, stored));
            all.next().map(|one| named(one.name()))
        }
        "cause" => Cause::find(stored).map(|one| named(one.name())),
        "step" => Step::find(stored).map(|one| named(one.name())),
        "audience" => Some(words.audience(stored).to_owned()),
        _ => {
            let mut all = words.values.iter();
            let found = all.find(|(of, word, _)| *of == key && *word == stored);
            found.map(|(_, _, said)| (*said).to_owned())
        }
    };
    known.unwrap_or_else(|| stored.to_owned())
}

/// The thing that a record is about: `ledger 2026` as people call it.
pub fn object(stored: &str, language: Language) -> String {
    let words = of(language);
    let (kind, n) = stored.split_once(' ').unwrap_or((stored, ""));
    let found = words.objects.iter().find(|(word, _)| *word == kind);
    match found {
        Some((_, said)) => fill(said, &[("n", &n)]),
        None => words.audience(stored).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_know_the_same_words() {
        let (zh, en) = (of(Language::Zh), of(Language::En));
        let firsts = |pairs: &[(&'static str, &'static str)]| pairs.iter().map(|(first, _)| *first).collect::<Vec<_>>();
        assert_eq!(firsts(zh.keys), firsts(en.keys));
        assert_eq!(firsts(zh.audiences), firsts(en.audiences));
        assert_eq!(firsts(zh.objects), firsts(en.objects));
        let of_values = |words: &Records| {
            words
                .values
                .iter()
                .map(|(key, word, _)| (*key, *word))
                .collect::<Vec<_>>()
        };
        assert_eq!(of_values(zh), of_values(en));
    }

    #[test]
    fn stored_words_become_peoples() {
        assert_eq!(value("role", "auditor", Language::Zh), "审计员");
        assert_eq!(value("indicator", "central", Language::Zh), "服务中央在京单位");
        assert_eq!(value("cause", "integrity", Language::En), "Serious breach of integrity");
        assert_eq!(value("state", "active", Language::Zh), "在用");
        assert_eq!(
            value("detail", "active", Language::Zh),
            "active",
            "what somebody wrote stays"
        );
        assert_eq!(object("ledger 2026", Language::Zh), "2026 年总账");
        assert_eq!(object("zhou", Language::Zh), "zhou");
    }
}
