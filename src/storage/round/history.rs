//! What a round's history says: which stages stand as done, and at which version of its sheet the round is.

use super::StageRecord;

/// Stages that happen once in a round's life.
const ONCE: [&str; 4] = ["open", "draw", "closing", "close"];

/// Stages that happen once for every version of the sheet. All others may repeat.
const ONCE_A_VERSION: [&str; 4] = ["check", "weigh", "score", "seal"];

/// The stage that opens a sealed round for the next version of its sheet.
pub const CORRECTION: &str = "correct";

/// The stage with which one person proposes a correction.
pub const PROPOSAL: &str = "propose-correction";

/// The stage that takes a proposal back.
pub const WITHDRAWAL: &str = "withdraw-correction";

/// The stage that ends a correction before anything was computed: what is sealed stays sealed.
pub const GIVEN_UP: &str = "give-up-correction";

/// The stage that refuses a sheet which waits for its seal.
pub const SENT_BACK: &str = "send-back";

/// Stages after which those that make a sheet are to be done again.
pub(super) const AGAIN: [&str; 2] = [CORRECTION, SENT_BACK];

/// The stages that stand as done: of those that make a sheet, only the ones since the last correction began or the last
/// sheet was sent back, unless that was given up.
pub fn standing(records: &[StageRecord]) -> Vec<&str> {
    let turns = |record: &StageRecord| record.stage == GIVEN_UP || AGAIN.contains(&record.stage.as_str());
    let last = records.iter().rposition(turns);
    let last = last.filter(|place| records[*place].stage != GIVEN_UP);
    let stands = |(place, record): &(usize, &StageRecord)| {
        last.is_none_or(|last| *place > last) || !ONCE_A_VERSION.contains(&record.stage.as_str())
    };
    let all = records.iter().enumerate().filter(stands);
    all.map(|(_, record)| record.stage.as_str()).collect()
}

/// The version of the sheet that the round is at, from 1: one more than it was corrected and sent back.
pub fn version(records: &[StageRecord]) -> u32 {
    let again = records.iter().filter(|record| AGAIN.contains(&record.stage.as_str()));
    u32::try_from(again.count()).unwrap_or(u32::MAX - 1) + 1
}

/// How often a stage may be recorded after that many corrections and sheets sent back; `None` where it may repeat.
pub(super) fn most_times(stage: &str, again: u64) -> Option<u64> {
    match stage {
        _ if ONCE.contains(&stage) => Some(1),
        _ if ONCE_A_VERSION.contains(&stage) => Some(1 + again),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(stages: &[&str]) -> Vec<StageRecord> {
        let record = |stage: &&str| StageRecord {
            stage: (*stage).to_owned(),
            at: 0,
            summary: serde_json::Value::Null,
        };
        stages.iter().map(record).collect()
    }

    #[test]
    fn a_correction_makes_the_stages_of_the_sheet_open_again_and_no_others() {
        let first = history(&["open", "close", "check", "weigh", "score", "seal"]);
        assert_eq!((version(&first), standing(&first).len()), (1, 6));
        let second = history(&["open", "close", "check", "weigh", "score", "seal", "correct", "check"]);
        assert_eq!(version(&second), 2);
        assert_eq!(standing(&second), ["open", "close", "correct", "check"]);
        let third = history(&["close", "check", "seal", "correct", "check", "score", "send-back"]);
        assert_eq!(
            (version(&third), standing(&third)),
            (3, vec!["close", "correct", "send-back"])
        );
        let given_up = history(&["close", "check", "seal", "correct", "give-up-correction"]);
        assert!(standing(&given_up).contains(&"seal"), "what was sealed is sealed");
        assert_eq!(most_times("seal", 1), Some(2));
        assert_eq!((most_times("close", 1), most_times("invite", 0)), (Some(1), None));
    }
}
