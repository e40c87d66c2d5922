//! `/office/{round}/results/{department}`: one department, from its score down to the counts of its answers.

use super::back::notes as back_notes;
use super::sensitivity::conversions;
use super::{Asked, SheetPage, evidence, load, years};
use crate::domain::account::Role;
use crate::domain::definition::{AudienceId, Question, Survey};
use crate::domain::report::{DimensionCell, Dimensions, Earlier};
use crate::domain::score::sheet::{CellEstimate, DepartmentScore};
use crate::stages::dimensions::dimensions;
use crate::stages::sample_report;
use crate::text::sheet as words_of_sheets;
use crate::text::sheets::{self as text, DepartmentWords};
use crate::web::PageError;
use crate::web::access::acts::ReadSheet;
use crate::web::access::{May, Visit};
use crate::web::components::console::{Desk, Place, desk};
use crate::web::components::refusal::nowhere;
use crate::web::components::sheet::{SheetView, grouped, tables};
use crate::web::components::table::{heads, table};
use crate::web::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;

/// What the page shows.
#[derive(Debug)]
pub struct DepartmentPage<'a> {
    /// The sheet with its survey.
    pub sheet: SheetView<'a>,
    /// The department.
    pub department: &'a DepartmentScore,
    /// Hash of the sheet.
    pub hash: String,
    /// Dimension items of all departments.
    pub dimensions: Arc<Vec<Dimensions>>,
    /// Earlier sealed rounds.
    pub earlier: Vec<Earlier>,
}

/// `GET /office/{round}/results/{department}`.
pub async fn show(
    may: May<ReadSheet>,
    Path((id, department)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let place = match may.person.account.role {
        Role::Analyst => Place::Sheet,
        _ => Place::Results,
    };
    let Some(data) = load(&may, place, &id, asked.version).await? else {
        return Ok(nowhere(&may));
    };
    let Some(stored) = data.stored() else {
        return Ok(nowhere(&may));
    };
    let found = stored
        .sheet
        .departments
        .iter()
        .find(|one| one.department_id.0 == department);
    let Some(found) = found else {
        return Ok(nowhere(&may));
    };
    let page = DepartmentPage {
        sheet: SheetView {
            language: may.language(),
            sheet: &stored.sheet,
            survey: &data.loaded.survey,
            departments: None,
            version: None,
        },
        department: found,
        hash: stored.seen().hash,
        dimensions: dimensions(&may.app, &data.loaded, stored).await?,
        earlier: sample_report::earlier(&may.app, &data.loaded).await?,
    };
    Ok(view(&may, &data, &page).into_response())
}

/// The page.
pub fn view(visit: &Visit, data: &SheetPage, page: &DepartmentPage<'_>) -> Markup {
    let language = visit.language();
    let all = text::of(language);
    let words = &all.department;
    let back = match data.place {
        Place::Sheet => format!("/agency/{}/sheet", data.loaded.record.id),
        _ => format!("/office/{}/results", data.loaded.record.id),
    };
    let newest = data.versions.last().map(|one| one.record.version);
    let shown = data.stored().map(|stored| stored.record.version);
    let version = shown
        .filter(|_| shown != newest)
        .map_or_else(String::new, |shown| format!("?version={shown}"));
    let unsealed = data.stored().is_some_and(|stored| stored.record.sealed_at.is_none());
    let body = html! {
        p { a href={ (back) (version) } { (words.back) } }
        (back_notes(visit, data))
        @if unsealed { p.mind { (all.unsealed) } }
        (figures(page, words))
        h2 { (words.chapters[0]) }
        (flags(page, words))
        h2 { (words.chapters[1]) }
        (audiences(page, words))
        h2 { (words.chapters[2]) }
        (answers(page, words))
        h2 { (words.chapters[3]) }
        (dimension_rows(page, words))
        h2 { (words.chapters[4]) }
        (years::years(page, words))
        h2 { (all.chapters[1]) }
        p { (all.about[0]) }
        (conversions(&page.sheet, page.department))
        h2 #evidence { (words.chapters[5]) }
        (evidence::evidence(page, &words.steps))
    };
    let title = page.department.name.get(language);
    let desk_of = Desk {
        visit,
        title,
        place: data.place,
        round: Some(&data.loaded.record),
    };
    desk(&desk_of, body)
}

fn figures(page: &DepartmentPage<'_>, words: &DepartmentWords) -> Markup {
    let (d, sheet) = (page.department, words_of_sheets::of(page.sheet.language));
    let interval = d.score_ci_low.as_ref().zip(d.score_ci_high.as_ref());
    let rank = match d.rank_low.zip(d.rank_high).filter(|_| d.rank.is_some()) {
        Some((low, high)) => words.rank[0]
            .replace("{low}", &low.to_string())
            .replace("{high}", &high.to_string()),
        None => words.rank[1].to_owned(),
    };
    let effective = words.effective.replace("{n}", &format!("{:.0}", d.n_eff_kish));
    let values = [
        (d.score.clone().unwrap_or("–".into()), sheet.status(d.status).to_owned()),
        (
            interval.map_or("–".into(), |(low, high)| format!("{low}–{high}")),
            sheet.percent(page.sheet.sheet.interval_level),
        ),
        (
            d.rank.map_or("–".into(), |rank| rank.to_string()),
            rank.replace("{class}", &d.class),
        ),
        (tables::percent(d.rate), tables::interval(d.rate_ci_low, d.rate_ci_high)),
        (tables::index(d.index), String::new()),
        (grouped(d.n), effective),
    ];
    html! {
        dl.figures {
            @for (label, (value, small)) in words.figures.iter().zip(values) {
                div { dt { (label) } dd { (value) @if !small.is_empty() { small { (small) } } } }
            }
        }
    }
}

/// Every flag in a whole sentence, those of the audiences among them.
fn flags(page: &DepartmentPage<'_>, words: &DepartmentWords) -> Markup {
    let sheet = page.sheet.sheet;
    let said: Vec<String> = page
        .department
        .flags
        .iter()
        .map(|flag| words_of_sheets::flag_of(sheet, flag, page.sheet.language))
        .collect();
    html! {
        @if said.is_empty() { p { (words.no_flags) } } @else { ul { @for line in said { li { (line) } } } }
    }
}

/// Rates in one table, what stands behind them in another: side by side they are wider than a tablet.
fn audiences(page: &DepartmentPage<'_>, words: &DepartmentWords) -> Markup {
    let cells = &page.department.audiences;
    let rates: Vec<Vec<Markup>> = cells.iter().map(|cell| rates(page, cell, words)).collect();
    let behind: Vec<Vec<Markup>> = cells.iter().map(|cell| behind(page, cell)).collect();
    let language = page.sheet.language;
    let beside = format!("{} · {}", words.chapters[1], words.audiences[7..].join(" · "));
    html! {
        (table(words.chapters[1], &heads(&words.audiences[..1], &words.audiences[1..7]), &rates, language))
        (table(&beside, &heads(&words.audiences[..1], &words.audiences[7..]), &behind, language))
        p.quiet { (words.audiences_note) }
    }
}

fn name(page: &DepartmentPage<'_>, cell: &CellEstimate) -> Markup {
    html! { (page.sheet.sheet.audience_name(&cell.audience.0, page.sheet.language)) }
}

fn rates(page: &DepartmentPage<'_>, cell: &CellEstimate, words: &DepartmentWords) -> Vec<Markup> {
    let d = page.department;
    let share = |of: Option<&f64>| of.map_or("–".into(), |share| format!("{:.1} %", 100.0 * share));
    let weight = format!(
        "{} → {}",
        share(d.audience_weights.get(&cell.audience)),
        share(d.effective_weights.get(&cell.audience))
    );
    let mut row = vec![
        name(page, cell),
        html! { (weight) },
        html! { (grouped(cell.n)) },
        html! { (format!("{:.1}", cell.n_eff_kish)) },
    ];
    if cell.suppressed {
        row.push(html! { span.quiet { (words.suppressed) } });
        row.extend((0..2).map(|_| html! { "–" }));
        return row;
    }
    let texts = [
        tables::percent(cell.rate),
        tables::interval(cell.rate_ci_low, cell.rate_ci_high),
        tables::index(cell.index),
    ];
    row.extend(texts.map(|text| html! { (text) }));
    row
}

fn behind(page: &DepartmentPage<'_>, cell: &CellEstimate) -> Vec<Markup> {
    let figures = [cell.familiarity, cell.dont_know, cell.used_rate, cell.shrunken_rate];
    let shown = figures.map(|share| tables::percent(share.filter(|_| !cell.suppressed)));
    let shown = shown.into_iter().map(|text| html! { (text) });
    [name(page, cell)].into_iter().chain(shown).collect()
}

/// The answers as they were given, grade by grade.
fn answers(page: &DepartmentPage<'_>, words: &DepartmentWords) -> Markup {
    let language = page.sheet.language;
    let grades = grades(page.sheet.survey, language);
    let numbers: Vec<&str> = grades
        .iter()
        .map(|(_, label)| *label)
        .chain([words.answers[1]])
        .collect();
    let row = |cell: &CellEstimate| {
        let name = page.sheet.sheet.audience_name(&cell.audience.0, language);
        let count = |code: &str| cell.counts.get(code).copied().unwrap_or(0);
        let shown = |number: u64| match cell.suppressed {
            true => html! { "–" },
            false => html! { (grouped(number)) },
        };
        let counts = grades.iter().map(|(code, _)| shown(count(code)));
        let all = shown(cell.counts.values().sum());
        [html! { (name) }].into_iter().chain(counts).chain([all]).collect()
    };
    let rows: Vec<Vec<Markup>> = page.department.audiences.iter().map(row).collect();
    html! {
        (table(words.chapters[2], &heads(&words.answers[..1], &numbers), &rows, language))
        p.quiet { (words.answers_note) }
    }
}

/// Codes and labels of the scale, the answer that does not count last.
pub fn grades(survey: &Survey, language: crate::domain::definition::Language) -> Vec<(&str, &str)> {
    let scale = &survey.method.scale;
    let grades = scale
        .grades
        .iter()
        .map(|grade| (grade.code.as_str(), grade.label.get(language)));
    let dont_know = (scale.dont_know.0.as_str(), scale.dont_know.1.get(language));
    grades.chain([dont_know]).collect()
}

fn dimension_rows(page: &DepartmentPage<'_>, words: &DepartmentWords) -> Markup {
    let (language, survey) = (page.sheet.language, page.sheet.survey);
    let (mut rows, mut absent) = (Vec::new(), Vec::new());
    for one in page.dimensions.iter() {
        let of_department = |cell: &&DimensionCell| cell.department == page.department.department_id;
        let audience = survey.audience(&one.audience);
        let asked = audience.and_then(|audience| audience.questionnaire.question(&one.question));
        match (one.cells.iter().find(of_department), asked) {
            (Some(cell), Some(asked)) => rows.push(dimension(page, &one.audience, cell, asked)),
            (None, Some(asked)) if page.department.audience_weights.contains_key(&one.audience) => {
                absent.push(asked.text.get(language).to_owned());
            }
            _ => {}
        }
    }
    let (texts, numbers) = words.dimensions.split_at(2);
    html! {
        @if page.dimensions.is_empty() { p { (words.no_dimensions) } }
        @else if rows.is_empty() { p { (words.few_dimensions) } }
        @else {
            (table(words.chapters[3], &heads(texts, numbers), &rows, language))
            p.quiet { (words.dimensions_note) }
            @if !absent.is_empty() { p { (words.absent_dimensions) } ul { @for item in &absent { li { (item) } } } }
        }
    }
}

fn dimension(page: &DepartmentPage<'_>, audience: &AudienceId, cell: &DimensionCell, asked: &Question) -> Vec<Markup> {
    let language = page.sheet.language;
    let small = cell.n_eff_kish < page.sheet.survey.method.small_cells.flag;
    let (low, high) = cell.interval.unzip();
    vec![
        html! { (asked.text.get(language)) },
        html! { (page.sheet.sheet.audience_name(&audience.0, language)) },
        html! { (grouped(cell.n)) },
        html! { (format!("{:.1}", cell.n_eff_kish)) @if small { br; span.flag { (text::of(language).department.small_mark) } } },
        html! { (tables::percent(Some(cell.rate))) },
        html! { (tables::interval(low, high)) },
    ]
}
