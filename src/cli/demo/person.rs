//! One simulated respondent: a background, a pace, a fate, and an answer to whatever the page asks.

use super::browser::{Field, Form};
use super::population::{Opinions, bell, uniform};
use crate::domain::definition::{Audience, DepartmentId, Question, QuestionId, QuestionKind, Role, Survey};
use crate::domain::random::{below, stream};
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How the visit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Says no on the first page.
    Declines,
    /// Gives an answer that ends the interview.
    ScreenedOut,
    /// Leaves after so many pages.
    BreaksOff(u32),
    /// Goes through.
    Completes,
}

/// A simulated respondent.
#[derive(Debug)]
pub struct Person {
    survey: Arc<Survey>,
    opinions: Arc<Opinions>,
    audience: Audience,
    background: BTreeMap<String, String>,
    rng: ChaCha20Rng,
    leaning: f64,
    straight: bool,
    /// Seconds per page, before chance.
    pace: f64,
    /// How it ends.
    pub fate: Fate,
}

impl Person {
    /// The person behind a sample number: the same for the same seed.
    pub fn new(
        survey: Arc<Survey>,
        opinions: Arc<Opinions>,
        audience: &Audience,
        background: BTreeMap<String, String>,
        seed: &[u8; 32],
        sample_no: u64,
    ) -> Person {
        let mut rng = stream(seed, &["demo person", &sample_no.to_string()]);
        let fate = match below(&mut rng, 100) {
            0..3 => Fate::Declines,
            3..6 => Fate::ScreenedOut,
            6..11 => Fate::BreaksOff(1 + below(&mut rng, 14) as u32),
            _ => Fate::Completes,
        };
        let hurried = below(&mut rng, 40) == 0;
        // Older people and outer districts are a little more content: margins then matter.
        let older = matches!(background.get("age").map(String::as_str), Some("55-64" | "65+"));
        let leaning = 0.45 * bell(&mut rng) + if older { 0.25 } else { 0.0 };
        Person {
            audience: audience.clone(),
            straight: hurried && below(&mut rng, 2) == 0,
            pace: if hurried { 4.0 } else { 34.0 + 16.0 * uniform(&mut rng) },
            survey,
            opinions,
            background,
            rng,
            leaning,
            fate,
        }
    }

    /// Seconds this page takes.
    pub fn seconds(&mut self, form: &Form) -> i64 {
        let questions = form.fields.len().max(1) as f64;
        ((self.pace * (0.4 + 0.25 * questions)) * (0.7 + 0.6 * uniform(&mut self.rng))) as i64 + 1
    }

    /// Fills a form: hidden fields as they are, then an answer per question.
    pub fn fill(&mut self, form: &Form) -> Vec<(String, String)> {
        let mut pairs = form.hidden.clone();
        for field in &form.fields {
            for value in self.answer(field) {
                pairs.push((field.name.clone(), value));
            }
        }
        pairs
    }

    fn answer(&mut self, field: &Field) -> Vec<String> {
        let (name, department) = match field.name.split_once('.') {
            Some((question, department)) => (question, Some(DepartmentId(department.to_owned()))),
            None => (field.name.as_str(), None),
        };
        let Some(question) = self
            .audience
            .questionnaire
            .question(&QuestionId(name.to_owned()))
            .cloned()
        else {
            return Vec::new();
        };
        if field.values.is_empty() {
            return self.words();
        }
        if let Some(code) = self.background_code(&question) {
            return vec![code];
        }
        self.choose(&question, department.as_ref(), field)
    }

    fn choose(&mut self, question: &Question, department: Option<&DepartmentId>, field: &Field) -> Vec<String> {
        match &question.role {
            Role::Familiarity { eligible, used } => self.familiarity(eligible, used, department, field),
            Role::Attention { expect, .. } if below(&mut self.rng, 25) > 0 && !self.straight => vec![expect.clone()],
            Role::Coaching { coached } if below(&mut self.rng, 30) > 0 => field
                .values
                .iter()
                .find(|code| !coached.contains(code))
                .cloned()
                .into_iter()
                .collect(),
            Role::Scored | Role::Dimension | Role::Attention { .. } => self.grade(department),
            _ if matches!(question.kind, QuestionKind::Scale) => self.grade(department),
            _ => self.any(question, field),
        }
    }

    /// The code of the raking variable this question measures, if the background says it.
    fn background_code(&mut self, question: &Question) -> Option<String> {
        let variable = self
            .survey
            .margins_of(&self.audience.id)
            .flat_map(|margin| &margin.variables)
            .find(|variable| variable.question == question.id)?;
        let value = self.background.get(&variable.name)?;
        let code = variable
            .values
            .iter()
            .find(|(_, mapped)| *mapped == value)
            .map(|(code, _)| code.clone());
        // One in forty leaves it out where that is allowed.
        if !question.required && below(&mut self.rng, 40) == 0 {
            None
        } else {
            code
        }
    }

    fn familiarity(
        &mut self,
        eligible: &[String],
        used: &[String],
        department: Option<&DepartmentId>,
        field: &Field,
    ) -> Vec<String> {
        let chance = department.map_or(0.5, |department| self.opinions.known(&self.audience.id, department));
        let knows = uniform(&mut self.rng) < chance;
        let fitting: Vec<&String> = field
            .values
            .iter()
            .filter(|code| eligible.contains(code) == knows)
            .collect();
        let used_ones: Vec<&String> = fitting.iter().copied().filter(|code| used.contains(code)).collect();
        let from = if knows && !used_ones.is_empty() && below(&mut self.rng, 5) < 3 {
            &used_ones
        } else {
            &fitting
        };
        if from.is_empty() {
            return Vec::new();
        }
        vec![from[below(&mut self.rng, from.len() as u64) as usize].clone()]
    }

    fn grade(&mut self, department: Option<&DepartmentId>) -> Vec<String> {
        let scale = &self.survey.method.scale;
        if below(&mut self.rng, 22) == 0 && !self.straight {
            return vec![scale.dont_know.0.clone()];
        }
        let standing = department.map_or(0.7, |department| self.opinions.standing(department));
        let noise = if self.straight { 0.0 } else { 0.8 * bell(&mut self.rng) };
        let felt = if self.straight {
            0.8
        } else {
            standing + self.leaning + noise
        };
        let cuts = [1.5, 0.45, -0.35, -1.1];
        let place = cuts.iter().position(|cut| felt > *cut).unwrap_or(cuts.len());
        let last = scale.grades.len() - 1;
        vec![scale.grades[place.min(last)].code.clone()]
    }

    /// Any choice that does not end the interview (or one that does, for who is to be screened out).
    fn any(&mut self, question: &Question, field: &Field) -> Vec<String> {
        let ends = |code: &String| question.endings.iter().any(|ending| &ending.code == code);
        let wants_end = match self.fate {
            Fate::Declines => question.endings.iter().any(|ending| ending.disposition == "2.15"),
            Fate::ScreenedOut => !question.endings.iter().any(|ending| ending.disposition == "2.15"),
            _ => false,
        };
        let fitting: Vec<&String> = field.values.iter().filter(|code| ends(code) == wants_end).collect();
        let from: Vec<&String> = if fitting.is_empty() {
            field.values.iter().collect()
        } else {
            fitting
        };
        // The first choices of a list are the likelier ones.
        let place = below(&mut self.rng, from.len() as u64).min(below(&mut self.rng, from.len() as u64));
        vec![from[place as usize].clone()]
    }

    fn words(&mut self) -> Vec<String> {
        const WORDS: [&str; 4] = [
            "排队时间太长",
            "希望窗口周末也开",
            "办事指南写得再清楚些",
            "Clearer instructions, please",
        ];
        if below(&mut self.rng, 12) > 0 {
            return Vec::new();
        }
        vec![WORDS[below(&mut self.rng, WORDS.len() as u64) as usize].to_owned()]
    }
}
