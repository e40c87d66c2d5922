//! Two-way tables of a run with their tests of independence.

use super::AnalysisError;
use super::estimates::Ground;
use super::members::{Members, View, dense};
use super::methods::How;
use crate::domain::analysis::columns::{Codes, Frame};
use crate::domain::analysis::outcome::{FTest, IndependenceOutcome, Note};
use crate::domain::analysis::spec::IndependenceSpec;
use crate::domain::estimate::independence::{self, Independence, NoTest};
use crate::domain::estimate::taylor::Taylor;

/// A two-way table with its tests (D8), by the first linearised method of the run, by fixed weights where there is none.
pub fn independence(
    spec: &IndependenceSpec,
    frame: &Frame,
    ground: &Ground,
) -> Result<IndependenceOutcome, AnalysisError> {
    let view = View::whole(frame);
    let (rows, columns) = (view.categories(&spec.rows)?, view.categories(&spec.columns)?);
    let (of_row, of_column) = (dense(&rows), dense(&columns));
    let base = view.base(spec.among.as_ref())?;
    let mut members = Members::default();
    let (mut row, mut column) = (Vec::new(), Vec::new());
    for at in (0..base.len()).filter(|at| base[*at] && of_row[*at] != u32::MAX && of_column[*at] != u32::MAX) {
        members.push(at as u32, None, 1.0, None);
        row.push(of_row[at]);
        column.push(of_column[at]);
    }
    let (rows, row) = present(&rows, row);
    let (columns, column) = present(&columns, column);
    let linearised = ground
        .methods
        .iter()
        .find(|method| !matches!(method.how, How::Replicates(_)));
    let calibrated = linearised.is_some_and(|method| matches!(method.how, How::Calibrated));
    let calibration = ground.calibration.filter(|_| calibrated);
    let taylor = Taylor {
        design: ground.design,
        calibration,
    };
    let domain = members.domain(ground.weight);
    let found = independence::independence(&taylor, &domain, (&row, rows.len()), (&column, columns.len()));
    let method = if calibrated { "calibrated" } else { "fixed" };
    Ok(table(spec, method, rows, columns, found))
}

/// Only the levels that a member has.
fn present(codes: &Codes, of: Vec<u32>) -> (Vec<String>, Vec<u32>) {
    let mut used = vec![false; codes.levels.len()];
    of.iter().for_each(|code| used[*code as usize] = true);
    let mut number = vec![0; used.len()];
    let mut names = Vec::new();
    for level in (0..used.len()).filter(|level| used[*level]) {
        number[level] = names.len() as u32;
        names.push(codes.levels[level].clone());
    }
    (names, of.into_iter().map(|code| number[code as usize]).collect())
}

fn table(
    spec: &IndependenceSpec,
    method: &str,
    rows: Vec<String>,
    columns: Vec<String>,
    found: Result<Independence, NoTest>,
) -> IndependenceOutcome {
    let mut outcome = IndependenceOutcome {
        name: spec.name.clone(),
        method: method.to_string(),
        rows,
        columns,
        weighted: Vec::new(),
        n: 0,
        x2: None,
        rao_scott: FTest::default(),
        rao_scott_chisq_p: None,
        wald: FTest::default(),
        wald_adjusted: FTest::default(),
        notes: Vec::new(),
    };
    match found {
        Err(why) => {
            outcome.notes.push(Note::NoTest {
                name: spec.name.clone(),
                why: why.into(),
            });
        }
        Ok(found) => {
            outcome.notes = without_test(&found);
            outcome.weighted = found.weighted;
            (outcome.n, outcome.x2) = (found.n, Some(found.x2));
            outcome.rao_scott = f_test(found.rao_scott);
            outcome.rao_scott_chisq_p = found.rao_scott_chisq_p;
            (outcome.wald, outcome.wald_adjusted) = (f_test(found.wald), f_test(found.wald_adjusted));
        }
    }
    outcome
}

/// Why a table lacks some of its tests.
fn without_test(found: &Independence) -> Vec<Note> {
    if found.df < 1.0 {
        return vec![Note::NoDegreesOfFreedom];
    }
    let flat = found.rao_scott.is_none().then_some(Note::NoVariance);
    let singular = (found.wald.is_none() || found.wald_adjusted.is_none()).then_some(Note::NoWald);
    flat.into_iter().chain(singular).collect()
}

fn f_test(test: Option<independence::FTest>) -> FTest {
    test.map_or_else(FTest::default, |test| FTest {
        f: Some(test.f),
        ndf: Some(test.ndf),
        ddf: Some(test.ddf),
        p: Some(test.p),
    })
}
