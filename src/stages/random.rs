//! Where unpredictable bytes come from: the operating system, or a named generator in simulations and tests.

use rand::{Rng, SeedableRng, TryRng, rngs::SysRng};
use rand_chacha::ChaCha20Rng;
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// A source of bytes.
#[derive(Debug, Clone)]
pub enum Random {
    /// The operating system: the only choice for a real round.
    System,
    /// ChaCha20 from a seed, so that a demonstration or a test can be repeated to the byte.
    Seeded(Arc<Mutex<ChaCha20Rng>>),
}

impl Random {
    /// A repeatable source.
    pub fn seeded(seed: u64) -> Random {
        Random::Seeded(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))))
    }

    /// `N` bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Random::System => SysRng
                .try_fill_bytes(&mut bytes)
                .expect("the operating system gives random bytes"),
            Random::Seeded(rng) => rng.lock().expect("no panic while drawing").fill_bytes(&mut bytes),
        }
        bytes
    }

    /// A generator seeded from this source, for functions that draw many times.
    pub fn generator(&self) -> ChaCha20Rng {
        ChaCha20Rng::from_seed(self.bytes())
    }

    /// A version-4 uuid: no arrival time in it.
    pub fn uuid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }
}
