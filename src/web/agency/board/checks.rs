//! The tables of the board about quality: flags, who was told how to answer, and the daily checks.

use crate::domain::fieldwork::{Board, InterviewerCheck, Share, Unusual};
use crate::domain::submission::quality::Flag;
use crate::text::console::named;
use crate::text::names::Names;
use crate::text::{board, sample_report};
use crate::web::components::grid::{Cell, Grid};

/// Flags; empty where quality cannot be told.
pub fn flags(board: &Board, names: Names<'_>) -> Grid {
    let counts = board.quality.as_ref().ok();
    let rows = counts.into_iter().flat_map(|counts| {
        let all = counts.submissions;
        counts.flags.iter().map(move |(flag, n)| {
            let share = (all > 0).then(|| *n as f64 / all as f64);
            vec![
                Cell::text(flag.code()),
                Cell::text(flag_name(*flag, names)),
                Cell::Count(*n),
                Cell::percent(share),
            ]
        })
    });
    Grid {
        id: "flags",
        words: &board::of(names.language).tables.flags,
        rows: rows.collect(),
    }
}

/// What a flag means.
pub fn flag_name(flag: Flag, names: Names<'_>) -> &'static str {
    named(&sample_report::of(names.language).found.flags, flag.code())
}

fn share_cells<K>(share: &Share<K>) -> [Cell; 5] {
    let rate = (share.n > 0).then(|| share.yes as f64 / share.n as f64);
    [
        Cell::Count(share.yes),
        Cell::Count(share.n),
        Cell::percent(rate),
        Cell::percent(share.interval.map(|(low, _)| low)),
        Cell::percent(share.interval.map(|(_, high)| high)),
    ]
}

/// Told how to answer, by district.
pub fn coaching_districts(board: &Board, names: Names<'_>) -> Grid {
    let rows = board.coaching.districts.iter().map(|one| {
        let (audience, stratum) = &one.key;
        let who = [names.audience(audience), names.stratum(audience, stratum)].map(Cell::Text);
        who.into_iter().chain(share_cells(one)).collect()
    });
    Grid {
        id: "coaching-districts",
        words: &board::of(names.language).tables.coaching_districts,
        rows: rows.collect(),
    }
}

/// Told how to answer, by rated department.
pub fn coaching_departments(board: &Board, names: Names<'_>) -> Grid {
    let rows = board.coaching.departments.iter().map(|one| {
        let name = Cell::Text(names.department(&one.key));
        [name].into_iter().chain(share_cells(one)).collect()
    });
    Grid {
        id: "coaching-departments",
        words: &board::of(names.language).tables.coaching_departments,
        rows: rows.collect(),
    }
}

/// Hours with too many arrivals.
pub fn bursts(board: &Board, names: Names<'_>) -> Grid {
    let rows = board.bursts.iter().map(|one| {
        vec![
            Cell::text(names.audience(&one.audience)),
            Cell::text(names.stratum(&one.audience, &one.stratum)),
            Cell::text(one.day.to_string()),
            Cell::Number(f64::from(one.hour), 0),
            Cell::Count(one.found),
            Cell::Number(one.expected, 2),
            Cell::Number(one.p, 5),
        ]
    });
    Grid {
        id: "bursts",
        words: &board::of(names.language).tables.bursts,
        rows: rows.collect(),
    }
}

/// Interviewers beside each other.
pub fn interviewers(board: &Board, names: Names<'_>) -> Grid {
    let words = board::of(names.language);
    let [minutes, dont_know] = words.compared;
    let row = |check: &InterviewerCheck, what: &'static str, one: &Unusual| {
        let told = if one.is_outlier() {
            words.small[4]
        } else {
            words.small[5]
        };
        vec![
            Cell::text(&check.interviewer),
            Cell::text(names.audience(&check.audience)),
            Cell::text(what),
            one.z.map_or(Cell::Nothing, |_| Cell::text(told)),
            Cell::Count(one.n),
            Cell::Number(one.mean, 2),
            Cell::number(one.others, 2),
            Cell::number(one.z, 1),
        ]
    };
    let rows = board.interviewers.iter().flat_map(|check| {
        let both = [(minutes, &check.minutes), (dont_know, &check.dont_know)];
        both.map(|(what, found)| found.as_ref().map(|found| row(check, what, found)))
    });
    Grid {
        id: "interviewer-checks",
        words: &words.tables.checks,
        rows: rows.flatten().collect(),
    }
}

/// The most alike pairs.
pub fn alike(board: &Board, names: Names<'_>) -> Grid {
    let words = board::of(names.language);
    let rows = board.alike.iter().map(|one| {
        let told = if one.is_suspicious() {
            words.small[4]
        } else {
            words.small[5]
        };
        vec![
            Cell::text(&one.interviewer),
            Cell::text(&one.pair.0),
            Cell::text(&one.pair.1),
            Cell::text(told),
            Cell::Count(u64::from(one.items)),
            Cell::Percent(one.share),
        ]
    });
    Grid {
        id: "alike",
        words: &words.tables.alike,
        rows: rows.collect(),
    }
}
