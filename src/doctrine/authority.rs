//! Who must agree before an authorised order, and how long does each of them take?
//!
//! A chain of steps, each a desk with its own lognormal time (MODEL 11.1). A case that is hard at one desk is hard at the
//! next: the times of one case share a part of their luck, sized so that the three steps of the framework of November
//! 2025 come to the total that MODEL 11.1 gives. A desk outside its hours is answered by a duty officer who is slower, a
//! tired watch reacts more slowly (MODEL 11.1), and requests wait while all seats of a desk are taken (`desks`).
//!
//! Left out: desks that are asked side by side (MODEL 11.1 times prefects and prosecutors as one consultation), weekends,
//! and one desk that serves two steps.

use super::commitment::Commitment;
use super::desk_numbers;
use crate::agents::drawn::DrawnField;
use crate::parameters::Parameters;
use crate::units::{Duration, Instant, maths};

/// Most steps of a chain; more would share counters of luck.
pub const MOST_STEPS: usize = 16;

/// The chain of authority behind a doctrine, with the will behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Authority {
    /// Name of the chain.
    pub chain: String,
    /// Its steps, in the order in which they are asked; at least one, at most [`MOST_STEPS`].
    pub steps: Vec<Step>,
    /// How long an order holds once given; the register's `authority.valid_min` if left out.
    pub valid: Option<Duration>,
    /// How long to wait after a refusal or expiry before asking again; the register's `authority.again_min` if left out.
    pub again: Option<Duration>,
    /// How often a lawful request gets its order.
    pub commitment: Commitment,
}

impl Authority {
    /// One step, one seat, always open: the short form.
    #[must_use]
    pub fn of_one_step(chain: &str, delay_median: Duration, delay_sigma: f64, commitment: f64) -> Self {
        Self {
            chain: chain.to_owned(),
            steps: vec![Step::new(chain, delay_median, delay_sigma)],
            valid: None,
            again: None,
            commitment: Commitment::stated(commitment),
        }
    }

    /// How long an order holds.
    #[must_use]
    pub fn validity(&self, p: &Parameters) -> Duration {
        self.valid.unwrap_or_else(|| Duration::minutes(p.authority_valid_min))
    }

    /// How long after a refusal or expiry the centre asks again.
    #[must_use]
    pub fn patience(&self, p: &Parameters) -> Duration {
        self.again.unwrap_or_else(|| Duration::minutes(p.authority_again_min))
    }
}

/// One desk that a request passes.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Name by which a doctrine changes it.
    pub id: String,
    /// Who sits there, in words.
    pub desk: String,
    /// Median time at the desk, once somebody has taken the request up (lognormal).
    pub delay_median: Duration,
    /// Standard deviation of the logarithm of that time.
    pub delay_sigma: f64,
    /// Requests that it works on at the same time; the others wait in the order in which they came.
    pub seats: u32,
    /// When it is open.
    pub open: Hours,
    /// Does it keep the watch of the centre, and tire with it?
    pub tires: bool,
    /// Does it refuse what no recorded evidence supports?
    pub needs_evidence: bool,
    /// Numbers that the doctrine states itself, by name: what the register is set to does not touch these.
    pub stated: Vec<&'static str>,
    /// Numbers that the file of chains lets be drawn each night.
    pub drawn: Vec<DrawnField>,
}

impl Step {
    /// One seat, always open, not tiring, asking for no evidence; all of it stated by the doctrine.
    #[must_use]
    pub fn new(name: &str, delay_median: Duration, delay_sigma: f64) -> Self {
        Self {
            id: name.to_owned(),
            desk: name.to_owned(),
            delay_median,
            delay_sigma,
            seats: 1,
            open: Hours::Always,
            tires: false,
            needs_evidence: false,
            stated: desk_numbers::names().to_vec(),
            drawn: Vec::new(),
        }
    }

    /// Time at this desk for a request taken up at `begun` by a watch that came on so many hours ago.
    /// `case` and `own` are standard normals: the luck of the case, the same at each desk, and that of the step.
    #[must_use]
    pub fn takes(&self, case: f64, own: f64, begun: Instant, hours_on_watch: f64, p: &Parameters) -> Duration {
        let shared = p.authority_case_correlation;
        let z = shared.sqrt() * case + (1.0 - shared).sqrt() * own;
        let closed = if self.open.hold(begun) { 1.0 } else { p.authority_closed_factor };
        let over = if self.tires { (hours_on_watch - p.fatigue_from_h).max(0.0) } else { 0.0 };
        let tired = 1.0 + p.fatigue_reaction_per_h * over;
        self.delay_median * (maths::exp(self.delay_sigma * z) * closed * tired)
    }
}

/// Opening hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hours {
    /// Never closed.
    Always,
    /// Every day between these minutes of the day, UTC; from later than to means over midnight.
    Daily {
        /// Opens then.
        from_min: u32,
        /// Closes then.
        to_min: u32,
    },
}

impl Hours {
    /// Is it open at that moment?
    #[must_use]
    pub const fn hold(self, at: Instant) -> bool {
        const DAY_S: i64 = 86_400;
        let Self::Daily { from_min, to_min } = self else { return true };
        let minute = at.unix_s().rem_euclid(DAY_S) / 60;
        let (from, to) = (from_min as i64, to_min as i64);
        if from <= to { from <= minute && minute < to } else { minute >= from || minute < to }
    }
}

/// What became of the order of authority on a contact, as its side knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OrderState {
    /// Nobody asked.
    #[default]
    NotAsked,
    /// Asked, and not answered yet.
    Requested,
    /// Given, and still good.
    Held,
    /// Not given.
    Refused,
    /// Given once, and good no more.
    Expired,
}

impl OrderState {
    /// All states.
    pub const ALL: [Self; 5] = [Self::NotAsked, Self::Requested, Self::Held, Self::Refused, Self::Expired];

    /// The name in doctrine files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotAsked => "NotAsked",
            Self::Requested => "Requested",
            Self::Held => "Held",
            Self::Refused => "Refused",
            Self::Expired => "Expired",
        }
    }

    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::NotAsked => "not asked for",
            Self::Requested => "asked for, not answered",
            Self::Held => "given",
            Self::Refused => "refused",
            Self::Expired => "expired",
        }
    }
}

/// Why an order was not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The request was lawful, and the will was not there (MODEL 11.1: political commitment).
    NoCommitment,
    /// A desk asked for evidence, and none was recorded.
    NoEvidence,
}

impl Refusal {
    /// The words for texts.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::NoCommitment => "no commitment to it",
            Self::NoEvidence => "no evidence recorded",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctrine::chains::Chains;
    use crate::draws::{Draws, NightKey, Purpose, Subject};

    const CASES: u32 = 40_000;

    /// Minutes through a chain without a queue, sorted, at midnight and a fresh watch.
    fn totals(steps: &[Step]) -> Vec<f64> {
        let (p, luck) = (Parameters::shipped_for_tests(), Draws::new(NightKey { seed: 42, night: 0 }));
        let begun = Instant::parse("2026-01-17T00:00Z").unwrap();
        let total = |boat| {
            let s = Subject::case(0, boat);
            let case = luck.normal(s, Purpose::AuthorityCase, 0);
            let step = |(k, step): (u32, &Step)| {
                step.takes(case, luck.normal(s, Purpose::AuthorityDelay, k), begun, 0.0, &p).min_()
            };
            (0..).zip(steps).map(step).sum::<f64>()
        };
        let mut minutes: Vec<f64> = (0..CASES).map(total).collect();
        minutes.sort_by(f64::total_cmp);
        minutes
    }

    fn median_and_sigma(sorted: &[f64]) -> (f64, f64) {
        let n = sorted.len() as f64;
        let mean = sorted.iter().map(|x| maths::ln(*x)).sum::<f64>() / n;
        let var = sorted.iter().map(|x| (maths::ln(*x) - mean).powi(2)).sum::<f64>() / n;
        (sorted[sorted.len() / 2], var.sqrt())
    }

    /// MODEL 11.3: the order comes before the first boarding, `T_avail` lognormal 45 min / 0.7.
    fn in_time(minutes: &[f64]) -> f64 {
        let luck = Draws::new(NightKey { seed: 7, night: 1 });
        // Other luck than that of the chain, so the order of `minutes` does not matter.
        let hit =
            |(boat, m): (u32, &f64)| *m < luck.log_normal(Subject::boat(boat), Purpose::AuthorityDelay, 0, 45.0, 0.7);
        (0..).zip(minutes).filter(|x| hit(*x)).count() as f64 / minutes.len() as f64
    }

    #[test]
    fn orders_come_in_time_as_often_as_the_closed_form_says() {
        for (median, expected) in [(8.0, 0.969), (15.0, 0.883), (30.0, 0.670), (60.0, 0.378)] {
            let one = Authority::of_one_step("x", Duration::minutes(median), 0.6, 1.0);
            let share = in_time(&totals(&one.steps));
            let closed_form = maths::normal_cdf(maths::ln(45.0 / median) / (0.7_f64 * 0.7 + 0.36).sqrt());
            assert!((closed_form - expected).abs() < 0.001, "MODEL 11.3 has {expected}, the formula {closed_form}");
            let error = (expected * (1.0 - expected) / f64::from(CASES)).sqrt();
            assert!((share - expected).abs() < 4.0 * error + 0.0005, "median {median}: {share}, expected {expected}");
        }
    }

    #[test]
    fn shipped_chains_take_as_long_in_all_as_the_model_says() {
        for (chain, median, sigma) in [
            ("premar_prefect_prosecutor", 30.0, 0.6),
            ("standing_delegation", 8.0, 0.6),
            ("escalation_to_paris", 60.0, 0.7),
        ] {
            let totals = totals(&Chains::shipped().get(chain).unwrap().steps);
            let (m, s) = median_and_sigma(&totals);
            assert!((m / median - 1.0).abs() < 0.06, "{chain}: median {m} min, MODEL 11.1 has about {median}");
            assert!((s - sigma).abs() < 0.03, "{chain}: sigma {s}, MODEL 11.1 has {sigma}");
        }
    }

    #[test]
    fn closed_desks_and_tired_watches_are_slower() {
        let p = Parameters::shipped_for_tests();
        let at = |text: &str| Instant::parse(text).unwrap();
        let mut step = Step::new("x", Duration::minutes(10.0), 0.6);
        step.open = Hours::Daily { from_min: 7 * 60, to_min: 17 * 60 };
        let takes = |step: &Step, t: &str, watch| step.takes(0.0, 0.0, at(t), watch, &p).min_();
        assert!((takes(&step, "2026-01-17T07:00Z", 12.0) - 10.0).abs() < 1e-9, "open from the first minute");
        let closed = 10.0 * p.authority_closed_factor;
        assert!((takes(&step, "2026-01-17T17:00Z", 0.0) - closed).abs() < 1e-9, "closed from the last");
        step.open = Hours::Daily { from_min: 18 * 60, to_min: 6 * 60 };
        step.tires = true;
        let tired = 10.0 * (1.0 + p.fatigue_reaction_per_h * (11.0 - p.fatigue_from_h));
        assert!((takes(&step, "2026-01-17T02:00Z", 11.0) - tired).abs() < 1e-9, "over midnight, and tired");
        assert!(takes(&step, "2026-01-17T12:00Z", 0.0) > 10.0);
    }
}
