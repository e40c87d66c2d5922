//! The lists of one respondent: shown, assigned, battery; and the two coin tosses beside them.

use super::{EpochTable, RespondentKey, draw};
use crate::domain::data::{Assigned, Fraction, Shown};
use crate::domain::definition::{
    AssignmentRule, Audience, AudienceId, Department, DepartmentId, Role, SectionKind, Survey,
};
use crate::domain::random::{below, shuffle};
use std::collections::{BTreeMap, BTreeSet};

/// Which end of the scale stands first, the same throughout one respondent's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScaleOrder {
    /// 很满意 first.
    BestFirst,
    /// 很不满意 first.
    WorstFirst,
}

impl ScaleOrder {
    /// `best-first` or `worst-first`, as documents write it.
    pub fn as_str(self) -> &'static str {
        match self {
            ScaleOrder::BestFirst => "best-first",
            ScaleOrder::WorstFirst => "worst-first",
        }
    }
}

/// What the familiarity answers say, restricted to the shown departments and in the survey's order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// Used or known: these may be rated.
    pub eligible: Vec<DepartmentId>,
    /// Dealt with in the year: these may get the dimension items.
    pub used: BTreeSet<DepartmentId>,
}

/// The departments a respondent is shown, in order of showing, with s.
///
/// Departments of the audience without the `excluded` ones (a supervised unit's supervisors). Where the rule draws:
/// those without a size are always shown (s = 1); of the other m, ⌈m·share⌉ are drawn by size. Themes come in random
/// order and departments in random order within their theme. Where the rule is `all`: every one, in the survey's order.
pub fn shown_list(
    survey: &Survey,
    audience: &AudienceId,
    excluded: &[DepartmentId],
    key: &RespondentKey,
) -> Vec<Shown> {
    let open: Vec<&Department> = survey
        .departments
        .iter()
        .filter(|d| d.is_rated_by(audience) && !excluded.contains(&d.id))
        .collect();
    let AssignmentRule::Drawn {
        shown_sizes,
        shown_share,
        ..
    } = &survey.method.assignment
    else {
        return open.iter().map(|d| shown(d, Fraction::ONE)).collect();
    };
    let size = |d: &Department| shown_sizes.get(&d.familiarity).copied().flatten();
    let (drawn, always): (Vec<&Department>, Vec<&Department>) = open.into_iter().partition(|d| size(d).is_some());
    let sizes: Vec<u64> = drawn.iter().filter_map(|d| size(d)).collect();
    let (numerator, denominator) = *shown_share;
    let k = (drawn.len() as u64 * numerator).div_ceil(denominator.max(1));
    let mut list: Vec<(&Department, Fraction)> = always.into_iter().map(|d| (d, Fraction::ONE)).collect();
    let taken = draw(&sizes, k, &mut key.stream("shown"));
    list.extend(drawn.into_iter().zip(taken).filter_map(|(d, s)| Some((d, s?))));
    order_by_theme(list, survey, key)
}

fn shown(department: &Department, s: Fraction) -> Shown {
    Shown {
        department: department.id.clone(),
        s,
    }
}

fn order_by_theme(list: Vec<(&Department, Fraction)>, survey: &Survey, key: &RespondentKey) -> Vec<Shown> {
    let mut rng = key.stream("show-order");
    // Themes and departments start in the survey's order, so that the result depends on the key alone.
    let mut themes: Vec<(&str, Vec<Shown>)> = Vec::new();
    for department in &survey.departments {
        let Some((_, s)) = list.iter().find(|(d, _)| d.id == department.id) else {
            continue;
        };
        match themes.iter_mut().find(|(theme, _)| *theme == department.theme.zh) {
            Some((_, members)) => members.push(shown(department, *s)),
            None => themes.push((&department.theme.zh, vec![shown(department, *s)])),
        }
    }
    shuffle(&mut rng, &mut themes);
    for (_, members) in &mut themes {
        shuffle(&mut rng, members);
    }
    themes.into_iter().flat_map(|(_, members)| members).collect()
}

/// Reads the familiarity answers (department → code): who may be rated and who was used.
///
/// Answers about departments that were not shown are left out. Without a familiarity question every shown department
/// is eligible and none counts as used.
pub fn known(
    survey: &Survey,
    audience: &Audience,
    shown: &[Shown],
    familiarity: &BTreeMap<DepartmentId, String>,
) -> Known {
    let role = audience.questionnaire.familiarity().map(|q| &q.role);
    let mut known = Known::default();
    for department in &survey.departments {
        if !shown.iter().any(|s| s.department == department.id) {
            continue;
        }
        let Some(Role::Familiarity { eligible, used }) = role else {
            known.eligible.push(department.id.clone());
            continue;
        };
        let Some(code) = familiarity.get(&department.id) else {
            continue;
        };
        if eligible.contains(code) || used.contains(code) {
            known.eligible.push(department.id.clone());
        }
        if used.contains(code) {
            known.used.insert(department.id.clone());
        }
    }
    known
}

/// The departments a respondent rates, in order of asking, with q and (for the battery) r.
///
/// At most `max_departments` of the eligible, drawn by the sizes of the epoch table, in random order. Dimension items
/// are asked of at most `battery_most` of the assigned departments that were used. Where the rule is `all`: every
/// eligible one with q = 1, in the survey's order.
pub fn assigned_list(
    survey: &Survey,
    audience: &Audience,
    known: &Known,
    table: &EpochTable,
    key: &RespondentKey,
) -> Vec<Assigned> {
    let rule = &survey.method.assignment;
    if *rule == AssignmentRule::All {
        return everyone(survey, audience, known);
    }
    let sizes: Vec<u64> = known
        .eligible
        .iter()
        .map(|d| table.size(rule, &audience.id, d))
        .collect();
    let taken = draw(&sizes, audience.max_departments.into(), &mut key.stream("assigned"));
    let mut list: Vec<Assigned> = known
        .eligible
        .iter()
        .zip(taken)
        .filter_map(|(d, q)| Some(assigned(d, q?)))
        .collect();
    draw_battery(survey, audience, known, key, &mut list);
    shuffle(&mut key.stream("ask-order"), &mut list);
    list
}

/// The assigned list of a paper form, where every known department is rated: q = 1, in order of the printed list.
///
/// A paper form prints the dimension items for all, so r = 1 for the used ones where the questionnaire has such items.
pub fn assigned_on_paper(survey: &Survey, audience: &Audience, shown: &[Shown], known: &Known) -> Vec<Assigned> {
    let mut list: Vec<Assigned> = shown
        .iter()
        .filter(|s| known.eligible.contains(&s.department))
        .map(|s| assigned(&s.department, Fraction::ONE))
        .collect();
    if survey.method.battery_most > 0 && has_battery(audience) {
        for entry in list.iter_mut().filter(|a| known.used.contains(&a.department)) {
            entry.r = Some(Fraction::ONE);
        }
    }
    list
}

fn assigned(department: &DepartmentId, q: Fraction) -> Assigned {
    Assigned {
        department: department.clone(),
        q,
        r: None,
    }
}

/// Everyone rates everything: the battery too, if the method allows as many departments as there are.
fn everyone(survey: &Survey, audience: &Audience, known: &Known) -> Vec<Assigned> {
    let battery = has_battery(audience) && survey.method.battery_most as usize >= known.eligible.len();
    known
        .eligible
        .iter()
        .map(|d| Assigned {
            r: battery.then_some(Fraction::ONE),
            ..assigned(d, Fraction::ONE)
        })
        .collect()
}

/// Draws the battery's departments with equal sizes; `list` must still be in the survey's order.
fn draw_battery(survey: &Survey, audience: &Audience, known: &Known, key: &RespondentKey, list: &mut [Assigned]) {
    if !has_battery(audience) {
        return;
    }
    let used: Vec<&mut Assigned> = list.iter_mut().filter(|a| known.used.contains(&a.department)).collect();
    let most = survey.method.battery_most.into();
    let taken = draw(&vec![1; used.len()], most, &mut key.stream("battery"));
    for (entry, r) in used.into_iter().zip(taken) {
        entry.r = r;
    }
}

fn has_battery(audience: &Audience) -> bool {
    let mut loops = audience
        .questionnaire
        .sections
        .iter()
        .filter(|s| s.kind == SectionKind::Ratings);
    loops.any(|section| section.questions.iter().any(|q| q.role == Role::Dimension))
}

/// Whether this respondent gets the attention item; the share is (numerator, denominator).
pub fn asks_attention(key: &RespondentKey, share: (u64, u64)) -> bool {
    below(&mut key.stream("attention"), share.1) < share.0
}

/// Which end of the scale this respondent sees first, each with probability 1/2.
pub fn scale_order(key: &RespondentKey) -> ScaleOrder {
    match below(&mut key.stream("scale-order"), 2) {
        0 => ScaleOrder::BestFirst,
        _ => ScaleOrder::WorstFirst,
    }
}
