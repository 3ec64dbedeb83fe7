//! What weather had this night, what was forecast, and were crossings tried?
//!
//! Only for nights that draw their weather from the climate of the date: a stated one stands in the scenario. The
//! moments are the start and 03, 06 and 12 UTC, around which boats set out and are met; beside each what a forecast
//! made at the start said of it.
//!
//! Left out: what happens between these moments, and waves by place (this is the open water's).

use crate::environment::{Outlook, SeaNight};
use crate::parameters::Parameters;
use crate::units::{Speed, TICK_S, Tick, Vec2, format};

/// The lines about a night's weather; empty where the scenario states it.
pub fn text(night: &SeaNight, length_ticks: u32, p: &Parameters) -> String {
    let Some(outlook) = night.outlook(p) else { return String::new() };
    let mut text = "Weather of the night, drawn from the climate of the date\n\n\
                    \x20 UTC           wind              waves  visibility  forecast at the start\n"
        .to_owned();
    for tick in moments(night, length_ticks) {
        let (wind, waves) = (night.wind_at(tick), night.waves_at(tick));
        let (waves_told, wind_told) = night.forecast(Tick(0), tick, p);
        text += &format!(
            "  {:>12}  {:>4.1} kn from {:03.0}°  {:>4.1} m  {:>7.1} nm  {}\n",
            night.sea().start().plus_s(i64::from(tick.0) * i64::from(TICK_S)).day_clock(),
            Speed::metres_per_second(wind.length()).kn(),
            (Vec2::ZERO - wind).bearing().deg(),
            waves,
            night.visibility_at(tick).nm(),
            if tick.0 == 0 {
                "(is the truth)".to_owned()
            } else {
                format!("{:.1} kn, {waves_told:.1} m", Speed::metres_per_second(wind_told).kn())
            }
        );
    }
    text += &format!("\n{}\n\n", verdict(&outlook));
    text
}

fn verdict(o: &Outlook) -> String {
    let hours = if o.usual_hours { "from 02 to 08 UTC" } else { "in all hours (the night has none from 02 to 08 UTC)" };
    format!(
        "Crossings were {}tried: the forecast of the start had waves of up to {} m {hours}, wind above 5 m/s counted in;\n\
         with such a forecast they are tried on {:.0} % of nights.",
        if o.tried { "" } else { "not " },
        format::fixed(o.worst_height_m, 2),
        100.0 * o.chance
    )
}

/// The start, and 03, 06 and 12 UTC as often as the night has them.
fn moments(night: &SeaNight, length_ticks: u32) -> impl Iterator<Item = Tick> {
    let start = night.sea().start().unix_s();
    let wanted = move |tick: u32| {
        let s = start + i64::from(tick) * i64::from(TICK_S);
        s.rem_euclid(3600) < i64::from(TICK_S) && matches!(s.rem_euclid(86_400) / 3600, 3 | 6 | 12)
    };
    (0..=length_ticks).filter(move |t| *t == 0 || wanted(*t)).map(Tick)
}
