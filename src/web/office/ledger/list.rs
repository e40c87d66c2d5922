//! `/office/ledger`: which years have a ledger; opens one.

use super::{Above, Done, may, outcome, page, said};
use crate::domain::definition::{Language, Text};
use crate::domain::ledger::{Ledger, standing};
use crate::export::departments_table;
use crate::stages::StageError;
use crate::stages::ledger::{Opening, open};
use crate::storage::ledger::{load, years};
use crate::storage::round::{RoundRecord, list};
use crate::text::ledger_pages::of;
use crate::text::terminal::fill;
use crate::text::{ledger, ledger_pages};
use crate::web::PageError;
use crate::web::access::acts::{ChangeLedger, ReadLedger};
use crate::web::access::{May, Upload, Visit};
use crate::web::components::console::token;
use crate::web::components::table::{Head, table};
use crate::web::extract::Query;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// Where an empty list of departments is.
pub(super) const TEMPLATE: &str = "/office/ledger/departments.csv";

/// What the page shows.
struct Shelf {
    ledgers: Vec<Ledger>,
    rounds: Vec<RoundRecord>,
    /// What was typed before: year, round, titles.
    typed: [String; 4],
}

/// `GET /office/ledger`.
pub async fn show(may: May<ReadLedger>, Query(done): Query<Done>) -> Result<Markup, PageError> {
    let shelf = shelf(&may, Default::default()).await?;
    Ok(view(&may, &shelf, &done.into()))
}

/// `POST /office/ledger/open`.
pub async fn submit(may: May<ChangeLedger>, upload: Upload) -> Result<Response, PageError> {
    let typed = ["year", "round", "title_zh", "title_en"].map(|name| upload.field(name).trim().to_owned());
    let [year, round, zh, en] = typed.clone();
    let year: i16 = year.parse().unwrap_or_default();
    let usual = |language, typed: String| match typed.as_str() {
        "" => fill(ledger::of(language).title, &[("year", &year)]),
        _ => typed,
    };
    let opening = Opening {
        year,
        title: Text {
            zh: usual(Language::Zh, zh),
            en: usual(Language::En, en),
        },
        round,
        departments: (!upload.name.is_empty()).then_some((upload.name, upload.bytes)),
    };
    let opened = open(&may.app, opening, "").await;
    match outcome(&may, opened, &format!("/office/ledger/{year}"), |_| "opened").await? {
        Ok(done) => Ok(done),
        Err(complaint) => {
            let above = Above {
                complaint: Some(complaint),
                done: None,
            };
            let again = view(&may, &shelf(&may, typed).await?, &above);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
    }
}

/// `GET /office/ledger/departments.csv`: a list to fill in, for a round of another house.
pub async fn template(_: May<ReadLedger>) -> impl IntoResponse {
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"departments.csv\"");
    ([kind, name], departments_table())
}

async fn shelf(visit: &Visit, typed: [String; 4]) -> Result<Shelf, PageError> {
    let db = &visit.app.db;
    let mut ledgers = Vec::new();
    for year in years(db).await.map_err(StageError::from)? {
        ledgers.extend(load(db, year).await.map_err(StageError::from)?);
    }
    Ok(Shelf {
        ledgers,
        rounds: list(db).await.map_err(StageError::from)?,
        typed,
    })
}

fn view(visit: &Visit, shelf: &Shelf, above: &Above) -> Markup {
    let language = visit.language();
    let words = of(language);
    let rows: Vec<Vec<Markup>> = shelf.ledgers.iter().map(|one| row(one, language)).collect();
    let [year, title, review, departments, ranked] = words.list_heads;
    let text = |text| Head { text, number: false };
    let number = |text| Head { text, number: true };
    let heads = [
        text(year),
        text(title),
        text(review),
        number(departments),
        number(ranked),
    ];
    let body = html! {
        (said(visit, above))
        p { (words.list[1]) }
        @if rows.is_empty() { p { (words.list[2]) } } @else { (table(words.list[0], &heads, &rows, language)) }
        @if may::<ChangeLedger>(visit) { (opening(visit, shelf, words)) }
    };
    page(visit, words.list[0], words.list[0], body)
}

fn row(one: &Ledger, language: Language) -> Vec<Markup> {
    let ranked = standing(one).totals.iter().filter(|one| one.rank.is_some()).count();
    vec![
        html! { a href={ "/office/ledger/" (one.year) } { (one.year) } },
        html! { (one.title.get(language)) },
        html! { (ledger::of(language).review(one, language)) },
        html! { (one.departments.len()) },
        html! { (ranked) },
    ]
}

fn opening(visit: &Visit, shelf: &Shelf, words: &ledger_pages::LedgerPages) -> Markup {
    let [title, about, year, round, zh, en, file, usual, hint, button] = words.open;
    let typed = &shelf.typed;
    html! {
        section.card {
            h2 { (title) }
            p { (about) }
            form.stack method="post" action="/office/ledger/open" enctype="multipart/form-data" {
                (token(visit))
                label { span { (year) } input name="year" type="number" min="2000" max="2100" value=(typed[0]) required; }
                label { span { (round) } input name="round" list="rounds" value=(typed[1]) autocomplete="off" required; }
                datalist #rounds { @for one in &shelf.rounds { option value=(one.id) { (one.title.get(visit.language())) } } }
                label { span { (zh) } input name="title_zh" value=(typed[2]); small { (usual) } }
                label { span { (en) } input name="title_en" value=(typed[3]); small { (usual) } }
                label { span { (file) } input name="file" type="file" accept=".csv,.xlsx"; small { (hint) } }
                p.download { a href=(TEMPLATE) download { (words.departments_template) } }
                button.primary { (button) }
            }
        }
    }
}
