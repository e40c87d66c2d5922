//! Links inside sentences, `[what it says](way)`, and the ways that they can lead.

/// The page where something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The sample is drawn.
    Draw,
    /// People are invited.
    Invitations,
    /// People are reminded.
    Reminders,
    /// Reserve is released; codes and answers are imported.
    Field,
    /// The field is closed; the sheet is computed.
    Close,
    /// The agency confirms.
    Sheet,
    /// The office seals.
    Results,
    /// The ledger's totals.
    Ledger,
    /// What came into the ledger.
    Deliveries,
    /// The ledger's steps.
    Review,
}

/// Ways as they are written in links.
const WAYS: [(&str, Way); 10] = [
    ("draw", Way::Draw),
    ("invitations", Way::Invitations),
    ("reminders", Way::Reminders),
    ("field", Way::Field),
    ("close", Way::Close),
    ("sheet", Way::Sheet),
    ("results", Way::Results),
    ("ledger", Way::Ledger),
    ("deliveries", Way::Deliveries),
    ("review", Way::Review),
];

/// A part of a sentence: words, with the way that they lead.
pub type Piece<'a> = (&'a str, Option<Way>);

/// A sentence taken apart into words and links.
pub fn pieces(sentence: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = sentence;
    while let Some((before, label, way, after)) = link(rest) {
        found.extend((!before.is_empty()).then_some((before, None)));
        found.push((label, Some(way)));
        rest = after;
    }
    found.extend((!rest.is_empty()).then_some((rest, None)));
    found
}

/// The first link: what stands before it, what it says, where it leads, what follows.
fn link(text: &str) -> Option<(&str, &str, Way, &str)> {
    let first = |(name, way): &(&str, Way)| text.find(&format!("]({name})")).map(|at| (at, name.len(), *way));
    let (at, length, way) = WAYS.iter().filter_map(first).min_by_key(|(at, ..)| *at)?;
    let open = text[..at].rfind('[')?;
    Some((&text[..open], &text[open + 1..at], way, &text[at + length + 3..]))
}
