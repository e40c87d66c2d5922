//! Rankings with the ranges of ranks, the groups that cannot be told apart, and the probabilities of every pair.

use super::chart::{Axis, dot, line, plot, scale};
use super::estimates::{inner, short};
use super::estimates_tables::limits_text;
use super::figures::maybe;
use super::table::{Cell, folded, more, table};
use super::{Part, fill, notes};
use crate::domain::analysis::outcome::{PlaceOutcome, RankingOutcome};
use maud::{Markup, html};

/// Every ranking, class by class.
pub(super) fn rankings(part: Part<'_>) -> Option<Markup> {
    let all = &part.run.rankings;
    (!all.is_empty()).then(|| html! { @for ranking in all { (one(part, ranking)) } })
}

fn one(part: Part<'_>, ranking: &RankingOutcome) -> Markup {
    let say = &part.words.say;
    html! {
        div.entry {
            h3 {
                (ranking.name)
                @if let Some(class) = &ranking.class { " " span.quiet { (fill(say.class, &[("class", class)])) } }
            }
            p.quiet.small { (say.ranks) }
            (chart(part, ranking))
            (groups(part, ranking))
            (folded(say.table, &figures_table(part, ranking)))
            @if ranking.above.len() > 1 {
                (more(say.above[0], &html! { p.quiet.small { (say.above[1]) } (above(ranking)) }))
            }
        }
    }
}

fn chart(part: Part<'_>, ranking: &RankingOutcome) -> Markup {
    let axis = Axis::ranks(ranking.places.len());
    let labels: Vec<&str> = ranking.places.iter().map(|place| place.label.as_str()).collect();
    html! {
        figure {
            ol.dots {
                li.scale aria-hidden="true" { span.name {} (scale(axis)) span.value {} }
                @for (place, name) in ranking.places.iter().zip(inner(&labels)) { (row(part, axis, name, place)) }
            }
        }
    }
}

fn row(part: Part<'_>, axis: Axis, name: &str, place: &PlaceOutcome) -> Markup {
    let (best, worst) = place.joint;
    let marks = html! {
        (line("range", axis, best as f64, worst as f64))
        @if let Some((best, worst)) = place.replicates { (line("thin", axis, best as f64, worst as f64)) }
        (dot(axis, place.rank as f64, !place.notes.is_empty()))
    };
    let remarks = notes::line(part.words, &place.notes);
    html! {
        li {
            span.name { (name) }
            (plot(axis, None, &marks))
            span.value { strong { (place.rank) } " " small { (range(place.joint)) } }
            span.base { (short(part.run, &place.label, place.estimate)) }
            @if !remarks.is_empty() { span.notes { (remarks) } }
        }
    }
}

fn range((best, worst): (u64, u64)) -> String {
    if best == worst {
        best.to_string()
    } else {
        format!("{best} – {worst}")
    }
}

fn groups(part: Part<'_>, ranking: &RankingOutcome) -> Markup {
    let [title, each, none] = part.words.say.groups;
    let several: Vec<&Vec<String>> = ranking.groups.iter().filter(|group| group.len() > 1).collect();
    html! {
        p.small { strong { (title) } }
        @if several.is_empty() { p.small { (none) } } @else {
            ol.groups { @for group in several {
                @let labels: Vec<&str> = group.iter().map(String::as_str).collect();
                li { (fill(each, &[("labels", &inner(&labels).join(part.words.say.gap))])) }
            } }
        }
    }
}

fn figures_table(part: Part<'_>, ranking: &RankingOutcome) -> Markup {
    let row = |place: &PlaceOutcome| {
        vec![
            Cell::Number(Some(place.rank.to_string())),
            Cell::Head(place.label.clone()),
            Cell::Number(maybe(Some(place.estimate))),
            Cell::Number(maybe(place.se)),
            Cell::Number(Some(range(place.joint))),
            Cell::Number(place.joint_differences.map(range)),
            Cell::Number(place.joint_replicates.map(range)),
            Cell::Number(place.replicates.map(range)),
            Cell::Number(limits_text(place.joint_interval)),
            Cell::Notes(notes::line(part.words, &place.notes)),
        ]
    };
    let rows: Vec<Vec<Cell>> = ranking.places.iter().map(row).collect();
    let columns = &part.words.columns;
    let heads: Vec<&str> = columns.ranking.into_iter().chain([columns.notes]).collect();
    table(part.words, &ranking.name, &heads, &rows)
}

/// Percentages of the row above the column; the own cell is empty. Darker where the order is sure, and every cell says its
/// number.
fn above(ranking: &RankingOutcome) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(ranking.name) {
            @let labels: Vec<&str> = ranking.places.iter().map(|place| place.label.as_str()).collect();
            table.numbers.pairs {
                thead { tr { th {} @for place in &ranking.places { th.number scope="col" { (place.rank) } } } }
                tbody {
                    @for (i, (name, row)) in inner(&labels).into_iter().zip(&ranking.above).enumerate() {
                        tr {
                            th scope="row" { (ranking.places[i].rank) " " (name) }
                            @for (j, value) in row.iter().enumerate() {
                                @match value {
                                    Some(p) if i != j => td.number.sure[!(0.025..=0.975).contains(p)] { (format!("{:.0}", 100.0 * p)) },
                                    _ => td.number.own {},
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
