//! Microdata and codebook in English.

use crate::text::microdata::MicrodataText;

/// Words of the codebook.
pub const MICRODATA: MicrodataText = MicrodataText {
    sheets: ["Notes", "Respondents", "Ratings", "Codebook"],
    columns: &[
        (
            "row",
            "Number of the row in this file; random, leads to nobody and to no other file.",
        ),
        ("audience", "Audience."),
        ("mode", "How the answers came in."),
        ("zone", "Registered group of strata."),
        (
            "weight@respondents",
            "Mean final weight of the respondents who share the combination of characteristics.",
        ),
        ("department", "Rated department."),
        ("class", "Service class of the department."),
        ("grade", "Answer to the scored question."),
        (
            "satisfied",
            "Whether the grade counts as satisfied; empty for don't know.",
        ),
        (
            "weight@ratings",
            "Mean rating weight over ratings of the same audience, department and grade; a grade with fewer than 10 ratings shares the mean with its neighbour on the same side; fewer than 10 answers of don't know carry the mean of all valid ratings.",
        ),
        (
            "lambda",
            "Weight of the audience in the department's composite rate; empty where the department has no score.",
        ),
    ],
    missing: [
        "withheld: the combination would be shared by fewer than 10",
        "not known",
        "no answer, not asked, or not a characteristic of this audience",
    ],
    labels: ["satisfied", "not satisfied", "web", "telephone", "paper"],
    left_out: [
        "Left out: of questions that are asked once, only those rated on the scale and the one about coaching are kept, so that nothing describes a respondent beyond the coarsened characteristics; see the counts in the report's workbook.",
        "Left out: open text may tell who wrote it; texts are only counted.",
        "Left out: asked about single departments; together with the drawn list it could tell who somebody is.",
        "Left out: consent or an instructed item, not for analysis.",
    ],
    zone: "Zone",
    notes: &[
        "Two files that cannot be joined: respondents.csv has one row per analysed respondent, ratings.csv one row per rating of a cell that the sheet publishes. Submission id, sample number, stratum, time of arrival, page times and the list of departments that somebody was shown are in neither.",
        "Characteristics (mode, zone, weighting variables) are coarsened until every combination is shared by at least 10 rows: among all respondents of an audience in the first file, among all ratings of a department by an audience in the second. Rarer values are withheld (*). Audiences with fewer than 10 respondents and cells with fewer than 10 ratings are left out.",
        "Weights are averaged, because a single weight would tell a combination that was withheld. The weighted composition of the kept characteristics is exact; other weighted tables from respondents.csv are approximate.",
        "Every published rate can be recomputed from ratings.csv: within department and audience, Σ weight of satisfied over Σ weight of valid ratings (don't know excluded); the composite is Σ lambda × rate. Results agree with the sheet to rounding in the last digits of a floating-point number. Indices agree approximately.",
        "Standard errors, intervals and familiarity cannot be recomputed from these files: that needs strata and the link between a respondent's ratings. Points and errors to the last digit can be recomputed from the auditor's bundle.",
        "Rows were sorted by content and then shuffled with a seed derived from the root of the commitment log and the data hash: the same round gives the same bytes, and the order says nothing.",
        "Frequencies in the codebook are unweighted and count the rows of these files.",
    ],
};
