//! The pages of quality and removals in English.

use crate::text::board::grid;
use crate::text::quality_pages::QualityPages;

/// Words of the pages.
pub const PAGES: QualityPages = QualityPages {
    titles: ["Quality of answers", "What removals do"],
    about: [
        "Shown are the reasons of flags and the time taken, never whether an answer is good or bad. The manager proposes a removal, the analyst decides; both give reasons. A removed case stays in every denominator.",
        "On what has come in so far: after removals, and as if nothing were removed. The registered rule and the decided removals count.",
    ],
    flagged_title: "Flagged submissions",
    flagged_heads: [
        "Submission",
        "Audience",
        "Mode",
        "Reasons",
        "Minutes",
        "Median of its kind",
        "Action",
    ],
    flagged: [
        "No submission is flagged.",
        "set aside by the registered rule",
        "Propose removal",
        "proposed",
    ],
    flagged_file: grid(
        "Flagged submissions",
        "",
        &["Submission", "Audience", "Mode", "Flags", "Set aside by the rule"],
        &["Minutes", "Median minutes of its kind"],
    ),
    propose: [
        "Propose a removal",
        "A proposal changes nothing: until the analyst decides, the submission counts.",
        "Submission",
        "Cause",
        "Reason",
        "Say what it rests on, such as a checked recording or the same person twice; nothing about how departments are rated.",
        "Propose",
    ],
    causes: ["duplicate (2.40)", "fabrication (2.41)"],
    proposals: ["Proposed removals", "Nothing is proposed yet."],
    proposal_heads: ["No.", "Submission", "Cause", "Reason", "Proposed", "Decision"],
    decisions: [
        "waits for the analyst",
        "removed",
        "kept",
        "your own: another person decides it",
    ],
    decide: ["Reason of the decision", "Remove", "Keep"],
    effects: grid(
        "Departments with and without removals",
        "",
        &["Department"],
        &[
            "n (after)",
            "n (nothing removed)",
            "Rate (after, %)",
            "Rate (nothing removed, %)",
            "Difference (points)",
            "Score (after)",
            "Score (nothing removed)",
        ],
    ),
    done: &[
        ("proposed", "The proposal waits for the analyst."),
        ("decided", "The decision is recorded."),
    ],
};
