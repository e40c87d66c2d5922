//! Why something was refused, in words: every error that reaches people, in either language.

use super::command::Complaint;
use super::{problems, zh};
use crate::domain::analysis::outcome::Untested;
use crate::domain::analysis::run::AnalysisError;
use crate::domain::definition::{Language, Problems};
use crate::domain::proof::{CodeError, ContactError, KeyError, SealError};
use crate::domain::refusal::{Conflict, Refusal};
use crate::domain::sample::AllocationError;
use crate::domain::score::ScoreError;
use crate::domain::weight::plan::PlanError;
use crate::export::ExportError;
use std::error::Error;

/// The refusal in that language. What a library says stays as it says it; so does what the system says, with the usual
/// reasons (`permission denied`) in Chinese before it.
pub fn say(error: &(dyn Error + 'static), language: Language) -> String {
    if let Some(found) = error.downcast_ref::<Problems>() {
        return problems::print(found, language);
    }
    match language {
        Language::Zh => in_chinese(error).unwrap_or_else(|| error.to_string()),
        Language::En => error.to_string(),
    }
}

fn in_chinese(error: &(dyn Error + 'static)) -> Option<String> {
    let refusal = error.downcast_ref::<Refusal>().map(zh::refusals::refusal);
    refusal
        .or_else(|| error.downcast_ref::<Conflict>().map(zh::refusals::conflict))
        .or_else(|| error.downcast_ref::<ScoreError>().map(zh::statistics::score))
        .or_else(|| error.downcast_ref::<AllocationError>().map(zh::statistics::allocation))
        .or_else(|| error.downcast_ref::<ContactError>().map(zh::secrets::contact))
        .or_else(|| error.downcast_ref::<KeyError>().map(zh::secrets::key))
        .or_else(|| error.downcast_ref::<SealError>().map(zh::secrets::seal))
        .or_else(|| error.downcast_ref::<CodeError>().map(zh::secrets::code))
        .or_else(|| error.downcast_ref::<ExportError>().map(zh::secrets::export))
        .or_else(|| error.downcast_ref::<AnalysisError>().map(zh::analyze::refusal))
        .or_else(|| error.downcast_ref::<Untested>().map(zh::replicates::untested))
        .or_else(|| error.downcast_ref::<PlanError>().map(zh::weighting::plan))
        .or_else(|| error.downcast_ref::<Complaint>().map(zh::command::complaint))
        .or_else(|| error.downcast_ref::<std::io::Error>().and_then(zh::command::system))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fieldwork::FilterError;
    use crate::domain::refusal::{FieldRefusal, Instead, Next};
    use crate::domain::sample::PlanError;
    use crate::domain::score::danger::Danger;
    use crate::domain::weight::{RakeError, WeightError};

    #[track_caller]
    fn both(error: &(dyn Error + 'static), zh: &str, en: &str) {
        assert_eq!(
            (say(error, Language::Zh).as_str(), say(error, Language::En).as_str()),
            (zh, en)
        );
    }

    #[test]
    fn fieldwork_is_refused_in_both_languages() {
        let own = Refusal::Field(FieldRefusal::OwnProposal(3));
        both(
            &own,
            "第 3 号提议是您自己提出的：要由另一人决定",
            "proposal 3 is your own: another person decides it",
        );
        let filter = FilterError::Unknown {
            key: "mode",
            found: "fax".into(),
            expected: vec!["web".into(), "phone".into()],
        };
        both(
            &Refusal::Field(filter.into()),
            "方式“fax”不存在；有：web、phone",
            "mode: “fax” is not there; there are: web, phone",
        );
        let source = PlanError::Stratum {
            stratum: "110101".into(),
            size: 1,
            least: 2,
            most: 90,
        };
        let audience = "residents".to_owned();
        both(
            &Refusal::Field(FieldRefusal::Plan { audience, source }),
            "评价主体“residents”：层“110101”要抽 1 个单位；抽样框里这一层有 90 个，每层至少抽 2 个",
            "audience “residents”: stratum “110101” is to give 1 units; it has 90 in the frame, and a stratum gives at \
             least 2",
        );
        let drawn = "back-checks were drawn by somebody else meanwhile; look at the list before drawing again";
        both(
            &Conflict::DrawnMeanwhile,
            "刚刚已有他人抽取了复核样本；请先看清单，再决定是否抽取",
            drawn,
        );
    }

    #[test]
    fn stages_that_were_done_already_or_come_too_early() {
        let done = Refusal::DoneAlready {
            round: "r9".into(),
            step: "check".into(),
            next: Next::Weigh,
        };
        let en = "“check” was done already for round “r9”; next: `round weigh`";
        both(&done, "轮次“r9”的“check”已经做过；下一步：`round weigh`", en);
        let early = Refusal::StepMissing {
            round: "r9".into(),
            instead: Instead::First("close"),
        };
        both(
            &early,
            "轮次“r9”：请先 `round close`",
            "round “r9”: `round close` comes first",
        );
        let other = Conflict::OtherState {
            round: "r9".into(),
            states: vec!["closed", "scored"],
        };
        let zh = "轮次“r9”已不再处于已关闭状态或处于已计分状态：别人抢先了一步，这次没有写入任何内容；用 `round status` 查看下一步";
        let en = "round “r9” is no longer closed or scored: somebody else was faster and nothing was stored; `round status` \
                  says what comes next";
        both(&other, zh, en);
    }

    #[test]
    fn a_sample_that_the_frame_cannot_give() {
        let total = AllocationError::FrameTooSmall { total: 31, frame: 30 };
        let refused = Refusal::Allocation {
            file: "firms.csv".into(),
            audience: "enterprises".into(),
            source: total,
        };
        let en = "firms.csv, audience “enterprises”: the sample of 31 units is larger than the frame of 30";
        let zh = "firms.csv，评价主体“enterprises”：要抽 31 个单位，抽样框里只有 30 个";
        both(&refused, zh, en);
    }

    #[test]
    fn what_does_not_exist_is_told_with_what_there_is() {
        let audience = Refusal::UnknownAudience {
            audience: "resident".into(),
            near: Some("residents".into()),
            all: vec!["residents".into(), "firms".into()],
        };
        let en = "the survey has no audience “resident” (perhaps “residents”); its audiences: “residents”, “firms”";
        let zh = "本调查没有调查对象“resident”（也许是“residents”）；有：“residents”、“firms”";
        both(&audience, zh, en);
        let reserve = Refusal::NoReserve {
            audience: "residents".into(),
            stratum: "N".into(),
            left: Vec::new(),
        };
        let en = "stratum “N” of “residents” has no reserve left; strata that have: none";
        both(
            &reserve,
            "“residents”的层“N”没有备用样本可用了；还有备用样本的层：无",
            en,
        );
    }

    #[test]
    fn weights_that_cannot_be_made() {
        let source = RakeError::NoPopulation {
            margin: "district".into(),
            category: "东城".into(),
            row: 6,
        };
        let error = ScoreError::from(WeightError::Raking {
            audience: "residents".into(),
            source,
        });
        let en = "residents: margin district: category 东城 has respondents but no population";
        both(
            &error,
            "residents：总体边际 district：类别 东城 有受访者，却没有总体数",
            en,
        );
    }

    #[test]
    fn a_round_that_would_lose_its_sheet_is_told_with_a_way_out() {
        let missing = ScoreError::from(WeightError::MissingAnswers {
            audience: "residents".into(),
            variable: "age".into(),
            missing: 20,
            respondents: 64,
            most: 3,
        });
        let endangered = Refusal::Endangered {
            round: "r9".into(),
            dangers: vec![Danger::Stops(missing.clone())],
            sampled: true,
        };
        let zh = say(&endangered, Language::Zh);
        let zh: Vec<&str> = zh.lines().collect();
        assert_eq!(zh.len(), 4, "{zh:?}");
        assert_eq!(zh[1], "- residents：64 名受访者中有 20 名没有回答 age；至多允许 3 名");
        assert!(zh[2].starts_with("  → 漏答的人可以再次打开邀请链接补答"), "{zh:?}");
        assert!(zh[3].contains("`round close r9 --accept-no-sheet`"), "{zh:?}");
        let en = say(&endangered, Language::En);
        assert!(
            en.contains("\n- residents: 20 of 64 respondents have no answer for age"),
            "{en}"
        );
        let stopped = Refusal::Stopped {
            round: "r9".into(),
            step: "weigh",
            stops: vec![missing],
        };
        for language in [Language::Zh, Language::En] {
            let said = say(&stopped, language);
            assert!(
                said.contains("[raking] missing_most") && said.contains("--id"),
                "{said}"
            );
        }
    }

    #[test]
    fn what_the_system_says_stays_as_it_is() {
        both(&std::io::Error::other("disk full"), "disk full", "disk full");
        let gone = std::io::Error::from(std::io::ErrorKind::NotFound);
        let zh = format!("没有这个文件或文件夹（{gone}）");
        both(&gone, &zh, &gone.to_string());
    }
}
