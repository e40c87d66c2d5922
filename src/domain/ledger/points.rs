//! Points as exact decimals with two places; never binary floating point.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;

/// Places that points have.
const PLACES: u32 = 2;
/// Significant digits that spreadsheet programs show; what they store beyond is noise of binary arithmetic.
const SHOWN_DIGITS: usize = 15;

/// An amount of points, two decimal places; negative only as a total after deductions or a difference of years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(Decimal);

impl Points {
    /// No points.
    pub const ZERO: Points = Points(Decimal::ZERO);

    /// So many whole points.
    pub fn whole(points: u32) -> Points {
        Points::of(points.into())
    }

    fn of(mut value: Decimal) -> Points {
        value.rescale(PLACES);
        Points(value)
    }

    /// Points as plain digits with at most two places, at least 0: `7`, `7.5`, `13.62`. `None` for anything else, exponents,
    /// signs and separators included.
    ///
    /// A number of more than 15 significant digits is one that a formula left in a spreadsheet (`7.300000000000001`); it
    /// is read as spreadsheet programs show it, to 15 digits.
    pub fn parse(text: &str) -> Option<Points> {
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let well = match text.split_once('.') {
            Some((whole, places)) => plain(whole) && plain(places),
            None => plain(text),
        };
        let value: Decimal = well.then(|| text.parse().ok()).flatten()?;
        let digits = text.trim_start_matches(['0', '.']).bytes().filter(u8::is_ascii_digit);
        let value = if digits.count() > SHOWN_DIGITS {
            value.round_sf(SHOWN_DIGITS as u32)?
        } else {
            value
        };
        (value.normalize().scale() <= PLACES).then(|| Points::of(value))
    }

    /// What an amount written by [`Points`]'s own `Display` says, a sign included: for what was stored.
    pub fn read_back(text: &str) -> Option<Points> {
        let value: Decimal = text.parse().ok()?;
        (value.scale() == PLACES).then_some(Points(value))
    }

    /// This less that.
    pub fn less(self, other: Points) -> Points {
        Points::of(self.0 - other.0)
    }

    /// With its sign, as a difference is written: `+0.75`, `-1.20`, `0.00`.
    pub fn signed(self) -> String {
        let plus = if self > Points::ZERO { "+" } else { "" };
        format!("{plus}{self}")
    }

    /// The nearest double, for spreadsheets and drawings only.
    pub fn as_f64(self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(points: I) -> Points {
        Points::of(points.map(|points| points.0).sum())
    }
}

/// Always with two places: `7.50`.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_plain_digits_with_at_most_two_places() {
        for (text, shown) in [
            ("7", "7.00"),
            ("7.5", "7.50"),
            ("13.62", "13.62"),
            ("0", "0.00"),
            ("007.10", "7.10"),
        ] {
            assert_eq!(Points::parse(text).unwrap().to_string(), shown);
        }
        for text in [
            "",
            "-1",
            "+1",
            "7.",
            ".5",
            "7.125",
            "1e1",
            "1,5",
            "85%",
            "七",
            "NaN",
            "2009-12-01",
            "=1+1",
            "7 5",
        ] {
            assert_eq!(Points::parse(text), None, "{text}");
        }
        assert_eq!(Points::parse(&"9".repeat(40)), None, "too big for anything");
    }

    #[test]
    fn what_a_formula_left_is_read_as_the_spreadsheet_shows_it() {
        for text in ["7.300000000000001", "7.2999999999999998", "0.30000000000000004"] {
            let shown = Points::parse(text).unwrap().to_string();
            assert!(shown == "7.30" || shown == "0.30", "{shown}");
        }
        assert_eq!(
            Points::parse("7.30000000000001"),
            None,
            "the spreadsheet shows that one"
        );
    }

    #[test]
    fn sums_are_exact_where_doubles_are_not() {
        let tenths: Points = (0..10).map(|_| Points::parse("0.1").unwrap()).sum();
        assert_eq!(tenths, Points::whole(1));
        assert_eq!(Points::whole(3).less(Points::whole(10)).to_string(), "-7.00");
        assert_eq!(
            Points::read_back("-7.00"),
            Some(Points::whole(3).less(Points::whole(10)))
        );
        assert_eq!(Points::read_back("7"), None);
    }
}
