//! The ledger as a page to print: A4 across, self-contained, in one language.

use super::{LedgerView, about, moment, steps};
use crate::domain::definition::Language;
use crate::domain::ledger::{Beside, Entry, Indicator, Points, Step, Totals, beside};
use crate::text;
use crate::text::ledger::{LedgerText, of};
use crate::text::terminal::fill;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");

/// The document. Same ledger, same bytes.
pub fn ledger_html(view: &LedgerView, language: Language) -> Markup {
    let (words, ledger) = (of(language), view.ledger());
    html! {
        (DOCTYPE)
        html lang=(text::lang(language)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (ledger.title.get(language)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (ledger.title.get(language)) }
                dl.facts {
                    @for (label, value) in about(view, language).into_iter().skip(1) { dt { (label) } dd { (value) } }
                }
                (totals(view, words, language))
                (entries(view, words, language))
                (bonus(view, words, language))
                @if let Some(last) = view.last { (years(&beside(view.present, last), view, words, language)) }
                (review(view, words, language))
                (rules(words))
                p.small { (fill(words.revision, &[("n", &ledger.revision)])) }
            }
        }
    }
}

fn shown(points: Option<Points>, words: &LedgerText) -> String {
    points.map_or_else(|| words.none.to_owned(), |points| points.to_string())
}

fn ranked(rank: Option<usize>, words: &LedgerText) -> String {
    rank.map_or_else(|| words.none.to_owned(), |rank| rank.to_string())
}

fn totals(view: &LedgerView, words: &LedgerText, language: Language) -> Markup {
    html! {
        table {
            thead { tr {
                th { (words.before[0]) }
                @for head in &words.before[1..] { th.text { (head) } }
                @for one in Indicator::ALL { th { (words.indicator_head(one, language)) } }
                @for head in &words.behind[..3] { th { (head) } }
                th.text { (words.behind[3]) }
            } }
            tbody { @for one in view.present.by_rank() { (totals_row(one, words, language)) } }
        }
    }
}

fn totals_row(one: &Totals, words: &LedgerText, language: Language) -> Markup {
    let lacks = words.lacks(one, language);
    html! {
        tr.unranked[one.rank.is_none()] {
            td { (ranked(one.rank, words)) }
            td.text { (one.department.id.0) }
            td.text {
                (one.department.name.get(language))
                @for lack in &lacks { span.why { (lack) } }
            }
            @for score in &one.scores { td { (shown(score.points(), words)) } }
            td { (shown(one.sum, words)) }
            td { (one.deducted) }
            td.total { (shown(one.total, words)) }
            td.text { (words.paid(one)) }
        }
    }
}

fn entries(view: &LedgerView, words: &LedgerText, language: Language) -> Markup {
    let ledger = view.ledger();
    let heads = [0, 1, 2, 3, 5, 6, 8, 9].map(|column| words.entries[column]);
    let row = |entry: &Entry| {
        let department = ledger.department(&entry.department);
        let withdrawn = entry.withdrawn.as_ref();
        html! {
            tr {
                td { (entry.number) }
                td.text { (entry.department.0) }
                td.text { @if let Some(department) = department { (department.name.get(language)) } }
                td.text { (words.kind(entry, language)) }
                td.text.gone[withdrawn.is_some()] { (entry.detail) }
                td.text { (entry.by) " " (moment(entry.at)) }
                td.text { (words.states[usize::from(withdrawn.is_some())]) }
                td.text { @if let Some(how) = withdrawn { (how.reason) " · " (how.by) " " (moment(how.at)) } }
            }
        }
    };
    html! {
        @if !ledger.entries.is_empty() {
            h2 { (words.sheets[2]) }
            table {
                thead { tr { th { (heads[0]) } @for head in &heads[1..] { th.text { (head) } } } }
                tbody { @for entry in &ledger.entries { (row(entry)) } }
            }
        }
    }
}

/// Only who gets less: everybody else gets the whole.
fn bonus(view: &LedgerView, words: &LedgerText, language: Language) -> Markup {
    let less = view
        .present
        .totals
        .iter()
        .map(|one| (one, words.why_less(&one.bonus, language)));
    let less: Vec<(&Totals, String)> = less.filter(|(_, why)| !why.is_empty()).collect();
    html! {
        h2 { (words.sheets[3]) }
        p { (words.rules[6].1) }
        @if !less.is_empty() {
            table {
                thead { tr {
                    @for head in &words.bonus[..2] { th.text { (head) } }
                    th.text { (words.behind[3]) }
                    th.text { (words.bonus[4]) }
                } }
                tbody { @for (one, why) in &less { tr {
                    td.text { (one.department.id.0) }
                    td.text { (one.department.name.get(language)) }
                    td.text { (words.paid(one)) }
                    td.text { (why) }
                } } }
            }
        }
    }
}

fn years(rows: &[Beside], view: &LedgerView, words: &LedgerText, language: Language) -> Markup {
    let year = view.ledger().year;
    let heads = words
        .years
        .map(|head| fill(head, &[("year", &year), ("last", &(year - 1))]));
    html! {
        h2 { (words.sheets[4]) }
        table {
            thead { tr {
                @for head in &heads[..2] { th.text { (head) } }
                @for head in &heads[2..] { th { (head) } }
            } }
            tbody { @for one in rows { tr {
                td.text { (one.department.id.0) }
                td.text { (one.department.name.get(language)) }
                td { (shown(one.present.0, words)) }
                td { (ranked(one.present.1, words)) }
                td { (shown(one.last.0, words)) }
                td { (ranked(one.last.1, words)) }
                td { (one.difference.map_or_else(|| words.none.to_owned(), Points::signed)) }
            } } }
        }
    }
}

/// The steps that were taken, and a place for each signature.
fn review(view: &LedgerView, words: &LedgerText, language: Language) -> Markup {
    let ledger = view.ledger();
    html! {
        h2 { (words.blocks[1]) }
        @if ledger.steps.is_empty() { p { (words.review[0]) } }
        ol.steps { @for (step, line) in steps(ledger, language) { li { (step) " · " (line) } } }
        div.marks { @for step in Step::ORDER { div { (step.name().get(language)) } } }
    }
}

fn rules(words: &LedgerText) -> Markup {
    html! {
        h2 { (words.blocks[3]) }
        dl.facts { @for (label, rule) in words.rules { dt { (label) } dd { (rule) } } }
    }
}
