//! What a survey folder says, parsed once into types that cannot be invalid.
//!
//! [`parse()`] is the only way to a [`Survey`]: it takes the folder's files as `(path, bytes)` and gives either the
//! survey or every problem in it. Reading the files is the caller's business.

mod demand;
mod department;
mod expected;
#[cfg(test)]
pub mod fixture;
mod found;
mod hash;
mod mapping;
mod method;
pub(in crate::domain) mod parse;
mod problem;
mod questionnaire;
pub mod report;
mod round;
#[cfg(test)]
mod tests;
mod text;
mod words;

pub use demand::Demand;
pub use department::{Department, Familiarity};
pub use expected::Expected;
pub use found::Found;
pub use mapping::{MappedColumn, Mapping, ModeRule, UnitName, parse_mapping};
pub use method::{
    AssignmentRule, BaseWeight, Conversion, Interval, Margin, MarginCategory, MarginVariable, Method, Nonresponse,
    QualityRules, Raking, Scale, ScaleGrade, SmallCells, Trimming,
};
pub use parse::parse;
pub(crate) use parse::source::nearest;
pub use problem::{Place, Problem, Problems};
pub use questionnaire::{
    Choice, Condition, Ending, Question, QuestionId, QuestionKind, Questionnaire, Role, Section, SectionKind,
};
pub use report::summary;
pub use round::{Allocation, Audience, Contact, FormHeader, FrameSpec, Override, Round, SampleDesign};
pub use text::{Language, Text};
pub(crate) use words::excerpt;

use serde::{Deserialize, Serialize};

/// Names one survey audience, e.g. `residents`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AudienceId(pub String);

/// Names one rated department, e.g. `D18`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DepartmentId(pub String);

/// One survey folder: everything that is frozen and hashed when a round opens.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The folder's name for itself, e.g. `beijing-2009`.
    pub id: String,
    /// The year's run.
    pub round: Round,
    /// Every number a statistician may argue about.
    pub method: Method,
    /// Who is asked, in the order of the file.
    pub audiences: Vec<Audience>,
    /// Who is rated, in the order of the file.
    pub departments: Vec<Department>,
    /// Population margins, in the order of `method.toml`.
    pub margins: Vec<Margin>,
    /// The files it was parsed from, sorted by path: what a round stores and hashes.
    pub files: Vec<SurveyFile>,
    /// What a reader should know though nothing is wrong, e.g. that a margin was scaled to its master.
    pub notes: Vec<Text>,
}

/// One file of a survey folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyFile {
    /// Path inside the folder with forward slashes, e.g. `questionnaires/residents.toml`.
    pub path: String,
    /// Its text (UTF-8, without BOM).
    pub text: String,
}

impl Survey {
    /// The audience of that name.
    pub fn audience(&self, id: &AudienceId) -> Option<&Audience> {
        self.audiences.iter().find(|audience| &audience.id == id)
    }

    /// The department of that name.
    pub fn department(&self, id: &DepartmentId) -> Option<&Department> {
        self.departments.iter().find(|department| &department.id == id)
    }

    /// The margins that weight one audience.
    pub fn margins_of(&self, id: &AudienceId) -> impl Iterator<Item = &Margin> {
        self.margins.iter().filter(move |margin| &margin.audience == id)
    }
}
