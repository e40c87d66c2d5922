//! Who does something: a person with an account, whoever sits at the command line, or the server by itself.

use super::{Login, Role};

/// Who acts; every line of the audit log names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    Account {
        /// Account id.
        id: String,
        /// What it signs in with.
        login: Login,
        /// Its role.
        role: Role,
    },
    /// Whoever may run commands on the server.
    CommandLine,
    /// The server: jobs, and what happens before anybody has signed in.
    Server,
}

impl Actor {
    /// The name in the audit log. No login can be one of the two names without an account: they hold a space or a bracket.
    pub fn name(&self) -> &str {
        match self {
            Actor::Account { login, .. } => login.as_str(),
            Actor::CommandLine => "(command line)",
            Actor::Server => "(server)",
        }
    }

    /// The role in the audit log.
    pub fn role(&self) -> &'static str {
        match self {
            Actor::Account { role, .. } => role.as_str(),
            Actor::CommandLine => "operator",
            Actor::Server => "server",
        }
    }
}
