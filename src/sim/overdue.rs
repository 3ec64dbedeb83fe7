//! Who notices that a boat has not come, and how is it looked for?
//!
//! A boat without a telephone can't call. But people await its passengers, and a centre that had it on its plot knows
//! that it has not seen it arrive; after a while somebody reports it overdue, to both centres, as inquiries go to all
//! (IAMSAR volume II). The case begins in the uncertainty phase and goes one phase up with each round of inquiries. From
//! the alert phase on aircraft on watch search about its last known place, or the middle of its way if nobody ever saw
//! it, and ships are asked to look out; in the distress phase units are sent by the rules, as for any case. Nobody is cued: the
//! place may be many miles off, and the boat is found when somebody sees it for themselves.
//!
//! Left out: who calls whom, and inquiries ashore.

use super::people::People;
use super::setting::Setting;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, PlotEntry, Plots};
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::agents::search::Pattern;
use crate::draws::{Purpose, Subject};
use crate::units::{Distance, Duration, Tick, Vec2};

/// The case of a boat that has not come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overdue {
    /// Reported then.
    pub since: Tick,
    /// Somebody sees it; the centre knows then.
    pub sighted: Option<(Tick, super::state::Reporter)>,
}

/// A report that a boat has not come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Report {
    /// Where it is looked for first.
    pub place: Vec2,
    /// From people who await it; else from a centre's own list.
    pub awaited: bool,
}

/// Is this boat reported overdue now? Once at most, and not while a centre has it on its plot.
pub fn reported(people: &People, boat: &Boat, state: &mut BoatState, plots: &Plots) -> Option<Report> {
    let at_sea = matches!(state.phase, BoatPhase::Crossing | BoatPhase::Adrift | BoatPhase::Wrecked);
    let set_out = state.phone.out_since.filter(|_| at_sea && !state.overdue_told)?;
    let (p, luck, s) = (&people.fixed.setting.parameters, people.fixed.luck, Subject::boat(boat.id.0));
    let due = *state.overdue_due.get_or_insert_with(|| {
        let hours = luck.log_normal(s, Purpose::Overdue, 0, p.overdue_after_h, p.overdue_sigma);
        set_out.after(Duration::hours(hours))
    });
    if people.clock.tick < due {
        return None;
    }
    let entries = Side::ALL.map(|side| &plots.entries[side.index()][boat.id.0 as usize]);
    if entries.iter().any(|e| e.contact.is_some() || e.pending.is_some() || e.call.is_some()) {
        return None;
    }
    state.overdue_told = true;
    let awaited = luck.chance(s, Purpose::Overdue, 1, p.overdue_awaited);
    let known = entries.iter().any(|e| e.last_number > 0);
    let noticed = known && luck.chance(s, Purpose::Overdue, 2, p.overdue_noticed);
    if !(awaited || noticed) {
        return None;
    }
    let last = entries.iter().filter_map(|e| e.lost).max_by_key(|c| c.last_report);
    let place = last.map_or((boat.shore_at + boat.goal) * 0.5, |c| c.position);
    Some(Report { place, awaited })
}

/// The phase of the case by the rounds of inquiries since the report.
#[must_use]
pub fn phase(since: Tick, now: Tick, step: Duration) -> Phase {
    let rounds = (now.elapsed().s() - since.elapsed().s()) / step.s().max(1.0);
    if rounds < 1.0 {
        Phase::Uncertain
    } else if rounds < 2.0 {
        Phase::Alert
    } else {
        Phase::Distress
    }
}

impl PlotEntry {
    /// Is it a case of a boat that has not come and that nobody has seen since?
    #[must_use]
    pub const fn unseen(&self) -> bool {
        self.overdue.is_some() && self.contact.is_some()
    }

    /// Do ships that pass look out for it?
    #[must_use]
    pub fn ships_look_out_for(&self) -> bool {
        self.looked_out_for() || self.relayed && self.contact.is_some()
    }

    /// Is it searched for from the air and by ships that pass?
    #[must_use]
    pub fn looked_out_for(&self) -> bool {
        self.unseen() && self.contact.as_ref().is_some_and(|c| c.phase >= Phase::Alert)
    }
}

/// Where an aircraft on watch is after this time of its search: on parallel tracks over the area of the probable error.
fn on_tracks(setting: &Setting, class: usize, entry: &PlotEntry, searched: Duration) -> Vec2 {
    let craft = &setting.classes[class].craft;
    let (reach, spacing) = (Distance::metres(entry.error_m), Distance::metres(setting.sight_m(class)));
    let legs = Pattern::ParallelTracks.legs(reach, spacing, 1);
    let end = |leg| Pattern::ParallelTracks.leg_end(leg, reach, spacing, 0, 1);
    let round: f64 = (1..legs).map(|k| (end(k + 1) - end(k)).length()).sum();
    let mut left = craft.max_speed.mps() * searched.s();
    if round > 0.0 {
        left -= round * (left / round).floor();
    }
    for k in 1..legs {
        let leg = end(k + 1) - end(k);
        if left <= leg.length() {
            return end(k) + leg.normalised() * left;
        }
        left -= leg.length();
    }
    end(legs)
}

/// Where the aircraft on watch of a side search now, if for a boat that has not come: the case reported first.
pub fn aircraft_at(setting: &Setting, plots: &Plots, side: Side, class: usize, now: Tick) -> Option<Vec2> {
    let entries = plots.entries[side.index()].iter().filter(|e| e.looked_out_for());
    let (since, entry) = entries.filter_map(|e| Some((e.overdue?.since, e))).min_by_key(|(since, _)| *since)?;
    let searched = Duration::seconds(now.elapsed().s() - since.elapsed().s());
    Some(entry.contact.as_ref()?.position + on_tracks(setting, class, entry, searched))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_goes_one_phase_up_with_each_round_of_inquiries() {
        let step = Duration::minutes(60.0);
        let at = |minutes: f64| phase(Tick(600), Tick(600).after(Duration::minutes(minutes)), step);
        assert_eq!((at(0.0), at(59.0)), (Phase::Uncertain, Phase::Uncertain));
        assert_eq!((at(60.0), at(119.0)), (Phase::Alert, Phase::Alert));
        assert_eq!(at(120.0), Phase::Distress);
    }
}
