//! A name that stands twice has usually taken the place of another one: what only follows from that is not reported.

use crate::domain::definition::{Expected, Found, Problem};

/// Leaves the causes: of a doubled audience everything else may be a consequence; of a doubled section or question
/// whatever misses a name, or does not fit the one that was read.
pub(super) fn causes(problems: &mut Vec<Problem>) {
    let audience = |problem: &Problem| matches!(problem.found, Found::AudienceTwice(_));
    let inside = |problem: &Problem| matches!(problem.found, Found::SectionTwice(_) | Found::QuestionTwice(_));
    if problems.iter().any(audience) {
        problems.retain(audience);
    } else if problems.iter().any(inside) {
        problems.retain(|problem| !follows(problem));
    }
}

fn follows(problem: &Problem) -> bool {
    let missed = matches!(
        problem.found,
        Found::LeftOverText(_)
            | Found::NoText(_)
            | Found::EmptySection(_)
            | Found::RuleOnUnknown(_)
            | Found::RuleOnLater(_)
            | Found::RuleOnLooped(_)
            | Found::RuleOnCode(..)
            | Found::NeverReachedAfterEnd(_)
            | Found::NeverReachedByRule(..)
            | Found::NoRole(_)
            | Found::SecondRole(_)
            | Found::AnswerCode(_)
            | Found::NoValueFor(..)
            | Found::Category(_)
            | Found::NoRow(_)
    );
    let measured = matches!(
        problem.expected,
        Expected::SingleChoiceAskedOnce(_) | Expected::CodesOf(..)
    );
    missed || measured
}
