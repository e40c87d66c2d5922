//! What the things of a survey are called, by their ids.

use crate::domain::data::Mode;
use crate::domain::definition::{
    AudienceId, DepartmentId, Language, Margin, MarginVariable, SectionKind, Survey, Text,
};
use crate::domain::report::labels;
use crate::domain::score::naming::Naming;
use crate::domain::submission::Piping;
use crate::text::terminal::fill;
use crate::text::{board, public, sample_report};

/// Names of one survey in one language.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// The survey.
    pub survey: &'a Survey,
    /// The language.
    pub language: Language,
}

impl Names<'_> {
    /// An audience; its id where the survey does not have it.
    pub fn audience(&self, id: &AudienceId) -> String {
        let found = self.survey.audience(id);
        found.map_or_else(|| id.0.clone(), |one| one.name.get(self.language).to_owned())
    }

    /// A stratum: its name, and its code where that is something else.
    pub fn stratum(&self, audience: &AudienceId, stratum: &str) -> String {
        let Some(audience) = self.survey.audience(audience) else {
            return stratum.to_owned();
        };
        labels::stratum(self.survey, audience, stratum)
            .get(self.language)
            .to_owned()
    }

    /// A department.
    pub fn department(&self, id: &DepartmentId) -> String {
        let found = self.survey.department(id);
        found.map_or_else(|| id.0.clone(), |one| one.name.get(self.language).to_owned())
    }

    /// A way to answer.
    pub fn mode(&self, mode: Mode) -> &'static str {
        let [web, phone, paper] = sample_report::of(self.language).small.modes;
        match mode {
            Mode::Web => web,
            Mode::Phone => phone,
            Mode::Paper => paper,
        }
    }

    /// A page of the questionnaire in words: its section, or its first question where that has no title, and which of the
    /// section's pages; its name where the survey does not have it.
    pub fn page(&self, audience: &AudienceId, page: &str) -> String {
        let (section, part) = page
            .split_once('/')
            .map_or((page, None), |(one, part)| (one, Some(part)));
        let sections = self.survey.audience(audience).map(|one| &one.questionnaire.sections);
        let Some(section) = sections.and_then(|all| all.iter().find(|one| one.id == section)) else {
            return page.to_owned();
        };
        let title = match section.title.get(self.language) {
            "" => section
                .questions
                .first()
                .map_or_else(String::new, |first| self.wording(&first.text)),
            title => title.to_owned(),
        };
        match part {
            None => title,
            Some(number) if section.kind == SectionKind::Familiarity => fill(
                board::of(self.language).theme,
                &[("title", &title), ("number", &number)],
            ),
            Some(department) => format!("{title} · {}", self.department(&DepartmentId(department.to_owned()))),
        }
    }

    /// A survey's wording with its gaps filled; the department stays one, in words.
    pub fn wording(&self, text: &Text) -> String {
        let (survey, language) = (self.survey, self.language);
        let filled = Piping { survey, language }.fill(text, None);
        filled.replace("{dept}", sample_report::of(language).small.department)
    }

    /// What a margin is about: its variables in words.
    pub fn margin(&self, margin: &Margin) -> String {
        let variables = margin.variables.iter();
        let named: Vec<String> = variables.map(|one| self.variable(&margin.audience, one)).collect();
        named.join(public::of(self.language).results.method.crossed)
    }

    /// A variable in words, or the question that measures it.
    fn variable(&self, audience: &AudienceId, variable: &MarginVariable) -> String {
        let words = &public::of(self.language).results.method;
        let known = words.variables.iter().find(|(id, _)| *id == variable.name);
        let audience = self.survey.audience(audience);
        let asked = audience.and_then(|audience| audience.questionnaire.question(&variable.question));
        let asked = asked.map(|question| format!("“{}”", question.text.get(self.language)));
        known
            .map(|(_, name)| (*name).to_owned())
            .or(asked)
            .unwrap_or_else(|| variable.name.clone())
    }

    /// The margin of that id: of that audience, or else of any.
    pub fn margin_of(&self, audience: &str, id: &str) -> Option<&Margin> {
        let all = || self.survey.margins.iter().filter(|one| one.id == id);
        all().find(|one| one.audience.0 == audience).or_else(|| all().next())
    }
}

impl Naming for Names<'_> {
    fn audience(&self, id: &str) -> String {
        Names::audience(self, &AudienceId(id.to_owned()))
    }

    fn stratum(&self, audience: &str, code: &str) -> String {
        Names::stratum(self, &AudienceId(audience.to_owned()), code)
    }

    fn margin(&self, audience: &str, id: &str) -> String {
        let found = self.margin_of(audience, id);
        found.map_or_else(|| id.to_owned(), |margin| Names::margin(self, margin))
    }

    fn variable(&self, audience: &str, name: &str) -> String {
        let margins = self.survey.margins.iter().filter(|one| one.audience.0 == audience);
        let found = margins.flat_map(|one| &one.variables).find(|one| one.name == name);
        let audience = AudienceId(audience.to_owned());
        found.map_or_else(|| name.to_owned(), |one| Names::variable(self, &audience, one))
    }

    fn department(&self, id: &str) -> String {
        Names::department(self, &DepartmentId(id.to_owned()))
    }
}
