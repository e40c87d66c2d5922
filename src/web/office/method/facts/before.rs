//! Settings of what happens before the answers come in: the sample, and which departments a person rates.

use super::{Fact, Teller, percent};
use crate::domain::definition::{Allocation, AssignmentRule, BaseWeight, Familiarity};
use crate::text::console::named;

impl Teller<'_> {
    pub(super) fn sample(&self) -> Vec<Fact> {
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
                let names = self.rules.names();
                let margin = names
                    .margin_of("", margin)
                    .map_or(margin.clone(), |one| names.margin(one));
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

    pub(super) fn assignment(&self) -> Vec<Fact> {
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
}
