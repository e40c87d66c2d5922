//! One round in the field: draw, response, lists, answers; the result is what the stages read from the database.

use super::plan::stratum_id;
use super::population::{Crowd, Unit, uniform};
use super::sampling::draw_seed;
use super::survey::{FAMILIARITY, RATING};
use anyhow::Result;
use barometer::domain::assignment::{
    EpochTable, RespondentKey, assigned_list, known, respondent_key, scale_order, shown_list,
};
use barometer::domain::data::{
    Answer, Answers, Assignment, CaseCount, ConfirmedRemoval, Document, LogHead, Mode, RoundData, StratumCount,
};
use barometer::domain::definition::{Audience, AudienceId, DepartmentId, QuestionId, Survey};
use barometer::domain::random::{derive, shuffle, stream};
use barometer::domain::sample::Sample;
use rand::Rng;
use std::collections::BTreeMap;

/// Days after each of which the epoch table is replaced.
const WAVES: usize = 5;
/// Respondents without an answer in a question about their groups.
const MISSING: f64 = 0.01;
/// Submissions that a person finds to be fabricated.
const FABRICATED: f64 = 0.005;
/// How much a standard deviation of mood multiplies the chance to respond (as exp) where response depends on it.
const MOOD: f64 = 0.3;

/// What a unit's decision to respond depends on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Response {
    /// On stratum and groups only, as the weighting supposes.
    Groups,
    /// On how satisfied the unit is as well, which no weighting can know.
    Mood,
}

/// A round's samples, and how their units decide to respond.
pub struct Field<'a> {
    pub survey: &'a Survey,
    pub crowds: &'a [Crowd],
    pub samples: &'a [Sample],
    pub response: Response,
}

/// Answers per question and department.
type ByDepartment = BTreeMap<QuestionId, BTreeMap<DepartmentId, Answer>>;

/// One audience on the way.
struct Wave<'a> {
    field: &'a Field<'a>,
    crowd: &'a Crowd,
    audience: &'a Audience,
    secret: [u8; 32],
    table: EpochTable,
}

/// Asks everyone who was issued in the round of this seed.
///
/// # Errors
/// An audience that the survey doesn't have.
pub fn run(field: &Field, seed: &[u8; 32]) -> Result<RoundData> {
    let mut data = RoundData {
        documents: Vec::new(),
        strata: Vec::new(),
        cases: Vec::new(),
        removals: Vec::new(),
        log: LogHead {
            size: 0,
            root: String::new(),
        },
        seed: hex::encode(draw_seed(seed)),
        generated_at: "2026-12-01T00:00:00Z".into(),
        sheet_version: 1,
    };
    let mut first = 1;
    for (crowd, sample) in field.crowds.iter().zip(field.samples) {
        audience(field, crowd, sample, seed, first, &mut data)?;
        first += sample.strata.iter().map(|stratum| stratum.main).sum::<u64>();
    }
    data.documents.sort_by(|a, b| a.submission.cmp(&b.submission));
    data.strata
        .sort_by(|a, b| (&a.audience, &a.stratum).cmp(&(&b.audience, &b.stratum)));
    data.cases
        .sort_by(|a, b| (&a.audience, &a.stratum, &a.code).cmp(&(&b.audience, &b.stratum, &b.code)));
    Ok(data)
}

/// Asks one audience, whose units are numbered from `first`.
fn audience(
    field: &Field,
    crowd: &Crowd,
    sample: &Sample,
    seed: &[u8; 32],
    first: u64,
    data: &mut RoundData,
) -> Result<()> {
    let audience = crowd.audience(field.survey)?;
    data.strata.extend(sample.strata.iter().map(|stratum| StratumCount {
        audience: audience.id.clone(),
        stratum: stratum.stratum.clone(),
        frame: stratum.frame,
        issued: stratum.main,
    }));
    let mut rng = stream(seed, &["coverage/response", crowd.plan.id]);
    let mut respondents = respond(field, crowd, sample, first, &mut rng, data)?;
    shuffle(&mut rng, &mut respondents);
    let secret = derive(seed, &["barometer/assignment/1"]);
    let wave = Wave {
        field,
        crowd,
        audience,
        secret,
        table: EpochTable::default(),
    };
    ask(wave, &respondents, &mut rng, data);
    Ok(())
}

/// Gives every issued unit, numbered from `first`, its disposition; the numbers and places of those who respond.
fn respond(
    field: &Field,
    crowd: &Crowd,
    sample: &Sample,
    first: u64,
    rng: &mut impl Rng,
    data: &mut RoundData,
) -> Result<Vec<(u64, usize)>> {
    let mut cases: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut respondents = Vec::new();
    let issued = sample.units.iter().filter(|unit| unit.batch == 0);
    for (number, drawn) in (first..).zip(issued) {
        let place: usize = drawn.unit_id.parse()?;
        let code = disposition(&crowd.units[place], field.response, rng);
        *cases.entry((&drawn.stratum, code)).or_default() += 1;
        if code == "1.1" {
            respondents.push((number, place));
        }
    }
    data.cases
        .extend(cases.into_iter().map(|((stratum, code), count)| CaseCount {
            audience: AudienceId(crowd.plan.id.into()),
            stratum: stratum.into(),
            code: code.into(),
            count,
        }));
    Ok(respondents)
}

/// How an issued unit ends; the same random numbers are used whatever the response depends on.
fn disposition(unit: &Unit, response: Response, rng: &mut impl Rng) -> &'static str {
    let (decides, known) = (uniform(rng), uniform(rng) < 0.7);
    let pull = match response {
        Response::Groups => 1.0,
        // The mean of exp(m·mood) is exp(m²/2), so that as many respond as otherwise.
        Response::Mood => libm::exp(MOOD * unit.mood - MOOD * MOOD / 2.0),
    };
    match (unit.eligible, known) {
        (true, _) if decides < unit.response * pull => "1.1",
        (true, true) => "2.112",
        (false, true) => "4.10",
        (_, false) => "3.19",
    }
}

fn ask(mut wave: Wave, respondents: &[(u64, usize)], rng: &mut impl Rng, data: &mut RoundData) {
    for part in respondents.chunks(respondents.len().div_ceil(WAVES).max(1)) {
        let mut valid = wave.table.valid.remove(&wave.audience.id).unwrap_or_default();
        wave.table.valid.insert(wave.audience.id.clone(), valid.clone());
        for (number, place) in part {
            let document = wave.document(*number, *place, rng);
            let ratings = document.answers.by_department.get(&QuestionId(RATING.into()));
            for (department, answer) in ratings.into_iter().flatten() {
                let counts = answer.codes().iter().any(|code| code != "9");
                *valid.entry(department.clone()).or_default() += u64::from(counts);
            }
            if uniform(rng) < FABRICATED {
                data.removals.push(ConfirmedRemoval {
                    submission: document.submission.clone(),
                    code: "2.41".into(),
                    reason: "recording".into(),
                });
            }
            data.documents.push(document);
        }
        wave.table.valid.insert(wave.audience.id.clone(), valid);
        wave.table.epoch += 1;
    }
}

impl Wave<'_> {
    /// The submission of one respondent.
    fn document(&self, number: u64, place: usize, rng: &mut impl Rng) -> Document {
        let unit = &self.crowd.units[place];
        let key = respondent_key(&self.secret, number);
        let (assignment, by_department) = self.lists(unit, place, &key);
        Document {
            schema: "barometer/submission/1".into(),
            round: self.field.survey.round.id.clone(),
            submission: format!("{number:06}"),
            audience: self.audience.id.clone(),
            stratum: stratum_id(unit.stratum),
            frame: self.frame_values(unit),
            mode: Mode::Web,
            scale_order: scale_order(&key).as_str().into(),
            arrived: "2026-11-01T09Z".into(),
            seconds: BTreeMap::new(),
            disposition: "1.1".into(),
            assignment,
            answers: Answers {
                plain: self.groups(unit, rng),
                by_department,
            },
        }
    }

    /// What a respondent is shown and rates, and what it says about these departments.
    fn lists(&self, unit: &Unit, place: usize, key: &RespondentKey) -> (Assignment, ByDepartment) {
        let survey = self.field.survey;
        let excluded: Vec<DepartmentId> = unit.supervisor.iter().cloned().collect();
        let shown = shown_list(survey, &self.audience.id, &excluded, key);
        let said = |department: &DepartmentId| {
            let position = survey.departments.iter().position(|d| &d.id == department);
            self.crowd
                .opinion(place, position.expect("lists name departments of the survey"))
        };
        let familiar = shown.iter().map(|s| &s.department);
        let familiar = familiar.map(|d| (d.clone(), said(d).familiarity.to_string()));
        let familiar: BTreeMap<DepartmentId, String> = familiar.collect();
        let eligible = known(survey, self.audience, &shown, &familiar);
        let assigned = assigned_list(survey, self.audience, &eligible, &self.table, key);
        let ratings = assigned
            .iter()
            .map(|a| (a.department.clone(), said(&a.department).grade.to_string()));
        let one = |(department, code)| (department, Answer::One(code));
        let by_department = BTreeMap::from([
            (QuestionId(RATING.into()), ratings.map(one).collect()),
            (QuestionId(FAMILIARITY.into()), familiar.into_iter().map(one).collect()),
        ]);
        let assignment = Assignment {
            k: key.to_hex(),
            excluded,
            shown,
            epoch: Some(self.table.epoch),
            assigned,
        };
        (assignment, by_department)
    }

    fn values<'s>(&'s self, unit: &'s Unit) -> impl Iterator<Item = (&'static str, String)> + 's {
        let named = self.crowd.plan.questions().zip(&unit.groups);
        named.map(|(name, group)| (name, self.crowd.plan.categories(name)[*group].clone()))
    }

    fn groups(&self, unit: &Unit, rng: &mut impl Rng) -> BTreeMap<QuestionId, Answer> {
        let answered = |(name, value): (&str, String)| {
            (uniform(rng) >= MISSING).then(|| (QuestionId(name.into()), Answer::One(value)))
        };
        self.values(unit).filter_map(answered).collect()
    }

    fn frame_values(&self, unit: &Unit) -> BTreeMap<String, String> {
        let in_frame = |name: &str| self.crowd.plan.variables.iter().any(|v| v.name == name && v.in_frame);
        let known = self.values(unit).filter(|(name, _)| in_frame(name));
        known.map(|(name, value)| (name.to_owned(), value)).collect()
    }
}
