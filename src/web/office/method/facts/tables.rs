//! Settings that are long lists: every department, every population figure, every stratum's group.

use super::{Fact, Teller, percent};
use crate::domain::definition::{Allocation, Department, Familiarity, Margin, MarginVariable};

impl Teller<'_> {
    /// Who is rated, with class, weights and prior familiarity.
    pub(super) fn departments(&self) -> Vec<Fact> {
        let departments = self.survey().departments.iter();
        departments.map(|one| self.department(one)).collect()
    }

    fn department(&self, one: &Department) -> Fact {
        let share = |(id, share): (&_, &f64)| format!("{} {}", self.rules.audience(id), percent(*share));
        let shares: Vec<String> = one.weights.iter().map(share).collect();
        let familiarity = match one.familiarity {
            Familiarity::Low => 0,
            Familiarity::Medium => 1,
            Familiarity::High => 2,
        };
        let value = self
            .words
            .department
            .replace("{class}", &one.class)
            .replace("{weights}", &shares.join(" · "))
            .replace("{familiarity}", self.words.familiarities[familiarity])
            .replace("{theme}", one.theme.get(self.rules.language))
            .replace("{full}", one.full_name.get(self.rules.language))
            .replace("{about}", one.description.get(self.rules.language));
        let label = format!("{} {}", one.id.0, one.name.get(self.rules.language));
        Fact {
            key: format!("department:{}", one.id.0),
            label,
            value,
            mind: None,
        }
    }

    /// Every figure of every margin, and what counts as which of its categories.
    pub(super) fn figures(&self) -> Vec<Fact> {
        let margins = self.survey().margins.iter();
        margins.flat_map(|margin| self.figures_of(margin)).collect()
    }

    fn figures_of(&self, margin: &Margin) -> Vec<Fact> {
        let about = format!("{} · {}", self.rules.audience(&margin.audience), margin.id);
        let variable = |one: &MarginVariable| {
            let codes: Vec<String> = one
                .values
                .iter()
                .map(|(code, value)| format!("{code} → {value}"))
                .collect();
            let value = format!("{}: {}", one.question.0, codes.join(", "));
            self.of("margin.variable", &format!("{about} · {}", one.name), value)
        };
        let figures = margin.categories.iter().map(|category| {
            let about = format!("{about} · {}", category.key.join(" × "));
            self.of("margin.figure", &about, category.population)
        });
        margin.variables.iter().map(variable).chain(figures).collect()
    }

    /// The groups inside which strata may share a nonresponse class.
    pub(super) fn strata(&self) -> Vec<Fact> {
        let groups = self.survey().method.nonresponse.iter().flat_map(|step| &step.groups);
        let group = |(audience, strata): (&_, &std::collections::BTreeMap<String, String>)| {
            let name = self.rules.audience(audience).to_owned();
            let row = |(stratum, group): (&String, &String)| {
                self.of("nonresponse.group", &format!("{name} · {stratum}"), group)
            };
            strata.iter().map(row).collect::<Vec<_>>()
        };
        groups.flat_map(group).chain(self.fixed()).collect()
    }

    /// Sizes of strata that are listed one by one.
    fn fixed(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for audience in &self.survey().audiences {
            if let Some(Allocation::Fixed { sizes }) = audience.frame.as_ref().map(|frame| &frame.allocation) {
                let name = audience.name.get(self.rules.language);
                let size =
                    |(stratum, size): (&String, &u64)| self.of("sample.stratum", &format!("{name} · {stratum}"), size);
                facts.extend(sizes.iter().map(size));
            }
        }
        facts
    }
}
