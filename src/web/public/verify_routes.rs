//! `GET` and `POST /verify`, `POST /verify/withdraw`: the receipt page's handlers.

use super::receipt::{ReceiptFacts, ReceiptPage, ReceiptState, view};
use super::reply::{Settings, language};
use crate::domain::proof::Receipt;
use crate::domain::proof::code::CodeError;
use crate::stages::App;
use crate::stages::receipt::{self, Fate, Known};
use crate::storage::answers::Written;
use crate::web::PageError;
use crate::web::extract::Query;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use maud::Markup;
use std::sync::Arc;

/// The posted code, and the tick of a withdrawal.
#[derive(Debug, serde::Deserialize)]
pub struct CodeForm {
    /// As typed.
    #[serde(default)]
    code: String,
    /// `yes` when ticked.
    #[serde(default)]
    sure: String,
}

/// The code of a form, as typed.
pub(super) fn typed(form: &CodeForm) -> &str {
    &form.code
}

/// The empty form.
pub async fn show(Query(settings): Settings) -> Markup {
    view(&ReceiptPage {
        language: language(&settings),
        typed: String::new(),
        answer: None,
        tick_missing: false,
        too_late: false,
    })
}

/// Answers a code.
pub async fn submit(
    State(app): State<Arc<App>>,
    Query(settings): Settings,
    form: Result<Form<CodeForm>, FormRejection>,
) -> Result<Markup, PageError> {
    let Form(form) = form?;
    let answer = Some(answer(&app, &form.code).await?);
    Ok(view(&ReceiptPage {
        language: language(&settings),
        typed: form.code,
        answer,
        tick_missing: false,
        too_late: false,
    }))
}

/// Withdraws after the tick; a repeat shows that it is withdrawn, and after closing why it cannot be.
pub async fn withdraw(
    State(app): State<Arc<App>>,
    Query(settings): Settings,
    form: Result<Form<CodeForm>, FormRejection>,
) -> Result<Markup, PageError> {
    let Form(form) = form?;
    let ticked = form.sure == "yes";
    let too_late = match (ticked, Receipt::parse(&form.code)) {
        (true, Ok(code)) => receipt::withdraw(&app, &code).await? == Written::NotFielding,
        _ => false,
    };
    let answer = Some(answer(&app, &form.code).await?);
    Ok(view(&ReceiptPage {
        language: language(&settings),
        typed: form.code,
        answer,
        tick_missing: !ticked,
        too_late,
    }))
}

async fn answer(app: &App, typed: &str) -> Result<(ReceiptState, Option<ReceiptFacts>), PageError> {
    let code = match Receipt::parse(typed) {
        Ok(code) => code,
        Err(CodeError::Mistyped | CodeError::Malformed) => return Ok((ReceiptState::Mistyped, None)),
    };
    let known = receipt::look_up(app, &code).await?;
    Ok(known.map_or((ReceiptState::Unknown, None), |known| {
        (state(known.fate), Some(facts(known)))
    }))
}

fn state(fate: Fate) -> ReceiptState {
    match fate {
        Fate::Recorded => ReceiptState::Recorded,
        Fate::Waiting => ReceiptState::Waiting,
        Fate::Replaced => ReceiptState::Replaced,
        Fate::Withdrawn => ReceiptState::Withdrawn,
        Fate::Used => ReceiptState::Used,
        Fate::SetAside => ReceiptState::SetAside,
    }
}

fn facts(known: Known) -> ReceiptFacts {
    let (log_size, log_root) = known.head.unwrap_or_default();
    ReceiptFacts {
        title: known.title,
        log_size,
        log_root,
        has_proof: known.logged,
        may_withdraw: known.may_withdraw,
    }
}
