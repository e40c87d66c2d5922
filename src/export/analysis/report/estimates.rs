//! Estimates as dots with intervals: one chart an entry, one panel a domain.

use super::chart::{Axis, dot, line, plot, scale};
use super::figures::{self, Unit, count};
use super::{MOST_ROWS, Part, estimates_tables, fill, frame, notes, parts};
use crate::domain::analysis::outcome::{EstimateOutcome, Note, RunOutcome};
use crate::text::analysis::name;
use maud::{Markup, html};

/// Intervals in the order in which one is chosen for the chart.
const PREFERRED: [&str; 9] = [
    "wilson",
    "t",
    "wald_t",
    "woodruff",
    "korn_graubard",
    "korn_graubard_capped",
    "logit",
    "arcsine",
    "wald_z",
];

/// Panels that are open; further ones are folded.
const OPEN: usize = 4;

/// The estimates of one entry.
pub(super) struct Entry<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// All of them, as given.
    pub(super) members: Vec<&'a EstimateOutcome>,
    /// The interval that its chart shows.
    pub(super) interval: &'static str,
    /// How values are shown.
    pub(super) unit: Unit,
}

/// Entries in the order of their first estimate.
pub(super) fn entries(run: &RunOutcome) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for estimate in &run.estimates {
        match entries.iter_mut().find(|entry| entry.name == estimate.entry) {
            Some(entry) => entry.members.push(estimate),
            None => entries.push(Entry {
                name: &estimate.entry,
                members: vec![estimate],
                interval: "t",
                unit: unit(run, estimate),
            }),
        }
    }
    for entry in &mut entries {
        let has = |name: &&str| entry.members.iter().any(|estimate| interval(estimate, name).is_some());
        entry.interval = PREFERRED.into_iter().find(has).unwrap_or("t");
    }
    entries
}

fn unit(run: &RunOutcome, estimate: &EstimateOutcome) -> Unit {
    if parts::is_share(run, estimate) {
        Unit::Percent
    } else {
        Unit::Plain
    }
}

/// A value that belongs to the estimate with that label, short.
pub(super) fn short(run: &RunOutcome, label: &str, value: f64) -> String {
    let of = run.estimates.iter().find(|estimate| estimate.label == label);
    match of.map(|estimate| unit(run, estimate)) {
        Some(Unit::Percent) => Unit::Percent.say(value, 1),
        _ => figures::number(value),
    }
}

/// Labels without the entry where all have the same, so that `satisfied[r01]` becomes `r01`.
pub(super) fn inner<'a>(labels: &[&'a str]) -> Vec<&'a str> {
    let cut = |label: &'a str| label.strip_suffix(']')?.split_once('[');
    let parts: Option<Vec<(&str, &str)>> = labels.iter().map(|label| cut(label)).collect();
    match parts {
        Some(parts) if parts.windows(2).all(|pair| pair[0].0 == pair[1].0) => {
            parts.iter().map(|(_, rest)| *rest).collect()
        }
        _ => labels.to_vec(),
    }
}

/// The official interval of that name, where both limits exist.
pub(super) fn interval(estimate: &EstimateOutcome, name: &str) -> Option<(f64, f64)> {
    let (low, high) = *estimate.errors.first()?.ci.get(name)?;
    low.zip(high).filter(|(low, high)| low.is_finite() && high.is_finite())
}

/// Every entry: charts and tables.
pub(super) fn all(part: Part<'_>) -> Option<Markup> {
    let entries = entries(part.run);
    (!entries.is_empty()).then(|| html! { @for entry in &entries { (one(part, entry)) } })
}

fn one(part: Part<'_>, entry: &Entry<'_>) -> Markup {
    let words = part.words;
    let unit = entry.unit;
    let ends = entry.members.iter().take(MOST_ROWS).flat_map(|estimate| {
        let (low, high) = interval(estimate, entry.interval).unzip();
        [low, estimate.estimate, high].into_iter().flatten()
    });
    let axis = Axis::of(ends.map(|value| unit.place(value)));
    let panels = panels(entry);
    let kind = name(words.names.estimates, &entry.members[0].kind);
    let level = figures::level(part.run.level);
    let shown = fill(
        words.say.interval,
        &[("name", name(words.names.intervals, entry.interval)), ("level", &level)],
    );
    html! {
        div.entry {
            h3 { (entry.name) " " span.quiet { (kind) } }
            p.quiet.small { (shown) (words.say.gap) (words.say.axis[usize::from(unit == Unit::Plain)]) }
            @for hollow in hollow(part, entry) { p.quiet.small { "○ " (hollow) } }
            @for (i, (title, rows)) in panels.iter().enumerate() {
                @if i < OPEN { (figure(part, entry, axis, title, rows)) }
                @else { details { summary { (title) } (figure(part, entry, axis, title, rows)) } }
            }
            (frame::cut(words.say.shown, entry.members.len().min(MOST_ROWS), entry.members.len(), "estimates.csv"))
            (estimates_tables::tables(part, entry))
        }
    }
}

/// What the hollow dots of the charts mean, once for all of them: few effective respondents, or too few.
fn hollow(part: Part<'_>, entry: &Entry<'_>) -> Vec<&'static str> {
    let say = |note: Note, [own, of_part]: [&'static str; 2]| {
        let small = |estimate: &&&EstimateOutcome| estimate.notes.contains(&note);
        let one = entry.members.iter().find(small)?;
        Some(if one.kind == "composite" { of_part } else { own })
    };
    let (notes, parts) = (&part.words.notes, part.words.say.part_small);
    let few = say(Note::Few, [notes.few, parts[0]]);
    let too_few = say(Note::TooFew, [notes.too_few, parts[1]]);
    few.into_iter().chain(too_few).collect()
}

/// The remarks on one row; the caption says what a hollow dot means, and a composite's small sample is a part's.
fn remarks(part: Part<'_>, estimate: &EstimateOutcome) -> String {
    let said = |note: &Note| match note {
        Note::Few => None,
        Note::TooFew if estimate.kind == "composite" => Some(part.words.say.part_small[1].into()),
        note => Some(notes::say(part.words, note)),
    };
    let said: Vec<String> = estimate.notes.iter().filter_map(said).collect();
    said.join(part.words.say.gap)
}

/// Rows that belong together under a title.
type Panel<'a> = (String, Vec<&'a EstimateOutcome>);

/// One panel a domain where each domain has several rows; all in one otherwise.
fn panels<'a>(entry: &Entry<'a>) -> Vec<Panel<'a>> {
    let shown = &entry.members[..entry.members.len().min(MOST_ROWS)];
    if !shown
        .iter()
        .any(|estimate| estimate.item.is_some() || estimate.variable.is_some())
    {
        return vec![(String::new(), shown.to_vec())];
    }
    let mut panels: Vec<Panel<'a>> = Vec::new();
    for &estimate in shown {
        let title = domain(estimate);
        match panels.iter_mut().find(|(known, _)| *known == title) {
            Some((_, rows)) => rows.push(estimate),
            None => panels.push((title, vec![estimate])),
        }
    }
    panels
}

fn domain(estimate: &EstimateOutcome) -> String {
    let levels = estimate
        .domain
        .iter()
        .map(|(column, level)| format!("{column} = {level}"));
    levels.collect::<Vec<_>>().join(" · ")
}

/// What a row is called inside its panel.
fn row_name(estimate: &EstimateOutcome) -> String {
    let parts: Vec<&str> = [&estimate.item, &estimate.variable]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    match (parts.is_empty(), estimate.domain.is_empty()) {
        (false, _) => parts.join(" · "),
        (true, false) => domain(estimate),
        (true, true) => estimate.label.clone(),
    }
}

fn figure(part: Part<'_>, entry: &Entry<'_>, axis: Axis, title: &str, rows: &[&EstimateOutcome]) -> Markup {
    html! {
        figure {
            @if !title.is_empty() { figcaption { (title) } }
            p.hidden { (alternative(part, entry, axis, title, rows)) }
            ol.dots {
                li.scale aria-hidden="true" { span.name {} (scale(axis)) span.value {} }
                @for estimate in rows { (row(part, entry, axis, estimate)) }
            }
        }
    }
}

fn row(part: Part<'_>, entry: &Entry<'_>, axis: Axis, estimate: &EstimateOutcome) -> Markup {
    let unit = entry.unit;
    let limits = interval(estimate, entry.interval);
    let value = estimate.estimate.filter(|value| value.is_finite());
    let small = (estimate.notes.iter()).any(|note| matches!(note, Note::Few | Note::TooFew));
    let marks = html! {
        @if let Some((low, high)) = limits { (line("interval", axis, unit.place(low), unit.place(high))) }
        @if let Some(value) = value { (dot(axis, unit.place(value), small)) }
    };
    let remarks = remarks(part, estimate);
    html! {
        li {
            span.name { (row_name(estimate)) }
            (plot(axis, None, &marks))
            @match value {
                Some(value) => span.value {
                    strong { (unit.say(value, axis.decimals())) }
                    @if let Some(limits) = limits { " " small { (unit.range(limits, axis.decimals())) } }
                },
                None => span.value.none { (part.words.say.no_value) },
            }
            span.base { "n " (count(estimate.n)) }
            @if !remarks.is_empty() { span.notes { (remarks) } }
        }
    }
}

/// The chart in a sentence.
fn alternative(part: Part<'_>, entry: &Entry<'_>, axis: Axis, title: &str, rows: &[&EstimateOutcome]) -> String {
    let mut valued: Vec<(f64, &EstimateOutcome)> = rows
        .iter()
        .filter_map(|one| Some((one.estimate.filter(|value| value.is_finite())?, *one)))
        .collect();
    valued.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (Some(last), Some(best)) = (valued.first(), valued.last()) else {
        return part.words.say.no_value.into();
    };
    let title = format!("{} {title}", entry.name);
    let words = match valued.len() {
        1 => part.words.say.dot,
        _ => part.words.say.dots,
    };
    fill(
        words,
        &[
            ("title", title.trim()),
            ("n", &valued.len().to_string()),
            ("best", &row_name(best.1)),
            ("best_value", &entry.unit.say(best.0, axis.decimals())),
            ("last", &row_name(last.1)),
            ("last_value", &entry.unit.say(last.0, axis.decimals())),
        ],
    )
}
