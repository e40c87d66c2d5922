//! The registered rules in plain words; they need no answers.

use crate::domain::definition::{AssignmentRule, AudienceId, Language, Survey};
use crate::text::names::Names;
use crate::text::{conversion, public};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// A survey's rules as they are shown.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Language.
    pub language: Language,
    /// The survey as registered.
    pub survey: &'a Survey,
}

impl Rules<'_> {
    /// What the survey's things are called.
    pub fn names(&self) -> Names<'_> {
        Names {
            survey: self.survey,
            language: self.language,
        }
    }

    /// An audience's registered name; its id where there is no such audience.
    pub fn audience<'b>(&'b self, id: &'b AudienceId) -> &'b str {
        let known = self.survey.audience(id);
        known.map_or(id.0.as_str(), |audience| audience.name.get(self.language))
    }
}

/// The whole method as paragraphs; what quality did stands before the last one, once it is known.
pub fn sentences(data: &Rules<'_>, quality: Option<&str>) -> Markup {
    let words = &public::of(data.language).results.method;
    let method = &data.survey.method;
    let drawn = usize::from(method.assignment != AssignmentRule::All);
    let small = words
        .small
        .replace("{suppress}", &format!("{:.0}", method.small_cells.suppress))
        .replace("{flag}", &format!("{:.0}", method.small_cells.flag));
    html! {
        p { (words.assignment[drawn]) " " (scale(data)) }
        p { (conversion::conversion(data.survey, data.language)) }
        p { (words.weighting[0]) (weighting(data)) }
        @if data.survey.audiences.len() > 1 { p { (words.weights) } (weights(data)) }
        p { (small) }
        @if let Some(quality) = quality { p { (quality) } }
        p { (conversion::filled(data.survey, words.interval, data.language)) }
    }
}

/// The answers that can be given.
pub fn scale(data: &Rules<'_>) -> String {
    let scale = &data.survey.method.scale;
    let labels: Vec<&str> = scale
        .grades
        .iter()
        .map(|grade| grade.label.get(data.language))
        .collect();
    let comma = if data.language == Language::Zh { "、" } else { ", " };
    let words = &public::of(data.language).results.method;
    words
        .scale
        .replace("{labels}", &labels.join(comma))
        .replace("{dk}", scale.dont_know.1.get(data.language))
}

/// What the weights do.
pub fn weighting(data: &Rules<'_>) -> String {
    let words = &public::of(data.language).results.method.weighting;
    let (method, zh) = (&data.survey.method, data.language == Language::Zh);
    let gap = if zh { "" } else { " " };
    let mut parts = String::new();
    if method.nonresponse.is_some() {
        parts += &format!("{gap}{}", words[1]);
    }
    if !data.survey.margins.is_empty() {
        let mut told: Vec<String> = Vec::new();
        for margin in &data.survey.margins {
            let name = data.names().margin(margin);
            if !told.contains(&name) {
                told.push(name);
            }
        }
        let list = format!("{gap}{}", told.join(if zh { "、" } else { ", " }));
        parts += &format!("{gap}{}", words[2].replace("{margins}", list.trim_start()));
    }
    if let Some(trimming) = &method.trimming {
        let (lower, upper) = (trimming.lower.to_string(), trimming.upper.to_string());
        parts += &format!(
            "{gap}{}",
            words[3].replace("{lower}", &lower).replace("{upper}", &upper)
        );
    }
    close(parts, zh)
}

/// Ends a row of clauses with a full stop.
fn close(text: String, zh: bool) -> String {
    let stem = text.trim_end_matches(['；', ';', '。', '.']);
    format!("{stem}{}", if zh { "。" } else { "." })
}

/// Who rates a class, with registered weights; empty where one audience rates everything or the weights differ inside
/// the class.
pub fn class_weights(data: &Rules<'_>, class: &str) -> String {
    let mut members = data
        .survey
        .departments
        .iter()
        .filter(|department| department.class == class);
    let Some(first) = members.next() else {
        return String::new();
    };
    if data.survey.audiences.len() < 2 || !members.all(|other| other.weights == first.weights) {
        return String::new();
    }
    let mut shares: Vec<_> = first.weights.iter().filter(|(_, weight)| **weight > 0.0).collect();
    shares.sort_by(|a, b| b.1.total_cmp(a.1));
    let share = |(id, weight): &(&_, &f64)| format!("{} {:.0} %", data.audience(id), 100.0 * *weight);
    shares.iter().map(share).collect::<Vec<_>>().join(" · ")
}

/// Audience weights of each class, as registered with its departments.
pub fn weights(data: &Rules<'_>) -> Markup {
    let names = data
        .survey
        .departments
        .iter()
        .map(|department| department.class.as_str());
    let classes: BTreeMap<&str, String> = names.map(|class| (class, class_weights(data, class))).collect();
    let classes: BTreeMap<_, _> = classes.into_iter().filter(|(_, line)| !line.is_empty()).collect();
    html! { ul { @for (class, line) in classes { li { strong { (class) } " " (line) } } } }
}
