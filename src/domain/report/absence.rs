//! What did not happen in a round or is not recorded: each a fact with words of its own, so that nothing is left out.

use super::SampleReport;
use crate::domain::definition::{QuestionKind, Role, SampleDesign};
use std::collections::BTreeSet;

/// Something that a reader of a sample report looks for and that this round does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absence {
    /// The sheet is not sealed.
    Signatures,
    /// Who paid, and how much, is not recorded.
    Funding,
    /// The form carries no statutory identifiers.
    FormIdentifiers,
    /// Who supplied the frames is not recorded.
    FrameSupplier,
    /// Nobody was sampled: the answers were imported.
    Sample,
    /// No reserve unit was issued.
    ReserveRelease,
    /// Contact attempts and reminders are not recorded one by one.
    ContactHistory,
    /// No incentive is recorded.
    Incentive,
    /// No pretest is recorded.
    Pretest,
    /// Who did not answer has no mode, so there are no outcome rates by mode.
    ModeOfNonrespondents,
    /// The audiences have no population margins to weight to.
    Margins,
    /// No interviews were listened to.
    Monitoring,
    /// No back-checks were made.
    BackChecks,
    /// No part of the sample was asked by a second agency.
    SecondAgency,
    /// No incident is recorded.
    Incidents,
    /// The coaching question was not asked.
    CoachingItem,
    /// The quality rules set nobody aside.
    Removals,
    /// No page was timed.
    Times,
    /// No dimension items were asked.
    Dimensions,
    /// Open answers are not coded into themes.
    TextThemes,
    /// No earlier round to compare with.
    EarlierRound,
    /// Nobody outside countersigns the log.
    Witness,
}

impl Absence {
    /// What the system does not record yet, whatever happened: the agency adds it to the report by hand.
    const UNRECORDED: [Absence; 6] = [
        Absence::Funding,
        Absence::ContactHistory,
        Absence::Incentive,
        Absence::SecondAgency,
        Absence::Incidents,
        Absence::Witness,
    ];
}

/// What the round of these facts lacks.
pub(super) fn of(report: &SampleReport) -> BTreeSet<Absence> {
    let survey = &report.survey;
    let sampled = survey.round.sample == SampleDesign::Stratified;
    let questions = || {
        survey
            .audiences
            .iter()
            .flat_map(|audience| audience.questionnaire.questions())
    };
    let coaching = questions().any(|q| matches!(q.role, Role::Coaching { .. }));
    let texts = questions().any(|q| matches!(q.kind, QuestionKind::Text { .. }));
    let header = &survey.round.header;
    let identified = [&header.form_number, &header.approval_number]
        .iter()
        .all(|field| !field.is_empty());
    let lacking = [
        (report.is_draft(), Absence::Signatures),
        (!identified, Absence::FormIdentifiers),
        (sampled, Absence::FrameSupplier),
        (!sampled, Absence::Sample),
        (
            sampled && report.chronicle.times("release") == 0,
            Absence::ReserveRelease,
        ),
        (sampled, Absence::ModeOfNonrespondents),
        (survey.margins.is_empty(), Absence::Margins),
        (!coaching, Absence::CoachingItem),
        (report.sheet.quality.removed.is_empty(), Absence::Removals),
        (report.chronicle.pretest.is_none(), Absence::Pretest),
        (report.chronicle.back_checks.is_none(), Absence::BackChecks),
        (
            report.chronicle.back_checks.as_ref().is_none_or(|checks| !checks.live),
            Absence::Monitoring,
        ),
        (
            report.modes.iter().all(|mode| mode.median_seconds.is_none()),
            Absence::Times,
        ),
        (report.dimensions.is_empty(), Absence::Dimensions),
        (texts, Absence::TextThemes),
        (report.chronicle.earlier.is_empty(), Absence::EarlierRound),
    ];
    let derived = lacking
        .into_iter()
        .filter(|(lacks, _)| *lacks)
        .map(|(_, absence)| absence);
    derived.chain(Absence::UNRECORDED).collect()
}
