//! The rules between questions: every skip rule names an earlier question, every question can be reached, and the
//! items that the score needs are there exactly once.

use super::node::Node;
use super::questionnaire::{Form, codes_known};
use super::source::{Sink, nearest, words};
use crate::domain::definition::{
    AssignmentRule, Expected, Found, Question, QuestionId, QuestionKind, Role, SampleDesign, Scale, SectionKind,
};
use std::collections::{BTreeMap, BTreeSet};

/// AAPOR codes that an answer may end a case with.
const ENDING_CODES: [&str; 12] = [
    "2.11", "2.112", "2.12", "2.15", "2.31", "2.32", "2.33", "2.36", "3.21", "4.10", "4.50", "4.70",
];

/// What the rules of a questionnaire are checked against.
pub(in crate::domain::definition) struct Rules<'r> {
    pub scale: &'r Scale,
    pub assignment: &'r AssignmentRule,
    pub sample: SampleDesign,
    pub battery_most: u32,
}

type Requirements = BTreeMap<QuestionId, BTreeSet<String>>;

/// Checks one questionnaire.
pub(in crate::domain::definition) fn check(form: &Form<'_>, rules: &Rules<'_>, sink: &mut Sink) {
    let order: Vec<(&Question, SectionKind)> = form
        .questionnaire
        .sections
        .iter()
        .flat_map(|section| section.questions.iter().map(|question| (question, section.kind)))
        .collect();
    let mut reached: BTreeMap<QuestionId, Requirements> = BTreeMap::new();
    let mut closed = false;
    for (at, (question, kind)) in order.iter().enumerate() {
        check_codes(form, question, *kind, rules, sink);
        let mut requirements = Requirements::new();
        for condition in condition_nodes(form, question, sink) {
            if let Some(earlier) = earlier_question(&condition, &order, at, sink) {
                require(&condition, earlier, rules, &reached, &mut requirements, sink);
            }
        }
        if rules.drawn() && *kind == SectionKind::Ratings {
            require_eligible(form, &mut requirements);
        }
        report_unreachable(form, question, &requirements, closed, sink);
        closed |= question.show_if.is_empty() && question.required && open_codes(question, rules).is_empty();
        reached.insert(question.id.clone(), requirements);
    }
    check_sections(form, rules, sink);
    check_roles(form, rules, sink);
}

impl Rules<'_> {
    fn drawn(&self) -> bool {
        matches!(self.assignment, AssignmentRule::Drawn { .. })
    }
}

/// Every code a question takes.
pub(in crate::domain::definition) fn codes(question: &Question, scale: &Scale) -> Vec<String> {
    match &question.kind {
        QuestionKind::One(choices) | QuestionKind::Many(choices) => choices.iter().map(|c| c.code.clone()).collect(),
        QuestionKind::Scale => {
            let grades = scale.grades.iter().map(|grade| grade.code.clone());
            grades.chain([scale.dont_know.0.clone()]).collect()
        }
        QuestionKind::Text { .. } => Vec::new(),
    }
}

/// The codes after which the interview goes on. A text question has none that a rule could name.
fn open_codes(question: &Question, rules: &Rules<'_>) -> BTreeSet<String> {
    let ends = |code: &String| question.endings.iter().any(|ending| &ending.code == code);
    codes(question, rules.scale)
        .into_iter()
        .filter(|code| !ends(code))
        .collect()
}

fn condition_nodes<'a>(form: &Form<'a>, question: &Question, sink: &mut Sink) -> Vec<Node<'a>> {
    let table = form
        .tables
        .get(&question.id)
        .and_then(|table| table.table("show_if", sink));
    table.map(|table| table.nodes()).unwrap_or_default()
}

fn earlier_question<'q>(
    condition: &Node<'_>,
    order: &[(&'q Question, SectionKind)],
    at: usize,
    sink: &mut Sink,
) -> Option<&'q Question> {
    let name = condition.key;
    let Some(found) = order.iter().position(|(question, _)| question.id.0 == name) else {
        let near = nearest(name, order[..at].iter().map(|(question, _)| question.id.0.as_str()));
        let expected = near.map_or(Expected::EarlierQuestion, |near| {
            Expected::NearEarlierQuestion(near.to_string())
        });
        condition.bad(sink, Found::RuleOnUnknown(name.to_string()), expected);
        return None;
    };
    let (question, kind) = order[found];
    if found >= at {
        let found = Found::RuleOnLater(name.to_string());
        condition.bad(sink, found, Expected::EarlierQuestion);
        return None;
    }
    let looped = |kind| matches!(kind, SectionKind::Familiarity | SectionKind::Ratings);
    if looped(kind) && !looped(order[at].1) {
        let found = Found::RuleOnLooped(name.to_string());
        condition.bad(sink, found, Expected::QuestionAskedOnce);
        return None;
    }
    Some(question)
}

/// Adds a condition, and what the named question itself requires, to what must hold.
fn require(
    condition: &Node<'_>,
    earlier: &Question,
    rules: &Rules<'_>,
    reached: &BTreeMap<QuestionId, Requirements>,
    requirements: &mut Requirements,
    sink: &mut Sink,
) {
    let known = codes(earlier, rules.scale);
    let wanted = condition.texts(sink);
    for code in wanted.iter().filter(|code| !known.contains(code)) {
        let found = Found::RuleOnCode(earlier.id.0.clone(), code.clone());
        let expected = Expected::CodeOf(earlier.id.0.clone(), known.clone());
        condition.bad(sink, found, expected);
    }
    let open = open_codes(earlier, rules);
    let possible = wanted.into_iter().filter(|code| open.contains(code)).collect();
    narrow(requirements, earlier, possible);
    for (question, codes) in reached.get(&earlier.id).into_iter().flatten() {
        // What a multiple choice holds cannot be intersected: two rules may be met by two different marks.
        requirements
            .entry(question.clone())
            .and_modify(|have| *have = have.intersection(codes).cloned().collect())
            .or_insert_with(|| codes.clone());
    }
}

fn narrow(requirements: &mut Requirements, question: &Question, possible: BTreeSet<String>) {
    let many = matches!(question.kind, QuestionKind::Many(_));
    let entry = requirements
        .entry(question.id.clone())
        .or_insert_with(|| possible.clone());
    if !many {
        *entry = entry.intersection(&possible).cloned().collect();
    }
}

/// A department is rated only when the familiarity answer makes it eligible.
fn require_eligible(form: &Form<'_>, requirements: &mut Requirements) {
    let Some(question) = form.questionnaire.familiarity() else {
        return;
    };
    if let Role::Familiarity { eligible, .. } = &question.role
        && matches!(question.kind, QuestionKind::One(_))
        && requirements.contains_key(&question.id)
    {
        narrow(requirements, question, eligible.iter().cloned().collect());
    }
}

fn report_unreachable(
    form: &Form<'_>,
    question: &Question,
    requirements: &Requirements,
    closed: bool,
    sink: &mut Sink,
) {
    let Some(table) = form.tables.get(&question.id) else {
        return;
    };
    let id = question.id.0.clone();
    let line = table.get("show_if").map_or(table.line(), |node| node.line());
    if closed {
        let found = Found::NeverReachedAfterEnd(id);
        sink.add(&table.source.path, line, found, Expected::AnswerGoesOn);
    } else if let Some((blocking, _)) = requirements.iter().find(|(_, codes)| codes.is_empty()) {
        let found = Found::NeverReachedByRule(id, blocking.0.clone());
        sink.add(&table.source.path, line, found, Expected::MeetableRule);
    }
}

fn check_codes(form: &Form<'_>, question: &Question, kind: SectionKind, rules: &Rules<'_>, sink: &mut Sink) {
    let Some(table) = form.tables.get(&question.id) else {
        return;
    };
    let known = codes(question, rules.scale);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    for key in ["eligible", "used", "coached"] {
        codes_known(*table, key, &known, sink);
    }
    if let (Role::Attention { expect, .. }, Some(node)) = (&question.role, table.get("expect"))
        && !known.contains(&expect.as_str())
    {
        node.bad(sink, node.shown(), Expected::OwnCode(words(known.iter().copied())));
    }
    let Some(node) = table.get("ends") else { return };
    if !matches!(kind, SectionKind::Consent | SectionKind::Screening) || question.kind == QuestionKind::Scale {
        node.bad(sink, Found::EndsHere, Expected::EndsOnlyEarly);
    }
    for ending in node.table(sink).map(|ends| ends.nodes()).unwrap_or_default() {
        if !known.contains(&ending.key) {
            let expected = Expected::OwnCode(words(known.iter().copied()));
            ending.bad(sink, Found::EndingAfter(ending.key.to_string()), expected);
        }
        ending.word(&ENDING_CODES.map(|code| (code, ())), sink);
    }
}

fn check_sections(form: &Form<'_>, rules: &Rules<'_>, sink: &mut Sink) {
    let kinds: Vec<SectionKind> = form.questionnaire.sections.iter().map(|section| section.kind).collect();
    let consents = kinds.iter().filter(|kind| **kind == SectionKind::Consent).count();
    let first = kinds.first() == Some(&SectionKind::Consent);
    if consents > 1 || (consents == 1 && !first) {
        form.root.bad(sink, Found::ConsentNotFirst, Expected::ConsentFirst);
    }
    if consents == 0 && rules.sample == SampleDesign::Stratified {
        form.root.bad(sink, Found::NoConsent, Expected::ConsentForSample);
    }
    let place = |wanted| kinds.iter().position(|kind| *kind == wanted);
    if let (Some(familiarity), Some(ratings)) = (place(SectionKind::Familiarity), place(SectionKind::Ratings))
        && familiarity > ratings
    {
        form.root
            .bad(sink, Found::RatingsBeforeFamiliarity, Expected::FamiliarityFirst);
    }
}

fn check_roles(form: &Form<'_>, rules: &Rules<'_>, sink: &mut Sink) {
    one_of_role(form, "scored", true, |role| *role == Role::Scored, sink);
    one_of_role(
        form,
        "familiarity",
        rules.drawn(),
        |role| matches!(role, Role::Familiarity { .. }),
        sink,
    );
    for section in &form.questionnaire.sections {
        for question in &section.questions {
            let place = match question.role {
                Role::Scored | Role::Dimension => Some(SectionKind::Ratings),
                Role::Familiarity { .. } => Some(SectionKind::Familiarity),
                _ => None,
            };
            check_role(form, question, (section.kind, place), rules.battery_most, sink);
        }
    }
}

fn check_role(
    form: &Form<'_>,
    question: &Question,
    (kind, place): (SectionKind, Option<SectionKind>),
    battery_most: u32,
    sink: &mut Sink,
) {
    let Some(table) = form.tables.get(&question.id) else {
        return;
    };
    let Some(node) = table.get("role") else { return };
    if place.is_some_and(|place| place != kind) {
        let found = Found::RoleElsewhere(node.shown().to_string());
        node.bad(sink, found, Expected::RolePlaces);
    }
    let graded = matches!(question.role, Role::Scored | Role::Dimension);
    if graded && question.kind != QuestionKind::Scale {
        node.bad(
            sink,
            Found::RoleNotGraded(node.shown().to_string()),
            Expected::TypeScale,
        );
    }
    if question.role == Role::Dimension && battery_most == 0 {
        let found = Found::DimensionNeverAsked(question.id.0.clone());
        node.bad(sink, found, Expected::BatteryMost);
    }
    let unconditional = matches!(question.role, Role::Scored | Role::Familiarity { .. });
    if let Some(rule) = table.get("show_if").filter(|_| unconditional) {
        rule.bad(sink, Found::RuleOnItem(question.id.0.clone()), Expected::NoRule);
    }
}

fn one_of_role(form: &Form<'_>, name: &str, needed: bool, is: impl Fn(&Role) -> bool, sink: &mut Sink) {
    let having: Vec<&Question> = form
        .questionnaire
        .questions()
        .filter(|question| is(&question.role))
        .collect();
    let expected = || Expected::ExactlyOneRole(name.to_string());
    if having.is_empty() && needed {
        form.root.bad(sink, Found::NoRole(name.to_string()), expected());
    }
    for question in having.iter().skip(1) {
        let table = form.tables.get(&question.id).copied().unwrap_or(form.root);
        let line = table.get("role").map_or(table.line(), |node| node.line());
        sink.add(
            &table.source.path,
            line,
            Found::SecondRole(name.to_string()),
            expected(),
        );
    }
}
