//! Every registered setting as a number with its name, and what is unusual about it.

use crate::domain::definition::{Allocation, AssignmentRule, BaseWeight, Conversion, Familiarity, Margin, Survey};
use crate::text::console::named;
use crate::text::method::{self as text, MethodWords};
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
            let value = self.words.grade.replace("{value}", &grade.value.to_string());
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
        let rule = |place: usize| {
            let fact = self.of("conversion.rule", "", names[place]);
            if place == 0 {
                fact
            } else {
                fact.minding(self.reason("conversion.other"))
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

    fn sample(&self) -> Vec<Fact> {
        let (survey, method) = (self.survey(), &self.survey().method);
        let mut facts = Vec::new();
        for audience in &survey.audiences {
            let name = audience.name.get(self.rules.language);
            if let Some(frame) = &audience.frame {
                let rule = match &frame.allocation {
                    Allocation::Proportional => self.words.allocations[0].to_owned(),
                    Allocation::Power { exponent } => format!("{} {exponent}", self.words.allocations[1]),
                    Allocation::Equal => self.words.allocations[2].to_owned(),
                    Allocation::Fixed { .. } => self.words.allocations[3].to_owned(),
                };
                facts.push(self.of("sample.total", name, frame.total));
                facts.push(self.of("sample.allocation", name, format!("{rule}, ≥ {}", frame.minimum)));
                facts.push(self.of("sample.reserve", name, percent(frame.reserve_share)));
            }
            facts.push(self.of("sample.departments", name, audience.max_departments));
        }
        facts.push(match &method.base {
            BaseWeight::InverseProbability => self.of("sample.base", "", self.words.bases[0]),
            BaseWeight::StratumPopulation { margin } => {
                self.of("sample.base", "", format!("{} ({margin})", self.words.bases[1]))
            }
        });
        facts.push(self.of("sample.fpc", "", self.words.yes_no[usize::from(!method.fpc)]));
        facts.push(self.of(
            "sample.enterprise",
            "",
            named(self.words.enterprise_units, &method.enterprise_unit),
        ));
        facts.push(self.of("sample.battery", "", method.battery_most));
        facts
    }

    fn assignment(&self) -> Vec<Fact> {
        let AssignmentRule::Drawn {
            shown_sizes,
            shown_share,
            boost_most,
            target_ratings,
        } = &self.survey().method.assignment
        else {
            return vec![self.of("assignment.rule", "", self.words.assignments[0])];
        };
        let mut facts = vec![
            self.of("assignment.rule", "", self.words.assignments[1]),
            self.of("assignment.share", "", format!("{}/{}", shown_share.0, shown_share.1)),
            self.number("assignment.boost", *boost_most as f64),
        ];
        for (place, familiarity) in [Familiarity::Low, Familiarity::Medium, Familiarity::High]
            .iter()
            .enumerate()
        {
            if let Some(size) = shown_sizes.get(familiarity) {
                let size = size.map_or(self.words.always.to_owned(), |size| size.to_string());
                facts.push(self.of("assignment.size", self.words.familiarities[place], size));
            }
        }
        for (audience, target) in target_ratings {
            facts.push(self.of("assignment.target", self.rules.audience(audience), target));
        }
        facts
    }

    fn weighting(&self) -> Vec<Fact> {
        let method = &self.survey().method;
        let none = |key: &'static str| vec![self.of(key, "", self.words.none).minding(self.reason(key))];
        let mut facts = match &method.nonresponse {
            Some(step) => vec![self.number("nonresponse.min-completes", step.min_completes.into())],
            None => none("nonresponse.none"),
        };
        facts.extend([
            self.number("raking.tolerance", method.raking.tolerance),
            self.of("raking.cycles", "", method.raking.max_cycles),
            self.number("raking.min-category", method.raking.min_category.into()),
            self.number("raking.missing-most", method.raking.missing_most),
        ]);
        facts.extend(match &method.trimming {
            Some(limits) => vec![
                self.number("trimming.lower", limits.lower),
                self.number("trimming.upper", limits.upper),
            ],
            None => none("trimming.none"),
        });
        facts.push(self.number("deff.warn", method.deff_warn));
        facts.push(self.number("deff.block", method.deff_block));
        if let Some(waiver) = &self.survey().round.deff_waiver {
            let fact = self.of("deff.waiver", "", format!("{}: {}", waiver.by, waiver.reason));
            facts.push(fact.minding(self.reason("deff.waiver")));
        }
        facts
    }

    fn margins(&self) -> Vec<Fact> {
        let mut facts: Vec<Fact> = self.survey().margins.iter().map(|margin| self.margin(margin)).collect();
        if let Some(decision) = &self.survey().round.approximate_margins_override {
            let fact = self.of("margin.override", "", format!("{}: {}", decision.by, decision.reason));
            facts.push(fact.minding(self.reason("margin.override")));
        }
        facts
    }

    fn margin(&self, margin: &Margin) -> Fact {
        let about = format!("{} · {}", self.rules.audience(&margin.audience), margin.id);
        let value = self.words.margin[usize::from(!margin.master)]
            .replace("{n}", &margin.categories.len().to_string())
            .replace("{sum}", &margin.sum_before_scaling.to_string())
            .replace("{source}", &margin.source)
            .replace("{year}", &margin.year.to_string());
        let fact = self.of("margin", &about, value);
        let old = self.survey().round.year - margin.year;
        match (margin.approximate, old > 5) {
            (true, _) => fact.minding(self.reason("margin.approximate")),
            (false, true) => fact.minding(self.reason("margin.old").replace("{years}", &old.to_string())),
            (false, false) => fact,
        }
    }

    fn small(&self) -> Vec<Fact> {
        let method = &self.survey().method;
        vec![
            self.number("small.suppress", method.small_cells.suppress),
            self.number("small.flag", method.small_cells.flag),
            self.number("small.lost", method.small_cells.lost_weight_most),
            self.number("interval.level", method.interval.level),
        ]
    }

    fn quality(&self) -> Vec<Fact> {
        let rules = &self.survey().method.quality;
        vec![
            self.number("quality.character", rules.seconds_per_character),
            self.number("quality.page", rules.seconds_per_page),
            self.number("quality.fast", rules.fast_page_share),
            self.number("quality.median-flag", rules.median_share_flag),
            self.number("quality.median-strong", rules.median_share_strong),
            self.number("quality.items", rules.straight_items.into()),
            self.number("quality.departments", rules.straight_departments.into()),
        ]
    }

    /// What is asked: outside the method's hash, inside the definition's.
    fn questions(&self) -> Vec<Fact> {
        let language = self.rules.language;
        let mut facts = vec![self.of("questions.departments", "", self.survey().departments.len())];
        for audience in &self.survey().audiences {
            let (name, form) = (audience.name.get(language), &audience.questionnaire);
            facts.push(self.of("questions.version", name, &form.version));
            facts.push(self.of("questions.scored", name, form.scored().text.get(language)));
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
