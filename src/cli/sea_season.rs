//! What is to be expected at this place and date from the season alone, and which craft float there now?
//!
//! Weather belongs to a scenario; a place and a moment have only a climate. Means come from the table of months,
//! wind, waves and visibility from nights drawn as the scenarios' own are (`environment::climate`), so that this
//! page and a night of `Climate` say the same. Each line says that it is the climate of the date and no forecast.
//! Clearances are the depth of the moment less each class's draught in calm water.
//!
//! Left out: waves by place (these are the open water's), squat and the ship's own motion.

use super::library::Library;
use super::sea::{Fact, number, words};
use crate::draws::{Draws, NightKey};
use crate::environment::{climate, waves};
use crate::units::{Duration, Instant, format};

/// As far from the water's edge as breakers are told, metres.
const BEACH_M: f64 = 500.0;
/// Days drawn: the 5 % and 95 % of so many are within a few per cent of the climate's.
const DAYS: u64 = 1000;
/// Fog at sea: visibility below a kilometre (WMO).
const FOG_M: f64 = 1000.0;

const TABLE: &str = "climate of the date, not a forecast: `assets/weather/climatology.csv`";
const DRAWN: &str = "climate of the date, not a forecast: 1000 days of the weather generator (MODEL 2.2)";

/// The climate of the date: temperatures, wind, waves, fog and sight; breakers where the shore is `off_m` away.
pub(super) fn season(library: &Library, t: Instant, off_m: f64) -> Vec<Fact> {
    let (p, table) = (library.register.typed(), &library.sea.climatology);
    let (sea, sea_sd) = (table.on(t, |m| m.sea_c), table.on(t, |m| m.sea_sd_c));
    let (air, air_sd) = (table.on(t, |m| m.air_c), p.climate_air_sd_c);
    let degrees = |mean: f64, sd: f64, what: &str| {
        format!("mean {} °C, standard deviation {} {what}", format::fixed(mean, 1), format::fixed(sd, 1))
    };
    let mut facts = vec![
        number("sea temperature", degrees(sea, sea_sd, "from year to year"), sea, "C", 'M', TABLE),
        number("air temperature", degrees(air, air_sd, "from night to night"), air, "C", 'L', TABLE),
    ];
    let midnight = t.plus_s(-t.unix_s().rem_euclid(86_400));
    let hours: Vec<_> = (0..DAYS)
        .flat_map(|night| {
            let luck = Draws::new(NightKey { seed: 42, night });
            // Twenty-four hours: the last knot is the next day's.
            climate::generate(luck, midnight, Duration::hours(23.0), table, &p).knots
        })
        .collect();
    let of = |f: &dyn Fn(&crate::environment::WeatherKnot) -> f64| {
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
    facts.push(number("wind", range(wind, "kn"), wind[1], "kn", 'M', DRAWN));
    facts.push(number("wave height, open water", range(height, "m"), height[1], "m", 'M', DRAWN));
    if off_m.abs() <= BEACH_M {
        let breakers = height.map(waves::breaker_height);
        facts.push(number(
            "breakers at the beach",
            range(breakers, "m"),
            breakers[1],
            "m",
            'L',
            "0.9 of the open water's height (MODEL 2.1), where nothing keeps the waves off; climate of the date, not a forecast",
        ));
    }
    facts.push(number("visibility", range(sight, "nm"), sight[1], "nm", 'L', DRAWN));
    facts.push(number("fog, below 1 km", format!("{fog:.1} % of hours"), fog, "%", 'L', DRAWN));
    facts
}

/// What is under the keel of each class of craft that floats, with this depth of water, metres.
pub(super) fn clearances(library: &Library, depth_m: f64, confidence: char) -> Fact {
    let list: Vec<String> = library
        .craft
        .iter()
        .filter(|c| !c.flies)
        .map(|c| {
            let (draught, clear) = (c.draught.m(), depth_m - c.draught.m());
            let under = if clear < 0.0 { "aground".to_owned() } else { format!("{clear:.1} m clear") };
            format!("{} (draught {draught:.1} m): {under}", c.title)
        })
        .collect();
    words(
        "under the keel now",
        list.join("; "),
        confidence,
        "depth now less the draughts of `assets/craft.ron`, most of them guesses from length",
    )
}
