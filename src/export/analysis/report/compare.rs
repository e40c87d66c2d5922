//! Contrasts, tests of independence and covariances.

use super::chart::{Axis, dot, line, plot, scale};
use super::estimates::inner;
use super::estimates_tables::limits_text;
use super::figures::{self, NONE, count, maybe, p_value};
use super::table::{Cell, folded, table};
use super::{Part, fill, frame, notes};
use crate::domain::analysis::outcome::{ContrastOutcome, CovarianceOutcome, FTest, IndependenceOutcome};
use crate::text::analysis::known;
use maud::{Markup, html};

/// Comparisons of an entry beyond which those with the smallest p are shown.
const MOST: usize = 60;

/// Labels of a matrix beyond which it is only in the file.
const LARGEST: usize = 12;

/// Contrasts and changes, entry by entry.
pub(super) fn contrasts(part: Part<'_>) -> Option<Markup> {
    let mut entries: Vec<(&str, Vec<&ContrastOutcome>)> = Vec::new();
    for contrast in &part.run.contrasts {
        match entries.iter_mut().find(|(name, _)| *name == contrast.entry) {
            Some((_, members)) => members.push(contrast),
            None => entries.push((&contrast.entry, vec![contrast])),
        }
    }
    (!entries.is_empty()).then(|| html! { @for (name, members) in &entries { (entry(part, name, members)) } })
}

fn entry(part: Part<'_>, name: &str, members: &[&ContrastOutcome]) -> Markup {
    let words = part.words;
    let shown = smallest_p(members);
    let adjust = members[0].adjust.as_deref().unwrap_or("none");
    html! {
        div.entry {
            h3 { (name) }
            @if let Some(sentence) = known(words.method.comparisons, adjust) { p.quiet.small { (sentence) } }
            (chart(&shown, part))
            (frame::cut(words.say.shown_by_p, shown.len(), members.len(), "contrasts.csv"))
            (folded(words.say.table, &figures_table(part, name, &shown)))
        }
    }
}

/// All where they are few, else those with the smallest p, in their own order.
fn smallest_p<'a>(members: &[&'a ContrastOutcome]) -> Vec<&'a ContrastOutcome> {
    let mut order: Vec<usize> = (0..members.len()).collect();
    if members.len() > MOST {
        let p = |i: &usize| members[*i].p.unwrap_or(f64::INFINITY);
        order.sort_by(|a, b| p(a).total_cmp(&p(b)));
        order.truncate(MOST);
        order.sort_unstable();
    }
    order.into_iter().map(|i| members[i]).collect()
}

fn limits(contrast: &ContrastOutcome) -> Option<(f64, f64)> {
    let (low, high) = *contrast.errors.first()?.ci.get("t")?;
    low.zip(high)
}

fn chart(members: &[&ContrastOutcome], part: Part<'_>) -> Markup {
    let ends = members.iter().flat_map(|one| {
        let (low, high) = limits(one).unzip();
        [low, one.estimate, high].into_iter().flatten()
    });
    let axis = Axis::of(ends.chain([0.0]));
    let labels: Vec<&str> = members.iter().map(|one| one.label.as_str()).collect();
    html! {
        figure {
            ol.dots {
                li.scale aria-hidden="true" { span.name {} (scale(axis)) span.value {} }
                @for (contrast, name) in members.iter().zip(inner(&labels)) { (row(part, axis, name, contrast)) }
            }
        }
    }
}

fn row(part: Part<'_>, axis: Axis, name: &str, contrast: &ContrastOutcome) -> Markup {
    let limits = limits(contrast);
    // By the adjusted p where there is one, as the words say.
    let clear = match contrast.p_adjusted.or(contrast.p) {
        Some(p) => p < 1.0 - part.run.level,
        None => false,
    };
    let marks = html! {
        @if let Some((low, high)) = limits { (line("interval", axis, low, high)) }
        @if let Some(value) = contrast.estimate { (dot(axis, value, !clear)) }
    };
    let p = contrast.p_adjusted.or(contrast.p);
    let remarks = notes::line(part.words, &contrast.notes);
    html! {
        li {
            span.name { (name) }
            (plot(axis, Some(0.0), &marks))
            @match contrast.estimate {
                Some(value) => span.value {
                    strong { (figures::fixed(value, axis.decimals())) }
                    @if let Some(limits) = limits { " " small { (figures::Unit::Plain.range(limits, axis.decimals())) } }
                },
                None => span.value.none { (part.words.say.no_value) },
            }
            span.base { @if let Some(p) = p { "p " (p_value(p)) } }
            @if !remarks.is_empty() { span.notes { (remarks) } }
        }
    }
}

fn figures_table(part: Part<'_>, title: &str, members: &[&ContrastOutcome]) -> Markup {
    let words = part.words;
    let [label, difference, se, ignored, interval, t, p, adjusted] = words.columns.contrasts;
    let heads = [
        label,
        difference,
        se,
        ignored,
        interval,
        t,
        p,
        adjusted,
        words.columns.notes,
    ];
    let row = |contrast: &&ContrastOutcome| {
        let error = contrast.errors.first();
        vec![
            Cell::Head(contrast.label.clone()),
            Cell::Number(maybe(contrast.estimate)),
            Cell::Number(maybe(error.and_then(|error| error.se))),
            Cell::Number(maybe(contrast.se_if_covariance_ignored)),
            Cell::Number(error.and_then(|error| error.ci.get("t").copied()).and_then(limits_text)),
            Cell::Number(contrast.t.map(figures::ratio)),
            Cell::Number(contrast.p.map(p_value)),
            Cell::Number(contrast.p_adjusted.map(p_value)),
            Cell::Notes(notes::line(words, &contrast.notes)),
        ]
    };
    let rows: Vec<Vec<Cell>> = members.iter().map(row).collect();
    table(words, title, &heads, &rows)
}

/// Two-way tables with their tests.
pub(super) fn independence(part: Part<'_>) -> Option<Markup> {
    let tests = &part.run.independence;
    (!tests.is_empty()).then(|| html! { @for test in tests { div.entry { h3 { (test.name) } (two_way(part, test)) } } })
}

fn two_way(part: Part<'_>, of: &IndependenceOutcome) -> Markup {
    let words = part.words;
    let rows = of.rows.iter().zip(&of.weighted).map(|(name, values)| {
        let sum = values.iter().sum::<f64>();
        let share = |value: &f64| format!("{} ({:.1}%)", figures::number(*value), 100.0 * value / sum);
        let mut cells = vec![Cell::Head(name.clone())];
        cells.extend(
            values
                .iter()
                .map(|value| Cell::Number(Some(if sum > 0.0 { share(value) } else { "0".into() }))),
        );
        cells.push(Cell::Number(Some(figures::number(sum))));
        cells
    });
    let heads: Vec<&str> = [""].into_iter().chain(of.columns.iter().map(String::as_str)).collect();
    let heads: Vec<&str> = heads.into_iter().chain([words.say.independence[1]]).collect();
    let counts = fill(words.say.independence[0], &[("n", &count(of.n))]);
    let [_, _, _, _, p] = words.columns.tests;
    let heads_of_tests: Vec<&str> = words.columns.tests.into_iter().chain([words.columns.notes]).collect();
    html! {
        p.small.quiet { (counts) @if let Some(x2) = of.x2 { (words.say.gap) "X² = " (figures::number(x2)) } }
        (table(words, &of.name, &heads, &rows.collect::<Vec<_>>()))
        (table(words, &of.name, &heads_of_tests, &tests(part, of)))
        @if let Some(value) = of.rao_scott_chisq_p {
            p.small { (words.say.tests[1]) (words.say.gap) (p) " = " (p_value(value)) }
        }
    }
}

fn tests(part: Part<'_>, of: &IndependenceOutcome) -> Vec<Vec<Cell>> {
    let [rao_scott, _, wald, adjusted] = part.words.say.tests;
    let row = |(name, test): (&str, &FTest)| {
        vec![
            Cell::Head(name.into()),
            Cell::Number(maybe(test.f)),
            Cell::Number(test.ndf.map(figures::df)),
            Cell::Number(test.ddf.map(figures::df)),
            Cell::Number(test.p.map(p_value)),
            Cell::Notes(notes::line(part.words, &of.notes)),
        ]
    };
    [
        (rao_scott, &of.rao_scott),
        (wald, &of.wald),
        (adjusted, &of.wald_adjusted),
    ]
    .map(row)
    .into()
}

/// Small matrices in full, large ones by the file's name.
pub(super) fn covariances(part: Part<'_>) -> Option<Markup> {
    let all = &part.run.covariances;
    (!all.is_empty()).then(|| {
        html! { @for matrix in all { div.entry { h3 { (matrix.name) } (covariance(part, matrix)) } } }
    })
}

fn covariance(part: Part<'_>, matrix: &CovarianceOutcome) -> Markup {
    let words = part.words;
    let size = matrix.labels.len();
    if size > LARGEST {
        return html! { p { (fill(words.say.matrix, &[("n", &size.to_string())])) } };
    }
    let heads: Vec<&str> = [""]
        .into_iter()
        .chain(matrix.labels.iter().map(String::as_str))
        .collect();
    html! {
        @for (method, values) in &matrix.by_method {
            p.small.quiet { (part.method(method)) }
            @let rows: Vec<Vec<Cell>> = matrix.labels.iter().zip(values).map(|(label, values)| {
                // A square matrix keeps its shape, whatever is missing.
                let numbers = values.iter().map(|value| Cell::Number(Some(maybe(*value).unwrap_or_else(|| NONE.into()))));
                [Cell::Head(label.clone())].into_iter().chain(numbers).collect()
            }).collect();
            (table(words, &matrix.name, &heads, &rows))
            @if values.iter().flatten().any(Option::is_none) { p.quiet.small { (words.say.no_covariance) } }
        }
    }
}
