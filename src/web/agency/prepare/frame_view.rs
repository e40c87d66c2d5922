//! The page of a frame: what is in use, the form for another, what the file needs, what was handed in.

use super::frame::FramePage;
use super::{busy_bar, count, may_change, page, stratum};
use crate::domain::definition::{Audience, FrameSpec, Language};
use crate::stages::LoadedRound;
use crate::storage::round::{Purpose, RoundState};
use crate::text::prepare as text;
use crate::web::access::{UPLOAD_MOST, Visit};
use crate::web::components::console::token;
use crate::web::components::table::{Head, facts, heads, table};
use crate::web::components::time::minute;
use maud::{Markup, html};

/// The page.
pub fn view(visit: &Visit, data: &FramePage<'_>) -> Markup {
    let language = visit.language();
    let words = &text::of(language).frame;
    let drawn = data.loaded.record.state != RoundState::Draft || data.loaded.record.purpose == Purpose::Pretest;
    let body = html! {
        @if let Some(message) = &data.message { (message) }
        p { (words.about) }
        h2 { (words.accepted) }
        (in_use(data, language))
        @if drawn { p.quiet { (words.drawn) } }
        @else if may_change(visit) { (upload_form(visit, data)) }
        @if let Some(spec) = &data.audience.frame {
            h2 { (words.needs) }
            (needed(spec, language))
        }
        (history(data, language))
    };
    let title = words.title.replace("{audience}", data.audience.name.get(language));
    page(visit, data.loaded, &title, body)
}

fn in_use(data: &FramePage<'_>, language: Language) -> Markup {
    let words = &text::of(language).frame;
    let Some(frame) = &data.accepted else {
        return without(data, words);
    };
    let about = &frame.upload.facts;
    let by = words.accepted_by.replace("{by}", &frame.by);
    let by = by
        .replace("{at}", &minute(frame.at))
        .replace("{n}", &frame.version.to_string());
    let [file, units, sha256, hash, accepted] = words.facts;
    html! {
        (facts(&[
            (file, html! { (about.file) }),
            (units, html! { (count(about.units())) }),
            (sha256, html! { code.long { (about.sha256) } }),
            (hash, html! { code.long { (about.hash) } }),
            (accepted, html! { (by) }),
        ]))
        (counts_table(data.loaded, data.audience, &about.counts, language))
    }
}

/// No frame was accepted here: none at all, or the draw had its own from the command line.
fn without(data: &FramePage<'_>, words: &text::Frame) -> Markup {
    let [_, units, _, hash, _] = words.facts;
    html! {
        @match &data.drawn {
            None => p { (words.none) },
            Some((n, own)) => {
                p { (words.from_command) }
                (facts(&[(units, html! { (count(*n)) }), (hash, html! { code.long { (own) } })]))
            }
        }
    }
}

/// Units per stratum.
pub(super) fn counts_table(
    loaded: &LoadedRound,
    audience: &Audience,
    counts: &std::collections::BTreeMap<String, u64>,
    language: Language,
) -> Markup {
    let words = text::of(language);
    let (head, [units, ..]) = words.strata;
    let mut rows: Vec<Vec<Markup>> = counts
        .iter()
        .map(|(code, n)| vec![stratum(loaded, audience, code, language), html! { (count(*n)) }])
        .collect();
    rows.push(vec![
        html! { b { (words.total) } },
        html! { b { (count(counts.values().sum())) } },
    ]);
    table(words.preview.counts, &heads(&[head], &[units]), &rows, language)
}

fn upload_form(visit: &Visit, data: &FramePage<'_>) -> Markup {
    let all = text::of(visit.language());
    let words = &all.frame;
    let address = format!("/agency/{}/prepare/frame/{}", data.loaded.record.id, data.audience.id.0);
    html! {
        section.card {
            h2 { @if data.accepted.is_some() { (words.replace) } @else { (words.upload) } }
            form.stack method="post" action=(address) enctype="multipart/form-data" {
                (token(visit))
                label {
                    span { (words.file) }
                    input type="file" name="file" required accept=".csv,.txt,.xlsx"
                        data-most=(UPLOAD_MOST) data-large=(all.file_too_large);
                    small { (words.hint) }
                }
                button.primary data-busy=(words.busy) { (words.button) }
                (busy_bar(words.busy))
            }
            p.quiet { (words.kept) }
        }
    }
}

fn needed(spec: &FrameSpec, language: Language) -> Markup {
    let words = &text::of(language).frame;
    let [id, stratum, contact, attributes, supervisor] = words.columns;
    let codes =
        |names: &[String]| html! { @for (i, name) in names.iter().enumerate() { @if i > 0 { " · " } code { (name) } } };
    let mut pairs = vec![
        (id, codes(std::slice::from_ref(&spec.unit_id))),
        (stratum, codes(std::slice::from_ref(&spec.stratum))),
        (contact, codes(&spec.contact)),
    ];
    if !spec.attributes.is_empty() {
        pairs.push((attributes, codes(&spec.attributes)));
    }
    if let Some(column) = &spec.supervisor {
        pairs.push((supervisor, codes(std::slice::from_ref(column))));
    }
    facts(&pairs)
}

fn history(data: &FramePage<'_>, language: Language) -> Markup {
    let (title, texts, [units, hash]) = text::of(language).frame.history;
    let mine = data.uploads.iter().filter(|one| one.facts.audience == data.audience.id);
    let rows: Vec<Vec<Markup>> = mine
        .map(|one| {
            vec![
                html! { (minute(one.at)) },
                html! { (one.by) },
                html! { (one.facts.file) },
                html! { (count(one.facts.units())) },
                html! { code { (one.facts.sha256.get(..16).unwrap_or_default()) "…" } },
            ]
        })
        .collect();
    let mut all = heads(&texts, &[units]);
    all.push(Head {
        text: hash,
        number: false,
    });
    html! { @if !rows.is_empty() { h2 { (title) } (table(title, &all, &rows, language)) } }
}
