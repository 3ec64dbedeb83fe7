//! Among several doctrines, how likely is each the best, which are surely dominated, and where are more nights worth most?
//!
//! All doctrines met the same nights, so nights are resampled jointly and each draw is a whole table of means. The share of
//! draws in which a doctrine has the lowest mean is its chance of being best; on several metrics at once a doctrine is
//! marked dominated only if the same other one is at least as good on all and better on one in 95 of 100 draws (METHODS
//! 12), and only where the nights can tell the two apart at all: nights that are few and all on one side give 100 of 100 draws
//! whatever is true, so the floors of the verdict hold here too. No metric is weighed against another. OCBA (Chen & Lee 2011, p. 49) tells where further nights raise the chance of a
//! right choice most: few to doctrines far behind, many to close ones with much spread. Its rule is for independent runs. Nights
//! here are paired, and what tells a doctrine from the best is the spread of their *difference* on the same nights, so each
//! doctrine's spread is put at what a difference to the best would have if it were of independent runs: half the variance of the paired
//! difference (`paired_spread`). With no correlation that is the rule itself; where pairing takes most of the spread away, nights go to the
//! doctrines that still part from the best in luck of their own (Fu, Hu, Chen & Xiong 2007, INFORMS J. Comput. 19(1), 101, who treat
//! correlated sampling and show that its optimum hangs on the variance of differences).
//!
//! Left out: doctrines that have lived unlike numbers of nights (`shared`); OCBA-m (best m of k); a study has a handful of doctrines.

use super::resample::Resampler;
use super::selection::Wanted;
use super::verdict::{DIFFERING_FLOOR, NIGHTS_FLOOR};
use crate::units::maths;

/// In so large a share of draws dominance must hold to be marked.
pub const DOMINANCE_SHARE: f64 = 0.95;

/// For each doctrine the share of resamples in which its mean is the wanted one; ties are shared out. Same index, same night;
/// all doctrines need as many nights.
#[must_use]
pub fn chance_of_best(doctrines: &[&[f64]], wanted: Wanted, resampler: Resampler) -> Vec<f64> {
    chance_in(&resampler.sums(doctrines), wanted)
}

fn chance_in(means: &[Vec<f64>], wanted: Wanted) -> Vec<f64> {
    let mut shares = vec![0.0; means.len()];
    let resamples = means.first().map_or(0, Vec::len);
    for r in 0..resamples {
        let costs: Vec<f64> = means.iter().map(|s| wanted.as_cost(s[r])).collect();
        share_out(&costs, resamples, &mut shares);
    }
    shares
}

/// Gives one resample's share to the lowest; ties are shared out.
fn share_out(costs: &[f64], resamples: usize, shares: &mut [f64]) {
    let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
    let ties = costs.iter().filter(|c| **c <= least).count() as f64;
    for (share, cost) in shares.iter_mut().zip(costs) {
        *share += if *cost <= least { 1.0 / ties / resamples as f64 } else { 0.0 };
    }
}

/// Below this a chance reads as 0 %.
pub(super) const READS_AS_NONE: f64 = 0.005;

/// For each two doctrines, whether the nights can say which is ahead on one metric: at least [`NIGHTS_FLOOR`] nights, of which
/// at least [`DIFFERING_FLOOR`] differ, or none. Where none differs, the two are as good as each other on all that was seen.
#[must_use]
pub fn told_apart(doctrines: &[&[f64]]) -> Vec<Vec<bool>> {
    let differing =
        |i: usize, j: usize| doctrines[i].iter().zip(doctrines[j]).filter(|(x, y)| x.total_cmp(y).is_ne()).count();
    // Where no doctrine has a night unlike the others there is nothing to place any by.
    let seen = doctrines.iter().any(|d| d.iter().any(|x| x.total_cmp(&d[0]).is_ne()));
    let told = |i: usize, j: usize| {
        if !seen && i != j {
            return false;
        }
        let n = differing(i, j);
        doctrines[i].len() >= NIGHTS_FLOOR && (n == 0 || n >= DIFFERING_FLOOR)
    };
    (0..doctrines.len()).map(|i| (0..doctrines.len()).map(|j| told(i, j)).collect()).collect()
}

/// [`chance_of_best`] for those doctrines that the nights can place; `None` where too few nights, or too few that differ, would
/// make a chance of luck alone. A doctrine is placed if it is told apart from every other, or if those it is told apart from
/// leave it no chance.
#[must_use]
pub fn told_chance_of_best(doctrines: &[&[f64]], wanted: Wanted, resampler: Resampler) -> Vec<Option<f64>> {
    told_chance_of_best_in(doctrines, wanted, &resampler.sums(doctrines))
}

/// The same from the doctrines' means (or sums) in each resample: `means[doctrine][resample]`, for nights that do not all weigh the
/// same.
#[must_use]
pub fn told_chance_of_best_in(doctrines: &[&[f64]], wanted: Wanted, means: &[Vec<f64>]) -> Vec<Option<f64>> {
    let (told, chance) = (told_apart(doctrines), chance_in(means, wanted));
    let resamples = means.first().map_or(0, Vec::len);
    let cost = |i: usize, r: usize| wanted.as_cost(means[i][r]);
    let unbeaten = |i: usize| {
        let beaten = |r: &usize| (0..doctrines.len()).any(|j| told[i][j] && cost(j, *r) < cost(i, *r));
        (0..resamples).filter(|r| !beaten(r)).count() as f64 / resamples as f64
    };
    let one = |(i, chance): (usize, f64)| {
        let placed = told[i].iter().all(|t| *t) || unbeaten(i) < READS_AS_NONE;
        placed.then_some(chance)
    };
    chance.into_iter().enumerate().map(one).collect()
}

/// What is known about one doctrine's place on the front.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Of the doctrines (by index) that the nights tell apart from it on every metric, the one that dominates it in most draws,
    /// and in which share of them; `None` if none ever does.
    pub most_often_by: Option<(usize, f64)>,
    /// Whether that share reaches [`DOMINANCE_SHARE`]: only then the doctrine is marked dominated.
    pub dominated: bool,
    /// Share of draws in which no doctrine dominates it; `None` if there is one from which the nights don't tell it apart, unless
    /// the others leave it no chance.
    pub on_front: Option<f64>,
}

/// The front of doctrines on several metrics: `columns[doctrine][metric]` holds the nights. `wanted` has one entry for each
/// metric; a metric on which opinions differ has no place here unless whoever asks says which way to look.
///
/// # Panics
/// If a doctrine has not as many columns as there are metrics.
#[must_use]
pub fn front(columns: &[Vec<&[f64]>], wanted: &[Wanted], resampler: Resampler) -> Vec<Place> {
    let flat: Vec<&[f64]> = columns.iter().flatten().copied().collect();
    front_in(columns, wanted, &resampler.sums(&flat))
}

/// The same from the means (or sums) of all columns in each resample, metric by metric of one doctrine after the other.
///
/// # Panics
/// As [`front`].
#[must_use]
pub fn front_in(columns: &[Vec<&[f64]>], wanted: &[Wanted], sums: &[Vec<f64>]) -> Vec<Place> {
    assert!(columns.iter().all(|c| c.len() == wanted.len()), "each doctrine has a column for each metric");
    let k = columns.len();
    let resamples = sums.first().map_or(0, Vec::len);
    let by_metric = |m: usize| told_apart(&columns.iter().map(|c| c[m]).collect::<Vec<_>>());
    let told: Vec<Vec<Vec<bool>>> = (0..wanted.len()).map(by_metric).collect();
    let told = |i: usize, j: usize| told.iter().all(|t| t[i][j]);
    let mut by = vec![vec![0_usize; k]; k];
    let mut free = vec![0_usize; k];
    for r in 0..resamples {
        let costs: Vec<f64> = sums.iter().zip(wanted.iter().cycle()).map(|(s, w)| w.as_cost(s[r])).collect();
        let cost = |i: usize, m: usize| costs[i * wanted.len() + m];
        let dominates = |j: usize, i: usize| {
            let all = (0..wanted.len()).all(|m| cost(j, m) <= cost(i, m));
            all && (0..wanted.len()).any(|m| cost(j, m) < cost(i, m))
        };
        for i in 0..k {
            let mut alone = true;
            for j in (0..k).filter(|&j| j != i && told(i, j)) {
                if dominates(j, i) {
                    by[i][j] += 1;
                    alone = false;
                }
            }
            free[i] += usize::from(alone);
        }
    }
    let share = |n: usize| n as f64 / resamples as f64;
    let place = |i: usize| {
        // Of equals the first, so that the answer does not depend on a sort.
        let most = (0..k).filter(|&j| by[i][j] > 0).max_by_key(|&j| (by[i][j], k - j));
        let most_often_by = most.map(|j| (j, share(by[i][j])));
        let dominated = most_often_by.is_some_and(|(_, s)| s >= DOMINANCE_SHARE);
        let placed = (0..k).all(|j| told(i, j)) || share(free[i]) < READS_AS_NONE;
        Place { most_often_by, dominated, on_front: placed.then(|| share(free[i])) }
    };
    (0..k).map(place).collect()
}

/// What one doctrine's nights have shown so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// Mean.
    pub mean: f64,
    /// Sample variance.
    pub variance: f64,
    /// Nights lived.
    pub nights: usize,
}

/// The variance to give OCBA for each doctrine of nights that are paired: half the variance of its difference to the best on the
/// nights that both have lived, `None` below two. For the best itself it is the largest of these: its nights serve every pair, and the
/// pair in most doubt needs as many of them.
#[must_use]
pub fn paired_spread(doctrines: &[Vec<Option<f64>>], wanted: Wanted) -> Option<Vec<f64>> {
    let mean_of = |d: &Vec<Option<f64>>| {
        let values: Vec<f64> = d.iter().copied().flatten().collect();
        (!values.is_empty()).then(|| wanted.as_cost(super::moments::mean(&values)))
    };
    let costs: Option<Vec<f64>> = doctrines.iter().map(mean_of).collect();
    let costs = costs?;
    let best = (0..costs.len()).min_by(|&i, &j| costs[i].total_cmp(&costs[j]))?;
    let half = |i: usize| {
        let both = doctrines[i].iter().zip(&doctrines[best]).filter_map(|(x, y)| Some((*x)? - (*y)?));
        super::moments::variance(&both.collect::<Vec<_>>()).map(|v| 0.5 * v)
    };
    let others: Option<Vec<(usize, f64)>> =
        (0..costs.len()).filter(|i| *i != best).map(|i| Some((i, half(i)?))).collect();
    let others = others?;
    let mut out = vec![others.iter().map(|(_, v)| *v).fold(0.0, f64::max); costs.len()];
    for (i, v) in others {
        out[i] = v;
    }
    Some(out)
}

/// How many of `further` nights each doctrine should get (OCBA), so that the best is most likely seen as best. `None` with
/// fewer than two doctrines, or if a variance or the gap to the best is nought: then there is no ratio to go by.
///
/// Nights are numbered, so a doctrine with more of them shares its first with the others: pairs stay pairs.
#[must_use]
pub fn allocate(shown: &[Shown], wanted: Wanted, further: usize) -> Option<Vec<usize>> {
    let k = shown.len();
    let cost = |i: usize| wanted.as_cost(shown[i].mean);
    let least = |among: &mut dyn Iterator<Item = usize>| among.min_by(|&i, &j| cost(i).total_cmp(&cost(j)));
    let best = least(&mut (0..k))?;
    let second = least(&mut (0..k).filter(|&i| i != best))?;
    let others = || (0..k).filter(|&i| i != best);
    if shown.iter().any(|s| s.variance <= 0.0) || others().any(|i| cost(i) <= cost(best)) {
        return None;
    }
    let mut ratio = vec![0.0; k];
    for i in others() {
        let gaps = (cost(best) - cost(second)) / (cost(best) - cost(i));
        ratio[i] = gaps * gaps * shown[i].variance / shown[second].variance;
    }
    let squares: f64 = others().map(|i| ratio[i] * ratio[i] / shown[i].variance).sum();
    ratio[best] = maths::sqrt(shown[best].variance * squares);

    // What a doctrine has had cannot be taken back: those that had more than their share drop out and the rest share.
    let total = shown.iter().map(|s| s.nights).sum::<usize>() + further;
    let mut open = vec![true; k];
    let mut aim: Vec<usize> = shown.iter().map(|s| s.nights).collect();
    loop {
        let kept: usize = (0..k).filter(|&i| !open[i]).map(|i| aim[i]).sum();
        let sum: f64 = (0..k).filter(|&i| open[i]).map(|i| ratio[i]).sum();
        for i in (0..k).filter(|&i| open[i]) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share of a number of nights"
            )]
            let nights = (total.saturating_sub(kept) as f64 * ratio[i] / sum) as usize;
            aim[i] = nights;
        }
        let over: Vec<usize> = (0..k).filter(|&i| aim[i] < shown[i].nights).collect();
        if over.is_empty() {
            break;
        }
        for i in over {
            aim[i] = shown[i].nights;
            open[i] = false;
        }
    }
    // Whole nights are cut off, and what is left over goes to the best, as in the authors' program.
    let given: usize = aim.iter().sum();
    aim[best] = (aim[best] + total).saturating_sub(given).max(shown[best].nights);
    Some((0..k).map(|i| aim[i] - shown[i].nights).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, NightKey, Purpose, Subject};

    #[derive(serde::Deserialize)]
    struct Known {
        allocations: Vec<Step>,
    }
    #[derive(serde::Deserialize)]
    struct Step {
        means: Vec<f64>,
        variances: Vec<f64>,
        nights: Vec<usize>,
        further: usize,
        given: Vec<usize>,
    }

    #[test]
    fn nights_are_given_as_sim_tools_gives_them() {
        let known: Known = serde_json::from_str(include_str!("../../tests/fixtures/oracles/ranking.json")).unwrap();
        assert!(known.allocations.len() >= 20);
        let (mut exact, all) = (0, known.allocations.len());
        for s in known.allocations {
            let one = |i: usize| Shown { mean: s.means[i], variance: s.variances[i], nights: s.nights[i] };
            let shown: Vec<Shown> = (0..s.means.len()).map(one).collect();
            let ours = allocate(&shown, Wanted::Lowest, s.further).unwrap();
            assert_eq!(ours.iter().sum::<usize>(), s.given.iter().sum::<usize>());
            // sim-tools rounds at the first pass and cuts off at later ones, so a night may lie elsewhere.
            assert!(ours.iter().zip(&s.given).all(|(x, y)| x.abs_diff(*y) <= 1), "{ours:?} {:?} of {shown:?}", s.given);
            exact += u32::from(ours == s.given);
        }
        assert!(exact as usize * 2 > all, "{exact} of {all} are the same");
    }

    #[test]
    fn two_doctrines_share_nights_by_their_spread() {
        // The closed form: N1 / N2 = s1 / s2.
        let shown = [(1.0, 9.0), (2.0, 1.0)].map(|(mean, variance)| Shown { mean, variance, nights: 10 });
        assert_eq!(allocate(&shown, Wanted::Lowest, 380), Some(vec![290, 90]));
        assert_eq!(allocate(&shown[..1], Wanted::Lowest, 10), None);
        assert_eq!(allocate(&[shown[0], shown[0]], Wanted::Lowest, 10), None);
    }

    /// Closed forms: independent columns have half the variance of their difference, which is the mean of both variances; a column
    /// that is the best plus a constant has none; and shared luck however large leaves only what is a doctrine's own.
    #[test]
    fn paired_nights_count_by_what_is_not_shared() {
        let luck =
            |night: u64, k: u32| Draws::new(NightKey { seed: 4, night }).normal(Subject::boat(k), Purpose::Surge, 0);
        let column = |shared: f64, own: f64, k: u32, shift: f64| -> Vec<Option<f64>> {
            (0..4000).map(|n| Some(shared * luck(n, 0) + own * luck(n, k) + shift)).collect()
        };
        let apart = paired_spread(&[column(0.0, 1.0, 1, 0.0), column(0.0, 3.0, 2, 9.0)], Wanted::Lowest).unwrap();
        assert!((apart[1] - 5.0).abs() < 0.4 && (apart[0] - apart[1]).abs() < 1e-12, "{apart:?}");
        let together = paired_spread(
            &[column(20.0, 1.0, 1, 0.0), column(20.0, 1.0, 2, 9.0), column(20.0, 0.0, 3, 9.0)],
            Wanted::Lowest,
        );
        let together = together.unwrap();
        assert!((together[1] - 1.0).abs() < 0.1 && (together[2] - 0.5).abs() < 0.05, "{together:?}");
        let constant = paired_spread(&[column(5.0, 0.0, 1, 0.0), column(5.0, 0.0, 1, 2.0)], Wanted::Lowest).unwrap();
        assert!(constant.iter().all(|v| v.abs() < 1e-20), "{constant:?}");
        // Only nights that both have lived are compared.
        let mut short = column(0.0, 1.0, 2, 9.0);
        short.truncate(1);
        assert_eq!(paired_spread(&[column(0.0, 1.0, 1, 0.0), short], Wanted::Lowest), None);
    }

    fn normals(k: u32, n: u64, shift: f64) -> Vec<f64> {
        let one = |night| Draws::new(NightKey { seed: 6, night }).normal(Subject::boat(k), Purpose::Surge, 0);
        (0..n).map(|i| one(i) + shift).collect()
    }

    #[test]
    fn the_chance_of_best_of_two_is_the_normal_share_of_their_difference() {
        let (x, y) = (normals(0, 400, 0.0), normals(1, 400, 0.05));
        let d: Vec<f64> = x.iter().zip(&y).map(|(x, y)| y - x).collect();
        let z = super::super::moments::mean(&d) / maths::sqrt(super::super::moments::variance(&d).unwrap() / 400.0);
        let chance = chance_of_best(&[&x, &y], Wanted::Lowest, Resampler::new(1));
        // Four standard errors of a share of 2,000 and a little for the normal approximation.
        assert!((chance[0] - maths::normal_cdf(z)).abs() < 0.05, "{chance:?} and {}", maths::normal_cdf(z));
        assert!((chance.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let turned = chance_of_best(&[&x, &y], Wanted::Highest, Resampler::new(1));
        assert!((turned[1] - chance[0]).abs() < 1e-9);
        let same = chance_of_best(&[&x, &x, &x], Wanted::Lowest, Resampler::new(1));
        assert!(same.iter().all(|s| (s - 1.0 / 3.0).abs() < 1e-9));
    }

    #[test]
    fn only_what_holds_in_nearly_all_draws_is_marked_dominated() {
        let base = normals(0, 300, 0.0);
        let worse: Vec<f64> = base.iter().map(|x| x + 1.0).collect();
        let other = normals(2, 300, 0.01);
        let columns = vec![vec![&base[..], &base], vec![&worse, &worse], vec![&other, &base]];
        let places = front(&columns, &[Wanted::Lowest, Wanted::Lowest], Resampler::new(1));
        assert_eq!((places[0].dominated, places[1].dominated, places[2].dominated), (false, true, false));
        assert_eq!(places[1].most_often_by, Some((0, 1.0)));
        // A trade between two metrics dominates nothing, nor does a doctrine its twin.
        let trade = vec![vec![&base[..], &worse], vec![&worse, &base], vec![&base, &worse]];
        for place in front(&trade, &[Wanted::Lowest, Wanted::Lowest], Resampler::new(1)) {
            assert_eq!(place, Place { most_often_by: None, dominated: false, on_front: Some(1.0) });
        }
    }

    /// A handful of nights that are all on one side are on one side in every resample too.
    #[test]
    fn few_nights_or_few_that_differ_place_nobody() {
        let with = |nights: usize, worse: usize| -> Vec<f64> {
            (0..nights).map(|i| f64::from(u8::from(i % 11 == 0)) + f64::from(u8::from(i < worse))).collect()
        };
        let lowest = [Wanted::Lowest];
        for (nights, worse) in [(8, 8), (99, 50), (100, 4), (1000, 5)] {
            let (good, bad) = (with(nights, 0), with(nights, worse));
            let places = front(&[vec![&good[..]], vec![&bad]], &lowest, Resampler::new(1));
            assert_eq!(
                places[1],
                Place { most_often_by: None, dominated: false, on_front: None },
                "{worse} of {nights}"
            );
            assert_eq!(told_chance_of_best(&[&good, &bad], Wanted::Lowest, Resampler::new(1)), [None, None]);
        }
        let (good, bad) = (with(100, 0), with(100, 30));
        assert!(front(&[vec![&good[..]], vec![&bad]], &lowest, Resampler::new(1))[1].dominated);
        // On deaths clear, on the water only four nights differ, and those the other way: no dominance.
        let few = with(100, 4);
        let places = front(&[vec![&good[..], &few], vec![&bad, &good]], &[Wanted::Lowest; 2], Resampler::new(1));
        assert!(!places[1].dominated && places[1].on_front.is_none());
        // Who is told to be behind one is out, whatever the others are; the first two differ in four nights.
        let nearly = with(100, 4);
        let chance = told_chance_of_best(&[&good, &nearly, &bad], Wanted::Lowest, Resampler::new(1));
        assert_eq!((chance[0], chance[1], chance[2]), (None, None, Some(0.0)));
    }
}
