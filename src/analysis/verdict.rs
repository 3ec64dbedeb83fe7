//! How is a comparison said in one sentence, the same way everywhere?
//!
//! Frequencies first ("in 12 of 200 nights"), then the average with its interval, then what may be
//! concluded: readers who are not statisticians take counts of nights better than probabilities
//! (Gigerenzer; METHODS 13). The words are neutral: fewer or more, never better or worse, and no
//! verdict on too few nights.
//!
//! Left out: what the result depends on ("turns round if …"): that needs a sweep, not one comparison.

use super::contrast::Contrast;
use super::paired::{PairedDifference, rule_of_three};
use crate::units::format;

/// Fewest nights on which a verdict is given: a floor under precision stopping, so that a lucky streak
/// early on is not taken for an answer (METHODS 3; Hoad, Robinson & Davies 2010 for the practice).
pub const NIGHTS_FLOOR: usize = 100;

/// Fewest differing nights on which a side is named. With 5, all on one side, a two-sided sign test
/// still gives p = 2 × 0.5⁵ = 0.06; with 6 it gives 0.03. Student's t alone would speak from 4 on, where
/// its normal approximation does not hold.
pub const DIFFERING_FLOOR: usize = 6;

/// What may be concluded about one metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictKind {
    /// The same value in every night, on enough nights.
    Identical,
    /// The interval lies below zero: B has the lower average.
    BLower,
    /// The interval lies above zero: A has the lower average.
    ALower,
    /// The interval spans zero, or too few nights differ.
    CannotTell,
    /// Fewer nights than the floor.
    TooFew,
}

impl VerdictKind {
    /// Its name in files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::BLower => "b_lower",
            Self::ALower => "a_lower",
            Self::CannotTell => "cannot_tell",
            Self::TooFew => "too_few",
        }
    }
}

impl Verdict {
    /// Says that numbers of the model were drawn anew each night, so that what stands as one interval is over two kinds of doubt.
    /// More nights shrink the first and not the second, and one interval of both cannot say which is left (METHODS 2; `layers`).
    #[must_use]
    pub fn over_doubt_too(mut self, drawn: usize) -> Self {
        if drawn > 0 && self.sentence.contains("95 %") {
            let numbers = if drawn == 1 {
                "a number of the model was".to_owned()
            } else {
                format!("{} numbers of the model were", count(drawn))
            };
            self.sentence += &format!(
                " This 95 % is over luck and doubt together, as {numbers} drawn anew each night; `draws` in a \
                 study tells the two apart."
            );
        }
        self
    }
}

/// A conclusion and the sentence that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The conclusion.
    pub kind: VerdictKind,
    /// The sentence, in the fixed grammar.
    pub sentence: String,
}

/// The pair of words a metric is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// Things one counts: fewer deaths, more deaths.
    FewerMore,
    /// Things one measures: lower time to first asset, higher.
    LowerHigher,
}

impl Wording {
    /// The wording for a unit: measured for times, lengths, speeds, masses and shares; counted otherwise.
    #[must_use]
    pub fn for_unit(unit: &str) -> Self {
        match unit {
            "s" | "min" | "h" | "m" | "km" | "nm" | "m/s" | "kn" | "l" | "kg" | "t" | "%" | "°C" | "" => {
                Self::LowerHigher
            }
            _ => Self::FewerMore,
        }
    }

    /// `fewer` or `lower`.
    #[must_use]
    pub const fn lower(self) -> &'static str {
        match self {
            Self::FewerMore => "fewer",
            Self::LowerHigher => "lower",
        }
    }

    /// `more` or `higher`.
    #[must_use]
    pub const fn higher(self) -> &'static str {
        match self {
            Self::FewerMore => "more",
            Self::LowerHigher => "higher",
        }
    }

    const fn same(self) -> &'static str {
        match self {
            Self::FewerMore => "the same number of",
            Self::LowerHigher => "the same",
        }
    }
}

/// What a verdict is given on.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Title of doctrine A, the one compared with.
    pub name_a: &'a str,
    /// Title of doctrine B, the subject of the sentence.
    pub name_b: &'a str,
    /// The metric as a noun phrase inside a sentence: `deaths`.
    pub noun: &'a str,
    /// Fewer or lower.
    pub wording: Wording,
    /// Whether what is counted is harm, of which none seen is not no risk.
    pub harm: bool,
    /// Decimals of averages; more are shown where a bound would otherwise read as zero.
    pub decimals: usize,
    /// Fewest nights for a verdict, usually [`NIGHTS_FLOOR`].
    pub nights_floor: usize,
}

/// The conclusion on one metric.
#[must_use]
pub fn verdict(question: &Question, d: &PairedDifference) -> Verdict {
    let kind = kind(d, question.nights_floor);
    let mut sentences = vec![frequencies(question, d)];
    sentences.extend(average(question, d));
    sentences.extend(ending(kind, question, d));
    sentences.extend(zero_caution(question, d));
    Verdict { kind, sentence: sentences.join(" ") }
}

/// The conclusion on one metric where Student's interval and the bootstrap's are both at hand: a side is named only if both
/// exclude zero. With few terrible nights Student's alone is too sure (91 of 100 such intervals hold the truth, not 95).
#[must_use]
pub fn verdict_in_two(question: &Question, c: &Contrast) -> Verdict {
    let mut out = verdict(question, &c.difference);
    if let Some(bootstrap) = c.bootstrap.filter(|_| c.kind(question.nights_floor) != out.kind) {
        let d = &c.difference;
        let decimals = decimals_for_difference(d, question.decimals);
        out.kind = VerdictKind::CannotTell;
        let mut sentences = vec![frequencies(question, d)];
        sentences.extend(average(question, d));
        sentences.push(format!(
            "Cannot tell yet: of two intervals one spans zero (bootstrap {} to {}).",
            format::signed(bootstrap.low, decimals),
            format::signed(bootstrap.high, decimals)
        ));
        sentences.extend(zero_caution(question, d));
        out.sentence = sentences.join(" ");
    }
    out
}

/// [`verdict_in_two`] of a study that was to stop by itself once a half-width was `asked` for, and ran out of nights at the
/// half-width `reached`: the estimate stands, and no side is named. Stopping by precision is what lets the sign be looked at;
/// without it the nights lived are as many as happened to be allowed.
#[must_use]
pub fn verdict_without_precision(question: &Question, c: &Contrast, reached: f64, asked: f64) -> Verdict {
    let mut out = verdict_in_two(question, c);
    if !matches!(out.kind, VerdictKind::ALower | VerdictKind::BLower | VerdictKind::CannotTell) {
        return out;
    }
    out.kind = VerdictKind::CannotTell;
    let decimals = (question.decimals..question.decimals + 4)
        .find(|&k| format::fixed(reached, k) != format::fixed(asked, k))
        .unwrap_or(question.decimals + 4);
    let mut sentences = vec![frequencies(question, &c.difference)];
    sentences.extend(average(question, &c.difference));
    sentences.push(format!(
        "Cannot tell yet: the precision asked for was not reached (half-width {}, and {} was asked).",
        format::fixed(reached, decimals),
        format::fixed(asked, decimals)
    ));
    sentences.extend(zero_caution(question, &c.difference));
    out.sentence = sentences.join(" ");
    out
}

/// Decimals with which neither the mean nor a bound reads as zero when it is not: those asked for, up to four more.
#[must_use]
pub fn decimals_for_difference(d: &PairedDifference, decimals: usize) -> usize {
    let (low, high) = d.interval_95.unwrap_or((d.mean_difference, d.mean_difference));
    let reads_as_zero = |x: f64, k: usize| x != 0.0 && format::fixed(x, k) == format::fixed(0.0, k);
    (decimals..decimals + 4)
        .find(|&k| ![d.mean_difference, low, high].iter().any(|&x| reads_as_zero(x, k)))
        .unwrap_or(decimals + 4)
}

/// `−0.10 to +0.06`, or `none` without an interval. Nought to nought would read as sure where it is that no night differs, or that
/// nothing was seen under either; what may be so all the same is bounded by the nights lived.
#[must_use]
pub fn interval_text(d: &PairedDifference, decimals: usize) -> String {
    if d.is_identical() && d.interval_95.is_some() {
        return if d.none_in_a { "none seen" } else { "none differ" }.to_owned();
    }
    d.interval_95.map_or_else(
        || "none".to_owned(),
        |(low, high)| format!("{} to {}", format::signed(low, decimals), format::signed(high, decimals)),
    )
}

impl Contrast {
    /// The conclusion without its sentence: floors first, and then a side only if both intervals exclude zero.
    #[must_use]
    pub fn kind(&self, nights_floor: usize) -> VerdictKind {
        match kind(&self.difference, nights_floor) {
            VerdictKind::ALower | VerdictKind::BLower if self.bootstrap.is_some() && !self.excludes_zero() => {
                VerdictKind::CannotTell
            }
            kind => kind,
        }
    }
}

impl VerdictKind {
    /// Whether a side is named.
    #[must_use]
    pub const fn names_a_side(self) -> bool {
        matches!(self, Self::ALower | Self::BLower)
    }
}

fn kind(d: &PairedDifference, nights_floor: usize) -> VerdictKind {
    match d.interval_95 {
        _ if d.n < nights_floor => VerdictKind::TooFew,
        None => VerdictKind::TooFew,
        Some(_) if d.is_identical() => VerdictKind::Identical,
        Some(_) if d.nights_differing() < DIFFERING_FLOOR => VerdictKind::CannotTell,
        Some((_, high)) if high < 0.0 => VerdictKind::BLower,
        Some((low, _)) if low > 0.0 => VerdictKind::ALower,
        Some(_) => VerdictKind::CannotTell,
    }
}

fn frequencies(q: &Question, d: &PairedDifference) -> String {
    let Question { name_a, name_b, noun, wording, .. } = q;
    let nights = count(d.n);
    let plural = if d.n == 1 { "night" } else { "nights" };
    if d.n == 0 {
        return "No paired night was finished.".to_owned();
    }
    if d.is_identical() {
        let same = wording.same();
        return format!(
            "On {nights} paired {plural}, {name_b} had {same} {noun} as {name_a} in each: identical in every night."
        );
    }
    format!(
        "On {nights} paired {plural}, {name_b} had {} {noun} than {name_a} in {}, {} in {}, the same in {}.",
        wording.lower(),
        count(d.nights_b_lower),
        wording.higher(),
        count(d.nights_a_lower),
        count(d.nights_equal),
    )
}

fn average(q: &Question, d: &PairedDifference) -> Option<String> {
    if d.n == 0 || d.is_identical() {
        return None;
    }
    let decimals = decimals_for_difference(d, q.decimals);
    let mean = format::signed(d.mean_difference, decimals);
    Some(if d.interval_95.is_some() {
        format!("Average difference {mean} a night (95 % {}).", interval_text(d, decimals))
    } else {
        format!("Difference {mean}, from which no interval follows.")
    })
}

fn ending(kind: VerdictKind, q: &Question, d: &PairedDifference) -> Option<String> {
    let sentence = match kind {
        VerdictKind::TooFew if d.n == 0 => return None,
        VerdictKind::TooFew => {
            format!("Too few nights for a verdict: it takes at least {}.", count(q.nights_floor.max(2)))
        }
        VerdictKind::Identical => {
            format!("Nights that differ are below about 3 in {} (95 %), not ruled out.", count(d.unseen_of))
        }
        VerdictKind::BLower => on_average(q, q.name_b, "below"),
        VerdictKind::ALower => on_average(q, q.name_a, "above"),
        VerdictKind::CannotTell if d.nights_differing() < DIFFERING_FLOOR => format!(
            "Cannot tell yet: the nights that differ are only {}, and it takes at least {DIFFERING_FLOOR}.",
            d.nights_differing()
        ),
        VerdictKind::CannotTell => "Cannot tell yet: the interval spans zero.".to_owned(),
    };
    Some(sentence)
}

fn on_average(q: &Question, who: &str, side: &str) -> String {
    let mut word = q.wording.lower().to_owned();
    word[..1].make_ascii_uppercase();
    format!("{word} on average under {who}: the interval lies {side} zero.")
}

/// None seen is not none: the rule of three for an arm that counted nothing at all.
fn zero_caution(q: &Question, d: &PairedDifference) -> Option<String> {
    if q.wording != Wording::FewerMore {
        return None;
    }
    let who = match (d.none_in_a, d.none_in_b) {
        (true, true) => "either doctrine",
        (true, false) => q.name_a,
        (false, true) => q.name_b,
        (false, false) => return None,
    };
    let bound = rule_of_three(d.unseen_of)?;
    // Two significant digits are enough for a rule of thumb.
    let decimals = if bound < 0.001 {
        5
    } else if bound < 0.01 {
        4
    } else {
        3
    };
    let bound = format!(
        "nights with any are below about 3/{} = {} a night (95 %)",
        count(d.unseen_of),
        format::fixed(bound, decimals)
    );
    Some(if q.harm {
        format!("No {} at all under {who} is not no risk: {bound}.", q.noun)
    } else {
        format!("None seen under {who} in {} nights: {bound}.", count(d.n))
    })
}

fn count(n: usize) -> String {
    format::count(n as u64)
}

#[cfg(test)]
mod tests {
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

    /// Nights in which A and B had these values, `times` over each.
    fn nights(groups: &[(usize, f64, f64)]) -> PairedDifference {
        let a: Vec<f64> = groups.iter().flat_map(|&(times, a, _)| std::iter::repeat_n(a, times)).collect();
        let b: Vec<f64> = groups.iter().flat_map(|&(times, _, b)| std::iter::repeat_n(b, times)).collect();
        PairedDifference::of(&a, &b).unwrap()
    }

    fn check(groups: &[(usize, f64, f64)], kind: VerdictKind, sentence: &str) {
        let said = verdict(&QUESTION, &nights(groups));
        assert_eq!(said.sentence, sentence);
        assert_eq!(said.kind, kind);
    }

    /// "No interceptions tried is not no risk" would be a sentence about harm where there is none.
    #[test]
    fn what_is_no_harm_is_bounded_without_a_word_of_risk() {
        let tried = Question { noun: "interceptions tried", harm: false, ..QUESTION };
        let said = verdict(&tried, &nights(&[(50, 0.0, 1.0), (150, 0.0, 0.0)])).sentence;
        let end = "None seen under Imminent danger only in 200 nights: nights with any are below about 3/200 = 0.015 a night (95 %).";
        assert!(said.ends_with(end), "{said}");
    }

    #[test]
    fn an_interval_across_zero_cannot_tell() {
        check(
            &[(12, 2.0, 1.0), (9, 0.0, 1.0), (179, 0.0, 0.0)],
            VerdictKind::CannotTell,
            "On 200 paired nights, Taxi-boat interception had fewer deaths than Imminent danger only in 12, more in 9, \
             the same in 179. Average difference −0.01 a night (95 % −0.06 to +0.03). Cannot tell yet: the interval \
             spans zero.",
        );
    }

    #[test]
    fn an_interval_on_one_side_names_who_had_fewer() {
        check(
            &[(40, 3.0, 1.0), (10, 0.0, 1.0), (150, 0.0, 0.0)],
            VerdictKind::BLower,
            "On 200 paired nights, Taxi-boat interception had fewer deaths than Imminent danger only in 40, more in 10, \
             the same in 150. Average difference −0.35 a night (95 % −0.47 to −0.23). Fewer on average under Taxi-boat \
             interception: the interval lies below zero.",
        );
        check(
            &[(10, 1.0, 0.0), (40, 1.0, 3.0), (150, 0.0, 0.0)],
            VerdictKind::ALower,
            "On 200 paired nights, Taxi-boat interception had fewer deaths than Imminent danger only in 10, more in 40, \
             the same in 150. Average difference +0.35 a night (95 % +0.23 to +0.47). Fewer on average under Imminent \
             danger only: the interval lies above zero.",
        );
    }

    #[test]
    fn identical_nights_are_said_to_be_identical_and_no_more() {
        check(
            &[(100, 1.0, 1.0), (100, 0.0, 0.0)],
            VerdictKind::Identical,
            "On 200 paired nights, Taxi-boat interception had the same number of deaths as Imminent danger only in each: \
             identical in every night. Nights that differ are below about 3 in 200 (95 %), not ruled out.",
        );
    }

    #[test]
    fn no_deaths_at_all_is_not_no_risk() {
        check(
            &[(200, 0.0, 0.0)],
            VerdictKind::Identical,
            "On 200 paired nights, Taxi-boat interception had the same number of deaths as Imminent danger only in each: \
             identical in every night. Nights that differ are below about 3 in 200 (95 %), not ruled out. No deaths at \
             all under either doctrine is not no risk: nights with any are below about 3/200 = 0.015 a night (95 %).",
        );
        let one_side = verdict(&QUESTION, &nights(&[(20, 0.0, 1.0), (980, 0.0, 0.0)])).sentence;
        assert!(
            one_side.ends_with(
                "No deaths at all under Imminent danger only is not no risk: nights with any are below about \
                 3/1\u{2009}000 = 0.0030 a night (95 %)."
            ),
            "{one_side}"
        );
    }

    #[test]
    fn below_the_floor_there_is_no_verdict() {
        check(
            &[(50, 2.0, 1.0), (49, 1.0, 1.0)],
            VerdictKind::TooFew,
            "On 99 paired nights, Taxi-boat interception had fewer deaths than Imminent danger only in 50, more in 0, the \
             same in 49. Average difference −0.51 a night (95 % −0.61 to −0.40). Too few nights for a verdict: it takes \
             at least 100.",
        );
        check(
            &[(1, 2.0, 1.0)],
            VerdictKind::TooFew,
            "On 1 paired night, Taxi-boat interception had fewer deaths than Imminent danger only in 1, more in 0, the \
             same in 0. Difference −1.00, from which no interval follows. Too few nights for a verdict: it takes at \
             least 100.",
        );
        check(&[], VerdictKind::TooFew, "No paired night was finished.");
    }

    #[test]
    fn without_the_precision_asked_for_no_side_is_named() {
        let a: Vec<f64> = (0..120).map(|i| f64::from(i % 3) + 1.0).collect();
        let c = Contrast::of(&a, &vec![0.0; 120], crate::analysis::resample::Resampler::new(1)).unwrap();
        assert_eq!(verdict_in_two(&QUESTION, &c).kind, VerdictKind::BLower);
        let said = verdict_without_precision(&QUESTION, &c, 0.148, 0.1);
        assert_eq!(said.kind, VerdictKind::CannotTell);
        assert!(
            said.sentence.contains(
                "Average difference −2.00 a night (95 % −2.15 to −1.85). Cannot tell yet: the precision asked for was not \
                 reached (half-width 0.15, and 0.10 was asked)."
            ) && !said.sentence.contains("Fewer on average"),
            "{}",
            said.sentence
        );
        let near = verdict_without_precision(&QUESTION, &c, 0.1004, 0.1).sentence;
        assert!(near.contains("half-width 0.1004, and 0.1000 was asked"), "{near}");
        let same = Contrast::of(&a, &a, crate::analysis::resample::Resampler::new(1)).unwrap();
        assert_eq!(verdict_without_precision(&QUESTION, &same, 0.0, 0.1).kind, VerdictKind::Identical);
    }

    #[test]
    fn an_interval_over_luck_and_doubt_together_is_named_so() {
        let said = || verdict(&QUESTION, &nights(&[(40, 3.0, 1.0), (160, 0.0, 0.0)]));
        assert!(said().over_doubt_too(12).sentence.ends_with(
            "the interval lies below zero. This 95 % is over luck and doubt together, as 12 numbers of the model were drawn anew \
             each night; `draws` in a study tells the two apart."
        ));
        assert_eq!(said().over_doubt_too(0), said());
        assert_eq!(verdict(&QUESTION, &nights(&[])).over_doubt_too(3), verdict(&QUESTION, &nights(&[])));
    }

    #[test]
    fn five_differing_nights_name_no_side_and_six_do() {
        let five = verdict(&QUESTION, &nights(&[(5, 1.0, 0.0), (195, 2.0, 2.0)]));
        assert_eq!(five.kind, VerdictKind::CannotTell);
        assert!(five.sentence.ends_with("the nights that differ are only 5, and it takes at least 6."), "{five:?}");
        assert_eq!(verdict(&QUESTION, &nights(&[(6, 1.0, 0.0), (194, 2.0, 2.0)])).kind, VerdictKind::BLower);
    }

    #[test]
    fn a_bound_that_is_not_zero_never_reads_as_zero() {
        let d = PairedDifference { interval_95: Some((0.0004, 0.06)), ..nights(&[(20, 0.0, 0.3), (180, 1.0, 1.0)]) };
        assert_eq!(interval_text(&d, decimals_for_difference(&d, 2)), "+0.0004 to +0.0600");
    }

    #[test]
    fn nights_that_are_all_equal_have_no_interval_of_nought() {
        assert_eq!(interval_text(&nights(&[(200, 1.0, 1.0)]), 2), "none differ");
        assert_eq!(interval_text(&nights(&[(200, 0.0, 0.0)]), 2), "none seen");
        assert_eq!(interval_text(&nights(&[]), 2), "none");
    }

    #[test]
    fn measured_metrics_are_lower_or_higher() {
        let question =
            Question { noun: "time to first asset", wording: Wording::for_unit("min"), decimals: 1, ..QUESTION };
        let said = verdict(&question, &nights(&[(60, 40.0, 35.0), (60, 30.0, 32.0)])).sentence;
        assert_eq!(
            said,
            "On 120 paired nights, Taxi-boat interception had lower time to first asset than Imminent danger only in 60, \
             higher in 60, the same in 0. Average difference −1.5 a night (95 % −2.1 to −0.9). Lower on average under \
             Taxi-boat interception: the interval lies below zero."
        );
    }

    #[test]
    fn no_sentence_calls_a_side_better() {
        for groups in [&[(150, 2.0, 1.0)][..], &[(150, 1.0, 2.0)], &[(150, 0.0, 0.0)], &[(5, 0.0, 1.0)], &[]] {
            let said = verdict(&QUESTION, &nights(groups)).sentence.to_lowercase();
            for word in ["better", "worse", "wins", "loses", "best"] {
                assert!(!said.contains(word), "{said}");
            }
        }
    }

    /// Studies on rare, clustered counts in which luck alone tells the arms apart: how many name a side?
    fn false_verdicts(studies: u32, nights: u64, chance_of_event: f64) -> u32 {
        use crate::draws::{Draws, NightKey, Purpose, Subject};
        let named = |study: u32| {
            let arm = |side: u32| -> Vec<f64> {
                let one = |night| {
                    let draws = Draws::new(NightKey { seed: u64::from(study), night });
                    let event = draws.chance(Subject::boat(side), Purpose::HullFate, 0, chance_of_event);
                    // One capsize takes several people at once: 1, 2, 4, 8 or 16 of them.
                    let people = 1 << draws.integer(Subject::boat(side), Purpose::GroupSize, 0, 0, 4);
                    if event { f64::from(people) } else { 0.0 }
                };
                (0..nights).map(one).collect()
            };
            let d = PairedDifference::of(&arm(0), &arm(1)).unwrap();
            matches!(verdict(&QUESTION, &d).kind, VerdictKind::ALower | VerdictKind::BLower)
        };
        (0..studies).map(|study| u32::from(named(study))).sum()
    }

    #[test]
    fn chance_alone_names_a_side_in_no_more_than_five_of_a_hundred_studies() {
        // Of 2,000 studies at a true 5 %, 100 are expected with a standard deviation of 10; the counts are
        // what the fixed seeds give. Rare events make the verdict cautious, not bold.
        for (nights, chance, expected) in [(100, 0.02, 13), (200, 0.05, 78), (500, 0.1, 97)] {
            let found = false_verdicts(2000, nights, chance);
            assert_eq!(found, expected, "of 2000 with {nights} nights and an event in {chance} of them");
            assert!(found <= 120);
        }
    }

    #[test]
    fn a_side_is_named_only_if_both_intervals_exclude_zero() {
        use crate::analysis::resample::Resampler;
        let told = |a: &[f64], b: &[f64]| verdict_in_two(&QUESTION, &Contrast::of(a, b, Resampler::new(1)).unwrap());
        // Many nights that differ a little the same way: both agree.
        let (a, b) = (vec![1.0; 200], (0..200).map(|i| if i % 4 == 0 { 0.0 } else { 1.0 }).collect::<Vec<_>>());
        let sure = told(&a, &b);
        assert_eq!(sure.kind, VerdictKind::BLower);
        assert_eq!(sure.sentence, verdict(&QUESTION, &PairedDifference::of(&a, &b).unwrap()).sentence);
        // Where they part, no side is named whatever Student says.
        let mut c = Contrast::of(&a, &b, Resampler::new(1)).unwrap();
        c.agreement = crate::analysis::contrast::Agreement::ConclusionsDiffer;
        let unsure = verdict_in_two(&QUESTION, &c);
        assert_eq!(unsure.kind, VerdictKind::CannotTell);
        assert!(
            unsure.sentence.contains("Cannot tell yet: of two intervals one spans zero (bootstrap −0."),
            "{}",
            unsure.sentence
        );
    }
}
