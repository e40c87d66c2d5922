//! Files that people hand in: read with a limit, and only together with the token of the session.

use super::form::right_token;
use super::gate::Visit;
use super::typed::{DRAINED_MOST, FORM_MOST, Fields, Typed};
use crate::web::components::refusal;
use crate::web::error::PageError;
use crate::web::sign_in::again::{self, Why};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Bytes of a file at most: a frame of a million units has some 60 MB as CSV, ten thousand have 1.
pub const UPLOAD_MOST: usize = 64 * 1024 * 1024;

/// A file with the fields that came before it.
#[derive(Debug)]
pub struct Upload {
    /// The other fields.
    pub fields: Fields,
    /// The file's name as the browser gave it, without folders; empty where no file was chosen.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// The value of a field; empty where there is none.
    pub fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Upload, Response> {
        let visit = request.extensions().get::<Visit>().cloned();
        let path = request.uri().path().to_owned();
        let bad = || PageError::Form(StatusCode::BAD_REQUEST).into_response();
        let visit = visit.ok_or_else(bad)?;
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| bad())?;
        let mut upload = Upload {
            fields: Vec::new(),
            name: String::new(),
            bytes: Vec::new(),
        };
        let mut whole = true;
        while let Some(mut part) = parts.next_field().await.map_err(|_| bad())? {
            let name = part.name().unwrap_or_default().to_owned();
            let most = if part.file_name().is_some() {
                UPLOAD_MOST
            } else {
                FORM_MOST
            };
            let file = part.file_name().map(plain_name);
            let read = read(&mut part, most).await.map_err(|_| bad())?;
            match (read, file) {
                (None, _) => whole = false,
                (Some(bytes), Some(file)) => (upload.name, upload.bytes) = (file, bytes),
                (Some(bytes), None) => upload.fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        if !right_token(&visit, &upload.fields) {
            let typed = Typed::of(&path, &upload.fields);
            return Err(again::put_back(&visit, &typed, Why::Stale).await);
        }
        if !whole {
            return Err(refusal::too_large(&visit, UPLOAD_MOST));
        }
        Ok(upload)
    }
}

/// Reads a part; `None` when it is longer than allowed, after reading it to its end.
async fn read(part: &mut Field<'_>, most: usize) -> Result<Option<Vec<u8>>, axum::extract::multipart::MultipartError> {
    let (mut bytes, mut seen) = (Vec::new(), 0);
    while let Some(chunk) = part.chunk().await? {
        seen += chunk.len();
        if seen > DRAINED_MOST {
            break;
        }
        if seen <= most {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((seen <= most).then_some(bytes))
}

/// Some browsers send the whole path.
fn plain_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}
