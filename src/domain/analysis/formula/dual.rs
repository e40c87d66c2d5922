//! A formula on numbers that carry their derivatives: what a smooth function of estimates needs for the delta method.

use super::scalar::{apply, arithmetic};
use super::{Binary, Expr, Formula, Function};

/// A value and its derivatives by the named variables, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Dual {
    /// The value.
    pub value: f64,
    /// ∂value/∂variable.
    pub gradient: Vec<f64>,
}

impl Formula {
    /// Whether a derivative exists for everything the formula uses: no texts, comparisons, rounding or `missing`.
    pub fn is_smooth(&self) -> bool {
        smooth(&self.expr)
    }

    /// The value and gradient at a point: (name, value) of every variable. `None` where a name is not among them, or the
    /// value or a derivative is not finite, or the formula is not smooth.
    pub fn dual(&self, point: &[(&str, f64)]) -> Option<Dual> {
        let dual = dual(&self.expr, point)?;
        let finite = dual.value.is_finite() && dual.gradient.iter().all(|g| g.is_finite());
        finite.then_some(dual)
    }
}

fn smooth(expr: &Expr) -> bool {
    let own = match expr {
        Expr::Number(_) | Expr::Name(_) | Expr::Negate(_) => true,
        Expr::Binary(operator, ..) => matches!(
            operator,
            Binary::Add | Binary::Subtract | Binary::Multiply | Binary::Divide | Binary::Power
        ),
        Expr::Call(function, _) => matches!(
            function,
            Function::Ln | Function::Exp | Function::Sqrt | Function::Abs | Function::Min | Function::Max
        ),
        Expr::Text(_) | Expr::Not(_) | Expr::In { .. } => false,
    };
    own && expr.children().into_iter().all(smooth)
}

fn dual(expr: &Expr, point: &[(&str, f64)]) -> Option<Dual> {
    let constant = |value| Dual {
        value,
        gradient: vec![0.0; point.len()],
    };
    Some(match expr {
        Expr::Number(number) => constant(*number),
        Expr::Name(name) => {
            let at = point.iter().position(|(other, _)| other == name)?;
            let mut dual = constant(point[at].1);
            dual.gradient[at] = 1.0;
            dual
        }
        Expr::Negate(of) => chain(dual(of, point)?, |x| (-x, -1.0)),
        Expr::Binary(operator, a, b) => binary(*operator, dual(a, point)?, dual(b, point)?)?,
        Expr::Call(function, arguments) => {
            let mut arguments = arguments.iter().map(|argument| dual(argument, point));
            let first = arguments.next()??;
            call(*function, first, arguments.collect::<Option<Vec<Dual>>>()?)?
        }
        Expr::Text(_) | Expr::Not(_) | Expr::In { .. } => return None,
    })
}

fn chain(x: Dual, f: impl Fn(f64) -> (f64, f64)) -> Dual {
    let (value, slope) = f(x.value);
    let gradient = x.gradient.iter().map(|g| slope * g).collect();
    Dual { value, gradient }
}

fn blend(value: f64, a: &Dual, by_a: f64, b: &Dual, by_b: f64) -> Dual {
    let gradient = a.gradient.iter().zip(&b.gradient);
    let gradient = gradient.map(|(a, b)| by_a * a + by_b * b).collect();
    Dual { value, gradient }
}

fn binary(operator: Binary, a: Dual, b: Dual) -> Option<Dual> {
    let (x, y) = (a.value, b.value);
    let value = arithmetic(operator, x, y);
    let (by_a, by_b) = match operator {
        Binary::Add => (1.0, 1.0),
        Binary::Subtract => (1.0, -1.0),
        Binary::Multiply => (y, x),
        Binary::Divide => (1.0 / y, -x / (y * y)),
        Binary::Power => return Some(power(value, a, b)),
        _ => return None,
    };
    Some(blend(value, &a, by_a, &b, by_b))
}

/// The logarithm is asked only where the exponent varies, so that (−2)^2 has a derivative.
fn power(value: f64, a: Dual, b: Dual) -> Dual {
    let (x, y) = (a.value, b.value);
    let by_a = if y == 0.0 { 0.0 } else { y * libm::pow(x, y - 1.0) };
    let fixed = b.gradient.iter().all(|g| *g == 0.0);
    let by_b = if fixed { 0.0 } else { value * libm::log(x) };
    blend(value, &a, by_a, &b, by_b)
}

fn call(function: Function, first: Dual, rest: Vec<Dual>) -> Option<Dual> {
    let slope = |x: f64| match function {
        Function::Ln => Some(1.0 / x),
        Function::Exp => Some(libm::exp(x)),
        Function::Sqrt => Some(0.5 / x.sqrt()),
        Function::Abs if x < 0.0 => Some(-1.0),
        Function::Abs => Some(1.0),
        Function::Min | Function::Max => Some(1.0),
        _ => None,
    };
    let slope = slope(first.value)?;
    let first = chain(first, |x| (apply(function, x), slope));
    let best = |a: Dual, b: Dual| {
        let second = if function == Function::Max {
            b.value > a.value
        } else {
            b.value < a.value
        };
        if second { b } else { a }
    };
    Some(rest.into_iter().fold(first, best))
}
