//! Every address of the consoles, tried as every role and as nobody.

use crate::support::{Clerk, TestApp, folder, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::web::access::Route;
use barometer::web::consoles;

/// The address with the names in braces filled in.
fn filled(route: &Route, round: &str) -> String {
    let parts = route.path.split('/').map(|part| match part {
        "{round}" => round,
        name if name.starts_with('{') => "1",
        word => word,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Tries an address without following where it leads.
async fn tries(clerk: &mut Clerk, route: &Route, round: &str) -> StatusCode {
    let address = filled(route, round);
    match route.method {
        "GET" => clerk.looks(&address).await,
        _ => clerk.throws(&address).await,
    }
}

#[test]
fn every_address_opens_for_its_roles_and_for_nobody_else() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let table = consoles(&town.app);
        let routes = table.routes();
        assert!(routes.len() > 10);
        let mut clerks = vec![(None, town.stranger())];
        for role in Role::ALL {
            clerks.push((Some(role), town.hires(role, role.as_str()).await));
        }
        for route in routes {
            for (role, clerk) in &mut clerks {
                let status = tries(clerk, route, &town.round).await;
                let what = format!("{} {} as {role:?}: {status}", route.method, route.path);
                match role {
                    None if route.method == "GET" => assert_eq!(status, StatusCode::SEE_OTHER, "{what}"),
                    None => assert_eq!(status, StatusCode::UNAUTHORIZED, "{what}"),
                    Some(role) if !route.act.roles.contains(role) => {
                        assert_eq!(status, StatusCode::FORBIDDEN, "{what}")
                    }
                    // A form without its token is never carried out, not even for those who may.
                    Some(_) if route.method == "POST" => {
                        let held = [StatusCode::CONFLICT, StatusCode::BAD_REQUEST];
                        assert!(held.contains(&status), "{what}");
                    }
                    Some(_) => assert!(status != StatusCode::FORBIDDEN && !status.is_server_error(), "{what}"),
                }
            }
        }
    });
}

#[test]
fn no_form_without_its_token_changes_anything() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let mut clerks = Vec::new();
        for role in Role::ALL {
            clerks.push(town.hires(role, role.as_str()).await);
        }
        let before = town.everything().await;
        let table = consoles(&town.app);
        for route in table.routes().iter().filter(|route| route.method == "POST") {
            for clerk in &mut clerks {
                tries(clerk, route, &town.round).await;
            }
        }
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn a_form_from_another_site_is_refused() {
    on_both(async |town: TestApp| {
        let mut clerk = town.hires(Role::Administrator, "root").await;
        clerk.opens("/admin/accounts").await;
        let form = clerk.page.forms.last().unwrap().clone();
        let before = town.rows("account").await.len();
        let status = clerk.is_lured_to(&form.action, &form.hidden).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert_eq!(town.rows("account").await.len(), before);
    });
}

#[test]
fn every_form_has_a_page_that_its_roles_may_open() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let table = consoles(&town.app);
        let pages = table.pages();
        let mut clerks = Vec::new();
        for role in Role::ALL {
            clerks.push((role, town.hires(role, role.as_str()).await));
        }
        for route in table.routes().iter().filter(|route| route.method == "POST") {
            let address = filled(route, &town.round);
            let page = pages.page_of(&address);
            let lone = ["/account/language", "/sign-out"].contains(&route.path);
            assert!(page != "/desk" || lone, "{} has no page", route.path);
            for (role, clerk) in clerks.iter_mut().filter(|(role, _)| route.act.roles.contains(role)) {
                let status = clerk.looks(&page).await;
                let shut = [StatusCode::METHOD_NOT_ALLOWED, StatusCode::FORBIDDEN];
                assert!(
                    !shut.contains(&status),
                    "{} leads {role} to {page}: {status}",
                    route.path
                );
            }
        }
    });
}
