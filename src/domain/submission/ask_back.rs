//! What a posted page is shown back for, once more, before it counts: a slip here could not be put right later.

use super::outcome::{ending_answer, familiarity_codes};
use super::page::{Interview, Page, PageKind};
use super::parse::{FieldProblem, ProblemCode, allowed_codes};
use crate::domain::data::Answers;
use crate::domain::definition::{Question, QuestionKind, Role};

/// The answer that would end the interview, unless it is the one that was `confirmed` ([`confirmation`]). Declining on
/// the consent page needs no second word as long as nothing else is answered (`begun`).
pub fn unconfirmed_ending(
    interview: &Interview<'_>,
    page: &Page,
    answers: &Answers,
    begun: bool,
    confirmed: &str,
) -> Option<FieldProblem> {
    let declines = page.kind == PageKind::Consent;
    let (question, ending) = ending_answer(&interview.audience.questionnaire, answers)?;
    let code = if declines {
        ProblemCode::Declines
    } else {
        ProblemCode::Ends
    };
    let problem = FieldProblem {
        question: question.id.clone(),
        department: None,
        code,
        found: ending.code.clone(),
        allowed: allowed_codes(question, &interview.survey.method.scale),
    };
    let asks = (begun || !declines) && confirmation(&problem).as_deref() != Some(confirmed);
    asks.then_some(problem)
}

/// What the page shown back carries hidden, so that the same answer sent from it ends the interview: `J1=1`.
pub fn confirmation(problem: &FieldProblem) -> Option<String> {
    let ends = matches!(problem.code, ProblemCode::Ends | ProblemCode::Declines);
    ends.then(|| format!("{}={}", problem.question.0, problem.found))
}

/// Asked on the last familiarity page when nothing was said on any: a draw from nothing would leave nothing to rate and
/// could not be made again. Carries the code of the answer that says "unknown to me".
pub fn nothing_familiar(interview: &Interview<'_>, page: &Page) -> Option<FieldProblem> {
    let questionnaire = &interview.audience.questionnaire;
    if !familiarity_codes(questionnaire, interview.answers).is_empty() {
        return None;
    }
    let (first, question) = (page.items.first()?, questionnaire.familiarity()?);
    Some(FieldProblem {
        question: question.id.clone(),
        department: first.department.clone(),
        code: ProblemCode::NothingFamiliar,
        found: unknown_to_me(question).unwrap_or_default(),
        allowed: allowed_codes(question, &interview.survey.method.scale),
    })
}

/// The last choice that makes no department eligible.
fn unknown_to_me(question: &Question) -> Option<String> {
    let (Role::Familiarity { eligible, .. }, QuestionKind::One(choices) | QuestionKind::Many(choices)) =
        (&question.role, &question.kind)
    else {
        return None;
    };
    let codes = choices.iter().rev().map(|choice| &choice.code);
    codes.into_iter().find(|code| !eligible.contains(code)).cloned()
}
