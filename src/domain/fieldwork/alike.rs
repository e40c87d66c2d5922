//! Interviews of one interviewer that are nearly the same: the share of identical answers of the most alike pair
//! (METHODOLOGY 5.3).
//!
//! Compared are closed questions that both interviews answered, consent and screening left out: everybody answers those
//! alike. Two answers are the same when their codes are; what the codes mean is not looked at. Texts are told apart by
//! 64-bit hashes.

use super::{Arrival, Input, is_interviewed};
use crate::domain::columns::reading::{Reading, Said};
use crate::domain::definition::{Audience, QuestionKind, SectionKind, Survey};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Share of identical answers above which a pair is told.
pub const ALIKE_ABOVE: f64 = 0.85;
/// Fewest questions that both answered.
pub const LEAST_ITEMS: u32 = 10;

/// The closed answers of one interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerSheet {
    /// Submission id.
    pub submission: String,
    /// Question (and department) and answer, sorted.
    answers: Vec<(u64, u64)>,
}

/// Reads answer sheets from documents of one survey.
#[derive(Debug)]
pub struct SheetReader {
    /// Compared questions by audience.
    questions: BTreeMap<String, BTreeSet<String>>,
}

/// The most alike pair of one interviewer.
#[derive(Debug, Clone, PartialEq)]
pub struct MostAlike {
    /// Login.
    pub interviewer: String,
    /// The two submissions.
    pub pair: (String, String),
    /// Questions that both answered.
    pub items: u32,
    /// Share of them answered alike.
    pub share: f64,
}

impl MostAlike {
    /// Whether it is told.
    pub fn is_suspicious(&self) -> bool {
        self.share > ALIKE_ABOVE
    }
}

impl SheetReader {
    /// For documents of this survey.
    pub fn new(survey: &Survey) -> SheetReader {
        let questions = survey.audiences.iter().map(|one| (one.id.0.clone(), compared(one)));
        SheetReader {
            questions: questions.collect(),
        }
    }

    /// The sheet of an interviewer's document; `None` for one from the pages, and for an audience that the survey does
    /// not have.
    pub fn read(&self, document: &Reading) -> Option<AnswerSheet> {
        if !is_interviewed(document.mode) {
            return None;
        }
        let questions = self.questions.get(document.audience.text())?;
        let mut answers: Vec<(u64, u64)> = Vec::new();
        for (question, said) in &document.answers.plain.0 {
            if questions.contains(question.text()) {
                answers.push((hash(question.text(), ""), answer(said)));
            }
        }
        for (question, about) in &document.answers.by_department.0 {
            if questions.contains(question.text()) {
                let each = about.0.iter();
                answers.extend(each.map(|(id, said)| (hash(question.text(), id.text()), answer(said))));
            }
        }
        answers.sort_unstable();
        Some(AnswerSheet {
            submission: document.submission.text().to_owned(),
            answers,
        })
    }
}

fn compared(audience: &Audience) -> BTreeSet<String> {
    let alike = [SectionKind::Consent, SectionKind::Screening];
    let sections = audience
        .questionnaire
        .sections
        .iter()
        .filter(|section| !alike.contains(&section.kind));
    let questions = sections.flat_map(|section| &section.questions);
    questions
        .filter(|question| !matches!(question.kind, QuestionKind::Text { .. }))
        .map(|question| question.id.0.clone())
        .collect()
}

fn hash(one: &str, other: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (one, other).hash(&mut hasher);
    hasher.finish()
}

fn answer(said: &Said) -> u64 {
    hash(&said.joined(), "")
}

/// Questions that both answered, and how many of them alike.
fn common(one: &[(u64, u64)], other: &[(u64, u64)]) -> (u32, u32) {
    let (mut a, mut b, mut items, mut same) = (0, 0, 0, 0);
    while let (Some(left), Some(right)) = (one.get(a), other.get(b)) {
        match left.0.cmp(&right.0) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                items += 1;
                same += u32::from(left.1 == right.1);
                (a, b) = (a + 1, b + 1);
            }
        }
    }
    (items, same)
}

pub(super) fn most_alike(input: &Input, kept: &[&Arrival]) -> Vec<MostAlike> {
    let by_id: BTreeMap<&str, &AnswerSheet> = input.sheets.iter().map(|one| (one.submission.as_str(), one)).collect();
    let mut of: BTreeMap<&str, Vec<&AnswerSheet>> = BTreeMap::new();
    for one in kept {
        let id = input.columns.ids.get(one.row as usize);
        if let (Some(interviewer), Some(sheet)) = (&one.interviewer, by_id.get(&*id)) {
            of.entry(interviewer).or_default().push(sheet);
        }
    }
    let each = of
        .into_iter()
        .filter_map(|(interviewer, sheets)| most_alike_of(interviewer, &sheets));
    let mut found: Vec<MostAlike> = each.collect();
    found.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.interviewer.cmp(&b.interviewer)));
    found
}

fn most_alike_of(interviewer: &str, sheets: &[&AnswerSheet]) -> Option<MostAlike> {
    let mut most: Option<MostAlike> = None;
    for (place, one) in sheets.iter().enumerate() {
        for other in &sheets[place + 1..] {
            let (items, same) = common(&one.answers, &other.answers);
            let share = f64::from(same) / f64::from(items.max(1));
            if items >= LEAST_ITEMS && most.as_ref().is_none_or(|most| share > most.share) {
                most = Some(MostAlike {
                    interviewer: interviewer.to_owned(),
                    pair: (one.submission.clone(), other.submission.clone()),
                    items,
                    share,
                });
            }
        }
    }
    most
}
