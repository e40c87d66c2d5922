//! How cases ended, by audience, mode and code: the table behind every outcome rate.

use super::Sample;
use crate::domain::data::Mode;
use crate::domain::definition::AudienceId;
use crate::domain::score::sheet::ScoreSheet;
use std::collections::BTreeMap;

/// Cases of one audience that ended with one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DispositionRow {
    /// Audience.
    pub audience: AudienceId,
    /// AAPOR code, quality removals moved to 2.40 and 2.41.
    pub code: String,
    /// Cases that answered on the web, by telephone, on paper.
    pub by_mode: [u64; 3],
    /// Cases without a mode: who did not answer was offered all modes.
    pub without_mode: u64,
}

impl DispositionRow {
    /// All cases of the row.
    pub fn total(&self) -> u64 {
        self.by_mode.iter().sum::<u64>() + self.without_mode
    }
}

/// Position of a mode in [`DispositionRow::by_mode`].
pub fn place(mode: Mode) -> usize {
    match mode {
        Mode::Web => 0,
        Mode::Phone => 1,
        Mode::Paper => 2,
    }
}

/// Rows in the order of the survey's audiences and of codes.
pub(super) fn rows(sample: &Sample, sheet: &ScoreSheet) -> Vec<DispositionRow> {
    let mut answered: BTreeMap<(&AudienceId, &str), [u64; 3]> = BTreeMap::new();
    for row in 0..sample.columns.len() as u32 {
        let document = sample.document(row);
        let removal = sample.findings.removed.get(&row);
        let code = removal.map_or(document.disposition.as_str(), |removal| removal.code.as_str());
        answered.entry((&document.audience, code)).or_default()[place(document.mode)] += 1;
    }
    let of_audience = sheet
        .audiences
        .iter()
        .flat_map(|a| a.dispositions.iter().map(move |d| (a, d)));
    let row = |(evidence, (code, total)): (&crate::domain::score::sheet::AudienceEvidence, (&String, &u64))| {
        let by_mode = answered
            .get(&(&evidence.audience, code.as_str()))
            .copied()
            .unwrap_or_default();
        DispositionRow {
            audience: evidence.audience.clone(),
            code: code.clone(),
            by_mode,
            without_mode: total.saturating_sub(by_mode.iter().sum()),
        }
    };
    of_audience.map(row).collect()
}
