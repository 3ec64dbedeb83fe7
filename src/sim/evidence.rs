//! Whose camera has that boat in sight, and for how long?
//!
//! By day whoever has a lookout aboard has a camera at hand; at night it takes a thermal camera. A boat counts as in sight
//! of a sensor that would find it again within the time for which tracks are held (register: `hold.within_min`), knowing
//! where to look. After enough minutes (`evidence.record_min`) evidence is recorded: images filmed at sea were used
//! against a pilot, and for want of proof one was acquitted (FACTS 96, 126).
//!
//! Left out: what the images show, and whether a court takes them.

use super::lookout::{target_of, true_place};
use super::snapshot::Activity;
use super::state::{Boat, BoatState, Lookouts, Motion, Plots, Tonight, Unit, UnitState};
use crate::agents::{SensorKind, Side};
use crate::events::What;
use bevy_ecs::prelude::{Query, Res, ResMut, Without};

/// Counts the minutes for which a unit's camera has each contact in sight.
pub fn record_evidence(
    mut tonight: ResMut<Tonight>,
    lookouts: Res<Lookouts>,
    mut plots: ResMut<Plots>,
    units: Query<(&Unit, &UnitState, &Motion), Without<Boat>>,
    boats: Query<(&Boat, &BoatState, &Motion)>,
) {
    let people = tonight.people();
    let setting = &*people.fixed.setting;
    let p = &setting.parameters;
    for (boat, state, motion) in &boats {
        if !state.phase.afloat() || !state.has_people() {
            continue;
        }
        let (at, target) = (true_place(state, motion), target_of(state, p));
        for side in Side::ALL {
            let entry = &mut plots.entries[side.index()][boat.id.0 as usize];
            let Some(contact) = entry.contact.filter(|_| entry.held && !entry.evidence.recorded) else { continue };
            let films = |unit: &Unit, state: &UnitState, motion: &Motion| {
                let out = !matches!(state.activity, Activity::InPort | Activity::Landing | Activity::MakingReady);
                let d2 = (motion.position - at).length_squared();
                let camera = |i: &usize| match setting.sensors[*i].kind {
                    SensorKind::Radar => false,
                    SensorKind::Visual => !people.sea.dark,
                    SensorKind::Thermal => true,
                };
                unit.side == side
                    && out
                    && setting.classes[unit.class].sensors.iter().filter(|i| camera(i)).any(|i| {
                        let rate = lookouts.by_class.get(*i).map_or(0.0, |reach| reach.rate_per_min(d2, target));
                        rate * p.cued_factor * p.hold_within_min >= 1.0
                    })
            };
            // In the order of the plan: the first who has it in sight is named.
            let Some((unit, _, _)) = units.iter().find(|(u, s, m)| films(u, s, m)) else { continue };
            entry.evidence.minutes += 1;
            if f64::from(entry.evidence.minutes) >= p.evidence_record_min {
                entry.evidence.recorded = true;
                let (boat, contact, unit) = (boat.id, contact.number, unit.id);
                people.log.note(people.clock.tick, What::EvidenceRecorded { boat, side, contact, unit });
            }
        }
    }
}
