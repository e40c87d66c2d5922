//! Rounds without a sample: what a second import, other words for a stratum and a declined form do.

use crate::support::{TestApp, city_answers, on_both};

#[test]
fn the_same_answers_again_are_refused_and_nobody_counts_twice() {
    on_both(async |mut town: TestApp| {
        let mapping = town.opens_kansas_city().await;
        let first = city_answers(&["a,1,male,Web", "b,2,female,Mail"]);
        assert_eq!(
            town.imports("one.csv", first.clone(), &mapping).await.unwrap().accepted,
            2
        );
        let before = town.everything().await;
        let again = town.imports("one.csv", first, &mapping).await.unwrap_err().to_string();
        assert!(
            again.contains("one.csv:2 [id]") && again.contains("one.csv:3 [id]"),
            "{again}"
        );
        assert_eq!(before, town.everything().await);
        let more = city_answers(&["b,2,female,Mail", "c,3,male,Phone"]);
        let mixed = town.imports("two.csv", more, &mapping).await.unwrap_err().to_string();
        assert!(
            mixed.contains("two.csv:2 [id]") && !mixed.contains("two.csv:3"),
            "{mixed}"
        );
        let third = city_answers(&["c,3,male,Phone"]);
        assert_eq!(town.imports("three.csv", third, &mapping).await.unwrap().accepted, 1);
    });
}

#[test]
fn a_stratum_may_stand_in_the_words_that_the_mapping_translates() {
    on_both(async |mut town: TestApp| {
        let mapping = town.opens_kansas_city().await;
        let plain = "column = \"district\"\nquestion = \"district\"";
        let worded = format!("{plain}\nvalues = {{ North = \"1\", South = \"2\" }}");
        let mapping = mapping.replace(plain, &worded);
        assert!(mapping.contains("North"));
        let rows = city_answers(&["a,North,male,Web", "b,South,female,Web"]);
        assert_eq!(town.imports("words.csv", rows, &mapping).await.unwrap().accepted, 2);
        let strata: Vec<String> = town
            .documents()
            .await
            .into_iter()
            .map(|document| document.stratum)
            .collect();
        assert!(
            strata.contains(&"1".to_owned()) && strata.contains(&"2".to_owned()),
            "{strata:?}"
        );
        let unknown = city_answers(&["c,East,male,Web"]);
        let refused = town
            .imports("east.csv", unknown, &mapping)
            .await
            .unwrap_err()
            .to_string();
        assert!(
            refused.contains("east.csv:2 [district]") && refused.contains("East"),
            "{refused}"
        );
    });
}

#[test]
fn codes_count_however_they_were_typed_and_nothing_else_is_guessed() {
    on_both(async |mut town: TestApp| {
        let mapping = town.opens_kansas_city().await;
        let rows = [
            "a,１,male,Web",
            "b,2.0,female,Ｍａｉｌ",
            "c,\u{3000}3 ,\u{a0}male\u{200b},Phone",
        ];
        let typed = String::from_utf8(city_answers(&rows))
            .unwrap()
            .replacen(",4,4,", ",４,4.0,", 3);
        let typed = typed.into_bytes();
        assert_eq!(town.imports("typed.csv", typed, &mapping).await.unwrap().accepted, 3);
        let documents = town.documents().await;
        let mut strata: Vec<&str> = documents.iter().map(|document| document.stratum.as_str()).collect();
        strata.sort_unstable();
        assert_eq!(strata, ["1", "2", "3"]);
        let codes = documents
            .iter()
            .flat_map(|document| document.answers.by_department.values());
        let codes = codes.flat_map(|by_department| by_department.values());
        assert!(codes.flat_map(|answer| answer.codes()).all(|code| code == "4"));
        for other in ["2009-04-01", "4.5", "TRUE", "四"] {
            let row = String::from_utf8(city_answers(&["d,1,male,Web"])).unwrap();
            let row = row.replacen(",4\n", &format!(",{other}\n"), 1).into_bytes();
            let refused = town.imports("bad.csv", row, &mapping).await.unwrap_err().to_string();
            let told = format!("bad.csv:2 [q5_07]: found “{other}”; expected “5”, “4”");
            assert!(refused.contains(&told), "{refused}");
        }
    });
}

#[test]
fn of_two_imports_of_the_same_answers_at_once_the_second_is_told_so() {
    on_both(async |mut town: TestApp| {
        let mapping = town.opens_kansas_city().await;
        let people: Vec<String> = (0..60).map(|n| format!("p{n},{},male,Web", 1 + n % 6)).collect();
        let file = city_answers(&people);
        let (one, other) = tokio::join!(
            town.imports("one.csv", file.clone(), &mapping),
            town.imports("one.csv", file.clone(), &mapping)
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} and {other:?}");
        let said = one.map(drop).and(other.map(drop)).unwrap_err().to_string();
        // Whichever of the two checks noticed: the cells, or the writing.
        assert!(said.contains("meanwhile") || said.contains("one.csv:2 [id]"), "{said}");
        assert!(!said.contains("database failed"), "{said}");
        assert_eq!(town.documents().await.len(), 60);
    });
}
