//! `round.toml`: the year's run, its contact data, and who is asked.

use super::node::Table;
use super::source::{Sink, one_of, words};
use super::texts::Texts;
use crate::domain::definition::{
    Allocation, AudienceId, Contact, Expected, FormHeader, Found, FrameSpec, Override, Round, SampleDesign, Text,
};
use std::collections::{BTreeMap, BTreeSet};

/// An audience as `round.toml` names it, before its questionnaire is read.
pub(in crate::domain::definition) struct AudienceHead {
    pub id: AudienceId,
    pub name: Text,
    pub max_departments: u32,
    pub frame: Option<FrameSpec>,
    pub lines: HeadLines,
}

/// 1-based lines of `round.toml` that later checks name.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::domain::definition) struct HeadLines {
    /// Of `[[audience]]`.
    pub entry: usize,
    /// Of `max_departments`.
    pub most: usize,
    /// Of `attributes`.
    pub attributes: usize,
    /// Of `strata`.
    pub strata: usize,
}

/// Reads the file: the survey's id, the round and its audiences.
pub(in crate::domain::definition) fn read(
    table: Table<'_>,
    texts: &mut Texts<'_>,
    sink: &mut Sink,
) -> (String, Round, Vec<AudienceHead>) {
    table.only(
        &[
            "survey",
            "id",
            "year",
            "sample",
            "contact",
            "header",
            "approximate_margins_override",
            "deff_waiver",
            "audience",
        ],
        sink,
    );
    let survey = slug(table, "survey", sink);
    let designs = [("stratified", SampleDesign::Stratified), ("none", SampleDesign::None)];
    let sample = table.need("sample", one_of(designs.map(|(word, _)| word)), sink);
    let sample = sample
        .and_then(|node| node.word(&designs, sink))
        .unwrap_or_else(|| likely_sample(table));
    let id = slug(table, "id", sink);
    let title = texts.need(&["round", "title"], sink);
    let year = i16::try_from(table.whole("year", 1900..=2200, sink)).unwrap_or_default();
    let with_year = |text: String| text.replace("{year}", &year.to_string());
    let round = Round {
        id,
        title: Text {
            zh: with_year(title.zh),
            en: with_year(title.en),
        },
        year,
        sample,
        contact: contact(table, sample, sink),
        header: header(table, sink),
        approximate_margins_override: decision(table, "approximate_margins_override", sink),
        deff_waiver: decision(table, "deff_waiver", sink),
    };
    let audiences = audiences(table, sample, texts, sink);
    (survey, round, audiences)
}

/// What an unreadable `sample` was probably meant to be, so that one slip is not reported five times.
fn likely_sample(table: Table<'_>) -> SampleDesign {
    let audiences = table.tables("audience", &mut Sink::default());
    let framed = audiences.iter().any(|audience| audience.get("frame").is_some());
    if framed {
        SampleDesign::Stratified
    } else {
        SampleDesign::None
    }
}

fn slug(table: Table<'_>, key: &str, sink: &mut Sink) -> String {
    let text = table.text(key, Expected::Slug, sink);
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if let Some(node) = table.get(key)
        && !text.chars().all(fits)
    {
        node.bad(sink, node.shown(), Expected::Slug);
    }
    text
}

fn contact(table: Table<'_>, sample: SampleDesign, sink: &mut Sink) -> Contact {
    let Some(contact) = table.table("contact", sink) else {
        if sample == SampleDesign::Stratified {
            table.bad(sink, Found::NoTable("[contact]"), Expected::ContactTable);
        }
        return Contact::default();
    };
    contact.only(
        &[
            "agency",
            "minutes",
            "retention_years",
            "phone",
            "hotline",
            "handler",
            "contact",
        ],
        sink,
    );
    let mut text = |key: &str| contact.text(key, Expected::ConsentText, sink);
    let (agency, phone, hotline) = (text("agency"), text("phone"), text("hotline"));
    let (handler, person) = (text("handler"), text("contact"));
    Contact {
        agency,
        phone,
        hotline,
        handler,
        contact: person,
        minutes: contact.whole("minutes", 1..=120, sink) as u32,
        retention_years: contact.whole("retention_years", 2..=100, sink) as u32,
    }
}

fn header(table: Table<'_>, sink: &mut Sink) -> FormHeader {
    let Some(header) = table.table("header", sink) else {
        return FormHeader::default();
    };
    header.only(&["form_number", "issuing_body", "approval_number", "valid_until"], sink);
    let mut text = |key: &str| header.get(key).and_then(|node| node.text(sink)).unwrap_or_default();
    FormHeader {
        form_number: text("form_number"),
        issuing_body: text("issuing_body"),
        approval_number: text("approval_number"),
        valid_until: text("valid_until"),
    }
}

fn decision(table: Table<'_>, key: &str, sink: &mut Sink) -> Option<Override> {
    let decision = table.table(key, sink)?;
    decision.only(&["by", "reason"], sink);
    Some(Override {
        by: decision.text("by", Expected::OfficerName, sink),
        reason: decision.text("reason", Expected::OfficerReason, sink),
    })
}

fn audiences(table: Table<'_>, sample: SampleDesign, texts: &mut Texts<'_>, sink: &mut Sink) -> Vec<AudienceHead> {
    let mut heads: Vec<AudienceHead> = Vec::new();
    for entry in table.tables("audience", sink) {
        entry.only(&["id", "max_departments", "frame"], sink);
        let id = AudienceId(entry.id(Expected::AudienceName, sink));
        if heads.iter().any(|head| head.id == id) {
            let line = entry.get("id").map_or(entry.line(), |node| node.line());
            sink.add(
                &table.source.path,
                line,
                Found::AudienceTwice(id.0.clone()),
                Expected::AudienceOnce,
            );
            continue;
        }
        heads.push(AudienceHead {
            name: texts.need(&["audience", &id.0, "name"], sink),
            max_departments: entry.whole("max_departments", 1..=1000, sink) as u32,
            frame: frame(entry, sample, sink),
            lines: lines(entry),
            id,
        });
    }
    if heads.is_empty() {
        table.bad(
            sink,
            Found::NoTable("[[audience]]"),
            Expected::AtLeastOneTable("[[audience]]"),
        );
    }
    heads
}

fn lines(entry: Table<'_>) -> HeadLines {
    let of = |table: Table<'_>, key: &str| table.get(key).map_or(table.line(), |node| node.line());
    let frame = entry.table("frame", &mut Sink::default());
    HeadLines {
        entry: entry.line(),
        most: of(entry, "max_departments"),
        attributes: frame.map_or(entry.line(), |frame| of(frame, "attributes")),
        strata: frame.map_or(entry.line(), |frame| of(frame, "strata")),
    }
}

fn frame(entry: Table<'_>, sample: SampleDesign, sink: &mut Sink) -> Option<FrameSpec> {
    let frame = entry.table("frame", sink);
    let Some(frame) = frame else {
        if sample == SampleDesign::Stratified {
            entry.bad(sink, Found::NoTable("[audience.frame]"), Expected::FrameForSample);
        }
        return None;
    };
    if sample == SampleDesign::None {
        frame.bad(sink, Found::FrameWithoutSample, Expected::NoFrameOrSample);
    }
    frame.only(
        &[
            "unit_id",
            "stratum",
            "contact",
            "attributes",
            "supervisor",
            "allocation",
            "total",
            "minimum",
            "reserve_share",
            "strata",
        ],
        sink,
    );
    let total = frame.whole("total", 1..=10_000_000, sink);
    let spec = FrameSpec {
        unit_id: frame.text("unit_id", Expected::UnitIdColumn, sink),
        stratum: frame.text("stratum", Expected::StratumColumn, sink),
        contact: frame.texts("contact", sink),
        attributes: frame.texts("attributes", sink),
        supervisor: frame.get("supervisor").and_then(|node| node.text(sink)),
        allocation: allocation(frame, sink),
        total,
        minimum: frame.whole("minimum", 0..=total.clamp(1, 1_000_000), sink),
        reserve_share: frame.number("reserve_share", 0.0..=100.0, sink),
        strata: frame.texts("strata", sink),
    };
    check_frame(frame, &spec, sink);
    Some(spec)
}

fn allocation(frame: Table<'_>, sink: &mut Sink) -> Allocation {
    let rules = ["proportional", "power", "equal", "fixed"];
    let Some(table) = frame
        .need("allocation", Expected::AllocationTable, sink)
        .and_then(|node| node.table(sink))
    else {
        return Allocation::Equal;
    };
    let choices: Vec<(&str, usize)> = rules.iter().enumerate().map(|(i, rule)| (*rule, i)).collect();
    let rule = table
        .need("rule", one_of(rules), sink)
        .and_then(|node| node.word(&choices, sink));
    match rule {
        Some(0) => table.only(&["rule"], sink),
        Some(1) => {
            table.only(&["rule", "exponent"], sink);
            return Allocation::Power {
                exponent: table.number("exponent", 0.0..=1.0, sink),
            };
        }
        Some(3) => {
            table.only(&["rule", "sizes"], sink);
            return Allocation::Fixed {
                sizes: sizes(table, sink),
            };
        }
        _ => table.only(&["rule"], sink),
    }
    if rule == Some(0) {
        Allocation::Proportional
    } else {
        Allocation::Equal
    }
}

fn sizes(table: Table<'_>, sink: &mut Sink) -> BTreeMap<String, u64> {
    let sizes = table
        .need("sizes", Expected::SizesTable, sink)
        .and_then(|node| node.table(sink));
    let nodes = sizes.map(|sizes| sizes.nodes()).unwrap_or_default();
    // A stratum that gives nobody could not speak for its people.
    let size = |node: &super::node::Node<'_>, sink: &mut Sink| node.whole_in(&(1..=1_000_000), sink);
    nodes
        .iter()
        .filter_map(|node| Some((node.key.to_string(), size(node, sink)?)))
        .collect()
}

fn check_frame(frame: Table<'_>, spec: &FrameSpec, sink: &mut Sink) {
    let line_of = |key: &str| frame.get(key).map_or(frame.line(), |node| node.line());
    let path = &frame.source.path;
    let strata: BTreeSet<&str> = spec.strata.iter().map(String::as_str).collect();
    if strata.is_empty() || strata.len() < spec.strata.len() {
        let found = if strata.is_empty() {
            Found::NoStrata
        } else {
            Found::StratumTwice
        };
        sink.add(path, line_of("strata"), found, Expected::EveryStratumOnce);
    }
    check_columns(frame, spec, sink);
    let Allocation::Fixed { sizes } = &spec.allocation else {
        return;
    };
    let line = line_of("allocation");
    if !sizes.keys().map(String::as_str).eq(strata.iter().copied()) {
        let found = Found::SizesFor(sizes.keys().cloned().collect());
        sink.add(path, line, found, Expected::SizesFor(words(strata)));
    }
    let sum: u64 = sizes.values().sum();
    if sum != spec.total {
        sink.add(path, line, Found::SizesSum(sum), Expected::Total(spec.total));
    }
}

/// The stratum may be an attribute as well; an id or a name among the attributes would travel with the answers.
fn check_columns(frame: Table<'_>, spec: &FrameSpec, sink: &mut Sink) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let ids = [("unit_id", &spec.unit_id)].into_iter();
    let contact = spec.contact.iter().map(|column| ("contact", column));
    let attributes = spec.attributes.iter().map(|column| ("attributes", column));
    for (key, column) in ids.chain(contact).chain(attributes) {
        if !seen.insert(column) {
            let line = frame.get(key).map_or(frame.line(), |node| node.line());
            let found = Found::FrameColumnTwice(column.clone());
            sink.add(&frame.source.path, line, found, Expected::FrameColumnOnce);
        }
    }
    if spec.stratum == spec.unit_id && !spec.stratum.is_empty() {
        let line = frame.get("stratum").map_or(frame.line(), |node| node.line());
        let found = Found::FrameColumnTwice(spec.stratum.clone());
        sink.add(&frame.source.path, line, found, Expected::FrameColumnOnce);
    }
}
