//! Barometer: surveys of how satisfied people are with municipal departments, from the sample to sealed 20-point scores.
//!
//! # The journey of one answer
//! A round walks through the rooms of [`domain`] in one direction:
//! [`domain::definition`] → [`domain::sample`] → [`domain::invitation`] → [`domain::assignment`] →
//! [`domain::submission`] → [`domain::weight`] → [`domain::estimate`] → [`domain::score`], and everything that was
//! accepted on the way is committed to the log of [`domain::proof`].
//! [`stages`] walks it in time (load → domain → save, one transaction each); [`web`] and [`cli`] both call the stages.
//!
//! # Words
//! A **department** is rated, an **agency** surveys, the **office** imports the scores. A **survey** is a folder; a
//! **round** is one year's run of it, frozen when opened. A **method** is every number a statistician may argue
//! about. A **submission** is one respondent's answers; a **rating** is one respondent's answer about one department.

pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod export;
pub mod jobs;
pub mod stages;
pub mod storage;
pub mod text;
pub mod web;
