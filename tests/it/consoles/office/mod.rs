//! The office's day and its counterparts in the agency: registering, confirming, sealing, correcting, closing.

mod back;
mod closing;
mod correction;
mod method;
mod sheet;

use crate::journey::the_town_answers;
use crate::support::{Clerk, TestApp};
use axum::http::StatusCode;
use barometer::domain::account::{Actor, Login, Role};
use std::time::Duration;

/// Somebody who acts under a name.
pub fn actor(login: &str, role: Role) -> Actor {
    Actor::Account {
        id: login.into(),
        login: Login::parse(login).unwrap(),
        role,
    }
}

/// The town as far as a computed sheet; nobody has an account yet.
pub async fn scored(town: &mut TestApp) {
    let invitations = town.invites_the_town().await;
    the_town_answers(town, &invitations).await;
    town.closes_all_the_same().await.unwrap();
    town.computes().await.unwrap();
}

/// Waits until the work under way on the round has ended; gives the page.
pub async fn waits(clerk: &mut Clerk, address: &str) -> String {
    for _ in 0..600 {
        clerk.opens(address).await;
        assert_eq!(clerk.page.status, StatusCode::OK);
        if !clerk.headers.iter().any(|(name, _)| name == "refresh") {
            return clerk.page.html.clone();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{address} never comes to an end");
}
