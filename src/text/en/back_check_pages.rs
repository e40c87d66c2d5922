//! The pages of back-checks in English.

use crate::text::back_check_pages::BackCheckPages;
use crate::text::board::grid;

/// Words of the pages.
pub const PAGES: BackCheckPages = BackCheckPages {
    titles: ["Back-checks", "Back-check of case {number}"],
    about: "A random part of each interviewer's telephone and paper interviews is asked again by another person on the same questionnaire, and the two are compared. The form shows the questions only, never what was said the first time.",
    draw: [
        "Draw cases to ask again",
        "Of each interviewer's interviews {share} are drawn ({live} where calls are monitored live), up to that share. The seed of the round decides; nobody chooses, and a draw cannot be taken back.",
        "Commitment to the seed (SHA-256)",
        "Calls are monitored live",
        "Draw",
    ],
    list: ["Drawn cases", "Nothing is drawn yet."],
    heads: ["Sample no.", "Interviewer", "Draw", "Place", "Drawn", "Entered"],
    entered: ["Enter what was said", "waits for the analyst"],
    form: [
        "Ask as the questionnaire has it and enter only what is said now; leave empty what was not asked. It is entered once and cannot be changed.",
        "Hand in",
        "Back to the back-checks",
        "Not asked again",
        "Whether these are asked depends on the screening, which is not repeated; they cannot be judged here and do not count in the agreement.",
    ],
    interviewers: grid(
        "Agreement by interviewer",
        "κ is the agreement beyond chance (Cohen) with its standard error; it is undefined where all answers are the same.",
        &["Interviewer"],
        &[
            "Interviews",
            "Answered twice",
            "Alike",
            "Share alike (%)",
            "κ",
            "Standard error",
        ],
    ),
    questions: grid(
        "Agreement by question",
        "",
        &["Audience", "Question"],
        &["Answered twice", "Alike", "Share alike (%)", "κ", "Standard error"],
    ),
    done: &[
        ("drawn", "The cases are drawn."),
        ("entered", "What was said is entered."),
    ],
};
