//! From estimates to points: conversion, composition over audiences, ranking, and the sheet that carries them.

pub mod sheet;
