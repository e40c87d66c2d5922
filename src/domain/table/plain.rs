//! The same code typed differently: full-width digits, spaces that nobody sees, and `1.0` for `1`.

/// A cell without white space and invisible marks at its ends.
pub fn trim(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'))
}

/// A code as it would be typed on a plain keyboard: full-width letters, digits and signs in half width, no white space
/// at the ends, and a whole number without a point (`１．０` → `1`).
///
/// Only for looking up a code that is not there as it stands; what a cell says is never changed otherwise.
pub fn plain(cell: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    let text: String = cell.chars().map(half).collect();
    let text = trim(&text);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, rest)) if digits(whole) && !rest.is_empty() && rest.bytes().all(|byte| byte == b'0') => {
            whole.to_owned()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_however_they_were_typed() {
        for (typed, meant) in [
            ("１", "1"),
            ("1.0", "1"),
            ("１．００", "1"),
            ("\u{3000} 12\u{a0}", "12"),
            ("Ｄ１８", "D18"),
            ("－", "-"),
        ] {
            assert_eq!(plain(typed), meant, "{typed}");
        }
        for other in ["1.5", "2.10", "1.", ".0", "东城", "1.0.0"] {
            assert_eq!(plain(other), other);
        }
    }

    #[test]
    fn what_nobody_sees_at_the_ends_is_taken_off() {
        assert_eq!(trim("\u{feff}\u{3000}a b\u{200b}\t"), "a b");
    }
}
