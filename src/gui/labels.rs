//! Where does each word on the chart go, so that none covers another?
//!
//! Greedy by priority over eight places around each anchor, after Yoeli (1972, "The logic of automated map
//! lettering"): right first, as chart makers do. What finds no place is left out, never overprinted.
//! Left out: simulated annealing and the like; at some sixty labels the greedy way is as good to the eye
//! and stays put from one frame to the next.

use egui::{Pos2, Rect, Vec2, pos2};

/// A word that wants a place.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelWish {
    /// What it belongs to.
    pub anchor: Pos2,
    /// How far from the anchor the word must stay.
    pub clear: f32,
    /// Size of the laid-out word.
    pub size: Vec2,
    /// Higher goes first; equal ones in the order given.
    pub priority: u8,
}

/// The rectangle of each wish, in order; none where there was no room.
#[must_use]
pub fn place(wishes: &[LabelWish], obstacles: &[Rect], within: Rect) -> Vec<Option<Rect>> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by_key(|&i| core::cmp::Reverse(wishes[i].priority));
    let mut taken: Vec<Rect> = obstacles.to_vec();
    let mut placed = vec![None; wishes.len()];
    for i in order {
        let found = candidates(&wishes[i])
            .into_iter()
            .find(|r| within.contains_rect(*r) && !taken.iter().any(|t| overlaps(t, r)));
        if let Some(rect) = found {
            taken.push(rect);
            placed[i] = Some(rect);
        }
    }
    placed
}

/// Right, left, above, below, then the corners.
fn candidates(w: &LabelWish) -> [Rect; 8] {
    let (a, d, s) = (w.anchor, w.clear, w.size);
    let (right, left) = (a.x + d, a.x - d - s.x);
    let (above, below) = (a.y - d - s.y, a.y + d);
    let (middle_x, middle_y) = (a.x - s.x / 2.0, a.y - s.y / 2.0);
    [
        (right, middle_y),
        (left, middle_y),
        (middle_x, above),
        (middle_x, below),
        (right, above),
        (right, below),
        (left, above),
        (left, below),
    ]
    .map(|(x, y)| Rect::from_min_size(pos2(x, y), s))
}

fn overlaps(a: &Rect, b: &Rect) -> bool {
    a.min.x < b.max.x && a.max.x > b.min.x && a.min.y < b.max.y && a.max.y > b.min.y
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;
    use proptest::prelude::*;

    const PANE: Rect = Rect { min: Pos2::ZERO, max: pos2(400.0, 300.0) };

    fn wish(x: f32, y: f32, priority: u8) -> LabelWish {
        LabelWish { anchor: pos2(x, y), clear: 5.0, size: vec2(60.0, 14.0), priority }
    }

    #[test]
    fn a_lone_word_goes_to_the_right() {
        let placed = place(&[wish(100.0, 100.0, 0)], &[], PANE);
        assert!(placed[0].is_some_and(|r| r.min.x >= 105.0));
    }

    #[test]
    fn the_more_important_word_wins_the_better_place() {
        let placed = place(&[wish(100.0, 100.0, 0), wish(100.0, 100.0, 9)], &[], PANE);
        assert!(placed[1].is_some_and(|r| r.min.x >= 105.0) && placed[0].is_some_and(|r| r.max.x <= 95.0));
    }

    #[test]
    fn a_word_without_room_is_left_out() {
        let wall = Rect::from_min_max(pos2(0.0, 50.0), pos2(400.0, 150.0));
        assert_eq!(place(&[wish(100.0, 100.0, 0)], &[wall], PANE), [None]);
    }

    proptest! {
        #[test]
        fn words_never_cover_one_another_or_leave_the_pane(
            at in prop::collection::vec((0.0..400.0_f32, 0.0..300.0_f32, 0..4_u8), 0..60),
        ) {
            let wishes: Vec<_> = at.iter().map(|&(x, y, p)| wish(x, y, p)).collect();
            let placed: Vec<Rect> = place(&wishes, &[], PANE).into_iter().flatten().collect();
            for (i, a) in placed.iter().enumerate() {
                prop_assert!(PANE.contains_rect(*a));
                prop_assert!(placed[i + 1..].iter().all(|b| !overlaps(a, b)));
            }
        }
    }
}
