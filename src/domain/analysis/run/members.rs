//! Who is in a domain with which values, and how an item's answers look as columns.

use super::AnalysisError;
use crate::domain::analysis::columns::{CodeRows, Codes, Column, Frame, RatingsFrame};
use crate::domain::analysis::formula::{Formula, FormulaError, Scope};
use crate::domain::estimate::domain::Domain;
use std::collections::BTreeMap;

/// The name by which formulas call an item's answer.
pub const VALUE: &str = "value";

/// The members of a domain: rows ascending, each once, with what is measured of them.
#[derive(Debug, Clone, Default)]
pub struct Members {
    /// Rows of the analysed frame.
    pub rows: Vec<u32>,
    /// What the row's weight is multiplied by; empty where that is 1 for all.
    pub factor: Vec<f64>,
    /// Values.
    pub y: Vec<f64>,
    /// Denominators of a ratio; else empty.
    pub x: Vec<f64>,
}

impl Members {
    /// Adds a member; rows must ascend.
    pub fn push(&mut self, row: u32, factor: Option<f64>, y: f64, x: Option<f64>) {
        self.rows.push(row);
        self.factor.extend(factor);
        self.y.push(y);
        self.x.extend(x);
    }

    /// The domain with every member's weight u.
    pub fn domain(&self, weight: &[f64]) -> Domain {
        Domain {
            rows: self.rows.clone(),
            u: self.weights(weight).collect(),
        }
    }

    /// u of every member.
    pub fn weights<'a>(&'a self, weight: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        let factor = |at: usize| self.factor.get(at).copied().unwrap_or(1.0);
        self.rows
            .iter()
            .enumerate()
            .map(move |(at, row)| weight[*row as usize] * factor(at))
    }
}

/// An item as columns: which rows have an answer, the answers, and the other columns beside them.
pub struct View<'f> {
    frame: &'f Frame,
    /// Rows of the frame, ascending; `None`: all.
    rows: Option<Vec<u32>>,
    value: Option<Column>,
    /// Per row of the view: whether the answer is a value (and not "don't know").
    valid: Option<Vec<bool>>,
    factor: Option<Vec<f64>>,
    /// Columns of the frame, restricted to the view's rows when they are first asked for.
    beside: BTreeMap<String, Column>,
}

impl<'f> View<'f> {
    /// The frame itself.
    pub fn whole(frame: &'f Frame) -> View<'f> {
        View {
            frame,
            rows: None,
            value: None,
            valid: None,
            factor: None,
            beside: BTreeMap::new(),
        }
    }

    /// A column of coded answers.
    pub fn answered(frame: &'f Frame, column: &str, valid: &[String]) -> Result<View<'f>, AnalysisError> {
        let codes = frame.categories(column)?.into_owned();
        let is_valid: Vec<bool> = codes
            .levels
            .iter()
            .map(|level| valid.is_empty() || valid.contains(level))
            .collect();
        let valid = codes.rows.iter().map(|code| code > 0 && is_valid[code - 1]).collect();
        let value = Some(Column::Codes(codes));
        Ok(View {
            value,
            valid: Some(valid),
            ..View::whole(frame)
        })
    }

    /// One row for each level of a column of coded answers, in the order of its codes.
    pub fn of_levels(frame: &'f Frame, codes: &Codes, valid: &[String]) -> View<'f> {
        let mut rows = CodeRows::new();
        (1..=codes.levels.len()).for_each(|code| rows.push(code as u32));
        let is_valid = |level: &String| valid.is_empty() || valid.contains(level);
        View {
            valid: Some(codes.levels.iter().map(is_valid).collect()),
            value: Some(Column::Codes(Codes {
                levels: codes.levels.clone(),
                numbers: codes.numbers.clone(),
                rows,
            })),
            rows: Some((0..codes.levels.len() as u32).collect()),
            ..View::whole(frame)
        }
    }

    /// The ratings of one item.
    pub fn rated(frame: &'f Frame, ratings: &RatingsFrame, item: usize, valid: &[String]) -> View<'f> {
        let rated = &ratings.rated[item];
        let is_valid: Vec<bool> = ratings.codes.iter().map(|code| valid.contains(code)).collect();
        View {
            frame,
            value: Some(Column::Codes(Codes::new(ratings.codes.clone(), rated.codes.clone()))),
            valid: Some(rated.codes.iter().map(|code| is_valid[code - 1]).collect()),
            factor: Some(rated.factor.clone()).filter(|factor| !factor.is_empty()),
            beside: BTreeMap::new(),
            rows: Some(rated.rows.clone()),
        }
    }

    /// Its rows in the frame, ascending.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).map(|at| self.rows.as_ref().map_or(at, |rows| rows[at] as usize))
    }

    /// The factor of a row of the view.
    pub fn factor(&self, at: usize) -> Option<f64> {
        self.factor.as_ref().map(|factor| factor[at])
    }

    fn len(&self) -> usize {
        self.rows.as_ref().map_or(self.frame.lines.len(), Vec::len)
    }

    /// Values of a formula per row of the view; NaN where missing.
    pub fn numbers(&self, formula: &Formula) -> Result<Vec<f64>, AnalysisError> {
        let values = |view: &dyn Scope| formula.bind(view)?.values();
        match self.evaluated(formula, values) {
            // “dk” is an answer and no value: where the formula needs numbers (or 1 and 0), it has none.
            Err(AnalysisError::Formula { source, .. }) if self.valid.is_some() && is_of_value(&source) => {
                self.of_values().evaluated(formula, values)
            }
            other => other,
        }
    }

    /// Per row of the view 1 where a formula is true, 0 where it is false, NaN where that is missing.
    pub fn truths(&self, formula: &Formula) -> Result<Vec<f64>, AnalysisError> {
        let truths = self.numbers(formula)?;
        self.refuse_untrue(formula, &truths, |_| true)?;
        Ok(truths)
    }

    /// Refuses values of a formula that are neither 1, 0 nor missing in the rows that count.
    pub fn refuse_untrue(
        &self,
        formula: &Formula,
        values: &[f64],
        counts: impl Fn(usize) -> bool,
    ) -> Result<(), AnalysisError> {
        let found = formula.refuse_untrue(values, counts);
        found.map_err(|error| self.refused(formula, error))
    }

    fn refused(&self, formula: &Formula, error: FormulaError) -> AnalysisError {
        let line_of = |at: usize| {
            let row = self
                .rows
                .as_ref()
                .map_or(Some(at), |rows| rows.get(at).map(|row| *row as usize));
            row.and_then(|row| self.frame.lines.get(row).copied())
        };
        AnalysisError::formula(self.frame, formula, error, line_of)
    }

    /// The same view with only the codes that are values; the others are missing.
    fn of_values(&self) -> View<'f> {
        let mut levels = std::collections::BTreeSet::new();
        if let (Some(Column::Codes(codes)), Some(valid)) = (&self.value, &self.valid) {
            let rows = (0..valid.len()).filter(|row| valid[*row]);
            levels.extend(rows.filter_map(|row| codes.text(row)));
        }
        let value = match &self.value {
            Some(Column::Codes(codes)) => Some(Column::Codes(codes.only(|level| levels.contains(level)))),
            other => other.clone(),
        };
        View {
            value,
            rows: self.rows.clone(),
            ..View::whole(self.frame)
        }
    }

    /// Categories of a formula: a text column's levels, or the numbers that it gives.
    pub fn categories(&self, formula: &Formula) -> Result<Codes, AnalysisError> {
        self.evaluated(formula, |view| formula.bind(view)?.categories())
    }

    /// Who is in the base of an entry: those for whom `among` is true, and who gave a value unless `among` speaks of it.
    pub fn base(&self, among: Option<&Formula>) -> Result<Vec<bool>, AnalysisError> {
        let speaks = among.is_some_and(|among| among.names().contains(VALUE));
        let mut base = match among {
            Some(formula) => self.evaluated(formula, |view| formula.bind(view)?.members())?,
            None => vec![true; self.len()],
        };
        if let (Some(valid), false) = (&self.valid, speaks) {
            base.iter_mut().zip(valid).for_each(|(base, valid)| *base &= valid);
        }
        Ok(base)
    }

    /// Evaluates on this view; where it has only some rows of the frame, on the columns restricted to them.
    fn evaluated<T>(
        &self,
        formula: &Formula,
        evaluate: impl Fn(&dyn Scope) -> Result<T, FormulaError>,
    ) -> Result<T, AnalysisError> {
        let refused = |error| self.refused(formula, error);
        let Some(rows) = &self.rows else {
            return evaluate(self).map_err(refused);
        };
        let mut beside = BTreeMap::new();
        for name in formula.names().into_iter().filter(|name| *name != VALUE) {
            if let Some(column) = self.frame.columns.get(name) {
                beside.insert(name.to_string(), column.take(rows));
            }
        }
        let (rows, value) = (Some(rows.clone()), self.value.clone());
        let restricted = View {
            rows,
            value,
            beside,
            ..View::whole(self.frame)
        };
        evaluate(&restricted).map_err(refused)
    }
}

/// Whether what the formula could not use is the item's answer.
fn is_of_value(error: &FormulaError) -> bool {
    match error {
        FormulaError::NotNumber { column, .. } => column == VALUE,
        FormulaError::NotTruth { column, .. } => column.as_deref() == Some(VALUE),
        _ => false,
    }
}

impl Scope for View<'_> {
    fn column(&self, name: &str) -> Option<&Column> {
        match (&self.value, &self.rows) {
            (Some(value), _) if name == VALUE => Some(value),
            (_, Some(_)) => self.beside.get(name),
            (_, None) => self.frame.columns.get(name),
        }
    }

    fn rows(&self) -> usize {
        self.len()
    }
}

/// Codes as dense category numbers, `u32::MAX` where missing.
pub fn dense(codes: &Codes) -> Vec<u32> {
    let number = |code: usize| code.checked_sub(1).map_or(u32::MAX, |code| code as u32);
    match &codes.rows {
        CodeRows::U8(rows) => rows.iter().map(|code| number(usize::from(*code))).collect(),
        CodeRows::U16(rows) => rows.iter().map(|code| number(usize::from(*code))).collect(),
        CodeRows::U32(rows) => rows.iter().map(|code| number(*code as usize)).collect(),
    }
}
