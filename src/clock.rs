//! The only reader of time, so that everything else takes it as an argument.

use jiff::Timestamp;

/// Where "now" comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that a test or a simulation sets and moves; seconds since 1970, shared by its clones.
    Set(std::sync::Arc<std::sync::atomic::AtomicI64>),
}

impl Clock {
    /// A clock that stands at `now` until it is moved.
    pub fn set(now: Timestamp) -> Clock {
        Clock::Set(std::sync::Arc::new(now.as_second().into()))
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
            Clock::System => Timestamp::now(),
            Clock::Set(seconds) => Timestamp::from_second(seconds.load(std::sync::atomic::Ordering::SeqCst))
                .unwrap_or(Timestamp::UNIX_EPOCH),
        }
    }

    /// Moves a set clock forward; the machine's clock is left alone.
    pub fn advance(&self, seconds: i64) {
        if let Clock::Set(now) = self {
            now.fetch_add(seconds, std::sync::atomic::Ordering::SeqCst);
        }
    }
}
