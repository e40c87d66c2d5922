//! Rankings and shrinkage of a run, class by class.

use super::AnalysisError;
use super::estimates::Ground;
use super::held::{Held, Spread, matrix};
use super::intervals::pair;
use super::known::{Entry, Known};
use super::methods::{How, Method};
use crate::domain::analysis::outcome::{Note, PlaceOutcome, RankingOutcome, ShrinkageOutcome, ShrunkOutcome};
use crate::domain::analysis::spec::{RankingSpec, ShrinkageSpec};
use crate::domain::estimate::compare::Measured;
use crate::domain::estimate::rank::{self, Place};
use crate::domain::estimate::replicate::spread;
use crate::domain::estimate::small_area::{Between, Direct, ShrinkageError, Shrunken, fay_herriot};
use std::collections::BTreeMap;

/// A class's name, where there are classes, and its estimates.
type Class<'k> = (Option<String>, Vec<&'k Entry<'k>>);

/// Estimates by class, classes in order; without groups one nameless class.
fn by_class<'k>(
    of: &str,
    groups: &BTreeMap<String, String>,
    known: &'k Known<'k>,
) -> Result<Vec<Class<'k>>, AnalysisError> {
    let all = known.of(of)?;
    if groups.is_empty() {
        return Ok(vec![(None, all)]);
    }
    let mut classes: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in all {
        let class = entry
            .parts
            .iter()
            .find_map(|(_, value)| groups.get(value))
            .or(groups.get(&entry.label));
        let Some(class) = class else {
            return Err(AnalysisError::NoClass {
                label: entry.label.clone(),
                named: groups.keys().cloned().collect(),
            });
        };
        classes.entry(class.clone()).or_default().push(entry);
    }
    Ok(classes
        .into_iter()
        .map(|(class, entries)| (Some(class), entries))
        .collect())
}

/// The estimates of an entry ranked, with everything that the data say about the ranks.
pub fn rankings(spec: &RankingSpec, known: &Known, ground: &Ground) -> Result<Vec<RankingOutcome>, AnalysisError> {
    let classes = by_class(&spec.of, &spec.groups, known)?;
    Ok(classes
        .into_iter()
        .map(|(class, entries)| ranking(spec, class, &entries, ground))
        .collect())
}

fn measured(entry: &Entry, ground: &Ground) -> Option<Measured> {
    let held = entry.held.as_ref()?;
    let method = ground.methods.first()?;
    let df = Some(held.degrees(0)).filter(|df| *df >= 1.0);
    Some(Measured {
        estimate: held.value,
        variance: held.variance(0, &method.how).filter(|_| entry.measured),
        df,
    })
}

fn ranking(spec: &RankingSpec, class: Option<String>, entries: &[&Entry], ground: &Ground) -> RankingOutcome {
    let (entries, all): (Vec<&Entry>, Vec<Measured>) = entries
        .iter()
        .filter_map(|entry| Some((*entry, measured(entry, ground)?)))
        .unzip();
    let covariance = covariance(&entries, ground);
    let replicates = spec
        .replicates
        .as_ref()
        .and_then(|name| spreads(name, &entries, ground));
    let found = rank::ranking(&all, covariance.as_deref(), replicates.as_deref(), ground.level);
    let wide = |(low, high): (u32, u32)| (u64::from(low), u64::from(high));
    let place = |place: &Place| PlaceOutcome {
        label: entries[place.position].label.clone(),
        estimate: all[place.position].estimate,
        se: all[place.position].variance.map(f64::sqrt),
        rank: u64::from(place.rank),
        joint: wide(place.joint),
        joint_differences: covariance.is_some().then_some(wide(place.joint_differences)),
        joint_replicates: place.joint_replicates.map(wide),
        replicates: place.replicates.map(wide),
        joint_interval: pair(place.joint_interval),
        notes: Vec::from_iter((!entries[place.position].measured).then_some(Note::UnknownError)),
    };
    let names = |group: &Vec<usize>| group.iter().map(|i| entries[*i].label.clone()).collect();
    RankingOutcome {
        name: spec.name.clone(),
        class,
        places: found.places.iter().map(place).collect(),
        groups: found.groups.iter().map(names).collect(),
        above: found.above,
    }
}

fn covariance(entries: &[&Entry], ground: &Ground) -> Option<Vec<Vec<f64>>> {
    let how = &ground.methods.first()?.how;
    let held: Vec<Option<&Held>> = entries.iter().map(|entry| entry.held.as_ref()).collect();
    let rows = matrix(&held, 0, how, ground.threads).into_iter();
    rows.map(|row| row.into_iter().collect()).collect()
}

/// The values of every estimate in the replicates of this set, set apart like estimates of fresh samples.
fn spreads(name: &str, entries: &[&Entry], ground: &Ground) -> Option<Vec<Vec<Option<f64>>>> {
    let of = |method: &&Method| method.name == name;
    let How::Replicates(replicates) = &ground.methods.iter().find(of)?.how else {
        return None;
    };
    let one = |entry: &&Entry| {
        let value = entry.held.as_ref()?.value;
        let moved = entry_moved(entry, name, ground)?;
        let thetas: Vec<Option<f64>> = moved.iter().map(|moved| moved.map(|moved| value + moved)).collect();
        Some(spread(&replicates.set, value, &thetas))
    };
    entries.iter().map(one).collect()
}

fn entry_moved<'k>(entry: &'k Entry<'k>, name: &str, ground: &Ground) -> Option<&'k [Option<f64>]> {
    let number = ground.methods.iter().position(|method| method.name == name)?;
    match &entry.held.as_ref()?.spreads[number] {
        Spread::Replicates(moved) => Some(moved),
        Spread::Deviations(_) | Spread::Coded(_) => None,
    }
}

/// Fay–Herriot estimates per class, and a note for each class that has none.
pub fn shrinkage(
    spec: &ShrinkageSpec,
    known: &Known,
    ground: &Ground,
) -> Result<(Vec<ShrinkageOutcome>, Vec<Note>), AnalysisError> {
    let (mut outcomes, mut notes) = (Vec::new(), Vec::new());
    for (class, entries) in by_class(&spec.of, &spec.groups, known)? {
        match shrunken(spec, class.clone(), &entries, ground) {
            Ok(found) => outcomes.push(found),
            Err(why) => {
                let name = class.map_or(spec.name.clone(), |class| format!("{}[{class}]", spec.name));
                notes.push(Note::NoTest { name, why: why.into() });
            }
        }
    }
    Ok((outcomes, notes))
}

fn shrunken(
    spec: &ShrinkageSpec,
    class: Option<String>,
    entries: &[&Entry],
    ground: &Ground,
) -> Result<ShrinkageOutcome, ShrinkageError> {
    let direct = |entry: &&Entry| {
        let one = measured(entry, ground)?;
        Some((
            entry.label.clone(),
            Direct {
                estimate: one.estimate,
                variance: one.variance?,
            },
        ))
    };
    let (labels, areas): (Vec<String>, Vec<Direct>) = entries.iter().filter_map(direct).unzip();
    let fit = fay_herriot(&areas, Between::Reml)?;
    let row = |((label, direct), area): ((String, Direct), Shrunken)| ShrunkOutcome {
        label,
        direct: direct.estimate,
        se: direct.variance.sqrt(),
        b: area.b,
        shrunken: area.value,
        rmse: area.mse.max(0.0).sqrt(),
    };
    let (name, tau2, mean) = (spec.name.clone(), fit.tau2, fit.mean);
    let rows = labels.into_iter().zip(areas).zip(fit.areas).map(row).collect();
    Ok(ShrinkageOutcome {
        name,
        class,
        tau2,
        mean,
        rows,
    })
}
