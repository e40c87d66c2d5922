//! Browsers that have signed in before: each fails on its own account, so a guesser elsewhere slows only strangers.

use crate::domain::account::Login;
use crate::domain::proof::Key32;
use crate::domain::random::derive;

/// The mark that a browser keeps after somebody signed in: a random number and its keyed hash with the login.
pub(super) fn mark(key: &Key32, login: &Login, number: [u8; 16]) -> String {
    let number = hex::encode(number);
    let proof = proof(key, login, &number);
    format!("{number}.{proof}")
}

/// What somebody guesses at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Guess<'a> {
    /// The password, on a browser with this mark.
    Password(Option<&'a str>),
    /// The digits of the second factor, with the password known.
    Digits,
    /// The present password, in a session that was left open.
    Present,
}

/// Under which key the failures of such guesses at this account are counted.
pub(super) fn brake_key(key: &Key32, login: &Login, guess: Guess<'_>) -> Vec<u8> {
    let (kind, who) = match guess {
        Guess::Digits => ("digits", ""),
        Guess::Present => ("present", ""),
        Guess::Password(mark) => {
            let known = mark.and_then(|mark| mark.split_once('.'));
            let known = known.filter(|(number, given)| &proof(key, login, number) == given);
            ("password", known.map_or("strangers", |(number, _)| number))
        }
    };
    derive(key.bytes(), &["brake", login.as_str(), kind, who]).to_vec()
}

fn proof(key: &Key32, login: &Login, number: &str) -> String {
    hex::encode(&derive(key.bytes(), &["device", login.as_str(), number])[..16])
}
