//! Which doctrine is likely best where doctrines have lived unlike numbers of the nights?
//!
//! Nights are paired, so two doctrines are compared on the nights that both have lived, by the difference night by night. Means over
//! unlike numbers of nights are of unlike nights: one rough night that only the one has met would decide. In a resample (all nights
//! drawn jointly, see `resample`) a doctrine is best if none has the wanted sum of differences to it; of several the share is divided.
//! The floors are those of the verdict: two doctrines are told apart from [`NIGHTS_FLOOR`] shared nights on, of which at least
//! [`DIFFERING_FLOOR`] differ, or none.
//!
//! With three doctrines or more, each pair has nights of its own, and it may happen that A is ahead of B, B of C and C of A. Such a
//! resample counts for nobody, and its share is told.
//!
//! Left out: guessing the nights that were not lived from those of the others (control variates); that needs a model of what the
//! doctrines share.

use super::moments::mean;
use super::ranking::READS_AS_NONE;
use super::resample::Resampler;
use super::selection::Wanted;
use super::verdict::{DIFFERING_FLOOR, NIGHTS_FLOOR};

/// Two doctrines on the nights that both have lived.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The two, by index, the lower one first.
    pub arms: [usize; 2],
    /// Nights that both have lived.
    pub shared: usize,
    /// Nights of these in which they differ.
    pub differing: usize,
    /// Mean difference over the shared nights, second less first, in the metric's unit; `None` without a shared night.
    pub difference: Option<f64>,
}

impl Pair {
    fn of(arms: [usize; 2], differences: &[f64]) -> Self {
        let differing = differences.iter().filter(|d| **d != 0.0).count();
        let difference = (!differences.is_empty()).then(|| mean(differences));
        Self { arms, shared: differences.len(), differing, difference }
    }

    /// Whether the nights can say which is ahead: enough are shared, and of these enough differ or none.
    #[must_use]
    pub const fn told(&self) -> bool {
        self.shared >= NIGHTS_FLOOR && (self.differing == 0 || self.differing >= DIFFERING_FLOOR)
    }
}

/// What shared nights say on which doctrine is best.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedChances {
    /// For each doctrine the share of resamples in which it is the best; `None` if there is one from which the nights do not tell it
    /// apart, unless the others leave it no chance.
    pub chance: Vec<Option<f64>>,
    /// For each doctrine the share of resamples in which none that is told apart from it is ahead of it: its chance is no larger.
    pub at_most: Vec<f64>,
    /// Share of resamples in which each doctrine was behind another.
    pub nobody: f64,
    /// All pairs.
    pub pairs: Vec<Pair>,
}

impl SharedChances {
    /// Of these nights, by doctrine; `None` for a night that a doctrine has not lived.
    #[must_use]
    pub fn of(doctrines: &[Vec<Option<f64>>], wanted: Wanted, resampler: Resampler) -> Self {
        let k = doctrines.len();
        let longest = doctrines.iter().map(Vec::len).max().unwrap_or(0);
        let (mut pairs, mut columns) = (Vec::new(), Vec::new());
        for i in 0..k {
            for j in i + 1..k {
                let both: Vec<Option<f64>> =
                    doctrines[i].iter().zip(&doctrines[j]).map(|(x, y)| Some((*y)? - (*x)?)).collect();
                pairs.push(Pair::of([i, j], &both.iter().copied().flatten().collect::<Vec<_>>()));
                // A night that only one has lived adds nothing to the sum of differences.
                let mut column: Vec<f64> = both.into_iter().map(|d| d.unwrap_or(0.0)).collect();
                column.resize(longest, 0.0);
                columns.push(column);
            }
        }
        let sums = resampler.sums(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let (mut shares, mut at_most, mut nobody) = (vec![0.0; k], vec![0.0; k], 0.0);
        let one = 1.0 / resampler.resamples as f64;
        for r in 0..resampler.resamples {
            let (mut behind, mut told_behind) = (vec![false; k], vec![false; k]);
            for (pair, sums) in pairs.iter().zip(&sums) {
                let costs = wanted.as_cost(sums[r]);
                if costs != 0.0 {
                    let loser = pair.arms[usize::from(costs > 0.0)];
                    behind[loser] = true;
                    told_behind[loser] |= pair.told();
                }
            }
            let ahead = behind.iter().filter(|b| !**b).count();
            nobody += if ahead == 0 { one } else { 0.0 };
            for i in 0..k {
                shares[i] += if behind[i] { 0.0 } else { one / ahead as f64 };
                at_most[i] += if told_behind[i] { 0.0 } else { one };
            }
        }
        let placed = |i: usize| {
            let all_told = pairs.iter().filter(|p| p.arms.contains(&i)).all(Pair::told);
            all_told || at_most[i] < READS_AS_NONE
        };
        let chance = shares.iter().enumerate().map(|(i, c)| placed(i).then_some(*c)).collect();
        Self { chance, at_most, nobody, pairs }
    }

    /// The doctrines that are most likely best, several if they are level; none if the nights cannot tell yet. A doctrine of unknown
    /// chance stands in the way if its chance may be larger.
    #[must_use]
    pub fn most_likely(&self) -> Vec<usize> {
        let top = self.chance.iter().flatten().copied().fold(0.0, f64::max);
        let level = |c: f64| top - c < 1e-9;
        let may_be_more = |(c, most): (&Option<f64>, &f64)| c.is_none() && *most > top;
        if top <= 0.0 || self.chance.iter().zip(&self.at_most).any(may_be_more) {
            return Vec::new();
        }
        (0..self.chance.len()).filter(|&i| self.chance[i].is_some_and(level)).collect()
    }

    /// The two on their shared nights, in whichever order they are asked for.
    #[must_use]
    pub fn pair(&self, i: usize, j: usize) -> Option<&Pair> {
        self.pairs.iter().find(|p| p.arms == [i.min(j), i.max(j)])
    }

    /// Pairs that cannot be told apart and leave a chance unknown: the reasons why it cannot be told.
    pub fn in_doubt(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter().filter(|p| !p.told() && p.arms.iter().any(|&i| self.chance[i].is_none()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::maths;

    fn lived(values: impl Iterator<Item = f64>) -> Vec<Option<f64>> {
        values.map(Some).collect()
    }

    fn lowest(doctrines: &[Vec<Option<f64>>]) -> SharedChances {
        SharedChances::of(doctrines, Wanted::Lowest, Resampler::new(1))
    }

    /// A and B share 120 nights: B is one higher in 24 and one lower in 12. A lived 120 nights more, all of them terrible.
    #[test]
    fn nights_that_one_alone_has_met_do_not_decide() {
        let a = lived((0..240).map(|i| if i < 120 { 1.0 } else { 50.0 }));
        let b = lived((0..120).map(|i| if i < 24 { 2.0 } else { 1.0 - f64::from(u8::from(i < 36)) }));
        let of = |n: &[Option<f64>]| mean(&n.iter().copied().flatten().collect::<Vec<_>>());
        assert!(of(&a) > 20.0 * of(&b), "the plain means are the other way round");
        let both = [a, b];
        let found = lowest(&both);
        assert_eq!(found.most_likely(), [0]);
        let pair = found.pair(1, 0).unwrap();
        assert_eq!((pair.shared, pair.differing, pair.difference), (120, 36, Some(0.1)));
        // A sum of 240 draws out of 24 ones, 12 minus ones and noughts: mean 12, variance 36 − 12²/240, level shared out.
        let expected = maths::normal_cdf(12.0 / maths::sqrt(36.0 - 144.0 / 240.0));
        let chance = found.chance[0].unwrap();
        assert!((chance - expected).abs() < 0.015, "{chance} and {expected}");
        assert!((chance + found.chance[1].unwrap() - 1.0).abs() < 1e-9 && found.nobody.abs() < 1e-12);
        let highest = SharedChances::of(&both, Wanted::Highest, Resampler::new(1));
        assert!((highest.chance[1].unwrap() - chance).abs() < 1e-9);
    }

    #[test]
    fn few_shared_nights_or_few_that_differ_tell_nothing() {
        let with = |nights: usize, worse: usize| lived((0..nights).map(|i| f64::from(u8::from(i < worse))));
        for (nights, worse) in [(99, 50), (100, 5), (400, 5)] {
            let found = lowest(&[with(400, 0), with(nights, worse)]);
            assert_eq!((found.chance.clone(), found.most_likely()), (vec![None, None], vec![]), "{nights}, {worse}");
            assert_eq!(found.in_doubt().count(), 1);
        }
        let found = lowest(&[with(400, 0), with(100, 40)]);
        assert_eq!((found.most_likely(), found.in_doubt().count()), (vec![0], 0));
        // The first two differ in four nights; the third is told to be behind both and out, whatever they are to each other.
        let found = lowest(&[with(150, 0), with(150, 4), with(150, 60)]);
        assert_eq!((found.chance[0], found.chance[1], found.chance[2]), (None, None, Some(0.0)));
        assert_eq!(found.in_doubt().map(|p| p.arms).collect::<Vec<_>>(), [[0, 1]]);
        // One that is not told apart from another behind it does not stand in the way of the first.
        let found = lowest(&[with(400, 0), with(400, 40), with(90, 90)]);
        assert_eq!((found.most_likely(), found.chance[1]), (vec![], Some(0.0)));
    }

    #[test]
    fn equal_numbers_of_nights_give_the_chances_of_the_report_and_equals_are_level() {
        let (x, y): (Vec<f64>, Vec<f64>) =
            (0..200).map(|i| (f64::from(i * 7 % 13), f64::from(i * 5 % 11) + 1.0)).unzip();
        let report = crate::analysis::ranking::told_chance_of_best(&[&x, &y], Wanted::Lowest, Resampler::new(4));
        let all = |v: &[f64]| lived(v.iter().copied());
        let found = SharedChances::of(&[all(&x), all(&y)], Wanted::Lowest, Resampler::new(4));
        for (a, b) in found.chance.iter().zip(&report) {
            assert!((a.unwrap() - b.unwrap()).abs() < 1e-9, "{found:?} {report:?}");
        }
        assert_eq!(lowest(&[all(&x), all(&x), all(&x)]).most_likely(), [0, 1, 2]);
    }

    /// Each pair has nights of its own, so a circle is possible; it counts for nobody.
    #[test]
    fn a_circle_counts_for_nobody() {
        let column = |of: [Option<f64>; 3]| (0..360).map(|i| of[i / 120]).collect::<Vec<_>>();
        let found = lowest(&[
            column([Some(0.0), None, Some(1.0)]),
            column([Some(1.0), Some(0.0), None]),
            column([None, Some(1.0), Some(0.0)]),
        ]);
        assert!((found.nobody - 1.0).abs() < 1e-9 && found.most_likely().is_empty(), "{found:?}");
    }
}
