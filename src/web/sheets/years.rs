//! A department beside its earlier years, where they can be compared, and why not where they cannot.

use super::department::DepartmentPage;
use crate::domain::report::{Earlier, Verdict, year_on_year};
use crate::text::sheet;
use crate::text::sheets::DepartmentWords;
use crate::web::components::sheet::tables::percent;
use crate::web::components::table::{heads, table};
use maud::{Markup, html};

/// The chapter.
pub fn years(page: &DepartmentPage<'_>, words: &DepartmentWords) -> Markup {
    let (comparable, others): (Vec<&Earlier>, Vec<&Earlier>) =
        page.earlier.iter().partition(|one| one.changes.is_empty());
    let rows: Vec<Vec<Markup>> = comparable.iter().filter_map(|one| row(page, one, words)).collect();
    let without = comparable.iter().filter(|one| row(page, one, words).is_none());
    let (texts, numbers) = words.years.split_at(1);
    let language = page.sheet.language;
    html! {
        @if page.earlier.is_empty() { p { (words.no_years) } }
        @if !rows.is_empty() {
            (table(words.chapters[4], &heads(texts, numbers), &rows, language))
            p.quiet { (words.years_note) }
        }
        @for one in without { p { (words.not_then.replace("{round}", one.title.get(language))) } }
        @for one in others {
            @let reasons: Vec<&str> = one.changes.iter().map(|change| words.change(*change)).collect();
            p { (words.incomparable.replace("{round}", one.title.get(language)).replace("{reasons}", &reasons.join(sheet::of(language).list_gap))) }
        }
    }
}

/// The comparison with one earlier round; nothing where either has no rate of this department.
fn row(page: &DepartmentPage<'_>, earlier: &Earlier, words: &DepartmentWords) -> Option<Vec<Markup>> {
    let all = year_on_year(&earlier.sheet, page.sheet.sheet);
    let own = all.iter().find(|one| one.department == page.department.department_id)?;
    let (then, now) = own.rates;
    let verdict = words.verdicts[match own.verdict {
        Verdict::Above => 0,
        Verdict::Same => 1,
        Verdict::Below => 2,
    }];
    Some(vec![
        html! { (earlier.title.get(page.sheet.language)) " (" (earlier.year) ")" },
        html! { (percent(Some(then))) },
        html! { (percent(Some(now))) },
        html! { (format!("{:+.1} ± {:.1}", 100.0 * (now - then), 100.0 * own.se)) },
        html! { (verdict) },
    ])
}
