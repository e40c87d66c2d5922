//! The small language in which a specification says how a number follows from columns: read once, then evaluated
//! column by column.
//!
//! Truth is 1 and 0, and nothing else is. A missing value stays missing through arithmetic and comparison; `and` and `or` are three-valued
//! (false `and` missing is false). Arithmetic is IEEE double; `ln`, `exp` and `^` are those of `libm`, the same on every
//! machine; `round` goes half away from zero.

mod compile;
mod dual;
mod evaluate;
mod lexer;
mod parser;
mod scalar;
#[cfg(test)]
mod tests;
mod truths;

pub use compile::{Program, Scope};
pub use dual::Dual;
pub use scalar::Value;

use crate::domain::definition::{Expected, Found};
use std::collections::BTreeSet;

/// A formula as written, and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// As written, trimmed; labels show it.
    pub text: String,
    /// 1-based line of the specification; 0 where it doesn't come from one.
    pub line: usize,
    expr: Expr,
}

/// Why a text is no formula; positions are 1-based characters of the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found {found}; expected {expected}")]
pub struct SyntaxError {
    /// What stands there.
    pub found: Box<Found>,
    /// What should stand there.
    pub expected: Expected,
}

/// Why a formula has no values on these columns.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// A name that no column has.
    #[error("“{formula}” uses “{name}”, and there is no such column")]
    UnknownName {
        /// The formula.
        formula: String,
        /// The name.
        name: String,
    },
    /// A number is needed where a column holds text.
    #[error("“{formula}” needs numbers, and column “{column}” holds “{level}”")]
    NotNumber {
        /// The formula.
        formula: String,
        /// The column.
        column: String,
        /// One of its texts.
        level: String,
    },
    /// Text where a number is needed, such as `'a' + 1`.
    #[error("“{formula}” has a text where a number is needed")]
    TextForNumber {
        /// The formula.
        formula: String,
    },
    /// A number other than 1 and 0 where truth is asked.
    #[error(
        "{a} is {value}, and “{formula}” needs 1 (true) or 0 (false) there; a comparison gives them, such as {b}",
        a = column.as_ref().map_or_else(|| "a value".to_owned(), |column| format!("“{column}”")),
        b = comparison(column.as_deref())
    )]
    NotTruth {
        /// The formula.
        formula: String,
        /// The column whose value it is, where it is one.
        column: Option<String>,
        /// 0-based row.
        row: usize,
        /// The number.
        value: String,
    },
    /// A division by zero, a logarithm of 0 or less, the root of a negative number: all values are there, but no result.
    #[error(
        "“{formula}” has no value: a division by zero, a logarithm or a root that does not exist, or a number too large"
    )]
    Undefined {
        /// The formula.
        formula: String,
        /// 0-based row.
        row: usize,
    },
}

/// A comparison as an example of truth.
pub fn comparison(column: Option<&str>) -> String {
    format!("“{} in [4, 5]”", column.unwrap_or("value"))
}

/// Two numbers to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
}

/// What can be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Ln,
    Exp,
    Sqrt,
    Abs,
    Min,
    Max,
    Round,
    Floor,
    If,
    Missing,
}

/// A member of `in [...]`.
#[derive(Debug, Clone, PartialEq)]
enum Member {
    Number(f64),
    Text(String),
    Range(f64, f64),
}

/// A formula's tree.
#[derive(Debug, Clone, PartialEq)]
enum Expr {
    Number(f64),
    Text(String),
    Name(String),
    Negate(Box<Expr>),
    Not(Box<Expr>),
    Binary(Binary, Box<Expr>, Box<Expr>),
    In {
        of: Box<Expr>,
        members: Vec<Member>,
        negated: bool,
    },
    Call(Function, Vec<Expr>),
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// What stands where, and what should.
    pub fn parse(text: &str) -> Result<Formula, SyntaxError> {
        let text = text.trim();
        let expr = parser::parse(text)?;
        Ok(Formula {
            text: text.to_string(),
            line: 0,
            expr,
        })
    }

    /// The same formula with its line in the specification.
    pub fn at(mut self, line: usize) -> Formula {
        self.line = line;
        self
    }

    /// The names it uses, sorted, each once.
    pub fn names(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.expr.names_into(&mut names);
        names
    }

    /// The constant it is, where it uses no name and has a value.
    pub fn constant(&self) -> Option<f64> {
        if !self.names().is_empty() {
            return None;
        }
        match scalar::value(&self.expr, &|_| Value::Missing).ok()? {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }
}

impl Expr {
    fn children(&self) -> Vec<&Expr> {
        match self {
            Expr::Number(_) | Expr::Text(_) | Expr::Name(_) => Vec::new(),
            Expr::Negate(a) | Expr::Not(a) | Expr::In { of: a, .. } => vec![a],
            Expr::Binary(_, a, b) => vec![a, b],
            Expr::Call(_, arguments) => arguments.iter().collect(),
        }
    }

    fn names_into<'a>(&'a self, names: &mut BTreeSet<&'a str>) {
        if let Expr::Name(name) = self {
            names.insert(name);
        }
        for child in self.children() {
            child.names_into(names);
        }
    }
}

impl Function {
    const ALL: [(&'static str, Function); 10] = [
        ("ln", Function::Ln),
        ("exp", Function::Exp),
        ("sqrt", Function::Sqrt),
        ("abs", Function::Abs),
        ("min", Function::Min),
        ("max", Function::Max),
        ("round", Function::Round),
        ("floor", Function::Floor),
        ("if", Function::If),
        ("missing", Function::Missing),
    ];

    /// Fewest and most arguments.
    fn arity(self) -> (usize, usize) {
        match self {
            Function::If => (3, 3),
            Function::Min | Function::Max => (1, usize::MAX),
            _ => (1, 1),
        }
    }
}
