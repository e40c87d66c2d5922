//! Every questionnaire page rendered without a database, held to its size; `BAROMETER_GALLERY=folder` writes them out.

use super::receipt::Standing;
use super::{Link, entry, notice, page, receipt, review};
use crate::domain::data::Answers;
use crate::domain::definition::Language;
use crate::domain::submission::tests::{Case, survey};
use crate::domain::submission::{
    FieldProblem, Progress, REVIEW, nothing_familiar, pages, progress, unconfirmed_ending,
};
use crate::text;
use crate::web::assets::{APP_JS, RESPONDENT_CSS};
use crate::web::components::notice::both_languages;
use std::path::Path;

const SHOWN: [&str; 6] = ["D18", "D03", "D08", "D07", "D02", "D14"];

fn link(language: Language, elder: bool) -> Link {
    Link {
        base: "/s/ABCDEFGHJKMNPQ".into(),
        language,
        elder,
        revising: false,
        pretest: false,
        call: None,
    }
}

fn filled() -> Case {
    let mut case = Case::new("residents", &SHOWN, &["D18", "D03"], &["D18"]);
    case.attention = true;
    let given = [
        ("J8.D18", "1"),
        ("J8.D03", "2"),
        ("C0", "1"),
        ("J1", "5"),
        ("J6", "4"),
        ("J9.D18", "2"),
        ("C1", "3"),
    ];
    for (field, code) in given {
        case = case.answer(field, code);
    }
    case
}

/// A page of the form as markup.
fn rendered(case: &Case, name: &str, link: &Link, wrong: bool) -> String {
    let problems = if wrong {
        case.post(name, &[]).unwrap_err()
    } else {
        Vec::new()
    };
    markup(case, name, link, &problems, None)
}

/// The page shown back because of one answer, or of none on a familiarity page.
fn asked_back(case: &Case, name: &str, link: &Link) -> String {
    let (interview, pages) = (case.interview(), case.pages());
    let page = pages.iter().find(|page| page.name == name).expect("the page is there");
    let ends = unconfirmed_ending(&interview, page, &case.answers, true, "");
    let problem = ends.or_else(|| nothing_familiar(&interview, page));
    markup(case, name, link, &[problem.expect("it is asked back")], None)
}

/// The page as stored, after these answers came from a page that stood open elsewhere.
fn answered_elsewhere(case: &Case, name: &str, link: &Link, unsaved: &Answers) -> String {
    markup(case, name, link, &[], Some(unsaved))
}

fn markup(case: &Case, name: &str, link: &Link, problems: &[FieldProblem], unsaved: Option<&Answers>) -> String {
    let interview = case.interview();
    let pages = pages(&interview);
    let page = pages.iter().find(|page| page.name == name).expect("the page is there");
    let data = page::Data {
        link,
        interview,
        page,
        given: &case.answers,
        worst_first: false,
        problems,
        unsaved,
        state: "0d5c9ab0-5f5e-4a3c-9a51-6d3ce1a3f001.1259658000.0123456789abcdef.0123456789abcdef.00112233445566778899aabbccddeeff".into(),
        back: (name != "consent").then(|| "consent".to_owned()),
        progress: (name != "consent").then(|| progress(&interview, &pages, name)),
    };
    page::view(&data).into_string()
}

fn review_page(case: &Case, link: &Link, changed: bool) -> String {
    let interview = case.interview();
    let pages = pages(&interview);
    let progress: Progress = progress(&interview, &pages, REVIEW);
    review::view(&review::Data {
        link,
        interview,
        pages: &pages,
        state: "state".into(),
        progress,
        changed,
    })
    .into_string()
}

/// Every page by name, in one language and size.
fn gallery(language: Language, elder: bool) -> Vec<(String, String)> {
    let link = link(language, elder);
    let asked = Case::new("residents", &SHOWN, &[], &[]);
    let firm = Case::new("enterprises", &["D02", "D08"], &[], &[]);
    let (case, mut out) = (filled(), Vec::new());
    let mut add = |name: &str, page: String| out.push((name.to_owned(), page));
    add("consent", rendered(&asked, "consent", &link, false));
    add("screening", rendered(&case, "screening", &link, false));
    add("screening-wrong", rendered(&asked, "screening", &link, true));
    let young = Case::new("residents", &SHOWN, &[], &[]).answer("J1", "1");
    let ends = asked_back(&young, "screening", &link);
    assert!(ends.contains("name=\"confirm\" value=\"J1=1\"") && !ends.contains("class=\"error\""));
    add("screening-ends", ends);
    add("familiarity-none", asked_back(&asked, "contact/1", &link));
    add("city", rendered(&case, "city", &link, false));
    add("familiarity", rendered(&asked, "contact/1", &link, false));
    add("firm-familiarity", rendered(&firm, "contact/1", &link, false));
    add("firm-screening", rendered(&firm, "screening", &link, false));
    add("rating-battery", rendered(&case, "ratings/D18", &link, false));
    add("rating", rendered(&case, "ratings/D03", &link, false));
    add("integrity", rendered(&case, "integrity", &link, false));
    add("about", rendered(&case, "about", &link, false));
    add("review", review_page(&case, &link, false));
    add("review-changed", review_page(&case, &link, true));
    let nothing = Answers::default();
    add("elsewhere", answered_elsewhere(&case, "ratings/D18", &link, &nothing));
    let familiar = answered_elsewhere(&asked, "contact/1", &link, &case.answers);
    assert!(
        familiar.contains("class=\"unsaved\""),
        "what was chosen stands beside the question"
    );
    add("familiarity-elsewhere", familiar);
    let code = "R-ABCD-EFGH-JKMN-PQRS".to_owned();
    let phone = &survey().round.contact.phone;
    add(
        "receipt",
        receipt::view(&receipt::Data {
            link: &link,
            code: code.clone(),
            phone,
            standing: Standing::HandedIn,
        })
        .into_string(),
    );
    for (name, standing) in [("receipt-revising", Standing::Revising), ("kept", Standing::Kept)] {
        let data = receipt::Data {
            link: &link,
            code: code.clone(),
            phone,
            standing,
        };
        add(name, receipt::view(&data).into_string());
    }
    let revised = Link {
        revising: true,
        ..link.clone()
    };
    add("revision", rendered(&case, "city", &revised, false));
    let notices = &text::respondent(language).notices;
    for (name, notice, wrong) in [
        ("code", &text::respondent(language).entry.lead, false),
        ("mistyped", &notices.mistyped, true),
    ] {
        let data = entry::Data {
            link: &link,
            page: "",
            notice,
            typed: if wrong { "ABCD-EFGH-JKMN-PP" } else { "" },
            wrong,
            helplines: &[(survey().round.title.clone(), phone.clone())],
        };
        add(name, entry::view(&data).into_string());
    }
    let plain = notice::Data {
        link: &link,
        notice: &notices.closed,
        onward: Some(("/verify".into(), text::respondent(language).receipt.check)),
        phone,
    };
    add("closed", notice::view(&plain).into_string());
    add("broken", both_languages(|n| &n.broken, false).into_string());
    out
}

#[test]
fn no_page_shows_a_placeholder_or_reaches_outside() {
    for language in [Language::Zh, Language::En] {
        for (name, page) in gallery(language, false) {
            assert!(
                !page.contains('{') && !page.contains('}'),
                "{name}: an unfilled placeholder"
            );
            assert!(
                !page.contains("http:") && !page.contains("https:"),
                "{name}: another origin"
            );
            assert!(
                !page.contains(" style=") && !page.contains(" onclick="),
                "{name}: inline style or script"
            );
            assert_eq!(page.matches("<h1").count(), 1, "{name}: one heading");
            assert!(page.matches("<button").count() <= 1, "{name}: one primary button");
        }
    }
}

#[test]
fn choices_are_labelled_and_a_condition_is_said_in_words() {
    let page = rendered(&filled(), "ratings/D18", &link(Language::Zh, false), false);
    assert_eq!(
        page.matches("<label class=\"choice").count(),
        page.matches("type=\"radio\"").count()
    );
    assert!(page.contains("data-when=\"J9.D18=1,2\""));
    assert!(page.contains("选了“不满意”或“很不满意”"), "works without script");
    assert!(page.contains("value=\"2\" checked"), "the saved answer is shown");
}

#[test]
fn the_consent_page_promises_only_what_the_form_keeps() {
    for audience in ["residents", "enterprises", "institutions"] {
        let case = Case::new(audience, &SHOWN, &[], &[]);
        assert!(
            case.post("screening", &[]).is_err(),
            "the first questions are insisted on"
        );
        let zh = rendered(&case, "consent", &link(Language::Zh, false), false);
        assert!(zh.contains("除开头几题外，不想回答的都可以跳过") && !zh.contains("跳过任何题目"));
        let en = rendered(&case, "consent", &link(Language::En, false), false);
        assert!(en.contains("except the first few") && !en.contains("skip any question or"));
    }
}

#[test]
fn pages_in_english_have_no_chinese_but_the_way_back_to_it() {
    for (name, page) in gallery(Language::En, false)
        .into_iter()
        .filter(|(name, _)| name != "broken")
    {
        let body = page
            .replace("中文", "")
            .replace("晴雨表示范调查公司", "")
            .replace("调查服务组", "");
        let header = &survey().round.header;
        let body = [&header.form_number, &header.issuing_body, &header.approval_number]
            .iter()
            .fold(body, |body, own| body.replace(own.as_str(), ""));
        let chinese: String = body.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
        assert_eq!(chinese, "", "{name}");
        assert!(page.contains("<html lang=\"en\""), "{name}");
    }
}

#[test]
fn a_page_with_its_style_and_script_is_small() {
    // Text of this kind shrinks to about a third under gzip; the limits are 30 KB for the first page with everything,
    // and 15 KB for every later one.
    let shared = include_str!("../assets/respondent.css").len() + include_str!("../assets/app.js").len();
    for (name, page) in gallery(Language::Zh, false) {
        assert!(page.len() < 40_000, "{name}: {} bytes before compression", page.len());
        assert!(
            page.len() + shared < 65_000,
            "{name}: {} bytes with style and script",
            page.len() + shared
        );
    }
    assert!(include_str!("../assets/respondent.css").lines().count() < 300);
}

#[test]
fn the_gallery_is_written_where_it_is_wanted() {
    let Ok(folder) = std::env::var("BAROMETER_GALLERY") else {
        return;
    };
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("respondent.css"), include_str!("../assets/respondent.css")).unwrap();
    std::fs::write(folder.join("app.js"), include_str!("../assets/app.js")).unwrap();
    for (language, elder, mark) in [
        (Language::Zh, false, "zh"),
        (Language::En, false, "en"),
        (Language::Zh, true, "elder"),
    ] {
        for (name, page) in gallery(language, elder) {
            let page = page
                .replace(&RESPONDENT_CSS.path, "respondent.css")
                .replace(&APP_JS.path, "app.js");
            std::fs::write(folder.join(format!("{name}.{mark}.html")), page).unwrap();
        }
    }
}
