//! Which means go the quick way, and the battery of their items.

use super::super::AnalysisError;
use super::super::members::{VALUE, View};
use super::super::targets::{ITEM, VARIABLE, base_and_values};
use super::{Mean, Sources};
use crate::domain::analysis::columns::{CodeRows, Codes, Column, Frame};
use crate::domain::analysis::spec::{EstimateKind, EstimateSpec, ItemsSpec};
use crate::domain::estimate::battery::Battery;
use std::collections::{BTreeMap, BTreeSet};

/// Places of the items' columns in the battery, by name.
pub(super) type Places = BTreeMap<String, usize>;

/// The means of an entry; `None` where it is not of the kind.
pub(super) fn coded<'a>(
    of: &Sources<'a>,
    entry: &'a EstimateSpec,
    places: &mut Places,
) -> Result<Option<Vec<Mean<'a>>>, AnalysisError> {
    let (EstimateKind::Mean(formulas) | EstimateKind::Proportion(formulas)) = &entry.kind else {
        return Ok(None);
    };
    let of_value = |name: &str| name == VALUE;
    let speaks = formulas
        .iter()
        .chain(&entry.among)
        .all(|f| f.names().into_iter().all(of_value));
    let battery = entry.items.as_ref().filter(|_| speaks && entry.by.is_empty());
    let Some(items) = battery.and_then(|name| of.spec.items.iter().find(|battery| &battery.name == name)) else {
        return Ok(None);
    };
    let columns = of.frame.expand(&items.columns)?;
    let mut found = Vec::new();
    for column in &columns {
        let Some((codes, rows)) = bytes(of.frame, column) else {
            return Ok(None);
        };
        let item = places.len();
        let item = *places.entry(column.clone()).or_insert(item);
        match of_item(of.frame, entry, items, column, (codes, rows, item)) {
            // What cannot be evaluated is told of by the rows' own path, by line.
            None => return Ok(None),
            Some(means) => found.extend(means),
        }
    }
    Ok(Some(found))
}

fn of_item<'a>(
    frame: &Frame,
    entry: &'a EstimateSpec,
    items: &ItemsSpec,
    column: &str,
    (codes, rows, item): (&Codes, &'a [u8], usize),
) -> Option<Vec<Mean<'a>>> {
    let view = View::of_levels(frame, codes, &items.valid);
    let (base, variables) = base_and_values(entry, &view).ok()?;
    let mut means = Vec::new();
    for (variable, y) in variables {
        let value = |(base, y): (&bool, &f64)| Some(*y).filter(|y| *base && !y.is_nan());
        let values: Vec<Option<f64>> = base.iter().zip(&y).map(value).collect();
        if values.iter().flatten().any(|y| !y.is_finite()) {
            return None;
        }
        let variable = variable.map(|variable| (VARIABLE.to_string(), variable));
        means.push(Mean {
            entry,
            parts: std::iter::once((ITEM.to_string(), column.to_string()))
                .chain(variable)
                .collect(),
            item,
            values,
            codes: rows,
            place: None,
        });
    }
    Some(means)
}

fn bytes<'f>(frame: &'f Frame, column: &str) -> Option<(&'f Codes, &'f [u8])> {
    match frame.columns.get(column)? {
        Column::Codes(codes) => match &codes.rows {
            CodeRows::U8(rows) => Some((codes, rows)),
            _ => None,
        },
        Column::Numbers(_) => None,
    }
}

/// Leaves out entries that meet others which go row by row, and gives places to those whose covariances are wanted.
pub(super) fn separate<'a>(of: &Sources<'a>, means: &mut BTreeMap<&'a str, Vec<Mean<'a>>>) {
    let by_row: BTreeSet<&str> = of.run.estimates.iter().map(|entry| entry.name.as_str()).collect();
    let by_row: BTreeSet<&str> = by_row.into_iter().filter(|name| !means.contains_key(name)).collect();
    let meets = |name: &str| {
        of.links
            .beside(name)
            .is_some_and(|set| set.iter().any(|n| by_row.contains(n.as_str())))
    };
    means.retain(|name, _| !meets(name));
    let wanted = means.iter_mut().filter(|(name, _)| of.links.wanted(name));
    let placed = wanted.flat_map(|(_, means)| means.iter_mut());
    placed.zip(0..).for_each(|(mean, place)| mean.place = Some(place));
}

/// The battery of all items that a mean is left of; their places become those in it, values as long as its codes.
pub(super) fn battery(means: &mut BTreeMap<&str, Vec<Mean>>) -> Option<Battery> {
    let mut columns: BTreeMap<usize, &[u8]> = BTreeMap::new();
    let mut most = 0;
    for mean in means.values().flatten() {
        columns.insert(mean.item, mean.codes);
        most = most.max(mean.values.len());
    }
    if columns.is_empty() {
        return None;
    }
    let place: BTreeMap<usize, usize> = columns.keys().copied().zip(0..).collect();
    for mean in means.values_mut().flatten() {
        mean.item = place[&mean.item];
        mean.values.resize(most, None);
    }
    let codes: Vec<u8> = (1..=most).map(|code| code as u8).collect();
    let columns: Vec<&[u8]> = columns.into_values().collect();
    Battery::from_columns(&columns, &codes, &[0]).ok()
}
