//! Score sheets in exports, in English.

use crate::text::sheet::SheetText;

/// Words of the sheet.
pub const SHEET: SheetText = SheetText {
    sheets: ["Scores", "Details", "Audiences", "Weighting", "Notes"],
    scores: [
        ("Class", "Service class. Ranks compare departments of one class only."),
        (
            "Rank in class",
            "1 is best. No rank without a score, or where an audience was left out for want of ratings.",
        ),
        (
            "Rank range",
            "Best and worst rank that intervals at the level {share}^(1/D) each allow, D the ranked departments of the class, so that all hold together at {level}; where ranges overlap, do not read an order. Intervals elsewhere are at {level} each.",
        ),
        ("Id", "The department's id in every file."),
        ("Department (Chinese)", "Short name of the department."),
        ("Department", "Name in English."),
        (
            "Status",
            "Final: may enter the ledger. Provisional: not yet. No score: too little was measured; not a zero.",
        ),
        (
            "Score",
            "Public-evaluation score, 0.00 to 20.00 points. By default 20 × satisfaction rate, quantised to 1e-9 and rounded half up to 0.01, once.",
        ),
        ("Score, low", "Lower limit of the {level} interval, points."),
        ("Score, high", "Upper limit of the {level} interval, points."),
        (
            "Satisfaction rate",
            "Weighted share of {satisfied} among valid ratings (don't know excluded), composed over audiences. The cell holds every digit.",
        ),
        (
            "Ratings",
            "Valid ratings that count in the score, don't know excluded; empty without a score, see Audiences.",
        ),
        (
            "Effective n",
            "Kish effective n, (Σu)²/Σu² on rating weights u, summed over the audiences that count.",
        ),
        (
            "What to mind",
            "What to mind when reading, in few words; in full on Notes, as codes on Details.",
        ),
    ],
    details: [
        ("Class", "Service class. Ranks compare departments of one class only."),
        ("Id", "The department's id in every file."),
        ("Department (Chinese)", "Short name of the department."),
        (
            "Satisfaction rate",
            "Weighted share of {satisfied} among valid ratings (don't know excluded), composed over audiences. The cell holds every digit.",
        ),
        ("Rate, low", "Lower limit of the {level} Wilson interval."),
        ("Rate, high", "Upper limit of the {level} Wilson interval."),
        ("Composite rate SE", "Linearised standard error of the composite rate."),
        ("Score SE", "Standard error of the score, points."),
        (
            "Index",
            "Weighted mean of the scale values, 0 to 100; stands beside the default score, never in it.",
        ),
        ("Composite index SE", "Standard error of the index."),
        (
            "Degrees of freedom",
            "Degrees of freedom of the interval of the composite rate.",
        ),
        (
            "Effective n, design",
            "p(1−p)/V of the rate: how many ratings by simple random sampling would be as precise.",
        ),
        (
            "Familiarity",
            "Weighted share of those shown the department who used it or know its work.",
        ),
        (
            "Don't know",
            "Weighted share of don't know among those asked to rate it.",
        ),
        (
            "Composite rate of users",
            "Among those who used the department, composed over audiences; empty where they are too few.",
        ),
        ("Flag codes", "The codes of CSV and JSON, for programs; see Notes."),
    ],
    cells: [
        ("Id", "Department id."),
        ("Department", "Short name."),
        ("Class", "Service class."),
        ("Audience", "Who rates."),
        ("Registered weight", "Registered audience weight λ; sums to 1."),
        (
            "Weight used",
            "λ after the weight of audiences left out was spread over the others in proportion.",
        ),
        (
            "Published",
            "Not published when ratings or effective n fall below the registered limit (30 by default); a small sample is above it and below the flag limit (100 by default).",
        ),
        ("Ratings", "Valid ratings."),
        ("Effective n", "Kish effective n, (Σu)²/Σu²."),
        ("Effective n, design", "p(1−p)/V of the rate."),
        ("Satisfaction rate", "Σu·satisfied / Σu, don't know excluded."),
        ("Rate SE", "Linearised standard error, residuals of the last raking."),
        ("Rate, low", "Wilson interval with m = p(1−p)/V and the t quantile."),
        ("Rate, high", "Upper limit of the same interval."),
        ("Index", "0 to 100."),
        ("Index SE", "Linearised standard error."),
        ("Familiarity", "Weighted share."),
        ("Don't know", "Weighted share."),
        (
            "Rate of users",
            "Among those who used the department; empty where they are too few.",
        ),
        ("Shrunken rate", "Drawn towards the class mean; a sensitivity only."),
    ],
    collection: [
        ("Audience", "Who rates."),
        ("Issued", "Units issued; empty where nothing was sampled."),
        ("Received", "Complete and sufficient partial submissions."),
        ("Analysed", "Submissions after removals by the registered rule."),
        ("RR1", "AAPOR RR1: completes over all units that may be eligible."),
        ("RR2", "AAPOR RR2: completes and sufficient partials over the same."),
        ("COOP1", "AAPOR COOP1: completes over eligible units reached."),
        ("REF1", "AAPOR REF1, refusals."),
        ("CON1", "AAPOR CON1, contacts."),
        ("Weighting deff", "n·Σw² / (Σw)²."),
        ("Effective n", "(Σw)² / Σw²."),
        (
            "Outside limits",
            "Respondents whose adjustment still lies outside the trimming limits after the last raking.",
        ),
        (
            "Coaching rate",
            "Weighted share who say they were told how to answer; empty where not asked.",
        ),
    ],
    steps: [
        ("Audience", "Who rates."),
        ("Step", "Weighting step, in order from top to bottom."),
        ("Cycles", "Full cycles, where the step iterates."),
        (
            "Largest miss",
            "Largest relative distance from a population total at the end.",
        ),
        ("Smallest factor", "Smallest factor of the step."),
        ("Largest factor", "Largest factor of the step."),
        ("Sum of weights", "Sum of weights after the step."),
        ("Design effect", "Kish design effect after the step."),
    ],
    margins: [
        ("Audience", "Who rates."),
        ("Margin", "Population distribution raked to."),
        ("Source", "Where the figures come from."),
        ("Year", "Year the figures describe."),
        (
            "Approximate",
            "With approximate figures, publication needs a decision by a named officer.",
        ),
        (
            "Before scaling",
            "(its sum − the master margin's sum) / the master margin's sum, in percent.",
        ),
        (
            "Collapsed",
            "Categories merged because of too few respondents, with | between those merged.",
        ),
    ],
    weighting_blocks: [
        "1. How answers were collected",
        "2. Weighting steps",
        "3. Population margins",
    ],
    published: ["yes", "yes, small sample", "no, too few ratings"],
    counted: [
        "{received} received, {analysed} analysed",
        "{all}: {scored} with a score, {unscored} without",
    ],
    statuses: ["final", "provisional", "no score"],
    suppressed: "too few ratings",
    yes_no: ["yes", "no"],
    step_names: [
        ("base", "base weight"),
        ("nonresponse", "nonresponse"),
        ("rake", "raking"),
        ("trim", "trimming"),
        ("rerake", "raking again"),
    ],
    flags: &[
        (
            "approximate-margins",
            "Some population figures are approximate, used by a named officer's decision.",
        ),
        (
            "deff-above",
            "The weighting design effect of {audience} is above {limit}: weighting costs much precision.",
        ),
        (
            "deff-waived",
            "The weighting design effect of {audience} is above the limit, waived by a named officer.",
        ),
        (
            "small-n",
            "n or effective n of at least 30 and below 100 (default limits): mind the interval.",
        ),
        (
            "small-n:",
            "{audience}: n or effective n of at least 30 and below 100 (default limits): mind the interval.",
        ),
        ("audience-suppressed", "Too few ratings: not published, and no rank."),
        (
            "audience-suppressed:",
            "Too few ratings by {audience}: left out, their weight spread over the others, and no rank.",
        ),
        ("suppressed", "Too few ratings to publish an estimate."),
        (
            "level-mixed",
            "Classes and audiences rate at different levels: across classes see the mix-adjusted value.",
        ),
        (
            "lost-weight",
            "More than half of the audience weight has too few ratings: no score.",
        ),
        ("no-score", "Too little was measured for a score; this is not a zero."),
        (
            "outside-limits",
            "Some adjustments of {audience} still lie outside the trimming limits after raking again.",
        ),
        (
            "lonely-stratum",
            "A stratum of {audience} has one respondent; its error is taken from the overall mean.",
        ),
        ("no-answers", "No submission of {audience} could be analysed."),
        (
            "nonresponse-merged",
            "Strata of {audience} with few completes share nonresponse classes. {merged}",
        ),
        (
            "nonresponse-class-small",
            "Even merged, {audience} has fewer completes than a nonresponse class should.",
        ),
        (
            "margin-merged",
            "{audience}: population categories with too few respondents were merged with their neighbours: {merged}",
        ),
        (
            "degenerate-rate",
            "All or none are satisfied: the standard error means nothing, the interval uses n.",
        ),
        ("no-interval", "Fewer than one degree of freedom: no interval."),
        ("provisional", "Provisional: not for the ledger yet."),
    ],
    brief_flags: &[
        ("small-n", "small sample"),
        ("small-n:", "small sample: {audiences}"),
        ("audience-suppressed", "too few ratings"),
        ("audience-suppressed:", "left out: {audiences}"),
        ("no-score", "no score"),
        ("no-interval", "no interval"),
        ("degenerate-rate", "all or none satisfied"),
    ],
    list_gap: ", ",
    percent: "{n} %",
    other_flag: "Flag {code}; see the method.",
    notes: [
        "Title",
        "Reference year",
        "Submissions",
        "Departments",
        "Sheet version",
        "Made at (UTC)",
        "Software",
        "Survey and round",
        "Method hash (SHA-256)",
        "Definition hash (SHA-256)",
        "Data hash (SHA-256)",
        "Draw seed",
        "Commitment log, leaves",
        "Commitment log, root",
        "Signatures",
        "Named decisions",
        "Flags of the sheet",
    ],
    note_blocks: [
        "About this sheet",
        "What the columns mean",
        "What the flags mean",
        "How to verify",
    ],
    verify: [
        "The signed JSON file is what counts; this workbook and the CSV are copies for reading.",
        "Get the public key from the office or the agency by another way, not only beside the sheet.",
        "Run: barometer verify SHEET.json --key KEY.pem, which checks each signature.",
        "With the auditor's bundle add --bundle DIR: everything is computed again from the answers and compared byte for byte.",
        "Whoever holds a receipt code can ask at /verify whether the answers were recorded; content is never shown.",
    ],
    overrides: [
        (
            "approximate_margins",
            "publish although population figures are approximate",
        ),
        ("weighting_deff", "waive the limit of the weighting design effect"),
    ],
    page: "Page &P of &N",
    slip_who: ["For: ", "By: ", "Questions: "],
    slip: [
        "Please tell us what you think",
        "Scan the code with a phone; or type the address below and, right behind it, the letters and figures in bold (upper or lower case).",
        "Code",
        "No.",
        "Your answers are confidential.",
    ],
};
