//! Pieces of Γ that stay exact where differences of logarithms would not: Stirling's error and the deviance.

/// δ(a) = lnΓ(a) − (a − ½)·ln a + a − ½·ln 2π for a > 0.
pub fn error(a: f64) -> f64 {
    let (mut a, mut sum) = (a, 0.0);
    while a < 10.0 {
        sum += (a + 0.5) * libm::log1p(1.0 / a) - 1.0;
        a += 1.0;
    }
    let terms = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
    ];
    let square = 1.0 / (a * a);
    sum + terms.iter().rev().fold(0.0, |s, term| s * square + term) / a
}

/// x·ln(x/m) + m − x ≥ 0 for x, m > 0, also where x is close to m.
pub fn deviance(x: f64, m: f64) -> f64 {
    let difference = x - m;
    if difference.abs() > 0.1 * (x + m) {
        return x * libm::log(x / m) - difference;
    }
    // ln(x/m) = 2·artanh(v) with v = (x − m)/(x + m).
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut power = 2.0 * x * v;
    for odd in (3..1000).step_by(2) {
        power *= v * v;
        let next = sum + power / f64::from(odd);
        if next.to_bits() == sum.to_bits() {
            break;
        }
        sum = next;
    }
    sum
}
