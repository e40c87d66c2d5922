//! Final disposition codes of sampled cases (AAPOR, METHODOLOGY 2.4) and the outcome rates made of them (2.3).

use serde::Serialize;
use std::collections::BTreeMap;

/// What a code means for the outcome rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// I: complete.
    Complete,
    /// P: sufficient partial.
    Partial,
    /// R: refusal and break-off.
    Refusal,
    /// NC: not reached, eligible.
    NonContact,
    /// O: other eligible nonrespondent, quality removals included.
    Other,
    /// UH + UO: eligibility unknown.
    Unknown,
    /// NE: known not to be eligible.
    NotEligible,
}

/// One row of the code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disposition {
    /// The code, e.g. `2.112`.
    pub code: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// Its group.
    pub group: Group,
}

const fn row(code: &'static str, zh: &'static str, en: &'static str, group: Group) -> Disposition {
    Disposition { code, zh, en, group }
}

/// Removed by the registered quality rule, or as a confirmed duplicate: stays in every denominator.
pub const REMOVED: &str = "2.40";
/// Removed as fabricated: stays in every denominator.
pub const FABRICATED: &str = "2.41";

/// What an issued case counts as while nothing is known of it: nothing was returned, or nobody has written to it yet.
pub fn without_code(invited: bool) -> &'static str {
    if invited { "3.19" } else { "3.11" }
}

use Group::{Complete, NonContact, NotEligible, Other, Partial, Refusal, Unknown};

/// The whole list, in code order.
pub const CODES: &[Disposition] = &[
    row("1.1", "完成", "Complete", Complete),
    row("1.2", "部分完成（有效）", "Partial, sufficient", Partial),
    row("2.11", "拒访", "Refusal", Refusal),
    row("2.111", "他人拒访", "Refusal by another person", Refusal),
    row("2.112", "本人拒访", "Refusal by the respondent", Refusal),
    row("2.1121", "打开未作答", "Opened the link, answered nothing", Refusal),
    row("2.12", "中途退出", "Break-off, insufficient", Refusal),
    row("2.15", "不同意参与", "Consent declined", Refusal),
    row("2.16", "提交后撤回", "Withdrawn after submitting", Refusal),
    row("2.20", "未接触到", "Non-contact", NonContact),
    row("2.21", "始终未能接触", "Never available", NonContact),
    row("2.22", "电话留言设备", "Answering device", NonContact),
    row("2.23", "无法进入楼宇", "No access to the building", NonContact),
    row("2.24", "家中无人", "No one home", NonContact),
    row("2.25", "外出", "Away", NonContact),
    row("2.31", "死亡", "Dead", Other),
    row("2.32", "无能力作答", "Unable", Other),
    row("2.33", "语言障碍", "Language", Other),
    row("2.36", "其他", "Other eligible", Other),
    row(REMOVED, "质量规则剔除", "Removed by a registered quality rule", Other),
    row(FABRICATED, "认定造假", "Removed as fabricated", Other),
    row("3.11", "未发送", "Invitation not sent or number not tried", Unknown),
    row("3.12", "占线", "Busy", Unknown),
    row("3.13", "无人接听", "No answer", Unknown),
    row("3.14", "设备应答，状态不明", "Device, status unknown", Unknown),
    row("3.15", "拦截", "Call blocked", Unknown),
    row("3.16", "技术障碍", "Technical barrier", Unknown),
    row("3.19", "无任何返回", "Nothing returned", Unknown),
    row("3.21", "甄别未完成", "Screener not completed", Unknown),
    row("3.30", "邀请退回", "Invitation undelivered", Unknown),
    row("4.10", "甄别不合格", "Out of sample", NotEligible),
    row("4.20", "传真或数据线", "Fax or data line", NotEligible),
    row("4.30", "空号", "Not in service", NotEligible),
    row(
        "4.50",
        "非住宅或企业注销",
        "Business line, or closed or moved firm",
        NotEligible,
    ),
    row("4.70", "无合格对象", "No eligible person", NotEligible),
    row("4.80", "配额已满", "Quota filled", NotEligible),
    row("4.90", "名单重复", "Duplicate in the frame", NotEligible),
];

/// The row of a code; `None` for a code that is not on the list.
pub fn lookup(code: &str) -> Option<&'static Disposition> {
    CODES.iter().find(|row| row.code == code)
}

/// Whether somebody whose case has that code may be called: nobody was reached yet, or the interview stopped halfway. Not
/// those who have answered, said no, cannot, or do not belong here.
pub fn may_be_called(code: Option<&str>) -> bool {
    code.is_none_or(|code| {
        let open = lookup(code).is_some_and(|row| matches!(row.group, NonContact | Unknown));
        open || matches!(code, "2.12" | "2.1121")
    })
}

/// The row of a code as a table holds it: a spreadsheet drops the last zero of a number, `2.2` for `2.20`. No code of the
/// list becomes another one by that.
pub fn read(typed: &str) -> Option<&'static Disposition> {
    lookup(typed).or_else(|| lookup(&format!("{typed}0")))
}

/// Cases per group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Outcomes {
    /// I.
    pub complete: u64,
    /// P.
    pub partial: u64,
    /// R.
    pub refusal: u64,
    /// NC.
    pub non_contact: u64,
    /// O.
    pub other: u64,
    /// UH + UO.
    pub unknown: u64,
    /// NE.
    pub not_eligible: u64,
}

impl Outcomes {
    /// Counts cases per code; the error is the first code that is not on the list.
    pub fn count(cases: &BTreeMap<String, u64>) -> Result<Outcomes, String> {
        let mut outcomes = Outcomes::default();
        for (code, count) in cases {
            let row = lookup(code).ok_or_else(|| code.clone())?;
            *outcomes.of(row.group) += count;
        }
        Ok(outcomes)
    }

    fn of(&mut self, group: Group) -> &mut u64 {
        match group {
            Complete => &mut self.complete,
            Partial => &mut self.partial,
            Refusal => &mut self.refusal,
            NonContact => &mut self.non_contact,
            Other => &mut self.other,
            Unknown => &mut self.unknown,
            NotEligible => &mut self.not_eligible,
        }
    }

    /// Cases of all groups.
    pub fn all(&self) -> u64 {
        let eligible = self.complete + self.partial + self.refusal + self.non_contact + self.other;
        eligible + self.unknown + self.not_eligible
    }

    /// `RR1`–`RR6`, `COOP1`–`COOP4`, `REF1`–`REF3`, `CON1`–`CON3` and `e`, each 0 to 1; a rate without a denominator
    /// is absent. `e` is the proportional allocation K/(K+NE).
    pub fn rates(&self) -> BTreeMap<String, f64> {
        let rate = |(name, above, below): (&str, f64, f64)| (below > 0.0).then(|| (name.to_owned(), above / below));
        self.fractions().into_iter().filter_map(rate).collect()
    }

    /// What a rate is a share of, in cases; with `e` it need not be whole. `None` for a rate that is not there.
    pub fn denominator(&self, rate: &str) -> Option<f64> {
        let found = self.fractions().into_iter().find(|(name, _, _)| *name == rate)?;
        Some(found.2).filter(|below| *below > 0.0)
    }

    /// Each rate's name, numerator and denominator.
    fn fractions(&self) -> [(&'static str, f64, f64); 17] {
        let [i, p, r, nc, o, u, ne] = [
            self.complete,
            self.partial,
            self.refusal,
            self.non_contact,
            self.other,
            self.unknown,
            self.not_eligible,
        ]
        .map(|count| count as f64);
        let k = i + p + r + nc + o;
        let e = if k + ne > 0.0 { k / (k + ne) } else { 0.0 };
        let contacted = i + p + r + o;
        [
            ("RR1", i, k + u),
            ("RR2", i + p, k + u),
            ("RR3", i, k + e * u),
            ("RR4", i + p, k + e * u),
            ("RR5", i, k),
            ("RR6", i + p, k),
            ("COOP1", i, contacted),
            ("COOP2", i + p, contacted),
            ("COOP3", i, i + p + r),
            ("COOP4", i + p, i + p + r),
            ("REF1", r, k + u),
            ("REF2", r, k + e * u),
            ("REF3", r, k),
            ("CON1", contacted, contacted + nc + u),
            ("CON2", contacted, contacted + nc + e * u),
            ("CON3", contacted, contacted + nc),
            ("e", k, k + ne),
        ]
    }
}

/// Moves cases that were set aside from the code they had to the one of their removal: they stay in every denominator.
pub fn set_aside<'a>(cases: &mut BTreeMap<String, u64>, removed: impl IntoIterator<Item = (&'a str, &'a str)>) {
    for (before, after) in removed {
        let left = cases.entry(before.to_owned()).or_default();
        *left = left.saturating_sub(1);
        *cases.entry(after.to_owned()).or_default() += 1;
    }
    cases.retain(|_, count| *count > 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rates_of_the_worked_example_come_out() {
        let o = Outcomes {
            complete: 3000,
            partial: 200,
            refusal: 1800,
            non_contact: 1500,
            other: 200,
            unknown: 4000,
            not_eligible: 1000,
        };
        let want = [
            ("e", 0.87013),
            ("RR1", 0.28037),
            ("RR2", 0.29907),
            ("RR3", 0.29468),
            ("RR4", 0.31433),
            ("RR5", 0.44776),
            ("RR6", 0.47761),
            ("COOP1", 0.57692),
            ("COOP2", 0.61538),
            ("COOP3", 0.60000),
            ("COOP4", 0.64000),
            ("REF1", 0.16822),
            ("REF2", 0.17681),
            ("REF3", 0.26866),
            ("CON1", 0.48598),
            ("CON2", 0.51078),
            ("CON3", 0.77612),
        ];
        let rates = o.rates();
        assert_eq!(o.denominator("RR1"), Some(10_700.0));
        assert_eq!((o.denominator("COOP1"), o.denominator("RR9")), (Some(5200.0), None));
        assert_eq!(rates.len(), want.len());
        for (name, value) in want {
            assert!((rates[name] - value).abs() < 5e-6, "{name}: {}", rates[name]);
        }
    }

    #[test]
    fn a_removed_case_lowers_no_denominator() {
        let before = BTreeMap::from([("1.1".to_owned(), 10), ("2.112".to_owned(), 10)]);
        let mut after = before.clone();
        set_aside(&mut after, [("1.1", REMOVED), ("1.1", REMOVED)]);
        let wanted = BTreeMap::from([("1.1".to_owned(), 8), (REMOVED.to_owned(), 2), ("2.112".to_owned(), 10)]);
        assert_eq!(after, wanted);
        let rr1 = |cases| Outcomes::count(cases).unwrap().rates()["RR1"];
        assert!((rr1(&before) - 0.5).abs() < 1e-15 && (rr1(&after) - 0.4).abs() < 1e-15);
    }

    #[test]
    fn codes_are_unique_and_an_unknown_one_is_named() {
        assert!(CODES.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert_eq!(
            Outcomes::count(&BTreeMap::from([("9.9".to_owned(), 1)])),
            Err("9.9".to_owned())
        );
    }

    #[test]
    fn without_cases_there_are_no_rates() {
        assert!(Outcomes::default().rates().is_empty());
    }
}
