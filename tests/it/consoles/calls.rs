//! Telephone interviews: begun from a case, asked on the questionnaire's own pages, handed in, and closed to everybody else.

use crate::support::{Clerk, Form, Person, TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::domain::assignment::replay;
use barometer::domain::data::Mode;
use barometer::domain::proof::Receipt;
use barometer::stages::back_checks;
use barometer::stages::cases::{Which, assign};
use barometer::stages::invite::Invitation;
use barometer::storage::epoch;

/// Most pages of one interview.
const MOST_PAGES: usize = 60;

/// The town in the field; the residents of N are li's.
async fn assigned(town: &mut TestApp) -> (Clerk, Vec<Invitation>) {
    let mut invited = town.invites_the_town().await;
    invited.retain(|one| one.audience == "residents" && one.stratum == "N");
    let li = town.hires(Role::Interviewer, "li").await;
    let cases = invited.iter().map(|one| one.sample_no).collect();
    gives(town, cases, "li").await;
    (li, invited)
}

async fn gives(town: &TestApp, cases: Vec<u64>, to: &str) {
    assign(&town.app, &town.round, &Which::Cases(cases), &[to.to_owned()])
        .await
        .unwrap();
}

fn case(town: &TestApp, one: &Invitation) -> String {
    format!("/agency/{}/cases/{}", town.round, one.sample_no)
}

/// Begins the call with the button of the case.
async fn begins(town: &TestApp, clerk: &mut Clerk, one: &Invitation) {
    let case = case(town, one);
    clerk.opens(&case).await;
    clerk.sends_to(&format!("{case}/interview"), &[]).await;
}

/// Enters what the person says, until a page of that name is asked; `receipt` for all the way.
async fn asks_until(town: &TestApp, clerk: &mut Clerk, person: &Person, wanted: &str) {
    for _ in 0..MOST_PAGES {
        let Some(form) = clerk.page.form.clone() else {
            assert_eq!(wanted, "receipt", "{}", clerk.page.html);
            return;
        };
        if form.action.contains(&format!("/interview/{wanted}")) {
            return;
        }
        town.app.clock.advance(20);
        clerk.posts(&form.action, &filled(&form, person)).await;
        assert_eq!(clerk.page.status, StatusCode::OK, "{}", clerk.page.html);
    }
    panic!("{wanted} did not come");
}

fn filled(form: &Form, person: &Person) -> Vec<(String, String)> {
    let given = form.fields.iter().flat_map(|field| {
        let values = person.answer(field).unwrap_or_else(|| crate::support::fitting(field));
        values.into_iter().map(|value| (field.name.clone(), value))
    });
    form.hidden.iter().cloned().chain(given).collect()
}

/// How many answers are ticked or typed on the page.
fn given(clerk: &Clerk) -> usize {
    let fields = clerk.page.forms.iter().flat_map(|form| &form.fields);
    fields.filter(|field| !field.given.is_empty()).count()
}

#[test]
fn an_interviewer_calls_and_hands_in_and_the_board_tells_it_apart() {
    on_both(async |mut town: TestApp| {
        let (mut li, invited) = assigned(&mut town).await;
        let (called, person) = (&invited[0], Person::of(&invited[0]));
        let case = case(&town, called);
        assert!(li.opens(&case).await.html.contains("开始电话访问"));
        begins(&town, &mut li, called).await;
        for said in ["给访问员", "电话访问 · 个案", "逐字读出"] {
            assert!(li.page.html.contains(said), "{said}: {}", li.page.html);
        }
        assert!(!li.page.html.contains(called.token.url_form()));
        asks_until(&town, &mut li, &person, "review").await;
        let review = li.page.form.clone().unwrap();
        asks_until(&town, &mut li, &person, "receipt").await;
        let code = li.page.receipt().expect("a receipt to read out");
        assert!(Receipt::parse(&code).is_ok() && li.page.html.contains("属于受访者"));
        let (read_out, same) = (li.page.address.clone(), filled(&review, &person));
        li.posts(&review.action, &same).await;
        assert_eq!(li.page.receipt(), Some(code), "pressed twice");
        let document = town.documents().await.pop().unwrap();
        assert_eq!((document.mode, document.disposition.as_str()), (Mode::Phone, "1.1"));
        assert!(document.seconds.values().all(|seconds| *seconds == 20));
        let table = epoch::latest(&town.app.db, &town.round).await.unwrap().unwrap().table;
        let (survey, lists, answers) = (town.survey().await, &document.assignment, &document.answers);
        assert!(!lists.assigned.is_empty() && lists.epoch == Some(table.epoch));
        assert_eq!(
            replay(&survey, &document.audience, Mode::Phone, lists, answers, Some(&table)),
            Ok(())
        );
        assert_eq!(town.rows("submission").await[0]["interviewer"], "li");
        li.opens(&case).await;
        assert!(
            li.page.html.contains("开始电话访问") && li.page.html.contains("<td>li</td>"),
            "history"
        );
        assert!(li.page.forms.iter().all(|form| !form.action.ends_with("/interview")));
        for page in ["", "/consent", "/review", "/receipt", "/again"] {
            li.opens(&format!("{case}/interview{page}")).await;
            assert!(li.page.address.starts_with(&case) && li.page.html.contains("没有进行中的访问"));
            assert!(li.page.receipt().is_none() && li.page.form.is_none(), "{page}");
        }
        town.app.clock.advance(16 * 60);
        assert!(li.opens(&read_out).await.receipt().is_none(), "not kept");
        let audit: Vec<_> = town.rows("audit_entry").await;
        let call = audit.iter().find(|entry| entry["action"] == "call").unwrap();
        assert_eq!(
            (call["actor"].as_str(), call["after"].as_str()),
            (Some("li"), Some("null")),
            "{call}"
        );
        let mut manager = town.hires(Role::Manager, "chen").await;
        let csv = format!("/agency/{}/board/interviewers.csv?mode=phone", town.round);
        manager.opens(&csv).await;
        assert!(manager.page.html.contains("\nli,1,"), "{}", manager.page.html);
        let drawn = back_checks::draw(&town.app, &town.round, false).await.unwrap();
        assert_eq!(drawn[0].interviewer, "li");
    });
}

#[test]
fn nobody_else_holds_the_interview_and_another_interviewer_is_shown_nothing_of_it() {
    on_both(async |mut town: TestApp| {
        let (mut li, invited) = assigned(&mut town).await;
        let mut wang = town.hires(Role::Interviewer, "wang").await;
        let mut manager = town.hires(Role::Manager, "chen").await;
        let (called, person) = (&invited[0], Person::of(&invited[0]));
        let interview = format!("{}/interview", case(&town, called));
        assert_eq!(wang.opens(&interview).await.status, StatusCode::NOT_FOUND);
        assert_eq!(manager.looks(&interview).await, StatusCode::FORBIDDEN);
        manager.opens(&case(&town, called)).await;
        assert!(!manager.page.html.contains("开始电话访问"));
        li.opens(&interview).await;
        assert!(
            li.page.form.is_none(),
            "no interview before a call was begun: {}",
            li.page.html
        );
        begins(&town, &mut li, called).await;
        asks_until(&town, &mut li, &person, "ratings/").await;
        let form = li.page.form.clone().unwrap();
        li.opens(&format!("{interview}/screening")).await;
        assert!(given(&li) > 0, "what was told to li can be put right");
        wang.opens(&format!("/agency/{}/cases", town.round)).await;
        let token = wang.page.forms.iter().flat_map(|form| form.hidden.clone());
        let token: Vec<_> = token.filter(|(name, _)| name == "csrf").take(1).collect();
        let state = form.hidden.iter().filter(|(name, _)| name == "state").cloned();
        wang.posts(&form.action, &token.iter().cloned().chain(state).collect::<Vec<_>>())
            .await;
        assert_eq!(wang.page.status, StatusCode::NOT_FOUND);
        gives(&town, vec![called.sample_no], "wang").await;
        li.posts(&form.action, &filled(&form, &person)).await;
        assert_eq!(li.page.status, StatusCode::NOT_FOUND, "given away meanwhile");
        begins(&town, &mut wang, called).await;
        assert!(
            wang.page.form.is_some() && given(&wang) == 0,
            "goes on where li stopped"
        );
        for page in ["consent", "screening"] {
            wang.opens(&format!("{interview}/{page}")).await;
            assert_eq!(given(&wang), 0, "{page} was told to li");
        }
        let mut phone = town.phone(called);
        phone.opens().await;
        phone.goes_on_until("receipt", &|field| person.answer(field)).await;
        let document = town.documents().await.pop().unwrap();
        assert_eq!(document.mode, Mode::Phone, "an interviewer has heard most of it");
        assert_eq!(town.rows("submission").await[0]["interviewer"], "li");
        phone.opens_page("again").await;
        phone.goes_on_until("receipt", &|field| person.answer(field)).await;
        assert_eq!(town.documents().await.pop().unwrap().mode, Mode::Web, "all of it alone");
    });
}

#[test]
fn what_people_answered_alone_is_not_shown_to_the_caller() {
    on_both(async |mut town: TestApp| {
        let (mut li, invited) = assigned(&mut town).await;
        let (called, person) = (&invited[0], Person::of(&invited[0]));
        let mut phone = town.phone(called);
        phone.opens().await;
        phone.goes_on_until("ratings/", &|field| person.answer(field)).await;
        begins(&town, &mut li, called).await;
        assert!(li.page.html.contains("action=\"/agency/") && given(&li) == 0);
        let interview = format!("{}/interview", case(&town, called));
        for page in ["consent", "screening"] {
            li.opens(&format!("{interview}/{page}")).await;
            assert_eq!(given(&li), 0, "{page}");
        }
        asks_until(&town, &mut li, &person, "review").await;
        assert!(!li.page.html.contains("/interview/screening"), "nor led to");
    });
}

#[test]
fn a_call_ends_with_a_refusal_with_time_and_with_the_round() {
    on_both(async |mut town: TestApp| {
        let (mut li, invited) = assigned(&mut town).await;
        let person = Person::of(&invited[0]);
        begins(&town, &mut li, &invited[0]).await;
        let consent = li.page.form.clone().unwrap();
        let mut refuses = consent.hidden.clone();
        refuses.push((consent.fields[0].name.clone(), "2".into()));
        li.posts(&consent.action, &refuses).await;
        assert_eq!(town.code_of(&invited[0]).await.as_deref(), Some("2.15"));
        assert_eq!(
            li.page.address.split('?').next(),
            Some(case(&town, &invited[0]).as_str())
        );
        assert!(li.page.forms.iter().all(|form| !form.action.ends_with("/interview")));
        let code = format!("{}/code", case(&town, &invited[0]));
        li.sends_to(&code, &[("code", "3.13"), ("note", "")]).await;
        assert!(
            li.page.forms.iter().all(|form| !form.action.ends_with("/interview")),
            "they have said no, whatever is recorded afterwards"
        );

        let second = case(&town, &invited[1]);
        li.opens(&second).await;
        let stale = li.page.forms.clone();
        let stale = stale.iter().find(|form| form.action.ends_with("/interview")).unwrap();
        begins(&town, &mut li, &invited[1]).await;
        let consent = li.page.form.clone().unwrap();
        for _ in 0..3 {
            town.app.clock.advance(90 * 60);
            li.opens(&second).await;
        }
        li.posts(&consent.action, &filled(&consent, &person)).await;
        assert!(li.page.html.contains("需要重新开始"), "the call of this morning");
        assert_eq!(town.code_of(&invited[1]).await, None);
        begins(&town, &mut li, &invited[1]).await;
        let consent = li.page.form.clone().unwrap();
        let mut answering = town.phone(&invited[1]);
        answering.answers_everything(&|field| person.answer(field)).await;
        li.posts(&consent.action, &filled(&consent, &person)).await;
        assert!(li.page.html.contains("没有进行中的访问"), "answered meanwhile");
        li.posts(&stale.action, &stale.hidden).await;
        assert_eq!(
            li.page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "the button of a page that is old"
        );

        begins(&town, &mut li, &invited[2]).await;
        let open = li.page.form.clone().unwrap();
        town.closes_all_the_same().await.unwrap();
        li.posts(&open.action, &filled(&open, &person)).await;
        assert!(li.page.html.contains("没有进行中的访问") && li.page.form.is_none());
    });
}
