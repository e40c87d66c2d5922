//! Analysed respondents against the population: unweighted, weighted, target, category by category.

use super::{Sample, labels};
use crate::domain::definition::{AudienceId, Margin, Text};
use crate::domain::score::ScoreError;
use crate::domain::weight::margins::categorise;
use crate::domain::weight::rake::Target;

/// One margin of one audience.
#[derive(Debug, Clone, PartialEq)]
pub struct MarginTable {
    /// Audience.
    pub audience: AudienceId,
    /// Margin id.
    pub margin: String,
    /// Its variables: name, and wording of the question that measures it.
    pub variables: Vec<(String, Text)>,
    /// Categories after merging, in the order of the margin's file.
    pub categories: Vec<Category>,
}

/// One category.
#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    /// What it is called.
    pub label: Text,
    /// Analysed respondents in it.
    pub n: u64,
    /// n over all.
    pub unweighted: f64,
    /// Σ base weight over all.
    pub base: f64,
    /// Σ final weight over all.
    pub weighted: f64,
    /// Population over all.
    pub target: f64,
}

/// Every margin of every audience that has answers.
pub(super) fn tables(sample: &Sample) -> Result<Vec<MarginTable>, ScoreError> {
    let mut tables = Vec::new();
    for (number, audience, weights) in sample.audiences() {
        let rows = &weights.documents;
        let margins: Vec<&Margin> = sample.survey.margins_of(&audience.id).collect();
        if rows.is_empty() || margins.is_empty() {
            continue;
        }
        let placed = categorise(sample.survey, number, &sample.columns, rows, &sample.data.seed)
            .map_err(|mut stops| stops.swap_remove(0))?;
        let of_margin = margins.iter().zip(&placed.of_row).zip(&placed.targets);
        for ((margin, of_row), target) in of_margin {
            let variables = margin
                .variables
                .iter()
                .map(|v| (v.name.clone(), labels::variable(audience, v)));
            let sums = Sums::of(of_row, target, &weights.steps[0].weight, &weights.weight);
            let label = |text: &str| labels::category(sample.survey, audience, &margin.variables, text);
            tables.push(MarginTable {
                audience: audience.id.clone(),
                margin: margin.id.clone(),
                variables: variables.collect(),
                categories: sums.categories(target, label),
            });
        }
    }
    Ok(tables)
}

/// Counts and sums per category.
struct Sums(Vec<(u64, f64, f64)>);

impl Sums {
    fn of(of_row: &[u32], target: &Target, base: &[f64], weight: &[f64]) -> Sums {
        let mut sums = vec![(0, 0.0, 0.0); target.categories.len()];
        for ((category, b), w) in of_row.iter().zip(base).zip(weight) {
            let sum = &mut sums[*category as usize];
            *sum = (sum.0 + 1, sum.1 + b, sum.2 + w);
        }
        Sums(sums)
    }

    fn categories(&self, target: &Target, label: impl Fn(&str) -> Text) -> Vec<Category> {
        let (n, b, w) = self
            .0
            .iter()
            .fold((0, 0.0, 0.0), |s, c| (s.0 + c.0, s.1 + c.1, s.2 + c.2));
        let population: f64 = target.categories.iter().map(|(_, total)| total).sum();
        let pairs = target.categories.iter().zip(&self.0);
        let category = |((name, total), sum): (&(String, f64), &(u64, f64, f64))| Category {
            label: label(name),
            n: sum.0,
            unweighted: sum.0 as f64 / n as f64,
            base: sum.1 / b,
            weighted: sum.2 / w,
            target: total / population,
        };
        pairs.map(category).collect()
    }
}
