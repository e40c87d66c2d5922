//! Trimmings that cannot be done.

use crate::domain::weight::trim::{Counts, GiveBack, Reference, Trim, TrimError, trim};

#[test]
fn trimming_that_cannot_be_done_says_why() {
    let rule = Trim {
        low: 2.0,
        high: 3.0,
        of: Reference::Weight,
        give_back: GiveBack::Equal,
        repeat: true,
        relative_to_base: false,
    };
    let run = |rule: Trim, w: &[f64]| trim(&mut w.to_vec(), Counts::default(), w, &rule, &mut Vec::new());
    assert!(matches!(run(rule, &[1.0, 1.0]), Err(TrimError::NobodyLeft { .. })));
    assert_eq!(run(rule, &[0.0, 0.0]), Err(TrimError::NoWeight));
    assert!(matches!(
        run(Trim { low: 0.0, ..rule }, &[1.0, -2.0]),
        Err(TrimError::BadWeight { row: 1, .. })
    ));
    let with = |low, high, of| Trim { low, high, of, ..rule };
    for (low, high, of) in [
        (3.0, 2.0, Reference::Weight),
        (-1.0, 2.0, Reference::Mean),
        (f64::NAN, 2.0, Reference::Mean),
        (0.1, 1.1, Reference::Quantile),
    ] {
        assert!(matches!(
            run(with(low, high, of), &[1.0, 2.0]),
            Err(TrimError::BadLimits { .. })
        ));
    }
    let none = with(1.0, 2.0, Reference::Given(f64::NAN));
    assert!(matches!(run(none, &[1.0, 2.0]), Err(TrimError::BadReference { .. })));
    let once = Trim {
        give_back: GiveBack::Proportional,
        repeat: false,
        ..rule
    };
    assert!(matches!(
        run(once, &[0.1, 0.1, 0.1, 2.5]),
        Err(TrimError::CannotRestore { .. })
    ));
}
