//! `/results/{round}`: the sealed sheet for people.

use super::layout::page;
use super::reply::{Settings, kept, known_round, language, nowhere};
use super::waiting::{self, Waiting};
use super::{results_proof, results_versions};
use crate::domain::definition::{Language, Survey};
use crate::domain::score::sheet::{DepartmentScore, ScoreStatus, SealedSheet};
use crate::stages::correct::{Correction, corrections};
use crate::stages::{App, StageError, seal};
use crate::storage::round::{self, StageRecord};
use crate::text::public;
use crate::web::PageError;
use crate::web::components::sheet::{SheetView, chart, flags, grouped, method, own_tongue, tables};
use crate::web::extract::{Path, Query};
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the page's chapters begin, in order.
const CHAPTERS: [&str; 5] = ["scores", "method", "flags", "verify", "downloads"];

/// What the results page shows.
#[derive(Debug)]
pub struct ResultsPage<'a> {
    /// Language.
    pub language: Language,
    /// The sealed sheet.
    pub sealed: &'a SealedSheet,
    /// The survey as registered.
    pub survey: &'a Survey,
    /// First and last day of fieldwork.
    pub fieldwork: Option<(jiff::civil::Date, jiff::civil::Date)>,
    /// Sealed versions, oldest first.
    pub versions: Vec<u32>,
    /// Why there is more than one, or will be.
    pub corrections: Vec<Correction>,
}

impl ResultsPage<'_> {
    /// The sheet as the shared pieces show it.
    fn view(&self) -> SheetView<'_> {
        SheetView {
            language: self.language,
            sheet: &self.sealed.sheet,
            survey: self.survey,
            departments: None,
            version: None,
        }
    }

    /// Whether a newer sealed version is there.
    pub(super) fn outdated(&self) -> bool {
        self.versions
            .last()
            .is_some_and(|newest| *newest > self.sealed.sheet.sheet_version)
    }
}

/// `GET /results/{round}`: the sealed sheet, or when it comes.
pub async fn show(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(settings): Settings,
) -> Result<Response, PageError> {
    let Some(loaded) = known_round(&app, &id).await? else {
        return Ok(nowhere());
    };
    let language = language(&settings);
    let mut sealed = seal::versions(&app, &id).await?;
    sealed.retain(|one| one.record.sealed_at.is_some());
    let versions: Vec<u32> = sealed.iter().map(|one| one.record.version).collect();
    if sealed.is_empty() {
        let (title, state) = (loaded.record.title, loaded.record.state);
        let round = id;
        return Ok(kept(waiting::view(&Waiting {
            language,
            round,
            title,
            state,
        })));
    }
    let wanted = match wanted_version(&settings, &versions) {
        Some(version) => sealed.into_iter().find(|one| one.record.version == version),
        None => None,
    };
    let Some(sealed) = wanted.map(seal::StoredSheet::into_sealed) else {
        return Ok(nowhere());
    };
    let records = round::records(&app.db, &id).await.map_err(StageError::from)?;
    Ok(kept(view(&ResultsPage {
        language,
        sealed: &sealed,
        survey: &loaded.survey,
        fieldwork: fieldwork(&records),
        versions,
        corrections: corrections(&records),
    })))
}

/// The version in the address, `?version=1`; the newest where none is asked for. `None` where it is no number.
pub(super) fn wanted_version(settings: &BTreeMap<String, String>, sealed: &[u32]) -> Option<u32> {
    match settings.get("version") {
        Some(version) => version.parse().ok(),
        None => sealed.last().copied(),
    }
}

/// From the first invitations to the close; none where nobody was invited, as in imported rounds.
fn fieldwork(records: &[StageRecord]) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    let at = |stage: &str| {
        records
            .iter()
            .find(|record| record.stage == stage)
            .map(|record| record.at)
    };
    Some((day(at("invite")?)?, day(at("close")?)?))
}

/// The day of a moment in Unix seconds, by the calendar of the survey's country (UTC+8).
pub(super) fn day(at: i64) -> Option<jiff::civil::Date> {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    Some(jiff::Timestamp::from_second(at).ok()?.to_zoned(zone).date())
}

/// The page.
pub fn view(data: &ResultsPage<'_>) -> Markup {
    let words = &public::of(data.language).results;
    let sheet = &data.sealed.sheet;
    let title = sheet.title.get(data.language);
    let body = html! {
        h1 { (title) }
        (results_versions::versions(data))
        (facts(data))
        @if sheet.departments.iter().any(|d| d.status == ScoreStatus::Provisional) {
            p.mind { (words.provisional) }
        }
        nav.jump aria-label=(words.contents) {
            @for (id, chapter) in CHAPTERS.iter().zip(words.chapters) { a href={ "#" (id) } { (chapter) } " " }
        }
        h2 #scores { (words.chapters[0]) }
        (chart::classes(&data.view()))
        h2 #method { (words.chapters[1]) }
        (method::method(&data.view()))
        h2 #flags { (words.chapters[2]) }
        (flags::flags(&data.view()))
        h2 #verify { (words.chapters[3]) }
        (results_proof::verify(data))
        h2 #downloads { (words.chapters[4]) }
        (results_proof::downloads(data))
    };
    page(data.language, title, &format!("/results/{}", sheet.round), body)
}

/// Who, when, how many, how sure.
fn facts(data: &ResultsPage<'_>) -> Markup {
    let words = &public::of(data.language).results;
    let sheet = &data.sealed.sheet;
    let count =
        |f: fn(&crate::domain::score::sheet::AudienceEvidence) -> u64| sheet.audiences.iter().map(f).sum::<u64>();
    let published = sheet.departments.iter().filter(|d| d.score.is_some()).count();
    let half = typical_half_width(&sheet.departments);
    let sure = words
        .how_sure
        .replace("{all}", &sheet.departments.len().to_string())
        .replace("{published}", &published.to_string())
        .replace("{half}", &half.map_or("–".into(), |half| format!("{half:.1}")));
    let many = words
        .how_many
        .replace("{received}", &grouped(count(|a| a.received)))
        .replace("{analysed}", &grouped(count(|a| a.analysed)));
    html! {
        dl.headline {
            div { dt { (words.facts[0]) } dd { (own_tongue(&words.who.replace("{agency}", &data.survey.round.contact.agency), data.language)) } }
            @if let Some((from, to)) = data.fieldwork {
                div { dt { (words.facts[1]) } dd {
                    (words.when.replace("{from}", &date(from, data.language)).replace("{to}", &date(to, data.language)))
                } }
            }
            div { dt { (words.facts[2]) } dd { (many) } }
            div { dt { (words.facts[3]) } dd { (sure) } }
        }
    }
}

/// Median half width of the scores' intervals, in points.
fn typical_half_width(departments: &[DepartmentScore]) -> Option<f64> {
    let width =
        |d: &DepartmentScore| Some((tables::points(&d.score_ci_high)? - tables::points(&d.score_ci_low)?) / 2.0);
    let mut widths: Vec<f64> = departments.iter().filter_map(width).collect();
    widths.sort_by(f64::total_cmp);
    widths.get(widths.len() / 2).copied()
}

/// A day as people write it.
fn date(day: jiff::civil::Date, language: Language) -> String {
    let format = if language == Language::Zh {
        "%Y年%-m月%-d日"
    } else {
        "%-d %B %Y"
    };
    day.strftime(format).to_string()
}
