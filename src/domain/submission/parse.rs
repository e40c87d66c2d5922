//! Reading answers: form fields or cells in, codes out, or problems that say what was allowed.
//!
//! Nothing here knows which answer is good and which is bad: every grade of a scale takes the same path.

use super::condition::is_met;
use super::page::{Interview, Item, Page};
use crate::domain::data::{Answer, Answers};
use crate::domain::definition::{Choice, DepartmentId, Question, QuestionId, QuestionKind, Scale};

/// Why an answer cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemCode {
    /// The page insists on an answer.
    Required,
    /// No such choice.
    UnknownCode,
    /// Several answers where one is asked.
    SeveralAnswers,
    /// A choice that excludes the others stands with others.
    NotAlone,
    /// More characters than allowed.
    TooLong,
    /// No such question in this questionnaire.
    UnknownQuestion,
    /// No such department, or none named where one is needed (or the other way round).
    UnknownDepartment,
    /// The department was not on the shown list.
    NotShown,
    /// The department was shown but is not among those this respondent rates.
    NotAssigned,
    /// Asked back: this answer ends the interview.
    Ends,
    /// Asked back: this answer declines a form that is begun.
    Declines,
    /// Asked back: no department is known or unknown, nothing was said about any.
    NothingFamiliar,
}

impl ProblemCode {
    /// Whether nothing is wrong, and the page only asks once more.
    pub fn asks_back(self) -> bool {
        matches!(
            self,
            ProblemCode::Ends | ProblemCode::Declines | ProblemCode::NothingFamiliar
        )
    }
}

/// One answer that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldProblem {
    /// Which question.
    pub question: QuestionId,
    /// About which department.
    pub department: Option<DepartmentId>,
    /// Why.
    pub code: ProblemCode,
    /// What was given, shortened.
    pub found: String,
    /// What may be given: codes, or the most characters.
    pub allowed: Vec<String>,
}

/// The answers of one posted page; fields of other pages are not looked at, and answers whose condition is not met on
/// this page are dropped.
pub fn parse_page(
    page: &Page,
    interview: &Interview<'_>,
    form: &[(String, String)],
) -> Result<Answers, Vec<FieldProblem>> {
    let (answers, problems) = read_page(page, interview, form);
    if problems.is_empty() {
        Ok(answers)
    } else {
        Err(problems)
    }
}

/// The same for a page that is still being filled in: every answer that can be taken.
pub fn parse_draft(page: &Page, interview: &Interview<'_>, form: &[(String, String)]) -> Answers {
    read_page(page, interview, form).0
}

fn read_page(page: &Page, interview: &Interview<'_>, form: &[(String, String)]) -> (Answers, Vec<FieldProblem>) {
    let mut answers = Answers::default();
    let mut problems = Vec::new();
    for item in &page.items {
        let Some(question) = interview.audience.questionnaire.question(&item.question) else {
            continue;
        };
        let field = item.field();
        let values: Vec<&str> = form
            .iter()
            .filter(|(name, _)| *name == field)
            .map(|(_, value)| value.as_str())
            .collect();
        match parse_answer(question, &interview.survey.method.scale, &values) {
            Ok(Some(answer)) => insert(&mut answers, item, answer),
            Ok(None) if question.required => {
                problems.push(problem(item, question, interview, ProblemCode::Required, ""))
            }
            Ok(None) => {}
            Err((code, found)) => problems.push(problem(item, question, interview, code, &found)),
        }
    }
    drop_unmet(page, &mut answers);
    problems.retain(|p| is_asked(page, p, &answers));
    (answers, problems)
}

/// One answer from the values given for it; `None` when nothing was answered. The error carries what was found.
pub fn parse_answer(
    question: &Question,
    scale: &Scale,
    values: &[&str],
) -> Result<Option<Answer>, (ProblemCode, String)> {
    if let QuestionKind::Text { most } = question.kind {
        return parse_text(values, most);
    }
    let given: Vec<&str> = values
        .iter()
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
        .collect();
    let allowed = allowed_codes(question, scale);
    if let Some(unknown) = given.iter().find(|value| !allowed.iter().any(|code| code == *value)) {
        return Err((ProblemCode::UnknownCode, shortened(unknown)));
    }
    match &question.kind {
        QuestionKind::Many(choices) => parse_many(choices, &given),
        _ => match given.as_slice() {
            [] => Ok(None),
            [first, rest @ ..] if rest.iter().all(|other| other == first) => Ok(Some(Answer::One((*first).to_owned()))),
            several => Err((ProblemCode::SeveralAnswers, several.join(" "))),
        },
    }
}

/// The codes a closed question takes, in the order of the definition; the most characters of a text.
pub fn allowed_codes(question: &Question, scale: &Scale) -> Vec<String> {
    match &question.kind {
        QuestionKind::One(choices) | QuestionKind::Many(choices) => choices.iter().map(|c| c.code.clone()).collect(),
        QuestionKind::Scale => {
            let grades = scale.grades.iter().map(|grade| grade.code.clone());
            grades.chain([scale.dont_know.0.clone()]).collect()
        }
        QuestionKind::Text { most } => vec![most.to_string()],
    }
}

pub(super) fn insert(answers: &mut Answers, item: &Item, answer: Answer) {
    match &item.department {
        None => {
            answers.plain.insert(item.question.clone(), answer);
        }
        Some(department) => {
            let by_department = answers.by_department.entry(item.question.clone()).or_default();
            by_department.insert(department.clone(), answer);
        }
    }
}

/// Drops answers whose same-page condition is not met; in order, so that a chain of conditions falls together.
pub(super) fn drop_unmet(page: &Page, answers: &mut Answers) {
    for item in &page.items {
        if is_met(&item.when, item.department.as_ref(), answers) {
            continue;
        }
        match &item.department {
            None => {
                answers.plain.remove(&item.question);
            }
            Some(department) => {
                if let Some(by_department) = answers.by_department.get_mut(&item.question) {
                    by_department.remove(department);
                }
            }
        }
    }
    answers
        .by_department
        .retain(|_, by_department| !by_department.is_empty());
}

fn is_asked(page: &Page, problem: &FieldProblem, answers: &Answers) -> bool {
    let same = |item: &&Item| item.question == problem.question && item.department == problem.department;
    let item = page.items.iter().find(same);
    item.is_none_or(|item| is_met(&item.when, item.department.as_ref(), answers))
}

fn problem(
    item: &Item,
    question: &Question,
    interview: &Interview<'_>,
    code: ProblemCode,
    found: &str,
) -> FieldProblem {
    FieldProblem {
        question: item.question.clone(),
        department: item.department.clone(),
        code,
        found: found.to_owned(),
        allowed: allowed_codes(question, &interview.survey.method.scale),
    }
}

fn parse_many(choices: &[Choice], given: &[&str]) -> Result<Option<Answer>, (ProblemCode, String)> {
    let mut codes: Vec<String> = given.iter().map(|code| (*code).to_owned()).collect();
    codes.sort();
    codes.dedup();
    let exclusive = choices
        .iter()
        .any(|choice| choice.exclusive && codes.contains(&choice.code));
    if exclusive && codes.len() > 1 {
        return Err((ProblemCode::NotAlone, codes.join(" ")));
    }
    Ok((!codes.is_empty()).then_some(Answer::Many(codes)))
}

/// Text without control characters (line breaks stay), trimmed, at most `most` characters.
fn parse_text(values: &[&str], most: u32) -> Result<Option<Answer>, (ProblemCode, String)> {
    let joined = values.join("\n").replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = joined.chars().filter(|c| *c == '\n' || !is_unwanted(*c)).collect();
    let text = kept.trim();
    let length = text.chars().count();
    if length > most as usize {
        return Err((ProblemCode::TooLong, length.to_string()));
    }
    Ok((!text.is_empty()).then(|| Answer::One(text.to_owned())))
}

/// Control characters, and the invisible ones that turn the direction of what follows.
fn is_unwanted(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn shortened(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).take(40).collect()
}
