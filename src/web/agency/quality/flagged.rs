//! Flagged submissions: reasons and timing, on the page and as a file.

use super::{may, names};
use crate::domain::fieldwork::Flagged;
use crate::domain::removal::Proposal;
use crate::stages::{LoadedRound, removals as stage};
use crate::text::quality_pages;
use crate::web::PageError;
use crate::web::access::acts::{ProposeRemoval, ReadQuality};
use crate::web::access::{May, Visit};
use crate::web::agency::board::{csv_file, flag_name};
use crate::web::components::grid::{Cell, Grid};
use crate::web::components::number::short;
use crate::web::components::refusal::nowhere;
use crate::web::components::sort::{Sorting, sort};
use crate::web::components::table::{Head, download, sortable};
use crate::web::rounds::known;
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

/// `GET /agency/{round}/quality/flagged.csv`.
pub async fn file(visit: May<ReadQuality>, Path(id): Path<String>) -> Result<Response, PageError> {
    let Some(loaded) = known(&visit, &id).await? else {
        return Ok(nowhere(&visit));
    };
    let found = stage::flagged(&visit.app, &id).await?;
    let found = ordered(&visit, &loaded, &found, &Sorting::of(&visit, ""));
    csv_file(&grid(&visit, &loaded, &found), &id)
}

/// In the order that the page's list is asked for; its columns are those of the file without the mark of a rule.
fn ordered<'a>(visit: &Visit, loaded: &LoadedRound, flagged: &'a [Flagged], sorting: &Sorting) -> Vec<&'a Flagged> {
    let all: Vec<&Flagged> = flagged.iter().collect();
    let cells = grid(visit, loaded, &all).rows.into_iter().map(|mut row| {
        row.remove(BY_RULE);
        row
    });
    let mut rows: Vec<(Vec<Cell>, &Flagged)> = cells.zip(all).collect();
    sort(&mut rows, sorting.order(NAME, BY_RULE + 2), |(cells, _)| cells);
    rows.into_iter().map(|(_, one)| one).collect()
}

/// The list in addresses.
const NAME: &str = "flagged";

/// The file's column that the page's list does not have.
const BY_RULE: usize = 4;

fn grid(visit: &Visit, loaded: &LoadedRound, flagged: &[&Flagged]) -> Grid {
    let (words, names) = (quality_pages::of(visit.language()), names(visit, loaded));
    let row = |one: &&Flagged| {
        let flags: Vec<&str> = one.flags.iter().map(|flag| flag.code()).collect();
        vec![
            Cell::text(&one.submission),
            Cell::text(names.audience(&one.audience)),
            Cell::text(names.mode(one.mode)),
            Cell::text(flags.join(" ")),
            if one.by_rule {
                Cell::text(words.flagged[1])
            } else {
                Cell::Nothing
            },
            Cell::minutes(one.minutes),
            Cell::minutes(one.median),
        ]
    };
    Grid {
        id: NAME,
        words: &words.flagged_file,
        rows: flagged.iter().map(row).collect(),
    }
}

/// The list with its reasons in words; a manager begins a proposal from a row.
pub fn list(visit: &Visit, loaded: &LoadedRound, flagged: &[Flagged], proposals: &[Proposal]) -> Markup {
    let words = quality_pages::of(visit.language());
    if flagged.is_empty() {
        return html! { p.quiet { (words.flagged[0]) } };
    }
    let mut heads: Vec<Head> = words
        .flagged_heads
        .iter()
        .map(|text| Head { text, number: false })
        .collect();
    (heads[4].number, heads[5].number) = (true, true);
    let here = format!("/agency/{}/quality", loaded.record.id);
    let sorting = Sorting::of(visit, &here);
    let found = ordered(visit, loaded, flagged, &sorting);
    let rows: Vec<Vec<Markup>> = found
        .into_iter()
        .map(|one| row(visit, loaded, one, proposals))
        .collect();
    html! {
        (sortable(words.flagged_title, (NAME, &sorting), &heads, &rows, visit.language()))
        (download(&sorting.address(&format!("{here}/flagged.csv")), visit.language()))
    }
}

fn row(visit: &Visit, loaded: &LoadedRound, one: &Flagged, proposals: &[Proposal]) -> Vec<Markup> {
    let (words, names) = (quality_pages::of(visit.language()), names(visit, loaded));
    let [_, by_rule, propose, proposed] = words.flagged;
    let has_one = proposals
        .iter()
        .any(|other| other.submission == one.submission && other.is_open_or_accepted());
    let minutes = |value: Option<f64>| value.map_or_else(|| "—".to_owned(), short);
    vec![
        html! { code { (one.submission) } },
        html! { (names.audience(&one.audience)) },
        html! { (names.mode(one.mode)) },
        html! {
            @for flag in &one.flags { div { b { (flag.code()) } " " (flag_name(*flag, names)) } }
            @if one.by_rule { div { span.flag { (by_rule) } } }
        },
        html! { (minutes(one.minutes)) },
        html! { (minutes(one.median)) },
        html! {
            @if has_one { span.quiet { (proposed) } }
            @else if may::<ProposeRemoval>(visit) && !one.by_rule {
                a href={ "/agency/" (loaded.record.id) "/quality?submission=" (one.submission) "#propose" } { (propose) }
            }
        },
    ]
}
