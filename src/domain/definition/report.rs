//! A good survey in a few lines, for the terminal.

use super::{AssignmentRule, Language, Survey, Text};
use std::fmt::Write as _;

/// What a survey folder holds, in plain text of that language: counts, hashes and notes, one a line.
pub fn summary(survey: &Survey, language: Language) -> String {
    let mut out = String::new();
    let mut line = |text: Text| {
        let _ = writeln!(out, "{}", text.get(language));
    };
    line(Text {
        zh: format!(
            "调查 {}：{}（{} 年）",
            survey.id, survey.round.title.zh, survey.round.year
        ),
        en: format!(
            "Survey {}: {} ({})",
            survey.id, survey.round.title.en, survey.round.year
        ),
    });
    for audience in &survey.audiences {
        line(audience_line(survey, audience));
    }
    line(departments_line(survey));
    line(assignment_line(survey));
    for note in survey
        .margins
        .iter()
        .map(margin_line)
        .chain(survey.notes.iter().map(note_line))
    {
        line(note);
    }
    line(Text {
        zh: format!("调查哈希 {}", survey.definition_hash()),
        en: format!("Definition hash {}", survey.definition_hash()),
    });
    line(Text {
        zh: format!("办法哈希 {}", survey.method_hash()),
        en: format!("Method hash {}", survey.method_hash()),
    });
    out
}

fn audience_line(survey: &Survey, audience: &super::Audience) -> Text {
    let questions = audience.questionnaire.questions().count();
    let departments = survey
        .departments
        .iter()
        .filter(|d| d.is_rated_by(&audience.id))
        .count();
    let most = audience.max_departments;
    Text {
        zh: format!(
            "  {}：{questions} 道题，可评 {departments} 个部门，每人最多评 {most} 个",
            audience.name.zh
        ),
        en: format!(
            "  {}: {questions} questions, {departments} departments to rate, at most {most} each",
            audience.name.en
        ),
    }
}

fn departments_line(survey: &Survey) -> Text {
    let mut classes = std::collections::BTreeMap::<&str, usize>::new();
    for department in &survey.departments {
        *classes.entry(&department.class).or_default() += 1;
    }
    let counts: Vec<String> = classes
        .iter()
        .map(|(class, count)| format!("{class} {count}"))
        .collect();
    let (total, counts) = (survey.departments.len(), counts.join(" · "));
    Text {
        zh: format!("  被评部门 {total} 个（按类：{counts}）"),
        en: format!("  {total} departments (by class: {counts})"),
    }
}

fn assignment_line(survey: &Survey) -> Text {
    let (zh, en) = match survey.method.assignment {
        AssignmentRule::All => ("每人评全部部门", "everyone rates every department"),
        AssignmentRule::Drawn { .. } => (
            "每人评抽中的几个部门，概率已知",
            "each rates a few departments, drawn with known probabilities",
        ),
    };
    let version = &survey.method.scale.version;
    Text {
        zh: format!("  量表 {version}；{zh}"),
        en: format!("  Scale {version}; {en}"),
    }
}

fn margin_line(margin: &super::Margin) -> Text {
    let (id, audience, categories) = (&margin.id, &margin.audience.0, margin.categories.len());
    let (sum, year) = (margin.sum_before_scaling, margin.year);
    let (zh, en) = if margin.approximate {
        ("，近似", ", approximate")
    } else {
        ("", "")
    };
    Text {
        zh: format!("  总体边际 {id}（{audience}）：{categories} 类，合计 {sum}，{year} 年{zh}"),
        en: format!("  Margin {id} ({audience}): {categories} categories, sum {sum}, {year}{en}"),
    }
}

fn note_line(note: &Text) -> Text {
    Text {
        zh: format!("  注意：{}", note.zh),
        en: format!("  Note: {}", note.en),
    }
}
