//! A sheet as a page: where it stands, who has signed, the scores, what other rules would give, what to mind.

use super::{SheetPage, acts, back, sensitivity};
use crate::domain::score::sheet::{ScoreSheet, ScoreStatus};
use crate::stages::correct::corrections;
use crate::stages::seal::StoredSheet;
use crate::text::public;
use crate::text::sheets as text;
use crate::web::access::Visit;
use crate::web::components::console::{Desk, Place, desk};
use crate::web::components::sheet::{SheetView, chart, flags, grouped, own_tongue, tables};
use crate::web::components::table::facts;
use crate::web::components::time::{minute, moment};
use maud::{Markup, html};

/// The page.
pub fn view(visit: &Visit, data: &SheetPage) -> Markup {
    let words = text::of(visit.language());
    let body = html! {
        @if let Some(message) = &data.message { (message) }
        @match data.stored() {
            None => { (back::notes(visit, data)) p { (words.none) } },
            Some(stored) => (sheet(visit, data, stored)),
        }
    };
    let title = words.titles[usize::from(data.place != Place::Sheet)];
    let page = Desk {
        visit,
        title,
        place: data.place,
        round: Some(&data.loaded.record),
    };
    desk(&page, body)
}

fn sheet(visit: &Visit, data: &SheetPage, stored: &StoredSheet) -> Markup {
    let words = text::of(visit.language());
    let newest = data.versions.last().map_or(1, |newest| newest.record.version);
    let version = Some(stored.record.version).filter(|version| *version != newest);
    let departments = format!("/office/{}/results/", data.loaded.record.id);
    let shown = SheetView {
        language: visit.language(),
        sheet: &stored.sheet,
        survey: &data.loaded.survey,
        departments: Some(&departments),
        version,
    };
    html! {
        (standing(visit, data, stored))
        (back::notes(visit, data))
        (figures(visit, &stored.sheet))
        (acts::act(visit, data, stored))
        (back::form(visit, data, stored))
        (about(visit, data, stored))
        (versions(visit, data))
        h2 #scores { (words.chapters[0]) }
        (chart::classes(&shown))
        (sensitivity::tables(&shown))
        h2 #flags { (words.chapters[3]) }
        (flags::flags(&shown))
    }
}

fn standing(visit: &Visit, data: &SheetPage, stored: &StoredSheet) -> Markup {
    let words = text::of(visit.language());
    let version = stored.record.version;
    let newest = data.versions.last().map_or(version, |newest| newest.record.version);
    html! {
        @match stored.record.sealed_at {
            Some(at) => p.done {
                (words.sealed.replace("{version}", &version.to_string()).replace("{at}", &minute(at))) " "
                @let page = format!("/results/{}", data.loaded.record.id);
                a href=(if version == newest { page } else { format!("{page}?version={version}") }) { (words.public) }
            },
            None => p.mind { (words.unsealed) },
        }
    }
}

fn figures(visit: &Visit, sheet: &ScoreSheet) -> Markup {
    let words = text::of(visit.language());
    let counts = Counts::of(sheet);
    let of = |all: u64| words.of.replace("{all}", &grouped(all));
    let figure = |place: usize, value: String, small: String| {
        html! { div { dt { (words.figures[place]) } dd { (value) @if !small.is_empty() { small { (small) } } } } }
    };
    html! {
        dl.figures {
            (figure(0, grouped(counts.analysed), of(counts.received)))
            (figure(1, grouped(counts.received - counts.analysed), String::new()))
            (figure(2, grouped(counts.scored), of(counts.all)))
            (figure(3, grouped(counts.provisional), String::new()))
            (figure(4, half_width(sheet), String::new()))
        }
    }
}

/// What a person is told before a final act.
pub struct Counts {
    /// Departments.
    pub all: u64,
    /// With a score.
    pub scored: u64,
    /// Not for the ledger yet.
    pub provisional: u64,
    /// Submissions.
    pub received: u64,
    /// Of them analysed.
    pub analysed: u64,
}

impl Counts {
    /// The counts of a sheet.
    pub fn of(sheet: &ScoreSheet) -> Counts {
        let departments = || sheet.departments.iter();
        let provisional = departments().filter(|d| d.status == ScoreStatus::Provisional);
        let received: u64 = sheet.audiences.iter().map(|a| a.received).sum();
        let analysed: u64 = sheet.audiences.iter().map(|a| a.analysed).sum();
        Counts {
            all: departments().count() as u64,
            scored: departments().filter(|d| d.score.is_some()).count() as u64,
            provisional: provisional.count() as u64,
            received: received.max(analysed),
            analysed,
        }
    }
}

/// Median half width of the intervals, in points.
fn half_width(sheet: &ScoreSheet) -> String {
    let width = |d: &crate::domain::score::sheet::DepartmentScore| {
        Some((tables::points(&d.score_ci_high)? - tables::points(&d.score_ci_low)?) / 2.0)
    };
    let mut widths: Vec<f64> = sheet.departments.iter().filter_map(width).collect();
    widths.sort_by(f64::total_cmp);
    widths
        .get(widths.len() / 2)
        .map_or("–".into(), |half| format!("{half:.2}"))
}

fn about(visit: &Visit, data: &SheetPage, stored: &StoredSheet) -> Markup {
    let (words, seen) = (text::of(visit.language()), stored.seen());
    let confirmed = match &data.confirmation {
        Some(one) => html! {
            (words.confirmed.replace("{login}", data.confirmed_by.as_deref().unwrap_or(&one.login)).replace("{at}", &minute(one.at)).replace("{key}", &one.signature.key_id))
        },
        None if stored.record.sealed_at.is_some() => html! { (words.by_command) },
        None => html! { (words.not_yet) },
    };
    let signed = html! {
        @if stored.record.signatures.is_empty() { (words.not_yet) }
        @for signature in &stored.record.signatures { span { (public::signer(&signature.role, visit.language())) " " code { (signature.key_id) } } br; }
    };
    let mut pairs = vec![
        (words.facts[0], html! { (seen.version) }),
        (
            words.facts[1],
            html! { span.time title=(stored.sheet.generated_at) { (moment(&stored.sheet.generated_at)) } },
        ),
        (words.facts[2], html! { code.long { (seen.hash) } }),
        (words.facts[3], html! { code.long { (stored.sheet.method_hash) } }),
        (words.facts[4], confirmed),
        (words.facts[5], signed),
    ];
    let why = corrections(&data.history);
    let why = why.iter().find(|one| one.version == seen.version);
    pairs.extend(why.map(|why| (words.facts[6], own_tongue(&why.reason, visit.language()))));
    facts(&pairs)
}

fn versions(visit: &Visit, data: &SheetPage) -> Markup {
    let words = text::of(visit.language());
    let said = |stored: &StoredSheet| {
        let sealed = stored.record.sealed_at;
        words.versions[1 + usize::from(sealed.is_some())]
            .replace("{version}", &stored.record.version.to_string())
            .replace("{at}", &sealed.map_or_else(String::new, minute))
    };
    html! {
        @if data.versions.len() > 1 {
            h2 { (words.versions[0]) }
            ul {
                @for (place, stored) in data.versions.iter().enumerate() {
                    li {
                        @if place == data.shown { b aria-current="true" { (said(stored)) } } @else {
                            a href={ "?version=" (stored.record.version) } { (said(stored)) }
                        }
                    }
                }
            }
        }
    }
}
