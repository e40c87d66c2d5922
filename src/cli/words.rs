//! In which languages the terminal speaks, and how a refusal is said there: Chinese first, English second.

use crate::domain::analysis::run::AnalysisError;
use crate::domain::definition::{Language, Problems};
use crate::stages::{KeysError, StageError};
use crate::storage::StorageError;
use crate::text::command::Complaint;
use crate::text::problems::{self, Extent};
use crate::text::refusals;
use crate::text::terminal::{self, TerminalWords};
use clap::ValueEnum;
use std::error::Error;

/// The languages of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// 中文
    Zh,
    /// English
    En,
    /// 中文，然后 English
    Both,
}

impl Lang {
    /// In the order in which they are printed.
    pub fn languages(self) -> &'static [Language] {
        match self {
            Lang::Zh => &[Language::Zh],
            Lang::En => &[Language::En],
            Lang::Both => &[Language::Zh, Language::En],
        }
    }
}

impl Lang {
    /// A line in every chosen language, `zh · en`; once where both say the same.
    pub fn say(self, line: impl Fn(&'static TerminalWords, Language) -> String) -> String {
        let said = self.languages().iter().map(|one| line(terminal::words(*one), *one));
        let mut said: Vec<String> = said.collect();
        said.dedup();
        said.join(" · ")
    }
}

/// How the terminal speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// In which languages.
    pub lang: Lang,
    /// How many problems of one kind.
    pub extent: Extent,
}

/// What went wrong, with its causes, in every chosen language; problems of a file keep a line each.
pub fn refusal(error: &anyhow::Error, voice: Voice) -> String {
    let code = error.downcast_ref::<AnalysisError>().map(AnalysisError::code);
    let blocks = voice.lang.languages().iter().map(|language| {
        let said = match (problems_in(error), language) {
            (Some(found), _) => problems::report(found, *language, voice.extent),
            (None, Language::Zh) => format!("错误：{}", with_causes(error, *language, "：")),
            (None, Language::En) => format!("error: {}", with_causes(error, *language, ": ")),
        };
        code.map_or_else(|| said.clone(), |code| coded(&said, code))
    });
    blocks.collect::<Vec<_>>().join("\n")
}

/// The code for programs, at the end of the first line.
fn coded(said: &str, code: &str) -> String {
    match said.split_once('\n') {
        Some((first, rest)) => format!("{first} [{code}]\n{rest}"),
        None => format!("{said} [{code}]"),
    }
}

fn problems_in(error: &anyhow::Error) -> Option<&Problems> {
    match error.downcast_ref::<StageError>() {
        Some(StageError::Problems(problems)) => Some(problems),
        _ => match error.downcast_ref::<AnalysisError>() {
            Some(AnalysisError::Problems(problems)) => Some(problems),
            _ => error.downcast_ref::<Problems>(),
        },
    }
}

fn with_causes(error: &anyhow::Error, language: Language, between: &str) -> String {
    // What was added as context is reached only through the error as a whole.
    let mut text = match error.downcast_ref::<Complaint>() {
        Some(complaint) => refusals::say(complaint, language),
        None => say(error.as_ref(), language),
    };
    if error.is::<AnalysisError>() {
        // Its sentence says the causes already, in the right language.
        return text;
    }
    for cause in error.chain().skip(1) {
        let cause = say(cause, language);
        if !text.contains(&cause) {
            text = format!("{text}{between}{cause}");
        }
    }
    text
}

/// Takes the rooms' wrappers off: the words are for what is inside.
fn say(error: &(dyn Error + 'static), language: Language) -> String {
    if let Some(error) = error.downcast_ref::<StorageError>() {
        return storage(error, language);
    }
    if let Some(error) = error.downcast_ref::<KeysError>() {
        return keys(error, language);
    }
    match error.downcast_ref::<StageError>() {
        Some(StageError::OutOfOrder(refusal) | StageError::Refused(refusal)) => refusals::say(refusal, language),
        Some(StageError::Problems(problems)) => refusals::say(problems, language),
        Some(StageError::Score(error)) => refusals::say(error, language),
        Some(StageError::Storage(error)) => storage(error, language),
        Some(StageError::Keys(error)) => keys(error, language),
        None => refusals::say(error, language),
    }
}

fn storage(error: &StorageError, language: Language) -> String {
    let complaint = match error {
        StorageError::Conflict(conflict) => return refusals::say(conflict, language),
        StorageError::NotFound(round) => Complaint::NoRound(round.clone()),
        StorageError::Corrupt { what, why } => Complaint::Corrupt((*what).into(), why.clone()),
        StorageError::Database(_) => Complaint::DatabaseFailed,
    };
    refusals::say(&complaint, language)
}

fn keys(error: &KeysError, language: Language) -> String {
    let complaint = match error {
        KeysError::File { path, .. } | KeysError::Signing { path, .. } => {
            Complaint::KeyFile(path.display().to_string())
        }
        KeysError::Master { path } => Complaint::MasterKey(path.display().to_string()),
        KeysError::Incomplete {
            folder,
            missing,
            expected,
        } => Complaint::KeysMissing {
            folder: folder.display().to_string(),
            missing: missing.join(", "),
            expected: expected.clone().unwrap_or_else(|| "–".into()),
        },
        KeysError::OtherSet {
            folder,
            found,
            expected,
        } => Complaint::OtherKeys {
            folder: folder.display().to_string(),
            found: found.clone(),
            expected: expected.clone(),
        },
    };
    refusals::say(&complaint, language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::{Conflict, Instead, Next, Refusal};

    fn told(error: impl Into<anyhow::Error>) -> String {
        in_language(&error.into(), Lang::Both)
    }

    fn in_language(error: &anyhow::Error, lang: Lang) -> String {
        let extent = Extent::Grouped;
        refusal(error, Voice { lang, extent })
    }

    #[test]
    fn a_stage_out_of_order_says_what_to_do_instead_in_both_languages() {
        let early = Refusal::InState {
            round: "beijing-2009".into(),
            state: "draft",
            instead: Instead::NotInField(Next::Draw),
        };
        assert_eq!(
            told(StageError::OutOfOrder(early)),
            "错误：轮次“beijing-2009”目前处于草稿状态：还没有进入调查阶段；下一步：`round draw`\n\
             error: round “beijing-2009” is draft: it is not in the field yet; next: `round draw`"
        );
    }

    #[test]
    fn the_database_and_the_keys_are_told_in_both_languages() {
        assert_eq!(
            told(StageError::Storage(StorageError::NotFound("nowhere".into()))),
            "错误：没有轮次“nowhere”\nerror: round “nowhere” is not there"
        );
        let conflict = StorageError::Conflict(Conflict::RoundExists("r".into()));
        assert_eq!(told(conflict), "错误：轮次“r”已经存在\nerror: round “r” exists already");
        let path = "k/master.key".into();
        assert!(told(KeysError::Master { path }).starts_with("错误：k/master.key 里不是主密钥"));
    }

    #[test]
    fn context_and_cause_are_joined_and_the_language_can_be_chosen() {
        let missing = std::io::Error::other("disk on fire");
        let error = anyhow::Error::new(missing).context(Complaint::CannotRead("a.csv".into()));
        assert_eq!(in_language(&error, Lang::Zh), "错误：无法读取 a.csv：disk on fire");
        assert_eq!(in_language(&error, Lang::En), "error: cannot read a.csv: disk on fire");
    }
}
