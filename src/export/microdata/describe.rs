//! What a column of the microdata is: wording, codes and labels.

use super::tables::opinions;
use crate::domain::columns::variables;
use crate::domain::definition::{Audience, Language, Question, Text};
use crate::domain::report::microdata::{MODE, ZONE};
use crate::domain::report::{SampleReport, labels};
use crate::domain::submission::Piping;
use crate::text::microdata;
use std::collections::{BTreeMap, BTreeSet};

/// Question (empty where it is none), wording, codes with labels.
pub(super) type Described = (String, Text, Vec<(String, Text)>);

/// Words in both languages.
pub(super) fn words(of: impl Fn(&'static microdata::MicrodataText) -> &'static str) -> Text {
    Text {
        zh: of(microdata::of(Language::Zh)).to_owned(),
        en: of(microdata::of(Language::En)).to_owned(),
    }
}

/// Codes of columns that are the same for every audience.
pub(super) fn codes(report: &SampleReport, column: &str) -> Vec<(String, Text)> {
    let survey = &report.survey;
    let same = |text: &str| Text {
        zh: text.to_owned(),
        en: text.to_owned(),
    };
    match column {
        "audience" => survey
            .audiences
            .iter()
            .map(|one| (one.id.0.clone(), one.name.clone()))
            .collect(),
        "department" => survey
            .departments
            .iter()
            .map(|one| (one.id.0.clone(), one.name.clone()))
            .collect(),
        "class" => {
            let classes: BTreeSet<&str> = survey.departments.iter().map(|one| one.class.as_str()).collect();
            classes
                .into_iter()
                .map(|class| (class.to_owned(), same(class)))
                .collect()
        }
        "grade" => {
            let grades = survey
                .method
                .scale
                .grades
                .iter()
                .map(|grade| (grade.code.clone(), grade.label.clone()));
            grades.chain([survey.method.scale.dont_know.clone()]).collect()
        }
        "satisfied" => vec![
            ("1".to_owned(), words(|text| text.labels[0])),
            ("0".to_owned(), words(|text| text.labels[1])),
        ],
        _ => Vec::new(),
    }
}

/// Question, wording and codes of a column of one audience; `None` where it has no such column.
pub(super) fn described(report: &SampleReport, column: &str, audience: &Audience) -> Option<Described> {
    let survey = &report.survey;
    let form = report.microdata.form(&audience.id)?;
    let wording_of = |question: &Question| filled(report, &question.text);
    if let Some(id) = opinions(report)
        .into_iter()
        .find(|id| id.0 == column && form.opinions.contains(id))
    {
        let question = audience.questionnaire.question(id)?;
        let choices = labels::choices(survey, question)
            .into_iter()
            .map(|choice| (choice.code, choice.label));
        return Some((id.0.clone(), wording_of(question), choices.collect()));
    }
    form.characteristics.iter().find(|name| *name == column)?;
    if column == MODE {
        let modes = [("web", 2), ("phone", 3), ("paper", 4)];
        let codes = modes.map(|(code, place)| (code.to_owned(), words(move |text| text.labels[place])));
        return Some((
            String::new(),
            words(|text| text.column(MODE).unwrap_or_default()),
            codes.to_vec(),
        ));
    }
    if column == ZONE {
        return Some((
            String::new(),
            words(|text| text.column(ZONE).unwrap_or_default()),
            zones(report, audience),
        ));
    }
    let variable = variables(survey, audience)
        .into_iter()
        .find(|variable| variable.name == column)?;
    let margins = survey.margins_of(&audience.id).flat_map(|margin| {
        let place = margin.variables.iter().position(|one| one.name == column);
        place
            .into_iter()
            .flat_map(|place| margin.categories.iter().map(move |category| &category.key[place]))
    });
    let mut codes: Vec<(String, Text)> = Vec::new();
    for value in margins {
        if codes.iter().all(|(known, _)| known != value) {
            codes.push((value.clone(), labels::value(survey, audience, variable, value)));
        }
    }
    let wording = audience.questionnaire.question(&variable.question).map(wording_of);
    let wording = wording.unwrap_or_else(|| labels::variable(audience, variable));
    Some((variable.question.0.clone(), wording, codes))
}

/// Registered groups of strata, each with what it is made of.
fn zones(report: &SampleReport, audience: &Audience) -> Vec<(String, Text)> {
    let survey = &report.survey;
    let groups = survey
        .method
        .nonresponse
        .as_ref()
        .and_then(|rule| rule.groups.get(&audience.id));
    let mut zones: BTreeMap<&str, Vec<Text>> = BTreeMap::new();
    for (stratum, zone) in groups.into_iter().flatten() {
        zones
            .entry(zone)
            .or_default()
            .push(labels::stratum(survey, audience, stratum));
    }
    let named = |(zone, strata): (&str, Vec<Text>)| {
        let join = |of: fn(&Text) -> &str| strata.iter().map(of).collect::<Vec<_>>().join(" / ");
        let label = Text {
            zh: join(|text| &text.zh),
            en: join(|text| &text.en),
        };
        (zone.to_owned(), label)
    };
    zones.into_iter().map(named).collect()
}

/// Wording with the survey's own placeholders filled.
pub(super) fn filled(report: &SampleReport, text: &Text) -> Text {
    let fill = |language| {
        let survey = &report.survey;
        Piping { survey, language }.fill(text, None)
    };
    Text {
        zh: fill(Language::Zh),
        en: fill(Language::En),
    }
}
