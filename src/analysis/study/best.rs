//! Which doctrine of a study is best on one metric, when nights are spent where they tell something?
//!
//! Two machines that ask for nights under single doctrines and take what came out, so that whoever has workers lives them.
//! [`Race`] lives all doctrines on the same nights and no longer lives one that is clearly behind another (KN and KN++,
//! `selection`): it ends with a choice and a promise. [`Spending`] has a budget and gives it, round by round, to the doctrines
//! about which a night more tells most (OCBA on paired differences, `ranking`): it ends with the chance of each to be the best.
//!
//! Rounds have a fixed size, so that the answer hangs on nights and never on which worker was quicker. A night that failed
//! under a doctrine still in the race counts for none.
//!
//! Left out: nights of several cells. A best doctrine over deep uncertainties would be an average over them.

use crate::analysis::moments::mean;
use crate::analysis::ranking::{Shown, allocate, paired_spread};
use crate::analysis::resample::Resampler;
use crate::analysis::selection::{Selection, SelectionPlan, Wanted};
use crate::analysis::shared::SharedChances;
use crate::analysis::verdict::NIGHTS_FLOOR;
use crate::ensemble::study::drive::Single;

/// Nights of a round of the race: few, as a doctrine dropped within a round was lived to its end for nothing; and enough to
/// keep several workers busy on two doctrines.
const ROUND: u64 = 10;

/// Nights of a round of spending, for each doctrine of the study on average.
const SPEND: u64 = 5;

/// What a night under a doctrine came to: its value, or why there is none.
pub type Outcome = Result<f64, String>;

/// A night under a doctrine that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Number of the night.
    pub night: u64,
    /// What went wrong.
    pub reason: String,
}

/// The doctrines race on the same nights.
#[derive(Clone, Debug)]
pub struct Race {
    selection: Selection,
    most: u64,
    next: u64,
    lived: Vec<u64>,
    lost: Vec<Lost>,
}

impl Race {
    /// Over `most` nights at most; nobody is dropped before the nights on which a verdict is given at all.
    #[must_use]
    pub fn new(plan: SelectionPlan, most: u64) -> Self {
        let lived = vec![0; plan.doctrines];
        Self {
            selection: Selection::new(plan).none_dropped_before(NIGHTS_FLOOR),
            most,
            next: 0,
            lived,
            lost: Vec::new(),
        }
    }

    /// The nights to live next, night by night; none when there is a choice, or the most nights are lived.
    #[must_use]
    pub fn ask(&self) -> Vec<Single> {
        if self.selection.chosen().is_some() {
            return Vec::new();
        }
        // Nobody is dropped in the first stage, so it may be lived at once.
        let first = self.selection.plan().first_stage.max(NIGHTS_FLOOR) as u64;
        let to = if self.next < first { first } else { self.next + ROUND };
        let contenders = self.selection.contenders();
        let of = |night: u64| contenders.iter().map(move |&arm| Single { night, arm });
        (self.next..to.min(self.most)).flat_map(of).collect()
    }

    /// Takes what came out of all that was asked, in its order.
    ///
    /// # Panics
    /// If there are not as many outcomes as nights asked for.
    pub fn tell(&mut self, outcomes: &[Outcome]) {
        let asked = self.ask();
        assert_eq!(asked.len(), outcomes.len(), "an outcome for each night asked for");
        let contenders = self.selection.contenders();
        for (singles, told) in asked.chunks(contenders.len()).zip(outcomes.chunks(contenders.len())) {
            let night = singles[0].night;
            self.next = night + 1;
            for single in singles {
                self.lived[single.arm] += 1;
            }
            let mut values = vec![0.0; self.lived.len()];
            let mut whole = true;
            for (single, outcome) in singles.iter().zip(told) {
                match outcome {
                    Ok(x) => values[single.arm] = *x,
                    Err(reason) => {
                        self.lost.push(Lost { night, reason: reason.clone() });
                        whole = false;
                    }
                }
            }
            if whole && self.selection.chosen().is_none() {
                self.selection.push(&values);
            }
        }
    }

    /// Where the race stands.
    #[must_use]
    pub const fn selection(&self) -> &Selection {
        &self.selection
    }

    /// Nights lived under each doctrine.
    #[must_use]
    pub fn lived(&self) -> &[u64] {
        &self.lived
    }

    /// Nights under single doctrines that were not lived because they had been dropped.
    #[must_use]
    pub fn saved(&self) -> u64 {
        self.lived.iter().map(|n| self.next - n).sum()
    }

    /// Nights that failed.
    #[must_use]
    pub fn lost(&self) -> &[Lost] {
        &self.lost
    }
}

/// A budget is spent where it tells most.
#[derive(Clone, Debug)]
pub struct Spending {
    wanted: Wanted,
    first: u64,
    budget: u64,
    nights: Vec<Vec<Option<f64>>>,
    lost: Vec<Lost>,
    even_rounds: usize,
    rounds: usize,
}

impl Spending {
    /// So many nights under single doctrines in all, `first` of them under each to begin with. `None` if the budget does not
    /// reach for that.
    #[must_use]
    pub fn new(doctrines: usize, wanted: Wanted, first: u64, budget: u64) -> Option<Self> {
        let reaches = doctrines > 1 && first > 1 && first.checked_mul(doctrines as u64)? <= budget;
        let nights = vec![Vec::new(); doctrines];
        reaches.then_some(Self { wanted, first, budget, nights, lost: Vec::new(), even_rounds: 0, rounds: 0 })
    }

    /// The nights to live next, doctrine by doctrine; none when the budget is spent.
    #[must_use]
    pub fn ask(&self) -> Vec<Single> {
        let (shares, _) = self.shares();
        let of = |(arm, more): (usize, u64)| {
            let from = self.nights[arm].len() as u64;
            (from..from + more).map(move |night| Single { night, arm })
        };
        shares.into_iter().enumerate().flat_map(of).collect()
    }

    /// Takes what came out of all that was asked, in its order.
    ///
    /// # Panics
    /// If there are not as many outcomes as nights asked for.
    pub fn tell(&mut self, outcomes: &[Outcome]) {
        let (asked, (_, even)) = (self.ask(), self.shares());
        assert_eq!(asked.len(), outcomes.len(), "an outcome for each night asked for");
        if self.spent() > 0 && !asked.is_empty() {
            self.rounds += 1;
            self.even_rounds += usize::from(even);
        }
        for (single, outcome) in asked.iter().zip(outcomes) {
            self.nights[single.arm].push(outcome.as_ref().ok().copied());
            if let Err(reason) = outcome {
                self.lost.push(Lost { night: single.night, reason: reason.clone() });
            }
        }
    }

    /// Nights under single doctrines that have been lived.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.nights.iter().map(|n| n.len() as u64).sum()
    }

    /// Nights lived under each doctrine.
    #[must_use]
    pub fn lived(&self) -> Vec<u64> {
        self.nights.iter().map(|n| n.len() as u64).collect()
    }

    /// The mean of each doctrine; `None` without a night.
    #[must_use]
    pub fn means(&self) -> Vec<Option<f64>> {
        let one = |n: &Vec<Option<f64>>| {
            let values: Vec<f64> = n.iter().copied().flatten().collect();
            (!values.is_empty()).then(|| mean(&values))
        };
        self.nights.iter().map(one).collect()
    }

    /// Rounds after the first stage, and in how many of them nights were shared out evenly because a doctrine showed no
    /// spread yet, or two were level.
    #[must_use]
    pub const fn rounds(&self) -> (usize, usize) {
        (self.rounds, self.even_rounds)
    }

    /// Over how many nights each mean goes: those lived without failing.
    #[must_use]
    pub fn counted(&self) -> Vec<usize> {
        self.nights.iter().map(|n| n.iter().flatten().count()).collect()
    }

    /// The chance of each doctrine to be the best, two by two on the nights that both have lived.
    #[must_use]
    pub fn chances(&self, resampler: Resampler) -> SharedChances {
        SharedChances::of(&self.nights, self.wanted, resampler)
    }

    /// Nights that failed.
    #[must_use]
    pub fn lost(&self) -> &[Lost] {
        &self.lost
    }

    /// How many nights each doctrine gets next, and whether evenly for want of anything better.
    fn shares(&self) -> (Vec<u64>, bool) {
        let k = self.nights.len();
        let left = self.budget - self.spent();
        if self.spent() == 0 {
            return (vec![self.first; k], false);
        }
        let further = usize::try_from((SPEND * k as u64).min(left)).unwrap_or(usize::MAX);
        let shown: Option<Vec<Shown>> = paired_spread(&self.nights, self.wanted).map(|spread| {
            let one = |(n, variance): (&Vec<Option<f64>>, f64)| {
                let values: Vec<f64> = n.iter().copied().flatten().collect();
                Shown { mean: mean(&values), variance, nights: values.len() }
            };
            self.nights.iter().zip(spread).map(one).collect()
        });
        match shown.and_then(|s| allocate(&s, self.wanted, further)) {
            Some(shares) => (shares.into_iter().map(|n| n as u64).collect(), false),
            // The first doctrines get one more, if it does not come out even.
            None => ((0..k).map(|i| (further / k + usize::from(i < further % k)) as u64).collect(), true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::selection::Procedure;
    use crate::draws::{Draws, NightKey, Purpose, Subject};

    /// Doctrine `i` lies `i` tenths of `step` above the first, with luck that all share and luck of its own.
    fn value(s: Single, step: f64) -> f64 {
        let luck = Draws::new(NightKey { seed: 3, night: s.night });
        let own = |i: usize| Subject::boat(u32::try_from(i).expect("few"));
        let shared = 2.0 * luck.normal(Subject::NIGHT, Purpose::Surge, 0);
        shared + luck.normal(own(s.arm), Purpose::Surge, 0) + step * s.arm as f64
    }

    fn plan() -> SelectionPlan {
        SelectionPlan {
            doctrines: 5,
            wanted: Wanted::Lowest,
            indifference: 0.1,
            alpha: 0.05,
            first_stage: 20,
            procedure: Procedure::KnPlusPlus,
        }
    }

    #[test]
    fn those_behind_are_lived_no_more_and_the_best_is_chosen() {
        let mut race = Race::new(plan(), 2000);
        // Nobody may be dropped below the floor of the verdict, so it is lived at once.
        assert_eq!(race.ask().len(), 5 * NIGHTS_FLOOR);
        while !race.ask().is_empty() {
            let told: Vec<Outcome> = race.ask().iter().map(|s| Ok(value(*s, 0.25))).collect();
            race.tell(&told);
        }
        assert_eq!(race.selection().chosen(), Some(0));
        let lived = race.lived();
        assert!(lived.windows(2).all(|w| w[0] >= w[1]) && lived[4] < lived[1], "{lived:?}");
        assert_eq!(race.saved(), lived.iter().map(|n| lived[0] - n).sum::<u64>());
        assert!(race.saved() > 0);
        // Each was dropped within its last round.
        for (i, lived) in lived.iter().enumerate().skip(1) {
            let after = race.selection().dropped_after()[i].expect("dropped") as u64;
            assert!(after >= 100 && after <= *lived && lived - after < ROUND, "{i}");
        }
    }

    #[test]
    fn what_is_level_goes_to_the_most_nights_and_a_failed_night_counts_for_none() {
        let mut race = Race::new(plan(), 47);
        while !race.ask().is_empty() {
            let one = |s: &Single| {
                if (s.night, s.arm) == (7, 2) {
                    Err("aground".to_owned())
                } else {
                    Ok(value(Single { arm: 0, ..*s }, 0.0))
                }
            };
            let told: Vec<Outcome> = race.ask().iter().map(one).collect();
            race.tell(&told);
        }
        assert_eq!((race.selection().chosen(), race.lived(), race.saved()), (None, &[47; 5][..], 0));
        assert_eq!(race.selection().nights(), 46);
        assert_eq!(race.lost(), [Lost { night: 7, reason: "aground".into() }]);
    }

    #[test]
    fn a_budget_goes_to_those_that_are_close_and_is_spent_to_the_last_night() {
        assert!(Spending::new(5, Wanted::Lowest, 20, 99).is_none());
        let mut spending = Spending::new(5, Wanted::Lowest, 20, 1003).unwrap();
        while !spending.ask().is_empty() {
            let told: Vec<Outcome> = spending.ask().iter().map(|s| Ok(value(*s, 0.6))).collect();
            spending.tell(&told);
        }
        let lived = spending.lived();
        assert_eq!(spending.spent(), 1003);
        assert!(lived[0] > 200 && lived[1] > 150 && lived[4] < 100, "{lived:?}");
        // The last two have not lived the hundred nights that they would have to share, but the second is surely behind.
        let found = spending.chances(Resampler::new(1));
        assert!(found.most_likely().is_empty() && found.in_doubt().all(|p| p.shared < NIGHTS_FLOOR), "{found:?}");
        assert_eq!(found.pair(0, 1).map(|p| p.shared as u64), Some(lived[0].min(lived[1])));
        assert_eq!(spending.rounds().1, 0);
    }

    #[test]
    fn without_spread_nights_are_shared_out_evenly() {
        let mut spending = Spending::new(3, Wanted::Lowest, 10, 50).unwrap();
        while !spending.ask().is_empty() {
            let told: Vec<Outcome> = spending.ask().iter().map(|_| Ok(0.0)).collect();
            spending.tell(&told);
        }
        assert_eq!((spending.lived(), spending.rounds()), (vec![17, 17, 16], (2, 2)));
        // Level on all that was seen, and of far too few nights to say so.
        let found = spending.chances(Resampler::new(1));
        assert_eq!(found.chance, [None; 3]);
    }
}
