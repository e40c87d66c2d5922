//! The weighting step by step, and its margins before and after.

use super::chart::{Axis, dot, key, line, plot, scale};
use super::figures::{self, count, maybe, number, ratio};
use super::table::{Cell, folded, table};
use super::{MOST_ROWS, Part, fill, frame, weighting_charts};
use crate::domain::analysis::outcome::{MarginOutcome, StepOutcome};
use crate::export::analysis::tables_weights::miss;
use crate::text::analysis::name;
use maud::{Markup, html};

/// Charts, then the table of all steps.
pub(super) fn steps(part: Part<'_>) -> Option<Markup> {
    let steps = &part.run.weighting;
    let words = part.words;
    let heads: Vec<&str> = words
        .columns
        .weighting
        .into_iter()
        .chain([words.columns.notes])
        .collect();
    (!steps.is_empty()).then(|| {
        html! {
            (weighting_charts::effective(part))
            (weighting_charts::last_weights(part))
            @for step in steps.iter().filter(|step| !step.factors.is_empty()) { (weighting_charts::factors(part, step)) }
            (table(words, words.chapters.weighting.0, &heads, &steps.iter().map(|step| row(part, step)).collect::<Vec<_>>()))
            @for step in steps { (further(part, step)) }
        }
    })
}

/// Figures that only this kind of step has.
fn further(part: Part<'_>, step: &StepOutcome) -> Markup {
    let words = part.words;
    let figures = step.figures.iter().map(|(key, value)| {
        let key = name(words.names.figures, key);
        fill(words.say.setting, &[("key", key), ("value", &trimmed_number(*value))])
    });
    let cycles: Vec<String> = step.outside_by_cycle.iter().map(u64::to_string).collect();
    let cycles = (!cycles.is_empty()).then(|| fill(words.say.cycles, &[("list", &cycles.join(", "))]));
    let said: Vec<String> = figures.chain(cycles).collect();
    html! { @if !said.is_empty() { p.small { strong { (step.name) } " " (said.join(words.say.gap)) } } }
}

/// Counts stay counts.
fn trimmed_number(value: f64) -> String {
    if value.fract().abs() > 0.0 {
        number(value)
    } else {
        figures::trimmed(value)
    }
}

fn row(part: Part<'_>, step: &StepOutcome) -> Vec<Cell> {
    let words = part.words;
    let factors = step.min_factor.zip(step.max_factor);
    // Only what iterates has iterations and a miss; the base has no factors. That is no missing figure.
    let optional = |value: Option<String>| Cell::Number(Some(value.unwrap_or_default()));
    vec![
        Cell::Head(step.name.clone()),
        Cell::Words(name(words.names.steps, &step.kind).into()),
        Cell::Number(Some(count(step.n))),
        Cell::Number(maybe(Some(step.sum))),
        Cell::Number(maybe(step.min)),
        Cell::Number(maybe(step.max)),
        Cell::Number(step.kish_deff.map(|deff| format!("{deff:.4}"))),
        Cell::Number(step.kish_neff.map(|neff| format!("{neff:.1}"))),
        optional(factors.map(|(low, high)| format!("{} – {}", ratio(low), ratio(high)))),
        optional(step.iterations.map(|iterations| iterations.to_string())),
        optional(step.largest_miss.map(figures::miss)),
        Cell::Words(words.say.converged[usize::from(!step.converged)].into()),
        // Shown only where a figure is missing.
        Cell::Notes(String::new()),
    ]
}

/// Every step that has margins: chart and table.
pub(super) fn margins(part: Part<'_>) -> Option<Markup> {
    let steps: Vec<&StepOutcome> = part
        .run
        .weighting
        .iter()
        .filter(|step| !step.margins.is_empty())
        .collect();
    (!steps.is_empty()).then(|| {
        html! {
            (legend(part))
            @for step in steps {
                div.entry {
                    h3 { (fill(part.words.say.charts[3], &[("step", &step.name)])) }
                    (chart(step))
                    (frame::cut(part.words.say.shown, step.margins.len().min(MOST_ROWS), step.margins.len(), "margins.csv"))
                    (folded(part.words.say.table, &figures_table(part, step)))
                }
            }
        }
    })
}

fn legend(part: Part<'_>) -> Markup {
    let [before, after, target] = part.words.say.margins;
    html! { ul.legend { li { (key(true)) (before) } li { (key(false)) (after) } li { span.dash {} (target) } } }
}

/// A total in percent of its target.
fn percent(margin: &MarginOutcome, total: f64) -> Option<f64> {
    miss(margin, total).map(|miss| 100.0 + 100.0 * miss)
}

fn chart(step: &StepOutcome) -> Markup {
    let shown = &step.margins[..step.margins.len().min(MOST_ROWS)];
    let ends = shown
        .iter()
        .flat_map(|one| [percent(one, one.before), percent(one, one.after)]);
    // Misses far below what an eye can see need no axis of their own.
    let axis = Axis::of(ends.flatten().chain([99.0, 101.0]));
    html! {
        @for margin in shown.chunk_by(|a, b| a.margin == b.margin) {
            figure {
                figcaption { (margin[0].margin) }
                ol.dots {
                    li.scale aria-hidden="true" { span.name {} (scale(axis)) span.value {} }
                    @for category in margin { (draw(axis, category)) }
                }
            }
        }
    }
}

fn draw(axis: Axis, category: &MarginOutcome) -> Markup {
    let (before, after) = (percent(category, category.before), percent(category, category.after));
    let marks = html! {
        @if let (Some(before), Some(after)) = (before, after) { (line("thin", axis, before, after)) }
        @if let Some(before) = before { (dot(axis, before, true)) }
        @if let Some(after) = after { (dot(axis, after, false)) }
    };
    html! {
        li {
            span.name { (category.category) }
            (plot(axis, Some(100.0), &marks))
            span.value {
                @if let (Some(before), Some(after)) = (before, after) {
                    small { (format!("{before:.1}")) " →" } " " strong { (format!("{after:.1}")) }
                }
            }
            span.base { "n " (count(category.n)) }
        }
    }
}

fn figures_table(part: Part<'_>, step: &StepOutcome) -> Markup {
    let words = part.words;
    let row = |margin: &MarginOutcome| {
        vec![
            Cell::Head(format!("{} = {}", margin.margin, margin.category)),
            Cell::Number(Some(count(margin.n))),
            Cell::Number(maybe(Some(margin.target))),
            Cell::Number(maybe(Some(margin.before))),
            Cell::Number(maybe(Some(margin.after))),
            Cell::Number(miss(margin, margin.before).map(figures::miss)),
            Cell::Number(miss(margin, margin.after).map(figures::miss)),
            Cell::Notes(String::new()),
        ]
    };
    let rows: Vec<Vec<Cell>> = step.margins.iter().take(MOST_ROWS).map(row).collect();
    let heads: Vec<&str> = words.columns.margins.into_iter().chain([words.columns.notes]).collect();
    table(words, &step.name, &heads, &rows)
}
