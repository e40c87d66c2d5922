//! The board's two charts: completes against target day by day, and how cases ended.

use super::tables::GROUPS;
use crate::domain::fieldwork::{Board, Day};
use crate::text::board;
use crate::text::names::Names;
use crate::text::terminal::fill;
use crate::web::components::field_chart::{DayPoint, Part, cumulative, stacked};
use crate::web::components::number::{decimal, grouped};
use maud::{Markup, html};

/// Completes up to each day against the target line; nothing before the first day.
pub fn days(board: &Board, names: Names<'_>) -> Markup {
    let words = board::of(names.language);
    let [found, target, alternative] = words.days_chart;
    let Some(last) = board.progress.days.last() else {
        return html! {};
    };
    let wanted = last.target.map_or_else(|| "—".to_owned(), |target| decimal(target, 0));
    let so_far = grouped(last.cumulative);
    let labels = [fill(found, &[("n", &so_far)]), fill(target, &[("n", &wanted)])];
    let said = fill(alternative, &[("day", &last.day), ("n", &so_far), ("target", &wanted)]);
    let point = |day: &Day| DayPoint {
        day: day.day.strftime("%m-%d").to_string(),
        cumulative: day.cumulative,
        target: day.target,
    };
    let points: Vec<DayPoint> = board.progress.days.iter().map(point).collect();
    html! { figure { (cumulative(&points, [&labels[0], &labels[1]], &said)) } }
}

/// Cases by group as one bar; nothing without cases.
pub fn outcomes(board: &Board, names: Names<'_>) -> Markup {
    let words = board::of(names.language);
    let of = |group| board.dispositions.iter().filter(move |one| one.code.group == group);
    let part = |(shade, group)| {
        let count: u64 = of(group).map(|one| one.count).sum();
        Part {
            label: format!("{} {count}", words.groups[shade]),
            count,
            shade,
        }
    };
    let parts: Vec<Part> = GROUPS.into_iter().enumerate().map(part).collect();
    if parts.iter().all(|part| part.count == 0) {
        return html! {};
    }
    let said: Vec<&str> = parts.iter().map(|part| part.label.as_str()).collect();
    let said = fill(words.bar, &[("parts", &said.join(", "))]);
    html! { figure { figcaption { (words.chapters[1]) } (stacked(&parts, &said)) } }
}
