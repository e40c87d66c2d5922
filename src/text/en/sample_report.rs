//! The sample report in English: first page, small words, what did not happen.

use super::sample_report_closing::{CLOSING, CORRECTION};
use super::sample_report_collected::COLLECTED;
use super::sample_report_found::FOUND;
use crate::domain::definition::Language;
use crate::domain::report::{Absence, Change, Verdict};
use crate::text::sample_report::{FirstText, ReportText, SmallText};

/// Words of the report.
pub const REPORT: ReportText = ReportText {
    language: Language::En,
    name: "Sample report",
    draft: [
        "Draft",
        "The sheet is not sealed yet: this report is a draft, for checking only and not for publication.",
    ],
    contents: ["Contents", "What to mind"],
    parts: [
        "Title, sponsor, agency, platform, funding",
        "Purpose and use",
        "Universe, exclusions, frames, coverage",
        "Sample design, strata, draw, replacement",
        "Modes, dates, languages, contact, incentives",
        "Questionnaires",
        "How cases ended, and response rates",
        "Who answered: unweighted, weighted, target",
        "Weighting",
        "Quality of the answers",
        "Results",
        "Comparison with earlier years",
        "Limitations",
        "How to verify",
        "Contacts, objections, data access",
    ],
    first: FirstText {
        labels: ["Who asked", "When", "How many", "How sure", "What came out"],
        who: ["{agency}, for {body}", "{agency}"],
        when: "Answers from {from} to {to}",
        how_many: [
            "{issued} asked, {received} answered (RR1 {rate} by audience), {analysed} analysed",
            "{received} answers imported, {analysed} analysed; nobody was sampled",
        ],
        how_sure: [
            "A typical department's score is known to within {half} points either way ({level} interval)",
            "No department has an interval",
        ],
        outcome: [
            "{scored} of {all} departments have a score: from {low} to {high} of 20 points, half of them above {median}",
            "No department has a score",
        ],
        overall: ["{audience}: {rate} satisfied with the whole", "; "],
        identifiers: ["Form", "Issued by", "Approval", "Valid until"],
        made: "Written by {software} from the records of the round; the sheet was made at {time}.",
        merged: "Strata and categories with few respondents were merged by the registered rule: see part 9.",
    },
    small: SmallText {
        not_given: "not given in the registered round",
        withheld: "withheld",
        gaps: [", ", " ", ": "],
        modes: ["web", "telephone", "paper"],
        yes_no: ["yes", "no"],
        department: "[department]",
        absent: "Not done or not recorded:",
        book: ["At a glance", "Sample report", "Method and notes", "Part"],
        table_follows: "{title}. Chart; the same numbers stand in the table below it.",
    },
    collected: COLLECTED,
    found: FOUND,
    closing: CLOSING,
    correction: CORRECTION,
    absence,
    change,
    verdict,
};

const fn absence(what: Absence) -> &'static str {
    match what {
        Absence::Signatures => "The sheet carries no signature yet.",
        Absence::Funding => {
            "Who paid for the survey, and how much, is not recorded in the system; the agency states it when it delivers."
        }
        Absence::FormIdentifiers => "The registered round carries no statutory form number and no approval number.",
        Absence::FrameSupplier => "Who supplied the frames is not recorded in the system.",
        Absence::Sample => {
            "Nobody was sampled: the answers were collected elsewhere and imported, so there are no inclusion probabilities and no response rate."
        }
        Absence::ReserveRelease => "No unit of the reserve was issued.",
        Absence::ContactHistory => {
            "Single contact attempts, calling hours and reminders are not recorded one by one; of every case its codes are."
        }
        Absence::Incentive => "No incentive is recorded.",
        Absence::Pretest => "No pretest of the questionnaires is recorded with this round.",
        Absence::ModeOfNonrespondents => {
            "Who did not answer was open to every mode; so there are no outcome rates by mode."
        }
        Absence::Margins => "No population margins are registered: the weights were not brought to population totals.",
        Absence::Monitoring => "No listening in on interviews is recorded.",
        Absence::BackChecks => "No back-checks were made: nobody was asked a second time.",
        Absence::SecondAgency => "No part of the sample was asked by a second agency.",
        Absence::Incidents => "No incident is recorded.",
        Absence::CoachingItem => "Nobody was asked whether someone had told him or her how to answer.",
        Absence::Removals => {
            "The quality rules set no submission aside: results with and without removals are the same."
        }
        Absence::Times => "No page was timed, so speed could not be checked.",
        Absence::Dimensions => "No dimension items were asked.",
        Absence::TextThemes => {
            "Open answers are not coded into themes by the system and are never quoted here, because they may tell who wrote them; they are only counted."
        }
        Absence::EarlierRound => {
            "There is no earlier round in this system to compare with. Published figures of earlier years are not known to rest on the same definition, so no trend is claimed."
        }
        Absence::Witness => "No witness outside agency, office and platform countersigns the heads of the log.",
    }
}

const fn change(what: Change) -> &'static str {
    match what {
        Change::Scale => "another answer scale",
        Change::Audiences => "other audiences or audience weights",
        Change::Wording => "another wording of the scored question",
        Change::Conversion => "another rule from rate to points",
        Change::Sampling => "another way of sampling",
    }
}

const fn verdict(what: Verdict) -> &'static str {
    match what {
        Verdict::Above => "above",
        Verdict::Same => "no clear difference",
        Verdict::Below => "below",
    }
}
