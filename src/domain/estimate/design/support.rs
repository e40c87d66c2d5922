//! Which clusters and strata hold a domain, so that degrees of freedom of contrasts come from unions (D4, D7).

use super::Design;

/// Clusters that hold at least one member with a positive weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Support {
    /// One bit per cluster.
    clusters: Vec<u64>,
    /// One bit per stratum.
    strata: Vec<u64>,
}

impl Support {
    /// Of these rows, each with a positive weight.
    pub(super) fn new(design: &Design, rows: impl Iterator<Item = usize>) -> Support {
        let mut support = Support {
            clusters: vec![0; design.clusters().div_ceil(64)],
            strata: vec![0; design.strata().div_ceil(64)],
        };
        for row in rows {
            let cluster = design.cluster(row);
            let stratum = design.stratum_of_cluster(cluster);
            support.clusters[cluster / 64] |= 1 << (cluster % 64);
            support.strata[stratum / 64] |= 1 << (stratum % 64);
        }
        support
    }

    /// Adds the clusters of another domain of the same design.
    pub fn join(&mut self, other: &Support) {
        self.clusters.iter_mut().zip(&other.clusters).for_each(|(a, b)| *a |= b);
        self.strata.iter_mut().zip(&other.strata).for_each(|(a, b)| *a |= b);
    }

    /// The clusters of several domains of the same design together; `None` of none.
    pub fn union<'a>(mut parts: impl Iterator<Item = &'a Support>) -> Option<Support> {
        let mut all = parts.next()?.clone();
        parts.for_each(|part| all.join(part));
        Some(all)
    }

    /// Clusters.
    pub fn clusters(&self) -> u64 {
        count(&self.clusters)
    }

    /// Strata.
    pub fn strata(&self) -> u64 {
        count(&self.strata)
    }

    /// D4: clusters less strata.
    pub fn degrees_of_freedom(&self) -> u64 {
        self.clusters() - self.strata()
    }
}

fn count(bits: &[u64]) -> u64 {
    bits.iter().map(|word| u64::from(word.count_ones())).sum()
}
