//! The signed state: what it takes to be believed.

use crate::domain::submission::{FormState, StateProblem};

const KEY: [u8; 32] = [7; 32];

fn state() -> FormState {
    FormState {
        round: "beijing-2009".into(),
        link: "ab12".into(),
        edit: "0d5c9ab0-5f5e-4a3c-9a51-6d3ce1a3f001".into(),
        page: "ratings/D18".into(),
        issued: 1_259_658_000,
        form: "00a1b2c3d4e5f607".into(),
        base: "77a1b2c3d4e5f607".into(),
    }
}

fn verify(field: &str) -> Result<FormState, StateProblem> {
    FormState::verify(field, "beijing-2009", "ab12", "ratings/D18", &KEY)
}

#[test]
fn what_was_signed_is_read_back() {
    assert_eq!(verify(&state().sign(&KEY)), Ok(state()));
    let first = FormState {
        base: String::new(),
        ..state()
    };
    assert_eq!(verify(&first.sign(&KEY)), Ok(first));
}

#[test]
fn it_fits_no_other_round_link_page_or_key() {
    let field = state().sign(&KEY);
    let other = [
        FormState::verify(&field, "beijing-2010", "ab12", "ratings/D18", &KEY),
        FormState::verify(&field, "beijing-2009", "ab13", "ratings/D18", &KEY),
        FormState::verify(&field, "beijing-2009", "ab12", "ratings/D03", &KEY),
        FormState::verify(&field, "beijing-2009", "ab12", "ratings/D18", &[8; 32]),
    ];
    assert!(other.iter().all(|result| *result == Err(StateProblem::Forged)));
}

#[test]
fn any_changed_character_is_noticed() {
    let field = state().sign(&KEY);
    for at in 0..field.len() {
        let mut bytes = field.clone().into_bytes();
        bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
        assert!(verify(&String::from_utf8(bytes).unwrap()).is_err(), "character {at}");
    }
    for broken in [
        "",
        ".",
        "a.b.c",
        "a.1.",
        "a.1.b.c",
        "a.1.b.c.",
        &field[..field.len() - 2],
    ] {
        assert_eq!(verify(broken), Err(StateProblem::Malformed), "{broken}");
    }
}

#[test]
fn the_time_on_the_page_is_limited_and_never_negative() {
    let issued = state().issued;
    assert_eq!(state().seconds(issued + 42), 42);
    assert_eq!(state().seconds(issued - 5), 0);
    assert_eq!(state().seconds(issued + 10_000_000), 86_400);
}
