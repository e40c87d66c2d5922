//! The sample report in English, parts 12 to 15: what it is worth, how to check it, whom to ask.

use crate::text::sample_report::{ClosingText, CorrectionText, TableText};

/// Words of parts 12 to 15.
pub const CLOSING: ClosingText = ClosingText {
    earlier: [
        "{title} ({year}): the definition changed, not comparable: {changes}.",
        "{title} ({year}): scale, audiences, wording, conversion and sampling are the same; the rates may stand side by side.",
    ],
    years: TableText {
        sheet: "Earlier years",
        title: "Rates beside an earlier round",
        heads: [
            "Round",
            "Id",
            "Department",
            "Rate then",
            "Rate now",
            "Difference",
            "Standard error",
            "p",
            "Says",
        ],
        note: "Later minus earlier; p adjusted for the number of departments (Holm); said at 5 %.",
    },
    limits: &[
        "Intervals cover sampling and weighting. They do not cover what wording, order, mode or the wish to please do to an answer.",
        "A receipt proves that an answer was recorded and counted, never what it said. That protects against bought answers, and it also means that nobody can show how he or she voted.",
        "Nobody can stop a buyer or a superior who stands beside the phone until the close. One answer per invitation, blank forms on re-opening and the question about coaching make this dearer and visible; they do not make it impossible.",
        "Nonresponse weighting repairs differences between strata and margins only. Those who did not answer may think otherwise than those like them who did.",
        "Departments of one class lie close together: most neighbours in the ranking cannot be told apart. Read intervals and rank ranges, not ranks.",
        "The score depends on the registered rule more than on small changes of the answers; the workbook shows the points under other rules.",
        "Classes are rated by different audiences, which differ in level: scores of different classes are not comparable without adjustment.",
        "Open answers were counted and not analysed.",
    ],
    own_limits: [
        "Some population margins are approximate; they were used by a named officer's decision: {decision}.",
        "The answers were imported from another survey: how people were chosen cannot be checked here.",
        "Cells of department and audience with too few ratings to be published: {n}.",
        "Departments without a score: {n}.",
        "Response is low enough for bias: RR1 {rates}.",
        "Each department is rated only by those who used it or know its work. Departments thus have different rated populations; familiarity and don't know stand beside every rate.",
        "Answers came in by several modes. Telephone answers tend to be more positive; the table of modes shows the mix.",
        "Each respondent rated a few departments drawn with known probabilities, which costs precision for little-known ones.",
        "The sheets of version {version} and of this one both publish their counts by grade, so that scores can be recomputed step by step; the difference of the two is what the submissions removed or restored in between rated, taken together and without any characteristic.",
        "The sheet publishes the counts by department, audience and grade, those from 1 to 9 as well: a score can be recomputed step by step only if none is missing. These counts carry no characteristic, so they do not tell who rated; every other table withholds numbers below 10.",
    ],
    proof: [
        "Method hash (SHA-256)",
        "Definition hash (SHA-256)",
        "Data hash (SHA-256)",
        "Commitment log, leaves",
        "Commitment log, root",
        "Signed heads of the log",
        "Draw seed",
        "Commitment to the seed",
        "Software",
        "Sheet made at (UTC+8)",
        "Signatures (role, key)",
    ],
    verify: &[
        "report.manifest.json lists every file of this report with its SHA-256; the same round gives the same bytes again.",
        "The signed sheet (sheet.json) is what counts: barometer verify sheet.json --key KEY.pem, with a public key that was had by another way.",
        "Accredited auditors have a bundle with which barometer verify --bundle DIR computes the sheet again from the answers, byte for byte: points and errors to the last digit.",
        "Whoever holds a receipt code can ask at /verify whether the submission was recorded, counted or set aside by a rule.",
        "ratings.csv lets anybody recompute every published rate: within a department and audience, Σ weight of satisfied over Σ weight of valid ratings; then the λ-weighted sum over audiences.",
    ],
    not_own: [
        "A draft comes without microdata: they are given with the seal.",
        "This version has no microdata of its own: the submissions it counts differ from those of version {version}, which was released, by fewer than 10 in an audience, and one file less the other would show everything that these few people said. The microdata of version {version} remain those of the round; the rates computed from them are those of version {version}.",
    ],
    reproduce: "The public microdata are coarsened for privacy. They reproduce every published rate (to rounding in the last digits of a floating-point number), the weighted composition and the counts; they do not reproduce indices to every digit, nor standard errors, intervals or familiarity. Points and errors are recomputed from the auditor's bundle.",
    contact: [
        "Agency",
        "Questions and complaints",
        "Report pressure or “standard answers”",
        "Handler of personal information",
        "Contact at the handler",
        "Answers are kept for",
    ],
    objections: &[
        "Departments may object to the procedure within seven working days of the release, in writing, to the office. Objections concern method and procedure; no objection can ask for an individual's answers.",
        "A correction after sealing is a new version of the sheet; the old one stays readable beside it.",
        "Public data: the anonymised microdata of this report, with codebook. The answers themselves are open to accredited auditors only, under confidentiality, because with them a receipt could be sold as proof of an answer.",
    ],
    files: &[
        ("report.zh.html", "this report in Chinese"),
        ("report.en.html", "this report in English"),
        ("report.zh.xlsx", "its tables as a workbook, in Chinese"),
        ("report.en.xlsx", "its tables as a workbook, in English"),
        (
            "respondents.csv",
            "anonymised microdata: one row per analysed respondent",
        ),
        ("ratings.csv", "anonymised microdata: one row per rating"),
        ("microdata.xlsx", "the same with the codebook, as a workbook"),
        (
            "codebook.csv",
            "every column: wording, codes, labels, missing codes, frequencies",
        ),
        ("weighting.csv", "log of the weighting, step by step"),
        ("dispositions.csv", "cases by audience, mode and code"),
        ("outcome_rates.csv", "AAPOR rates by audience"),
        ("report.manifest.json", "all files with their hashes"),
    ],
    files_heading: "Files that go with this report",
};

/// Words about a correction.
pub const CORRECTION: CorrectionText = CorrectionText {
    reason: "This is version {version}, a correction of version {former}. Why: {reason}",
    same: "Every department has the score of version {former}.",
    changed: TableText {
        sheet: "Correction",
        title: "Scores that the correction changed",
        heads: ["Id", "Department", "Before", "Now", "Difference"],
        note: "Of 20 points; departments that are not listed have the score of the version before.",
    },
};

/// Names of other rules from answers to points, by the code of the sheet.
pub const TREATMENTS: &[(&str, &str)] = &[
    ("rate", "20 × rate"),
    ("index", "20 × index / 100"),
    ("index-100-75-50-25-0", "Index 100/75/50/25/0"),
    ("index-100-80-60-40-20", "Index 100/80/60/40/20"),
    ("index-100-80-60-30-0", "Index 100/80/60/30/0"),
    ("top-three-rate", "Top three grades"),
    ("floor-100-75-55", "Raised floor 100/75/55"),
    ("floor-100-90-70-50", "Raised floor 100/90/70/50"),
    ("shrunken", "Drawn to the class mean"),
    ("class-mean-filled", "Left-out audiences filled with the class mean"),
    ("mix-adjusted", "Adjusted for the mix of audiences"),
    ("used-only", "Users only"),
    ("without-removals", "Without removals"),
    ("without-nonresponse", "Without the nonresponse step"),
];
