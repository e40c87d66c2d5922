//! The tables of the board: how many came in and how cases ended.

use crate::domain::definition::AudienceId;
use crate::domain::definition::Language;
use crate::domain::fieldwork::{Board, DepartmentProgress, Tally};
use crate::domain::invitation::disposition::{Disposition, Group};
use crate::text::board;
use crate::text::names::Names;
use crate::web::components::grid::{Cell, Grid};
use std::collections::BTreeMap;

/// Groups in the order of their words.
pub const GROUPS: [Group; 7] = [
    Group::Complete,
    Group::Partial,
    Group::Refusal,
    Group::NonContact,
    Group::Other,
    Group::Unknown,
    Group::NotEligible,
];

/// The name of a code.
pub fn meaning(code: &Disposition, language: Language) -> &'static str {
    match language {
        Language::Zh => code.zh,
        Language::En => code.en,
    }
}

/// Day by day.
pub fn days(board: &Board, names: Names<'_>) -> Grid {
    let row = |day: &crate::domain::fieldwork::Day| {
        vec![
            Cell::text(day.day.to_string()),
            Cell::Count(day.completes),
            Cell::Count(day.cumulative),
            Cell::number(day.target, 1),
        ]
    };
    Grid {
        id: "days",
        words: &board::of(names.language).tables.days,
        rows: board.progress.days.iter().map(row).collect(),
    }
}

fn counts<K>(tally: &Tally<K>) -> [Cell; 4] {
    [
        Cell::Count(tally.issued),
        Cell::Count(tally.completes),
        Cell::number(tally.target, 0),
        Cell::percent(share(tally.completes, tally.target)),
    ]
}

/// Part of a whole; nothing of nothing.
pub fn share(part: u64, whole: Option<f64>) -> Option<f64> {
    whole.filter(|whole| *whole > 0.0).map(|whole| part as f64 / whole)
}

/// By audience.
pub fn audiences(board: &Board, names: Names<'_>) -> Grid {
    let row = |tally: &Tally<AudienceId>| {
        let name = Cell::text(names.audience(&tally.key));
        [name].into_iter().chain(counts(tally)).collect()
    };
    Grid {
        id: "audiences",
        words: &board::of(names.language).tables.audiences,
        rows: board.progress.audiences.iter().map(row).collect(),
    }
}

/// By audience and stratum.
pub fn districts(board: &Board, names: Names<'_>) -> Grid {
    let row = |(audience, tally): &(AudienceId, Tally<String>)| {
        let who = [names.audience(audience), names.stratum(audience, &tally.key)].map(Cell::Text);
        who.into_iter().chain(counts(tally)).collect()
    };
    Grid {
        id: "districts",
        words: &board::of(names.language).tables.districts,
        rows: board.progress.districts.iter().map(row).collect(),
    }
}

/// By mode; once the round is sealed nobody knows any more whose answers are whose, and so who began how.
pub fn modes(board: &Board, sealed: bool, names: Names<'_>) -> Grid {
    let rows = board.progress.modes.iter().map(|tally| {
        vec![
            Cell::text(names.mode(tally.key)),
            if sealed {
                Cell::Nothing
            } else {
                Cell::Count(tally.issued)
            },
            Cell::Count(tally.completes),
        ]
    });
    Grid {
        id: "modes",
        words: &board::of(names.language).tables.modes,
        rows: rows.collect(),
    }
}

/// By interviewer.
pub fn interviewers(board: &Board, names: Names<'_>) -> Grid {
    let words = board::of(names.language);
    let rows = board.progress.interviewers.iter().map(|tally| {
        let issued = (tally.issued > 0).then_some(tally.issued as f64);
        vec![
            Cell::text(tally.key.clone().unwrap_or_else(|| words.small[1].to_owned())),
            Cell::Count(tally.issued),
            Cell::Count(tally.completes),
            Cell::percent(share(tally.completes, issued)),
        ]
    });
    Grid {
        id: "interviewers",
        words: &words.tables.interviewers,
        rows: rows.collect(),
    }
}

/// By audience and code.
pub fn dispositions(board: &Board, names: Names<'_>) -> Grid {
    let words = board::of(names.language);
    let mut of_audience: BTreeMap<&AudienceId, u64> = BTreeMap::new();
    for one in &board.dispositions {
        *of_audience.entry(&one.audience).or_default() += one.count;
    }
    let rows = board.dispositions.iter().map(|one| {
        let place = GROUPS.iter().position(|group| *group == one.code.group);
        vec![
            Cell::text(names.audience(&one.audience)),
            Cell::text(one.code.code),
            Cell::text(meaning(one.code, names.language)),
            Cell::text(words.groups[place.unwrap_or_default()]),
            Cell::Count(one.count),
            Cell::percent(share(one.count, Some(of_audience[&one.audience] as f64))),
        ]
    });
    Grid {
        id: "dispositions",
        words: &words.tables.dispositions,
        rows: rows.collect(),
    }
}

/// Outcome rates.
pub fn rates(board: &Board, names: Names<'_>) -> Grid {
    let words = board::of(names.language);
    let rows = board.rates.iter().map(|one| {
        let who = one.audience.as_ref().map(|id| names.audience(id));
        let mut row = vec![
            Cell::text(who.unwrap_or_else(|| words.small[0].to_owned())),
            Cell::Count(one.outcomes.all()),
        ];
        let rate = |name: &str| one.rates.get(name).copied();
        row.extend(["RR1", "RR3", "COOP1", "REF1", "CON1"].map(|name| Cell::percent(rate(name))));
        row.push(Cell::number(rate("e"), 3));
        row
    });
    Grid {
        id: "rates",
        words: &words.tables.rates,
        rows: rows.collect(),
    }
}

/// Median minutes.
pub fn minutes(board: &Board, names: Names<'_>) -> Grid {
    let rows = board.minutes.iter().map(|one| {
        vec![
            Cell::text(names.audience(&one.audience)),
            Cell::text(names.mode(one.mode)),
            Cell::Count(one.n),
            Cell::Minutes(one.minutes),
        ]
    });
    Grid {
        id: "minutes",
        words: &board::of(names.language).tables.minutes,
        rows: rows.collect(),
    }
}

/// Where people stop.
pub fn stops(board: &Board, names: Names<'_>) -> Grid {
    let rows = board.stops.iter().map(|one| {
        vec![
            Cell::text(names.audience(&one.audience)),
            Cell::text(names.page(&one.audience, &one.page)),
            Cell::Count(one.count),
            Cell::Count(one.started),
            Cell::Percent(one.share()),
        ]
    });
    Grid {
        id: "stops",
        words: &board::of(names.language).tables.stops,
        rows: rows.collect(),
    }
}

/// Ratings per department, those behind first, the furthest on top.
pub fn departments(board: &Board, names: Names<'_>) -> Grid {
    let words = board::of(names.language);
    let mut all: Vec<&DepartmentProgress> = board.departments.iter().collect();
    let reached = |one: &DepartmentProgress| share(one.valid, one.target.map(|target| target as f64));
    all.sort_by(|a, b| {
        let by_share = reached(a)
            .unwrap_or(f64::MAX)
            .total_cmp(&reached(b).unwrap_or(f64::MAX));
        b.is_behind().cmp(&a.is_behind()).then(by_share)
    });
    let rows = all.into_iter().map(|one| {
        let state = match (one.target, one.is_behind()) {
            (None, _) => Cell::Nothing,
            (_, true) => Cell::text(words.small[2]),
            (_, false) => Cell::text(words.small[3]),
        };
        vec![
            Cell::text(names.audience(&one.audience)),
            Cell::text(names.department(&one.department)),
            state,
            Cell::Count(one.valid),
            one.target.map_or(Cell::Nothing, Cell::Count),
            Cell::percent(reached(one)),
            Cell::Count(one.dont_know),
            Cell::Number(one.effective, 1),
            Cell::number(one.projected.map(|projected| projected.valid), 0),
            Cell::number(one.projected.map(|projected| projected.effective), 0),
        ]
    });
    Grid {
        id: "departments",
        words: &words.tables.departments,
        rows: rows.collect(),
    }
}
