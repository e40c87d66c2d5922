//! The page around the parts: styles, languages, headline, contents, chapters in their order.

use super::figures::{self, Unit, count, ratio};
use super::table::{Cell, table};
use super::{MOST_ROWS, Part, STYLE, compare, estimates, fill, method, notes, rank, sample, shrink, weighting};
use crate::domain::analysis::outcome::{Outcome, RunOutcome};
use crate::domain::definition::Language;
use crate::text::{self, analysis::Chapter};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// A chapter as it stands on the page: anchor, title and lead, what is in it; left out where there is nothing to say.
struct Section {
    anchor: &'static str,
    chapter: Chapter,
    inside: Option<Markup>,
}

/// The document.
pub(super) fn page(outcome: &Outcome) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(text::lang(Language::Zh)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (outcome.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @for (id, language) in [("zh", Language::Zh), ("en", Language::En)] {
                    div.language id=(id) lang=(text::lang(language)) { (in_language(outcome, id, language)) }
                }
            }
        }
    }
}

fn in_language(outcome: &Outcome, id: &str, language: Language) -> Markup {
    let words = super::words(language);
    let other = if id == "zh" { "en" } else { "zh" };
    let several = outcome.runs.len() > 1;
    html! {
        header.top {
            span.home { (words.eyebrow) }
            a href={ "#" (other) } lang=(if other == "en" { "en" } else { "zh-CN" }) { (words.other_language) }
        }
        main {
            h1 { (outcome.title) }
            @if several {
                p { (words.run[1]) }
                p.jump {
                    @for (number, run) in outcome.runs.iter().enumerate() {
                        a href={ "#" (id) "-" (number) } { (fill(words.run[0], &[("run", &run.run)])) } " "
                    }
                    a href={ "#" (id) "-runs" } { (words.chapters.runs.0) }
                }
            }
            @for (number, run) in outcome.runs.iter().enumerate() {
                (one_run(Part { language, words, run }, &format!("{id}-{number}"), several))
            }
            @if several { (side_by_side(outcome, id, language)) }
            section.chapter id={ (id) "-inputs" } {
                h2 { (words.chapters.inputs.0) }
                p.lead { (words.chapters.inputs.1) }
                (sample::inputs(outcome, words))
            }
            footer { p.quiet.small { (fill(words.made, &[("version", &outcome.version)])) } }
        }
    }
}

fn one_run(part: Part<'_>, id: &str, several: bool) -> Markup {
    let sections = sections(part);
    html! {
        section.run id=(id) {
            @if several { h2.run-name { (fill(part.words.run[0], &[("run", &part.run.run)])) } }
            (headline(part))
            nav.jump { @for section in &sections { a href={ "#" (id) "-" (section.anchor) } { (section.chapter.0) } " " } }
            @for section in &sections {
                section.chapter id={ (id) "-" (section.anchor) } {
                    h2 { (section.chapter.0) }
                    @let lead = fill(section.chapter.1, &[("level", &figures::level(part.run.level))]);
                    @if !lead.is_empty() { p.lead { (lead) } }
                    @if let Some(inside) = &section.inside { (inside) }
                }
            }
        }
    }
}

/// Results first, then how they came about.
fn sections(part: Part<'_>) -> Vec<Section> {
    let chapters = &part.words.chapters;
    let section = |anchor, chapter, inside| Section {
        anchor,
        chapter,
        inside,
    };
    let all = vec![
        section("mind", chapters.mind, notes::of_run(part)),
        section("estimates", chapters.estimates, estimates::all(part)),
        section("contrasts", chapters.contrasts, compare::contrasts(part)),
        section("independence", chapters.independence, compare::independence(part)),
        section("rankings", chapters.rankings, rank::rankings(part)),
        section("shrinkage", chapters.shrinkage, shrink::shrinkage(part)),
        section("sizes", chapters.sizes, shrink::sizes(part)),
        section("sample", chapters.sample, Some(sample::sample(part))),
        section("weighting", chapters.weighting, weighting::steps(part)),
        section("margins", chapters.margins, weighting::margins(part)),
        section("replicates", chapters.replicates, sample::replicates(part)),
        section("covariances", chapters.covariances, compare::covariances(part)),
        section("method", chapters.method, Some(method::method(part))),
    ];
    all.into_iter().filter(|section| section.inside.is_some()).collect()
}

/// How many, what they are worth, how sure, what to mind.
fn headline(part: Part<'_>) -> Markup {
    let (words, run) = (part.words, part.run);
    let [how_many, worth, how_sure, mind] = words.headline;
    let sample = &run.sample;
    let weights = run.weighting.last();
    let weights = weights.and_then(|step| Some((step.kish_neff?, step.kish_deff?)));
    let remarks = notes::count(run);
    html! {
        dl.headline {
            div { dt { (how_many) } dd { (fill(words.facts[0], &[
                ("analysed", &count(sample.rows_analysed)),
                ("read", &count(sample.rows_read)),
            ])) } }
            @if let Some((neff, deff)) = weights {
                div { dt { (worth) } dd { (fill(words.facts[1], &[("neff", &format!("{neff:.0}")), ("deff", &ratio(deff))])) } }
            }
            div { dt { (how_sure) } dd { (how_sure_text(part)) } }
            div { dt { (mind) } dd {
                @if remarks > 0 { (fill(words.facts[4], &[("n", &remarks.to_string())])) } @else { (words.facts[5]) }
            } }
        }
    }
}

/// The median half-width of the first entry's intervals.
fn how_sure_text(part: Part<'_>) -> String {
    let entries = estimates::entries(part.run);
    let Some(entry) = entries.first() else {
        return part.words.facts[3].into();
    };
    let mut halves: Vec<f64> = entry
        .members
        .iter()
        .filter_map(|estimate| estimates::interval(estimate, entry.interval))
        .map(|(low, high)| (high - low) / 2.0)
        .collect();
    halves.sort_by(f64::total_cmp);
    let Some(half) = halves.get(halves.len() / 2) else {
        return part.words.facts[3].into();
    };
    let half = match entry.unit {
        Unit::Percent => format!("{:.1}{}", 100.0 * half, part.words.say.points),
        Unit::Plain => figures::number(*half),
    };
    fill(
        part.words.facts[2],
        &[
            ("level", &figures::level(part.run.level)),
            ("entry", entry.name),
            ("half", &half),
        ],
    )
}

/// The same estimates in every run.
fn side_by_side(outcome: &Outcome, id: &str, language: Language) -> Markup {
    let words = super::words(language);
    let value = |run: &RunOutcome, label: &str| {
        let found = run.estimates.iter().find(|estimate| estimate.label == label)?;
        let estimate = found.estimate?;
        let se = found.errors.first().and_then(|error| error.se);
        Some((estimate, se))
    };
    let labels: Vec<&str> = outcome.runs[0].estimates.iter().map(|e| e.label.as_str()).collect();
    let shown = labels.len().min(MOST_ROWS);
    let row = |label: &&str| {
        let values: Vec<_> = outcome.runs.iter().map(|run| value(run, label)).collect();
        let numbers = values.iter().flatten().map(|(estimate, _)| *estimate);
        let (low, high) = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        let text = |(estimate, se): &(f64, Option<f64>)| match se {
            Some(se) => format!("{} ({})", figures::number(*estimate), figures::number(*se)),
            None => figures::number(*estimate),
        };
        let mut cells = vec![Cell::Head((*label).into())];
        cells.extend(values.iter().map(|value| Cell::Number(value.as_ref().map(text))));
        cells.push(Cell::Number((low <= high).then(|| figures::number(high - low))));
        let of = outcome
            .runs
            .iter()
            .flat_map(|run| &run.estimates)
            .find(|estimate| estimate.label == **label);
        cells.push(Cell::Notes(
            of.map(|of| notes::line(words, &of.notes)).unwrap_or_default(),
        ));
        cells
    };
    let rows: Vec<Vec<Cell>> = labels.iter().take(shown).map(row).collect();
    let heads: Vec<&str> = [words.say.runs[0]]
        .into_iter()
        .chain(outcome.runs.iter().map(|run| run.run.as_str()))
        .chain([words.say.runs[1], words.columns.notes])
        .collect();
    html! {
        section.chapter id={ (id) "-runs" } {
            h2.run-name { (words.chapters.runs.0) }
            p.lead { (words.chapters.runs.1) }
            (super::table::folded(words.say.table, &table(words, words.chapters.runs.0, &heads, &rows)))
            (cut(words.say.shown, shown, labels.len(), "estimates.csv"))
        }
    }
}

/// That a part is shown, and where the rest is.
pub(super) fn cut(sentence: &str, shown: usize, all: usize, file: &str) -> Markup {
    let with = [
        ("shown", shown.to_string()),
        ("all", all.to_string()),
        ("file", file.to_string()),
    ];
    let with: Vec<(&str, &str)> = with.iter().map(|(name, value)| (*name, value.as_str())).collect();
    html! { @if shown < all { p.quiet.small { (fill(sentence, &with)) } } }
}
