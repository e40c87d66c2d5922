//! Randomness that anyone can draw again: named streams of ChaCha20 and an integer mapping that is written out here.
//!
//! Nothing in this room depends on how a library maps random bits to integers, so a draw that was published once can
//! be repeated by any program that has ChaCha20 and HMAC-SHA256:
//! 1. the stream's key is `HMAC-SHA256(secret, parts)`, every part preceded by its length in bytes as 8 bytes,
//!    most significant first;
//! 2. the stream is ChaCha20 (20 rounds) under that key, nonce and counter zero, read as 64-bit little-endian words;
//! 3. an integer below n is the first word x with x < 2⁶⁴ − (2⁶⁴ mod n), reduced modulo n;
//! 4. a shuffle goes from the last place i down to place 1 and swaps it with place `below(i + 1)`.

use hmac::{Hmac, KeyInit, Mac};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use sha2::Sha256;

/// HMAC-SHA256 of one message; 32 bytes.
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// A 32-byte key for one named use of a secret; different parts give independent keys.
pub fn derive(secret: &[u8; 32], parts: &[&str]) -> [u8; 32] {
    let mut message = Vec::new();
    for part in parts {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        message.extend_from_slice(&(part.len() as u64).to_be_bytes());
        message.extend_from_slice(part.as_bytes());
    }
    hmac_sha256(secret, &message)
}

/// The random stream for one named use of a secret.
pub fn stream(secret: &[u8; 32], parts: &[&str]) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(derive(secret, parts))
}

/// A uniform integer in `0..n` by rejection; no value is favoured. `n` of 0 counts as 1.
pub fn below(rng: &mut impl Rng, n: u64) -> u64 {
    let n = n.max(1);
    // 2⁶⁴ mod n, computed without 2⁶⁴.
    let surplus = (u64::MAX % n + 1) % n;
    let last = u64::MAX - surplus;
    loop {
        let x = rng.next_u64();
        if x <= last {
            return x % n;
        }
    }
}

/// Puts the items into a uniformly random order (Fisher and Yates, from the end).
pub fn shuffle<T>(rng: &mut impl Rng, items: &mut [T]) {
    for i in (1..items.len()).rev() {
        items.swap(i, below(rng, i as u64 + 1) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_is_the_published_one() {
        // RFC 4231, test case 2.
        let tag = hmac_sha256(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(
            hex::encode(tag),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_stream_is_the_same_on_every_machine() {
        let mut rng = stream(&[7; 32], &["test", "one"]);
        let drawn: Vec<u64> = (0..8).map(|_| below(&mut rng, 1000)).collect();
        // Computed by a separate program from the description above.
        assert_eq!(drawn, [401, 704, 303, 252, 981, 237, 645, 680]);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(derive(&[1; 32], &["ab", "c"]), derive(&[1; 32], &["a", "bc"]));
    }

    #[test]
    fn every_order_of_four_comes_equally_often() {
        let mut rng = stream(&[1; 32], &["orders"]);
        let mut seen = std::collections::BTreeMap::<Vec<u8>, i64>::new();
        for _ in 0..24_000 {
            let mut items = vec![1, 2, 3, 4];
            shuffle(&mut rng, &mut items);
            *seen.entry(items).or_default() += 1;
        }
        assert_eq!(seen.len(), 24);
        // Five standard deviations of a count with mean 1000.
        assert!(seen.values().all(|n| (n - 1000).abs() < 155), "{seen:?}");
    }
}
