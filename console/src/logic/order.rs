//! Lists that people put in order.

/// Moves what is at a place up (`-1`) or down (`1`). Says whether it moved.
pub fn shift<T>(list: &mut [T], at: usize, by: isize) -> bool {
    let Some(to) = at.checked_add_signed(by) else { return false };
    if at >= list.len() || to >= list.len() {
        return false;
    }
    list.swap(at, to);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_past_the_ends() {
        let mut list = ["a", "b", "c"];
        assert!(shift(&mut list, 0, 1));
        assert_eq!(list, ["b", "a", "c"]);
        assert!(!shift(&mut list, 0, -1));
        assert!(!shift(&mut list, 2, 1));
        assert!(!shift(&mut list, 7, -1));
        assert_eq!(list, ["b", "a", "c"]);
    }
}
