//! The tables: respondents, ratings, log of the weighting, dispositions, outcome rates.

pub use super::codebook::codebook;

use super::{Sheet, Value};
use crate::domain::definition::{AudienceId, Language, QuestionId};
use crate::domain::invitation::disposition;
use crate::domain::report::SampleReport;
use crate::domain::report::microdata::Form;
use crate::text::sample_report;

fn sheet(place: usize, heads: &[&str], rows: Vec<Vec<Value>>) -> Sheet {
    Sheet {
        place,
        heads: heads.iter().map(|head| (*head).to_owned()).collect(),
        rows,
    }
}

/// Every opinion question of any audience, each once, in order.
pub(super) fn opinions(report: &SampleReport) -> Vec<&QuestionId> {
    let mut all: Vec<&QuestionId> = Vec::new();
    for question in report.microdata.forms.iter().flat_map(|form| &form.opinions) {
        if !all.contains(&question) {
            all.push(question);
        }
    }
    all
}

/// A row's values in the order of all columns of that kind; nothing where the audience has no such column.
fn spread<T: PartialEq>(all: &[&T], own: &[T], values: &[String]) -> Vec<Value> {
    let value = |column: &&T| {
        own.iter()
            .position(|mine| mine == *column)
            .map(|place| Value::text(&values[place]))
    };
    all.iter().map(|column| value(column).unwrap_or(Value::None)).collect()
}

fn characteristics(report: &SampleReport) -> Vec<String> {
    report
        .microdata
        .characteristics()
        .into_iter()
        .map(str::to_owned)
        .collect()
}

fn form<'a>(report: &'a SampleReport, audience: &AudienceId) -> &'a Form {
    report
        .microdata
        .form(audience)
        .expect("every row is of an audience of the survey")
}

/// `respondents.csv`: row, audience, characteristics, weight, opinions.
pub fn respondents(report: &SampleReport) -> Sheet {
    let (names, questions) = (characteristics(report), opinions(report));
    let columns: Vec<&String> = names.iter().collect();
    let row = |(i, one): (usize, &crate::domain::report::microdata::RespondentRow)| {
        let form = form(report, &one.audience);
        let mut cells = vec![Value::Count(i as u64 + 1), Value::text(&one.audience.0)];
        cells.extend(spread(&columns, &form.characteristics, &one.characteristics));
        cells.push(Value::Number(one.weight));
        cells.extend(spread(&questions, &form.opinions, &one.opinions));
        cells
    };
    let mut heads = vec!["row", "audience"];
    heads.extend(names.iter().map(String::as_str));
    heads.push("weight");
    heads.extend(questions.iter().map(|question| question.0.as_str()));
    sheet(
        1,
        &heads,
        report.microdata.respondents.iter().enumerate().map(row).collect(),
    )
}

/// `ratings.csv`: row, audience, department, class, grade, satisfied, weight, lambda, characteristics.
pub fn ratings(report: &SampleReport) -> Sheet {
    let names = characteristics(report);
    let columns: Vec<&String> = names.iter().collect();
    let grades = &report.survey.method.scale.grades;
    let row = |(i, one): (usize, &crate::domain::report::microdata::RatingRow)| {
        let class = report.survey.department(&one.department).map(|d| d.class.as_str());
        let satisfied = grades
            .iter()
            .find(|grade| grade.code == one.grade)
            .map(|grade| grade.satisfied);
        let mut cells = vec![
            Value::Count(i as u64 + 1),
            Value::text(&one.audience.0),
            Value::text(&one.department.0),
            Value::text(class.unwrap_or_default()),
            Value::text(&one.grade),
            satisfied.map_or(Value::None, |satisfied| Value::Count(satisfied.into())),
            Value::Number(one.weight),
            Value::number(one.lambda),
        ];
        cells.extend(spread(
            &columns,
            &form(report, &one.audience).characteristics,
            &one.characteristics,
        ));
        cells
    };
    let mut heads = vec![
        "row",
        "audience",
        "department",
        "class",
        "grade",
        "satisfied",
        "weight",
        "lambda",
    ];
    heads.extend(names.iter().map(String::as_str));
    sheet(
        2,
        &heads,
        report.microdata.ratings.iter().enumerate().map(row).collect(),
    )
}

/// `weighting.csv`: each step with its factors, whether it reached its totals, and what trimming did.
pub fn weighting(report: &SampleReport) -> Sheet {
    let tolerance = report.survey.method.raking.tolerance;
    let mut rows = Vec::new();
    for audience in &report.sheet.audiences {
        let spread = report
            .weights
            .iter()
            .find(|spread| spread.audience == audience.audience);
        for step in &audience.weighting {
            let trim = spread.filter(|_| step.step == "trim");
            let limits = trim.and_then(|spread| spread.limits);
            rows.push(vec![
                Value::text(&audience.audience.0),
                Value::text(&step.step),
                step.cycles.map_or(Value::None, |cycles| Value::Count(cycles.into())),
                Value::number(step.largest_miss),
                step.largest_miss
                    .map_or(Value::None, |miss| Value::Count((miss <= tolerance).into())),
                Value::Number(step.factor_min),
                Value::Number(step.factor_max),
                Value::Number(step.sum),
                Value::Number(step.deff),
                Value::number(limits.map(|(low, _)| low)),
                Value::number(limits.map(|(_, high)| high)),
                trim.map_or(Value::None, |spread| Value::Count(spread.trimmed)),
                trim.map_or(Value::None, |_| Value::Count(audience.outside_limits)),
            ]);
        }
    }
    let heads = [
        "audience",
        "step",
        "cycles",
        "largest_miss",
        "converged",
        "factor_min",
        "factor_max",
        "sum",
        "deff",
        "limit_low",
        "limit_high",
        "trimmed",
        "outside_after_raking",
    ];
    sheet(0, &heads, rows)
}

/// `dispositions.csv`: audience, AAPOR code with its names and group, cases by mode.
pub fn dispositions(report: &SampleReport) -> Sheet {
    let groups = &sample_report::of(Language::En).collected.groups;
    let row = |one: &crate::domain::report::DispositionRow| {
        let known = disposition::lookup(&one.code);
        let [web, phone, paper] = one.by_mode.map(Value::Count);
        vec![
            Value::text(&one.audience.0),
            Value::text(&one.code),
            Value::text(known.map_or("", |row| row.zh)),
            Value::text(known.map_or("", |row| row.en)),
            Value::text(known.map_or("", |row| groups[row.group as usize])),
            web,
            phone,
            paper,
            Value::Count(one.without_mode),
            Value::Count(one.total()),
        ]
    };
    let heads = [
        "audience", "code", "name_zh", "name_en", "group", "web", "phone", "paper", "no_mode", "cases",
    ];
    sheet(0, &heads, report.dispositions.iter().map(row).collect())
}

/// `outcome_rates.csv`: audience, issued cases, every AAPOR rate that is defined.
pub fn outcome_rates(report: &SampleReport) -> Sheet {
    let mut rows = Vec::new();
    for audience in &report.sheet.audiences {
        for (rate, value) in &audience.outcome_rates {
            rows.push(vec![
                Value::text(&audience.audience.0),
                audience.issued.map_or(Value::None, Value::Count),
                Value::text(rate),
                Value::Number(*value),
            ]);
        }
    }
    sheet(0, &["audience", "issued", "rate", "value"], rows)
}
