//! The sealed sheet as a workbook: one idea a sheet, bilingual headings, ready to print on A4.

use super::ExportError;
use super::workbook_notes::{lines, notes};
use super::workbook_parts::{Cell, Look, Shape, head, open, put};
use crate::domain::definition::Language;
use crate::domain::score::sheet::{CellEstimate, DepartmentScore, SealedSheet};
use crate::text::sheet;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

/// Widths and shapes of the score columns, in the order of [`sheet::SheetText::scores`].
const SCORES: [(f64, Shape); 21] = [
    (7.0, Shape::Centre),
    (9.0, Shape::Count),
    (9.0, Shape::Centre),
    (7.0, Shape::Text),
    (26.0, Shape::Text),
    (34.0, Shape::Wrap),
    (14.0, Shape::Centre),
    (9.5, Shape::Score),
    (9.5, Shape::Points),
    (9.5, Shape::Points),
    (9.0, Shape::Points4),
    (11.0, Shape::Rate),
    (9.0, Shape::Rate),
    (9.0, Shape::Rate),
    (9.0, Shape::Points),
    (9.0, Shape::Count),
    (10.0, Shape::Tenth),
    (10.0, Shape::Tenth),
    (10.5, Shape::Rate),
    (11.0, Shape::Rate),
    (30.0, Shape::Wrap),
];

/// Widths and shapes of the audience columns, in the order of [`sheet::SheetText::cells`].
const CELLS: [(f64, Shape); 20] = [
    (7.0, Shape::Text),
    (26.0, Shape::Text),
    (7.0, Shape::Centre),
    (20.0, Shape::Text),
    (11.0, Shape::Points),
    (10.0, Shape::Points),
    (15.0, Shape::Centre),
    (9.0, Shape::Count),
    (10.0, Shape::Tenth),
    (10.0, Shape::Tenth),
    (11.0, Shape::Rate),
    (10.0, Shape::Rate2),
    (9.0, Shape::Rate),
    (9.0, Shape::Rate),
    (9.0, Shape::Points),
    (9.0, Shape::Points),
    (10.5, Shape::Rate),
    (11.0, Shape::Rate),
    (11.5, Shape::Rate),
    (11.5, Shape::Rate),
];

/// The workbook. Same sheet, same bytes: its date of creation is the sheet's.
pub fn sheet_xlsx(sealed: &SealedSheet) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let look = Look::new();
    workbook.set_properties(&properties(sealed)?);
    scores(workbook.add_worksheet(), sealed, &look)?;
    audiences(workbook.add_worksheet(), sealed, &look)?;
    super::workbook_notes::weighting(workbook.add_worksheet(), sealed, &look)?;
    notes(workbook.add_worksheet(), sealed, &look)?;
    Ok(workbook.save_to_buffer()?)
}

fn properties(sealed: &SealedSheet) -> Result<DocProperties, ExportError> {
    let sheet = &sealed.sheet;
    let created = ExcelDateTime::parse_from_str(sheet.generated_at.trim_end_matches('Z'))?;
    Ok(DocProperties::new()
        .set_title(format!("{} {}", sheet.title.zh, sheet.title.en))
        .set_author(&sheet.software)
        .set_comment(&sheet.method_hash)
        .set_creation_datetime(&created))
}

/// Departments class by class, best score first, then by rate and by the order of the survey; without score last.
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
        members.sort_by(|a, b| {
            let key = |d: &DepartmentScore| d.score.as_deref().and_then(|s| s.parse::<f64>().ok()).unwrap_or(-1.0);
            let rate = |d: &DepartmentScore| d.rate.unwrap_or(-1.0);
            key(b).total_cmp(&key(a)).then(rate(b).total_cmp(&rate(a)))
        });
    }
    classes
}

fn scores(page: &mut Worksheet, sealed: &SealedSheet, look: &Look) -> Result<(), ExportError> {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    open(
        page,
        sealed,
        [zh.sheets[0], en.sheets[0]],
        &SCORES.map(|(width, _)| width),
        look,
    )?;
    head(page, 2, &zh.scores, &en.scores, look)?;
    page.set_freeze_panes(3, 6)?;
    page.set_repeat_rows(0, 2)?;
    let mut row = 3;
    for (class, members) in by_class(&sealed.sheet.departments) {
        for (i, department) in members.iter().enumerate() {
            let lines = lines(&department.name.en, 38).max(department.flags.len()).max(1);
            page.set_row_height(row, 5.0 + 13.0 * lines as f64)?;
            let shapes = SCORES.iter().map(|(_, shape)| *shape);
            for (column, (cell, shape)) in score_row(class, department).into_iter().zip(shapes).enumerate() {
                put(page, (row, column as u16), &cell, look.of(shape, i == 0))?;
            }
            row += 1;
        }
    }
    page.autofilter(2, 0, row.max(4) - 1, SCORES.len() as u16 - 1)?;
    Ok(())
}

fn score_row(class: &str, d: &DepartmentScore) -> [Cell; 21] {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    let range = d.rank_low.zip(d.rank_high).map(|(low, high)| format!("{low}–{high}"));
    let points = |text: &Option<String>| Cell::number(text.as_deref().and_then(|text| text.parse().ok()));
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
        points(&d.score_se),
        Cell::number(d.rate),
        Cell::number(d.rate_ci_low),
        Cell::number(d.rate_ci_high),
        Cell::number(d.index),
        Cell::number(Some(d.n as f64)),
        Cell::number(Some(d.n_eff_kish)),
        Cell::number(d.n_eff_design),
        Cell::number(d.familiarity),
        Cell::number(d.dont_know),
        Cell::text(d.flags.join("\n")),
    ]
}

fn audiences(page: &mut Worksheet, sealed: &SealedSheet, look: &Look) -> Result<(), ExportError> {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    open(
        page,
        sealed,
        [zh.sheets[1], en.sheets[1]],
        &CELLS.map(|(width, _)| width),
        look,
    )?;
    head(page, 2, &zh.cells, &en.cells, look)?;
    page.set_freeze_panes(3, 4)?;
    page.set_repeat_rows(0, 2)?;
    let mut row = 3;
    for department in &sealed.sheet.departments {
        for (i, cell) in department.audiences.iter().enumerate() {
            page.set_row_height(row, if cell.suppressed { 30.0 } else { 18.0 })?;
            let shapes = CELLS.iter().map(|(_, shape)| *shape);
            for (column, (value, shape)) in cell_row(department, cell).into_iter().zip(shapes).enumerate() {
                put(page, (row, column as u16), &value, look.of(shape, i == 0))?;
            }
            row += 1;
        }
    }
    page.autofilter(2, 0, row.max(4) - 1, CELLS.len() as u16 - 1)?;
    Ok(())
}

fn cell_row(d: &DepartmentScore, c: &CellEstimate) -> [Cell; 20] {
    let (zh, en) = (sheet::of(Language::Zh), sheet::of(Language::En));
    let published = if c.suppressed {
        format!("{}\n{}", zh.suppressed, en.suppressed)
    } else {
        "✓".into()
    };
    [
        Cell::text(&d.department_id.0),
        Cell::text(&d.name.zh),
        Cell::text(&d.class),
        Cell::text(both(zh.audience(&c.audience.0), en.audience(&c.audience.0))),
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

/// Both languages, once where they are the same.
pub(crate) fn both(zh: &str, en: &str) -> String {
    if zh == en { zh.to_string() } else { format!("{zh} {en}") }
}
