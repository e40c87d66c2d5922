//! Settings of steps and replicate sets in words, with the defaults that a specification left unsaid.

use super::{Part, fill};
use crate::text::analysis::{known, name};
use std::collections::BTreeMap;

/// Keys that other sentences tell already.
const TOLD: [&str; 8] = ["step", "name", "method", "seed", "count", "steps", "lonely", "file"];

/// Keys whose values are words of the specification language, not names of the user's.
const WORDS: [&str; 8] = [
    "of",
    "give_back",
    "repeat",
    "relative_to_base",
    "distance",
    "fpc",
    "centre",
    "are",
];

/// What holds where a step or a set says nothing.
fn defaults(kind: &str) -> &'static [(&'static str, &'static str)] {
    match kind {
        "rake" => &[("tolerance", "1e-6"), ("max_cycles", "100")],
        "calibrate" => &[("tolerance", "1e-10"), ("max_cycles", "100"), ("distance", "linear")],
        "trim" => &[("of", "weight"), ("give_back", "none"), ("repeat", "false")],
        "trim_and_rake" => &[
            ("of", "weight"),
            ("give_back", "none"),
            ("tolerance", "1e-6"),
            ("max_cycles", "100"),
            ("cycles", "10"),
        ],
        "jackknife" | "brr" | "fay" | "bootstrap" | "supplied" => &[("centre", "estimate")],
        _ => &[],
    }
}

/// Every setting that holds for a step or set of this kind, in one line; keys without a word stand as they are written.
pub(super) fn line(part: Part<'_>, kind: &str, settings: &BTreeMap<String, String>) -> String {
    let words = part.words;
    let mut all: BTreeMap<&str, &str> = defaults(kind).iter().copied().collect();
    let written = settings.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    all.extend(written.filter(|(key, _)| !TOLD.contains(key)));
    let say = |(key, value): (&str, &str)| {
        let value = if WORDS.contains(&key) {
            name(words.method.values, value)
        } else {
            value
        };
        match known(words.method.settings, key) {
            Some(sentence) => fill(sentence, &[("v", value)]),
            None => fill(words.say.setting, &[("key", key), ("value", value)]),
        }
    };
    all.into_iter().map(say).collect::<Vec<_>>().join(words.say.gap)
}

/// Settings of the design that are not told elsewhere.
pub(super) fn untold(settings: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    settings.iter().filter(|(key, _)| !TOLD.contains(&key.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::definition::Language;
    use crate::export::analysis::fixture;

    fn said(kind: &str, pairs: &[(&str, &str)]) -> String {
        let outcome = fixture::outcome();
        let language = Language::En;
        let part = Part {
            language,
            words: crate::text::analysis::of(language),
            run: &outcome.runs[0],
        };
        line(part, kind, &fixture::settings(pairs))
    }

    #[test]
    fn what_is_left_unsaid_is_told_with_its_default() {
        let raked = said("rake", &[("step", "rake"), ("margins", "mean, none")]);
        assert_eq!(
            raked,
            "margins, in this order: mean, none; at most 100 cycles each time; tolerance 1e-6 (relative)"
        );
        let strict = said("rake", &[("tolerance", "1e-12"), ("max_cycles", "9")]);
        assert_eq!(strict, "at most 9 cycles each time; tolerance 1e-12 (relative)");
    }

    #[test]
    fn words_of_the_specification_are_put_into_words() {
        let trimmed = said("trim", &[("high", "3"), ("of", "median")]);
        assert!(trimmed.contains("the median of the positive weights"), "{trimmed}");
        assert!(trimmed.contains("not given back"), "{trimmed}");
    }
}
