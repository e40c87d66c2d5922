//! `departments.csv`: who is rated, by whom, with which weight.

use super::node::is_id;
use super::source::{Sink, Source, one_of, words};
use super::table::{Row, Sheet};
use crate::domain::definition::{AudienceId, Department, DepartmentId, Expected, Familiarity, Found, Text};
use std::collections::BTreeMap;

const COLUMNS: [&str; 11] = [
    "id",
    "name_zh",
    "name_en",
    "full_name_zh",
    "full_name_en",
    "description_zh",
    "description_en",
    "class",
    "theme_zh",
    "theme_en",
    "familiarity",
];

/// Largest distance of a sum of weights from 1 that is only decimal notation.
const SUM_TOLERANCE: f64 = 1e-9;

/// Reads the file; `audiences` are those of `round.toml`.
pub(in crate::domain::definition) fn read(
    source: &Source,
    audiences: &[&AudienceId],
    sink: &mut Sink,
) -> Vec<Department> {
    let sheet = Sheet::read(source, sink);
    check_headings(&sheet, audiences, sink);
    let mut departments: Vec<Department> = Vec::new();
    for row in &sheet.rows {
        let department = department(&sheet, row, audiences, sink);
        if departments.iter().any(|other| other.id == department.id) {
            let found = Found::DepartmentTwice(department.id.0.clone());
            sheet.bad(row, "id", found, Expected::DepartmentOnce, sink);
        }
        departments.push(department);
    }
    if departments.is_empty() {
        sink.add(&source.path, 1, Found::NoDepartment, Expected::OneRowPerDepartment);
    }
    for audience in audiences.iter().filter(|_| !departments.is_empty()) {
        if !departments.iter().any(|department| department.is_rated_by(audience)) {
            let found = Found::NoDepartmentFor(audience.0.clone());
            sink.add(&source.path, 1, found, Expected::EveryAudienceRates);
        }
    }
    departments
}

fn weight_column(audience: &AudienceId) -> String {
    format!("weight_{}", audience.0)
}

fn check_headings(sheet: &Sheet<'_>, audiences: &[&AudienceId], sink: &mut Sink) {
    let weights: Vec<String> = audiences.iter().map(|audience| weight_column(audience)).collect();
    let needed: Vec<&str> = COLUMNS.into_iter().chain(weights.iter().map(String::as_str)).collect();
    let strangers: Vec<&String> = sheet
        .headings
        .iter()
        .filter(|heading| heading.starts_with("weight_") && !weights.contains(heading))
        .collect();
    for heading in &strangers {
        let audience = heading.trim_start_matches("weight_");
        let expected = Expected::RoundAudience(words(audiences.iter().map(|a| a.0.as_str())));
        let found = Found::WeightsOfUnknown(audience.to_string());
        sink.add_in_column(&sheet.source.path, 1, Some(heading), found, expected);
    }
    let known = needed
        .iter()
        .copied()
        .chain(strangers.iter().map(|heading| heading.as_str()));
    sheet.only(&known.collect::<Vec<_>>(), sink);
}

fn department(sheet: &Sheet<'_>, row: &Row, audiences: &[&AudienceId], sink: &mut Sink) -> Department {
    let mut text = |name: &str| Text {
        zh: sheet.filled(row, &format!("{name}_zh"), Expected::FilledChinese, sink),
        en: sheet.filled(row, &format!("{name}_en"), Expected::FilledEnglish, sink),
    };
    let (name, full_name) = (text("name"), text("full_name"));
    let (description, theme) = (text("description"), text("theme"));
    Department {
        id: id(sheet, row, sink),
        name,
        full_name,
        description,
        class: sheet.filled(row, "class", Expected::ServiceClass, sink),
        theme,
        weights: weights(sheet, row, audiences, sink),
        familiarity: familiarity(sheet, row, sink),
    }
}

fn id(sheet: &Sheet<'_>, row: &Row, sink: &mut Sink) -> DepartmentId {
    let id = sheet.filled(row, "id", Expected::DepartmentName, sink);
    if !is_id(&id) {
        sheet.bad(row, "id", Found::Text(id.clone()), Expected::Id, sink);
    }
    DepartmentId(id)
}

fn familiarity(sheet: &Sheet<'_>, row: &Row, sink: &mut Sink) -> Familiarity {
    match sheet.cell(row, "familiarity") {
        "low" => Familiarity::Low,
        "medium" => Familiarity::Medium,
        "high" => Familiarity::High,
        other => {
            if sheet.headings.iter().any(|heading| heading == "familiarity") {
                sheet.bad(
                    row,
                    "familiarity",
                    Found::Text(other.to_string()),
                    one_of(["low", "medium", "high"]),
                    sink,
                );
            }
            Familiarity::Low
        }
    }
}

fn weights(sheet: &Sheet<'_>, row: &Row, audiences: &[&AudienceId], sink: &mut Sink) -> BTreeMap<AudienceId, f64> {
    let mut weights = BTreeMap::new();
    let mut whole = true;
    for audience in audiences {
        let column = weight_column(audience);
        let cell = sheet.cell(row, &column);
        match cell.parse::<f64>() {
            Ok(weight) if (0.0..=1.0).contains(&weight) => {
                if weight > 0.0 {
                    weights.insert((*audience).clone(), weight);
                }
            }
            _ if cell.is_empty() => {}
            _ => {
                whole = false;
                sheet.bad(
                    row,
                    &column,
                    Found::Text(cell.to_string()),
                    Expected::WeightOrNothing,
                    sink,
                );
            }
        }
    }
    if whole {
        check_sum(sheet, row, &weights, sink);
    }
    weights
}

fn check_sum(sheet: &Sheet<'_>, row: &Row, weights: &BTreeMap<AudienceId, f64>, sink: &mut Sink) {
    let id = sheet.cell(row, "id").to_string();
    let sum: f64 = weights.values().sum();
    let (found, expected) = if weights.is_empty() {
        (Found::NobodyRates(id), Expected::WeightForOne)
    } else if (sum - 1.0).abs() > SUM_TOLERANCE {
        (
            Found::WeightSum(id, ((sum * 1e9).round() / 1e9).to_string()),
            Expected::SumOfOne,
        )
    } else {
        return;
    };
    sink.add(&sheet.source.path, row.line, found, expected);
}
