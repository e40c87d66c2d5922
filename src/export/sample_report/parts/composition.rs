//! Part 8: who answered, unweighted, weighted and against the population.

use super::Of;
use crate::domain::report::{Absence, MarginTable};
use crate::export::sample_report::model::{Block, Cell, Place};

/// Part 8.
pub(super) fn composition(of: Of) -> Vec<Block> {
    let mut blocks = Vec::new();
    of.absent(&mut blocks, Absence::Margins);
    if !of.report.composition.is_empty() {
        blocks.push(Block::Say(of.text.found.composition_lead.to_owned()));
        let rows = of
            .report
            .composition
            .iter()
            .flat_map(|margin| rows(of, margin))
            .collect();
        blocks.push(of.table(&of.text.found.composition, Place::Both, rows));
    }
    blocks
}

fn rows<'a>(of: Of<'a>, margin: &'a MarginTable) -> Vec<Vec<Cell>> {
    let names = margin
        .variables
        .iter()
        .map(|(name, wording)| of.variable(name, wording.get(of.language)));
    let title = names.collect::<Vec<_>>().join(" × ");
    let row = |category: &crate::domain::report::Category| {
        vec![
            of.who(&margin.audience),
            Cell::text(&title),
            Cell::text(category.label.get(of.language)),
            Cell::Count(category.n),
            Cell::Share(category.unweighted),
            Cell::Share(category.base),
            Cell::Share(category.weighted),
            Cell::Share(category.target),
        ]
    };
    margin.categories.iter().map(row).collect()
}
