//! Charts that only this report has: submissions by day, and one stacked bar of final codes per audience.

use crate::domain::report::Day;
use crate::export::page::figures::count;
use maud::{Markup, html};

/// Days of which every one is labelled.
const MOST_LABELS: usize = 12;

/// One bar a day, its height the number of submissions; the number stands above the highest.
pub(super) fn days(days: &[Day]) -> Markup {
    let totals: Vec<u64> = days.iter().map(|day| day.counts.iter().sum()).collect();
    let most = totals.iter().copied().max().unwrap_or(1).max(1);
    let width = 100.0 / days.len().max(1) as f64;
    let bar = (width * 0.8).min(8.0);
    let every = days.len().div_ceil(MOST_LABELS);
    html! {
        svg.days aria-hidden="true" focusable="false" {
            @for (i, (day, total)) in days.iter().zip(&totals).enumerate() {
                @let middle = (i as f64 + 0.5) * width;
                @let height = 74.0 * *total as f64 / most as f64;
                @if *total > 0 {
                    rect.part x=(percent(middle - bar / 2.0)) width=(percent(bar))
                        y=(percent(88.0 - height)) height=(percent(height.max(0.6))) {}
                }
                @if days.len() <= 2 * MOST_LABELS || *total == most {
                    text x=(percent(middle)) y=(percent(85.0 - height)) text-anchor="middle" { (total) }
                }
                @if i % every == 0 {
                    text x=(percent(middle)) y="98%" text-anchor="middle" { (day.day.get(5..).unwrap_or(&day.day)) }
                }
            }
            line.axis-line x1="0" x2="100%" y1="88%" y2="88%" {}
        }
    }
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

/// Smallest part of a bar that carries its letter.
const ROOM: f64 = 3.5;

/// One bar an audience; parts in the order of `groups`, told apart by their letters and by shade.
pub(super) fn stacked(bars: &[(String, [u64; 7])], groups: &[&str; 7]) -> Markup {
    html! {
        ol.dots.stack {
            @for (name, counts) in bars {
                @let all = counts.iter().sum::<u64>().max(1) as f64;
                li {
                    span.name { (name) }
                    svg.plot aria-hidden="true" focusable="false" {
                        @for (i, (n, group)) in counts.iter().zip(groups).enumerate().filter(|(_, (n, _))| **n > 0) {
                            @let before = counts[..i].iter().sum::<u64>() as f64;
                            @let (left, width) = (100.0 * before / all, 100.0 * *n as f64 / all);
                            rect class={ "group g" (i) } x=(percent(left)) width=(percent(width)) y="10%" height="80%" {}
                            @if width >= ROOM {
                                text class={ "t" (i) } x=(percent(left + width / 2.0)) y="50%" dy="0.35em" text-anchor="middle" { (group) }
                            }
                        }
                    }
                    span.value { (count(all as u64)) }
                    span.base {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_its_bar_and_the_highest_its_number() {
        let day = |day: &str, n| Day {
            day: day.into(),
            counts: vec![n, 1],
        };
        let drawn = days(&[day("2026-09-21", 4), day("2026-09-22", 9)]).into_string();
        assert_eq!(drawn.matches("<rect").count(), 2);
        assert!(
            drawn.contains(">10</text>") && drawn.contains(">09-22</text>"),
            "{drawn}"
        );
    }

    #[test]
    fn parts_of_a_bar_add_up_to_its_whole() {
        let drawn = stacked(
            &[("Residents".into(), [50, 0, 25, 25, 0, 0, 0])],
            &["I", "P", "R", "NC", "O", "U", "NE"],
        );
        let drawn = drawn.into_string();
        assert!(
            drawn.contains(r#"x="75.00%" width="25.00%""#) && !drawn.contains(">P<"),
            "{drawn}"
        );
    }
}
