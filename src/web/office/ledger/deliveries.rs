//! `/office/ledger/{year}/deliveries`: who has delivered and who is waited for; takes a file, takes the sealed sheet.

use super::sheet::{OwnSheet, card, own_sheet};
use super::totals::sheet_link;
use super::{Above, Done, Tab, again, frame, known, may, outcome};
use crate::domain::definition::Language;
use crate::domain::ledger::{Import, Indicator, Ledger, Source};
use crate::export::delivery_name;
use crate::stages::ledger::{Imported, PartFile, import};
use crate::text::ledger::of;
use crate::text::ledger_pages::{self, LedgerPages};
use crate::web::PageError;
use crate::web::access::acts::{ChangeLedger, ReadLedger};
use crate::web::access::{May, UPLOAD_MOST, Upload, Visit};
use crate::web::components::console::token;
use crate::web::components::refusal::nowhere;
use crate::web::components::table::{Head, table};
use crate::web::components::time::minute;
use crate::web::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// `GET /office/ledger/{year}/deliveries`.
pub async fn show(
    may: May<ReadLedger>,
    Path(year): Path<i16>,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let Some(ledger) = known(&may, year).await? else {
        return Ok(nowhere(&may));
    };
    let own = own_sheet(&may, &ledger).await?;
    Ok(view(&may, &ledger, &own, "", &done.into()).into_response())
}

/// `POST /office/ledger/{year}/import`.
pub async fn submit(may: May<ChangeLedger>, Path(year): Path<i16>, upload: Upload) -> Result<Response, PageError> {
    let whose = upload.field("whose").to_owned();
    let (indicator, source) = whose.split_once('/').unwrap_or((&whose, ""));
    let file = PartFile {
        indicator: indicator.to_owned(),
        source: (!source.is_empty()).then(|| source.to_owned()),
        replace: upload.field("replace") == "yes",
        name: upload.name,
        bytes: upload.bytes,
    };
    let done = import(&may.app, year, &file, "").await;
    let to = format!("/office/ledger/{year}/deliveries");
    let word = |done: &Imported| match done {
        Imported::Stored { .. } => "imported",
        Imported::Same(_) => "same",
    };
    match outcome(&may, done, &to, word).await? {
        Ok(done) => Ok(done),
        Err(complaint) => {
            again(&may, year, complaint, async |ledger, above| {
                let own = own_sheet(&may, ledger).await?;
                Ok(view(&may, ledger, &own, &whose, &above))
            })
            .await
        }
    }
}

/// The page; `whose` is what was chosen before.
pub(super) fn view(visit: &Visit, ledger: &Ledger, own: &OwnSheet, whose: &str, above: &Above) -> Markup {
    let language = visit.language();
    let pages = ledger_pages::of(language);
    let [indicator, body, file, scored, unscored, imported] = pages.delivery_heads;
    let text = |text| Head { text, number: false };
    let number = |text| Head { text, number: true };
    let heads = [
        text(indicator),
        text(body),
        text(file),
        number(scored),
        number(unscored),
        text(imported),
    ];
    let rows: Vec<Vec<Markup>> = Indicator::ALL
        .into_iter()
        .flat_map(|one| rows(ledger, one, language))
        .collect();
    let open = may::<ChangeLedger>(visit) && ledger.expect_open().is_ok();
    let body = html! {
        (table(pages.deliveries, &heads, &rows, language))
        p.small.quiet { (pages.deliveries_about) }
        p.download { a href={ "/office/ledger/" (ledger.year) "/files/template.csv" } download { (pages.downloads[3]) } }
        @if open {
            (form(visit, ledger, whose, pages))
            (card(visit, ledger, own, pages))
        } @else { p.mind { (of(language).figures(ledger)) } }
    };
    frame(visit, ledger, Tab::Deliveries, above, body)
}

/// What an indicator has: files that count, who is waited for, and what was replaced.
fn rows(ledger: &Ledger, indicator: Indicator, language: Language) -> Vec<Vec<Markup>> {
    let pages = ledger_pages::of(language);
    let name = indicator.name().get(language);
    let of_indicator = ledger.imports.iter().filter(|import| import.indicator == indicator);
    let mut rows: Vec<Vec<Markup>> = of_indicator
        .map(|import| delivered((name, ledger.year), import, pages, language))
        .collect();
    rows.extend(ledger.sheets.iter().filter(|_| indicator == Indicator::Public).map(|sheet| {
        let scored = sheet.scores.values().filter(|one| one.points.is_some()).count();
        let counts = ledger.sheet().is_some_and(|last| last.version == sheet.version);
        vec![
            html! { (name) },
            html! { (indicator.bodies()[0].name.get(language)) },
            html! { (sheet_link(ledger, sheet, language)) br; small.quiet { (sheet.origin) } @if !counts { br; small.quiet { (pages.delivery_states[1]) } } },
            html! { (scored) },
            html! { (sheet.scores.len() - scored) },
            html! { (sheet.by) br; small.time { (minute(sheet.at)) } },
        ]
    }));
    rows.extend(ledger.waiting_for(indicator).into_iter().map(|source| {
        let waited = html! { span.flag { (pages.delivery_states[0]) } };
        let body = html! { (source.name().get(language)) };
        vec![html! { (name) }, body, waited, html! {}, html! {}, html! {}]
    }));
    rows
}

fn delivered((name, year): (&str, i16), import: &Import, pages: &LedgerPages, language: Language) -> Vec<Markup> {
    let scored = import.rows.values().filter(|row| row.score.is_some()).count();
    vec![
        html! { (name) },
        html! { (import.source.name().get(language)) },
        html! {
            a href={ "/office/ledger/" (year) "/files/" (delivery_name(import)) } download { (import.file) }
            br; small.quiet { code title=(import.sha256) { (import.sha256[..12]) "…" }
                @if import.replaced_by.is_some() { " · " (pages.delivery_states[1]) } }
        },
        html! { (scored) },
        html! { (import.rows.len() - scored) },
        html! { (import.by) br; small.time { (minute(import.at)) } },
    ]
}

fn form(visit: &Visit, ledger: &Ledger, whose: &str, pages: &LedgerPages) -> Markup {
    let [title, about, label, file, replace, button, busy] = pages.file;
    html! {
        section.card {
            h2 { (title) }
            p { (about) }
            form.stack method="post" action={ "/office/ledger/" (ledger.year) "/import" } enctype="multipart/form-data" {
                (token(visit))
                label { span { (label) } select name="whose" required { (choices(whose, visit.language())) } }
                label.check { input type="checkbox" name="replace" value="yes"; span { (replace) } }
                label { span { (file) } input name="file" type="file" accept=".csv,.xlsx" data-most=(UPLOAD_MOST) required; }
                button.primary data-busy=(busy) { (button) }
            }
        }
    }
}

/// Every body of every indicator, and the whole of those with several.
fn choices(chosen: &str, language: Language) -> Markup {
    let of_files = Indicator::ALL.into_iter().filter(|one| *one != Indicator::Public);
    let sources = |one: Indicator| {
        let bodies = one.bodies().iter().map(Source::Body);
        bodies.chain((one.bodies().len() > 1).then_some(Source::Whole))
    };
    html! {
        option value="" { }
        @for one in of_files {
            optgroup label=(of(language).indicator_head(one, language)) {
                @for source in sources(one) {
                    @let value = format!("{}/{}", one.facts().id, source.id());
                    option value=(value) selected[value == chosen] { (source.name().get(language)) }
                }
            }
        }
    }
}
