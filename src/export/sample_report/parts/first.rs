//! The first page: who asked, when, how many, how sure, what came out, and what to mind.

use super::{Of, closing};
use crate::domain::report::Absence;
use crate::export::page::figures::{Unit, count};
use crate::text::sheet;

/// Statutory identifiers of the form, those that were given.
pub(super) fn identifiers(of: Of) -> Vec<(String, String)> {
    let header = &of.report.survey.round.header;
    let values = [
        &header.form_number,
        &header.issuing_body,
        &header.approval_number,
        &header.valid_until,
    ];
    let pairs = of.text.first.identifiers.iter().zip(values);
    pairs
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| ((*label).to_owned(), value.clone()))
        .collect()
}

/// The five answers.
pub(super) fn facts(of: Of) -> Vec<(String, String)> {
    let answers = [who(of), when(of), how_many(of), how_sure(of), outcome(of)];
    of.text
        .first
        .labels
        .iter()
        .map(|label| (*label).to_owned())
        .zip(answers)
        .collect()
}

fn who(of: Of) -> String {
    let round = &of.report.survey.round;
    let words = of.text.first.who[usize::from(round.header.issuing_body.is_empty())];
    of.fill(
        words,
        &[("agency", &round.contact.agency), ("body", &round.header.issuing_body)],
    )
}

fn when(of: Of) -> String {
    let days = &of.report.days;
    let ends = days.first().zip(days.last());
    let said = ends.map(|(first, last)| of.fill(of.text.first.when, &[("from", &first.day), ("to", &last.day)]));
    said.unwrap_or_else(|| of.text.small.not_given.to_owned())
}

fn how_many(of: Of) -> String {
    let audiences = &of.report.sheet.audiences;
    let issued: u64 = audiences.iter().filter_map(|a| a.issued).sum();
    let received: u64 = audiences.iter().map(|a| a.received).sum();
    let analysed: u64 = audiences.iter().map(|a| a.analysed).sum();
    let rate = |a: &crate::domain::score::sheet::AudienceEvidence| {
        let rate = a.outcome_rates.get("RR1")?;
        Some(format!("{} {}", of.audience(&a.audience), Unit::Percent.say(*rate, 1)))
    };
    let rates: Vec<String> = audiences.iter().filter_map(rate).collect();
    let words = of.text.first.how_many[usize::from(of.report.lacks(Absence::Sample))];
    let with = [
        ("issued", count(issued)),
        ("received", count(received)),
        ("analysed", count(analysed)),
        ("rate", of.list(&rates)),
    ];
    of.fill(words, &with.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// Half the width of the median interval of scores.
fn how_sure(of: Of) -> String {
    let parse = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<f64>().ok());
    let half = |d: &crate::domain::score::sheet::DepartmentScore| {
        Some((parse(&d.score_ci_high)? - parse(&d.score_ci_low)?) / 2.0)
    };
    let mut halves: Vec<f64> = of.report.sheet.departments.iter().filter_map(half).collect();
    halves.sort_by(f64::total_cmp);
    match halves.get(halves.len() / 2) {
        Some(half) => {
            let (level, half) = (of.level(), format!("{half:.2}"));
            of.fill(of.text.first.how_sure[0], &[("level", &level), ("half", &half)])
        }
        None => of.text.first.how_sure[1].to_owned(),
    }
}

fn outcome(of: Of) -> String {
    let all = of.report.sheet.departments.len();
    let mut points: Vec<f64> = of.report.sheet.departments.iter().filter_map(|d| d.points()).collect();
    points.sort_by(f64::total_cmp);
    let Some((low, high)) = points.first().zip(points.last()) else {
        return of.text.first.outcome[1].to_owned();
    };
    let median = (points[(points.len() - 1) / 2] + points[points.len() / 2]) / 2.0;
    let with = [
        ("scored", points.len().to_string()),
        ("all", all.to_string()),
        ("low", format!("{low:.2}")),
        ("median", format!("{median:.2}")),
        ("high", format!("{high:.2}")),
    ];
    let scores = of.fill(
        of.text.first.outcome[0],
        &with.each_ref().map(|(name, value)| (*name, value.as_str())),
    );
    let overall: Vec<String> = overall(of);
    [scores]
        .into_iter()
        .chain(overall)
        .collect::<Vec<_>>()
        .join(of.text.first.overall[1])
}

/// Satisfaction with the whole, by the first scale question of each audience.
fn overall(of: Of) -> Vec<String> {
    let audience = |id| {
        let tables = of.report.questions.iter().filter(move |table| &table.audience == id);
        let rated = tables.into_iter().find_map(|table| table.rated.as_ref())?;
        let rate = Unit::Percent.say(rated.rate, 1);
        Some(of.fill(
            of.text.first.overall[0],
            &[("audience", of.audience(id)), ("rate", &rate)],
        ))
    };
    of.report
        .sheet
        .audiences
        .iter()
        .filter_map(|a| audience(&a.audience))
        .collect()
}

/// Flags of categories that were merged: they stand in full with the weighting.
fn is_merged(flag: &str) -> bool {
    flag.starts_with("nonresponse-merged:") || flag.starts_with("margin-merged:")
}

/// Flags of the whole sheet, who has no score, how few answered, and the officers' decisions.
pub(super) fn mind(of: Of) -> Vec<String> {
    let (report, words) = (of.report, sheet::of(of.language));
    let mut said: Vec<String> = Vec::new();
    for flag in report.sheet.flags.iter().filter(|flag| !is_merged(flag)) {
        let line = sheet::flag_of(&report.sheet, flag, of.language);
        if !said.contains(&line) {
            said.push(line);
        }
    }
    let merged = report.sheet.flags.iter().any(|flag| is_merged(flag));
    said.extend(merged.then(|| of.text.first.merged.to_owned()));
    said.extend(closing::unscored(of));
    said.extend(closing::low_response(of));
    let named = |code: &str| {
        let found = words.overrides.iter().find(|(known, _)| *known == code);
        found.map_or_else(|| code.to_owned(), |(_, words)| (*words).to_owned())
    };
    let colon = of.text.small.gaps[2];
    let decisions = report.sheet.overrides.iter();
    said.extend(decisions.map(|(code, one)| format!("{}{colon}{} · {}", named(code), one.by, one.reason)));
    said
}
