//! Part 7: how cases ended, by audience, mode and code, and the outcome rates.

use super::Of;
use super::universe::code_name;
use crate::domain::invitation::disposition;
use crate::domain::report::{Absence, DispositionRow};
use crate::export::sample_report::charts;
use crate::export::sample_report::model::{Block, Cell, Figure, Place};

/// Part 7.
pub(super) fn outcomes(of: Of) -> Vec<Block> {
    let (report, words) = (of.report, &of.text.collected);
    let mut blocks = vec![Block::Say(words.outcomes[0].to_owned())];
    for what in [Absence::Sample, Absence::ModeOfNonrespondents] {
        of.absent(&mut blocks, what);
    }
    let bars: Vec<(String, [u64; 7])> = report
        .sheet
        .audiences
        .iter()
        .map(|one| (of.audience(&one.audience).to_owned(), groups(of, &one.audience.0)))
        .collect();
    blocks.push(Block::Figure(Figure {
        caption: words.dispositions.title.to_owned(),
        drawing: charts::stacked(&bars, &words.groups),
        legend: None,
    }));
    let rows = report.dispositions.iter().map(|row| cells(of, row)).collect();
    blocks.push(of.table(&words.dispositions, Place::Both, rows));
    if !report.lacks(Absence::Sample) {
        blocks.push(Block::Say(words.outcomes[1].to_owned()));
        blocks.push(Block::Say(words.outcomes[2].to_owned()));
        blocks.push(of.table(&words.rates, Place::Both, rates(of)));
    }
    blocks
}

fn groups(of: Of, audience: &str) -> [u64; 7] {
    let mut counts = [0; 7];
    for row in of.report.dispositions.iter().filter(|row| row.audience.0 == audience) {
        if let Some(known) = disposition::lookup(&row.code) {
            counts[known.group as usize] += row.total();
        }
    }
    counts
}

fn cells<'a>(of: Of<'a>, row: &'a DispositionRow) -> Vec<Cell> {
    let group = disposition::lookup(&row.code).map(|known| of.text.collected.groups[known.group as usize]);
    let [web, phone, paper] = row.by_mode.map(Cell::Count);
    vec![
        of.who(&row.audience),
        Cell::text(&row.code),
        Cell::text(code_name(of, &row.code)),
        Cell::text(group.unwrap_or_default()),
        web,
        phone,
        paper,
        Cell::Count(row.without_mode),
        Cell::Count(row.total()),
    ]
}

fn rates(of: Of) -> Vec<Vec<Cell>> {
    let row = |one: &'_ crate::domain::score::sheet::AudienceEvidence| {
        let rate = |name: &str| Cell::share(one.outcome_rates.get(name).copied());
        let named = ["RR1", "RR3", "COOP1", "REF1", "CON1", "e"].map(rate);
        let issued = one.issued.map_or(Cell::None, Cell::Count);
        let name = Cell::text(of.report.sheet.audience_name(&one.audience.0, of.language));
        [name, issued].into_iter().chain(named).collect()
    };
    of.report.sheet.audiences.iter().map(row).collect()
}
