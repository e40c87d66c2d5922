//! Contact data in a browser: one case at a time, for who has to reach it, and the log says who looked.

use crate::journey::the_town_answers;
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::stages::cases::{Which, assign};

#[test]
fn only_the_interviewer_of_a_case_sees_its_contact_data_and_sealing_destroys_them() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut li = town.hires(Role::Interviewer, "li").await;
        let mut wang = town.hires(Role::Interviewer, "wang").await;
        let mut manager = town.hires(Role::Manager, "chen").await;
        let case = invitations
            .iter()
            .find(|one| one.contact.contains_key("phone"))
            .unwrap();
        let (phone, name) = (&case.contact["phone"], &case.contact["name"]);
        let which = Which::Cases(vec![case.sample_no]);
        assign(&town.app, &town.round, &which, &["li".to_owned()])
            .await
            .unwrap();
        let page = format!("/agency/{}/cases/{}", town.round, case.sample_no);
        let contact = format!("{page}/contact");
        li.opens(&page).await;
        assert!(!li.page.html.contains(phone) && li.page.html.contains("显示联系方式"));
        li.sends_to(&contact, &[]).await;
        assert!(
            li.page.html.contains(phone) && li.page.html.contains(name),
            "{}",
            li.page.html
        );
        assert_eq!(li.header("cache-control"), Some("no-store"));
        let entries = town.rows("audit_entry").await;
        let looked: Vec<_> = entries.iter().filter(|row| row["action"] == "contact").collect();
        assert_eq!(looked.len(), 1);
        assert!(looked[0]["actor"] == "li" && looked[0]["object"] == format!("case {}", case.sample_no));
        assert!(!looked[0].to_string().contains(phone.as_str()));
        for other in [&mut wang, &mut manager] {
            other.opens("/account").await;
            let hidden = other.page.forms.iter().flat_map(|form| form.hidden.clone());
            let csrf = hidden.into_iter().find(|(name, _)| name == "csrf").unwrap();
            other.posts(&contact, &[csrf]).await;
            assert_eq!(other.page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(!other.page.html.contains(phone.as_str()));
        }
        the_town_answers(&town, &invitations).await;
        town.closes_to_seal().await;
        let kept = town
            .select("SELECT sample_no FROM sample_unit WHERE contact IS NOT NULL")
            .await;
        assert!(kept.is_empty(), "contact data outlive nothing");
        // Days have passed: the first manager's session is over.
        let mut manager = town.hires(Role::Manager, "hu").await;
        let board = manager
            .opens(&format!("/agency/{}/board", town.round))
            .await
            .html
            .clone();
        assert!(board.contains("调查已于"), "no days are left of a closed field");
    });
}
