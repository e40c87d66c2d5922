//! Who works in the consoles: roles and their duties, passwords, the second factor, and the log of what everybody changed.

mod actor;
mod audit;
mod brake;
mod login;
mod password;
mod role;
mod second_factor;
#[cfg(test)]
mod tests;

pub use actor::Actor;
pub use audit::{AuditEntry, AuditFault, BEGINNING, check_chain};
pub use brake::{Brake, FREE_TRIES, LONGEST_PAUSE, STRANGERS_PAUSE};
pub use login::Login;
pub use password::{MOST, PasswordHash, PasswordProblem, SHORTEST, fits};
pub use role::{House, Role};
pub use second_factor::{SecondFactor, SecondFactorError};

use serde::{Deserialize, Serialize};

/// Whether somebody can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Made, and nobody has used its link yet.
    Invited,
    /// In use.
    Active,
    /// Closed; what it did stays in the log.
    Disabled,
}
