//! The respondent's address, with language and size carried along: no cookie is needed.

use super::call::Call;
use crate::domain::definition::Language;
use crate::domain::invitation::token::Token;

/// Where the pages of one link are, and how they are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// `/s/{token}`; empty where the address is not that of a known link.
    pub base: String,
    /// Language of the pages.
    pub language: Language,
    /// Larger type.
    pub elder: bool,
    /// Whether a submission counts while its pages are filled in again: they say so on top.
    pub revising: bool,
    /// Whether the round is a pretest: its pages say so on top.
    pub pretest: bool,
    /// The call, where an interviewer asks the pages.
    pub call: Option<Call>,
}

impl Link {
    /// The link of a typed token with the settings of the request.
    pub fn of(token: &str, settings: &[(String, String)]) -> Link {
        let base = Token::parse(token).map(|token| format!("/s/{}", token.url_form()));
        Link {
            base: base.unwrap_or_default(),
            ..Link::nowhere(settings)
        }
    }

    /// Settings alone: links stay on the same address.
    pub fn nowhere(settings: &[(String, String)]) -> Link {
        let is = |name: &str, value: &str| settings.iter().any(|(n, v)| n == name && v == value);
        Link {
            base: String::new(),
            language: if is("lang", "en") { Language::En } else { Language::Zh },
            elder: is("elder", "1"),
            revising: false,
            pretest: false,
            call: None,
        }
    }

    /// The address of a page below the link; of the link itself for the empty name.
    pub fn to(&self, page: &str) -> String {
        let mut settings = Vec::new();
        if self.language == Language::En {
            settings.push("lang=en");
        }
        if self.elder {
            settings.push("elder=1");
        }
        let path = match (self.base.is_empty(), page) {
            (true, page) if page.starts_with('/') => page.to_owned(),
            (true, _) => String::new(),
            (false, "") => self.base.clone(),
            (false, page) => format!("{}/{page}", self.base),
        };
        match (settings.is_empty(), path.is_empty()) {
            (true, true) => "?lang=zh".to_owned(),
            (true, false) => path,
            (false, _) => format!("{path}?{}", settings.join("&")),
        }
    }

    /// The same for a page that says itself what counts.
    pub fn settled(&self) -> Link {
        Link {
            revising: false,
            ..self.clone()
        }
    }

    /// An address outside the link (`/verify`) with the same settings.
    pub fn outside(&self, path: &str) -> String {
        let nowhere = Link {
            base: String::new(),
            ..self.clone()
        };
        nowhere.to(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_travel_in_the_address() {
        let token = Token::generate(&mut crate::domain::random::stream(&[1; 32], &["link"]));
        let set = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
        };
        let plain = Link::of(token.url_form(), &[]);
        assert_eq!(plain.to("review"), format!("/s/{}/review", token.url_form()));
        let english = Link::of(token.url_form(), &set(&[("lang", "en"), ("elder", "1")]));
        assert_eq!(english.to(""), format!("/s/{}?lang=en&elder=1", token.url_form()));
        assert_eq!(english.outside("/verify"), "/verify?lang=en&elder=1");
        assert_eq!(Link::nowhere(&[]).to(""), "?lang=zh");
    }
}
