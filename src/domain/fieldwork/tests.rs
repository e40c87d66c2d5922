//! The board of a small field, worked out by hand.

use super::*;
use crate::domain::columns::Columns;
use crate::domain::columns::reading::Reading;
use crate::domain::data::{ConfirmedRemoval, Document, Mode, StratumCount};
use crate::domain::definition::{AssignmentRule, AudienceId, Survey};
use crate::domain::score::fixture;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};

const MONDAY: Date = date(2026, 9, 21);

fn residents() -> AudienceId {
    AudienceId("residents".into())
}

/// Everything an input borrows.
struct Field {
    survey: Survey,
    documents: Vec<Document>,
    arrivals: Vec<Arrival>,
    cases: Vec<Case>,
    strata: Vec<StratumCount>,
    targets: Targets,
    schedule: Schedule,
    removals: Vec<ConfirmedRemoval>,
    checked: bool,
}

impl Field {
    fn new() -> Field {
        let departments = ["a", "b"].map(|id| fixture::department(id, "A", &[("residents", 1.0)]));
        let mut survey = fixture::survey(&["residents"], departments.into(), Vec::new());
        survey.method.assignment = AssignmentRule::Drawn {
            shown_sizes: BTreeMap::new(),
            shown_share: (1, 1),
            boost_most: 1,
            target_ratings: BTreeMap::from([(residents(), 40)]),
        };
        Field {
            survey,
            documents: Vec::new(),
            arrivals: Vec::new(),
            cases: Vec::new(),
            strata: Vec::new(),
            targets: Targets::default(),
            schedule: Schedule {
                first: Some(MONDAY),
                last: None,
                today: MONDAY,
                closed: None,
            },
            removals: Vec::new(),
            checked: false,
        }
    }

    /// Somebody of a stratum answers in an hour of a day, and rates both departments.
    fn answers(&mut self, stratum: &str, day: Date, hour: i8, grades: [&str; 2]) -> &mut Document {
        let number = self.documents.len();
        let plain = [("district", "1"), ("sex", "male")];
        let grades = [("a", grades[0]), ("b", grades[1])];
        let mut document = fixture::document(&format!("{number:06}"), "residents", stratum, &plain, &grades);
        document.seconds = BTreeMap::from([("about".to_owned(), 300)]);
        self.documents.push(document);
        self.arrivals.push(Arrival {
            row: number as u32,
            day,
            hour,
            interviewer: None,
        });
        self.documents.last_mut().unwrap()
    }

    /// The same on the telephone of an interviewer.
    fn interviewed(&mut self, interviewer: &str, seconds: u32, grades: [&str; 2]) -> &mut Document {
        self.answers("1", MONDAY, 9, grades);
        self.arrivals.last_mut().unwrap().interviewer = Some(interviewer.to_owned());
        let document = self.documents.last_mut().unwrap();
        document.mode = Mode::Phone;
        document.seconds = BTreeMap::from([("about".to_owned(), seconds)]);
        document
    }

    fn board(&self, filter: &Filter) -> Board {
        let columns = Columns::of(&self.survey, self.documents.iter().map(Into::into));
        let reader = SheetReader::new(&self.survey);
        let sheets = self
            .documents
            .iter()
            .filter_map(|document| reader.read(&Reading::from(document)));
        let sheets: Vec<AnswerSheet> = sheets.collect();
        let input = Input {
            survey: &self.survey,
            cases: &self.cases,
            arrivals: &self.arrivals,
            edits: &[],
            columns: &columns,
            sheets: &sheets,
            strata: &self.strata,
            targets: &self.targets,
            schedule: self.schedule,
            removals: &self.removals,
            checked: self.checked,
        };
        board(&input, filter)
    }
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
}

#[test]
fn effective_ratings_and_their_projection_by_hand() {
    let mut field = Field::new();
    for (stratum, frame) in [("1", 300), ("2", 100)] {
        field.strata.push(StratumCount {
            audience: residents(),
            stratum: stratum.into(),
            frame,
            issued: 50,
        });
    }
    let tuesday = MONDAY.tomorrow().unwrap();
    field.answers("1", MONDAY, 9, ["5", "4"]);
    field.answers("2", MONDAY, 9, ["5", "dk"]);
    field.answers("2", tuesday, 9, ["1", "dk"]);
    field.schedule.today = tuesday;
    field.schedule.last = Some(date(2026, 9, 30));
    let found = field.board(&Filter::default());
    // u is 300/1 for the first, 100/2 for the others: 400² / (90,000 + 2,500 + 2,500).
    near(found.departments[0].effective, 160_000.0 / 95_000.0);
    assert_eq!((found.departments[0].valid, found.departments[1].dont_know), (3, 2));
    // Two on the one whole day; nine days are left: 2 + 18 of 3 now.
    let projected = found.departments[0].projected.unwrap();
    near(projected.valid, 20.0);
    near(projected.effective, 160_000.0 / 95_000.0 * 20.0 / 3.0);
    assert!(found.departments[0].is_behind(), "20 of 40");
    let narrowed = field.board(&Filter {
        district: Some("2".into()),
        ..Filter::default()
    });
    assert_eq!(
        (narrowed.departments[0].valid, narrowed.departments[0].target),
        (2, None)
    );
    field.schedule.today = MONDAY;
    let first_day = field.board(&Filter::default());
    assert!(first_day.departments[0].projected.is_none(), "no whole day has passed");
    assert!(first_day.departments[0].is_behind(), "3 of 40");
}

#[test]
fn the_line_to_the_target_is_straight_and_every_day_stands_on_it() {
    let mut field = Field::new();
    field.targets.completes = BTreeMap::from([
        ((residents(), "1".to_owned()), 30.0),
        ((residents(), "2".to_owned()), 10.0),
    ]);
    field.schedule.last = Some(date(2026, 9, 24));
    field.schedule.today = date(2026, 9, 26);
    field.answers("1", MONDAY, 9, ["5", "5"]);
    field.answers("2", date(2026, 9, 23), 9, ["5", "5"]);
    let progress = field.board(&Filter::default()).progress;
    let line: Vec<f64> = progress.days.iter().filter_map(|day| day.target).collect();
    assert_eq!(line, [10.0, 20.0, 30.0, 40.0, 40.0, 40.0]);
    let cumulative: Vec<u64> = progress.days.iter().map(|day| day.cumulative).collect();
    assert_eq!(cumulative, [1, 1, 2, 2, 2, 2]);
    assert_eq!(progress.districts[1].1.target, Some(10.0));
    assert_eq!(progress.audiences[0].target, Some(40.0));
}

/// Forty arrivals in each of five strata, one an hour here and there.
fn a_quiet_field() -> Field {
    let mut field = Field::new();
    for n in 0..200_i16 {
        let day = [MONDAY, date(2026, 9, 22), date(2026, 9, 23), date(2026, 9, 24)][(n % 4) as usize];
        let stratum = ["1", "2", "3", "4", "5"][(n % 5) as usize];
        field.answers(stratum, day, 8 + (n % 12) as i8, ["5", "4"]);
    }
    field
}

#[test]
fn a_burst_of_one_stratum_is_told_and_a_reminder_to_all_is_not() {
    let mut field = a_quiet_field();
    assert_eq!(field.board(&Filter::default()).bursts, []);
    for stratum in ["1", "2", "3", "4", "5"].repeat(12) {
        field.answers(stratum, MONDAY, 20, ["4", "4"]);
    }
    assert_eq!(field.board(&Filter::default()).bursts, [], "a reminder lifts all");
    for _ in 0..15 {
        field.answers("3", date(2026, 9, 23), 21, ["5", "5"]);
    }
    let found = field.board(&Filter::default()).bursts;
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].stratum.as_str(), found[0].hour, found[0].found),
        ("3", 21, 15)
    );
    assert!(found[0].p < 1e-9 && found[0].expected < 2.0);
    for document in field.documents.iter_mut().rev().take(15) {
        document.seconds = BTreeMap::new();
    }
    assert_eq!(field.board(&Filter::default()).bursts, [], "a batch of paper is none");
}

#[test]
fn an_interviewer_unlike_the_others_is_told() {
    let mut field = Field::new();
    for n in 0..8 {
        field.interviewed("li", 300 + n, ["5", "4"]);
        field.interviewed("wang", 310 - n, ["4", "5"]);
        field.interviewed("zhou", 305 + n % 3, ["4", "5"]);
        field.interviewed("zhao", 60 + n, ["5", "dk"]);
    }
    let found = field.board(&Filter::default()).interviewers;
    let of = |who: &str| found.iter().find(|one| one.interviewer == who).unwrap();
    let (zhao, li) = (of("zhao"), of("li"));
    assert!(zhao.minutes.unwrap().is_outlier() && zhao.minutes.unwrap().z.unwrap() < 0.0);
    near(zhao.dont_know.unwrap().mean, 0.5);
    assert_eq!(zhao.dont_know.unwrap().others, Some(0.0));
    assert!(zhao.dont_know.unwrap().is_outlier());
    assert!(!li.minutes.unwrap().is_outlier());
}

#[test]
fn the_most_alike_interviews_are_found_whichever_way_they_lean() {
    let mut field = Field::new();
    let code = |n: usize| ["1", "2", "3", "4", "5"][n % 5];
    for (interview, lean) in [(0, 0), (0, 0), (1, 2), (3, 1)] {
        let departments: Vec<String> = (0..14).map(|n| format!("d{n}")).collect();
        let grades: Vec<(&str, &str)> = (departments.iter().zip(0..))
            .map(|(id, n)| (id.as_str(), code(n * interview + lean + n / 3)))
            .collect();
        let more = fixture::document("x", "residents", "1", &[], &grades).answers;
        let document = field.interviewed("li", 300, ["5", "5"]);
        document.answers.by_department = more.by_department;
    }
    field.interviewed("wang", 300, ["5", "5"]);
    field.interviewed("wang", 300, ["5", "5"]);
    let found = field.board(&Filter::default()).alike;
    assert_eq!(found.len(), 1, "wang's have four questions in common, too few");
    assert_eq!(found[0].pair, ("000000".to_owned(), "000001".to_owned()));
    assert_eq!((found[0].items, found[0].is_suspicious()), (16, true));
    field.documents[1].mode = Mode::Web;
    let found = field.board(&Filter::default()).alike;
    assert!(
        !found[0].is_suspicious(),
        "who answers alone on the pages is nobody's interview: {found:?}"
    );
}

#[test]
fn coaching_has_its_interval_by_district_and_department() {
    let mut field = Field::new();
    for n in 0..20 {
        let stratum = if n < 10 { "1" } else { "2" };
        let said = if n == 3 || n == 4 { "2" } else { "1" };
        let document = field.answers(stratum, MONDAY, 9, ["5", "5"]);
        let told = fixture::document("x", "residents", "1", &[("coached", said)], &[]).answers;
        document.answers.plain.extend(told.plain);
    }
    let found = field.board(&Filter::default()).coaching;
    assert_eq!((found.all.yes, found.all.n), (2, 20));
    let first = &found.districts[0];
    // Wilson at 2 of 10: (0.0567, 0.5098).
    let (low, high) = first.interval.unwrap();
    assert!(
        (low - 0.0567).abs() < 5e-5 && (high - 0.5098).abs() < 5e-5,
        "{low} {high}"
    );
    assert_eq!((found.districts[1].yes, found.departments.len()), (0, 2));
    assert!(found.districts[1].interval.unwrap().0 < 1e-15, "nobody of ten");
}

#[test]
fn a_filter_reads_back_what_it_writes() {
    let field = Field::new();
    let mut known = Known::of(&field.survey, BTreeSet::from(["li".to_owned()]));
    known
        .strata
        .insert(residents(), BTreeSet::from(["1".to_owned(), "二".to_owned()]));
    let filter = Filter {
        audience: Some(residents()),
        district: Some("二".into()),
        mode: Some(Mode::Paper),
        interviewer: Some("li".into()),
        from: Some(MONDAY),
        to: Some(MONDAY),
    };
    let (day, audience) = (MONDAY.to_string(), residents().0);
    let pairs = [
        ("audience", audience.as_str()),
        ("district", "residents/二"),
        ("mode", "paper"),
        ("interviewer", "li"),
        ("from", day.as_str()),
        ("to", day.as_str()),
    ];
    let again = Filter::parse(pairs, &known);
    assert_eq!(again, Ok(filter));
    assert_eq!(
        Filter::parse([("audience", ""), ("sort", "n"), ("sort", "m")], &known),
        Ok(Filter::default())
    );
    let strange = Filter::parse([("from", "2026-09-21T10:00")], &known);
    assert!(
        matches!(strange, Err(FilterError::NotADay { key: "from", .. })),
        "{strange:?}"
    );
}

#[test]
fn days_are_those_of_china() {
    assert_eq!(arrival("2026-09-21T15Z"), Some((MONDAY, 23)));
    assert_eq!(arrival("2026-09-20T16Z"), Some((MONDAY, 0)));
    assert_eq!((arrival("2026-09-21"), arrival("Z"), arrival("")), (None, None, None));
    let midnight = end_of(MONDAY);
    assert_eq!(
        (local(midnight - 1), local(midnight)),
        ((MONDAY, 23), (date(2026, 9, 22), 0))
    );
}
