//! The sizes form as typed, and the plan and expectation that it means.

use crate::domain::definition::{Audience, Familiarity, Language, Survey};
use crate::domain::refusal::PrepareRefusal;
use crate::domain::sample::{AudiencePlan, Expectation, Sizes, USUAL_RESPONSE};
use crate::text::prepare as text;
use crate::web::access::Fields;
use std::collections::BTreeMap;

/// What is typed about an audience's sizes; text, so that nothing typed is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SizesForm {
    /// `registered`, `total` or `strata`.
    pub rule: String,
    /// Units in all.
    pub total: String,
    /// Units by stratum.
    pub strata: BTreeMap<String, String>,
    /// Response, deff, known by few, in between, by most, 说不清: as [`NAMES`].
    pub expects: [String; 6],
    /// Version of the sizes that were on the page.
    pub seen: u64,
}

/// Names of the fields of expectation.
pub const NAMES: [&str; 6] = ["response", "deff", "low", "medium", "high", "dont_know"];

/// What stands there before anybody types, after the usual response: cautious figures, of which none is saved.
const USUAL: [&str; 5] = ["1.3", "30", "55", "80", "10"];

/// Limits of the fields of expectation.
const LIMITS: [(f64, f64); 6] = [
    (0.1, 100.0),
    (1.0, 20.0),
    (0.0, 100.0),
    (0.0, 100.0),
    (0.0, 100.0),
    (0.0, 99.0),
];

/// Before a stratum's code in the name of its field.
pub const STRATUM: &str = "n:";

impl SizesForm {
    /// The form of what is saved, with the expectation of the address.
    pub fn saved(
        plan: Option<&AudiencePlan>,
        sizes: Option<&BTreeMap<String, u64>>,
        seen: u64,
        asked: &Fields,
    ) -> Self {
        let mut form = SizesForm {
            rule: "registered".into(),
            seen,
            ..SizesForm::default()
        };
        let usual = USUAL.map(str::to_owned).into_iter();
        for (field, value) in form
            .expects
            .iter_mut()
            .zip([percent(USUAL_RESPONSE)].into_iter().chain(usual))
        {
            *field = value;
        }
        for (place, name) in NAMES.iter().enumerate() {
            if let Some((_, value)) = asked.iter().find(|(field, _)| field == name) {
                form.expects[place].clone_from(value);
            }
        }
        if let Some(sizes) = sizes {
            form.total = sizes.values().sum::<u64>().to_string();
            form.strata = sizes.iter().map(|(code, n)| (code.clone(), n.to_string())).collect();
        }
        if let Some(plan) = plan {
            form.expects[0] = percent(plan.response);
            form.rule = match &plan.sizes {
                Sizes::Registered => "registered",
                Sizes::Total(_) => "total",
                Sizes::Strata(_) => "strata",
            }
            .into();
        }
        form
    }

    /// The form as it was posted.
    pub fn posted(fields: &Fields) -> SizesForm {
        let mut form = SizesForm::default();
        for (name, value) in fields {
            let value = value.trim().to_owned();
            if let Some(stratum) = name.strip_prefix(STRATUM) {
                form.strata.insert(stratum.to_owned(), value);
            } else if let Some(place) = NAMES.iter().position(|one| one == name) {
                form.expects[place] = value;
            } else {
                match name.as_str() {
                    "rule" => form.rule = value,
                    "total" => form.total = value,
                    "seen" => form.seen = value.parse().unwrap_or_default(),
                    _ => {}
                }
            }
        }
        form
    }

    /// The plan and the expectation; the first field that holds no such number is refused.
    pub fn read(
        &self,
        survey: &Survey,
        audience: &Audience,
        language: Language,
    ) -> Result<(AudiencePlan, Expectation), PrepareRefusal> {
        let words = &text::of(language).sizes;
        let mut numbers = [0.0; 6];
        for (place, number) in numbers.iter_mut().enumerate() {
            *number = figure(words.fields[place], &self.expects[place], LIMITS[place])?;
        }
        let [response, deff, low, medium, high, dont_know] = numbers;
        let plan = AudiencePlan {
            sizes: self.sizes(audience, language)?,
            response: response / 100.0,
        };
        let known = [Familiarity::Low, Familiarity::Medium, Familiarity::High];
        let shares = [low, medium, high].map(|share| share / 100.0);
        let expects = Expectation {
            response: response / 100.0,
            deff,
            knows: known.into_iter().zip(shares).collect(),
            dont_know: dont_know / 100.0,
            level: survey.method.interval.level,
        };
        Ok((plan, expects))
    }

    /// The expectation as a query, so that it stays on the page after saving.
    pub fn query(&self) -> String {
        let pairs = NAMES.iter().zip(&self.expects);
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    }

    fn sizes(&self, audience: &Audience, language: Language) -> Result<Sizes, PrepareRefusal> {
        let words = &text::of(language).sizes;
        Ok(match self.rule.as_str() {
            "total" => Sizes::Total(whole(words.total, &self.total)?),
            "strata" => {
                let mut sizes = BTreeMap::new();
                let codes = audience.frame.iter().flat_map(|spec| &spec.strata);
                let typed = self.strata.iter().map(|(code, value)| (code, value.as_str()));
                for (code, value) in codes.map(|code| (code, "")).chain(typed) {
                    sizes.insert(code.clone(), value);
                }
                let read = sizes
                    .into_iter()
                    .map(|(code, value)| Ok((code.clone(), whole(&code, value)?)));
                Sizes::Strata(read.collect::<Result<_, PrepareRefusal>>()?)
            }
            _ => Sizes::Registered,
        })
    }
}

/// A share as a percentage, without a tail of nines.
fn percent(share: f64) -> String {
    ((share * 1e6).round() / 1e4).to_string()
}

fn figure(field: &str, typed: &str, (least, most): (f64, f64)) -> Result<f64, PrepareRefusal> {
    let plain = crate::domain::table::plain(typed);
    let number = plain.trim_end_matches('%').trim().parse::<f64>().ok();
    let fits = number.filter(|number| (least..=most).contains(number));
    fits.ok_or_else(|| PrepareRefusal::NotANumber {
        field: field.to_owned(),
        found: typed.to_owned(),
        least,
        most,
    })
}

/// Most units that anybody would type.
const MOST_UNITS: u32 = 100_000_000;

fn whole(field: &str, typed: &str) -> Result<u64, PrepareRefusal> {
    let plain = crate::domain::table::plain(typed).replace(',', "");
    let number = plain.parse::<u64>().ok().filter(|n| *n <= u64::from(MOST_UNITS));
    number.ok_or_else(|| PrepareRefusal::NotANumber {
        field: field.to_owned(),
        found: typed.to_owned(),
        least: 0.0,
        most: f64::from(MOST_UNITS),
    })
}
