//! What a file of answers must have before its rows are read: the mapped columns, and the strata a row may name.

use crate::domain::definition::{Audience, BaseWeight, Expected, Mapping, ModeRule, Problems};
use crate::domain::table::{Table, plain};
use crate::stages::LoadedRound;
use std::collections::{BTreeMap, BTreeSet};

/// Places of the mapped columns in the table, by heading; missing ones are named, and a file without rows is refused.
pub(super) fn columns<'a>(table: &'a Table, mapping: &'a Mapping) -> Result<BTreeMap<&'a str, usize>, Problems> {
    let mut names: Vec<&str> = vec![&mapping.unit];
    names.extend(mapping.stratum.as_deref());
    if let ModeRule::Column { column, .. } = &mapping.mode {
        names.push(column);
    }
    names.extend(mapping.columns.iter().map(|mapped| mapped.column.as_str()));
    names.sort_unstable();
    names.dedup();
    let places = table.columns(&names)?;
    table.expect_rows(Expected::OneRowAUnit)?;
    Ok(names.into_iter().zip(places).collect())
}

/// Strata that a row may name where there is no sample: those of the margin that gives the base weights.
pub(super) fn strata(loaded: &LoadedRound, audience: &Audience) -> BTreeSet<String> {
    let BaseWeight::StratumPopulation { margin } = &loaded.survey.method.base else {
        return BTreeSet::new();
    };
    let of_audience = loaded.survey.margins_of(&audience.id);
    let categories = of_audience.filter(|m| &m.id == margin).flat_map(|m| &m.categories);
    categories
        .filter_map(|category| category.key.first().cloned())
        .collect()
}

/// The stratum that a cell names: a category as it stands, or a text or code that the mapping and the margin translate.
pub(super) fn stratum(
    loaded: &LoadedRound,
    audience: &Audience,
    mapping: &Mapping,
    strata: &BTreeSet<String>,
    typed: &str,
) -> Option<String> {
    if strata.is_empty() || strata.contains(typed) {
        return Some(typed.to_owned());
    }
    let plain = plain(typed);
    if let Some(stratum) = strata.get(&plain) {
        return Some(stratum.clone());
    }
    let mapped = mapping
        .columns
        .iter()
        .find(|mapped| Some(&mapped.column) == mapping.stratum.as_ref())?;
    let code = mapped.values.get(typed).or_else(|| mapped.values.get(&plain));
    let code = code.map_or(plain.as_str(), String::as_str);
    let mut variables = loaded
        .survey
        .margins_of(&audience.id)
        .flat_map(|margin| &margin.variables);
    let variable = variables.find(|variable| variable.question == mapped.question)?;
    let category = variable.values.get(code).map_or(code, String::as_str);
    strata.get(category).cloned()
}
