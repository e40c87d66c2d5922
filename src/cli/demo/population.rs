//! The made-up population of the demonstration: frames to draw from, and what people think of each department.

use crate::domain::definition::{Audience, AudienceId, DepartmentId, FrameSpec, Survey};
use crate::domain::random::{below, stream};
use crate::stages::draw::FrameFile;
use rand::Rng;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Frame units per issued unit: enough that a draw is a draw.
const FRAME_FACTOR: u64 = 6;

/// A uniform number in [0, 1) with 53 bits.
pub fn uniform(rng: &mut impl Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

/// A roughly normal number, mean 0 and variance 1: the sum of twelve uniforms.
pub fn bell(rng: &mut impl Rng) -> f64 {
    (0..12).map(|_| uniform(rng)).sum::<f64>() - 6.0
}

/// Frames for every audience, as the CSV files that an agency would hand in.
pub fn frames(survey: &Survey, seed: &[u8; 32]) -> BTreeMap<AudienceId, FrameFile> {
    survey
        .audiences
        .iter()
        .filter_map(|audience| {
            let spec = audience.frame.as_ref()?;
            let name = format!("frame-{}.csv", audience.id.0);
            let bytes = frame_csv(survey, audience, spec, seed).into_bytes();
            Some((audience.id.clone(), FrameFile { name, bytes }))
        })
        .collect()
}

fn frame_csv(survey: &Survey, audience: &Audience, spec: &FrameSpec, seed: &[u8; 32]) -> String {
    let mut rng = stream(seed, &["demo frame", &audience.id.0]);
    let total = spec.total * FRAME_FACTOR;
    let values = attribute_values(survey, audience, spec);
    let shares = values
        .iter()
        .find(|(name, _)| name == &spec.stratum)
        .map(|(_, shares)| shares.clone());
    let shares = shares.unwrap_or_else(|| spec.strata.iter().map(|s| (s.clone(), 1.0)).collect());
    let mut columns = vec![spec.unit_id.clone(), spec.stratum.clone()];
    columns.extend(spec.attributes.iter().filter(|name| **name != spec.stratum).cloned());
    columns.extend(spec.contact.iter().cloned());
    columns.extend(spec.supervisor.iter().cloned());
    let mut csv = format!("{}\n", columns.join(","));
    for number in 1..=total {
        let mut cells = vec![format!("{}{number:06}", &audience.id.0[..1].to_uppercase())];
        cells.push(pick(&shares, &mut rng));
        for name in spec.attributes.iter().filter(|name| **name != spec.stratum) {
            let known = values
                .iter()
                .find(|(value, _)| value == name)
                .map(|(_, shares)| pick(shares, &mut rng));
            cells.push(known.unwrap_or_default());
        }
        cells.extend(spec.contact.iter().map(|column| contact(column, number)));
        if spec.supervisor.is_some() {
            cells.push(supervisor(survey, audience, &mut rng));
        }
        let _ = writeln!(csv, "{}", cells.join(","));
    }
    csv
}

/// Per margin variable: its values with their populations.
fn attribute_values(survey: &Survey, audience: &Audience, spec: &FrameSpec) -> Vec<(String, Vec<(String, f64)>)> {
    let mut found: Vec<(String, Vec<(String, f64)>)> = Vec::new();
    for margin in survey.margins_of(&audience.id) {
        for (place, variable) in margin.variables.iter().enumerate() {
            let wanted = spec.attributes.contains(&variable.name) || spec.stratum == variable.name;
            if !wanted || found.iter().any(|(name, _)| name == &variable.name) {
                continue;
            }
            let mut shares: BTreeMap<String, f64> = BTreeMap::new();
            for category in &margin.categories {
                *shares.entry(category.key[place].clone()).or_default() += category.population;
            }
            found.push((variable.name.clone(), shares.into_iter().collect()));
        }
    }
    found
}

fn pick(shares: &[(String, f64)], rng: &mut impl Rng) -> String {
    let total: f64 = shares.iter().map(|(_, share)| share).sum();
    let mut rest = uniform(rng) * total;
    for (value, share) in shares {
        rest -= share;
        if rest < 0.0 {
            return value.clone();
        }
    }
    shares.last().map(|(value, _)| value.clone()).unwrap_or_default()
}

/// Contact data that can belong to nobody: numbers of the test range.
fn contact(column: &str, number: u64) -> String {
    if column == "phone" {
        format!("1990000{:04}", number % 10_000)
    } else {
        format!("示例{number:06}")
    }
}

/// One institution in three has a supervising department.
fn supervisor(survey: &Survey, audience: &Audience, rng: &mut impl Rng) -> String {
    let rated: Vec<_> = survey
        .departments
        .iter()
        .filter(|d| d.is_rated_by(&audience.id))
        .collect();
    if rated.is_empty() || below(rng, 3) > 0 {
        return String::new();
    }
    rated[below(rng, rated.len() as u64) as usize].id.0.clone()
}

/// Departments that hardly anybody of an audience has heard of, with the chance that somebody has: the sheet then shows
/// what becomes of a small number of answers. The one is rated by no other audience, the other by one more.
const HARDLY_KNOWN: [(&str, &str, f64); 2] = [("D62", "institutions", 0.04), ("D40", "institutions", 0.04)];

/// What people think: the true standing of every department, on the scale of [`super::person`].
#[derive(Debug, Clone)]
pub struct Opinions {
    standing: BTreeMap<DepartmentId, f64>,
    known: BTreeMap<DepartmentId, f64>,
}

impl Opinions {
    /// A believable spread between departments.
    pub fn new(survey: &Survey, seed: &[u8; 32]) -> Opinions {
        use crate::domain::definition::Familiarity;
        let mut rng = stream(seed, &["demo opinions"]);
        let standing = survey
            .departments
            .iter()
            .map(|d| (d.id.clone(), 0.88 + 0.17 * bell(&mut rng)))
            .collect();
        let known = survey.departments.iter().map(|d| {
            let prior = match d.familiarity {
                Familiarity::Low => 0.30,
                Familiarity::Medium => 0.50,
                Familiarity::High => 0.75,
            };
            (d.id.clone(), prior + 0.06 * bell(&mut rng))
        });
        Opinions {
            standing,
            known: known.collect(),
        }
    }

    /// How well a department stands: 0 is a shrug, 1 is good.
    pub fn standing(&self, department: &DepartmentId) -> f64 {
        self.standing.get(department).copied().unwrap_or(0.5)
    }

    /// Chance that somebody of an audience knows it.
    pub fn known(&self, audience: &AudienceId, department: &DepartmentId) -> f64 {
        let hardly = HARDLY_KNOWN
            .into_iter()
            .find(|(id, of, _)| *id == department.0 && *of == audience.0);
        hardly.map_or_else(
            || self.known.get(department).copied().unwrap_or(0.5),
            |(_, _, chance)| chance,
        )
    }
}
