//! The estimates that a specification asks for, one by one: what is measured, of whom, and under which label.

use super::AnalysisError;
use super::members::{Members, View};
use crate::domain::analysis::columns::{Codes, Frame, RatingsFrame};
use crate::domain::analysis::formula::Formula;
use crate::domain::analysis::spec::{EstimateKind, EstimateSpec, ItemsSpec, Spec};
use std::collections::BTreeMap;

/// What an estimate is called inside its entry: `item`, `variable`, or a `by` column, and its value.
pub type Part = (String, String);

/// The part that names an item.
pub const ITEM: &str = "item";
/// The part that names one of several variables.
pub const VARIABLE: &str = "variable";

/// One estimate in waiting.
#[derive(Debug, Clone)]
pub struct Target<'a> {
    /// Its entry.
    pub entry: &'a EstimateSpec,
    /// Its parts in the order of the label.
    pub parts: Vec<Part>,
    /// Share of a quantile.
    pub at: Option<f64>,
    /// Its members and their values.
    pub members: Members,
}

impl Target<'_> {
    /// `entry` or `entry[part, part]`.
    pub fn label(&self) -> String {
        label(&self.entry.name, &self.parts)
    }
}

/// `entry` or `entry[part, part]`.
pub fn label(entry: &str, parts: &[Part]) -> String {
    if parts.is_empty() {
        return entry.to_string();
    }
    let values: Vec<&str> = parts.iter().map(|(_, value)| value.as_str()).collect();
    format!("{entry}[{}]", values.join(", "))
}

/// Every estimate of an entry, in the order items, variables, domains.
pub fn targets<'a>(
    spec: &'a Spec,
    entry: &'a EstimateSpec,
    frame: &Frame,
    ratings: Option<&RatingsFrame>,
) -> Result<Vec<Target<'a>>, AnalysisError> {
    let mut all = Vec::new();
    for (item, view) in views(spec, entry, frame, ratings)? {
        let domains = domains(entry, frame, &view)?;
        let base = view.base(entry.among.as_ref())?;
        for (variable, values) in variables(entry, &view)? {
            let mut parts: Vec<Part> = item.iter().map(|item| (ITEM.to_string(), item.clone())).collect();
            parts.extend(variable.map(|variable| (VARIABLE.to_string(), variable)));
            let split = values.split(&view, &base, &domains);
            for (domain, members) in domains.names.iter().zip(split) {
                let parts: Vec<Part> = parts.iter().chain(domain).cloned().collect();
                all.push(Target {
                    entry,
                    parts,
                    at: values.at,
                    members,
                });
            }
        }
    }
    Ok(all)
}

/// The items of an entry with what their answers look like; one nameless view of the frame without items.
fn views<'f>(
    spec: &Spec,
    entry: &EstimateSpec,
    frame: &'f Frame,
    ratings: Option<&RatingsFrame>,
) -> Result<Vec<(Option<String>, View<'f>)>, AnalysisError> {
    let Some(name) = &entry.items else {
        return Ok(vec![(None, View::whole(frame))]);
    };
    if let (Some(wanted), Some(ratings)) = (spec.ratings.as_ref().filter(|_| name == "ratings"), ratings) {
        let view = |item: usize| View::rated(frame, ratings, item, &wanted.valid);
        return Ok((0..ratings.items.len())
            .map(|item| (Some(ratings.items[item].clone()), view(item)))
            .collect());
    }
    let Some(battery) = spec.items.iter().find(|battery| &battery.name == name) else {
        return Err(AnalysisError::NoBattery {
            entry: entry.name.clone(),
            battery: name.clone(),
        });
    };
    wide(battery, frame)
}

fn wide<'f>(battery: &ItemsSpec, frame: &'f Frame) -> Result<Vec<(Option<String>, View<'f>)>, AnalysisError> {
    let mut views = Vec::new();
    for column in frame.expand(&battery.columns)? {
        let view = View::answered(frame, &column, &battery.valid)?;
        views.push((Some(column), view));
    }
    Ok(views)
}

/// The values of one variable for every row of a view.
struct Values {
    y: Vec<f64>,
    x: Option<Vec<f64>>,
    at: Option<f64>,
}

/// Every variable of an entry, with its name where the entry lists several.
fn variables(entry: &EstimateSpec, view: &View) -> Result<Vec<(Option<String>, Values)>, AnalysisError> {
    let plain = |formulas: &Vec<Formula>| -> Result<Vec<(Option<String>, Values)>, AnalysisError> {
        let one = |formula: &Formula| {
            let name = entry.listed.then(|| formula.text.clone());
            Ok((
                name,
                Values {
                    y: view.numbers(formula)?,
                    x: None,
                    at: None,
                },
            ))
        };
        formulas.iter().map(one).collect()
    };
    match &entry.kind {
        EstimateKind::Mean(formulas) | EstimateKind::Total(formulas) => plain(formulas),
        EstimateKind::Proportion(formulas) => plain(formulas).map(|mut all| {
            all.iter_mut()
                .for_each(|(_, values)| values.y.iter_mut().for_each(|y| *y = truth(*y)));
            all
        }),
        EstimateKind::Ratio(above, below) => {
            let (y, x) = (view.numbers(above)?, Some(view.numbers(below)?));
            Ok(vec![(None, Values { y, x, at: None })])
        }
        EstimateKind::Quantile { of, at } => {
            let y = view.numbers(of)?;
            let one = |share: &f64| {
                let name = (at.len() > 1).then(|| share.to_string());
                (
                    name,
                    Values {
                        y: y.clone(),
                        x: None,
                        at: Some(*share),
                    },
                )
            };
            Ok(at.iter().map(one).collect())
        }
    }
}

/// Any number but 0 is true; missing stays missing.
fn truth(y: f64) -> f64 {
    if y.is_nan() { y } else { f64::from(y != 0.0) }
}

/// The domains of an entry: their parts, and which of them each row of the view is in.
struct Domains {
    names: Vec<Vec<Part>>,
    /// `None`: every row is in the only domain; `u32::MAX`: in none.
    of_row: Option<Vec<u32>>,
}

fn domains(entry: &EstimateSpec, frame: &Frame, view: &View) -> Result<Domains, AnalysisError> {
    if entry.by.is_empty() {
        return Ok(Domains {
            names: vec![Vec::new()],
            of_row: None,
        });
    }
    let mut columns = Vec::new();
    for name in &entry.by {
        columns.push(frame.categories(name)?);
    }
    let key =
        |row: usize| -> Option<Vec<usize>> { columns.iter().map(|codes| codes.rows.get(row).checked_sub(1)).collect() };
    // Domains that any row of the data is in, so that those without an answer are shown as empty.
    let mut index: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
    (0..frame.lines.len()).filter_map(key).for_each(|key| {
        index.entry(key).or_default();
    });
    index.values_mut().zip(0..).for_each(|(number, at)| *number = at);
    let part = |(at, level): (usize, &usize)| -> Part {
        let codes: &Codes = &columns[at];
        (entry.by[at].clone(), codes.levels[*level].clone())
    };
    let names = index
        .keys()
        .map(|key| key.iter().enumerate().map(part).collect())
        .collect();
    let number = |row: usize| key(row).map_or(u32::MAX, |key| index[&key]);
    Ok(Domains {
        names,
        of_row: Some(view.rows().map(number).collect()),
    })
}

impl Values {
    /// The members of every domain.
    fn split(&self, view: &View, base: &[bool], domains: &Domains) -> Vec<Members> {
        let mut split = vec![Members::default(); domains.names.len()];
        for (at, row) in view.rows().enumerate() {
            let x = self.x.as_ref().map(|x| x[at]);
            if !base[at] || self.y[at].is_nan() || x.is_some_and(f64::is_nan) {
                continue;
            }
            let domain = domains.of_row.as_ref().map_or(0, |of| of[at]);
            if let Some(members) = split.get_mut(domain as usize) {
                members.push(row as u32, view.factor(at), self.y[at], x);
            }
        }
        split
    }
}
