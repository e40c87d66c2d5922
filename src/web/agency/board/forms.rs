//! The forms of the board: its filter, which stands in the address, and the planned last day.

use super::{Names, Page};
use crate::domain::data::Mode;
use crate::domain::fieldwork::district;
use crate::text::{board, console};
use crate::web::access::Visit;
use crate::web::agency::names;
use crate::web::components::console::token;
use crate::web::components::sort::Sorting;
use jiff::civil::Date;
use maud::{Markup, html};

/// The filter.
pub fn filter(visit: &Visit, page: &Page<'_>) -> Markup {
    let language = visit.language();
    let (words, all) = (board::of(language), console::of(language));
    let names = names(visit, page.loaded);
    let filter = &page.filter;
    let home = format!("/agency/{}/board", page.loaded.record.id);
    let [audience, stratum, mode, interviewer, from, to] = words.filters;
    let audiences = page.known.strata.keys().map(|id| (id.0.clone(), names.audience(id)));
    let modes =
        [Mode::Web, Mode::Phone, Mode::Paper].map(|mode| (mode_word(mode).to_owned(), names.mode(mode).to_owned()));
    let interviewers = page
        .known
        .interviewers
        .iter()
        .map(|login| (login.clone(), login.clone()));
    let chosen_audience = filter.audience.as_ref().map(|id| id.0.as_str());
    html! {
        form.filter method="get" action=(home) {
            (select("audience", audience, audiences.collect(), chosen_audience, all.any))
            (districts(page, names, stratum, all.any))
            (select("mode", mode, modes.into(), filter.mode.map(mode_word), all.any))
            @if !page.known.interviewers.is_empty() {
                (select("interviewer", interviewer, interviewers.collect(), filter.interviewer.as_deref(), all.any))
            }
            (day("from", from, filter.from))
            (day("to", to, filter.to))
            @if let Some(sort) = Sorting::of(visit, "").value() { input type="hidden" name="sort" value=(sort); }
            button { (all.filter[0]) }
            a href=(home) { (all.filter[1]) }
        }
    }
}

/// Strata under their audiences: two audiences may name theirs alike.
fn districts(page: &Page<'_>, names: Names<'_>, label: &str, any: &str) -> Markup {
    let chosen = page.filter.district_value();
    let only = page.filter.audience.as_ref();
    let shown = page
        .known
        .strata
        .iter()
        .filter(|(audience, _)| only.is_none_or(|only| only == *audience));
    html! {
        label {
            span { (label) }
            select name="district" {
                option value="" { (any) }
                @for (audience, strata) in shown.filter(|(_, strata)| !strata.is_empty()) {
                    optgroup label=(names.audience(audience)) {
                        @for stratum in strata {
                            @let value = district(audience, stratum);
                            option value=(value) selected[chosen.as_ref() == Some(&value)] { (names.stratum(audience, stratum)) }
                        }
                    }
                }
            }
        }
    }
}

/// As the filter names a mode.
fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Web => "web",
        Mode::Phone => "phone",
        Mode::Paper => "paper",
    }
}

fn select(name: &str, label: &str, values: Vec<(String, String)>, chosen: Option<&str>, any: &str) -> Markup {
    html! {
        label {
            span { (label) }
            select name=(name) {
                option value="" { (any) }
                @for (value, text) in &values { option value=(value) selected[chosen == Some(value.as_str())] { (text) } }
            }
        }
    }
}

fn day(name: &str, label: &str, value: Option<Date>) -> Markup {
    let value = value.map(|day| day.to_string()).unwrap_or_default();
    html! { label { span { (label) } input type="date" name=(name) value=(value); } }
}

/// The planned last day.
pub fn last_day(visit: &Visit, page: &Page<'_>) -> Markup {
    let [title, about, label, button, _] = board::of(visit.language()).last_day;
    let last = page.board.as_ref().and_then(|board| board.schedule.last);
    html! {
        section.card {
            h2 { (title) }
            p { (about) }
            form.stack method="post" action={ "/agency/" (page.loaded.record.id) "/board/last-day" } {
                (token(visit))
                label {
                    span { (label) }
                    input type="date" name="last" value=(last.map(|day| day.to_string()).unwrap_or_default()) required;
                }
                button.primary { (button) }
            }
        }
    }
}
