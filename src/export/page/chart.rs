//! Charts as SVG that needs no script: places across are percentages, so that a chart is as wide as its box and its lines
//! and letters keep their size.

use maud::{Markup, html};

/// The common scale of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::export) struct Axis {
    from: f64,
    to: f64,
    step: f64,
}

impl Axis {
    /// The smallest axis of round numbers (steps of 1, 2 or 5 times a power of ten) that holds all finite values.
    pub(in crate::export) fn of(values: impl Iterator<Item = f64>) -> Axis {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let span = (high - low).max(low.abs().max(high.abs()) * 1e-6).max(1e-9);
        let raw = span / 5.0;
        let power = libm::pow(10.0, libm::log10(raw).floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|m| m * power)
            .into_iter()
            .find(|step| *step >= raw * 0.999);
        let step = step.unwrap_or(power * 10.0);
        let from = (low / step + 1e-9).floor() * step;
        let to = ((high / step - 1e-9).ceil() * step).max(from + step);
        Axis { from, to, step }
    }

    /// Whole numbers from 1 to `last`, at most about a dozen of them labelled.
    pub(in crate::export) fn ranks(last: usize) -> Axis {
        let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(|step| last / step <= 12);
        let step = step.unwrap_or(500);
        Axis {
            from: 1.0,
            to: last.max(2) as f64,
            step: step as f64,
        }
    }

    /// Where a value stands, `43.21%` from the left; values outside stand at the end.
    pub(in crate::export) fn at(&self, value: f64) -> String {
        format!("{:.2}%", 100.0 * self.share(value))
    }

    fn share(&self, value: f64) -> f64 {
        let share = (value - self.from) / (self.to - self.from);
        if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Decimals with which values on this axis are told apart: one more than its numbers have.
    pub(in crate::export) fn decimals(&self) -> usize {
        if self.step >= 100.0 { 0 } else { self.digits() + 1 }
    }

    /// Decimals of the axis's own numbers.
    fn digits(&self) -> usize {
        (-libm::log10(self.step).floor()).max(0.0) as usize
    }

    fn ticks(&self) -> Vec<f64> {
        let first = if self.step > 1.0 && self.from > 0.5 && self.from < 1.5 {
            self.step
        } else {
            self.from
        };
        let count = ((self.to - first) / self.step + 1e-6).floor() as usize;
        let rest = (0..=count).map(|i| first + i as f64 * self.step);
        (first > self.from)
            .then_some(self.from)
            .into_iter()
            .chain(rest)
            .collect()
    }

    fn label(&self, tick: f64) -> String {
        let digits = self.digits();
        let tick = if tick.abs() < self.step * 1e-6 { 0.0 } else { tick };
        if self.to.abs() >= 1e6 || digits > 6 {
            format!("{tick:.1e}").replace('-', "−")
        } else {
            format!("{tick:.digits$}").replace('-', "−")
        }
    }
}

/// One row's drawing: grid, upright reference line, and what is drawn over it.
pub(in crate::export) fn plot(axis: Axis, reference: Option<f64>, marks: &Markup) -> Markup {
    html! {
        svg.plot aria-hidden="true" focusable="false" {
            @for tick in axis.ticks() {
                line.grid x1=(axis.at(tick)) x2=(axis.at(tick)) y1="0" y2="100%" {}
            }
            @if let Some(value) = reference {
                line.reference x1=(axis.at(value)) x2=(axis.at(value)) y1="0" y2="100%" {}
            }
            (marks)
        }
    }
}

/// The numbers along the axis.
pub(in crate::export) fn scale(axis: Axis) -> Markup {
    let ticks = axis.ticks();
    let last = ticks.len().saturating_sub(1);
    html! {
        svg.plot.axis aria-hidden="true" focusable="false" {
            @for (i, tick) in ticks.iter().enumerate() {
                // Every other label gives way on a phone.
                text.minor[i % 2 == 1 && i != last] x=(axis.at(*tick)) y="14" text-anchor="middle" { (axis.label(*tick)) }
            }
        }
    }
}

/// A line from one value to another.
pub(in crate::export) fn line(class: &str, axis: Axis, from: f64, to: f64) -> Markup {
    html! { line class=(class) x1=(axis.at(from)) x2=(axis.at(to)) y1="50%" y2="50%" {} }
}

/// A full or hollow dot, so that the difference is seen without colour.
pub(in crate::export) fn dot(axis: Axis, value: f64, hollow: bool) -> Markup {
    html! { circle.dot.hollow[hollow] cx=(axis.at(value)) cy="50%" r=(if hollow { "4.5" } else { "5" }) {} }
}

/// A dot on its own, for the line that explains it.
pub(in crate::export) fn key(hollow: bool) -> Markup {
    html! {
        svg.key aria-hidden="true" focusable="false" width="14" height="14" {
            circle.dot.hollow[hollow] cx="7" cy="7" r="4.5" {}
        }
    }
}

/// A bar that shows a part of a whole: the whole as an outline.
pub(in crate::export) fn bar(part: f64, whole: f64, most: f64) -> Markup {
    let width = |value: f64| format!("{:.2}%", (100.0 * value / most).clamp(0.0, 100.0));
    html! {
        svg.plot aria-hidden="true" focusable="false" {
            rect.whole x="0" y="25%" width=(width(whole)) height="50%" {}
            rect.part x="0" y="25%" width=(width(part)) height="50%" {}
        }
    }
}

/// Upright bars over an axis, with dashed upright lines at some values.
pub(in crate::export) fn histogram(axis: Axis, bins: &[u64], ends: (f64, f64), lines: &[f64]) -> Markup {
    let most = bins.iter().copied().max().unwrap_or(1).max(1) as f64;
    let width = (ends.1 - ends.0) / bins.len().max(1) as f64;
    html! {
        svg.histogram aria-hidden="true" focusable="false" {
            @for (i, count) in bins.iter().enumerate().filter(|(_, count)| **count > 0) {
                @let left = ends.0 + i as f64 * width;
                @let share = 100.0 * (axis.share(left + width) - axis.share(left));
                // At least a hair, so that a few units are seen.
                @let height = (100.0 * *count as f64 / most).max(0.8);
                rect.part x=(axis.at(left)) width={ (format!("{:.2}", share * 0.92)) "%" }
                    y={ (format!("{:.2}", 100.0 - height)) "%" } height={ (format!("{height:.2}")) "%" } {}
            }
            @for value in lines { line.reference x1=(axis.at(*value)) x2=(axis.at(*value)) y1="0" y2="100%" {} }
        }
        (scale(axis))
    }
}

/// Counts of values in equal bins from `ends.0` to `ends.1`; those outside are in the first or last.
pub(in crate::export) fn binned(values: impl Iterator<Item = f64>, ends: (f64, f64), bins: usize) -> Vec<u64> {
    let mut counts = vec![0; bins];
    for value in values.filter(|value| value.is_finite()) {
        let place = (value - ends.0) / (ends.1 - ends.0) * bins as f64;
        counts[(place.max(0.0) as usize).min(bins - 1)] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: Axis) -> Vec<String> {
        axis.ticks().into_iter().map(|tick| axis.label(tick)).collect()
    }

    #[test]
    fn the_axis_is_round_and_holds_everything() {
        assert_eq!(
            labels(Axis::of([61.2, 93.0].into_iter())),
            ["60", "70", "80", "90", "100"]
        );
        assert_eq!(
            labels(Axis::of([-0.02, 0.051].into_iter())),
            ["−0.02", "0.00", "0.02", "0.04", "0.06"]
        );
        assert_eq!(labels(Axis::of([3.0, 3.0].into_iter())).len(), 2);
        assert_eq!(
            labels(Axis::of([].into_iter())).first().map(String::as_str),
            Some("0.0")
        );
    }

    #[test]
    fn ranks_begin_at_one_and_end_at_the_last() {
        assert_eq!(labels(Axis::ranks(12)).len(), 12);
        let many = labels(Axis::ranks(62));
        assert_eq!((many[0].as_str(), many[1].as_str()), ("1", "5"));
    }

    #[test]
    fn every_value_is_in_a_bin() {
        assert_eq!(binned([0.0, 0.1, 0.5, 1.0, 9.0].into_iter(), (0.0, 1.0), 2), [2, 3]);
    }
}
