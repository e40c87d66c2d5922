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

/// One value with its interval, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// Lower limit.
    pub low: f64,
    /// The value.
    pub value: f64,
    /// Upper limit.
    pub high: f64,
}

impl Axis {
    /// The smallest axis of whole even points inside 0..20 that holds every interval; 0 to 20 without any.
    pub fn of(dots: impl Iterator<Item = Dot> + Clone) -> Axis {
        let low = dots.clone().map(|dot| dot.low).fold(20.0, f64::min);
        let high = dots.map(|dot| dot.high).fold(0.0, f64::max);
        if low >= high {
            return Axis { from: 0.0, to: 20.0 };
        }
        let from = ((low / 2.0).floor() * 2.0).max(0.0);
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

    /// Whether a number of the axis stays clear of the line at this value, also on a phone.
    fn apart(&self, value: f64, tick: f64) -> bool {
        (value - tick).abs() / (self.to - self.from) > 0.03
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
                line.interval x1=(axis.at(dot.low)) x2=(axis.at(dot.high)) y1="50%" y2="50%" {}
                circle.dot cx=(axis.at(dot.value)) cy="50%" r="5" {}
            }
        }
    }
}

/// The numbers along the axis, and above them the label of the mean, at its place.
pub fn axis_row(axis: Axis, mean: Option<(f64, &str)>) -> Markup {
    html! {
        svg.plot.axis aria-hidden="true" focusable="false" {
            @if let Some((mean, label)) = mean {
                text.mean-label x=(axis.at(mean)) y="13" text-anchor=(axis.anchor(mean)) { (label) }
                line.mean x1=(axis.at(mean)) x2=(axis.at(mean)) y1="17" y2="100%" {}
            }
            @for tick in axis.ticks() {
                @if mean.is_none_or(|(mean, _)| axis.apart(mean, tick.into())) {
                    text x=(axis.at(tick.into())) y="31" text-anchor="middle" { (tick) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOT: Dot = Dot {
        low: 9.4,
        value: 11.0,
        high: 13.1,
    };

    #[test]
    fn the_axis_holds_every_interval_between_even_points() {
        let axis = Axis::of(
            [
                DOT,
                Dot {
                    low: 12.0,
                    value: 17.0,
                    high: 19.9,
                },
            ]
            .into_iter(),
        );
        assert_eq!(axis, Axis { from: 8.0, to: 20.0 });
        assert_eq!(axis.at(14.0), "50.00%");
        assert_eq!(axis.ticks().collect::<Vec<_>>(), [8, 10, 12, 14, 16, 18, 20]);
    }

    #[test]
    fn without_any_score_the_axis_is_the_whole_scale() {
        assert_eq!(Axis::of([].into_iter()), Axis { from: 0.0, to: 20.0 });
    }

    #[test]
    fn a_department_without_score_has_no_dot() {
        let axis = Axis { from: 8.0, to: 20.0 };
        assert!(!dot_row(axis, None, Some(12.0)).into_string().contains("circle"));
        assert!(dot_row(axis, Some(DOT), None).into_string().contains("circle"));
    }
}
