//! The brake on guessing: it slows who fails, and locks nobody out.
//!
//! Failures are counted per account and browser: a browser that has signed in to the account before has a count of its
//! own, and all others share one. Whoever guesses from elsewhere slows the strangers, not the owner; and an owner with a
//! new browser waits a minute at most.

/// Tries without a pause.
pub const FREE_TRIES: u32 = 5;

/// The longest pause between two tries, seconds.
pub const LONGEST_PAUSE: i64 = 900;

/// The longest pause for browsers that nobody knows, seconds: they share one count, so a guesser must not keep the owner
/// of a new browser out. It leaves 1,440 guesses a day, and a password outlasts ten thousand million.
pub const STRANGERS_PAUSE: i64 = 60;

/// Failures older than this are forgotten, seconds.
const MEMORY: i64 = 24 * 60 * 60;

/// Failures of one browser (or of all unknown ones) at one account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Brake {
    /// Failures in a row.
    pub failed: u32,
    /// When the last one was, Unix seconds.
    pub failed_at: i64,
}

impl Brake {
    /// Seconds to wait before the next try counts; 0 when it may be made now. 10 s after the fifth failure, then twice as
    /// long each time, at most `longest`.
    pub fn wait(self, now: i64, longest: i64) -> i64 {
        if self.failed < FREE_TRIES || now - self.failed_at > MEMORY {
            return 0;
        }
        let doubled = 10_i64 << (self.failed - FREE_TRIES).min(10);
        (self.failed_at + doubled.min(longest) - now).max(0)
    }

    /// After one more failure.
    pub fn after_failure(self, now: i64) -> Brake {
        let failed = if now - self.failed_at > MEMORY { 0 } else { self.failed };
        Brake {
            failed: failed.saturating_add(1),
            failed_at: now,
        }
    }
}
