//! The sealed sheet as a workbook: one idea a sheet, bilingual headings, ready to print on A4.

use super::ExportError;
use super::workbook_notes::{lines, notes};
use super::workbook_parts::{Cell, Look, Shape, head, open, put};
use crate::domain::definition::Language;
use crate::domain::score::sheet::{CellEstimate, DepartmentScore, ScoreSheet, SealedSheet};
use crate::text::sheet as text;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

/// Widths and shapes of the score columns, in the order of [`text::SheetText::scores`]: what fits A4 at a readable size.
const SCORES: [(f64, Shape); 14] = [
    (6.5, Shape::Centre),
    (8.0, Shape::Centre),
    (8.5, Shape::Centre),
    (7.0, Shape::Text),
    (23.0, Shape::Text),
    (34.0, Shape::Wrap),
    (11.0, Shape::Centre),
    (8.5, Shape::Score),
    (8.5, Shape::Points),
    (8.5, Shape::Points),
    (11.0, Shape::Rate),
    (8.5, Shape::Count),
    (10.0, Shape::Tenth),
    (47.0, Shape::Wrap),
];

/// Widths and shapes of the columns behind the scores, in the order of [`text::SheetText::details`].
const DETAILS: [(f64, Shape); 16] = [
    (6.5, Shape::Centre),
    (7.0, Shape::Text),
    (23.0, Shape::Text),
    (11.0, Shape::Rate2),
    (10.0, Shape::Rate2),
    (10.0, Shape::Rate2),
    (14.0, Shape::Rate2),
    (10.0, Shape::Points4),
    (10.0, Shape::Points),
    (13.0, Shape::Points),
    (10.5, Shape::Tenth),
    (13.0, Shape::Tenth),
    (10.5, Shape::Rate),
    (10.5, Shape::Rate),
    (14.0, Shape::Rate),
    (30.0, Shape::Wrap),
];

/// Widths and shapes of the audience columns, in the order of [`text::SheetText::cells`].
const CELLS: [(f64, Shape); 20] = [
    (6.5, Shape::Text),
    (23.0, Shape::Text),
    (6.0, Shape::Centre),
    (20.0, Shape::Text),
    (10.0, Shape::Points),
    (8.0, Shape::Points),
    (17.0, Shape::Centre),
    (8.0, Shape::Count),
    (9.5, Shape::Tenth),
    (9.5, Shape::Tenth),
    (10.5, Shape::Rate),
    (9.0, Shape::Rate2),
    (8.5, Shape::Rate),
    (8.5, Shape::Rate),
    (8.0, Shape::Points),
    (8.0, Shape::Points),
    (10.0, Shape::Rate),
    (9.0, Shape::Rate),
    (9.5, Shape::Rate),
    (9.5, Shape::Rate),
];

/// The workbook. Same sheet, same bytes: its date of creation is the sheet's.
pub fn sheet_xlsx(sealed: &SealedSheet) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let look = Look::new();
    let sheet = &sealed.sheet;
    workbook.set_properties(&properties(sheet, &format!("{} {}", sheet.title.zh, sheet.title.en))?);
    scores(workbook.add_worksheet(), sealed, &look)?;
    details(workbook.add_worksheet(), sealed, &look)?;
    audiences(workbook.add_worksheet(), sealed, &look)?;
    super::workbook_weighting::weighting(workbook.add_worksheet(), sealed, &look)?;
    notes(workbook.add_worksheet(), sealed, &look)?;
    Ok(workbook.save_to_buffer()?)
}

/// What a workbook says about itself; its date of creation is the sheet's.
pub(crate) fn properties(sheet: &ScoreSheet, title: &str) -> Result<DocProperties, ExportError> {
    let created = ExcelDateTime::parse_from_str(sheet.generated_at.trim_end_matches('Z'))?;
    Ok(DocProperties::new()
        .set_title(title)
        .set_author(&sheet.software)
        .set_comment(&sheet.method_hash)
        .set_creation_datetime(&created))
}

/// Departments class by class, each in the order of [`DepartmentScore::best_first`].
pub(crate) fn by_class(departments: &[DepartmentScore]) -> Vec<(&str, Vec<&DepartmentScore>)> {
    let mut classes: Vec<(&str, Vec<&DepartmentScore>)> = Vec::new();
    for department in departments {
        match classes.iter_mut().find(|(class, _)| *class == department.class) {
            Some((_, members)) => members.push(department),
            None => classes.push((&department.class, vec![department])),
        }
    }
    classes.sort_by_key(|(class, _)| *class);
    for (_, members) in &mut classes {
        members.sort_by(|a, b| a.best_first(b));
    }
    classes
}

fn scores(page: &mut Worksheet, sealed: &SealedSheet, look: &Look) -> Result<(), ExportError> {
    let (zh, en) = (text::of(Language::Zh), text::of(Language::En));
    let widths = SCORES.map(|(width, _)| width);
    open(page, sealed, [zh.sheets[0], en.sheets[0]], &widths, look)?;
    head(page, 2, &zh.scores, &en.scores, look)?;
    page.set_freeze_panes(3, 5)?;
    let rows = by_class(&sealed.sheet.departments);
    let rows = rows.iter().flat_map(|(class, members)| {
        members.iter().enumerate().map(move |(i, d)| {
            let cells = score_row(&sealed.sheet, class, d);
            // English names stand in about 38, remarks in about 56 half-width characters of 9 points.
            let high = lines(&d.name.en, 38).max(lines(&minded(&sealed.sheet, d), 56)).max(1);
            (cells.to_vec(), i == 0, high)
        })
    });
    fill(page, rows, &SCORES, look)
}

/// What stands behind the scores: precision, the other statistic, who knows the department, codes for programs.
fn details(page: &mut Worksheet, sealed: &SealedSheet, look: &Look) -> Result<(), ExportError> {
    let (zh, en) = (text::of(Language::Zh), text::of(Language::En));
    let widths = DETAILS.map(|(width, _)| width);
    open(page, sealed, [zh.sheets[1], en.sheets[1]], &widths, look)?;
    head(page, 2, &zh.details, &en.details, look)?;
    page.set_freeze_panes(3, 3)?;
    let rows = by_class(&sealed.sheet.departments);
    let rows = rows.iter().flat_map(|(class, members)| {
        let row =
            move |(i, d): (usize, &&DepartmentScore)| (detail_row(class, d).to_vec(), i == 0, d.flags.len().max(1));
        members.iter().enumerate().map(row)
    });
    fill(page, rows, &DETAILS, look)
}

/// Rows below the heading: cells, whether a group begins, and how many lines of small type; then the filter.
fn fill(
    page: &mut Worksheet,
    rows: impl Iterator<Item = (Vec<Cell>, bool, usize)>,
    columns: &[(f64, Shape)],
    look: &Look,
) -> Result<(), ExportError> {
    page.set_repeat_rows(0, 2)?;
    let mut row = 3;
    for (cells, first, high) in rows {
        page.set_row_height(row, 5.0 + 12.5 * high as f64)?;
        for (column, (cell, (_, shape))) in cells.iter().zip(columns).enumerate() {
            put(page, (row, column as u16), cell, look.of(*shape, first))?;
        }
        row += 1;
    }
    page.autofilter(2, 0, row.max(4) - 1, columns.len() as u16 - 1)?;
    Ok(())
}

/// What to mind about a department, Chinese above English; that it has no score stands with its status.
fn minded(sheet: &ScoreSheet, d: &DepartmentScore) -> String {
    let flags: Vec<String> = d.flags.iter().filter(|flag| *flag != "no-score").cloned().collect();
    let said = [(Language::Zh, "；"), (Language::En, "; ")]
        .map(|(language, gap)| text::brief_of(sheet, &flags, language).join(gap));
    said.join("\n").trim().to_owned()
}

fn points(text: &Option<String>) -> Cell {
    Cell::number(text.as_deref().and_then(|text| text.parse().ok()))
}

fn score_row(sheet: &ScoreSheet, class: &str, d: &DepartmentScore) -> [Cell; 14] {
    let (zh, en) = (text::of(Language::Zh), text::of(Language::En));
    let range = d.rank_low.zip(d.rank_high).map(|(low, high)| format!("{low}–{high}"));
    let counts = d.score.is_some();
    [
        Cell::text(class),
        Cell::number(d.rank.map(f64::from)),
        Cell::text(range.unwrap_or_default()),
        Cell::text(&d.department_id.0),
        Cell::text(&d.name.zh),
        Cell::text(&d.name.en),
        Cell::text(format!("{} {}", zh.status(d.status), en.status(d.status))),
        points(&d.score),
        points(&d.score_ci_low),
        points(&d.score_ci_high),
        Cell::number(d.rate),
        Cell::number(counts.then_some(d.n as f64)),
        Cell::number(counts.then_some(d.n_eff_kish)),
        Cell::text(minded(sheet, d)),
    ]
}

fn detail_row(class: &str, d: &DepartmentScore) -> [Cell; 16] {
    [
        Cell::text(class),
        Cell::text(&d.department_id.0),
        Cell::text(&d.name.zh),
        Cell::number(d.rate),
        Cell::number(d.rate_ci_low),
        Cell::number(d.rate_ci_high),
        Cell::number(d.rate_se),
        points(&d.score_se),
        Cell::number(d.index),
        Cell::number(d.index_se),
        Cell::number(d.df),
        Cell::number(d.n_eff_design),
        Cell::number(d.familiarity),
        Cell::number(d.dont_know),
        Cell::number(d.used_rate),
        Cell::text(d.flags.join("\n")),
    ]
}

fn audiences(page: &mut Worksheet, sealed: &SealedSheet, look: &Look) -> Result<(), ExportError> {
    let (zh, en) = (text::of(Language::Zh), text::of(Language::En));
    let widths = CELLS.map(|(width, _)| width);
    open(page, sealed, [zh.sheets[2], en.sheets[2]], &widths, look)?;
    head(page, 2, &zh.cells, &en.cells, look)?;
    page.set_freeze_panes(3, 4)?;
    let rows = sealed.sheet.departments.iter().flat_map(|department| {
        let row = move |(i, cell): (usize, &CellEstimate)| {
            let high = if cell.suppressed || !cell.flags.is_empty() {
                2
            } else {
                1
            };
            (cell_row(&sealed.sheet, department, cell).to_vec(), i == 0, high)
        };
        department.audiences.iter().enumerate().map(row)
    });
    fill(page, rows, &CELLS, look)
}

fn cell_row(sheet: &ScoreSheet, d: &DepartmentScore, c: &CellEstimate) -> [Cell; 20] {
    let (zh, en) = (text::of(Language::Zh), text::of(Language::En));
    let small = c.flags.iter().any(|flag| flag.starts_with("small-n"));
    let which = if c.suppressed { 2 } else { usize::from(small) };
    let gap = if which == 0 { " " } else { "\n" };
    let published = [zh.published[which], en.published[which]].join(gap);
    [
        Cell::text(&d.department_id.0),
        Cell::text(&d.name.zh),
        Cell::text(&d.class),
        audience_cell(sheet, &c.audience.0),
        Cell::number(d.audience_weights.get(&c.audience).copied()),
        Cell::number(d.effective_weights.get(&c.audience).copied()),
        Cell::text(published),
        Cell::number(Some(c.n as f64)),
        Cell::number((!c.suppressed).then_some(c.n_eff_kish)),
        Cell::number(c.n_eff_design),
        Cell::number(c.rate),
        Cell::number(c.rate_se),
        Cell::number(c.rate_ci_low),
        Cell::number(c.rate_ci_high),
        Cell::number(c.index),
        Cell::number(c.index_se),
        Cell::number(c.familiarity),
        Cell::number(c.dont_know),
        Cell::number(c.used_rate),
        Cell::number(c.shrunken_rate),
    ]
}

/// An audience by its registered name.
pub(crate) fn audience_cell(sheet: &ScoreSheet, id: &str) -> Cell {
    Cell::text(both(
        sheet.audience_name(id, Language::Zh),
        sheet.audience_name(id, Language::En),
    ))
}

/// Both languages, once where they are the same.
pub(crate) fn both(zh: &str, en: &str) -> String {
    if zh == en { zh.to_string() } else { format!("{zh} {en}") }
}
