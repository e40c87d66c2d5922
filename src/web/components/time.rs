//! Moments as people read them, by the calendar of the survey's country (UTC+8).

use jiff::Timestamp;
use jiff::tz::{TimeZone, offset};

/// `2026-11-23 09:05`; the number itself where it is no moment.
pub fn minute(at: i64) -> String {
    written(at, "%Y-%m-%d %H:%M")
}

/// `2026-11-23`.
pub fn day(at: i64) -> String {
    written(at, "%Y-%m-%d")
}

/// The minute of a moment that was written down by RFC 3339; the text itself where it is none.
pub fn moment(written: &str) -> String {
    let read = written.parse::<Timestamp>();
    read.map_or_else(|_| written.to_owned(), |at| minute(at.as_second()))
}

fn written(at: i64, format: &str) -> String {
    match Timestamp::from_second(at) {
        Ok(moment) => moment.to_zoned(TimeZone::fixed(offset(8))).strftime(format).to_string(),
        Err(_) => at.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_by_the_clock_on_the_wall() {
        assert_eq!(minute(1_790_000_000), "2026-09-21 22:13");
        assert_eq!(day(1_790_000_000), "2026-09-21");
        assert_eq!(day(i64::MAX), i64::MAX.to_string());
    }
}
