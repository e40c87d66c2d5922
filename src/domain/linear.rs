//! Small dense linear algebra with a fixed order of operations, so that results do not depend on the machine.
//!
//! Libraries choose instructions by processor and with them the last bits; the systems here have tens of unknowns.

/// A pivot smaller than this share of its diagonal means a column that depends on earlier ones.
const DEPENDENT: f64 = 1e-10;

/// Lower Cholesky factor of a symmetric non-negative matrix; a column that depends on earlier ones has a zero row and pivot.
pub fn cholesky(a: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let n = a.len();
    let mut l = vec![vec![0.0f64; n]; n];
    for j in 0..n {
        // Products with what is 0 are left out: columns of categories share little.
        let from = l[j][..j].iter().position(|x| x.abs() > 0.0).unwrap_or(j);
        let pivot = a[j][j] - l[j][from..j].iter().map(|x| x * x).sum::<f64>();
        if pivot <= DEPENDENT * a[j][j] {
            continue;
        }
        l[j][j] = pivot.sqrt();
        for i in j + 1..n {
            let inner: f64 = l[i][from..j].iter().zip(&l[j][from..j]).map(|(x, y)| x * y).sum();
            l[i][j] = (a[i][j] - inner) / l[j][j];
        }
    }
    l
}

/// Solves L Lᵀ x = b; coefficients of dependent columns are 0.
pub fn solve(l: &[Vec<f64>], mut b: Vec<f64>) -> Vec<f64> {
    let n = l.len();
    for i in 0..n {
        let inner: f64 = (0..i).map(|j| l[i][j] * b[j]).sum();
        b[i] = if l[i][i] > 0.0 { (b[i] - inner) / l[i][i] } else { 0.0 };
    }
    for i in (0..n).rev() {
        let inner: f64 = (i + 1..n).map(|j| l[j][i] * b[j]).sum();
        b[i] = if l[i][i] > 0.0 { (b[i] - inner) / l[i][i] } else { 0.0 };
    }
    b
}
