//! Ratings that do not fit are refused with their place.

use super::CODES;
use crate::domain::estimate::battery::*;

#[test]
fn ratings_that_do_not_fit_are_refused_with_row_and_item() {
    let columns: [&[u8]; 2] = [&[1, 0, 9], &[5, 7, 0]];
    let stop = Battery::from_columns(&columns, &CODES, &[0]).unwrap_err();
    assert_eq!(
        stop,
        BatteryError::UnknownCode {
            row: 1,
            item: 1,
            code: 7
        }
    );
    let stop = Battery::from_columns(&[&[1, 1], &[1]], &CODES, &[0]).unwrap_err();
    assert_eq!(
        stop,
        BatteryError::Length {
            item: 1,
            found: 1,
            rows: 2
        }
    );
    assert_eq!(
        Battery::from_columns(&[], &[1, 1], &[]).unwrap_err(),
        BatteryError::RepeatedCode { code: 1 }
    );
    let list = |rows, codes, factor| Battery::from_lists(3, &[ItemRatings { rows, codes, factor }], &CODES).map(|_| ());
    assert_eq!(list(&[0, 2], &[1, 9], None), Ok(()));
    assert_eq!(
        list(&[0, 0], &[1, 9], None),
        Err(BatteryError::RowOrder { item: 0, row: 0 })
    );
    assert_eq!(
        list(&[3], &[1], None),
        Err(BatteryError::RowBeyond {
            item: 0,
            row: 3,
            rows: 3
        })
    );
    assert_eq!(
        list(&[1], &[6], None),
        Err(BatteryError::UnknownCode {
            row: 1,
            item: 0,
            code: 6
        })
    );
    let stop = list(&[1], &[5], Some(&[0.0]));
    assert_eq!(
        stop,
        Err(BatteryError::BadFactor {
            row: 1,
            item: 0,
            factor: 0.0
        })
    );
    let battery = Battery::from_columns(&[&[1, 0, 9]], &CODES, &[0]).unwrap();
    let groups = Groups::new((&[0, 0, 0], 1), None, None).unwrap();
    let stop = Moments::new(&battery, &groups, &[1.0, -2.0, 1.0]).unwrap_err();
    assert_eq!(stop, BatteryError::BadWeight { row: 1, weight: -2.0 });
}
