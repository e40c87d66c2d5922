//! From words to a tree, by precedence: or, and, not, comparison and `in`, + -, * /, unary minus, ^.

use super::lexer::{Placed, Token, tokens};
use super::{Binary, Expr, Function, Member, SyntaxError};
use crate::domain::definition::{Demand, Expected, Found, nearest};

/// Deepest nesting: a formula is written by a person.
const DEEPEST: usize = 64;

/// The tree of a formula.
///
/// # Errors
/// The first place where something else was expected; nesting deeper than a person writes.
pub(super) fn parse(text: &str) -> Result<Expr, SyntaxError> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
    };
    let expr = parser.or()?;
    match parser.peek() {
        None => Ok(expr),
        Some(_) => Err(parser.error(Demand::FormulaOperator.into())),
    }
}

struct Parser {
    tokens: Vec<Placed>,
    next: usize,
    depth: usize,
}

type Read = Result<Expr, SyntaxError>;

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|placed| &placed.token)
    }

    fn error(&self, expected: Expected) -> SyntaxError {
        let found = match self.tokens.get(self.next) {
            Some(placed) => Found::InFormula(placed.written.clone(), placed.at),
            None => Found::FormulaEnd,
        };
        SyntaxError {
            found: Box::new(found),
            expected,
        }
    }

    fn takes(&mut self, sign: &str) -> bool {
        let hit = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.next += usize::from(hit);
        hit
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let hit = matches!(self.peek(), Some(Token::Word(found)) if found == word);
        self.next += usize::from(hit);
        hit
    }

    fn need(&mut self, sign: &str) -> Result<(), SyntaxError> {
        if self.takes(sign) {
            return Ok(());
        }
        Err(self.error(Demand::FormulaClosing(sign.to_string()).into()))
    }

    fn or(&mut self) -> Read {
        let mut left = self.and()?;
        while self.takes_word("or") || self.takes("|") {
            left = binary(Binary::Or, left, self.and()?);
        }
        Ok(left)
    }

    fn and(&mut self) -> Read {
        let mut left = self.not()?;
        while self.takes_word("and") || self.takes("&") {
            left = binary(Binary::And, left, self.not()?);
        }
        Ok(left)
    }

    fn not(&mut self) -> Read {
        if !self.takes_word("not") {
            return self.comparison();
        }
        self.deeper(|parser| parser.not().map(|of| Expr::Not(Box::new(of))))
    }

    fn comparison(&mut self) -> Read {
        let left = self.sum()?;
        let negated = self.is_not_in();
        self.next += usize::from(negated);
        if self.takes_word("in") {
            let members = self.members()?;
            let of = Box::new(left);
            return Ok(Expr::In { of, members, negated });
        }
        let operators = [
            ("=", Binary::Equal),
            ("==", Binary::Equal),
            ("!=", Binary::NotEqual),
            ("<>", Binary::NotEqual),
            ("<=", Binary::LessOrEqual),
            (">=", Binary::GreaterOrEqual),
            ("<", Binary::Less),
            (">", Binary::Greater),
        ];
        match operators.iter().find(|(sign, _)| self.takes(sign)) {
            Some((_, operator)) => Ok(binary(*operator, left, self.sum()?)),
            None => Ok(left),
        }
    }

    fn is_not_in(&self) -> bool {
        let word = |at: usize| self.tokens.get(at).map(|placed| &placed.token);
        let is = |at: usize, text: &str| matches!(word(at), Some(Token::Word(found)) if found == text);
        is(self.next, "not") && is(self.next + 1, "in")
    }

    fn members(&mut self) -> Result<Vec<Member>, SyntaxError> {
        self.need("[")?;
        let mut members = vec![self.member()?];
        while self.takes(",") {
            members.push(self.member()?);
        }
        self.need("]")?;
        Ok(members)
    }

    fn member(&mut self) -> Result<Member, SyntaxError> {
        if let Some(Token::Text(text)) = self.peek() {
            let member = Member::Text(text.clone());
            self.next += 1;
            return Ok(member);
        }
        let low = self.signed()?;
        if !self.takes("..") {
            return Ok(Member::Number(low));
        }
        let high = self.signed()?;
        if low > high {
            self.next -= 1;
            return Err(self.error(Expected::NumberAbove(low.to_string())));
        }
        Ok(Member::Range(low, high))
    }

    fn signed(&mut self) -> Result<f64, SyntaxError> {
        let sign = if self.takes("-") { -1.0 } else { 1.0 };
        match self.peek() {
            Some(Token::Number(number)) => {
                let number = sign * number;
                self.next += 1;
                Ok(number)
            }
            _ => Err(self.error(Demand::FormulaMember.into())),
        }
    }

    fn sum(&mut self) -> Read {
        let mut left = self.product()?;
        loop {
            if self.takes("+") {
                left = binary(Binary::Add, left, self.product()?);
            } else if self.takes("-") {
                left = binary(Binary::Subtract, left, self.product()?);
            } else {
                return Ok(left);
            }
        }
    }

    fn product(&mut self) -> Read {
        let mut left = self.unary()?;
        loop {
            if self.takes("*") {
                left = binary(Binary::Multiply, left, self.unary()?);
            } else if self.takes("/") {
                left = binary(Binary::Divide, left, self.unary()?);
            } else {
                return Ok(left);
            }
        }
    }

    /// `-2^2` is −4, as on paper.
    fn unary(&mut self) -> Read {
        self.deeper(|parser| match parser.takes("-") {
            true => parser.unary().map(|of| Expr::Negate(Box::new(of))),
            false => parser.power(),
        })
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Parser) -> Read) -> Read {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(Demand::FormulaShallower.into()));
        }
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn power(&mut self) -> Read {
        let base = self.operand()?;
        if self.takes("^") {
            return Ok(binary(Binary::Power, base, self.unary()?));
        }
        Ok(base)
    }

    fn operand(&mut self) -> Read {
        if self.takes("(") {
            let inner = self.or()?;
            self.need(")")?;
            return Ok(inner);
        }
        let Some(token) = self.peek().cloned() else {
            return Err(self.error(Demand::FormulaOperand.into()));
        };
        let expr = match token {
            Token::Number(number) => Expr::Number(number),
            Token::Text(text) => Expr::Text(text),
            Token::Quoted(name) => Expr::Name(name),
            Token::Word(word) if !["and", "or", "not", "in"].contains(&word.as_str()) => return self.word(word),
            _ => return Err(self.error(Demand::FormulaOperand.into())),
        };
        self.next += 1;
        Ok(expr)
    }

    /// A word before a parenthesis is a function, any other a column.
    fn word(&mut self, word: String) -> Read {
        let open = self.tokens.get(self.next + 1).map(|placed| &placed.token);
        if open != Some(&Token::Sign("(")) {
            self.next += 1;
            return Ok(Expr::Name(word));
        }
        let names = Function::ALL.iter().map(|(name, _)| *name);
        let Some((name, function)) = Function::ALL.iter().find(|(name, _)| *name == word) else {
            let all = names.clone().map(str::to_string).collect();
            return Err(self.error(match nearest(&word, names) {
                Some(near) => Expected::NearestOf(near.to_string(), all),
                None => Expected::AnyOf(all),
            }));
        };
        self.next += 2;
        let mut arguments = vec![self.or()?];
        while self.takes(",") {
            arguments.push(self.or()?);
        }
        let (fewest, most) = function.arity();
        if arguments.len() < fewest || arguments.len() > most {
            return Err(self.error(Demand::FormulaArguments(name.to_string(), fewest).into()));
        }
        self.need(")")?;
        Ok(Expr::Call(*function, arguments))
    }
}

fn binary(operator: Binary, left: Expr, right: Expr) -> Expr {
    Expr::Binary(operator, Box::new(left), Box::new(right))
}
