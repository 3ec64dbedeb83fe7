//! Is there water in the canal now? Depth over the bed of a channel that dries.
//!
//! Depth = tide above chart datum − bed above chart datum (MODEL 1.6). A boat passes while the depth is
//! at least its draught and what it keeps under the keel. The bed of the Aa at Gravelines is not
//! surveyed openly; it is a parameter with a wide range, not a number of this file.
//!
//! Left out: the slope of the water along the canal, sluices, and the delay of the tide in it.

use super::constituents::Constituents;
use super::tide::Harmonics;
use crate::geo::LatLon;
use crate::parameters::Parameters;
use crate::units::{Duration, Instant};

/// Depth of water in a channel, metres; negative when its bed stands that much above the water.
/// Both heights are above chart datum.
#[must_use]
pub const fn canal_depth(tide_above_chart_datum_m: f64, bed_above_chart_datum_m: f64) -> f64 {
    tide_above_chart_datum_m - bed_above_chart_datum_m
}

/// A river mouth or channel that dries: who leaves it waits for the tide over its bar.
#[derive(Clone, Copy, Debug)]
pub struct Sill {
    /// Short name, as typed.
    pub id: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Launch sites of the chart that lie behind it.
    pub sites: &'static [&'static str],
    /// Where its tide is taken.
    pub place: LatLon,
    /// Height of its bed above chart datum, m, in the register.
    pub bed_m: fn(&Parameters) -> f64,
    /// The register's name for that.
    pub register_id: &'static str,
}

/// The rivers and channels of the French side that dry, from the north-east.
pub const SILLS: [Sill; 4] = [
    Sill {
        id: "aa",
        title: "Aa at Gravelines",
        sites: &["aa_channel_mouth", "aa_channel_lock63"],
        place: LatLon { lat: 51.0105, lon: 2.0935 },
        bed_m: |p| p.canal_bed_aa_m,
        register_id: "canal.bed_aa_m",
    },
    Sill {
        id: "canche",
        title: "Canche at Le Touquet",
        sites: &["canche_mouth"],
        place: LatLon { lat: 50.541, lon: 1.575 },
        bed_m: |p| p.sill_canche_m,
        register_id: "sill.canche_m",
    },
    Sill {
        id: "authie",
        title: "Authie at Fort-Mahon",
        sites: &["authie_mouth"],
        place: LatLon { lat: 50.375, lon: 1.56 },
        bed_m: |p| p.sill_authie_m,
        register_id: "sill.authie_m",
    },
    Sill {
        id: "somme",
        title: "Somme at Le Hourdel",
        sites: &["somme_mouth"],
        place: LatLon { lat: 50.225, lon: 1.54 },
        bed_m: |p| p.sill_somme_m,
        register_id: "sill.somme_m",
    },
];

/// The sill before a launch site, by its place in [`SILLS`].
#[must_use]
pub fn sill_of(site: &str) -> Option<usize> {
    SILLS.iter().position(|s| s.sites.contains(&site))
}

/// When a span has water enough: from and to, to the second; an end of the span is an end of its window.
/// `level_m` is mean level above chart datum, `bed_m` the bed above it, `need_m` the water needed.
#[must_use]
pub fn windows(
    tide: &Harmonics,
    constituents: &Constituents,
    level_m: f64,
    bed_m: f64,
    need_m: f64,
    (start, length): (Instant, Duration),
) -> Vec<(Instant, Instant)> {
    const STEP_S: i64 = 300;
    let open = |t: Instant| canal_depth(level_m + tide.height_m(constituents.phases(t, 1, 1).row(0)), bed_m) >= need_m;
    let steps = super::lattice::whole(length.s().max(0.0) / STEP_S as f64, 1e6) as u64;
    let mut windows = Vec::new();
    let (mut before, mut since) = (start, open(start).then_some(start));
    for _ in 0..steps {
        let now = before.plus_s(STEP_S);
        if open(now) != since.is_some() {
            let (mut low, mut high) = (before, now);
            while high.unix_s() - low.unix_s() > 1 {
                let middle = Instant::from_unix_s(i64::midpoint(low.unix_s(), high.unix_s()));
                if open(middle) == since.is_some() { low = middle } else { high = middle }
            }
            since = match since {
                Some(from) => {
                    windows.push((from, high));
                    None
                }
                None => Some(high),
            };
        }
        before = now;
    }
    windows.extend(since.map(|from| (from, before)));
    windows
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    #[test]
    fn windows_are_those_of_the_reference_day() {
        let stations = fixtures::stations();
        let (calais, dunkerque) = (stations.get("calais").unwrap(), stations.get("dunkerque").unwrap());
        let w = super::super::tide::GRAVELINES_CALAIS_SHARE;
        let tide = calais.harmonics.mix(w, &dunkerque.harmonics);
        let level = w * calais.z0_m + (1.0 - w) * dunkerque.z0_m;
        let midnight = Instant::parse("2025-07-10T00:00Z").unwrap();
        let got = windows(&tide, stations.constituents(), level, 2.5, 0.6, (midnight, Duration::hours(24.0)));
        let minutes: Vec<(f64, f64)> =
            got.iter().map(|(a, b)| (a.since(midnight).min_(), b.since(midnight).min_())).collect();
        // MODEL 1.7: open until 03:10, 08:30 to 15:35, from 20:45.
        let expected = [(0.0, 190.0), (510.0, 935.0), (1245.0, 1440.0)];
        assert_eq!(minutes.len(), 3, "{minutes:?}");
        for (g, e) in minutes.iter().zip(expected) {
            assert!((g.0 - e.0).abs() <= 15.0 && (g.1 - e.1).abs() <= 15.0, "{minutes:?}");
        }
    }

    #[test]
    fn every_sill_guards_sites_and_has_its_bed_in_the_register() {
        let p = Parameters::shipped_for_tests();
        for s in &SILLS {
            assert!((s.bed_m)(&p) > 0.0 && p.get(s.register_id) == Some((s.bed_m)(&p)), "{}", s.id);
            assert!(s.sites.iter().all(|site| sill_of(site).is_some()));
        }
        assert_eq!(sill_of("wissant"), None);
    }

    /// Bed at 2.5 m above chart datum and 0.6 m of water needed: the threshold of the reference case.
    fn open(tide_m: f64) -> bool {
        canal_depth(tide_m, 2.5) >= 0.6
    }

    #[test]
    fn the_canal_of_gravelines_opens_and_closes_at_the_reference_times() {
        let midnight = Instant::parse("2025-07-10T00:00Z").unwrap();
        let curve = fixtures::stations().gravelines_curve(midnight, Duration::hours(24.0)).unwrap();
        let is_open = |minute: i64| open(curve.at(midnight.plus_s(60 * minute)));
        let changes: Vec<i64> = (1..1440).filter(|&m| is_open(m) != is_open(m - 1)).collect();
        assert!(is_open(0));
        let expected = [190, 510, 935, 1245];
        assert_eq!(changes.len(), expected.len(), "{changes:?}");
        for (got, expected) in changes.iter().zip(expected) {
            assert!((got - expected).abs() <= 15, "{changes:?}, expected {expected}");
        }
    }

    #[test]
    fn over_sixty_days_the_canal_is_open_for_the_reference_share_of_time() {
        let start = Instant::parse("2025-06-15T00:00Z").unwrap();
        let curve = fixtures::stations().gravelines_curve(start, Duration::hours(1440.0)).unwrap();
        for (bed, share) in [(1.5, 0.78), (2.0, 0.67), (2.5, 0.59), (3.0, 0.51), (3.5, 0.44)] {
            let steps = 60 * 144;
            let open = (0..steps).filter(|k| canal_depth(curve.at(start.plus_s(600 * k)), bed) >= 0.6).count();
            let got = open as f64 / 8640.0;
            assert!((got - share).abs() <= 0.03, "bed {bed}: {got}, expected {share}");
        }
    }
}
