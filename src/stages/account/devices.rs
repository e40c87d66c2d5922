//! Browsers that have signed in before: each fails on its own account, so a guesser elsewhere slows only strangers.

use crate::domain::account::{LONGEST_PAUSE, Login, STRANGERS_PAUSE};
use crate::domain::proof::Key32;
use crate::domain::random::derive;

/// Accounts whose marks one browser keeps: a shared computer of an office. The newest stay.
const MARKS_MOST: usize = 8;

/// Between two marks in the cookie.
const BETWEEN: char = '_';

/// The marks that a browser keeps after somebody signed in: the new one before those of other accounts. A mark is a random
/// number and its keyed hash with the login.
pub(super) fn marks(key: &Key32, login: &Login, number: [u8; 16], kept: Option<&str>) -> String {
    let number = hex::encode(number);
    let new = format!("{number}.{}", proof(key, login, &number));
    let others = kept.unwrap_or_default().split(BETWEEN);
    let others = others.filter(|mark| looks_right(mark) && number_of(key, login, mark).is_none());
    let all: Vec<&str> = std::iter::once(new.as_str()).chain(others).take(MARKS_MOST).collect();
    all.join(&BETWEEN.to_string())
}

/// What somebody guesses at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Guess<'a> {
    /// The password, on a browser with these marks.
    Password(Option<&'a str>),
    /// The digits of the second factor, with the password known.
    Digits,
    /// The present password, in a session that was left open.
    Present,
}

/// Where the failures of such guesses at an account are counted, and the longest pause there.
pub(super) struct Lane {
    pub(super) key: Vec<u8>,
    pub(super) longest: i64,
}

/// The lane of such guesses at this account.
pub(super) fn lane(key: &Key32, login: &Login, guess: Guess<'_>) -> Lane {
    let (kind, who, longest) = match guess {
        Guess::Digits => ("digits", "", LONGEST_PAUSE),
        Guess::Present => ("present", "", LONGEST_PAUSE),
        Guess::Password(marks) => {
            let mut marks = marks.unwrap_or_default().split(BETWEEN).take(MARKS_MOST);
            match marks.find_map(|mark| number_of(key, login, mark)) {
                Some(number) => ("password", number, LONGEST_PAUSE),
                None => ("password", "strangers", STRANGERS_PAUSE),
            }
        }
    };
    let key = derive(key.bytes(), &["brake", login.as_str(), kind, who]).to_vec();
    Lane { key, longest }
}

/// The number of a mark, where it is this account's.
fn number_of<'a>(key: &Key32, login: &Login, mark: &'a str) -> Option<&'a str> {
    let (number, given) = mark.split_once('.')?;
    (proof(key, login, number) == given).then_some(number)
}

/// Whether a browser gives back what could be a mark: nothing else is stored in it again.
fn looks_right(mark: &str) -> bool {
    mark.len() == 65 && mark.bytes().all(|b| b == b'.' || b.is_ascii_hexdigit())
}

fn proof(key: &Key32, login: &Login, number: &str) -> String {
    hex::encode(&derive(key.bytes(), &["device", login.as_str(), number])[..16])
}
