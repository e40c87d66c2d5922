//! What people are told of the time: it only falls, from the first page to the last, whoever answers what.

use super::survey;
use crate::domain::assignment::{EpochTable, RespondentKey, assigned_list, known, shown_list};
use crate::domain::data::{Answer, Answers, Assignment};
use crate::domain::definition::{Audience, Language, Question, QuestionKind};
use crate::domain::submission::{
    Interview, Item, Page, PageKind, Piping, Progress, familiarity_codes, minutes, pages, progress,
};

/// Somebody who takes of every question the choice of this number, and some other one here and there.
#[derive(Debug, Clone, Copy)]
struct Habit {
    choice: usize,
    every: usize,
    attention: bool,
}

/// The choices that do not end the interview, as codes.
fn codes(question: &Question) -> Vec<String> {
    let ends = |code: &String| question.endings.iter().any(|ending| ending.code == *code);
    let offered: Vec<String> = match &question.kind {
        QuestionKind::One(choices) | QuestionKind::Many(choices) => choices.iter().map(|c| c.code.clone()).collect(),
        QuestionKind::Scale => survey().method.scale.grades.iter().map(|g| g.code.clone()).collect(),
        QuestionKind::Text { .. } => Vec::new(),
    };
    offered.into_iter().filter(|code| !ends(code)).collect()
}

/// One respondent on the way.
struct Walker {
    audience: &'static Audience,
    key: RespondentKey,
    assignment: Assignment,
    answers: Answers,
    drawn: bool,
    habit: Habit,
}

impl Walker {
    fn interview(&self) -> Interview<'_> {
        Interview {
            survey: survey(),
            audience: self.audience,
            assignment: &self.assignment,
            answers: &self.answers,
            asks_attention: self.habit.attention,
            drawn: self.drawn,
        }
    }

    fn answer(&mut self, number: usize, item: &Item) {
        let question = self.audience.questionnaire.question(&item.question).unwrap();
        let codes = codes(question);
        let choice = self.habit.choice + usize::from(number.is_multiple_of(self.habit.every));
        let Some(code) = codes.get(choice % codes.len().max(1)) else {
            return;
        };
        let answer = Answer::One(code.clone());
        match &item.department {
            None => self.answers.plain.insert(item.question.clone(), answer),
            Some(id) => {
                let known = self.answers.by_department.entry(item.question.clone()).or_default();
                known.insert(id.clone(), answer)
            }
        };
    }

    fn draw(&mut self) {
        let codes = familiarity_codes(&self.audience.questionnaire, &self.answers);
        let known = known(survey(), self.audience, &self.assignment.shown, &codes);
        self.assignment.assigned = assigned_list(survey(), self.audience, &known, &EpochTable::default(), &self.key);
        self.drawn = true;
    }

    /// What stands above each page, from consent to review.
    fn walk(mut self) -> Vec<(String, Progress)> {
        let (mut told, mut done): (Vec<(String, Progress)>, Vec<String>) = (Vec::new(), Vec::new());
        loop {
            let all = pages(&self.interview());
            let page: &Page = all.iter().find(|page| !done.contains(&page.name)).unwrap();
            told.push((page.name.clone(), progress(&self.interview(), &all, &page.name)));
            if page.kind == PageKind::Review {
                return told;
            }
            for item in &page.items {
                let number = item.department.as_ref().and_then(|id| id.0[1..].parse().ok());
                self.answer(told.len() + number.unwrap_or(0), item);
            }
            done.push(page.name.clone());
            let more = all
                .iter()
                .any(|p| p.kind == PageKind::Familiarity && !done.contains(&p.name));
            if !self.drawn && page.kind == PageKind::Familiarity && !more {
                self.draw();
            }
        }
    }
}

fn walker(audience: &'static Audience, seed: u8, habit: Habit) -> Walker {
    let key = RespondentKey::from_bytes([seed; 32]);
    let shown = shown_list(survey(), &audience.id, &[], &key);
    Walker {
        audience,
        assignment: Assignment {
            shown,
            ..Assignment::default()
        },
        key,
        answers: Answers::default(),
        drawn: false,
        habit,
    }
}

fn habits() -> impl Iterator<Item = Habit> {
    let choices = (0..5).flat_map(|choice| [1, 2, 3, 1000].map(|every| (choice, every)));
    choices.flat_map(|(choice, every)| {
        [true, false].map(|attention| Habit {
            choice,
            every,
            attention,
        })
    })
}

#[test]
fn the_minutes_left_never_rise_along_a_whole_journey_of_any_audience() {
    let mut most_rated = 0;
    for audience in &survey().audiences {
        for (seed, habit) in (1u8..).zip(habits()) {
            let told = walker(audience, seed, habit).walk();
            let rated = told.iter().filter(|(name, _)| name.starts_with("ratings/")).count();
            most_rated = most_rated.max(rated);
            for pair in told.windows(2) {
                let ((from, before), (to, after)) = (&pair[0], &pair[1]);
                let way = format!("{} {habit:?}: {from} {before:?} → {to} {after:?}", audience.id.0);
                assert!(after.minutes_left <= before.minutes_left, "{way}");
                assert!(after.percent >= before.percent, "{way}");
            }
            let (last, end) = told.last().unwrap();
            assert_eq!((last.as_str(), end.minutes_left), ("review", 1));
        }
    }
    assert_eq!(most_rated, 12, "somebody rates as many as institutions may");
}

#[test]
fn the_consent_page_states_what_the_form_of_this_audience_takes() {
    let mut stated = Vec::new();
    for audience in &survey().audiences {
        let habit = Habit {
            choice: 0,
            every: 1000,
            attention: true,
        };
        let start = walker(audience, 1, habit);
        let interview = start.interview();
        let first = minutes(&interview);
        let (all, language) = (pages(&interview), Language::Zh);
        let piping = Piping {
            survey: survey(),
            language,
        };
        let intro = piping.fill_in_form(&interview, &all[0].intro, None);
        assert!(intro.contains(&format!("大约需要 {first} 分钟")), "{intro}");
        let told = start.walk();
        assert_eq!(told[0].1.minutes_left, first);
        stated.push(first);
    }
    assert!(
        stated[0] < stated[1] && stated[1] < stated[2],
        "6, 8 and 12 departments: {stated:?}"
    );
}
