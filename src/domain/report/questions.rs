//! Closed questions that are asked once: counts and weighted shares, with an interval where they are rated on the scale;
//! open answers are counted and never quoted.

use super::{FEWEST, Sample, labels};
use crate::domain::data::{Answer, Document};
use crate::domain::definition::{AudienceId, Question, QuestionId, QuestionKind, Role, SectionKind};
use crate::domain::estimate::domain::Domain;
use crate::domain::estimate::interval;
use crate::domain::score::ScoreError;
use crate::domain::score::cells::Errors;
use crate::domain::score::convert;
use crate::domain::score::ratings::{CellRatings, shares};
use crate::domain::weight::{AudienceWeights, kish_n_eff};

/// Fewest answers of a question whose choices are shown.
const FEWEST_ANSWERS: u64 = 30;

/// One closed question of one audience.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionTable {
    /// Audience.
    pub audience: AudienceId,
    /// Question.
    pub question: QuestionId,
    /// Analysed respondents who answered it.
    pub answered: u64,
    /// Analysed respondents without an answer: left out, or not asked.
    pub missing: u64,
    /// Its choices, in order.
    pub choices: Vec<ChoiceCount>,
    /// The estimate, where it is rated on the scale.
    pub rated: Option<Rated>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq)]
pub struct ChoiceCount {
    /// Its code.
    pub code: String,
    /// How many chose it; `None` where the count is small or would give a small one away.
    pub count: Option<u64>,
    /// Weighted share among those who answered; `None` with the count.
    pub share: Option<f64>,
}

/// Satisfaction rate of a question that is asked once.
#[derive(Debug, Clone, PartialEq)]
pub struct Rated {
    /// Valid answers, 说不清 excluded.
    pub n: u64,
    /// (Σw)²/Σw² over them.
    pub n_eff_kish: f64,
    /// Weighted share of satisfied.
    pub rate: f64,
    /// Wilson interval at the sheet's level; `None` without degrees of freedom.
    pub interval: Option<(f64, f64)>,
    /// Weighted mean of the scale values, 0 to 100.
    pub index: f64,
}

/// Open answers to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextCount {
    /// Audience.
    pub audience: AudienceId,
    /// Question.
    pub question: QuestionId,
    /// Texts that were written (one per department where it is asked per department).
    pub written: u64,
    /// Respondents who wrote at least one.
    pub respondents: u64,
}

/// Closed questions of sections that are asked once, consent and instructed items excepted.
pub(super) fn tables(sample: &Sample) -> Result<Vec<QuestionTable>, ScoreError> {
    let mut tables = Vec::new();
    for (_, audience, weights) in sample.audiences() {
        let errors = Errors::new(weights, sample.survey.method.fpc)?;
        let sections = audience.questionnaire.sections.iter();
        let once = sections.filter(|s| matches!(s.kind, SectionKind::Plain | SectionKind::Screening));
        let closed = once.flat_map(|section| &section.questions).filter(|question| {
            !matches!(question.kind, QuestionKind::Text { .. }) && !matches!(question.role, Role::Attention { .. })
        });
        for question in closed {
            tables.push(table(sample, weights, &errors, question));
        }
    }
    Ok(tables)
}

fn table(sample: &Sample, weights: &AudienceWeights, errors: &Errors, question: &Question) -> QuestionTable {
    let answers: Vec<(Option<&Answer>, f64)> = sample
        .analysed(weights)
        .map(|(document, w)| (document.answers.of(&question.id), w))
        .collect();
    let given: Vec<(&Answer, f64)> = answers
        .iter()
        .filter_map(|(answer, w)| Some(((*answer)?, *w)))
        .collect();
    let all: f64 = given.iter().map(|(_, w)| w).sum();
    let codes: Vec<String> = labels::choices(sample.survey, question)
        .into_iter()
        .map(|choice| choice.code)
        .collect();
    let count = |code: &String| {
        let chose = given.iter().filter(|(answer, _)| answer.codes().contains(code));
        chose.fold((0u64, 0.0), |(n, sum), (_, w)| (n + 1, sum + w))
    };
    let counts: Vec<(u64, f64)> = codes.iter().map(count).collect();
    let several = matches!(question.kind, QuestionKind::Many(_));
    let shown = shown(
        &counts.iter().map(|(n, _)| *n).collect::<Vec<_>>(),
        given.len() as u64,
        several,
    );
    let choice = |((code, (n, sum)), shown): ((String, (u64, f64)), bool)| ChoiceCount {
        code,
        count: shown.then_some(n),
        share: (shown && all > 0.0).then(|| sum / all),
    };
    QuestionTable {
        audience: weights.audience.clone(),
        question: question.id.clone(),
        answered: given.len() as u64,
        missing: (answers.len() - given.len()) as u64,
        choices: codes.into_iter().zip(counts).zip(shown).map(choice).collect(),
        rated: (question.kind == QuestionKind::Scale)
            .then(|| rated(sample, &answers, errors))
            .flatten(),
    }
}

/// Which counts may be shown: none below [`FEWEST`] but 0, and never a single hidden one, which the total would give away.
pub(super) fn shown(counts: &[u64], answered: u64, several: bool) -> Vec<bool> {
    if answered < FEWEST_ANSWERS {
        return vec![false; counts.len()];
    }
    let small = |n: &u64| *n > 0 && *n < FEWEST as u64;
    let mut shown: Vec<bool> = counts.iter().map(|n| !small(n)).collect();
    if !several && shown.iter().filter(|shown| !**shown).count() == 1 {
        let others = (0..counts.len()).filter(|i| shown[*i] && counts[*i] > 0);
        if let Some(next) = others.min_by_key(|i| counts[*i]) {
            shown[next] = false;
        }
    }
    shown
}

/// The rate over valid answers, with the errors of the audience's design.
fn rated(sample: &Sample, answers: &[(Option<&Answer>, f64)], errors: &Errors) -> Option<Rated> {
    let (scale, rule) = (&sample.survey.method.scale, &sample.survey.method.small_cells);
    let mut ratings = CellRatings::default();
    for (row, (answer, w)) in answers.iter().enumerate() {
        let code = answer.and_then(|answer| answer.codes().first());
        let grade = code.and_then(|code| scale.grades.iter().position(|grade| &grade.code == code));
        if let Some(grade) = grade {
            ratings.valid.rows.push(row as u32);
            ratings.valid.u.push(*w);
            ratings.grade.push(grade as u8);
        }
    }
    estimate(&ratings, scale.grades.len(), rule.suppress, sample, errors)
}

/// Rate, interval and index of valid ratings; `None` where they are too few to show.
pub(super) fn estimate(
    ratings: &CellRatings,
    grades: usize,
    fewest: f64,
    sample: &Sample,
    errors: &Errors,
) -> Option<Rated> {
    let Domain { u, .. } = &ratings.valid;
    let (n, n_eff_kish) = (ratings.valid.n(), kish_n_eff(u));
    let shares = shares(u, &ratings.grade, grades).filter(|_| n as f64 >= fewest && n_eff_kish >= fewest)?;
    let scale = &sample.survey.method.scale;
    let (rates, values) = (convert::rate_values(scale), convert::index_values(scale));
    let mean = |values: &[f64]| {
        shares
            .iter()
            .zip(values)
            .map(|(share, value)| share * value)
            .sum::<f64>()
    };
    let (rate, df) = (mean(&rates), errors.degrees_of_freedom(ratings));
    let variance = errors.precision(ratings, &rates).map(|precision| precision.variance);
    Some(Rated {
        n,
        n_eff_kish,
        rate,
        interval: variance.and_then(|v| interval::rate(rate, v, n, df as f64, sample.survey.method.interval.level)),
        index: mean(&values),
    })
}

/// Open questions of every audience with the number of texts; what they say is not read by the system.
pub(super) fn texts(sample: &Sample) -> Vec<TextCount> {
    let mut found = Vec::new();
    for (_, audience, weights) in sample.audiences() {
        let open = audience
            .questionnaire
            .questions()
            .filter(|q| matches!(q.kind, QuestionKind::Text { .. }));
        for question in open {
            let written = |document: &Document| {
                let about = document.answers.by_department.get(&question.id);
                u64::from(document.answers.of(&question.id).is_some()) + about.map_or(0, |about| about.len() as u64)
            };
            let each: Vec<u64> = sample
                .analysed(weights)
                .map(|(document, _)| written(document))
                .collect();
            found.push(TextCount {
                audience: audience.id.clone(),
                question: question.id.clone(),
                written: each.iter().sum(),
                respondents: each.iter().filter(|n| **n > 0).count() as u64,
            });
        }
    }
    found
}
