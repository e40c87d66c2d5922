//! `/office/ledger/{year}/departments/{department}`: every point of one department, with who gave it and from which file.

use super::totals::shown;
use super::{Above, Tab, frame, known};
use crate::domain::definition::{DepartmentId, Language};
use crate::domain::ledger::{Import, Indicator, Ledger, Points, Standing, Totals, standing};
use crate::stages::ledger::year_before;
use crate::text::ledger::{LedgerText, of};
use crate::text::ledger_pages;
use crate::text::terminal::fill;
use crate::web::PageError;
use crate::web::access::acts::ReadLedger;
use crate::web::access::{May, Visit};
use crate::web::components::refusal::nowhere;
use crate::web::components::table::{Head, facts, table};
use crate::web::components::time::minute;
use crate::web::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// `GET /office/ledger/{year}/departments/{department}`.
pub async fn show(may: May<ReadLedger>, Path((year, id)): Path<(i16, String)>) -> Result<Response, PageError> {
    let Some(ledger) = known(&may, year).await? else {
        return Ok(nowhere(&may));
    };
    let before = year_before(&may.app, &ledger).await?;
    let (present, last) = (standing(&ledger), before.as_ref().map(standing));
    let Some(totals) = present.of(&DepartmentId(id)) else {
        return Ok(nowhere(&may));
    };
    Ok(view(&may, &present, totals, last.as_ref()).into_response())
}

fn view(visit: &Visit, standing: &Standing, one: &Totals, last: Option<&Standing>) -> Markup {
    let (language, ledger) = (visit.language(), standing.ledger);
    let (words, pages) = (of(language), ledger_pages::of(language));
    let [indicator, most, body, points, note, source] = pages.department_heads;
    let text = |text| Head { text, number: false };
    let number = |text| Head { text, number: true };
    let heads = [
        text(indicator),
        number(most),
        text(body),
        number(points),
        text(note),
        text(source),
    ];
    let rows: Vec<Vec<Markup>> = Indicator::ALL
        .into_iter()
        .flat_map(|each| rows(ledger, one, each, language))
        .collect();
    let sum = fill(
        pages.formula,
        &[
            ("sum", &shown(one.sum, words)),
            ("deducted", &one.deducted),
            ("total", &shown(one.total, words)),
        ],
    );
    let body = html! {
        h2 { (one.department.name.get(language)) " " small.quiet { (one.department.id.0) } }
        (about(standing, one, last, language))
        p { b { (sum) } }
        @for lack in words.lacks(one, language) { p.mind { (lack) } }
        (table(words.sheets[1], &heads, &rows, language))
        (entries(one, words, language))
    };
    frame(visit, ledger, Tab::Totals, &Above::default(), body)
}

fn about(standing: &Standing, one: &Totals, last: Option<&Standing>, language: Language) -> Markup {
    let (words, pages) = (of(language), ledger_pages::of(language));
    let [total, rank, bonus, last_total, difference] = pages.department;
    let ranked = standing.totals.iter().filter(|one| one.rank.is_some()).count();
    let ranks = one
        .rank
        .map(|rank| fill(pages.rank, &[("rank", &rank), ("ranked", &ranked)]));
    let before = last
        .and_then(|last| last.of(&one.department.id))
        .and_then(|one| one.total);
    let change = one.total.zip(before).map(|(now, before)| now.less(before));
    let why = words.why_less(&one.bonus, language);
    facts(&[
        (total, html! { (shown(one.total, words)) }),
        (rank, html! { (ranks.unwrap_or_else(|| words.none.to_owned())) }),
        (bonus, html! { (words.paid(one)) @if !why.is_empty() { " · " (why) } }),
        (last_total, html! { (shown(before, words)) }),
        (
            difference,
            html! { (change.map_or_else(|| words.none.to_owned(), Points::signed)) },
        ),
    ])
}

/// A row for every body of an indicator, delivered or waited for; one for the public evaluation.
fn rows(ledger: &Ledger, one: &Totals, indicator: Indicator, language: Language) -> Vec<Vec<Markup>> {
    let words = of(language);
    let most = match indicator.bodies().len() {
        1 => indicator.most().to_string(),
        _ => fill(ledger_pages::of(language).together, &[("most", &indicator.most())]),
    };
    let start = |body: &'static str| {
        vec![
            html! { (indicator.name().get(language)) },
            html! { (most) },
            html! { (body) },
        ]
    };
    if indicator == Indicator::Public {
        let mut row = start(indicator.bodies()[0].name.get(language));
        row.push(html! { (shown(one.score(indicator).points(), words)) });
        row.push(html! {});
        row.push(html! { @if let Some(sheet) = ledger.sheet() {
            (sheet.origin) br; small { (sheet.by) " " span.time { (minute(sheet.at)) } }
        } });
        return vec![row];
    }
    let delivered = ledger.parts(indicator).map(|import| {
        let mut row = start(import.source.name().get(language));
        row.extend(part(import, one, words));
        row
    });
    let waited = ledger.waiting_for(indicator).into_iter().map(|source| {
        let mut row = start(source.name().get(language));
        row.push(html! { (words.none) });
        row.push(html! { span.flag { (ledger_pages::of(language).delivery_states[0]) } });
        row.push(html! {});
        row
    });
    delivered.chain(waited).collect()
}

fn part(import: &Import, one: &Totals, words: &LedgerText) -> [Markup; 3] {
    let row = import.rows.get(&one.department.id);
    [
        html! { (shown(row.and_then(|row| row.score), words)) },
        html! { @if let Some(row) = row { (row.note) } },
        html! { (import.file) br; small { (import.by) " " span.time { (minute(import.at)) } } },
    ]
}

fn entries(one: &Totals, words: &LedgerText, language: Language) -> Markup {
    html! {
        @if !one.entries.is_empty() {
            h2 { (words.sheets[2]) }
            ul { @for entry in &one.entries {
                li {
                    (words.kind(entry, language)) (words.gaps_between[0]) (entry.detail) " "
                    small.quiet { (entry.by) " " (minute(entry.at)) }
                    @if let Some(how) = &entry.withdrawn {
                        " · " b { (words.states[1]) } (words.gaps_between[0]) (how.reason) " " small.quiet { (how.by) " " (minute(how.at)) }
                    }
                }
            } }
        }
    }
}
