//! A ledger in a terminal's width.

use super::{Indicator, Table, say};
use crate::cli::words::Lang;
use crate::domain::ledger::{Ledger, Totals, standing};
use crate::text::ledger::of;
use crate::text::terminal::fill;

/// Ranks, totals and what is missing; then what comes next.
pub(super) fn show(ledger: &Ledger, lang: Lang) {
    println!("{}", lang.say(|_, language| ledger.title.get(language).to_owned()));
    say(lang, |language| of(language).review(ledger, language));
    for line in table(ledger, lang) {
        println!("{line}");
    }
    next(ledger, lang);
}

/// What is waited for, and the step that comes next.
pub(super) fn next(ledger: &Ledger, lang: Lang) {
    let missing = ledger.missing();
    if !missing.is_empty() {
        say(lang, |language| {
            let part = |indicator: Indicator, body: &str| format!("{}/{body}", indicator.name().get(language));
            let parts = missing
                .iter()
                .map(|one| part(one.indicator, one.source.name().get(language)));
            let parts: Vec<String> = parts.collect();
            fill(of(language).command.waiting, &[("parts", &parts.join(", "))])
        });
        return;
    }
    match ledger.next_step() {
        Some(step) => say(lang, |language| {
            let named = format!(
                "{} (`ledger step {} {}`)",
                step.name().get(language),
                ledger.year,
                step.id()
            );
            fill(of(language).command.next, &[("step", &named)])
        }),
        None => say(lang, |language| of(language).command.finished.to_owned()),
    }
}

/// A line of headings per language, then a line per department; names and reasons stand behind the numbers.
fn table(ledger: &Ledger, lang: Lang) -> Vec<String> {
    let standing = standing(ledger);
    let mut ends = Vec::new();
    let mut heads = lang.languages().iter().map(|language| {
        let mut heads = of(*language).command.columns.map(str::to_owned).to_vec();
        ends.extend(heads.pop());
        heads
    });
    let mut numbers = Table::new(heads.next().unwrap_or_default());
    heads.for_each(|row| numbers.push(row));
    for one in standing.by_rank() {
        numbers.push(measured(one));
        let name = lang.say(|_, language| one.department.name.get(language).to_owned());
        let why = lang.say(|_, language| {
            let words = of(language);
            words.lacks(one, language).join(words.gaps_between[1])
        });
        ends.push(if why.is_empty() {
            name
        } else {
            format!("{name}  [{why}]")
        });
    }
    let lines = numbers.lines().into_iter().zip(ends);
    lines.map(|(numbers, end)| format!("{numbers}  {end}")).collect()
}

fn measured(one: &Totals) -> Vec<String> {
    let none = || "–".to_owned();
    vec![
        one.rank.map_or_else(none, |rank| rank.to_string()),
        one.department.id.0.clone(),
        one.total.map_or_else(none, |total| total.to_string()),
        one.deducted.to_string(),
    ]
}
