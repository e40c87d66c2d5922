//! Which category of each margin a respondent belongs to; missing answers filled, small categories merged (METHOD 5).

use super::WeightError;
use super::collapse::collapse;
use super::rake::Target;
use crate::domain::data::{Answer, Document};
use crate::domain::definition::{AudienceId, Margin, MarginVariable, Raking};
use rand::Rng;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Stands between the values of a category that crosses two variables, in labels and in the bundle's files.
pub const CROSSED: &str = " × ";

/// Stands between the categories or strata of a merged group; unlike `+` it is in no value such as `65+`.
pub const MERGED: &str = "|";

/// How many missing answers were filled, per variable and way (`frame`, `hot-deck`).
pub type Filled = BTreeMap<String, BTreeMap<String, u64>>;

/// One audience's margins, ready to rake.
#[derive(Debug, Clone, Default)]
pub struct Categorised {
    /// Category of each row: `of_row[margin][row]`.
    pub of_row: Vec<Vec<u32>>,
    /// Totals.
    pub targets: Vec<Target>,
    /// Labels of merged categories (`"7|8"`), per margin.
    pub merged: Vec<Vec<String>>,
    /// Filled answers.
    pub filled: Filled,
}

/// Puts every document (in canonical order) into a category of every margin.
///
/// # Errors
/// Every variable that lacks too many answers, or the first respondent of every margin who has no category in it.
pub fn categorise(
    audience: &AudienceId,
    margins: &[&Margin],
    documents: &[&Document],
    rule: &Raking,
    seed: &str,
) -> Result<Categorised, Vec<WeightError>> {
    let mut result = Categorised::default();
    let values = columns(audience, margins, documents, rule, seed, &mut result.filled)?;
    let place = |margin: &&Margin| {
        let columns: Vec<&Vec<String>> = margin.variables.iter().map(|v| &values[v.name.as_str()]).collect();
        places(audience, margin, &columns, documents)
    };
    let (placed, stops): (Vec<_>, Vec<_>) = margins.iter().map(place).partition(Result::is_ok);
    if !stops.is_empty() {
        return Err(stops.into_iter().filter_map(Result::err).collect());
    }
    for (margin, of_row) in margins.iter().zip(placed.into_iter().flatten()) {
        let (of_row, target, merged) = merge_small(margin, of_row, rule.min_category);
        result.of_row.push(of_row);
        result.targets.push(target);
        result.merged.push(merged);
    }
    Ok(result)
}

/// Every variable's values, one per document.
fn columns<'m>(
    audience: &AudienceId,
    margins: &[&'m Margin],
    documents: &[&Document],
    rule: &Raking,
    seed: &str,
    filled: &mut Filled,
) -> Result<BTreeMap<&'m str, Vec<String>>, Vec<WeightError>> {
    let (mut values, mut stops) = (BTreeMap::new(), BTreeMap::new());
    for variable in margins.iter().flat_map(|m| &m.variables) {
        let name = variable.name.as_str();
        if values.contains_key(name) || stops.contains_key(name) {
            continue;
        }
        match column(audience, variable, documents, rule, seed) {
            Ok((column, ways)) => {
                values.insert(name, column);
                filled.insert(name.to_owned(), ways);
            }
            Err(stop) => {
                stops.insert(name, stop);
            }
        }
    }
    if stops.is_empty() {
        Ok(values)
    } else {
        Err(stops.into_values().collect())
    }
}

/// One variable's value per document, and how the missing ones were filled.
fn column(
    audience: &AudienceId,
    variable: &MarginVariable,
    documents: &[&Document],
    rule: &Raking,
    seed: &str,
) -> Result<(Vec<String>, BTreeMap<String, u64>), WeightError> {
    let own: Vec<Option<&String>> = documents.iter().map(|d| own_value(variable, d)).collect();
    let (respondents, missing) = (own.len() as u64, own.iter().filter(|v| v.is_none()).count() as u64);
    let (name, label) = (audience.0.clone(), variable.name.clone());
    if missing as f64 > rule.missing_most * respondents as f64 {
        let most = (rule.missing_most * respondents as f64).floor() as u64;
        return Err(WeightError::MissingAnswers {
            audience: name,
            variable: label,
            missing,
            respondents,
            most,
        });
    }
    let mut filled = BTreeMap::from([("frame".to_owned(), 0), ("hot-deck".to_owned(), 0)]);
    let mut values = Vec::with_capacity(own.len());
    for (row, document) in documents.iter().enumerate() {
        let (value, how) = match (own[row], frame_value(variable, document)) {
            (Some(value), _) => (value.clone(), None),
            (None, Some(value)) => (value.clone(), Some("frame")),
            (None, None) => match donated(variable, row, documents, &own, seed) {
                Some(value) => (value.clone(), Some("hot-deck")),
                None => {
                    return Err(WeightError::NoDonor {
                        audience: name,
                        variable: label,
                    });
                }
            },
        };
        how.into_iter()
            .for_each(|how| *filled.get_mut(how).expect("both ways are there") += 1);
        values.push(value);
    }
    Ok((values, filled))
}

fn own_value<'a>(variable: &'a MarginVariable, document: &Document) -> Option<&'a String> {
    match document.answers.of(&variable.question)? {
        Answer::One(code) => variable.values.get(code),
        Answer::Many(_) => None,
    }
}

/// A frame value stands in as it is, or as an answer code where it is one.
fn frame_value<'a>(variable: &'a MarginVariable, document: &'a Document) -> Option<&'a String> {
    let value = document.frame.get(&variable.name).filter(|v| !v.is_empty())?;
    let known = variable.values.values().any(|v| v == value);
    if known {
        Some(value)
    } else {
        variable.values.get(value).or(Some(value))
    }
}

/// Seeded hot deck: the own answer of a respondent of the same stratum (of the audience where the stratum has none).
///
/// The donor is drawn by ChaCha20 seeded with SHA-256 of seed, submission id and variable, so it does not depend on
/// who else is missing an answer.
fn donated<'a>(
    variable: &MarginVariable,
    row: usize,
    documents: &[&Document],
    own: &[Option<&'a String>],
    seed: &str,
) -> Option<&'a String> {
    let in_stratum = |i: &usize| documents[*i].stratum == documents[row].stratum;
    let donors: Vec<usize> = (0..own.len()).filter(|i| own[*i].is_some()).collect();
    let near: Vec<usize> = donors.iter().copied().filter(in_stratum).collect();
    let donors = if near.is_empty() { donors } else { near };
    let text = format!("hot-deck\n{seed}\n{}\n{}", documents[row].submission, variable.name);
    let mut generator = ChaCha20Rng::from_seed(Sha256::digest(text.as_bytes()).into());
    let place = (u128::from(generator.next_u64()) * donors.len() as u128) >> 64;
    own[*donors.get(place as usize)?]
}

/// Category number of each row in the margin.
fn places(
    audience: &AudienceId,
    margin: &Margin,
    columns: &[&Vec<String>],
    documents: &[&Document],
) -> Result<Vec<u32>, WeightError> {
    let keys = margin.categories.iter().enumerate();
    let index: BTreeMap<Vec<&str>, u32> = keys
        .map(|(i, c)| (c.key.iter().map(String::as_str).collect(), i as u32))
        .collect();
    let place = |row: usize| {
        let key: Vec<&str> = columns.iter().map(|c| c[row].as_str()).collect();
        index.get(&key).copied().ok_or_else(|| WeightError::UnknownCategory {
            audience: audience.0.clone(),
            margin: margin.id.clone(),
            category: key.join(CROSSED),
            submission: documents[row].submission.clone(),
        })
    };
    (0..documents.len()).map(place).collect()
}

/// Merges categories with fewer than `minimum` respondents: neighbours in the order of the file that agree in every
/// variable but the first (so an age band joins the next age band of the same sex), by the rule of [`collapse`].
fn merge_small(margin: &Margin, of_row: Vec<u32>, minimum: u32) -> (Vec<u32>, Target, Vec<String>) {
    let mut counts = vec![0u64; margin.categories.len()];
    of_row.iter().for_each(|c| counts[*c as usize] += 1);
    let family = |i: usize| {
        margin.categories[i]
            .key
            .iter()
            .skip(1)
            .cloned()
            .collect::<Vec<_>>()
            .join(CROSSED)
    };
    let items: Vec<(u64, String)> = counts.iter().enumerate().map(|(i, n)| (*n, family(i))).collect();
    let groups = collapse(&items, u64::from(minimum));
    let mut moved = vec![0u32; counts.len()];
    let mut target = Target {
        margin: margin.id.clone(),
        categories: Vec::new(),
    };
    let mut merged = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        let label = group
            .members
            .iter()
            .map(|i| margin.categories[*i].key.join(CROSSED))
            .collect::<Vec<_>>()
            .join(MERGED);
        if group.members.len() > 1 {
            merged.push(label.clone());
        }
        group.members.iter().for_each(|i| moved[*i] = number as u32);
        target.categories.push((
            label,
            group.members.iter().map(|i| margin.categories[*i].population).sum(),
        ));
    }
    (of_row.iter().map(|c| moved[*c as usize]).collect(), target, merged)
}
