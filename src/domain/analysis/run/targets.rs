//! The estimates that a specification asks for, one by one: what is measured, of whom, and under which label.

use super::AnalysisError;
use super::members::{Members, View};
use crate::domain::analysis::columns::{Frame, RatingsFrame};
use crate::domain::analysis::formula::Formula;
use crate::domain::analysis::spec::{EstimateKind, EstimateSpec, Spec};

/// What an estimate is called inside its entry: `item`, `variable`, or a `by` column, and its value.
pub type Part = (String, String);

/// The part that names an item.
pub const ITEM: &str = "item";
/// The part that names one of several variables.
pub const VARIABLE: &str = "variable";

/// Domains whose members may be in memory together.
const TOGETHER: usize = 2;

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

/// What an entry is estimated of, one after the other: its items with their domains.
pub struct Split<'a> {
    entry: &'a EstimateSpec,
    frame: &'a Frame,
    ratings: Option<&'a RatingsFrame>,
    items: Vec<Item<'a>>,
    domains: Domains,
}

/// Where an item's answers are.
enum Item<'a> {
    /// The frame itself.
    Whole,
    /// A column, and its codes that are values.
    Column(String, &'a [String]),
    /// An item of the ratings, and the codes that are values.
    Rated(usize, &'a [String]),
}

impl<'a> Split<'a> {
    /// Of one entry.
    pub fn new(
        spec: &'a Spec,
        entry: &'a EstimateSpec,
        frame: &'a Frame,
        ratings: Option<&'a RatingsFrame>,
    ) -> Result<Split<'a>, AnalysisError> {
        Ok(Split {
            entry,
            frame,
            ratings,
            items: items(spec, entry, frame, ratings)?,
            domains: domains(entry, frame)?,
        })
    }

    /// How many items.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Items that are best estimated together: some, so that they share readings of the rows, and few, for the members of
    /// all of them are in memory.
    pub fn together(&self) -> usize {
        (TOGETHER / self.domains.names.len().max(1)).max(1)
    }

    fn view(&self, item: &Item) -> Result<(Option<String>, View<'a>), AnalysisError> {
        Ok(match (item, self.ratings) {
            (Item::Column(column, valid), _) => (Some(column.clone()), View::answered(self.frame, column, valid)?),
            (Item::Rated(item, valid), Some(ratings)) => {
                let view = View::rated(self.frame, ratings, *item, valid);
                (Some(ratings.items[*item].clone()), view)
            }
            _ => (None, View::whole(self.frame)),
        })
    }

    /// Every estimate of an item, in the order variables, domains.
    pub fn targets(&self, number: usize) -> Result<Vec<Target<'a>>, AnalysisError> {
        let (entry, domains) = (self.entry, &self.domains);
        let (item, view) = self.view(&self.items[number])?;
        let base = view.base(entry.among.as_ref())?;
        let mut all = Vec::new();
        for (variable, values) in variables(entry, &view, &base)? {
            let mut parts: Vec<Part> = item.iter().map(|item| (ITEM.to_string(), item.clone())).collect();
            parts.extend(variable.map(|variable| (VARIABLE.to_string(), variable)));
            let split = values.split(&view, &base, domains);
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
        Ok(all)
    }
}

/// Base, and every variable with its name where the entry lists several, per row of a view.
pub fn base_and_values(entry: &EstimateSpec, view: &View) -> Result<BaseAndValues, AnalysisError> {
    let base = view.base(entry.among.as_ref())?;
    let variables = variables(entry, view, &base)?.into_iter();
    Ok((base, variables.map(|(name, values)| (name, values.y)).collect()))
}

/// Base, and (name, value) per row.
pub type BaseAndValues = (Vec<bool>, Vec<(Option<String>, Vec<f64>)>);

fn items<'a>(
    spec: &'a Spec,
    entry: &EstimateSpec,
    frame: &Frame,
    ratings: Option<&RatingsFrame>,
) -> Result<Vec<Item<'a>>, AnalysisError> {
    let Some(name) = &entry.items else {
        return Ok(vec![Item::Whole]);
    };
    if let (Some(wanted), Some(ratings)) = (spec.ratings.as_ref().filter(|_| name == "ratings"), ratings) {
        return Ok((0..ratings.items.len())
            .map(|item| Item::Rated(item, &wanted.valid))
            .collect());
    }
    let Some(battery) = spec.items.iter().find(|battery| &battery.name == name) else {
        return Err(AnalysisError::NoBattery {
            entry: entry.name.clone(),
            battery: name.clone(),
        });
    };
    let columns = frame.expand(&battery.columns)?.into_iter();
    Ok(columns.map(|column| Item::Column(column, &battery.valid)).collect())
}

/// The values of one variable for every row of a view.
struct Values {
    y: Vec<f64>,
    x: Option<Vec<f64>>,
    at: Option<f64>,
}

/// Every variable of an entry, with its name where the entry lists several.
fn variables(entry: &EstimateSpec, view: &View, base: &[bool]) -> Result<Vec<(Option<String>, Values)>, AnalysisError> {
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
        EstimateKind::Proportion(formulas) => {
            let all = plain(formulas)?;
            for (formula, (_, values)) in formulas.iter().zip(&all) {
                view.refuse_untrue(formula, &values.y, |row| base[row])?;
            }
            Ok(all)
        }
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

/// The domains of an entry: their parts, and which of them each row of the frame is in.
struct Domains {
    names: Vec<Vec<Part>>,
    /// `None`: every row is in the only domain; `u32::MAX`: in none.
    of_row: Option<Vec<u32>>,
}

/// Domains that any row of the data is in, so that those without an answer are shown as empty.
fn domains(entry: &EstimateSpec, frame: &Frame) -> Result<Domains, AnalysisError> {
    let (mut names, mut of_row) = (vec![Vec::new()], None);
    for name in &entry.by {
        let codes = frame.categories(name)?;
        let levels = codes.levels.len();
        let missing = u32::MAX;
        let mut of: Vec<u32> = of_row.unwrap_or_else(|| vec![0; frame.lines.len()]);
        let mut place = vec![missing; names.len() * levels];
        let at = |before: u32, code: usize| before as usize * levels + code - 1;
        for (row, before) in of.iter().enumerate() {
            let code = codes.rows.get(row);
            if *before != missing && code > 0 {
                place[at(*before, code)] = 0;
            }
        }
        let mut crossed = Vec::new();
        for at in (0..place.len()).filter(|at| place[*at] == 0).collect::<Vec<_>>() {
            place[at] = crossed.len() as u32;
            let part = (name.clone(), codes.levels[at % levels].clone());
            crossed.push(names[at / levels].iter().cloned().chain([part]).collect());
        }
        for (row, domain) in of.iter_mut().enumerate() {
            let code = codes.rows.get(row);
            let known = *domain != missing && code > 0;
            *domain = if known { place[at(*domain, code)] } else { missing };
        }
        (names, of_row) = (crossed, Some(of));
    }
    Ok(Domains { names, of_row })
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
            let domain = domains.of_row.as_ref().map_or(0, |of| of[row]);
            if let Some(members) = split.get_mut(domain as usize) {
                members.push(row as u32, view.factor(at), self.y[at], x);
            }
        }
        split
    }
}
