//! Who may be asked once more: only those who have not finished and did not say no.

use super::disposition::{Group, lookup};

/// Codes among the refusals that mean only “began and stopped”: the link still works.
const BEGAN: [&str; 2] = ["2.1121", "2.12"];

/// Whether an invited case with this code so far is reminded. Whoever finished, refused, withdrew, cannot answer or does
/// not belong to the sample is left alone.
pub fn may_be_reminded(code: Option<&str>) -> bool {
    let Some(code) = code else {
        return true;
    };
    match lookup(code).map(|row| row.group) {
        Some(Group::NonContact | Group::Unknown) => true,
        Some(Group::Refusal) => BEGAN.contains(&code),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_has_not_finished_and_did_not_refuse_is_reminded() {
        for code in [
            None,
            Some("2.20"),
            Some("3.13"),
            Some("3.19"),
            Some("2.1121"),
            Some("2.12"),
        ] {
            assert!(may_be_reminded(code), "{code:?}");
        }
        for code in [
            "1.1", "1.2", "2.11", "2.112", "2.15", "2.16", "2.31", "2.33", "4.30", "4.70", "9.9",
        ] {
            assert!(!may_be_reminded(Some(code)), "{code}");
        }
    }
}
