//! The people of the small town: the same person gives the same answers every time.

use super::page::Field;
use barometer::stages::invite::Invitation;

/// What somebody answers to a field; `None` leaves it to [`fitting`].
pub type Choices<'a> = dyn Fn(&Field) -> Option<Vec<String>> + 'a;

/// A person or an institution behind an invitation.
#[derive(Debug, Clone)]
pub struct Person {
    number: u64,
    audience: String,
    stratum: String,
}

impl Person {
    pub fn of(invitation: &Invitation) -> Person {
        Person {
            number: invitation.sample_no,
            audience: invitation.audience.clone(),
            stratum: invitation.stratum.clone(),
        }
    }

    /// This person's answer to whatever is asked.
    pub fn answer(&self, field: &Field) -> Option<Vec<String>> {
        let (question, about) = field.name.split_once('.').unwrap_or((&field.name, ""));
        let chance = self.chance(&field.name);
        let one = |code: &str| Some(vec![code.to_owned()]);
        match question {
            "area" => one(&self.stratum),
            "type" if self.audience == "institutions" => one(&self.stratum),
            "sex" => one(["1", "2"][(self.number % 2) as usize]),
            "know" => one(["1", "1", "2", "2", "3"][chance % 5]),
            "rating" | "overall" | "speed" => one(self.grade(about, chance)),
            "care" => one("3"),
            "told" => one(if chance.is_multiple_of(15) { "2" } else { "1" }),
            "why" => Some(vec![]),
            "channels" if chance.is_multiple_of(2) => Some(vec!["1".into(), "3".into()]),
            _ => None,
        }
    }

    /// Water is liked, taxes are not; 说不清 now and then.
    fn grade(&self, about: &str, chance: usize) -> &'static str {
        let liked = match about {
            "water" | "planning" => 70,
            "tax" => 35,
            _ => 55,
        };
        match chance % 100 {
            0..6 => "9",
            roll if roll < 6 + liked / 3 => "5",
            roll if roll < 6 + liked => "4",
            roll if roll < 80 => "3",
            roll if roll < 92 => "2",
            _ => "1",
        }
    }

    /// A number that belongs to this person and this field for ever (FNV-1a).
    fn chance(&self, field: &str) -> usize {
        let text = format!("{}/{field}", self.number);
        let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        (hash >> 20) as usize
    }
}

/// The first offered code, which never ends an interview in our folders; nothing where text is asked.
pub fn fitting(field: &Field) -> Vec<String> {
    field.codes.iter().take(1).cloned().collect()
}

/// Somebody who says these things (by question, or by question and department), and otherwise anything.
pub fn saying<'a>(answers: &'a [(&'a str, &'a str)]) -> impl Fn(&Field) -> Option<Vec<String>> + 'a {
    move |field| {
        let question = field.name.split('.').next().unwrap_or_default();
        let exact = answers.iter().find(|(name, _)| *name == field.name);
        let said = exact.or_else(|| answers.iter().find(|(name, _)| *name == question))?;
        Some(if said.1.is_empty() {
            vec![]
        } else {
            vec![said.1.to_owned()]
        })
    }
}
