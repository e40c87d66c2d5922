//! Puts what somebody had typed back into the form of a page of ours, as the page's own fields.
//!
//! It reads only what our own templates write: attributes in double quotes, every special sign escaped. Hidden fields,
//! passwords, files, buttons and boxes that have to be ticked stay as the page has them: what a person decides is decided
//! on the page as it is now.

/// A page with a form filled in.
#[derive(Debug, PartialEq, Eq)]
pub struct Filled {
    /// The page.
    pub html: String,
    /// Whether the page has the form.
    pub found: bool,
    /// What was typed into fields that the page does not have.
    pub left: Vec<(String, String)>,
}

/// The id that the filled form gets.
pub const TYPED: &str = "typed";

/// Fills in the form that goes to `action`; of several, the one whose hidden fields say the same.
pub fn fill(html: &str, action: &str, typed: &[(String, String)]) -> Filled {
    let Some((from, to)) = form_of(html, action, typed) else {
        return Filled {
            html: html.to_owned(),
            found: false,
            left: typed.iter().filter(|(_, value)| !value.is_empty()).cloned().collect(),
        };
    };
    let mut work = Work {
        typed,
        used: vec![false; typed.len()],
        known: Vec::new(),
        out: String::with_capacity(html.len() + 4096),
    };
    let form = &html[from..to];
    work.out.push_str(&html[..from]);
    work.out.push_str(&format!("<form id=\"{TYPED}\""));
    work.rewrite(&form["<form".len()..]);
    work.out.push_str(&html[to..]);
    let left = typed
        .iter()
        .filter(|(name, value)| !value.is_empty() && !work.known.contains(name));
    Filled {
        left: left.cloned().collect(),
        html: work.out,
        found: true,
    }
}

/// Where the form begins and ends.
fn form_of(html: &str, action: &str, typed: &[(String, String)]) -> Option<(usize, usize)> {
    let all = html.match_indices("<form").filter_map(|(from, _)| {
        let to = from + html[from..].find("</form>")?;
        let head = &html[from..from + html[from..].find('>')?];
        (attribute(head, "action").as_deref() == Some(action)).then_some((from, to))
    });
    let all: Vec<_> = all.collect();
    let same = |(from, to): &&(usize, usize)| {
        let hidden = tags(&html[*from..*to]).filter(|tag| attribute(tag, "type").as_deref() == Some("hidden"));
        let pairs =
            hidden.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())));
        pairs
            .filter(|(name, _)| typed.iter().any(|(known, _)| known == name))
            .all(|pair| typed.contains(&pair))
    };
    all.iter().find(same).or(all.first()).copied()
}

struct Work<'a> {
    typed: &'a [(String, String)],
    used: Vec<bool>,
    known: Vec<String>,
    out: String,
}

impl Work<'_> {
    /// Goes through the tags of a form; the text between them stays.
    fn rewrite(&mut self, form: &str) {
        let mut rest = form;
        let mut chosen: Option<Vec<String>> = None;
        while let Some(at) = rest.find('<') {
            let Some(end) = rest[at..].find('>').map(|end| at + end + 1) else {
                break;
            };
            self.out.push_str(&rest[..at]);
            let tag = &rest[at..end];
            rest = &rest[end..];
            match element(tag) {
                "input" => self.input(tag),
                "select" => {
                    self.out.push_str(tag);
                    chosen = self.chosen(tag);
                }
                "/select" => {
                    self.out.push_str(tag);
                    chosen = None;
                }
                "option" => self.out.push_str(&option(tag, rest, chosen.as_deref())),
                "textarea" => {
                    self.out.push_str(tag);
                    if let (Some(value), Some(end)) = (self.text(tag), rest.find("</textarea>")) {
                        // A browser drops a first line end.
                        self.out.push('\n');
                        self.out.push_str(&escaped(&value));
                        rest = &rest[end..];
                    }
                }
                _ => {
                    self.known.extend(attribute(tag, "name"));
                    self.out.push_str(tag);
                }
            }
        }
        self.out.push_str(rest);
    }

    fn input(&mut self, tag: &str) {
        let kind = attribute(tag, "type").unwrap_or_default();
        let name = attribute(tag, "name");
        let rewritten = match kind.as_str() {
            "hidden" | "password" | "file" | "submit" => {
                self.known.extend(name);
                None
            }
            "radio" | "checkbox" => name.and_then(|name| {
                let value = attribute(tag, "value").unwrap_or_else(|| "on".into());
                let ticked = self
                    .typed
                    .iter()
                    .any(|(known, given)| *known == name && *given == value);
                let asked = self.typed.iter().any(|(known, _)| *known == name) || kind == "checkbox";
                self.known.push(name);
                let decides = kind == "checkbox" && tag.contains(" required");
                (asked && !decides).then(|| flagged(tag, "checked", ticked))
            }),
            _ => self.text(tag).map(|value| {
                let bare = without(tag, "value");
                let bare = bare.trim_end_matches('>');
                format!("{bare} value=\"{}\">", escaped(&value))
            }),
        };
        self.out.push_str(rewritten.as_deref().unwrap_or(tag));
    }

    /// The next value that was typed under the tag's name.
    fn text(&mut self, tag: &str) -> Option<String> {
        let name = attribute(tag, "name")?;
        let at = (0..self.typed.len()).find(|&at| !self.used[at] && self.typed[at].0 == name);
        self.known.push(name);
        let at = at?;
        self.used[at] = true;
        Some(self.typed[at].1.clone())
    }

    /// What was chosen in a list; nothing where it was not asked.
    fn chosen(&mut self, tag: &str) -> Option<Vec<String>> {
        let name = attribute(tag, "name")?;
        let given = self.typed.iter().filter(|(known, _)| *known == name);
        let given: Vec<String> = given.map(|(_, value)| value.clone()).collect();
        self.known.push(name);
        (!given.is_empty()).then_some(given)
    }
}

fn option(tag: &str, after: &str, chosen: Option<&[String]>) -> String {
    let Some(chosen) = chosen else {
        return tag.to_owned();
    };
    let text = || plain(after.split('<').next().unwrap_or_default());
    let value = attribute(tag, "value").unwrap_or_else(text);
    flagged(tag, "selected", chosen.contains(&value))
}

fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.match_indices('<')
        .filter_map(|(at, _)| html[at..].find('>').map(|end| &html[at..=at + end]))
}

fn element(tag: &str) -> &str {
    tag[1..].split([' ', '>']).next().unwrap_or_default()
}

/// The tag with or without an attribute that has no value.
fn flagged(tag: &str, name: &str, on: bool) -> String {
    let bare = tag.replace(&format!(" {name}"), "");
    let bare = bare.trim_end_matches('>');
    if on {
        format!("{bare} {name}>")
    } else {
        format!("{bare}>")
    }
}

fn without(tag: &str, name: &str) -> String {
    let start = format!(" {name}=\"");
    let Some(at) = tag.find(&start) else {
        return tag.to_owned();
    };
    let after = &tag[at + start.len()..];
    let end = after.find('"').map_or(after.len(), |end| end + 1);
    format!("{}{}", &tag[..at], &after[end..])
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = format!(" {name}=\"");
    let after = &tag[tag.find(&start)? + start.len()..];
    Some(plain(after.split('"').next()?))
}

fn plain(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">");
    plain.replace("&quot;", "\"").replace("&amp;", "&")
}

fn escaped(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    escaped.replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use maud::html;

    fn page(value: &str, number: &str, chosen: &str) -> String {
        let markup = html! {
            h1 { "A page" }
            form method="post" action="/other" { input name="name" value="stays"; }
            form id="typed" method="post" action="/here" {
                input type="hidden" name="csrf" value="new";
                input type="hidden" name="seen" value=(number);
                input type="password" name="present";
                label { input name="name" value=(value) required; }
                input name="name";
                textarea name="note" rows="2" { (value) }
                select name="role" {
                    option value="a" selected[chosen == "a"] { "A" }
                    option value="b" selected[chosen == "b"] { "B" }
                }
                input type="radio" name="way" value="1" checked[chosen == "a"];
                input type="radio" name="way" value="2" checked[chosen == "b"];
                input type="checkbox" name="sure" required;
                button name="act" value="go" { "Go" }
            }
        };
        markup.into_string()
    }

    fn pairs(typed: &[(&str, &str)]) -> Vec<(String, String)> {
        typed.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn what_was_typed_stands_in_the_fields_of_the_page_and_decisions_stay_open() {
        let typed = pairs(&[
            ("seen", "20"),
            ("name", "<周> \"杰\" & co"),
            ("note", "</textarea><script>"),
            ("role", "b"),
            ("way", "2"),
            ("sure", "on"),
            ("act", "go"),
            ("gone", "kept for copying"),
        ]);
        let filled = fill(&page("", "21", "a"), "/here", &typed);
        assert!(filled.found);
        assert_eq!(filled.left, pairs(&[("gone", "kept for copying")]));
        let html = filled.html;
        assert!(
            html.contains(r#"name="name" required value="&lt;周&gt; &quot;杰&quot; &amp; co""#),
            "{html}"
        );
        assert!(html.contains("\n&lt;/textarea&gt;&lt;script&gt;</textarea>"), "{html}");
        assert!(
            html.contains(r#"<option value="a">"#) && html.contains(r#"<option value="b" selected>"#),
            "{html}"
        );
        assert!(
            html.contains(r#"value="1">"#) && html.contains(r#"value="2" checked>"#),
            "{html}"
        );
        assert!(
            html.contains(r#"name="seen" value="21""#) && html.contains(r#"name="sure" required>"#),
            "{html}"
        );
        assert!(html.contains(r#"name="name" value="stays""#), "{html}");
    }

    #[test]
    fn a_page_without_the_form_gives_back_what_was_typed() {
        let typed = pairs(&[("name", "Zhou"), ("empty", "")]);
        let filled = fill("<h1>Else</h1>", "/here", &typed);
        assert_eq!((filled.found, filled.left), (false, pairs(&[("name", "Zhou")])));
    }
}
