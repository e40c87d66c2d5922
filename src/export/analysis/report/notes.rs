//! Remarks in words.

use super::{Part, fill};
use crate::domain::analysis::outcome::{Note, RunOutcome};
use crate::text::analysis::AnalysisText;
use crate::text::refusals;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Labels named with a remark; the others are counted.
const NAMED: usize = 6;

/// One remark.
pub(super) fn say(words: &AnalysisText, note: &Note) -> String {
    let notes = &words.notes;
    match note {
        Note::EmptyDomain => notes.empty_domain.into(),
        Note::OneUnit => notes.one_unit.into(),
        Note::Degenerate => notes.degenerate.into(),
        Note::NoVariance => notes.no_variance.into(),
        Note::UnknownError => notes.unknown_error.into(),
        Note::NoDegreesOfFreedom => notes.no_degrees_of_freedom.into(),
        Note::ZeroDenominator => notes.zero_denominator.into(),
        Note::NegativeWeight => notes.negative_weight.into(),
        Note::NotANumber => notes.not_a_number.into(),
        Note::PartMissing => notes.part_missing.into(),
        Note::QuantilePart => notes.quantile_part.into(),
        Note::NoValue => notes.no_value.into(),
        Note::NoLimit => notes.no_limit.into(),
        Note::ArcsineTurned => notes.arcsine_turned.into(),
        Note::NoWald => notes.no_wald.into(),
        Note::NoTest { name, why } => fill(
            notes.no_test,
            &[("name", name), ("why", &refusals::say(why, words.language))],
        ),
        Note::NoDeff => notes.no_deff.into(),
        Note::TooFew => notes.too_few.into(),
        Note::Few => notes.few.into(),
        Note::LonelyStrata { strata } => fill(notes.lonely_strata, &[("strata", &strata.to_string())]),
        Note::NoLevel { entry, rows } => fill(notes.no_level, &[("entry", entry), ("rows", &rows.to_string())]),
        Note::ClassFails { step, classes } => {
            fill(notes.class_fails, &[("step", step), ("classes", &classes.to_string())])
        }
        Note::OutsideLimits { step, units } => {
            fill(notes.outside_limits, &[("step", step), ("units", &units.to_string())])
        }
        Note::ReplicatesFailed { name, count } => fill(
            notes.replicates_failed,
            &[("name", name), ("count", &count.to_string())],
        ),
    }
}

/// Several remarks in one line.
pub(super) fn line(words: &AnalysisText, notes: &[Note]) -> String {
    let said: Vec<String> = notes.iter().map(|note| say(words, note)).collect();
    said.join(words.say.gap)
}

/// Remarks on the whole run, and every remark on numbers with the labels that it concerns.
fn gathered(run: &RunOutcome) -> BTreeMap<&Note, Vec<&str>> {
    let mut all: BTreeMap<&Note, Vec<&str>> = run.notes.iter().map(|note| (note, Vec::new())).collect();
    let estimates = run.estimates.iter().map(|one| (&one.label, &one.notes));
    let contrasts = run.contrasts.iter().map(|one| (&one.label, &one.notes));
    let tests = run.independence.iter().map(|one| (&one.name, &one.notes));
    for (label, notes) in estimates.chain(contrasts).chain(tests) {
        for note in notes {
            all.entry(note).or_default().push(label);
        }
    }
    all
}

/// How many different remarks there are.
pub(super) fn count(run: &RunOutcome) -> usize {
    gathered(run).len() + run.weighting.iter().filter(|step| !step.converged).count()
}

/// All remarks, each once; steps that fell short of their aim as well.
pub(super) fn of_run(part: Part<'_>) -> Option<Markup> {
    let words = part.words;
    let short = part.run.weighting.iter().filter(|step| !step.converged);
    let short: Vec<&str> = short.map(|step| step.name.as_str()).collect();
    (count(part.run) > 0).then(|| {
        html! {
            ul.mind {
                @for step in short { li { strong { (step) } " " (words.say.converged[1]) } }
                @for (note, labels) in gathered(part.run) {
                    li {
                        (say(words, note))
                        @if !labels.is_empty() {
                            " " span.quiet {
                                (labels.iter().take(NAMED).copied().collect::<Vec<_>>().join(words.say.gap))
                                @if labels.len() > NAMED { " … +" (labels.len() - NAMED) }
                            }
                        }
                    }
                }
            }
        }
    })
}
