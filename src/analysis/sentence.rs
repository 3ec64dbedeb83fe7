//! How are the answers beyond one comparison said, the same way everywhere?
//!
//! The verdict's fixed grammar (see `verdict`) goes on here: where it turns round, whether the nights were enough, what not
//! knowing the numbers does to it, a rate in both ways, a box of worlds. Counts first, then the figure with its interval,
//! then what it does not say. Fewer or more, never better or worse.
//!
//! Left out: what an input or a metric is called; names and units come from the register and from `metrics`.

use super::layers::Layers;
use super::rate::{Rate, RateContrast};
use super::resample::Interval;
use super::sensitivity::break_even::{Side, Turn};
use super::sensitivity::prim::PrimBox;
use super::stopping::Status;
use super::verdict::{NIGHTS_FLOOR, Question};
use crate::units::format::{self, short};

/// An input as it stands in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// A noun phrase: `survival time in water`.
    pub noun: &'a str,
    /// Its unit, or none.
    pub unit: &'a str,
}

impl Input<'_> {
    fn with_unit(self, x: f64) -> String {
        if self.unit.is_empty() { short(x) } else { format!("{} {}", short(x), self.unit) }
    }
}

/// Where the verdict turns round over one input, searched between two values, and now at `now` if it stands anywhere.
#[must_use]
pub fn turning(question: &Question, input: Input, range: (f64, f64), now: Option<f64>, turn: Turn) -> String {
    let Question { noun, wording, .. } = question;
    let (low, high) = (short(range.0), input.with_unit(range.1));
    let who = |side: Side| if side == Side::ALower { question.name_a } else { question.name_b };
    match turn {
        Turn::At { value, interval, below } => {
            let other = if below == Side::ALower { Side::BLower } else { Side::ALower };
            let between = match interval {
                (Some(l), Some(h)) => format!("95 % {} to {}", short(l), short(h)),
                (Some(l), None) => format!("95 % {} or more", short(l)),
                (None, Some(h)) => format!("95 % up to {}", short(h)),
                (None, None) => format!("95 % anywhere from {low} to {high}"),
            };
            let sides =
                format!("{} {noun} under {} below that, under {} above", wording.lower(), who(below), who(other));
            let Some(now) = now else {
                return format!("Turns round at {} {} ({between}): {sides}.", input.noun, input.with_unit(value));
            };
            let inside = interval.0.is_none_or(|l| now >= l) && interval.1.is_none_or(|h| now <= h);
            if inside {
                return format!(
                    "Cannot tell yet: {} is now {}, and it turns round at about {} ({between}); {sides}.",
                    input.noun,
                    input.with_unit(now),
                    input.with_unit(value),
                );
            }
            let side = if now > value { "under" } else { "over" };
            format!(
                "Turns round if {} is {side} {} ({between}; now {}): {sides}.",
                input.noun,
                input.with_unit(value),
                input.with_unit(now),
            )
        }
        Turn::NoSignChange { side } => format!(
            "Does not turn round for {} from {low} to {high}: {} {noun} under {} at both ends.",
            input.noun,
            wording.lower(),
            who(side),
        ),
        Turn::OneEnd { .. } | Turn::CannotTell => told_at(question, input, range, turn),
    }
}

/// Where a side is told at one end of the range at most, so that no turn was seen.
fn told_at(question: &Question, input: Input, range: (f64, f64), turn: Turn) -> String {
    let Question { noun, wording, .. } = question;
    let Turn::OneEnd { side, from, upper, identical } = turn else {
        return format!(
            "Cannot tell yet: for {} at {} and at {} the nights name no side. More nights, or a wider range.",
            input.noun,
            short(range.0),
            input.with_unit(range.1),
        );
    };
    let who = if side == Side::ALower { question.name_a } else { question.name_b };
    let (end, other) = if upper { (range.1, range.0) } else { (range.0, range.1) };
    let told = if from.total_cmp(&end).is_eq() {
        format!("{} {noun} under {who} at {} alone", wording.lower(), input.with_unit(end))
    } else {
        let (low, high) = (from.min(end), from.max(end));
        format!("{} {noun} under {who} from {} to {}", wording.lower(), short(low), input.with_unit(high))
    };
    if identical {
        format!(
            "No turn was seen for {}: no difference at {} in any night, and {told}; between the two these nights cannot tell.",
            input.noun,
            input.with_unit(other),
        )
    } else {
        format!(
            "Cannot tell yet whether it turns round for {}: {told}; towards {} these nights name no side. More nights, or a \
             wider range.",
            input.noun,
            input.with_unit(other),
        )
    }
}

/// Whether the nights were enough; `half_width` as reached, `target` as asked, in the metric's unit, and the fewest nights
/// that must differ.
#[must_use]
pub fn precision(status: Status, half_width: f64, target: f64, differing_floor: usize, decimals: usize) -> String {
    let (reached, asked) = (format::fixed(half_width, decimals), format::fixed(target, decimals));
    let count = |n: usize| format::count(n as u64);
    match status {
        Status::Running => format!("More nights are being lived: the half-width is {reached}, and {asked} was asked."),
        Status::Stopped { nights, .. } => {
            format!(
                "Precise enough after {} nights: the half-width is {reached}, and {asked} was asked.",
                count(nights)
            )
        }
        Status::CannotTellYet { nights, differing } if differing < differing_floor => format!(
            "Cannot tell yet: of {} nights only {} differ, and it takes at least {}.",
            count(nights),
            count(differing),
            count(differing_floor)
        ),
        Status::CannotTellYet { nights, .. } => format!(
            "Cannot tell yet: after {} nights, all that were allowed, the half-width is {reached}, and {asked} was asked.",
            count(nights)
        ),
    }
}

/// What not knowing the model's numbers does to the verdict.
#[must_use]
pub fn layers(question: &Question, l: &Layers) -> String {
    let Question { name_a, name_b, noun, wording, decimals, .. } = question;
    let mut out = format!(
        "Under {} draws of the parameters, {name_b} had {} {noun} on average than {name_a} in {}{}, {} in {}{}.",
        format::count(l.draws as u64),
        wording.lower(),
        l.b_lower.nights,
        beyond_luck(l, l.b_lower_beyond_luck),
        wording.higher(),
        l.a_lower.nights,
        beyond_luck(l, l.a_lower_beyond_luck),
    );
    if l.too_few > 0 {
        let floor = format::count(NIGHTS_FLOOR as u64);
        out += &if l.too_few == l.draws {
            format!(" Whether a single draw's side is luck is not told: that takes {floor} nights in it at least.")
        } else {
            let number = format::count(l.too_few as u64);
            format!(" In {number} of the draws too few nights were lived to tell luck: it takes {floor} at least.")
        };
    }
    let alike = l.a_lower.nights == 0 && l.b_lower.nights == 0;
    if alike && l.night_variance.is_none_or(|v| v == 0.0) {
        // Nought to nought would read as sure.
        out += " No night differed in any draw.";
    } else if let Some((low, high)) = l.interval_95 {
        let reads_as_nought = |x: f64, k: usize| x != 0.0 && format::fixed(x, k) == format::fixed(0.0, k);
        let told = (*decimals..decimals + 4).find(|&k| ![l.mean, low, high].iter().any(|x| reads_as_nought(*x, k)));
        let signed = |x| format::signed(x, told.unwrap_or(decimals + 4));
        out += &format!(
            " Average difference {} a night (95 % over draws {} to {}).",
            signed(l.mean),
            signed(low),
            signed(high)
        );
    }
    if let Some(share) = l.share_not_bought_by_nights() {
        out += &format!(" More nights would leave {} % of that doubt's variance.", format::fixed(100.0 * share, 0));
    }
    out
}

/// How many of the draws on one side are so beyond luck; nothing where none of them could be.
fn beyond_luck(l: &Layers, number: usize) -> String {
    if l.too_few == l.draws { String::new() } else { format!(" ({number} beyond luck)") }
}

/// A rate under both doctrines, the difference and the ratio together. `what`: `Deaths per 1,000 embarked`.
#[must_use]
pub fn rate([name_a, name_b]: [&str; 2], what: &str, decimals: usize, r: &RateContrast) -> String {
    let fixed = |x: f64| format::fixed(x, decimals);
    let interval = |i: Option<Interval>, f: &dyn Fn(f64) -> String| {
        i.map_or_else(
            || "no interval".to_owned(),
            |i| match (f(i.low), i.high.is_finite()) {
                (low, true) => format!("95 % {low} to {}", f(i.high)),
                (low, false) => format!("95 % {low} or more"),
            },
        )
    };
    // None seen is not none: nights with any are bounded, and no rate is, as one night may have many.
    let bound = || {
        let n = format::count(r.unseen_of as u64);
        format!("nights with any are below about 3 in {n} (95 %), which bounds no rate, as one night may have many")
    };
    let (none_a, none_b) = (r.a.nights_with_event == 0, r.b.nights_with_event == 0);
    if none_a && none_b {
        return format!("{what}: none seen under either; {}.", bound());
    }
    let side = |rate: &Rate, none: bool, name: &str| {
        if none {
            format!("none seen under {name}")
        } else {
            format!("{} under {name} ({})", fixed(rate.value), interval(rate.interval, &fixed))
        }
    };
    let ratio = match r.ratio {
        Some(_) if none_b => format!("no ratio, as there were none under {name_b}"),
        Some(ratio) => {
            format!("ratio {} ({})", format::fixed(ratio, 2), interval(r.ratio_interval, &|x| format::fixed(x, 2)))
        }
        None => format!("no ratio, as there were none under {name_a}"),
    };
    let unseen = if none_a || none_b { format!(" Where none were seen {}.", bound()) } else { String::new() };
    format!(
        "{what}: {}, {}. Difference {} ({}), {ratio}.{unseen}",
        side(&r.b, none_b, name_b),
        side(&r.a, none_a, name_a),
        format::signed(r.difference, decimals),
        interval(r.difference_interval, &|x| format::signed(x, decimals)),
    )
}

/// A box of worlds. `interest`: what the worlds of interest are, `A has more deaths`; `inputs` by index of the box's limits.
#[must_use]
pub fn worlds(interest: &str, inputs: &[Input], found: Option<&PrimBox>) -> String {
    let none = || format!("No part of the worlds was found in which {interest} much more often than elsewhere.");
    let Some(b) = found else { return none() };
    let all = if b.coverage > 0.0 { b.of_interest as f64 / b.coverage } else { 0.0 };
    let limit = |l: &super::sensitivity::prim::Limit| {
        let input = inputs.get(l.input)?;
        let (low, high) = (input.with_unit(l.range.0), input.with_unit(l.range.1));
        Some(match (l.p_low.is_some(), l.p_high.is_some()) {
            (true, true) => format!("{} from {} to {high}", input.noun, short(l.range.0)),
            (true, false) => format!("{} over {low}", input.noun),
            _ => format!("{} under {high}", input.noun),
        })
    };
    let limits: Vec<String> = b.limits.iter().filter_map(limit).collect();
    if limits.is_empty() {
        return none();
    }
    format!(
        "With {}, {interest} in {} of {} worlds, which are {} of the {} such worlds in all.",
        limits.join(" and "),
        format::count(b.of_interest as u64),
        format::count(b.points as u64),
        format::count(b.of_interest as u64),
        format::fixed(all, 0),
    )
}

/// A stretch of values of nought or more: from, and to if it ends.
#[must_use]
pub fn stretch((from, to): (f64, Option<f64>)) -> String {
    match to {
        None if from <= 0.0 => "at any".to_owned(),
        None => format!("from {} on", short(from)),
        Some(to) => format!("from {} to {}", short(from), short(to)),
    }
}

/// What a pull of rescue would do: `at_zero` is the mean difference B − A without it; `ties_at` the pull at which the means
/// tie, if any; and the stretches in which the nights cannot tell.
#[must_use]
pub fn pull(question: &Question, at_zero: f64, ties_at: Option<f64>, unsure: &[(f64, Option<f64>)]) -> String {
    let Question { name_a, name_b, noun, wording, .. } = question;
    let (lower, [below, above]) = (wording.lower(), if at_zero < 0.0 { [name_b, name_a] } else { [name_a, name_b] });
    let mut out = match ties_at {
        Some(at) if at > 0.0 => format!(
            "On average they tie at a pull of {}: {lower} {noun} under {below} below that, under {above} above.",
            short(at)
        ),
        _ if at_zero == 0.0 => "On average they tie without any pull.".to_owned(),
        _ => format!("At no pull do they tie on average: {lower} {noun} under {below} at each."),
    };
    let words: Vec<String> = unsure.iter().map(|s| stretch(*s)).collect();
    out += &match words.as_slice() {
        [] => " These nights tell the side at each.".to_owned(),
        words => format!(" These nights cannot tell the sides apart {}.", words.join(" and ")),
    };
    out
}

#[cfg(test)]
mod tests {
    use super::super::layers::World;
    use super::super::rate::Counted;
    use super::super::resample::Resampler;
    use super::super::sensitivity::prim::Limit;
    use super::super::verdict::{VerdictKind, Wording};
    use super::*;

    const QUESTION: Question = Question {
        name_a: "Imminent danger only",
        name_b: "Taxi-boat interception",
        noun: "deaths",
        wording: Wording::FewerMore,
        harm: true,
        decimals: 2,
        nights_floor: NIGHTS_FLOOR,
    };
    const NAMES: [&str; 2] = [QUESTION.name_a, QUESTION.name_b];
    const SURVIVAL: Input = Input { noun: "survival time in water", unit: "min" };

    fn turned(now: f64, turn: Turn) -> String {
        turning(&QUESTION, SURVIVAL, (10.0, 90.0), Some(now), turn)
    }

    #[test]
    fn it_says_where_it_turns_round_and_on_which_side_of_that_we_are() {
        let at = Turn::At { value: 40.0, interval: (Some(33.0), Some(52.0)), below: Side::ALower };
        assert_eq!(
            turned(60.0, at),
            "Turns round if survival time in water is under 40 min (95 % 33 to 52; now 60 min): fewer deaths under Imminent \
             danger only below that, under Taxi-boat interception above."
        );
        assert!(turned(20.0, at).starts_with("Turns round if survival time in water is over 40 min"));
        assert!(turned(50.0, at).starts_with(
            "Cannot tell yet: survival time in water is now 50 min, and it turns round at about 40 min (95 % 33 to 52);"
        ));
        let open = Turn::At { value: 80.0, interval: (Some(60.0), None), below: Side::BLower };
        assert!(turned(20.0, open).contains("over 80 min (95 % 60 or more; now 20 min)"));
        let will = Input { noun: "commitment", unit: "" };
        let at = Turn::At { value: 0.25, interval: (Some(0.125), None), below: Side::BLower };
        assert_eq!(
            turning(&QUESTION, will, (0.0, 1.0), None, at),
            "Turns round at commitment 0.25 (95 % 0.125 or more): fewer deaths under Taxi-boat interception below that, under \
             Imminent danger only above."
        );
    }

    #[test]
    fn no_turning_and_not_knowing_are_said_apart() {
        assert_eq!(
            turned(60.0, Turn::NoSignChange { side: Side::BLower }),
            "Does not turn round for survival time in water from 10 to 90 min: fewer deaths under Taxi-boat interception at \
             both ends."
        );
        assert_eq!(
            turned(60.0, Turn::CannotTell),
            "Cannot tell yet: for survival time in water at 10 and at 90 min the nights name no side. More nights, or a wider \
             range."
        );
        let one = |from, upper, identical| turned(60.0, Turn::OneEnd { side: Side::BLower, from, upper, identical });
        assert_eq!(
            one(30.0, true, true),
            "No turn was seen for survival time in water: no difference at 10 min in any night, and fewer deaths under \
             Taxi-boat interception from 30 to 90 min; between the two these nights cannot tell."
        );
        assert_eq!(
            one(30.0, false, false),
            "Cannot tell yet whether it turns round for survival time in water: fewer deaths under Taxi-boat interception \
             from 10 to 30 min; towards 90 min these nights name no side. More nights, or a wider range."
        );
        assert!(one(90.0, true, false).contains("at 90 min alone;"));
    }

    #[test]
    fn the_end_of_a_budget_is_an_answer() {
        let say = |status| precision(status, 0.214, 0.1, 6, 2);
        assert_eq!(
            say(Status::CannotTellYet { nights: 1000, differing: 40 }),
            "Cannot tell yet: after 1\u{2009}000 nights, all that were allowed, the half-width is 0.21, and 0.10 was asked."
        );
        assert_eq!(
            say(Status::CannotTellYet { nights: 1000, differing: 3 }),
            "Cannot tell yet: of 1\u{2009}000 nights only 3 differ, and it takes at least 6."
        );
        assert!(say(Status::Stopped { nights: 420, met_at: 400 }).starts_with("Precise enough after 420 nights"));
    }

    #[test]
    fn draws_of_the_parameters_are_counted_before_they_are_averaged() {
        let draws: Vec<Vec<f64>> = (0..20).map(|i| vec![f64::from(i) - 15.0, f64::from(i) - 15.5]).collect();
        let said = |told: &dyn Fn(usize) -> VerdictKind| {
            let world = |(i, d)| World { differences: d, told: told(i), weighted: None };
            layers(
                &QUESTION,
                &Layers::of(&draws.iter().map(Vec::as_slice).enumerate().map(world).collect::<Vec<_>>()).unwrap(),
            )
        };
        let average = "Average difference −5.75 a night (95 % over draws −8.52 to −2.98).";
        let few = said(&|_| VerdictKind::TooFew);
        assert!(
            few.starts_with(&format!(
                "Under 20 draws of the parameters, Taxi-boat interception had fewer deaths on average than Imminent danger \
                 only in 16, more in 4. Whether a single draw's side is luck is not told: that takes 100 nights in it at least. \
                 {average}"
            )),
            "{few}"
        );
        let said = said(&|i| match i {
            0..13 => VerdictKind::BLower,
            19 => VerdictKind::ALower,
            18 => VerdictKind::TooFew,
            _ => VerdictKind::CannotTell,
        });
        assert!(
            said.starts_with(&format!(
                "Under 20 draws of the parameters, Taxi-boat interception had fewer deaths on average than Imminent danger \
                 only in 16 (13 beyond luck), more in 4 (1 beyond luck). In 1 of the draws too few nights were lived to tell luck: it \
                 takes 100 at least. {average}"
            )),
            "{said}"
        );
        assert!(said.ends_with("More nights would leave 100 % of that doubt's variance."), "{said}");
    }

    #[test]
    fn a_rate_is_said_in_both_ways() {
        let (a, b): (Vec<f64>, Vec<f64>) = (0..200).map(|i| (f64::from(i % 4), f64::from(i % 3))).unzip();
        let people = vec![1000.0; 200];
        let contrast = |a: &[f64]| {
            let counted = |events| Counted { events, exposure: &people };
            let (x, y) = (Counted { events: a, exposure: &people }, counted(&b));
            RateContrast::of(x, y, 1000.0, Resampler::new(1)).unwrap()
        };
        let said = rate(NAMES, "Deaths per 1,000 embarked", 2, &contrast(&a));
        assert!(said.starts_with("Deaths per 1,000 embarked: 0.99 under Taxi-boat interception (95 % 0."), "{said}");
        assert!(said.contains("Difference −0.51 (95 % −0.") && said.contains(", ratio 0.66 (95 % 0."), "{said}");
        let none = rate(NAMES, "Deaths per 1,000 embarked", 2, &contrast(&vec![0.0; 200]));
        assert!(none.contains(", none seen under Imminent danger only. Difference +"), "{none}");
        assert!(
            none.contains("no ratio, as there were none under Imminent danger only. Where none were seen"),
            "{none}"
        );
        assert!(
            none.ends_with("below about 3 in 200 (95 %), which bounds no rate, as one night may have many."),
            "{none}"
        );
        let side = Counted { events: &vec![0.0; 200], exposure: &people };
        let neither = RateContrast::of(side, side, 1000.0, Resampler::new(1)).unwrap();
        let said = rate(NAMES, "Deaths per 1,000 embarked", 2, &neither);
        assert!(said.starts_with("Deaths per 1,000 embarked: none seen under either; nights with any"), "{said}");
        assert!(!said.contains("0.00"), "{said}");
    }

    #[test]
    fn a_box_of_worlds_reads_as_a_sentence() {
        let inputs = [Input { noun: "water", unit: "°C" }, Input { noun: "aboard", unit: "" }];
        let limits = vec![
            Limit { input: 0, range: (4.0, 9.0), p_low: None, p_high: Some(0.001) },
            Limit { input: 1, range: (60.0, 90.0), p_low: Some(0.001), p_high: None },
        ];
        let b = PrimBox { limits, points: 90, of_interest: 74, coverage: 0.74, density: 74.0 / 90.0, mass: 0.1 };
        assert_eq!(
            worlds("B has more deaths", &inputs, Some(&b)),
            "With water under 9 °C and aboard over 60, B has more deaths in 74 of 90 worlds, which are 74 of the 100 such \
             worlds in all."
        );
        let nowhere = PrimBox { limits: vec![], ..b };
        for found in [Some(&nowhere), None] {
            assert!(
                worlds("B has more deaths", &inputs, found).starts_with("No part of the worlds was found in which B")
            );
        }
    }

    #[test]
    fn draws_in_which_no_night_differs_have_no_interval_from_nought_to_nought() {
        let told = |first: f64| {
            let nights = [[first, 0.0, 0.0], [0.0; 3]];
            let worlds: Vec<World> =
                nights.iter().map(|d| World { differences: d, told: VerdictKind::TooFew, weighted: None }).collect();
            layers(&QUESTION, &Layers::of(&worlds).unwrap())
        };
        let none = told(0.0);
        assert!(none.contains(" No night differed in any draw.") && !none.contains("Average"), "{none}");
        let some = told(0.0024);
        assert!(some.contains("Average difference +0.0004 a night"), "{some}");
    }

    #[test]
    fn a_pull_of_rescue_is_told_with_what_the_nights_cannot_tell() {
        assert_eq!(
            pull(&QUESTION, -0.2, Some(1.25), &[(0.8, Some(2.5))]),
            "On average they tie at a pull of 1.25: fewer deaths under Taxi-boat interception below that, under Imminent \
             danger only above. These nights cannot tell the sides apart from 0.8 to 2.5."
        );
        assert_eq!(
            pull(&QUESTION, 0.2, None, &[]),
            "At no pull do they tie on average: fewer deaths under Imminent danger only at each. These nights tell the side \
             at each."
        );
        assert!(pull(&QUESTION, 0.2, None, &[(0.0, None)]).ends_with("cannot tell the sides apart at any."));
        assert!(
            pull(&QUESTION, -0.2, Some(9.0), &[(0.0, Some(1.0)), (5.0, None)]).ends_with("from 0 to 1 and from 5 on.")
        );
        assert!(pull(&QUESTION, 0.0, Some(0.0), &[]).starts_with("On average they tie without any pull."));
    }

    #[test]
    fn no_sentence_calls_a_side_better() {
        let at = Turn::At { value: 40.0, interval: (None, None), below: Side::ALower };
        for said in [turned(60.0, at), turned(60.0, Turn::CannotTell), precision(Status::Running, 1.0, 0.5, 6, 1)] {
            for word in ["better", "worse", "wins", "loses", "best"] {
                assert!(!said.to_lowercase().contains(word), "{said}");
            }
        }
    }
}
