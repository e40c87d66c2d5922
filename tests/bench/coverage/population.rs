//! The fixed population: every unit's groups, what it would answer about every department, and the true rates.

use super::plan::{AUDIENCES, AudiencePlan, DEPARTMENTS, between, department_id, stratum_id};
use anyhow::{Context, Result, anyhow};
use barometer::domain::definition::{Audience, AudienceId, DepartmentId, Survey};
use barometer::domain::random::{below, stream};
use barometer::domain::sample::{Frame, frame};
use barometer::domain::table;
use rand::Rng;
use std::collections::BTreeMap;

/// Spread of the person effect on the logit of being satisfied with any department.
const PERSON: f64 = 0.8;
/// Share of 说不清 among those who know a department.
const DONT_KNOW: f64 = 0.05;
/// Share of the frame that isn't eligible.
const INELIGIBLE: f64 = 0.03;

/// One unit of the frame.
pub struct Unit {
    pub stratum: usize,
    /// Category of every question about its groups, in the order of [`AudiencePlan::questions`].
    pub groups: Vec<usize>,
    pub eligible: bool,
    pub supervisor: Option<DepartmentId>,
    /// How satisfied it is with everything, in standard deviations.
    pub mood: f64,
    /// Chance to respond that follows from stratum and groups alone.
    pub response: f64,
}

/// What a unit would say about one department.
#[derive(Clone, Copy)]
pub struct Opinion {
    /// 1 used, 2 known, 3 neither.
    pub familiarity: u8,
    /// 1 to 5, or 9 for 说不清.
    pub grade: u8,
}

/// One audience's units with their opinions.
pub struct Crowd {
    pub plan: &'static AudiencePlan,
    /// In order of the unit ids, which are the places written with six digits.
    pub units: Vec<Unit>,
    /// `opinions[unit · departments + department]`.
    pub opinions: Vec<Opinion>,
    /// True rate per department, as METHOD 1 defines it; `None` where the audience doesn't rate it.
    pub truth: Vec<Option<f64>>,
}

/// A number in 0..1 with 53 random bits.
pub fn uniform(rng: &mut impl Rng) -> f64 {
    below(rng, 1 << 53) as f64 / (1u64 << 53) as f64
}

/// A standard normal number (Box and Muller).
fn normal(rng: &mut impl Rng) -> f64 {
    let radius = (-2.0 * libm::log(1.0 - uniform(rng))).sqrt();
    radius * libm::cos(std::f64::consts::TAU * uniform(rng))
}

fn expit(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

fn logit(p: f64) -> f64 {
    libm::log(p / (1.0 - p))
}

/// The place that a uniform number falls on, given shares that need not sum to 1.
fn pick(rng: &mut impl Rng, shares: &[f64]) -> usize {
    let mut left = uniform(rng) * shares.iter().sum::<f64>();
    for (place, share) in shares.iter().enumerate() {
        if left < *share {
            return place;
        }
        left -= share;
    }
    shares.len() - 1
}

impl Crowd {
    /// The three audiences, the same for the same seed.
    pub fn all(seed: &[u8; 32]) -> Vec<Crowd> {
        AUDIENCES.iter().map(|plan| Crowd::new(plan, seed)).collect()
    }

    fn new(plan: &'static AudiencePlan, seed: &[u8; 32]) -> Crowd {
        let mut rng = stream(seed, &["coverage/population", plan.id]);
        let mut units = Vec::with_capacity(plan.units);
        let mut opinions = Vec::with_capacity(plan.units * DEPARTMENTS.len());
        let sizes: Vec<f64> = (0..plan.strata).map(|h| libm::exp(-plan.decay * h as f64)).collect();
        for _ in 0..plan.units {
            let unit = unit(plan, pick(&mut rng, &sizes), &mut rng);
            let leaning = leaning(plan, &unit);
            let worldly = 0.5 * normal(&mut rng);
            for department in &DEPARTMENTS {
                opinions.push(opinion(
                    &mut rng,
                    department.known,
                    department.satisfied,
                    leaning,
                    worldly,
                ));
            }
            units.push(unit);
        }
        let truth = (0..DEPARTMENTS.len())
            .map(|d| truth(plan, d, &units, &opinions))
            .collect();
        Crowd {
            plan,
            units,
            opinions,
            truth,
        }
    }

    /// The survey's audience of these units.
    ///
    /// # Errors
    /// Where the survey has none of that name.
    pub fn audience<'s>(&self, survey: &'s Survey) -> Result<&'s Audience> {
        let found = survey.audience(&AudienceId(self.plan.id.into()));
        found.with_context(|| format!("the survey has no audience {}", self.plan.id))
    }

    /// What a unit would say about a department.
    pub fn opinion(&self, unit: usize, department: usize) -> Opinion {
        self.opinions[unit * DEPARTMENTS.len() + department]
    }

    /// Eligible units per combination of categories of a margin, first variable slowest.
    pub fn margin(&self, variables: &[&str]) -> Vec<(Vec<String>, u64)> {
        let places: Vec<usize> = variables
            .iter()
            .filter_map(|v| self.plan.questions().position(|q| q == *v))
            .collect();
        let categories: Vec<Vec<String>> = variables.iter().map(|v| self.plan.categories(v)).collect();
        let mut counts: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        for unit in self.units.iter().filter(|unit| unit.eligible) {
            *counts
                .entry(places.iter().map(|p| unit.groups[*p]).collect())
                .or_default() += 1;
        }
        let name = |key: &Vec<usize>| {
            key.iter()
                .zip(&categories)
                .map(|(c, names)| names[*c].clone())
                .collect()
        };
        counts.iter().map(|(key, count)| (name(key), *count)).collect()
    }

    /// The frame as the survey's own reader takes it from a CSV file.
    pub fn frame(&self, survey: &Survey) -> Result<Frame> {
        let known: Vec<&str> = self
            .plan
            .variables
            .iter()
            .filter(|v| v.in_frame)
            .map(|v| v.name)
            .collect();
        let mut csv = format!("unit_id,stratum,supervisor,{}\n", known.join(",")).replace(",\n", "\n");
        for (place, unit) in self.units.iter().enumerate() {
            let supervisor = unit.supervisor.as_ref().map_or("", |d| &d.0);
            csv.push_str(&format!("{place:06},{},{supervisor}", stratum_id(unit.stratum)));
            for name in &known {
                let question = self
                    .plan
                    .questions()
                    .position(|q| q == *name)
                    .context("a variable is a question")?;
                csv.push(',');
                csv.push_str(&self.plan.categories(name)[unit.groups[question]]);
            }
            csv.push('\n');
        }
        let table = table::read("frame.csv", csv.as_bytes(), None).map_err(|p| anyhow!("{p:?}"))?;
        let spec = self
            .audience(survey)?
            .frame
            .as_ref()
            .context("the audience has a frame")?;
        let departments = survey.departments.iter().map(|d| d.id.clone()).collect();
        frame(&table, spec, &departments).map_err(|p| anyhow!("{p:?}"))
    }
}

fn unit(plan: &AudiencePlan, stratum: usize, rng: &mut impl Rng) -> Unit {
    let mut response = between(plan.response, stratum, plan.strata);
    let mut groups = Vec::new();
    if plan.reported.is_some() {
        let moved = uniform(rng) < 0.02;
        groups.push(if moved { (stratum + 1) % plan.strata } else { stratum });
    }
    for variable in plan.variables {
        // Later strata have more of the later categories.
        let count = variable.categories.len();
        let tilt = between((-0.6, 0.6), stratum, plan.strata);
        let share = |c: usize| libm::exp(tilt * between((-1.0, 1.0), c, count));
        let category = pick(rng, &(0..count).map(share).collect::<Vec<_>>());
        response *= between(variable.response, category, count);
        groups.push(category);
    }
    let supervised = uniform(rng) < plan.supervised;
    let supervisor = supervised.then(|| DepartmentId(department_id(below(rng, DEPARTMENTS.len() as u64) as usize)));
    Unit {
        stratum,
        groups,
        eligible: uniform(rng) >= INELIGIBLE,
        supervisor,
        mood: normal(rng),
        response,
    }
}

/// What a unit's groups and mood add to the logit of being satisfied.
fn leaning(plan: &AudiencePlan, unit: &Unit) -> f64 {
    let half = |effect: f64| (-effect / 2.0, effect / 2.0);
    let own = unit.groups.iter().skip(usize::from(plan.reported.is_some()));
    let groups = plan.variables.iter().zip(own);
    let of_groups: f64 = groups
        .map(|(v, c)| between(half(v.effect), *c, v.categories.len()))
        .sum();
    between(half(plan.effect), unit.stratum, plan.strata) + of_groups + PERSON * unit.mood
}

fn opinion(rng: &mut impl Rng, known: f64, satisfied: f64, leaning: f64, worldly: f64) -> Opinion {
    let knows = uniform(rng) < expit(logit(known) + worldly + 0.15 * leaning);
    let familiarity = match (knows, uniform(rng) < 0.4) {
        (false, _) => 3,
        (true, true) => 1,
        (true, false) => 2,
    };
    let fine = uniform(rng);
    let grade = match (
        uniform(rng) < DONT_KNOW,
        uniform(rng) < expit(logit(satisfied) + leaning),
    ) {
        (true, _) => 9,
        (false, true) => 4 + u8::from(fine < 0.4),
        (false, false) => 3 - u8::from(fine < 0.5) - u8::from(fine < 0.2),
    };
    Opinion { familiarity, grade }
}

fn truth(plan: &AudiencePlan, department: usize, units: &[Unit], opinions: &[Opinion]) -> Option<f64> {
    let id = DepartmentId(department_id(department));
    let about = opinions.iter().skip(department).step_by(DEPARTMENTS.len());
    let rates = |unit: &Unit, said: &Opinion| {
        unit.eligible && unit.supervisor.as_ref() != Some(&id) && said.familiarity < 3 && said.grade <= 5
    };
    let rating = units.iter().zip(about).filter(|(unit, said)| rates(unit, said));
    let (all, satisfied) = rating.fold((0u64, 0u64), |(all, satisfied), (_, said)| {
        (all + 1, satisfied + u64::from(said.grade >= 4))
    });
    (plan.rates(department) && all > 0).then(|| satisfied as f64 / all as f64)
}
