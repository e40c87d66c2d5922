//! The kind of a refusal, in one word for programs.

use super::AnalysisError;

impl AnalysisError {
    /// What kind of refusal it is, in one word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            AnalysisError::Asked { source, .. } | AnalysisError::InRun { source, .. } => source.code(),
            AnalysisError::Problems(_) => "input",
            AnalysisError::Formula { .. } => "formula",
            AnalysisError::NoBattery { .. }
            | AnalysisError::NoMargin { .. }
            | AnalysisError::NoReplicates { .. }
            | AnalysisError::NoLabel { .. }
            | AnalysisError::LabelTwice { .. }
            | AnalysisError::CompositePart { .. }
            | AnalysisError::NotSplit { .. }
            | AnalysisError::NoLevels { .. }
            | AnalysisError::LimitsOf { .. }
            | AnalysisError::NumberMargin { .. }
            | AnalysisError::NothingCalibrated
            | AnalysisError::NoClass { .. } => "specification",
            AnalysisError::NoMarginRows { .. }
            | AnalysisError::NoFile { .. }
            | AnalysisError::NoKeyRow { .. }
            | AnalysisError::NoReplicateRow { .. } => "file",
            AnalysisError::CompositeSum { stands, .. } | AnalysisError::CompositeWeights { stands, .. } => {
                stands.code()
            }
            AnalysisError::BadWeight { .. }
            | AnalysisError::BadProbability { .. }
            | AnalysisError::NoBaseWeight { .. } => "weight",
            AnalysisError::Weighting { .. }
            | AnalysisError::NoWeightLeft { .. }
            | AnalysisError::ZeroTotal { .. }
            | AnalysisError::IneligibleRespondent { .. }
            | AnalysisError::EndedOutside { .. } => "weighting",
            AnalysisError::Design { .. } => "design",
            AnalysisError::Replicates { .. } => "replicates",
            AnalysisError::SampleSize { .. } | AnalysisError::NoSpread { .. } => "sample_size",
        }
    }
}
