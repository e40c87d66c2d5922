//! Words for codes: what a category of a margin, a stratum or a choice is called in the questionnaires.

use crate::domain::columns::variables;
use crate::domain::definition::{Audience, Choice, MarginVariable, Question, QuestionKind, Survey, Text};
use crate::domain::weight::margins::{CROSSED, MERGED};

/// Between the labels of categories that were merged.
const OR: &str = " / ";

/// The choices of a closed question with their labels; the scale's grades and its 说不清 for a scale; none for text.
pub fn choices(survey: &Survey, question: &Question) -> Vec<Choice> {
    let choice = |code: &str, label: &Text, apart: bool| Choice {
        code: code.to_owned(),
        label: label.clone(),
        exclusive: false,
        apart,
    };
    let scale = &survey.method.scale;
    match &question.kind {
        QuestionKind::One(choices) | QuestionKind::Many(choices) => choices.clone(),
        QuestionKind::Text { .. } => Vec::new(),
        QuestionKind::Scale => {
            let grades = scale
                .grades
                .iter()
                .map(|grade| choice(&grade.code, &grade.label, false));
            grades
                .chain([choice(&scale.dont_know.0, &scale.dont_know.1, true)])
                .collect()
        }
    }
}

/// What a raking variable is called: the wording of its question; its name where the audience has no such question.
pub fn variable(audience: &Audience, variable: &MarginVariable) -> Text {
    let question = audience.questionnaire.question(&variable.question);
    question.map_or_else(|| same(&variable.name), |question| question.text.clone())
}

/// What a value of a variable is called: the labels of the answers that mean it.
pub fn value(survey: &Survey, audience: &Audience, variable: &MarginVariable, value: &str) -> Text {
    let Some(question) = audience.questionnaire.question(&variable.question) else {
        return same(value);
    };
    let means = |choice: &Choice| variable.values.get(&choice.code).is_some_and(|meant| meant == value);
    let meant: Vec<Text> = choices(survey, question)
        .into_iter()
        .filter(|choice| means(choice) || (variable.values.is_empty() && choice.code == value))
        .map(|choice| choice.label)
        .collect();
    if meant.is_empty() {
        same(value)
    } else {
        joined(&meant, OR)
    }
}

/// What a category of a margin is called, merged and crossed ones too (`110101|110102`, `18-24 × male`).
pub fn category(survey: &Survey, audience: &Audience, of: &[MarginVariable], label: &str) -> Text {
    let one = |category: &str| {
        let values: Vec<Text> = category
            .split(CROSSED)
            .zip(of)
            .map(|(text, variable)| value(survey, audience, variable, text))
            .collect();
        joined(&values, CROSSED)
    };
    joined(&label.split(MERGED).map(one).collect::<Vec<_>>(), OR)
}

/// What a stratum is called: a value of one of the audience's raking variables, else its own code.
pub fn stratum(survey: &Survey, audience: &Audience, stratum: &str) -> Text {
    let named = variables(survey, audience)
        .into_iter()
        .map(|variable| value(survey, audience, variable, stratum));
    let named = named
        .into_iter()
        .find(|label| label.zh != stratum || label.en != stratum);
    named.unwrap_or_else(|| same(stratum))
}

fn same(text: &str) -> Text {
    Text {
        zh: text.to_owned(),
        en: text.to_owned(),
    }
}

fn joined(texts: &[Text], between: &str) -> Text {
    let join = |of: fn(&Text) -> &str| texts.iter().map(of).collect::<Vec<_>>().join(between);
    Text {
        zh: join(|text| &text.zh),
        en: join(|text| &text.en),
    }
}
