//! The words of score sheets in exports: headings with their definitions, statuses, flags.

use super::{en, zh};
use crate::domain::definition::{Language, Text};
use crate::domain::score::sheet::{ScoreSheet, ScoreStatus};

/// A column's heading and what it means.
pub type Column = (&'static str, &'static str);

/// Words of the sheet, once per language.
#[derive(Debug)]
pub struct SheetText {
    /// Names of the five sheets of the workbook.
    pub sheets: [&'static str; 5],
    /// Columns of the scores.
    pub scores: [Column; 14],
    /// Columns of the details behind the scores.
    pub details: [Column; 16],
    /// Columns of department × audience.
    pub cells: [Column; 20],
    /// Columns of audiences: how the answers were collected.
    pub collection: [Column; 13],
    /// Columns of the weighting steps.
    pub steps: [Column; 8],
    /// Columns of the margins.
    pub margins: [Column; 7],
    /// Headings of the three blocks of the weighting sheet.
    pub weighting_blocks: [&'static str; 3],
    /// Whether an audience is published: yes, with a small sample, no.
    pub published: [&'static str; 3],
    /// Submissions `{received}`, `{analysed}`; departments `{all}`, `{scored}`, `{unscored}`.
    pub counted: [&'static str; 2],
    /// Statuses: final, provisional, no score.
    pub statuses: [&'static str; 3],
    /// A cell whose estimate is not shown.
    pub suppressed: &'static str,
    /// Yes and no.
    pub yes_no: [&'static str; 2],
    /// Names of the weighting steps: base, nonresponse, rake, trim, rerake.
    pub step_names: [(&'static str, &'static str); 5],
    /// Flags by code; `{audience}` stands for the audience's name.
    pub flags: &'static [(&'static str, &'static str)],
    /// Flags in few words, by code; `{audiences}` stands for the names of the audiences that carry it.
    pub brief_flags: &'static [(&'static str, &'static str)],
    /// Between names.
    pub list_gap: &'static str,
    /// `{n}` per cent.
    pub percent: &'static str,
    /// Said of a flag that has no words here.
    pub other_flag: &'static str,
    /// Labels on the notes: title, year, submissions, departments, sheet version, sealed at, software, survey and round, method hash, definition
    /// hash, data hash, draw seed, log leaves, log root, signatures, decisions, flags of the sheet.
    pub notes: [&'static str; 17],
    /// Headings on the notes: this sheet, columns, flags, how to verify.
    pub note_blocks: [&'static str; 4],
    /// How to verify, step by step.
    pub verify: [&'static str; 5],
    /// Decision kinds by code.
    pub overrides: [(&'static str, &'static str); 2],
    /// Page footer of the workbook.
    pub page: &'static str,
    /// Slips of paper: who asks, who carries it out, where to call.
    pub slip_who: [&'static str; 3],
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

/// Fills `{level}` (`95 %`), `{share}` (`0.95`) and `{satisfied}` (the grades that count as satisfied) from the sheet.
pub fn fill(words: &str, sheet: &ScoreSheet, language: Language) -> String {
    fill_with(words, sheet.interval_level, &sheet.satisfied, language)
}

/// The same from a level and the grades that count as satisfied.
pub fn fill_with(words: &str, level: f64, satisfied: &[Text], language: Language) -> String {
    let text = of(language);
    let grade = |label: &Text| format!("“{}”", label.get(language));
    let satisfied: Vec<String> = satisfied.iter().map(grade).collect();
    words
        .replace("{level}", &text.percent(level))
        .replace("{share}", &level.to_string())
        .replace("{satisfied}", &satisfied.join(text.list_gap))
}

impl SheetText {
    /// A share in percent with the decimals that it needs: 0.95 is `95 %`, 0.995 is `99.5 %`.
    pub fn percent(&self, share: f64) -> String {
        // Binary shares times 100 leave dust behind the sixth decimal.
        let number = (share * 1e8).round() / 1e6;
        self.percent.replace("{n}", &number.to_string())
    }

    /// The status in words.
    pub fn status(&self, status: ScoreStatus) -> &'static str {
        match status {
            ScoreStatus::Final => self.statuses[0],
            ScoreStatus::Provisional => self.statuses[1],
            ScoreStatus::NoScore => self.statuses[2],
        }
    }

    /// A weighting step's name.
    pub fn step<'a>(&self, code: &'a str) -> &'a str {
        lookup(&self.step_names, code).unwrap_or(code)
    }

    /// Flags in few words, one line a kind with the audiences that carry it; in full where there are no few words.
    pub fn brief(&self, flags: &[String], name: impl Fn(&str) -> String) -> Vec<String> {
        let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
        for flag in flags {
            let (kind, audience) = flag.split_once(':').unwrap_or((flag, ""));
            let known = with_audience(self.brief_flags, kind, audience).is_some();
            let (kind, audience) = if known { (kind, audience) } else { (flag.as_str(), "") };
            let audience = (!audience.is_empty()).then(|| name(audience));
            match kinds.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, audiences)) => audiences.extend(audience),
                None => kinds.push((kind, audience.into_iter().collect())),
            }
        }
        let line = |(kind, audiences): (&str, Vec<String>)| {
            let words = with_audience(self.brief_flags, kind, audiences.first().map_or("", |_| "some"));
            let words = words.map_or_else(|| self.flag(kind, &name), str::to_owned);
            words.replace("{audiences}", &audiences.join(self.list_gap))
        };
        kinds.into_iter().map(line).collect()
    }

    /// A flag in words; the code itself stays readable where it has none.
    ///
    /// Codes are `name`, `name:audience` or `name:audience:what was merged`; a limit stands at the end of the name.
    /// Where a flag reads otherwise with an audience, its words stand under `name:`. `called` gives an audience's name.
    pub fn flag(&self, code: &str, called: impl Fn(&str) -> String) -> String {
        let mut parts = code.splitn(3, ':');
        let (name, audience) = (parts.next().unwrap_or(code), parts.next().unwrap_or_default());
        let merged = parts.next().unwrap_or_default();
        let (name, limit) = match name.strip_prefix("deff-above-") {
            Some(limit) => ("deff-above", limit),
            None => (name, ""),
        };
        let words = with_audience(self.flags, name, audience).unwrap_or(self.other_flag);
        words
            .replace("{audience}", &called(audience))
            .replace("{limit}", limit)
            .replace("{merged}", merged)
            .replace("{code}", code)
            .trim_end()
            .to_owned()
    }
}

/// A sheet's flag in words, audiences by their registered names.
pub fn flag_of(sheet: &ScoreSheet, flag: &str, language: Language) -> String {
    // Where only one audience rates, its weight goes to nobody.
    let alone = sheet.audiences.len() == 1 && flag.starts_with("audience-suppressed:");
    let code = if alone { "audience-suppressed" } else { flag };
    of(language).flag(code, |id| sheet.audience_name(id, language).to_owned())
}

/// Flags of a sheet's department in few words, one a kind; audiences stay unnamed where there is only one.
pub fn brief_of(sheet: &ScoreSheet, flags: &[String], language: Language) -> Vec<String> {
    let kind = |flag: &String| flag.split(':').next().unwrap_or(flag).to_owned();
    let flags: Vec<String> = match sheet.audiences.len() {
        1 => flags.iter().map(kind).collect(),
        _ => flags.to_vec(),
    };
    of(language).brief(&flags, |id| sheet.audience_name(id, language).to_owned())
}

/// The words under `name:` where the flag names an audience and has such words, else those under `name`.
pub fn with_audience(words: &[(&str, &'static str)], name: &str, audience: &str) -> Option<&'static str> {
    let find = |key: &str| words.iter().find(|(code, _)| *code == key).map(|(_, words)| *words);
    let special = (!audience.is_empty()).then(|| find(&format!("{name}:"))).flatten();
    special.or_else(|| find(name))
}

/// Flags for people: those about merged categories of one margin become one, `margin-merged:audience:margin: 7|8, 9|10`,
/// those about merged strata of one audience another, `nonresponse-merged:audience: 1|2, 3|4`.
pub fn condensed<'a>(flags: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for flag in flags {
        let parts: Vec<&str> = flag.splitn(4, ':').collect();
        let (head, label) = match parts[..] {
            ["margin-merged", audience, margin, label] => (format!("margin-merged:{audience}:{margin}"), label),
            ["nonresponse-merged", audience, label] => (format!("nonresponse-merged:{audience}"), label),
            _ => (flag.clone(), ""),
        };
        match lines.iter_mut().find(|(known, _)| *known == head) {
            Some((_, labels)) if !label.is_empty() => labels.push(label),
            Some(_) => {}
            None => lines.push((head, Vec::from_iter(Some(label).filter(|l| !l.is_empty())))),
        }
    }
    let line = |(head, labels): (String, Vec<&str>)| match labels.is_empty() {
        true => head,
        false => format!("{head}: {}", labels.join(", ")),
    };
    lines.into_iter().map(line).collect()
}

fn lookup<'a>(pairs: &[(&str, &'static str)], key: &'a str) -> Option<&'a str> {
    pairs.iter().find(|(code, _)| *code == key).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(id: &str) -> String {
        let known = [
            ("residents", "居民"),
            ("enterprises", "企业"),
            ("institutions", "事业单位"),
        ];
        lookup(&known, id).unwrap_or(id).to_owned()
    }

    #[test]
    fn the_level_of_the_intervals_is_said_with_the_decimals_that_it_needs() {
        for (level, zh, en) in [(0.9, "90%", "90 %"), (0.95, "95%", "95 %"), (0.995, "99.5%", "99.5 %")] {
            assert_eq!(
                (of(Language::Zh).percent(level), of(Language::En).percent(level)),
                (zh.into(), en.into())
            );
        }
    }

    #[test]
    fn an_audience_that_stays_unnamed_leaves_no_gap() {
        let flags = ["audience-suppressed".to_owned()];
        for language in [Language::Zh, Language::En] {
            let said = of(language).brief(&flags, called).join("");
            assert!(!said.is_empty() && !said.contains([':', '：', '{']), "{said}");
        }
    }

    #[test]
    fn both_languages_explain_the_same_flags() {
        let codes = |text: &'static SheetText| text.flags.iter().map(|(code, _)| *code).collect::<Vec<_>>();
        assert_eq!(codes(of(Language::Zh)), codes(of(Language::En)));
    }

    #[test]
    fn a_flag_names_its_audience_and_an_unknown_one_shows_its_code() {
        assert!(
            of(Language::Zh)
                .flag("audience-suppressed:residents", called)
                .contains("居民")
        );
        assert!(
            of(Language::Zh)
                .flag("deff-above-2.5:residents", called)
                .contains("居民的加权设计效应大于 2.5")
        );
        let small = of(Language::En).flag("small-n:enterprises", called);
        assert!(small.starts_with("企业: "), "{small}");
        assert!(!of(Language::En).flag("small-n", called).contains("{audience}"));
        assert!(
            of(Language::En)
                .flag("brand-new:firms", called)
                .contains("brand-new:firms")
        );
    }

    #[test]
    fn in_few_words_a_flag_is_said_once_with_all_its_audiences() {
        let flags = [
            "no-score",
            "small-n:enterprises",
            "small-n:institutions",
            "brand-new:firms",
        ]
        .map(str::to_owned);
        let text = of(Language::Zh);
        let said = text.brief(&flags, called);
        assert_eq!(said[..2], ["不计分", "样本少：企业、事业单位"]);
        assert!(said[2].contains("brand-new:firms"), "{said:?}");
    }

    #[test]
    fn merged_categories_of_a_margin_are_said_in_one_line() {
        let flags = [
            "margin-merged:residents:age:18-24|25-34",
            "margin-merged:residents:age:55-64|65+",
            "no-answers:enterprises",
            "margin-merged:residents:sex:male|female",
            "nonresponse-merged:residents:1|2",
            "nonresponse-merged:residents:3|4",
        ]
        .map(str::to_owned);
        let lines = condensed(flags.iter());
        assert_eq!(lines.len(), 4);
        for language in [Language::Zh, Language::En] {
            let said = of(language).flag(&lines[0], called);
            assert!(said.contains("age: 18-24|25-34, 55-64|65+"), "{said}");
            assert!(
                of(language).flag(&lines[3], called).ends_with("1|2, 3|4"),
                "{}",
                lines[3]
            );
        }
    }
}
