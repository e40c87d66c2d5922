//! The ledger as a workbook: one idea a sheet, bilingual headings, ready to print on A4.

use super::notes::notes;
use super::{LedgerView, moment};
use crate::domain::definition::{Language, Text};
use crate::domain::ledger::{
    Bonus, Entry, Import, Indicator, IndicatorScore, Kind, LESS_PER_CENT, LedgerDepartment, PartRow, Points, Totals,
    beside,
};
use crate::export::ExportError;
use crate::export::workbook_notes::lines;
use crate::export::workbook_parts::{Cell, Look, Masthead, Shape, begin, headings, put};
use crate::text::ledger::{LedgerText, of};
use crate::text::terminal::fill;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

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
struct Page {
    name: usize,
    columns: Vec<Column>,
    frozen: u16,
    heads: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// The workbook. Same ledger, same bytes: its date of creation is when the ledger was opened.
pub fn ledger_xlsx(view: &LedgerView) -> Result<Vec<u8>, ExportError> {
    let (mut workbook, look) = (Workbook::new(), Look::new());
    let ledger = view.ledger();
    let created = ExcelDateTime::from_timestamp(ledger.opened_at)?;
    let title = format!("{} {}", ledger.title.zh, ledger.title.en);
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    for page in [totals(view), parts(view), entries(view), bonus(view), years(view)] {
        write(workbook.add_worksheet(), view, &page, &look)?;
    }
    notes(workbook.add_worksheet(), view, &look)?;
    Ok(workbook.save_to_buffer()?)
}

/// Names the sheet and writes what stands above and below it.
pub(super) fn open(
    page: &mut Worksheet,
    view: &LedgerView,
    name: usize,
    widths: &[f64],
    look: &Look,
) -> Result<(), ExportError> {
    let (ledger, zh, en) = (view.ledger(), of(Language::Zh), of(Language::En));
    let review = format!(
        "{} {}",
        zh.review(ledger, Language::Zh),
        en.review(ledger, Language::En)
    );
    let [revision, year] = [ledger.revision.to_string(), ledger.year.to_string()];
    let masthead = Masthead {
        title: &ledger.title.zh,
        line: [&ledger.title.en, &review],
        footer: [&year, &revision],
    };
    begin(page, &masthead, [zh.sheets[name], en.sheets[name]], widths, look)
}

fn write(sheet: &mut Worksheet, view: &LedgerView, page: &Page, look: &Look) -> Result<(), ExportError> {
    let widths: Vec<f64> = page.columns.iter().map(|(width, _)| *width).collect();
    open(sheet, view, page.name, &widths, look)?;
    headings(sheet, 2, page.heads.iter().cloned(), look)?;
    sheet.set_freeze_panes(3, page.frozen)?;
    sheet.set_repeat_rows(0, 2)?;
    for (row, cells) in (3..).zip(&page.rows) {
        // Row heights are set: no program grows them for wrapped Chinese on its own.
        let shaped = cells.iter().zip(&page.columns);
        let high = shaped
            .map(|(cell, (width, _))| cell.lines((width * 1.15) as usize))
            .max();
        sheet.set_row_height(row, 5.0 + 12.5 * high.unwrap_or(1).min(30) as f64)?;
        for (column, (cell, (_, shape))) in (0..).zip(cells.iter().zip(&page.columns)) {
            let shape = if matches!(cell, Cell::Text(_)) && number(*shape) {
                Shape::Centre
            } else {
                *shape
            };
            put(sheet, (row, column), cell, look.of(shape, false))?;
        }
    }
    let last = 2 + page.rows.len().max(1) as u32;
    sheet.autofilter(2, 0, last, page.columns.len() as u16 - 1)?;
    Ok(())
}

fn number(shape: Shape) -> bool {
    !matches!(shape, Shape::Text | Shape::Wrap | Shape::Note | Shape::Centre)
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

fn totals(view: &LedgerView) -> Page {
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

fn parts(view: &LedgerView) -> Page {
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

fn entries(view: &LedgerView) -> Page {
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

fn bonus(view: &LedgerView) -> Page {
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

fn years(view: &LedgerView) -> Page {
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

/// Lines of a note, so that its row is high enough.
pub(super) fn height(texts: [(&str, usize); 3]) -> f64 {
    let most = texts.map(|(text, width)| lines(text, width)).into_iter().max();
    5.0 + 13.0 * most.unwrap_or(1) as f64
}
