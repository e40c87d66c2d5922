//! What the pages of accounts say: signing in, the second factor, the own account, and the administrator's list.

use super::{en, zh};
use crate::domain::account::PasswordProblem;
use crate::domain::definition::Language;

/// The words of the pages of accounts. Words in braces are filled by the caller.
#[derive(Debug)]
pub struct Entry {
    /// Signing in.
    pub sign_in: SignIn,
    /// A form that comes back.
    pub again: Again,
    /// The second factor.
    pub factor: Factor,
    /// Opening a one-time link.
    pub welcome: Welcome,
    /// The own account.
    pub own: Own,
    /// The administrator's list.
    pub admin: Admin,
    /// Why a form has to be filled in again.
    pub denied: Denied,
}

/// Signing in.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SignIn {
    pub title: &'static str,
    pub about: &'static str,
    pub login: &'static str,
    pub password: &'static str,
    pub button: &'static str,
    /// The session is over.
    pub over: &'static str,
    /// The same, and a form waits behind the sign-in.
    pub kept: &'static str,
    /// The same, and the form was too long to be kept.
    pub too_long: &'static str,
    pub help: &'static str,
    /// After signing out.
    pub gone: &'static str,
}

/// A form that comes back on its page.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Again {
    pub title: &'static str,
    /// Signed in again; a page of an earlier session; something missing.
    pub reasons: [&'static str; 3],
    pub filled: &'static str,
    pub to_form: &'static str,
    /// Above what has no field any more.
    pub left: &'static str,
    /// The page of the form is not there any more.
    pub no_page: &'static str,
    pub on: &'static str,
}

impl Again {
    /// Why the form was not taken.
    pub fn reason(&self, over: bool, stale: bool) -> &'static str {
        match (over, stale) {
            (true, _) => self.reasons[0],
            (_, true) => self.reasons[1],
            _ => self.reasons[2],
        }
    }
}

/// The second factor.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Factor {
    pub title: &'static str,
    pub about: &'static str,
    pub digits: &'static str,
    pub button: &'static str,
    pub lost: &'static str,
    pub set_up: &'static str,
    pub set_up_steps: [&'static str; 3],
    pub picture: &'static str,
    pub typed: &'static str,
    pub set_up_button: &'static str,
    pub asked: &'static str,
}

/// Opening a one-time link.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Welcome {
    pub first: &'static str,
    pub first_about: &'static str,
    /// `{name}`, `{role}`.
    pub title: &'static str,
    pub about: &'static str,
    pub name: &'static str,
    pub login: &'static str,
    pub login_hint: &'static str,
    pub password: &'static str,
    pub again: &'static str,
    /// `{n}` characters.
    pub hint: &'static str,
    pub button: &'static str,
    pub over: &'static str,
    pub over_about: &'static str,
    /// The page in the other language.
    pub other: &'static str,
}

/// The own account.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Own {
    pub title: &'static str,
    /// Login, name, role, second factor.
    pub facts: [&'static str; 4],
    pub factor_on: &'static str,
    pub factor_off: &'static str,
    pub password: &'static str,
    pub present: &'static str,
    pub new: &'static str,
    pub again: &'static str,
    pub password_button: &'static str,
    pub factor: &'static str,
    pub factor_about: &'static str,
    pub factor_new: &'static str,
    pub factor_drop: &'static str,
    pub everywhere: &'static str,
    pub everywhere_about: &'static str,
    pub everywhere_button: &'static str,
    /// What was done: by the word in the address.
    pub done: &'static [(&'static str, &'static str)],
}

/// The administrator's list.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Admin {
    pub title: &'static str,
    /// Login, name, role, state, second factor, what can be done.
    pub heads: [&'static str; 6],
    /// Invited, active, disabled.
    pub states: [&'static str; 3],
    pub yes: &'static str,
    pub no: &'static str,
    pub renew: &'static str,
    pub disable: &'static str,
    pub enable: &'static str,
    pub new: &'static str,
    pub new_about: &'static str,
    pub login: &'static str,
    pub name: &'static str,
    pub role: &'static str,
    pub button: &'static str,
    pub link: &'static str,
    /// `{login}`.
    pub link_about: &'static str,
    pub duties: [&'static str; 6],
    pub duties_title: &'static str,
    pub not_self: &'static str,
    pub choose_role: &'static str,
    pub close_title: &'static str,
    pub close_means: [&'static str; 3],
    /// `{login}`.
    pub close_button: &'static str,
    pub close_not: &'static str,
}

/// Why a form has to be filled in again.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Denied {
    pub wrong: &'static str,
    /// `{n}` seconds.
    pub wait: &'static str,
    pub digits: &'static str,
    pub present: &'static str,
    pub over: &'static str,
    pub login: &'static str,
    pub role: &'static str,
    pub name: &'static str,
    /// `{n}` characters.
    pub short: &'static str,
    pub long: &'static str,
    pub guessable: &'static str,
    pub different: &'static str,
}

impl Denied {
    /// What is wrong with a new password.
    pub fn password(&self, problem: PasswordProblem) -> String {
        match problem {
            PasswordProblem::Short => self.short.replace("{n}", &crate::domain::account::SHORTEST.to_string()),
            PasswordProblem::Long => self.long.replace("{n}", &crate::domain::account::MOST.to_string()),
            PasswordProblem::Guessable => self.guessable.to_owned(),
            PasswordProblem::Different => self.different.to_owned(),
        }
    }
}

/// The words in that language.
pub fn of(language: Language) -> &'static Entry {
    match language {
        Language::Zh => &zh::entry::ENTRY,
        Language::En => &en::entry::ENTRY,
    }
}
