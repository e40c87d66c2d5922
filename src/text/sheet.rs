//! The words of score sheets in exports: headings with their definitions, statuses, flags.

use super::{en, zh};
use crate::domain::definition::Language;
use crate::domain::score::sheet::ScoreStatus;

/// A column's heading and what it means.
pub type Column = (&'static str, &'static str);

/// Words of the sheet, once per language.
#[derive(Debug)]
pub struct SheetText {
    /// Names of the four sheets of the workbook.
    pub sheets: [&'static str; 4],
    /// Columns of the scores.
    pub scores: [Column; 20],
    /// Columns of department × audience.
    pub cells: [Column; 19],
    /// Columns of audiences: how the answers were collected.
    pub collection: [Column; 13],
    /// Columns of the weighting steps.
    pub steps: [Column; 8],
    /// Columns of the margins.
    pub margins: [Column; 7],
    /// Headings of the three blocks of the weighting sheet.
    pub weighting_blocks: [&'static str; 3],
    /// Statuses: final, provisional, no score.
    pub statuses: [&'static str; 3],
    /// A cell whose estimate is not shown.
    pub suppressed: &'static str,
    /// Yes and no.
    pub yes_no: [&'static str; 2],
    /// Names of the weighting steps: base, nonresponse, rake, trim, rerake.
    pub step_names: [(&'static str, &'static str); 5],
    /// Well-known audiences by id.
    pub audiences: [(&'static str, &'static str); 3],
    /// Flags by code; `{audience}` stands for the audience's name.
    pub flags: &'static [(&'static str, &'static str)],
    /// Said of a flag that has no words here.
    pub other_flag: &'static str,
    /// Labels on the notes: title, year, sheet version, sealed at, software, survey and round, method hash, definition
    /// hash, data hash, draw seed, log leaves, log root, signatures, decisions, flags of the sheet.
    pub notes: [&'static str; 15],
    /// Headings on the notes: this sheet, columns, flags, how to verify.
    pub note_blocks: [&'static str; 4],
    /// How to verify, step by step.
    pub verify: [&'static str; 5],
    /// Decision kinds by code.
    pub overrides: [(&'static str, &'static str); 2],
    /// Page footer of the workbook.
    pub page: &'static str,
    /// Slips of paper: heading, what to do, where to type the code, sample number, help.
    pub slip: [&'static str; 5],
}

/// The words in one language.
pub fn of(language: Language) -> &'static SheetText {
    match language {
        Language::Zh => &zh::sheet::SHEET,
        Language::En => &en::sheet::SHEET,
    }
}

impl SheetText {
    /// The status in words.
    pub fn status(&self, status: ScoreStatus) -> &'static str {
        match status {
            ScoreStatus::Final => self.statuses[0],
            ScoreStatus::Provisional => self.statuses[1],
            ScoreStatus::NoScore => self.statuses[2],
        }
    }

    /// An audience's name where the survey is not at hand: its id, unless it is a well-known one.
    pub fn audience<'a>(&self, id: &'a str) -> &'a str {
        lookup(&self.audiences, id).unwrap_or(id)
    }

    /// A weighting step's name.
    pub fn step<'a>(&self, code: &'a str) -> &'a str {
        lookup(&self.step_names, code).unwrap_or(code)
    }

    /// A flag in words; the code itself stays readable where it has none.
    ///
    /// Codes are `name`, `name:audience` or `name:audience:…:merged+merged`; a limit stands at the end of the name.
    pub fn flag(&self, code: &str) -> String {
        let mut parts = code.split(':');
        let (name, audience) = (parts.next().unwrap_or(code), parts.next().unwrap_or_default());
        let (name, limit) = match name.strip_prefix("deff-above-") {
            Some(limit) => ("deff-above", limit),
            None => (name, ""),
        };
        let merged = parts.next_back().map_or(0, |merged| merged.split('+').count());
        let words = lookup(self.flags, name).unwrap_or(self.other_flag);
        words
            .replace("{audience}", self.audience(audience))
            .replace("{limit}", limit)
            .replace("{count}", &merged.to_string())
            .replace("{code}", code)
    }
}

fn lookup<'a>(pairs: &[(&str, &'static str)], key: &'a str) -> Option<&'a str> {
    pairs.iter().find(|(code, _)| *code == key).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_explain_the_same_flags() {
        let codes = |text: &'static SheetText| text.flags.iter().map(|(code, _)| *code).collect::<Vec<_>>();
        assert_eq!(codes(of(Language::Zh)), codes(of(Language::En)));
    }

    #[test]
    fn a_flag_names_its_audience_and_an_unknown_one_shows_its_code() {
        assert!(of(Language::Zh).flag("audience-suppressed:residents").contains("居民"));
        assert!(
            of(Language::Zh)
                .flag("deff-above-2.5:residents")
                .contains("居民的加权设计效应大于 2.5")
        );
        let merged = of(Language::Zh).flag("margin-merged:enterprises:industry:7+8");
        assert!(merged.contains("企业") && merged.contains("2 个") && !merged.contains("industry"));
        assert!(of(Language::En).flag("brand-new:firms").contains("brand-new:firms"));
    }
}
