//! Part 6: the questionnaires as registered, with exact wording, options, codes and routing.

use super::Of;
use super::universe::code_name;
use crate::domain::definition::{Audience, Question, QuestionKind, Role, Section, SectionKind};
use crate::domain::report::labels;
use crate::export::sample_report::model::{Block, Cell, Place};
use maud::{Markup, html};

/// Part 6.
pub(super) fn forms(of: Of) -> Vec<Block> {
    let words = &of.text.collected.forms;
    let mut blocks = vec![Block::Say(words[0].to_owned()), Block::Say(words[1].to_owned())];
    let audiences = &of.report.survey.audiences;
    blocks.extend(audiences.iter().map(|audience| Block::Form(form(of, audience))));
    let rows = audiences.iter().flat_map(|audience| rows(of, audience)).collect();
    blocks.push(of.table(&of.text.collected.questionnaire, Place::Book, rows));
    blocks
}

fn form(of: Of, audience: &Audience) -> Markup {
    let questionnaire = &audience.questionnaire;
    let version = of.fill(of.text.collected.form[0], &[("version", &questionnaire.version)]);
    html! {
        div.form {
            h3 { (audience.name.get(of.language)) " " span.quiet { (version) } }
            @for section in &questionnaire.sections {
                h4 { (section.title.get(of.language))
                    @if let Some(how) = repeated(of, section) { " " span.quiet { (how) } } }
                @for line in of.said(&section.intro).lines().filter(|line| !line.trim().is_empty()) { p.intro { (line) } }
                @for question in &section.questions { (one(of, audience, question)) }
            }
        }
    }
}

fn repeated(of: Of, section: &Section) -> Option<&'static str> {
    match section.kind {
        SectionKind::Familiarity => Some(of.text.collected.form[1]),
        SectionKind::Ratings => Some(of.text.collected.form[2]),
        _ => None,
    }
}

fn one(of: Of, audience: &Audience, question: &Question) -> Markup {
    let hint = of.said(&question.hint);
    let choices = labels::choices(&of.report.survey, question);
    html! {
        div.question {
            p { strong { (question.id.0) } " " (of.said(&question.text)) }
            @if !hint.is_empty() { p.quiet.small { (hint) } }
            @if !choices.is_empty() {
                ul.options { @for choice in &choices {
                    li { span.code { (choice.code) } " " (of.said(&choice.label))
                        @if let Some(end) = ending(of, question, &choice.code) { " " span.quiet { "→ " (end) } } }
                } }
            }
            p.quiet.small { (of.list(&routing(of, audience, question))) }
        }
    }
}

fn ending(of: Of, question: &Question, code: &str) -> Option<String> {
    let ending = question.endings.iter().find(|ending| ending.code == code)?;
    let name = format!("{} {}", ending.disposition, code_name(of, &ending.disposition));
    Some(of.fill(of.text.collected.form[5], &[("code", &name)]))
}

/// Kind of answer, when it is asked, what it is used for.
fn routing(of: Of, audience: &Audience, question: &Question) -> Vec<String> {
    let words = &of.text.collected.form;
    let mut lines = vec![match &question.kind {
        QuestionKind::One(_) | QuestionKind::Scale => words[6].to_owned(),
        QuestionKind::Many(_) => words[7].to_owned(),
        QuestionKind::Text { most } => of.fill(words[8], &[("most", &most.to_string())]),
    }];
    if question.required {
        lines.push(words[9].to_owned());
    }
    let condition = |one: &crate::domain::definition::Condition| {
        let asked = audience.questionnaire.question(&one.question);
        let choices = asked
            .map(|asked| labels::choices(&of.report.survey, asked))
            .unwrap_or_default();
        let label = |code: &String| {
            let known = choices.iter().find(|choice| &choice.code == code);
            known.map_or_else(
                || code.clone(),
                |choice| format!("{code} {}", choice.label.get(of.language)),
            )
        };
        let codes: Vec<String> = one.codes.iter().map(label).collect();
        format!("{} = {}", one.question.0, codes.join(words[4]))
    };
    if !question.show_if.is_empty() {
        let all: Vec<String> = question.show_if.iter().map(condition).collect();
        lines.push(of.fill(words[3], &[("conditions", &all.join(" + "))]));
    }
    match &question.role {
        Role::Attention { share: (a, b), .. } => {
            lines.push(of.fill(words[10], &[("share", &format!("{a}/{b}"))]));
        }
        Role::Scored => lines.push(words[11].to_owned()),
        Role::Dimension => {
            let most = of.report.survey.method.battery_most.to_string();
            lines.push(of.fill(words[12], &[("most", &most)]));
        }
        Role::None | Role::Familiarity { .. } | Role::Coaching { .. } => {}
    }
    lines
}

/// One row an option; a question without options has one row.
fn rows(of: Of, audience: &Audience) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for section in &audience.questionnaire.sections {
        for question in &section.questions {
            let head = |code: String, option: String, routing: String| {
                vec![
                    Cell::text(audience.name.get(of.language)),
                    Cell::text(section.title.get(of.language)),
                    Cell::text(&question.id.0),
                    Cell::text(of.said(&question.text)),
                    Cell::Text(code),
                    Cell::Text(option),
                    Cell::Text(routing),
                ]
            };
            let routing = of.list(&routing(of, audience, question));
            let choices = labels::choices(&of.report.survey, question);
            if choices.is_empty() {
                rows.push(head(String::new(), String::new(), routing.clone()));
            }
            for choice in choices {
                let end = ending(of, question, &choice.code);
                let line = end.map_or_else(|| routing.clone(), |end| of.list(&[routing.clone(), end]));
                rows.push(head(choice.code, choice.label.get(of.language).to_owned(), line));
            }
        }
    }
    rows
}
