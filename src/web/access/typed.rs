//! What somebody typed, kept while the session is begun anew; passwords and tokens never are.

use super::form::CSRF;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use std::future::poll_fn;
use std::pin::Pin;

/// Bytes of a form at most, here and wherever it is carried.
pub const FORM_MOST: usize = 64 * 1024;

/// Bytes of a form that carries another one through the doors: every `%` of it becomes three signs.
pub const CARRYING_MOST: usize = 4 * FORM_MOST;

/// Bytes that are read and thrown away, so that a browser sees the answer: it shows it only after it has sent everything.
pub const DRAINED_MOST: usize = 128 * 1024 * 1024;

/// Fields that are never carried.
const SECRET: [&str; 7] = [CSRF, "password", "again", "present", "digits", "secret", "carried"];

/// Fields as they were posted.
pub type Fields = Vec<(String, String)>;

/// A form that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// Where it was going.
    pub action: String,
    /// Its fields without the secret ones.
    pub fields: Fields,
}

impl Typed {
    /// A form, without its secrets.
    pub fn of(action: &str, fields: &[(String, String)]) -> Typed {
        let keep = |(name, _): &&(String, String)| !SECRET.contains(&name.as_str());
        Typed {
            action: action.to_owned(),
            fields: fields.iter().filter(keep).cloned().collect(),
        }
    }

    /// As one text for a hidden field: the address under an empty name, then the fields.
    pub fn packed(&self) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("", &self.action);
        pairs.extend_pairs(&self.fields).finish()
    }

    /// Reads [`Typed::packed`] back.
    pub fn unpacked(text: &str) -> Option<Typed> {
        let mut pairs = fields_of(text.as_bytes()).into_iter();
        let (name, action) = pairs.next()?;
        let fields: Fields = pairs.collect();
        name.is_empty().then(|| Typed::of(&action, &fields))
    }

    /// What a request brings along; `None` where it is too long to be kept. Of files only the fields beside them are read.
    pub async fn of_request(request: Request) -> Option<Typed> {
        let action = request.uri().path().to_owned();
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let fields = if kind.starts_with("multipart/form-data") {
            beside_files(request).await?
        } else {
            fields_of(&within(request.into_body(), FORM_MOST).await?)
        };
        Some(Typed::of(&action, &fields))
    }
}

/// The fields of a posted body.
pub fn fields_of(body: &[u8]) -> Fields {
    form_urlencoded::parse(body)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// A body of at most so many bytes; `None` where it is longer or breaks off, after reading on for a while.
pub async fn within(mut body: Body, most: usize) -> Option<Bytes> {
    let (mut kept, mut seen) = (Vec::new(), 0);
    while let Some(frame) = poll_fn(|turn| Pin::new(&mut body).poll_frame(turn)).await {
        let Ok(data) = frame.ok()?.into_data() else { continue };
        seen += data.len();
        if seen <= most {
            kept.extend_from_slice(&data);
        }
        if seen > DRAINED_MOST {
            break;
        }
    }
    (seen <= most).then(|| kept.into())
}

async fn beside_files(request: Request) -> Option<Fields> {
    let mut parts = Multipart::from_request(request, &()).await.ok()?;
    let (mut fields, mut text, mut seen) = (Vec::new(), 0, 0);
    // A body that breaks off leaves what came before it.
    while let Ok(Some(mut part)) = parts.next_field().await {
        let (name, is_file) = (part.name().unwrap_or_default().to_owned(), part.file_name().is_some());
        let mut value = Vec::new();
        while let Ok(Some(chunk)) = part.chunk().await {
            seen += chunk.len();
            if !is_file {
                text += chunk.len();
                value.extend_from_slice(&chunk);
            }
            if seen > DRAINED_MOST || text > FORM_MOST {
                return None;
            }
        }
        if !is_file {
            fields.push((name, String::from_utf8_lossy(&value).into_owned()));
        }
    }
    Some(fields)
}
