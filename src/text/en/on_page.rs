//! Refusals and dangers on pages, in English: no commands, but where it is done.

use crate::domain::ledger::LedgerRefusal;
use crate::domain::refusal::{Instead, Next, Refusal};
use crate::domain::score::danger::Remedy;
use crate::text::on_page::OnPage;

/// What pages say.
pub const ON_PAGE: OnPage = OnPage {
    in_state: "this round is “{state}”: {instead}",
    done: "“{step}” was done already; next: {next}",
    endangered: "the round is not closed: closing is final, and as things stand it would cost the sheet or a part of it:{list}\nWhere nothing helps, the page [Close and compute](close) has a box that closes it all the same",
    stopped: "“{step}” cannot be done:{list}\nThe round is closed: its answers are final, and nothing of it is changed. What is left is another round: correct the survey folder, have the operator register it, and collect or import the answers there",
    other_state: "this round is no longer “{states}”: somebody else was faster and nothing was stored; the top of this page says where it stands now",
    stage_done: "“{stage}” was done by somebody else meanwhile; the top of this page says where the round stands now",
    imported: "answers of {units} units in the file were imported by somebody else meanwhile; nothing was stored now",
    ledger_changed: "somebody else changed the ledger of {year} meanwhile; nothing was stored now. Look at [the ledger as it is](ledger) and do this again if it is still wanted",
    locked: "the ledger of {year} was {step} on {on}: nothing in it changes any more. For a correction [reopen it](review) with a reason; every step is then taken anew",
    would_replace: "this would take the place of {files}; nothing was stored. If that is meant, tick “It replaces what was delivered before” and import again; the earlier figures stay readable",
    no_frames: "no frame is accepted yet for: {audiences}",
    joins: [", ", "” or “"],
    plain,
    ledger,
    instead,
    next,
    remedy,
    setting: "{key} in {file} can provide for it",
};

fn plain(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::AllInvited(_) => "every issued unit is invited already; [release a reserve batch](field) first",
        Refusal::NoAnswers(_) => "there are no answers yet; [import them](field) or let people answer first",
        Refusal::NoSample(_) => "this round has no sample; [import its answers](field)",
        Refusal::NobodyToInvite(_) => {
            "this round has no sample, so there is nobody to invite; [import its answers](field)"
        }
        Refusal::NoSheet(_) => "there is no sheet yet; [compute it](close) first",
        _ => return None,
    })
}

fn ledger(refusal: &LedgerRefusal) -> Option<&'static str> {
    match refusal {
        LedgerRefusal::PublicFromSheetOnly => Some(
            "public evaluation comes from a sealed score sheet only, never from a table; the sheet is imported under [Deliveries](deliveries)",
        ),
        _ => None,
    }
}

fn instead(instead: Instead) -> &'static str {
    match instead {
        Instead::ImportInField => {
            "answers are imported after [the invitations](invitations) and before [closing](close)"
        }
        Instead::RecordInField => "codes are recorded after [the invitations](invitations) and before [closing](close)",
        Instead::ReleaseInField => {
            "reserve is released after [the invitations](invitations) and before [closing](close)"
        }
        Instead::PlanInField => "the last day is planned before the field closes",
        Instead::RemoveBeforeChecking => "removals are proposed and decided before the answers are checked",
        Instead::BackCheckBeforeSealing => {
            "back-checks are drawn and entered from the first interviews until the sheet is sealed"
        }
        Instead::RemindInField => "people are reminded between the first invitation and the closing of the round",
        Instead::InviteAfterDraw => "invitations follow [the draw](draw) and end when the round closes",
        Instead::DrawOnce(_) => "a sample is drawn once, right after opening; next: {next}",
        Instead::NotInField(_) => "it is not in the field yet; next: {next}",
        Instead::ClosedAlready(_) => "it is closed already; next: {next}",
        Instead::SealedAlready => "it is sealed already; the sealed sheet is under [Results](results)",
        Instead::NotSealed => "it has no sealed sheet yet; the top of this page says where it stands",
        Instead::RegisterBefore => "a method is registered before the round closes",
        Instead::CorrectSealed => "only a sealed sheet is corrected; one that is not sealed yet is not published",
        Instead::First("close") => "[closing](close) comes first",
        Instead::First(_) => "[checking, weighting and scoring](close) come first",
    }
}

fn next(next: Next) -> &'static str {
    match next {
        Next::Draw => "[the draw](draw)",
        Next::Invite => "[the invitations](invitations)",
        Next::Field => "answers come in; then [closing](close)",
        Next::Import => "[importing the answers](field), then [closing](close)",
        Next::FinishClosing => "[finishing the closing](close), which was interrupted",
        Next::Check | Next::Weigh | Next::Score => "[checking, weighting and scoring](close)",
        Next::Seal => "the analyst [confirms](sheet), the office [seals](results)",
        Next::Export => "nothing more",
    }
}

fn remedy(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::AnswerIt => {
            "whoever left it out can open the link again and answer it; more people who answer it lower the share: [release the reserve](field) and [invite](invitations), or [import paper and telephone answers](field)"
        }
        Remedy::ImportIt => {
            "if the file or the mapping left it out, have the operator open the survey folder as another round and import the corrected file there; where a share may be missing, [more answers that have it](field) help too"
        }
        Remedy::AskMore => {
            "ask more of these people before closing: [remind who has not answered](reminders), [release the reserve](field) and [invite](invitations), or [import paper and telephone answers](field)"
        }
        Remedy::ImportMore => "[import answers of these people](field) before closing",
        Remedy::Record => "[record how these cases ended](field) before closing",
        Remedy::Balance => {
            "more people where few have answered make the weights more equal: [release the reserve](field) and [invite](invitations)"
        }
        Remedy::Correct => {
            "the answers and the survey folder do not fit: correct the folder or the file, have the operator open it as another round, and import the answers there"
        }
    }
}
