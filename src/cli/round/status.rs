//! Where a round stands, told in the terminal: state, every audience's cases, the look ahead, the history.

use super::table::Table;
use crate::cli::words::Lang;
use crate::domain::definition::Language;
use crate::domain::score::danger::{Danger, Notice};
use crate::domain::score::forecast::Forecast;
use crate::stages::register::Registered;
use crate::stages::status::{AudienceStatus, Status, status};
use crate::stages::{self, App};
use crate::storage::round::StageRecord;
use crate::text::status::{StatusWords, called, danger, next, notice, remedy, words};
use jiff::Timestamp;

/// The rates that are worth a column, in their order.
const RATES: [&str; 6] = ["RR1", "RR2", "RR3", "COOP1", "REF1", "CON1"];

/// Prints the status: for people in every chosen language, or as JSON.
pub async fn print(app: &App, id: &str, lang: Lang, json: bool) -> anyhow::Result<()> {
    let status = status(app, id).await?;
    if json {
        println!("{}", serde_json::to_string_pretty(&status)?);
        return Ok(());
    }
    let told: Vec<String> = lang.languages().iter().map(|one| tell(&status, *one)).collect();
    println!("{}", told.join("\n"));
    Ok(())
}

/// Prints what comes next, in every chosen language.
pub async fn say_next(app: &App, id: &str, lang: Lang) -> anyhow::Result<()> {
    let step = stages::status::next(app, &app.round(id).await?).await?;
    for language in lang.languages() {
        println!(
            "{}",
            named(words(*language), words(*language).next, &next(step, *language))
        );
    }
    Ok(())
}

/// The whole status in one language, with a line's end after every line.
pub fn tell(status: &Status, language: Language) -> String {
    let words = words(language);
    let heading = words.heading.replace("{title}", status.title.get(language));
    let mut lines = vec![
        heading.replace("{round}", &status.round),
        named(words, words.state, called(&words.states, status.state.as_str())),
        named(words, words.submissions, &status.submissions.to_string()),
        registered(&status.registered, words),
        String::new(),
    ];
    lines.extend(audiences(&status.audiences, words, language));
    if let Some(ahead) = &status.forecast {
        lines.push(String::new());
        lines.extend(look_ahead(ahead, words, language));
    }
    lines.extend([String::new(), words.history.to_owned()]);
    lines.extend(status.history.iter().map(|record| history(record, words)));
    lines.push(String::new());
    lines.push(named(words, words.next, &next(status.next, language)));
    lines.push(String::new());
    lines.join("\n")
}

/// Who registered the method.
fn registered(found: &Registered, words: &StatusWords) -> String {
    let login = |place: usize| found.officers.get(place).map_or("", |officer| officer.login.as_str());
    let said = words.registered[found.officers.len().min(2)]
        .replace("{first}", login(0))
        .replace("{second}", login(1));
    format!("{said}{}", if found.late { words.registered[3] } else { "" })
}

fn named(words: &StatusWords, name: &str, value: &str) -> String {
    format!("{name}{}{value}", words.colon)
}

fn audiences(audiences: &[AudienceStatus], words: &StatusWords, language: Language) -> Vec<String> {
    let sampled = audiences.iter().any(|audience| audience.sample.is_some());
    let heads = if sampled {
        &words.columns[..]
    } else {
        &words.columns[..2]
    };
    let mut cases = Table::new(heads.iter().map(|head| (*head).to_owned()));
    let mut rates = Table::new(
        [words.columns[0].to_owned()]
            .into_iter()
            .chain(shown().map(str::to_owned)),
    );
    for audience in audiences {
        let name = audience.name.get(language).to_owned();
        let mut row = vec![name.clone(), audience.submissions.to_string()];
        if let Some(sample) = &audience.sample {
            let ended = &sample.outcomes;
            let counts = [
                sample.issued,
                sample.reserve,
                ended.complete,
                ended.partial,
                ended.refusal,
                ended.non_contact,
                ended.other,
                ended.unknown,
                ended.not_eligible,
            ];
            row.extend(counts.map(|count| count.to_string()));
            let percent = |rate: &str| {
                sample
                    .rates
                    .get(rate)
                    .map_or("–".into(), |r| format!("{:.1} %", 100.0 * r))
            };
            rates.push([name].into_iter().chain(shown().map(percent)));
        }
        cases.push(row);
    }
    let mut lines = cases.lines();
    if sampled {
        lines.push(String::new());
        lines.extend(rates.lines());
        lines.push(words.rates.to_owned());
    }
    lines
}

fn shown() -> impl Iterator<Item = &'static str> {
    RATES.into_iter().chain(["e"])
}

/// What closing now would lead to.
fn look_ahead(ahead: &Forecast, words: &StatusWords, language: Language) -> Vec<String> {
    let mut lines = vec![words.ahead.replace("{submissions}", &ahead.submissions.to_string())];
    if ahead.dangers.is_empty() {
        lines.push(format!("  {}", words.clear));
    } else {
        lines.push(format!("  {}{}", words.dangers, words.colon.trim_end()));
        lines.extend(dangers(&ahead.dangers, ahead.sampled, language));
    }
    lines.extend(notices(&ahead.notices, words, language));
    lines
}

/// Each danger with what helps against it.
fn dangers(dangers: &[Danger], sampled: bool, language: Language) -> Vec<String> {
    let lines = |one: &Danger| {
        let help = remedy(one.remedy(sampled), language);
        [format!("  - {}", danger(one, language)), format!("    → {help}")]
    };
    dangers.iter().flat_map(lines).collect()
}

fn notices(notices: &[Notice], words: &StatusWords, language: Language) -> Vec<String> {
    let heading = (!notices.is_empty()).then(|| format!("  {}{}", words.notices, words.colon.trim_end()));
    let lines = notices.iter().map(|one| format!("  - {}", notice(one, language)));
    heading.into_iter().chain(lines).collect()
}

/// What was accepted by closing, and what the method deals with: for the report of closing.
pub fn foreseen(ahead: &Forecast, language: Language) -> Vec<String> {
    let words = words(language);
    let mut lines = Vec::new();
    if !ahead.dangers.is_empty() {
        lines.push(format!("  {}{}", words.accepted, words.colon.trim_end()));
        lines.extend(ahead.dangers.iter().map(|one| format!("  - {}", danger(one, language))));
    }
    lines.extend(notices(&ahead.notices, words, language));
    lines
}

/// One stage: when, which, and the numbers it left.
fn history(record: &StageRecord, words: &StatusWords) -> String {
    let at = Timestamp::from_second(record.at).unwrap_or(Timestamp::UNIX_EPOCH);
    let number = |(stored, word): &(&str, &str)| match record.summary.get(stored)? {
        serde_json::Value::String(text) => Some(format!("{word} {text}")),
        serde_json::Value::Number(number) => Some(format!("{word} {number}")),
        serde_json::Value::Array(list) if !list.is_empty() => Some(format!("{word} {}", list.len())),
        _ => None,
    };
    let numbers: Vec<String> = words.numbers.iter().filter_map(number).collect();
    let stage = called(words.stages, &record.stage);
    format!("  {at}  {stage}  {}", numbers.join(" · "))
        .trim_end()
        .to_owned()
}
