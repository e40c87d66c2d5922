//! Everything that can be done in the consoles, who does it, and of which kind it is: no role both changes and approves.

use crate::domain::account::Role::{self, Administrator, Analyst, Auditor, Interviewer, Manager, Officer};

/// What an act is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The own account.
    Own,
    /// Other people's accounts.
    Accounts,
    /// Which rounds there are and where they stand.
    Rounds,
    /// Frame, sizes, draw, invitations.
    Sample,
    /// Cases in the field.
    Fieldwork,
    /// Which submissions are set aside.
    Removals,
    /// Re-interviews.
    BackChecks,
    /// The sample report and the microdata.
    Report,
    /// The rules of the evaluation.
    Method,
    /// The score sheet.
    Sheet,
    /// Who receives the scores.
    Feed,
    /// The 100-point ledger.
    Ledger,
    /// The logs.
    Logs,
}

/// Of which kind an act is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// Looks.
    Read,
    /// Changes.
    Change,
    /// Says yes or no to what another role changed.
    Approve,
    /// Says yes to what another person of the same role changed; the stage holds the two apart by their accounts.
    ApproveOthers,
}

/// What an act is, for tables and tests.
#[derive(Debug, PartialEq, Eq)]
pub struct ActInfo {
    /// Its name.
    pub name: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// Of which kind it is.
    pub duty: Duty,
    /// Who may.
    pub roles: &'static [Role],
}

/// An act as a type, so that a handler can ask for it.
pub trait Act: Send + Sync + 'static {
    /// What it is.
    const INFO: &'static ActInfo;
}

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident: $subject:ident, $duty:ident, [$($role:ident),+];)+) => {
        /// One type per act.
        pub mod acts {
            use super::*;
            $(
                $(#[$doc])*
                #[derive(Debug)]
                pub struct $name;
                impl Act for $name {
                    const INFO: &'static ActInfo = &ActInfo {
                        name: stringify!($name),
                        subject: Subject::$subject,
                        duty: Duty::$duty,
                        roles: &[$($role),+],
                    };
                }
            )+
        }

        /// Every act.
        pub const ALL: &[&ActInfo] = &[$(acts::$name::INFO),+];
    };
}

acts! {
    /// Comes in, signs out, changes the own password, second factor and language.
    OwnAccount: Own, Change, [Administrator, Manager, Interviewer, Analyst, Officer, Auditor];
    /// Makes accounts, renews their links, closes them.
    ManageAccounts: Accounts, Change, [Administrator];
    /// Sees which rounds there are and where they stand.
    ReadRounds: Rounds, Read, [Manager, Interviewer, Analyst, Officer, Auditor];
    /// Sees frame counts, sizes, draw and reserve.
    ReadSample: Sample, Read, [Manager, Analyst, Auditor];
    /// Uploads frames, chooses sizes, draws, invites, reminds, tries the questionnaire out.
    Prepare: Sample, Change, [Manager];
    /// Sees the board.
    ReadField: Fieldwork, Read, [Manager, Analyst];
    /// Searches cases, sets their dispositions.
    WorkCases: Fieldwork, Change, [Manager, Interviewer];
    /// Asks the questionnaire on the telephone, of the cases given to oneself.
    HoldInterview: Fieldwork, Change, [Interviewer];
    /// Releases reserve, gives cases to interviewers, imports answers, closes the field.
    RunField: Fieldwork, Change, [Manager];
    /// Sees flags and their reasons.
    ReadQuality: Removals, Read, [Manager, Analyst];
    /// Proposes to set a submission aside.
    ProposeRemoval: Removals, Change, [Manager];
    /// Decides a proposal.
    DecideRemoval: Removals, Approve, [Analyst];
    /// Draws who is asked again, and sees how well the answers agree.
    RunBackChecks: BackChecks, Change, [Analyst];
    /// Sees how well the answers agree.
    ReadBackChecks: BackChecks, Read, [Manager, Analyst];
    /// Enters what was said again.
    EnterBackCheck: BackChecks, Change, [Analyst];
    /// Reads the sample report.
    ReadReport: Report, Read, [Manager, Analyst, Officer, Auditor];
    /// Takes the anonymised microdata.
    ReadMicrodata: Report, Read, [Analyst, Auditor];
    /// Reads the method.
    ReadMethod: Method, Read, [Manager, Analyst, Officer, Auditor];
    /// Registers the method; it takes two.
    RegisterMethod: Method, ApproveOthers, [Officer];
    /// Computes the sheet of a closed round, or a corrected one.
    ComputeSheet: Sheet, Change, [Manager];
    /// Reads the sheet before it is published.
    ReadSheet: Sheet, Read, [Analyst, Officer, Auditor];
    /// Confirms the sheet for the agency.
    ConfirmSheet: Sheet, Approve, [Analyst];
    /// Proposes to correct a sealed sheet, or gives a correction up.
    ProposeCorrection: Sheet, Change, [Manager];
    /// Agrees to a proposed correction: it begins.
    AgreeCorrection: Sheet, Approve, [Analyst, Officer];
    /// Sends a sheet that waits for its seal back to be computed again.
    SendBack: Sheet, Approve, [Analyst, Officer];
    /// Seals the sheet for the office.
    SealSheet: Sheet, Approve, [Officer];
    /// Gives clients their tokens, sets where sealed sheets are sent.
    ManageFeed: Feed, Change, [Officer];
    /// Reads the main ledger.
    ReadLedger: Ledger, Read, [Officer, Auditor];
    /// Imports columns, enters deductions.
    ChangeLedger: Ledger, Change, [Officer];
    /// Takes the ledger a step further, after what another officer entered.
    ConfirmLedger: Ledger, ApproveOthers, [Officer];
    /// Reads the audit log and the proofs.
    ReadLogs: Logs, Read, [Auditor];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(subject: Subject, duties: &[Duty]) -> Vec<Role> {
        let acts = ALL
            .iter()
            .filter(|act| act.subject == subject && duties.contains(&act.duty));
        acts.flat_map(|act| act.roles.iter().copied()).collect()
    }

    #[test]
    fn no_role_both_changes_and_approves() {
        for act in ALL {
            let change = roles(act.subject, &[Duty::Change]);
            let approve = roles(act.subject, &[Duty::Approve]);
            let both: Vec<_> = change.iter().filter(|role| approve.contains(role)).collect();
            assert!(both.is_empty(), "{:?}: {both:?} change and approve", act.subject);
        }
    }

    #[test]
    fn the_agency_cannot_seal_the_office_sees_no_answer_and_the_administrator_neither() {
        let may = |role: Role| move |act: &&&ActInfo| act.roles.contains(&role);
        assert_eq!(acts::SealSheet::INFO.roles, [Officer]);
        let answers = [Subject::Fieldwork, Subject::Removals, Subject::BackChecks];
        assert!(
            ALL.iter()
                .filter(may(Officer))
                .all(|act| !answers.contains(&act.subject))
        );
        assert!(!acts::ReadMicrodata::INFO.roles.contains(&Officer));
        let own = [Subject::Own, Subject::Accounts];
        assert!(
            ALL.iter()
                .filter(may(Administrator))
                .all(|act| own.contains(&act.subject))
        );
        assert!(
            ALL.iter()
                .filter(may(Auditor))
                .all(|act| act.duty == Duty::Read || act.subject == Subject::Own)
        );
    }
}
