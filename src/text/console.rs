//! What every console page says: the rail, the state of the round, refusals; and the pages of rounds and of the audit log.

use super::{en, zh};
use crate::domain::account::{AuditFault, Role};
use crate::domain::definition::Language;

/// The words that all consoles share. Words in braces are filled by the caller.
#[derive(Debug)]
pub struct Console {
    /// Name of the service.
    pub service: &'static str,
    /// First link of the page, for keyboards.
    pub skip: &'static str,
    /// Label of the rail.
    pub rail: &'static str,
    /// The other language, in itself.
    pub other_language: &'static str,
    /// Button.
    pub sign_out: &'static str,
    /// Places of the rail.
    pub places: Places,
    /// Roles in the order of [`Role::ALL`].
    pub roles: [&'static str; 6],
    /// States of a round: draft, registered, fielding, closed, scored, sealed.
    pub states: [&'static str; 6],
    /// Label of the states.
    pub state: &'static str,
    /// Before what comes next.
    pub next: &'static str,
    /// What comes next in each state, and who does it.
    pub next_in: [&'static str; 6],
    /// What comes next in a draft whose method two officers have registered.
    pub next_registered: &'static str,
    /// What comes next in a pretest, and what holds of it.
    pub pretest: [&'static str; 2],
    /// What can no longer be undone in each state.
    pub settled: [&'static str; 6],
    /// Before the hash of a registered method: since `{at}`.
    pub registered: &'static str,
    /// Work in the background failed for a reason of ours.
    pub broken: &'static str,
    /// A final act whose tick is missing.
    pub unticked: &'static str,
    /// Above what stands in the way.
    pub refused: &'static str,
    /// After problems: `{n}` of them, nothing was stored.
    pub problems: &'static str,
    /// Heads of the table of problems: place, found and expected.
    pub problem_heads: [&'static str; 2],
    /// A page for another role.
    pub not_yours: Notice,
    /// A form that is not complete.
    pub unread: Notice,
    /// An address whose question cannot be read.
    pub unread_address: Notice,
    /// A form that is too long; `{most}` KB.
    pub too_long: Notice,
    /// A form of another site.
    pub foreign: Notice,
    /// A failure of ours.
    pub failed: Notice,
    /// Link to the page that a form stands on.
    pub back_there: &'static str,
    /// A file that is too large; `{most}` megabytes.
    pub too_large: Notice,
    /// Nothing at this address.
    pub nowhere: Notice,
    /// Link back.
    pub back: &'static str,
    /// Rows of a table that are not shown.
    pub download: &'static str,
    /// Pages of a table: newer, older, `{from}`–`{to}` of `{all}`.
    pub paging: [&'static str; 3],
    /// Filter button, and link that removes the filter.
    pub filter: [&'static str; 2],
    /// Any value of a filter.
    pub any: &'static str,
    /// An empty table.
    pub nothing: &'static str,
    /// Pages of rounds.
    pub rounds: Rounds,
    /// The audit log.
    pub audit: Audit,
    /// What a round can be held against.
    pub proofs: Proofs,
}

/// Places of the rail.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is the name of a page")]
pub struct Places {
    pub rounds: &'static str,
    pub prepare: &'static str,
    pub board: &'static str,
    pub cases: &'static str,
    pub quality: &'static str,
    pub back_checks: &'static str,
    pub sheet: &'static str,
    pub report: &'static str,
    pub method: &'static str,
    pub results: &'static str,
    pub ledger: &'static str,
    pub feed: &'static str,
    pub proofs: &'static str,
    pub audit: &'static str,
    pub accounts: &'static str,
    pub account: &'static str,
}

/// A plain page: title, what it is, what to do.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Notice {
    pub title: &'static str,
    pub what: &'static str,
    pub todo: &'static str,
}

/// Pages of rounds.
#[derive(Debug)]
pub struct Rounds {
    /// Title of the list.
    pub title: &'static str,
    /// No round yet.
    pub none: &'static str,
    /// Heads of the list: round, state, opened.
    pub heads: [&'static str; 3],
    /// What stands on the page of a round: facts.
    pub facts: [&'static str; 5],
    /// Above what happened so far.
    pub history: &'static str,
    /// Heads of the history: when, what, with which numbers.
    pub history_heads: [&'static str; 3],
    /// Names of stages, by the word that is stored.
    pub stages: &'static [(&'static str, &'static str)],
}

/// The audit log.
#[derive(Debug)]
pub struct Audit {
    /// Title.
    pub title: &'static str,
    /// What it is.
    pub about: &'static str,
    /// The chain holds: `{n}` entries, last hash `{hash}`.
    pub whole: &'static str,
    /// The chain is broken: `{fault}`.
    pub broken: &'static str,
    /// What to do with the last hash.
    pub note: &'static str,
    /// Heads: number, when, who, what, which, before → after.
    pub heads: [&'static str; 6],
    /// Labels of the filter: who, what, round.
    pub filters: [&'static str; 3],
    /// Names of actions, by the word that is stored.
    pub actions: &'static [(&'static str, &'static str)],
    /// Who has no account: as stored, and in words.
    pub others: [(&'static str, &'static str); 2],
    /// How the chain can be computed again.
    pub recompute: &'static str,
    /// A number is missing: `{expected}`, `{found}`; a line that does not follow, one that was changed: `{n}`.
    pub faults: [&'static str; 3],
}

/// What a round can be held against.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Proofs {
    pub title: &'static str,
    pub about: &'static str,
    /// What is frozen, the log, the signatures, the bundle.
    pub chapters: [&'static str; 4],
    pub submissions: &'static str,
    /// Names of the log's other entries, by the word that is stored.
    pub kinds: &'static [(&'static str, &'static str)],
    /// Size, when, root, key.
    pub heads: [&'static str; 4],
    pub all_heads: &'static str,
    /// Who, key, whether the sheet is signed with it.
    pub key_heads: [&'static str; 3],
    /// Names of signers, by the word that is stored.
    pub signers: [(&'static str, &'static str); 3],
    pub signed: [&'static str; 2],
    pub bundle: &'static str,
    pub take: &'static str,
    pub not_yet: &'static str,
}

impl Console {
    /// The name of a role.
    pub fn role(&self, role: Role) -> &'static str {
        let place = Role::ALL.iter().position(|one| *one == role);
        self.roles[place.unwrap_or_default()]
    }
}

/// A stored word in people's language; the word itself where it has no name.
pub fn named<'a>(names: &[(&str, &'a str)], word: &'a str) -> &'a str {
    let found = names.iter().find(|(stored, _)| *stored == word);
    found.map_or(word, |(_, name)| name)
}

/// The words in that language.
pub fn of(language: Language) -> &'static Console {
    match language {
        Language::Zh => &zh::console::CONSOLE,
        Language::En => &en::console::CONSOLE,
    }
}

impl Audit {
    /// Where the log is broken.
    pub fn fault(&self, fault: &AuditFault) -> String {
        match fault {
            AuditFault::Gap { expected, found } => self.faults[0]
                .replace("{expected}", &expected.to_string())
                .replace("{found}", &found.to_string()),
            AuditFault::Unlinked(n) => self.faults[1].replace("{n}", &n.to_string()),
            AuditFault::Changed(n) => self.faults[2].replace("{n}", &n.to_string()),
        }
    }
}

/// The name under which the log writes whoever has no account: people may ask for it in either language.
pub fn written_as(name: &str) -> String {
    let names = [Language::Zh, Language::En].map(|language| of(language).audit.others);
    let found = names.iter().flatten().find(|(word, said)| {
        let bare = word.trim_matches(['(', ')']);
        name == *word || name.eq_ignore_ascii_case(said) || name.eq_ignore_ascii_case(bare)
    });
    found.map_or_else(|| name.to_owned(), |(word, _)| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_name_the_same_stages_and_actions() {
        let (zh, en) = (of(Language::Zh), of(Language::En));
        let words = |names: &[(&'static str, &'static str)]| names.iter().map(|(word, _)| *word).collect::<Vec<_>>();
        assert_eq!(words(zh.rounds.stages), words(en.rounds.stages));
        assert_eq!(words(zh.audit.actions), words(en.audit.actions));
        assert_eq!(named(zh.rounds.stages, "draw"), "抽样");
        assert_eq!(named(en.rounds.stages, "something-new"), "something-new");
    }
}
