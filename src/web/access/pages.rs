//! Which page a form stands on: nobody is ever led to an address that only takes what forms send.

use super::table::Route;
use std::sync::Arc;

/// Where everybody can go.
pub const DESK: &str = "/desk";

/// The addresses of the consoles, for finding pages in them.
#[derive(Debug, Clone)]
pub struct Pages(Arc<[Route]>);

impl Pages {
    /// The pages of a table.
    pub fn of(routes: &[Route]) -> Pages {
        Pages(routes.into())
    }

    /// The page to show for an address: itself where it is a page, the page of the form where it takes one, and the nearest
    /// page above it otherwise.
    pub fn page_of(&self, address: &str) -> String {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let Some(pattern) = self.pattern_of(path) else {
            return DESK.to_owned();
        };
        if self.is_page(pattern) {
            return address.to_owned();
        }
        let declared = self.0.iter().find(|route| route.path == pattern);
        if let Some(page) = declared.and_then(|route| route.page) {
            return filled(page, pattern, path);
        }
        let mut above = path;
        while let Some((rest, _)) = above.rsplit_once('/') {
            if self.pattern_of(rest).is_some_and(|pattern| self.is_page(pattern)) {
                return rest.to_owned();
            }
            above = rest;
        }
        DESK.to_owned()
    }

    /// Whether the consoles have this address.
    pub fn has(&self, path: &str) -> bool {
        self.pattern_of(path).is_some()
    }

    fn is_page(&self, pattern: &str) -> bool {
        self.0
            .iter()
            .any(|route| route.method == "GET" && route.path == pattern)
    }

    /// The pattern that an address belongs to: as in the router, a word goes before a name in braces.
    fn pattern_of(&self, path: &str) -> Option<&'static str> {
        let fitting = self
            .0
            .iter()
            .map(|route| route.path)
            .filter(|pattern| fits(pattern, path));
        fitting.min_by_key(|pattern| pattern.split('/').map(is_name).collect::<Vec<bool>>())
    }
}

fn is_name(part: &str) -> bool {
    part.starts_with('{')
}

fn fits(pattern: &str, path: &str) -> bool {
    let same = |(name, part): (&str, &str)| name == part || (is_name(name) && !part.is_empty());
    pattern.split('/').count() == path.split('/').count() && pattern.split('/').zip(path.split('/')).all(same)
}

/// The page with the names in braces as the address has them.
fn filled(page: &str, pattern: &str, path: &str) -> String {
    let value = |name: &str| {
        let mut pairs = pattern.split('/').zip(path.split('/'));
        pairs
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
    };
    let parts = page.split('/').map(|part| {
        let found = is_name(part).then(|| value(part)).flatten();
        found.unwrap_or_else(|| part.to_owned())
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::super::act::{Act, acts::ReadLogs};
    use super::*;

    fn route(method: &'static str, path: &'static str, page: Option<&'static str>) -> Route {
        let act = ReadLogs::INFO;
        Route {
            method,
            path,
            act,
            page,
        }
    }

    #[test]
    fn every_form_has_a_page() {
        let pages = Pages::of(&[
            route("GET", "/ledger", None),
            route("POST", "/ledger/open", None),
            route("GET", "/ledger/{year}", None),
            route("GET", "/ledger/{year}/notes", None),
            route("POST", "/ledger/{year}/note", Some("/ledger/{year}/notes")),
            route("POST", "/ledger/{year}/notes/{number}/withdraw", None),
        ]);
        for (address, page) in [
            ("/ledger/2009?done=1", "/ledger/2009?done=1"),
            ("/ledger/open", "/ledger"),
            ("/ledger/2009/note", "/ledger/2009/notes"),
            ("/ledger/2009/notes/3/withdraw", "/ledger/2009/notes"),
            ("/elsewhere", "/desk"),
        ] {
            assert_eq!(pages.page_of(address), page);
        }
    }
}
