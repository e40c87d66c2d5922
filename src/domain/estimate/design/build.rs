//! From columns of labels and populations to a design, refusing what contradicts itself.

use super::units::{Fraction, Units};
use super::{Design, DesignError, Stage};
use crate::domain::estimate::Lonely;

/// Populations that are computed may miss the sample size by rounding.
const ROUNDING: f64 = 1e-9;

/// A column of categories, one code per row.
#[derive(Debug, Clone, Copy)]
pub struct Levels<'a> {
    /// Code of each row; `u32::MAX`: missing. Codes that no row has do not exist for the design.
    pub of_row: &'a [u32],
    /// Label of each code; a code without one is called by its number.
    pub labels: &'a [String],
}

/// What is known about the design of the rows of one independent sample.
#[derive(Debug, Clone, Default)]
pub struct Frame<'a> {
    /// Rows.
    pub rows: usize,
    /// Strata of the first stage; `None`: one stratum.
    pub strata: Option<Levels<'a>>,
    /// Clusters, one column per stage, each understood within the one before; none: the rows are the units.
    pub clusters: Vec<Levels<'a>>,
    /// Per stage and row the number of units in the population of the row's stratum (N_h), then of its cluster (M_hj), …;
    /// one more than `clusters` at most, the last for the rows. None: drawn with replacement, and only the first stage
    /// counts; fewer than stages: the later stages are complete (both as R `survey`).
    pub population: Vec<&'a [f64]>,
    /// What a lonely stratum contributes.
    pub lonely: Lonely,
    /// Cluster codes are understood within strata (R `nest = TRUE`); else a cluster in two strata is refused.
    pub nest: bool,
}

impl Levels<'_> {
    fn label(&self, code: u32) -> String {
        self.labels
            .get(code as usize)
            .cloned()
            .unwrap_or_else(|| code.to_string())
    }
}

impl Design {
    /// Checks a design and prepares its variances (D3, D3.3 for any number of stages, D18).
    ///
    /// # Errors
    /// A column of another length than rows; a row without stratum, cluster or population; populations that are none, vary in
    /// a group or are smaller than the sample; a cluster in two strata without `nest`; lonely strata under [`Lonely::Fail`].
    pub fn build(frame: &Frame) -> Result<Design, DesignError> {
        frame.check_lengths()?;
        let mut above = frame.strata_of_rows()?;
        // Product of the sampling fractions above each group.
        let mut taken = vec![1.0; above.group.len()];
        let (mut stages, mut lonely) = (Vec::new(), Vec::new());
        let count = frame.population.len().max(1);
        for stage in 0..count {
            let mut units = frame.units(stage, &above)?;
            let size = units.sizes(above.group.len());
            let fractions = frame.fractions(stage, &above, &size)?;
            let mut scale: Vec<f64> = (0..size.len())
                .map(|g| (taken[g] * fractions[g].spread(size[g], stage)).sqrt())
                .collect();
            if stage == 0 {
                lonely = frame.settle_lonely(&above, &size, &fractions, &mut scale)?;
            }
            let below = |g: &u32| taken[*g as usize] * fractions[*g as usize].taken;
            taken = units.group.iter().map(below).collect();
            // Only a later stage needs the units of this one again; there may be as many as rows.
            let (unit_of_row, group_of_unit) = match stage + 1 < count {
                true => (units.of_row.clone(), units.group.clone()),
                false => (units.of_row.take(), std::mem::take(&mut units.group)),
            };
            stages.push(Stage {
                unit_of_row,
                group_of_unit,
                size,
                scale,
            });
            above = units;
        }
        let (rows, corrected) = (frame.rows, frame.population.len());
        Ok(Design {
            rows,
            stages,
            lonely,
            corrected,
        })
    }

    /// One stage with the rows as units: `stratum` per row and, with a correction, N_h per stratum code.
    ///
    /// # Errors
    /// As [`Design::build`].
    pub fn stratified(stratum: &[u32], population: Option<&[f64]>, lonely: Lonely) -> Result<Design, DesignError> {
        let of_rows: Option<Vec<f64>> = population.map(|p| stratum.iter().map(|h| p[*h as usize]).collect());
        Design::build(&Frame {
            rows: stratum.len(),
            strata: Some(Levels {
                of_row: stratum,
                labels: &[],
            }),
            population: of_rows.iter().map(Vec::as_slice).collect(),
            lonely,
            ..Frame::default()
        })
    }
}

impl Frame<'_> {
    fn check_lengths(&self) -> Result<(), DesignError> {
        let stages = self.clusters.len() + 1;
        if self.population.len() > stages {
            let populations = self.population.len();
            return Err(DesignError::TooManyPopulations { populations, stages });
        }
        let strata = self.strata.iter().map(|s| ("strata".to_owned(), s.of_row.len()));
        let clusters = self.clusters.iter().enumerate();
        let clusters = clusters.map(|(i, c)| (format!("clusters of stage {}", i + 1), c.of_row.len()));
        let populations = self.population.iter().enumerate();
        let populations = populations.map(|(i, p)| (format!("population of stage {}", i + 1), p.len()));
        match strata.chain(clusters).chain(populations).find(|(_, n)| *n != self.rows) {
            Some((what, found)) => Err(DesignError::WrongLength {
                what,
                found,
                expected: self.rows,
            }),
            None => Ok(()),
        }
    }

    /// Strata as the units of a stage before the first.
    fn strata_of_rows(&self) -> Result<Units, DesignError> {
        let Some(strata) = &self.strata else {
            let (of_row, row) = (Some(vec![0; self.rows]), vec![0; self.rows.min(1)]);
            return Ok(Units {
                of_row,
                group: row.clone(),
                row,
            });
        };
        present(strata, || "stratum".to_owned())?;
        let keys: Vec<u64> = strata.of_row.iter().map(|code| u64::from(*code)).collect();
        Ok(Units::by_key(&keys, |_| 0))
    }

    /// Units of a stage within the groups `above`.
    fn units(&self, stage: usize, above: &Units) -> Result<Units, DesignError> {
        let Some(clusters) = self.clusters.get(stage) else {
            let group = (0..self.rows).map(|row| above.of(row) as u32).collect();
            let row = (0..self.rows as u32).collect();
            return Ok(Units {
                of_row: None,
                group,
                row,
            });
        };
        present(clusters, || format!("cluster of stage {}", stage + 1))?;
        let within = |row: usize| {
            if stage > 0 || self.nest {
                above.of(row) as u64
            } else {
                0
            }
        };
        let codes = clusters.of_row.iter().enumerate();
        let keys: Vec<u64> = codes.map(|(row, code)| within(row) << 32 | u64::from(*code)).collect();
        let units = Units::by_key(&keys, |row| above.of(row));
        let strays = |row: &usize| above.of(*row) != units.group[units.of(*row)] as usize;
        if let Some(row) = (0..self.rows).find(strays) {
            let first = units.row[units.of(row)] as usize;
            return Err(DesignError::ClusterInTwoStrata {
                cluster: clusters.label(clusters.of_row[row]),
                first: self.stratum_label(first),
                other: self.stratum_label(row),
                row,
            });
        }
        Ok(units)
    }

    /// Sampling fraction of every group of a stage.
    fn fractions(&self, stage: usize, groups: &Units, size: &[u64]) -> Result<Vec<Fraction>, DesignError> {
        let Some(population) = self.population.get(stage) else {
            return Ok(vec![Fraction { taken: 0.0, left: 1.0 }; size.len()]);
        };
        let mut known = vec![f64::NAN; size.len()];
        for (row, found) in population.iter().enumerate() {
            let known = &mut known[groups.of(row)];
            if !found.is_finite() || *found <= 0.0 {
                let (group, found, stage) = (self.group_label(stage, row), *found, stage + 1);
                return Err(DesignError::NotAPopulation {
                    group,
                    found,
                    stage,
                    row,
                });
            }
            if known.is_nan() {
                *known = *found;
            } else if known.to_bits() != found.to_bits() {
                let (group, first, other) = (self.group_label(stage, row), *known, *found);
                return Err(DesignError::PopulationVaries {
                    group,
                    first,
                    other,
                    stage: stage + 1,
                    row,
                });
            }
        }
        let over = (0..size.len()).find(|g| size[*g] as f64 > known[*g] * (1.0 + ROUNDING));
        if let Some(g) = over {
            let row = groups.row[g] as usize;
            return Err(DesignError::SampleExceedsPopulation {
                group: self.group_label(stage, row),
                n: size[g],
                population: known[g],
                stage: stage + 1,
                row,
            });
        }
        Ok(size.iter().zip(&known).map(|(n, of)| Fraction::of(*n, *of)).collect())
    }

    /// Applies the rule to strata with one cluster of several in the population (D18); their labels.
    fn settle_lonely(
        &self,
        strata: &Units,
        size: &[u64],
        fractions: &[Fraction],
        scale: &mut [f64],
    ) -> Result<Vec<String>, DesignError> {
        let alone = |h: &usize| size[*h] == 1 && fractions[*h].left > 0.0;
        let lonely: Vec<usize> = (0..size.len()).filter(alone).collect();
        let labels: Vec<String> = lonely
            .iter()
            .map(|h| self.stratum_label(strata.row[*h] as usize))
            .collect();
        if lonely.is_empty() || self.lonely == Lonely::Adjust {
            return Ok(labels);
        }
        if self.lonely == Lonely::Fail {
            return Err(match self.strata {
                None => DesignError::OneCluster,
                Some(_) => DesignError::Lonely {
                    strata: labels,
                    row: strata.row[lonely[0]] as usize,
                },
            });
        }
        lonely.iter().for_each(|h| scale[*h] = 0.0);
        if self.lonely == Lonely::Average {
            let others = size.len() - lonely.len();
            if others == 0 {
                return Err(DesignError::NothingToAverage);
            }
            let share = (size.len() as f64 / others as f64).sqrt();
            scale.iter_mut().for_each(|s| *s *= share);
        }
        Ok(labels)
    }

    fn stratum_label(&self, row: usize) -> String {
        self.strata
            .as_ref()
            .map_or_else(|| "all".to_owned(), |s| s.label(s.of_row[row]))
    }

    /// The stratum, or for later stages the path of clusters, that a row is drawn within.
    fn group_label(&self, stage: usize, row: usize) -> String {
        if stage == 0 {
            return format!("stratum {}", self.stratum_label(row));
        }
        let path: Vec<String> = self.clusters[..stage].iter().map(|c| c.label(c.of_row[row])).collect();
        format!("cluster {}", path.join(" / "))
    }
}

fn present(levels: &Levels, what: impl Fn() -> String) -> Result<(), DesignError> {
    match levels.of_row.iter().position(|code| *code == u32::MAX) {
        Some(row) => Err(DesignError::MissingUnit { what: what(), row }),
        None => Ok(()),
    }
}
