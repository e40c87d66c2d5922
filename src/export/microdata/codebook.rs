//! The codebook: every column of the two files with wording, codes, labels, missing codes and unweighted frequencies, and
//! every question that is left out, with the reason.

use super::describe::{codes, described, filled, words};
use super::{Sheet, Value, tables};
use crate::domain::columns::variables;
use crate::domain::definition::{Audience, Language, Question, QuestionKind, Role, SectionKind, Text};
use crate::domain::report::SampleReport;
use crate::domain::report::microdata::{MODE, UNKNOWN, WITHHELD, ZONE};
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
        let codes = codes(self.report, column);
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

    /// A characteristic or an opinion, as one audience has it.
    fn of_audience(&mut self, file: &str, column: &str, audience: &Audience, counts: &BTreeMap<(String, String), u64>) {
        let Some((question, wording, codes)) = described(self.report, column, audience) else {
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
