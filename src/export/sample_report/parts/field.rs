//! Part 5: modes, dates, hours, languages, contact rules, incentives.

use super::Of;
use crate::domain::report::Absence;
use crate::export::page::figures::{count, moment};
use crate::export::sample_report::charts;
use crate::export::sample_report::model::{Block, Cell, Figure, Place, Table};
use crate::text::status;

/// Part 5.
pub(super) fn field(of: Of) -> Vec<Block> {
    let (report, words) = (of.report, &of.text.collected.field);
    let chronicle = &report.chronicle;
    let mut said = Vec::new();
    let ends = chronicle
        .first("invite")
        .zip(chronicle.first("closing").or(chronicle.first("close")));
    said.extend(ends.map(|(invited, closing)| {
        of.fill(
            words[0],
            &[("invited", &moment(invited)), ("closing", &moment(closing))],
        )
    }));
    if chronicle.times("import-answers") > 0 && report.lacks(Absence::Sample) {
        said.push(words[5].to_owned());
    }
    let days = report.days.first().zip(report.days.last());
    said.extend(days.map(|(first, last)| of.fill(words[1], &[("first", &first.day), ("last", &last.day)])));
    if !report.lacks(Absence::Sample) {
        let (replaced, withdrawn) = (count(chronicle.replaced), count(chronicle.withdrawn));
        said.extend([words[2].to_owned(), words[3].to_owned()]);
        said.push(of.fill(words[4], &[("replaced", &replaced), ("withdrawn", &withdrawn)]));
    }
    said.extend(chronicle.pretest.map(|n| of.fill(words[6], &[("n", &count(n))])));
    let mut blocks = vec![Block::List(said)];
    for what in [
        Absence::ContactHistory,
        Absence::Incentive,
        Absence::Pretest,
        Absence::Times,
    ] {
        of.absent(&mut blocks, what);
    }
    if !report.modes.is_empty() {
        blocks.push(of.table(&of.text.collected.modes, Place::Both, modes(of)));
    }
    if !report.days.is_empty() {
        blocks.push(Block::Figure(Figure {
            caption: of.text.collected.days.title.to_owned(),
            drawing: charts::days(&report.days),
            legend: None,
        }));
        blocks.push(days_table(of));
    }
    blocks.push(of.table(&of.text.collected.timeline, Place::Both, timeline(of)));
    blocks
}

fn modes(of: Of) -> Vec<Vec<Cell>> {
    let rows = of.report.modes.iter();
    rows.map(|mode| {
        vec![
            of.who(&mode.audience),
            Cell::text(of.text.small.modes[crate::domain::report::mode_place(mode.mode)]),
            Cell::Count(mode.n),
            Cell::Share(mode.weighted),
            Cell::number(mode.median_seconds.map(|seconds| seconds / 60.0), 1),
        ]
    })
    .collect()
}

/// Days with one column an audience.
fn days_table(of: Of) -> Block {
    let words = &of.text.collected.days;
    let mut heads = vec![words.heads[0].to_owned()];
    heads.extend(
        of.report
            .survey
            .audiences
            .iter()
            .map(|audience| audience.name.get(of.language).to_owned()),
    );
    heads.extend([words.heads[1].to_owned(), words.heads[2].to_owned()]);
    let mut so_far = 0;
    let row = |day: &crate::domain::report::Day| {
        let all: u64 = day.counts.iter().sum();
        so_far += all;
        let counts = day.counts.iter().map(|count| Cell::Count(*count));
        [Cell::text(&day.day)]
            .into_iter()
            .chain(counts)
            .chain([Cell::Count(all), Cell::Count(so_far)])
            .collect()
    };
    Block::Table(Table {
        sheet: words.sheet,
        title: words.title.to_owned(),
        note: words.note.to_owned(),
        heads,
        rows: of.report.days.iter().map(row).collect(),
        place: Place::Both,
    })
}

fn timeline(of: Of) -> Vec<Vec<Cell>> {
    let (words, colon) = (status::words(of.language), of.text.small.gaps[2]);
    let said = |(name, value): &(String, String)| {
        let known = words.numbers.iter().find(|(stored, _)| stored == name)?;
        let name_of = of
            .report
            .survey
            .audiences
            .iter()
            .find(|audience| audience.id.0 == *value);
        let value = name_of.map_or(value.as_str(), |audience| audience.name.get(of.language));
        Some(format!("{}{colon}{value}", known.1))
    };
    let row = |event: &crate::domain::report::Event| {
        let facts: Vec<String> = event.facts.iter().filter_map(said).collect();
        let step = status::called(words.stages, &event.stage).to_owned();
        vec![
            Cell::text(moment(&event.at)),
            Cell::text(step),
            Cell::text(of.list(&facts)),
        ]
    };
    of.report.chronicle.events.iter().map(row).collect()
}
