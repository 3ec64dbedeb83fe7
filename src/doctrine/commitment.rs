//! Is the order given, if it is lawfully asked for? Political commitment as an object of its own.
//!
//! MODEL 11.1: P(order in time) = γ P(`T_auth` < `T_avail`), γ the probability that a lawful request gets its order. A doctrine
//! can be announced, under study, in force or suspended, with a γ for each; which of them holds is said outright, by a
//! schedule of dates, or drawn for the date of the night from a Markov chain in continuous time (governments change).
//! A fatal interception lowers it: γ ← γ (1 − h), h uniform (MODEL 11.1: 0.3 to 0.9), for so many days.
//!
//! Nobody has measured γ: FACTS 85 to 100 hold an announcement in February 2025, a text in November, and two known uses
//! by May 2026. It is an axis to sweep; the state is drawn from the night's luck and no rule of a doctrine, so both arms
//! of a pair live under the same government.
//!
//! Nights of a study are replicates of one night and no days in a row: each draws its own state, and what happens in one
//! does not reach the next, or they would not be independent and no interval would hold. The weeks after a fatal
//! interception are a doctrine with its day in `fatal_interceptions`, held against the one without.
//!
//! Left out: a state that changes within a night, and one path of the chain over all nights of a study.

use crate::draws::{Draws, Purpose, Subject};
use crate::parameters::Parameters;
use crate::units::format::in_full;
use crate::units::{Instant, maths};

/// What a government says of a doctrine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommitmentState {
    /// Said in public; no text yet.
    Announced,
    /// A text is being worked on, or tried.
    UnderStudy,
    /// The text is signed and in use.
    InForce,
    /// Taken back for the time being.
    Suspended,
}

impl CommitmentState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Announced, Self::UnderStudy, Self::InForce, Self::Suspended];

    /// The name in doctrine files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Announced => "Announced",
            Self::UnderStudy => "UnderStudy",
            Self::InForce => "InForce",
            Self::Suspended => "Suspended",
        }
    }

    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::UnderStudy => "under study",
            Self::InForce => "in force",
            Self::Suspended => "suspended",
        }
    }

    const fn index(self) -> usize {
        self as usize
    }
}

/// The will behind a doctrine.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// How it stands, and with what probability a lawful request gets its order.
    pub course: Course,
    /// Days of fatal interceptions before the night.
    pub fatal: Vec<Instant>,
}

impl Commitment {
    /// The lowest and the highest probability of an order that it may have, by date and state; what a fatal interception takes
    /// from it is left out.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        match &self.course {
            Course::Stated(p) => (*p, *p),
            Course::States { orders, when: When::Always(state) } => (orders[state.index()], orders[state.index()]),
            // Before its first day no order is given.
            Course::States { orders, .. } => (0.0, orders.iter().copied().fold(0.0, f64::max)),
        }
    }

    /// In words: how often a lawful request gets its order.
    #[must_use]
    pub fn words(&self) -> String {
        let course = match &self.course {
            Course::Stated(p) => format!("a lawful request gets its order with probability {}", in_full(*p, 2)),
            Course::States { orders, when } => {
                let each = CommitmentState::ALL
                    .map(|s| format!("{} with probability {}", s.title(), in_full(orders[s.index()], 2)))
                    .join(", ");
                let now = match when {
                    When::Always(state) => format!("it is {}", state.title()),
                    When::Schedule(days) => days
                        .iter()
                        .map(|(day, state)| format!("{} from {}", state.title(), day.iso_minute()))
                        .collect::<Vec<_>>()
                        .join(", "),
                    When::Chain(c) => {
                        let (state, since) = (c.state.title(), c.from.iso_minute());
                        format!("{state} on {since}, and changing with governments since ({})", c.words())
                    }
                };
                format!("{now}; a lawful request gets its order when {each}")
            }
        };
        if self.fatal.is_empty() {
            return course;
        }
        let days = self.fatal.iter().map(|d| d.iso_minute()).collect::<Vec<_>>().join(", ");
        format!("{course}; lowered for `commitment.fall_days` of the register after each fatal interception: {days}")
    }
}

/// How the probability of an order follows from the date.
#[derive(Clone, Debug, PartialEq)]
pub enum Course {
    /// A probability, and no word about states.
    Stated(f64),
    /// It depends on the state.
    States {
        /// Probability of an order by state, in the order of [`CommitmentState::ALL`].
        orders: [f64; 4],
        /// Which state holds when.
        when: When,
    },
}

/// Which state holds when.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// Always this one.
    Always(CommitmentState),
    /// From each of these days on, in order of time. Before the first nobody had spoken of it: no order is given.
    Schedule(Vec<(Instant, CommitmentState)>),
    /// This one on that day, and changes from then on. Before that day no order is given.
    Chain(Changes),
}

/// A Markov chain between the states.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// The day on which it starts.
    pub from: Instant,
    /// The state on that day.
    pub state: CommitmentState,
    /// Rates a month, from (row) to (column), in the order of [`CommitmentState::ALL`]; none on the diagonal.
    pub monthly: [[f64; 4]; 4],
}

/// What holds in one night.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tonight {
    /// The state, if the doctrine speaks of states and the night is not before the first.
    pub state: Option<CommitmentState>,
    /// Probability that a lawful request gets its order.
    pub probability: f64,
}

/// Seconds of a mean month (Gregorian year over twelve).
const MONTH_S: f64 = 365.2425 * 86_400.0 / 12.0;

impl Commitment {
    /// A probability, whatever the date.
    #[must_use]
    pub const fn stated(probability: f64) -> Self {
        Self { course: Course::Stated(probability), fatal: Vec::new() }
    }

    /// What holds in the night that starts then.
    #[must_use]
    pub fn tonight(&self, luck: Draws, start: Instant, p: &Parameters) -> Tonight {
        let (state, probability) = match &self.course {
            Course::Stated(probability) => (None, *probability),
            Course::States { orders, when } => {
                let state = when.state(luck, start);
                (state, state.map_or(0.0, |s| orders[s.index()]))
            }
        };
        let lately = |d: &Instant| (0.0..p.commitment_fall_days * 24.0).contains(&start.since(*d).h());
        let mut probability = probability;
        for (k, _) in (0..).zip(&self.fatal).filter(|(_, d)| lately(d)) {
            probability *= 1.0 - fall(luck, Subject::NIGHT, k, p);
        }
        Tonight { state, probability }
    }
}

/// The share of commitment that a fatal interception takes away (MODEL 11.1: h).
#[must_use]
pub fn fall(luck: Draws, subject: Subject, counter: u32, p: &Parameters) -> f64 {
    let u = luck.uniform(subject, Purpose::CommitmentFall, counter);
    p.commitment_fall_low + (p.commitment_fall_high - p.commitment_fall_low) * u
}

impl When {
    fn state(&self, luck: Draws, at: Instant) -> Option<CommitmentState> {
        match self {
            Self::Always(state) => Some(*state),
            Self::Schedule(days) => days.iter().rev().find(|(from, _)| *from <= at).map(|(_, state)| *state),
            Self::Chain(changes) if at < changes.from => None,
            Self::Chain(changes) => {
                let chances = changes.chances(at.since(changes.from).s() / MONTH_S);
                let mut left = luck.uniform(Subject::NIGHT, Purpose::CommitmentState, 0);
                let found = CommitmentState::ALL.into_iter().zip(chances).find(|(_, chance)| {
                    left -= chance;
                    left < 0.0
                });
                // Rounding may leave a hair: then the last state that can be.
                found.or_else(|| CommitmentState::ALL.into_iter().zip(chances).rfind(|(_, c)| *c > 0.0)).map(|x| x.0)
            }
        }
    }
}

impl Changes {
    /// The rates in words.
    fn words(&self) -> String {
        let pairs = CommitmentState::ALL.into_iter().flat_map(|a| CommitmentState::ALL.map(|b| (a, b)));
        let rates: Vec<String> = pairs
            .map(|(a, b)| (a, b, self.monthly[a.index()][b.index()]))
            .filter(|(.., rate)| *rate > 0.0)
            .map(|(a, b, rate)| format!("from {} to {} {} times a month", a.title(), b.title(), in_full(rate, 0)))
            .collect();
        if rates.is_empty() { "never, as no rate is given".to_owned() } else { rates.join(", ") }
    }

    /// Probability of each state so many months after the start: the row of exp(Qt) that belongs to the first state.
    #[must_use]
    pub fn chances(&self, months: f64) -> [f64; 4] {
        let leaving = |i: usize| self.monthly[i].iter().sum::<f64>();
        let fastest = (0..4).map(leaving).fold(0.0, f64::max);
        // Halve the time until less than one change is to be expected in it, add up the series of the uniformised
        // chain (all terms positive), and square as often.
        let (mut t, mut halvings) = (months, 0);
        while fastest * t > 1.0 {
            t /= 2.0;
            halvings += 1;
        }
        let mean = fastest * t;
        let jump: [[f64; 4]; 4] = core::array::from_fn(|i| {
            core::array::from_fn(|j| {
                let stays = if i == j { 1.0 } else { 0.0 };
                if fastest > 0.0 {
                    (if i == j { -leaving(i) } else { self.monthly[i][j] }) / fastest + stays
                } else {
                    stays
                }
            })
        });
        let one: [[f64; 4]; 4] = core::array::from_fn(|i| core::array::from_fn(|j| f64::from(u8::from(i == j))));
        let (mut power, mut weight) = (one, maths::exp(-mean));
        let mut sum = one.map(|row| row.map(|x| x * weight));
        // With a mean of at most one the twentieth term is below 1e-18.
        for k in 1..=20 {
            power = product(&power, &jump);
            weight *= mean / f64::from(k);
            sum = core::array::from_fn(|i| core::array::from_fn(|j| sum[i][j] + weight * power[i][j]));
        }
        for _ in 0..halvings {
            sum = product(&sum, &sum);
        }
        sum[self.state.index()]
    }
}

fn product(a: &[[f64; 4]; 4], b: &[[f64; 4]; 4]) -> [[f64; 4]; 4] {
    core::array::from_fn(|i| core::array::from_fn(|j| (0..4).map(|k| a[i][k] * b[k][j]).sum()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::NightKey;
    use CommitmentState::{Announced, InForce, Suspended, UnderStudy};
    use proptest::prelude::*;

    fn day(text: &str) -> Instant {
        Instant::parse(&format!("{text}T00:00Z")).unwrap()
    }

    fn night(night: u64) -> Draws {
        Draws::new(NightKey { seed: 42, night })
    }

    fn of(when: When) -> Commitment {
        Commitment { course: Course::States { orders: [0.05, 0.1, 0.6, 0.0], when }, fatal: Vec::new() }
    }

    fn back_and_forth(lost: f64, won: f64) -> Changes {
        let mut monthly = [[0.0; 4]; 4];
        monthly[InForce.index()][Suspended.index()] = lost;
        monthly[Suspended.index()][InForce.index()] = won;
        Changes { from: day("2025-11-25"), state: InForce, monthly }
    }

    #[test]
    fn a_schedule_holds_from_its_days_on() {
        let p = Parameters::shipped_for_tests();
        let c = of(When::Schedule(vec![
            (day("2025-02-27"), Announced),
            (day("2025-06-01"), UnderStudy),
            (day("2025-11-25"), InForce),
        ]));
        let on = |d| c.tonight(night(0), day(d), &p);
        assert_eq!(on("2025-02-26"), Tonight { state: None, probability: 0.0 });
        assert_eq!(on("2025-02-27"), Tonight { state: Some(Announced), probability: 0.05 });
        assert_eq!(on("2025-11-24").state, Some(UnderStudy));
        assert_eq!(on("2026-05-02"), Tonight { state: Some(InForce), probability: 0.6 });
    }

    #[test]
    fn the_chain_follows_the_closed_form_of_two_states() {
        let (lost, won) = (0.2, 0.05);
        for months in [0.0, 0.3, 4.0, 60.0, 6000.0] {
            let [_, _, in_force, suspended] = back_and_forth(lost, won).chances(months);
            let expected = (won + lost * maths::exp(-(lost + won) * months)) / (lost + won);
            assert!((in_force - expected).abs() < 1e-9, "{months} months: {in_force}, expected {expected}");
            assert!((in_force + suspended - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn nights_draw_their_state_as_often_as_the_chain_says_and_none_before_its_start() {
        let p = Parameters::shipped_for_tests();
        let c = of(When::Chain(back_and_forth(0.2, 0.05)));
        let at = day("2026-05-25");
        let [.., in_force, _] = back_and_forth(0.2, 0.05).chances(at.since(day("2025-11-25")).s() / MONTH_S);
        let n = 20_000;
        let held = (0..n).filter(|i| c.tonight(night(*i), at, &p).state == Some(InForce)).count() as f64;
        let error = (in_force * (1.0 - in_force) / n as f64).sqrt();
        assert!((held / n as f64 - in_force).abs() < 4.0 * error, "{held} of {n}, expected {in_force}");
        assert_eq!(c.tonight(night(0), day("2025-11-24"), &p).state, None);
    }

    #[test]
    fn a_fatal_interception_of_late_lowers_it_and_an_old_one_does_not() {
        let p = Parameters::shipped_for_tests();
        let c = Commitment { fatal: vec![day("2026-01-10")], ..Commitment::stated(0.6) };
        let on = |n, d| c.tonight(night(n), day(d), &p).probability;
        let n = 10_000;
        let mean = (0..n).map(|i| on(i, "2026-01-20")).sum::<f64>() / n as f64;
        let expected = 0.6 * (1.0 - f64::midpoint(p.commitment_fall_low, p.commitment_fall_high));
        assert!((mean - expected).abs() < 0.005, "{mean}, expected {expected}");
        assert!((on(0, "2026-01-09") - 0.6).abs() < 1e-12, "not before it happened");
        assert!((on(0, "2026-02-10") - 0.6).abs() < 1e-12, "not a month later");
    }

    proptest! {
        #[test]
        fn chances_are_a_distribution(rates in proptest::collection::vec(0.0..3.0_f64, 12), months in 0.0..200.0_f64) {
            let mut rates = rates.into_iter();
            let monthly = core::array::from_fn(|i| {
                core::array::from_fn(|j| if i == j { 0.0 } else { rates.next().unwrap() })
            });
            let chances = Changes { from: day("2025-01-01"), state: Announced, monthly }.chances(months);
            prop_assert!(chances.iter().all(|c| (0.0..=1.0 + 1e-9).contains(c)), "{chances:?}");
            prop_assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
}
