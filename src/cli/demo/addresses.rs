//! Where everything of the demonstration is: files, links to try, consoles with their sign-ins, the feed.

use super::staff;
use crate::cli::round::invitation_row;
use crate::cli::words::Lang;
use crate::domain::account::Role;
use crate::domain::definition::{Audience, Survey};
use crate::domain::proof::SignerRole;
use crate::stages::App;
use crate::stages::invite::Invitation;
use crate::text::console;
use crate::text::terminal::fill;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// The files that were written, and how to check them.
pub fn print_files(app: &App, sealed: &Path, lang: Lang) {
    let bundle = sealed.with_file_name("bundle").display().to_string();
    let keys: Vec<String> = [SignerRole::Platform, SignerRole::Agency, SignerRole::Office]
        .iter()
        .map(|role| format!("--key {}", app.keys.public_path(*role).display()))
        .collect();
    let sheet = sealed.display().to_string();
    let verify = format!("barometer verify {sheet} {} --bundle {bundle}", keys.join(" "));
    print(vec![
        (label(lang, 0), sheet),
        (label(lang, 1), bundle),
        (label(lang, 2), verify),
    ]);
}

/// The pages, once somebody serves them: `links` are the unused invitations and the file that holds them all.
pub fn print_links(app: &App, survey: &Survey, links: (&[Invitation], &Path), token: &str, lang: Lang) {
    let (invitations, more) = links;
    let (address, round) = (&app.public_url, &survey.round.id);
    let mut rows = one_of_each(survey, invitations, lang);
    rows.push((label(lang, 4), more.display().to_string()));
    rows.push((label(lang, 5), format!("{address}/results/{round}")));
    rows.push((label(lang, 6), format!("{address}/verify")));
    rows.push((label(lang, 7), format!("{address}/sign-in")));
    rows.extend(sign_ins(lang));
    let feed = format!("curl -H 'Authorization: Bearer {token}' {address}/api/v1/rounds/{round}/scores?format=csv");
    rows.push((label(lang, 8), feed));
    print(rows);
}

fn label(lang: Lang, which: usize) -> String {
    lang.say(|words, _| words.demo.labels[which].into())
}

/// A link for every audience.
fn one_of_each(survey: &Survey, invitations: &[Invitation], lang: Lang) -> Vec<(String, String)> {
    let row = |audience: &Audience| {
        let first = invitations.iter().find(|one| one.audience == audience.id.0)?;
        let label = lang.say(|words, language| {
            let name = audience.name.get(language);
            fill(words.demo.labels[3], &[("audience", &name)])
        });
        Some((label, invitation_row(first).link))
    };
    survey.audiences.iter().filter_map(row).collect()
}

/// Who signs in to the consoles, role by role, and with what.
fn sign_ins(lang: Lang) -> Vec<(String, String)> {
    let row = |(login, _, role): &(&str, &str, Role)| {
        let role = lang.say(|_, language| console::of(language).role(*role).to_owned());
        (format!("  {role}"), format!("{login} / {}", staff::PASSWORD))
    };
    staff::STAFF.iter().map(row).collect()
}

fn print(rows: Vec<(String, String)>) {
    let widest = rows.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
    println!();
    for (label, value) in rows {
        println!("{label}{}  {value}", " ".repeat(widest - label.width()));
    }
}
