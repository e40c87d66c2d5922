//! The big figures on top of the board, each with what it rests on.

use super::tables::share;
use crate::domain::definition::AudienceId;
use crate::domain::fieldwork::{Board, Response, Schedule};
use crate::text::board::{self, BoardWords};
use crate::text::names::Names;
use crate::text::terminal::fill;
use crate::web::components::number::{grouped, short};
use maud::{Markup, html};

const RATES: [&str; 5] = ["RR1", "RR3", "COOP1", "REF1", "CON1"];

/// All of them.
pub fn figures(board: &Board, names: Names<'_>) -> Markup {
    let words = board::of(names.language);
    html! {
        dl.figures {
            (figure(words.figures[0], grouped(board.progress.completes), completes(board, names)))
            (days_left(&board.schedule, words))
            @for (name, label) in RATES.into_iter().zip(words.rates) { (rate(board, name, label, words)) }
            (minutes(board, names))
            (coached(board, words))
            (flagged(board, words))
            (behind(board, words))
        }
    }
}

fn figure(label: &str, value: String, below: String) -> Markup {
    html! { div { dt { (label) } dd { (value) small { (below) } } } }
}

fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

fn none() -> String {
    "—".into()
}

/// The target, with the response of every audience that it rests on and whose word that is.
fn completes(board: &Board, names: Names<'_>) -> String {
    let [reached, none, stated, usual] = board::of(names.language).completes;
    let progress = &board.progress;
    let Some((target, share)) = progress.target.zip(share(progress.completes, progress.target)) else {
        return none.into();
    };
    let response = |(audience, response): &(AudienceId, Response)| {
        let sentence = if response.stated { stated } else { usual };
        let share = format!("{:.0}", 100.0 * response.share);
        fill(sentence, &[("audience", &names.audience(audience)), ("share", &share)])
    };
    let responses: Vec<String> = progress.responses.iter().map(response).collect();
    let parts: [(&str, &dyn std::fmt::Display); 3] = [
        ("target", &grouped(target.round() as u64)),
        ("share", &percent(share)),
        ("responses", &responses.join(board::of(names.language).between)),
    ];
    fill(reached, &parts)
}

/// Days until the planned last one, today included; the day of closing once there is one.
fn days_left(schedule: &Schedule, words: &BoardWords) -> Markup {
    let [until, unset, over, closed] = words.days_left;
    if let Some(day) = schedule.closed {
        return figure(words.figures[1], none(), fill(closed, &[("day", &day)]));
    }
    let Some(last) = schedule.last else {
        return figure(words.figures[1], none(), unset.into());
    };
    let left = schedule.today.until(last).map_or(-1, |span| span.get_days()) + 1;
    let sentence = if left > 0 { until } else { over };
    figure(
        words.figures[1],
        left.max(0).to_string(),
        fill(sentence, &[("last", &last)]),
    )
}

fn rate(board: &Board, name: &str, label: &str, words: &BoardWords) -> Markup {
    let [with_e, of, unknown] = words.rate_notes;
    let Some(all) = board.rates.first() else {
        let why = if board.filter.mode.is_some() { unknown } else { "" };
        return figure(label, none(), why.into());
    };
    let Some(n) = all.outcomes.denominator(name).map(|n| grouped(n.round() as u64)) else {
        return figure(label, none(), String::new());
    };
    let below = match all.rates.get("e").filter(|_| name == "RR3") {
        Some(e) => fill(with_e, &[("e", &format!("{e:.3}")), ("n", &n)]),
        None => fill(of, &[("n", &n)]),
    };
    figure(
        label,
        all.rates.get(name).map_or_else(none, |rate| percent(*rate)),
        below,
    )
}

/// Of the largest group that was timed: a median over unlike questionnaires would say nothing.
fn minutes(board: &Board, names: Names<'_>) -> Markup {
    let words = board::of(names.language);
    let Some(most) = board.minutes.iter().max_by_key(|one| one.n) else {
        return figure(words.figures[2], none(), String::new());
    };
    let who = format!("{} · {}", names.audience(&most.audience), names.mode(most.mode));
    let below = fill(words.minutes, &[("who", &who), ("n", &grouped(most.n))]);
    figure(words.figures[2], short(most.minutes), below)
}

fn coached(board: &Board, words: &BoardWords) -> Markup {
    let all = &board.coaching.all;
    let Some((low, high)) = all.interval else {
        return figure(words.figures[3], none(), String::new());
    };
    let below = fill(
        words.below[0],
        &[("low", &percent(low)), ("high", &percent(high)), ("n", &grouped(all.n))],
    );
    figure(words.figures[3], percent(all.yes as f64 / all.n as f64), below)
}

fn flagged(board: &Board, words: &BoardWords) -> Markup {
    let counts = board.quality.as_ref().ok().filter(|counts| counts.submissions > 0);
    let Some(counts) = counts else {
        return figure(words.figures[4], none(), String::new());
    };
    let below = fill(
        words.below[1],
        &[("n", &grouped(counts.flagged)), ("all", &grouped(counts.submissions))],
    );
    let share = counts.flagged as f64 / counts.submissions as f64;
    figure(words.figures[4], percent(share), below)
}

fn behind(board: &Board, words: &BoardWords) -> Markup {
    let with_target = board.departments.iter().filter(|one| one.target.is_some()).count();
    if with_target == 0 {
        return figure(words.figures[5], none(), words.below[3].into());
    }
    let behind = board.departments.iter().filter(|one| one.is_behind()).count();
    figure(
        words.figures[5],
        behind.to_string(),
        fill(words.below[2], &[("all", &with_target)]),
    )
}
