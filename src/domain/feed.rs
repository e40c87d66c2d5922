//! The score feed's own words: a client's token, an address that sheets are sent to, and when a failed try is repeated.

use super::proof::Key32;
use super::random::derive;
use rand::Rng;
use std::fmt;

/// What every token begins with, so that a leaked one is recognised for what it is.
const PREFIX: &str = "barometer_";

/// Longest address, characters.
const LONGEST_ADDRESS: usize = 500;

/// Seconds that a try may take.
pub const PATIENCE: u64 = 20;

/// The longest time between two tries, seconds.
const LONGEST_PAUSE: i64 = 3600;

/// A client's bearer token: shown once, kept as a keyed hash.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientToken(String);

impl ClientToken {
    /// A new one: 24 random bytes.
    pub fn generate(rng: &mut impl Rng) -> ClientToken {
        let mut bytes = [0; 24];
        rng.fill_bytes(&mut bytes);
        ClientToken(format!("{PREFIX}{}", hex::encode(bytes)))
    }

    /// Reads one. `None` for what cannot be a token.
    pub fn parse(text: &str) -> Option<ClientToken> {
        let digits = text.trim().strip_prefix(PREFIX)?;
        let fits = digits.len() == 48 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| ClientToken(text.trim().to_owned()))
    }

    /// What is kept of it.
    pub fn hash(&self, key: &Key32) -> [u8; 32] {
        derive(key.bytes(), &["client", &self.0])
    }

    /// The token itself: for the page that shows it once.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientToken(…)")
    }
}

/// Where sealed sheets are sent: `http://` or `https://`, a host, no name and password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushAddress(String);

impl PushAddress {
    /// Reads an address as typed. `None` for what is none.
    pub fn parse(typed: &str) -> Option<PushAddress> {
        let address = typed.trim();
        let rest = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"))?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let plain = address.chars().all(|c| c.is_ascii_graphic()) && address.len() <= LONGEST_ADDRESS;
        let host_fits = !host.is_empty() && !host.starts_with(':') && !host.contains('@');
        (plain && host_fits && !rest.contains('#')).then(|| PushAddress(address.to_owned()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a message got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushFailure {
    /// The address refuses connections, or there is no way to it.
    Unreachable,
    /// Nobody knows its name.
    UnknownHost,
    /// No answer in time.
    Silent,
    /// No encrypted connection: its certificate is not valid, or it speaks no TLS.
    Tls,
    /// It answered something that is no HTTP.
    Garbled,
}

impl PushFailure {
    /// All of them, in the order of their words.
    pub const ALL: [PushFailure; 5] = [
        PushFailure::Unreachable,
        PushFailure::UnknownHost,
        PushFailure::Silent,
        PushFailure::Tls,
        PushFailure::Garbled,
    ];

    /// The word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            PushFailure::Unreachable => "unreachable",
            PushFailure::UnknownHost => "unknown-host",
            PushFailure::Silent => "silent",
            PushFailure::Tls => "tls",
            PushFailure::Garbled => "garbled",
        }
    }

    /// What a stored word says; anything else is a way that did not lead there.
    pub fn read(word: &str) -> PushFailure {
        let found = PushFailure::ALL.into_iter().find(|one| one.as_str() == word);
        found.unwrap_or(PushFailure::Unreachable)
    }
}

/// Seconds after the `attempts`-th failed try (from 1) until the next: 30, then twice as long each time, at most an hour.
/// It is repeated until it is accepted or the address is removed.
pub fn pause_after(attempts: u32) -> i64 {
    let doubled = 30_i64 << attempts.saturating_sub(1).min(10);
    doubled.min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::stream;

    #[test]
    fn a_token_is_read_as_it_was_shown_and_never_printed() {
        let token = ClientToken::generate(&mut stream(&[1; 32], &["token"]));
        let read = ClientToken::parse(&format!(" {} ", token.reveal())).unwrap();
        let key = Key32::new([7; 32]);
        assert_eq!(read.hash(&key), token.hash(&key));
        assert_eq!(format!("{token:?}"), "ClientToken(…)");
        for wrong in ["", "barometer_", "barometer_zz", &"a".repeat(58)] {
            assert_eq!(ClientToken::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn addresses_are_those_that_can_be_called() {
        assert!(PushAddress::parse(" https://office.example/scores?from=barometer ").is_some());
        assert!(PushAddress::parse("http://10.1.2.3:8000/in").is_some());
        for wrong in [
            "",
            "ftp://office.example",
            "https://",
            "https://:80/",
            "https://user:secret@office.example/",
            "https://office.example/#part",
            "javascript:alert(1)",
            "https://绩效办.example/",
        ] {
            assert_eq!(PushAddress::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn tries_come_less_often_and_never_end() {
        assert_eq!([1, 2, 3, 8, 40].map(pause_after), [30, 60, 120, 3600, 3600]);
    }
}
