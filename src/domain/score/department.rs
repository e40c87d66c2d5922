//! One department's row of the sheet, audience by audience.

use super::analysis::{Analysis, CellErrors};
use super::cells::Cell;
use super::compose::Composition;
use super::convert::{self, decimal};
use super::flags::Flag;
use super::sheet::{CellEstimate, DepartmentScore, ScoreStatus};
use crate::domain::definition::AudienceId;
use crate::domain::estimate::interval;
use std::collections::BTreeMap;

/// The row of department `d`, without rank and sensitivity.
pub fn row(analysis: &Analysis, d: usize, provisional: bool) -> DepartmentScore {
    let department = &analysis.survey.departments[d];
    let composition = &analysis.compositions[d];
    let points = analysis.points(d);
    let rate = composition.value(|a| analysis.rate(a, d));
    let rate_variance = composition.variance(|a| analysis.cell_errors(a, d).rate());
    let index_variance = composition.variance(|a| analysis.cell_errors(a, d).index());
    let n: u64 = composition.counted().map(|(a, _)| analysis.cell(a, d).n).sum();
    let ci = rate
        .zip(rate_variance)
        .and_then(|(p, (v, df))| interval::rate(p, v, n, df, analysis.level()));
    let score_ci = analysis.score_interval(d, analysis.level());
    DepartmentScore {
        department_id: department.id.clone(),
        name: department.name.clone(),
        class: department.class.clone(),
        audience_weights: department.weights.clone(),
        effective_weights: effective(analysis, composition),
        status: status(composition, provisional),
        score: points.map(convert::text),
        score_se: analysis.score_se(d).map(|se| decimal(se, 4).to_string()),
        score_ci_low: score_ci.map(|ci| convert::text(ci.0)),
        score_ci_high: score_ci.map(|ci| convert::text(ci.1)),
        rate,
        rate_se: rate_variance.map(|(v, _)| v.sqrt()),
        rate_ci_low: ci.map(|ci| ci.0),
        rate_ci_high: ci.map(|ci| ci.1),
        index: composition.value(|a| analysis.index(a, d)),
        index_se: index_variance.map(|(v, _)| v.sqrt()),
        df: rate_variance.map(|(_, df)| df),
        n,
        n_eff_kish: composition.counted().map(|(a, _)| analysis.cell(a, d).n_eff_kish).sum(),
        n_eff_design: rate
            .zip(rate_variance)
            .map(|(p, (v, _))| interval::effective_size(p, v, n)),
        familiarity: analysis.spread(composition, |a| analysis.familiarity(a, d)),
        dont_know: analysis.spread(composition, |a| analysis.dont_know(a, d)),
        used_rate: composition.value(|a| analysis.cell(a, d).used_value(&analysis.rate_values)),
        rank: None,
        rank_low: None,
        rank_high: None,
        flags: flags(analysis, composition, d, ci.is_none()),
        audiences: composition
            .parts
            .iter()
            .map(|(a, _, _)| cell(analysis, *a, d))
            .collect(),
        sensitivity: BTreeMap::new(),
    }
}

fn status(composition: &Composition, provisional: bool) -> ScoreStatus {
    match (composition.no_score, provisional) {
        (true, _) => ScoreStatus::NoScore,
        (false, true) => ScoreStatus::Provisional,
        (false, false) => ScoreStatus::Final,
    }
}

fn effective(analysis: &Analysis, composition: &Composition) -> BTreeMap<AudienceId, f64> {
    composition
        .counted()
        .map(|(a, lambda)| (analysis.survey.audiences[a].id.clone(), lambda))
        .collect()
}

fn flags(analysis: &Analysis, composition: &Composition, d: usize, no_interval: bool) -> Vec<String> {
    let mut flags = Vec::new();
    if composition.no_score {
        flags.push(Flag::NoScore);
    } else if no_interval {
        flags.push(Flag::NoInterval);
    }
    let small = composition
        .counted()
        .filter(|(a, _)| is_small(analysis, analysis.cell(*a, d)));
    for (a, _) in small {
        flags.push(Flag::SmallAudience(analysis.survey.audiences[a].id.0.clone()));
    }
    for (a, _, _) in composition.parts.iter().filter(|(_, _, effective)| *effective <= 0.0) {
        flags.push(Flag::AudienceSuppressed(analysis.survey.audiences[*a].id.0.clone()));
    }
    flags.iter().map(Flag::to_string).collect()
}

fn is_small(analysis: &Analysis, cell: &Cell) -> bool {
    cell.n_eff_kish < analysis.survey.method.small_cells.flag
}

/// One cell; a suppressed one carries n and the effective n that decided it, and nothing else.
fn cell(analysis: &Analysis, a: usize, d: usize) -> CellEstimate {
    let cell = analysis.cell(a, d);
    let ratings = &analysis.ratings[a].cells[d];
    let audience = analysis.survey.audiences[a].id.clone();
    if cell.suppressed {
        let flag = Flag::AudienceSuppressed(audience.0.clone()).to_string();
        return CellEstimate {
            n: cell.n,
            n_eff_kish: cell.n_eff_kish,
            flags: vec![flag],
            ..empty(audience)
        };
    }
    let errors = analysis.cell_errors(a, d);
    let (rate, df) = (analysis.rate(a, d), errors.df);
    let ci = rate
        .zip(errors.rate())
        .and_then(|(p, (v, df))| interval::rate(p, v, cell.n, df, analysis.level()));
    let shrunken = analysis.shrunken_rate(a, d);
    CellEstimate {
        audience,
        suppressed: false,
        n: cell.n,
        counts: ratings.counts.clone(),
        rate,
        rate_se: errors.rate().map(|(v, _)| v.sqrt()),
        rate_ci_low: ci.map(|ci| ci.0),
        rate_ci_high: ci.map(|ci| ci.1),
        index: analysis.index(a, d),
        index_se: errors.index().map(|(v, _)| v.sqrt()),
        df: Some(df),
        n_eff_kish: cell.n_eff_kish,
        n_eff_design: rate
            .zip(errors.rate())
            .map(|(p, (v, _))| interval::effective_size(p, v, cell.n)),
        sum_weights: ratings.valid.sum(),
        familiarity: analysis.familiarity(a, d),
        dont_know: analysis.dont_know(a, d),
        used_rate: cell.used_value(&analysis.rate_values),
        shrunken_rate: shrunken.map(|(_, rate)| rate),
        shrinkage_b: shrunken.map(|(b, _)| b),
        flags: cell_flags(analysis, cell, rate, errors),
    }
}

fn cell_flags(analysis: &Analysis, cell: &Cell, rate: Option<f64>, errors: &CellErrors) -> Vec<String> {
    let mut flags = Vec::new();
    if is_small(analysis, cell) {
        flags.push(Flag::SmallN);
    }
    if rate.is_some_and(|p| p <= 0.0 || p >= 1.0) {
        flags.push(Flag::DegenerateRate);
    }
    if errors.df < 1 || errors.rate().is_none() {
        flags.push(Flag::NoInterval);
    }
    flags.iter().map(Flag::to_string).collect()
}

fn empty(audience: AudienceId) -> CellEstimate {
    CellEstimate {
        audience,
        suppressed: true,
        n: 0,
        counts: BTreeMap::new(),
        rate: None,
        rate_se: None,
        rate_ci_low: None,
        rate_ci_high: None,
        index: None,
        index_se: None,
        df: None,
        n_eff_kish: 0.0,
        n_eff_design: None,
        sum_weights: 0.0,
        familiarity: None,
        dont_know: None,
        used_rate: None,
        shrunken_rate: None,
        shrinkage_b: None,
        flags: Vec::new(),
    }
}
