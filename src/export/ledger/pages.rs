//! The sheets of the ledger's workbook: columns, headings, rows.

use super::{LedgerView, moment};
use crate::domain::definition::{Language, Text};
use crate::domain::ledger::{
    Bonus, Entry, Indicator, Kind, LESS_PER_CENT, Ledger, LedgerDepartment, Points, Source, Totals, beside,
};
use crate::export::workbook_notes::lines;
use crate::export::workbook_parts::{Cell, Shape};
use crate::text::ledger::{LedgerText, of};
use crate::text::terminal::fill;

/// Width and shape of a column.
pub(super) type Column = (f64, Shape);

pub(super) const ID: Column = (8.0, Shape::Text);
pub(super) const NAME: Column = (19.0, Shape::Wrap);
pub(super) const ENGLISH: Column = (28.0, Shape::Wrap);
const POINTS: Column = (10.5, Shape::Points);
const PART: Column = (12.5, Shape::Points);
const WHO: Column = (11.0, Shape::Wrap);
const WHEN: Column = (14.5, Shape::Centre);
pub(super) const WORDS: Column = (38.0, Shape::Wrap);

/// A sheet's rows: columns, frozen columns, headings, cells.
pub(super) struct Page {
    pub(super) name: usize,
    pub(super) columns: Vec<Column>,
    pub(super) frozen: u16,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Page {
    /// Points that the highest heading needs, each in its column's width.
    pub(super) fn head_height(&self) -> f64 {
        let high = self
            .heads
            .iter()
            .zip(&self.columns)
            .map(|(head, (width, _))| lines(head, *width as usize - 1));
        8.0 + 13.0 * high.max().unwrap_or(1) as f64
    }
}

/// Both languages of something, Chinese above English; once where they say the same.
pub(super) fn both(said: impl Fn(&'static LedgerText, Language) -> String) -> String {
    let [zh, en] = [Language::Zh, Language::En].map(|language| said(of(language), language));
    if zh == en { zh } else { format!("{zh}\n{en}") }
}

pub(super) fn heads(of: impl Fn(&'static LedgerText) -> &'static [&'static str]) -> Vec<String> {
    let count = of(crate::text::ledger::of(Language::Zh)).len();
    (0..count).map(|i| both(|words, _| of(words)[i].to_owned())).collect()
}

/// Points, or the sign that there are none.
pub(super) fn points(points: Option<Points>) -> Cell {
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
    columns.extend([
        POINTS,
        POINTS,
        (10.0, Shape::Score),
        (14.0, Shape::Centre),
        (30.0, Shape::Wrap),
    ]);
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
    let paid = [Language::Zh, Language::En].map(|language| of(language).paid(one));
    cells.push(Cell::text(paid.join(" ")));
    cells.push(Cell::text(both(|words, language| {
        words.lacks(one, language).join("\n")
    })));
    cells
}

/// Every body's part of every indicator, a column each; the public evaluation is the sheet's.
pub(super) fn parts(view: &LedgerView) -> Page {
    let ledger = view.ledger();
    let sources: Vec<(Indicator, Source)> = Indicator::ALL
        .into_iter()
        .flat_map(|one| columns_of(ledger, one))
        .collect();
    let head = |(indicator, source): &(Indicator, Source)| {
        both(|words, language| {
            format!(
                "{}\n{}",
                words.indicator_head(*indicator, language),
                source.name().get(language)
            )
        })
    };
    Page {
        name: 1,
        columns: [vec![ID, NAME], vec![PART; sources.len()]].concat(),
        frozen: 2,
        heads: heads(|words| &words.parts)
            .into_iter()
            .chain(sources.iter().map(head))
            .collect(),
        rows: view
            .present
            .totals
            .iter()
            .map(|one| parts_row(ledger, &sources, one))
            .collect(),
    }
}

/// Whose columns an indicator has: who delivered, or who is waited for.
fn columns_of(ledger: &Ledger, indicator: Indicator) -> Vec<(Indicator, Source)> {
    let whole = ledger.parts(indicator).any(|import| import.source == Source::Whole);
    let sources = match whole {
        true => vec![Source::Whole],
        false => indicator.bodies().iter().map(Source::Body).collect(),
    };
    sources.into_iter().map(|source| (indicator, source)).collect()
}

fn parts_row(ledger: &Ledger, sources: &[(Indicator, Source)], one: &Totals) -> Vec<Cell> {
    let row = |(indicator, source): &(Indicator, Source)| {
        let import = ledger.parts(*indicator).find(|import| import.source == *source);
        import.and_then(|import| import.rows.get(&one.department.id))
    };
    let part = |at: &(Indicator, Source)| match at.0 {
        Indicator::Public => points(one.score(Indicator::Public).points()),
        _ => points(row(at).and_then(|row| row.score)),
    };
    let mut cells = vec![Cell::text(&one.department.id.0), Cell::text(&one.department.name.zh)];
    cells.extend(sources.iter().map(part));
    cells
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
        let open = one.bonus == Bonus::Full && one.total.is_none();
        let share = |share: u32| match open {
            true => Cell::text(of(Language::Zh).none),
            false => Cell::Number(share.into()),
        };
        let [paid, less] = [100 - less, less].map(share);
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
