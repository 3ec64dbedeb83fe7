//! Who learns of which boat, and what do they believe about it?
//!
//! Once a minute each side adds up the hazard of detection of each boat over all its observers (units
//! out of port, aircraft on watch, posts ashore); when it passes the fate, a report starts on its way to the centre
//! (MODEL 11.1). Known contacts are kept up by whoever would see them again within two minutes, knowing where to look,
//! else carried on by dead reckoning. Numbers aboard carry errors that shrink close by (MODEL 11.2).
//! Boats made ready on a beach are seen under doctrines that send teams there (`ashore`). Merchant ships report what
//! they see, once. Calls are in `calls`, reports on the wrong boat in `associate`.
//!
//! Left out: plots that the two centres share.

use super::ashore;
use super::associate::{self, Known};
use super::busy;
use super::calls;
use super::lookout::{Sight, look, target_of, true_place};
use super::overdue::{self, Overdue};
use super::people::People;
use super::relay;
use super::search::in_sight;
use super::setting::Setting;
use super::snapshot::BoatPhase;
use super::state::{
    Boat, BoatState, Call, Lookouts, Motion, Pending, PlotEntry, Plots, Reporter, Roster, TICKS_PER_MIN, Tonight,
};
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::agents::person::{self, Build, Flotation};
use crate::agents::sensing;
use crate::agents::sweep::Target;
use crate::doctrine::{Contact, ContactLook};
use crate::draws::{Draws, Purpose, Subject};
use crate::events::{BoatId, What};
use crate::parameters::Parameters;
use crate::units::{Distance, Duration, TICK_S, Tick, Vec2};
use bevy_ecs::prelude::{Query, Res, ResMut};

/// Detection, reports, upkeep of contacts.
pub fn sense(
    mut tonight: ResMut<Tonight>,
    lookouts: Res<Lookouts>,
    roster: Res<Roster>,
    mut plots: ResMut<Plots>,
    mut boats: Query<(&Boat, &mut BoatState, &Motion)>,
) {
    let mut people = tonight.people();
    let setting = &*people.fixed.setting;
    let now = people.clock.tick;
    let mut known: [Vec<Known>; 2] = [Vec::new(), Vec::new()];
    let load = Side::ALL.map(|s| busy::load_factor(&plots.entries[s.index()], &setting.parameters));
    for side in Side::ALL {
        associate::known(&plots, side, &mut known[side.index()]);
    }
    for (boat, mut state, motion) in &mut boats {
        if state.phase == BoatPhase::Stopped {
            // Under the hands of a unit: what is known of it does not change until that is over.
            continue;
        }
        let visible = state.phase.afloat() && state.has_people();
        let at = true_place(&state, motion);
        let region = if visible { Some(setting.region(at)) } else { None };
        if let Some(region) = region {
            calls::ring(&mut people, setting, boat, &mut state, at, region, &mut plots);
        } else {
            state.phone.rings = None;
        }
        if region.is_some()
            && let Some(report) = overdue::reported(&people, boat, &mut state, &plots)
        {
            open_overdue(&mut people, setting, boat, &state, motion, at, &report, &mut plots);
        }
        let scene = Scene { boat, state: &state, motion, at, target: target_of(&state, &setting.parameters), load };
        let interdicts = people.fixed.interdicts;
        let on_beach = interdicts.contains(&true) && ashore::in_preparation(boat, &state, now, setting);
        for side in Side::ALL {
            let Plots { entries, numbered, .. } = &mut *plots;
            let entry = &mut entries[side.index()][boat.id.0 as usize];
            entry.ashore = on_beach && interdicts[side.index()];
            if entry.ashore {
                let scene = Scene { at: boat.pickup_at, target: Target::Loaded, ..scene };
                let numbered = &mut numbered[side.index()];
                ashore::watch(&mut people, setting, &lookouts, &scene, side, entry, numbered);
                continue;
            }
            let Some(region) = region else {
                entry.call = None;
                forget_if_gone(setting, &lookouts, side, entry, &state, now);
                continue;
            };
            follow(&mut people, setting, &lookouts, &scene, side, region, &known[side.index()], &mut plots);
        }
    }
    for side in Side::ALL {
        let entries = &plots.entries[side.index()];
        if !entries.iter().any(|e| e.closing.is_some() || e.association.with.is_some()) {
            // No word is on its way, and no report was taken for one on another boat.
            continue;
        }
        for (boat, _, _) in &boats {
            let state_of = |b: BoatId| boats.get(roster.boats[b.0 as usize]).ok().map(|(_, s, _)| s);
            relay::hear(&mut people, setting, &mut plots, side, boat.id, &known[side.index()], state_of);
            associate::close_cases(&mut people, &mut plots, side, boat, state_of);
        }
    }
}

/// A boat with people to see, as it is.
pub(super) struct Scene<'a> {
    pub(super) boat: &'a Boat,
    pub(super) state: &'a BoatState,
    pub(super) motion: &'a Motion,
    pub(super) at: Vec2,
    pub(super) target: Target,
    /// How much longer each side's centre takes, as busy as it is.
    pub(super) load: [f64; 2],
}

/// One side and one boat, this minute.
#[expect(clippy::too_many_arguments, reason = "the parts of one step")]
fn follow(
    people: &mut People,
    setting: &Setting,
    lookouts: &Lookouts,
    scene: &Scene,
    side: Side,
    region: Side,
    known: &[Known],
    plots: &mut Plots,
) {
    let now = people.clock.tick;
    let (boat, index) = (scene.boat, scene.boat.id.0 as usize);
    // Of a boat that has not come both centres know, and neither knows where it is.
    let other = &plots.entries[side.other().index()][index];
    let other_knows = other.contact.is_some() && !other.unseen();
    let told = other.handed_over;
    let own = &plots.entries[side.index()][index];
    let sees_first = own.contact.is_none() || own.unseen();
    let sight = look(lookouts, side, scene.at, scene.target, sees_first);
    if let Some(call) = plots.entries[side.index()][index].call.take_if(|c| now >= c.at)
        && calls::act_on(people, setting, boat, side, known, plots, &call)
    {
        let Plots { entries, numbered, .. } = &mut *plots;
        let entry = &mut entries[side.index()][index];
        if entry.contact.is_none() {
            entry.pending = None;
            gain(people, setting, scene, side, entry, &mut numbered[side.index()], Gained::By(&call));
        }
    }
    let Plots { entries, numbered, .. } = &mut *plots;
    let entry = &mut entries[side.index()][index];
    entry.held = false;
    if entry.unseen() {
        entry.pending = None;
        look_out(people, setting, scene, side, &sight, entry);
        return;
    }
    if entry.contact.is_some() {
        entry.pending = None;
        keep_up(people, setting, scene, side, &sight, entry);
        if let Some(other) = associate::confuse(people, setting, boat, side, known, entry) {
            associate::merge(people, boat, side, plots, other, now);
        }
        return;
    }
    if entry.pending.is_none() {
        detect(people, setting, scene, side, region == side || told, other_knows, &sight, entry);
    }
    let Some(pending) = entry.pending.take_if(|p| now >= p.at) else { return };
    if pending.by == Reporter::OtherCentre {
        let k = entry.detections;
        if let Some(other) = associate::misnamed(people, setting, boat, side, known, scene.at, k) {
            associate::merge(people, boat, side, plots, other, now);
            return;
        }
    } else {
        // Somebody saw it for themselves: whatever it was taken for before.
        entry.association.with = None;
        entry.association.believed_found = false;
    }
    gain(people, setting, scene, side, entry, &mut numbered[side.index()], Gained::From(&pending));
}

/// A contact whose boat is gone, or has nobody left, is dropped when somebody looks at the place and finds
/// nothing, or when nothing has been heard for long enough.
fn forget_if_gone(
    setting: &Setting,
    lookouts: &Lookouts,
    side: Side,
    entry: &mut PlotEntry,
    state: &BoatState,
    now: Tick,
) {
    let unseen = entry.unseen();
    let Some(contact) = &mut entry.contact else {
        entry.pending = None;
        return;
    };
    if now.0.saturating_sub(state.since.0) <= TICKS_PER_MIN {
        return;
    }
    contact.position += contact.velocity * f64::from(TICKS_PER_MIN * TICK_S);
    let looked_at =
        look(lookouts, side, contact.position, Target::Loaded, false).rate * setting.parameters.hold_within_min >= 1.0;
    let searched = entry.search.is_some();
    // Nobody knows the place of a boat that has not come: an empty sea there says nothing.
    let looked_at = looked_at && !unseen;
    if looked_at || (!searched && is_lost(setting, contact, entry.units.is_empty(), now)) {
        entry.contact = None;
        entry.overdue = None;
        entry.pending = None;
    }
}

/// Has nothing been heard of it for so long that the plot lets it go, or a search is stopped?
pub(super) fn is_lost(setting: &Setting, contact: &Contact, unattended: bool, now: Tick) -> bool {
    let silent_min = f64::from((now.0 - contact.last_report.0) / TICKS_PER_MIN);
    let p = &setting.parameters;
    let in_distress = contact.distress_declared || contact.people_in_water;
    silent_min > p.search_stops_after_min || (unattended && !in_distress && silent_min > p.contact_lost_after_min)
}

fn draw_offset(people: &People, boat: &Boat, side: Side, k: u32, sd_m: f64) -> Vec2 {
    #[expect(clippy::cast_possible_truncation, reason = "two sides")]
    let s = Subject::case(side.index() as u32, boat.id.0);
    let luck = people.fixed.luck;
    Vec2::new(
        sd_m * luck.normal(s, Purpose::PositionError, 2 * k),
        sd_m * luck.normal(s, Purpose::PositionError, 2 * k + 1),
    )
}

/// Detect to centre, classify (MODEL 11.1).
pub(super) fn report_delay(luck: Draws, setting: &Setting, side: Side, scene: &Scene, k: u32) -> Duration {
    #[expect(clippy::cast_possible_truncation, reason = "two sides")]
    let s = Subject::case(side.index() as u32, scene.boat.id.0);
    let p = &setting.parameters;
    let classify =
        luck.log_normal(s, Purpose::ReportDelay, 2 * k + 1, p.classify_delay_median_min, p.classify_delay_sigma);
    let report = luck.log_normal(s, Purpose::ReportDelay, 2 * k, p.report_delay_median_min, p.report_delay_sigma);
    Duration::minutes(report + classify * scene.load[side.index()])
}

#[expect(clippy::too_many_arguments, reason = "the parts of one step")]
fn detect(
    people: &People,
    setting: &Setting,
    scene: &Scene,
    side: Side,
    its_own: bool,
    other_knows: bool,
    sight: &Sight,
    entry: &mut PlotEntry,
) {
    let luck = people.fixed.luck;
    #[expect(clippy::cast_possible_truncation, reason = "two sides")]
    let s = Subject::case(side.index() as u32, scene.boat.id.0);
    // A hand-over is no news of its own: it does not reopen a case that is believed closed.
    let settled = entry.association.with.is_some() || entry.association.believed_found;
    let by = if other_knows && its_own && !settled {
        // The other centre hands the contact over when it enters this side's region, or before by its rules.
        Some((Reporter::OtherCentre, true))
    } else {
        entry.hazard += sight.rate;
        let fate = luck.exponential(s, Purpose::DetectionFate, entry.detections);
        (entry.hazard >= fate && sight.rate > 0.0).then(|| {
            let optical = sight.optical >= sight.rate * luck.uniform(s, Purpose::Classification, entry.detections);
            (sight.best, optical)
        })
    };
    if let Some((by, identified)) = by {
        let delay = report_delay(luck, setting, side, scene, entry.detections);
        entry.detections += 1;
        entry.hazard = 0.0;
        entry.pending = Some(Pending { at: people.clock.tick.after(delay), by, identified });
    }
}

/// What a side learns of a boat from.
#[derive(Clone, Copy)]
pub(super) enum Gained<'a> {
    /// A call from it.
    By(&'a Call),
    /// A sighting, or the other centre.
    From(&'a Pending),
    /// A report that it has not come.
    Overdue(&'a overdue::Report),
}

/// A report arrives: the side has a contact.
pub(super) fn gain(
    people: &mut People,
    setting: &Setting,
    scene: &Scene,
    side: Side,
    entry: &mut PlotEntry,
    numbered: &mut u32,
    gained: Gained,
) {
    let (now, p, boat) = (people.clock.tick, &setting.parameters, scene.boat);
    let mut contact = Contact {
        number: 0,
        known_since: now,
        last_report: now,
        position: scene.at,
        velocity: scene.motion.velocity,
        look: ContactLook::Unknown,
        aboard_best: 0.0,
        aboard_upper95: f64::INFINITY,
        boarding: false,
        people_in_water: false,
        distress_declared: false,
        phase: Phase::Routine,
        engine_dead_for: None,
        water_aboard: false,
        freeboard: None,
        refused_help: false,
        accepts_help: None,
        calls: entry.calls_taken,
        overload: None,
        children_seen: None,
        few_lifejackets: None,
    };
    let reporter = match gained {
        Gained::By(call) => {
            contact.position = call.place;
            contact.velocity = setting.stream(call.place, now);
            entry.offset = call.place - scene.at;
            entry.error_m = call.error_m;
            #[expect(clippy::cast_possible_truncation, reason = "two sides")]
            let case = Subject::case(side.index() as u32, boat.id.0);
            let u = people.fixed.luck.uniform(case, Purpose::CallAccepted, 2 * call.number + 1);
            contact.declare(Phase::Routine.after_call(call.in_distress, u, p));
            Reporter::Call
        }
        Gained::From(pending) => {
            let sd = Distance::nautical_miles(p.position_error_nm).m();
            entry.offset = draw_offset(people, boat, side, entry.detections, sd);
            entry.error_m = sd;
            contact.position = scene.at + entry.offset;
            if pending.identified {
                estimate(people, setting, scene, side, entry, &mut contact, false);
            }
            pending.by
        }
        Gained::Overdue(report) => {
            contact.position = report.place;
            contact.velocity = Vec2::ZERO;
            entry.offset = report.place - scene.at;
            entry.error_m = Distance::nautical_miles(p.overdue_error_nm).m();
            entry.overdue = Some(Overdue { since: now, sighted: None });
            entry.hazard = 0.0;
            contact.declare(overdue::phase(now, now, Duration::minutes(p.overdue_step_min)));
            if report.awaited { Reporter::Awaiting } else { Reporter::OwnList }
        }
    };
    let by = title(setting, side, reporter);
    if let Some(before) = entry.lost.take().filter(|c| is_same(c, &contact, matches!(gained, Gained::Overdue(_)), p)) {
        // Known again by its number, and with what was seen of it.
        contact.number = before.number;
        contact.refused_help = before.refused_help;
        if contact.look == ContactLook::Unknown {
            (contact.look, contact.aboard_best, contact.aboard_upper95) =
                (before.look, before.aboard_best, before.aboard_upper95);
        }
        people.log.note(now, What::ContactRegained { boat: boat.id, side, contact: contact.number, by });
    } else {
        *numbered += 1;
        contact.number = *numbered;
        people.log.note(
            now,
            What::ContactGained {
                boat: boat.id,
                side,
                contact: contact.number,
                look: contact.look,
                aboard_best: contact.aboard_best,
                by,
            },
        );
    }
    entry.last_number = contact.number;
    entry.contact = Some(contact);
    if contact.phase != Phase::Routine {
        let (contact, phase) = (contact.number, contact.phase);
        people.log.note(now, What::PhaseDeclared { boat: boat.id, side, contact, phase });
    }
}

/// Whom a report is from, in words.
fn title(setting: &Setting, side: Side, reporter: Reporter) -> String {
    match reporter {
        Reporter::Unit(id) => setting.scenario.units[id.0 as usize].title.clone(),
        Reporter::Post(i) => setting.posts[i as usize].title.clone(),
        Reporter::Ship => "a merchant ship".to_owned(),
        Reporter::Call => "a call from the boat".to_owned(),
        Reporter::OtherCentre => side.other().centre().to_owned(),
        Reporter::Awaiting => "people who await it".to_owned(),
        Reporter::OwnList => "its own list of boats that have not come".to_owned(),
    }
}

/// Is a fresh contact taken for one that was dropped from the plot? By name (`named`), or near enough to it, soon enough.
fn is_same(before: &Contact, fresh: &Contact, named: bool, p: &Parameters) -> bool {
    let kept = fresh.known_since <= before.last_report.after(Duration::hours(p.contact_kept_h));
    let reach = Distance::nautical_miles(p.association_reach_nm).m();
    named || (kept && (fresh.position - before.position).length_squared() <= reach * reach)
}

/// Both centres hear that a boat has not come.
#[expect(clippy::too_many_arguments, reason = "the parts of one step")]
fn open_overdue(
    people: &mut People,
    setting: &Setting,
    boat: &Boat,
    state: &BoatState,
    motion: &Motion,
    at: Vec2,
    report: &overdue::Report,
    plots: &mut Plots,
) {
    let error = Distance::nautical_miles(setting.parameters.overdue_error_nm);
    people.note(What::ReportedOverdue { boat: boat.id, awaited: report.awaited, error });
    // Nothing of it is classified by a desk, so how busy they are has no say.
    let scene = Scene { boat, state, motion, at, target: target_of(state, &setting.parameters), load: [1.0; 2] };
    for side in Side::ALL {
        let Plots { entries, numbered, .. } = &mut *plots;
        let entry = &mut entries[side.index()][boat.id.0 as usize];
        // Whoever asks by name finds out that the case was closed for another boat.
        entry.association.with = None;
        entry.association.believed_found = false;
        gain(people, setting, &scene, side, entry, &mut numbered[side.index()], Gained::Overdue(report));
    }
}

/// A boat that has not come: its case goes on step by step until somebody sees it, uncued, or nobody looks any more.
fn look_out(people: &mut People, setting: &Setting, scene: &Scene, side: Side, sight: &Sight, entry: &mut PlotEntry) {
    let (now, p, boat) = (people.clock.tick, &setting.parameters, scene.boat);
    let (Some(mut contact), Some(mut case)) = (entry.contact, entry.overdue) else { return };
    if let Some((_, by)) = case.sighted.filter(|(t, _)| now >= *t) {
        entry.overdue = None;
        entry.held = true;
        entry.error_m = Distance::nautical_miles(p.position_error_nm).m();
        entry.offset = draw_offset(people, boat, side, entry.detections, entry.error_m);
        contact.position = scene.at + entry.offset;
        contact.velocity = scene.motion.velocity;
        contact.last_report = now;
        entry.contact = Some(contact);
        let by = title(setting, side, by);
        people.note(What::OverdueSighted { boat: boat.id, side, contact: contact.number, by });
        return;
    }
    if case.sighted.is_none() {
        entry.hazard += sight.rate;
        #[expect(clippy::cast_possible_truncation, reason = "two sides")]
        let s = Subject::case(side.index() as u32, boat.id.0);
        let fate = people.fixed.luck.exponential(s, Purpose::DetectionFate, entry.detections);
        if entry.hazard >= fate && sight.rate > 0.0 {
            let report = report_delay(people.fixed.luck, setting, side, scene, entry.detections);
            // Whoever is beside the boat reports to the centre that sent them, and is believed.
            let beside = sight.nearest_m2 <= p.close_look_range_m * p.close_look_range_m * p.close_look_margin;
            entry.detections += 1;
            entry.hazard = 0.0;
            case.sighted = Some((if beside { now } else { now.after(report) }, sight.best));
        }
    }
    entry.overdue = Some(case);
    let phase = overdue::phase(case.since, now, Duration::minutes(p.overdue_step_min));
    if phase > contact.phase {
        contact.declare(phase);
        people.note(What::PhaseDeclared { boat: boat.id, side, contact: contact.number, phase });
    }
    if entry.search.is_none() && is_lost(setting, &contact, false, now) {
        entry.contact = None;
        entry.overdue = None;
        return;
    }
    entry.contact = Some(contact);
}

/// A fresh estimate of the number aboard, and with it of what the boat is.
fn estimate(
    people: &People,
    setting: &Setting,
    scene: &Scene,
    side: Side,
    entry: &mut PlotEntry,
    contact: &mut Contact,
    close: bool,
) {
    let (p, boat, state) = (&setting.parameters, scene.boat, scene.state);
    #[expect(clippy::cast_possible_truncation, reason = "two sides; a boat holds far fewer than 2^32 people")]
    let (s, aboard) =
        (Subject::case(side.index() as u32, boat.id.0), (state.aboard.len() + state.immersed.len()) as u32);
    // Those in the water beside it are counted with it.
    let sd = if close {
        p.close_look_error
    } else if people.sea.dark {
        p.count_error_night
    } else {
        p.count_error_day
    };
    let z = people.fixed.luck.normal(s, Purpose::CountError, entry.looks);
    entry.looks += 1;
    entry.last_look = people.clock.tick;
    entry.close = close;
    (contact.aboard_best, contact.aboard_upper95) = sensing::estimate_aboard(aboard, z, sd);
    // A boat once seen loaded does not pass for a taxi-boat again when people are taken off it.
    if close {
        look_closely(people, setting, scene, s, aboard, entry.looks, contact);
    }
    let few = contact.aboard_best <= p.taxi_look_most && contact.look != ContactLook::Loaded;
    contact.look = if few { ContactLook::TaxiBoat } else { ContactLook::Loaded };
}

/// What only those close by can tell: how deep the boat is loaded, children, lifejackets. Children once seen stay known.
fn look_closely(
    people: &People,
    setting: &Setting,
    scene: &Scene,
    s: Subject,
    aboard: u32,
    look: u32,
    contact: &mut Contact,
) {
    let (p, state) = (&setting.parameters, scene.state);
    contact.overload = Some(state.overload * contact.aboard_best / f64::from(aboard.max(1)));
    let first = contact.children_seen.is_none() || contact.boarding;
    if !first || state.aboard.is_empty() {
        return;
    }
    let (mut children, mut jackets) = (false, 0_u32);
    for person in &state.aboard {
        let traits = person::traits(people.fixed.luck, people.subject(*person), p);
        children |= traits.build == Build::Child;
        jackets += u32::from(matches!(traits.flotation, Flotation::RealJacket | Flotation::PoorJacket));
    }
    let chance = if people.sea.dark { p.look_child_seen_night } else { p.look_child_seen_day };
    let seen = children && people.fixed.luck.chance(s, Purpose::SeenAboard, look, chance);
    contact.children_seen = Some(seen || contact.children_seen == Some(true));
    contact.few_lifejackets = Some(f64::from(jackets) < p.look_few_jackets_share * state.aboard.len() as f64);
}

/// A known contact: seen again, or carried on by dead reckoning, or lost.
fn keep_up(people: &mut People, setting: &Setting, scene: &Scene, side: Side, sight: &Sight, entry: &mut PlotEntry) {
    let (state, motion, at) = (scene.state, scene.motion, scene.at);
    let now = people.clock.tick;
    let p = &setting.parameters;
    let Some(mut contact) = entry.contact else { return };
    // Whoever knows where to look sees the sooner.
    let cued = sight.optical * p.cued_factor;
    entry.held = (sight.rate - sight.optical + cued) * p.hold_within_min >= 1.0 || in_sight(entry, now);
    // What is to be ignored nobody keeps in view, but people in the water are told of by whoever sees them.
    entry.held &= !entry.ignored || !state.immersed.is_empty();
    if !entry.held {
        if entry.search.is_some() {
            // The search has the say on where it is and how long that goes on.
            return;
        }
        contact.position += contact.velocity * f64::from(TICKS_PER_MIN * TICK_S);
        if is_lost(setting, &contact, entry.units.is_empty(), now) {
            entry.contact = None;
            entry.lost = Some(contact);
        } else {
            entry.contact = Some(contact);
        }
        return;
    }
    contact.last_report = now;
    contact.calls = entry.calls_taken;
    contact.velocity = motion.velocity;
    entry.error_m = Distance::nautical_miles(p.position_error_nm).m();
    if entry.offset.length_squared() > 9.0 * entry.error_m * entry.error_m {
        // The first report was a call from somewhere else; whoever sees it knows better.
        entry.offset = draw_offset(people, scene.boat, side, entry.detections, entry.error_m);
    }
    let close = sight.nearest_m2 <= p.close_look_range_m * p.close_look_range_m * p.close_look_margin;
    contact.position = if close { at } else { at + entry.offset };
    let optical = cued * p.hold_within_min >= 1.0;
    if close || optical {
        let stale = now >= entry.last_look.after(Duration::minutes(p.look_again_min));
        // Someone who stays close sees people climb in and looks again.
        let changed = contact.boarding && state.phase != BoatPhase::Boarding;
        if contact.look == ContactLook::Unknown || (close && !entry.close) || stale || changed {
            estimate(people, setting, scene, side, entry, &mut contact, close);
        }
        contact.boarding = state.phase == BoatPhase::Boarding;
        contact.people_in_water = !state.immersed.is_empty();
        contact.engine_dead_for =
            state.engine_dead.map(|t| Duration::seconds(now.elapsed().s() - t.max(contact.known_since).elapsed().s()));
    }
    if close {
        contact.water_aboard = state.water_aboard;
        contact.freeboard = Some(Distance::metres((state.freeboard_m - state.freeboard_lost_m).max(0.0)));
        // Whoever is close sees for themselves whether the distress is over.
        let over = state.engine_dead.is_none() && !state.water_aboard && state.immersed.is_empty();
        if over && contact.phase != Phase::Routine {
            contact.declare(Phase::Routine);
            let (boat, contact, phase) = (scene.boat.id, contact.number, contact.phase);
            people.log.note(now, What::PhaseDeclared { boat, side, contact, phase });
        }
    }
    entry.contact = Some(contact);
}
