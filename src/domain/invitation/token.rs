//! The invitation code: how one sampled unit gets in, once.

use crate::domain::proof::Key32;
use crate::domain::proof::code::{self, CodeError};
use crate::domain::random::hmac_sha256;
use rand::Rng;
use std::fmt;

/// 13 random signs of 31 (64.4 bits) and the check sign.
const SIGNS: usize = 14;

/// Why a typed invitation code isn't one.
pub type TokenError = CodeError;

/// An invitation code, written `ABCD-EFGH-JKMN-PQ`. Only its keyed hash is ever stored.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token(String);

impl Token {
    /// A new random code; `rng` must be a cryptographic one.
    pub fn generate(rng: &mut impl Rng) -> Token {
        Token(code::generate(SIGNS - 1, rng))
    }

    /// Reads a typed code; lower case, spaces, hyphens and full-width signs are fine.
    ///
    /// # Errors
    /// [`TokenError::Mistyped`] where the check sign says that a sign is wrong or two are exchanged;
    /// [`TokenError::Malformed`] where length or signs are not those of a code. An unknown code is neither: it parses,
    /// and its hash is simply not found.
    pub fn parse(text: &str) -> Result<Token, TokenError> {
        Ok(Token(code::parse(text, SIGNS)?))
    }

    /// The 14 signs without separators, for addresses and QR codes.
    pub fn url_form(&self) -> &str {
        &self.0
    }

    /// HMAC-SHA256 of the 14 signs: what is stored.
    pub fn hash(&self, key: &Key32) -> [u8; 32] {
        hmac_sha256(key.bytes(), self.0.as_bytes())
    }
}

/// In groups of four, as printed on a letter.
impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&code::grouped(&self.0))
    }
}

/// A code opens a questionnaire, so it never reaches a log.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::stream;

    fn some_tokens() -> Vec<Token> {
        let mut rng = stream(&[3; 32], &["tokens"]);
        (0..20).map(|_| Token::generate(&mut rng)).collect()
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for token in some_tokens() {
            let printed = token.to_string();
            let spaced = printed.to_lowercase().replace('-', " ");
            let wide: String = printed
                .chars()
                .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap())
                .collect();
            for typed in [
                printed.as_str(),
                token.url_form(),
                &spaced,
                &wide,
                &format!(" {printed}\n"),
            ] {
                assert_eq!(Token::parse(typed), Ok(token.clone()), "{typed}");
            }
            assert_eq!(printed.len(), 17);
        }
    }

    #[test]
    fn every_single_wrong_sign_is_noticed() {
        for token in some_tokens() {
            for place in 0..SIGNS {
                for &sign in code::ALPHABET {
                    let mut typed = token.url_form().as_bytes().to_vec();
                    if typed[place] == sign {
                        continue;
                    }
                    typed[place] = sign;
                    let typed = String::from_utf8(typed).unwrap();
                    assert_eq!(Token::parse(&typed), Err(TokenError::Mistyped));
                }
            }
        }
    }

    #[test]
    fn any_two_exchanged_signs_are_noticed() {
        for token in some_tokens() {
            for (i, j) in (0..SIGNS).flat_map(|i| (0..i).map(move |j| (i, j))) {
                let mut typed = token.url_form().as_bytes().to_vec();
                typed.swap(i, j);
                let typed = String::from_utf8(typed).unwrap();
                let same = typed == token.url_form();
                assert_eq!(Token::parse(&typed).is_ok(), same, "{i} and {j}");
            }
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_told_apart() {
        let token = some_tokens().remove(0);
        let short = &token.url_form()[1..];
        let long = format!("{}2", token.url_form());
        let foreign = format!("0{short}");
        for typed in ["", "谢谢", short, &long, &foreign] {
            assert_eq!(Token::parse(typed), Err(TokenError::Malformed), "{typed}");
        }
    }

    #[test]
    fn neither_debug_nor_hash_shows_the_code() {
        let token = some_tokens().remove(0);
        assert_eq!(format!("{token:?}"), "Token(…)");
        let one = token.hash(&Key32::new([1; 32]));
        assert_ne!(one, token.hash(&Key32::new([2; 32])));
        assert_eq!(
            one,
            Token::parse(&token.to_string()).unwrap().hash(&Key32::new([1; 32]))
        );
    }
}
