//! Part 4: strata, draw, seed, replacement, and which departments a respondent rates.

use super::Of;
use crate::domain::definition::{Allocation, AssignmentRule, Audience};
use crate::domain::report::{Absence, StratumFacts, labels};
use crate::export::page::figures::trimmed;
use crate::export::sample_report::model::{Block, Cell, Place};

/// Part 4.
pub(super) fn design(of: Of) -> Vec<Block> {
    let mut blocks = Vec::new();
    of.absent(&mut blocks, Absence::Sample);
    if !of.report.lacks(Absence::Sample) {
        drawn(of, &mut blocks);
    }
    blocks.push(Block::List(assignment(of)));
    if !of.report.chronicle.strata.is_empty() {
        let rows = of.report.chronicle.strata.iter().map(|one| stratum(of, one)).collect();
        blocks.push(of.table(&of.text.collected.strata, Place::Both, rows));
    }
    blocks
}

fn drawn(of: Of, blocks: &mut Vec<Block>) {
    let (report, words) = (of.report, &of.text.collected.design);
    blocks.push(Block::Say(words[0].to_owned()));
    blocks.push(Block::List(
        report
            .survey
            .audiences
            .iter()
            .filter_map(|one| allocation(of, one))
            .collect(),
    ));
    let batches = report.chronicle.times("release").to_string();
    blocks.push(Block::List(vec![
        of.fill(words[1], &[("seed", &report.sheet.seed)]),
        of.fill(words[2], &[("commitment", &report.chronicle.seed_commitment)]),
        of.fill(words[3], &[("batches", &batches)]),
        words[4].to_owned(),
    ]));
    of.absent(blocks, Absence::ReserveRelease);
}

fn allocation(of: Of, audience: &Audience) -> Option<String> {
    let words = &of.text.collected.allocation;
    let name = audience.name.get(of.language);
    Some(match &audience.frame.as_ref()?.allocation {
        Allocation::Proportional => of.fill(words[0], &[("audience", name)]),
        Allocation::Power { exponent } => of.fill(words[1], &[("audience", name), ("exponent", &trimmed(*exponent))]),
        Allocation::Equal => of.fill(words[2], &[("audience", name)]),
        Allocation::Fixed { .. } => of.fill(words[3], &[("audience", name)]),
    })
}

fn assignment(of: Of) -> Vec<String> {
    let words = &of.text.collected.assignment;
    match of.report.survey.method.assignment {
        AssignmentRule::All => vec![words[0].to_owned()],
        AssignmentRule::Drawn { .. } => {
            let tables = of.report.chronicle.target_tables.to_string();
            vec![words[1].to_owned(), of.fill(words[2], &[("tables", &tables)])]
        }
    }
}

fn stratum<'a>(of: Of<'a>, one: &'a StratumFacts) -> Vec<Cell> {
    let survey = &of.report.survey;
    let (audience, code) = (&one.count.audience, &one.count.stratum);
    let label = survey
        .audience(audience)
        .map(|audience| labels::stratum(survey, audience, code));
    let label = label.map_or_else(|| code.clone(), |label| label.get(of.language).to_owned());
    vec![
        of.who(audience),
        Cell::text(label),
        Cell::Count(one.count.frame),
        Cell::Count(one.count.issued),
        Cell::share((one.count.frame > 0).then(|| one.count.issued as f64 / one.count.frame as f64)),
        Cell::Count(one.reserve),
    ]
}
