//! `/admin/accounts/{account}/close`: what closing an account means, before it is done.

use super::account_of;
use crate::storage::account::AccountRecord;
use crate::text::{console, entry};
use crate::web::PageError;
use crate::web::access::acts::ManageAccounts;
use crate::web::access::{May, Visit};
use crate::web::components::console::{Desk, Place, desk, token};
use crate::web::components::refusal::nowhere;
use crate::web::components::table::facts;
use crate::web::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// `GET /admin/accounts/{account}/close`.
pub async fn show(may: May<ManageAccounts>, Path(id): Path<String>) -> Result<Response, PageError> {
    Ok(match account_of(&may, &id).await? {
        Some(account) => view(&may, &account).into_response(),
        None => nowhere(&may),
    })
}

/// The page that says what closing means.
fn view(visit: &Visit, account: &AccountRecord) -> Markup {
    let language = visit.language();
    let words = &entry::of(language).admin;
    let body = html! {
        (facts(&[
            (words.login, html! { (account.login) }),
            (words.name, html! { (account.name) }),
            (words.role, html! { (console::of(language).role(account.role)) }),
        ]))
        ul { @for line in words.close_means { li { (line) } } }
        form.stack method="post" action={ "/admin/accounts/" (account.id) "/state" } {
            (token(visit))
            input type="hidden" name="state" value="disabled";
            button.final { (words.close_button.replace("{login}", account.login.as_str())) }
        }
        p { a href="/admin/accounts" { (words.close_not) } }
    };
    let page = Desk {
        visit,
        title: words.close_title,
        place: Place::Accounts,
        round: None,
    };
    desk(&page, body)
}
