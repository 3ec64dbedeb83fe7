//! How many nights are enough?
//!
//! Nights are added until the half-width of the 95 % interval of the mean difference is under a target the user sets, and
//! has stayed under it for a stretch ahead, after Hoad, Robinson & Davies (2010, doi 10.1057/jors.2009.121): a narrow
//! interval by luck does not last. A floor of nights comes first (METHODS 3), and a floor of nights that differ: where
//! hardly any do, the spread is not known, and a half-width of nought is not precision. At the end of the budget the answer
//! is "cannot tell yet", which is an answer. The rule looks at the width and never at the sign, so stopping does not favour a
//! side; who does look at the sign each night takes [`Precision::anytime_interval`] (see `sequence`).
//!
//! Nights that were sorted are lived in unequal shares, in an order that is settled beforehand and has about its share of each stratum
//! in every part: any beginning of it is a stratified sample, so the rule holds with the weighted half-width (`rare::strata`), from
//! two nights of each stratum on. An interval for looking at any time has no weighted form here and is not given.
//!
//! A state machine: differences are pushed in order of the nights, whoever ran them and in whatever batches.
//!
//! Left out: stopping because a side is clear. That is what inflates errors.

use super::moments::{Stream, student_t_two_sided};
use super::rare::control::Estimate;
use super::rare::strata::{Seen, of_seen};
use super::sequence::half_width;
use super::verdict::{DIFFERING_FLOOR, NIGHTS_FLOOR};
use crate::units::maths;

/// How narrow the interval has to be: its half-width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// In the metric's unit.
    Absolute(f64),
    /// As a share of the mean difference's size. Cannot be met where there is no difference.
    Relative(f64),
}

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// When the interval is narrow enough.
    pub target: Target,
    /// Fewest nights.
    pub floor: usize,
    /// Fewest nights that differ.
    pub differing_floor: usize,
    /// For how many further nights in a hundred the target must stay met; below a hundred nights, for so many.
    pub look_ahead: usize,
    /// Most nights.
    pub budget: usize,
}

impl Plan {
    /// A plan with the usual floors and a look-ahead of five nights in a hundred.
    #[must_use]
    pub const fn new(target: Target, budget: usize) -> Self {
        Self { target, floor: NIGHTS_FLOOR, differing_floor: DIFFERING_FLOOR, look_ahead: 5, budget }
    }
}

/// Where the study stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// More nights, please.
    Running,
    /// Precise enough.
    Stopped {
        /// Nights in all, look-ahead included: all of them count.
        nights: usize,
        /// Nights at which the target was met for good.
        met_at: usize,
    },
    /// The budget is spent.
    CannotTellYet {
        /// Nights in all.
        nights: usize,
        /// Nights that differed. Below the plan's floor that is the reason.
        differing: usize,
    },
}

/// The state: pushed differences, in sum.
#[derive(Clone, Debug)]
pub struct Precision {
    plan: Plan,
    seen: Stream,
    /// Size of each stratum and its nights so far; empty for nights that all weigh the same.
    strata: Vec<(u64, Stream)>,
    differing: usize,
    met_at: Option<usize>,
    status: Status,
}

impl Precision {
    /// Nothing seen yet.
    #[must_use]
    pub const fn new(plan: Plan) -> Self {
        let strata = Vec::new();
        Self { plan, seen: Stream::new(), strata, differing: 0, met_at: None, status: Status::Running }
    }

    /// Nothing seen yet of nights that were sorted into strata of these sizes.
    #[must_use]
    pub fn sorted(plan: Plan, sizes: impl Iterator<Item = u64>) -> Self {
        Self { strata: sizes.map(|size| (size, Stream::new())).collect(), ..Self::new(plan) }
    }

    /// Takes the difference of the next night, which belongs to this stratum (by its place; of no meaning without strata).
    pub fn push_in(&mut self, stratum: usize, difference: f64) -> Status {
        if self.status == Status::Running
            && let Some((_, seen)) = self.strata.get_mut(stratum)
        {
            seen.push(difference);
        }
        self.push(difference)
    }

    /// Takes the difference of the next night. Once stopped, further nights are counted in no more.
    pub fn push(&mut self, difference: f64) -> Status {
        if self.status != Status::Running {
            return self.status;
        }
        self.seen.push(difference);
        self.differing += usize::from(difference != 0.0);
        let nights = self.seen.count();
        self.met_at = if self.is_met() { self.met_at.or(Some(nights)) } else { None };
        self.status = match self.met_at {
            Some(met_at) if nights - met_at >= self.stretch() => Status::Stopped { nights, met_at },
            _ if nights >= self.plan.budget => Status::CannotTellYet { nights, differing: self.differing },
            _ => Status::Running,
        };
        self.status
    }

    /// Where the study stands.
    #[must_use]
    pub const fn status(&self) -> Status {
        self.status
    }

    /// Nights so far that differed.
    #[must_use]
    pub const fn differing(&self) -> usize {
        self.differing
    }

    /// The mean difference so far; weighted where nights were sorted, once each stratum has two.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.weighted().map_or_else(|| self.seen.mean(), |e| e.mean)
    }

    /// What sorted nights come to; none without strata or before each has two.
    fn weighted(&self) -> Option<Estimate> {
        let one =
            |(size, s): &(u64, Stream)| Seen { size: *size, nights: s.count(), mean: s.mean(), variance: s.variance() };
        of_seen(&self.strata.iter().map(one).collect::<Vec<_>>())
    }

    /// Half-width of Student's 95 % interval so far; `None` below two nights, of a stratum where nights were sorted.
    #[must_use]
    pub fn half_width(&self) -> Option<f64> {
        if !self.strata.is_empty() {
            return self.weighted().map(|e| e.interval_95.1 - e.mean);
        }
        let error = self.standard_deviation()? / maths::sqrt(self.seen.count() as f64);
        Some(student_t_two_sided(self.seen.count() - 1) * error)
    }

    /// Student's 95 % interval so far: right for a look that was planned, as this rule's stop is; `None` below two nights.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        self.half_width().map(|h| (self.mean() - h, self.mean() + h))
    }

    /// An interval that holds the truth at every look from the floor on, in 95 of 100 studies, however often one looks and
    /// for whatever reason one stops; `None` below the floors, and where nights were sorted.
    #[must_use]
    pub fn anytime_interval(&self) -> Option<(f64, f64)> {
        if !self.strata.is_empty()
            || self.seen.count() < self.plan.floor.max(2)
            || self.differing < self.plan.differing_floor
        {
            return None;
        }
        // Narrowest midway (in proportion) between the first look and the last.
        let tuned = maths::sqrt(self.plan.floor.max(1) as f64 * self.plan.budget.max(1) as f64);
        let h = half_width(self.seen.count(), self.standard_deviation()?, tuned);
        Some((self.mean() - h, self.mean() + h))
    }

    fn standard_deviation(&self) -> Option<f64> {
        self.seen.variance().map(maths::sqrt)
    }

    fn is_met(&self) -> bool {
        if self.seen.count() < self.plan.floor || self.differing < self.plan.differing_floor {
            return false;
        }
        self.half_width().is_some_and(|h| match self.plan.target {
            Target::Absolute(wide) => h <= wide,
            Target::Relative(share) => h <= share * self.mean().abs(),
        })
    }

    /// Further nights for which the target must stay met.
    const fn stretch(&self) -> usize {
        let hundred = if self.seen.count() > 100 { self.seen.count() } else { 100 };
        self.plan.look_ahead * hundred / 100
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};

    #[derive(serde::Deserialize)]
    struct Known {
        cases: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        name: String,
        data: Vec<f64>,
        precision: f64,
        look_ahead: usize,
        floor: usize,
        nreps: usize,
        ran: usize,
    }

    /// One stratum that holds every night is the plain case but for the set's own share of the variance, which vanishes as it grows.
    #[test]
    fn one_stratum_of_a_large_set_stops_where_plain_nights_do() {
        let luck = Draws::new(NightKey { seed: 8, night: 0 });
        let plan = Plan::new(Target::Absolute(0.15), 5000);
        let (mut plain, mut one) = (Precision::new(plan), Precision::sorted(plan, [u64::MAX / 4].into_iter()));
        for i in 0..5000 {
            let d = luck.normal(Subject::boat(i), Purpose::Surge, 0);
            assert_eq!(plain.push(d), one.push_in(0, d));
        }
        assert!(matches!(plain.status(), Status::Stopped { .. }));
        assert!((plain.half_width().unwrap() - one.half_width().unwrap()).abs() < 1e-9);
        assert_eq!((one.anytime_interval(), plain.anytime_interval().is_some()), (None, true));
    }

    /// Quiet nights and few bad ones, the bad ones lived as often: the weighted width is that of `of_strata` on the same nights, it
    /// stops far sooner than plain nights of the whole set would, and its interval holds the truth as often as it should.
    #[test]
    fn sorted_nights_stop_by_their_weighted_width_and_hold_the_truth() {
        use super::super::rare::strata::{Stratum, of_strata};
        let plan = Plan { look_ahead: 0, ..Plan::new(Target::Absolute(0.12), 4000) };
        let sizes = [9500_u64, 500];
        let (mut holds, mut lived, trials) = (0, 0, 200_u64);
        for trial in 0..trials {
            let luck = Draws::new(NightKey { seed: 11, night: trial });
            let value = |h: u32, i: u32| {
                let z = luck.normal(Subject::boat(i), Purpose::Surge, h);
                if h == 0 { 0.2 * z } else { 4.0 + 5.0 * z }
            };
            let mut state = Precision::sorted(plan, sizes.into_iter());
            let mut seen = [Vec::new(), Vec::new()];
            for i in 0..4000 {
                let h = (i % 2) as usize;
                let d = value(i % 2, i);
                seen[h].push(d);
                if state.push_in(h, d) != Status::Running {
                    break;
                }
            }
            assert!(matches!(state.status(), Status::Stopped { .. }), "{:?}", state.status());
            let [quiet, bad] = seen;
            lived += quiet.len() + bad.len();
            let strata = [Stratum { size: sizes[0], values: quiet }, Stratum { size: sizes[1], values: bad }];
            let whole = of_strata(&strata).unwrap();
            assert!((state.mean() - whole.mean).abs() < 1e-12);
            assert!((state.half_width().unwrap() - (whole.interval_95.1 - whole.mean)).abs() < 1e-12);
            // The truth of all nights that could be: 0.95 · 0 + 0.05 · 4.
            holds += u64::from((state.mean() - 0.2).abs() <= state.half_width().unwrap());
        }
        // 95 of 100, four standard errors of 200 trials, and a little for stopping.
        assert!(holds * 100 >= 88 * trials, "{holds} of {trials}");
        // Plain nights have a variance of 0.95·0.04 + 0.05·25 + 0.76, and need (1.96/0.12)² of it: 546.
        assert!(lived / 200 < 250, "{} nights on average", lived / 200);
    }

    fn run(plan: Plan, data: impl IntoIterator<Item = f64>) -> Precision {
        let mut state = Precision::new(plan);
        for d in data {
            if state.push(d) != Status::Running {
                break;
            }
        }
        state
    }

    #[test]
    fn it_stops_where_sim_tools_stops() {
        let known: Known = serde_json::from_str(include_str!("../../tests/fixtures/oracles/stopping.json")).unwrap();
        assert_eq!(known.cases.len(), 5);
        for c in known.cases {
            let plan = Plan {
                target: Target::Relative(c.precision),
                floor: c.floor,
                differing_floor: 0,
                look_ahead: c.look_ahead,
                budget: 100_000,
            };
            let stopped = run(plan, c.data).status();
            assert_eq!(stopped, Status::Stopped { nights: c.ran, met_at: c.nreps }, "{}", c.name);
        }
    }

    fn night(study: u64, i: u32) -> f64 {
        let luck = Draws::new(NightKey { seed: study, night: u64::from(i) });
        // The difference of two rare, clustered counts: mean nought, long tails.
        let arm = |side: u32| {
            let event = luck.chance(Subject::boat(side), Purpose::HullFate, 0, 0.1);
            if event { f64::from(luck.integer(Subject::boat(side), Purpose::GroupSize, 0, 1, 20)) } else { 0.0 }
        };
        arm(0) - arm(1)
    }

    #[test]
    fn stopping_on_precision_costs_little_of_the_promise() {
        let plan = Plan::new(Target::Absolute(0.45), 2000);
        let (mut held, mut stopped) = (0, 0);
        for study in 0..400 {
            let state = run(plan, (0..2000).map(|i| night(study, i)));
            let (low, high) = state.interval().unwrap();
            held += u32::from(low <= 0.0 && high >= 0.0);
            stopped += u32::from(matches!(state.status(), Status::Stopped { .. }));
        }
        // 95 % of 400 is 380, with a standard deviation of 4.4.
        assert!((366..=394).contains(&held), "{held} of 400");
        assert!(stopped > 380, "{stopped} met the target");
    }

    #[test]
    fn looking_every_night_breaks_students_interval_and_not_the_anytime_one() {
        let plan = Plan { floor: 100, ..Plan::new(Target::Absolute(0.0), 2000) };
        let (mut t_missed, mut anytime_missed) = (0, 0);
        let misses = |i: Option<(f64, f64)>| i.is_some_and(|(low, high)| low > 0.0 || high < 0.0);
        for study in 0..400 {
            let mut state = Precision::new(plan);
            let (mut t, mut anytime) = (false, false);
            for i in 0..2000 {
                state.push(night(1000 + study, i));
                if i % 10 == 0 {
                    t |= i >= 100 && misses(state.interval());
                    anytime |= misses(state.anytime_interval());
                }
            }
            t_missed += u32::from(t);
            anytime_missed += u32::from(anytime);
        }
        assert!(anytime_missed <= 28, "{anytime_missed} of 400 against 20 promised");
        assert!(t_missed > 70, "{t_missed} of 400: peeking is not harmless");
    }

    #[test]
    fn where_nothing_differs_there_is_no_precision() {
        let plan = Plan::new(Target::Absolute(1.0), 300);
        let same = run(plan, vec![0.0; 400]);
        assert_eq!(same.status(), Status::CannotTellYet { nights: 300, differing: 0 });
        assert_eq!(same.anytime_interval(), None);
        let six = run(plan, (0..400).map(|i| if i < 6 { 1.0 } else { 0.0 }));
        assert_eq!(six.status(), Status::Stopped { nights: 105, met_at: 100 });
    }

    #[test]
    fn a_target_lost_during_the_look_ahead_starts_anew() {
        let plan = Plan { floor: 100, differing_floor: 0, look_ahead: 5, ..Plan::new(Target::Absolute(0.2), 1000) };
        let data = |i: u32| if i == 102 { 60.0 } else { f64::from(i % 2) - 0.5 };
        let state = run(plan, (0..1000).map(data));
        let Status::Stopped { met_at, .. } = state.status() else { panic!("{:?}", state.status()) };
        assert!(met_at > 103, "{met_at}");
    }
}
