//! `/agency/{round}/prepare/sizes/{audience}`: choose sizes with the precision that they buy.

use super::sizes_form::{NAMES, STRATUM, SizesForm};
use super::sizes_results::results;
use super::{audience_of, busy_bar, may_change, page, stratum};
use crate::domain::definition::{Audience, Language};
use crate::domain::sample::Precision;
use crate::stages::preparing::sizes::{Sizing, bought, choose, sizing};
use crate::stages::{LoadedRound, StageError};
use crate::storage::round::RoundState;
use crate::text::on_page::Reader;
use crate::text::prepare as text;
use crate::web::PageError;
use crate::web::access::acts::{Prepare, ReadSample};
use crate::web::access::{Fields, May, Posted, Visit};
use crate::web::components::console::token;
use crate::web::components::refusal::{nowhere, refused};
use crate::web::rounds::known;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

/// What the page shows.
#[derive(Debug)]
pub struct SizesPage<'a> {
    pub(super) loaded: &'a LoadedRound,
    pub(super) audience: &'a Audience,
    pub(super) sizing: Sizing,
    pub(super) form: SizesForm,
    /// What the sizes of the form buy, where they can be drawn.
    pub(super) bought: Option<Precision>,
    /// What was just done, or what was wrong.
    pub(super) message: Option<Markup>,
}

/// `GET /agency/{round}/prepare/sizes/{audience}`; the expectation may stand in the address.
pub async fn show(
    may: May<ReadSample>,
    Path((id, audience)): Path<(String, String)>,
    Query(asked): Query<Fields>,
) -> Result<Response, PageError> {
    let saved = asked.iter().any(|(name, value)| name == "done" && value == "saved");
    let message = saved.then(|| html! { p.done role="status" { (text::of(may.language()).sizes.saved) } });
    respond(&may, (&id, &audience), Typed::Asked(&asked), message, StatusCode::OK).await
}

/// `POST /agency/{round}/prepare/sizes/{audience}`: computes, or saves.
pub async fn submit(
    may: May<Prepare>,
    Path((id, audience)): Path<(String, String)>,
    Posted(fields): Posted<Fields>,
) -> Result<Response, PageError> {
    let form = SizesForm::posted(&fields);
    let language = may.language();
    let save = fields.iter().any(|(name, value)| name == "do" && value == "save");
    let message = match save {
        false => html! { p.mind role="status" { (text::of(language).sizes.unsaved) } },
        true => match keep(&may, &id, &audience, &form).await {
            Ok(()) => {
                let to = format!("/agency/{id}/prepare/sizes/{audience}?done=saved&{}", form.query());
                return Ok(Redirect::to(&to).into_response());
            }
            Err(error) => {
                let (message, status) = (refused(error, &may).await?, StatusCode::UNPROCESSABLE_ENTITY);
                return respond(
                    &may,
                    (&id, &audience),
                    Typed::Form(Box::new(form)),
                    Some(message),
                    status,
                )
                .await;
            }
        },
    };
    respond(
        &may,
        (&id, &audience),
        Typed::Form(Box::new(form)),
        Some(message),
        StatusCode::OK,
    )
    .await
}

async fn keep(visit: &Visit, id: &str, audience: &str, form: &SizesForm) -> Result<(), StageError> {
    let loaded = visit.app.round(id).await?;
    let Some(known) = audience_of(&loaded, audience) else {
        let unknown = crate::domain::refusal::Refusal::NoAudience(audience.to_owned());
        return Err(StageError::Refused(unknown));
    };
    let read = form.read(&loaded.survey, known, visit.language());
    let (plan, _) = read.map_err(|refusal| StageError::Refused(refusal.into()))?;
    choose(&visit.app, id, &known.id, form.seen, plan).await
}

/// What stands in the form.
enum Typed<'a> {
    /// What is saved, with the expectation of the address.
    Asked(&'a Fields),
    /// What was posted.
    Form(Box<SizesForm>),
}

async fn respond(
    visit: &Visit,
    (id, audience): (&str, &str),
    typed: Typed<'_>,
    message: Option<Markup>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let Some(loaded) = known(visit, id).await? else {
        return Ok(nowhere(visit));
    };
    let Some(audience) = audience_of(&loaded, audience) else {
        return Ok(nowhere(visit));
    };
    let sizing = match sizing(&visit.app, &loaded, audience).await {
        Ok(sizing) => sizing,
        Err(StageError::Refused(_)) => return Ok(without_frame(visit, &loaded, audience).into_response()),
        Err(error) => return Err(error.into()),
    };
    let form = match typed {
        Typed::Form(form) => *form,
        Typed::Asked(asked) => {
            let plan = sizing.saved.plan.0.get(&audience.id);
            let sizes = match (plan, &audience.frame) {
                (Some(plan), Some(spec)) => plan.sizes(spec, &sizing.frame.upload.facts.counts).ok(),
                _ => sizing.registered.clone().ok(),
            };
            SizesForm::saved(plan, sizes.as_ref(), sizing.saved.version, asked)
        }
    };
    let mut data = SizesPage {
        loaded: &loaded,
        audience,
        sizing,
        form,
        bought: None,
        message,
    };
    let status = match computed(&data, visit.language()) {
        Ok(bought) => {
            data.bought = Some(bought);
            status
        }
        Err(error) => {
            // What was refused when saving is told once.
            if status == StatusCode::OK {
                data.message = Some(refused(error, visit).await?);
            }
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    Ok((status, view(visit, &data)).into_response())
}

fn computed(data: &SizesPage<'_>, language: Language) -> Result<Precision, StageError> {
    let read = data.form.read(&data.loaded.survey, data.audience, language);
    let (plan, expects) = read.map_err(|refusal| StageError::Refused(refusal.into()))?;
    let counts = &data.sizing.frame.upload.facts.counts;
    bought(data.loaded, data.audience, counts, &plan, &expects)
}

fn without_frame(visit: &Visit, loaded: &LoadedRound, audience: &Audience) -> Markup {
    let words = &text::of(visit.language()).sizes;
    let frame = format!("/agency/{}/prepare/frame/{}", loaded.record.id, audience.id.0);
    let name = audience.name.get(visit.language());
    let title = words.title.replace("{audience}", name);
    let body = html! {
        p.mind { (words.no_frame) }
        p { a href=(frame) { (text::of(visit.language()).frame.title.replace("{audience}", name)) } }
    };
    page(visit, loaded, &title, body)
}

/// The page.
pub fn view(visit: &Visit, data: &SizesPage<'_>) -> Markup {
    let language = visit.language();
    let words = &text::of(language).sizes;
    let body = html! {
        @if let Some(message) = &data.message { (message) }
        p { (words.about) }
        @if let Err(error) = &data.sizing.registered {
            p.mind { (words.registered_wrong) " " (Reader::of(&data.loaded.survey, language).other(error)) }
        }
        (form(visit, data))
        @if let Some(bought) = &data.bought { (results(data, bought, language)) }
    };
    let title = words.title.replace("{audience}", data.audience.name.get(language));
    page(visit, data.loaded, &title, body)
}

fn form(visit: &Visit, data: &SizesPage<'_>) -> Markup {
    let language = visit.language();
    let words = &text::of(language).sizes;
    let form = &data.form;
    let address = format!("/agency/{}/prepare/sizes/{}", data.loaded.record.id, data.audience.id.0);
    let open = data.loaded.record.state == RoundState::Draft && may_change(visit);
    let rules = ["registered", "total", "strata"].into_iter().zip(words.rules);
    html! {
        form.sizes method="post" action=(address) {
            (token(visit))
            input type="hidden" name="seen" value=(form.seen);
            fieldset disabled[!open] {
                legend { (words.rule) }
                @for (rule, label) in rules {
                    label.check { input type="radio" name="rule" value=(rule) checked[form.rule == rule]; span { (label) } }
                }
                label.short { span { (words.total) } input name="total" value=(form.total) inputmode="numeric"; }
                details open[form.rule == "strata"] {
                    summary { (words.strata) }
                    div.grid {
                        @for code in data.sizing.frame.upload.facts.counts.keys() {
                            label {
                                span { (stratum(data.loaded, data.audience, code, language)) }
                                input name={ (STRATUM) (code) } inputmode="numeric"
                                    value=(form.strata.get(code).map(String::as_str).unwrap_or_default());
                            }
                        }
                    }
                }
            }
            fieldset disabled[!open] {
                legend { (words.expects) }
                p.quiet { (words.expects_about) }
                div.grid {
                    @for ((name, label), value) in NAMES.iter().zip(words.fields).zip(&form.expects) {
                        label { span { (label) } input name=(name) value=(value) inputmode="decimal"; }
                    }
                }
            }
            @if open {
                div.actions {
                    button name="do" value="compute" { (words.compute) }
                    button.primary name="do" value="save" { (words.save) }
                }
                (busy_bar(words.compute))
            }
        }
    }
}
