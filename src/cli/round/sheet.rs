//! A score sheet in a terminal's width.

use super::table::Table;
use crate::cli::words::Lang;
use crate::domain::score::sheet::{DepartmentScore, ScoreSheet};
use crate::text::{sheet, terminal};

/// Prints the departments by score, at most `most` from either end.
pub fn print_sheet(sheet: &ScoreSheet, most: usize, lang: Lang) {
    for line in told(sheet, most, lang) {
        println!("{line}");
    }
}

fn told(sheet: &ScoreSheet, most: usize, lang: Lang) -> Vec<String> {
    let mut scored: Vec<&DepartmentScore> = sheet.departments.iter().filter(|d| d.score.is_some()).collect();
    scored.sort_by(|a, b| a.best_first(b));
    let hidden = scored.len().saturating_sub(most.saturating_mul(2));
    if hidden > 0 {
        scored.drain(most..most + hidden);
    }
    let mut lines = table(sheet, &scored, lang);
    if hidden > 0 {
        lines.insert(lang.languages().len() + most, format!("  … {hidden} …"));
    }
    let unscored: Vec<&DepartmentScore> = sheet.departments.iter().filter(|d| d.score.is_none()).collect();
    if !unscored.is_empty() {
        lines.push(lang.say(|words, language| {
            let names: Vec<&str> = unscored.iter().map(|d| d.name.get(language)).collect();
            terminal::fill(words.no_score, &[("names", &names.join(sheet::of(language).list_gap))])
        }));
    }
    lines
}

/// A line of headings per language, then a line per department; names and remarks stand behind the numbers.
fn table(sheet: &ScoreSheet, departments: &[&DepartmentScore], lang: Lang) -> Vec<String> {
    let mut ends = Vec::new();
    let mut rows = lang.languages().iter().map(|language| {
        let mut heads = terminal::words(*language)
            .columns
            .map(|head| sheet::fill(head, sheet, *language))
            .to_vec();
        ends.extend(heads.pop());
        heads
    });
    let mut numbers = Table::new(rows.next().unwrap_or_default());
    rows.for_each(|row| numbers.push(row));
    for department in departments {
        numbers.push(measured(department));
        let name = lang.say(|_, language| department.name.get(language).to_owned());
        ends.push(format!("{name}{}", remarks(sheet, department, lang)));
    }
    let lines = numbers.lines().into_iter().zip(ends);
    lines.map(|(numbers, end)| format!("{numbers}  {end}")).collect()
}

fn measured(d: &DepartmentScore) -> Vec<String> {
    let interval = d.score_ci_low.as_ref().zip(d.score_ci_high.as_ref());
    vec![
        d.department_id.0.clone(),
        d.score.clone().unwrap_or_else(|| "–".into()),
        interval.map_or("–".into(), |(low, high)| format!("{low}–{high}")),
        d.rate.map_or("–".into(), |rate| format!("{:.1} %", 100.0 * rate)),
        d.n.to_string(),
        format!("{:.1}", d.n_eff_kish),
    ]
}

/// The flags in few words.
fn remarks(sheet: &ScoreSheet, department: &DepartmentScore, lang: Lang) -> String {
    if department.flags.is_empty() {
        return String::new();
    }
    let said = |language| sheet::brief_of(sheet, &department.flags, language).join(sheet::of(language).list_gap);
    format!("  [{}]", lang.say(|_, language| said(language)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fixture::sealed_sheet;

    #[test]
    fn the_heading_says_the_level_of_the_sheet_in_the_chosen_language() {
        let mut sheet = sealed_sheet().sheet;
        sheet.interval_level = 0.9;
        let en = told(&sheet, usize::MAX, Lang::En);
        assert!(en[0].contains("90 % interval"), "{}", en[0]);
        let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        assert!(!en.iter().any(|line| line.contains(chinese)), "{en:?}");
        let zh = told(&sheet, usize::MAX, Lang::Zh);
        assert!(zh[0].contains("90% 区间") && !zh[0].contains("interval"), "{}", zh[0]);
        let both = told(&sheet, 3, Lang::Both);
        assert!(both[0].contains("90% 区间") && both[1].contains("90 % interval"));
        assert!(both[5].starts_with("  … "), "{both:#?}");
    }

    #[test]
    fn departments_stand_by_score_whatever_their_rate_and_equal_scores_by_id() {
        let mut sheet = sealed_sheet().sheet;
        sheet.departments.retain(|d| d.score.is_some());
        sheet.departments.truncate(3);
        let like = [("b", "12.64", 0.9), ("c", "12.73", 0.5), ("a", "12.64", 0.1)];
        for (department, (id, score, rate)) in sheet.departments.iter_mut().zip(like) {
            department.department_id.0 = id.into();
            department.score = Some(score.into());
            department.rate = Some(rate);
        }
        let ids: Vec<String> = told(&sheet, usize::MAX, Lang::En)[1..]
            .iter()
            .map(|line| line[..1].to_owned())
            .collect();
        assert_eq!(ids, ["c", "a", "b"]);
    }
}
