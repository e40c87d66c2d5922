//! Distances of D13 as the factor F(u) and its derivative, u = x'λ.

/// Which distance between old and new weights is kept small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// F(u) = 1 + u, clipped where there are bounds.
    Linear,
    /// F(u) = exp u, clipped where there are bounds.
    Raking,
    /// F runs from L to U without reaching them; needs L < 1 < U.
    Logit,
}

impl Distance {
    /// (F, F') at `u` with bounds `[low, high]` (infinite where there are none). The derivative is 0 where F is clipped.
    pub fn factor(self, u: f64, low: f64, high: f64) -> (f64, f64) {
        match self {
            Distance::Linear => clip(1.0 + u, 1.0, low, high),
            Distance::Raking => {
                let e = libm::exp(u);
                clip(e, e, low, high)
            }
            Distance::Logit => logit(u, low, high),
        }
    }
}

fn clip(factor: f64, derivative: f64, low: f64, high: f64) -> (f64, f64) {
    if factor < low {
        (low, 0.0)
    } else if factor > high {
        (high, 0.0)
    } else {
        (factor, derivative)
    }
}

/// F = (L(U−1) + U(1−L)e^{Au}) / (U−1 + (1−L)e^{Au}), A = (U−L)/((U−1)(1−L)); written so that e^{Au} cannot overflow.
fn logit(u: f64, low: f64, high: f64) -> (f64, f64) {
    let (below, above) = (1.0 - low, high - 1.0);
    let a = (high - low) / (above * below);
    let (x, y) = if u > 0.0 {
        (above * libm::exp(-a * u), below)
    } else {
        (above, below * libm::exp(a * u))
    };
    let sum = x + y;
    let factor = (low * x + high * y) / sum;
    (factor, (high - low) * a * (x / sum) * (y / sum))
}
