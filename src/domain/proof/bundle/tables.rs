//! The bundle's derived tables: every step from answers to rates, so that another program can follow.

use super::BundleError;
use super::inputs::table;
use crate::domain::columns::Columns;
use crate::domain::data::RoundData;
use crate::domain::definition::Survey;
use crate::domain::score::Computation;
use crate::domain::submission::quality::Findings;
use crate::domain::weight::margins::{CROSSED, categorise};
use crate::domain::weight::weigh_columns;
use std::collections::BTreeMap;

type Files = BTreeMap<String, Vec<u8>>;

pub(super) fn write(
    files: &mut Files,
    survey: &Survey,
    data: &RoundData,
    computation: &Computation,
) -> Result<(), BundleError> {
    let weights = computation.weights.iter().flat_map(|unit| {
        let step = |(step, factor, weight): &(String, f64, f64)| {
            (
                unit.submission.clone(),
                unit.audience.0.clone(),
                step.clone(),
                factor.to_string(),
                weight.to_string(),
            )
        };
        unit.steps.iter().map(step).collect::<Vec<_>>()
    });
    files.insert(
        "weights.csv".into(),
        table(&["submission", "audience", "step", "factor", "weight"], weights)?,
    );
    let ratings = computation.ratings.iter().map(|r| {
        let grade = r.grade.as_deref().unwrap_or_default();
        (
            &r.submission,
            &r.department.0,
            grade,
            r.s.to_string(),
            r.q.to_string(),
            r.u.to_string(),
        )
    });
    files.insert(
        "ratings.csv".into(),
        table(&["submission", "department", "grade", "s", "q", "u"], ratings)?,
    );
    let quality = computation.quality.iter().map(|q| {
        let flags: Vec<String> = q.flags.iter().map(code).collect();
        let removed = q.removed.as_ref();
        let (code, rule, note) = removed.map_or(("", "", ""), |r| (r.code.as_str(), r.rule.as_str(), r.note.as_str()));
        (&q.submission, flags.join(";"), code, rule, note)
    });
    files.insert(
        "quality.csv".into(),
        table(
            &["submission", "flags", "removed_code", "removed_rule", "removed_note"],
            quality,
        )?,
    );
    files.insert("covariance.csv".into(), covariance(computation)?);
    files.insert("margins.csv".into(), margins(survey)?);
    files.insert("scale.csv".into(), scale(survey)?);
    files.insert("audience_weights.csv".into(), audience_weights(survey)?);
    files.insert("raking.csv".into(), raking(survey, data, computation)?);
    Ok(())
}

/// A value's stable name as JSON would write it: a plain text without quotes.
fn code(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// Long form, both triangles, in the order of the survey.
fn covariance(computation: &Computation) -> Result<Vec<u8>, csv::Error> {
    let c = &computation.covariance;
    let rows = c.departments.iter().zip(&c.matrix).flat_map(|(a, row)| {
        c.departments
            .iter()
            .zip(row)
            .map(move |(b, value)| (&a.0, &b.0, value.to_string()))
    });
    table(&["department_a", "department_b", "covariance"], rows)
}

fn margins(survey: &Survey) -> Result<Vec<u8>, csv::Error> {
    let rows = survey.margins.iter().flat_map(|margin| {
        let variables = margin
            .variables
            .iter()
            .map(|v| v.name.as_str())
            .collect::<Vec<_>>()
            .join(CROSSED);
        margin.categories.iter().map(move |category| {
            (
                &margin.audience.0,
                &margin.id,
                variables.clone(),
                category.key.join(CROSSED),
                category.population.to_string(),
            )
        })
    });
    table(&["audience", "margin", "variables", "category", "population"], rows)
}

fn scale(survey: &Survey) -> Result<Vec<u8>, csv::Error> {
    let scale = &survey.method.scale;
    let grades = scale.grades.iter().map(|g| {
        (
            g.code.clone(),
            g.value.to_string(),
            if g.satisfied { "1" } else { "0" },
            g.label.zh.clone(),
            g.label.en.clone(),
        )
    });
    let (code, label) = &scale.dont_know;
    let none = (code.clone(), String::new(), "", label.zh.clone(), label.en.clone());
    table(
        &["code", "value", "satisfied", "label_zh", "label_en"],
        grades.chain([none]),
    )
}

fn audience_weights(survey: &Survey) -> Result<Vec<u8>, csv::Error> {
    let rows = survey.departments.iter().flat_map(|d| {
        d.weights
            .iter()
            .map(move |(audience, weight)| (&d.id.0, &d.class, &audience.0, weight.to_string()))
    });
    table(&["department", "class", "audience", "weight"], rows)
}

/// The category of every analysed submission in every margin, after filling and merging.
fn raking(survey: &Survey, data: &RoundData, computation: &Computation) -> Result<Vec<u8>, BundleError> {
    let columns = Columns::of(survey, data.documents.iter().map(Into::into));
    let quality = Findings::from_results(&columns, &computation.quality);
    let weighting = weigh_columns(survey, data, &columns, &quality).map_err(|mut stops| stops.swap_remove(0))?;
    let mut rows: Vec<(String, String, String, String, String)> = Vec::new();
    for (number, audience) in weighting.audiences.iter().enumerate() {
        if audience.raking.is_none() {
            continue;
        }
        let placed = categorise(survey, number, &columns, &audience.documents, &data.seed)
            .map_err(|mut stops| stops.swap_remove(0))?;
        for (of_row, target) in placed.of_row.iter().zip(&placed.targets) {
            for (document, category) in audience.documents.iter().zip(of_row) {
                let (label, total) = &target.categories[*category as usize];
                rows.push((
                    audience.audience.0.clone(),
                    target.margin.clone(),
                    columns.ids.get(*document as usize).into_owned(),
                    label.clone(),
                    total.to_string(),
                ));
            }
        }
    }
    Ok(table(
        &["audience", "margin", "submission", "category", "total"],
        rows.into_iter(),
    )?)
}
