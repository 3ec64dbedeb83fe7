//! What is to be expected at this place and date from the season alone, and which craft float there now?
//!
//! Weather belongs to a scenario; a place and a moment have only a climate. Means come from the table of months,
//! wind, waves and visibility from nights drawn as the scenarios' own are (`environment::climate`), so that this
//! page and a night of `Climate` say the same. Each line says that it is the climate of the date and no forecast.
//! Clearances are the depth of the moment less each class's draught in calm water.
//!
//! Waves are told for the open water and for the place: what the land keeps off goes by each hour's wind (`environment::shelter`).
//! On land and in a canal there are none. What the tidal stream of the moment makes of them stands on a line of its own,
//! by the function that the nights use.
//!
//! Left out: squat, the ship's own motion, the leg of an outboard engine, and merchant ships, whose draughts nothing in the
//! model knows.

use super::library::Library;
use super::place;
use super::sea::{Fact, number, words};
use crate::agents::hull::Hull;
use crate::draws::{Draws, NightKey};
use crate::environment::{OpenWaves, WeatherKnot, climate, waves};
use crate::geo::{LatLon, to_plane};
use crate::units::{Angle, Duration, Instant, Vec2, format};

/// Days drawn: the 5 % and 95 % of so many are within a few per cent of the climate's.
const DAYS: u64 = 1000;
/// Fog at sea: visibility below a kilometre (WMO).
const FOG_M: f64 = 1000.0;

const TABLE: &str = "climate of the date, not a forecast: `assets/weather/climatology.csv`";
const SHELTER: &str =
    "the same 1000 days, less what the land upwind keeps off (`environment::shelter`); without the stream's part";
const ON_STREAM: &str = "the height here of the same 1000 days, on the tidal stream of this moment (MODEL 2.1)";
const DRAWN: &str = "climate of the date, not a forecast: 1000 days of the weather generator (MODEL 2.2)";

/// The climate of the date: temperatures, wind, waves, fog and sight; breakers by the shore. `stream` is that of the
/// moment, m/s, where water runs.
pub(super) fn season(library: &Library, t: Instant, at: LatLon, stream: Option<Vec2>) -> Vec<Fact> {
    let (chart, at_sea) = (&library.chart, place::inland(library, at).is_none());
    let position = to_plane(at);
    let (p, table) = (library.register.typed(), &library.sea.climatology);
    let (sea, sea_sd) = (table.on(t, |m| m.sea_c), table.on(t, |m| m.sea_sd_c));
    let (air, air_sd) = (table.on(t, |m| m.air_c), p.climate_air_sd_c);
    let degrees = |mean: f64, sd: f64, what: &str| {
        format!("mean {} °C, standard deviation {} {what}", format::fixed(mean, 1), format::fixed(sd, 1))
    };
    let mut facts = Vec::new();
    if at_sea {
        facts.push(number("sea temperature", degrees(sea, sea_sd, "from year to year"), sea, "C", 'M', TABLE));
    }
    facts.push(number("air temperature", degrees(air, air_sd, "from night to night"), air, "C", 'L', TABLE));
    let midnight = t.plus_s(-t.unix_s().rem_euclid(86_400));
    let hours: Vec<_> = (0..DAYS)
        .flat_map(|night| {
            let luck = Draws::new(NightKey { seed: 42, night });
            // Twenty-four hours: the last knot is the next day's.
            climate::generate(luck, midnight, Duration::hours(23.0), table, &p).knots
        })
        .collect();
    let of = |f: &dyn Fn(&WeatherKnot) -> f64| {
        let mut values: Vec<f64> = hours.iter().map(f).collect();
        values.sort_by(f64::total_cmp);
        [5, 50, 95].map(|q| values[(values.len() * q / 100).min(values.len() - 1)])
    };
    let range = |[low, middle, high]: [f64; 3], unit: &str| {
        format!("half the hours below {middle:.1} {unit}, nine in ten from {low:.1} to {high:.1}")
    };
    let wind = of(&|k| k.wind.kn());
    let height = of(&|k| k.wave_height.m());
    let sight = of(&|k| k.visibility.nm());
    let fog = 100.0 * hours.iter().filter(|k| k.visibility.m() < FOG_M).count() as f64 / hours.len() as f64;
    let sight_and_fog = || {
        [
            number("visibility", range(sight, "nm"), sight[1], "nm", 'L', DRAWN),
            number("fog, below 1 km", format!("{fog:.1} % of hours"), fog, "%", 'L', DRAWN),
        ]
    };
    facts.push(number("wind", range(wind, "kn"), wind[1], "kn", 'M', DRAWN));
    if chart.canal_at(position).is_some() {
        facts.push(words("waves, breakers", "none in a canal".to_owned(), 'M', "banks on both sides, and a bar"));
    } else if at_sea {
        facts.push(number("wave height, open water", range(height, "m"), height[1], "m", 'M', DRAWN));
        if chart.is_land(position) {
            facts.push(words("waves, breakers", "none: this place is land".to_owned(), 'H', "coast of the chart"));
            facts.extend(sight_and_fog());
            return facts;
        }
        let share = |k: &WeatherKnot| {
            let towards = Vec2::from_bearing(k.wind_from + Angle::degrees(180.0), 1.0);
            library.sea.shelter.height_share(position, towards, climate::open_fetch_km(k.wind_from, &p))
        };
        let here = of(&|k| k.wave_height.m() * share(k));
        facts.push(number("wave height here", range(here, "m"), here[1], "m", 'L', SHELTER));
        if let Some(stream) = stream {
            let on_stream = of(&|k| {
                let wind = Vec2::from_bearing(k.wind_from + Angle::degrees(180.0), k.wind.mps());
                OpenWaves::of(k.wave_height.m(), wind, &p).at(&library.sea.shelter, position, stream)
            });
            facts.push(number("wave height on this stream", range(on_stream, "m"), on_stream[1], "m", 'L', ON_STREAM));
        }
        if chart.shore_distance_m(position).abs() <= place::BEACH_M {
            let breakers = here.map(|height| waves::breaker_height(height, &p));
            let source = "0.9 of the height here (MODEL 2.1); climate of the date, not a forecast";
            facts.push(number("breakers at the beach", range(breakers, "m"), breakers[1], "m", 'L', source));
        }
    }
    facts.extend(sight_and_fog());
    facts
}

/// What is under the keel of each class of craft that floats and of a laden boat of the scenarios, with this depth of water, metres.
pub(super) fn clearances(library: &Library, depth_m: f64, confidence: char) -> Fact {
    let line = |what: &str, draught: f64| {
        let clear = depth_m - draught;
        let under = if clear < 0.0 { "aground".to_owned() } else { format!("{clear:.1} m clear") };
        format!("{what} (draught {draught:.1} m): {under}")
    };
    let mut list: Vec<String> =
        library.craft.iter().filter(|c| !c.flies).map(|c| line(&c.title, c.draught.m())).collect();
    let p = library.register.typed();
    // The usual boat with its usual engine, before fuel: the hydrostatics that the nights use.
    let (length, aboard) = (p.boat_length_mode_m, p.planning_number_aboard);
    let hull = Hull::new(length, p.boat_inflation_high, p.engine_power_hp, &p);
    let laden = hull.draught(hull.mass_kg(aboard * p.person_mass_kg), &p).m();
    list.push(line(&format!("Inflatable of {length} m with {aboard:.0} adults aboard"), laden));
    list.push("Merchant ships: not modelled, their draught is not in the register".to_owned());
    words(
        "under the keel now",
        list.join("; "),
        confidence,
        "depth now less the draughts of `assets/craft.ron`, most of them guesses from length; the inflatable's by MODEL 3.2 \
         (`boat.length_mode_m`, `planning.number_aboard`, `person.mass_kg`)",
    )
}
