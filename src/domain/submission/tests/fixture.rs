//! A respondent of the Beijing survey, whose lists and answers a test sets.

use crate::domain::data::{Answer, Answers, Assigned, Assignment, Fraction, Shown};
use crate::domain::definition::{AudienceId, DepartmentId, QuestionId, Survey, SurveyFile, parse};
use crate::domain::submission::{FieldProblem, Interview, Page, Piping, pages, parse_page};
use std::sync::LazyLock;

macro_rules! folder {
    ($($path:literal),* $(,)?) => {
        vec![$(SurveyFile {
            path: $path.to_owned(),
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/surveys/beijing-2009/", $path)).to_owned(),
        }),*]
    };
}

static SURVEY: LazyLock<Survey> = LazyLock::new(|| {
    parse(folder![
        "departments.csv",
        "margins/enterprises-industry.csv",
        "margins/enterprises-size.csv",
        "margins/institutions-type.csv",
        "margins/residents-age-sex.csv",
        "margins/residents-district.csv",
        "margins/residents-hukou.csv",
        "method.toml",
        "questionnaires/enterprises.toml",
        "questionnaires/institutions.toml",
        "questionnaires/residents.toml",
        "round.toml",
        "text/en.toml",
        "text/zh.toml",
    ])
    .expect("the Beijing folder has no problem")
});

/// The Beijing survey.
pub(crate) fn survey() -> &'static Survey {
    &SURVEY
}

/// One respondent.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub audience: &'static str,
    pub assignment: Assignment,
    pub answers: Answers,
    pub attention: bool,
    pub drawn: bool,
}

impl Case {
    /// Shown and assigned as named; the battery for those in `battery`.
    pub fn new(audience: &'static str, shown: &[&str], assigned: &[&str], battery: &[&str]) -> Case {
        let id = |name: &&str| DepartmentId((*name).to_owned());
        let one = |name: &&str| Shown {
            department: id(name),
            s: Fraction::ONE,
        };
        let rated = |name: &&str| Assigned {
            department: id(name),
            q: Fraction::ONE,
            r: battery.contains(name).then_some(Fraction::ONE),
        };
        Case {
            audience,
            assignment: Assignment {
                shown: shown.iter().map(one).collect(),
                assigned: assigned.iter().map(rated).collect(),
                ..Assignment::default()
            },
            answers: Answers::default(),
            attention: false,
            drawn: !assigned.is_empty(),
        }
    }

    /// Answers a question, `J9.D18` or `J1`, with one code.
    pub fn answer(mut self, field: &str, code: &str) -> Case {
        let answer = Answer::One(code.to_owned());
        match field.split_once('.') {
            None => {
                self.answers.plain.insert(QuestionId(field.to_owned()), answer);
            }
            Some((question, department)) => {
                let by_department = self
                    .answers
                    .by_department
                    .entry(QuestionId(question.to_owned()))
                    .or_default();
                by_department.insert(DepartmentId(department.to_owned()), answer);
            }
        }
        self
    }

    pub fn interview(&self) -> Interview<'_> {
        Interview {
            survey: survey(),
            audience: survey().audience(&AudienceId(self.audience.to_owned())).unwrap(),
            assignment: &self.assignment,
            answers: &self.answers,
            asks_attention: self.attention,
            drawn: self.drawn,
        }
    }

    pub fn pages(&self) -> Vec<Page> {
        pages(&self.interview())
    }

    pub fn names(&self) -> Vec<String> {
        self.pages().into_iter().map(|page| page.name).collect()
    }

    /// The fields a page asks for.
    pub fn fields(&self, page: &str) -> Vec<String> {
        let pages = self.pages();
        let page = pages.iter().find(|p| p.name == page).expect("the page is there");
        page.items.iter().map(|item| item.field()).collect()
    }

    pub fn post(&self, page: &str, form: &[(&str, &str)]) -> Result<Answers, Vec<FieldProblem>> {
        let pages = self.pages();
        let page = pages.iter().find(|p| p.name == page).expect("the page is there");
        let form: Vec<_> = form
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        parse_page(page, &self.interview(), &form)
    }

    pub fn piping(&self, language: crate::domain::definition::Language) -> Piping<'static> {
        Piping {
            survey: survey(),
            language,
        }
    }
}
