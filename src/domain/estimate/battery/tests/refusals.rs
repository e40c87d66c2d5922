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
    let battery = Battery::from_columns(&[&[1, 0, 9]], &CODES, &[0]).unwrap();
    let groups = Groups::new((&[0, 0, 0], 1), None, None).unwrap();
    let stop = Moments::new(&battery, &groups, &[1.0, -2.0, 1.0]).unwrap_err();
    assert_eq!(stop, BatteryError::BadWeight { row: 1, weight: -2.0 });
}
