//! `[[weighting]]`.

use super::read::{self, Inside};
use crate::domain::analysis::spec::{
    DistanceSpec, GiveBackSpec, LimitsOf, LimitsSpec, ScaleTo, StepKind, StepSpec, TrimSpec,
};
use crate::domain::definition::parse::node::Table;
use crate::domain::definition::parse::source::Sink;
use crate::domain::definition::{Demand, Found};
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Nonresponse,
    Poststratify,
    Rake,
    Calibrate,
    Trim,
    TrimAndRake,
    Scale,
}

const STEPS: [(&str, Step); 7] = [
    ("nonresponse", Step::Nonresponse),
    ("poststratify", Step::Poststratify),
    ("rake", Step::Rake),
    ("calibrate", Step::Calibrate),
    ("trim", Step::Trim),
    ("trim_and_rake", Step::TrimAndRake),
    ("scale", Step::Scale),
];
const OF: [(&str, LimitsOf); 5] = [
    ("weight", LimitsOf::Weight),
    ("mean", LimitsOf::Mean),
    ("median", LimitsOf::Median),
    ("quantile", LimitsOf::Quantile),
    ("population_mean", LimitsOf::PopulationMean),
];
const GIVE_BACK: [(&str, GiveBackSpec); 3] = [
    ("none", GiveBackSpec::None),
    ("equal", GiveBackSpec::Equal),
    ("proportional", GiveBackSpec::Proportional),
];
const DISTANCES: [(&str, DistanceSpec); 3] = [
    ("linear", DistanceSpec::Linear),
    ("raking", DistanceSpec::Raking),
    ("logit", DistanceSpec::Logit),
];

/// `[[weighting]]`, each step with a name of its own.
pub(super) fn steps(root: &Table<'_>, sink: &mut Sink) -> Vec<StepSpec> {
    let mut steps: Vec<StepSpec> = Vec::new();
    let mut names: BTreeSet<String> = BTreeSet::from(["base".to_string()]);
    for table in root.tables("weighting", sink) {
        let word = read::text(&table, "step", sink);
        let node = table.get("step");
        let Some(step) = node
            .filter(|_| !word.is_empty())
            .and_then(|node| node.word(&STEPS, sink))
        else {
            continue;
        };
        let Some(kind) = kind(step, &table, sink) else { continue };
        let name = match read::text_if(&table, "name", sink) {
            Some(name) => name,
            None => free(&word, &names),
        };
        if !names.insert(name.clone()) {
            table.bad(
                sink,
                Found::NameTwice("weighting", name.clone()),
                Demand::EachNameOnce.into(),
            );
        }
        steps.push(StepSpec { name, kind });
    }
    steps
}

/// The step's kind, numbered when it is taken.
fn free(word: &str, names: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{word}_{number}"));
    let mut all = std::iter::once(word.to_string()).chain(numbered);
    all.find(|name| !names.contains(name)).unwrap_or_default()
}

fn only(table: &Table<'_>, keys: &[&str], sink: &mut Sink) {
    let all: Vec<&str> = ["step", "name"].iter().chain(keys).copied().collect();
    table.only(&all, sink);
}

const RAKING: [&str; 3] = ["margins", "tolerance", "max_cycles"];
const LIMITS: [&str; 3] = ["low", "high", "of"];
const TRIMMING: [&str; 6] = ["low", "high", "of", "give_back", "repeat", "relative_to_base"];

fn kind(step: Step, table: &Table<'_>, sink: &mut Sink) -> Option<StepKind> {
    match step {
        Step::Nonresponse => Some(nonresponse(table, sink)),
        Step::Poststratify => {
            only(table, &["margin"], sink);
            let margin = read::text(table, "margin", sink);
            Some(StepKind::Poststratify { margin })
        }
        Step::Rake => {
            only(table, &RAKING, sink);
            let (margins, tolerance, max_cycles) = raking(table, 1e-6, sink);
            Some(StepKind::Rake {
                margins,
                tolerance,
                max_cycles,
            })
        }
        Step::Calibrate => Some(calibrate(table, sink)),
        Step::Trim => {
            let keys: Vec<&str> = TRIMMING.iter().chain(&["within"]).copied().collect();
            only(table, &keys, sink);
            let within = read::texts(table, "within", sink);
            trim(table, sink).map(|trim| StepKind::Trim(trim, within))
        }
        Step::TrimAndRake => {
            let keys: Vec<&str> = TRIMMING
                .iter()
                .chain(&RAKING)
                .chain(&["cycles", "must_end_inside"])
                .copied()
                .collect();
            only(table, &keys, sink);
            let (margins, tolerance, max_cycles) = raking(table, 1e-6, sink);
            Some(StepKind::TrimAndRake {
                trim: trim(table, sink)?,
                margins,
                tolerance,
                max_cycles,
                cycles: read::whole_or(table, "cycles", 10, 1..=10_000, sink) as u32,
                must_end_inside: table.flag("must_end_inside", false, sink),
            })
        }
        Step::Scale => {
            only(table, &["to"], sink);
            let node = table.need("to", Demand::NumberOrMargin.into(), sink)?;
            let to = match node.number() {
                Some(_) => ScaleTo::Number(read::number(&node, Inside::Positive, sink)?),
                None => ScaleTo::Margin(node.text(sink)?),
            };
            Some(StepKind::Scale { to })
        }
    }
}

fn nonresponse(table: &Table<'_>, sink: &mut Sink) -> StepKind {
    let keys = [
        "responded",
        "eligible",
        "classes",
        "within",
        "min_respondents",
        "max_factor",
    ];
    only(table, &keys, sink);
    StepKind::Nonresponse {
        responded: read::formula_of(table, "responded", sink),
        eligible: read::formula_if(table, "eligible", sink),
        classes: read::text_if(table, "classes", sink),
        within: read::texts(table, "within", sink),
        min_respondents: read::whole_or(table, "min_respondents", 0, 0..=1_000_000_000, sink),
        max_factor: read::number_if(table, "max_factor", Inside::Positive, sink),
    }
}

fn raking(table: &Table<'_>, tolerance: f64, sink: &mut Sink) -> (Vec<String>, f64, u32) {
    let margins = read::texts(table, "margins", sink);
    if table.need("margins", Demand::MarginNames.into(), sink).is_some() && margins.is_empty() {
        table.bad(sink, Found::EmptyKey("margins".into()), Demand::MarginNames.into());
    }
    (
        margins,
        read::number_or(table, "tolerance", tolerance, Inside::Positive, sink),
        read::whole_or(table, "max_cycles", 100, 1..=1_000_000, sink) as u32,
    )
}

fn calibrate(table: &Table<'_>, sink: &mut Sink) -> StepKind {
    let keys: Vec<&str> = RAKING
        .iter()
        .chain(&LIMITS)
        .chain(&["distance", "bounds"])
        .copied()
        .collect();
    only(table, &keys, sink);
    let (margins, tolerance, max_cycles) = raking(table, 1e-10, sink);
    let distance = read::word_or(table, "distance", &DISTANCES, DistanceSpec::Linear, sink);
    let bounds = bounds(table, sink);
    let limits = LIMITS
        .iter()
        .any(|key| table.get(key).is_some())
        .then(|| limits(table, sink));
    if distance == DistanceSpec::Logit && table.get("bounds").is_none() && limits.is_none() {
        table.bad(sink, Found::NoKey("bounds".into()), Demand::LogitBounds.into());
    }
    if bounds.is_some() && limits.is_some() {
        table.bad(
            sink,
            Found::Written("bounds, low, high".into()),
            Demand::LimitsOnlyOnce.into(),
        );
    }
    StepKind::Calibrate {
        margins,
        distance,
        bounds,
        limits: limits.flatten(),
        tolerance,
        max_cycles,
    }
}

fn bounds(table: &Table<'_>, sink: &mut Sink) -> Option<(f64, f64)> {
    let node = table.get("bounds")?;
    let items = node.array(sink);
    let numbers: Vec<f64> = items.iter().filter_map(|item| item.number()).collect();
    match numbers[..] {
        [low, high] if items.len() == 2 && (0.0..1.0).contains(&low) && high > 1.0 => Some((low, high)),
        _ => {
            node.bad(sink, node.shown(), Demand::BoundsAroundOne.into());
            None
        }
    }
}

fn limits(table: &Table<'_>, sink: &mut Sink) -> Option<LimitsSpec> {
    let low = read::number_if(table, "low", Inside::FromZero, sink);
    let high = read::number_if(table, "high", Inside::Positive, sink);
    let of = read::word_or(table, "of", &OF, LimitsOf::Weight, sink);
    if table.get("low").is_none() && table.get("high").is_none() {
        table.bad(sink, Found::NoKey("low / high".into()), Demand::LowBelowHigh.into());
        return None;
    }
    let (low, high) = (low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY));
    let share = of != LimitsOf::Quantile || ((0.0..1.0).contains(&low) && (high <= 1.0 || high.is_infinite()));
    if low >= high || !share {
        let expected = if share {
            Demand::LowBelowHigh.into()
        } else {
            Demand::ShareInside.into()
        };
        table.bad(sink, Found::Written(format!("low = {low}, high = {high}")), expected);
        return None;
    }
    Some(LimitsSpec { low, high, of })
}

fn trim(table: &Table<'_>, sink: &mut Sink) -> Option<TrimSpec> {
    Some(TrimSpec {
        limits: limits(table, sink)?,
        give_back: read::word_or(table, "give_back", &GIVE_BACK, GiveBackSpec::None, sink),
        repeat: table.flag("repeat", false, sink),
        relative_to_base: table.flag("relative_to_base", false, sink),
    })
}
