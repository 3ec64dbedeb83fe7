//! One night, lived through once: the world, its clock, and the order of things in a tick.
//!
//! `Simulation` is a plain struct that owns its own ECS world and schedule; the window holds one in each
//! pane and the ensemble runs hundreds at once, so what one watches is what one counts. One tick is 10 s.
//! Stages, chained: Environment → Depart → Move → Endanger → Sense → Decide → Act → Record. All of them
//! run once a minute; in the ticks between, positions advance, rescue work and lives in the water go on,
//! and people are counted.
//!
//! Belongs here: systems (thin: fetch, call, store) and the state they share. Does not belong here:
//! formulas (`agents`), rules (`doctrine`), files, threads, clocks.

mod act;
mod alarm;
mod ashore;
mod asks;
mod assist;
mod authority;
mod associate;
mod calls;
mod canals;
mod busy;
mod centre;
mod cut;
mod decide;
mod depart;
mod drift;
mod endanger;
mod endure;
mod evidence;
mod ashore_hands;
mod hand_over;
mod harm;
mod land;
mod flood;
mod fork;
mod ground;
mod muster;
mod observe;
mod overdue;
mod people;
mod plan;
mod reckon;
mod relay;
mod near_shore;
mod sail;
mod patrol;
mod search;
mod sense;
mod survive;
mod stop;
mod traffic;
mod tow;
mod unhelped;

pub mod command;
pub mod outlook;
pub mod ledger;
mod lookout;
pub mod setting;
mod shadow;
pub mod snapshot;
pub mod state;

pub use command::Command;
pub use setting::Setting;
pub use shadow::{ShadowNote, Shadows};
pub use snapshot::Snapshot;

use crate::agents::Side;
use crate::doctrine::desk_numbers;
use crate::doctrine::{Doctrine, RuleBook};
use crate::draws::{Draws, NightKey};
use crate::environment::{Light, NightSpread, SeaNight};
use crate::events::{Event, Tally, UnitId, What};
use crate::parameters::Parameters;
use crate::scenario::SurgePlan;
use crate::units::{Duration, Tick};
use asks::{Asks, sends_teams};
use bevy_ecs::prelude::{IntoScheduleConfigs, Query, Res, ResMut, Schedule, World};
use bevy_ecs::schedule::{LogLevel, ScheduleBuildSettings, ScheduleLabel, SingleThreadedExecutor};
use snapshot::Activity;
use state::{
    Boat, BoatState, Clock, Collapses, Fixed, Log, Lookouts, Motion, Pace, PlotEntry, Plots, Roster, SeaNow,
    TICKS_PER_MIN, Tonight, Unit, UnitState,
};
use std::sync::Arc;
use thiserror::Error;

/// A night that could not be trusted: people did not add up. Never the fault of a file.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("night {night} stopped at {tick:?}: {reason}; this is a fault of the program, please report it")]
pub struct NightFault {
    /// Number of the night.
    pub night: u64,
    /// When it was noticed.
    pub tick: Tick,
    /// What did not add up.
    pub reason: String,
}

/// All stages, once a minute.
#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
struct OnTheMinute;

/// What goes on in the ticks between: positions, rescue work, lives in the water, the count.
#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
struct BetweenMinutes;

/// The same where nobody is in the water and no unit has work in hand: positions and the count.
#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
struct WhileUnderWay;

/// One night under one doctrine.
pub struct Simulation {
    world: World,
    minute: Schedule,
    between: Schedule,
    under_way: Schedule,
    key: NightKey,
    /// The tick that comes next, and what can change in it: as the world has them.
    now: Tick,
    pace: Pace,
    end: Tick,
    commands: Vec<(Tick, Command)>,
    pending: usize,
}

impl Simulation {
    /// The night of this key, at its first tick.
    #[must_use]
    pub fn new(setting: &Arc<Setting>, doctrine: &Arc<Doctrine>, key: NightKey) -> Self {
        Self::with_shadows(setting, doctrine, key, &[])
    }

    /// The same night, with other doctrines beside the one in force that say what they would order and move nobody.
    #[must_use]
    pub fn with_shadows(
        setting: &Arc<Setting>,
        doctrine: &Arc<Doctrine>,
        key: NightKey,
        shadows: &[Arc<Doctrine>],
    ) -> Self {
        let mut world = World::new();
        let luck = Draws::new(key);
        let setting = &setting.for_night(luck);
        let doctrine = &desk_numbers::of_night(doctrine, &setting.scenario.overrides, luck);
        let p = &setting.parameters;
        let night = sea_of_night(setting, luck);
        let (boats, ledger) = plan::plan_boats(setting, luck, night.is_tried(p));
        let mut roster = Roster::default();
        let mut log = Log::default();
        let mut plots = Plots::default();
        for list in &mut plots.entries {
            list.resize(boats.len(), PlotEntry::default());
        }
        for boat in boats {
            roster.boats.push(world.spawn(boat).id());
        }
        for (i, place) in setting.units.iter().enumerate() {
            #[expect(clippy::cast_possible_truncation, reason = "units are few")]
            let id = UnitId(i as u32);
            let plan = &setting.scenario.units[i];
            let out_of_action = !endure::is_there(luck, id, p);
            if out_of_action {
                log.note(Tick(0), What::UnitUnavailable { unit: id });
            }
            let activity =
                if place.station.is_some() && !out_of_action { Activity::OnStation } else { Activity::InPort };
            let unit = Unit {
                id,
                side: plan.side,
                class: place.class,
                base: place.base,
                station: place.station,
                readiness: Duration::minutes(place.readiness_min),
            };
            let state = UnitState {
                activity,
                task: None,
                survivors: Vec::new(),
                ready: Tick(0),
                landing_carry: 0.0,
                landed: 0,
                towing: None,
                speed_mps: 0.0,
                out_min: 0.0,
                run_m: 0.0,
                crew_min: if place.station.is_some() { endure::hours_behind(luck, id, p) } else { 0.0 },
                spent: state::Spent::default(),
                port_min: 0.0,
                hazards: [0.0; 2],
                fates: endure::fates(luck, id),
                homeward: out_of_action,
                out_of_action,
                grounded: None,
                hands_to: None,
                handed: 0,
                handing_carry: 0.0,
                standing_off: false,
            };
            let at = if out_of_action { place.base } else { place.station.unwrap_or(place.base) };
            let motion = Motion { position: at, ..Motion::default() };
            roster.units.push(world.spawn((unit, state, motion)).id());
        }
        let on_duty = setting.scenario.units.iter().map(|u| (u.side, u.mission.as_deref(), u.id.as_str()));
        world.insert_resource(Shadows::new(shadows, on_duty.clone(), roster.boats.len()));
        let book = Arc::new(RuleBook::new(doctrine, on_duty));
        let interdicts = Side::ALL.map(|side| sends_teams(doctrine, &book, side));
        let offices = authority::Offices::of(setting, doctrine, luck, &mut log);
        let fixed = Fixed {
            setting: Arc::clone(setting),
            doctrine: Arc::clone(doctrine),
            book: Arc::clone(&book),
            luck,
            night,
            asks: Asks::of(doctrine, &book),
            interdicts,
        };
        world.insert_resource(Tonight {
            fixed,
            clock: Clock::default(),
            sea: SeaNow::default(),
            ledger,
            log,
            collapses: Collapses::default(),
            accounts: state::Accounts::default(),
            ashore_hands: ashore_hands::AshoreHands::default(),
            fault: None,
            pace: Pace::default(),
        });
        world.insert_resource(offices);
        world.insert_resource(Lookouts::default());
        world.insert_resource(traffic::Traffic::of(setting, luck));
        world.insert_resource(canals::Canals::of(doctrine));
        world.insert_resource(ashore::Teams::of(setting));
        world.insert_resource(roster);
        world.insert_resource(plots);
        let minute = schedule(&mut world, OnTheMinute, |s| {
            s.add_systems(
                (
                    environment,
                    (ashore::meet_boats, depart::depart_boats).chain(),
                    sail::steer_boats,
                    sail::aim_units,
                    sail::advance,
                    ground::ground_boats,
                    alarm::close_vessels,
                    endanger::endanger_boats,
                    flood::hold_on,
                    survive::endanger_people,
                    survive::chill_people,
                    traffic::meet_ships,
                    lookout::post_lookouts,
                    sense::sense,
                    search::search,
                    (evidence::record_evidence, authority::work_desks).chain(),
                    decide::decide_orders,
                    act::act,
                    (hand_over::hand_over, endure::endure, reckon::reckon).chain(),
                    record,
                )
                    .chain(),
            );
        });
        let between = schedule(&mut world, BetweenMinutes, |s| {
            s.add_systems((sail::advance, survive::endanger_people, act::act, record).chain());
        });
        let under_way = schedule(&mut world, WhileUnderWay, |s| {
            s.add_systems((sail::advance, record).chain());
        });
        Self {
            world,
            minute,
            between,
            under_way,
            key,
            now: Tick(0),
            pace: Pace::default(),
            end: Tick(setting.scenario.length_ticks),
            commands: Vec::new(),
            pending: 0,
        }
    }

    /// The sea of this night.
    #[must_use]
    pub fn sea_night(&self) -> &SeaNight {
        &self.world.resource::<Tonight>().fixed.night
    }

    /// Puts a command into the night at the present tick: plain data, logged, applied between ticks.
    pub fn apply(&mut self, command: Command) {
        let now = self.tick();
        self.commands.push((now, command));
    }

    /// The commands applied so far, with their ticks.
    #[must_use]
    pub fn commands(&self) -> &[(Tick, Command)] {
        &self.commands
    }

    /// One tick.
    ///
    /// # Errors
    /// If people do not add up.
    pub fn step(&mut self) -> Result<(), NightFault> {
        if self.finished() {
            return Ok(());
        }
        while self.pending < self.commands.len() {
            let command = self.commands[self.pending].1.clone();
            self.pending += 1;
            command::carry_out(&mut self.world, &command);
        }
        let tick = self.tick();
        if tick.0.is_multiple_of(TICKS_PER_MIN) {
            self.minute.run(&mut self.world);
        } else {
            match self.pace {
                Pace::Busy => self.between.run(&mut self.world),
                Pace::UnderWay => self.under_way.run(&mut self.world),
                Pace::Still => {}
            }
        }
        let mut tonight = self.world.resource_mut::<Tonight>();
        if let Some(reason) = &tonight.fault {
            return Err(NightFault { night: self.key.night, tick, reason: reason.clone() });
        }
        self.now = Tick(tick.0 + 1);
        self.pace = tonight.pace;
        tonight.clock.tick = self.now;
        if self.finished() {
            self.close();
        }
        Ok(())
    }

    /// To the end of the night.
    ///
    /// # Errors
    /// If people do not add up.
    pub fn run(&mut self) -> Result<(), NightFault> {
        while !self.finished() {
            self.step()?;
        }
        Ok(())
    }

    /// The tick that comes next.
    #[must_use]
    pub const fn tick(&self) -> Tick {
        self.now
    }

    /// Is the night over?
    #[must_use]
    pub fn finished(&self) -> bool {
        self.tick() >= self.end
    }

    /// What happened so far.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.world.resource::<Tonight>().log.0
    }

    /// What the shadow doctrines would have ordered so far, in the order of time.
    #[must_use]
    pub fn shadow_notes(&self) -> &[ShadowNote] {
        self.world.resource::<Shadows>().notes()
    }

    /// Takes the log out, leaving it empty: for the ensemble, which reads each night once.
    #[must_use]
    pub fn take_events(&mut self) -> Vec<Event> {
        core::mem::take(&mut self.world.resource_mut::<Tonight>().log.0)
    }

    /// Where everybody is.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.world.resource::<Tonight>().ledger.tally()
    }

    /// The sea of the night.
    #[must_use]
    pub fn sea(&self) -> &SeaNight {
        &self.world.resource::<Tonight>().fixed.night
    }

    /// The key of the night.
    #[must_use]
    pub const fn key(&self) -> NightKey {
        self.key
    }

    /// Writes down how the night ended.
    fn close(&mut self) {
        let holds = "a system without conditions always runs";
        self.world.run_system_cached(reckon::account).expect(holds);
        self.world.run_system_cached(close_night).expect(holds);
    }
}

/// The sea of a night, as it is born.
fn sea_of_night(setting: &Arc<Setting>, luck: Draws) -> SeaNight {
    let p = &setting.parameters;
    let spread = NightSpread {
        surge_sigma_m: p.surge_sigma_m,
        surge_memory: Duration::hours(p.surge_memory_h),
        calm_below_m: p.surge_calm_wave_m,
        calm_factor: p.surge_calm_factor,
        weather_sigma: setting.scenario.weather_sigma,
        fixed_surge_m: match setting.scenario.surge {
            SurgePlan::Drawn => None,
            SurgePlan::Fixed(m) => Some(m),
        },
    };
    SeaNight::new(Arc::clone(&setting.sea), luck, &spread, p)
}

fn schedule(world: &mut World, label: impl ScheduleLabel, add: impl FnOnce(&mut Schedule)) -> Schedule {
    let mut schedule = Schedule::new(label);
    schedule.set_executor(SingleThreadedExecutor::new());
    schedule.set_build_settings(ScheduleBuildSettings {
        ambiguity_detection: LogLevel::Error,
        ..ScheduleBuildSettings::default()
    });
    add(&mut schedule);
    schedule.initialize(world).expect("the stages are chained, so no order is left open");
    schedule
}

/// Waves, wind and light, looked up every ten minutes.
fn environment(mut tonight: ResMut<Tonight>) {
    let Tonight { fixed, clock, sea: now, .. } = &mut *tonight;
    if !clock.tick.0.is_multiple_of(10 * TICKS_PER_MIN) {
        return;
    }
    let sea = &fixed.night;
    let p = &fixed.setting.parameters;
    let open = sea.open_waves(clock.tick, p);
    let wind = sea.wind_at(clock.tick);
    let on_the_hour = clock.tick.0.is_multiple_of(60 * TICKS_PER_MIN);
    *now = SeaNow {
        wave_height_m: open.height_m,
        open,
        forecast_worst_m: if on_the_hour { forecast_worst_m(sea, clock.tick, p) } else { now.forecast_worst_m },
        wind,
        wind_mps: wind.length(),
        dark: matches!(sea.light_at(clock.tick), Light::Night | Light::NauticalTwilight),
        water_c: fixed.night.sea_temperature().celsius(),
    };
}

/// Worst wave height that is forecast now for the hours that plans look ahead (register), m.
fn forecast_worst_m(sea: &SeaNight, now: Tick, p: &Parameters) -> f64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hours")]
    let hours = p.forecast_horizon_h as u32;
    let at = |h: u32| now.after(Duration::hours(f64::from(h)));
    (1..=hours).map(|h| sea.forecast(now, at(h), p).0).fold(0.0, f64::max)
}

/// Conservation of people, each tick, also in release: the ledger against what boats and units hold. And no boat is in two
/// places: each that is towed has one unit that tows it.
fn record(
    mut tonight: ResMut<Tonight>,
    roster: Res<Roster>,
    boats: Query<&BoatState>,
    units: Query<(&Unit, &UnitState)>,
) {
    let Tonight { ledger, collapses, fault, pace, .. } = &mut *tonight;
    let (mut still, mut busy) = (true, !collapses.0.is_empty());
    let (mut waiting, mut aboard, mut water, mut saved) = (0, 0, 0, 0);
    boats.iter().for_each(|b| {
        waiting += b.waiting.len();
        aboard += b.aboard.len();
        water += b.immersed.len();
        still &= !b.phase.afloat() && b.immersed.is_empty();
    });
    let mut tows = Vec::new();
    units.iter().for_each(|(unit, u)| {
        tows.extend(u.towing.map(|boat| (unit.id, boat)));
        saved += u.survivors.len();
        still &= matches!(u.activity, Activity::InPort | Activity::OnStation);
        busy |=
            matches!(u.activity, Activity::Rescuing | Activity::Intercepting | Activity::Landing) || u.towing.is_some();
    });
    *pace = match (busy || water > 0, still) {
        (true, _) => Pace::Busy,
        (false, true) => Pace::Still,
        (false, false) => Pace::UnderWay,
    };
    let t = ledger.tally();
    let held = [waiting, aboard, water, saved];
    let booked = [t.waiting, t.aboard_boat, t.in_water, t.aboard_unit].map(|n| n as usize);
    if held != booked {
        *fault = Some(format!("waiting, aboard boats, in the water, aboard units: {held:?} held, {booked:?} booked"));
    } else if let Some(reason) = ledger.fault() {
        *fault = Some(reason);
    } else if let Some(reason) =
        tow::fault(&tows, |b| boats.get(roster.boats[b.0 as usize]).ok().and_then(|s| s.held_by))
    {
        *fault = Some(reason);
    }
}

fn close_night(mut tonight: ResMut<Tonight>, mut boats: Query<(&Boat, &mut BoatState)>) {
    let mut people = tonight.people();
    for (boat, mut state) in &mut boats {
        depart::close_the_shore(&mut people, boat, &mut state);
    }
    people.account();
    let tally = people.ledger.tally();
    people.log.note(people.clock.tick, What::NightEnded { tally });
}

#[cfg(test)]
mod authority_tests;
#[cfg(test)]
mod boat_tests;
#[cfg(test)]
mod case_tests;
#[cfg(test)]
mod centre_tests;
#[cfg(test)]
mod cut_tests;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod odds_tests;
#[cfg(test)]
mod people_tests;
#[cfg(test)]
mod practice_tests;
#[cfg(test)]
mod search_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod claims_tests;
#[cfg(test)]
mod stop_tests;
#[cfg(test)]
mod tow_tests;
#[cfg(test)]
mod unit_tests;
