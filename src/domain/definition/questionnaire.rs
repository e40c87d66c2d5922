//! A questionnaire: sections of questions with rules, every rule checked against the questions it names.

use super::Text;
use serde::{Deserialize, Serialize};

/// Names a question within its questionnaire, e.g. `J9`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuestionId(pub String);

/// One audience's form.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    /// Version as printed on the form.
    pub version: String,
    /// Sections in the order of asking.
    pub sections: Vec<Section>,
}

/// A run of questions of one kind.
#[derive(Debug, Clone)]
pub struct Section {
    /// Id, unique in the questionnaire; also the first part of its page names.
    pub id: String,
    /// What happens in it.
    pub kind: SectionKind,
    /// Heading.
    pub title: Text,
    /// Words above the questions (consent text: one paragraph a line), may be empty.
    pub intro: Text,
    /// Its questions. In `Familiarity` and `Ratings` they repeat per department.
    pub questions: Vec<Question>,
}

/// How a section is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// The consent page.
    Consent,
    /// Questions whose answers may end the interview; compulsory.
    Screening,
    /// Plain questions on one page.
    Plain,
    /// Per shown department, one theme a page.
    Familiarity,
    /// Per assigned department, one department a page.
    Ratings,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Question {
    /// Id.
    pub id: QuestionId,
    /// Wording; may hold `{dept}`, `{year}`, `{agency}` …
    pub text: Text,
    /// Hint below the wording, may be empty.
    pub hint: Text,
    /// What kind of answer it takes.
    pub kind: QuestionKind,
    /// All must hold for it to be asked. They name earlier questions; inside a department loop, the same department.
    pub show_if: Vec<Condition>,
    /// Answers that end the interview.
    pub endings: Vec<Ending>,
    /// Whether the page insists on an answer (consent and screening only).
    pub required: bool,
    /// What the analysis uses it for.
    pub role: Role,
}

/// What the analysis uses a question for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Nothing beyond tables.
    None,
    /// The scored item.
    Scored,
    /// A dimension item, asked of a drawn subset of the used departments (`Method::battery_most`).
    Dimension,
    /// The familiarity question: which codes make a department eligible, and which say it was used.
    Familiarity {
        /// Codes that make a department eligible for rating.
        eligible: Vec<String>,
        /// Codes that say the respondent dealt with it.
        used: Vec<String>,
    },
    /// The instructed item: which code was asked for, and of which share (numerator, denominator) of respondents.
    Attention {
        /// The instructed answer.
        expect: String,
        /// Share asked as a fraction.
        share: (u64, u64),
    },
    /// The coaching item: codes that say someone told the respondent how to answer.
    Coaching {
        /// Those codes.
        coached: Vec<String>,
    },
}

/// What an answer may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionKind {
    /// Exactly one of the choices.
    One(Vec<Choice>),
    /// One of the method's five grades or 说不清; wording from the scale.
    Scale,
    /// Any of the choices; a choice marked exclusive stands alone.
    Many(Vec<Choice>),
    /// Free text of at most so many characters.
    Text {
        /// Most characters.
        most: u32,
    },
}

/// One choice of a closed question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Stored code.
    pub code: String,
    /// Label.
    pub label: Text,
    /// In a `Many` question: excludes the others.
    pub exclusive: bool,
    /// Set apart below the others (说不清, 不愿回答).
    pub apart: bool,
}

/// `question` was answered with one of `codes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The earlier question.
    pub question: QuestionId,
    /// Any of these codes.
    pub codes: Vec<String>,
}

/// An answer that ends the interview with a disposition code, e.g. `4.10`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The answer's code.
    pub code: String,
    /// AAPOR code that the case gets.
    pub disposition: String,
}

impl Questionnaire {
    /// Every question, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| section.questions.iter())
    }

    /// The question of that name.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions().find(|question| &question.id == id)
    }

    /// The scored item: exactly one, by construction.
    pub fn scored(&self) -> &Question {
        self.questions()
            .find(|q| q.role == Role::Scored)
            .expect("a parsed questionnaire has one scored item")
    }

    /// The familiarity question, absent where every department is assigned.
    pub fn familiarity(&self) -> Option<&Question> {
        self.questions().find(|q| matches!(q.role, Role::Familiarity { .. }))
    }

    /// The section that holds the question.
    pub fn section_of(&self, id: &QuestionId) -> Option<&Section> {
        self.sections
            .iter()
            .find(|section| section.questions.iter().any(|q| &q.id == id))
    }
}
