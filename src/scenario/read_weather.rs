//! What does a scenario file say about the weather and the surge?
//!
//! A list of moments, one that holds throughout, a table beside the scenario, or the climate of the date. Moments are held
//! against the night: outside of it they are probably slips, and hours that nothing is said of are told, at either end and
//! between two moments, as those of a table are.
//!
//! Left out: what a table's columns mean (`series`).

use super::drawn::{DrawnNumbers, Field};
use super::load::{Names, Night, each_numbered};
use super::{SurgePlan, WeatherKnot, WeatherPlan, series};
use crate::parameters::Parameters;
use crate::reading::{Fields, Kind, Node, Place, Report};
use crate::units::Instant;

/// The plan, and the temperatures of sea and air that a series brings.
pub(super) fn read_weather_plan(
    node: &Node,
    names: &Names<'_>,
    night: Night,
    drawn: &mut DrawnNumbers,
    r: &mut Report,
) -> Option<(WeatherPlan, Option<f64>, Option<f64>)> {
    if matches!(node.kind, Kind::List(_)) {
        let p = names.register.typed();
        let knots = read_weather(r.list(node, "weather at a moment"), node.place, night, &p, drawn, r)?;
        return Some((WeatherPlan::Stated(knots), None, None));
    }
    let Kind::Named { name, body } = &node.kind else {
        r.wrong_kind(node, "a list of moments, `Constant(…)`, `Csv(\"file.csv\")` or `Climate`");
        return None;
    };
    match r.position_of(node.place, name, "kind of weather", &["Constant", "Csv", "Climate"])? {
        0 => {
            let mut f = Fields::of(r, node, "`Constant`")?;
            let knot = read_conditions(&mut f, 0, drawn, r);
            f.finish(r);
            let (start, _) = night?;
            let (wind_kn, wind_from_deg, wave_height_m, visibility_nm) = knot?;
            let waves = wave_height_m.unwrap_or(0.0);
            let mut knot = [WeatherKnot { at: start, wind_kn, wind_from_deg, wave_height_m: waves, visibility_nm }];
            if wave_height_m.is_none() {
                r.warn(node.place, series::WAVES_GROWN);
                series::grow_waves(&mut knot, &names.register.typed());
            }
            Some((WeatherPlan::Stated(knot.to_vec()), None, None))
        }
        1 => {
            let file = match body.as_deref() {
                Some(Node { kind: Kind::Tuple(items), .. }) if items.len() == 1 => r.text(&items[0])?,
                Some(inner) => r.text(inner)?,
                None => {
                    r.wrong_kind(node, "`Csv(\"file.csv\")`");
                    return None;
                }
            };
            if file.trim().is_empty() {
                r.error(
                    node.place,
                    "`Csv` names no file; expected a table beside the scenario, like `Csv(\"weather.csv\")`",
                );
                return None;
            }
            let text = (names.beside)(file).map_err(|e| r.error(node.place, e)).ok()?;
            match series::read(&text, night?, &names.register.typed()) {
                Ok(s) => {
                    for w in s.warnings {
                        r.warn(node.place, format!("{file}: {w}"));
                    }
                    Some((WeatherPlan::Stated(s.knots), s.sea_c, s.air_c))
                }
                Err(problems) => {
                    for p in problems {
                        r.error(node.place, format!("{file}: {p}"));
                    }
                    None
                }
            }
        }
        _ => {
            if body.is_some() {
                r.wrong_kind(node, "`Climate` without parentheses: the date of the scenario gives the season");
                return None;
            }
            Some((WeatherPlan::Climate, None, None))
        }
    }
}

/// Where from a drawn wind may blow, degrees: once round the compass beyond either side of north.
const AROUND_DEG: core::ops::RangeInclusive<f64> = -360.0..=720.0;

/// Wind (kn), where from (degrees), waves (m; none if left to the wind), visibility (nm), at the moment of this number.
fn read_conditions(
    f: &mut Fields<'_>,
    moment: usize,
    drawn: &mut DrawnNumbers,
    r: &mut Report,
) -> Option<(f64, f64, Option<f64>, f64)> {
    let mut level = |f: &mut Fields<'_>, name, bounds, field, r: &mut Report| {
        f.need(name).and_then(|n| drawn.number(n, name, bounds, field, r))
    };
    let wind_kn = level(f, "wind_kn", series::WIND_KN, Field::Wind(moment), r);
    // A wind about north is drawn across it: from −20° is from 340°.
    let across = f.get("wind_from_deg").is_some_and(|n| matches!(n.kind, Kind::Named { .. }));
    let quarter = if across { AROUND_DEG } else { series::FROM_DEG };
    let wind_from_deg = level(f, "wind_from_deg", quarter, Field::WindFrom(moment), r);
    let wind_from_deg = wind_from_deg.map(|deg| if across { deg.rem_euclid(360.0) } else { deg });
    let wave_height_m = match f.get("wave_height_m") {
        Some(_) => level(f, "wave_height_m", series::WAVES_M, Field::WaveHeight(moment), r).map(Some),
        None => Some(None),
    };
    let visibility_nm = level(f, "visibility_nm", series::VISIBILITY_NM, Field::Visibility(moment), r);
    Some((wind_kn?, wind_from_deg?, wave_height_m?, visibility_nm?))
}

/// What weather adds to the tide.
pub(super) fn read_surge(node: &Node, drawn: &mut DrawnNumbers, r: &mut Report) -> Option<SurgePlan> {
    const FORM: &str = "`Drawn`, `None` or `Fixed(metres)`";
    let Kind::Named { name, body } = &node.kind else {
        r.wrong_kind(node, FORM);
        return None;
    };
    match (r.position_of(node.place, name, "surge", &["Drawn", "None", "Fixed"])?, body.as_deref()) {
        (0, None) => Some(SurgePlan::Drawn),
        (1, None) => Some(SurgePlan::Fixed(0.0)),
        (2, Some(inner)) => {
            let inner = match &inner.kind {
                Kind::Tuple(items) if items.len() == 1 => &items[0],
                _ => inner,
            };
            // The surge of 1953 stood 2.5 m above the tide at the Belgian coast.
            drawn.number(inner, "surge_m", -3.0..=4.0, Field::Surge, r).map(SurgePlan::Fixed)
        }
        _ => {
            r.wrong_kind(node, FORM);
            None
        }
    }
}

fn read_weather(
    nodes: &[Node],
    place: Place,
    night: Night,
    p: &Parameters,
    drawn: &mut DrawnNumbers,
    r: &mut Report,
) -> Option<Vec<WeatherKnot>> {
    let knots = each_numbered(nodes, r, |i, node, r| {
        let mut f = Fields::of(r, node, "the weather at a moment")?;
        let at = f.instant(r, "at");
        let conditions = read_conditions(&mut f, i, drawn, r);
        let at_place = f.place_of("at");
        f.finish(r);
        if let (Some(at), Some((start, end))) = (at, night)
            && !(start..=end).contains(&at)
        {
            r.warn(
                at_place,
                format!("{} is outside the night ({} to {})", at.iso_minute(), start.iso_minute(), end.iso_minute()),
            );
        }
        let (wind_kn, wind_from_deg, wave_height_m, visibility_nm) = conditions?;
        let waves = wave_height_m.unwrap_or(0.0);
        let knot = WeatherKnot { at: at?, wind_kn, wind_from_deg, wave_height_m: waves, visibility_nm };
        Some((knot, at_place, wave_height_m.is_some()))
    })?;
    let told = knots.iter().filter(|k| k.2).count();
    if let Some((_, without, _)) = knots.iter().find(|k| !k.2 && told > 0) {
        r.error(
            *without,
            "`wave_height_m` is missing here; expected it at all moments, or at none (then the wind raises them)",
        );
    }
    let knots: Vec<(WeatherKnot, Place)> = knots.into_iter().map(|(k, place, _)| (k, place)).collect();
    if knots.is_empty() {
        r.error(place, "`weather` is empty; expected at least one moment");
    }
    for pair in knots.windows(2) {
        if pair[1].0.at <= pair[0].0.at {
            r.error(
                pair[1].1,
                format!(
                    "the weather at {} is not later than the one before; expected order of time",
                    pair[1].0.at.iso_minute()
                ),
            );
        }
    }
    if let Some(night) = night {
        warn_of_open_ends(&knots, night, r);
        let times: Vec<Instant> = knots.iter().map(|(k, _)| k.at).collect();
        for (before, gap_h) in series::gaps(&times, night) {
            r.warn(
                knots[before + 1].1,
                format!(
                    "{gap_h:.1} h of the night's weather without a moment after {}, bridged by straight lines",
                    times[before].iso_minute()
                ),
            );
        }
    }
    let mut knots: Vec<WeatherKnot> = knots.into_iter().map(|(k, _)| k).collect();
    if told == 0 && !knots.is_empty() {
        r.warn(place, series::WAVES_GROWN);
        series::grow_waves(&mut knots, p);
    }
    Some(knots)
}

/// Tells how long the first and last moment must hold, however short it is, as of a table. A single moment at the start is a weather that does not
/// change, and meant so.
fn warn_of_open_ends(knots: &[(WeatherKnot, Place)], (start, end): (Instant, Instant), r: &mut Report) {
    let (Some((first, at_first)), Some((last, at_last))) = (knots.first(), knots.last()) else { return };
    let before_h = first.at.since(start).h();
    if before_h > 0.0 {
        r.warn(
            *at_first,
            format!("nothing is said of the first {before_h:.1} h of the night; this moment's holds there"),
        );
    }
    let after_h = end.since(last.at).h();
    if after_h > 0.0 && knots.len() > 1 {
        r.warn(*at_last, format!("nothing is said of the last {after_h:.1} h of the night; this moment's holds there"));
    }
}
