//! What do those who plan make of the forecast: are crossings tried, and what sea will a unit meet where it is sent?
//!
//! Where weather is stated the scenario has said so. Where each night draws its own, those who plan look at the
//! forecast made at the start of the night for the hours of departure, 02 to 08 UTC, and take its worst hour
//! (MODEL 2.3). A night that has none of these hours (a day's watch, say) is judged by all the hours it has.
//!
//! A unit is sent by the forecast of this hour for the moment of its arrival, brought to the place as the waves of now are.
//!
//! Left out: a second look at a later forecast by those who set out, beaches that differ in their waves, and forecasts of
//! the wind's direction and of streams: shelter and steepening are those of now.

use super::{OpenWaves, STEP_S, SeaNight, SeaWeather, climate};
use crate::draws::{Purpose, Subject};
use crate::parameters::Parameters;
use crate::units::{TICK_S, Tick, Vec2};

/// What a forecast says of departures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// Worst effective wave height of the hours looked at, as forecast at the start, metres.
    pub worst_height_m: f64,
    /// Were these 02 to 08 UTC? Otherwise the night has none of them, and all its hours were looked at.
    pub usual_hours: bool,
    /// Share of nights with such a forecast on which crossings are tried.
    pub chance: f64,
    /// Are they on this one?
    pub tried: bool,
}

impl SeaNight {
    /// What those who plan make of the forecast; none where the weather is stated.
    #[must_use]
    pub fn outlook(&self, p: &Parameters) -> Option<Outlook> {
        if matches!(self.sea.weather, SeaWeather::Stated(_)) {
            return None;
        }
        let clock = &self.sea.clock;
        let departs = |k: &usize| (2..8).contains(&(clock.instant(*k).unix_s().rem_euclid(86_400) / 3600));
        let usual_hours = (0..clock.count()).any(|k| departs(&k));
        let worst_height_m = (0..clock.count())
            .filter(|k| !usual_hours || departs(k))
            .map(|k| {
                #[expect(clippy::cast_possible_truncation, reason = "samples of a few days")]
                let of = Tick(k as u32 * (STEP_S / TICK_S));
                let (waves, wind) = self.forecast(Tick(0), of, p);
                climate::effective_height_m(waves, wind, p)
            })
            .fold(0.0, f64::max);
        let chance = climate::activity(worst_height_m, p);
        let tried = self.draws.chance(Subject::NIGHT, Purpose::ActiveNight, 0, chance);
        Some(Outlook { worst_height_m, usual_hours, chance, tried })
    }

    /// Significant wave height at a place at a later moment, metres, as forecast now: the forecast of the open water, less what
    /// the land keeps off with the wind from where it is now (`open`) and changed by the stream of now.
    #[must_use]
    pub fn forecast_here(
        &self,
        position: Vec2,
        open: &OpenWaves,
        stream: Vec2,
        (made, of): (Tick, Tick),
        p: &Parameters,
    ) -> f64 {
        let (height_m, wind_mps) = self.forecast(made, of, p);
        self.waves_here(position, &OpenWaves::of(height_m, open.wind * wind_mps, p), stream)
    }

    /// Are crossings tried at all on this night? With a stated weather yes: the scenario says so.
    #[must_use]
    pub fn is_tried(&self, p: &Parameters) -> bool {
        self.outlook(p).is_none_or(|o| o.tried)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NightSpread, Sea, WeatherSource, fixtures};
    use super::*;
    use crate::draws::{Draws, NightKey};
    use crate::units::{Duration, Instant};
    use std::sync::Arc;

    fn outlooks(start: &str, hours: f64, nights: u64) -> Vec<Outlook> {
        let p = Parameters::shipped_for_tests();
        let climate = WeatherSource::Climate { sea: None, air: None };
        let start = Instant::parse(start).unwrap();
        let sea = Arc::new(Sea::new(&fixtures::DATA, start, Duration::hours(hours), &climate).unwrap());
        let spread = NightSpread {
            surge_sigma_m: 0.0,
            surge_memory: Duration::hours(12.0),
            calm_below_m: 0.6,
            calm_factor: 0.5,
            weather_sigma: 0.0,
            fixed_surge_m: None,
        };
        (0..nights)
            .map(|night| {
                let luck = Draws::new(NightKey { seed: 7, night });
                SeaNight::new(Arc::clone(&sea), luck, &spread, &p).outlook(&p).expect("drawn weather")
            })
            .collect()
    }

    #[test]
    fn a_day_without_the_usual_hours_is_judged_by_the_hours_it_has() {
        let day = outlooks("2025-01-15T09:00Z", 11.0, 300);
        assert!(day.iter().all(|o| !o.usual_hours && o.worst_height_m > 0.0));
        // January is rough: hardly anyone tries, where "no hour looked at" would read as calm.
        let tried = day.iter().filter(|o| o.tried).count();
        assert!(tried < 150, "{tried} of 300");
        assert!(day.iter().filter(|o| o.worst_height_m > 2.0).all(|o| o.chance < 0.1));
    }

    #[test]
    fn a_night_is_judged_by_two_to_eight() {
        let long = outlooks("2025-10-07T20:00Z", 24.0, 60);
        let short = outlooks("2025-10-07T20:00Z", 12.0, 60);
        assert!(long.iter().all(|o| o.usual_hours));
        assert_eq!(long, short, "hours after 08 UTC are not looked at");
    }

    #[test]
    fn a_forecast_of_a_place_has_its_shelter_and_of_now_is_what_is_there() {
        use crate::environment::{WeatherKnot, WeatherSeries};
        use crate::geo::{LatLon, to_plane};
        use crate::units::{Angle, Distance, Speed, Temperature};
        let p = Parameters::shipped_for_tests();
        let start = Instant::parse("2025-07-09T20:00Z").unwrap();
        // Wind off the French shore, rising.
        let knot = |hours: f64, height: f64| WeatherKnot {
            at: start.plus_s(hours_s(hours)),
            wind: Speed::knots(20.0),
            wind_from: Angle::degrees(150.0),
            wave_height: Distance::metres(height),
            visibility: Distance::nautical_miles(9.0),
        };
        let weather = WeatherSeries {
            knots: vec![knot(0.0, 0.5), knot(6.0, 2.0)],
            sea: Temperature::from_celsius(17.0),
            air: Temperature::from_celsius(16.0),
        };
        let sea = Arc::new(Sea::new(&fixtures::DATA, start, Duration::hours(12.0), &weather.into()).unwrap());
        let spread = NightSpread {
            surge_sigma_m: 0.0,
            surge_memory: Duration::hours(12.0),
            calm_below_m: 0.6,
            calm_factor: 0.5,
            weather_sigma: 0.0,
            fixed_surge_m: None,
        };
        let night = SeaNight::new(sea, Draws::new(NightKey { seed: 7, night: 3 }), &spread, &p);
        let open = night.open_waves(Tick(0), &p);
        let at =
            |lat, lon, of| night.forecast_here(to_plane(LatLon::new(lat, lon)), &open, Vec2::ZERO, (Tick(0), of), &p);
        let six = Tick(Tick::spanning(Duration::hours(6.0)));
        let lee = to_plane(LatLon::new(51.035, 2.10));
        assert!((at(51.035, 2.10, Tick(0)) - night.waves_here(lee, &open, Vec2::ZERO)).abs() < 1e-9);
        let (by_the_beach, offshore) = (at(51.035, 2.10, six), at(51.25, 1.8, six));
        assert!(by_the_beach < 0.6 * offshore, "{by_the_beach} and {offshore}");
        let full = night.forecast(Tick(0), six, &p).0;
        assert!((1.2..3.2).contains(&full), "2 m times an error: {full}");
        assert!(offshore <= 1.001 * full && offshore > 2.0 * at(51.25, 1.8, Tick(0)), "{offshore} of {full}");
    }

    fn hours_s(hours: f64) -> i64 {
        #[expect(clippy::cast_possible_truncation, reason = "a few hours")]
        let s = (hours * 3600.0) as i64;
        s
    }
}
