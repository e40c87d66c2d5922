//! People who act without a browser: the same stages, under their own names.

use super::TestApp;
use barometer::domain::account::{Actor, Login, Role};
use barometer::stages::App;
use barometer::stages::account::{NewAccount, create};
use std::sync::Arc;

impl TestApp {
    /// The house as that person has it; whoever it is has signed in before.
    pub fn under(&self, role: Role, login: &str) -> Arc<App> {
        let login = Login::parse(login).unwrap();
        let id = format!("account of {login}");
        self.app.by(Actor::Account { id, login, role })
    }

    /// Accounts of these interviewers.
    pub async fn hires_interviewers(&self, logins: &[&str]) -> Vec<String> {
        for login in logins {
            let wanted = NewAccount {
                login: (*login).to_owned(),
                name: "Interviewer".into(),
                role: Role::Interviewer,
            };
            create(&self.app, &wanted).await.unwrap().unwrap();
        }
        logins.iter().map(|login| (*login).to_owned()).collect()
    }
}
