//! Numbers as every page of the consoles writes them.

/// A whole number with its thousands apart.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut parted = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            parted.push(',');
        }
        parted.push(digit);
    }
    parted
}

/// A number with so many decimals and its thousands apart.
pub fn decimal(value: f64, decimals: usize) -> String {
    let written = format!("{value:.decimals$}");
    let digits = written.trim_start_matches('-');
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let sign = if written.starts_with('-') { "-" } else { "" };
    format!(
        "{sign}{}{rest}",
        whole.parse().map_or_else(|_| whole.to_owned(), grouped)
    )
}

/// Minutes with one decimal; what would be written as nothing is told as less than a tenth.
pub fn short(minutes: f64) -> String {
    if minutes > 0.0 && minutes < 0.1 {
        return "<0.1".into();
    }
    format!("{minutes:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let written: Vec<String> = [0, 999, 1000, 12_345, 1_000_000].into_iter().map(grouped).collect();
        assert_eq!(written, ["0", "999", "1,000", "12,345", "1,000,000"]);
        let written = [(1234.56, 1), (-1234.0, 0), (0.5, 2)].map(|(value, decimals)| decimal(value, decimals));
        assert_eq!(written, ["1,234.6", "-1,234", "0.50"]);
    }

    #[test]
    fn minutes_have_one_decimal_and_are_never_nothing_by_rounding() {
        assert_eq!([0.0, 0.02, 0.1, 7.26].map(short), ["0.0", "<0.1", "0.1", "7.3"]);
    }
}
