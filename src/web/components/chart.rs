//! Charts as SVG made by the server: they follow the page's colours, scale with it and need no script.
//!
//! Positions across are percentages, so that a chart is as wide as the page and its lines and letters stay their size.

use maud::{Markup, html};

/// The common scale of a chart, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// Left end.
    pub from: f64,
    /// Right end, above `from`.
    pub to: f64,
}

/// What a value rests on, told by shape so that it is seen without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Enough ratings everywhere: a full dot.
    Full,
    /// Few ratings from some: a hollow dot.
    Small,
    /// Some were left out: a hollow diamond.
    LeftOut,
}

/// One value with its interval, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// The value.
    pub value: f64,
    /// Lower and upper limit, where there are any.
    pub interval: Option<(f64, f64)>,
    /// What it rests on.
    pub mark: Mark,
}

impl Axis {
    /// The smallest axis of whole even points inside 0..20 that holds every interval; 0 to 20 without any.
    pub fn of(dots: impl Iterator<Item = Dot> + Clone) -> Axis {
        let ends = dots.map(|dot| dot.interval.unwrap_or((dot.value, dot.value)));
        let low = ends.clone().map(|(low, _)| low).fold(20.0, f64::min);
        let high = ends.map(|(_, high)| high).fold(0.0, f64::max);
        if low > high {
            return Axis { from: 0.0, to: 20.0 };
        }
        let from = ((low / 2.0).floor() * 2.0).clamp(0.0, 18.0);
        Axis {
            from,
            to: ((high / 2.0).ceil() * 2.0).min(20.0).max(from + 2.0),
        }
    }

    /// Where a value stands, `"43.21%"` from the left; values outside stand at the end.
    pub fn at(&self, value: f64) -> String {
        let share = (value - self.from) / (self.to - self.from);
        format!("{:.2}%", 100.0 * share.clamp(0.0, 1.0))
    }

    /// How a label at this value is anchored so that it stays inside the chart.
    fn anchor(&self, value: f64) -> &'static str {
        match (value - self.from) / (self.to - self.from) {
            share if share < 0.15 => "start",
            share if share > 0.85 => "end",
            _ => "middle",
        }
    }

    /// Every second point.
    pub fn ticks(&self) -> impl Iterator<Item = u32> + use<> {
        (self.from as u32..=self.to as u32).step_by(2)
    }
}

/// One row: grid, the mean of the class as an upright line, the interval, the dot. The row's text stands beside it.
pub fn dot_row(axis: Axis, dot: Option<Dot>, mean: Option<f64>) -> Markup {
    html! {
        svg.plot aria-hidden="true" focusable="false" {
            @for tick in axis.ticks() {
                line.grid x1=(axis.at(tick.into())) x2=(axis.at(tick.into())) y1="0" y2="100%" {}
            }
            @if let Some(mean) = mean {
                line.mean x1=(axis.at(mean)) x2=(axis.at(mean)) y1="0" y2="100%" {}
            }
            @if let Some(dot) = dot {
                @if let Some((low, high)) = dot.interval {
                    line.interval x1=(axis.at(low)) x2=(axis.at(high)) y1="50%" y2="50%" {}
                }
                // A drawing inside the drawing: only so can a path stand at a percentage.
                svg x=(axis.at(dot.value)) y="50%" overflow="visible" { (shape(dot.mark)) }
            }
        }
    }
}

/// A mark around the origin.
fn shape(mark: Mark) -> Markup {
    html! {
        @match mark {
            Mark::Full => circle.dot r="5" {},
            Mark::Small => circle.dot.hollow r="4.5" {},
            Mark::LeftOut => path.dot.hollow d="M0 -6L6 0L0 6L-6 0Z" {},
        }
    }
}

/// A mark on its own, for the line that explains it.
pub fn key(mark: Mark) -> Markup {
    html! { svg.key aria-hidden="true" focusable="false" viewBox="-8 -8 16 16" width="16" height="16" { (shape(mark)) } }
}

/// The numbers along the axis, and on a line of its own the label of the mean, at its place.
pub fn axis_row(axis: Axis, mean: Option<(f64, &str)>) -> Markup {
    html! {
        svg.plot.axis aria-hidden="true" focusable="false" {
            @for tick in axis.ticks() {
                text x=(axis.at(tick.into())) y="13" text-anchor="middle" { (tick) }
            }
            @if let Some((mean, label)) = mean {
                text.mean-label x=(axis.at(mean)) y="31" text-anchor=(axis.anchor(mean)) { (label) }
                line.mean x1=(axis.at(mean)) x2=(axis.at(mean)) y1="35" y2="100%" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOT: Dot = Dot {
        value: 11.0,
        interval: Some((9.4, 13.1)),
        mark: Mark::Full,
    };

    #[test]
    fn the_axis_holds_every_interval_between_even_points() {
        let other = Dot {
            value: 17.0,
            interval: Some((12.0, 19.9)),
            mark: Mark::Small,
        };
        let axis = Axis::of([DOT, other].into_iter());
        assert_eq!(axis, Axis { from: 8.0, to: 20.0 });
        assert_eq!(axis.at(14.0), "50.00%");
        assert_eq!(axis.ticks().collect::<Vec<_>>(), [8, 10, 12, 14, 16, 18, 20]);
    }

    #[test]
    fn without_any_score_the_axis_is_the_whole_scale() {
        assert_eq!(Axis::of([].into_iter()), Axis { from: 0.0, to: 20.0 });
    }

    #[test]
    fn a_score_without_interval_still_has_its_place() {
        let full = Dot {
            value: 20.0,
            interval: None,
            mark: Mark::LeftOut,
        };
        assert_eq!(Axis::of([full].into_iter()), Axis { from: 18.0, to: 20.0 });
        let row = dot_row(Axis { from: 18.0, to: 20.0 }, Some(full), None).into_string();
        assert!(
            row.contains("class=\"dot hollow\"") && !row.contains("interval"),
            "{row}"
        );
    }

    #[test]
    fn a_department_without_score_has_no_dot() {
        let axis = Axis { from: 8.0, to: 20.0 };
        assert!(!dot_row(axis, None, Some(12.0)).into_string().contains("circle"));
        assert!(dot_row(axis, Some(DOT), None).into_string().contains("circle"));
    }

    #[test]
    fn every_number_of_the_axis_stays_whatever_the_mean_is() {
        let axis = Axis { from: 8.0, to: 20.0 };
        for mean in [8.0, 13.98, 14.0, 14.02, 20.0] {
            let row = axis_row(axis, Some((mean, "mean"))).into_string();
            assert!(
                axis.ticks().all(|tick| row.contains(&format!(">{tick}</text>"))),
                "{row}"
            );
        }
    }
}
