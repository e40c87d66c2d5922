//! The page of the score feed in English.

use crate::text::feed::Feed;

/// The words of the feed's page.
pub const FEED: Feed = Feed {
    title: "Score feed",
    about: "The ledger and other systems fetch sealed scores here. Only sealed sheets are given out; a correction has the next version number, and the old version stays readable.",
    chapters: ["Who may fetch", "Sending", "What was sent", "For programmers"],
    clients_about: "One token per system. A token is shown once; revoke it when it is no longer used or may have leaked: it ends at once.",
    client_heads: ["Name", "Made by", "Made", "Last used", "State", "Actions"],
    name: "Name of the system",
    name_hint: "for instance: the city's performance platform",
    name_wrong: "Please give a name, 60 characters at most.",
    make: "Give a token",
    revoke: "Revoke",
    states: ["in force", "revoked {day}"],
    never: "never",
    token: "New token",
    token_about: "Hand the token to whoever runs “{name}”. It is shown only now and not kept here.",
    push_about: "A sheet is sent to these addresses when it is sealed, signed by the platform, again and again until it is accepted (2xx), at intervals from 30 seconds to an hour.",
    target_heads: ["Address", "Set by", "Since", "State", "Actions"],
    address: "Address",
    address_hint: "begins with https:// or http://, without user name and password",
    address_wrong: "This is no address that can be called: it begins with https:// or http:// and holds no user name, password or #.",
    add: "Add the address",
    remove: "Stop sending",
    hurry: "Try again now",
    delivery_heads: ["Sheet", "Address", "State", "Tries", "When"],
    delivery_states: ["accepted", "waits for the next try", "not sent any more"],
    attempt_heads: ["When", "Sheet", "Try", "Answer"],
    attempts: "Every try",
    version: "version {version}",
    programmers: "Fetch the scores with a token (JSON, CSV or XLSX):",
    description: "Description (OpenAPI)",
    signature: "A message carries the header Barometer-Signature: ed25519 KEY_ID SIGNATURE; signed are “barometer/push/1”, a line feed and the body's bytes, checked with the platform's public key.",
};
