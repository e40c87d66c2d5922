//! Frames: what was understood is shown before anything counts, and bad files are refused with their places.

use super::{BASE, good, kept_files, manager};
use crate::support::{TestApp, on_both, to_xlsx};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use std::io::Write;
use zip::write::SimpleFileOptions;

/// A ZIP archive with one file of that name.
fn archive(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_frame_is_shown_as_it_was_understood_and_counts_only_when_it_is_accepted() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        li.opens(BASE).await;
        li.sees("还没有采用抽样框");
        let status = li
            .hands_in_frame("residents", "居民 名单.csv", &good("residents"))
            .await;
        assert_eq!(status, StatusCode::OK);
        for words in [
            "居民 名单.csv",
            "单位编号",
            "层 · 加权属性",
            "联系方式",
            "Person 00",
            "按 UTF-8 编码读取",
            "合计",
            "160",
            "还没有采用",
        ] {
            li.sees(words);
        }
        assert_eq!(town.rows("frame").await.len(), 0);
        let kept = town.rows("frame_upload").await[0].to_string();
        assert!(!kept.contains("Person"), "names stay encrypted");
        let here = li.page.address.clone();
        li.sends_to(&here, &[]).await;
        li.sees("已采用这份抽样框");
        li.opens(BASE).await;
        li.sees("160 个单位，居民 名单.csv，li 采用");
        let actions: Vec<String> = town
            .rows("audit_entry")
            .await
            .iter()
            .map(|row| row["action"].as_str().unwrap().to_owned())
            .collect();
        assert!(
            actions.ends_with(&["frame.upload".to_owned(), "frame.accept".to_owned()]),
            "{actions:?}"
        );
    });
}

#[test]
fn every_kind_of_bad_file_gets_its_own_sentence_and_nothing_is_stored() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        let before = town.everything().await;
        let head = "id,area,name,phone,sex\n";
        let mut mixed = format!("{head}R1,N,张三,139-1,male\n").into_bytes();
        mixed.extend([
            b'R', b'2', b',', b'N', b',', 0xd5, 0xc5, 0xff, 0xfe, b',', b'1', b',', b'm', b'\n',
        ]);
        let dates = vec![
            ["id", "area", "name", "phone", "sex"].map(str::to_owned).to_vec(),
            ["R1", "40148", "A", "139-1", "male"].map(str::to_owned).to_vec(),
        ];
        let bad: [(&str, Vec<u8>, &[&str]); 11] = [
            (
                "columns.csv",
                b"unit,area\nR1,N\n".to_vec(),
                &["columns.csv", "id", "没有办成"],
            ),
            ("mixed.csv", mixed, &["mixed.csv"]),
            ("empty.csv", Vec::new(), &["empty.csv"]),
            ("head.csv", head.into(), &["head.csv"]),
            ("dates.xlsx", to_xlsx(&dates), &["dates.xlsx", "40148"]),
            ("scan.pdf", b"%PDF-1.7 ...".to_vec(), &["scan.pdf", "PDF"]),
            ("photo.jpg", b"\xff\xd8\xff\xe0....".to_vec(), &["photo.jpg", "图片"]),
            ("other.zip", archive("readme.txt", b"hello"), &["other.zip"]),
            (
                "bomb.xlsx",
                archive("xl/worksheets/sheet1.xml", &vec![0; 1_000_000_001]),
                &["bomb.xlsx"],
            ),
            (
                "rows.csv",
                format!("{head}R1,X,A,1,male\nR1,N,B,2,male\n,N,,,\nR4,S,D,4,man\n").into_bytes(),
                &["rows.csv", "R1", "“X”", "man", "个问题", "各列的理解"],
            ),
            ("", good("residents"), &["请先选择文件"]),
        ];
        for (name, bytes, words) in bad {
            let status = li.hands_in_frame("residents", name, &bytes).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", li.page.html);
            for word in words {
                li.sees(word);
            }
            assert_eq!(before, town.everything().await, "{name} left something");
        }
        let order = format!("{head}R1,N,A,139,male\nR1,N,B,138,male\n");
        li.hands_in_frame("residents", "order.csv", order.as_bytes()).await;
        let (row, file) = (li.page.html.find("R1").unwrap(), li.page.html.find("没有单位").unwrap());
        assert!(row < file, "a row's mistake stands before what the file lacks");
        let row = format!("{head}R1,X,A,139,male\n");
        li.hands_in_frame("residents", "order.csv", row.as_bytes()).await;
        li.does_not_see("没有单位");
        li.opens("/account").await;
        li.sends_to("/account/language", &[]).await;
        let before = town.everything().await;
        li.hands_in_frame("residents", "scan.pdf", b"%PDF-1.7").await;
        li.sees("a PDF document");
        li.hands_in_frame("residents", "huge.csv", &vec![b'x'; 70 * 1024 * 1024])
            .await;
        assert_eq!(li.page.status, StatusCode::PAYLOAD_TOO_LARGE);
        li.sees("64 MB");
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn of_two_who_accept_at_once_one_wins_and_the_other_is_told_by_whom() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        let mut wang = town.hires(Role::Manager, "wang").await;
        let shorter: Vec<u8> = {
            let text = String::from_utf8(good("residents")).unwrap();
            text.lines()
                .take(150)
                .map(|line| format!("{line}\n"))
                .collect::<String>()
                .into_bytes()
        };
        li.hands_in_frame("residents", "li.csv", &good("residents")).await;
        wang.hands_in_frame("residents", "wang.csv", &shorter).await;
        let (at_li, at_wang) = (li.page.address.clone(), wang.page.address.clone());
        li.sends_to(&at_li, &[]).await;
        li.sees("已采用这份抽样框");
        wang.sends_to(&at_wang, &[]).await;
        assert_eq!(wang.page.status, StatusCode::CONFLICT);
        wang.sees("li 刚刚采用了");
        // The file of whoever came second was replaced with the frame: it is handed in again, with open eyes.
        wang.hands_in_frame("residents", "wang.csv", &shorter).await;
        wang.sees("取代现在的 160 个单位");
        let again = wang.page.address.clone();
        wang.sends_to(&again, &[]).await;
        wang.sees("第 2 版");
        assert_eq!(town.rows("frame").await.len(), 1);
        let kept = kept_files(&town).await;
        assert_eq!(kept, 1, "only the accepted file is kept");
    });
}

#[test]
fn addresses_of_other_audiences_uploads_and_rounds_lead_nowhere() {
    on_both(async |mut town: TestApp| {
        let mut li = manager(&mut town).await;
        li.hands_in_frame("residents", "r.csv", &good("residents")).await;
        for address in [
            format!("{BASE}/frame/birds"),
            format!("{BASE}/sizes/birds"),
            "/agency/elsewhere/prepare".to_owned(),
            "/agency/elsewhere/prepare/draw".to_owned(),
        ] {
            assert_eq!(li.looks(&address).await, StatusCode::NOT_FOUND, "{address}");
        }
        li.opens(&format!("{BASE}/frame/institutions/1")).await;
        assert_eq!(li.page.status, StatusCode::CONFLICT, "a file of another audience");
        li.sees("请重新上传");
        li.opens(&format!("{BASE}/frame/residents/77")).await;
        li.sees("请重新上传");
    });
}
