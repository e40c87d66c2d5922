//! What ids of a survey are called on the fieldwork pages.

use crate::domain::data::Mode;
use crate::domain::definition::{AudienceId, DepartmentId, Language, Survey};
use crate::domain::report::labels;
use crate::text::sample_report;

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

    /// A page of the questionnaire: the title of its section where it has one.
    pub fn page(&self, audience: &AudienceId, page: &str) -> String {
        let section = page.split('/').next().unwrap_or(page);
        let sections = self.survey.audience(audience).map(|one| &one.questionnaire.sections);
        let found = sections.and_then(|all| all.iter().find(|one| one.id == section));
        match found.map(|section| section.title.get(self.language)) {
            Some(title) if !title.is_empty() => format!("{title} · {page}"),
            _ => page.to_owned(),
        }
    }
}
