//! Parts 1 and 2: what this is, who is behind it, and what it is used for.

use super::{Of, correction};
use crate::domain::report::Absence;
use crate::export::sample_report::model::Block;
use crate::text::conversion::conversion;
use crate::text::public;
use std::collections::BTreeMap;

/// Part 1.
pub(super) fn identity(of: Of) -> Vec<Block> {
    let (survey, scores, words) = (&of.report.survey, &of.report.sheet, &of.text.collected);
    let (round, header) = (&survey.round, &survey.round.header);
    let versions = survey.audiences.iter().map(|audience| {
        let name = audience.name.get(of.language);
        format!("{name} {}", audience.questionnaire.version)
    });
    let state = words.states[usize::from(!of.report.is_draft())];
    let values = [
        round.title.get(of.language).to_owned(),
        round.year.to_string(),
        of.given(&header.issuing_body),
        of.given(&round.contact.agency),
        of.given(&round.contact.handler),
        of.given(&header.form_number),
        of.given(&header.approval_number),
        of.given(&header.valid_until),
        of.list(&versions.collect::<Vec<_>>()),
        of.fill(state, &[("n", &scores.sheet_version.to_string())]),
        scores.software.clone(),
    ];
    let labels = words.identity.iter().map(|label| (*label).to_owned());
    let mut blocks = vec![Block::Facts(labels.zip(values).collect())];
    blocks.extend(correction::reason(of));
    for what in [Absence::Signatures, Absence::FormIdentifiers, Absence::Funding] {
        of.absent(&mut blocks, what);
    }
    blocks
}

/// Part 2.
pub(super) fn purpose(of: Of) -> Vec<Block> {
    let words = &of.text.collected.purpose;
    let mut blocks = vec![
        Block::Say(words[0].to_owned()),
        Block::Say(format!(
            "{}{}{}",
            conversion(&of.report.survey, of.language),
            of.text.small.gaps[1],
            words[1]
        )),
    ];
    let weights = class_weights(of);
    if !weights.is_empty() {
        blocks.push(Block::Say(public::of(of.language).results.method.weights.to_owned()));
        blocks.push(Block::List(weights));
    }
    blocks
}

/// Who rates each class with which weight; classes whose departments differ have a line for each set of weights.
fn class_weights(of: Of) -> Vec<String> {
    let mut lines: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for department in &of.report.survey.departments {
        let mut shares: Vec<_> = department.weights.iter().filter(|(_, weight)| **weight > 0.0).collect();
        shares.sort_by(|a, b| b.1.total_cmp(a.1));
        let share = |(id, weight): &(&_, &f64)| format!("{} {:.0}%", of.audience(id), 100.0 * *weight);
        let said = of.list(&shares.iter().map(share).collect::<Vec<_>>());
        let known = lines.entry(&department.class).or_default();
        if !known.contains(&said) {
            known.push(said);
        }
    }
    let line =
        |(class, said): (&str, &String)| of.fill(of.text.collected.purpose[2], &[("class", class), ("weights", said)]);
    lines
        .iter()
        .flat_map(|(class, said)| said.iter().map(move |said| (*class, said)))
        .map(line)
        .collect()
}
