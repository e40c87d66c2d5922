//! Flags that follow from one document alone.

use super::pages::Pages;
use super::{Flag, patterns};
use crate::domain::columns::reading::Reading;
use crate::domain::definition::{Audience, Survey};

/// Finds them for the documents of one audience.
pub struct OwnFlags<'s> {
    survey: &'s Survey,
    audience: &'s Audience,
    pages: Pages<'s>,
}

impl<'s> OwnFlags<'s> {
    /// For documents of this audience.
    pub fn new(survey: &'s Survey, audience: &'s Audience) -> OwnFlags<'s> {
        OwnFlags {
            survey,
            audience,
            pages: Pages::new(survey, audience),
        }
    }

    /// The flags' bits: `ST`, `LC`, `AT`, `CO` and `SP1`.
    pub fn of(&self, document: &Reading) -> u8 {
        let patterns = patterns::flags(self.survey, &self.audience.questionnaire, document);
        let fast = self.fast_pages(document).then_some(Flag::FastPages);
        patterns.chain(fast).fold(0, |bits, flag| bits | flag.bit())
    }

    fn fast_pages(&self, document: &Reading) -> bool {
        let rules = &self.survey.method.quality;
        let limit = |characters: usize| rules.seconds_per_character * characters as f64 + rules.seconds_per_page;
        let timed = document.seconds.0.iter().filter_map(|(page, seconds)| {
            let characters = self.pages.characters(document, page.text())?;
            Some(f64::from(*seconds) < limit(characters))
        });
        let (all, fast) = timed.fold((0u32, 0u32), |(all, fast), is_fast| {
            (all + 1, fast + u32::from(is_fast))
        });
        all > 0 && f64::from(fast) > rules.fast_page_share * f64::from(all)
    }
}
