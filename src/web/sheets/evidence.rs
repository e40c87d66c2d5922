//! The evidence of a score: every step from the counts of answers to the rounded points, as the sheet has them.

use super::department::{DepartmentPage, grades};
use crate::domain::definition::Conversion;
use crate::domain::estimate::interval::t;
use crate::domain::score::sheet::CellEstimate;
use crate::text::sheet;
use crate::text::sheets::Steps;
use maud::{Markup, html};

/// The chapter: six steps.
pub fn evidence(page: &DepartmentPage<'_>, words: &Steps) -> Markup {
    let steps = [
        counts(page, words),
        weighted(page, words),
        lambdas(page, words),
        composite(page, words),
        interval(page, words),
        points(page, words),
    ];
    html! {
        p { (words.about.replace("{hash}", &page.hash[..16])) }
        ol.steps {
            @for (title, lines) in words.titles.iter().zip(steps) {
                li { h3 { (title) } @for line in lines { p { (line) } } }
            }
        }
    }
}

/// A sentence with its numbers filled in.
fn fill(words: &str, numbers: &[(&str, String)]) -> String {
    let one = |text: String, (name, number): &(&str, String)| text.replace(&format!("{{{name}}}"), number);
    numbers.iter().fold(words.to_owned(), one)
}

fn audience(page: &DepartmentPage<'_>, cell: &CellEstimate) -> String {
    page.sheet
        .sheet
        .audience_name(&cell.audience.0, page.sheet.language)
        .to_owned()
}

fn counts(page: &DepartmentPage<'_>, words: &Steps) -> Vec<String> {
    let all = grades(page.sheet.survey, page.sheet.language);
    let line = |cell: &CellEstimate| {
        let name = ("audience", audience(page, cell));
        if cell.suppressed {
            return fill(words.suppressed, &[name, ("n", cell.n.to_string())]);
        }
        let count = |code: &str| cell.counts.get(code).copied().unwrap_or(0);
        let (dont_know, valid) = all.split_last().expect("a scale has grades");
        let said: Vec<String> = valid
            .iter()
            .map(|(code, label)| format!("{label} {}", count(code)))
            .collect();
        let numbers = [
            name,
            ("grades", said.join(" + ")),
            ("n", cell.n.to_string()),
            ("dk", count(dont_know.0).to_string()),
        ];
        fill(words.counts, &numbers)
    };
    page.department.audiences.iter().map(line).collect()
}

fn weighted(page: &DepartmentPage<'_>, words: &Steps) -> Vec<String> {
    let line = |cell: &CellEstimate| {
        let rate = cell.rate.filter(|_| !cell.suppressed)?;
        let numbers = [
            ("audience", audience(page, cell)),
            ("satisfied", format!("{:.4}", rate * cell.sum_weights)),
            ("sum", format!("{:.4}", cell.sum_weights)),
            ("rate", format!("{rate:.9}")),
            ("se", cell.rate_se.map_or("–".into(), |se| format!("{se:.9}"))),
            ("neff", format!("{:.1}", cell.n_eff_kish)),
        ];
        Some(fill(words.weighted, &numbers))
    };
    page.department.audiences.iter().filter_map(line).collect()
}

fn lambdas(page: &DepartmentPage<'_>, words: &Steps) -> Vec<String> {
    let d = page.department;
    let registered = |cell: &CellEstimate| d.audience_weights.get(&cell.audience).copied().unwrap_or(0.0);
    let used = |cell: &CellEstimate| d.effective_weights.get(&cell.audience).copied().unwrap_or(0.0);
    let total: f64 = d.audiences.iter().map(registered).sum();
    let kept: f64 = d.audiences.iter().filter(|cell| !cell.suppressed).map(registered).sum();
    let line = |cell: &CellEstimate| {
        let numbers = [
            ("audience", audience(page, cell)),
            ("lambda", registered(cell).to_string()),
            ("kept", kept.to_string()),
            ("total", total.to_string()),
            ("effective", format!("{:.9}", used(cell))),
        ];
        let words = match (cell.suppressed, used(cell).to_bits() == registered(cell).to_bits()) {
            (true, _) => words.left_out,
            (false, true) => words.lambda,
            (false, false) => words.spread,
        };
        fill(words, &numbers)
    };
    let lines = d.audiences.iter().map(line);
    let none = d.score.is_none().then(|| words.no_score.to_owned());
    lines.chain(none).collect()
}

/// Audiences that count: λ, rate, standard error.
fn terms(page: &DepartmentPage<'_>) -> Vec<(f64, f64, f64)> {
    let d = page.department;
    let term = |cell: &CellEstimate| {
        let lambda = d
            .effective_weights
            .get(&cell.audience)
            .copied()
            .filter(|lambda| *lambda > 0.0)?;
        Some((lambda, cell.rate?, cell.rate_se.unwrap_or(f64::NAN)))
    };
    d.audiences
        .iter()
        .filter(|cell| !cell.suppressed)
        .filter_map(term)
        .collect()
}

fn composite(page: &DepartmentPage<'_>, words: &Steps) -> Vec<String> {
    let Some(rate) = page.department.rate else {
        return Vec::new();
    };
    let said: Vec<String> = terms(page)
        .iter()
        .map(|(lambda, rate, _)| format!("{lambda:.6} × {rate:.9}"))
        .collect();
    vec![fill(
        words.composite,
        &[("terms", said.join(" + ")), ("rate", format!("{rate:.9}"))],
    )]
}

fn interval(page: &DepartmentPage<'_>, words: &Steps) -> Vec<String> {
    let (d, level) = (page.department, page.sheet.sheet.interval_level);
    let Some((rate, se)) = d.rate.zip(d.rate_se) else {
        return Vec::new();
    };
    let said: Vec<String> = terms(page)
        .iter()
        .map(|(lambda, _, se)| format!("{lambda:.6}² × {se:.9}²"))
        .collect();
    let variance = fill(
        words.variance,
        &[
            ("terms", said.join(" + ")),
            ("variance", format!("{:.12}", se * se)),
            ("se", format!("{se:.9}")),
        ],
    );
    let quantile = d.df.and_then(|df| t(level, df).map(|t| (df, t)));
    let Some((((df, t), m), (low, high))) = quantile.zip(d.n_eff_design).zip(d.rate_ci_low.zip(d.rate_ci_high)) else {
        return vec![variance, words.no_interval.to_owned()];
    };
    let wilson = [
        ("m", format!("{m:.4}")),
        ("df", format!("{df:.2}")),
        ("t", format!("{t:.6}")),
        ("level", sheet::of(page.sheet.language).percent(level)),
        ("p", format!("{rate:.9}")),
    ];
    let limits = [("low", format!("{low:.9}")), ("high", format!("{high:.9}"))];
    vec![variance, fill(words.wilson, &wilson), fill(words.limits, &limits)]
}

fn points(page: &DepartmentPage<'_>, words: &Steps) -> Vec<String> {
    let d = page.department;
    let Some((score, rate)) = d.score.clone().zip(d.rate) else {
        return vec![words.no_score.to_owned()];
    };
    let numbers = [
        ("rate", format!("{rate:.9}")),
        ("points", format!("{:.9}", 20.0 * rate)),
        ("score", score),
        ("index", d.index.map_or("–".into(), |index| format!("{index:.6}"))),
    ];
    let rule = match page.sheet.survey.method.conversion {
        Conversion::Rate => words.points,
        _ => words.other_rule,
    };
    let limits = d.score_ci_low.clone().zip(d.score_ci_high.clone());
    let limits = limits.map(|(low, high)| fill(words.point_limits, &[("low", low), ("high", high)]));
    [fill(rule, &numbers)].into_iter().chain(limits).collect()
}
