//! Points under every other conversion rule and treatment: beside the official score, never in it (METHOD 10).

use super::cells::{self, Cell, Cells};
use super::compose::{self, Composition};
use super::{convert, ratings};
use crate::domain::columns::Columns;
use crate::domain::data::RoundData;
use crate::domain::definition::{Conversion, Survey};
use crate::domain::submission::quality::{Findings, Removal};
use crate::domain::weight::weigh_columns;
use std::collections::BTreeMap;

/// Points per department under one treatment.
type Points = Vec<Option<String>>;

/// Values per grade, best first, of rules met in practice (METHODOLOGY 1.6); each is converted by 20 × value / 100.
const RULES: [(&str, [f64; 5]); 6] = [
    ("index-100-75-50-25-0", [100.0, 75.0, 50.0, 25.0, 0.0]),
    ("index-100-80-60-40-20", [100.0, 80.0, 60.0, 40.0, 20.0]),
    ("index-100-80-60-30-0", [100.0, 80.0, 60.0, 30.0, 0.0]),
    ("top-three-rate", [100.0, 100.0, 100.0, 0.0, 0.0]),
    ("floor-100-75-55", [100.0, 100.0, 75.0, 55.0, 55.0]),
    ("floor-100-90-70-50", [100.0, 90.0, 70.0, 50.0, 50.0]),
];

/// Rules that remove a submission, as [`Removal::rule`] names them; each is undone by itself.
const REMOVALS: [&str; 4] = [
    "speeding-straight-lining",
    "speeding-attention",
    "duplicate",
    "fabrication",
];

/// What the treatments need of the official estimate.
pub struct Official<'a> {
    /// The survey.
    pub survey: &'a Survey,
    /// Its data.
    pub data: &'a RoundData,
    /// The columns of its documents.
    pub columns: &'a Columns,
    /// What quality decided.
    pub quality: &'a Findings,
    /// Point estimates.
    pub cells: &'a Cells,
    /// How audiences count.
    pub compositions: &'a [Composition],
    /// Values per grade of the registered conversion's measure.
    pub measure: &'a [f64],
    /// Shrunken value of that measure per audience and department.
    pub shrunken: &'a [Vec<Option<f64>>],
}

/// Points by treatment and department.
pub fn all(official: &Official) -> BTreeMap<String, Points> {
    let mut table = conversions(official);
    let survey = official.survey;
    let registered = |values: Vec<Option<f64>>| compose::points(survey, &survey.method.conversion, &values);
    let treatments: [(&str, Option<Vec<Option<f64>>>); 6] = [
        ("shrunken", Some(shrunken(official))),
        ("class-mean-filled", Some(class_mean_filled(official))),
        ("mix-adjusted", Some(mix_adjusted(official))),
        (
            "used-only",
            Some(official.composites(|cell| cell.used_value(official.measure))),
        ),
        ("without-removals", without_removals(official, |_| true)),
        ("without-nonresponse", without_nonresponse(official)),
    ];
    let each = REMOVALS.map(|rule| {
        (
            format!("without-removals:{rule}"),
            without_removals(official, |r| r.rule == rule),
        )
    });
    for (name, values) in treatments
        .map(|(name, values)| (name.to_owned(), values))
        .into_iter()
        .chain(each)
    {
        // A treatment whose weights cannot be made says so by having no points.
        let points = values.map_or(vec![None; survey.departments.len()], registered);
        table.insert(name, points);
    }
    table
}

impl Official<'_> {
    fn composites(&self, value: impl Fn(&Cell) -> Option<f64>) -> Vec<Option<f64>> {
        compose::composites(self.cells, self.compositions, value)
    }
}

fn conversions(official: &Official) -> BTreeMap<String, Points> {
    let (survey, scale) = (official.survey, &official.survey.method.scale);
    let per_hundred = Conversion::Index {
        values: BTreeMap::new(),
    };
    let points = |conversion: &Conversion, values: &[f64]| {
        compose::points(survey, conversion, &official.composites(|cell| cell.value(values)))
    };
    let mut table = BTreeMap::from([
        (
            "rate".to_owned(),
            points(&Conversion::Rate, &convert::rate_values(scale)),
        ),
        ("index".to_owned(), points(&per_hundred, &convert::index_values(scale))),
    ]);
    for (name, values) in RULES.iter().filter(|_| scale.grades.len() == 5) {
        table.insert((*name).to_owned(), points(&per_hundred, values));
    }
    table
}

fn shrunken(official: &Official) -> Vec<Option<f64>> {
    let of = |(d, c): (usize, &Composition)| c.value(|a| official.shrunken[a][d]);
    official.compositions.iter().enumerate().map(of).collect()
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0u32), |(s, n), v| (s + v, n + 1));
    (n > 0).then(|| sum / f64::from(n))
}

/// A suppressed audience gets the mean of the class's shown cells of that audience; every λ stays as registered.
fn class_mean_filled(official: &Official) -> Vec<Option<f64>> {
    let departments = &official.survey.departments;
    let shown = |a: usize, d: usize| {
        official.cells[a][d]
            .as_ref()
            .and_then(|cell| cell.value(official.measure))
    };
    let filled = |a: usize, d: usize| {
        let in_class = (0..departments.len()).filter(|other| departments[*other].class == departments[d].class);
        shown(a, d).or_else(|| mean(in_class.filter_map(|other| shown(a, other))))
    };
    let of = |(d, c): (usize, &Composition)| c.parts.iter().map(|(a, lambda, _)| Some(lambda * filled(*a, d)?)).sum();
    official.compositions.iter().enumerate().map(of).collect()
}

/// METHODOLOGY 3.7: each cell less (its audience's mean − the mean of all cells).
fn mix_adjusted(official: &Official) -> Vec<Option<f64>> {
    let value = |cell: &Option<Cell>| cell.as_ref().and_then(|c| c.value(official.measure));
    let by_audience: Vec<Option<f64>> = official
        .cells
        .iter()
        .map(|cells| mean(cells.iter().filter_map(value)))
        .collect();
    let all = mean(official.cells.iter().flatten().filter_map(value));
    let adjusted = |a: usize, d: usize| Some(value(&official.cells[a][d])? - (by_audience[a]? - all?));
    let of = |(d, c): (usize, &Composition)| c.value(|a| adjusted(a, d));
    official.compositions.iter().enumerate().map(of).collect()
}

/// Keeps the submissions whose removal is `undone`, confirmed ones too.
fn without_removals(official: &Official, undone: impl Fn(&Removal) -> bool) -> Option<Vec<Option<f64>>> {
    let mut removed = official.quality.removed.clone();
    removed.retain(|_, removal| !undone(removal));
    if removed.len() == official.quality.removed.len() {
        return Some(official.composites(|cell| cell.value(official.measure)));
    }
    let quality = Findings {
        flags: Vec::new(),
        removed,
    };
    again(official, official.survey.clone(), &quality)
}

fn without_nonresponse(official: &Official) -> Option<Vec<Option<f64>>> {
    if official.survey.method.nonresponse.is_none() {
        return Some(official.composites(|cell| cell.value(official.measure)));
    }
    let mut survey = official.survey.clone();
    survey.method.nonresponse = None;
    again(official, survey, official.quality)
}

/// The point estimate once more from the weights on; the ceiling of the design effect does not bind a sensitivity.
fn again(official: &Official, mut survey: Survey, quality: &Findings) -> Option<Vec<Option<f64>>> {
    survey.method.deff_block = f64::INFINITY;
    let columns = official.columns;
    let weighting = weigh_columns(&survey, official.data, columns, quality).ok()?;
    let ratings = ratings::collect_columns(&survey, columns, &weighting).ok()?;
    let cells = cells::measure(&survey, &ratings);
    let compositions = compose::compositions(&survey, &cells);
    Some(compose::composites(&cells, &compositions, |cell| {
        cell.value(official.measure)
    }))
}
