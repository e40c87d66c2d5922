//! The method in words: what was done, from the results alone.

use super::{Part, estimates, figures, fill, settings};
use crate::domain::analysis::outcome::{EntryOutcome, ReplicatesOutcome, StepOutcome};
use crate::domain::definition::Language;
use crate::text::analysis::{Names, known, name};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Every step and estimator that was used, and nothing that was not.
pub(super) fn method(part: Part<'_>) -> Markup {
    let words = &part.words.method;
    let [order, design, weighting, estimators, variance, intervals, comparisons] = words.headings;
    let parts = [
        (order, vec![html! { (words.order) }]),
        (design, designed(part)),
        (
            weighting,
            part.run.weighting.iter().map(|step| step_words(part, step)).collect(),
        ),
        (estimators, estimated(part)),
        (variance, varied(part)),
        (intervals, intervals_words(part)),
        (comparisons, compared(part)),
    ];
    html! {
        @for (heading, sentences) in parts.iter().filter(|(_, sentences)| !sentences.is_empty()) {
            h3 { (heading) }
            ul.sentences { @for sentence in sentences { li { (sentence) } } }
        }
    }
}

/// Sentences of those keys that the run uses, in the order of the words.
fn used(names: Names, keys: &BTreeSet<&str>) -> Vec<Markup> {
    let sentences = names.iter().filter(|(key, _)| keys.contains(key));
    sentences.map(|(_, sentence)| html! { (sentence) }).collect()
}

fn designed(part: Part<'_>) -> Vec<Markup> {
    let sample = &part.run.sample;
    let correction = if sample.corrected_stages > 0 {
        "corrected"
    } else {
        "with_replacement"
    };
    let mut keys = BTreeSet::from([correction]);
    if sample.settings.get("clusters").is_none_or(String::is_empty) {
        keys.insert("rows");
    }
    let mut sentences = used(part.words.method.design, &keys);
    sentences.extend(used(
        part.words.method.lonely,
        &BTreeSet::from([sample.lonely_rule.as_str()]),
    ));
    sentences
}

fn step_words(part: Part<'_>, step: &StepOutcome) -> Markup {
    let words = &part.words.method;
    let sentence = known(words.steps, &step.kind).unwrap_or_default();
    let settings = settings::line(part, &step.kind, &step.settings);
    html! {
        strong { (step.name) } " " (sentence)
        @if !settings.is_empty() { (space(part)) (settings) (stop(part)) }
    }
}

fn space(part: Part<'_>) -> &'static str {
    if part.language == Language::Zh { "" } else { " " }
}

fn stop(part: Part<'_>) -> &'static str {
    if part.language == Language::Zh { "。" } else { "." }
}

fn estimated(part: Part<'_>) -> Vec<Markup> {
    let kinds = part.run.estimates.iter().map(|estimate| estimate.kind.as_str());
    let mut sentences = used(part.words.method.estimators, &kinds.collect());
    sentences.extend(part.run.entries.iter().map(|entry| entry_words(part, entry)));
    sentences
}

/// An entry as specified: its formulas stand as written.
fn entry_words(part: Part<'_>, entry: &EntryOutcome) -> Markup {
    let words = part.words;
    let settings = entry.settings.iter().map(|(key, value)| {
        let key = known(words.names.estimates, key).unwrap_or_else(|| name(words.names.keys, key));
        fill(words.say.setting, &[("key", key), ("value", value)])
    });
    let settings = settings.collect::<Vec<_>>().join(words.say.gap);
    let with = [
        ("kind", name(words.names.tables, &entry.table)),
        ("entry", entry.entry.as_str()),
        ("settings", settings.as_str()),
    ];
    html! { (fill(words.method.entry, &with)) }
}

fn varied(part: Part<'_>) -> Vec<Markup> {
    let words = &part.words.method;
    let errors = part.run.estimates.iter().flat_map(|estimate| &estimate.errors);
    let errors = errors.chain(part.run.contrasts.iter().flat_map(|contrast| &contrast.errors));
    let mut methods: Vec<&str> = Vec::new();
    for error in errors {
        if !methods.contains(&error.method.as_str()) {
            methods.push(&error.method);
        }
    }
    let mut sentences = Vec::new();
    if let Some(first) = methods.first() {
        sentences.push(html! { (fill(words.official, &[("method", &part.method(first))])) });
    }
    let linearised = methods.iter().filter_map(|method| known(words.variance, method));
    sentences.extend(linearised.map(|sentence| html! { (sentence) }));
    sentences.extend(part.run.replicates.iter().map(|set| set_words(part, set)));
    sentences.extend(words.diagnostics.iter().map(|sentence| html! { (sentence) }));
    sentences
}

fn set_words(part: Part<'_>, set: &ReplicatesOutcome) -> Markup {
    let words = &part.words.method;
    let [seed, repeated, kept, whole, failed] = words.sets;
    let opening = fill(words.set, &[("name", &set.name), ("count", &set.count.to_string())]);
    let mut sentences = vec![opening, known(words.variance, &set.method).unwrap_or_default().into()];
    if let Some(of) = &set.seed {
        sentences.push(fill(seed, &[("seed", of)]));
    }
    let are_weights = set.settings.get("are").is_some_and(|are| are == "weights");
    let used = match set.steps_repeated {
        true => repeated,
        false if are_weights => whole,
        false => kept,
    };
    sentences.push(used.into());
    if !set.failed.is_empty() {
        sentences.push(fill(failed, &[("n", &set.failed.len().to_string())]));
    }
    let settings = settings::line(part, &set.method, &set.settings);
    if !settings.is_empty() {
        sentences.push(settings + stop(part));
    }
    html! { (sentences.join(space(part))) }
}

fn intervals_words(part: Part<'_>) -> Vec<Markup> {
    let words = part.words;
    let errors = part.run.estimates.iter().flat_map(|estimate| &estimate.errors);
    let names: BTreeSet<&str> = errors.flat_map(|error| error.ci.keys()).map(String::as_str).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let level = part.run.level;
    let with = [
        ("level", figures::level(level)),
        ("alpha", figures::trimmed(1.0 - level)),
    ];
    let with: Vec<(&str, &str)> = with.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let formulas = words.method.intervals.iter().filter(|(key, _)| names.contains(key));
    let mut sentences = vec![html! { (fill(words.method.level, &with)) }];
    sentences.extend(formulas.map(|(key, formula)| {
        html! { strong { (name(words.names.intervals, key)) } " " (formula) }
    }));
    if estimates::entries(part.run)
        .iter()
        .any(|entry| entry.unit == figures::Unit::Percent)
    {
        sentences.push(html! { (words.method.degenerate) });
    }
    sentences
}

fn compared(part: Part<'_>) -> Vec<Markup> {
    let run = part.run;
    let mut keys: BTreeSet<&str> = run.contrasts.iter().filter_map(|one| one.adjust.as_deref()).collect();
    let present = [
        ("contrasts", !run.contrasts.is_empty()),
        ("independence", !run.independence.is_empty()),
        ("rankings", !run.rankings.is_empty()),
        ("shrinkage", !run.shrinkage.is_empty()),
        ("sample_sizes", !run.sample_sizes.is_empty()),
    ];
    keys.extend(present.into_iter().filter(|(_, present)| *present).map(|(key, _)| key));
    used(part.words.method.comparisons, &keys)
}
