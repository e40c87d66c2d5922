//! How many ratings are needed to tell two departments apart (METHODOLOGY 3.10).

use super::distribution::normal;
use thiserror::Error;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Standard deviation of a single rating, in the unit of the difference; 22 is usual for an index of 0 to 100,
    /// √(p (1 − p)) for a rate.
    pub sd: f64,
    /// Design effect, ≥ 0: n ratings tell as much as n/deff simple random ones.
    pub deff: f64,
    /// Confidence level of the interval of the difference, two-sided, in 0..1.
    pub level: f64,
    /// Chance to find a true difference, in 0.5..1. At 0.5 the interval of the expected difference just ends at 0, which
    /// is what METHODOLOGY's table gives.
    pub power: f64,
}

/// Why no size can be given.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum SizeError {
    /// A number outside its range.
    #[error("{what} is {found}; expected {expected}")]
    Range {
        /// Which.
        what: &'static str,
        /// The value.
        found: f64,
        /// In words.
        expected: &'static str,
    },
}

fn demand(what: &'static str, found: f64, fits: bool, expected: &'static str) -> Result<(), SizeError> {
    match fits {
        true => Ok(()),
        false => Err(SizeError::Range { what, found, expected }),
    }
}

impl Plan {
    fn check(&self) -> Result<(), SizeError> {
        let positive = |x: f64| x.is_finite() && x > 0.0;
        demand("the standard deviation", self.sd, positive(self.sd), "a number above 0")?;
        demand("the design effect", self.deff, positive(self.deff), "a number above 0")?;
        let level = self.level > 0.0 && self.level < 1.0;
        demand("the level", self.level, level, "more than 0 and less than 1")?;
        let power = (0.5..1.0).contains(&self.power);
        demand("the power", self.power, power, "at least 0.5 and less than 1")
    }

    /// z_{1 − α/2} + z_{power}.
    fn z(&self) -> f64 {
        let power = if self.power > 0.5 {
            normal::quantile(self.power)
        } else {
            0.0
        };
        normal::quantile(0.5 + self.level / 2.0) + power
    }

    /// Ratings that each of two departments needs so that a difference of `difference` > 0 shows:
    /// n = 2 z² sd² deff/difference², rounded up. Departments with different raters; shared raters need fewer.
    ///
    /// # Errors
    /// A number of the plan outside its range; a difference that is not above 0.
    pub fn needed(&self, difference: f64) -> Result<u64, SizeError> {
        self.check()?;
        let fits = difference.is_finite() && difference > 0.0;
        demand("the difference", difference, fits, "a number above 0")?;
        let ratio = self.z() * self.sd / difference;
        Ok(whole(2.0 * ratio * ratio * self.deff))
    }
}

/// Rounded up; a hair above a whole number is rounding and not one more rating.
fn whole(n: f64) -> u64 {
    (n * (1.0 - 1e-12)).ceil().max(1.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const USUAL: Plan = Plan {
        sd: 22.0,
        deff: 1.0,
        level: 0.95,
        power: 0.5,
    };

    #[test]
    fn the_documented_table_comes_out() {
        let table = [(5.0, 149), (3.0, 414), (2.0, 930), (1.0, 3719), (0.5, 14875)];
        for (difference, n) in table {
            assert_eq!(USUAL.needed(difference), Ok(n));
        }
    }

    #[test]
    fn a_chance_of_four_in_five_needs_twice_as_many() {
        let plan = Plan { power: 0.8, ..USUAL };
        // (1.959964 + 0.841621)² · 2 · 484/25 = 303.9.
        assert_eq!(plan.needed(5.0), Ok(304));
        assert_eq!(Plan { deff: 1.5, ..plan }.needed(5.0), Ok(456));
    }

    #[test]
    fn impossible_questions_are_refused() {
        assert!(USUAL.needed(0.0).is_err() && USUAL.needed(f64::NAN).is_err());
        assert!(Plan { sd: 0.0, ..USUAL }.needed(1.0).is_err());
        assert!(Plan { power: 0.4, ..USUAL }.needed(1.0).is_err());
        assert!(Plan { level: 1.0, ..USUAL }.needed(1.0).is_err());
        let refused = Plan { deff: -1.0, ..USUAL }.needed(10.0).unwrap_err().to_string();
        assert_eq!(refused, "the design effect is -1; expected a number above 0");
    }

    proptest! {
        #[test]
        fn the_needed_number_shows_the_difference_and_one_less_does_not(
            sd in 1.0f64..50.0, deff in 0.5f64..4.0, power in 0.5f64..0.99, difference in 0.2f64..10.0,
        ) {
            let plan = Plan { sd, deff, level: 0.95, power };
            let n = plan.needed(difference).unwrap();
            // The smallest difference that so many ratings each can show: z sd √(2 deff/n).
            let shown = |n: u64| plan.z() * sd * (2.0 * deff / n as f64).sqrt();
            prop_assert!(shown(n) <= difference * (1.0 + 1e-9));
            prop_assert!(n == 1 || shown(n - 1) >= difference * (1.0 - 1e-9));
        }
    }
}
