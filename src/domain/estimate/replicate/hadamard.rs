//! Hadamard matrices: ±1 with orthogonal columns, by Paley's two constructions and Sylvester's doubling.

/// A square matrix of signs, H Hᵀ = order · I; row 0 and column 0 are all +1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hadamard {
    order: usize,
    /// Row by row, `true` for +1.
    positive: Vec<bool>,
}

impl Hadamard {
    /// Rows and columns.
    pub fn order(&self) -> usize {
        self.order
    }

    /// Whether the entry is +1.
    pub fn is_positive(&self, row: usize, column: usize) -> bool {
        self.positive[row * self.order + column]
    }

    fn from(order: usize, positive: impl Fn(usize, usize) -> bool) -> Hadamard {
        let entry = |at: usize| positive(at / order, at % order);
        Hadamard {
            order,
            positive: (0..order * order).map(entry).collect(),
        }
    }

    /// Changes signs of rows and columns until the first ones are all +1.
    fn normalized(&self) -> Hadamard {
        let corner = self.is_positive(0, 0);
        let sign = |i: usize, j: usize| {
            let (row, column) = (self.is_positive(i, 0), self.is_positive(0, j));
            // The product of four signs is +1 when an even number of them is −1.
            !(self.is_positive(i, j) ^ row ^ column ^ corner)
        };
        Hadamard::from(self.order, sign)
    }

    /// Sylvester: [[H, H], [H, −H]].
    fn doubled(&self) -> Hadamard {
        let n = self.order;
        Hadamard::from(2 * n, |i, j| self.is_positive(i % n, j % n) ^ (i >= n && j >= n))
    }
}

/// A Hadamard matrix of the smallest order ≥ `least` that doubling and Paley's constructions over primes reach.
///
/// Every multiple of 4 up to 96 is reached except 52, 76 and 92 (then 56, 80 and 96 are taken); the order is
/// never above the next power of two.
pub fn hadamard(least: usize) -> Hadamard {
    let mut order = least.max(1);
    loop {
        if let Some(found) = of_order(order) {
            return found;
        }
        order += 1;
    }
}

fn of_order(n: usize) -> Option<Hadamard> {
    match n {
        1 => Some(Hadamard::from(1, |_, _| true)),
        2 => Some(Hadamard::from(1, |_, _| true).doubled()),
        _ if !n.is_multiple_of(4) => None,
        _ if is_prime(n - 1) => Some(paley_one(n - 1).normalized()),
        _ if (n / 2 - 1) % 4 == 1 && is_prime(n / 2 - 1) => Some(paley_two(n / 2 - 1).normalized()),
        _ => of_order(n / 2).map(|half| half.doubled()),
    }
}

fn is_prime(n: usize) -> bool {
    n > 1 && (2..).take_while(|d| d * d <= n).all(|d| !n.is_multiple_of(d))
}

/// Whether each residue modulo the prime `q` is a square other than 0.
fn squares(q: usize) -> Vec<bool> {
    let mut square = vec![false; q];
    (1..q).for_each(|x| square[x * x % q] = true);
    square
}

/// Order q + 1 for a prime q ≡ 3 (mod 4): I + S with S skew, bordered by ones.
fn paley_one(q: usize) -> Hadamard {
    let square = squares(q);
    Hadamard::from(q + 1, |i, j| match (i, j) {
        (0, _) => true,
        (_, 0) => false,
        _ => i == j || square[(q + j - i) % q],
    })
}

/// Order 2 (q + 1) for a prime q ≡ 1 (mod 4): each entry of the symmetric conference matrix becomes a 2 × 2 block.
fn paley_two(q: usize) -> Hadamard {
    let square = squares(q);
    let conference = |i: usize, j: usize| match (i, j) {
        _ if i == j => None,
        (0, _) | (_, 0) => Some(true),
        _ => Some(square[(q + j - i) % q]),
    };
    Hadamard::from(2 * (q + 1), |i, j| {
        let (lower, right) = (i % 2 == 1, j % 2 == 1);
        match conference(i / 2, j / 2) {
            // 0 becomes [[1, −1], [−1, −1]], ±1 becomes ±[[1, 1], [1, −1]].
            None => !lower && !right,
            Some(positive) => positive ^ (lower && right),
        }
    })
}
