//! A document as the statistics read it: borrowed from its bytes or from the value, without what they do not need.

use crate::domain::data::{Answer, Document, Fraction, Mode};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// How many members or departments there is room for before memory is moved.
pub(super) const ROOM: usize = 32;

/// Text that is borrowed wherever its JSON has no escapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a>(pub Cow<'a, str>);

/// The members of an object, in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members<'a, V>(pub Vec<(Word<'a>, V)>);

/// One answer: a code or text, or several codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<'a> {
    /// One.
    One(Word<'a>),
    /// Several, sorted.
    Many(Vec<Word<'a>>),
}

/// A department of one of the lists with its probability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<'a> {
    /// Which.
    pub department: Word<'a>,
    /// `s` or `q`.
    pub probability: Fraction,
}

/// The lists.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Lists<'a> {
    /// K_i.
    #[serde(borrow)]
    pub k: Word<'a>,
    /// Shown, with `s`.
    pub shown: Vec<Listed<'a>>,
    /// Assigned, with `q`.
    pub assigned: Vec<Listed<'a>>,
}

/// The answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Replies<'a> {
    /// Questions asked once.
    #[serde(borrow, default)]
    pub plain: Members<'a, Said<'a>>,
    /// Questions asked per department.
    #[serde(borrow, default)]
    pub by_department: Members<'a, Members<'a, Said<'a>>>,
}

/// What the statistics read of a document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Reading<'a> {
    /// Id.
    #[serde(borrow)]
    pub submission: Word<'a>,
    /// Audience.
    pub audience: Word<'a>,
    /// Sampled stratum.
    pub stratum: Word<'a>,
    /// Frame values.
    pub frame: Members<'a, Word<'a>>,
    /// How it came in.
    pub mode: Mode,
    /// Seconds per page.
    pub seconds: Members<'a, u32>,
    /// `1.1` or `1.2`.
    pub disposition: Word<'a>,
    /// The lists.
    pub assignment: Lists<'a>,
    /// The answers.
    pub answers: Replies<'a>,
}

impl Word<'_> {
    /// The text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl<V> Default for Members<'_, V> {
    fn default() -> Self {
        Members(Vec::new())
    }
}

impl<'a, V> Members<'a, V> {
    /// The member of that name; of several, the first.
    pub fn get(&self, name: &str) -> Option<&V> {
        let place = self.0.partition_point(|(key, _)| key.text() < name);
        let (key, value) = self.0.get(place)?;
        (key.text() == name).then_some(value)
    }
}

impl Said<'_> {
    /// Whether any code of the answer is one for which `holds`.
    pub fn any(&self, mut holds: impl FnMut(&str) -> bool) -> bool {
        match self {
            Said::One(code) => holds(code.text()),
            Said::Many(codes) => codes.iter().any(|code| holds(code.text())),
        }
    }

    /// The codes joined by `+`: what a rating says.
    pub fn joined(&self) -> Cow<'_, str> {
        match self {
            Said::One(code) => Cow::Borrowed(code.text()),
            Said::Many(codes) => Cow::Owned(codes.iter().map(Word::text).collect::<Vec<_>>().join("+")),
        }
    }
}

impl<'a> Reading<'a> {
    /// The answer to a question asked once.
    pub fn of(&self, question: &str) -> Option<&Said<'a>> {
        self.answers.plain.get(question)
    }

    /// The answers to a question asked per department.
    pub fn about(&self, question: &str) -> &[(Word<'a>, Said<'a>)] {
        self.answers
            .by_department
            .get(question)
            .map_or(&[], |members| &members.0)
    }

    /// The answer to a question asked about a department.
    pub fn said(&self, question: &str, department: &str) -> Option<&Said<'a>> {
        self.answers.by_department.get(question)?.get(department)
    }
}

impl<'a> From<&'a str> for Word<'a> {
    fn from(text: &'a str) -> Self {
        Word(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a Answer> for Said<'a> {
    fn from(answer: &'a Answer) -> Self {
        match answer {
            Answer::One(code) => Said::One(code.as_str().into()),
            Answer::Many(codes) => Said::Many(codes.iter().map(|code| code.as_str().into()).collect()),
        }
    }
}

fn members<'a, K: 'a, T: 'a, V>(
    of: impl IntoIterator<Item = (&'a K, &'a T)>,
    name: impl Fn(&'a K) -> &'a str,
    value: impl Fn(&'a T) -> V,
) -> Members<'a, V> {
    Members(of.into_iter().map(|(k, v)| (name(k).into(), value(v))).collect())
}

impl<'a> From<&'a Document> for Reading<'a> {
    fn from(document: &'a Document) -> Self {
        let lists = &document.assignment;
        let listed = |(department, probability): (&'a str, Fraction)| Listed {
            department: department.into(),
            probability,
        };
        let (shown, assigned) = (lists.shown.iter(), lists.assigned.iter());
        let answers = &document.answers;
        Reading {
            submission: document.submission.as_str().into(),
            audience: document.audience.0.as_str().into(),
            stratum: document.stratum.as_str().into(),
            frame: members(&document.frame, |k| k.as_str(), |v| v.as_str().into()),
            mode: document.mode,
            seconds: members(&document.seconds, |k| k.as_str(), |v| *v),
            disposition: document.disposition.as_str().into(),
            assignment: Lists {
                k: lists.k.as_str().into(),
                shown: shown.map(|d| (d.department.0.as_str(), d.s)).map(listed).collect(),
                assigned: assigned.map(|d| (d.department.0.as_str(), d.q)).map(listed).collect(),
            },
            answers: Replies {
                plain: members(&answers.plain, |k| k.0.as_str(), Said::from),
                by_department: members(
                    &answers.by_department,
                    |k| k.0.as_str(),
                    |of| members(of, |k| k.0.as_str(), Said::from),
                ),
            },
        }
    }
}

struct WordVisitor;

impl<'de> Visitor<'de> for WordVisitor {
    type Value = Word<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Word(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Word(Cow::Owned(text.to_owned())))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Word<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(WordVisitor)
    }
}

struct SaidVisitor;

impl<'de> Visitor<'de> for SaidVisitor {
    type Value = Said<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a code or several")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        WordVisitor.visit_borrowed_str(text).map(Said::One)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        WordVisitor.visit_str(text).map(Said::One)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut codes: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(code) = codes.next_element()? {
            all.push(code);
        }
        Ok(Said::Many(all))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Said<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SaidVisitor)
    }
}

struct MembersVisitor<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for MembersVisitor<V> {
    type Value = Members<'de, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::with_capacity(map.size_hint().unwrap_or(ROOM));
        while let Some(member) = map.next_entry()? {
            all.push(member);
        }
        // Canonical JSON sorts names by UTF-16, everything here by their bytes: the same for all but rare signs.
        let in_order = |pair: &[(Word, V)]| pair[0].0.text() <= pair[1].0.text();
        if !all.windows(2).all(in_order) {
            all.sort_by(|a: &(Word, V), b| a.0.text().cmp(b.0.text()));
        }
        Ok(Members(all))
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for Members<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor(PhantomData))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Listed<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Raw<'a> {
            #[serde(borrow)]
            department: Word<'a>,
            #[serde(borrow, alias = "q")]
            s: Word<'a>,
        }
        let raw = Raw::deserialize(deserializer)?;
        let probability = raw.s.text().parse().map_err(de::Error::custom)?;
        Ok(Listed {
            department: raw.department,
            probability,
        })
    }
}
