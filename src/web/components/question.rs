//! One question as markup: a function per question type.

use crate::domain::data::{Answer, Answers};
use crate::domain::definition::{Audience, Choice, Department, Language, Question, QuestionKind, Role, Scale, Survey};
use crate::domain::submission::{FieldProblem, Item, Page, Piping, allowed_codes};
use crate::text;
use maud::{Markup, html};

/// What every question of a page needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The survey.
    pub survey: &'a Survey,
    /// Whose form.
    pub audience: &'a Audience,
    /// Language of the page.
    pub language: Language,
    /// Answers to show as given.
    pub answers: &'a Answers,
    /// Grades from worst to best instead of best to worst.
    pub worst_first: bool,
    /// What is wrong with the answers as posted.
    pub problems: &'a [FieldProblem],
    /// Answers that were posted and not saved, to stand beside those that are stored.
    pub unsaved: Option<&'a Answers>,
}

/// One row of a closed question.
struct Row {
    code: String,
    label: String,
    exclusive: bool,
    apart: bool,
}

/// The question, its error, its condition in words, and its choices or text field.
pub fn question(asking: &Asking<'_>, item: &Item) -> Markup {
    let Some(question) = asking.audience.questionnaire.question(&item.question) else {
        return html! {};
    };
    let field = item.field();
    let problem = asking
        .problems
        .iter()
        .find(|p| p.question == item.question && p.department == item.department);
    let words = text::respondent(asking.language);
    let unsaved = unsaved(asking, item);
    let inner = html! {
        @if let QuestionKind::Text { most } = question.kind {
            (only_if(asking, item))
            (text_field(asking, question, item, most, problem, unsaved.as_deref()))
        } @else {
            legend id={ "q-" (field) } tabindex="-1" {
                // A browser puts the legend on top whatever stands before it, so the condition goes into it.
                (only_if(asking, item))
                (wording(asking, question, item))
            }
            (hint(asking, question, item))
            (error(asking, problem))
            @if let Some(unsaved) = &unsaved { p.unsaved { (words.elsewhere.here(unsaved)) } }
            (choices(asking, question, item))
        }
    };
    let when = condition_attribute(item);
    html! {
        fieldset class=[problem.map(|p| if p.code.asks_back() { "asked-back" } else { "wrong" })] data-when=[when] { (inner) }
    }
}

/// What is wrong, or asked back, beside its question.
fn error(asking: &Asking<'_>, problem: Option<&FieldProblem>) -> Markup {
    html! {
        @if let Some(problem) = problem {
            p class=(if problem.code.asks_back() { "unsaved" } else { "error" }) { (problem_words(asking, problem)) }
        }
    }
}

/// The problem in words; an answer that is asked back by its label.
pub fn problem_words(asking: &Asking<'_>, problem: &FieldProblem) -> String {
    let words = &text::respondent(asking.language).problems;
    let question = asking.audience.questionnaire.question(&problem.question);
    let Some(question) = question.filter(|_| problem.code.asks_back()) else {
        return words.say(problem);
    };
    let chosen = rows(asking, question).into_iter().find(|row| row.code == problem.found);
    words.say(&FieldProblem {
        found: chosen.map_or_else(|| problem.found.clone(), |row| row.label),
        ..problem.clone()
    })
}

/// `J9.D18=1,2`: what the script looks at.
fn condition_attribute(item: &Item) -> Option<String> {
    let rules = item.when.iter().map(|condition| {
        let looked_at = Item {
            question: condition.question.clone(),
            department: item.department.clone(),
            when: Vec::new(),
        };
        format!("{}={}", looked_at.field(), condition.codes.join(","))
    });
    (!item.when.is_empty()).then(|| rules.collect::<Vec<_>>().join(";"))
}

/// The condition in words, for pages without script.
fn only_if(asking: &Asking<'_>, item: &Item) -> Markup {
    let words = text::respondent(asking.language);
    let said = item.when.iter().filter_map(|condition| {
        let question = asking.audience.questionnaire.question(&condition.question)?;
        let rows = rows(asking, question);
        let labels = rows
            .into_iter()
            .filter(|row| condition.codes.contains(&row.code))
            .map(|row| row.label);
        let labels: Vec<String> = labels.collect();
        let wording = wording_text(asking, question, item);
        Some(
            words
                .only_if
                .replace("{question}", &wording)
                .replace("{choices}", &labels.join(words.or)),
        )
    });
    html! { @for sentence in said { span.only-if { (sentence) } } }
}

/// The wording. On familiarity pages the department stands first, with what it does.
fn wording(asking: &Asking<'_>, question: &Question, item: &Item) -> Markup {
    let department = department(asking, item).filter(|_| matches!(question.role, Role::Familiarity { .. }));
    html! {
        (wording_text(asking, question, item))
        @if let Some(department) = department {
            span.description { (department.name.get(asking.language)) ": " (department.description.get(asking.language)) }
        }
    }
}

fn wording_text(asking: &Asking<'_>, question: &Question, item: &Item) -> String {
    piping(asking).fill(&question.text, department(asking, item))
}

fn hint(asking: &Asking<'_>, question: &Question, item: &Item) -> Markup {
    let hint = piping(asking).fill(&question.hint, department(asking, item));
    html! { @if !hint.is_empty() { p.hint { (hint) } } }
}

fn piping<'a>(asking: &Asking<'a>) -> Piping<'a> {
    Piping {
        survey: asking.survey,
        language: asking.language,
    }
}

fn department<'a>(asking: &Asking<'a>, item: &Item) -> Option<&'a Department> {
    item.department.as_ref().and_then(|id| asking.survey.department(id))
}

fn given<'a>(asking: &Asking<'a>, item: &Item) -> &'a [String] {
    codes(asking.answers, item)
}

fn codes<'a>(answers: &'a Answers, item: &Item) -> &'a [String] {
    let answer = match &item.department {
        Some(department) => answers.about(&item.question, department),
        None => answers.of(&item.question),
    };
    answer.map_or(&[], Answer::codes)
}

/// On top of a page that was answered elsewhere: what happened, what was chosen here and is not saved, and what to do.
/// Takes the focus by script, as errors do.
pub fn elsewhere(asking: &Asking<'_>, page: &Page) -> Markup {
    let words = &text::respondent(asking.language).elsewhere;
    let differing = page
        .items
        .iter()
        .filter_map(|item| Some((item, unsaved(asking, item)?)));
    // On familiarity pages every department is asked the same.
    let asked = |item: &Item| match (
        asking.audience.questionnaire.question(&item.question),
        department(asking, item),
    ) {
        (
            Some(Question {
                role: Role::Familiarity { .. },
                ..
            }),
            Some(department),
        ) => department.name.get(asking.language).to_owned(),
        (Some(question), _) => wording_text(asking, question, item),
        (None, _) => String::new(),
    };
    html! {
        @if asking.unsaved.is_some() {
            div.elsewhere role="alert" tabindex="-1" {
                h2 { (words.title) }
                p { (words.what) }
                ul {
                    @for (item, said) in differing {
                        li { a href={ "#q-" (item.field()) } { (asked(item)) } " " strong { (said) } }
                    }
                }
                p { (words.todo) }
            }
        }
    }
}

/// What was chosen and not saved, in words, where it is not what is stored. A question that hangs on another answer of
/// the page and was left out is none.
fn unsaved(asking: &Asking<'_>, item: &Item) -> Option<String> {
    let question = asking.audience.questionnaire.question(&item.question)?;
    let chosen = codes(asking.unsaved?, item);
    if chosen == given(asking, item) || (chosen.is_empty() && !item.when.is_empty()) {
        return None;
    }
    let words = text::respondent(asking.language);
    let rows = rows(asking, question);
    let label = |code: &String| {
        let row = rows.iter().find(|row| row.code == *code);
        row.map_or_else(|| code.clone(), |row| row.label.clone())
    };
    let labels: Vec<String> = chosen.iter().map(label).collect();
    Some(match labels.as_slice() {
        [] => words.elsewhere.nothing.to_owned(),
        labels => labels.join(words.elsewhere.and),
    })
}

fn text_field(
    asking: &Asking<'_>,
    question: &Question,
    item: &Item,
    most: u32,
    problem: Option<&FieldProblem>,
    unsaved: Option<&str>,
) -> Markup {
    let words = text::respondent(asking.language);
    let field = item.field();
    let value = given(asking, item).first().map_or("", String::as_str);
    html! {
        div.asked {
            label for={ "q-" (field) } { (wording_text(asking, question, item)) " " span.note { (words.optional) } }
        }
        (hint(asking, question, item))
        (error(asking, problem))
        @if let Some(unsaved) = unsaved { p.unsaved { (words.elsewhere.here(unsaved)) } }
        textarea id={ "q-" (field) } name=(field) maxlength=(most) rows="3" aria-describedby={ "most-" (field) } { (value) }
        span.note id={ "most-" (field) } { (words.at_most.replace("{n}", &most.to_string())) }
    }
}

fn choices(asking: &Asking<'_>, question: &Question, item: &Item) -> Markup {
    let field = item.field();
    let rows = rows(asking, question);
    let given = given(asking, item);
    let kind = if matches!(question.kind, QuestionKind::Many(_)) {
        "checkbox"
    } else {
        "radio"
    };
    html! {
        div class=[in_pairs(&rows).then_some("pairs")] {
            @for row in &rows {
                label.choice.apart[row.apart] {
                    input type=(kind) name=(field) value=(row.code) checked[given.contains(&row.code)]
                        data-exclusive[row.exclusive];
                    span { (row.label) }
                }
            }
        }
    }
}

/// Many short choices (districts) stand two in a row, so that the page stays short on a phone.
fn in_pairs(rows: &[Row]) -> bool {
    let width = |label: &str| label.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let main: Vec<&Row> = rows.iter().filter(|row| !row.apart).collect();
    main.len() > 9 && main.iter().all(|row| width(&row.label) <= 12)
}

fn rows(asking: &Asking<'_>, question: &Question) -> Vec<Row> {
    let row = |choice: &Choice| Row {
        code: choice.code.clone(),
        label: choice.label.get(asking.language).to_owned(),
        exclusive: choice.exclusive,
        apart: choice.apart,
    };
    match &question.kind {
        QuestionKind::One(choices) | QuestionKind::Many(choices) => choices.iter().map(row).collect(),
        QuestionKind::Scale => scale_rows(asking, question),
        QuestionKind::Text { .. } => Vec::new(),
    }
}

/// The grades in this respondent's order; 说不清 always last and apart.
fn scale_rows(asking: &Asking<'_>, question: &Question) -> Vec<Row> {
    let scale: &Scale = &asking.survey.method.scale;
    let mut codes = allowed_codes(question, scale);
    let dont_know = codes.pop();
    if asking.worst_first {
        codes.reverse();
    }
    let label = |code: &String| {
        let grade = scale.grades.iter().find(|grade| grade.code == *code);
        grade
            .map_or(&scale.dont_know.1, |grade| &grade.label)
            .get(asking.language)
            .to_owned()
    };
    let all = codes.iter().chain(dont_know.iter());
    all.map(|code| Row {
        label: label(code),
        code: code.clone(),
        exclusive: false,
        apart: *code == scale.dont_know.0,
    })
    .collect()
}
