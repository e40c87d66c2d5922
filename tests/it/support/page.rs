//! A page as it stands on a screen: its words, its address, and the form that can be filled in.

use axum::http::StatusCode;

/// What came back, after redirects.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: StatusCode,
    /// Where it is.
    pub address: String,
    pub html: String,
    /// The questionnaire's form.
    pub form: Option<Form>,
    /// Every form.
    pub forms: Vec<Form>,
}

/// A form that posts somewhere.
#[derive(Debug, Clone, Default)]
pub struct Form {
    pub action: String,
    pub hidden: Vec<(String, String)>,
    pub fields: Vec<Field>,
}

/// One question's controls, with what is already ticked or typed.
#[derive(Debug, Clone, Default)]
pub struct Field {
    pub name: String,
    /// Offered codes; empty for text.
    pub codes: Vec<String>,
    pub given: Vec<String>,
}

impl Page {
    pub fn new(status: StatusCode, address: &str, html: String) -> Page {
        let forms = forms(&html, address);
        let form = forms
            .iter()
            .find(|form| form.hidden.iter().any(|(name, _)| name == "state"))
            .cloned();
        Page {
            status,
            address: address.to_owned(),
            html,
            form,
            forms,
        }
    }

    /// Name of the questionnaire page: what follows the code in the address; empty on the link itself.
    pub fn name(&self) -> String {
        let path = self.address.split('?').next().unwrap_or_default();
        path.splitn(4, '/').nth(3).unwrap_or_default().to_owned()
    }

    /// The page that the form belongs to.
    pub fn asks(&self) -> String {
        let action = self.form.as_ref().map(|form| form.action.clone()).unwrap_or_default();
        let path = action.split('?').next().unwrap_or_default().to_owned();
        path.splitn(4, '/').nth(3).unwrap_or_default().to_owned()
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.form.as_ref()?.fields.iter().find(|field| field.name == name)
    }

    /// The receipt code on the page.
    pub fn receipt(&self) -> Option<String> {
        let start = self.html.find("R-")?;
        let code: String = self.html[start..]
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        (code.len() > 10).then_some(code)
    }
}

fn forms(html: &str, here: &str) -> Vec<Form> {
    let bodies = html
        .split("<form")
        .skip(1)
        .filter_map(|rest| rest.split("</form>").next());
    bodies
        .map(|body| {
            let (head, inside) = body.split_once('>').unwrap();
            let mut form = Form {
                action: attribute(head, "action").unwrap_or(here.to_owned()),
                ..Form::default()
            };
            for piece in inside.split('<') {
                if let Some((tag, after)) = piece.split_once('>') {
                    control(tag, after, &mut form);
                }
            }
            form
        })
        .collect()
}

fn control(tag: &str, after: &str, form: &mut Form) {
    let Some(name) = attribute(tag, "name") else { return };
    let value = attribute(tag, "value").unwrap_or_default();
    let kind = attribute(tag, "type").unwrap_or_default();
    if tag.starts_with("textarea") {
        let given = (!after.is_empty()).then(|| after.to_owned()).into_iter().collect();
        form.fields.push(Field {
            name,
            given,
            ..Field::default()
        });
    } else if tag.starts_with("input") && kind == "hidden" {
        form.hidden.push((name, value));
    } else if tag.starts_with("input") && kind == "checkbox" && name == "understood" {
        // Whoever sends a form has ticked what it cannot be sent without.
        form.hidden.push((name, value));
    } else if tag.starts_with("input") && (kind == "radio" || kind == "checkbox") {
        let known = form.fields.iter().position(|field| field.name == name);
        let place = known.unwrap_or_else(|| {
            form.fields.push(Field {
                name,
                ..Field::default()
            });
            form.fields.len() - 1
        });
        if tag.contains(" checked") {
            form.fields[place].given.push(value.clone());
        }
        form.fields[place].codes.push(value);
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = tag[start..].split('"').next()?;
    Some(
        value
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&"),
    )
}
