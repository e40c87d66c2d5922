//! Takes the final codes of cases that did not answer, as the agency's fieldwork recorded them.

use super::{App, StageError};
use crate::domain::definition::{Expected, Found, Problems, SampleDesign};
use crate::domain::invitation::disposition;
use crate::domain::refusal::{Instead, Refusal};
use crate::domain::table::{self, Table};
use crate::storage::disposition::save_dispositions;
use crate::storage::round::RoundState;
use crate::storage::sample;
use std::collections::BTreeMap;

/// Reads a table with the columns `sample_no` and `code` and stores the codes: all or nothing.
///
/// A case that answered keeps the code its answers gave it; naming such a case is a problem of its row.
pub async fn record(app: &App, round: &str, file: &str, bytes: &[u8]) -> Result<u64, StageError> {
    let loaded = app.round(round).await?;
    if loaded.survey.round.sample == SampleDesign::None {
        return Err(StageError::Refused(Refusal::NoFinalCodes(round.to_owned())));
    }
    loaded.expect_state(&[RoundState::Fielding], Instead::RecordInField)?;
    let table = table::read(file, bytes, None)?;
    let answered: BTreeMap<u64, bool> = sample::units(&app.db, round)
        .await?
        .into_iter()
        .filter(|unit| unit.issued)
        .map(|unit| {
            (
                unit.sample_no,
                matches!(unit.disposition.as_deref(), Some("1.1" | "1.2")),
            )
        })
        .collect();
    let codes = read_codes(&table, &answered)?;
    let summary = serde_json::json!({"cases": codes.len()});
    save_dispositions(&app.db, round, &codes, "agency", app.now(), &summary).await?;
    Ok(codes.len() as u64)
}

fn read_codes(table: &Table, answered: &BTreeMap<u64, bool>) -> Result<Vec<(u64, String)>, Problems> {
    let [number, code] = table.columns(&["sample_no", "code"])?[..] else {
        return Ok(Vec::new());
    };
    table.expect_rows(Expected::OneRowACase)?;
    let (mut codes, mut problems) = (BTreeMap::new(), Problems::default());
    for row in &table.rows {
        let (typed, given) = (&row.cells[number], &row.cells[code]);
        let case = table::plain(typed).parse::<u64>().ok();
        let known = case.and_then(|case| Some((case, *answered.get(&case)?)));
        let fitting = fieldwork_code(&table::plain(given));
        let expected = match known {
            None => Some(Expected::IssuedNumber),
            Some((_, true)) => Some(Expected::UnansweredCase),
            Some((case, false)) => {
                let earlier = codes.insert(case, fitting.unwrap_or_default().to_owned());
                earlier.map(|_| Expected::CaseOnce)
            }
        };
        let wrong =
            |column: usize, text: &str, expected| table.problem(row, column, Found::Text(text.into()), expected);
        problems
            .0
            .extend(expected.map(|expected| wrong(number, typed, expected)));
        if fitting.is_none() {
            problems.0.push(wrong(code, given, Expected::AnyOf(fieldwork_codes())));
        }
    }
    if problems.0.is_empty() {
        Ok(codes.into_iter().collect())
    } else {
        Err(problems)
    }
}

/// Codes that only Barometer itself gives: answers, withdrawals and removals.
const OWN_CODES: [&str; 5] = ["1.1", "1.2", "2.16", disposition::REMOVED, disposition::FABRICATED];

/// The code of the list that a cell means, if the agency may give it.
pub(super) fn fieldwork_code(typed: &str) -> Option<&'static str> {
    let code = disposition::read(typed)?.code;
    (!OWN_CODES.contains(&code)).then_some(code)
}

fn fieldwork_codes() -> Vec<String> {
    let all = disposition::CODES.iter();
    all.filter_map(|one| fieldwork_code(one.code))
        .map(str::to_owned)
        .collect()
}
