//! The ledger from the command line, with a round that is in another house.

use super::BODIES;
use crate::support::{Desk, said};

const LIST: &str = "id,name_zh,name_en\nD1,水务局,Water\nD2,园林局,Parks\nD3,公安局,Police\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("departments.csv", LIST);
    for (year, round) in [("2026", "riverton-2026"), ("2025", "riverton-2025")] {
        let words = [
            "ledger",
            "open",
            year,
            "--round",
            round,
            "--departments",
            "departments.csv",
            "--by",
            "王科",
        ];
        let told = desk.works(&words);
        assert!(told.contains(&format!("已建立 {year} 年总账：3 个部门")) && told.contains("Opened the ledger of"));
    }
    desk
}

#[test]
fn a_ledger_without_its_round_in_the_house_is_filled_shown_and_written() {
    let desk = desk();
    for (indicator, body, points) in BODIES {
        desk.write(
            "part.csv",
            &format!("部门,得分,备注\nD1,{points},\n园林局,0,\nPolice,,新设部门\n"),
        );
        let words = [
            "ledger",
            "import",
            "2026",
            "--by",
            "王科",
            "--file",
            "part.csv",
            "--indicator",
            indicator,
            "--body",
            body,
        ];
        let told = desk.works(&words);
        assert!(told.contains("2 个部门有得分，1 个没有"), "{told}");
    }
    let shown = desk.works(&["ledger", "show", "2026"]);
    assert!(shown.contains("公众评价/第三方调查机构"), "{shown}");
    assert!(
        shown.contains("尚未导入封存的成绩单") && shown.contains("not compiled yet"),
        "{shown}"
    );
    let deduct = [
        "ledger",
        "deduct",
        "2026",
        "--by",
        "李科",
        "--department",
        "水务局",
        "--cause",
        "integrity",
        "--detail",
        "十月通报",
    ];
    assert!(desk.works(&deduct).contains("行政问责扣分：重大廉政问题"));
    let task = [
        "ledger",
        "task",
        "2026",
        "--by",
        "李科",
        "--department",
        "D2",
        "--detail",
        "公园未开放",
    ];
    assert!(desk.works(&task).contains("number 2"));
    assert!(
        desk.works(&[
            "ledger",
            "withdraw",
            "2026",
            "1",
            "--by",
            "李科",
            "--reason",
            "复核不成立"
        ])
        .contains("Number 1")
    );
    let refused = desk.refused(&["ledger", "step", "2026", "compiled", "--by", "张处", "--who", "绩效办"]);
    assert!(
        refused.contains("2026 年还有未报送的：公众评价（第三方调查机构）"),
        "{refused}"
    );
    assert!(
        refused.contains("not everything was delivered for 2026: Public evaluation"),
        "{refused}"
    );
    let written = desk.works(&["ledger", "export", "2026", "--out", "out"]);
    assert!(written.contains("ledger-2026.xlsx"), "{written}");
    let page = std::fs::read_to_string(desk.path("out/ledger-2026.zh.html")).unwrap();
    assert!(
        page.contains("水务局") && page.contains("2025 年总分（分）"),
        "last year stands beside"
    );
}

#[test]
fn what_is_refused_is_said_in_both_languages_with_its_place() {
    let desk = desk();
    desk.write("part.csv", "部门,得分\nD1,11\nD9,3\n");
    let words = [
        "ledger",
        "import",
        "2026",
        "--by",
        "王科",
        "--file",
        "part.csv",
        "--indicator",
        "leaders",
    ];
    let refused = desk.refused(&words);
    for told in [
        "part.csv:2 [得分]: 发现：“11”；应为：0 到 10.00 分，最多两位小数",
        "part.csv:3 [部门]: 发现：“D9”；应为：本总账中一个部门的编号或全同的名称",
        "part.csv: 发现：没有“D2 园林局”这一行",
        "part.csv:2 [得分]: found “11”; expected points from 0 to 10.00 with at most two decimal places",
    ] {
        assert!(refused.contains(told), "{told}\n{refused}");
    }
    desk.write("sheet.json", "{}");
    let sheet = desk.refused(&["ledger", "sheet", "2026", "--by", "王科", "--file", "sheet.json"]);
    assert!(sheet.contains("错误：") && sheet.contains("error: "), "{sheet}");
    let missing = desk.refused(&["ledger", "show", "2031"]);
    assert!(
        missing.contains("没有 2031 年的总账；已有：") && missing.contains("there is no ledger of 2031"),
        "{missing}"
    );
    let again = [
        "ledger",
        "open",
        "2026",
        "--round",
        "r",
        "--departments",
        "departments.csv",
        "--by",
        "王科",
    ];
    assert!(desk.refused(&again).contains("2026 年的总账已经存在"));
    let day = desk.types(&[
        "ledger", "step", "2026", "compiled", "--by", "张处", "--who", "x", "--on", "1 月",
    ]);
    assert!(
        said(&day).contains("“1 月”不是日期") && said(&day).contains("is no date"),
        "{}",
        said(&day)
    );
    let cause = [
        "ledger",
        "deduct",
        "2026",
        "--by",
        "李科",
        "--department",
        "D1",
        "--cause",
        "late",
        "--detail",
        "x",
    ];
    assert!(desk.refused(&cause).contains("没有问责事由“late”"));
}
