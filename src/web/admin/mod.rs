//! `/admin/accounts`: who may sign in, in which role; the link of a new account is shown once.

use crate::domain::account::{AccountState, Role};
use crate::stages::StageError;
use crate::stages::account::{self, Denied, NewAccount};
use crate::storage::account::{AccountRecord, list};
use crate::text::{console, entry};
use crate::web::PageError;
use crate::web::access::acts::ManageAccounts;
use crate::web::access::{May, Posted, Table, Visit};
use crate::web::components::console::{Desk, Place, desk, token};
use crate::web::components::refusal::refused;
use crate::web::components::table::{heads, table};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// Adds the pages to the table.
pub fn routes(table: &mut Table) {
    table.get(ManageAccounts, "/admin/accounts", show);
    table.post(ManageAccounts, "/admin/accounts", create);
    table.post(ManageAccounts, "/admin/accounts/{account}/link", renew);
    table.post(ManageAccounts, "/admin/accounts/{account}/state", set_state);
}

/// A new account as typed.
#[derive(Debug, Default, Deserialize)]
pub struct AccountForm {
    login: String,
    name: String,
    role: String,
}

/// The state that an account is to have.
#[derive(Debug, Deserialize)]
pub struct StateForm {
    state: AccountState,
}

/// A form with nothing but its token.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// What the page shows.
#[derive(Debug, Default)]
pub struct AccountsPage {
    accounts: Vec<AccountRecord>,
    /// What was typed before.
    form: AccountForm,
    /// What was wrong.
    complaint: Option<Markup>,
    /// A login and the link that was just made for it.
    link: Option<(String, String)>,
}

/// `GET /admin/accounts`.
pub async fn show(may: May<ManageAccounts>) -> Result<Markup, PageError> {
    page(&may, AccountsPage::default()).await
}

/// `POST /admin/accounts`: the answer holds the link, which is kept nowhere.
pub async fn create(may: May<ManageAccounts>, Posted(form): Posted<AccountForm>) -> Result<Response, PageError> {
    let Ok(role) = form.role.parse::<Role>() else {
        return Err(PageError::Form(StatusCode::BAD_REQUEST));
    };
    let (login, name) = (form.login.clone(), form.name.clone());
    let words = &entry::of(may.language()).denied;
    let complaint = match account::create(&may.app, &NewAccount { login, name, role }).await {
        Ok(Ok(link)) => {
            let link = Some((form.login, link));
            let made = AccountsPage {
                link,
                ..AccountsPage::default()
            };
            return Ok((StatusCode::CREATED, page(&may, made).await?).into_response());
        }
        Ok(Err(Denied::Name)) => html! { p.error role="alert" { (words.name) } },
        Ok(Err(_)) => html! { p.error role="alert" { (words.login) } },
        Err(error) => refused(error, &may).await?,
    };
    let again = AccountsPage {
        complaint: Some(complaint),
        form,
        ..AccountsPage::default()
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&may, again).await?).into_response())
}

/// `POST /admin/accounts/{account}/link`.
pub async fn renew(
    may: May<ManageAccounts>,
    Path(id): Path<String>,
    _: Posted<Nothing>,
) -> Result<Response, PageError> {
    let made = match account::renew(&may.app, &id).await {
        Ok(link) => AccountsPage {
            link: Some((login_of(&may, &id).await?, link)),
            ..AccountsPage::default()
        },
        Err(error) => AccountsPage {
            complaint: Some(refused(error, &may).await?),
            ..AccountsPage::default()
        },
    };
    Ok(page(&may, made).await?.into_response())
}

/// `POST /admin/accounts/{account}/state`.
pub async fn set_state(
    may: May<ManageAccounts>,
    Path(id): Path<String>,
    Posted(form): Posted<StateForm>,
) -> Result<Response, PageError> {
    if id == may.person.account.id {
        let complaint = Some(html! { p.error role="alert" { (entry::of(may.language()).admin.not_self) } });
        let again = AccountsPage {
            complaint,
            ..AccountsPage::default()
        };
        return Ok((StatusCode::CONFLICT, page(&may, again).await?).into_response());
    }
    match account::set_state(&may.app, &id, form.state).await {
        Ok(()) => Ok(Redirect::to("/admin/accounts").into_response()),
        Err(error) => {
            let again = AccountsPage {
                complaint: Some(refused(error, &may).await?),
                ..AccountsPage::default()
            };
            Ok((StatusCode::CONFLICT, page(&may, again).await?).into_response())
        }
    }
}

async fn login_of(visit: &Visit, id: &str) -> Result<String, PageError> {
    let found = crate::storage::account::find(&visit.app.db, id).await;
    let found = found.map_err(StageError::from)?;
    Ok(found.map_or_else(String::new, |account| account.login.to_string()))
}

async fn page(visit: &Visit, page: AccountsPage) -> Result<Markup, PageError> {
    let accounts = list(&visit.app.db).await.map_err(StageError::from)?;
    Ok(view(visit, &AccountsPage { accounts, ..page }))
}

/// The page.
pub fn view(visit: &Visit, data: &AccountsPage) -> Markup {
    let language = visit.language();
    let words = &entry::of(language).admin;
    let rows: Vec<Vec<Markup>> = data.accounts.iter().map(|account| row(visit, account)).collect();
    let body = html! {
        @if let Some(complaint) = &data.complaint { (complaint) }
        @if let Some((login, link)) = &data.link { (handed_over(login, link, words)) }
        (table(words.title, &heads(&words.heads, &[]), &rows, language))
        section.card {
            h2 { (words.new) }
            p { (words.new_about) }
            (form(visit, &data.form))
        }
        section.card {
            h2 { (words.duties_title) }
            dl.facts {
                @for (role, duty) in Role::ALL.into_iter().zip(words.duties) {
                    div { dt { (console::of(language).role(role)) } dd { (duty) } }
                }
            }
        }
    };
    let page = Desk {
        visit,
        title: words.title,
        place: Place::Accounts,
        round: None,
    };
    desk(&page, body)
}

fn handed_over(login: &str, link: &str, words: &entry::Admin) -> Markup {
    html! {
        div.done role="status" {
            h2 { (words.link) }
            p { (words.link_about.replace("{login}", login)) }
            p { code.long { (link) } }
        }
    }
}

fn form(visit: &Visit, typed: &AccountForm) -> Markup {
    let words = &entry::of(visit.language()).admin;
    html! {
        form.stack method="post" action="/admin/accounts" {
            (token(visit))
            label { span { (words.name) } input name="name" value=(typed.name) required; }
            label {
                span { (words.login) }
                input name="login" value=(typed.login) autocapitalize="none" autocomplete="off" required;
                small { (entry::of(visit.language()).welcome.login_hint) }
            }
            label {
                span { (words.role) }
                select name="role" {
                    @for role in Role::ALL {
                        option value=(role) selected[role.as_str() == typed.role] { (console::of(visit.language()).role(role)) }
                    }
                }
            }
            button.primary { (words.button) }
        }
    }
}

fn row(visit: &Visit, account: &AccountRecord) -> Vec<Markup> {
    let words = &entry::of(visit.language()).admin;
    let state = match account.state {
        AccountState::Invited => words.states[0],
        AccountState::Active => words.states[1],
        AccountState::Disabled => words.states[2],
    };
    let second = if account.second_factor.is_some() {
        words.yes
    } else {
        words.no
    };
    vec![
        html! { (account.login) },
        html! { (account.name) },
        html! { (console::of(visit.language()).role(account.role)) },
        html! { (state) },
        html! { (second) },
        actions(visit, account),
    ]
}

fn actions(visit: &Visit, account: &AccountRecord) -> Markup {
    let words = &entry::of(visit.language()).admin;
    let (state, label) = match account.state {
        AccountState::Disabled => ("active", words.enable),
        _ => ("disabled", words.disable),
    };
    html! {
        div.actions {
            @if account.state != AccountState::Disabled {
                form method="post" action={ "/admin/accounts/" (account.id) "/link" } { (token(visit)) button { (words.renew) } }
            }
            @if account.id != visit.person.account.id {
                form method="post" action={ "/admin/accounts/" (account.id) "/state" } {
                    (token(visit))
                    input type="hidden" name="state" value=(state);
                    button { (label) }
                }
            }
        }
    }
}
