//! `[[margin]]` of `method.toml` with `margins/*.csv`: population figures, held against the answers and one another.

use super::logic::codes;
use super::node::{Node, Table};
use super::source::{Sink, Source, one_of, words};
use super::table::Sheet;
use crate::domain::definition::{
    Audience, BaseWeight, Expected, Found, Margin, MarginCategory, MarginVariable, Method, Question, QuestionId,
    QuestionKind, SectionKind, Text,
};
use std::collections::{BTreeMap, BTreeSet};

/// Largest relative difference from the master margin that scaling may bridge (METHOD 5).
const MASTER_TOLERANCE: f64 = 0.005;
/// Differences below this are rounding and need no note.
const SAME: f64 = 1e-12;

/// What margins are read against.
pub(in crate::domain::definition) struct Reading<'r> {
    pub root: Table<'r>,
    pub method: &'r Method,
    pub audiences: &'r [Audience],
    pub sources: &'r BTreeMap<String, Source>,
}

/// Reads every margin, scales them to the masters and checks the base weight's margin.
pub(in crate::domain::definition) fn read(reading: &Reading<'_>, sink: &mut Sink) -> Vec<Margin> {
    let mut margins: Vec<Margin> = Vec::new();
    let tables = reading.root.tables("margin", sink);
    for table in &tables {
        let margin = margin(*table, reading, sink);
        if margins
            .iter()
            .any(|other| other.id == margin.id && other.audience == margin.audience)
        {
            let found = Found::MarginTwice(margin.id.clone(), margin.audience.0.clone());
            table.bad(sink, found, Expected::MarginOnce);
        }
        margins.push(margin);
    }
    for audience in reading.audiences {
        scale_to_master(audience, &mut margins, &tables, reading, sink);
    }
    check_base(reading, &margins, sink);
    margins
}

/// Files that `method.toml` names.
pub(in crate::domain::definition) fn files(root: Table<'_>) -> Vec<String> {
    let mut quiet = Sink::default();
    let tables = root.tables("margin", &mut quiet);
    tables
        .iter()
        .filter_map(|table| table.get("file")?.text(&mut quiet))
        .collect()
}

fn margin(table: Table<'_>, reading: &Reading<'_>, sink: &mut Sink) -> Margin {
    table.only(
        &[
            "id",
            "audience",
            "file",
            "master",
            "source",
            "year",
            "approximate",
            "variable",
        ],
        sink,
    );
    let names: Vec<(&str, &Audience)> = reading.audiences.iter().map(|a| (a.id.0.as_str(), a)).collect();
    let audience = table.need("audience", one_of(names.iter().map(|(name, _)| *name)), sink);
    let audience = audience.and_then(|node| node.word(&names, sink));
    let variables = variables(table, audience, reading, sink);
    let categories = categories(table, audience, &variables, reading, sink);
    Margin {
        id: table.id(Expected::MarginName, sink),
        audience: audience
            .map(|a| a.id.clone())
            .unwrap_or_else(|| crate::domain::definition::AudienceId(String::new())),
        master: table.flag("master", false, sink),
        sum_before_scaling: categories.iter().map(|category| category.population).sum(),
        source: table.text("source", Expected::FigureSource, sink),
        year: table.whole("year", 1900..=2200, sink) as i16,
        approximate: match table.need("approximate", Expected::Approximate, sink) {
            Some(_) => table.flag("approximate", true, sink),
            None => true,
        },
        variables: variables.into_iter().map(|(variable, _)| variable).collect(),
        categories,
    }
}

type Variable = (MarginVariable, Vec<String>);

/// The variables, each with the values that answers can take, in the order of the choices.
fn variables(table: Table<'_>, audience: Option<&Audience>, reading: &Reading<'_>, sink: &mut Sink) -> Vec<Variable> {
    let tables = table.tables("variable", sink);
    if tables.is_empty() || tables.len() > 2 {
        table.bad(sink, Found::VariableCount(tables.len()), Expected::OneOrTwoVariables);
    }
    tables
        .iter()
        .filter_map(|entry| variable(*entry, audience?, reading, sink))
        .collect()
}

fn variable(entry: Table<'_>, audience: &Audience, reading: &Reading<'_>, sink: &mut Sink) -> Option<Variable> {
    entry.only(&["name", "question", "values"], sink);
    let name = entry.text("name", Expected::VariableName, sink);
    let node = entry.need("question", Expected::MeasuringQuestion, sink)?;
    let id = QuestionId(node.text(sink)?);
    let measurable = measurable(audience);
    let Some(question) = measurable.iter().copied().find(|question| question.id == id) else {
        let names = words(measurable.iter().map(|question| question.id.0.as_str()));
        node.bad(sink, node.shown(), Expected::SingleChoiceAskedOnce(names));
        return None;
    };
    let given = entry.text_map("values", sink);
    check_values(entry, question, &given, reading, sink);
    let counted = counted_codes(question);
    let value_of = |code: &String| {
        if given.is_empty() {
            Some(code.clone())
        } else {
            given.get(code).cloned()
        }
    };
    let pairs: Vec<(String, String)> = counted
        .iter()
        .filter_map(|code| Some((code.clone(), value_of(code)?)))
        .collect();
    let mut order: Vec<String> = Vec::new();
    for (_, value) in &pairs {
        if !order.contains(value) {
            order.push(value.clone());
        }
    }
    let values = pairs.into_iter().collect();
    Some((
        MarginVariable {
            name,
            question: id,
            values,
        },
        order,
    ))
}

/// Questions that can measure a variable: a single choice, asked once per respondent.
fn measurable(audience: &Audience) -> Vec<&Question> {
    let once = |kind| !matches!(kind, SectionKind::Familiarity | SectionKind::Ratings);
    let sections = audience
        .questionnaire
        .sections
        .iter()
        .filter(|section| once(section.kind));
    let questions = sections.flat_map(|section| &section.questions);
    questions
        .filter(|question| matches!(question.kind, QuestionKind::One(_)))
        .collect()
}

/// Codes that stand for a category: not those set apart (说不清 …), not those that end the interview.
fn counted_codes(question: &Question) -> Vec<String> {
    let QuestionKind::One(choices) = &question.kind else {
        return Vec::new();
    };
    let ends = |code: &str| question.endings.iter().any(|ending| ending.code == code);
    let counted = choices.iter().filter(|choice| !choice.apart && !ends(&choice.code));
    counted.map(|choice| choice.code.clone()).collect()
}

fn check_values(
    entry: Table<'_>,
    question: &Question,
    given: &BTreeMap<String, String>,
    reading: &Reading<'_>,
    sink: &mut Sink,
) {
    let Some(table) = entry.table("values", sink) else {
        return;
    };
    let known = codes(question, &reading.method.scale);
    for node in table
        .nodes()
        .iter()
        .filter(|node| !known.contains(&node.key.to_string()))
    {
        let expected = Expected::CodesOf(question.id.0.clone(), known.clone());
        node.bad(sink, Found::AnswerCode(node.key.to_string()), expected);
    }
    for code in counted_codes(question).iter().filter(|code| !given.contains_key(*code)) {
        let found = Found::NoValueFor(code.clone(), question.id.0.clone());
        table.bad(sink, found, Expected::CategoryForEveryCode);
    }
}

fn categories(
    table: Table<'_>,
    audience: Option<&Audience>,
    variables: &[Variable],
    reading: &Reading<'_>,
    sink: &mut Sink,
) -> Vec<MarginCategory> {
    let Some(node) = table.need("file", Expected::FigureFile, sink) else {
        return Vec::new();
    };
    let Some(path) = node.text(sink) else { return Vec::new() };
    // What fixes the figures is hashed by its place in the folder.
    if !(path.starts_with("margins/") && path.ends_with(".csv")) {
        node.bad(sink, node.shown(), Expected::FigureFile);
        return Vec::new();
    }
    let Some(source) = reading.sources.get(&path) else {
        let files = reading
            .sources
            .keys()
            .map(String::as_str)
            .filter(|file| file.starts_with("margins/"));
        node.bad(sink, Found::NoFile(path.clone()), Expected::FileOfFolder(words(files)));
        return Vec::new();
    };
    let sheet = Sheet::read(source, sink);
    if audience.is_none() || variables.is_empty() {
        return Vec::new();
    }
    figures(&sheet, variables, sink)
}

fn figures(sheet: &Sheet<'_>, variables: &[Variable], sink: &mut Sink) -> Vec<MarginCategory> {
    let names: Vec<&str> = variables.iter().map(|(variable, _)| variable.name.as_str()).collect();
    sheet.only(&[names.as_slice(), &["population"]].concat(), sink);
    let mut categories: Vec<MarginCategory> = Vec::new();
    for row in &sheet.rows {
        let key: Vec<String> = names.iter().map(|name| sheet.cell(row, name).to_string()).collect();
        for ((variable, order), value) in variables.iter().zip(&key) {
            if !order.contains(value) {
                let expected = Expected::CategoryOf(variable.question.0.clone(), order.clone());
                sheet.bad(row, &variable.name, Found::Category(value.clone()), expected, sink);
            }
        }
        if categories.iter().any(|category| category.key == key) {
            sheet.bad(
                row,
                names[0],
                Found::CategoryTwice(key.join(" × ")),
                Expected::CategoryOnce,
                sink,
            );
            continue;
        }
        let cell = sheet.cell(row, "population");
        let population = cell.parse::<f64>().ok().filter(|n| n.is_finite() && *n > 0.0);
        if population.is_none() {
            sheet.bad(
                row,
                "population",
                Found::Text(cell.to_string()),
                Expected::NumberAboveZero,
                sink,
            );
        }
        categories.push(MarginCategory {
            key,
            // NaN keeps a bad figure from being held against the master margin as well.
            population: population.unwrap_or(f64::NAN),
        });
    }
    report_missing(sheet, variables, &categories, sink);
    categories
}

fn report_missing(sheet: &Sheet<'_>, variables: &[Variable], categories: &[MarginCategory], sink: &mut Sink) {
    let mut wanted: Vec<Vec<String>> = vec![Vec::new()];
    for (_, order) in variables {
        let longer = |key: &Vec<String>| {
            order
                .iter()
                .map(|v| [key.as_slice(), std::slice::from_ref(v)].concat())
                .collect::<Vec<_>>()
        };
        wanted = wanted.iter().flat_map(longer).collect();
    }
    let have: BTreeSet<&Vec<String>> = categories.iter().map(|category| &category.key).collect();
    for key in wanted.iter().filter(|key| !have.contains(key)) {
        let found = Found::NoRow(key.join(" × "));
        sink.add(&sheet.source.path, 1, found, Expected::RowForEvery);
    }
}

fn scale_to_master(
    audience: &Audience,
    margins: &mut [Margin],
    tables: &[Table<'_>],
    reading: &Reading<'_>,
    sink: &mut Sink,
) {
    let own: Vec<usize> = (0..margins.len())
        .filter(|i| margins[*i].audience == audience.id)
        .collect();
    if let [only] = own.as_slice() {
        margins[*only].master = true;
    }
    let masters: Vec<usize> = own.iter().copied().filter(|i| margins[*i].master).collect();
    let [master] = masters.as_slice() else {
        if !own.is_empty() {
            let found = Found::MasterCount(masters.len(), audience.id.0.clone());
            let line = own.last().map_or(0, |i| tables[*i].line());
            sink.add(&reading.root.source.path, line, found, Expected::ExactlyOneMaster);
        }
        return;
    };
    let target = margins[*master].sum_before_scaling;
    let name = margins[*master].id.clone();
    for i in own.into_iter().filter(|i| i != master) {
        scale_one(&mut margins[i], &name, target, tables[i].get("file"), sink);
    }
}

fn scale_one(margin: &mut Margin, master: &str, target: f64, file: Option<Node<'_>>, sink: &mut Sink) {
    let sum = margin.sum_before_scaling;
    if !sum.is_normal() || !target.is_normal() {
        return;
    }
    let difference = sum / target - 1.0;
    if difference.abs() > MASTER_TOLERANCE {
        let found = Found::OffMaster(
            margin.id.clone(),
            sum.to_string(),
            format!("{:+.2}", difference * 100.0),
        );
        let expected = Expected::NearMaster(master.to_string(), target.to_string());
        if let Some(node) = file {
            node.bad(sink, found, expected);
        }
        return;
    }
    for category in &mut margin.categories {
        category.population *= target / sum;
    }
    if difference.abs() > SAME {
        let (id, audience, percent) = (&margin.id, &margin.audience.0, difference * 100.0);
        sink.notes.push(Text {
            zh: format!("总体边际“{id}”（{audience}）合计 {sum}，与主边际“{master}”（{target}）相差 {percent:+.3}%，已按主边际调整"),
            en: format!("margin “{id}” ({audience}) sums to {sum}, {percent:+.3} % off its master “{master}” ({target}); scaled to it"),
        });
    }
}

fn check_base(reading: &Reading<'_>, margins: &[Margin], sink: &mut Sink) {
    let BaseWeight::StratumPopulation { margin } = &reading.method.base else {
        return;
    };
    let Some(base) = reading.root.table("base", sink) else {
        return;
    };
    let line = base.get("margin").map_or(base.line(), |node| node.line());
    let path = &reading.root.source.path;
    for audience in reading.audiences {
        let found = margins.iter().find(|m| &m.id == margin && m.audience == audience.id);
        if found.is_none_or(|m| m.variables.len() != 1) {
            let found = Found::BaseMargin(margin.clone(), audience.id.0.clone());
            sink.add(path, line, found, Expected::OneVariableMargin);
        }
    }
}
