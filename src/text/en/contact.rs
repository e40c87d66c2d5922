//! The contact data of a case in English.

use crate::text::contact::ContactWords;

/// Words of the page and its button.
pub const CONTACT: ContactWords = ContactWords {
    title: "Contact data of case {number}",
    show: "Show contact data",
    logged: "Looking is written into the log.",
    care: "Use it to reach this case only; do not copy it or pass it on. It is destroyed when the sheet is sealed.",
    none: "No contact data are kept for this case.",
    back: "Back",
    columns: &[
        ("phone", "Telephone"),
        ("mobile", "Mobile"),
        ("name", "Name"),
        ("address", "Address"),
        ("email", "E-mail"),
        ("contact", "Contact person"),
    ],
};
