//! The six roles; an account has exactly one, so that duties stay apart.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Makes and closes accounts; sees neither answers nor scores.
    Administrator,
    /// Runs the agency's fieldwork: frame, draw, invitations, cases, closing.
    Manager,
    /// Works on the cases that were given to it.
    Interviewer,
    /// Decides removals, writes the sample report, confirms the sheet for the agency.
    Analyst,
    /// Registers the method, seals, keeps the main ledger; sees no answer.
    Officer,
    /// Reads proofs and logs; changes nothing.
    Auditor,
}

/// Which house a role belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum House {
    /// Runs the server.
    Platform,
    /// Surveys.
    Agency,
    /// Commissions and imports.
    Office,
    /// Trusts nobody.
    Outside,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 6] = [
        Role::Administrator,
        Role::Manager,
        Role::Interviewer,
        Role::Analyst,
        Role::Officer,
        Role::Auditor,
    ];

    /// The word stored and written in logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::Manager => "manager",
            Role::Interviewer => "interviewer",
            Role::Analyst => "analyst",
            Role::Officer => "officer",
            Role::Auditor => "auditor",
        }
    }

    /// The house it works for.
    pub fn house(self) -> House {
        match self {
            Role::Administrator => House::Platform,
            Role::Manager | Role::Interviewer | Role::Analyst => House::Agency,
            Role::Officer => House::Office,
            Role::Auditor => House::Outside,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(word: &str) -> Result<Role, String> {
        let found = Role::ALL.into_iter().find(|role| role.as_str() == word);
        found.ok_or_else(|| word.to_owned())
    }
}
