//! The closing page in English.

use crate::text::closing::ClosingWords;

/// The closing page.
pub const CLOSING: ClosingWords = ClosingWords {
    title: "Close and compute",
    pretest: [
        "This is a pretest: its answers never count, so it is never closed or computed. When the questionnaires are tried out, throw it away on the pretest page of the real round.",
        "To the pretest page of the real round",
    ],
    too_early: "This round is not in the field yet; there is nothing to close.",
    steps: ["Close", "Check, weight, score", "Confirm and seal"],
    figures: [
        "Submissions now",
        "Unfinished, taken as complete",
        "Unfinished, taken as partial",
        "Too little, left out",
        "Submissions after closing",
    ],
    dangers: [
        "Closing now would cost the sheet or a part of it",
        "Closing cannot be taken back. First try what is said below; only where nothing helps, tick the box to close all the same.",
    ],
    clear: "With the answers at hand, checking, weighting and scoring will all go through.",
    notices: "What the method deals with and the sheet will say",
    remedy: "What helps: ",
    act: &[
        "No more answers are accepted; whoever is filling in the form sees that it has closed.",
        "{partials} unfinished forms with enough answers become submissions, {insufficient} with too few stay break-offs; {after} submissions are analysed.",
        "The log takes up the last submissions and its head is signed; after that none is added, removed or withdrawn.",
        "This cannot be taken back.",
    ],
    ticks: [
        "I understand that no answers are accepted after closing",
        "I understand that the sheet or a part of it will be lost; close it all the same",
    ],
    close: "Close the field",
    closed: "Closed on {at} with {submissions} submissions.",
    compute_about: "In one go: checks quality by the registered rules, weights step by step, computes the sheet. The analyst confirms it, then the office seals it; nothing is published before.",
    compute: ["Check, weight and score", "Go on where it stopped", "Finish closing"],
    running: "Under way since {at}. This page refreshes by itself; you can leave and come back.",
    progress: ["Closing", "Checking", "Weighting", "Scoring"],
    computed: "Version {version} of the sheet is computed, {departments} departments. Next: the analyst confirms it for the agency, the office seals it.",
    checked: "{submissions} submissions checked, {flagged} flagged, {removed} set aside by the rule",
    weighed: "Design effect of the weights",
    correcting: "Version {version} is being made, because: {reason}. First decide the removals that are needed on the quality page, then compute again.",
    undecided: [
        "{n} proposed removals are not decided yet: that has to be done before computing.",
        "{n} proposed removals are not decided yet: decide them first, then compute.",
        "Decide",
    ],
    sent_back: "{by} sent version {version} of the sheet back on {at}; it was not published. Why: {reason}",
    proposed: "{by} proposed a correction to version {version} on {at}; it waits for an analyst or an officer to agree. Why: {reason}",
    give_up: [
        "Withdraw the proposal",
        "Give the correction up; the sealed sheet stays",
    ],
    by_whom: "Of these, {rule} by the registered rule and {people} by people's decisions.",
    correct: [
        "Propose a correction",
        "If the analysis of a sealed sheet turns out to be wrong (fabricated answers were found, say), another version can be made. The sealed one stays published and signed until the new one is sealed; both are kept, and the public page gives the reason. Once an analyst or an officer agrees, the round goes back to “closed” and is checked, weighted, scored, confirmed and sealed again; until it is computed the correction can be given up.",
        "Reason (published with the new version)",
        "What was wrong, and why; no names, no contact data.",
        "I understand that the reason is published with the new version and both versions are kept",
        "Propose the correction",
    ],
    sealed: "Version {version} of the sheet is sealed and published.",
    link: "Close and compute",
};
