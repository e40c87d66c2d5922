//! Departments class by class as dots with intervals, each class with the table behind it.

use super::results::{ResultsPage, grouped};
use super::results_method;
use super::results_tables::{self, points};
use crate::domain::score::sheet::DepartmentScore;
use crate::export::by_class;
use crate::text::public;
use crate::web::components::chart::{Axis, Dot, axis_row, dot_row};
use maud::{Markup, html};

/// Every class: heading, chart, tables.
pub(super) fn classes(data: &ResultsPage<'_>) -> Markup {
    let words = &public::of(data.language).results;
    let departments = &data.sealed.sheet.departments;
    // One axis for all classes, so that distances mean the same everywhere.
    let axis = Axis::of(departments.iter().filter_map(dot));
    let classes = by_class(departments);
    html! {
        p { (words.reading) }
        @if classes.len() > 1 {
            p.jump { (words.jump) @for (class, _) in &classes { " " a href={ "#class-" (class) } { (class) } } }
        }
        @for (class, members) in &classes { (one_class(data, axis, class, members)) }
    }
}

fn one_class(data: &ResultsPage<'_>, axis: Axis, class: &str, members: &[&DepartmentScore]) -> Markup {
    let words = &public::of(data.language).results;
    let title = words
        .class
        .replace("{class}", class)
        .replace("{n}", &members.len().to_string());
    let mean = mean(members);
    let label = mean.map(|mean| words.mean.replace("{mean}", &format!("{mean:.2}")));
    html! {
        figure.class id={ "class-" (class) } aria-label=(title) {
            figcaption {
                h3 { (title) }
                span.quiet { (results_method::class_weights(data, class)) }
            }
            p.hidden { (alternative(data, class, members, mean)) }
            ol.dots {
                li.scale aria-hidden="true" {
                    span.name {}
                    (axis_row(axis, mean.zip(label.as_deref())))
                    span.value { (words.row[0]) }
                    span.base { (words.row[1]) }
                }
                @for department in members { (row(data, axis, department, mean)) }
            }
            (results_tables::scores(data, members))
            (results_tables::cells(data, members))
        }
    }
}

fn row(data: &ResultsPage<'_>, axis: Axis, d: &DepartmentScore, mean: Option<f64>) -> Markup {
    let words = &public::of(data.language).results;
    html! {
        li {
            span.name { (d.name.get(data.language)) }
            (dot_row(axis, dot(d), mean))
            @match (&d.score, &d.score_ci_low, &d.score_ci_high) {
                (Some(score), Some(low), Some(high)) => span.value { strong { (score) } " " small { (low) "–" (high) } },
                _ => span.value.none { (words.no_score) },
            }
            span.base { (base(data, d)) }
        }
    }
}

/// What the score rests on.
fn base(data: &ResultsPage<'_>, d: &DepartmentScore) -> Markup {
    let words = &public::of(data.language).results;
    html! {
        (grouped(d.n)) span.in-words { (words.base[0]) } span.slash { " / " }
        (format!("{:.0}", d.n_eff_kish)) span.in-words { (words.base[1]) }
    }
}

fn dot(d: &DepartmentScore) -> Option<Dot> {
    Some(Dot {
        low: points(&d.score_ci_low)?,
        value: points(&d.score)?,
        high: points(&d.score_ci_high)?,
    })
}

/// Plain mean of the class's scores.
fn mean(members: &[&DepartmentScore]) -> Option<f64> {
    let scores: Vec<f64> = members.iter().filter_map(|d| points(&d.score)).collect();
    (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
}

fn alternative(data: &ResultsPage<'_>, class: &str, members: &[&DepartmentScore], mean: Option<f64>) -> String {
    let words = &public::of(data.language).results;
    let scored: Vec<&&DepartmentScore> = members.iter().filter(|d| d.score.is_some()).collect();
    let (Some(best), Some(last), Some(mean)) = (scored.first(), scored.last(), mean) else {
        return words.no_score.to_string();
    };
    let score = |d: &DepartmentScore| d.score.clone().unwrap_or_default();
    words
        .alternative
        .replace("{class}", class)
        .replace("{n}", &members.len().to_string())
        .replace("{best}", best.name.get(data.language))
        .replace("{best_score}", &score(best))
        .replace("{last}", last.name.get(data.language))
        .replace("{last_score}", &score(last))
        .replace("{mean}", &format!("{mean:.2}"))
}
