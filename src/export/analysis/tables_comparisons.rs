//! `contrasts.csv`, `rankings.csv`, `shrinkage.csv` and `covariances.csv`.

use super::cells::Cells;
use super::codes;
use crate::domain::analysis::outcome::{ErrorOutcome, Outcome, RankingOutcome};
use std::io::{self, Write};

/// `contrasts.csv`: one row a run, contrast and method. `t`, `p` and `p_adjusted` belong to the official method and stand in
/// its row only; `of` are labels joined by `;`.
pub fn contrasts_csv(outcome: &Outcome, out: impl Write) -> io::Result<()> {
    let heading = [
        "run",
        "label",
        "entry",
        "of",
        "estimate",
        "se_if_covariance_ignored",
        "method",
        "official",
        "var",
        "se",
        "df",
        "t_low",
        "t_high",
        "t",
        "p",
        "p_adjusted",
        "adjust",
        "notes",
    ];
    let mut cells = Cells::new(out, &heading)?;
    let none = [ErrorOutcome::default()];
    for run in &outcome.runs {
        for contrast in &run.contrasts {
            let errors = if contrast.errors.is_empty() {
                &none[..]
            } else {
                &contrast.errors
            };
            for (i, error) in errors.iter().enumerate() {
                let official = |value: Option<f64>| value.filter(|_| i == 0);
                let (low, high) = error.ci.get("t").copied().unwrap_or_default();
                cells.text(&run.run).text(&contrast.label).text(&contrast.entry);
                cells.text(&contrast.of.join(";")).maybe(contrast.estimate);
                cells.maybe(contrast.se_if_covariance_ignored);
                cells.text(&error.method).truth(i == 0);
                cells.maybe(error.var).maybe(error.se).maybe(error.df);
                cells.maybe(low).maybe(high);
                cells.maybe(official(contrast.t)).maybe(official(contrast.p));
                cells.maybe(official(contrast.p_adjusted));
                cells.text(contrast.adjust.as_deref().unwrap_or_default());
                cells.text(&codes(&contrast.notes)).end()?;
            }
        }
    }
    cells.finish()
}

/// `rankings.csv`: one row a run, ranking, class and place, best first. `groups` are the numbers (from 1, joined by `;`) of the
/// "not distinguishable" groups that the row belongs to.
pub fn rankings_csv(outcome: &Outcome, out: impl Write) -> io::Result<()> {
    let heading = [
        "run",
        "ranking",
        "class",
        "label",
        "estimate",
        "se",
        "rank",
        "joint_low",
        "joint_high",
        "differences_low",
        "differences_high",
        "joint_replicates_low",
        "joint_replicates_high",
        "replicates_low",
        "replicates_high",
        "joint_interval_low",
        "joint_interval_high",
        "groups",
        "notes",
    ];
    let mut cells = Cells::new(out, &heading)?;
    for run in &outcome.runs {
        for ranking in &run.rankings {
            for place in &ranking.places {
                cells.text(&run.run).text(&ranking.name);
                cells.text(ranking.class.as_deref().unwrap_or_default());
                cells.text(&place.label).number(place.estimate).maybe(place.se);
                cells.count(place.rank).range(Some(place.joint));
                cells.range(place.joint_differences).range(place.joint_replicates);
                cells.range(place.replicates);
                cells.maybe(place.joint_interval.0).maybe(place.joint_interval.1);
                cells.text(&groups_of(ranking, &place.label));
                cells.text(&codes(&place.notes)).end()?;
            }
        }
    }
    cells.finish()
}

fn groups_of(ranking: &RankingOutcome, label: &str) -> String {
    let numbered = ranking.groups.iter().zip(1..);
    let mine = numbered.filter(|(group, _)| group.iter().any(|member| member == label));
    mine.map(|(_, number): (_, u32)| number.to_string())
        .collect::<Vec<_>>()
        .join(";")
}

/// `shrinkage.csv`: one row a run, class and estimate, with the class's `tau2` and `mean` in every row.
pub fn shrinkage_csv(outcome: &Outcome, out: impl Write) -> io::Result<()> {
    let heading = [
        "run",
        "shrinkage",
        "class",
        "tau2",
        "mean",
        "label",
        "direct",
        "se",
        "b",
        "shrunken",
        "rmse",
    ];
    let mut cells = Cells::new(out, &heading)?;
    for run in &outcome.runs {
        for class in &run.shrinkage {
            for row in &class.rows {
                cells.text(&run.run).text(&class.name);
                cells.text(class.class.as_deref().unwrap_or_default());
                cells.number(class.tau2).number(class.mean).text(&row.label);
                cells.number(row.direct).number(row.se).number(row.b);
                cells.number(row.shrunken).number(row.rmse).end()?;
            }
        }
    }
    cells.finish()
}

/// `covariances.csv`: one row a run, matrix, method, row and column; both halves, so that a filter on `row` suffices.
pub fn covariances_csv(outcome: &Outcome, out: impl Write) -> io::Result<()> {
    let mut cells = Cells::new(out, &["run", "matrix", "method", "row", "column", "covariance"])?;
    for run in &outcome.runs {
        for matrix in &run.covariances {
            for (method, rows) in &matrix.by_method {
                for (row, values) in matrix.labels.iter().zip(rows) {
                    for (column, value) in matrix.labels.iter().zip(values) {
                        cells.text(&run.run).text(&matrix.name).text(method);
                        cells.text(row).text(column).maybe(*value).end()?;
                    }
                }
            }
        }
    }
    cells.finish()
}
