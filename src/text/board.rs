//! The words of the fieldwork board.

use super::{en, zh};
use crate::domain::definition::Language;

/// A table: title, a note, columns of words, columns of numbers with their units.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct GridWords {
    pub title: &'static str,
    pub note: &'static str,
    pub texts: &'static [&'static str],
    pub numbers: &'static [&'static str],
}

/// A table's words.
pub(crate) const fn grid(
    title: &'static str,
    note: &'static str,
    texts: &'static [&'static str],
    numbers: &'static [&'static str],
) -> GridWords {
    GridWords {
        title,
        note,
        texts,
        numbers,
    }
}

/// Words of the page. Words in braces are filled.
#[derive(Debug)]
pub struct BoardWords {
    /// Title.
    pub title: &'static str,
    /// As of `{time}`; it renews itself.
    pub as_of: &'static str,
    /// Nothing has gone into the field; nothing has come in.
    pub empty: [&'static str; 2],
    /// A table without rows.
    pub no_rows: &'static str,
    /// After sealing: why nobody knows who began how, and where people stopped.
    pub unlinked: [&'static str; 2],
    /// Filters: audience, district, mode, interviewer, from, to.
    pub filters: [&'static str; 6],
    /// Figures: completes, days left, median minutes, coached, flagged, departments behind.
    pub figures: [&'static str; 6],
    /// Below completes: `{target}` `{share}` `{responses}`; no target; a response `{audience}` `{share}` that was stated; one
    /// that nobody stated.
    pub completes: [&'static str; 4],
    /// Between responses.
    pub between: &'static str,
    /// Below the days: until `{last}`; no last day; over since `{last}`; closed on `{day}`.
    pub days_left: [&'static str; 4],
    /// What RR1, RR3, COOP1, REF1, CON1 are.
    pub rates: [&'static str; 5],
    /// Below RR3: `{e}` and its denominator `{n}`; below the others theirs; why there are none.
    pub rate_notes: [&'static str; 3],
    /// Below the minutes: `{who}` `{n}`.
    pub minutes: &'static str,
    /// Below the coached: `{low}` `{high}` `{n}`; below the flagged: `{n}` of `{all}`; below those behind: `{all}`; nothing registered.
    pub below: [&'static str; 4],
    /// Chapters: progress, outcomes, departments, quality.
    pub chapters: [&'static str; 4],
    /// The chart of days: label of the line `{n}`, of the target `{n}`, text alternative `{n}` `{target}` `{day}`.
    pub days_chart: [&'static str; 3],
    /// The bar: text alternative `{parts}`.
    pub bar: &'static str,
    /// A page of a section that asks about themes: `{title}`, `{number}`.
    pub theme: &'static str,
    /// Behind a chart.
    pub numbers: &'static str,
    /// Groups of dispositions: I, P, R, NC, O, U, NE.
    pub groups: [&'static str; 7],
    /// Everyone; nobody's cases; behind, not behind; told, not told.
    pub small: [&'static str; 6],
    /// Minutes, share of 说不清: what interviewers are compared by.
    pub compared: [&'static str; 2],
    /// Quality cannot be told: why follows.
    pub no_quality: &'static str,
    /// The last day: title, what it does, label, button, done.
    pub last_day: [&'static str; 5],
    /// Tables.
    pub tables: Tables,
}

/// Tables of the board.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is a table's words")]
pub struct Tables {
    pub days: GridWords,
    pub audiences: GridWords,
    pub districts: GridWords,
    pub modes: GridWords,
    pub interviewers: GridWords,
    pub dispositions: GridWords,
    pub rates: GridWords,
    pub minutes: GridWords,
    pub stops: GridWords,
    pub departments: GridWords,
    pub flags: GridWords,
    pub coaching_districts: GridWords,
    pub coaching_departments: GridWords,
    pub bursts: GridWords,
    pub checks: GridWords,
    pub alike: GridWords,
}

impl Tables {
    /// All of them, for tests.
    #[cfg(test)]
    fn all(&self) -> [&GridWords; 16] {
        [
            &self.days,
            &self.audiences,
            &self.districts,
            &self.modes,
            &self.interviewers,
            &self.dispositions,
            &self.rates,
            &self.minutes,
            &self.stops,
            &self.departments,
            &self.flags,
            &self.coaching_districts,
            &self.coaching_departments,
            &self.bursts,
            &self.checks,
            &self.alike,
        ]
    }
}

/// The words in that language.
pub fn of(language: Language) -> &'static BoardWords {
    match language {
        Language::Zh => &zh::board::BOARD,
        Language::En => &en::board::BOARD,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_columns() {
        let (zh, en) = (of(Language::Zh).tables.all(), of(Language::En).tables.all());
        for (zh, en) in zh.into_iter().zip(en) {
            assert_eq!(
                (zh.texts.len(), zh.numbers.len()),
                (en.texts.len(), en.numbers.len()),
                "{}",
                en.title
            );
        }
    }
}
