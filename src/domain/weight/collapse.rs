//! The registered rule that merges groups which are too small: strata or classes of nonresponse, categories of margins.
//!
//! Rule, the same everywhere (D15): in the given order take the first group that fails; merge it with the next group of
//! the same family, or with the previous one when it is the last; start again until none fails or the family is one
//! group. Where families may mix, what still fails then is merged across them by the same rule.

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
    let count = |members: &[usize]| members.iter().map(|i| items[*i].0).sum::<u64>();
    let families: Vec<&str> = items.iter().map(|(_, family)| family.as_str()).collect();
    let groups = merge_failing(&families, true, |members| count(members) < minimum);
    let group = |members: Vec<usize>| Group {
        count: count(&members),
        family: items[members[0]].1.clone(),
        members,
    };
    groups.into_iter().map(group).collect()
}

/// Merges items (given by family, in order) while `fails` says so of a group's members; groups in order.
///
/// Without `mix` families stay apart, and a group that fails alone in its family is left as it is.
pub fn merge_failing<F: PartialEq>(families: &[F], mix: bool, fails: impl Fn(&[usize]) -> bool) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..families.len()).map(|i| vec![i]).collect();
    loop {
        let partner = |(i, group): (usize, &Vec<usize>)| {
            let with = fails(group).then(|| partner(&groups, families, i, mix)).flatten();
            with.map(|with| (i.min(with), i.max(with)))
        };
        let Some((into, from)) = groups.iter().enumerate().find_map(partner) else {
            return groups;
        };
        let from = groups.remove(from);
        groups[into].extend(from);
        groups[into].sort_unstable();
    }
}

fn partner<F: PartialEq>(groups: &[Vec<usize>], families: &[F], failing: usize, mix: bool) -> Option<usize> {
    let family = |i: usize| &families[groups[i][0]];
    let same = |i: &usize| family(*i) == family(failing);
    let next = (failing + 1..groups.len()).find(same);
    let previous = (0..failing).rev().find(same);
    let neighbour = match (mix, failing + 1 < groups.len()) {
        (false, _) => None,
        (true, true) => Some(failing + 1),
        (true, false) => failing.checked_sub(1),
    };
    next.or(previous).or(neighbour)
}
