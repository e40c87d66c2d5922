//! A formula's value for one row; where it has none, whether something is missing or the arithmetic is impossible.

use super::{Binary, Expr, Function, Member};

/// A value of one row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Nothing was observed.
    Missing,
    /// All was observed, but the result doesn't exist.
    Undefined,
    /// A number.
    Number(f64),
    /// A text that is no cell.
    Text(&'a str),
    /// A cell: its text, and its number (NaN where it is none).
    Cell(&'a str, f64),
}

/// A value of a kind that the operation doesn't take.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fault {
    /// A cell with this text where a number is needed.
    NotNumber(String),
    /// A text where a number is needed.
    Text,
}

type Result<'a> = std::result::Result<Value<'a>, Fault>;

/// The value of an expression; `names` gives the row's cells.
pub(super) fn value<'a>(expr: &'a Expr, names: &dyn Fn(&str) -> Value<'a>) -> Result<'a> {
    Ok(match expr {
        Expr::Number(number) => Value::Number(*number),
        Expr::Text(text) => Value::Text(text),
        Expr::Name(name) => names(name),
        Expr::Negate(of) => map(number(value(of, names)?)?, |x| -x),
        Expr::Not(of) => map(number(value(of, names)?)?, |x| truth(x == 0.0)),
        Expr::Binary(Binary::And, a, b) => and(number(value(a, names)?)?, || number(value(b, names)?))?,
        Expr::Binary(Binary::Or, a, b) => or(number(value(a, names)?)?, || number(value(b, names)?))?,
        Expr::Binary(operator, a, b) => operate(*operator, value(a, names)?, value(b, names)?)?,
        Expr::In { of, members, negated } => is_member(value(of, names)?, members, *negated),
        Expr::Call(Function::If, arguments) => match number(value(&arguments[0], names)?)? {
            Value::Number(condition) => value(&arguments[if condition != 0.0 { 1 } else { 2 }], names)?,
            none => none,
        },
        Expr::Call(Function::Missing, arguments) => match value(&arguments[0], names)? {
            Value::Undefined => Value::Undefined,
            other => Value::Number(truth(other == Value::Missing)),
        },
        Expr::Call(function, arguments) => call(*function, arguments, names)?,
    })
}

/// 1 or 0.
pub(super) fn truth(is: bool) -> f64 {
    f64::from(u8::from(is))
}

/// A number, or nothing; a cell gives its number.
pub(super) fn number(value: Value<'_>) -> Result<'_> {
    match value {
        Value::Text(_) => Err(Fault::Text),
        Value::Cell(text, number) if number.is_nan() => Err(Fault::NotNumber(text.to_string())),
        Value::Cell(_, number) => Ok(Value::Number(number)),
        other => Ok(other),
    }
}

fn finite<'a>(number: f64) -> Value<'a> {
    if number.is_finite() {
        Value::Number(number)
    } else {
        Value::Undefined
    }
}

fn map<'a>(value: Value<'a>, f: impl Fn(f64) -> f64) -> Value<'a> {
    match value {
        Value::Number(number) => finite(f(number)),
        none => none,
    }
}

fn both<'a>(a: Value<'a>, b: Value<'a>, f: impl Fn(f64, f64) -> f64) -> Value<'a> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => finite(f(a, b)),
        (Value::Missing, _) | (_, Value::Missing) => Value::Missing,
        _ => Value::Undefined,
    }
}

/// False decides, whatever the other is.
fn and<'a>(a: Value<'a>, b: impl FnOnce() -> Result<'a>) -> Result<'a> {
    decided(a, b, 0.0)
}

/// True decides, whatever the other is.
fn or<'a>(a: Value<'a>, b: impl FnOnce() -> Result<'a>) -> Result<'a> {
    decided(a, b, 1.0)
}

fn decided<'a>(a: Value<'a>, b: impl FnOnce() -> Result<'a>, by: f64) -> Result<'a> {
    let decides = |value: &Value<'_>| matches!(value, Value::Number(number) if (*number != 0.0) == (by != 0.0));
    if decides(&a) {
        return Ok(Value::Number(by));
    }
    let b = b()?;
    if decides(&b) {
        return Ok(Value::Number(by));
    }
    Ok(both(a, b, |_, _| 1.0 - by))
}

fn operate<'a>(operator: Binary, a: Value<'a>, b: Value<'a>) -> Result<'a> {
    match operator {
        Binary::Equal => Ok(same(a, b, true)),
        Binary::NotEqual => Ok(same(a, b, false)),
        other => Ok(both(number(a)?, number(b)?, |a, b| arithmetic(other, a, b))),
    }
}

/// The operations on two numbers that are there.
#[expect(
    clippy::float_cmp,
    reason = "`=` of the language compares codes and numbers as they stand"
)]
pub(super) fn arithmetic(operator: Binary, a: f64, b: f64) -> f64 {
    match operator {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => a * b,
        Binary::Divide => a / b,
        Binary::Power => libm::pow(a, b),
        Binary::Equal => truth(a == b),
        Binary::NotEqual => truth(a != b),
        Binary::Less => truth(a < b),
        Binary::LessOrEqual => truth(a <= b),
        Binary::Greater => truth(a > b),
        Binary::GreaterOrEqual => truth(a >= b),
        Binary::And => truth(a != 0.0 && b != 0.0),
        Binary::Or => truth(a != 0.0 || b != 0.0),
    }
}

#[expect(clippy::float_cmp, reason = "codes are compared as they stand")]
fn same<'a>(a: Value<'a>, b: Value<'a>, wanted: bool) -> Value<'a> {
    use Value::{Cell, Missing, Number, Text, Undefined};
    let parsed = |text: &str| text.trim().parse::<f64>().unwrap_or(f64::NAN);
    let equal = match (a, b) {
        (Missing, _) | (_, Missing) => return Missing,
        (Undefined, _) | (_, Undefined) => return Undefined,
        (Number(a), Number(b)) | (Number(a), Cell(_, b)) | (Cell(_, a), Number(b)) => a == b,
        (Cell(s, a), Cell(t, b)) => s == t || a == b,
        (Text(s) | Cell(s, _), Text(t)) | (Text(s), Cell(t, _)) => s == t,
        (Text(s), Number(b)) | (Number(b), Text(s)) => parsed(s) == b,
    };
    Number(truth(equal == wanted))
}

#[expect(clippy::float_cmp, reason = "codes are compared as they stand")]
fn is_member<'a>(value: Value<'a>, members: &[Member], negated: bool) -> Value<'a> {
    if matches!(value, Value::Missing | Value::Undefined) {
        return value;
    }
    let number = match value {
        Value::Number(number) | Value::Cell(_, number) => number,
        _ => f64::NAN,
    };
    let hit = members.iter().any(|member| match member {
        Member::Number(member) => *member == number,
        Member::Range(low, high) => (*low..=*high).contains(&number),
        Member::Text(text) => same(value, Value::Text(text), true) == Value::Number(1.0),
    });
    Value::Number(truth(hit != negated))
}

fn call<'a>(function: Function, arguments: &'a [Expr], names: &dyn Fn(&str) -> Value<'a>) -> Result<'a> {
    let mut result = number(value(&arguments[0], names)?)?;
    for argument in &arguments[1..] {
        let next = number(value(argument, names)?)?;
        result = both(result, next, |a, b| pick(function, a, b));
    }
    Ok(map(result, |x| apply(function, x)))
}

/// `min` and `max` of two.
pub(super) fn pick(function: Function, a: f64, b: f64) -> f64 {
    match function {
        Function::Max => {
            if b > a {
                b
            } else {
                a
            }
        }
        _ => {
            if b < a {
                b
            } else {
                a
            }
        }
    }
}

/// Functions of one number.
pub(super) fn apply(function: Function, x: f64) -> f64 {
    match function {
        Function::Ln => libm::log(x),
        Function::Exp => libm::exp(x),
        Function::Sqrt => x.sqrt(),
        Function::Abs => x.abs(),
        Function::Round => x.round(),
        Function::Floor => x.floor(),
        Function::Min | Function::Max | Function::If | Function::Missing => x,
    }
}
