//! Every flag that a sheet can carry, in one place, with its stable code.

use std::fmt;

/// A flag of the sheet, a department or a cell; its text is the code.
#[derive(Debug, Clone, PartialEq)]
pub enum Flag {
    /// Sheet: a margin holds approximate figures; without an officer's override every score is provisional.
    ApproximateMargins,
    /// Sheet: the weights' design effect of an audience is above this limit.
    DeffAbove(f64, String),
    /// Sheet: a stratum of the audience has one respondent; its deviation is taken from the overall mean (D18).
    LonelyStratum(String),
    /// Sheet: nobody of the audience is analysed.
    NoAnswers(String),
    /// Sheet: these strata share one nonresponse class.
    MergedClass(String, String),
    /// Sheet: even merged, the audience has fewer completes than a nonresponse class should.
    SmallClass(String),
    /// Sheet: these categories of a margin were merged.
    MergedCategory(String, String, String),
    /// Sheet: respondents whose adjustment lies outside the trimming limits after the last raking.
    OutsideLimits(String),
    /// Cell: Kish effective n below the flag limit.
    SmallN,
    /// Department: Kish effective n of this audience's cell below the flag limit.
    SmallAudience(String),
    /// Cell: suppressed; department: the audience's λ is spread over the others.
    AudienceSuppressed(String),
    /// Cell: all or none are satisfied; the standard error of 0 means nothing, the interval uses n.
    DegenerateRate,
    /// Cell or department: fewer than one degree of freedom, so no interval.
    NoInterval,
    /// Department: more λ was lost than allowed.
    NoScore,
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Flag::ApproximateMargins => write!(f, "approximate-margins"),
            Flag::DeffAbove(limit, audience) => write!(f, "deff-above-{limit}:{audience}"),
            Flag::LonelyStratum(audience) => write!(f, "lonely-stratum:{audience}"),
            Flag::NoAnswers(audience) => write!(f, "no-answers:{audience}"),
            Flag::MergedClass(audience, strata) => write!(f, "nonresponse-merged:{audience}:{strata}"),
            Flag::SmallClass(audience) => write!(f, "nonresponse-class-small:{audience}"),
            Flag::MergedCategory(audience, margin, label) => write!(f, "margin-merged:{audience}:{margin}:{label}"),
            Flag::OutsideLimits(audience) => write!(f, "outside-limits:{audience}"),
            Flag::SmallN => write!(f, "small-n"),
            Flag::SmallAudience(audience) => write!(f, "small-n:{audience}"),
            Flag::AudienceSuppressed(audience) => write!(f, "audience-suppressed:{audience}"),
            Flag::DegenerateRate => write!(f, "degenerate-rate"),
            Flag::NoInterval => write!(f, "no-interval"),
            Flag::NoScore => write!(f, "no-score"),
        }
    }
}
