//! The language of pages for people who are not signed in: as asked for, as last used on this browser, or as the browser says.

use super::cookie::kept;
use crate::domain::definition::Language;
use crate::stages::App;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use std::convert::Infallible;
use std::sync::Arc;

/// Name of the cookie that remembers the language.
pub const LANGUAGE: &str = "language";

/// The language to speak with somebody unknown.
#[derive(Debug, Clone, Copy)]
pub struct Speech(pub Language);

impl FromRequestParts<Arc<App>> for Speech {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Speech, Infallible> {
        Ok(Speech(spoken(app, parts)))
    }
}

/// The language of a request.
pub fn spoken(app: &App, parts: &Parts) -> Language {
    let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let asked = pairs.into_iter().find(|(name, _)| name == "lang");
    let used = || kept(app, &CookieJar::from_headers(&parts.headers), LANGUAGE);
    let accepted = parts
        .headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    asked
        .and_then(|(_, word)| named(&word))
        .or_else(|| named(&used()?))
        .or_else(|| preferred(accepted?))
        .unwrap_or(Language::Zh)
}

/// The language of a word as forms and cookies have it.
pub fn named(word: &str) -> Option<Language> {
    match word {
        "zh" => Some(Language::Zh),
        "en" => Some(Language::En),
        _ => None,
    }
}

/// The word of a language in forms and cookies.
pub fn word(language: Language) -> &'static str {
    match language {
        Language::Zh => "zh",
        Language::En => "en",
    }
}

/// The first of the browser's languages that we speak; browsers name the best first.
fn preferred(accepted: &str) -> Option<Language> {
    let mut tags = accepted.split(',').filter_map(|tag| tag.split([';', '-']).next());
    tags.find_map(|tag| named(tag.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_says_which_language_it_prefers() {
        assert_eq!(preferred("en-US,en;q=0.9,zh-CN;q=0.5"), Some(Language::En));
        assert_eq!(preferred("fr, zh-CN;q=0.9"), Some(Language::Zh));
        assert_eq!(preferred("*"), None);
    }
}
