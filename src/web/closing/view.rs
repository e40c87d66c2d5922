//! The closing page: what closing would do, work under way, what came out, a correction.

use super::{Ahead, ClosingPage};
use crate::domain::definition::{AudienceId, Survey};
use crate::stages::correct::{self, Note, REASON_MOST};
use crate::stages::preparing::pretest::round_of;
use crate::storage::round::{Purpose, RoundState, StageRecord, standing};
use crate::text::closing::{self as text, ClosingWords};
use crate::text::on_page::Reader;
use crate::web::access::Visit;
use crate::web::components::console::{Desk, Place, desk, token};
use crate::web::components::sheet::rules::Rules;
use crate::web::components::sheet::{grouped, own_tongue};
use crate::web::components::time::minute;
use crate::web::components::ways::linked;
use maud::{Markup, html};

/// The page.
pub fn view(visit: &Visit, data: &ClosingPage) -> Markup {
    let words = text::of(visit.language());
    let state = data.loaded.record.state;
    let body = html! {
        @if let Some(message) = &data.message { (message) }
        @if data.loaded.record.purpose == Purpose::Pretest { (pretest(data, words)) }
        @else if let Some(since) = data.running { (running(data, since, words)) }
        @else {
            @match state {
                RoundState::Draft | RoundState::Registered => p { (words.too_early) },
                RoundState::Fielding => { @if let Some(ahead) = &data.ahead { (closing(visit, data, ahead)) } },
                RoundState::Closed => (computing(visit, data)),
                RoundState::Scored => (computed(visit, data)),
                RoundState::Sealed => (correcting(visit, data)),
            }
        }
    };
    let page = Desk {
        visit,
        title: words.title,
        place: Place::Board,
        round: Some(&data.loaded.record),
    };
    desk(&page, body)
}

/// A pretest is never closed: where it is thrown away instead.
fn pretest(data: &ClosingPage, words: &ClosingWords) -> Markup {
    let [about, link] = words.pretest;
    let round = round_of(&data.loaded.record.id);
    html! {
        p.mind { (about) }
        p { a href={ "/agency/" (round) "/prepare/pretest" } { (link) } }
    }
}

fn action(data: &ClosingPage, act: &str) -> String {
    format!("/agency/{}/{act}", data.loaded.record.id)
}

/// The last record of a stage.
fn last<'a>(data: &'a ClosingPage, stage: &str) -> Option<&'a StageRecord> {
    data.history.iter().rfind(|record| record.stage == stage)
}

fn number(record: &StageRecord, name: &str) -> String {
    let number = record.summary.get(name).and_then(serde_json::Value::as_u64);
    number.map_or("–".into(), grouped)
}

/// Steps of the work under way, and how many of them are done: the database says it, whatever node works.
fn running(data: &ClosingPage, since: i64, words: &ClosingWords) -> Markup {
    let done = standing(&data.history);
    let (steps, finished) = match data.loaded.record.state {
        RoundState::Fielding => (&words.progress[..1], 0),
        _ if !done.contains(&"close") => (&words.progress[..1], 0),
        _ => {
            let finished = ["check", "weigh", "score"]
                .iter()
                .filter(|step| done.contains(step))
                .count();
            (&words.progress[1..], finished)
        }
    };
    html! {
        section.card aria-live="polite" {
            p { (words.running.replace("{at}", &minute(since))) }
            progress max=(steps.len()) value=[(finished > 0).then_some(finished)] { (finished) "/" (steps.len()) }
            ol.progress {
                @for (place, step) in steps.iter().enumerate() {
                    li class=[(place < finished).then_some("done")] aria-current=[(place == finished).then_some("step")] { (step) }
                }
            }
        }
    }
}

fn closing(visit: &Visit, data: &ClosingPage, ahead: &Ahead) -> Markup {
    let words = text::of(visit.language());
    let partials = &ahead.partials;
    let taken = partials.complete + partials.sufficient;
    let figures = [
        ahead.now,
        partials.complete,
        partials.sufficient,
        partials.insufficient,
        ahead.now + taken,
    ];
    let endangered = !ahead.forecast.dangers.is_empty();
    let filled = |line: &&str| {
        line.replace("{partials}", &grouped(taken))
            .replace("{insufficient}", &grouped(partials.insufficient))
            .replace("{after}", &grouped(ahead.now + taken))
    };
    html! {
        dl.figures {
            @for (label, number) in words.figures.iter().zip(figures) { div { dt { (label) } dd { (grouped(number)) } } }
        }
        (foreseen(visit, &data.loaded.survey, ahead, words))
        (undecided(data, words, 0))
        section.card {
            h2 { (words.steps[0]) }
            ul { @for line in words.act { li { (filled(line)) } } }
            form.stack method="post" action=(action(data, "close")) {
                (token(visit))
                label.check { input type="checkbox" name="understood" value="yes" required; span { (words.ticks[0]) } }
                @if endangered {
                    label.check { input type="checkbox" name="accept" value="yes" required; span { (words.ticks[1]) } }
                }
                button.final { (words.close) }
            }
        }
    }
}

/// What the stages after closing would say.
fn foreseen(visit: &Visit, survey: &Survey, ahead: &Ahead, words: &ClosingWords) -> Markup {
    let forecast = &ahead.forecast;
    let reader = Reader::of(survey, visit.language());
    html! {
        @if forecast.dangers.is_empty() { p.done { (words.clear) } } @else {
            div.refused {
                h2 { (words.dangers[0]) }
                p { (words.dangers[1]) }
                ul {
                    @for danger in &forecast.dangers {
                        li { (reader.danger(danger)) br;
                            small { (words.remedy) (linked(reader.remedy(danger.remedy(forecast.sampled)), visit)) } }
                    }
                }
            }
        }
        @if !forecast.notices.is_empty() {
            div.mind {
                h2 { (words.notices) }
                ul { @for notice in &forecast.notices { li { (reader.notice(notice)) } } }
            }
        }
    }
}

/// Proposed removals that nobody has decided: while the field is open, and when they stand in the way of computing.
fn undecided(data: &ClosingPage, words: &ClosingWords, when: usize) -> Markup {
    html! {
        @if data.undecided > 0 {
            p.mind {
                (words.undecided[when].replace("{n}", &grouped(data.undecided))) " "
                a href={ "/agency/" (data.loaded.record.id) "/quality" } { (words.undecided[2]) }
            }
        }
    }
}

/// What somebody wrote about a version: `{version}`, `{reason}`, `{by}`, `{at}`.
fn noted(visit: &Visit, words: &str, note: &Note) -> Markup {
    let said = words
        .replace("{version}", &note.version.to_string())
        .replace("{by}", &note.by)
        .replace("{at}", &minute(note.at))
        .replace("{reason}", &note.reason);
    html! { p.mind { (own_tongue(&said, visit.language())) } }
}

fn computing(visit: &Visit, data: &ClosingPage) -> Markup {
    let words = text::of(visit.language());
    let done = standing(&data.history);
    let (act, button) = match (done.contains(&"close"), done.contains(&"check")) {
        (false, _) => ("close", words.compute[2]),
        (true, false) => ("compute", words.compute[0]),
        (true, true) => ("compute", words.compute[1]),
    };
    let correction = correct::under_way(&data.history);
    html! {
        @if let Some(why) = &correction {
            p.mind {
                @let said = words.correcting.replace("{version}", &why.version.to_string()).replace("{reason}", &why.reason);
                (own_tongue(&said, visit.language()))
            }
        }
        @if let Some(note) = correct::sent_back(&data.history) { (noted(visit, words.sent_back, &note)) }
        (undecided(data, words, 1))
        (closed(data, words))
        section.card {
            h2 { (words.steps[1]) }
            p { (words.compute_about) }
            form.stack method="post" action=(action(data, act)) { (token(visit)) button.primary { (button) } }
        }
        @if correction.is_some() && !done.contains(&"check") { (give_up(visit, data, words.give_up[1])) }
    }
}

fn closed(data: &ClosingPage, words: &ClosingWords) -> Markup {
    html! {
        @if let Some(record) = last(data, "close") {
            p { (words.closed.replace("{at}", &minute(record.at)).replace("{submissions}", &number(record, "submissions"))) }
        }
    }
}

/// What check, weigh and score left.
fn computed(visit: &Visit, data: &ClosingPage) -> Markup {
    let words = text::of(visit.language());
    html! {
        @if let Some(score) = last(data, "score") {
            p.done {
                (words.computed.replace("{version}", &number(score, "version")).replace("{departments}", &number(score, "departments")))
            }
        }
        (closed(data, words))
        @if let Some(check) = last(data, "check") {
            p {
                (words.checked.replace("{submissions}", &number(check, "submissions"))
                    .replace("{flagged}", &number(check, "flagged")).replace("{removed}", &number(check, "removed")))
                @if let Some(said) = by_whom(check, words) { (said) }
            }
        }
        @if let Some(weigh) = last(data, "weigh") { (deffs(visit, data, weigh)) }
    }
}

/// How many were set aside by the rule, and how many by people; nothing where nobody decided anything.
fn by_whom(check: &StageRecord, words: &ClosingWords) -> Option<String> {
    let count = |name: &str| check.summary.get(name).and_then(serde_json::Value::as_u64);
    let (all, people) = (count("removed")?, count("by_people")?);
    let said = words.by_whom.replace("{rule}", &grouped(all.saturating_sub(people)));
    (people > 0).then(|| said.replace("{people}", &grouped(people)))
}

fn deffs(visit: &Visit, data: &ClosingPage, weigh: &StageRecord) -> Markup {
    let words = text::of(visit.language());
    let found: Vec<(String, f64)> = weigh
        .summary
        .get("deff")
        .and_then(|deff| serde_json::from_value(deff.clone()).ok())
        .unwrap_or_default();
    let rules = Rules {
        language: visit.language(),
        survey: &data.loaded.survey,
    };
    let name = |id: &str| rules.audience(&AudienceId(id.to_owned())).to_owned();
    html! {
        p { (words.weighed) }
        ul {
            @for (id, deff) in &found {
                li { (name(id)) " " (format!("{deff:.3}")) }
            }
        }
    }
}

fn give_up(visit: &Visit, data: &ClosingPage, button: &str) -> Markup {
    html! {
        form.stack method="post" action=(action(data, "correct/give-up")) { (token(visit)) button { (button) } }
    }
}

fn correcting(visit: &Visit, data: &ClosingPage) -> Markup {
    let words = text::of(visit.language());
    let sealed = last(data, "seal").map_or_else(|| "–".to_owned(), |record| number(record, "version"));
    html! {
        p.done { (words.sealed.replace("{version}", &sealed)) }
        @match correct::proposed(&data.history) {
            Some(note) => {
                (noted(visit, words.proposed, &note))
                (give_up(visit, data, words.give_up[0]))
            },
            None => (proposing(visit, data)),
        }
    }
}

fn proposing(visit: &Visit, data: &ClosingPage) -> Markup {
    let [title, about, label, hint, tick, button] = text::of(visit.language()).correct;
    html! {
        section.card {
            h2 { (title) }
            p { (about) }
            form.stack method="post" action=(action(data, "correct")) {
                (token(visit))
                label {
                    span { (label) }
                    textarea name="reason" rows="4" maxlength=(REASON_MOST) required { (data.typed) }
                    small { (hint) }
                }
                label.check { input type="checkbox" name="understood" value="yes" required; span { (tick) } }
                button.primary { (button) }
            }
        }
    }
}
