//! `questionnaires/<audience>.toml`: sections and questions; the rules between them are checked in `logic`.

use super::node::{Node, Table};
use super::source::{Sink, one_of, words};
use super::texts::Texts;
use crate::domain::definition::{
    AudienceId, Choice, Condition, Ending, Expected, Found, Question, QuestionId, QuestionKind, Questionnaire, Role,
    Section, SectionKind, Text,
};
use std::collections::BTreeMap;

const SECTION_KINDS: [(&str, SectionKind); 5] = [
    ("consent", SectionKind::Consent),
    ("screening", SectionKind::Screening),
    ("plain", SectionKind::Plain),
    ("familiarity", SectionKind::Familiarity),
    ("ratings", SectionKind::Ratings),
];
const TYPES: [&str; 4] = ["one", "many", "scale", "text"];
const ROLES: [&str; 5] = ["scored", "dimension", "familiarity", "attention", "coaching"];

/// A questionnaire and the table each question came from, so that rules can be reported at their line.
pub(in crate::domain::definition) struct Form<'a> {
    pub questionnaire: Questionnaire,
    pub tables: BTreeMap<QuestionId, Table<'a>>,
    pub root: Table<'a>,
}

/// What reading a questionnaire needs beside its file.
pub(in crate::domain::definition) struct Reading<'r, 'a> {
    pub audience: &'r AudienceId,
    pub texts: &'r mut Texts<'a>,
    pub sink: &'r mut Sink,
}

/// Reads the file.
pub(in crate::domain::definition) fn read<'a>(root: Table<'a>, reading: &mut Reading<'_, 'a>) -> Form<'a> {
    root.only(&["version", "section"], reading.sink);
    let mut form = Form {
        questionnaire: Questionnaire {
            version: root.text("version", Expected::FormVersion, reading.sink),
            sections: Vec::new(),
        },
        tables: BTreeMap::new(),
        root,
    };
    for table in root.tables("section", reading.sink) {
        let section = section(table, &mut form.tables, reading);
        if form.questionnaire.sections.iter().any(|other| other.id == section.id) {
            table.bad(
                reading.sink,
                Found::SectionTwice(section.id.clone()),
                Expected::SectionOnce,
            );
        }
        form.questionnaire.sections.push(section);
    }
    form
}

fn section<'a>(
    table: Table<'a>,
    tables: &mut BTreeMap<QuestionId, Table<'a>>,
    reading: &mut Reading<'_, 'a>,
) -> Section {
    table.only(&["id", "kind", "question"], reading.sink);
    let id = table.id(Expected::SectionName, reading.sink);
    let kind = table.need("kind", one_of(SECTION_KINDS.map(|(word, _)| word)), reading.sink);
    let kind = kind
        .and_then(|node| node.word(&SECTION_KINDS, reading.sink))
        .unwrap_or(SectionKind::Plain);
    let audience = reading.audience.0.clone();
    let path = ["audience", audience.as_str(), "section", id.as_str()];
    let title = reading
        .texts
        .need(&[path.as_slice(), &["title"]].concat(), reading.sink);
    let intro = reading.texts.may(&[path.as_slice(), &["intro"]].concat(), reading.sink);
    let mut questions = Vec::new();
    for entry in table.tables("question", reading.sink) {
        // Read any further, its words would be held against those of the other question of that name.
        let id = entry.get("id").and_then(|node| node.text(&mut Sink::default()));
        if let Some(id) = id.filter(|id| tables.contains_key(&QuestionId(id.clone()))) {
            entry.bad(reading.sink, Found::QuestionTwice(id), Expected::QuestionOnce);
            continue;
        }
        let question = question(entry, kind, reading);
        tables.insert(question.id.clone(), entry);
        questions.push(question);
    }
    if questions.is_empty() {
        table.bad(
            reading.sink,
            Found::EmptySection(id.clone()),
            Expected::AtLeastOneTable("[[section.question]]"),
        );
    }
    Section {
        id,
        kind,
        title,
        intro,
        questions,
    }
}

fn question(table: Table<'_>, section: SectionKind, reading: &mut Reading<'_, '_>) -> Question {
    let id = table.id(Expected::QuestionName, reading.sink);
    let audience = reading.audience.0.clone();
    let path = ["audience", audience.as_str(), "question", id.as_str()];
    let text = reading.texts.need(&[path.as_slice(), &["text"]].concat(), reading.sink);
    let hint = reading.texts.may(&[path.as_slice(), &["hint"]].concat(), reading.sink);
    let kind = kind(table, &path, reading);
    let role = role(table, reading.sink);
    only_fitting_keys(table, &kind, &role, reading.sink);
    if matches!(role, Role::Scored | Role::Familiarity { .. }) {
        reading
            .texts
            .need_dept(&[path.as_slice(), &["text"]].concat(), reading.sink);
    }
    let required = table.flag("required", false, reading.sink);
    if required && !matches!(section, SectionKind::Consent | SectionKind::Screening) {
        let line = table.get("required").map_or(0, |node| node.line());
        let found = Found::Written("required = true".into());
        reading
            .sink
            .add(&table.source.path, line, found, Expected::RequiredOnlyEarly);
    }
    let show_if = table
        .table("show_if", reading.sink)
        .map(|table| table.nodes())
        .unwrap_or_default();
    let show_if = show_if.iter().map(|node| condition(node, reading.sink)).collect();
    let endings = table.text_map("ends", reading.sink).into_iter();
    Question {
        id: QuestionId(id),
        text,
        hint,
        kind,
        show_if,
        endings: endings
            .map(|(code, disposition)| Ending { code, disposition })
            .collect(),
        required,
        role,
    }
}

fn condition(node: &Node<'_>, sink: &mut Sink) -> Condition {
    Condition {
        question: QuestionId(node.key.to_string()),
        codes: node.texts(sink),
    }
}

fn only_fitting_keys(table: Table<'_>, kind: &QuestionKind, role: &Role, sink: &mut Sink) {
    let mut keys = vec!["id", "type", "role", "required", "show_if", "ends"];
    match kind {
        QuestionKind::One(_) => keys.extend(["choices", "apart"]),
        QuestionKind::Many(_) => keys.extend(["choices", "apart", "exclusive"]),
        QuestionKind::Text { .. } => keys.push("most"),
        QuestionKind::Scale => {}
    }
    match role {
        Role::Familiarity { .. } => keys.extend(["eligible", "used"]),
        Role::Attention { .. } => keys.extend(["expect", "share"]),
        Role::Coaching { .. } => keys.push("coached"),
        Role::None | Role::Scored | Role::Dimension => {}
    }
    table.only(&keys, sink);
}

fn kind(table: Table<'_>, path: &[&str], reading: &mut Reading<'_, '_>) -> QuestionKind {
    let kinds = TYPES.map(|word| (word, word));
    let node = table.need("type", one_of(TYPES), reading.sink);
    match node.and_then(|node| node.word(&kinds, reading.sink)) {
        Some("one") => QuestionKind::One(choices(table, path, reading)),
        Some("many") => QuestionKind::Many(choices(table, path, reading)),
        Some("text") => QuestionKind::Text {
            most: table.whole("most", 1..=10_000, reading.sink) as u32,
        },
        _ => QuestionKind::Scale,
    }
}

fn choices(table: Table<'_>, path: &[&str], reading: &mut Reading<'_, '_>) -> Vec<Choice> {
    let node = table.need("choices", Expected::ChoicesList, reading.sink);
    let items = node.map(|node| node.array(reading.sink)).unwrap_or_default();
    let (apart, exclusive) = (
        table.texts("apart", reading.sink),
        table.texts("exclusive", reading.sink),
    );
    let mut choices: Vec<Choice> = Vec::new();
    for item in &items {
        let code = item.text(reading.sink).unwrap_or_default();
        if choices.iter().any(|choice| choice.code == code) {
            item.bad(reading.sink, Found::ChoiceTwice(code), Expected::ChoiceOnce);
            continue;
        }
        choices.push(Choice {
            label: label(&code, path, reading),
            exclusive: exclusive.contains(&code),
            apart: apart.contains(&code),
            code,
        });
    }
    let known: Vec<&str> = choices.iter().map(|choice| choice.code.as_str()).collect();
    codes_known(table, "apart", &known, reading.sink);
    codes_known(table, "exclusive", &known, reading.sink);
    if known.len() < 2 && node.is_some() {
        table.bad(
            reading.sink,
            Found::ChoiceCount(known.len()),
            Expected::AtLeastTwoChoices,
        );
    }
    choices
}

fn label(code: &str, path: &[&str], reading: &mut Reading<'_, '_>) -> Text {
    reading.texts.need(&[path, &["choices", code]].concat(), reading.sink)
}

/// Reports every code under `key` that is not among the choices.
pub(in crate::domain::definition) fn codes_known(table: Table<'_>, key: &str, known: &[&str], sink: &mut Sink) {
    let Some(node) = table.get(key) else { return };
    for code in node.texts(sink).iter().filter(|code| !known.contains(&code.as_str())) {
        let expected = Expected::CodesAmongChoices(words(known.iter().copied()));
        node.bad(sink, Found::CodeUnder(code.clone(), key.to_string()), expected);
    }
}

fn role(table: Table<'_>, sink: &mut Sink) -> Role {
    let roles = ROLES.map(|word| (word, word));
    match table.get("role").and_then(|node| node.word(&roles, sink)) {
        Some("scored") => Role::Scored,
        Some("dimension") => Role::Dimension,
        Some("familiarity") => Role::Familiarity {
            eligible: needed_codes(table, "eligible", sink),
            used: needed_codes(table, "used", sink),
        },
        Some("attention") => Role::Attention {
            expect: table.text("expect", Expected::AttentionCode, sink),
            share: share(table, "share", sink),
        },
        Some("coaching") => Role::Coaching {
            coached: needed_codes(table, "coached", sink),
        },
        _ => Role::None,
    }
}

fn needed_codes(table: Table<'_>, key: &str, sink: &mut Sink) -> Vec<String> {
    let node = table.need(key, Expected::ListOfCodes, sink);
    let codes = node.map(|node| node.texts(sink)).unwrap_or_default();
    if let Some(node) = node.filter(|_| codes.is_empty()) {
        node.bad(sink, Found::NoCodeIn(key.to_string()), Expected::AtLeastOneCode);
    }
    codes
}

/// A fraction `"1/2"` with 0 < numerator ≤ denominator.
pub(in crate::domain::definition) fn share(table: Table<'_>, key: &str, sink: &mut Sink) -> (u64, u64) {
    let Some(node) = table.need(key, Expected::Share, sink) else {
        return (1, 1);
    };
    let text = node.text(sink).unwrap_or_default();
    let parts = text.split_once('/');
    let parts = parts.and_then(|(a, b)| Some((a.trim().parse::<u64>().ok()?, b.trim().parse::<u64>().ok()?)));
    match parts {
        Some((a, b)) if a >= 1 && a <= b => (a, b),
        _ => {
            node.bad(sink, node.shown(), Expected::Share);
            (1, 1)
        }
    }
}
