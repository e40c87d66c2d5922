//! `method.toml`: every number a statistician may argue about. Margins are read by `margins`.

use super::node::Table;
use super::questionnaire::share;
use super::scale::scale;
use super::source::{Sink, one_of};
use super::texts::Texts;
use crate::domain::definition::{
    AssignmentRule, AudienceId, BaseWeight, Conversion, Expected, Familiarity, Interval, Method, Nonresponse,
    QualityRules, Raking, Scale, SmallCells, Trimming,
};
use std::collections::BTreeMap;

const KEYS: [&str; 16] = [
    "fpc",
    "deff_warn",
    "deff_block",
    "enterprise_unit",
    "battery_most",
    "scale",
    "conversion",
    "assignment",
    "base",
    "nonresponse",
    "raking",
    "trimming",
    "small_cells",
    "interval",
    "quality",
    "margin",
];
/// Points of the public evaluation.
const MOST_POINTS: f64 = 20.0;
/// Reads all but the margins; `audiences` are those of `round.toml`.
pub(in crate::domain::definition) fn read(
    root: Table<'_>,
    audiences: &[&AudienceId],
    texts: &mut Texts<'_>,
    sink: &mut Sink,
) -> Method {
    root.only(&KEYS, sink);
    let scale = scale(root, texts, sink);
    let units = [("firm", "firm"), ("employees", "employees")];
    let unit = root.get("enterprise_unit").and_then(|node| node.word(&units, sink));
    let deff_warn = root.number("deff_warn", 1.0..=100.0, sink);
    Method {
        conversion: conversion(root, &scale, sink),
        scale,
        assignment: assignment(root, audiences, sink),
        base: base(root, sink),
        fpc: root.flag("fpc", false, sink),
        nonresponse: nonresponse(root, audiences, sink),
        raking: raking(root, sink),
        trimming: trimming(root, sink),
        deff_warn,
        deff_block: root.number("deff_block", deff_warn.max(1.0)..=100.0, sink),
        small_cells: small_cells(root, sink),
        interval: interval(root, sink),
        quality: quality(root, sink),
        enterprise_unit: unit.unwrap_or("firm").to_string(),
        battery_most: root
            .get("battery_most")
            .and_then(|node| node.whole_in(&(0..=1000), sink))
            .unwrap_or(0) as u32,
    }
}

pub(super) fn section<'a>(root: Table<'a>, key: &str, keys: &[&str], sink: &mut Sink) -> Option<Table<'a>> {
    let node = root.need(key, Expected::Section(key.to_string()), sink)?;
    let table = node.table(sink)?;
    table.only(keys, sink);
    Some(table)
}

/// A missing section is one problem: what would stand in it is then read quietly.
fn section_or_quiet<'a, 's>(
    root: Table<'a>,
    key: &str,
    keys: &[&str],
    sink: &'s mut Sink,
    quiet: &'s mut Sink,
) -> (Table<'a>, &'s mut Sink) {
    match section(root, key, keys, sink) {
        Some(table) => (table, sink),
        None => (root, quiet),
    }
}

fn rule_of<'a, const N: usize>(
    root: Table<'a>,
    key: &str,
    rules: [&'static str; N],
    sink: &mut Sink,
) -> Option<(Table<'a>, &'static str)> {
    let table = root
        .need(key, Expected::RuleTable(key.to_string()), sink)?
        .table(sink)?;
    let words = rules.map(|rule| (rule, rule));
    let rule = table.need("rule", one_of(rules), sink)?.word(&words, sink)?;
    Some((table, rule))
}

fn conversion(root: Table<'_>, scale: &Scale, sink: &mut Sink) -> Conversion {
    let rules = ["rate", "index", "target", "bands", "min-max"];
    let Some((table, rule)) = rule_of(root, "conversion", rules, sink) else {
        return Conversion::Rate;
    };
    let (key, conversion) = match rule {
        "index" => (
            "values",
            Conversion::Index {
                values: index_values(table, scale, sink),
            },
        ),
        "target" => (
            "target",
            Conversion::Target {
                target: table.number("target", 0.01..=1.0, sink),
            },
        ),
        "bands" => (
            "bands",
            Conversion::Bands {
                bands: bands(table, sink),
            },
        ),
        "min-max" => (
            "floor",
            Conversion::MinMax {
                floor: table.number("floor", 0.0..=MOST_POINTS, sink),
            },
        ),
        _ => ("rule", Conversion::Rate),
    };
    table.only(&["rule", key], sink);
    conversion
}

fn index_values(table: Table<'_>, scale: &Scale, sink: &mut Sink) -> BTreeMap<String, f64> {
    let Some(values) = table
        .need("values", Expected::GradeValues, sink)
        .and_then(|n| n.table(sink))
    else {
        return BTreeMap::new();
    };
    let codes: Vec<&str> = scale.grades.iter().map(|grade| grade.code.as_str()).collect();
    values.only(&codes, sink);
    codes
        .iter()
        .map(|code| (code.to_string(), values.number(code, 0.0..=100.0, sink)))
        .collect()
}

fn bands(table: Table<'_>, sink: &mut Sink) -> Vec<(f64, f64)> {
    let Some(node) = table.need("bands", Expected::Bands, sink) else {
        return Vec::new();
    };
    let pair = |item: &super::node::Node<'_>, sink: &mut Sink| match item.array(sink).as_slice() {
        [rate, points] => Some((
            rate.number_in(&(0.0..=1.0), sink)?,
            points.number_in(&(0.0..=MOST_POINTS), sink)?,
        )),
        _ => None,
    };
    let items = node.array(sink);
    let bands: Vec<(f64, f64)> = items.iter().filter_map(|item| pair(item, sink)).collect();
    let falling = bands.is_sorted_by(|a, b| a.0 > b.0 && a.1 >= b.1);
    if bands.len() < items.len() || !falling || bands.last().is_none_or(|band| band.0 > 0.0) {
        node.bad(sink, node.shown(), Expected::Bands);
    }
    bands
}

fn assignment(root: Table<'_>, audiences: &[&AudienceId], sink: &mut Sink) -> AssignmentRule {
    let Some((table, rule)) = rule_of(root, "assignment", ["all", "drawn"], sink) else {
        return AssignmentRule::All;
    };
    if rule == "all" {
        table.only(&["rule"], sink);
        return AssignmentRule::All;
    }
    table.only(
        &["rule", "shown_sizes", "shown_share", "boost_most", "target_ratings"],
        sink,
    );
    AssignmentRule::Drawn {
        shown_sizes: shown_sizes(table, sink),
        shown_share: share(table, "shown_share", sink),
        boost_most: table.whole("boost_most", 1..=100, sink),
        target_ratings: target_ratings(table, audiences, sink),
    }
}

fn shown_sizes(table: Table<'_>, sink: &mut Sink) -> BTreeMap<Familiarity, Option<u64>> {
    let levels = [
        ("low", Familiarity::Low),
        ("medium", Familiarity::Medium),
        ("high", Familiarity::High),
    ];
    let Some(sizes) = section(table, "shown_sizes", &levels.map(|(word, _)| word), sink) else {
        return BTreeMap::new();
    };
    let mut size = |word: &str| {
        let node = sizes.need(word, Expected::AlwaysOrWhole, sink)?;
        let always = node.text(sink).is_some_and(|text| text == "always");
        if always { None } else { node.whole_in(&(1..=1000), sink) }
    };
    levels.map(|(word, level)| (level, size(word))).into()
}

fn target_ratings(table: Table<'_>, audiences: &[&AudienceId], sink: &mut Sink) -> BTreeMap<AudienceId, u64> {
    let names: Vec<&str> = audiences.iter().map(|audience| audience.0.as_str()).collect();
    let Some(targets) = section(table, "target_ratings", &names, sink) else {
        return BTreeMap::new();
    };
    names
        .iter()
        .map(|name| (AudienceId(name.to_string()), targets.whole(name, 1..=1_000_000, sink)))
        .collect()
}

fn base(root: Table<'_>, sink: &mut Sink) -> BaseWeight {
    let rules = ["inverse-probability", "stratum-population"];
    let Some((table, rule)) = rule_of(root, "base", rules, sink) else {
        return BaseWeight::InverseProbability;
    };
    if rule == "inverse-probability" {
        table.only(&["rule"], sink);
        return BaseWeight::InverseProbability;
    }
    table.only(&["rule", "margin"], sink);
    BaseWeight::StratumPopulation {
        margin: table.text("margin", Expected::PopulationMargin, sink),
    }
}

fn nonresponse(root: Table<'_>, audiences: &[&AudienceId], sink: &mut Sink) -> Option<Nonresponse> {
    let table = root.table("nonresponse", sink)?;
    table.only(&["min_completes", "groups"], sink);
    let names: Vec<&str> = audiences.iter().map(|audience| audience.0.as_str()).collect();
    let mut groups = BTreeMap::new();
    if let Some(by_audience) = table.table("groups", sink) {
        by_audience.only(&names, sink);
        for node in by_audience.nodes() {
            groups.insert(AudienceId(node.key.to_string()), by_audience.text_map(node.key, sink));
        }
    }
    Some(Nonresponse {
        min_completes: table.whole("min_completes", 1..=10_000, sink) as u32,
        groups,
    })
}

fn raking(root: Table<'_>, sink: &mut Sink) -> Raking {
    let keys = ["tolerance", "max_cycles", "min_category", "missing_most"];
    let mut quiet = Sink::default();
    let (table, sink) = section_or_quiet(root, "raking", &keys, sink, &mut quiet);
    Raking {
        tolerance: table.number("tolerance", 1e-15..=0.01, sink),
        max_cycles: table.whole("max_cycles", 1..=100_000, sink) as u32,
        min_category: table.whole("min_category", 0..=10_000, sink) as u32,
        missing_most: table.number("missing_most", 0.0..=1.0, sink),
    }
}

fn trimming(root: Table<'_>, sink: &mut Sink) -> Option<Trimming> {
    let table = root.table("trimming", sink)?;
    table.only(&["lower", "upper"], sink);
    let lower = table.number("lower", 0.0..=1.0, sink);
    let upper = table.number("upper", 1.0..=1000.0, sink);
    // Equal bounds would make all adjustments the same.
    if let Some(node) = table.get("upper").filter(|node| node.number() == Some(lower)) {
        node.bad(sink, node.shown(), Expected::NumberAbove(lower.to_string()));
    }
    Some(Trimming { lower, upper })
}

fn small_cells(root: Table<'_>, sink: &mut Sink) -> SmallCells {
    let mut quiet = Sink::default();
    let (table, sink) = section_or_quiet(
        root,
        "small_cells",
        &["suppress", "flag", "lost_weight_most"],
        sink,
        &mut quiet,
    );
    let suppress = table.number("suppress", 2.0..=10_000.0, sink);
    SmallCells {
        suppress,
        flag: table.number("flag", suppress..=100_000.0, sink),
        lost_weight_most: table.number("lost_weight_most", 0.0..=1.0, sink),
    }
}

fn interval(root: Table<'_>, sink: &mut Sink) -> Interval {
    let mut quiet = Sink::default();
    let (table, sink) = section_or_quiet(root, "interval", &["level"], sink, &mut quiet);
    Interval {
        level: table.number("level", 0.5..=0.999, sink),
    }
}

fn quality(root: Table<'_>, sink: &mut Sink) -> QualityRules {
    let keys = [
        "seconds_per_character",
        "seconds_per_page",
        "fast_page_share",
        "median_share_flag",
        "median_share_strong",
        "straight_items",
        "straight_departments",
    ];
    let mut quiet = Sink::default();
    let (table, sink) = section_or_quiet(root, "quality", &keys, sink, &mut quiet);
    let flag = table.number("median_share_flag", 0.0..=1.0, sink);
    QualityRules {
        seconds_per_character: table.number("seconds_per_character", 0.0..=10.0, sink),
        seconds_per_page: table.number("seconds_per_page", 0.0..=60.0, sink),
        fast_page_share: table.number("fast_page_share", 0.0..=1.0, sink),
        median_share_flag: flag,
        // What is too fast for a strong flag is too fast for a flag.
        median_share_strong: table.number("median_share_strong", 0.0..=flag, sink),
        straight_items: table.whole("straight_items", 2..=10_000, sink) as u32,
        straight_departments: table.whole("straight_departments", 1..=1000, sink) as u32,
    }
}
