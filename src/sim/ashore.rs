//! What do teams ashore see and do before a boat has left the beach?
//!
//! Under a doctrine that sends teams, patrols that have one watch for boats being made ready on the beach. On the order the
//! nearest free team goes there: it makes ready, drives, and finds the boat not yet launched, boarding, or gone. In the
//! first two cases it may keep it ashore, by a fate of the boat (FACTS 26 and 91: 25 to 42 % of those who set out or were
//! prevented were prevented; that is not the same, so the share is elicited). If people are boarding they may rush the boat
//! as the team comes, and it may go over in the surf, as at Wimereux on 14 January 2024 (BBC); whoever is in the
//! water then is cared for as always.
//!
//! A team that is ordered to wade in does so where people board no deeper than it can reach, and cuts the tubes, as at
//! Saint-Etienne-au-Mont on 4 July 2025, where nobody was reported hurt and lawyers questioned the basis (FACTS 93). What
//! that does to those who sit in the boat is known from that one case, so its numbers are expert judgement: the boat may go
//! over, and of those aboard some come into the water, by an interception. Where it is too deep, the team does what any does.
//!
//! A team may be ordered to use intermediate-force weapons (FACTS 115, confidence L: that a decision on such use was issued is
//! all that is known). They are used on whoever is there when it comes in time. That changes by factors how often the boat is
//! kept ashore and how often people press on into the water, and some are hurt so that they need care; all three are expert
//! judgement with wide ranges. Who is hurt goes on as before: no fate hangs on it.
//!
//! Left out: boats made ready behind a canal bank, groups that come again the same night, other force on the beach, what an
//! injury does later, and harm to the teams.

use super::depart::{overturn, stay_ashore, where_people_stand};
use super::ledger::{PersonNumber, Place};
use super::lookout::observed_by;
use super::people::People;
use super::sense::{Gained, Scene, gain, is_lost, report_delay};
use super::setting::Setting;
use super::snapshot::BoatPhase;
use super::state::{Boat, BoatState, Lookouts, Motion, Pending, PlotEntry, Plots, Reporter, Roster, Tonight};
use crate::agents::boarding::overturn_probability;
use crate::agents::{BoatKind, Side};
use crate::draws::{Purpose, Subject};
use crate::environment::waves;
use crate::events::{BoatId, Hazard, ImmersionCause, NoDeparture, What};
use crate::units::{Distance, Duration, Tick, Vec2};
use bevy_ecs::prelude::{Query, Res, ResMut, Resource};

/// Draws of the luck of a boat that a team goes to: is it kept ashore, how soon is the team off, is there a rush, and does
/// the boat go over in it?
const PREVENTED: u32 = 0;
const READY: u32 = 1;
const RUSH: u32 = 2;
const OVERTURNS: u32 = 3;
/// And for one that a team wades in to: are the tubes cut, and does it go over?
const CUT: u32 = 4;
const GOES_OVER: u32 = 5;
/// Of a person aboard: in the water when the tubes are cut?
const INTO_WATER: u32 = 0;
/// And hurt by the weapons of a team?
const HURT: u32 = 1;
/// Delays of reports from the beach are drawn from here on, apart from those of sightings afloat.
const REPORTS_FROM: u32 = 1 << 25;

/// A team on its way.
#[derive(Clone, Copy, Debug)]
struct Errand {
    side: Side,
    boat: BoatId,
    contact: u32,
    arrives: Tick,
    acts: TeamWork,
}

/// What a team does that comes in time.
#[derive(Clone, Copy, Debug)]
pub struct TeamWork {
    /// It wades in.
    pub wades: bool,
    /// It uses intermediate-force weapons.
    pub weapons: bool,
}

/// The shore teams: each goes to one contact at a time.
#[derive(Resource, Default)]
pub struct Teams {
    /// By post: free again from then.
    free: Vec<Tick>,
    out: Vec<Errand>,
    /// Who was hurt by weapons: nobody is counted twice.
    hurt: Vec<PersonNumber>,
}

/// A team that could go.
#[derive(Clone, Copy, Debug)]
pub struct Nearest {
    post: usize,
    drive: Duration,
    /// Until it is there, by the median of its readiness.
    pub eta: Duration,
}

impl Teams {
    /// All at their posts.
    #[must_use]
    pub fn of(setting: &Setting) -> Self {
        Self { free: vec![Tick(0); setting.posts.len()], ..Self::default() }
    }

    /// The free team of a side that would be there first, if one is within reach.
    #[must_use]
    pub fn nearest(&self, setting: &Setting, side: Side, at: Vec2, now: Tick) -> Option<Nearest> {
        let p = &setting.parameters;
        let posts = setting.posts.iter().enumerate().filter(|(_, post)| post.team && post.side == side);
        posts
            .filter(|(i, _)| now >= self.free[*i])
            .map(|(post, place)| (post, Distance::metres((place.position - at).length())))
            .filter(|(_, way)| way.km() <= p.shore_team_reach_km)
            .min_by(|a, b| a.1.m().total_cmp(&b.1.m()))
            .map(|(post, way)| {
                let drive = Duration::hours(way.km() / p.shore_team_speed_kmh);
                Nearest { post, drive, eta: drive + Duration::minutes(p.shore_team_readiness_min) }
            })
    }

    /// Sends a team to a contact.
    pub fn send(
        &mut self,
        people: &mut People,
        side: Side,
        boat: BoatId,
        contact: u32,
        team: &Nearest,
        acts: TeamWork,
    ) {
        let setting = &*people.fixed.setting;
        let p = &setting.parameters;
        let (luck, s) = (people.fixed.luck, Subject::boat(boat.0));
        let ready = luck.log_normal(s, Purpose::ShoreTeam, READY, p.shore_team_readiness_min, p.readiness_sigma);
        let arrives = people.clock.tick.after(Duration::minutes(ready) + team.drive);
        self.free[team.post] = arrives.after(team.drive);
        self.out.push(Errand { side, boat, contact, arrives, acts });
        let by = setting.posts[team.post].title.clone();
        people.note(What::ShoreTeamSent { side, boat, contact, by });
    }
}

/// Once a minute, before boats depart: what teams find that have arrived.
pub fn meet_boats(
    mut tonight: ResMut<Tonight>,
    roster: Res<Roster>,
    mut teams: ResMut<Teams>,
    mut plots: ResMut<Plots>,
    mut boats: Query<(&Boat, &mut BoatState, &mut Motion)>,
) {
    let mut people = tonight.people();
    let now = people.clock.tick;
    let Teams { out, hurt, .. } = &mut *teams;
    for errand in out.extract_if(.., |e| now >= e.arrives) {
        let Ok((boat, mut state, mut motion)) = boats.get_mut(roster.boats[errand.boat.0 as usize]) else { continue };
        let Errand { side, boat: id, contact, .. } = errand;
        let in_time = matches!(state.phase, BoatPhase::Planned | BoatPhase::Boarding);
        people.note(What::ShoreTeamArrived { side, boat: id, contact, in_time });
        if in_time {
            if errand.acts.weapons {
                use_weapons(&mut people, boat, &state, &errand, hurt);
            }
            meet(&mut people, boat, &mut state, &mut motion, errand.acts);
        }
        if state.phase == BoatPhase::StayedAshore {
            // The team reports it.
            let entry = &mut plots.entries[side.index()][id.0 as usize];
            entry.contact = None;
            entry.pending = None;
        }
    }
}

/// A team is there before the boat has left.
fn meet(people: &mut People, boat: &Boat, state: &mut BoatState, motion: &mut Motion, acts: TeamWork) {
    let setting = &*people.fixed.setting;
    let (luck, s, p) = (people.fixed.luck, Subject::boat(boat.id.0), &setting.parameters);
    let boarding = state.phase == BoatPhase::Boarding;
    // The draws are the same with weapons and without.
    let with = |share: f64, factor: f64| if acts.weapons { (share * factor).min(1.0) } else { share };
    let rush = with(p.shore_rush_probability, p.weapons_rush_factor);
    if boarding && luck.chance(s, Purpose::ShoreTeam, RUSH, rush) {
        people.note(What::RushedAsTeamCame { boat: boat.id, people: state.people_aboard() });
        let breaker_m = waves::breaker_height(state.wave_m, p);
        let (overturns, aboard) = (overturn_probability(breaker_m, p).min(1.0), f64::from(state.people_aboard()));
        people.accounts.expect(Hazard::Surf, aboard * overturns);
        if luck.chance(s, Purpose::ShoreTeam, OVERTURNS, overturns) {
            people.accounts.count(Hazard::Surf, aboard);
            overturn(people, boat, state, motion);
            return;
        }
    }
    if boarding && acts.wades && boat.boards_in_m <= p.wade_depth_m && state.immersed.is_empty() {
        wade_in(people, boat, state, motion);
        return;
    }
    let prevented =
        luck.chance(s, Purpose::ShoreTeam, PREVENTED, with(p.shore_prevented_share, p.weapons_prevented_factor));
    // Whoever is in the water is seen to first; the boat is away meanwhile.
    if !prevented || !state.immersed.is_empty() {
        return;
    }
    keep_ashore(people, boat, state, boarding);
}

/// The team uses its weapons on those who are there: who is hurt, of whom nobody was hurt before.
fn use_weapons(people: &mut People, boat: &Boat, state: &BoatState, errand: &Errand, hurt: &mut Vec<PersonNumber>) {
    // Those who would rush the boat come only when it is boarded; they are the last of those who wait.
    let later = if state.phase == BoatPhase::Boarding { 0 } else { boat.rush as usize };
    let there = state.waiting.len().saturating_sub(later);
    let (luck, share) = (people.fixed.luck, people.fixed.setting.parameters.weapons_hurt_share);
    let (mut n, mut anew) = (0, 0);
    for who in state.waiting[..there].iter().chain(&state.aboard) {
        n += 1;
        if luck.chance(people.subject(*who), Purpose::ShoreTeam, HURT, share) && !hurt.contains(who) {
            hurt.push(*who);
            anew += 1;
        }
    }
    let Errand { side, boat, contact, .. } = *errand;
    people.note(What::WeaponsUsed { side, boat, contact, people: n, hurt: anew });
}

/// The team wades in to the boat while people board it.
fn wade_in(people: &mut People, boat: &Boat, state: &mut BoatState, motion: &mut Motion) {
    let setting = &*people.fixed.setting;
    let (luck, s, p) = (people.fixed.luck, Subject::boat(boat.id.0), &setting.parameters);
    let aboard = f64::from(state.people_aboard());
    let goes_over = if state.aboard.is_empty() { 0.0 } else { p.wade_overturn_probability };
    people.accounts.expect(Hazard::Manoeuvre, aboard * goes_over);
    let at = where_people_stand(setting, motion);
    if luck.chance(s, Purpose::ShoreTeam, GOES_OVER, goes_over) {
        people.accounts.count(Hazard::Manoeuvre, aboard);
        people.note(What::WadedIn { boat: boat.id, aboard: state.people_aboard(), cut: false });
        people.note(What::Overturned { boat: boat.id });
        motion.position = at;
        let all = state.aboard.clone();
        people.immerse(boat, state, &all, at, ImmersionCause::Interception);
    } else {
        let cut = luck.chance(s, Purpose::ShoreTeam, CUT, p.wade_cut_share);
        people.note(What::WadedIn { boat: boat.id, aboard: state.people_aboard(), cut });
        if !cut {
            return;
        }
        let falls = |who: &PersonNumber| {
            luck.chance(people.subject(*who), Purpose::ShoreTeam, INTO_WATER, p.wade_in_water_share)
        };
        let fallen: Vec<PersonNumber> = state.aboard.iter().copied().filter(falls).collect();
        people.immerse(boat, state, &fallen, at, ImmersionCause::Interception);
    }
    // The boat floats no more: those who stand beside it are ashore again, those in the water are seen to as always.
    keep_ashore(people, boat, state, true);
}

/// Those aboard are ashore again with those who wait, and the boat does not leave.
fn keep_ashore(people: &mut People, boat: &Boat, state: &mut BoatState, boarding: bool) {
    for person in core::mem::take(&mut state.aboard) {
        people.ledger.shift(person, Place::AboardBoat, Place::Waiting);
        state.waiting.push(person);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a group is far smaller than 2^32")]
    let group = (state.waiting.len() + state.immersed.len()) as u32;
    // Those who would have rushed the boat come only when it is boarded.
    let kept = if boarding { group } else { group.saturating_sub(boat.rush) };
    people.note(What::PreventedAshore { boat: boat.id, people: kept });
    stay_ashore(people, boat, state, NoDeparture::Prevented);
}

/// Is it being made ready on its beach?
#[must_use]
pub fn in_preparation(boat: &Boat, state: &BoatState, now: Tick, setting: &Setting) -> bool {
    let beach = boat.kind == BoatKind::BeachBoat || state.displaced.is_some();
    let launch = state.displaced.unwrap_or(boat.launch);
    let before = Duration::minutes(setting.parameters.shore_preparation_min);
    state.phase == BoatPhase::Planned && boat.goes && beach && now < launch && now.after(before) >= launch
}

/// A boat in preparation, this minute: patrols that have a team may see it, and keep it in sight.
pub fn watch(
    people: &mut People,
    setting: &Setting,
    lookouts: &Lookouts,
    scene: &Scene,
    side: Side,
    entry: &mut PlotEntry,
    numbered: &mut u32,
) {
    let now = people.clock.tick;
    let patrol = |who| matches!(who, Reporter::Post(i) if setting.posts[i as usize].team);
    let sight = observed_by(lookouts, side, scene.at, scene.target, patrol);
    entry.held = sight.rate * setting.parameters.hold_within_min >= 1.0;
    if let Some(contact) = &mut entry.contact {
        if entry.held {
            contact.last_report = now;
            contact.position = scene.at;
        } else if is_lost(setting, contact, entry.units.is_empty(), now) {
            entry.contact = None;
        }
        return;
    }
    if entry.pending.is_none() {
        entry.beach_hazard += sight.rate;
        #[expect(clippy::cast_possible_truncation, reason = "two sides")]
        let s = Subject::case(side.index() as u32, scene.boat.id.0);
        if sight.rate > 0.0 && entry.beach_hazard >= people.fixed.luck.exponential(s, Purpose::ShoreTeam, 0) {
            let delay = report_delay(people.fixed.luck, setting, side, scene, REPORTS_FROM);
            entry.pending = Some(Pending { at: now.after(delay), by: sight.best, identified: false });
        }
    }
    let Some(pending) = entry.pending.take_if(|p| now >= p.at) else { return };
    gain(people, setting, scene, side, entry, numbered, Gained::From(&pending));
    // Whoever stands on the beach knows which beach it is.
    entry.offset = Vec2::ZERO;
    if let Some(contact) = &mut entry.contact {
        contact.position = scene.at;
    }
}
