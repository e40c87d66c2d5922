//! The pages of a telephone interview in English.

use crate::text::call::Call;

/// Words of the pages.
pub const CALL: Call = Call {
    begin: [
        "Telephone interview",
        "The same questionnaire; you enter the answers. When you begin and your login go into the case's history; answers do not stay here.",
        "“Good day, I am an interviewer of {agency}.” Ask whether this is a good moment, then read the questionnaire's introduction; ask nothing before the person has agreed.",
        "Begin the telephone interview",
        "Go on with the telephone interview",
    ],
    place: ["Telephone interview · case {number}", "Pause, back to the case"],
    label: "For the interviewer",
    pages: [
        "Read the introduction and the question below word for word. Who does not agree is not persuaded: choose so.",
        "Read the questions word for word; the choices only as far as needed, then choose what was answered.",
        "Read question and choices word for word. “Cannot say” is not read out and only chosen when the person says so; leave empty what they do not want to answer.",
        "Read out each department's name and what it does, then choose what was answered. Explain nothing, give no examples.",
        "Read the question and every grade word for word in an even voice; no comments, no choosing for the person. “Cannot say” is not read out and only chosen when the person says so.",
        "Say that this was the last question and ask whether anything should be changed; then hand in.",
    ],
    introduction: "Read the introduction once more",
    receipt: [
        "Interview finished: read out the receipt code",
        "“Thank you. Your receipt code is the one below, please write it down: with it you can check that your answers were received, and withdraw them until the survey ends.” Read it slowly, twice.",
        "Do not copy or keep the code: it belongs to the respondent.",
        "This page expires after 15 minutes and cannot be seen again.",
        "Back to the case",
    ],
};
