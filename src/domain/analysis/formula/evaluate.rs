//! A bound formula's values, block by block.

use super::compile::{Node, Program};
use super::scalar::{self, Value, apply, arithmetic, pick, truth, value};
use super::{Binary, FormulaError, Function, Member};
use crate::domain::analysis::columns::{Codes, Column};
use std::ops::Range;

/// Rows that are evaluated together: a block of a few columns fits the fastest cache.
const BLOCK: usize = 1024;

impl Program<'_> {
    /// One number per row; NaN where a value is missing.
    ///
    /// # Errors
    /// A result that is text; the first row in which everything is there and yet no number results.
    pub fn values(&self) -> Result<Vec<f64>, FormulaError> {
        self.refuse_text()?;
        self.raw()
    }

    /// Numbers, or for a text result the places of its texts.
    fn raw(&self) -> Result<Vec<f64>, FormulaError> {
        self.refuse_untrue_parts()?;
        let values = self.filled(&self.root);
        self.refuse_undefined(&values)?;
        Ok(values)
    }

    /// The values of a part.
    pub(super) fn filled(&self, node: &Node) -> Vec<f64> {
        let mut values = vec![0.0; self.rows];
        for start in (0..self.rows).step_by(BLOCK) {
            let rows = start..self.rows.min(start + BLOCK);
            self.fill(node, rows.clone(), &mut values[rows]);
        }
        values
    }

    /// Whether the formula is true, per row; missing is not true.
    ///
    /// # Errors
    /// As [`Program::truths`].
    pub fn members(&self) -> Result<Vec<bool>, FormulaError> {
        let truths = self.truths()?.into_iter();
        Ok(truths.map(|truth| truth > 0.0).collect())
    }

    /// The result as categories: texts, or the numbers that occur.
    ///
    /// # Errors
    /// As [`Program::values`].
    pub fn categories(&self) -> Result<Codes, FormulaError> {
        let values = self.raw()?;
        let Some(texts) = &self.texts else {
            return Ok(Codes::from_numbers(&values));
        };
        let text = |value: f64| (!value.is_nan()).then(|| texts[value as usize].as_str());
        Ok(Codes::from_texts(values.into_iter().map(text)))
    }

    /// Whether the result is text.
    pub fn is_text(&self) -> bool {
        self.texts.is_some()
    }

    fn refuse_text(&self) -> Result<(), FormulaError> {
        if self.texts.is_none() {
            return Ok(());
        }
        let formula = self.formula.text.clone();
        let levels = match &self.root {
            Node::Table(name, _) => match self.columns[name.as_str()] {
                Column::Codes(codes) => Some((name, codes)),
                Column::Numbers(_) => None,
            },
            _ => None,
        };
        let Some((column, codes)) = levels else {
            return Err(FormulaError::TextForNumber { formula });
        };
        let text = codes.numbers.iter().position(|number| number.is_nan());
        Err(
            match text.filter(|_| formula == *column || formula.trim_matches('`') == column) {
                Some(level) => FormulaError::NotNumber {
                    formula,
                    column: column.clone(),
                    level: codes.levels[level].clone(),
                },
                None => FormulaError::TextForNumber { formula },
            },
        )
    }

    fn refuse_undefined(&self, values: &[f64]) -> Result<(), FormulaError> {
        let undefined = |row: &usize| matches!(self.row(*row), Ok(Value::Undefined));
        let row = (0..values.len()).filter(|row| values[*row].is_nan()).find(undefined);
        match row {
            None => Ok(()),
            Some(row) => Err(FormulaError::Undefined {
                formula: self.formula.text.clone(),
                row,
            }),
        }
    }

    fn row(&self, row: usize) -> Result<Value<'_>, scalar::Fault> {
        value(&self.formula.expr, &|name| match self.columns[name] {
            Column::Numbers(numbers) if numbers[row].is_nan() => Value::Missing,
            Column::Numbers(numbers) => Value::Number(numbers[row]),
            Column::Codes(codes) => match codes.level(row) {
                Some(level) => Value::Cell(&codes.levels[level], codes.numbers[level]),
                None => Value::Missing,
            },
        })
    }

    fn fill(&self, node: &Node, rows: Range<usize>, out: &mut [f64]) {
        match node {
            Node::Constant(number) => out.fill(*number),
            Node::Numbers(name) => {
                if let Column::Numbers(numbers) = self.columns[name.as_str()] {
                    out.copy_from_slice(&numbers[rows]);
                }
            }
            Node::Table(name, table) => {
                if let Column::Codes(codes) = self.columns[name.as_str()] {
                    codes.look_up(rows, table, out);
                }
            }
            Node::Negate(of) => self.map(of, rows, out, |x| -x),
            Node::Not(of) => self.map(of, rows, out, |x| if x.is_nan() { x } else { truth(x == 0.0) }),
            Node::In(of, members, negated) => self.map(of, rows, out, |x| is_member(x, members, *negated)),
            Node::Binary(operator, a, b) => {
                self.fill(a, rows.clone(), out);
                self.fold(b, rows, out, |a, b| combine(*operator, a, b));
            }
            Node::Call(Function::If, arguments) => self.choose(arguments, rows, out),
            Node::Call(Function::Missing, arguments) => self.map(&arguments[0], rows, out, |x| truth(x.is_nan())),
            Node::Call(function, arguments) => {
                self.fill(&arguments[0], rows.clone(), out);
                for argument in &arguments[1..] {
                    self.fold(argument, rows.clone(), out, |a, b| {
                        if a.is_nan() || b.is_nan() {
                            f64::NAN
                        } else {
                            pick(*function, a, b)
                        }
                    });
                }
                out.iter_mut().for_each(|x| *x = finite(apply(*function, *x)));
            }
        }
    }

    fn map(&self, of: &Node, rows: Range<usize>, out: &mut [f64], f: impl Fn(f64) -> f64) {
        self.fill(of, rows, out);
        out.iter_mut().for_each(|x| *x = f(*x));
    }

    fn fold(&self, node: &Node, rows: Range<usize>, out: &mut [f64], f: impl Fn(f64, f64) -> f64) {
        let mut other = vec![0.0; out.len()];
        self.fill(node, rows, &mut other);
        out.iter_mut().zip(other).for_each(|(a, b)| *a = f(*a, b));
    }

    fn choose(&self, arguments: &[Node], rows: Range<usize>, out: &mut [f64]) {
        let mut arms = [vec![0.0; out.len()], vec![0.0; out.len()]];
        self.fill(&arguments[0], rows.clone(), out);
        self.fill(&arguments[1], rows.clone(), &mut arms[0]);
        self.fill(&arguments[2], rows, &mut arms[1]);
        for (at, x) in out.iter_mut().enumerate().filter(|(_, x)| !x.is_nan()) {
            *x = arms[usize::from(*x == 0.0)][at];
        }
    }
}

fn finite(x: f64) -> f64 {
    if x.is_finite() { x } else { f64::NAN }
}

fn combine(operator: Binary, a: f64, b: f64) -> f64 {
    let false_one = a == 0.0 || b == 0.0;
    let true_one = (a != 0.0 && !a.is_nan()) || (b != 0.0 && !b.is_nan());
    match operator {
        Binary::And if false_one => 0.0,
        Binary::Or if true_one => 1.0,
        _ if a.is_nan() || b.is_nan() => f64::NAN,
        other => finite(arithmetic(other, a, b)),
    }
}

#[expect(clippy::float_cmp, reason = "codes are compared as they stand")]
fn is_member(x: f64, members: &[Member], negated: bool) -> f64 {
    if x.is_nan() {
        return x;
    }
    let hit = members.iter().any(|member| match member {
        Member::Number(number) => *number == x,
        Member::Range(low, high) => (*low..=*high).contains(&x),
        Member::Text(_) => false,
    });
    truth(hit != negated)
}
