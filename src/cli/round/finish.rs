//! The stages from closing to sealing.

use super::sheet::print_sheet;
use super::status::{foreseen, say_next};
use super::{Target, app, progress};
use crate::cli::words::Lang;
use crate::domain::definition::AudienceId;
use crate::domain::proof::SignerRole;
use crate::domain::score::sheet::{DepartmentScore, ScoreSheet, ScoreStatus, SealedSheet};
use crate::stages::close::OnDanger;
use crate::stages::{self, App};
use crate::text::command::Complaint;
use crate::text::status::words;
use crate::text::terminal::fill;
use std::fmt::Display;

/// Closes, or says what stands in the way.
pub async fn close(target: &Target, on_danger: OnDanger, lang: Lang) -> anyhow::Result<()> {
    let app = app(&target.config).await?;
    let spinner = progress::spinner(&lang.say(|words, _| words.busy.close.into()));
    let closed = stages::close::close(&app, &target.round, on_danger).await;
    spinner.finish_and_clear();
    let report = closed?;
    for language in lang.languages() {
        let words = words(*language).closed;
        let numbers = [
            ("{submissions}", report.submissions),
            ("{complete}", report.partials.complete),
            ("{sufficient}", report.partials.sufficient),
            ("{insufficient}", report.partials.insufficient),
        ];
        let fill = |text: String, (name, number): &(&str, u64)| text.replace(name, &number.to_string());
        println!("{}", numbers.iter().fold(words.to_owned(), fill));
        for line in foreseen(&report.forecast, *language) {
            println!("{line}");
        }
    }
    say_next(&app, &target.round, lang).await
}

/// Flags and sets aside.
pub async fn check(target: &Target, lang: Lang) -> anyhow::Result<()> {
    let app = app(&target.config).await?;
    let report = stages::analyse::check(&app, &target.round).await?;
    println!("{}", checked(&report, lang));
    say_next(&app, &target.round, lang).await
}

/// Flags, weights and computes the sheet, reading the answers once.
pub async fn compute(target: &Target, lang: Lang) -> anyhow::Result<()> {
    let app = app(&target.config).await?;
    let spinner = progress::spinner(&lang.say(|words, _| words.busy.score.into()));
    let done = stages::analyse::all(&app, &target.round).await;
    spinner.finish_and_clear();
    let done = done?;
    println!("{}", checked(&done.checked, lang));
    weighed(&app, target, &done.deffs, lang).await?;
    print_sheet(&done.sheet, usize::MAX, lang);
    say_next(&app, &target.round, lang).await
}

/// What the quality check found.
pub fn checked(report: &stages::analyse::CheckReport, lang: Lang) -> String {
    lang.say(|words, _| {
        let numbers: [(&str, &dyn Display); 3] = [
            ("submissions", &report.submissions),
            ("flagged", &report.flagged),
            ("removed", &report.removed),
        ];
        fill(words.checked, &numbers)
    })
}

/// Weights.
pub async fn weigh(target: &Target, lang: Lang) -> anyhow::Result<()> {
    let app = app(&target.config).await?;
    let deffs = stages::analyse::weigh(&app, &target.round).await?;
    weighed(&app, target, &deffs, lang).await?;
    say_next(&app, &target.round, lang).await
}

/// Says how much the weights of each audience vary.
async fn weighed(app: &App, target: &Target, deffs: &[(String, f64)], lang: Lang) -> anyhow::Result<()> {
    let survey = app.round(&target.round).await?.survey;
    for (id, deff) in deffs {
        let deff = format!("{deff:.3}");
        println!(
            "{}",
            lang.say(|words, language| {
                let audience = survey.audience(&AudienceId(id.clone()));
                let name = audience.map_or(id.as_str(), |audience| audience.name.get(language));
                fill(words.weighed, &[("audience", &name), ("deff", &deff)])
            })
        );
    }
    Ok(())
}

/// Computes the sheet and prints it.
pub async fn score(target: &Target, lang: Lang) -> anyhow::Result<()> {
    let app = app(&target.config).await?;
    let spinner = progress::spinner(&lang.say(|words, _| words.busy.score.into()));
    let sheet = stages::analyse::score(&app, &target.round).await?;
    spinner.finish_and_clear();
    print_sheet(&sheet, usize::MAX, lang);
    say_next(&app, &target.round, lang).await
}

/// Signs.
pub async fn seal(target: &Target, roles: &[String], lang: Lang) -> anyhow::Result<()> {
    let app = app(&target.config).await?;
    let sealed = seal_as(&app, &target.round, roles).await?;
    for signature in &sealed.signatures {
        let (role, key) = (&signature.role, &signature.key_id);
        println!(
            "{}",
            lang.say(|words, _| fill(words.signed, &[("role", role), ("key", key)]))
        );
    }
    if let Some(line) = provisional(&sealed.sheet, lang) {
        println!("{line}");
    }
    let command = format!("export sheet {}", target.round);
    println!("{}", lang.say(|words, _| fill(words.next, &[("command", &command)])));
    Ok(())
}

/// That scores are provisional, where they are.
fn provisional(sheet: &ScoreSheet, lang: Lang) -> Option<String> {
    let waiting = |d: &&DepartmentScore| d.status == ScoreStatus::Provisional;
    let n = sheet.departments.iter().filter(waiting).count();
    (n > 0).then(|| lang.say(|words, _| fill(words.provisional, &[("n", &n)])))
}

async fn seal_as(app: &App, round: &str, roles: &[String]) -> anyhow::Result<SealedSheet> {
    let roles: Vec<SignerRole> = roles
        .iter()
        .map(|role| role.parse().map_err(|_| Complaint::Role(role.clone())))
        .collect::<Result<_, _>>()?;
    Ok(stages::seal::seal(app, round, &roles).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fixture::sealed_sheet;

    #[test]
    fn sealing_says_that_scores_are_provisional_and_only_then() {
        let mut sheet = sealed_sheet().sheet;
        assert_eq!(provisional(&sheet, Lang::Both), None);
        for department in &mut sheet.departments[..3] {
            department.status = ScoreStatus::Provisional;
        }
        let said = provisional(&sheet, Lang::Both).unwrap();
        assert!(
            said.contains("3 个部门") && said.contains("3 departments are provisional"),
            "{said}"
        );
    }
}
