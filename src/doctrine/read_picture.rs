//! Which picture does a doctrine's test start from?
//!
//! A test names only what matters to it; the rest has stated defaults (`docs/files.md`), those of a quiet
//! contact near the French shore. Everything is checked for range as it would be in a night.
//! Left out: positions and times, on which no condition hangs.

use super::others::{Other, OthersAtContact};
use super::read_condition::{
    read_canal, read_class, read_heading, read_look, read_order_at_boat, read_phase, read_port, read_side, read_state,
    read_zone,
};
use super::{Acts, Contact, ContactLook, ForceView, NearestPort, OrderState, Picture, SeaView, UnitView};
use crate::agents::calling::Phase;
use crate::agents::load::read_operator;
use crate::agents::operator::operator_of_class;
use crate::agents::{Identity, Operator, Side};
use crate::geo::areas::{BEACH_BAND_M, in_beach_band};
use crate::geo::{Side as State, Waters, Zone};
use crate::reading::{Fields, Kind, Node, Report};
use crate::units::{Distance, Duration, Speed, Tick, Vec2};

/// The picture that a test describes: `Picture::quiet` where it says nothing.
pub(super) fn read_picture(node: &Node, r: &mut Report) -> Option<Picture> {
    let mut f = Fields::of(r, node, "a picture")?;
    let quiet = Picture::quiet();
    let contact = read_contact(&mut f, &quiet, r);
    let sea = read_sea(&mut f, &quiet, r);
    let unit = read_unit(&mut f, &quiet, r);
    let force = read_force(&mut f, &quiet, r);
    f.finish(r);
    // Known since the first tick: a contact that has been known, or unseen, for a while is looked at later.
    let (contact, (known, unseen)) = contact?;
    let later = Duration::minutes(known.max(unseen));
    let tick = Tick(0).after(later);
    let ago = |minutes: f64| Tick(0).after(later - Duration::minutes(minutes));
    let contact = Contact { known_since: ago(known), last_report: ago(unseen), ..contact };
    Some(Picture { tick, contact, sea: sea?, unit: unit?, force: force? })
}

/// Minutes known, minutes unseen.
type Ages = (f64, f64);

fn read_contact(f: &mut Fields, quiet: &Picture, r: &mut Report) -> Option<(Contact, Ages)> {
    let look = f.get("look").map_or(Some(ContactLook::Unknown), |n| read_look(n, r));
    let aboard_best = f.number_or(r, "aboard_best", 0.0..=500.0, 0.0);
    // 1.96 standard errors at the counting error of MODEL 11.2 by day (30 %).
    let aboard_upper95 =
        f.number_or(r, "aboard_upper95", 0.0..=1000.0, aboard_best.unwrap_or(0.0) * (1.0 + 1.96 * 0.3));
    let boarding = f.flag_or(r, "boarding", false);
    let people_in_water = f.flag_or(r, "people_in_water", false);
    let distress = f.flag_or(r, "distress_declared", false);
    let phase_place = f.place_of("phase");
    let phase = f.get("phase").map(|n| read_phase(n, r));
    let engine_dead_for = f.get("engine_dead_for_min").map(|n| r.number(n, "minutes", &(0.0..=1440.0)));
    let water_aboard = f.flag_or(r, "water_aboard", false);
    let freeboard = f.get("freeboard_m").map(|n| r.number(n, "metres", &(0.0..=2.0)));
    let overload = f.get("overload").map(|n| r.number(n, "times the yardstick", &(0.0..=20.0)));
    let refused_help = f.flag_or(r, "refused_help", false);
    let accepts_help = f.get("accepts_help").map(|n| r.flag(n));
    let children_seen = f.get("children_seen").map(|n| r.flag(n));
    let few_lifejackets = f.get("few_lifejackets").map(|n| r.flag(n));
    let calls = f.whole_or(r, "calls", 0..=1000, 0);
    let speed_kn = f.number_or(r, "speed_kn", 0.0..=40.0, 4.0);
    let known = f.number_or(r, "known_for_min", 0.0..=1440.0, 0.0);
    let unseen = f.number_or(r, "unseen_for_min", 0.0..=1440.0, 0.0);
    let distress = distress?;
    let declared = if distress { Phase::Distress } else { Phase::Routine };
    let phase = phase.unwrap_or(Some(declared))?;
    if (phase == Phase::Distress) != distress && distress {
        r.error(
            phase_place,
            "`phase` and `distress_declared` say different things; expected one of them, or `Distress`",
        );
        return None;
    }
    let contact = Contact {
        velocity: Vec2::new(Speed::knots(speed_kn?).mps(), 0.0),
        look: look?,
        aboard_best: aboard_best?,
        aboard_upper95: aboard_upper95?,
        boarding: boarding?,
        people_in_water: people_in_water?,
        distress_declared: phase == Phase::Distress,
        phase,
        engine_dead_for: optional(engine_dead_for)?.map(Duration::minutes),
        water_aboard: water_aboard?,
        freeboard: optional(freeboard)?.map(Distance::metres),
        refused_help: refused_help?,
        accepts_help: optional(accepts_help)?,
        calls: calls?,
        overload: optional(overload)?,
        children_seen: optional(children_seen)?,
        few_lifejackets: optional(few_lifejackets)?,
        ..quiet.contact
    };
    Some((contact, (known?, unseen?)))
}

fn read_sea(f: &mut Fields, quiet: &Picture, r: &mut Report) -> Option<SeaView> {
    let q = &quiet.sea;
    let wave_height_m = f.number_or(r, "wave_height_m", 0.0..=10.0, q.wave_height_m);
    let forecast_m = f.number_or(r, "forecast_wave_height_m", 0.0..=10.0, wave_height_m.unwrap_or_default());
    let wind_kn = f.number_or(r, "wind_kn", 0.0..=80.0, Speed::metres_per_second(q.wind_mps).kn());
    let daylight = f.flag_or(r, "daylight", q.daylight);
    let depth_m = f.number_or(r, "depth_m", 0.0..=100.0, q.depth.m());
    let to_shore_m = f.number_or(r, "to_shore_m", 0.0..=50_000.0, q.to_shore.m());
    let in_canal = f.flag_or(r, "in_canal", q.in_canal);
    let waters = read_waters(f, to_shore_m, in_canal, r);
    let in_lane = f.flag_or(r, "in_lane", q.in_lane);
    let heading = f.get("heads").map_or(Some(q.heading), |n| read_heading(n, r));
    let water_c = f.number_or(r, "water_c", -2.0..=30.0, q.water_c);
    let visibility_nm = f.number_or(r, "visibility_nm", 0.0..=50.0, q.visibility.nm());
    let region = f.get("region").map_or(Some(q.region), |n| read_side(n, r));
    let canal = f.get("at_canal").map(|n| read_canal(n, r));
    let port = read_nearest_port(f, r);
    let to_boundary = read_boundaries(f, region, q, r);
    Some(SeaView {
        wave_height_m: wave_height_m?,
        forecast_wave_height_m: forecast_m?,
        wind_mps: Speed::knots(wind_kn?).mps(),
        daylight: daylight?,
        depth: Distance::metres(depth_m?),
        to_shore: Distance::metres(to_shore_m?),
        in_canal: in_canal?,
        to_boundary: to_boundary?,
        canal: optional(canal)?,
        port: port?,
        region: region?,
        waters: waters?,
        in_lane: in_lane?,
        heading: heading?,
        water_c: water_c?,
        visibility: Distance::nautical_miles(visibility_nm?),
    })
}

fn read_unit(f: &mut Fields, quiet: &Picture, r: &mut Report) -> Option<UnitView> {
    let q = &quiet.unit;
    let side = f.get("unit_side").map_or(Some(q.side), |n| read_side(n, r));
    let eta_min = f.number_or(r, "unit_eta_min", 0.0..=1440.0, q.eta.min_());
    let intercepts = f.flag_or(r, "unit_intercepts", q.intercepts);
    let free_places = f.whole_or(r, "free_places", 0..=1000, q.free_places);
    let depth_needed_m = f.number_or(r, "depth_needed_m", 0.0..=20.0, q.depth_needed.m());
    let in_sight = f.flag_or(r, "in_sight", q.in_sight);
    let flies = f.flag_or(r, "unit_flies", q.flies);
    let class = f.get("unit_class").map(|n| read_class(n, r));
    let operator = f.get("operator").map(|n| read_operator(n, r));
    let crew_left_h = f.number_or(r, "crew_left_h", 0.0..=48.0, q.crew_left.min_() / 60.0);
    // Who is not named: by its class, or the service that intercepts in France (FACTS 86) for a unit that may.
    let (class, named) = (optional(class)?, optional(operator)?);
    let gendarmes = intercepts == Some(true) && side == Some(Side::France);
    let usual = if gendarmes { Some(Operator::GendarmerieMaritime) } else { None };
    let identity = Identity { operator: named.or_else(|| class.map_or(usual, operator_of_class)), class };
    Some(UnitView {
        index: q.index,
        side: side?,
        eta: Duration::minutes(eta_min?),
        intercepts: intercepts?,
        free_places: free_places?,
        depth_needed: Distance::metres(depth_needed_m?),
        in_sight: in_sight?,
        flies: flies?,
        crew_left: Duration::hours(crew_left_h?),
        identity,
    })
}

fn read_force(f: &mut Fields, quiet: &Picture, r: &mut Report) -> Option<ForceView> {
    let q = &quiet.force;
    let within = |name: &'static str, default: Option<Duration>, f: &mut Fields, r: &mut Report| {
        f.get(name).map_or(Some(default), |n| match &n.kind {
            Kind::Named { name, body: None } if name == "Nobody" => Some(None),
            _ => r.number(n, "minutes, or `Nobody`", &(0.0..=1440.0)).map(|m| Some(Duration::minutes(m))),
        })
    };
    let standby = within("rescue_standby_min", q.rescue_standby_eta, f, r);
    let shore_team = within("shore_team_min", q.shore_team_eta, f, r);
    let contacts = f.whole_or(r, "contacts", 1..=1000, q.contacts);
    let others = f.whole_or(r, "others_in_distress", 0..=1000, q.others_in_distress);
    let cover = f.whole_or(r, "cover_left", 0..=1000, q.cover_left);
    let order = read_order_state(f, r);
    let evidence_recorded = f.flag_or(r, "evidence_recorded", false);
    let others_there = read_others(f, r);
    Some(ForceView {
        others: others_there?,
        rescue_standby_eta: standby?,
        contacts: contacts?,
        others_in_distress: others?,
        cover_left: cover?,
        shore_team_eta: shore_team?,
        order: order?,
        acts: Acts::ANY,
        evidence_recorded: evidence_recorded?,
    })
}

/// `nearest_port: "calais"`, `to_port_nm: 0.3`; no port is near where neither is said.
fn read_nearest_port(f: &mut Fields, r: &mut Report) -> Option<NearestPort> {
    let id = f.get("nearest_port").map(|n| read_port(n, r));
    let given = id.is_some();
    let usual = if given { 0.0 } else { NearestPort::FAR.distance.nm() };
    let nm = f.number_or(r, "to_port_nm", 0.0..=NearestPort::FAR.distance.nm(), usual)?;
    let id = if given { id.flatten()? } else { "" };
    Some(NearestPort { id, distance: Distance::nautical_miles(nm) })
}

/// How far off is what each state answers for? Where nothing is said, the contact lies well inside its region.
fn read_boundaries(f: &mut Fields, region: Option<Side>, quiet: &SeaView, r: &mut Report) -> Option<[Distance; 3]> {
    let mut usual = quiet.to_boundary;
    if region == Some(Side::UnitedKingdom) {
        usual.swap(State::France as usize, State::UnitedKingdom as usize);
    }
    let mut nm = |name, state: State| f.number_or(r, name, 0.0..=100.0, usual[state as usize].nm());
    let (france, uk, belgium) = (
        nm("to_france_nm", State::France),
        nm("to_united_kingdom_nm", State::UnitedKingdom),
        nm("to_belgium_nm", State::Belgium),
    );
    Some([france?, uk?, belgium?].map(Distance::nautical_miles))
}

/// `others_there: [(m: 200, doing: StandBy), (m: 800)]`: other units of the side near the contact.
fn read_others(f: &mut Fields, r: &mut Report) -> Option<OthersAtContact> {
    let at = f.place_of("others_there");
    let nodes = f.list_or_empty(r, "others_there", "units");
    if nodes.len() > OthersAtContact::MOST {
        r.error(at, format!("{} units; expected at most {}", nodes.len(), OthersAtContact::MOST));
        return None;
    }
    let mut others = OthersAtContact::NOBODY;
    for node in nodes {
        let mut unit = Fields::of(r, node, "a unit near the contact")?;
        let m = unit.number(r, "m", 0.0..=50_000.0);
        let order = unit.get("doing").map(|n| read_order_at_boat(n, r));
        unit.finish(r);
        others.offer(Other { distance: Distance::metres(m?), order: optional(order)? });
    }
    Some(others)
}

#[expect(clippy::option_option, reason = "not written; written and unreadable; read")]
fn optional<T>(x: Option<Option<T>>) -> Option<Option<T>> {
    x.map_or(Some(None), |read| read.map(Some))
}

/// `order: Held` and its like, or `order_held: true` for short.
fn read_order_state(f: &mut Fields, r: &mut Report) -> Option<OrderState> {
    let names = OrderState::ALL.map(OrderState::name);
    let order = f.get("order").map(|n| r.choice(n, "state of the order", &names).map(|i| OrderState::ALL[i]));
    let place = f.place_of("order_held");
    let held = f.get("order_held").map(|n| r.flag(n));
    if order.is_some() && held.is_some() {
        r.error(place, "`order_held` beside `order`; expected one of them");
        return None;
    }
    let short = |held| if held { OrderState::Held } else { OrderState::NotAsked };
    order.unwrap_or_else(|| held.map_or(Some(OrderState::NotAsked), |h| h.map(short)))
}

/// What the law calls the place of a test's contact: in the beach band by its distance to the shore.
fn read_waters(f: &mut Fields, to_shore_m: Option<f64>, in_canal: Option<bool>, r: &mut Report) -> Option<Waters> {
    const LEGAL: [Zone; 3] = [Zone::InternalWaters, Zone::TerritorialSea, Zone::Beyond];
    let at_zone = f.place_of("zone");
    let given = f.get("zone").map(|n| read_zone(n, &LEGAL, r));
    let place = f.place_of("waters_of");
    let state = f.get("waters_of").map(|n| read_state(n, r));
    let in_canal = in_canal?;
    let usual = if in_canal { Zone::InternalWaters } else { Zone::TerritorialSea };
    let (zone, beach_band) = (given.unwrap_or(Some(usual))?, !in_canal && in_beach_band(to_shore_m?));
    if in_canal && zone != Zone::InternalWaters {
        r.error(at_zone, format!("`zone: {zone:?}` with `in_canal: true`; a canal is `InternalWaters`"));
        return None;
    }
    if zone == Zone::Beyond {
        if state.is_some() {
            r.error(place, "`waters_of` with `zone: Beyond`; waters beyond the territorial sea are no state's");
            return None;
        }
        if beach_band {
            let nearest =
                format!("`zone: Beyond` within {BEACH_BAND_M} m of the shore; expected `to_shore_m` to be greater");
            r.error(at_zone, nearest);
            return None;
        }
        return Some(Waters { zone, beach_band, state: None });
    }
    Some(Waters { zone, beach_band, state: Some(state.unwrap_or(Some(State::France))?) })
}
