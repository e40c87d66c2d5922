//! The registered rule that merges groups which are too small: strata into nonresponse classes, categories of margins.
//!
//! Rule, the same everywhere (D15): in the given order take the first group below the minimum; merge it with the next
//! group of the same family, or with the previous one when it is the last; start again until none fails or the family
//! is one group. What still fails then is merged across families by the same rule.

/// One group in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Original positions, ascending.
    pub members: Vec<usize>,
    /// Count that must reach the minimum.
    pub count: u64,
    /// Only groups of one family are merged, until a family is exhausted.
    pub family: String,
}

/// Merges until every group reaches `minimum` or one group is left; `items` are (count, family) in order.
pub fn collapse(items: &[(u64, String)], minimum: u64) -> Vec<Group> {
    let group = |(i, (count, family)): (usize, &(u64, String))| Group {
        members: vec![i],
        count: *count,
        family: family.clone(),
    };
    let mut groups: Vec<Group> = items.iter().enumerate().map(group).collect();
    while groups.len() > 1 {
        let Some(small) = groups.iter().position(|g| g.count < minimum) else {
            break;
        };
        let with = partner(&groups, small);
        merge(&mut groups, small.min(with), small.max(with));
    }
    groups
}

fn partner(groups: &[Group], small: usize) -> usize {
    let same = |i: &usize| groups[*i].family == groups[small].family;
    let next = (small + 1..groups.len()).find(same);
    let previous = (0..small).rev().find(same);
    let neighbour = if small + 1 < groups.len() { small + 1 } else { small - 1 };
    next.or(previous).unwrap_or(neighbour)
}

fn merge(groups: &mut Vec<Group>, into: usize, from: usize) {
    let from = groups.remove(from);
    groups[into].members.extend(from.members);
    groups[into].members.sort_unstable();
    groups[into].count += from.count;
}
