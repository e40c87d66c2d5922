//! The sheets of the ledger's workbook: columns, headings, rows.

use super::{LedgerView, moment};
use crate::domain::definition::{Language, Text};
use crate::domain::ledger::{
    Bonus, Entry, Import, Indicator, IndicatorScore, Kind, LESS_PER_CENT, LedgerDepartment, PartRow, Points, Totals,
    beside,
};
use crate::export::workbook_parts::{Cell, Shape};
use crate::text::ledger::{LedgerText, of};
use crate::text::terminal::fill;

/// Width and shape of a column.
type Column = (f64, Shape);

const ID: Column = (8.0, Shape::Text);
const NAME: Column = (19.0, Shape::Wrap);
const ENGLISH: Column = (28.0, Shape::Wrap);
const POINTS: Column = (9.5, Shape::Points);
const WHO: Column = (11.0, Shape::Wrap);
const WHEN: Column = (14.5, Shape::Centre);
const WORDS: Column = (38.0, Shape::Wrap);

/// A sheet's rows: columns, frozen columns, headings, cells.
pub(super) struct Page {
    pub(super) name: usize,
    pub(super) columns: Vec<Column>,
    pub(super) frozen: u16,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// Both languages of something, Chinese above English; once where they say the same.
fn both(said: impl Fn(&'static LedgerText, Language) -> String) -> String {
    let [zh, en] = [Language::Zh, Language::En].map(|language| said(of(language), language));
    if zh == en { zh } else { format!("{zh}\n{en}") }
}

fn heads(of: impl Fn(&'static LedgerText) -> &'static [&'static str]) -> Vec<String> {
    let count = of(crate::text::ledger::of(Language::Zh)).len();
    (0..count).map(|i| both(|words, _| of(words)[i].to_owned())).collect()
}

/// Points, or the sign that there are none.
fn points(points: Option<Points>) -> Cell {
    let none = || Cell::text(of(Language::Zh).none);
    points.map_or_else(none, |points| Cell::Number(points.as_f64()))
}

fn rank(rank: Option<usize>) -> Cell {
    let none = || Cell::text(of(Language::Zh).none);
    rank.map_or_else(none, |rank| Cell::Number(rank as f64))
}

fn name(department: &LedgerDepartment) -> [Cell; 2] {
    let Text { zh, en } = &department.name;
    let both = if zh == en { zh.clone() } else { format!("{zh}\n{en}") };
    [Cell::text(&department.id.0), Cell::text(both)]
}

/// Ranks, the eight scores, sum, deductions, total, bonus, what is missing.
pub(super) fn totals(view: &LedgerView) -> Page {
    let mut columns = vec![(7.0, Shape::Centre), ID, NAME, ENGLISH];
    columns.extend([POINTS; 8]);
    columns.extend([POINTS, POINTS, (10.0, Shape::Score), (10.0, Shape::Centre), WORDS]);
    let indicator = |one: Indicator| both(|words, language| words.indicator_head(one, language));
    let mut all = heads(|words| &words.before);
    all.push(both(|words, _| words.english.to_owned()));
    all.extend(Indicator::ALL.map(indicator));
    all.extend(heads(|words| &words.behind));
    Page {
        name: 0,
        columns,
        frozen: 3,
        heads: all,
        rows: view.present.by_rank().into_iter().map(totals_row).collect(),
    }
}

fn totals_row(one: &Totals) -> Vec<Cell> {
    let department = one.department;
    let mut cells = vec![
        rank(one.rank),
        Cell::text(&department.id.0),
        Cell::text(&department.name.zh),
        Cell::text(&department.name.en),
    ];
    cells.extend(one.scores.iter().map(|score| points(score.points())));
    cells.extend([points(one.sum), points(Some(one.deducted)), points(one.total)]);
    cells.push(Cell::text(both(|words, _| words.paid(&one.bonus).to_owned())));
    cells.push(Cell::text(both(|words, language| {
        words.lacks(one, language).join("\n")
    })));
    cells
}

/// Every body's part of every indicator that counts, one row a department.
pub(super) fn parts(view: &LedgerView) -> Page {
    let ledger = view.ledger();
    let mut rows = Vec::new();
    for indicator in Indicator::ALL {
        for import in ledger.parts(indicator) {
            let named = ledger
                .departments
                .iter()
                .filter_map(|one| Some((one, import.rows.get(&one.id)?)));
            rows.extend(named.map(|(department, row)| part_row(import, department, row)));
        }
        if indicator == Indicator::Public {
            rows.extend(view.present.totals.iter().filter_map(|one| public_row(view, one)));
        }
    }
    let columns = [NAME, POINTS, NAME, ID, NAME, POINTS, WORDS, NAME, WHO, WHEN];
    Page {
        name: 1,
        columns: columns.to_vec(),
        frozen: 5,
        heads: heads(|words| &words.parts),
        rows,
    }
}

fn part_row(import: &Import, department: &LedgerDepartment, row: &PartRow) -> Vec<Cell> {
    let [id, name] = name(department);
    vec![
        Cell::text(both(|_, language| import.indicator.name().get(language).to_owned())),
        points(Some(import.indicator.most())),
        Cell::text(both(|_, language| import.source.name().get(language).to_owned())),
        id,
        name,
        points(row.score),
        Cell::text(&row.note),
        Cell::text(&import.file),
        Cell::text(&import.by),
        Cell::text(moment(import.at)),
    ]
}

/// The public evaluation of a department; none before a sheet is there.
fn public_row(view: &LedgerView, one: &Totals) -> Option<Vec<Cell>> {
    let (sheet, public) = (view.ledger().sheet()?, Indicator::Public);
    let score: &IndicatorScore = &one.scores[Indicator::ALL.iter().position(|other| *other == public)?];
    let [id, name] = name(one.department);
    let why = |words: &LedgerText, language| match score {
        IndicatorScore::Given(_) => String::new(),
        IndicatorScore::Missing(gaps) => words.whys(public, gaps, language),
    };
    Some(vec![
        Cell::text(both(|_, language| public.name().get(language).to_owned())),
        points(Some(public.most())),
        Cell::text(both(|_, language| public.bodies()[0].name.get(language).to_owned())),
        id,
        name,
        points(score.points()),
        Cell::text(both(why)),
        Cell::text(&sheet.origin),
        Cell::text(&sheet.by),
        Cell::text(moment(sheet.at)),
    ])
}

/// Deductions and unfinished tasks, withdrawn ones included.
pub(super) fn entries(view: &LedgerView) -> Page {
    let ledger = view.ledger();
    let named = ledger
        .entries
        .iter()
        .filter_map(|entry| Some((entry, ledger.department(&entry.department)?)));
    let columns = [
        (8.0, Shape::Centre),
        ID,
        NAME,
        NAME,
        NAME,
        WORDS,
        WHO,
        WHEN,
        (11.0, Shape::Centre),
        WORDS,
    ];
    Page {
        name: 2,
        columns: columns.to_vec(),
        frozen: 3,
        heads: heads(|words| &words.entries),
        rows: named.map(|(entry, department)| entry_row(entry, department)).collect(),
    }
}

fn entry_row(entry: &Entry, department: &LedgerDepartment) -> Vec<Cell> {
    let [id, name] = name(department);
    let (kind, cause) = match entry.kind {
        Kind::Deduction(cause) => (0, both(|_, language| cause.name().get(language).to_owned())),
        Kind::UnfinishedTask => (1, String::new()),
    };
    let withdrawn = entry.withdrawn.as_ref();
    let why = withdrawn.map(|how| format!("{}\n{} {}", how.reason, how.by, moment(how.at)));
    vec![
        Cell::Number(entry.number as f64),
        id,
        name,
        Cell::text(both(|words, _| words.kinds[kind].to_owned())),
        Cell::text(cause),
        Cell::text(&entry.detail),
        Cell::text(&entry.by),
        Cell::text(moment(entry.at)),
        Cell::text(both(|words, _| {
            words.states[usize::from(withdrawn.is_some())].to_owned()
        })),
        Cell::text(why.unwrap_or_default()),
    ]
}

/// Everybody's bonus, and why it is cut.
pub(super) fn bonus(view: &LedgerView) -> Page {
    let row = |one: &Totals| {
        let [id, name] = name(one.department);
        let less = if one.bonus == Bonus::Full { 0 } else { LESS_PER_CENT };
        let why = both(|words, language| words.why_less(&one.bonus, language));
        let [paid, less] = [100 - less, less].map(|share| Cell::Number(share.into()));
        vec![id, name, paid, less, Cell::text(why)]
    };
    Page {
        name: 3,
        columns: vec![
            ID,
            ENGLISH,
            (11.0, Shape::Count),
            (11.0, Shape::Count),
            (70.0, Shape::Wrap),
        ],
        frozen: 2,
        heads: heads(|words| &words.bonus),
        rows: view.present.totals.iter().map(row).collect(),
    }
}

/// Last year beside this year.
pub(super) fn years(view: &LedgerView) -> Page {
    let year = view.ledger().year;
    let filled = |head: String| fill(&head, &[("year", &year), ("last", &(year - 1))]);
    let rows = match view.last {
        None => {
            let said = both(|words, _| fill(words.no_last_year, &[("last", &(year - 1))]));
            vec![vec![Cell::Empty, Cell::text(said)]]
        }
        Some(last) => beside(view.present, last)
            .iter()
            .map(|one| {
                let [id, name] = name(one.department);
                let (now, then) = (one.present, one.last);
                vec![
                    id,
                    name,
                    points(now.0),
                    rank(now.1),
                    points(then.0),
                    rank(then.1),
                    points(one.difference),
                ]
            })
            .collect(),
    };
    let numbers = [
        POINTS,
        (9.5, Shape::Count),
        POINTS,
        (9.5, Shape::Count),
        (11.0, Shape::Difference),
    ];
    Page {
        name: 4,
        columns: [vec![ID, (34.0, Shape::Wrap)], numbers.to_vec()].concat(),
        frozen: 2,
        heads: heads(|words| &words.years).into_iter().map(filled).collect(),
        rows,
    }
}
