//! A score sheet in a terminal's width.

use crate::domain::definition::Language;
use crate::domain::score::sheet::{DepartmentScore, ScoreSheet, ScoreStatus};
use crate::text::sheet;

/// Headings over the columns of [`line()`]; Chinese signs are twice as wide as Latin ones.
const HEADING: &str = "编号 id        得分              95 %   满意率      n   n_eff  部门 department";

/// Prints the departments by points, at most `most` from either end.
pub fn print_sheet(sheet: &ScoreSheet, most: usize) {
    println!("{}", HEADING);
    let mut scored: Vec<&DepartmentScore> = sheet.departments.iter().filter(|d| d.score.is_some()).collect();
    scored.sort_by(|a, b| {
        b.rate
            .unwrap_or(0.0)
            .total_cmp(&a.rate.unwrap_or(0.0))
            .then(a.department_id.cmp(&b.department_id))
    });
    let hidden = scored.len().saturating_sub(most.saturating_mul(2));
    for (place, department) in scored.iter().enumerate() {
        if hidden > 0 && place == most {
            println!("  … {hidden} …");
        }
        if hidden == 0 || place < most || place >= most + hidden {
            println!("{}", line(department));
        }
    }
    let unscored: Vec<&str> = sheet
        .departments
        .iter()
        .filter(|d| d.status == ScoreStatus::NoScore)
        .map(|d| d.name.zh.as_str())
        .collect();
    if !unscored.is_empty() {
        println!("暂不计分 no score: {}", unscored.join("、"));
    }
}

fn line(department: &DepartmentScore) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".into());
    format!(
        "{:<10} {:>6}  {:>6}–{:<8}  {:>6.1}%  {:>5} {:>7.1}  {}（{}）{}",
        department.department_id.0,
        text(&department.score),
        text(&department.score_ci_low),
        text(&department.score_ci_high),
        100.0 * department.rate.unwrap_or(0.0),
        department.n,
        department.n_eff_kish,
        department.name.zh,
        department.name.en,
        remarks(department),
    )
}

/// The flags in few words, in both languages.
fn remarks(department: &DepartmentScore) -> String {
    if department.flags.is_empty() {
        return String::new();
    }
    let said = |language| {
        let text = sheet::of(language);
        text.brief(&department.flags, |id| text.audience(id).to_owned())
            .join(text.list_gap)
    };
    format!("  [{} · {}]", said(Language::Zh), said(Language::En))
}
