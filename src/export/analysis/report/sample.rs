//! Files read, sample and design, replicate sets.

use super::figures::count;
use super::table::{Cell, table};
use super::{Part, fill, settings};
use crate::domain::analysis::outcome::{Outcome, ReplicatesOutcome};
use crate::domain::weight::plan::PlanError;
use crate::text::analysis::{AnalysisText, known, name};
use crate::text::refusals;
use maud::{Markup, html};

/// The files with their fingerprints.
pub(super) fn inputs(outcome: &Outcome, words: &AnalysisText) -> Markup {
    let rows = outcome.inputs.iter().map(|input| {
        vec![
            Cell::Head(name(words.names.roles, &input.role).into()),
            Cell::Words(input.file.clone()),
            // A specification has no rows; that is no missing figure.
            Cell::Words(input.rows.map(count).unwrap_or_default()),
            Cell::Hash(input.sha256.clone()),
        ]
    });
    table(
        words,
        words.chapters.inputs.0,
        &words.columns.inputs,
        &rows.collect::<Vec<_>>(),
    )
}

/// The sample in sentences, the design as specified.
pub(super) fn sample(part: Part<'_>) -> Markup {
    let words = part.words;
    let sample = &part.run.sample;
    html! {
        p { (sentences(part)) }
        @if !sample.settings.is_empty() {
            dl.settings {
                @for (key, value) in settings::untold(&sample.settings) {
                    div {
                        dt { (name(words.names.design, key)) }
                        dd {
                            @match known(words.method.values, value) {
                                Some(said) if key == "nonrespondents" => (said),
                                _ => code { (value) },
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sentences(part: Part<'_>) -> String {
    let sample = &part.run.sample;
    let [rows, design, corrected, uncorrected, lonely, none_lonely] = part.words.say.sample;
    let correction = if sample.corrected_stages > 0 {
        corrected
    } else {
        uncorrected
    };
    let lonely = if sample.lonely_strata.is_empty() {
        none_lonely
    } else {
        lonely
    };
    let rule = name(part.words.names.lonely, &sample.lonely_rule);
    let with = [
        ("read", count(sample.rows_read)),
        ("kept", count(sample.rows_kept)),
        ("analysed", count(sample.rows_analysed)),
        ("strata", count(sample.strata)),
        ("clusters", count(sample.clusters)),
        ("stages", sample.corrected_stages.to_string()),
        ("n", sample.lonely_strata.len().to_string()),
        ("list", sample.lonely_strata.join(", ")),
        ("rule", rule.to_string()),
    ];
    let with: Vec<(&str, &str)> = with.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let space = if part.language == crate::domain::definition::Language::Zh {
        ""
    } else {
        " "
    };
    [rows, design, correction, lonely]
        .map(|sentence| fill(sentence, &with))
        .join(space)
}

/// Replicate sets, and why single replicates failed.
pub(super) fn replicates(part: Part<'_>) -> Option<Markup> {
    let words = part.words;
    let sets = &part.run.replicates;
    let [title, yes, no, none] = words.say.failures;
    let row = |set: &ReplicatesOutcome| {
        vec![
            Cell::Head(set.name.clone()),
            Cell::Words(name(words.names.methods, &set.method).into()),
            Cell::Number(Some(count(set.count))),
            Cell::Words(if set.steps_repeated { yes } else { no }.into()),
            Cell::Words(set.seed.clone().unwrap_or_default()),
            Cell::Words(if set.failed.is_empty() {
                none.into()
            } else {
                set.failed.len().to_string()
            }),
        ]
    };
    let failed: Vec<(&str, &(u64, PlanError))> = sets
        .iter()
        .flat_map(|set| set.failed.iter().map(|failed| (set.name.as_str(), failed)))
        .collect();
    (!sets.is_empty()).then(|| {
        html! {
            (table(words, words.chapters.replicates.0, &words.columns.replicates, &sets.iter().map(row).collect::<Vec<_>>()))
            @if !failed.is_empty() {
                h3 { (title) }
                ul.small {
                    @for (set, (number, why)) in failed.iter().take(super::MOST_ROWS) {
                        li { (set) (words.say.gap) (fill(words.say.failed, &[("number", &number.to_string()), ("why", &refusals::say(why, words.language))])) }
                    }
                }
                (super::frame::cut(words.say.shown, failed.len().min(super::MOST_ROWS), failed.len(), "results.json"))
            }
        }
    })
}
