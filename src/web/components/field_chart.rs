//! Charts of the fieldwork, drawn by the server: completes against the target line, and cases as one stacked bar.

use maud::{Markup, html};

/// Width of the drawings; they scale with the page.
const WIDTH: f64 = 960.0;

/// One day of the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct DayPoint {
    /// As it is written.
    pub day: String,
    /// Completes up to its end.
    pub cumulative: u64,
    /// Where the target line stands at its end.
    pub target: Option<f64>,
}

const TOP: f64 = 16.0;
const BOTTOM: f64 = 224.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 800.0;

/// Completes up to each day as a line with dots, the target as a dashed one; `labels` stand at their ends.
pub fn cumulative(days: &[DayPoint], labels: [&str; 2], alternative: &str) -> Markup {
    let most = days
        .iter()
        .map(|day| day.target.unwrap_or(0.0).max(day.cumulative as f64));
    let most = round_up(most.fold(0.0, f64::max));
    let x = |place: usize| LEFT + (RIGHT - LEFT) * (place as f64 + 1.0) / days.len().max(1) as f64;
    let y = |value: f64| BOTTOM - (BOTTOM - TOP) * value / most;
    let line = |value: &dyn Fn(&DayPoint) -> Option<f64>| {
        let points = days.iter().enumerate();
        let points = points.filter_map(|(place, day)| Some(format!("{:.1},{:.1}", x(place), y(value(day)?))));
        format!("{LEFT},{BOTTOM} {}", points.collect::<Vec<_>>().join(" "))
    };
    let every = days.len().div_ceil(10).max(1);
    let (found, target) = (
        days.last().map(|day| day.cumulative as f64),
        days.last().and_then(|day| day.target),
    );
    let apart = apart(found.map(y), target.map(y));
    html! {
        svg.wide viewBox={ "0 0 " (WIDTH) " 256" } role="img" aria-label=(alternative) {
            @for step in 0..=4 {
                @let value = most * f64::from(step) / 4.0;
                line.axis x1=(LEFT) x2=(RIGHT) y1=(y(value)) y2=(y(value)) {}
                text x=(LEFT - 8.0) y=(y(value) + 4.0) text-anchor="end" { (format!("{value:.0}")) }
            }
            @for (place, day) in days.iter().enumerate().filter(|(place, _)| (days.len() - 1 - place).is_multiple_of(every)) {
                text x=(x(place)) y="246" text-anchor="middle" { (day.day) }
            }
            @if target.is_some() { polyline.target points=(line(&|day| day.target)) fill="none" stroke-width="2" {} }
            polyline.mark points=(line(&|day| Some(day.cumulative as f64))) fill="none" stroke-width="2.5" {}
            @for (place, day) in days.iter().enumerate() {
                circle.dot cx=(format!("{:.1}", x(place))) cy=(format!("{:.1}", y(day.cumulative as f64))) r="3.5" {}
            }
            @if let Some(at) = apart[0] { text.strong x=(RIGHT + 12.0) y=(at + 4.0) { (labels[0]) } }
            @if let Some(at) = apart[1] { text x=(RIGHT + 12.0) y=(at + 4.0) { (labels[1]) } }
        }
    }
}

/// Two labels at these heights, moved apart where they would touch.
fn apart(one: Option<f64>, other: Option<f64>) -> [Option<f64>; 2] {
    const LINE: f64 = 18.0;
    match (one, other) {
        (Some(a), Some(b)) if (a - b).abs() < LINE => {
            let middle = ((a + b) / 2.0).clamp(TOP + LINE / 2.0, BOTTOM - LINE / 2.0);
            let up = if a <= b { -LINE / 2.0 } else { LINE / 2.0 };
            [Some(middle + up), Some(middle - up)]
        }
        both => [both.0, both.1],
    }
}

/// The next number that four steps divide well; at least 4.
fn round_up(most: f64) -> f64 {
    let mut size = 1.0;
    while size * 10.0 <= most {
        size *= 10.0;
    }
    let steps = [1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0];
    let fitting = steps
        .iter()
        .map(|step| step * size)
        .find(|value| *value >= most.max(4.0));
    fitting.unwrap_or(10.0 * size)
}

/// One part of the bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What it is, with its number.
    pub label: String,
    /// Its size.
    pub count: u64,
    /// Which of the seven shades, 0 to 6.
    pub shade: usize,
}

/// Parts of a whole as one bar, every label at its part, in the first row below where no leader runs through it.
pub fn stacked(parts: &[Part], alternative: &str) -> Markup {
    let parts: Vec<&Part> = parts.iter().filter(|part| part.count > 0).collect();
    let whole: u64 = parts.iter().map(|part| part.count).sum();
    let longest = parts.iter().map(|part| letters(&part.label)).fold(0.0, f64::max);
    // Every label stands right of its leader, the last one's too.
    let scale = (RIGHT.min(WIDTH - longest) - 4.0) / whole.max(1) as f64;
    let starts = parts.iter().scan(0, |before, part| {
        let from = *before;
        *before += part.count;
        Some(4.0 + from as f64 * scale)
    });
    let starts: Vec<f64> = starts.collect();
    let rows = rows(&parts, &starts);
    let high = 48.0 + 20.0 * (1 + rows.iter().max().copied().unwrap_or(0)) as f64;
    html! {
        svg.wide viewBox=(format!("0 0 {WIDTH} {high}")) role="img" aria-label=(alternative) {
            @for ((part, from), row) in parts.iter().zip(&starts).zip(rows) {
                @let width = (part.count as f64 * scale - 1.5).max(1.0);
                rect class={ "part shade-" (part.shade) } x=(format!("{from:.1}")) y="4" width=(format!("{width:.1}")) height="32" {}
                @let (x, y) = (format!("{:.1}", from + 1.0), 54.0 + 20.0 * row as f64);
                line.leader x1=(x) x2=(x) y1="36" y2=(y) {}
                text x=(format!("{:.1}", from + 6.0)) y=(y) { (part.label) }
            }
        }
    }
}

/// The row of each label, from the right: a label ends before the next leader that comes down to its row or past it.
fn rows(parts: &[&Part], starts: &[f64]) -> Vec<usize> {
    let mut free: Vec<f64> = Vec::new();
    let from_the_right = parts.iter().zip(starts).rev().map(|(part, from)| {
        let end = from + letters(&part.label) + 2.0;
        let row = free.iter().position(|next| end <= *next).unwrap_or(free.len());
        free.resize(free.len().max(row + 1), *from);
        free[..=row].fill(*from);
        row
    });
    let mut rows: Vec<usize> = from_the_right.collect();
    rows.reverse();
    rows
}

/// About how wide a text is at 12 pixels.
fn letters(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 6.6 } else { 12.2 }).sum::<f64>() + 6.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_on_numbers_that_four_steps_divide() {
        let rounded = [0.0, 3.0, 84.0, 101.0, 599.0, 601.0].map(|most| round_up(most) as u64);
        assert_eq!(rounded, [4, 4, 100, 120, 600, 800]);
    }

    #[test]
    fn labels_that_would_touch_are_moved_apart_and_others_stay() {
        assert_eq!(apart(Some(100.0), Some(200.0)), [Some(100.0), Some(200.0)]);
        assert_eq!(apart(Some(100.0), Some(104.0)), [Some(93.0), Some(111.0)]);
    }

    #[test]
    fn no_leader_of_seven_parts_runs_through_a_label() {
        for counts in [
            [2426, 12, 41, 9, 3, 267, 30],
            [900, 300, 200, 150, 50, 40, 20],
            [1, 1, 1, 1, 1, 4000, 1],
        ] {
            let all: Vec<Part> = counts
                .iter()
                .map(|count| Part {
                    label: format!("拒访与中断 {count}"),
                    count: *count,
                    shade: 0,
                })
                .collect();
            let (parts, scale) = (
                all.iter().collect::<Vec<_>>(),
                780.0 / counts.iter().sum::<u64>() as f64,
            );
            let starts: Vec<f64> = (0..7)
                .map(|i| 4.0 + counts[..i].iter().sum::<u64>() as f64 * scale)
                .collect();
            let rows = rows(&parts, &starts);
            for (label, one) in starts.iter().zip(&parts).enumerate() {
                let end = one.0 + letters(&one.1.label);
                let crossed = (0..7).filter(|leader| rows[*leader] >= rows[label] && *leader != label);
                let crossed: Vec<_> = crossed
                    .filter(|leader| starts[*leader] > *one.0 && starts[*leader] < end)
                    .collect();
                assert!(crossed.is_empty(), "{counts:?}: {rows:?}");
            }
        }
    }

    #[test]
    fn a_bar_shows_every_part_with_its_label_and_nothing_for_none() {
        let part = |label: &str, count, shade| Part {
            label: label.into(),
            count,
            shade,
        };
        let drawn = stacked(
            &[part("done 90", 90, 0), part("refused 1", 1, 2), part("none 0", 0, 3)],
            "cases",
        )
        .into_string();
        assert_eq!(drawn.matches("<rect").count(), 2);
        assert!(drawn.contains("refused 1") && !drawn.contains("none 0"), "{drawn}");
    }
}
