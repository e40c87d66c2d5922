//! The mapping file of an import: which column of an answer file means which question.

use super::parse::logic::codes;
use super::parse::node::{Node, Table};
use super::parse::source::{Sink, Source, one_of};
use super::{
    Audience, AudienceId, BaseWeight, DepartmentId, Expected, Found, Problems, Question, QuestionId, QuestionKind,
    SampleDesign, SectionKind, Survey, SurveyFile,
};
use crate::domain::data::Mode;
use std::collections::{BTreeMap, BTreeSet};

/// How the rows of an answer file become answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// Who answered.
    pub audience: AudienceId,
    /// Column that names the row's unit, unique in the file.
    pub unit: String,
    /// Which of a drawn unit's two names the column holds; `None`: either, as long as no cell could mean two units.
    pub unit_is: Option<UnitName>,
    /// How the answers came in.
    pub mode: ModeRule,
    /// Column that holds the stratum; `None` where units are known from a frame.
    pub stratum: Option<String>,
    /// Columns that hold answers.
    pub columns: Vec<MappedColumn>,
    /// Cell texts that mean “not answered”; an empty cell always does.
    pub not_answered: Vec<String>,
}

/// The names of a drawn unit, as the invitations head them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitName {
    /// `sample_no`: its number in the sample.
    SampleNo,
    /// `unit_ref`: its own id in the frame.
    UnitRef,
}

/// Where the mode of a row stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModeRule {
    /// All rows came in the same way.
    All(Mode),
    /// A column says it.
    Column {
        /// The column.
        column: String,
        /// Cell text → mode; any other text is a bad cell.
        values: BTreeMap<String, Mode>,
    },
}

/// One column with answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedColumn {
    /// Heading in the file.
    pub column: String,
    /// Question it answers.
    pub question: QuestionId,
    /// Department it is about, for questions asked per department.
    pub department: Option<DepartmentId>,
    /// Cell text → answer code; empty: the cell holds the code itself.
    pub values: BTreeMap<String, String>,
    /// What separates the codes of a multiple choice.
    pub separator: Option<String>,
}

const UNIT_NAMES: [(&str, UnitName); 2] = [("sample_no", UnitName::SampleNo), ("unit_ref", UnitName::UnitRef)];
const MODES: [(&str, Mode); 3] = [("web", Mode::Web), ("paper", Mode::Paper), ("phone", Mode::Phone)];
/// What a heading pattern holds in place of the department's id.
const DEPARTMENT: &str = "{department}";

/// Parses a mapping file against the survey whose answers it maps.
///
/// # Errors
/// Every problem in the file at once.
pub fn parse_mapping(file: &SurveyFile, survey: &Survey) -> Result<Mapping, Problems> {
    let source = Source::new(file);
    let mut sink = Sink::default();
    let mapping = match source.toml(&mut sink) {
        Some(document) => read(Table::root(&source, &document), survey, &mut sink),
        None => None,
    };
    sink.problems.sort();
    match mapping {
        Some(mapping) if sink.problems.is_empty() => Ok(mapping),
        _ => Err(Problems(sink.problems)),
    }
}

fn read(root: Table<'_>, survey: &Survey, sink: &mut Sink) -> Option<Mapping> {
    root.only(
        &[
            "audience",
            "unit",
            "unit_is",
            "mode",
            "stratum",
            "not_answered",
            "column",
        ],
        sink,
    );
    let words: Vec<(&str, &Audience)> = survey.audiences.iter().map(|a| (a.id.0.as_str(), a)).collect();
    let names = one_of(words.iter().map(|(word, _)| *word));
    let audience = root.need("audience", names, sink)?.word(&words, sink)?;
    let mut columns = Vec::new();
    for entry in root.tables("column", sink) {
        columns.extend(mapped(entry, audience, survey, sink));
    }
    check_columns(root, &columns, sink);
    Some(Mapping {
        audience: audience.id.clone(),
        unit: root.text("unit", Expected::RowUnitColumn, sink),
        unit_is: unit_is(root, survey, sink),
        mode: mode(root, sink),
        stratum: stratum(root, survey, sink),
        columns,
        not_answered: root.texts("not_answered", sink),
    })
}

/// Only a drawn unit has two names; elsewhere the column's texts are the units.
fn unit_is(root: Table<'_>, survey: &Survey, sink: &mut Sink) -> Option<UnitName> {
    let node = root.get("unit_is")?;
    if survey.round.sample == SampleDesign::None {
        node.bad(sink, node.shown(), Expected::NoUnitIs);
        return None;
    }
    node.word(&UNIT_NAMES, sink)
}

/// Where no frame knows a unit's stratum, the file must: base weights come from it.
fn stratum(root: Table<'_>, survey: &Survey, sink: &mut Sink) -> Option<String> {
    let needed = survey.round.sample == SampleDesign::None && survey.method.base != BaseWeight::InverseProbability;
    let node = match needed {
        true => root.need("stratum", Expected::StratumColumn, sink),
        false => root.get("stratum"),
    };
    node?.text(sink)
}

fn mode(root: Table<'_>, sink: &mut Sink) -> ModeRule {
    let default = ModeRule::All(Mode::Paper);
    let Some(table) = root
        .need("mode", Expected::ModeTable, sink)
        .and_then(|node| node.table(sink))
    else {
        return default;
    };
    table.only(&["all", "column", "values"], sink);
    if let Some(node) = table.get("all") {
        return node.word(&MODES, sink).map_or(default, ModeRule::All);
    }
    let Some(column) = table
        .need("column", Expected::ModeTable, sink)
        .and_then(|node| node.text(sink))
    else {
        return default;
    };
    let values = table
        .need("values", Expected::ModeValues, sink)
        .and_then(|node| node.table(sink));
    let nodes = values.map(|values| values.nodes()).unwrap_or_default();
    let values = nodes
        .iter()
        .filter_map(|node| Some((node.key.to_string(), node.word(&MODES, sink)?)));
    ModeRule::Column {
        column,
        values: values.collect(),
    }
}

fn mapped(entry: Table<'_>, audience: &Audience, survey: &Survey, sink: &mut Sink) -> Vec<MappedColumn> {
    entry.only(
        &["column", "columns", "question", "department", "values", "separator"],
        sink,
    );
    let form = &audience.questionnaire;
    let questions: Vec<(&str, &Question)> = form.questions().map(|q| (q.id.0.as_str(), q)).collect();
    let expected = one_of(questions.iter().map(|(name, _)| *name));
    let Some(node) = entry.need("question", expected, sink) else {
        return Vec::new();
    };
    let Some(question) = node.word(&questions, sink) else {
        return Vec::new();
    };
    let looped = form.section_of(&question.id).map(|section| section.kind);
    let looped = matches!(looped, Some(SectionKind::Familiarity | SectionKind::Ratings));
    let values = values(entry, question, survey, sink);
    let separator = separator(entry, question, sink);
    let headings = headings(entry, looped, audience, survey, sink);
    let column = |(column, department)| MappedColumn {
        column,
        department,
        question: question.id.clone(),
        values: values.clone(),
        separator: separator.clone(),
    };
    headings.into_iter().map(column).collect()
}

/// The headings of an entry: one column, or one per department by a pattern.
fn headings(
    entry: Table<'_>,
    looped: bool,
    audience: &Audience,
    survey: &Survey,
    sink: &mut Sink,
) -> Vec<(String, Option<DepartmentId>)> {
    let rated = survey
        .departments
        .iter()
        .filter(|department| department.is_rated_by(&audience.id));
    let rated: Vec<&DepartmentId> = rated.map(|department| &department.id).collect();
    if let Some(node) = entry.get("columns") {
        let pattern = node.text(sink).unwrap_or_default();
        if !pattern.contains(DEPARTMENT) || !looped || entry.get("column").is_some() {
            node.bad(sink, node.shown(), Expected::DepartmentPattern(DEPARTMENT));
        }
        return rated
            .into_iter()
            .map(|id| (pattern.replace(DEPARTMENT, &id.0), Some(id.clone())))
            .collect();
    }
    let column = entry.text("column", Expected::ColumnHeading, sink);
    let department = match (entry.get("department"), looped) {
        (Some(node), true) => department(&node, &rated, sink),
        (Some(node), false) => {
            node.bad(sink, node.shown(), Expected::NoDepartment);
            None
        }
        (None, true) => {
            let found = Found::ColumnWithoutDepartment(column.clone());
            entry.bad(sink, found, Expected::NeedsDepartment);
            None
        }
        (None, false) => None,
    };
    vec![(column, department)]
}

fn department(node: &Node<'_>, rated: &[&DepartmentId], sink: &mut Sink) -> Option<DepartmentId> {
    let words: Vec<(&str, &DepartmentId)> = rated.iter().map(|id| (id.0.as_str(), *id)).collect();
    node.word(&words, sink).cloned()
}

fn values(entry: Table<'_>, question: &Question, survey: &Survey, sink: &mut Sink) -> BTreeMap<String, String> {
    let Some(table) = entry.table("values", sink) else {
        return BTreeMap::new();
    };
    let known = codes(question, &survey.method.scale);
    let words: Vec<(&str, &str)> = known.iter().map(|code| (code.as_str(), code.as_str())).collect();
    if matches!(question.kind, QuestionKind::Text { .. }) {
        table.bad(sink, Found::ValuesForText, Expected::NoValues);
        return BTreeMap::new();
    }
    let nodes = table.nodes();
    nodes
        .iter()
        .filter_map(|node| Some((node.key.to_string(), node.word(&words, sink)?.to_string())))
        .collect()
}

fn separator(entry: Table<'_>, question: &Question, sink: &mut Sink) -> Option<String> {
    let many = matches!(question.kind, QuestionKind::Many(_));
    let node = entry.get("separator");
    if many && node.is_none() {
        entry.bad(sink, Found::NoSeparator(question.id.0.clone()), Expected::Separator);
    }
    let node = node?;
    let text = node.text(sink)?;
    if !many || text.is_empty() {
        node.bad(sink, node.shown(), Expected::SeparatorForMany);
    }
    Some(text)
}

fn check_columns(root: Table<'_>, columns: &[MappedColumn], sink: &mut Sink) {
    let (mut headings, mut targets) = (BTreeSet::new(), BTreeSet::new());
    for column in columns {
        if !headings.insert(&column.column) {
            root.bad(
                sink,
                Found::ColumnMappedTwice(column.column.clone()),
                Expected::ColumnOnce,
            );
        }
        if !targets.insert((&column.question, &column.department)) {
            let question = column.question.0.clone();
            let found = match &column.department {
                None => Found::QuestionMappedTwice(question),
                Some(id) => Found::AboutMappedTwice(question, id.0.clone()),
            };
            root.bad(sink, found, Expected::MappedOnce);
        }
    }
    if columns.is_empty() {
        root.bad(
            sink,
            Found::NoTable("[[column]]"),
            Expected::AtLeastOneTable("[[column]]"),
        );
    }
}
