//! Formulas as a methodologist writes them.

use super::*;
use crate::domain::analysis::columns::{Codes, Column};
use std::collections::BTreeMap;

struct Data(BTreeMap<&'static str, Column>, usize);

impl Scope for Data {
    fn column(&self, name: &str) -> Option<&Column> {
        self.0.get(name)
    }

    fn rows(&self) -> usize {
        self.1
    }
}

fn codes(cells: &[&'static str]) -> Column {
    Column::Codes(Codes::from_texts(
        cells.iter().map(|cell| Some(*cell).filter(|cell| !cell.is_empty())),
    ))
}

fn data() -> Data {
    let columns = [
        ("r1", codes(&["5", "1", "9", ""])),
        ("district", codes(&["东城", "西城", "东城", ""])),
        ("home", codes(&["西城", "西城", "", "东城"])),
        ("answered", codes(&["1", "0", "1", "1"])),
        ("w", Column::Numbers(vec![2.0, 0.5, -1.0, f64::NAN])),
    ];
    Data(BTreeMap::from(columns), 4)
}

/// Values per row; `None` where missing.
fn values(formula: &str) -> Vec<Option<f64>> {
    let formula = Formula::parse(formula).unwrap();
    let values = formula.bind(&data()).unwrap().values().unwrap();
    values
        .into_iter()
        .map(|value| (!value.is_nan()).then_some(value))
        .collect()
}

#[test]
fn precedence_is_that_of_paper() {
    let constant = |text: &str| Formula::parse(text).unwrap().constant();
    assert_eq!(constant("1 + 2 * 3 ^ 2"), Some(19.0));
    assert_eq!(constant("-2 ^ 2"), Some(-4.0));
    assert_eq!(constant("2 ^ -1"), Some(0.5));
    assert_eq!(constant("2 ^ 3 ^ 2"), Some(512.0));
    assert_eq!(constant("8 / 4 / 2"), Some(1.0));
    assert_eq!(constant("not 1 = 2 and 3 > 2 or 0"), Some(1.0));
    assert_eq!(
        constant("max(1, 2.5e1, min(7, 3)) + round(-0.5) + floor(1.9)"),
        Some(25.0)
    );
    assert_eq!(constant("if(1 < 2, 'a', 'b') = 'a'"), Some(1.0));
    assert_eq!(constant("1 / 0"), None);
}

#[test]
fn codes_are_members_of_lists_and_ranges() {
    assert_eq!(values("r1 in [4, 5]"), [Some(1.0), Some(0.0), Some(0.0), None]);
    assert_eq!(values("r1 in [1..5]"), [Some(1.0), Some(1.0), Some(0.0), None]);
    assert_eq!(values("r1 not in [1..3, 9]"), [Some(1.0), Some(0.0), Some(0.0), None]);
    assert_eq!(values("25 * (r1 - 1)"), [Some(100.0), Some(0.0), Some(200.0), None]);
    assert_eq!(values("missing(r1)"), [Some(0.0), Some(0.0), Some(0.0), Some(1.0)]);
}

#[test]
fn texts_are_compared_as_texts() {
    assert_eq!(values("district = '东城'"), [Some(1.0), Some(0.0), Some(1.0), None]);
    assert_eq!(values("district == home"), [Some(0.0), Some(1.0), None, None]);
    assert_eq!(
        values("district in [\"东城\", '西城']"),
        [Some(1.0), Some(1.0), Some(1.0), None]
    );
    assert_eq!(values("r1 = '5'"), [Some(1.0), Some(0.0), Some(0.0), None]);
    assert_eq!(values("w = '0.5'"), [Some(0.0), Some(1.0), Some(0.0), None]);
    assert_eq!(
        values("if(district = '东城', home, 'x') = '西城'"),
        [Some(1.0), Some(0.0), None, None]
    );
}

#[test]
fn missing_spreads_unless_the_other_side_decides() {
    assert_eq!(values("w + r1"), [Some(7.0), Some(1.5), Some(8.0), None]);
    assert_eq!(
        values("answered = 1 and w > 0"),
        [Some(1.0), Some(0.0), Some(0.0), None]
    );
    assert_eq!(
        values("answered = 1 or w > 0"),
        [Some(1.0), Some(1.0), Some(1.0), Some(1.0)]
    );
    assert_eq!(
        values("answered = 0 and w > 0"),
        [Some(0.0), Some(1.0), Some(0.0), Some(0.0)]
    );
    assert_eq!(
        values("if(missing(w), 0, w)"),
        [Some(2.0), Some(0.5), Some(-1.0), Some(0.0)]
    );
    assert_eq!(values("if(w > 0, ln(w), 0 * r1)")[2], Some(0.0));
}

#[test]
fn what_cannot_be_computed_is_told() {
    let fails = |text: &str| {
        let formula = Formula::parse(text).unwrap();
        let data = data();
        let found = formula.bind(&data).and_then(|program| program.values());
        found.unwrap_err()
    };
    let undefined = |formula: &str, row| FormulaError::Undefined {
        formula: formula.into(),
        row,
    };
    assert_eq!(fails("1 / (r1 - 1)"), undefined("1 / (r1 - 1)", 1));
    assert_eq!(fails("ln(w) + r1"), undefined("ln(w) + r1", 2));
    let text = FormulaError::NotNumber {
        formula: "district * 2".into(),
        column: "district".into(),
        level: "东城".into(),
    };
    assert_eq!(fails("district * 2"), text);
    assert!(matches!(fails("w + 'a'"), FormulaError::TextForNumber { .. }));
    assert!(matches!(fails("wx + 1"), FormulaError::UnknownName { name, .. } if name == "wx"));
}

#[test]
fn slips_are_told_with_their_place() {
    let said = |text: &str| Formula::parse(text).unwrap_err().to_string();
    assert_eq!(said("value in [4, 5"), "found the end of the formula; expected “]”");
    assert!(said("1 +").starts_with("found the end of the formula; expected a number"));
    assert!(said("3days > 1").starts_with("found “3d” at character 1 of the formula"));
    assert!(said("a b").starts_with("found “b” at character 3 of the formula; expected an operator"));
    assert!(said("lm(a)").contains("“ln”, perhaps"));
    assert!(said("if(a, b)").contains("as many values in the parentheses as “if” takes (3)"));
    assert!(said("'open").contains("expected “'”"));
    assert!(said("1 < x < 2").contains("at character 7"));
    assert!(said("a in [5..1]").contains("a number above 5"));
    assert!(said(&"(".repeat(100)).contains("fewer parentheses"));
    assert!(said("a # b").contains("“#” at character 3"));
}

#[test]
fn names_may_be_of_any_language() {
    let formula = Formula::parse("`total score` / 人数 + jk.1").unwrap();
    assert_eq!(
        formula.names().into_iter().collect::<Vec<_>>(),
        ["jk.1", "total score", "人数"]
    );
}

#[test]
fn derivatives_follow_the_rules() {
    let at = |text: &str| Formula::parse(text).unwrap().dual(&[("a", 2.0), ("b", 5.0)]).unwrap();
    let ratio = at("ln(a / b)");
    assert!((ratio.value - libm::log(0.4)).abs() < 1e-15);
    assert!((ratio.gradient[0] - 0.5).abs() < 1e-15 && (ratio.gradient[1] + 0.2).abs() < 1e-15);
    assert_eq!(at("a ^ 2 * b - sqrt(4 * a * 2)").gradient, [4.0 * 5.0 - 1.0, 4.0]);
    assert_eq!(at("max(a, b, 3)").gradient, [0.0, 1.0]);
    assert_eq!(at("(a - 4) ^ 2").gradient, [-4.0, 0.0]);
    assert!(!Formula::parse("a > b").unwrap().is_smooth());
    assert_eq!(Formula::parse("ln(a - 2)").unwrap().dual(&[("a", 2.0)]), None);
}

#[test]
fn texts_make_categories() {
    let data = data();
    let formula = Formula::parse("if(w > 0, 'rich', 'poor')").unwrap();
    let made = formula.bind(&data).unwrap().categories().unwrap();
    assert_eq!(made.levels, ["poor", "rich"]);
    assert_eq!(made.rows.iter().collect::<Vec<_>>(), [2, 2, 1, 0]);
}

#[test]
fn truth_is_one_or_zero_wherever_it_is_asked() {
    let refused = |formula: &str| {
        let formula = Formula::parse(formula).unwrap();
        let members = formula.bind(&data()).and_then(|program| program.members());
        members.err().map(|error| error.to_string())
    };
    for fine in [
        "answered",
        "answered and r1 = 5",
        "if(answered, r1 = 5, 0)",
        "not answered",
        "1",
    ] {
        assert_eq!(refused(fine), None, "{fine}");
    }
    assert_eq!(
        refused("r1").unwrap(),
        "“r1” is 5, and “r1” needs 1 (true) or 0 (false) there; a comparison gives them, such as “r1 in [4, 5]”"
    );
    assert!(
        refused("answered + 1")
            .unwrap()
            .starts_with("a value is 2, and “answered + 1”")
    );
    for wrong in [
        "r1 and answered",
        "answered = 0 and r1",
        "answered or w",
        "not r1",
        "if(r1, 1, 0)",
        "(w and 1) or 1",
    ] {
        assert!(refused(wrong).is_some(), "{wrong}");
    }
}
