//! Whether a form was sent from one of our own pages.

use axum::http::{HeaderMap, header};

/// Whether the browser says that a request comes from this very server. A request without any word about it does not come
/// from a browser of this decade: then the form's own token has to do.
pub fn from_here(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = said("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match (said(header::ORIGIN.as_str()), said(header::HOST.as_str())) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn forms_of_other_sites_are_told_from_our_own() {
        assert!(from_here(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!from_here(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!from_here(&headers(&[("sec-fetch-site", "same-site")])));
        let host = ("host", "survey.example:8080");
        assert!(from_here(&headers(&[host, ("origin", "https://survey.example:8080")])));
        assert!(!from_here(&headers(&[host, ("origin", "https://elsewhere.example")])));
        assert!(!from_here(&headers(&[host, ("origin", "null")])));
        assert!(from_here(&headers(&[])));
    }
}
