//! Settings of what happens after the answers are in: weighting, population figures, small numbers, quality.

use super::{Fact, Teller};
use crate::domain::definition::Margin;

impl Teller<'_> {
    pub(super) fn weighting(&self) -> Vec<Fact> {
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

    pub(super) fn margins(&self) -> Vec<Fact> {
        let mut facts: Vec<Fact> = self.survey().margins.iter().map(|margin| self.margin(margin)).collect();
        if let Some(decision) = &self.survey().round.approximate_margins_override {
            let fact = self.of("margin.override", "", format!("{}: {}", decision.by, decision.reason));
            facts.push(fact.minding(self.reason("margin.override")));
        }
        facts
    }

    fn margin(&self, margin: &Margin) -> Fact {
        let about = format!(
            "{} · {}",
            self.rules.audience(&margin.audience),
            self.rules.names().margin(margin)
        );
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

    pub(super) fn small(&self) -> Vec<Fact> {
        let method = &self.survey().method;
        vec![
            self.number("small.suppress", method.small_cells.suppress),
            self.number("small.flag", method.small_cells.flag),
            self.number("small.lost", method.small_cells.lost_weight_most),
            self.number("interval.level", method.interval.level),
        ]
    }

    pub(super) fn quality(&self) -> Vec<Fact> {
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
}
