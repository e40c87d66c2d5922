//! What a verification found, in words.

use super::problems::Extent;
use super::{en, zh};
use crate::domain::definition::Language;
use crate::domain::proof::verify::{Check, Fault, Finding, Outcome, Report};
use std::mem::{Discriminant, discriminant};

/// Words of the report, once per language; words in braces are filled.
#[derive(Debug)]
pub struct VerifyText {
    /// The eleven checks, in the order of [`Check`].
    pub checks: [&'static str; 11],
    /// A signature that holds; one whose key was not given.
    pub signatures: [&'static str; 2],
    /// No key was given.
    pub no_key: &'static str,
    /// Without a bundle nothing was recomputed.
    pub no_bundle: &'static str,
    /// Faults, in the order of [`Fault`].
    pub faults: [&'static str; 17],
    /// Line, submission, and what stands between place and fault.
    pub place: [&'static str; 3],
    /// `{n}` more findings of the same kind, and their `{lines}`.
    pub more: &'static str,
    /// Verified, unproved, failed with `{n}` findings.
    pub outcomes: [&'static str; 3],
}

/// The words in one language.
pub fn of(language: Language) -> &'static VerifyText {
    match language {
        Language::Zh => &zh::verify::VERIFY,
        Language::En => &en::verify::VERIFY,
    }
}

/// Most findings of one kind in one file that are told one by one; of more, the first few and a count.
const MOST_ALONE: usize = 5;
/// Told of many.
const FIRST: usize = 3;

/// The report as plain text, `✓` and `✗` a line, the verdict last with the number of findings.
pub fn print(report: &Report, language: Language, extent: Extent) -> String {
    let words = of(language);
    let mut lines = Vec::new();
    for (check, findings) in &report.checks {
        let mark = if findings.is_empty() { '✓' } else { '✗' };
        lines.push(format!("{mark} {}", words.checks[*check as usize]));
        for group in groups(findings) {
            let told = match extent {
                Extent::Grouped if group.len() > MOST_ALONE => FIRST,
                _ => group.len(),
            };
            lines.extend(
                group[..told]
                    .iter()
                    .map(|finding| format!("    {}", tell(finding, words))),
            );
            if let (Some(first), Some(last)) = (group[told..].first(), group.last()) {
                lines.push(format!("    {}", tell_more(first, last, group.len() - told, words)));
            }
        }
    }
    let signed =
        |template: &str, (role, key): &(String, String)| template.replace("{role}", role).replace("{key}", key);
    lines.extend(
        report
            .valid_signatures
            .iter()
            .map(|s| format!("✓ {}", signed(words.signatures[0], s))),
    );
    lines.extend(
        report
            .unchecked_signatures
            .iter()
            .map(|s| format!("– {}", signed(words.signatures[1], s))),
    );
    if report.valid_signatures.is_empty() && !report.checks.iter().any(|(check, _)| *check == Check::Signatures) {
        lines.push(format!("– {}", words.no_key));
    }
    if !report.checks.iter().any(|(check, _)| *check == Check::Manifest) {
        lines.push(format!("– {}", words.no_bundle));
    }
    let count = report.findings().count();
    lines.push(match report.outcome() {
        Outcome::Verified => format!("✓ {}", words.outcomes[0]),
        Outcome::Unproved => format!("– {}", words.outcomes[1]),
        Outcome::Failed => format!("✗ {}", words.outcomes[2].replace("{n}", &count.to_string())),
    });
    lines.join("\n") + "\n"
}

/// Findings of the same kind in the same file, in order of their first.
fn groups(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut places: Vec<(&str, Discriminant<Fault>)> = Vec::new();
    for finding in findings {
        let kind = (finding.file.as_str(), discriminant(&finding.fault));
        // What is said about a whole file is said of every file.
        let known = places.iter().position(|place| finding.line > 0 && *place == kind);
        match known {
            Some(place) => groups[place].push(finding),
            None => {
                places.push(kind);
                groups.push(vec![finding]);
            }
        }
    }
    groups
}

fn tell_more(first: &Finding, last: &Finding, count: usize, words: &VerifyText) -> String {
    let lines = format!("{}–{}", first.line, last.line);
    let more = words.more.replace("{n}", &count.to_string());
    format!("{}{}{}", first.file, words.place[2], more.replace("{lines}", &lines))
}

fn tell(finding: &Finding, words: &VerifyText) -> String {
    let mut place = finding.file.clone();
    if finding.line > 0 {
        place += &words.place[0].replace("{n}", &finding.line.to_string());
    }
    if let Some(submission) = &finding.submission {
        place += &words.place[1].replace("{id}", submission);
    }
    format!("{place}{}{}", words.place[2], fault(&finding.fault, &words.faults))
}

fn fault(fault: &Fault, words: &[&str; 17]) -> String {
    match fault {
        Fault::Missing => words[0].into(),
        Fault::Extra => words[1].into(),
        Fault::Changed => words[2].into(),
        Fault::Unreadable(why) => words[3].replace("{why}", why),
        Fault::OtherSheet => words[4].into(),
        Fault::WrongSignature(role, key) => words[5].replace("{role}", role).replace("{key}", key),
        Fault::NotSignedBy(key) => words[6].replace("{key}", key),
        Fault::SignedTwice(role) => words[16].replace("{role}", role),
        Fault::Differs { what, stated, found } => words[7]
            .replace("{what}", what)
            .replace("{stated}", stated)
            .replace("{found}", found),
        Fault::Commitment(position) => words[8].replace("{n}", &position.to_string()),
        Fault::NoLeaf => words[9].into(),
        Fault::NoDocument => words[10].into(),
        Fault::NotItsDocument => words[11].into(),
        Fault::NoCommitment => words[12].into(),
        Fault::Assignment(why) => words[13].replace("{why}", why),
        Fault::NotComputable(why) => words[14].replace("{why}", why),
        Fault::NotReproduced => words[15].into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign() -> Report {
        let leaf = |line| Finding::at("documents.jsonl", line, Fault::NoLeaf).by("s");
        let changed = |file: &str| Finding::of(file, Fault::Changed);
        let files: Vec<Finding> = ["a", "b", "c", "d", "e", "f", "g"].map(changed).to_vec();
        let mut report = Report::default();
        report.find(Check::Manifest, files);
        report.find(Check::Documents, (1..=8000).map(leaf).collect());
        report
    }

    #[test]
    fn thousands_of_findings_are_told_in_a_screenful_and_counted() {
        let en = print(&foreign(), Language::En, Extent::Grouped);
        assert!(en.lines().count() < 20, "{en}");
        assert!(
            en.contains("    g: differs from its hash"),
            "every changed file is named: {en}"
        );
        let more = "    documents.jsonl: … and 7997 more of this kind (lines 4–8000; --all prints each one)\n";
        assert!(en.contains(more), "{en}");
        assert!(en.ends_with("✗ Verification failed; findings: 8007\n"), "{en}");
        let zh = print(&foreign(), Language::Zh, Extent::Grouped);
        assert!(
            zh.contains("documents.jsonl：…… 还有 7997 处同类问题（第 4–8000 行"),
            "{zh}"
        );
        assert!(zh.ends_with("✗ 核验不通过：共 8007 处不符\n"), "{zh}");
    }

    #[test]
    fn every_finding_is_told_when_asked_for() {
        let all = print(&foreign(), Language::Zh, Extent::All);
        assert_eq!(all.lines().filter(|line| line.starts_with("    ")).count(), 8007);
    }
}
