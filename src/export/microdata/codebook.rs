//! The codebook: every column of the two files with wording, codes, labels, missing codes and unweighted frequencies, and
//! every question that is left out, with the reason.

use super::tables::{self, opinions};
use super::{Sheet, Value};
use crate::domain::columns::variables;
use crate::domain::definition::{Audience, Language, Question, QuestionKind, Role, SectionKind, Text};
use crate::domain::report::microdata::{MODE, UNKNOWN, WITHHELD, ZONE};
use crate::domain::report::{SampleReport, labels};
use crate::domain::submission::Piping;
use crate::text::microdata;
use std::collections::BTreeMap;

const HEADS: [&str; 11] = [
    "file",
    "column",
    "audience",
    "question",
    "wording_zh",
    "wording_en",
    "code",
    "label_zh",
    "label_en",
    "kind",
    "frequency",
];

/// `codebook.csv`.
pub fn codebook(report: &SampleReport) -> Sheet {
    let mut book = Book {
        report,
        rows: Vec::new(),
    };
    for (file, sheet) in [
        ("respondents", tables::respondents(report)),
        ("ratings", tables::ratings(report)),
    ] {
        for (place, column) in sheet.heads.iter().enumerate() {
            book.column(file, column, &frequencies(&sheet, place));
        }
    }
    book.left_out();
    Sheet {
        place: 3,
        heads: HEADS.iter().map(|head| (*head).to_owned()).collect(),
        rows: book.rows,
    }
}

/// Rows per audience and code in one column.
fn frequencies(sheet: &Sheet, column: usize) -> BTreeMap<(String, String), u64> {
    let mut counts = BTreeMap::new();
    for row in &sheet.rows {
        *counts.entry((row[1].written(), row[column].written())).or_default() += 1;
    }
    counts
}

/// Which entry a row is about.
struct Entry<'a> {
    file: &'a str,
    column: &'a str,
    audience: &'a str,
    question: &'a str,
    wording: Text,
}

struct Book<'a> {
    report: &'a SampleReport,
    rows: Vec<Vec<Value>>,
}

fn words(of: impl Fn(&'static microdata::MicrodataText) -> &'static str) -> Text {
    Text {
        zh: of(microdata::of(Language::Zh)).to_owned(),
        en: of(microdata::of(Language::En)).to_owned(),
    }
}

impl Book<'_> {
    fn put(&mut self, entry: &Entry, code: &str, label: Option<&Text>, kind: &str, frequency: Option<u64>) {
        self.rows.push(vec![
            Value::text(entry.file),
            Value::text(entry.column),
            Value::text(entry.audience),
            Value::text(entry.question),
            Value::text(&entry.wording.zh),
            Value::text(&entry.wording.en),
            Value::text(code),
            Value::text(label.map_or("", |label| &label.zh)),
            Value::text(label.map_or("", |label| &label.en)),
            Value::text(kind),
            frequency.map_or(Value::None, Value::Count),
        ]);
    }

    fn column(&mut self, file: &str, column: &str, counts: &BTreeMap<(String, String), u64>) {
        let own = format!("{column}@{file}");
        let known = |text: &'static microdata::MicrodataText| text.column(&own).or(text.column(column));
        let survey = &self.report.survey;
        if known(microdata::of(Language::En)).is_none() || column == MODE || column == ZONE {
            for audience in &survey.audiences {
                self.of_audience(file, column, audience, counts);
            }
            return;
        }
        let entry = Entry {
            file,
            column,
            audience: "",
            question: "",
            wording: words(|text| known(text).unwrap_or_default()),
        };
        let codes = self.codes(column);
        let kind = if codes.is_empty() { "number" } else { "code" };
        self.put(&entry, "", None, kind, None);
        let sum = |code: &str| {
            counts
                .iter()
                .filter(|((_, value), _)| value == code)
                .map(|(_, n)| n)
                .sum::<u64>()
        };
        for (code, label) in &codes {
            self.put(&entry, code, Some(label), "value", Some(sum(code)));
        }
        if sum("") > 0 {
            self.put(
                &entry,
                "",
                Some(&words(|text| text.missing[2])),
                "missing",
                Some(sum("")),
            );
        }
    }

    /// Codes of columns that are the same for every audience.
    fn codes(&self, column: &str) -> Vec<(String, Text)> {
        let survey = &self.report.survey;
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
                let classes: std::collections::BTreeSet<&str> =
                    survey.departments.iter().map(|one| one.class.as_str()).collect();
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

    /// A characteristic or an opinion, as one audience has it.
    fn of_audience(&mut self, file: &str, column: &str, audience: &Audience, counts: &BTreeMap<(String, String), u64>) {
        let Some((question, wording, codes)) = self.described(column, audience) else {
            return;
        };
        let entry = Entry {
            file,
            column,
            audience: &audience.id.0,
            question: &question,
            wording,
        };
        self.put(&entry, "", None, "code", None);
        let n = |code: &str| {
            counts
                .get(&(audience.id.0.clone(), code.to_owned()))
                .copied()
                .unwrap_or(0)
        };
        for (code, label) in &codes {
            self.put(&entry, code, Some(label), "value", Some(n(code)));
        }
        for (i, code) in [WITHHELD, UNKNOWN, ""]
            .into_iter()
            .enumerate()
            .filter(|(_, code)| n(code) > 0)
        {
            self.put(
                &entry,
                code,
                Some(&words(|text| text.missing[i])),
                "missing",
                Some(n(code)),
            );
        }
    }

    /// Question, wording and codes of a column of one audience; `None` where it has no such column.
    fn described(&self, column: &str, audience: &Audience) -> Option<(String, Text, Vec<(String, Text)>)> {
        let survey = &self.report.survey;
        let form = self.report.microdata.form(&audience.id)?;
        let filled = |question: &Question| filled(self.report, &question.text);
        if let Some(id) = opinions(self.report)
            .into_iter()
            .find(|id| id.0 == column && form.opinions.contains(id))
        {
            let question = audience.questionnaire.question(id)?;
            let choices = labels::choices(survey, question)
                .into_iter()
                .map(|choice| (choice.code, choice.label));
            return Some((id.0.clone(), filled(question), choices.collect()));
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
                self.zones(audience),
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
        let wording = audience.questionnaire.question(&variable.question).map(filled);
        let wording = wording.unwrap_or_else(|| labels::variable(audience, variable));
        Some((variable.question.0.clone(), wording, codes))
    }

    /// Registered groups of strata, each with what it is made of.
    fn zones(&self, audience: &Audience) -> Vec<(String, Text)> {
        let survey = &self.report.survey;
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

    /// Questions whose answers are in neither file.
    fn left_out(&mut self) {
        let report = self.report;
        for audience in &report.survey.audiences {
            let used: Vec<&str> = variables(&report.survey, audience)
                .iter()
                .map(|v| v.question.0.as_str())
                .collect();
            let form = report.microdata.form(&audience.id);
            for section in &audience.questionnaire.sections {
                for question in &section.questions {
                    let opinion = form.is_some_and(|form| form.opinions.contains(&question.id));
                    if opinion || used.contains(&question.id.0.as_str()) || question.role == Role::Scored {
                        continue;
                    }
                    let entry = Entry {
                        file: "",
                        column: "",
                        audience: &audience.id.0,
                        question: &question.id.0,
                        wording: filled(report, &question.text),
                    };
                    let why = why(section.kind, question);
                    self.put(&entry, "", Some(&words(|text| text.left_out[why])), "left-out", None);
                }
            }
        }
    }
}

/// Which reason keeps a question out.
fn why(section: SectionKind, question: &Question) -> usize {
    match (&question.kind, section) {
        (QuestionKind::Text { .. }, _) => 1,
        (_, SectionKind::Familiarity | SectionKind::Ratings) => 2,
        (_, SectionKind::Consent) => 3,
        _ if matches!(question.role, Role::Attention { .. }) => 3,
        _ => 0,
    }
}

/// Wording with the survey's own placeholders filled.
fn filled(report: &SampleReport, text: &Text) -> Text {
    let fill = |language| {
        let survey = &report.survey;
        Piping { survey, language }.fill(text, None)
    };
    Text {
        zh: fill(Language::Zh),
        en: fill(Language::En),
    }
}
