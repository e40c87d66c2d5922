//! Words of the preparing pages: frames, sizes, draw, invitations, reminders, pretests.

use super::{en, zh};
use crate::domain::definition::Language;

/// Words of the preparing pages.
#[derive(Debug)]
pub struct Prepare {
    /// The overview.
    pub overview: Overview,
    /// A frame.
    pub frame: Frame,
    /// What is understood of a frame file.
    pub preview: Preview,
    /// Sizes and what they buy.
    pub sizes: Sizes,
    /// The draw.
    pub draw: Draw,
    /// Invitations.
    pub invitations: Invitations,
    /// Reminders.
    pub reminders: Reminders,
    /// Pretests.
    pub pretest: Pretest,
    /// Heads of the strata's table: stratum; frame, main, reserve.
    pub strata: (&'static str, [&'static str; 3]),
    /// Row of sums.
    pub total: &'static str,
    /// Link back to the overview.
    pub back: &'static str,
    /// Below a file field: what may be handed in.
    pub file_too_large: &'static str,
}

/// The overview.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Overview {
    pub title: &'static str,
    pub about: &'static str,
    /// Heads: step, where it stands.
    pub heads: [&'static str; 2],
    /// Names of the steps: frame of `{audience}`, sizes of `{audience}`, draw, invitations, reminders, pretest.
    pub steps: [&'static str; 6],
    pub frame_missing: &'static str,
    /// `{n}` units, drawn from the command line; the frame's hash follows.
    pub frame_from_command: &'static str,
    /// `{n}` units in `{file}`, accepted by `{by}`.
    pub frame_there: &'static str,
    pub sizes_registered: &'static str,
    pub sizes_chosen: &'static str,
    /// The frame cannot give the sizes.
    pub sizes_wrong: &'static str,
    pub draw_waits: &'static str,
    pub draw_ready: &'static str,
    /// `{main}` and `{reserve}` units.
    pub drawn: &'static str,
    pub invite_waits: &'static str,
    /// `{n}` units have no code yet.
    pub invite_now: &'static str,
    /// `{n}` codes wait to be taken.
    pub codes_wait: &'static str,
    /// `{n}` units were invited.
    pub invited: &'static str,
    pub remind_waits: &'static str,
    /// `{n}` could be reminded.
    pub remind_now: &'static str,
    pub pretest_none: &'static str,
    /// `{n}` links.
    pub pretest_there: &'static str,
    /// On the pages of a pretest.
    pub is_pretest: &'static str,
    pub no_sample: &'static str,
}

/// A frame.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Frame {
    /// `{audience}`.
    pub title: &'static str,
    pub about: &'static str,
    pub needs: &'static str,
    /// Labels: id column, stratum column, contact columns, attribute columns, supervisor column.
    pub columns: [&'static str; 5],
    pub accepted: &'static str,
    pub none: &'static str,
    /// Drawn from the command line.
    pub from_command: &'static str,
    /// Labels: file, units, hash of the file, hash of the frame, accepted.
    pub facts: [&'static str; 5],
    /// `{by}` at `{at}`, `{n}`th version.
    pub accepted_by: &'static str,
    pub upload: &'static str,
    pub replace: &'static str,
    pub file: &'static str,
    pub hint: &'static str,
    pub button: &'static str,
    pub busy: &'static str,
    pub kept: &'static str,
    pub drawn: &'static str,
    pub done: &'static str,
    /// Heads: when, who, file, units, hash of the file.
    pub history: (&'static str, [&'static str; 3], [&'static str; 2]),
}

/// What is understood of a frame file.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Preview {
    /// `{audience}`.
    pub title: &'static str,
    /// `{n}` rows of `{file}`.
    pub read: &'static str,
    /// Read as `{encoding}`.
    pub encoding: &'static str,
    pub understood: &'static str,
    /// Heads: column, what it is taken for.
    pub heads: [&'static str; 2],
    /// Names of uses: id, stratum, attribute, supervisors, contact, unused.
    pub uses: [&'static str; 6],
    pub rows: &'static str,
    pub line: &'static str,
    /// `{n}` cells look like formulas.
    pub formulas: &'static str,
    pub counts: &'static str,
    pub not_stored: &'static str,
    pub accept_title: &'static str,
    /// `{n}` units become the frame of `{audience}`.
    pub accept_new: &'static str,
    /// `{n}` units replace `{old}` of `{file}`.
    pub accept_over: &'static str,
    pub accept: &'static str,
    pub busy: &'static str,
    pub other: &'static str,
}

/// Sizes and what they buy.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Sizes {
    /// `{audience}`.
    pub title: &'static str,
    pub about: &'static str,
    pub no_frame: &'static str,
    pub rule: &'static str,
    /// As registered, a total divided by the registered rule, stratum by stratum.
    pub rules: [&'static str; 3],
    /// The registered rule does not fit this frame.
    pub registered_wrong: &'static str,
    pub total: &'static str,
    pub strata: &'static str,
    pub expects: &'static str,
    pub expects_about: &'static str,
    /// Response, deff, known by few, in between, by most, 说不清.
    pub fields: [&'static str; 6],
    pub compute: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub unsaved: &'static str,
    pub bought: &'static str,
    /// Units asked, completes, half-width overall at 50 %, allocation deff.
    pub figures: [&'static str; 4],
    /// `{usual}` at 70 %.
    pub usual: &'static str,
    /// Heads of the strata's table: stratum; frame, registered, chosen, completes, half-width at 50 %, at 70 %.
    pub heads: (&'static str, [&'static str; 6]),
    pub departments: &'static str,
    /// Heads: department; shown, asked, ratings, effective.
    pub department_heads: (&'static str, [&'static str; 4]),
    /// Effective ratings below `{n}`.
    pub few: &'static str,
    pub notes: &'static str,
    pub unknown: &'static str,
}

/// The draw.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Draw {
    pub title: &'static str,
    pub about: &'static str,
    pub commitment: &'static str,
    pub seed: &'static str,
    pub frame: &'static str,
    pub file: &'static str,
    pub sizes: &'static str,
    pub sizes_registered: &'static str,
    pub sizes_chosen: &'static str,
    pub no_frame: &'static str,
    /// The heading before the button.
    pub what: &'static str,
    /// `{frame}` units, of which `{main}` and `{reserve}`.
    pub will: &'static str,
    /// What can no longer be undone.
    pub last: &'static [&'static str],
    pub button: &'static str,
    pub busy: &'static str,
    pub done: &'static str,
    pub waits: &'static str,
    /// Drawn at `{at}`.
    pub drawn: &'static str,
}

/// Invitations.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Invitations {
    pub title: &'static str,
    pub about: &'static str,
    /// Labels of figures: issued, invited, waiting to be taken, without a code.
    pub figures: [&'static str; 4],
    pub make_title: &'static str,
    /// `{n}` codes.
    pub make_about: &'static str,
    pub make: &'static str,
    pub make_busy: &'static str,
    pub nobody: &'static str,
    pub undrawn: &'static str,
    pub over: &'static str,
    pub take_title: &'static str,
    /// Batch `{batch}`, `{n}` codes, by `{by}` at `{at}`.
    pub take_about: &'static str,
    pub list: &'static str,
    pub csv: &'static str,
    pub xlsx: &'static str,
    pub slips: &'static str,
    /// Invitations `{from}` to `{to}`.
    pub part: &'static str,
    pub confirm_title: &'static str,
    pub confirm_about: &'static [&'static str],
    pub confirm_tick: &'static str,
    /// `{n}` codes.
    pub confirm: &'static str,
    pub confirm_busy: &'static str,
    pub confirmed: &'static str,
    pub discard_title: &'static str,
    pub discard_about: &'static str,
    pub discard: &'static str,
    pub discarded: &'static str,
    pub history: &'static str,
    /// Heads: number, made, by, state; codes.
    pub heads: ([&'static str; 4], [&'static str; 1]),
    /// Waiting, in force, thrown away.
    pub states: [&'static str; 3],
    pub lost: &'static str,
}

/// Reminders.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Reminders {
    pub title: &'static str,
    pub about: &'static str,
    /// Why there are no links in the list.
    pub no_links: &'static str,
    pub text_title: &'static str,
    /// `{title}`, `{agency}`, `{phone}`, `{address}`.
    pub text: &'static str,
    /// Heads: audience; invited, finished, to remind.
    pub heads: (&'static str, [&'static str; 3]),
    /// `{audience}`, `{n}`.
    pub take: &'static str,
    pub csv: &'static str,
    pub xlsx: &'static str,
    pub nobody: &'static str,
    pub not_now: &'static str,
    /// Closed at `{at}`.
    pub closed: &'static str,
    pub history: &'static str,
    /// Heads: when, audience; how many.
    pub history_heads: ([&'static str; 2], [&'static str; 1]),
}

/// Pretests.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Pretest {
    pub title: &'static str,
    pub about: &'static str,
    /// Behind a round's title.
    pub mark: &'static str,
    pub links: &'static str,
    pub button: &'static str,
    pub busy: &'static str,
    /// Labels: round, state, answers.
    pub facts: [&'static str; 3],
    /// Heads: number, stratum, link.
    pub heads: [&'static str; 3],
    pub look: &'static str,
    pub discard_title: &'static str,
    /// `{n}` answers.
    pub discard_about: &'static str,
    pub discard: &'static str,
    pub discarded: &'static str,
    pub made: &'static str,
}

/// The words in that language.
pub fn of(language: Language) -> &'static Prepare {
    match language {
        Language::Zh => &zh::prepare::PREPARE,
        Language::En => &en::prepare::PREPARE,
    }
}
