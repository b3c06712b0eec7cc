//! A tenant's codes as an outline: the lines that are drawn, and what moves them.

use contract::console::Code;

/// As many levels as there may be.
pub const DEEPEST: usize = 5;
/// As many codes and groups as there may be.
pub const MOST: usize = 500;

/// A code as a line of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// It, without what is inside.
    pub code: Code,
    /// 1 at the top.
    pub level: usize,
    /// How many levels it takes with what is inside; 1 for a code.
    pub height: usize,
    /// How many are inside, at any depth.
    pub inside: usize,
    /// The labels of the groups around it, outermost first.
    pub groups: Vec<String>,
    /// Whether it is the first of its group.
    pub first: bool,
    /// Whether it is the last of its group.
    pub last: bool,
}

impl Line {
    /// Whether it can go into the one above it.
    pub fn can_indent(&self) -> bool {
        !self.first && self.level + self.height <= DEEPEST
    }

    /// Whether something can be put into it.
    pub fn can_hold(&self) -> bool {
        self.level < DEEPEST
    }

    /// Where it stands, for those who hear it: *Level 2, in Sales*.
    pub fn place(&self) -> String {
        match self.groups.is_empty() {
            true => "top level".to_owned(),
            false => format!("level {}, in {}", self.level, self.groups.join(" › ")),
        }
    }
}

/// What was taken out, and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The id of the group it was in; none at the top.
    pub group: Option<String>,
    /// Its place there.
    pub at: usize,
    /// It, with what is inside.
    pub code: Code,
}

/// All lines, from top to bottom.
pub fn lines(codes: &[Code]) -> Vec<Line> {
    fn walk(codes: &[Code], groups: &[String], into: &mut Vec<Line>) {
        for (at, code) in codes.iter().enumerate() {
            into.push(Line {
                code: Code { children: Vec::new(), ..code.clone() },
                level: groups.len() + 1,
                height: height(code),
                inside: count(&code.children),
                groups: groups.to_vec(),
                first: at == 0,
                last: at + 1 == codes.len(),
            });
            if !code.children.is_empty() {
                let mut groups = groups.to_vec();
                groups.push(code.label.clone());
                walk(&code.children, &groups, into);
            }
        }
    }
    let mut all = Vec::new();
    walk(codes, &[], &mut all);
    all
}

/// How many codes and groups there are.
pub fn count(codes: &[Code]) -> usize {
    codes.iter().map(|code| 1 + count(&code.children)).sum()
}

fn height(code: &Code) -> usize {
    1 + code.children.iter().map(height).max().unwrap_or_default()
}

/// The places that lead to a code, outermost first.
fn way(codes: &[Code], id: &str) -> Option<Vec<usize>> {
    codes.iter().enumerate().find_map(|(at, code)| {
        if code.id == id {
            return Some(vec![at]);
        }
        let mut way = way(&code.children, id)?;
        way.insert(0, at);
        Some(way)
    })
}

/// The list that a way without its last step leads to.
fn list<'a>(codes: &'a mut Vec<Code>, way: &[usize]) -> Option<&'a mut Vec<Code>> {
    let mut list = codes;
    for at in way {
        list = &mut list.get_mut(*at)?.children;
    }
    Some(list)
}

/// The list that a code is in, and its place there.
fn place<'a>(codes: &'a mut Vec<Code>, id: &str) -> Option<(&'a mut Vec<Code>, usize)> {
    let way = way(codes, id)?;
    let (at, before) = way.split_last()?;
    Some((list(codes, before)?, *at))
}

/// Changes a code.
pub fn change(codes: &mut Vec<Code>, id: &str, how: impl FnOnce(&mut Code)) {
    if let Some((list, at)) = place(codes, id) {
        list.get_mut(at).map(how);
    }
}

/// Adds a code behind another, on its level; at the end where there is none.
pub fn add_after(codes: &mut Vec<Code>, id: Option<&str>, new: Code) {
    match id.and_then(|id| way(codes, id)) {
        Some(way) => {
            let Some((at, before)) = way.split_last() else { return };
            if let Some(list) = list(codes, before) {
                list.insert(at + 1, new);
            }
        }
        None => codes.push(new),
    }
}

/// Adds a code as the last one inside another.
pub fn add_inside(codes: &mut Vec<Code>, id: &str, new: Code) {
    change(codes, id, |group| group.children.push(new));
}

/// Moves a code before its neighbour above (`-1`) or behind the one below (`1`), within its group.
/// Says whether it moved.
pub fn shift(codes: &mut Vec<Code>, id: &str, by: isize) -> bool {
    let Some((list, at)) = place(codes, id) else { return false };
    super::order::shift(list, at, by)
}

/// Puts a code into the one above it, as the last there. Says whether it moved.
pub fn indent(codes: &mut Vec<Code>, id: &str) -> bool {
    let fits = lines(codes).iter().any(|line| line.code.id == id && line.can_indent());
    let Some((list, at)) = place(codes, id).filter(|_| fits) else { return false };
    let code = list.remove(at);
    let Some(above) = at.checked_sub(1).and_then(|above| list.get_mut(above)) else { return false };
    above.children.push(code);
    // A group has no outcome of its own.
    above.disposition = None;
    true
}

/// Takes a code out of its group, to stand behind it. Says whether it moved.
pub fn outdent(codes: &mut Vec<Code>, id: &str) -> bool {
    let Some(way) = way(codes, id) else { return false };
    let [before @ .., group, at] = way.as_slice() else { return false };
    let Some(list) = list(codes, before) else { return false };
    let Some(inside) = list.get_mut(*group).map(|g| &mut g.children) else { return false };
    let code = inside.remove(*at);
    list.insert(group + 1, code);
    true
}

/// Takes a code out, with what is inside.
pub fn remove(codes: &mut Vec<Code>, id: &str) -> Option<Removed> {
    let all = lines(codes);
    let way = way(codes, id)?;
    let (at, before) = way.split_last()?;
    let level = before.len();
    let here = all.iter().position(|line| line.code.id == id)?;
    let group = all.get(..here)?.iter().rev().find(|line| line.level == level);
    let group = group.map(|line| line.code.id.clone());
    let code = list(codes, before)?.remove(*at);
    Some(Removed { group, at: *at, code })
}

/// Puts back what was taken out; at the top where its group has gone too.
pub fn restore(codes: &mut Vec<Code>, removed: Removed) {
    let Removed { group, at, code } = removed;
    let way = group.and_then(|group| way(codes, &group)).unwrap_or_default();
    if let Some(list) = list(codes, &way) {
        list.insert(at.min(list.len()), code);
    }
}

/// The line that is next to a code after it has gone: the one below what it holds, else the one above.
pub fn neighbour(lines: &[Line], id: &str) -> Option<String> {
    let at = lines.iter().position(|line| line.code.id == id)?;
    let below = at + 1 + lines.get(at)?.inside;
    let above = at.checked_sub(1).and_then(|above| lines.get(above));
    lines.get(below).or(above).map(|line| line.code.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(id: &str, children: Vec<Code>) -> Code {
        Code { id: id.into(), label: id.to_uppercase(), disposition: None, only: None, children }
    }

    fn codes() -> Vec<Code> {
        vec![
            code("a", vec![code("b", vec![code("c", vec![])]), code("d", vec![])]),
            code("e", vec![]),
        ]
    }

    /// The outline as text: a dash for each level.
    fn drawn(codes: &[Code]) -> String {
        let line = |l: &Line| format!("{}{}", "-".repeat(l.level - 1), l.code.id);
        lines(codes).iter().map(line).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lines_go_from_top_to_bottom_and_know_where_they_stand() {
        let all = lines(&codes());
        assert_eq!(drawn(&codes()), "a -b --c -d e");
        assert_eq!((all[0].inside, all[0].height, all[0].first, all[0].last), (3, 3, true, false));
        assert_eq!(all[2].place(), "level 3, in A › B");
        assert_eq!(all[4].place(), "top level");
        assert_eq!(count(&codes()), 5);
    }

    #[test]
    fn a_code_moves_among_its_own_kind_only() {
        let mut all = codes();
        assert!(shift(&mut all, "d", -1));
        assert_eq!(drawn(&all), "a -d -b --c e");
        assert!(!shift(&mut all, "d", -1), "it is the first of its group");
        assert!(shift(&mut all, "a", 1));
        assert_eq!(drawn(&all), "e a -d -b --c");
        assert!(!shift(&mut all, "nobody", 1));
    }

    #[test]
    fn a_code_goes_into_the_one_above_and_out_again() {
        let mut all = codes();
        assert!(indent(&mut all, "e"));
        assert_eq!(drawn(&all), "a -b --c -d -e");
        assert!(outdent(&mut all, "e"));
        assert_eq!(drawn(&all), "a -b --c -d e");
        assert!(!indent(&mut all, "a"), "nothing is above it");
        assert!(!outdent(&mut all, "a"), "it is at the top");
        assert!(outdent(&mut all, "b"), "what is inside goes along");
        assert_eq!(drawn(&all), "a -d b -c e");
    }

    #[test]
    fn a_code_that_becomes_a_group_has_no_outcome_any_more() {
        let mut all = vec![code("a", vec![]), code("b", vec![])];
        all[0].disposition = Some("guid".into());
        assert!(indent(&mut all, "b"));
        assert_eq!(all[0].disposition, None);
    }

    #[test]
    fn nothing_goes_deeper_than_five_levels() {
        let mut all = vec![code("1", vec![code("2", vec![code("3", vec![code("4", vec![])])])])];
        add_after(&mut all, None, code("x", vec![code("y", vec![])]));
        let moved = (0..5).filter(|_| indent(&mut all, "x")).count();
        assert_eq!(moved, 3, "what is inside counts too");
        assert_eq!(drawn(&all), "1 -2 --3 ---4 ---x ----y");
    }

    #[test]
    fn what_was_removed_comes_back_to_where_it_was() {
        for id in ["a", "b", "c", "d", "e"] {
            let mut all = codes();
            let removed = remove(&mut all, id);
            assert!(!drawn(&all).contains(id));
            restore(&mut all, removed.unwrap());
            assert_eq!(all, codes(), "{id}");
        }
        let mut all = codes();
        let removed = remove(&mut all, "c").unwrap();
        assert!(remove(&mut all, "b").is_some());
        restore(&mut all, removed);
        assert_eq!(drawn(&all), "c a -d e", "its group has gone");
        assert_eq!(remove(&mut all, "nobody"), None);
    }

    #[test]
    fn the_next_line_is_at_hand_when_one_goes() {
        let all = lines(&codes());
        assert_eq!(neighbour(&all, "a").as_deref(), Some("e"));
        assert_eq!(neighbour(&all, "e").as_deref(), Some("d"));
        assert_eq!(neighbour(&lines(&[code("a", vec![])]), "a"), None);
    }

    #[test]
    fn codes_are_added_behind_another_inside_it_or_at_the_end() {
        let mut all = codes();
        add_after(&mut all, Some("b"), code("x", vec![]));
        add_inside(&mut all, "x", code("y", vec![]));
        add_after(&mut all, None, code("z", vec![]));
        assert_eq!(drawn(&all), "a -b --c -x --y -d e z");
    }
}
