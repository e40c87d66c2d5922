//! A browser without a screen: asks the real router for pages, reads their forms and posts them back.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;

/// Largest page that is read, in bytes.
const MOST_BYTES: usize = 4_000_000;

/// Speaks to one router.
#[derive(Debug, Clone)]
pub struct Browser {
    router: Router,
}

/// A page as it came back, after redirects.
#[derive(Debug)]
pub struct PageView {
    /// Status.
    pub status: StatusCode,
    /// The form that carries a signed state, if the page has one.
    pub form: Option<Form>,
}

/// A form to fill.
#[derive(Debug, Default)]
pub struct Form {
    /// Where it posts to.
    pub action: String,
    /// Hidden fields, sent back as they are.
    pub hidden: Vec<(String, String)>,
    /// What can be filled, in the order of the page.
    pub fields: Vec<Field>,
}

/// One question's controls.
#[derive(Debug)]
pub struct Field {
    /// Name.
    pub name: String,
    /// Offered values; empty for text.
    pub values: Vec<String>,
}

impl Form {
    /// Its hidden fields with the same answers as before, when the page stands there again.
    pub fn with(&self, answers: &[(String, String)]) -> Vec<(String, String)> {
        let same = answers
            .iter()
            .filter(|(name, _)| self.fields.iter().any(|field| &field.name == name));
        self.hidden.iter().chain(same).cloned().collect()
    }
}

impl Browser {
    /// A browser for this router.
    pub fn new(router: Router) -> Browser {
        Browser { router }
    }

    /// Opens an address.
    pub async fn get(&self, path: &str) -> anyhow::Result<PageView> {
        let request = Request::get(path).body(Body::empty())?;
        self.send(request, path).await
    }

    /// Posts a form and follows where it leads.
    pub async fn post(&self, path: &str, pairs: &[(String, String)]) -> anyhow::Result<PageView> {
        let body: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))?;
        self.send(request, path).await
    }

    async fn send(&self, request: Request<Body>, path: &str) -> anyhow::Result<PageView> {
        let mut response = self.router.clone().oneshot(request).await?;
        let mut here = path.to_owned();
        for _ in 0..5 {
            let Some(target) = response.headers().get(header::LOCATION) else {
                break;
            };
            here = target.to_str()?.to_owned();
            response = self
                .router
                .clone()
                .oneshot(Request::get(&here).body(Body::empty())?)
                .await?;
        }
        let status = response.status();
        let html = String::from_utf8(to_bytes(response.into_body(), MOST_BYTES).await?.to_vec())?;
        Ok(PageView {
            status,
            form: read_form(&html, &here),
        })
    }
}

/// The form with a field named `state`. The pages are our own, so a scan for tags reads them whole.
fn read_form(html: &str, here: &str) -> Option<Form> {
    html.split("<form").skip(1).find_map(|rest| {
        let body = rest.split("</form>").next()?;
        let mut form = Form {
            action: here.to_owned(),
            ..Form::default()
        };
        let (head, inside) = body.split_once('>')?;
        if let Some(action) = attribute(head, "action") {
            form.action = action;
        }
        for tag in inside
            .split('<')
            .filter_map(|piece| piece.split_once('>').map(|(tag, _)| tag))
        {
            read_control(tag, &mut form);
        }
        form.hidden.iter().any(|(name, _)| name == "state").then_some(form)
    })
}

fn read_control(tag: &str, form: &mut Form) {
    let kind = attribute(tag, "type").unwrap_or_default();
    let Some(name) = attribute(tag, "name") else { return };
    let value = attribute(tag, "value").unwrap_or_default();
    if tag.starts_with("textarea") {
        form.fields.push(Field {
            name,
            values: Vec::new(),
        });
    } else if tag.starts_with("input") && kind == "hidden" {
        form.hidden.push((name, value));
    } else if tag.starts_with("input") && (kind == "radio" || kind == "checkbox") {
        match form.fields.iter_mut().find(|field| field.name == name) {
            Some(field) => field.values.push(value),
            None => form.fields.push(Field {
                name,
                values: vec![value],
            }),
        }
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let rest = &tag[start..];
    let value = &rest[..rest.find('"')?];
    Some(
        value
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&"),
    )
}
