//! Dots with intervals, one chart a class, sorted, with the mean of the class as a line.

use super::Of;
use crate::domain::score::sheet::DepartmentScore;
use crate::export::page::chart::{Axis, dot, key, line, plot, scale};
use crate::export::sample_report::model::{Block, Figure};
use maud::{Markup, html};

/// The chart of one class.
pub(super) fn class(of: Of, class: &str, members: &[&DepartmentScore]) -> Block {
    let scored: Vec<&&DepartmentScore> = members.iter().filter(|d| d.score.is_some()).collect();
    let points: Vec<f64> = scored.iter().filter_map(|d| d.points()).collect();
    let mean = (!points.is_empty()).then(|| points.iter().sum::<f64>() / points.len() as f64);
    let ends = scored
        .iter()
        .flat_map(|d| [parse(&d.score_ci_low), parse(&d.score_ci_high)])
        .flatten();
    let axis = Axis::of(ends.chain(points.iter().copied()));
    let n = members.len().to_string();
    let drawing = html! {
        ol.dots {
            li.scale aria-hidden="true" { span.name {} (scale(axis)) span.value {} span.base {} }
            @for department in members { (row(of, axis, mean, department)) }
        }
    };
    Block::Figure(Figure {
        caption: of.fill(of.text.found.chart[0], &[("class", class), ("n", &n)]),
        drawing,
        legend: Some(legend(of, mean)),
    })
}

fn parse(text: &Option<String>) -> Option<f64> {
    text.as_deref()?.parse().ok()
}

/// Whether some audience's sample is small: then the dot is hollow.
fn is_small(department: &DepartmentScore) -> bool {
    department
        .flags
        .iter()
        .any(|flag| flag.starts_with("small-n") || flag.starts_with("audience-suppressed"))
}

fn row(of: Of, axis: Axis, mean: Option<f64>, d: &DepartmentScore) -> Markup {
    let interval = parse(&d.score_ci_low).zip(parse(&d.score_ci_high));
    let rank = match (d.rank, d.rank_low.zip(d.rank_high)) {
        (Some(rank), Some((low, high))) => format!("{rank} ({low}–{high})"),
        _ if d.score.is_some() => of.text.found.chart[4]
            .split(['：', ':'])
            .next()
            .unwrap_or_default()
            .to_owned(),
        _ => String::new(),
    };
    let marks = html! {
        @if let Some((low, high)) = interval { (line("interval", axis, low, high)) }
        @if let Some(value) = d.points() { (dot(axis, value, is_small(d))) }
    };
    html! {
        li {
            span.name { (d.name.get(of.language)) }
            (plot(axis, mean, &marks))
            span.value {
                @match &d.score {
                    Some(score) => { strong { (score) }
                        @if let (Some(low), Some(high)) = (&d.score_ci_low, &d.score_ci_high) { " " small { (low) " – " (high) } } },
                    None => span.none { (of.text.found.chart[5]) },
                }
            }
            span.base { (rank) }
        }
    }
}

fn legend(of: Of, mean: Option<f64>) -> Markup {
    let words = &of.text.found.chart;
    html! {
        ul.legend {
            li { (key(false)) (words[1]) }
            @if let Some(mean) = mean { li { span.dash {} (of.fill(words[2], &[("mean", &format!("{mean:.2}"))])) } }
            li { (key(true)) (words[3]) }
            li { (words[4]) }
        }
    }
}
