//! How it was measured, in plain words made from the registered method and from what came in.

use super::rules::{Rules, sentences};
use super::{SheetView, grouped};
use crate::domain::definition::SampleDesign;
use crate::domain::score::sheet::AudienceEvidence;
use crate::text::public;
use maud::{Markup, html};

impl<'a> SheetView<'a> {
    /// The rules alone.
    pub fn rules(&self) -> Rules<'a> {
        Rules {
            language: self.language,
            survey: self.survey,
        }
    }
}

/// The chapter.
pub fn method(data: &SheetView<'_>) -> Markup {
    let words = &public::of(data.language).results.method;
    let sampled = usize::from(data.survey.round.sample == SampleDesign::None);
    let came = data.sheet.audiences.iter();
    let removed: u64 = came.map(|a| a.received.saturating_sub(a.analysed)).sum();
    let quality = words.quality[usize::from(removed > 0)].replace("{removed}", &grouped(removed));
    html! {
        p { (words.sample[sampled]) }
        ul { @for audience in &data.sheet.audiences { li { (audience_line(data, audience)) } } }
        (sentences(&data.rules(), Some(&quality)))
    }
}

fn audience_line(data: &SheetView<'_>, a: &AudienceEvidence) -> String {
    let words = &public::of(data.language).results.method;
    let most = data
        .survey
        .audience(&a.audience)
        .map_or(0, |audience| audience.max_departments);
    let rate = a
        .outcome_rates
        .get("RR2")
        .map_or("–".into(), |rate| format!("{:.1} %", 100.0 * rate));
    words.audience[usize::from(a.issued.is_some())]
        .replace("{audience}", a.name.get(data.language))
        .replace("{issued}", &grouped(a.issued.unwrap_or(0)))
        .replace("{received}", &grouped(a.received))
        .replace("{rate}", &rate)
        .replace("{most}", &most.to_string())
}
