//! Every registered setting as a number with its name, and what is unusual about it.

mod after;
mod before;
mod tables;

use crate::domain::definition::{Conversion, Survey};
use crate::domain::score::convert::{FULL, range};
use crate::text::console::named;
use crate::text::method::{self as text, MethodWords};
use crate::text::sample_report;
use crate::web::components::sheet::rules::Rules;

/// One setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What stays the same from round to round: for comparing.
    pub key: String,
    /// Its name.
    pub label: String,
    /// As registered.
    pub value: String,
    /// Why one should look twice.
    pub mind: Option<String>,
}

/// Settings that belong together, under their heading.
pub type Group = (&'static str, Vec<Fact>);

/// What METHOD's default says, for whoever departs from it.
const USUAL: [(&str, f64); 20] = [
    ("raking.tolerance", 1e-6),
    ("raking.min-category", 30.0),
    ("raking.missing-most", 0.05),
    ("nonresponse.min-completes", 30.0),
    ("trimming.lower", 0.3),
    ("trimming.upper", 3.0),
    ("deff.warn", 2.0),
    ("deff.block", 3.0),
    ("small.suppress", 30.0),
    ("small.flag", 100.0),
    ("small.lost", 0.5),
    ("interval.level", 0.95),
    ("quality.character", 0.15),
    ("quality.page", 0.8),
    ("quality.fast", 0.3),
    ("quality.median-flag", 0.5),
    ("quality.median-strong", 1.0 / 3.0),
    ("quality.items", 12.0),
    ("quality.departments", 3.0),
    ("assignment.boost", 4.0),
];

/// Every group of settings, in the order of the journey of an answer.
pub fn groups(rules: &Rules<'_>) -> Vec<Group> {
    let teller = Teller {
        rules: *rules,
        words: text::of(rules.language),
    };
    let facts = [
        teller.scale(),
        teller.conversion(),
        teller.weights(),
        teller.sample(),
        teller.assignment(),
        teller.weighting(),
        teller.margins(),
        teller.small(),
        teller.quality(),
        teller.questions(),
        teller.departments(),
        teller.figures(),
        teller.strata(),
    ];
    teller.words.groups.into_iter().zip(facts).collect()
}

struct Teller<'a> {
    rules: Rules<'a>,
    words: &'static MethodWords,
}

impl<'a> Teller<'a> {
    fn survey(&self) -> &'a Survey {
        self.rules.survey
    }

    /// A setting by its key; `about` names what it is a setting of, where there are several.
    /// A question's wording with its gaps in words: filled, two years' would never be the same.
    fn blank(&self, wording: &str) -> String {
        let department = sample_report::of(self.rules.language).small.department;
        wording.replace("{dept}", department).replace("{year}", self.words.year)
    }

    fn of(&self, key: &str, about: &str, value: impl ToString) -> Fact {
        let label = named(self.words.labels, key);
        Fact {
            key: format!("{key}:{about}"),
            label: if about.is_empty() {
                label.to_owned()
            } else {
                format!("{label} · {about}")
            },
            value: value.to_string(),
            mind: None,
        }
    }

    /// A number; one that departs from the default says so, and why that matters.
    fn number(&self, key: &str, value: f64) -> Fact {
        let usual = USUAL.iter().find(|(known, _)| *known == key).map(|(_, usual)| *usual);
        let fact = self.of(key, "", shown(key, value));
        match usual.filter(|usual| (usual - value).abs() > 1e-9 * usual.abs()) {
            Some(usual) => {
                let unusual = self.words.unusual.replace("{usual}", &shown(key, usual));
                let reason = self.words.reasons.iter().find(|(known, _)| *known == key);
                fact.minding(format!("{unusual}{}", reason.map_or("", |(_, reason)| reason)))
            }
            None => fact,
        }
    }

    /// A sentence about a key whose protection is missing or whose rule is not the default.
    fn reason(&self, key: &'static str) -> String {
        named(self.words.reasons, key).to_owned()
    }

    fn scale(&self) -> Vec<Fact> {
        let (scale, language) = (&self.survey().method.scale, self.rules.language);
        let mut facts = vec![self.of("scale.version", "", &scale.version)];
        for (place, grade) in scale.grades.iter().enumerate() {
            let counts = self.words.yes_no[usize::from(!grade.satisfied)];
            let value = self
                .words
                .grade
                .replace("{value}", &grade.value.to_string())
                .replace("{code}", &grade.code);
            let fact = self.of(
                "scale.grade",
                grade.label.get(language),
                value.replace("{counts}", counts),
            );
            let even = 100.0 - 100.0 * place as f64 / (scale.grades.len().max(2) - 1) as f64;
            facts.push(if (grade.value - even).abs() > 0.5 {
                fact.minding(self.reason("scale.uneven"))
            } else {
                fact
            });
        }
        let (code, label) = &scale.dont_know;
        facts.push(self.of("scale.dont-know", "", format!("{} ({code})", label.get(language))));
        facts
    }

    fn conversion(&self) -> Vec<Fact> {
        let names = self.words.conversions;
        let raised = self.raised();
        let rule = |place: usize| {
            let fact = self.of("conversion.rule", "", names[place]);
            let reasons: Vec<String> = (place > 0)
                .then(|| self.reason("conversion.other"))
                .into_iter()
                .chain(raised.clone())
                .collect();
            match reasons.is_empty() {
                true => fact,
                false => fact.minding(reasons.join("; ")),
            }
        };
        match &self.survey().method.conversion {
            Conversion::Rate => vec![rule(0)],
            Conversion::Index { values } => {
                let values = values
                    .iter()
                    .map(|(code, value)| self.of("conversion.value", code, value));
                [rule(1)].into_iter().chain(values).collect()
            }
            Conversion::Target { target } => vec![rule(2), self.of("conversion.target", "", percent(*target))],
            Conversion::Bands { bands } => {
                let bands = bands
                    .iter()
                    .map(|(from, points)| self.of("conversion.band", &percent(*from), points));
                [rule(3)].into_iter().chain(bands).collect()
            }
            Conversion::MinMax { floor } => vec![rule(4), self.of("conversion.floor", "", floor)],
        }
    }

    /// That a rule keeps every department above some points or below others, with the figures.
    fn raised(&self) -> Option<String> {
        let (low, high) = range(&self.survey().method.conversion);
        let points = |points: f64| ((points * 1e4).round() / 1e4).to_string();
        (low > 0.0 || high < FULL).then(|| {
            let words = self.reason("conversion.range");
            words.replace("{low}", &points(low)).replace("{high}", &points(high))
        })
    }

    /// Audience weights: by class where a class agrees, else by department.
    fn weights(&self) -> Vec<Fact> {
        let departments = &self.survey().departments;
        let mut facts: Vec<Fact> = Vec::new();
        for department in departments {
            let class = departments.iter().filter(|other| other.class == department.class);
            let agrees = class.clone().all(|other| other.weights == department.weights);
            let about = match agrees {
                true => department.class.clone(),
                false => format!("{} {}", department.class, department.name.get(self.rules.language)),
            };
            let share = |(id, share): (&_, &f64)| format!("{} {}", self.rules.audience(id), percent(*share));
            let shares: Vec<String> = department.weights.iter().map(share).collect();
            let fact = self.of("weights.class", &about, shares.join(" · "));
            if !facts.iter().any(|known| known.key == fact.key) {
                facts.push(if agrees {
                    fact
                } else {
                    fact.minding(self.reason("weights.single"))
                });
            }
        }
        facts.sort_by(|a, b| a.key.cmp(&b.key));
        facts
    }

    /// What is asked: outside the method's hash, inside the definition's.
    fn questions(&self) -> Vec<Fact> {
        let language = self.rules.language;
        let mut facts = vec![self.of("questions.departments", "", self.survey().departments.len())];
        for audience in &self.survey().audiences {
            let (name, form) = (audience.name.get(language), &audience.questionnaire);
            facts.push(self.of("questions.version", name, &form.version));
            facts.push(self.of("questions.scored", name, self.blank(form.scored().text.get(language))));
            facts.push(self.of("questions.number", name, form.questions().count()));
        }
        facts
    }
}

impl Fact {
    fn minding(self, reason: String) -> Fact {
        Fact {
            mind: Some(reason),
            ..self
        }
    }
}

/// Shares as per cent, small tolerances as powers, the rest as they are.
fn shown(key: &str, value: f64) -> String {
    let shares = [
        "raking.missing-most",
        "small.lost",
        "interval.level",
        "quality.fast",
        "quality.median-flag",
        "quality.median-strong",
    ];
    match shares.contains(&key) {
        true => percent(value),
        false if value != 0.0 && value.abs() < 0.001 => format!("{value:e}"),
        false => value.to_string(),
    }
}

fn percent(share: f64) -> String {
    format!("{} %", (share * 1e4).round() / 1e2)
}
