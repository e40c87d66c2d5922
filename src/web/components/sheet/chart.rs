//! Departments class by class as dots with intervals, each class with the table behind it.

use super::tables::{self, points};
use super::{SheetView, grouped, in_numbers};
use super::{flags, rules};
use crate::domain::score::sheet::DepartmentScore;
use crate::export::by_class;
use crate::text::public;
use crate::web::components::chart::{Axis, Dot, Mark, axis_row, dot_row, key};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Every class: heading, chart, tables.
pub fn classes(data: &SheetView<'_>) -> Markup {
    let words = &public::of(data.language).results;
    let departments = &data.sheet.departments;
    // One axis for all classes, so that distances mean the same everywhere.
    let axis = Axis::of(departments.iter().filter_map(dot));
    let classes = by_class(departments);
    html! {
        p { (in_numbers(data, words.reading)) }
        (legend(data))
        @if classes.len() > 1 {
            p.jump { @for (class, _) in &classes { a href={ "#class-" (class) } { (words.jump.replace("{class}", class)) } " " } }
        }
        @for (class, members) in &classes { (one_class(data, axis, class, members)) }
    }
}

fn one_class(data: &SheetView<'_>, axis: Axis, class: &str, members: &[&DepartmentScore]) -> Markup {
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
                span.quiet { (rules::class_weights(&data.rules(), class)) }
            }
            p.hidden { (alternative(data, class, members, mean)) }
            ol.dots.noted[members.iter().any(|d| !notes(data, d).is_empty())] {
                li.scale aria-hidden="true" {
                    span.name {}
                    (axis_row(axis, mean.zip(label.as_deref())))
                    span.value { (in_numbers(data, words.row[0])) }
                    span.base { (words.row[1]) }
                }
                @for department in members { (row(data, axis, department, mean)) }
            }
            (tables::scores(data, &title, members))
            (tables::cells(data, &title, members))
        }
    }
}

fn row(data: &SheetView<'_>, axis: Axis, d: &DepartmentScore, mean: Option<f64>) -> Markup {
    let words = &public::of(data.language).results;
    html! {
        li {
            span.name { (data.named(d)) }
            (dot_row(axis, dot(d), mean))
            @match (&d.score, &d.score_ci_low, &d.score_ci_high) {
                (Some(score), Some(low), Some(high)) => span.value { strong { (score) } " " small { (low) "–" (high) } },
                (Some(score), ..) => span.value { strong { (score) } " " small { "–" } },
                (None, ..) => span.value.none { (words.no_score) },
            }
            span.base { (base(data, d)) }
            @let notes = notes(data, d);
            @if !notes.is_empty() { span.notes { (notes.join(words.flag_gap)) } }
        }
    }
}

/// What to mind about a department, in few words; that it has no score, and where only one audience rates why, stands
/// with the score.
fn notes(data: &SheetView<'_>, d: &DepartmentScore) -> Vec<String> {
    let alone = d.score.is_none() && data.sheet.audiences.len() == 1;
    let said = |flag: &&String| *flag == "no-score" || alone && flag.starts_with("audience-suppressed");
    let shown = DepartmentScore {
        flags: d.flags.iter().filter(|flag| !said(flag)).cloned().collect(),
        ..d.clone()
    };
    flags::brief(data, &shown)
}

/// What the shapes mean, as far as they occur.
fn legend(data: &SheetView<'_>) -> Markup {
    let (words, limits) = (&public::of(data.language).results, &data.survey.method.small_cells);
    let marks: BTreeSet<Mark> = data
        .sheet
        .departments
        .iter()
        .filter_map(dot)
        .map(|dot| dot.mark)
        .collect();
    let said = |mark: Mark| {
        words.legend[mark as usize]
            .replace("{flag}", &limits.flag.to_string())
            .replace("{suppress}", &limits.suppress.to_string())
    };
    html! {
        @if marks.iter().any(|mark| *mark != Mark::Full) {
            ul.legend { @for mark in marks { li { (key(mark)) " " (said(mark)) } } }
        }
    }
}

/// What the score rests on.
fn base(data: &SheetView<'_>, d: &DepartmentScore) -> Markup {
    let words = &public::of(data.language).results;
    if d.score.is_none() {
        return html! { (grouped(tables::ratings(d))) span.in-words { (words.base[0]) } span.slash { " / –" } };
    }
    html! {
        (grouped(d.n)) span.in-words { (words.base[0]) } span.slash { " / " }
        span.in-words { " · " } (format!("{:.0}", d.n_eff_kish)) span.in-words { (words.base[1]) }
    }
}

fn dot(d: &DepartmentScore) -> Option<Dot> {
    let carries = |kind: &str| d.flags.iter().any(|flag| flag.starts_with(kind));
    let mark = match (carries("audience-suppressed"), carries("small-n")) {
        (true, _) => Mark::LeftOut,
        (false, true) => Mark::Small,
        (false, false) => Mark::Full,
    };
    Some(Dot {
        value: d.points()?,
        interval: points(&d.score_ci_low).zip(points(&d.score_ci_high)),
        mark,
    })
}

/// Plain mean of the class's scores.
fn mean(members: &[&DepartmentScore]) -> Option<f64> {
    let scores: Vec<f64> = members.iter().filter_map(|d| d.points()).collect();
    (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
}

fn alternative(data: &SheetView<'_>, class: &str, members: &[&DepartmentScore], mean: Option<f64>) -> String {
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
