//! Who was saving whom, and when?
//!
//! Nobody is bound beyond what is possible, and who saves others may leave a boat waiting for that. Both are asked of the
//! whole of a wait, which may have begun before it was known to be one, so the log's stints of help are kept.
//!
//! A unit is bound as the duty officer's list has it (`sim/muster.rs`): by an order to rescue from the order on, by an offer
//! of assistance while it is at that boat. Left out: the way to port with those saved.

use crate::agents::Side;
use crate::doctrine::Order;
use crate::events::{BoatId, UnitId};
use crate::units::Tick;

/// A unit on its way to help a boat, or helping it.
struct Stint {
    unit: UnitId,
    side: Side,
    boat: BoatId,
    from: Tick,
    /// From when it could not be called away.
    bound_from: Option<Tick>,
    /// Until when; none while it lasts.
    to: Option<Tick>,
}

impl Stint {
    fn bound_at(&self, tick: Tick) -> bool {
        self.bound_from.is_some_and(|from| from <= tick) && self.to.is_none_or(|to| tick < to)
    }
}

/// The stints of help of a night, as far as the log has been read.
#[derive(Default)]
pub(super) struct Stints(Vec<Stint>);

impl Stints {
    /// A unit is sent to help.
    pub(super) fn begin(&mut self, now: Tick, unit: UnitId, side: Side, boat: BoatId, order: Order) {
        // The same work under another rule goes on.
        let goes_on = |s: &Stint| s.unit == unit && s.boat == boat && s.to == Some(now) && s.bound_from.is_some();
        let bound_from = (order == Order::Rescue || self.0.iter().any(goes_on)).then_some(now);
        self.0.push(Stint { unit, side, boat, from: now, bound_from, to: None });
    }

    /// It is at the boat.
    pub(super) fn on_scene(&mut self, now: Tick, unit: UnitId) {
        for s in self.0.iter_mut().filter(|s| s.unit == unit && s.to.is_none()) {
            s.bound_from.get_or_insert(now);
        }
    }

    /// It is done, called away, or ordered anew; the boat that it was helping, if it was.
    pub(super) fn end(&mut self, now: Tick, unit: UnitId) -> Option<BoatId> {
        let stint = self.0.iter_mut().find(|s| s.unit == unit && s.to.is_none())?;
        stint.to = Some(now);
        Some(stint.boat)
    }

    /// Is anybody, of whichever side, on the way to this boat to help, or helping it?
    pub(super) fn anybody_helps(&self, boat: BoatId) -> bool {
        self.0.iter().any(|s| s.boat == boat && s.to.is_none())
    }

    /// Is anybody of the side helping another boat, or on the way to it?
    pub(super) fn others_are_helped(&self, side: Side, boat: BoatId) -> bool {
        self.0.iter().any(|s| s.side == side && s.boat != boat && s.to.is_none())
    }

    /// Was anybody of the side helping another boat between these, or on the way to it?
    pub(super) fn others_helped(&self, side: Side, boat: BoatId, from: Tick, to: Tick) -> bool {
        let between = |s: &Stint| s.from <= to && s.to.is_none_or(|end| from < end);
        self.0.iter().any(|s| s.side == side && s.boat != boat && between(s))
    }

    /// Was the unit saving others than this boat at that time?
    pub(super) fn bound(&self, unit: UnitId, boat: BoatId, tick: Tick) -> bool {
        self.0.iter().any(|s| s.unit == unit && s.boat != boat && s.bound_at(tick))
    }

    /// How many units of the side were bound then and are not now.
    pub(super) fn bound_then_and_free_now(&self, side: Side, then: Tick, now: Tick) -> u32 {
        let mut units: Vec<UnitId> =
            self.0.iter().filter(|s| s.side == side && s.bound_at(then)).map(|s| s.unit).collect();
        units.sort_unstable();
        units.dedup();
        let free_now = |unit: &&UnitId| !self.0.iter().any(|s| s.unit == **unit && s.bound_at(now));
        #[expect(clippy::cast_possible_truncation, reason = "units are few")]
        let count = units.iter().filter(free_now).count() as u32;
        count
    }
}
