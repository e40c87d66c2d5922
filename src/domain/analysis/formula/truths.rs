//! Where a formula asks for truth (`and`, `or`, `not`, the condition of `if`, and membership as a whole), only 1 and 0
//! are answers: a code such as 4 is a slip of the pen, not a yes.

use super::compile::{Node, Program};
use super::{Binary, Expr, FormulaError, Function};

/// The parts of a formula that are asked for truth and whose form alone does not make them 1 or 0.
pub(super) fn asked(expr: &Expr) -> Vec<&Expr> {
    let mut found = Vec::new();
    let own: Vec<&Expr> = match expr {
        Expr::Not(of) => vec![of],
        Expr::Binary(Binary::And | Binary::Or, a, b) => vec![a, b],
        Expr::Call(Function::If, arguments) => vec![&arguments[0]],
        _ => Vec::new(),
    };
    found.extend(own.into_iter().filter(|part| !is_truth(part)));
    expr.children().into_iter().for_each(|child| found.extend(asked(child)));
    found
}

/// Whether an expression can give nothing but 1, 0 or a missing value.
fn is_truth(expr: &Expr) -> bool {
    match expr {
        Expr::Number(number) => is_one_or_zero(*number),
        Expr::Not(_) | Expr::In { .. } | Expr::Call(Function::Missing, _) => true,
        Expr::Binary(operator, ..) => !matches!(
            operator,
            Binary::Add | Binary::Subtract | Binary::Multiply | Binary::Divide | Binary::Power
        ),
        Expr::Call(Function::If, arguments) => arguments[1..].iter().all(is_truth),
        _ => false,
    }
}

fn is_one_or_zero(number: f64) -> bool {
    [0.0, 1.0].contains(&number)
}

/// The column that an expression is.
pub(super) fn column(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Name(name) => Some(name.clone()),
        _ => None,
    }
}

impl Program<'_> {
    /// One number per row: 1 where the formula is true, 0 where it is false, NaN where that is missing.
    ///
    /// # Errors
    /// As [`Program::values`]; the first row with another number.
    pub fn truths(&self) -> Result<Vec<f64>, FormulaError> {
        let values = self.values()?;
        let all = |_: usize| true;
        self.formula.refuse_untrue(&values, all)?;
        Ok(values)
    }

    /// Refuses parts of the formula that are asked for truth and are neither 1 nor 0.
    pub(super) fn refuse_untrue_parts(&self) -> Result<(), FormulaError> {
        let part = |(column, node): &(Option<String>, Node)| {
            let values = self.filled(node);
            self.formula.first_untrue(&values, |_| true, column.clone())
        };
        self.asked.iter().try_for_each(part)
    }
}

impl super::Formula {
    /// Refuses values that are neither 1, 0 nor missing in the rows that count.
    ///
    /// # Errors
    /// The first such row with its value.
    pub fn refuse_untrue(&self, values: &[f64], counts: impl Fn(usize) -> bool) -> Result<(), FormulaError> {
        self.first_untrue(values, counts, column(&self.expr))
    }

    fn first_untrue(
        &self,
        values: &[f64],
        counts: impl Fn(usize) -> bool,
        column: Option<String>,
    ) -> Result<(), FormulaError> {
        let untrue = |row: &usize| !values[*row].is_nan() && !is_one_or_zero(values[*row]) && counts(*row);
        match (0..values.len()).find(untrue) {
            None => Ok(()),
            Some(row) => Err(FormulaError::NotTruth {
                formula: self.text.clone(),
                column,
                row,
                value: values[row].to_string(),
            }),
        }
    }
}
