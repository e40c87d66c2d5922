//! Pages speak of things by their names and of pages by links, never of commands; tables come in the order one asks for.

use crate::board::two_days;
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::web::consoles;

#[test]
fn a_forecast_names_the_audience_and_links_to_what_helps() {
    on_both(async |mut town: TestApp| {
        town.invites_the_town().await;
        let mut manager = town.hires(Role::Manager, "zhou").await;
        let agency = format!("/agency/{}", town.round);
        let html = manager.opens(&format!("{agency}/close")).await.html.clone();
        let remind = format!("<a href=\"{agency}/prepare/reminders\">提醒尚未作答的人</a>");
        let reserve = format!("<a href=\"{agency}/cases/run\">启用备用样本</a>");
        for said in [remind.as_str(), &reserve, "居民：还没有人作答"] {
            assert!(html.contains(said), "{said}: {html}");
        }
        assert!(!html.contains('`') && !html.contains("residents："), "{html}");
        // Too early: said with the way to what comes first.
        let hidden = manager.page.forms.iter().flat_map(|form| form.hidden.clone());
        let token: Vec<_> = hidden.filter(|(name, _)| name == "csrf").take(1).collect();
        manager.posts(&format!("{agency}/compute"), &token).await;
        let html = manager.page.html.clone();
        assert!(
            html.contains(&format!("请先<a href=\"{agency}/close\">截止</a>")) && html.contains("调查中"),
            "{html}"
        );
    });
}

#[test]
fn no_page_of_a_round_shows_a_command() {
    on_both(async |mut town: TestApp| {
        two_days(&mut town).await;
        let table = consoles(&town.app);
        for role in Role::ALL {
            let mut clerk = town.hires(role, role.as_str()).await;
            let mine = table.routes().iter().filter(|route| route.act.roles.contains(&role));
            for route in mine.filter(|route| route.method == "GET") {
                let address = route
                    .path
                    .replace("{round}", &town.round)
                    .replace("{audience}", "residents");
                if address.contains('{') {
                    continue;
                }
                clerk.opens(&address).await;
                let html = &clerk.page.html;
                let is_page = html.starts_with("<!DOCTYPE html>");
                assert!(!is_page || !html.contains('`'), "{address}: {html}");
            }
        }
    });
}

#[test]
fn a_table_comes_in_the_order_of_its_address_and_its_file_too() {
    on_both(async |mut town: TestApp| {
        two_days(&mut town).await;
        let mut manager = town.hires(Role::Manager, "chen").await;
        let board = format!("/agency/{}/board", town.round);
        let sorted = format!("{board}?audience=residents&sort=-interviewers.3");
        let html = manager.opens(&sorted).await.html.clone();
        assert_eq!(html.matches("aria-sort=").count(), 1, "{html}");
        assert!(html.contains("aria-sort=\"descending\""));
        let turned = format!("href=\"{board}?audience=residents&amp;sort=interviewers.3#interviewers\"");
        let file = format!("href=\"{board}/interviewers.csv?audience=residents&amp;sort=-interviewers.3\"");
        for said in [turned.as_str(), &file, "name=\"sort\" value=\"-interviewers.3\""] {
            assert!(html.contains(said), "{said}: {html}");
        }
        let mut completes = Vec::new();
        for order in ["interviewers.3", "-interviewers.3"] {
            manager.opens(&format!("{board}/interviewers.csv?sort={order}")).await;
            let text = String::from_utf8(manager.bytes.clone()).unwrap();
            let column = |line: &str| line.split(',').nth(2).unwrap().parse::<u64>().unwrap();
            completes.push(text.lines().skip(1).map(column).collect::<Vec<_>>());
        }
        assert!(completes[0].is_sorted() && completes[0].len() > 2, "{completes:?}");
        assert!(completes[1].is_sorted_by(|one, other| one >= other), "{completes:?}");
        for strange in ["nowhere.3", "interviewers.99", "%27", "-"] {
            manager.opens(&format!("{board}?sort={strange}")).await;
            assert_eq!(manager.page.status, StatusCode::OK, "{strange}");
            assert!(!manager.page.html.contains("aria-sort="), "{strange}");
        }
    });
}
