//! Cases in a browser: found by number and by code, worked on by those they are given to; the reserve in its order.

use crate::support::{Clerk, Person, TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::domain::definition::AudienceId;
use barometer::stages::cases::{Which, assign};

fn csrf(clerk: &Clerk) -> (String, String) {
    let hidden = clerk.page.forms.iter().flat_map(|form| form.hidden.clone());
    hidden.into_iter().find(|(name, _)| name == "csrf").unwrap()
}

#[test]
fn interviewers_work_on_the_cases_that_are_given_to_them() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let cases = format!("/agency/{}/cases", town.round);
        let mut li = town.hires(Role::Interviewer, "li").await;
        assert!(li.opens(&cases).await.html.contains("还没有分配给您的个案"));
        let mut manager = town.hires(Role::Manager, "chen").await;
        manager.opens(&format!("{cases}/run")).await;
        manager
            .sends_to(&format!("{cases}/assign"), &[("stratum", "residents/N"), ("to", "li")])
            .await;
        assert!(manager.page.html.contains("个案已分配"), "{}", manager.page.html);
        let mut of_li = invitations
            .iter()
            .filter(|one| one.audience == "residents" && one.stratum == "N");
        let (mine, answering) = (of_li.next().unwrap(), of_li.next().unwrap());
        let other = invitations.iter().find(|one| one.audience == "institutions").unwrap();
        let one = format!("{cases}/{}", mine.sample_no);
        assert!(li.opens(&cases).await.html.contains(&one));
        li.opens(&format!("{cases}?q={}", mine.unit_ref)).await;
        assert!(li.page.html.contains(&one), "found by the unit's id");
        let code = mine.token.url_form().to_owned();
        li.opens(&format!("{cases}?q={code}")).await;
        assert!(li.page.html.contains("像是邀请码") && !li.page.html.contains(&code));
        li.sends_to(&format!("{cases}/by-code"), &[("code", &code)]).await;
        assert_eq!(li.page.address, one);
        let note = [("code", "2.112"), ("note", "老人身体不好")];
        li.sends_to(&format!("{one}/code"), &note).await;
        for said in ["结果已登记", "老人身体不好", "本人拒访", "<td>li</td>"] {
            assert!(li.page.html.contains(said), "{said}: {}", li.page.html);
        }
        li.sends_to(&format!("{one}/code"), &[("code", "1.1"), ("note", "kept")])
            .await;
        assert_eq!(li.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(li.page.html.contains(">kept</textarea>"), "what was typed stays");
        for address in [
            format!("{cases}/{}", other.sample_no),
            format!("{cases}/999999"),
            format!("{cases}/x"),
        ] {
            assert_eq!(li.opens(&address).await.status, StatusCode::NOT_FOUND, "{address}");
        }
        let person = Person::of(answering);
        town.phone(answering)
            .answers_everything(&|field| person.answer(field))
            .await;
        let answered = format!("{cases}/{}", answering.sample_no);
        li.opens(&answered).await;
        assert!(li.page.html.contains("已经作答") && li.page.forms.iter().all(|form| !form.action.ends_with("/code")));
        let fields = [
            csrf(&li),
            ("code".into(), "2.112".into()),
            ("note".into(), String::new()),
        ];
        li.posts(&format!("{answered}/code"), &fields).await;
        assert_eq!(li.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(town.code_of(answering).await.as_deref(), Some("1.1"));
    });
}

#[test]
fn the_reserve_is_released_in_its_order_and_files_are_taken_whole() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let run = format!("/agency/{}/cases/run", town.round);
        let release = format!("/agency/{}/cases/release", town.round);
        let mut manager = town.hires(Role::Manager, "chen").await;
        manager.opens(&run).await;
        let stale = manager
            .page
            .forms
            .iter()
            .find(|form| form.action == release)
            .unwrap()
            .hidden
            .clone();
        let waiting = town.units().await.iter().filter(|unit| !unit.issued).count();
        manager.sends_to(&release, &[]).await;
        assert!(manager.page.html.contains("备用样本已启用"), "{}", manager.page.html);
        let after = town.units().await.iter().filter(|unit| !unit.issued).count();
        assert!(after < waiting);
        manager.posts(&release, &stale).await;
        assert_eq!(
            manager.page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "the button of a page that is old"
        );
        let left = town.units().await.iter().filter(|unit| !unit.issued).count();
        assert_eq!(left, after);
        let codes = format!("/agency/{}/cases/codes", town.round);
        let number = invitations[0].sample_no;
        let bad = format!("sample_no,code\n{number},2.112\n{number},9.9\n");
        manager.hands_in(&codes, &[], "codes.csv", bad.as_bytes()).await;
        assert_eq!(manager.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(manager.page.html.contains("codes.csv"), "{}", manager.page.html);
        assert_eq!(town.code_of(&invitations[0]).await, None);
        let good = format!("sample_no,code\n{number},2.112\n");
        manager.hands_in(&codes, &[], "codes.csv", good.as_bytes()).await;
        assert!(manager.page.html.contains("结果代码已导入"));
        assert_eq!(town.code_of(&invitations[0]).await.as_deref(), Some("2.112"));
    });
}

#[test]
fn a_long_list_is_paged_and_filtered_in_the_address() {
    on_both(async |mut town: TestApp| {
        town.invites_the_town().await;
        let cases = format!("/agency/{}/cases", town.round);
        let mut li = town.hires(Role::Interviewer, "li").await;
        for stratum in ["N", "E", "S", "W"] {
            let which = Which::Stratum(AudienceId("residents".into()), stratum.into());
            assign(&town.app, &town.round, &which, &["li".to_owned()])
                .await
                .unwrap();
        }
        let page = li.opens(&cases).await.html.clone();
        assert!(
            page.contains("第 1–50 条，共 64 条") && page.contains("skip=50"),
            "{page}"
        );
        let page = li.opens(&format!("{cases}?skip=50")).await.html.clone();
        assert!(
            page.contains("第 51–64 条，共 64 条") && page.contains("上一页"),
            "{page}"
        );
        let page = li
            .opens(&format!("{cases}?stratum=residents%2FW&code=none"))
            .await
            .html
            .clone();
        assert!(
            page.contains("第 1–12 条，共 12 条") && !page.contains("下一页"),
            "{page}"
        );
        let mut manager = town.hires(Role::Manager, "chen").await;
        let done = "done=answers&accepted=1&insufficient=1&ended=0&lines=&few=3-17";
        let page = manager.opens(&format!("{cases}/run?{done}")).await.html.clone();
        assert!(page.contains("第 3 行（样本编号 17）"), "{page}");
        let page = manager
            .opens(&format!("/agency/{}/prepare", town.round))
            .await
            .html
            .clone();
        assert!(page.contains("160 个单位，从命令行抽样时给出"), "{page}");
        let frame = format!("/agency/{}/prepare/frame/residents", town.round);
        assert!(manager.opens(&frame).await.html.contains("样本是从命令行抽取的"));
    });
}
