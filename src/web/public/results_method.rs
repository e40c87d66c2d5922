//! How it was measured, in plain words made from the registered method.

use super::results::{ResultsPage, grouped};
use crate::domain::definition::{AssignmentRule, Conversion, Language, Margin, MarginVariable, SampleDesign};
use crate::domain::score::sheet::AudienceEvidence;
use crate::text::{public, sheet};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The chapter.
pub(super) fn method(data: &ResultsPage<'_>) -> Markup {
    let words = &public::of(data.language).results.method;
    let (method, s) = (&data.survey.method, &data.sealed.sheet);
    let sampled = usize::from(data.survey.round.sample == SampleDesign::None);
    let drawn = usize::from(method.assignment != AssignmentRule::All);
    let removed: u64 = s.audiences.iter().map(|a| a.received.saturating_sub(a.analysed)).sum();
    let small = words
        .small
        .replace("{suppress}", &format!("{:.0}", method.small_cells.suppress))
        .replace("{flag}", &format!("{:.0}", method.small_cells.flag));
    html! {
        p { (words.sample[sampled]) }
        ul { @for audience in &s.audiences { li { (audience_line(data, audience)) } } }
        p { (words.assignment[drawn]) " " (scale(data)) }
        p { (conversion(data)) }
        p { (words.weighting[0]) (weighting(data)) }
        @if data.survey.audiences.len() > 1 { p { (words.weights) } (weights(data)) }
        p { (small) }
        p { (words.quality[usize::from(removed > 0)].replace("{removed}", &grouped(removed))) }
        p { (sheet::fill(words.interval, s, data.language)) }
    }
}

/// An audience's name by its id.
pub(super) fn named<'a>(data: &'a ResultsPage<'_>, id: &'a str) -> &'a str {
    data.sealed.sheet.audience_name(id, data.language)
}

fn audience_name<'a>(data: &'a ResultsPage<'_>, id: &'a crate::domain::definition::AudienceId) -> &'a str {
    named(data, &id.0)
}

fn audience_line(data: &ResultsPage<'_>, a: &AudienceEvidence) -> String {
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
        .replace("{audience}", audience_name(data, &a.audience))
        .replace("{issued}", &grouped(a.issued.unwrap_or(0)))
        .replace("{received}", &grouped(a.received))
        .replace("{rate}", &rate)
        .replace("{most}", &most.to_string())
}

fn scale(data: &ResultsPage<'_>) -> String {
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

fn conversion(data: &ResultsPage<'_>) -> String {
    let words = &public::of(data.language).results.method.conversion;
    match &data.survey.method.conversion {
        Conversion::Rate => sheet::fill(words[0], &data.sealed.sheet, data.language),
        Conversion::Index { .. } => words[1].to_string(),
        Conversion::Target { target } => words[2].replace("{target}", &format!("{:.0} %", 100.0 * target)),
        Conversion::Bands { .. } => words[3].to_string(),
        Conversion::MinMax { .. } => words[4].to_string(),
    }
}

fn weighting(data: &ResultsPage<'_>) -> String {
    let words = &public::of(data.language).results.method.weighting;
    let (method, zh) = (&data.survey.method, data.language == Language::Zh);
    let gap = if zh { "" } else { " " };
    let mut parts = String::new();
    if method.nonresponse.is_some() {
        parts += &format!("{gap}{}", words[1]);
    }
    if !data.survey.margins.is_empty() {
        let mut names: Vec<String> = Vec::new();
        for margin in &data.survey.margins {
            let name = margin_name(data, margin);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let list = format!("{gap}{}", names.join(if zh { "、" } else { ", " }));
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

/// What a margin is about: its variables in words, or the question that measures them.
pub(super) fn margin_name(data: &ResultsPage<'_>, margin: &Margin) -> String {
    let words = &public::of(data.language).results.method;
    let name = |variable: &MarginVariable| {
        let known = words.variables.iter().find(|(id, _)| *id == variable.name);
        let audience = data.survey.audience(&margin.audience);
        let asked = audience.and_then(|audience| audience.questionnaire.question(&variable.question));
        let asked = asked.map(|question| format!("“{}”", question.text.get(data.language)));
        known
            .map(|(_, name)| (*name).to_owned())
            .or(asked)
            .unwrap_or_else(|| variable.name.clone())
    };
    margin
        .variables
        .iter()
        .map(name)
        .collect::<Vec<_>>()
        .join(words.crossed)
}

/// Ends a row of clauses with a full stop.
fn close(text: String, zh: bool) -> String {
    let stem = text.trim_end_matches(['；', ';', '。', '.']);
    format!("{stem}{}", if zh { "。" } else { "." })
}

/// Who rates a class, with registered weights; empty where one audience rates everything or the weights differ inside
/// the class.
pub(super) fn class_weights(data: &ResultsPage<'_>, class: &str) -> String {
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
    let share = |(id, weight): &(&_, &f64)| format!("{} {:.0} %", audience_name(data, id), 100.0 * *weight);
    shares.iter().map(share).collect::<Vec<_>>().join(" · ")
}

/// Audience weights of each class, as registered with its departments.
fn weights(data: &ResultsPage<'_>) -> Markup {
    let names = data
        .survey
        .departments
        .iter()
        .map(|department| department.class.as_str());
    let classes: BTreeMap<&str, String> = names.map(|class| (class, class_weights(data, class))).collect();
    let classes: BTreeMap<_, _> = classes.into_iter().filter(|(_, line)| !line.is_empty()).collect();
    html! { ul { @for (class, line) in classes { li { strong { (class) } " " (line) } } } }
}
