//! How weights change: effective n by step, factors of a step, distribution of the last weights.

use super::chart::{Axis, bar, binned, dot, histogram, line, plot, scale};
use super::figures::{count, number, ratio};
use super::{Part, fill};
use crate::domain::analysis::outcome::StepOutcome;
use maud::{Markup, html};

/// Factors beyond which their distribution is drawn instead of each.
const MOST_FACTORS: usize = 40;

/// Bars of a histogram.
const BINS: usize = 40;

/// Effective n after each step as part of the units.
pub(super) fn effective(part: Part<'_>) -> Markup {
    let say = &part.words.say;
    let steps = &part.run.weighting;
    let most = steps.iter().map(|step| step.n).max().unwrap_or(1).max(1) as f64;
    let said = |step: &StepOutcome| {
        let (neff, deff) = step.kish_neff.zip(step.kish_deff)?;
        let with = [
            ("step", step.name.clone()),
            ("neff", format!("{neff:.0}")),
            ("n", count(step.n)),
            ("deff", ratio(deff)),
        ];
        let with: Vec<(&str, &str)> = with.iter().map(|(key, value)| (*key, value.as_str())).collect();
        Some(fill(say.step, &with))
    };
    let sentences: Vec<String> = steps.iter().filter_map(said).collect();
    html! {
        figure {
            figcaption { (say.charts[0]) }
            p.hidden { (fill(say.steps, &[("steps", &sentences.join(say.gap))])) }
            ol.dots.bars {
                @for step in steps {
                    li {
                        span.name { (step.name) }
                        (bar(step.kish_neff.unwrap_or(0.0), step.n as f64, most))
                        span.value {
                            @match step.kish_neff {
                                Some(neff) => { strong { (format!("{neff:.0}")) } " " small { "/ " (count(step.n)) } },
                                None => (say.no_value),
                            }
                        }
                        span.base { @if let Some(deff) = step.kish_deff { "deff " (ratio(deff)) } }
                    }
                }
            }
        }
    }
}

/// Factor of each class or cell against 1, or their distribution.
pub(super) fn factors(part: Part<'_>, step: &StepOutcome) -> Markup {
    let title = fill(part.words.say.charts[1], &[("step", &step.name)]);
    let values = step.factors.iter().map(|(_, factor)| *factor);
    let axis = Axis::of(values.clone().chain([1.0]));
    html! {
        figure {
            figcaption { (title) }
            @if step.factors.len() > MOST_FACTORS {
                @let (low, high) = ends(values.clone());
                (histogram(axis, &binned(values, (low, high), BINS), (low, high), &[1.0]))
            } @else {
                ol.dots {
                    li.scale aria-hidden="true" { span.name {} (scale(axis)) span.value {} }
                    @for (group, factor) in &step.factors {
                        li {
                            span.name { (group) }
                            (plot(axis, Some(1.0), &html! { (line("interval", axis, 1.0, *factor)) (dot(axis, *factor, false)) }))
                            span.value { strong { (format!("{factor:.4}")) } }
                            span.base {}
                        }
                    }
                }
            }
        }
    }
}

/// The last weights in multiples of their mean, with the trimming limits as lines.
pub(super) fn last_weights(part: Part<'_>) -> Markup {
    let say = &part.words.say;
    let Some((name, weights)) = part.run.weights.steps.last() else {
        return html! {};
    };
    let positive = || {
        weights
            .iter()
            .copied()
            .filter(|weight| *weight > 0.0 && weight.is_finite())
    };
    let n = positive().count();
    if n == 0 {
        return html! {};
    }
    let mean = positive().sum::<f64>() / n as f64;
    let limits = limits(&part.run.weighting).map_or_else(Vec::new, Vec::from);
    let high = positive().chain(limits.iter().copied()).fold(0.0, f64::max) / mean;
    let axis = Axis::of([0.0, high].into_iter());
    let bins = binned(positive().map(|weight| weight / mean), (0.0, high), BINS);
    let most = bins.iter().copied().max().unwrap_or(0);
    let said = [("n", count(n as u64)), ("mean", number(mean)), ("most", count(most))];
    let said: Vec<(&str, &str)> = said.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let lines: Vec<f64> = limits.iter().map(|limit| limit / mean).collect();
    html! {
        figure {
            figcaption { (fill(say.charts[2], &[("step", name)])) }
            (histogram(axis, &bins, (0.0, high), &lines))
            p.quiet.small {
                (fill(say.histogram, &said))
                @if let [low, high] = limits[..] {
                    " " (fill(say.limits, &[("low", &number(low)), ("high", &number(high))]))
                }
            }
        }
    }
}

/// The limits of the last trimming, where both are finite.
fn limits(steps: &[StepOutcome]) -> Option<[f64; 2]> {
    let last = steps.iter().rev().find(|step| step.kind.starts_with("trim"))?;
    let limits = [*last.figures.get("low")?, *last.figures.get("high")?];
    limits.iter().all(|limit| limit.is_finite()).then_some(limits)
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    (low, if high > low { high } else { low + 1.0 })
}

#[cfg(test)]
mod tests {
    use crate::export::analysis::{fixture, report_html};

    /// The report of the fixture with its last trimming or without.
    fn report(trimmed: bool) -> String {
        let mut outcome = fixture::outcome();
        for run in &mut outcome.runs {
            run.weighting.retain(|step| trimmed || !step.kind.starts_with("trim"));
        }
        let mut bytes = Vec::new();
        report_html(&outcome, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn limits_are_drawn_only_where_weights_were_trimmed() {
        assert!(report(true).contains("竖虚线是修剪的下限"));
        assert!(!report(false).contains("竖虚线是修剪的下限"));
    }
}
