//! What may be concluded where a rate decides, such as deaths for each 1,000 who embarked?
//!
//! A rate under a doctrine is a sum over nights by a sum over nights, so there is no difference of a single night to count. A side
//! is named only if the interval of the difference excludes nought and every interval of the ratio that there is, on the logarithm
//! and Fieller's, excludes one on the same side; and only above the floors of the verdict: a hundred nights, of which six differ in
//! what is counted or in what it is counted over, and six with an event under one of the doctrines. A ratio needs events under both;
//! without them the difference alone decides.
//!
//! Left out: which side is wanted, and shares of nights with a lower rate: a night without exposure has none.

use super::rate::RateContrast;
use super::sentence;
use super::verdict::{DIFFERING_FLOOR, NIGHTS_FLOOR, Question, Verdict, VerdictKind};
use crate::units::format;

/// The conclusion on a rate; `question` gives the doctrines' names, decimals and the floor, `what` the rate's title.
#[must_use]
pub fn verdict_of_rate(question: &Question, what: &str, r: &RateContrast) -> Verdict {
    let kind = kind(question.nights_floor, r);
    let nights = |n: usize| format::count(n as u64);
    let said = sentence::rate([question.name_a, question.name_b], what, question.decimals, r);
    let end = if said.ends_with('.') { "" } else { "." };
    let ending = match kind {
        VerdictKind::TooFew => {
            format!("Too few nights for a verdict: it takes at least {}.", nights(question.nights_floor))
        }
        VerdictKind::Identical => {
            format!(
                "Identical in every night; nights that differ are below about 3 in {} (95 %), not ruled out.",
                nights(r.unseen_of)
            )
        }
        VerdictKind::BLower => format!("Lower under {}: all intervals lie on that side.", question.name_b),
        VerdictKind::ALower => format!("Lower under {}: all intervals lie on that side.", question.name_a),
        VerdictKind::CannotTell if r.differing < DIFFERING_FLOOR => {
            format!(
                "Cannot tell yet: the nights that differ are only {}, and it takes at least {DIFFERING_FLOOR}.",
                r.differing
            )
        }
        VerdictKind::CannotTell if events(r) < DIFFERING_FLOOR => format!(
            "Cannot tell yet: there is anything to count in only {} nights under either, and it takes at least {DIFFERING_FLOOR}.{}",
            events(r),
            if events(r) == 0 { " None seen is not no risk." } else { "" }
        ),
        VerdictKind::CannotTell if side(r.difference_interval.map(|i| (i.low, i.high)), 0.0) != 0 => {
            "Cannot tell yet: the interval of the difference excludes nought and one of the ratio holds one.".to_owned()
        }
        VerdictKind::CannotTell => "Cannot tell yet: the interval of the difference spans zero.".to_owned(),
    };
    Verdict { kind, sentence: format!("On {} paired nights. {said}{end} {ending}", nights(r.nights)) }
}

impl RateContrast {
    /// Whether enough nights carry it for its intervals to be drawn among others: the floors of the verdict.
    #[must_use]
    pub fn carries(&self) -> bool {
        self.nights >= NIGHTS_FLOOR && self.differing >= DIFFERING_FLOOR && events(self) >= DIFFERING_FLOOR
    }
}

fn kind(floor: usize, r: &RateContrast) -> VerdictKind {
    if r.nights < floor {
        return VerdictKind::TooFew;
    }
    if r.differing == 0 {
        return VerdictKind::Identical;
    }
    if r.differing < DIFFERING_FLOOR || events(r) < DIFFERING_FLOOR {
        return VerdictKind::CannotTell;
    }
    let difference = side(r.difference_interval.map(|i| (i.low, i.high)), 0.0);
    // A ratio without any interval on its logarithm is not sure of a side.
    let log = side(r.ratio_interval.map(|i| (i.low, i.high)), 1.0);
    let fieller = r.ratio_fieller.map_or(log, |f| side(Some(f), 1.0));
    let ratios = if r.ratio.is_some_and(|ratio| ratio > 0.0) { [log, fieller] } else { [difference; 2] };
    match difference {
        1 if ratios.iter().all(|s| *s == 1) => VerdictKind::ALower,
        -1 if ratios.iter().all(|s| *s == -1) => VerdictKind::BLower,
        _ => VerdictKind::CannotTell,
    }
}

/// Nights with an event, under the doctrine with more of them.
fn events(r: &RateContrast) -> usize {
    r.a.nights_with_event.max(r.b.nights_with_event)
}

/// On which side of a value an interval lies: 1 above, -1 below, 0 neither or none.
fn side(interval: Option<(f64, f64)>, of: f64) -> i8 {
    interval.map_or(0, |(low, high)| i8::from(low > of) - i8::from(high < of))
}

#[cfg(test)]
mod tests {
    use super::super::rate::Counted;
    use super::super::resample::Resampler;
    use super::super::verdict::Wording;
    use super::*;

    const QUESTION: Question = Question {
        name_a: "A",
        name_b: "B",
        noun: "deaths",
        wording: Wording::LowerHigher,
        harm: true,
        decimals: 2,
        nights_floor: 100,
    };

    /// Nights with these events and exposures under A and B, in turn.
    fn said(nights: usize, night: impl Fn(usize) -> [f64; 4]) -> Verdict {
        let column = |k: usize| (0..nights).map(|i| night(i)[k]).collect::<Vec<f64>>();
        let [e, x, f, y] = [0, 1, 2, 3].map(column);
        let (a, b) = (Counted { events: &e, exposure: &x }, Counted { events: &f, exposure: &y });
        let r = RateContrast::of(a, b, 1000.0, Resampler::new(1)).unwrap();
        verdict_of_rate(&QUESTION, "Deaths per 1,000", &r)
    }

    #[test]
    fn a_lower_rate_is_named_where_difference_and_ratio_agree() {
        let v = said(200, |i| [(i % 4) as f64, 1000.0, (i % 2) as f64, 1000.0]);
        assert_eq!(v.kind, VerdictKind::BLower);
        assert!(
            v.sentence.starts_with("On 200 paired nights. Deaths per 1,000: 0.50 under B (95 % "),
            "{}",
            v.sentence
        );
        assert!(v.sentence.ends_with("Lower under B: all intervals lie on that side."), "{}", v.sentence);
        let turned = said(200, |i| [(i % 2) as f64, 1000.0, (i % 4) as f64, 1000.0]);
        assert_eq!(turned.kind, VerdictKind::ALower);
    }

    /// Fewer deaths with as much fewer who embark is the same rate: counts alone would name a side.
    #[test]
    fn fewer_deaths_among_as_much_fewer_people_name_no_side() {
        let v = said(200, |i| [(i % 4) as f64, 1000.0, 0.5 * ((i + 1) % 4) as f64, 500.0]);
        assert_eq!(v.kind, VerdictKind::CannotTell);
        assert!(v.sentence.ends_with("spans zero."), "{}", v.sentence);
    }

    #[test]
    fn the_floors_of_the_verdict_hold() {
        let plain = |i: usize| [(i % 4) as f64, 1000.0, 0.0, 1000.0];
        let carried = |nights: usize| {
            let (e, x): (Vec<f64>, Vec<f64>) = (0..nights).map(|i| (plain(i)[0], 1000.0)).unzip();
            let none = vec![0.0; nights];
            let side = |events| Counted { events, exposure: &x };
            RateContrast::of(side(&e), side(&none), 1000.0, Resampler::new(1)).unwrap().carries()
        };
        assert!(carried(100) && !carried(99));
        assert_eq!(said(99, plain).kind, VerdictKind::TooFew);
        assert_eq!(said(120, |i| [(i % 4) as f64, 1000.0, (i % 4) as f64, 1000.0]).kind, VerdictKind::Identical);
        // Five nights that differ, all one way.
        let five = said(120, |i| [1.0 + f64::from(u8::from(i < 5)), 1000.0, 1.0, 1000.0]);
        assert_eq!(five.kind, VerdictKind::CannotTell);
        assert!(five.sentence.contains("differ are only 5, and it takes at least 6"), "{}", five.sentence);
        // Deaths in five nights, and exposure that differs in all.
        let rare = said(120, |i| [f64::from(u8::from(i < 5)), 1000.0, f64::from(u8::from(i < 5)), 900.0]);
        assert!(rare.sentence.contains("in only 5 nights under either"), "{}", rare.sentence);
    }

    /// Without an event under A there is no ratio, and the difference decides.
    #[test]
    fn without_events_under_a_the_difference_decides() {
        let v = said(200, |i| [0.0, 1000.0, (i % 3) as f64, 1000.0]);
        assert_eq!(v.kind, VerdictKind::ALower);
        assert!(v.sentence.contains("no ratio"), "{}", v.sentence);
    }
}
