//! Which picture does a doctrine's test start from?
//!
//! A test names only what matters to it; the rest has stated defaults (`docs/files.md`), those of a quiet
//! contact near the French shore. Everything is checked for range as it would be in a night.
//! Left out: positions and times, on which no condition hangs.

use super::read_condition::{read_look, read_side, read_state, read_zone};
use super::{Contact, ContactLook, ForceView, Picture, SeaView, UnitView};
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::geo::areas::{BEACH_BAND_M, in_beach_band};
use crate::geo::{Side as State, Waters, Zone};
use crate::reading::{Fields, Kind, Node, Report};
use crate::units::{Distance, Duration, Speed, Tick, Vec2};

/// A picture with stated defaults: a French unit that may intercept, ten minutes off an unidentified
/// boat two kilometres from the French shore, on a calm day, a rescue unit five minutes away, no order held.
pub(super) fn read_picture(node: &Node, r: &mut Report) -> Option<Picture> {
    let mut f = Fields::of(r, node, "a picture")?;
    let look = f.get("look").map_or(Some(ContactLook::Unknown), |n| read_look(n, r));
    let aboard_best = f.number_or(r, "aboard_best", 0.0..=500.0, 0.0);
    // 1.96 standard errors at the counting error of MODEL 11.2 by day (30 %).
    let aboard_upper95 =
        f.number_or(r, "aboard_upper95", 0.0..=1000.0, aboard_best.unwrap_or(0.0) * (1.0 + 1.96 * 0.3));
    let boarding = f.flag_or(r, "boarding", false);
    let people_in_water = f.flag_or(r, "people_in_water", false);
    let distress_declared = f.flag_or(r, "distress_declared", false);
    let engine_dead_for = f.get("engine_dead_for_min").map(|n| r.number(n, "minutes", &(0.0..=1440.0)));
    let water_aboard = f.flag_or(r, "water_aboard", false);
    let freeboard = f.get("freeboard_m").map(|n| r.number(n, "metres", &(0.0..=2.0)));
    let refused_help = f.flag_or(r, "refused_help", false);
    let wave_height_m = f.number_or(r, "wave_height_m", 0.0..=10.0, 0.3);
    let forecast_m = f.number_or(r, "forecast_wave_height_m", 0.0..=10.0, wave_height_m.unwrap_or_default());
    let wind_kn = f.number_or(r, "wind_kn", 0.0..=80.0, 6.0);
    let daylight = f.flag_or(r, "daylight", true);
    let depth_m = f.number_or(r, "depth_m", 0.0..=100.0, 5.0);
    let to_shore_m = f.number_or(r, "to_shore_m", 0.0..=50_000.0, 2000.0);
    let in_canal = f.flag_or(r, "in_canal", false);
    let waters = read_waters(&mut f, to_shore_m, in_canal, r);
    let in_lane = f.flag_or(r, "in_lane", false);
    let region = f.get("region").map_or(Some(Side::France), |n| read_side(n, r));
    let side = f.get("unit_side").map_or(Some(Side::France), |n| read_side(n, r));
    let eta_min = f.number_or(r, "unit_eta_min", 0.0..=1440.0, 10.0);
    let intercepts = f.flag_or(r, "unit_intercepts", true);
    let free_places = f.whole_or(r, "free_places", 0..=1000, 20);
    let depth_needed_m = f.number_or(r, "depth_needed_m", 0.0..=20.0, 1.0);
    let standby = f.get("rescue_standby_min").map(|n| match &n.kind {
        Kind::Named { name, body: None } if name == "Nobody" => Some(None),
        _ => r.number(n, "minutes, or `Nobody`", &(0.0..=1440.0)).map(Some),
    });
    let order_held = f.flag_or(r, "order_held", false);
    f.finish(r);
    let optional = |x: Option<Option<f64>>| x.map_or(Some(None), |read| read.map(Some));
    Some(Picture {
        tick: Tick(0),
        contact: Contact {
            number: 1,
            known_since: Tick(0),
            last_report: Tick(0),
            position: Vec2::ZERO,
            velocity: Vec2::ZERO,
            look: look?,
            aboard_best: aboard_best?,
            aboard_upper95: aboard_upper95?,
            boarding: boarding?,
            people_in_water: people_in_water?,
            distress_declared: distress_declared?,
            phase: if distress_declared? { Phase::Distress } else { Phase::Routine },
            engine_dead_for: optional(engine_dead_for)?.map(Duration::minutes),
            water_aboard: water_aboard?,
            freeboard: optional(freeboard)?.map(Distance::metres),
            refused_help: refused_help?,
        },
        sea: SeaView {
            wave_height_m: wave_height_m?,
            forecast_wave_height_m: forecast_m?,
            wind_mps: Speed::knots(wind_kn?).mps(),
            daylight: daylight?,
            depth: Distance::metres(depth_m?),
            to_shore: Distance::metres(to_shore_m?),
            in_canal: in_canal?,
            region: region?,
            waters: waters?,
            in_lane: in_lane?,
        },
        unit: UnitView {
            index: 0,
            side: side?,
            eta: Duration::minutes(eta_min?),
            intercepts: intercepts?,
            free_places: free_places?,
            depth_needed: Distance::metres(depth_needed_m?),
            in_sight: true,
        },
        force: ForceView {
            rescue_standby_eta: standby.unwrap_or(Some(Some(5.0)))?.map(Duration::minutes),
            contacts: 1,
            order_held: order_held?,
        },
    })
}

/// What the law calls the place of a test's contact, as the chart would (`geo::areas`): in the beach band by its distance to
/// the shore, and a canal is internal waters, behind the shore and so in no band.
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
