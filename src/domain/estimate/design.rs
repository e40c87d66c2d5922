//! The sampling design of one independent sample, and variances and covariances of totals of linearised values (D3).

/// Strata, clusters and finite population corrections of the rows.
#[derive(Debug, Clone)]
pub struct Design {
    /// Stratum of each cluster.
    stratum_of: Vec<u32>,
    /// Cluster of each row; `None`: the row is its own cluster.
    cluster_of: Option<Vec<u32>>,
    /// √((1 − f_h) n_h / (n_h − 1)) per stratum; √(1 − f_h) where the stratum is lonely.
    scale: Vec<f64>,
    /// Clusters per stratum.
    size: Vec<u64>,
}

impl Design {
    /// `stratum[cluster]`, `cluster[row]` (or one cluster a row) and, with a correction, N_h per stratum.
    ///
    /// Every cluster in the sample counts, also those without a member of the domain (D3.2).
    pub fn new(stratum: &[u32], cluster: Option<Vec<u32>>, population: Option<&[f64]>) -> Design {
        let strata = stratum.iter().max().map_or(0, |h| *h as usize + 1);
        let mut size = vec![0u64; strata];
        stratum.iter().for_each(|h| size[*h as usize] += 1);
        let scale = |(h, n): (usize, &u64)| {
            let n = *n as f64;
            let f = population.map_or(0.0, |p| (n / p[h]).min(1.0));
            let spread = if n > 1.0 { n / (n - 1.0) } else { 1.0 };
            ((1.0 - f) * spread).sqrt()
        };
        let scale = size.iter().enumerate().map(scale).collect();
        Design {
            stratum_of: stratum.to_vec(),
            cluster_of: cluster,
            scale,
            size,
        }
    }

    /// Clusters in the sample.
    pub fn clusters(&self) -> usize {
        self.stratum_of.len()
    }

    /// Strata with a single cluster: their deviation is taken from the mean of all clusters (D18), and flagged.
    pub fn lonely(&self) -> usize {
        self.size.iter().filter(|n| **n == 1).count()
    }

    /// Cluster of a row.
    pub fn cluster(&self, row: usize) -> usize {
        self.cluster_of.as_ref().map_or(row, |c| c[row] as usize)
    }

    /// Stratum of a row.
    pub fn stratum(&self, row: usize) -> usize {
        self.stratum_of[self.cluster(row)] as usize
    }

    /// Scaled deviations of cluster totals from their stratum's mean: the covariance of two totals is the dot
    /// product of their deviations. `z` has one linearised value per row.
    pub fn deviations(&self, z: &[f64]) -> Vec<f64> {
        let mut total = match &self.cluster_of {
            None => z.to_vec(),
            Some(of) => {
                let mut totals = vec![0.0; self.clusters()];
                z.iter().zip(of).for_each(|(z, c)| totals[*c as usize] += z);
                totals
            }
        };
        let mut mean = vec![0.0; self.size.len()];
        total
            .iter()
            .zip(&self.stratum_of)
            .for_each(|(z, h)| mean[*h as usize] += z);
        let overall = mean.iter().sum::<f64>() / self.clusters().max(1) as f64;
        for (mean, n) in mean.iter_mut().zip(&self.size) {
            *mean = if *n > 1 { *mean / *n as f64 } else { overall };
        }
        for (z, h) in total.iter_mut().zip(&self.stratum_of) {
            *z = self.scale[*h as usize] * (*z - mean[*h as usize]);
        }
        total
    }

    /// V of the total of `z` (D3).
    pub fn variance(&self, z: &[f64]) -> f64 {
        let deviations = self.deviations(z);
        dot(&deviations, &deviations)
    }

    /// D4: clusters with a domain member of positive weight, less the strata that have one. `rows` are those members.
    pub fn degrees_of_freedom(&self, rows: impl Iterator<Item = usize>) -> u64 {
        let mut clusters = vec![false; self.clusters()];
        let mut strata = vec![false; self.size.len()];
        for row in rows {
            clusters[self.cluster(row)] = true;
            strata[self.stratum(row)] = true;
        }
        let count = |seen: &[bool]| seen.iter().filter(|s| **s).count() as u64;
        count(&clusters).saturating_sub(count(&strata))
    }
}

/// Σ a b in order.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
