//! Shrunken estimates, and the sample sizes that differences need.

use super::chart::{Axis, dot, key, line, plot, scale};
use super::estimates::inner;
use super::figures::{self, count, fixed, number, trimmed};
use super::table::{Cell, folded, table};
use super::{Part, fill};
use crate::domain::analysis::outcome::{ShrinkageOutcome, ShrunkOutcome};
use maud::{Markup, html};

/// Every class.
pub(super) fn shrinkage(part: Part<'_>) -> Option<Markup> {
    let all = &part.run.shrinkage;
    (!all.is_empty()).then(|| html! { @for class in all { (one(part, class)) } })
}

fn one(part: Part<'_>, class: &ShrinkageOutcome) -> Markup {
    let say = &part.words.say;
    let [direct, shrunken, mean] = say.shrunken;
    let figures = fill(
        say.shrinkage,
        &[("tau2", &number(class.tau2)), ("mean", &number(class.mean))],
    );
    html! {
        div.entry {
            h3 {
                (class.name)
                @if let Some(name) = &class.class { " " span.quiet { (fill(say.class, &[("class", name)])) } }
            }
            p.small { (figures) }
            ul.legend { li { (key(true)) (direct) } li { (key(false)) (shrunken) } li { span.dash {} (mean) } }
            (chart(class))
            (folded(say.table, &figures_table(part, class)))
        }
    }
}

fn chart(class: &ShrinkageOutcome) -> Markup {
    let ends = class.rows.iter().flat_map(|row| [row.direct, row.shrunken]);
    let axis = Axis::of(ends.chain([class.mean]));
    let labels: Vec<&str> = class.rows.iter().map(|row| row.label.as_str()).collect();
    html! {
        figure {
            ol.dots {
                li.scale aria-hidden="true" { span.name {} (scale(axis)) span.value {} }
                @for (row, name) in class.rows.iter().zip(inner(&labels)) { (draw(axis, class.mean, name, row)) }
            }
        }
    }
}

fn draw(axis: Axis, mean: f64, name: &str, row: &ShrunkOutcome) -> Markup {
    let marks = html! {
        (line("thin", axis, row.direct, row.shrunken))
        (dot(axis, row.direct, true))
        (dot(axis, row.shrunken, false))
    };
    html! {
        li {
            span.name { (name) }
            (plot(axis, Some(mean), &marks))
            span.value { strong { (fixed(row.shrunken, axis.decimals())) } " " small { "← " (fixed(row.direct, axis.decimals())) } }
            span.base { "B " (figures::ratio(row.b)) }
        }
    }
}

fn figures_table(part: Part<'_>, class: &ShrinkageOutcome) -> Markup {
    let row = |row: &ShrunkOutcome| {
        let figures = [row.direct, row.se, row.b, row.shrunken, row.rmse];
        let figures = figures.into_iter().map(|value| Cell::Number(Some(number(value))));
        [Cell::Head(row.label.clone())].into_iter().chain(figures).collect()
    };
    let rows: Vec<Vec<Cell>> = class.rows.iter().map(row).collect();
    table(part.words, &class.name, &part.words.columns.shrinkage, &rows)
}

/// Respondents needed for given differences.
pub(super) fn sizes(part: Part<'_>) -> Option<Markup> {
    let all = &part.run.sample_sizes;
    let words = part.words;
    (!all.is_empty()).then(|| {
        html! {
            @for size in all {
                div.entry {
                    h3 { (size.name) }
                    p.small { (fill(words.say.sizes, &[("sd", &number(size.sd)), ("deff", &figures::ratio(size.deff))])) }
                    @let rows: Vec<Vec<Cell>> = size.needed.iter().map(|(difference, needed)| vec![
                        Cell::Head(trimmed(*difference)),
                        Cell::Number(Some(count(*needed))),
                    ]).collect();
                    div.narrow { (table(words, &size.name, &words.columns.sizes, &rows)) }
                }
            }
        }
    })
}
