//! Numbers as people read them; every digit is in the files for programs.

/// Stands where there is no figure.
pub(in crate::export) const NONE: &str = "—";

/// How an entry's values are shown in charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::export) enum Unit {
    /// As percentages of one decimal.
    Percent,
    /// As they are.
    Plain,
}

impl Unit {
    /// Where a value stands on the axis.
    pub(in crate::export) fn place(self, value: f64) -> f64 {
        match self {
            Unit::Percent => 100.0 * value,
            Unit::Plain => value,
        }
    }

    /// The value as text, with so many decimals where it is no percentage.
    pub(in crate::export) fn say(self, value: f64, decimals: usize) -> String {
        match self {
            Unit::Percent if value.is_finite() => minus(format!("{:.1}%", 100.0 * value)),
            Unit::Percent => NONE.into(),
            Unit::Plain => fixed(value, decimals),
        }
    }

    /// An interval as text, the unit once.
    pub(in crate::export) fn range(self, (low, high): (f64, f64), decimals: usize) -> String {
        let low = self.say(low, decimals);
        format!(
            "{} – {}",
            low.strip_suffix('%').unwrap_or(&low),
            self.say(high, decimals)
        )
    }
}

/// Five significant digits, thousands apart; powers of ten where the number is very small or very large.
pub(in crate::export) fn number(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        return NONE.into();
    }
    if size <= 0.0 {
        return "0".into();
    }
    if !(1e-4..1e15).contains(&size) {
        return minus(format!("{value:.2e}"));
    }
    if size.fract() <= 0.0 && (1000.0..1e9).contains(&size) {
        return minus(grouped(&format!("{value:.0}")));
    }
    let digits = (4 - libm::log10(size).floor() as i32).clamp(0, 8);
    minus(grouped(&format!("{value:.*}", digits as usize)))
}

/// So many decimals, thousands apart; powers of ten where that would be too long.
pub(in crate::export) fn fixed(value: f64, decimals: usize) -> String {
    if decimals > 6 || !(-1e12..1e12).contains(&value) {
        return number(value);
    }
    minus(grouped(&format!("{value:.decimals$}")))
}

/// A number that may not exist.
pub(in crate::export) fn maybe(value: Option<f64>) -> Option<String> {
    value.filter(|value| value.is_finite()).map(number)
}

/// Two decimals, for design effects and multiples.
pub(in crate::export) fn ratio(value: f64) -> String {
    minus(format!("{value:.2}"))
}

/// Degrees of freedom: whole where they are, else two decimals.
pub(in crate::export) fn df(value: f64) -> String {
    if value.fract().abs() > 0.0 {
        ratio(value)
    } else {
        format!("{value:.0}")
    }
}

/// Whole numbers, thousands apart.
pub(in crate::export) fn count(value: u64) -> String {
    grouped(&value.to_string())
}

/// A p-value: four decimals, or "< 0.0001".
pub(in crate::export) fn p_value(value: f64) -> String {
    if value < 1e-4 {
        "< 0.0001".into()
    } else {
        format!("{value:.4}")
    }
}

/// A relative deviation in percent; powers of ten where it is tiny.
pub(in crate::export) fn miss(value: f64) -> String {
    if value.abs() < 5e-6 {
        return if value.abs() > 0.0 {
            minus(format!("{value:.1e}"))
        } else {
            "0".into()
        };
    }
    minus(format!("{:+.3}%", 100.0 * value))
}

/// 0.95 as `95%`.
pub(in crate::export) fn level(level: f64) -> String {
    format!("{}%", trimmed(100.0 * level))
}

/// At most six decimals, no zeros at the end.
pub(in crate::export) fn trimmed(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

fn minus(text: String) -> String {
    match text.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}

/// Commas between thousands of the whole part.
fn grouped(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, ""), |(whole, _)| (whole, &rest[whole.len()..]));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + fraction
}

/// A moment in RFC 3339 by the clock of the survey's country: `2009-12-07T01:00:00Z` as `2009-12-07 09:00`.
pub fn moment(at: &str) -> String {
    let local = at.parse::<jiff::Timestamp>().map(crate::domain::report::local);
    local.map_or_else(|_| at.to_owned(), |local| local.strftime("%Y-%m-%d %H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_five_digits_and_their_size() {
        let said = [0.831_234_5, 1_834_567.4, -12.5, 0.0, 3.1e-13, 1212.0, f64::NAN].map(number);
        assert_eq!(said, ["0.83123", "1,834,567", "−12.500", "0", "3.10e-13", "1,212", "—"]);
        assert_eq!(Unit::Percent.range((0.7912, 0.8578), 9), "79.1 – 85.8%");
        assert_eq!(Unit::Plain.range((-1234.56, 0.8578), 1), "−1,234.6 – 0.9");
        assert_eq!([ratio(-2.6), Unit::Percent.say(-0.031, 1)], ["−2.60", "−3.1%"]);
        assert_eq!([level(0.95), level(0.999)], ["95%", "99.9%"]);
        assert_eq!([p_value(0.014_13), p_value(1e-9)], ["0.0141", "< 0.0001"]);
        assert_eq!([miss(0.031), miss(-3.1e-13), miss(0.0)], ["+3.100%", "−3.1e-13", "0"]);
    }
}
