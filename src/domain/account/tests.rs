//! Passwords people would like to take, digits that were used before, and logs that somebody touched.

use super::*;
use crate::domain::proof::Key32;
use crate::domain::random;

#[test]
fn length_counts_and_not_the_mixture_of_signs() {
    let known = ["wang.fang", "Barometer"];
    assert_eq!(
        fits("summer rain on nine bridges", "summer rain on nine bridges", &known),
        Ok(())
    );
    assert_eq!(
        fits(
            "玉渊潭的樱花三月底开了又谢了呢",
            "玉渊潭的樱花三月底开了又谢了呢",
            &known
        ),
        Ok(())
    );
    assert_eq!(fits("Tr0ub4dor&3", "Tr0ub4dor&3", &known), Err(PasswordProblem::Short));
    let long = "x7 ".repeat(50);
    assert_eq!(fits(&long, &long, &known), Err(PasswordProblem::Long));
    assert_eq!(
        fits("summer rain on nine bridges", "summer rain", &known),
        Err(PasswordProblem::Different)
    );
}

#[test]
fn what_a_guesser_tries_first_is_not_taken() {
    for weak in [
        "passwordpassword",
        "123456789012345",
        "aaaaaaaaaaaaaaaaaaaa",
        "wang.fangwang.fang",
        "qwertyuiopasdfgh",
        "ababababababababab",
    ] {
        assert_eq!(
            fits(weak, weak, &["wang.fang"]),
            Err(PasswordProblem::Guessable),
            "{weak}"
        );
    }
}

#[test]
fn a_kept_password_is_argon2id_and_knows_its_own() {
    let kept = PasswordHash::of("summer rain on nine bridges", [7; 16]);
    assert!(
        kept.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{}",
        kept.as_str()
    );
    let read = PasswordHash::stored(kept.as_str().to_owned());
    assert!(read.is("summer rain on nine bridges") && !read.is("summer rain on nine bridge"));
    assert!(!PasswordHash::stored("nonsense".into()).is("nonsense"));
    assert_eq!(format!("{read:?}"), "PasswordHash(…)");
}

#[test]
fn guessing_is_slowed_and_nobody_is_locked_out() {
    let mut brake = Brake::default();
    let mut now = 1_000_000;
    for _ in 0..FREE_TRIES {
        assert_eq!(brake.wait(now, LONGEST_PAUSE), 0);
        brake = brake.after_failure(now);
    }
    assert_eq!(brake.wait(now, LONGEST_PAUSE), 10);
    now += 10;
    assert_eq!(brake.wait(now, LONGEST_PAUSE), 0);
    for _ in 0..40 {
        brake = brake.after_failure(now);
    }
    assert_eq!(brake.wait(now, LONGEST_PAUSE), LONGEST_PAUSE);
    assert_eq!(brake.wait(now + LONGEST_PAUSE, LONGEST_PAUSE), 0);
    let tomorrow = now + 2 * 24 * 60 * 60;
    assert_eq!(brake.after_failure(tomorrow).failed, 1);
}

#[test]
fn digits_work_once_and_only_around_their_half_minute() {
    let factor = SecondFactor::generate(&mut random::stream(&[3; 32], &["test"]));
    let now = 1_790_000_000;
    let digits = factor.digits(now).unwrap();
    let step = factor.step_of(&digits, now, 0).unwrap().unwrap();
    assert_eq!(step, now / 30);
    assert_eq!(factor.step_of(&digits, now, step).unwrap(), None, "used before");
    assert!(factor.step_of(&digits, now + 29, 0).unwrap().is_some());
    assert_eq!(factor.step_of(&digits, now + 90, 0).unwrap(), None);
    let spaced = format!("{} {}", &digits[..3], &digits[3..]);
    assert!(factor.step_of(&spaced, now, 0).unwrap().is_some());
    assert_eq!(factor.step_of("", now, 0).unwrap(), None);
}

#[test]
fn a_secret_opens_for_its_own_account_only() {
    let key = Key32::new([1; 32]);
    let mut rng = random::stream(&[3; 32], &["test"]);
    let factor = SecondFactor::generate(&mut rng);
    let sealed = factor.sealed(&key, "a", &mut rng).unwrap();
    let opened = SecondFactor::open(&key, "a", &sealed).unwrap();
    assert_eq!(opened.typed().unwrap(), factor.typed().unwrap());
    assert!(SecondFactor::open(&key, "b", &sealed).is_err());
    assert!(
        factor
            .address("wang.fang")
            .unwrap()
            .starts_with("otpauth://totp/Barometer:wang.fang?secret=")
    );
}

#[test]
fn a_login_is_read_as_people_type_it() {
    assert_eq!(Login::parse(" Wang.Fang ").unwrap().as_str(), "wang.fang");
    assert_eq!(Login::parse("王芳").unwrap().as_str(), "王芳");
    for wrong in ["", "a", "wang fang", "(server)", ".hidden", "<b>", &"x".repeat(41)] {
        assert_eq!(Login::parse(wrong), None, "{wrong}");
    }
}

fn chain(entries: u64) -> Vec<(AuditEntry, String)> {
    let mut all: Vec<(AuditEntry, String)> = Vec::new();
    for seq in 1..=entries {
        let entry = AuditEntry {
            seq,
            at: 1_790_000_000,
            actor: "wang.fang".into(),
            role: "manager".into(),
            action: "release".into(),
            round: Some("r".into()),
            object: format!("batch {seq}"),
            before: serde_json::Value::Null,
            after: serde_json::json!({"units": seq}),
            previous: all.last().map_or(BEGINNING.to_owned(), |(_, hash)| hash.clone()),
        };
        let hash = entry.hash();
        all.push((entry, hash));
    }
    all
}

#[test]
fn a_log_that_nobody_touched_holds_and_a_touched_one_says_where() {
    let whole = chain(5);
    assert_eq!(check_chain(whole.iter()).unwrap(), whole[4].1);
    let mut removed = whole.clone();
    removed.remove(2);
    assert_eq!(
        check_chain(removed.iter()),
        Err(AuditFault::Gap { expected: 3, found: 4 })
    );
    let mut renumbered = removed;
    renumbered[2].0.seq = 3;
    assert_eq!(check_chain(renumbered.iter()), Err(AuditFault::Unlinked(3)));
    let mut changed = whole.clone();
    changed[1].0.actor = "li.lei".into();
    assert_eq!(check_chain(changed.iter()), Err(AuditFault::Changed(2)));
    assert_ne!(
        check_chain(whole[..4].iter()).unwrap(),
        whole[4].1,
        "a missing end shows against a noted hash"
    );
}
