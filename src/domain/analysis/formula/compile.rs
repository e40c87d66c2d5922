//! A formula bound to columns: every part that depends on one dictionary column becomes a table with a number per level.

use super::scalar::{Fault, Value, value};
use super::{Binary, Expr, Formula, FormulaError, Function, Member, truths};
use crate::domain::analysis::columns::Column;
use std::collections::BTreeMap;

/// Where a formula's names come from; all columns have the same number of rows.
pub trait Scope {
    /// A column by name.
    fn column(&self, name: &str) -> Option<&Column>;
    /// Rows of every column.
    fn rows(&self) -> usize;
}

/// A formula bound to columns.
#[derive(Debug)]
pub struct Program<'a> {
    /// What it was made of.
    pub(super) formula: &'a Formula,
    /// The columns it names.
    pub(super) columns: BTreeMap<&'a str, &'a Column>,
    /// Rows of each of them.
    pub(super) rows: usize,
    /// What is worked out, its names resolved.
    pub(super) root: Node,
    /// Texts by number, where the result is text.
    pub(super) texts: Option<Vec<String>>,
    /// Parts that must be 1 or 0, with the column that they are.
    pub(super) asked: Vec<(Option<String>, Node)>,
}

/// A tree of numbers; texts are numbers in the order in which they were met.
#[derive(Debug)]
pub(super) enum Node {
    Constant(f64),
    /// Column, and a number for missing and for each level.
    Table(String, Vec<f64>),
    Numbers(String),
    Negate(Box<Node>),
    Not(Box<Node>),
    Binary(Binary, Box<Node>, Box<Node>),
    In(Box<Node>, Vec<Member>, bool),
    Call(Function, Vec<Node>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Text,
}

impl Formula {
    /// Binds the formula to columns.
    ///
    /// # Errors
    /// Unknown names; text where a number is needed.
    pub fn bind<'a>(&'a self, scope: &'a dyn Scope) -> Result<Program<'a>, FormulaError> {
        let mut columns = BTreeMap::new();
        for name in self.names() {
            let column = scope.column(name).ok_or_else(|| FormulaError::UnknownName {
                formula: self.text.clone(),
                name: name.to_string(),
            })?;
            columns.insert(name, column);
        }
        let mut compiler = Compiler {
            formula: self,
            columns: &columns,
            texts: BTreeMap::new(),
        };
        let kind = compiler.kind(&self.expr);
        let root = compiler.node(&self.expr, kind)?;
        let asked = truths::asked(&self.expr).into_iter();
        let asked = asked.map(|part| Ok((truths::column(part), compiler.node(part, Kind::Number)?)));
        let asked = asked.collect::<Result<Vec<_>, FormulaError>>()?;
        let texts = (kind == Kind::Text).then(|| in_order(compiler.texts));
        Ok(Program {
            formula: self,
            rows: scope.rows(),
            columns,
            root,
            texts,
            asked,
        })
    }
}

fn in_order(texts: BTreeMap<String, usize>) -> Vec<String> {
    let mut ordered: Vec<(usize, String)> = texts.into_iter().map(|(text, at)| (at, text)).collect();
    ordered.sort();
    ordered.into_iter().map(|(_, text)| text).collect()
}

struct Compiler<'c, 'a> {
    formula: &'a Formula,
    columns: &'c BTreeMap<&'a str, &'a Column>,
    texts: BTreeMap<String, usize>,
}

impl Compiler<'_, '_> {
    /// Whether an expression is a text: a text, a column with a level that is no number, or a choice between such.
    fn kind(&self, expr: &Expr) -> Kind {
        let is_text = match expr {
            Expr::Text(_) => true,
            Expr::Name(name) => {
                matches!(self.columns.get(name.as_str()), Some(Column::Codes(codes)) if !codes.are_numbers())
            }
            Expr::Call(Function::If, arguments) => arguments[1..].iter().any(|arm| self.kind(arm) == Kind::Text),
            _ => false,
        };
        if is_text { Kind::Text } else { Kind::Number }
    }

    fn node(&mut self, expr: &Expr, kind: Kind) -> Result<Node, FormulaError> {
        let mut names = std::collections::BTreeSet::new();
        expr.names_into(&mut names);
        let names: Vec<&str> = names.into_iter().collect();
        match names.as_slice() {
            [] => {
                let constant = value(expr, &|_| Value::Missing).map_err(|fault| self.fault(fault, ""))?;
                Ok(Node::Constant(self.cell(constant, kind, "")?))
            }
            [name] => match self.columns[name] {
                Column::Codes(codes) => self.table(expr, kind, name, &codes.levels, &codes.numbers),
                Column::Numbers(_) => self.inner(expr, kind),
            },
            _ => self.inner(expr, kind),
        }
    }

    fn table(
        &mut self,
        expr: &Expr,
        kind: Kind,
        name: &str,
        levels: &[String],
        numbers: &[f64],
    ) -> Result<Node, FormulaError> {
        let missing = std::iter::once(Value::Missing);
        let cells = levels
            .iter()
            .zip(numbers)
            .map(|(text, number)| Value::Cell(text, *number));
        let mut table = Vec::with_capacity(levels.len() + 1);
        for cell in missing.chain(cells) {
            let found = value(expr, &|_| cell).map_err(|fault| self.fault(fault, name))?;
            table.push(self.cell(found, kind, name)?);
        }
        Ok(Node::Table(name.to_string(), table))
    }

    /// A value as the number that stands for it; NaN where there is none.
    fn cell(&mut self, value: Value<'_>, kind: Kind, column: &str) -> Result<f64, FormulaError> {
        match (value, kind) {
            (Value::Missing | Value::Undefined, _) => Ok(f64::NAN),
            (Value::Text(text) | Value::Cell(text, _), Kind::Text) => Ok(self.text(text)),
            (Value::Number(number), Kind::Text) => Ok(self.text(&number.to_string())),
            (other, Kind::Number) => match super::scalar::number(other).map_err(|fault| self.fault(fault, column))? {
                Value::Number(number) => Ok(number),
                _ => Ok(f64::NAN),
            },
        }
    }

    fn text(&mut self, text: &str) -> f64 {
        let next = self.texts.len();
        *self.texts.entry(text.to_string()).or_insert(next) as f64
    }

    fn inner(&mut self, expr: &Expr, kind: Kind) -> Result<Node, FormulaError> {
        use Kind::{Number, Text};
        Ok(match expr {
            Expr::Call(Function::If, arguments) => {
                let condition = self.node(&arguments[0], Number)?;
                let arms = [self.node(&arguments[1], kind)?, self.node(&arguments[2], kind)?];
                Node::Call(Function::If, std::iter::once(condition).chain(arms).collect())
            }
            _ if kind == Text => return Err(self.fault(Fault::Text, "")),
            Expr::Number(number) => Node::Constant(*number),
            Expr::Text(_) => return Err(self.fault(Fault::Text, "")),
            Expr::Name(name) => Node::Numbers(name.clone()),
            Expr::Negate(of) => Node::Negate(Box::new(self.node(of, Number)?)),
            Expr::Not(of) => Node::Not(Box::new(self.node(of, Number)?)),
            Expr::Binary(operator, a, b) => self.binary(*operator, a, b)?,
            Expr::In { of, members, negated } => {
                let members = members.iter().map(as_number).collect();
                Node::In(Box::new(self.node(of, Number)?), members, *negated)
            }
            Expr::Call(Function::Missing, arguments) => {
                let kind = self.kind(&arguments[0]);
                Node::Call(Function::Missing, vec![self.node(&arguments[0], kind)?])
            }
            Expr::Call(function, arguments) => {
                let arguments: Result<Vec<Node>, FormulaError> =
                    arguments.iter().map(|argument| self.node(argument, Number)).collect();
                Node::Call(*function, arguments?)
            }
        })
    }

    /// Texts are compared as texts; a column of numbers meets a written text as the number that the text is.
    fn binary(&mut self, operator: Binary, a: &Expr, b: &Expr) -> Result<Node, FormulaError> {
        let compares = matches!(operator, Binary::Equal | Binary::NotEqual);
        let texts = self.kind(a) == Kind::Text || self.kind(b) == Kind::Text;
        let kind = if compares && texts && !self.is_numbers(a) && !self.is_numbers(b) {
            Kind::Text
        } else {
            Kind::Number
        };
        let side = |compiler: &mut Self, expr: &Expr| match expr {
            Expr::Text(text) if compares && kind == Kind::Number => Ok(Node::Constant(parsed(text))),
            other => compiler.node(other, kind),
        };
        let (a, b) = (side(self, a)?, side(self, b)?);
        Ok(Node::Binary(operator, Box::new(a), Box::new(b)))
    }

    fn is_numbers(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Name(name) if matches!(self.columns.get(name.as_str()), Some(Column::Numbers(_))))
    }

    fn fault(&self, fault: Fault, column: &str) -> FormulaError {
        let formula = self.formula.text.clone();
        match fault {
            Fault::Text => FormulaError::TextForNumber { formula },
            Fault::NotNumber(level) => FormulaError::NotNumber {
                formula,
                column: column.to_string(),
                level,
            },
        }
    }
}

/// A text that is no number equals no number: infinity, which no column holds.
fn parsed(text: &str) -> f64 {
    text.trim()
        .parse::<f64>()
        .ok()
        .filter(|n| n.is_finite())
        .unwrap_or(f64::INFINITY)
}

fn as_number(member: &Member) -> Member {
    match member {
        Member::Text(text) => Member::Number(parsed(text)),
        other => other.clone(),
    }
}
