//! The terminal in English.

use crate::text::terminal::{Busy, DemoWords, TerminalWords};

/// Words of the terminal.
pub const TERMINAL: TerminalWords = TerminalWords {
    busy: Busy {
        draw: "draw",
        import: "import",
        close: "close",
        score: "score",
        read: "read",
        calculate: "calculate",
        write: "write",
    },
    opened: "opened: {round} ({state})",
    method_hash: "method hash: {hash}",
    seed_commitment: "seed commitment: {hash}",
    drawn: "{audience}: frame {frame}, issued {issued}, reserve {reserve}, frame hash {hash}",
    invited: "invited: {n} → {file}",
    released: "released reserve batch {batch}: {units} units; next: `round invite`",
    accepted: "accepted: {n}",
    insufficient: "too few answers, not counted (rows): {rows}",
    ended: "ended by screening (rows): {rows}",
    ended_with_ratings: "of these with ratings all the same, which are not counted; check their screening answers (rows): {rows}",
    recorded: "recorded: {n}",
    checked: "submissions {submissions}, flagged {flagged}, removed {removed}",
    weighed: "{audience}: weighting deff {deff}",
    signed: "signed: {role} {key}",
    provisional: "mind: the scores of {n} departments are provisional, not for the ledger yet: some population figures are approximate and the survey folder holds no named decision (approximate_margins_override)",
    next: "next: `{command}`",
    written: "written: {file}",
    columns: [
        "id",
        "score",
        "{level} interval",
        "rate",
        "ratings",
        "effective n",
        "department",
    ],
    no_score: "no score: {names}",
    serving: "pages: {address} (Ctrl-C ends)",
    demo: DemoWords {
        steps: ["frame, draw", "answering", "close to seal", "round for trying"],
        invitations: "{n} invitations",
        visited: "{n} people opened the form",
        done: "done",
        labels: [
            "sealed sheet",
            "bundle",
            "verify",
            "try ({audience})",
            "more links",
            "results",
            "receipts",
        ],
    },
};
