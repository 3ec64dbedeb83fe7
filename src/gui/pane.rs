//! What does one pane show at this moment? One night under one doctrine, taken to the clock's time.
//!
//! Going back is running again: there is no store of worlds, since a whole night takes some hundredths of
//! a second. Drawing needs the two ticks around the clock's time and a trail; both are copies, so the night
//! itself is never touched by drawing. A trail stays valid when the night is run again, because the same
//! night gives the same ticks.

use crate::agents::interception::Harm;
use crate::doctrine::Doctrine;
use crate::draws::NightKey;
use crate::environment::SeaNight;
use crate::events::lives::{Life, lives_of};
use crate::events::{Account, BoatId, Event};
use crate::sim::{Setting, ShadowNote, Simulation, Snapshot};
use crate::units::{Tick, Vec2};
use std::sync::Arc;

/// Ticks between two points of a trail: a minute.
const TRAIL_TICKS: u32 = 6;
/// Farther apart than this within a tick, metres, is a jump (a landing, a new start) and is not smoothed.
/// A helicopter at 160 kn flies 820 m in a tick.
const JUMP_M: f64 = 1500.0;

/// Where everything was at one tick.
#[derive(Clone, Debug, PartialEq)]
pub struct TrailPoint {
    /// When.
    pub tick: Tick,
    /// Boats by number; none while there is no hull on the water.
    pub boats: Vec<Option<Vec2>>,
    /// Units by number.
    pub units: Vec<Vec2>,
}

/// One night on show.
pub struct Pane {
    setting: Arc<Setting>,
    doctrine: Arc<Doctrine>,
    shadows: Vec<Arc<Doctrine>>,
    key: NightKey,
    night: Simulation,
    fault: Option<String>,
    before: Snapshot,
    now: Snapshot,
    trail: Vec<TrailPoint>,
}

impl Pane {
    /// A night at its start.
    #[must_use]
    pub fn new(setting: &Arc<Setting>, doctrine: &Arc<Doctrine>, key: NightKey) -> Self {
        Self::with_shadows(setting, doctrine, key, &[])
    }

    /// The same night, with other doctrines asked beside it what they would order.
    #[must_use]
    pub fn with_shadows(
        setting: &Arc<Setting>,
        doctrine: &Arc<Doctrine>,
        key: NightKey,
        shadows: &[Arc<Doctrine>],
    ) -> Self {
        let mut night = Simulation::with_shadows(setting, doctrine, key, shadows);
        let now = look(&mut night);
        let mut pane = Self {
            setting: Arc::clone(setting),
            doctrine: Arc::clone(doctrine),
            shadows: shadows.to_vec(),
            key,
            night,
            fault: None,
            before: now.clone(),
            now,
            trail: Vec::new(),
        };
        pane.record();
        pane
    }

    /// The doctrine of the pane.
    #[must_use]
    pub const fn doctrine(&self) -> &Arc<Doctrine> {
        &self.doctrine
    }

    /// Takes the night towards a tick with at most so many steps, and says how many it took.
    pub fn reach(&mut self, target: Tick, steps: u32) -> u32 {
        if target < self.now.tick {
            self.night = Simulation::with_shadows(&self.setting, &self.doctrine, self.key, &self.shadows);
            self.fault = None;
            self.now = look(&mut self.night);
            self.before = self.now.clone();
        }
        let mut taken = 0;
        while self.fault.is_none() && self.night.tick() < target && !self.night.finished() && taken < steps {
            let next = self.night.tick().0 + 1;
            if self.now.tick != self.night.tick() && (next == target.0 || taken + 1 == steps) {
                self.now = look(&mut self.night);
            }
            self.fault = self.night.step().err().map(|e| e.to_string());
            taken += 1;
            if self.night.tick().0.is_multiple_of(TRAIL_TICKS) {
                self.record();
            }
        }
        if taken > 0 {
            let reached = look(&mut self.night);
            self.before = core::mem::replace(&mut self.now, reached);
        }
        taken
    }

    /// The tick reached.
    #[must_use]
    pub const fn tick(&self) -> Tick {
        self.now.tick
    }

    /// Is there nothing after this tick?
    #[must_use]
    pub fn finished(&self) -> bool {
        self.fault.is_some() || self.night.finished()
    }

    /// Why the night can't be trusted, if so.
    #[must_use]
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// The last snapshot taken.
    #[must_use]
    pub const fn latest(&self) -> &Snapshot {
        &self.now
    }

    /// What happened so far.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        self.night.events()
    }

    /// What the other doctrines would have ordered so far.
    #[must_use]
    pub fn shadow_notes(&self) -> &[ShadowNote] {
        self.night.shadow_notes()
    }

    /// The title of one of them.
    #[must_use]
    pub fn shadow_title(&self, shadow: usize) -> &str {
        self.shadows.get(shadow).map_or("another doctrine", |d| d.title.as_str())
    }

    /// The people of a boat's group as they are at the tick reached.
    #[must_use]
    pub fn people_of(&self, boat: BoatId) -> Vec<Account> {
        self.night.people_of(boat)
    }

    /// What became so far of those of a boat's group who were in the water or died.
    #[must_use]
    pub fn harmed_of(&self, boat: BoatId) -> Vec<Life> {
        let mut lives = lives_of(self.events(), &self.people_of(boat), self.night.tick());
        lives.retain(Life::was_harmed);
        lives
    }

    /// The harm of one manoeuvre of each level near a boat at the tick reached; none while nobody is aboard.
    #[must_use]
    pub fn harm_now(&self, boat: BoatId) -> Option<[Harm; 4]> {
        self.night.harm_now(boat)
    }

    /// The sea of the night.
    #[must_use]
    pub fn sea(&self) -> &SeaNight {
        self.night.sea()
    }

    /// What to draw at a moment between the last two ticks.
    #[must_use]
    pub fn scene(&self, ticks: f64) -> Snapshot {
        if self.before.tick.0 + 1 != self.now.tick.0 {
            return self.now.clone();
        }
        between(&self.before, &self.now, (ticks - f64::from(self.before.tick.0)).clamp(0.0, 1.0))
    }

    /// The trail from one tick to another, both included.
    #[must_use]
    pub fn trail(&self, from: Tick, to: Tick) -> &[TrailPoint] {
        let start = self.trail.partition_point(|p| p.tick < from);
        let end = self.trail.partition_point(|p| p.tick <= to);
        &self.trail[start..end.max(start)]
    }

    fn record(&mut self) {
        let tick = self.night.tick();
        if self.trail.last().is_some_and(|p| p.tick >= tick) {
            return;
        }
        let s = look(&mut self.night);
        self.trail.push(TrailPoint {
            tick,
            boats: s.boats.iter().map(|b| b.phase.afloat().then_some(b.position)).collect(),
            units: s.units.iter().map(|u| u.position).collect(),
        });
    }
}

/// A snapshot in order of number: the window finds boats and units by their place in the list.
fn look(night: &mut Simulation) -> Snapshot {
    let mut s = night.snapshot();
    s.boats.sort_by_key(|b| b.id);
    s.units.sort_by_key(|u| u.id);
    s
}

/// Everything part of the way from one tick to the next: positions move, all else is as it was.
fn between(a: &Snapshot, b: &Snapshot, t: f64) -> Snapshot {
    let mut s = if t >= 1.0 { b.clone() } else { a.clone() };
    let mix = |p: Vec2, q: Vec2| match (q - p).length() {
        d if d <= JUMP_M => p + (q - p) * t,
        _ if t >= 1.0 => q,
        _ => p,
    };
    for ((boat, p), q) in s.boats.iter_mut().zip(&a.boats).zip(&b.boats) {
        boat.position = mix(p.position, q.position);
    }
    for ((unit, p), q) in s.units.iter_mut().zip(&a.units).zip(&b.units) {
        unit.position = mix(p.position, q.position);
    }
    s
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn any_way_to_a_tick_shows_the_same() {
        let mut straight = fixture::pane();
        straight.reach(Tick(500), u32::MAX);
        let mut wandering = fixture::pane();
        for tick in [3, 700, 20, 499, 500] {
            wandering.reach(Tick(tick), u32::MAX);
        }
        assert_eq!(straight.scene(500.0), wandering.scene(500.0));
        assert_eq!(straight.trail(Tick(0), Tick(500)), wandering.trail(Tick(0), Tick(500)));
        assert_eq!(straight.events(), wandering.events());
    }

    #[test]
    fn drawing_is_smooth_between_ticks() {
        let mut p = fixture::pane();
        p.reach(Tick(fixture::BUSY_TICK), u32::MAX);
        let (from, to) = (f64::from(fixture::BUSY_TICK - 1), f64::from(fixture::BUSY_TICK));
        let at = |t: f64| -> Vec<Vec2> { p.scene(t).boats.iter().map(|b| b.position).collect() };
        let moved = at(from).iter().zip(at(to)).filter(|(a, b)| (**a - *b).length() > 1.0).count();
        assert!(moved > 0, "a boat is under way");
        for ((a, b), middle) in at(from).iter().zip(at(to)).zip(at(from.midpoint(to))) {
            assert!(((*a + b) * 0.5 - middle).length() < 1e-6);
        }
    }

    #[test]
    fn a_long_way_is_taken_in_slices() {
        let mut p = fixture::pane();
        assert_eq!(p.reach(Tick(100), 30), 30);
        assert_eq!(p.tick(), Tick(30));
        while p.reach(Tick(100), 30) > 0 {}
        assert_eq!(p.tick(), Tick(100));
    }

    #[test]
    fn trails_cover_what_is_asked_for() {
        let mut p = fixture::pane();
        p.reach(Tick(120), u32::MAX);
        let ticks: Vec<u32> = p.trail(Tick(60), Tick(90)).iter().map(|t| t.tick.0).collect();
        assert_eq!(ticks, [60, 66, 72, 78, 84, 90]);
    }
}
