//! Which numbers must keep step with each other: ends of one range, and shares of one whole?
//!
//! Bounds hold each number by itself; these lists hold them together. A low end above its high end, or two exclusive
//! outcomes with more than certainty between them, has no meaning for the formulas, so it is refused with a sentence
//! wherever a value is set (options, scenarios, studies). A draw that would break a rule stops at it instead: refusing
//! a night for its luck would cut the distribution off behind the user's back.
//!
//! A test finds each name in the register that looks like an end of a range and fails if it is not here.
//! Left out: dependence that is not a rule, such as a slight build cooling no slower than a stout one.

use super::register::Entry;
use super::typed::Parameters;

/// Groups of parameters that are ends of one range or steps of one ladder, in rising order.
pub const ORDERED: &[&[&str]] = &[
    &["boat.length_low_m", "boat.length_mode_m", "boat.length_high_m", "boat.largest_m"],
    &["boat.small_low_m", "boat.small_high_m"],
    &["boat.inflation_low", "boat.inflation_high"],
    &["engine.power_low_hp", "engine.power_hp", "engine.power_high_hp"],
    &["fuel.tank_low_l", "fuel.tank_high_l"],
    &["boarding.rate_low_per_min", "boarding.rate_high_per_min"],
    &["boarding.depth_low_m", "boarding.depth_high_m"],
    &["wading.low_min", "wading.high_min"],
    &["rush.share_low", "rush.share_high"],
    &["family.least", "family.most"],
    &["leeway.between_low", "leeway.between_high"],
    &["transfer.low_s", "transfer.mode_s", "transfer.high_s"],
    &["commitment.fall_low", "commitment.fall_high"],
    &["traffic.speed_low_kn", "traffic.speed_mode_kn", "traffic.speed_high_kn"],
    &["search.sector_up_to_nm", "search.square_up_to_nm"],
    &["coverage.full_nm", "coverage.none_nm"],
    &["call.shared_error_nm", "call.network_error_nm", "call.spoken_error_nm"],
    &["visual.night_factor", "visual.moonlight_factor"],
    &["sweep.moderate_wind_kn", "sweep.rough_wind_kn"],
    &["sweep.moderate_wave_m", "sweep.rough_wave_m"],
    &["sweep.rough_factor", "sweep.moderate_factor"],
    &["post_rescue.short", "post_rescue.long"],
    &["cold_shock.flotation", "cold_shock.others"],
    &["forecast.error_12h", "forecast.error_24h"],
];

/// Shares of one whole that exclude each other, with what is left of the whole: their sum is at most 1.
pub const EXCLUSIVE: &[(&[&str], &str)] = &[
    (&["call.shared_share", "call.network_share"], "calls placed by words"),
    (&["block.turns_back_probability", "block.stops_probability"], "boats that go on"),
    (&["intercept.turned_back_probability", "intercept.evaded_probability"], "boats that stop"),
    (&["build.slight_share", "build.stout_share"], "adults of average build"),
    (&["search.people_share", "search.swamped_share"], "points that drift as a boat afloat"),
];

/// Numbers of one class (of craft, of sensors, a year of boats) in rising order, by the last part of their ids.
pub const ORDERED_IN_CLASS: &[&[&str]] = &[
    &["capacity", "capacity_max"],
    &["reference_range_nm", "max_range_nm"],
    &["aboard_min", "aboard_mean", "aboard_max"],
];

/// Numbers that can be read and set by id.
pub trait ById {
    /// The value under an id, if there is such an id.
    fn value(&self, id: &str) -> Option<f64>;
    /// Sets it, if there is such an id.
    fn put(&mut self, id: &str, x: f64);
}

impl ById for Parameters {
    fn value(&self, id: &str) -> Option<f64> {
        self.get(id)
    }

    fn put(&mut self, id: &str, x: f64) {
        self.set(id, x);
    }
}

/// The groups in rising order among the numbers of classes.
#[must_use]
pub fn class_groups<'a>(ids: impl IntoIterator<Item = &'a str>) -> Vec<Vec<String>> {
    ids.into_iter()
        .filter_map(|id| {
            let (class, name) = id.rsplit_once('.')?;
            let group = ORDERED_IN_CLASS.iter().find(|group| group[0] == name)?;
            Some(group.iter().map(|name| format!("{class}.{name}")).collect())
        })
        .collect()
}

/// What in the values of classes breaks a rule, a sentence each.
pub(super) fn problems_of_classes(classes: &[Entry]) -> Vec<String> {
    let value = |id: &str| classes.iter().find(|e| e.id == id).map(|e| e.value);
    let groups = class_groups(classes.iter().map(|e| e.id.as_str()));
    groups.iter().flat_map(|g| g.windows(2)).filter_map(|pair| crossed(&pair[0], &pair[1], &value)).collect()
}

pub(super) fn crossed(low: &str, high: &str, value: &impl Fn(&str) -> Option<f64>) -> Option<String> {
    let (a, b) = (value(low)?, value(high)?);
    (a > b).then(|| format!("`{low}` ({a}) is above `{high}` ({b}); expected them in rising order"))
}

/// What in these values breaks a rule, a sentence each.
pub fn problems(value: impl Fn(&str) -> Option<f64>) -> Vec<String> {
    let mut out = Vec::new();
    for group in ORDERED {
        out.extend(group.windows(2).filter_map(|pair| crossed(pair[0], pair[1], &value)));
    }
    for (group, rest) in EXCLUSIVE {
        let shares: Vec<f64> = group.iter().filter_map(|id| value(id)).collect();
        let sum: f64 = shares.iter().sum();
        if sum > WHOLE {
            let names: Vec<String> = group.iter().zip(&shares).map(|(id, x)| format!("`{id}` ({x})")).collect();
            out.push(format!(
                "{} add up to {sum}; expected at most 1, as they exclude each other and the rest is {rest}",
                names.join(" and ")
            ));
        }
    }
    out
}

/// The whole that exclusive shares may not exceed, with room for the rounding of a sum.
const WHOLE: f64 = 1.0 + 1e-9;

/// Stops draws at the rules: a drawn end at its neighbour, drawn shares at what the others leave of the whole. What is
/// not drawn stays as it is.
pub fn hold(p: &mut impl ById, is_drawn: impl Fn(&str) -> bool) {
    for group in ORDERED.iter().filter(|g| g.iter().any(|id| is_drawn(id))) {
        hold_group(p, group, &is_drawn);
    }
    for (group, _) in EXCLUSIVE {
        let sum =
            |drawn: bool| -> f64 { group.iter().filter(|id| is_drawn(id) == drawn).filter_map(|id| p.value(id)).sum() };
        let (fixed, drawn) = (sum(false), sum(true));
        if fixed + drawn > 1.0 && drawn > 0.0 {
            let factor = (1.0 - fixed).max(0.0) / drawn;
            for id in group.iter().filter(|id| is_drawn(id)) {
                if let Some(x) = p.value(id) {
                    p.put(id, x * factor);
                }
            }
        }
    }
}

/// The same for one group in rising order.
pub(super) fn hold_group(p: &mut impl ById, group: &[&str], is_drawn: &impl Fn(&str) -> bool) {
    for pair in group.windows(2).filter(|p| is_drawn(p[1])) {
        if let (Some(below), Some(x)) = (p.value(pair[0]), p.value(pair[1])) {
            p.put(pair[1], x.max(below));
        }
    }
    for pair in group.windows(2).rev().filter(|p| is_drawn(p[0])) {
        if let (Some(x), Some(above)) = (p.value(pair[0]), p.value(pair[1])) {
            p.put(pair[0], x.min(above));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey};
    use crate::parameters::{Bounded, Distribution, Number, Register};

    /// Is this name one end of a range, by its own words? `_low` and `_high` may stand before a unit.
    fn is_end(id: &str) -> bool {
        const UNITS: [&str; 9] = ["_m", "_l", "_s", "_kn", "_hp", "_nm", "_min", "_per_min", "_h"];
        const ENDS: [&str; 10] =
            ["low", "high", "mode", "_minimum", "_maximum", "_smallest", "_largest", "_up_to", "_full", "_none"];
        let bare = |unit: &&str| id.strip_suffix(*unit).map(str::to_owned);
        UNITS.iter().filter_map(bare).chain([id.to_owned()]).any(|name| {
            ENDS.iter().any(|end| {
                name.strip_suffix(end).is_some_and(|stem| end.starts_with('_') || stem.ends_with(['.', '_']))
            })
        })
    }

    #[test]
    fn every_end_of_a_range_in_the_register_is_held_to_its_order() {
        // Ends without a partner in the register: the other end is fixed by what they mean.
        const ALONE: [&str; 1] = ["belief.low"];
        let register = Register::shipped();
        let ends: Vec<&str> = register.entries().iter().map(|e| e.id.as_str()).filter(|id| is_end(id)).collect();
        for id in ["fuel.tank_low_l", "wading.high_min", "search.square_up_to_nm", "belief.low"] {
            assert!(ends.contains(&id), "{id} is an end of a range, and the test must see it");
        }
        let listed = |id: &str| ALONE.contains(&id) || ORDERED.iter().any(|g| g.contains(&id));
        let missing: Vec<&&str> = ends.iter().filter(|id| !listed(id)).collect();
        assert!(missing.is_empty(), "not in ORDERED: {missing:?}");
    }

    #[test]
    fn every_name_in_the_lists_is_in_the_register_and_keeps_the_rules() {
        let register = Register::shipped();
        for id in ORDERED.iter().copied().flatten().chain(EXCLUSIVE.iter().flat_map(|(g, _)| g.iter())) {
            assert!(register.get(id).is_some(), "{id}");
        }
        assert_eq!(problems(|id| register.get(id).map(|e| e.value)), Vec::<String>::new());
    }

    #[test]
    fn ends_that_cross_and_shares_beyond_the_whole_are_refused_with_a_sentence() {
        let register = Register::shipped();
        let said = |set: &[(&str, f64)]| {
            let set: Vec<(String, f64)> = set.iter().map(|(id, x)| ((*id).to_owned(), *x)).collect();
            register.with_numbers(&set).unwrap_err().join("\n")
        };
        let text = said(&[("fuel.tank_low_l", 168.0)]);
        assert_eq!(text, "`fuel.tank_low_l` (168) is above `fuel.tank_high_l` (140); expected them in rising order");
        for (id, x) in [
            ("engine.power_hp", 70.0),
            ("wading.low_min", 90.0),
            ("rush.share_low", 0.9),
            ("boat.small_low_m", 7.5),
            ("coverage.none_nm", 5.0),
            ("search.square_up_to_nm", 0.5),
            ("visual.night_factor", 0.3),
            ("post_rescue.short", 0.06),
        ] {
            assert!(said(&[(id, x)]).contains("expected them in rising order"), "{id}");
        }
        let text = said(&[("call.shared_share", 0.9), ("call.network_share", 0.5)]);
        assert_eq!(
            text,
            "`call.shared_share` (0.9) and `call.network_share` (0.5) add up to 1.4; expected at most 1, as they exclude each other and the rest is calls placed by words"
        );
        assert!(said(&[("block.stops_probability", 0.8)]).contains("add up to 1.1"));
        let whole = [("call.shared_share".to_owned(), 0.65)];
        assert!(register.with_numbers(&whole).is_ok(), "0.65 and 0.35 are a whole");
    }

    #[test]
    fn drawn_shares_stay_within_the_whole_and_fixed_ones_stay_as_they_are() {
        let register = Register::shipped();
        let wide = |low, high| Number::Drawn(Bounded::new(Distribution::Uniform { low, high }, 0.0, 1.0).unwrap());
        let set = |id: &str, number| register.overriding(id, number).unwrap();
        let drawn = set("block.turns_back_probability", wide(0.1, 0.9));
        let both = [drawn.clone(), set("block.stops_probability", wide(0.1, 0.9))];
        let fixed = [drawn, set("block.stops_probability", Number::Fixed(0.5))];
        let mut held = 0;
        for night in 0..100 {
            let luck = Draws::new(NightKey { seed: 3, night });
            let base = register.with_overrides(&both).unwrap().typed();
            let p = base.drawn(&both, luck);
            assert!(p.block_turns_back_probability + p.block_stops_probability <= WHOLE);
            let p = register.with_overrides(&fixed).unwrap().typed().drawn(&fixed, luck);
            assert!((p.block_stops_probability - 0.5).abs() < 1e-12);
            assert!(p.block_turns_back_probability <= 0.5 + 1e-9);
            held += u32::from(p.block_turns_back_probability > 0.5 - 1e-9);
        }
        assert!((30..70).contains(&held), "half of the draws stop at what is left: {held}");
    }
}
