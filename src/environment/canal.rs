//! Is there water in the canal now? Depth over the bed of a channel that dries.
//!
//! Depth = tide above chart datum − bed above chart datum (MODEL 1.6). A boat passes while the depth is
//! at least its draught and what it keeps under the keel. The bed of the Aa at Gravelines is not
//! surveyed openly; it is a parameter with a wide range, not a number of this file.
//!
//! Left out: the slope of the water along the canal, sluices, and the delay of the tide in it.

/// Depth of water in a channel, metres; negative when its bed stands that much above the water.
/// Both heights are above chart datum.
#[must_use]
pub const fn canal_depth(tide_above_chart_datum_m: f64, bed_above_chart_datum_m: f64) -> f64 {
    tide_above_chart_datum_m - bed_above_chart_datum_m
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;
    use crate::units::{Duration, Instant};

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
