//! Filling `{dept}`, `{year}`, `{agency}` and the like into a survey's wording.

use super::page::Interview;
use super::progress::minutes;
use crate::domain::definition::{Department, Language, Survey, Text};

/// What the placeholders of one survey stand for, in one language.
#[derive(Debug, Clone, Copy)]
pub struct Piping<'a> {
    /// The survey whose contact and year are filled in.
    pub survey: &'a Survey,
    /// The language.
    pub language: Language,
}

impl Piping<'_> {
    /// The text in this language with every known placeholder filled; `{dept}` stays as it is without a department.
    pub fn fill(&self, text: &Text, department: Option<&Department>) -> String {
        self.fill_str(text.get(self.language), department)
    }

    /// The same inside a respondent's form, where `{minutes}` is what this form takes and no round's constant.
    pub fn fill_in_form(&self, interview: &Interview<'_>, text: &Text, department: Option<&Department>) -> String {
        let mut text = text.get(self.language).to_owned();
        if text.contains("{minutes}") {
            text = text.replace("{minutes}", &minutes(interview).to_string());
        }
        self.fill_str(&text, department)
    }

    /// The same for a text that is already in the language.
    pub fn fill_str(&self, text: &str, department: Option<&Department>) -> String {
        if !text.contains('{') {
            return text.to_owned();
        }
        let contact = &self.survey.round.contact;
        let mut filled = text
            .replace("{year}", &self.survey.round.year.to_string())
            .replace("{agency}", &contact.agency)
            .replace("{minutes}", &contact.minutes.to_string())
            .replace("{retention}", &contact.retention_years.to_string())
            .replace("{phone}", &contact.phone)
            .replace("{hotline}", &contact.hotline)
            .replace("{handler}", &contact.handler)
            .replace("{contact}", &contact.contact);
        if let Some(department) = department {
            filled = filled.replace("{dept}", department.name.get(self.language));
        }
        filled
    }
}
