//! The stages from closing to sealing.

use super::sheet::print_sheet;
use super::status::{foreseen, say_next};
use super::{Target, app, progress};
use crate::cli::words::Lang;
use crate::domain::proof::SignerRole;
use crate::stages::close::OnDanger;
use crate::stages::{self, App};
use crate::text::command::Complaint;
use crate::text::status::words;

/// Closes, or says what stands in the way.
pub async fn close(target: &Target, on_danger: OnDanger, lang: Lang) -> anyhow::Result<()> {
    let app = app(&target.config).await?;
    let spinner = progress::spinner("关闭 close");
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
    println!(
        "答卷 submissions {} · 有标记 flagged {} · 剔除 removed {}",
        report.submissions, report.flagged, report.removed
    );
    say_next(&app, &target.round, lang).await
}

/// Weights.
pub async fn weigh(target: &Target, lang: Lang) -> anyhow::Result<()> {
    let app = app(&target.config).await?;
    for (audience, deff) in stages::analyse::weigh(&app, &target.round).await? {
        println!("{audience}: 权数设计效应 weighting deff {deff:.3}");
    }
    say_next(&app, &target.round, lang).await
}

/// Computes the sheet and prints it.
pub async fn score(target: &Target, lang: Lang) -> anyhow::Result<()> {
    let app = app(&target.config).await?;
    let spinner = progress::spinner("计分 score");
    let computation = stages::analyse::score(&app, &target.round).await?;
    spinner.finish_and_clear();
    print_sheet(&computation.sheet, usize::MAX);
    say_next(&app, &target.round, lang).await
}

/// Signs.
pub async fn seal(target: &Target, roles: &[String]) -> anyhow::Result<()> {
    let app = app(&target.config).await?;
    let sealed = seal_as(&app, &target.round, roles).await?;
    for signature in &sealed.signatures {
        println!("已签名 · signed: {} {}", signature.role, signature.key_id);
    }
    println!("下一步 · next: `export sheet {}`", target.round);
    Ok(())
}

async fn seal_as(app: &App, round: &str, roles: &[String]) -> anyhow::Result<crate::domain::score::sheet::SealedSheet> {
    let roles: Vec<SignerRole> = roles
        .iter()
        .map(|role| role.parse().map_err(|_| Complaint::Role(role.clone())))
        .collect::<Result<_, _>>()?;
    Ok(stages::seal::seal(app, round, &roles).await?)
}
