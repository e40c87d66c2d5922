//! Part 3: who could be asked, who was excluded, and from which frames.

use super::Of;
use crate::domain::definition::{Audience, Language, QuestionKind};
use crate::domain::invitation::disposition;
use crate::domain::report::{Absence, labels};
use crate::export::sample_report::model::{Block, Cell, Place};

/// Part 3.
pub(super) fn universe(of: Of) -> Vec<Block> {
    let (survey, words) = (&of.report.survey, &of.text.collected.universe);
    let audience = |audience: &Audience| {
        let rated = survey
            .departments
            .iter()
            .filter(|d| d.is_rated_by(&audience.id))
            .count()
            .to_string();
        let (all, most) = (
            survey.departments.len().to_string(),
            audience.max_departments.to_string(),
        );
        let name = audience.name.get(of.language);
        let with = [
            ("audience", name),
            ("departments", &rated),
            ("all", &all),
            ("most", &most),
        ];
        of.fill(words[0], &with)
    };
    let mut blocks = vec![Block::List(survey.audiences.iter().map(audience).collect())];
    let supervised = |one: &Audience| one.frame.as_ref().is_some_and(|frame| frame.supervisor.is_some());
    if survey.audiences.iter().any(supervised) {
        blocks.push(Block::Say(words[1].to_owned()));
    }
    let endings = endings(of);
    if !endings.is_empty() {
        blocks.push(Block::Say(words[2].to_owned()));
        blocks.push(Block::List(endings));
    }
    let frames = frames(of);
    if !frames.is_empty() {
        blocks.push(of.table(&of.text.collected.frames, Place::Both, frames));
        blocks.push(Block::Say(words[4].to_owned()));
    }
    for what in [Absence::Sample, Absence::FrameSupplier] {
        of.absent(&mut blocks, what);
    }
    blocks
}

/// Answers that end the interview, each once.
fn endings(of: Of) -> Vec<String> {
    let survey = &of.report.survey;
    let mut lines = Vec::new();
    for question in survey
        .audiences
        .iter()
        .flat_map(|audience| audience.questionnaire.questions())
    {
        let choices = match question.kind {
            QuestionKind::Text { .. } => continue,
            _ => labels::choices(survey, question),
        };
        for ending in &question.endings {
            let answer = choices.iter().find(|choice| choice.code == ending.code);
            let answer = answer.map_or(ending.code.as_str(), |choice| choice.label.get(of.language));
            let with = [
                ("question", of.said(&question.text)),
                ("answer", answer.to_owned()),
                ("code", ending.disposition.clone()),
                ("name", code_name(of, &ending.disposition)),
            ];
            let with = with.each_ref().map(|(name, value)| (*name, value.as_str()));
            let line = of.fill(of.text.collected.universe[3], &with);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

/// What an AAPOR code is called.
pub(super) fn code_name(of: Of, code: &str) -> String {
    let row = disposition::lookup(code);
    let name = row.map(|row| match of.language {
        Language::Zh => row.zh,
        Language::En => row.en,
    });
    name.unwrap_or(code).to_owned()
}

fn frames(of: Of) -> Vec<Vec<Cell>> {
    let survey = &of.report.survey;
    let row = |audience| -> Option<Vec<Cell>> {
        let frame = of.report.chronicle.frames.get(audience)?;
        let master = survey.margins_of(audience).find(|margin| margin.master);
        Some(vec![
            of.who(audience),
            Cell::Count(frame.units),
            Cell::Count(frame.drawn),
            Cell::Count(frame.reserve),
            Cell::number(master.map(|margin| margin.sum_before_scaling), 0),
            Cell::Hash(frame.hash.clone()),
        ])
    };
    survey
        .audiences
        .iter()
        .filter_map(|audience| row(&audience.id))
        .collect()
}
