//! Refusals and forecasts as pages say them: things by their names, and the way out as a link instead of a command.
//!
//! A sentence may hold links, written `[what it says](way)`; [`pieces`] takes them apart. What names no command is said
//! as everywhere.

mod links;

pub use links::{Way, pieces};

use super::{closing, en, refusals, status, zh};
use crate::domain::definition::{Language, Survey};
use crate::domain::ledger::LedgerRefusal;
use crate::domain::refusal::{Conflict, Instead, Next, PrepareRefusal, Refusal};
use crate::domain::score::ScoreError;
use crate::domain::score::danger::{Danger, Notice, Remedy};
use crate::domain::score::naming::Naming;
use crate::text::names::Names;
use std::error::Error;

/// The sentences of one language; each names the ways that it offers. Words in braces are filled here.
#[derive(Debug)]
pub struct OnPage {
    /// `{state}`, `{instead}`.
    pub in_state: &'static str,
    /// `{step}`, `{next}`.
    pub done: &'static str,
    /// `{list}`.
    pub endangered: &'static str,
    /// `{step}`, `{list}`.
    pub stopped: &'static str,
    /// `{states}`.
    pub other_state: &'static str,
    /// `{stage}`.
    pub stage_done: &'static str,
    /// `{units}`.
    pub imported: &'static str,
    /// `{year}`.
    pub ledger_changed: &'static str,
    /// `{year}`, `{step}`, `{on}`.
    pub locked: &'static str,
    /// `{files}`.
    pub would_replace: &'static str,
    /// `{audiences}`.
    pub no_frames: &'static str,
    /// Between names in a list, and around states that could be meant.
    pub joins: [&'static str; 2],
    /// Sentences with nothing to fill in.
    pub plain: fn(&Refusal) -> Option<&'static str>,
    /// The ledger's.
    pub ledger: fn(&LedgerRefusal) -> Option<&'static str>,
    /// What to do instead; `{next}`.
    pub instead: fn(Instead) -> &'static str,
    /// What comes next.
    pub next: fn(Next) -> &'static str,
    /// What helps against a danger.
    pub remedy: fn(Remedy) -> &'static str,
    /// A setting that provides for a stop: `{key}`, `{file}`.
    pub setting: &'static str,
}

/// The sentences in that language.
pub fn of(language: Language) -> &'static OnPage {
    match language {
        Language::Zh => &zh::on_page::ON_PAGE,
        Language::En => &en::on_page::ON_PAGE,
    }
}

/// Who reads, and of which survey.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// The language.
    pub language: Language,
    /// The survey whose names are known.
    pub survey: Option<&'a Survey>,
}

impl<'a> Reader<'a> {
    /// Somebody who knows the survey's names.
    pub fn of(survey: &'a Survey, language: Language) -> Reader<'a> {
        Reader {
            language,
            survey: Some(survey),
        }
    }
}

impl Reader<'_> {
    fn names(&self) -> Option<Names<'_>> {
        let language = self.language;
        self.survey.map(|survey| Names { survey, language })
    }

    /// A refusal.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let told = self.told(refusal);
        self.by_name(told.unwrap_or_else(|| refusals::say(refusal, self.language)))
    }

    fn told(&self, refusal: &Refusal) -> Option<String> {
        let words = of(self.language);
        let states = &status::words(self.language).states;
        Some(match refusal {
            Refusal::InState { state, instead, .. } => words
                .in_state
                .replace("{state}", status::called(states, state))
                .replace("{instead}", &self.instead(*instead)),
            Refusal::StepMissing { instead, .. } => self.instead(*instead),
            Refusal::DoneAlready { step, next, .. } => words
                .done
                .replace("{step}", self.stage(step))
                .replace("{next}", (words.next)(*next)),
            Refusal::Endangered { dangers, sampled, .. } => {
                words.endangered.replace("{list}", &self.dangers(dangers, *sampled))
            }
            Refusal::Stopped { step, stops, .. } => words
                .stopped
                .replace("{step}", self.stage(step))
                .replace("{list}", &self.stops(stops)),
            Refusal::Ledger(refusal) => return self.ledger(refusal),
            Refusal::Prepare(PrepareRefusal::NoFrames(audiences)) => {
                words.no_frames.replace("{audiences}", &self.audiences(audiences))
            }
            other => return (words.plain)(other).map(str::to_owned),
        })
    }

    fn ledger(&self, refusal: &LedgerRefusal) -> Option<String> {
        let words = of(self.language);
        Some(match refusal {
            LedgerRefusal::Locked { year, step, on } => words
                .locked
                .replace("{year}", &year.to_string())
                .replace("{step}", step.name().get(self.language))
                .replace("{on}", on),
            LedgerRefusal::WouldReplace(files) => words.would_replace.replace("{files}", &files.join(words.joins[0])),
            other => return (words.ledger)(other).map(str::to_owned),
        })
    }

    /// Why the database no longer allowed it.
    pub fn conflict(&self, conflict: &Conflict) -> String {
        let words = of(self.language);
        let states = &status::words(self.language).states;
        let told = match conflict {
            Conflict::OtherState { states: before, .. } => {
                let before: Vec<&str> = before.iter().map(|state| status::called(states, state)).collect();
                words.other_state.replace("{states}", &before.join(words.joins[1]))
            }
            Conflict::StageDone { stage, .. } => words.stage_done.replace("{stage}", self.stage(stage)),
            Conflict::ImportedMeanwhile { units, .. } => words.imported.replace("{units}", &units.to_string()),
            Conflict::LedgerChanged(year) => words.ledger_changed.replace("{year}", &year.to_string()),
            other => refusals::say(other, self.language),
        };
        self.by_name(told)
    }

    /// A stop of the statistics.
    pub fn stop(&self, stop: &ScoreError) -> String {
        self.danger(&Danger::Stops(stop.clone()))
    }

    /// A danger.
    pub fn danger(&self, danger: &Danger) -> String {
        let named = self.names().map(|names| danger.named(&names));
        status::danger(named.as_ref().unwrap_or(danger), self.language)
    }

    /// What the method deals with.
    pub fn notice(&self, notice: &Notice) -> String {
        let named = self.names().map(|names| notice.named(&names));
        status::notice(named.as_ref().unwrap_or(notice), self.language)
    }

    /// What helps against a danger.
    pub fn remedy(&self, remedy: Remedy) -> &'static str {
        (of(self.language).remedy)(remedy)
    }

    /// Any other error.
    pub fn other(&self, error: &(dyn Error + 'static)) -> String {
        self.by_name(refusals::say(error, self.language))
    }

    fn dangers(&self, dangers: &[Danger], sampled: bool) -> String {
        let line = |one: &Danger| format!("\n{}\n→ {}", self.danger(one), self.remedy(one.remedy(sampled)));
        dangers.iter().map(line).collect()
    }

    fn stops(&self, stops: &[ScoreError]) -> String {
        let words = of(self.language);
        let setting = |(key, file)| words.setting.replace("{key}", key).replace("{file}", file);
        let line = |stop: &ScoreError| {
            let provides = Remedy::setting(stop).map(|one| format!("\n→ {}", setting(one)));
            format!("\n{}{}", self.stop(stop), provides.unwrap_or_default())
        };
        stops.iter().map(line).collect()
    }

    fn instead(&self, instead: Instead) -> String {
        let words = of(self.language);
        let next = match instead {
            Instead::DrawOnce(next) | Instead::NotInField(next) | Instead::ClosedAlready(next) => (words.next)(next),
            _ => "",
        };
        (words.instead)(instead).replace("{next}", next)
    }

    /// A stage as the work that it is.
    fn stage<'b>(&self, stored: &'b str) -> &'b str {
        let work = ["close", "check", "weigh", "score"]
            .iter()
            .position(|one| *one == stored);
        let called = || status::called(status::words(self.language).stages, stored);
        work.map_or_else(called, |at| closing::of(self.language).progress[at])
    }

    fn audience(&self, id: &str) -> String {
        let names = self.names();
        names.map_or_else(|| id.to_owned(), |names| Naming::audience(&names, id))
    }

    fn audiences(&self, ids: &[String]) -> String {
        let named: Vec<String> = ids.iter().map(|id| self.audience(id)).collect();
        named.join(of(self.language).joins[0])
    }

    /// Audiences stand in quotation marks in other sentences: each by its name.
    fn by_name(&self, sentence: String) -> String {
        let audiences = self
            .survey
            .map(|survey| survey.audiences.as_slice())
            .unwrap_or_default();
        audiences.iter().fold(sentence, |sentence, one| {
            let name = one.name.get(self.language);
            sentence.replace(&format!("“{}”", one.id.0), &format!("“{name}”"))
        })
    }
}

#[cfg(test)]
mod tests;
