//! Whether the same people said the same again, question by question and interviewer by interviewer.
//!
//! Compared are closed questions that were answered both times, consent and screening left out; several ticked codes are
//! one answer. An interviewer's kappa over all questions is the mean of the questions' weighted by n (1 − p_e), and its
//! standard error takes the questions as independent: the answers of one person are not quite.

use super::kappa::{Kappa, Undefined, kappa};
use crate::domain::data::{Answer, Answers};
use crate::domain::definition::{Audience, AudienceId, QuestionId, QuestionKind, SectionKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One interview and the same one again.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// Whose interview it was.
    pub interviewer: &'a str,
    /// Whose form.
    pub audience: &'a Audience,
    /// What was said.
    pub original: &'a Answers,
    /// What was said when asked again.
    pub again: &'a Answers,
}

/// How two readings agree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Questions (and departments) that were answered both times.
    pub answers: u64,
    /// Of these answered alike.
    pub equal: u64,
    /// Beyond chance.
    pub kappa: Result<Kappa, Undefined>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionAgreement {
    /// Audience.
    pub audience: AudienceId,
    /// Question; over all departments where it is asked about several.
    pub question: QuestionId,
    /// How it agrees.
    pub measured: Measured,
}

/// One interviewer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InterviewerAgreement {
    /// Who.
    pub interviewer: String,
    /// Interviews that were asked again.
    pub interviews: u64,
    /// Over all questions.
    pub all: Measured,
    /// Question by question.
    pub questions: Vec<QuestionAgreement>,
}

/// All back-checks of a round.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Agreement {
    /// Interviews that were asked again.
    pub interviews: u64,
    /// Over all interviewers.
    pub questions: Vec<QuestionAgreement>,
    /// By name.
    pub interviewers: Vec<InterviewerAgreement>,
}

impl Measured {
    /// Share answered alike, 0 to 1; `None` where nothing was answered both times.
    pub fn share(&self) -> Option<f64> {
        (self.answers > 0).then(|| self.equal as f64 / self.answers as f64)
    }
}

/// Code pairs by audience and question.
type Said = BTreeMap<(AudienceId, QuestionId), Vec<(String, String)>>;

/// How the pairs agree.
pub fn agreement(pairs: &[Pair]) -> Agreement {
    let (mut all, mut of): (Said, BTreeMap<&str, (u64, Said)>) = (Said::new(), BTreeMap::new());
    for pair in pairs {
        let own = of.entry(pair.interviewer).or_default();
        own.0 += 1;
        for (question, one, other) in compared(pair) {
            let key = (pair.audience.id.clone(), question);
            all.entry(key.clone()).or_default().push((one.clone(), other.clone()));
            own.1.entry(key).or_default().push((one, other));
        }
    }
    let interviewer = |(name, (interviews, said)): (&str, (u64, Said))| {
        let questions = measured(&said);
        InterviewerAgreement {
            interviewer: name.to_owned(),
            interviews,
            all: together(&questions),
            questions,
        }
    };
    Agreement {
        interviews: pairs.len() as u64,
        questions: measured(&all),
        interviewers: of.into_iter().map(interviewer).collect(),
    }
}

/// What was answered both times: question, first and second answer.
fn compared(pair: &Pair) -> Vec<(QuestionId, String, String)> {
    let mut found = Vec::new();
    let alike = [SectionKind::Consent, SectionKind::Screening];
    let sections = pair
        .audience
        .questionnaire
        .sections
        .iter()
        .filter(|section| !alike.contains(&section.kind));
    let questions = sections.flat_map(|section| &section.questions);
    for question in questions.filter(|question| !matches!(question.kind, QuestionKind::Text { .. })) {
        let id = &question.id;
        if let (Some(one), Some(other)) = (pair.original.of(id), pair.again.of(id)) {
            found.push((id.clone(), code(one), code(other)));
        }
        for (department, other) in pair.again.by_department.get(id).into_iter().flatten() {
            if let Some(one) = pair.original.about(id, department) {
                found.push((id.clone(), code(one), code(other)));
            }
        }
    }
    found
}

fn code(answer: &Answer) -> String {
    answer.codes().join("+")
}

fn measured(said: &Said) -> Vec<QuestionAgreement> {
    let each = said.iter().map(|((audience, question), pairs)| QuestionAgreement {
        audience: audience.clone(),
        question: question.clone(),
        measured: Measured {
            answers: pairs.len() as u64,
            equal: pairs.iter().filter(|(one, other)| one == other).count() as u64,
            kappa: kappa(pairs.iter().map(|(one, other)| (one.as_str(), other.as_str()))),
        },
    });
    each.collect()
}

fn together(questions: &[QuestionAgreement]) -> Measured {
    let answers = questions.iter().map(|one| one.measured.answers).sum();
    let (mut weight, mut sum, mut variance, mut chance) = (0.0, 0.0, 0.0, 0.0);
    for (one, kappa) in questions.iter().filter_map(|one| Some((one, one.measured.kappa.ok()?))) {
        let own = one.measured.answers as f64 * (1.0 - kappa.by_chance);
        weight += own;
        sum += own * kappa.value;
        variance += own * own * kappa.se * kappa.se;
        chance += one.measured.answers as f64 * kappa.by_chance;
    }
    let kappa = if answers == 0 {
        Err(Undefined::NoPairs)
    } else if weight > 0.0 {
        Ok(Kappa {
            value: sum / weight,
            se: variance.sqrt() / weight,
            // Of the questions that have a kappa: what chance gives beside what it leaves.
            by_chance: chance / (chance + weight),
        })
    } else {
        Err(Undefined::OneAnswer)
    };
    Measured {
        answers,
        equal: questions.iter().map(|one| one.measured.equal).sum(),
        kappa,
    }
}
